# Memory, of a backend that lives for months.
#
# Everything is done a thousand times, which fills the caches, and nine thousand
# times more, after which no memory context may be larger than before by what
# even a few bytes each time would come to.  The size of the process and its
# open files are witnesses that need not believe the server's own books.
#
# What grows with the rows of a query is in 006.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $warm_up = 1000;
my $repeated = 9000;

# The smallest piece of memory takes 16 bytes with its header; a cache may need
# another block now and then.
my $tolerance = 96 * 1024;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "autovacuum = off\njit = off\nfsync = off\nmax_locks_per_transaction = 512");
$node->start;

$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION tilskudd;

	INSERT INTO tilskudd.exchange_rate (rate_date, nok_per_eur, source) SELECT date '2024-03-01' + n, 11.5, 'invented' FROM generate_series(0, 10) AS n;
	-- c is linked to b, b to a, and p is a partner of a
	CREATE TABLE holding (owner text, owned text, capital int, capital_total int, votes int, votes_total int);
	INSERT INTO holding VALUES ('a', 'b', 60, 100, 60, 100), ('b', 'c', 51, 100, 51, 100), ('p', 'a', 30, 100, 30, 100),
		('someone', 'a', 20, 100, 20, 100);
	CREATE TABLE figure (id text, period_end date, headcount numeric, turnover_eur numeric, balance_eur numeric);
	INSERT INTO figure SELECT id, make_date(year, 12, 31), 20, 3000000, 3000000
		FROM unnest('{a,b,c,p}'::text[]) AS id, generate_series(2022, 2023) AS year;
	CREATE TABLE entity (id text, kind text);
	INSERT INTO entity VALUES ('someone', 'person');
	CREATE TABLE guarded (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, orgnr tilskudd.orgnr, eur numeric, day date);
	SELECT tilskudd.guard('guarded', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day');
	CREATE TABLE support (project int, cost numeric, aid numeric, percent numeric, day date);
	SELECT tilskudd.guard('support', 'intensity', key => 'project', amount => 'aid', granted_on => 'day',
		options => '{"eligible_cost": {"column": "cost"}, "intensity": {"column": "percent"}}');
	INSERT INTO support VALUES (1, 100, 10, 20, '2024-03-01');
	INSERT INTO guarded (orgnr, eur, day) VALUES ('923609016', 200000, '2024-03-01'), ('971032081', 100, '2024-05-01');

});

# Calls -----------------------------------------------------------------------

# Functions that are called as they stand, with examples of their arguments that
# depend on i, so that no call is replaced by its result; and the few that need
# others.
my %example = (
	numeric => '(90 + i % 7)::numeric', 'numeric[]' => 'ARRAY[100 + i % 7, 50.5]::numeric[]',
	integer => '(1 + i % 5)', 'integer[]' => 'ARRAY[1, 2 + i % 3]', bigint => '923609016 + 0 * i::bigint',
	date => q{(date '2024-03-01' + i % 7)}, 'date[]' => q{ARRAY[date '2024-01-01' + i % 2, '2024-02-02']},
	'daterange[]' => q{ARRAY[daterange('2024-01-01', date '2024-02-01' + i % 7)]},
	'timestamp with time zone' => q{(timestamptz '2024-03-01 12:00+01' + i % 7 * interval '1 hour')},
	'timestamp without time zone' => q{(timestamp '2024-03-01' + i % 7 * interval '1 hour')},
	text => q{left('general', 7 + i % 2)}, 'text[]' => q{ARRAY[i::text]}, boolean => '(i % 2 = 0)', jsonb => q{jsonb_build_object('goals', i)},
	map { $_->[0] => "(ARRAY[$_->[1]])[1 + i % 2]::tilskudd.$_->[0]", "$_->[0]\[]" => "ARRAY[$_->[1]]::tilskudd.$_->[0]\[]" }
	[ kommunenr => q{'1824', '1804'} ], [ orgnr => q{'923609016', '971032081'} ], [ zone => q{'c', 'c'} ],
	[ enterprise_size => q{'small', 'large'} ], [ aid_measure => q{'training', 'sme_investment'} ]);

# queries that are arguments
my $varied = q{ || repeat(' ', i % 2)};
my $aids = q{'SELECT * FROM (VALUES (''x'', 100.0, 50.0, ''{m}''::text[])) AS t(aid, amount, intensity, items)'} . $varied;
my $items = q{'SELECT ''m'' AS item, 1000.0 AS eligible_cost'};
my $register = q{'SELECT 1 AS number, ''923609016'' AS orgnr, date ''2026-03-20'' AS granted_on, 100.5 AS amount, ''NOK'' AS currency'} . $varied;
my $owners = qq{'TABLE holding'$varied, 'TABLE figure'};

my $day = $example{date};
my $early = q{(date '2010-05-03' + i % 7)};
my %call = (
	'orgnr(integer)' => '923609016 + 0 * i', in_zone => "$example{kommunenr}, $day, VARIADIC $example{'zone[]'}",
	'kommunenr(text,date,text)' => "'Vefsn', $day", public_holidays => '2020 + i % 5',
	base_rate => q{date '2020-01-01' + i % 7}, discount_rate => q{date '2020-01-01' + i % 7},
	reference_rate => q{date '2020-01-01' + i % 7, 'good', 'high'},
	'guarantee_premium(text)' => q{left('BBB', 3 + i % 2)}, 'guarantee_premium(text,date)' => q{left('BBB', 3 + i % 2), date '2015-01-01'},
	de_minimis_loan_gge => q{900000 + i % 7, 1, date '2014-06-01', secured_share => 0.5},
	de_minimis_guarantee_gge => q{100 + i, 3, date '2014-06-01', cover_share => 0.6},
	'eur(numeric,date,integer)' => "i::numeric, $day",
	intensity_ok => "1 + i % 7, 100, 'training', $example{enterprise_size}, date '2020-01-01'",
	cumulation_verdict => "$aids, $items", explain_cumulation => "$aids, $items",
	sme_status => "$owners, $day, 'TABLE entity'",
	'sme_explain(text,text,text,date,text,text,text,text,text,text,text,boolean,boolean,boolean)' => "$owners, 'a', $day, 'TABLE entity'",
	'sme_explain(text,text,tilskudd.orgnr,date,text,text,text,text,text,text,text,boolean,boolean,boolean)' => "$owners, '923609016'::tilskudd.orgnr, $day",
	single_undertaking => "'TABLE holding'$varied, $day, 'TABLE entity'",
	may_grant => "'county', 'training', $early", may_fund => "60, 'III', 'direct_aid', $early",
	nyvekst_owners_ok => "50 + i % 7, 100, 0, 100, date '2005-01-15', $early",
	de_minimis_eligible_ok => "$early, false, false, false, false, false",
	assignment_letter_ok => "date '2010-02-01' + i % 7, 2010",
	(map { $_ => "'application', $example{jsonb}" } qw(missing_items has_all_items checklist)),
	recovery_grounds => "'investment', i % 2 = 0", recovery_rate => q{date '2010-05-03' + i % 7, 2.2},
	'loss_fund_status(numeric,numeric,date,numeric)' => "20, 30 + i % 7, date '2010-12-31', 200000000",
	'loss_fund_status(numeric,numeric)' => '20, 30 + i % 7',
	may_apply_kompetansepiloter => "'18', date '2020-05-01' + i % 7", reporting_deadlines => "'kompetansepiloter', 2021 + i % 2",
	(map { $_ => "'county', $early, true" } qw(may_complain complaint_ok complaint_body)),
	aid_register_word => "'status', left('Ulovlig støtte', 14 + i % 2)",
	(map { $_ => $register } qw(aid_register_awards aid_register_rows aid_register_lines de_minimis_register_rows aid_register_checklist)),
	violations => q{(ARRAY['guarded', 'support'])[1 + i % 2]::regclass}, 'guard_table()' => '', headroom => "'guarded', 'de_minimis', '923609016', $day",
	headroom_curve => "'guarded', 'de_minimis', '923609016', date '2024-03-01', date '2027-06-01'",
	undertaking => q{'links', '923609016', date '2024-03-01'});
$node->safe_psql('postgres', q{
	CREATE VIEW links AS SELECT '923609016'::tilskudd.orgnr AS owner, '971032081'::tilskudd.orgnr AS owned, NULL::date AS valid_from, NULL::date AS valid_to});

# What is called in another way, below: trigger functions, those that make objects,
# law_table() by its views, and parts of aggregates, types and indexes.
my $called_otherwise = q{guard|unguard|create_views|law_table};

my @functions = split /\n/, $node->safe_psql(
	'postgres', qq{
	SELECT concat_ws(E'\t', p.proname, substr(p.oid::regprocedure::text, 10), pronargs - pronargdefaults, proretset,
		array_to_string(ARRAY(SELECT replace(format_type(t, NULL), 'tilskudd.', '')
			FROM unnest(p.proargtypes) WITH ORDINALITY AS u(t, n) ORDER BY n), ';'))
	FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
		JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
	WHERE extname = 'tilskudd' AND prokind = 'f' AND prorettype <> 'trigger'::regtype
		AND NOT proargtypes::oid[] && ARRAY['internal'::regtype, 'cstring'::regtype]::oid[] AND prorettype <> 'cstring'::regtype
		AND proname !~ '^($called_otherwise)\$'
	ORDER BY p.oid::regprocedure::text COLLATE "C"});
cmp_ok(scalar @functions, '>', 150, 'there are functions to call');

# What is put together from many queries is slow.
my %seldom = map { $_ => 1 } grep { /^sme_explain\(/ } map { (split /\t/)[1] } @functions;

my %query;
for (@functions)
{
	my ($name, $signature, $nrequired, $is_set, $types) = split /\t/;
	my @types = split /;/, $types // '';
	my $arguments = $call{$signature} // $call{$name} // join ', ', map { $example{$_} // die "$signature: $_" } @types[0 .. $nrequired - 1];
	$query{$signature} = $is_set eq 't' ? "SELECT (SELECT count(*) FROM tilskudd.$name($arguments) AS f) FROM generate_series(1, COUNT) AS i" :
	  "SELECT tilskudd.$name($arguments) FROM generate_series(1, COUNT) AS i";
}

# Each group, or partition, is a call.
my $rows = q{(SELECT i, i * 100::numeric AS amount, date '2024-03-01' + n AS day, n FROM generate_series(1, COUNT) AS i, generate_series(0, 2) AS n ORDER BY i) AS r};
my %aggregate = (
	'cumulated_intensity(numeric,numeric)' => 'amount, 3000000',
	'de_minimis_peak(numeric,date)' => 'amount, day',
	'de_minimis_peak(numeric,date,text)' => q{amount, day, 'agriculture'},
	'de_minimis_peak(numeric,date,text,boolean)' => q{amount, day, 'general', i % 2 = 0},
	'de_minimis_peak(numeric,date,text,boolean,integer)' => q{amount, day, 'general', false, 1 + i % 12});
my %window = (
	'de_minimis_used(numeric,date)' => 'amount, day', 'de_minimis_used(numeric,date,text)' => q{amount, day, 'general'},
	'de_minimis_used(numeric,date,text,integer)' => q{amount, day, 'general', 3},
	'equal_allocation(numeric,numeric)' => 'amount, 500', 'equal_allocation(numeric,numeric,text)' => q{amount, 500, 'all'},
	'loss_fund_share(numeric,numeric,text)' => 'amount, 1000, n::text');
sub name_of { return $_[0] =~ s/\(.*//r; }
$query{$_} = 'SELECT tilskudd.' . name_of($_) . "($aggregate{$_}) AS v FROM $rows GROUP BY i" for keys %aggregate;
$query{$_} = 'SELECT tilskudd.' . name_of($_) . "($window{$_}) OVER (PARTITION BY i"
  . (/used/ ? ' ORDER BY day' : '') . ") AS v FROM $rows"
  for keys %window;
is($node->safe_psql('postgres', q{SELECT string_agg(substr(p.oid::regprocedure::text, 10), ' ' ORDER BY p.oid::regprocedure::text COLLATE "C") FROM pg_proc p
		WHERE pronamespace = 'tilskudd'::regnamespace AND prokind IN ('a', 'w')}),
	join(' ', sort keys %aggregate, keys %window), 'all aggregates and window functions are called');

# Input, output, comparison and the like, by what uses them.
$query{"type $_"} = "SELECT count(*) FROM (SELECT ($example{$_})::text::tilskudd.$_ AS v, i FROM generate_series(1, COUNT) AS i) AS s, LATERAL (SELECT v = v AND v <= v) AS c GROUP BY i"
  for qw(orgnr kommunenr zone enterprise_size aid_measure);
$query{'views of the law'} = 'SELECT (SELECT count(*) FROM tilskudd.law_investor_limit WHERE below > i) AS v FROM generate_series(1, COUNT) AS i';

# What queries take while they run.  The last argument is to be repeated.
my $start = q{
	SET enable_hashagg = off;
	SET enable_memoize = off;
	SET enable_seqscan = off;
	SET client_min_messages = error;
	CREATE TEMP TABLE growth (what text, bytes bigint);
	-- What the server itself keeps of each change until the end of a transaction, guard or not, is left out.
	CREATE TEMP VIEW memory AS SELECT sum(total_bytes) AS bytes FROM pg_backend_memory_contexts
		WHERE name NOT IN ('Combo CIDs', 'AfterTriggerEvents', 'TopTransactionContext');
	CREATE FUNCTION pg_temp.of_query(what text, query text, warm_up int, repeated int) RETURNS void LANGUAGE plpgsql AS $$
	DECLARE
		r refcursor;
		before bigint;
		after bigint;
		n bigint;
	BEGIN
		OPEN r NO SCROLL FOR EXECUTE replace(query, 'COUNT', (warm_up + repeated)::text);
		MOVE FORWARD warm_up IN r;
		SELECT bytes INTO before FROM pg_temp.memory;
		MOVE FORWARD repeated IN r;
		GET DIAGNOSTICS n = ROW_COUNT;
		SELECT bytes INTO after FROM pg_temp.memory;
		CLOSE r;
		IF n <> repeated THEN
			RAISE '% has % rows in place of %', what, n, repeated;
		END IF;
		INSERT INTO growth VALUES (what, after - before);
	END $$;

	-- What commands take in one transaction; $1 in them is a number that is always another.
	CREATE FUNCTION pg_temp.of_commands(what text, commands text[], warm_up int, repeated int, state text DEFAULT NULL)
		RETURNS void LANGUAGE plpgsql AS $$
	DECLARE
		before bigint;
		after bigint;
		nerrors int := 0;
		command text;
	BEGIN
		FOR n IN 1 .. warm_up + repeated LOOP
			IF n = warm_up THEN
				SELECT bytes INTO before FROM pg_temp.memory;
			END IF;
			-- without a savepoint: the server keeps a block for each that was changed in
			FOREACH command IN ARRAY commands[: cardinality(commands) - (state IS NOT NULL)::int] LOOP
				EXECUTE command USING n;
			END LOOP;
			IF state IS NOT NULL THEN
				BEGIN
					EXECUTE commands[cardinality(commands)] USING n;
				EXCEPTION WHEN OTHERS THEN
					IF sqlstate <> state THEN
						RAISE;
					END IF;
					nerrors := nerrors + 1;
				END;
			END IF;
		END LOOP;
		SELECT bytes INTO after FROM pg_temp.memory;
		IF state IS NOT NULL AND nerrors <> warm_up + repeated THEN
			RAISE '% has % errors', what, nerrors;
		END IF;
		INSERT INTO growth VALUES (what, after - before);
	END $$;
	SELECT pg_temp.of_query('x', 'SELECT i FROM generate_series(1, COUNT) AS i', 1, 1);
	SELECT pg_temp.of_commands('x', '{SELECT $1}', 2, 1);
	TRUNCATE growth;
};
my $witness = q{SELECT sum(total_bytes), split_part(pg_read_file('/proc/self/statm'), ' ', 2)::bigint * 4096 - split_part(pg_read_file('/proc/self/statm'), ' ', 3)::bigint * 4096,
	(SELECT count(*) FROM pg_ls_dir('/proc/self/fd')),
	coalesce(sum(total_bytes) FILTER (WHERE name = 'tilskudd guard'), 0) FROM pg_backend_memory_contexts;
};
$witness = "SELECT sum(total_bytes), 0, 0, coalesce(sum(total_bytes) FILTER (WHERE name = 'tilskudd guard'), 0) FROM pg_backend_memory_contexts;\n" if !-r '/proc/self/statm';

sub quote { return '$q$' . $_[0] . '$q$'; }
sub array { return 'ARRAY[' . join(', ', map { quote($_) } @_) . ']'; }

# Runs something in one session, and says what has grown.
sub no_growth
{
	my ($name, $sql, $count) = @_;
	my @lines = grep { /\S/ } split /\n/, $node->safe_psql('postgres', "$start $witness $sql; $witness SELECT what, bytes FROM growth");
	my ($before, $after, @growth) = map { [ split /\|/ ] } @lines;
	is(scalar @growth, $count, "$name: all was measured");
	is(join("\n", map { join '|', @$_ } grep { $_->[1] > $tolerance } @growth), '', "$name: no memory grows");
	return ($before, $after);
}

my @calls = map { 'SELECT pg_temp.of_query(' . join(', ', quote($_), quote($query{$_}), $seldom{$_} ? (100, 900) : ($warm_up, $repeated)) . ");\n" } sort keys %query;
no_growth('calls', join('', @calls), scalar @calls);

# Guards ------------------------------------------------------------------------

# Tables with a guard of each rule, and of each way to read and to lock.
$node->safe_psql(
	'postgres', q{
	CREATE TABLE plain (id int, orgnr bigint, eur numeric, day date DEFAULT '2025-01-01', status text DEFAULT 'granted');
	CREATE TABLE parted (LIKE plain INCLUDING DEFAULTS) PARTITION BY RANGE (day);
	CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (MINVALUE) TO ('2025-06-01');
	CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM ('2025-06-01') TO (MAXVALUE);
	CREATE TABLE deferred (LIKE plain INCLUDING DEFAULTS);
	CREATE TABLE linked (LIKE plain INCLUDING DEFAULTS);
	CREATE TABLE link (owner bigint, owned bigint);
	INSERT INTO link SELECT n, n + 1 FROM generate_series(1, 20000, 2) AS n;
	CREATE INDEX ON link (owner);
	CREATE INDEX ON link (owned);
	SELECT tilskudd.guard(t::regclass, 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', counted => $$status = 'granted'$$,
			options => CASE t WHEN 'deferred' THEN '{"timing": "deferred"}' WHEN 'linked' THEN '{"ownership": "public.link"}' ELSE '{}' END::jsonb)
		FROM unnest('{plain,parted,deferred,linked}'::text[]) AS t;
	CREATE FUNCTION is_granted(status text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN status = 'granted'; END $$;
	CREATE TABLE judged (LIKE plain INCLUDING DEFAULTS);
	SELECT tilskudd.guard('judged', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', counted => 'public.is_granted(status)');
	CREATE TABLE warned (LIKE plain INCLUDING DEFAULTS);
	SELECT tilskudd.guard('warned', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', mode => 'warn');

	SELECT 'CREATE INDEX ON ' || t || ' (orgnr)' FROM unnest('{plain,parted,deferred,linked,judged,warned}'::text[]) AS t \gexec

	CREATE TABLE item_cost (project int, item text, cost numeric);
	CREATE INDEX ON item_cost (project);
	CREATE TABLE item_aid (project int, items text[], aid numeric, percent numeric, day date DEFAULT '2025-01-01');
	SELECT tilskudd.guard('item_aid', 'cumulation', key => 'project', amount => 'aid', granted_on => 'day',
		options => '{"intensity": {"column": "percent"}, "items": {"column": "items"}, "costs": "SELECT project AS key, item, cost AS eligible_cost FROM public.item_cost"}');
	CREATE TABLE frame (key int, amount numeric);
	CREATE INDEX ON frame (key);
	CREATE TABLE commitment (frame int, nok numeric, day date DEFAULT '2025-01-01');
	SELECT tilskudd.guard('commitment', 'frame', key => 'frame', amount => 'nok', granted_on => 'day', options => '{"frames": "public.frame"}');
	INSERT INTO item_cost SELECT n, 'm', 100 FROM generate_series(1, 10000) AS n;
	INSERT INTO frame SELECT n, 100 FROM generate_series(1, 10000) AS n;
	CREATE TABLE record (id int PRIMARY KEY, orgnr bigint, eur numeric, day date);
	SELECT tilskudd.guard('record', 'retention', key => 'id', granted_on => 'day');
	INSERT INTO record SELECT n, n, 1, date '2000-01-01' + 9000 * (n % 2) FROM generate_series(1, 20000) AS n;
	ANALYZE;
});

# what is done, and the SQLSTATE with which it is refused
my %change = (
	(map {
			my ($table, $into) = @$_;
			"$table: insert, update, delete" => [ [
				"INSERT INTO $into (id, orgnr, eur) VALUES (\$1, \$1, 10)", "UPDATE $into SET eur = 11 WHERE orgnr = \$1 AND day = '2025-01-01'",
				"DELETE FROM $into WHERE orgnr = \$1 AND day = '2025-01-01'" ] ],
			$table eq 'warned' || $table eq 'deferred' ? () :
			  ("$table: refused insert" => [ [ "INSERT INTO $into (orgnr, eur) VALUES (\$1, 300001)" ], '23514' ],
				"$table: refused update" => [ [ "INSERT INTO $into (orgnr, eur) VALUES (\$1, 10)", "UPDATE $into SET eur = 300001 WHERE orgnr = \$1 AND day = '2025-01-01'" ], '23514' ])
	} [ 'plain', 'plain' ], [ 'parted', 'parted' ], [ 'partition', 'parted_1' ], [ 'deferred', 'deferred' ], [ 'linked', 'linked' ], [ 'judged', 'judged' ], [ 'warned', 'warned' ]),
	'several rows' => [ [ 'INSERT INTO plain (orgnr, eur) SELECT $1 * 5 + n, 10 FROM generate_series(1, 4) AS n', 'DELETE FROM plain WHERE orgnr BETWEEN $1 * 5 AND $1 * 5 + 4' ] ],
	'warned: too much' => [ [ 'INSERT INTO warned (orgnr, eur) VALUES ($1, 300001)' ] ],
	'in doubt' => [ [ 'INSERT INTO plain (orgnr, eur, day) VALUES ($1, 10, NULL)' ] ],
	'an amount that is none' => [ [ q{INSERT INTO plain (orgnr, eur) VALUES ($1, 'NaN')} ], '22023' ],
	'intensity' => [ [ q{INSERT INTO support VALUES ($1 + 1, 100, 10, 20, '2024-03-01')} ] ],
	'intensity: refused' => [ [ q{INSERT INTO support VALUES ($1, 100, 21, 20, '2024-03-01')} ], '23514' ],
	'cumulation' => [ [ q{INSERT INTO item_aid VALUES ($1, '{m}', 10, 20)} ] ],
	'cumulation: refused' => [ [ q{INSERT INTO item_aid VALUES ($1, '{m}', 21, 20)} ], '23514' ],
	'frame' => [ [ 'INSERT INTO commitment VALUES ($1, 10)' ] ],
	'frame: refused' => [ [ 'INSERT INTO commitment VALUES ($1, 101)' ], '23514' ],
	'retention' => [ [ 'DELETE FROM record WHERE id = 2 * $1' ] ],
	'retention: refused' => [ [ 'DELETE FROM record WHERE id = 2 * $1 - 1' ], '23514' ],
	'no such guard' => [ [ q{SELECT tilskudd.headroom('plain', 'frame', $1::text, '2025-01-01')} ], '42704' ],
	'a query that is none' => [ [ q{SELECT tilskudd.sme_status('TABLE holding', 'SELECT ' || $1, '2025-01-01')} ], '42703' ],
	'a graph that can not be' => [ [ q{SELECT tilskudd.sme_status('SELECT 1 AS owner, ' || $1 % 2 || ' AS owned, 2 AS capital, 1 AS capital_total', 'TABLE figure', '2025-01-01')} ], '22023' ],
	'an enterprise that is none' => [ [ q{SELECT ('92360901' || 7 + 0 * $1)::tilskudd.orgnr} ], '22P02' ],
	'a municipality that is none' => [ [ q{SELECT tilskudd.kommunenr('Her' || $1, '2025-01-01')} ], 'P0002' ],
);
my %often = map { $_ => 1 } 'plain: insert, update, delete', 'plain: refused insert', 'parted: refused insert', 'deferred: insert, update, delete',
  'in doubt', 'retention: refused', 'cumulation: refused', 'an enterprise that is none', 'a graph that can not be';
my @changes = map {
	my ($commands, $state) = @{ $change{$_} };
	my @count = ($warm_up, $often{$_} ? $repeated : 1000);
	'SELECT pg_temp.of_commands(' . join(', ', quote($_), array(@$commands), @count, $state ? "'$state'" : 'NULL') . ");\n"
} sort keys %change;
# all locks of a guard once, for which the server keeps room
my $all_locks = "BEGIN;\nINSERT INTO plain (orgnr, eur) SELECT n, 1 FROM generate_series(1, 10000) AS n;\nROLLBACK;\n";
no_growth('guards', join('', $all_locks, @changes), scalar @changes);

# What outlives transactions ------------------------------------------------------

# Guards that come and go: each has triggers of its own, which are never asked for
# again; and tables that change, so that what is known of them is found out anew.
$node->safe_psql(
	'postgres', q{
	CREATE PROCEDURE come_and_go(n int) LANGUAGE plpgsql AS $$
	BEGIN
		FOR i IN 1 .. n LOOP
			PERFORM tilskudd.guard('coming', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', counted => 'eur > 1',
				options => '{"index": false, "ownership": "public.link"}');
			INSERT INTO coming (orgnr, eur) VALUES (i, 2);
			PERFORM tilskudd.unguard('coming', 'de_minimis');
			DELETE FROM coming;
			COMMIT;
		END LOOP;
	END $$;
	CREATE PROCEDURE alter_often(n int) LANGUAGE plpgsql AS $$
	BEGIN
		FOR i IN 1 .. n LOOP
			ALTER TABLE linked ALTER COLUMN id SET DEFAULT 1;
			INSERT INTO linked (orgnr, eur) VALUES (i, 2);
			DELETE FROM linked WHERE orgnr = i;
			COMMIT;
		END LOOP;
	END $$;
	CREATE PROCEDURE refuse_often(n int) LANGUAGE plpgsql AS $$
	BEGIN
		FOR i IN 1 .. n LOOP
			BEGIN
				INSERT INTO plain (orgnr, eur) VALUES (i, 300001);
				RAISE 'not refused';
			EXCEPTION WHEN check_violation THEN
				NULL;
			END;
			COMMIT;
		END LOOP;
	END $$;
	CREATE PROCEDURE write_all(n int) LANGUAGE plpgsql AS $$
	BEGIN
		FOR i IN 1 .. n LOOP
			EXECUTE 'INSERT INTO many.t' || i || ' VALUES (1, 1)';
			IF i % 50 = 0 THEN
				COMMIT;
			END IF;
		END LOOP;
	END $$;
	CREATE TABLE coming (LIKE plain INCLUDING DEFAULTS);
	TRUNCATE plain, linked;
	VACUUM pg_trigger, pg_depend, pg_description;
	CREATE SCHEMA many});
my $ntables = 1000;
$node->safe_psql('postgres', join('', map { "SELECT format('CREATE TABLE many.t%1\$s (orgnr bigint, eur numeric, day date DEFAULT ''2025-01-01'')', n),
	format('SELECT tilskudd.guard(''many.t%s'', ''de_minimis'', key => ''orgnr'', amount => ''eur'', granted_on => ''day'')', n) FROM generate_series($_, $_ + 99) AS n \\gexec\n" }
	map { 100 * $_ + 1 } 0 .. $ntables / 100 - 1));
my @often = ([ 'come_and_go', 200, 2000 ], [ 'alter_often', 200, 2000 ], [ 'refuse_often', $warm_up, $repeated ]);
my @witnesses = map { [ split /\|/ ] } split /\n/, $node->safe_psql(
	'postgres', "SET client_min_messages = error;\n"
	  . join('', map { my ($procedure, $few, $many) = @$_; "CALL $procedure($few);\n$witness CALL $procedure($many);\n$witness" } @often)
	  . "CALL write_all($ntables);\n$witness CALL write_all($ntables);\n$witness DROP SCHEMA many CASCADE;\nSELECT 1 FROM plain LIMIT 0;\n$witness");
for (@often)
{
	my ($before, $after) = splice @witnesses, 0, 2;
	cmp_ok($after->[0] - $before->[0], '<', $tolerance, "$_->[0]: no memory grows from one transaction to the next");
	cmp_ok($after->[1] - $before->[1], '<', 1024 * 1024, "$_->[0]: nor does the process");
	# those of catalogs may be opened yet
	cmp_ok($after->[2], '<=', $before->[2] + 10, "$_->[0]: nor are there more open files");
}
my ($once, $twice, $dropped) = @witnesses;
# the server's own tables of so many relations grow, too
cmp_ok($twice->[0] - $once->[0], '<', $once->[3] / 4, 'what is known of a table is found out once');
cmp_ok($once->[3], '>', $ntables * 1024, 'and kept');
cmp_ok($once->[3], '<', $ntables * 20 * 1024, 'in 20 kB');
cmp_ok($dropped->[3], '<', 64 * 1024, 'and forgotten with the table');

$node->stop;
done_testing();
