# Partitioned tables: whatever a table is divided by, its guards, audits and views
# give the answers of a table in one piece; and the plans use the division.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "autovacuum = off\njit = off\nmax_parallel_workers_per_gather = 0\ntilskudd.as_of = '2025-06-30'");
$node->start;
sub query
{
	my ($sql) = @_;
	return $node->safe_psql('postgres', $sql);
}

# An error as a client sees it; 'done' if there is none.
query(q{
	CREATE EXTENSION tilskudd;
	CREATE FUNCTION attempt(command text) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		detail text;
		hint text;
	BEGIN
		EXECUTE command;
		RETURN 'done';
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
		RETURN concat_ws('|', sqlstate, sqlerrm, detail, hint);
	END $$});

# The same awards in one piece and divided in four ways.
my $columns = q{id int, orgnr tilskudd.orgnr NOT NULL, kommunenr tilskudd.kommunenr, granted_on date NOT NULL, eur numeric(12,2) NOT NULL,
	cost numeric, measure tilskudd.aid_measure, size tilskudd.enterprise_size, status text NOT NULL DEFAULT 'granted'};
sub years
{
	my ($table, $by) = @_;
	return map { "CREATE TABLE ${table}_$_ PARTITION OF $table FOR VALUES FROM ('$_-01-01') TO ('" . ($_ + 1) . "-01-01')" . ($by || '') } 2020 .. 2025;
}
sub parts
{
	my ($table, $n, $by) = @_;
	return map { "CREATE TABLE ${table}_$_ PARTITION OF $table FOR VALUES WITH (MODULUS $n, REMAINDER $_)" . ($by || '') } 0 .. $n - 1;
}
my @divided = qw(by_year by_hash hash_year year_hash);
query(join ";\n", "CREATE TABLE whole ($columns)",
	# one year has its columns in another order, and had one more
	"CREATE TABLE by_year ($columns) PARTITION BY RANGE (granted_on)", (grep { !/_2023/ } years('by_year')),
	q{CREATE TABLE by_year_2023 (status text NOT NULL, gone int, size tilskudd.enterprise_size, measure tilskudd.aid_measure, cost numeric,
		eur numeric(12,2) NOT NULL, granted_on date NOT NULL, id int, kommunenr tilskudd.kommunenr, orgnr tilskudd.orgnr NOT NULL)},
	'ALTER TABLE by_year_2023 DROP gone, ALTER status SET DEFAULT $$granted$$',
	q{ALTER TABLE by_year ATTACH PARTITION by_year_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')},
	"CREATE TABLE by_hash ($columns) PARTITION BY HASH (orgnr)", parts('by_hash', 4),
	"CREATE TABLE hash_year ($columns) PARTITION BY HASH (orgnr)", parts('hash_year', 2, ' PARTITION BY RANGE (granted_on)'), map({ years("hash_year_$_") } 0, 1),
	"CREATE TABLE year_hash ($columns) PARTITION BY RANGE (granted_on)", years('year_hash', ' PARTITION BY HASH (orgnr)'), map({ parts("year_hash_$_", 2) } 2020 .. 2025));

# 8000 awards of a hundred undertakings over six years; the first ten get too much.
query(q{
	CREATE TABLE firm (orgnr tilskudd.orgnr PRIMARY KEY, number int, name text) PARTITION BY HASH (orgnr);
	} . join(';', parts('firm', 4)) . q{;
	INSERT INTO firm (number, orgnr, name) SELECT row_number() OVER (ORDER BY n), n::text::tilskudd.orgnr, 'Firm ' || n
	FROM (SELECT n FROM generate_series(910000000, 910002000) AS n WHERE tilskudd.orgnr_is_valid(n::text) LIMIT 100) AS valid;
	INSERT INTO whole SELECT i, f.orgnr, place.kommunenr::tilskudd.kommunenr, date '2020-01-01' + i * 37 % 2190,
		CASE WHEN f.number <= 10 THEN 9000 ELSE 1000 END, 20000 + f.number, CASE i % 2 WHEN 0 THEN 'rd_experimental' ELSE 'training_general' END,
		CASE i % 5 WHEN 0 THEN 'large' ELSE 'small' END, CASE i % 11 WHEN 0 THEN 'draft' ELSE 'granted' END
	FROM generate_series(1, 8000) AS i
		JOIN firm AS f ON f.number = 1 + i * 7 % 100
		JOIN (VALUES (0, '1818'), (1, '0301'), (2, '5006'), (3, '4601'), (4, '9999')) AS place (number, kommunenr) ON place.number = i % 5});
my $guard = q{'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'granted_on', counted => $$status = 'granted'$$};
for my $table ('whole', @divided)
{
	query("INSERT INTO $table TABLE whole") if $table ne 'whole';
	query("SELECT tilskudd.guard('$table', $guard); ANALYZE $table; CREATE SCHEMA of_$table;
		SELECT tilskudd.create_views('$table', '{\"gge_eur\": \"eur\", \"eligible_cost_nok\": \"cost\", \"enterprise_size\": \"size\",
			\"de_minimis_pool\": {\"value\": \"general\"}, \"counted\": \"status = ''granted''\"}', 'of_$table')");
}
query('ANALYZE firm');

#
# The same answers.
#
my %answers = (
	'violations()' => q{SELECT key, on_date, used FROM tilskudd.violations('%1$s') ORDER BY 1, 2},
	'headroom()' => q{SELECT orgnr, h.* FROM firm, tilskudd.headroom('%1$s', 'de_minimis', orgnr::text, '2024-06-01') AS h ORDER BY 1},
	'headroom_curve()' => q{SELECT orgnr, c.* FROM firm, tilskudd.headroom_curve('%1$s', 'de_minimis', orgnr::text, '2024-06-01', '2026-06-01') AS c
		WHERE number IN (1, 2, 50) ORDER BY 1, 2},
	'de_minimis_peak()' => 'SELECT orgnr, tilskudd.de_minimis_peak(eur, granted_on) FROM %1$s GROUP BY orgnr ORDER BY 1',
	'de_minimis_used()' => 'SELECT id, tilskudd.de_minimis_used(eur, granted_on) OVER (PARTITION BY orgnr ORDER BY granted_on) FROM %1$s ORDER BY 1',
	'cumulated_intensity()' => 'SELECT orgnr, tilskudd.cumulated_intensity(eur, cost) FROM %1$s GROUP BY orgnr ORDER BY 1',
	'zone()' => 'SELECT tilskudd.zone(kommunenr, granted_on), count(*), sum(eur) FROM %1$s GROUP BY 1 ORDER BY 1',
	map { ($_ => "SELECT * FROM of_\%1\$s.$_ AS v ORDER BY v::text") } qw(v_award v_de_minimis_balance v_municipality_year v_violation v_quality));
my $parallel = q{SET enable_partitionwise_aggregate = on; SET enable_partitionwise_join = on; SET max_parallel_workers_per_gather = 2;
	SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0};
for my $name (sort keys %answers)
{
	my $expected = query(sprintf $answers{$name}, 'whole');
	isnt($expected, '', "$name: there is an answer");
	for my $table (@divided)
	{
		ok(query(sprintf $answers{$name}, $table) eq $expected, "$name, $table: as in one piece");
		ok(query("$parallel;" . sprintf $answers{$name}, $table) eq $expected, "$name, $table: also by parts and in parallel");
	}
}

# The same is let in and refused, in the same words.  Firm 60 has nothing yet
# that counts for what it is about to get.
my $firm = query('SELECT orgnr FROM firm WHERE number = 60');
my @writes = (
	"DELETE FROM %1\$s WHERE orgnr = '$firm'",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) VALUES ('$firm', '2023-02-01', 150000), ('$firm', '2025-02-01', 100000)",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) VALUES ('$firm', '2025-12-31', 50000.01)",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) VALUES ('$firm', '2025-12-31', 50000)",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) VALUES ('$firm', '2022-12-31', 0.01)",
	"UPDATE %1\$s SET granted_on = '2024-02-01' WHERE orgnr = '$firm' AND granted_on = '2023-02-01'",
	"UPDATE %1\$s SET eur = eur + 0.01 WHERE orgnr = '$firm' AND granted_on = '2024-02-01'",
	"UPDATE %1\$s SET granted_on = '2021-02-01' WHERE orgnr = '$firm' AND granted_on = '2024-02-01'",
	"UPDATE %1\$s SET orgnr = '$firm' WHERE orgnr = (SELECT orgnr FROM firm WHERE number = 5)",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) SELECT orgnr, '2025-12-30', CASE number WHEN 99 THEN 300000 ELSE 0.01 END FROM firm WHERE number > 60",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) VALUES ('$firm', '2025-12-31', 150000.01)",
	"INSERT INTO %1\$s (orgnr, granted_on, eur) VALUES ('$firm', '2025-12-31', 150000)");
my %seen;
for my $table ('whole', @divided)
{
	for my $i (0 .. $#writes)
	{
		my $seen = query('SELECT attempt($$' . sprintf($writes[$i], $table) . '$$)') =~ s/"$table"/"TABLE"/gr;
		$seen{$i} //= $seen;
		is($seen, $seen{$i}, "$table: write $i") if $table ne 'whole';
	}
	is(query("SELECT granted_on, eur FROM $table WHERE orgnr = '$firm' ORDER BY granted_on, eur"),
		"2021-02-01|150000.00\n2025-02-01|100000.00\n2025-12-31|50000.00\n2025-12-31|150000.00", "$table: what is there in the end");
}
is(join(' ', map { substr $seen{$_}, 0, 5 } 0 .. $#writes), 'done done 23514 done 23514 done 23514 done 23514 23514 23514 done',
	'what was lawful was let in, what was not refused');
like($seen{2}, qr/Key \(orgnr\)=\($firm\): 250000\.00 EUR are used from 2022-12-31 to 2025-12-31, 50000\.01 EUR are requested, the ceiling is 300000 EUR/, 'over all partitions');

#
# The plans.
#
sub explain_plan
{
	my ($sql, $settings) = @_;
	return query(($settings || $parallel) . "; EXPLAIN (COSTS OFF) $sql");
}
sub count_of
{
	my ($pattern, $plan) = @_;
	return scalar(() = $plan =~ /$pattern/g);
}
my $serial = "$parallel; SET max_parallel_workers_per_gather = 0";
my $peaks = 'SELECT orgnr, tilskudd.de_minimis_peak(eur, granted_on) FROM %s GROUP BY orgnr';

# By the hash of the undertaking, each partition is done by itself; by years, each
# makes partial sums.
for (
	[ 'by_hash', 4 ], [ 'hash_year', 2 ])
{
	my ($table, $n) = @$_;
	my $plan = explain_plan(sprintf($peaks, $table), $serial);
	like($plan, qr/^Append\n/, "$table: what its parts have found is put together");
	is(count_of(qr/^  ->  (?:Finalize )?\w*Aggregate$/m, $plan), $n, "$table: $n parts are grouped to the end, each by itself");
	like(explain_plan(sprintf($peaks, $table)), qr/^Gather\n.*\n  ->  Parallel Append\n(?:.*\n)*? +->  \w*Aggregate/, "$table: in parallel");
}
for (
	[ 'by_year', 6 ], [ 'year_hash', 12 ])
{
	my ($table, $n) = @$_;
	for my $aggregate ('tilskudd.de_minimis_peak(eur, granted_on)', 'tilskudd.cumulated_intensity(eur, cost)')
	{
		my $plan = explain_plan("SELECT orgnr, $aggregate FROM $table GROUP BY orgnr", $serial);
		like($plan, qr/^Finalize \w*Aggregate\n/, "$table: $aggregate combines");
		is(count_of(qr/Partial \w*Aggregate/, $plan), $n, "$table: $aggregate of $n parts");
		like(explain_plan("SELECT orgnr, $aggregate FROM $table GROUP BY orgnr"), qr/^Finalize \w*Aggregate\n(?:.*\n)*? +->  Gather(?: Merge)?\n(?:.*\n)*?.*Partial/,
			"$table: $aggregate in parallel");
	}
}
my $plan = explain_plan('SELECT f.name, count(*) FROM by_hash AS a JOIN firm AS f USING (orgnr) GROUP BY f.orgnr, f.name', $serial);
is(count_of(qr/ Join\n/, $plan), 4, 'a join on the undertaking is one of each part');

# Views.
for my $table (@divided)
{
	like(explain_plan("SELECT * FROM of_$table.v_municipality_year"), qr/Gather(?: Merge)?\n(?:.*\n)*?.*Parallel (?:Append|Seq Scan)/, "$table: v_municipality_year is parallel");
	like(explain_plan("SELECT * FROM of_$table.v_award"), qr/WindowAgg\n(?:.*\n)*? +->  Gather(?: Merge)?\n/, "$table: v_award is, below its windows");
	like(explain_plan("SELECT * FROM of_$table.v_de_minimis_balance"), qr/Gather(?: Merge)?\n/, "$table: v_de_minimis_balance is");
}

# Only the partitions that can have rows are read.
query(q{
	CREATE TABLE by_zone (kommunenr tilskudd.kommunenr, granted_on date, eur numeric) PARTITION BY LIST (tilskudd.zone(kommunenr, granted_on));
	CREATE TABLE by_zone_aid PARTITION OF by_zone FOR VALUES IN ('III', 'IV', 'c');
	CREATE TABLE by_zone_none PARTITION OF by_zone FOR VALUES IN ('I', 'II', 'outside');
	CREATE TABLE by_zone_rest PARTITION OF by_zone DEFAULT;
	INSERT INTO by_zone SELECT kommunenr, granted_on, eur FROM whole;
	CREATE TABLE by_place (kommunenr tilskudd.kommunenr, granted_on date) PARTITION BY RANGE (kommunenr);
	CREATE TABLE by_place_south PARTITION OF by_place FOR VALUES FROM (MINVALUE) TO ('1500');
	CREATE TABLE by_place_north PARTITION OF by_place FOR VALUES FROM ('1500') TO (MAXVALUE);
	INSERT INTO by_place SELECT kommunenr, '2010-05-01' FROM tilskudd.law_municipality, generate_series(1, 50);
	CREATE INDEX ON by_place (kommunenr);
	CREATE TABLE by_size (size tilskudd.enterprise_size) PARTITION BY RANGE (size);
	CREATE TABLE by_size_sme PARTITION OF by_size FOR VALUES FROM ('micro') TO ('large');
	CREATE TABLE by_size_large PARTITION OF by_size FOR VALUES FROM ('large') TO (MAXVALUE);
	ANALYZE by_zone;
	ANALYZE by_place});
is(query('SELECT tableoid::regclass, count(*) FROM by_zone GROUP BY 1 ORDER BY 1'), query(q{
	SELECT CASE WHEN zone IN ('III', 'IV', 'c') THEN 'by_zone_aid' WHEN zone IS NULL THEN 'by_zone_rest' ELSE 'by_zone_none' END AS part, count(*)
	FROM (SELECT tilskudd.zone(kommunenr, granted_on) AS zone FROM whole) AS w GROUP BY 1 ORDER BY 1}), 'partitions by the aid zone');
my $number = query(q{SELECT tableoid::regclass FROM by_hash WHERE orgnr = '} . $firm . q{' LIMIT 1});
for (
	[ "SELECT * FROM by_hash WHERE orgnr = '$firm'", $number ],
	[ "SELECT * FROM by_year WHERE granted_on >= '2025-03-01'", 'by_year_2025' ],
	[ "SELECT * FROM year_hash WHERE granted_on BETWEEN '2024-03-01' AND '2024-04-01' AND orgnr = '$firm'", 'year_hash_2024_[01]' ],
	[ "SELECT * FROM by_zone WHERE tilskudd.zone(kommunenr, granted_on) = 'III'", 'by_zone_aid' ],
	[ "SELECT * FROM by_zone WHERE tilskudd.zone(kommunenr, granted_on) IN ('I', 'outside')", 'by_zone_none' ],
	[ "SELECT * FROM by_place WHERE kommunenr = '1756'", 'by_place_north' ],
	[ "SELECT * FROM by_place WHERE kommunenr < '0500'", 'by_place_south' ],
	[ "SELECT * FROM by_size WHERE size < 'medium'", 'by_size_sme' ],
	[ "SELECT * FROM by_size WHERE size = 'large'", 'by_size_large' ])
{
	my ($sql, $part) = @$_;
	my $found = explain_plan($sql, 'SET enable_indexscan = off; SET enable_bitmapscan = off');
	like($found, qr/\ASeq Scan on $part\b/, "$sql: reads $part");
	is(count_of(qr/ Scan on /, $found), 1, '... and nothing else');
}
$plan = query("SET plan_cache_mode = force_generic_plan; PREPARE one(tilskudd.orgnr) AS SELECT * FROM by_hash WHERE orgnr = \$1;
	EXPLAIN (COSTS OFF) EXECUTE one('$firm')");
like($plan, qr/Subplans Removed: 3/, 'a parameter tells the partition when it is there');
$plan = explain_plan(q{SELECT count(*) FROM by_place WHERE tilskudd.in_zone(kommunenr, '2010-05-01', 'III')}, 'SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0');
is(count_of(qr/Index Cond: \(kommunenr = ANY \(/, $plan), 2, 'in_zone() uses the index of each partition');

#
# Audits in parallel.
#
my ($stdout, $stderr) = ('', '');
$node->psql('postgres', "LOAD 'auto_explain'; $parallel; SET auto_explain.log_nested_statements = on; SET auto_explain.log_analyze = on;
	SET auto_explain.log_min_duration = 0; SET client_min_messages = log; SELECT count(*) FROM tilskudd.violations('by_year')",
	stdout => \$stdout, stderr => \$stderr);
like($stderr, qr/Query Text: SELECT orgnr, .*\n(?:.*\n)*?Gather Merge .*\n.*\n\s+Workers Launched: 2/, 'violations() reads with parallel workers')
  or diag($stderr);

# By parts: the audit of each is that of its undertakings.  An owner who knows that
# the table is not a temporary one can say that it may run in a worker.
query(q{
	CREATE FUNCTION audit(part regclass) RETURNS TABLE (key text, on_date date, used numeric) LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 AS $$
	BEGIN
		RETURN QUERY SELECT v.key, v.on_date, v.used FROM tilskudd.violations(part) AS v;
	END $$});
for (
	[ 'by_hash', 4 ], [ 'hash_year', 2 ])
{
	my ($table, $n) = @$_;
	my $all = join ' UNION ALL ', map { "SELECT * FROM audit('${table}_$_')" } 0 .. $n - 1;
	is(query("$parallel; SELECT * FROM ($all) AS a ORDER BY 1, 2"), query("SELECT key, on_date, used FROM tilskudd.violations('whole') ORDER BY 1, 2"),
		"$table: the audits of its parts are that of the whole");
	like(query("$parallel; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) $all"), qr/\AGather.*\n(?:.*\n)*?\s+Workers Launched: 2\n(?:.*\n)*?\s+->  Parallel Append/,
		"$table: at the same time");
}
like(query(q{SELECT attempt('SELECT tilskudd.violations(''by_year_2024'')')}), qr/^42809\|partition "by_year_2024" can not be audited by itself/, 'a year can not be');

#
# Partitions come and go.
#
my $insert = q{INSERT INTO by_year (orgnr, granted_on, eur) VALUES ('%s', '%s', %s)};
sub attempt
{
	my ($sql) = @_;
	return query("SELECT attempt(\$\$$sql\$\$)");
}
my $other = query('SELECT orgnr FROM firm WHERE number = 61');
query("DELETE FROM by_year WHERE orgnr = '$other'");
# the next year, made by itself, with a row that is there already
query(qq{
	CREATE TABLE by_year_2026 (LIKE by_year INCLUDING ALL, CHECK (granted_on >= '2026-01-01' AND granted_on < '2027-01-01'));
	INSERT INTO by_year_2026 (orgnr, granted_on, eur) VALUES ('$other', '2026-02-01', 200000);
	ALTER TABLE by_year ATTACH PARTITION by_year_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')});
like(attempt(sprintf $insert, $other, '2025-05-01', 100000.01), qr/^23514\|.*: 200000\.00 EUR are used from 2023-02-01 to 2026-02-01/, 'a year that is attached counts');
like(attempt(sprintf $insert, $other, '2026-05-01', 100000.01), qr/^23514\|/, 'and is guarded');
is(attempt(sprintf $insert, $other, '2026-05-01', 100000), 'done', 'what is lawful is let in');
is(query(q{SELECT count(*) FROM pg_index WHERE indrelid = 'by_year_2026'::regclass}), '1', 'the index of the guard has become its own');
# a default partition: rows of years that nobody thought of
query('CREATE TABLE by_year_rest PARTITION OF by_year DEFAULT');
like(attempt(sprintf $insert, $other, '2027-05-01', 0.01), qr/^23514\|.*: 300000\.00 EUR are used from 2024-05-01 to 2027-05-01/, 'the default partition is guarded');
is(attempt(sprintf $insert, $other, '2029-05-02', 300000), 'done', 'and takes what is lawful');
like(attempt(q{CREATE TABLE by_year_2029 PARTITION OF by_year FOR VALUES FROM ('2029-01-01') TO ('2030-01-01')}), qr/^23514\|updated partition constraint for default partition "by_year_rest"/,
	'a year of which it has rows can not be made beside it');
# the year takes them over
query(q{
	BEGIN;
	ALTER TABLE by_year DETACH PARTITION by_year_rest;
	CREATE TABLE by_year_2029 PARTITION OF by_year FOR VALUES FROM ('2029-01-01') TO ('2030-01-01');
	WITH moved AS (DELETE FROM by_year_rest RETURNING *) INSERT INTO by_year SELECT * FROM moved;
	ALTER TABLE by_year ATTACH PARTITION by_year_rest DEFAULT;
	COMMIT});
like(attempt(sprintf $insert, $other, '2029-05-03', 0.01), qr/^23514\|.*: 300000\.00 EUR are used/, 'a year that took its rows from it has them');
query('ALTER TABLE by_year DETACH PARTITION by_year_rest; DROP TABLE by_year_rest');

# A year goes while others read: DETACH CONCURRENTLY, which is interrupted.
my ($in, $out) = ("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM by_year;\n\\echo reading\n", '');
my $reader = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>&1',
	IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
$reader->pump until $out =~ /reading/;
$node->psql('postgres', "SET lock_timeout = '500ms'; ALTER TABLE by_year DETACH PARTITION by_year_2026 CONCURRENTLY", stderr => \$stderr);
is(query('SELECT inhrelid::regclass FROM pg_inherits WHERE inhdetachpending'), 'by_year_2026', 'a year is being detached');
for my $call ("guard('by_year_2026', $guard)", "unguard('by_year_2026', 'de_minimis')", "violations('by_year_2026')", "headroom('by_year_2026', 'de_minimis', '$other', '2026-05-01')")
{
	like($node->psql('postgres', "\\set VERBOSITY verbose\nSELECT tilskudd.$call", stderr => \$stderr) && $stderr,
		qr/ERROR:  55000: partition "by_year_2026" is being detached\nHINT:  If nobody does that any more, finish it by ALTER TABLE \.\.\. DETACH PARTITION \.\.\. FINALIZE\.$/m, "$call: says so");
}
is(attempt(sprintf $insert, $other, '2025-05-01', 0.01), 'done', 'what it has counts no more');
$in .= "COMMIT;\n";
$reader->finish;
query('ALTER TABLE by_year DETACH PARTITION by_year_2026 FINALIZE');
is(query(q{SELECT count(*) FROM pg_trigger WHERE tgrelid = 'by_year_2026'::regclass AND NOT tgisinternal}), '0', 'it has no guard any more');
is(query("SELECT tilskudd.guard('by_year_2026', $guard)"), 'de_minimis_guard', 'and may get its own');
is(query(qq{SELECT (h).used FROM tilskudd.headroom('by_year_2026', 'de_minimis', '$other', '2026-05-01') AS h}), '300000.00', 'which counts what it has');
query(q{SELECT tilskudd.unguard('by_year_2026', 'de_minimis');
	ALTER TABLE by_year ATTACH PARTITION by_year_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')});
like(attempt(sprintf $insert, $other, '2025-05-01', 0.01), qr/^23514\|.*: 300000\.01 EUR are used from 2023-05-01 to 2026-05-01/, 'attached again, it counts');

$node->stop;
done_testing();
