# Who may do and see what: nobody sees a row or a figure that a plain SELECT
# would not show, beyond the totals of guards; and nobody runs what another one
# has written, with rights of his own.
#
# What there is, is asked of the catalogs: a function, table or view that nobody
# has said anything about here fails the test.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
# Whoever runs the tests, the superuser is called as in the expectations.
$ENV{PGUSER} = 'postgres';
$node->init(extra => ['--username=postgres']);
$node->append_conf('postgresql.conf', 'max_prepared_transactions = 1');
$node->start;
my $version = $node->safe_psql('postgres', 'SHOW server_version_num');

sub query
{
	my ($query, $db) = @_;
	return $node->safe_psql($db // 'postgres', $query);
}

# What a script prints, errors and notices with it.
sub transcript
{
	my ($script, $db) = @_;
	my ($stdout, $stderr);
	$node->psql($db // 'postgres', $script, stdout => \$stdout, stderr => \$stderr, on_error_stop => 0);
	return "$stdout\n$stderr";
}

# Who there is --------------------------------------------------------------------

# "builder" creates the extension, which is trusted, without being a superuser.
query(q{
	CREATE ROLE builder LOGIN; CREATE ROLE owner LOGIN; CREATE ROLE reads LOGIN; CREATE ROLE "some columns" LOGIN;
	CREATE ROLE writes LOGIN; CREATE ROLE boss; CREATE ROLE member LOGIN; CREATE ROLE nobody LOGIN; CREATE ROLE mallory LOGIN;
	GRANT boss TO member;
	CREATE DATABASE work;
	GRANT CREATE ON DATABASE work TO builder, owner, mallory;});
query('SET ROLE builder; CREATE EXTENSION tilskudd', 'work');

# Tries a command as somebody: "ok", or its SQLSTATE.  What a query returns comes
# after "ok", unless it is nothing.  Nothing of it stays.
query(q{
	CREATE FUNCTION public.attempt(who text, command text) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		value text;
	BEGIN
		PERFORM set_config('role', who, true);
		IF command ~* '^ *(SELECT|TABLE|EXPLAIN)' THEN
			EXECUTE command INTO value;
		ELSE
			EXECUTE command;
		END IF;
		RAISE EXCEPTION USING ERRCODE = 'P9999', MESSAGE = concat_ws(' ', 'ok', nullif(value, ''));
	EXCEPTION WHEN OTHERS THEN
		RETURN CASE sqlstate WHEN 'P9999' THEN sqlerrm ELSE sqlstate END;
	END $$;}, 'work');

# The tables of the owner: one for each rule of guards.
query(q{
	SET ROLE owner;
	CREATE SCHEMA office;
	GRANT USAGE ON SCHEMA office TO PUBLIC;
	CREATE TABLE office.links (owner text, owned text);
	CREATE TABLE office.costs (key text, item text, eligible_cost numeric);
	CREATE TABLE office.frames (key text, amount numeric);
	CREATE TABLE office.grants (key text, amount numeric, accounts_attested boolean);
	INSERT INTO office.links VALUES ('a', 'b');
	INSERT INTO office.costs VALUES ('a', 'wages', 1000);
	INSERT INTO office.frames VALUES ('a', 500);
	INSERT INTO office.grants VALUES ('a', 100, true);}, 'work');

my %guards = (
	de_minimis => q{'de_minimis', 'k', 'n', 'day'},
	grouped => q{'de_minimis', 'k', 'n', 'day', options => '{"ownership": "office.links"}'},
	intensity => q{'intensity', 'k', 'n', 'day', options => '{"eligible_cost": {"column": "cost"}, "intensity": {"column": "percent"}}'},
	cumulation => q{'cumulation', 'k', 'n', 'day', options => '{"intensity": {"column": "percent"}, "items": {"column": "item"}, "costs": "office.costs"}'},
	frame => q{'frame', 'k', 'n', 'day', options => '{"frames": "office.frames"}'},
	payment => q{'payment', 'k', 'n', 'day', options => '{"final": {"column": "final"}, "grants": "office.grants"}'},
	retention => q{'retention', 'k', granted_on => 'day'});

for my $table (sort keys %guards)
{
	query(qq{
		SET ROLE owner;
		CREATE TABLE office.$table (k text, n numeric, day date, cost numeric, percent numeric, item text, final boolean, note text);
		SELECT tilskudd.guard('office.$table', $guards{$table});
		GRANT SELECT ON office.$table TO reads;
		GRANT SELECT (k, day) ON office.$table TO "some columns";
		GRANT INSERT, UPDATE, DELETE ON office.$table TO writes;
		INSERT INTO office.$table VALUES ('a', 10, '2025-01-01', 1000, 50, 'wages', false, 'x');}, 'work');
}

# Functions ------------------------------------------------------------------------

my @roles = ('postgres', 'builder', 'owner', 'reads', 'some columns', 'writes', 'nobody');

# An immutable function computes from its arguments: everybody may call it, and
# it reads nothing.  All others stand here, each with a call; and what becomes of
# it for each of the roles above, one after the other, where "." is "ok".
my $links = q{$q$SELECT owner, owned, 'votes' AS ground FROM office.links$q$};
my $shares = q{$q$SELECT owner, owned, 51 AS capital, 100 AS capital_total FROM office.links$q$};
my $accounts = q{$q$SELECT 'a'::text AS id, date '2024-12-31' AS period_end, 1 AS headcount, 1 AS turnover_eur, 1 AS balance_eur FROM office.links$q$};
my $awards = q{$q$SELECT 1::text AS number, NULL::text AS orgnr, NULL::text AS recipient, NULL::text AS granting_authority, NULL::date AS granted_on, NULL::numeric AS amount FROM office.links$q$};
my $aid = q{$q$SELECT k AS aid, n AS amount, ARRAY[item] AS items, percent AS intensity, false AS de_minimis FROM office.cumulation$q$};
my $costs = q{$q$SELECT item, eligible_cost FROM office.costs$q$};
my $mine = ". 42501 . 42501 42501 42501 42501";    # tables of the owner, on which nobody else has rights

my %functions = (
	# of the server's settings, and of a table that is public
	as_of => [ 'SELECT count(tilskudd.as_of())', '. . . . . . .' ],
	eur => [ q{SELECT count(tilskudd.eur(1, '2025-01-01')) WHERE false}, '. . . . . . .' ],
	nok_per_eur => [ q{SELECT count(tilskudd.nok_per_eur('2025-01-01'))}, '. . . . . . .' ],
	# of the catalogs, which are public
	guard_table => [ 'SELECT count(*) FROM tilskudd.guard_table()', '. . . . . . .' ],
	stale_objects => [ 'SELECT count(*) FROM tilskudd.stale_objects()', '. . . . . . .' ],
	# run the caller's query: what the caller may read
	single_undertaking => [ "SELECT count(*) FROM tilskudd.single_undertaking($links, '2025-06-01')", $mine ],
	sme_status => [ "SELECT count(*) FROM tilskudd.sme_status($shares, $accounts, '2025-06-01')", $mine ],
	sme_explain => [ "SELECT count(*) FROM tilskudd.sme_explain($shares, $accounts, 'a', '2025-06-01')", $mine ],
	aid_register_awards => [ "SELECT count(*) FROM tilskudd.aid_register_awards($awards)", $mine ],
	aid_register_rows => [ "SELECT count(*) FROM tilskudd.aid_register_rows($awards)", $mine ],
	aid_register_lines => [ "SELECT count(*) FROM tilskudd.aid_register_lines($awards)", $mine ],
	de_minimis_register_rows => [ "SELECT count(*) FROM tilskudd.de_minimis_register_rows($awards)", $mine ],
	aid_register_checklist => [ "SELECT count(*) FROM tilskudd.aid_register_checklist($awards)", $mine ],
	cumulation_verdict => [ "SELECT tilskudd.cumulation_verdict($aid, $costs) IS NULL", $mine ],
	explain_cumulation => [ "SELECT count(*) FROM tilskudd.explain_cumulation($aid, $costs)", $mine ],
	undertaking => [ q{SELECT cardinality(tilskudd.undertaking('office.orgnr_link', '923609016', '2025-01-01'))}, $mine ],
	# read the rows that the caller may read
	violations => [ q{SELECT count(*) FROM tilskudd.violations('office.de_minimis')}, '. 42501 . . 42501 42501 42501' ],
	# read all rows, as the owner, and tell totals to who may read or write some
	headroom => [ q{SELECT tilskudd.headroom('office.de_minimis', 'de_minimis', 'a', '2025-01-01') IS NULL}, '. 42501 . . . . 42501' ],
	headroom_curve => [ q{SELECT count(*) > 0 FROM tilskudd.headroom_curve('office.de_minimis', 'de_minimis', 'a', '2025-01-01')}, '. 42501 . . . . 42501' ],
	# make and drop things
	guard => [ q{SELECT tilskudd.guard('office.de_minimis', 'de_minimis', 'k', 'n', 'day')}, '. 42501 . 42501 42501 42501 42501' ],
	unguard => [ q{SELECT tilskudd.unguard('office.de_minimis', 'de_minimis')}, '. 42501 . 42501 42501 42501 42501' ],
	create_views => [ q{SELECT tilskudd.create_views('office.de_minimis', '{"orgnr": "k", "granted_on": "day"}')}, '. 42501 . 42501 42501 42501 42501' ],
	create_register => [ q{CALL tilskudd.create_register('made', false)}, '. . . 42501 42501 42501 42501' ],
	drop_register => [ q{CALL tilskudd.drop_register('kept')}, '. 42501 42501 42501 42501 42501 42501' ],
	# are for triggers
	(map { ($_ => [ "SELECT tilskudd.$_()", '39P01 39P01 39P01 39P01 39P01 39P01 39P01' ]) } 'guard_begin', 'guard_row', 'guard_end'),
	guard_columns => [ 'SELECT tilskudd.guard_columns()', '0A000 0A000 0A000 0A000 0A000 0A000 0A000' ],
	(map { ($_ => [ "SELECT tilskudd.$_()", '0A000 0A000 0A000 0A000 0A000 0A000 0A000' ]) } 'ecb_file_load', 'aid_register_file_load'));

query(q{
	SET ROLE owner;
	CREATE TABLE office.orgnr_link (owner tilskudd.orgnr, owned tilskudd.orgnr, valid_from date, valid_to date);
	RESET ROLE;
	CALL tilskudd.create_register('kept');}, 'work');

# The outcome of a command for each of the roles above.
sub outcomes
{
	my ($command) = @_;
	return query(q{SELECT string_agg(regexp_replace(public.attempt(who, $attempt$} . $command . q{$attempt$), '^ok.*', '.'), ' ' ORDER BY n)
		FROM unnest(ARRAY['} . join("', '", @roles) . q{']) WITH ORDINALITY AS u(who, n)}, 'work');
}

my $members = q{
	SELECT d.classid::regclass::text AS catalog, d.objid
	FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
	WHERE e.extname = 'tilskudd' AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'};
is( query(qq{
		SELECT DISTINCT p.proname FROM pg_proc AS p JOIN ($members) AS m ON m.objid = p.oid AND m.catalog = 'pg_proc'
		WHERE p.provolatile <> 'i' ORDER BY 1}, 'work'),
	join("\n", sort keys %functions),
	'every function that is not immutable has an expectation');
for my $name (sort keys %functions)
{
	my ($command, $expected) = @{ $functions{$name} };
	is(outcomes($command), $expected, "$name()");
}

# All others, with a NULL for every argument: nothing is read, so nobody is
# refused; and those that take the server's internal states are not to be called.
is( query(q{
		SELECT string_agg(DISTINCT who || ' ' || call || ' ' || outcome, E'\n')
		FROM (
			SELECT who, call, public.attempt(who, call) AS outcome
			FROM (
				SELECT format('SELECT count(*) FROM (SELECT %s(%s)%s) AS t', p.oid::regproc,
					(SELECT string_agg(CASE WHEN p.provariadic <> 0 AND n = p.pronargs THEN 'VARIADIC ' ELSE '' END
							|| CASE t WHEN 'internal'::regtype THEN 'NULL' ELSE 'NULL::' || t::regtype END, ', ' ORDER BY n)
						FROM unnest(p.proargtypes) WITH ORDINALITY AS u(t, n)),
					CASE p.prokind WHEN 'w' THEN ' OVER ()' ELSE '' END) AS call, prorettype
				FROM pg_proc AS p JOIN (} . $members . q{) AS m ON m.objid = p.oid AND m.catalog = 'pg_proc'
				WHERE p.provolatile = 'i' AND p.proname <> 'law_table') AS f,
				unnest(ARRAY['nobody', 'postgres']) AS who) AS outcome
		WHERE NOT (outcome ~ '^(ok|22004|22023)' OR (call ~ 'NULL[,)]' AND outcome IN ('42883', '0A000')))}, 'work'),
	'', 'everybody may call every immutable function');

# Tables and views ----------------------------------------------------------------

# Privileges for everybody, and for who created the extension.
my %tables = (
	exchange_rate => [ 'r', 'arwd' ],
	aid_register_award => [ 'r', 'arwd' ],
	ecb_file => [ '', 'arwd' ],
	aid_register_file => [ '', 'arwd' ],
	guard_override => [ '', 'ar' ]);    # nobody changes what is recorded
my %privileges = (a => 'INSERT', r => 'SELECT', w => 'UPDATE', d => 'DELETE', D => 'TRUNCATE', x => 'REFERENCES', t => 'TRIGGER');

sub privileges
{
	my ($table, $who) = @_;
	return query("SELECT concat(" . join(', ', map {
			"CASE WHEN has_table_privilege('$who', '$table', '$privileges{$_}') THEN '$_' END" } sort keys %privileges) . ")", 'work');
}

my @relations = split /\n/, query(qq{
	SELECT c.relname || ' ' || c.relkind::text FROM pg_class AS c JOIN ($members) AS m ON m.objid = c.oid AND m.catalog = 'pg_class' ORDER BY 1}, 'work');
cmp_ok(scalar @relations, '>=', 50, 'there are tables and views');
my %seen;
for (@relations)
{
	my ($name, $kind) = split;
	$seen{$name} = 1;
	my $expected = $kind eq 'v' ? [ 'r', 'r' ] : $tables{$name};
	ok($expected, "$name has an expectation") or next;
	is_deeply([ map { join '', sort split //, privileges("tilskudd.$name", $_) } 'nobody', 'builder' ],
		[ map { join '', sort split // } @$expected ], "$name: for everybody, and for who created the extension");
}
is_deeply([ grep { !$seen{$_} } sort keys %tables ], [], 'all tables of which something is expected are there');
is( query(qq{
		SELECT string_agg(DISTINCT catalog, ' ' ORDER BY catalog) FROM ($members) AS m}, 'work'),
	'pg_cast pg_class pg_opclass pg_operator pg_opfamily pg_proc pg_type',
	'nothing of any other kind is there');
is( query(qq{
		SELECT string_agg(t.oid::regtype::text, ' ' ORDER BY t.oid::regtype::text)
		FROM pg_type AS t JOIN ($members) AS m ON m.objid = t.oid AND m.catalog = 'pg_type'
		WHERE t.typelem = 0 AND NOT has_type_privilege('nobody', t.oid, 'USAGE')}, 'work'), '', 'everybody may use the types');
is(query(q{SELECT has_schema_privilege('nobody', 'tilskudd', 'USAGE'), has_schema_privilege('nobody', 'tilskudd', 'CREATE')}, 'work'),
	't|f', 'and the schema, but puts nothing into it');
is(outcomes(q{INSERT INTO tilskudd.guard_override (by_role, target, guard, key, granted_on, reason, citation) VALUES ('a', 'a', 'a', 'a', '2025-01-01', 'a', 'a')}),
	'. . 42501 42501 42501 42501 42501', 'nobody else writes records of overrides');
is(outcomes('UPDATE tilskudd.guard_override SET reason = $$x$$'), '. 42501 42501 42501 42501 42501 42501', 'nor changes them');

# Operators are safe with statistics and below policies, only if they can not tell
# what they compare: those that compare, the number of a
# municipality as an integer, and a test that never fails.
is( query(qq{
		SELECT string_agg(DISTINCT regexp_replace(p.proname, '^(orgnr|kommunenr|zone|enterprise_size|aid_measure)_', ''), ' ')
		FROM pg_proc AS p JOIN ($members) AS m ON m.objid = p.oid AND m.catalog = 'pg_proc' WHERE p.proleakproof}, 'work'),
	'cmp eq ge gt hash hash_extended is_valid le lt ne to_integer', 'what is LEAKPROOF');
is( query(qq{
		SELECT count(*) FROM pg_operator AS o JOIN ($members) AS m ON m.objid = o.oid AND m.catalog = 'pg_operator'
		JOIN pg_proc AS p ON p.oid = o.oprcode WHERE NOT p.proleakproof}, 'work'), '0', 'all operators are');

# Creating and updating ------------------------------------------------------------

# The scripts of a trusted extension run as a superuser, by names that are looked for
# in its schema too; and that may be somebody's who is none: of who made it before,
# or creates the extension.  So all that runs there is called by its full name.
# Operators that fit better than the server's, whichever are used, run nothing.
query(q{CREATE DATABASE prepared; GRANT CREATE ON DATABASE prepared TO builder});
query(q{CREATE FUNCTION public.ill_fitting() RETURNS void LANGUAGE plpgsql AS $$
	DECLARE
		l regtype;
		r regtype;
		operator text;
		types regtype[] = '{oid, regclass, regproc, regtype, regnamespace, "char", name, text, int2, int4, int8, numeric, bool, date, jsonb}';
	BEGIN
		FOREACH l IN ARRAY types LOOP
			FOREACH r IN ARRAY types LOOP
				EXECUTE format('CREATE FUNCTION tilskudd.evil(%s, %s) RETURNS boolean LANGUAGE plpgsql AS $b$ BEGIN RAISE WARNING ''evil as %%'', current_user; RETURN true; END $b$', l, r);
				FOREACH operator IN ARRAY '{=,<>,<,<=,>,>=,||,+,-}'::text[] LOOP
					IF NOT EXISTS (SELECT FROM pg_operator WHERE oprname = operator AND oprleft = l AND oprright = r) THEN
						EXECUTE format('CREATE OPERATOR tilskudd.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = tilskudd.evil)', operator, l, r);
					END IF;
				END LOOP;
			END LOOP;
			EXECUTE format('CREATE FUNCTION tilskudd.format(text, %s) RETURNS text LANGUAGE plpgsql AS $b$ BEGIN RAISE WARNING ''evil as %%'', current_user; RETURN ''SELECT 1''; END $b$', l);
		END LOOP;
	END $$}, 'prepared');
for my $case ([ 'CREATE EXTENSION', 'SELECT 1', 'CREATE EXTENSION tilskudd' ],
	[ 'ALTER EXTENSION UPDATE', q{CREATE EXTENSION tilskudd VERSION '0.1'}, 'ALTER EXTENSION tilskudd UPDATE' ])
{
	my ($name, $first, $command) = @$case;
	my $said = transcript(qq{
		SET ROLE builder;
		CREATE SCHEMA IF NOT EXISTS tilskudd;
		$first;
		SELECT public.ill_fitting();
		SELECT tilskudd.format('', 'pg_class'::regclass);
		\\echo now
		$command;}, 'prepared');
	like($said, qr/WARNING:  evil as builder/, "$name: there are functions in the schema that fit better");
	like($said, qr/ERROR: /, "$name fails") or diag($said);
	unlike($said, qr/evil as postgres/, "$name runs none of them") or diag($said);
	query('DROP EXTENSION IF EXISTS tilskudd; DROP SCHEMA tilskudd CASCADE', 'prepared');
}
# All that is left is read once: nobody's search_path comes between later.
is( query(qq{
		SELECT string_agg(p.oid::regprocedure::text, ' ')
		FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang JOIN ($members) AS m ON m.objid = p.oid AND m.catalog = 'pg_proc'
		WHERE NOT (l.lanname IN ('c', 'internal') OR (l.lanname = 'sql' AND p.prosqlbody IS NOT NULL)
			OR EXISTS (SELECT FROM unnest(p.proconfig) AS c WHERE c ~ '^search_path="?pg_catalog"?, "?pg_temp"?\$'))}, 'work'),
	'', 'every function in SQL is read once, or has a search_path');

# Guards, rule by rule -------------------------------------------------------------

# What the table's rights give, for each rule; builder has none on any.
my %told = (
	# rows of the caller: the whole table, or nothing
	violations => '. 42501 . . 42501 42501 42501',
	# totals, to who may read or write
	headroom => '. 42501 . . . . 42501',
	insert => '. 42501 . 42501 42501 . 42501',
	declare => '. 42501 . 42501 42501 42501 42501');
for my $table (sort keys %guards)
{
	(my $rule = $table) =~ s/grouped/de_minimis/;
	is( outcomes("SELECT count(*) FROM tilskudd.violations('office.$table')"),
		$table eq 'retention' ? '. 42501 . . . 42501 42501' : $told{violations},    # needs no amount
		"$table: violations()");
	is(outcomes("SELECT tilskudd.headroom('office.$table', '$rule', 'a', '2025-06-01')"), $told{headroom}, "$table: headroom()");
	is(outcomes("INSERT INTO office.$table VALUES ('a', 1, '2025-06-01', 1000, 50, 'wages', false)"), $told{insert}, "$table: writing");
	is(outcomes("SELECT tilskudd.guard('office.$table', $guards{$table})"), $told{declare}, "$table: declaring it again");
}
# By its OID, a table can be named by who can not get at it.
query(q{SET ROLE owner; CREATE SCHEMA closed; CREATE TABLE closed.t (k text, n numeric, day date);
	SELECT tilskudd.guard('closed.t', 'de_minimis', 'k', 'n', 'day'); GRANT SELECT ON closed.t TO reads}, 'work');
my $closed = query(q{SELECT 'closed.t'::regclass::oid}, 'work');
is(outcomes("SELECT tilskudd.headroom($closed, 'de_minimis', 'a', '2025-01-01')"), '. 42501 . 42501 42501 42501 42501', 'headroom() of a table in a closed schema');
is(outcomes("SELECT count(*) FROM tilskudd.violations($closed)"), '. 42501 . 42501 42501 42501 42501', 'violations() of it');
# Who does not own a table does not even wait for a lock on it.
query(q{BEGIN; LOCK TABLE office.frame IN ACCESS EXCLUSIVE MODE; PREPARE TRANSACTION 'holds the lock'}, 'work');
is(query(q{SET lock_timeout = '1ms'; SELECT public.attempt('nobody', $$SELECT tilskudd.unguard('office.frame', 'x')$$),
		public.attempt('nobody', $$SELECT tilskudd.guard('office.frame', 'de_minimis', 'k', 'n', 'day')$$)}, 'work'),
	'42501|42501', 'nobody but the owner waits for a lock');
query(q{ROLLBACK PREPARED 'holds the lock'}, 'work');

# What totals tell, and what they do not -------------------------------------------

# 'a' and 'b' are one undertaking. Who reads nothing learns no key and no item.
my $over = transcript(q{
	SET ROLE writes;
	INSERT INTO office.grouped VALUES ('b', 300000, '2025-06-01');
	INSERT INTO office.cumulation VALUES ('a', 491, '2025-06-01', 1000, 50, 'wages');
	INSERT INTO office.intensity VALUES ('a', 501, '2025-06-01', 1000, 50);
	INSERT INTO office.frame VALUES ('a', 491, '2025-06-01');
	INSERT INTO office.payment VALUES ('a', 91, '2025-06-01', NULL, NULL, NULL, true);
	DELETE FROM office.retention;}, 'work');
my @details = $over =~ /^DETAIL:  (.*)$/mg;
is(scalar @details, 6, 'all rules refuse') or diag($over);
unlike($over, qr/Key|wages|\(a\)|=\(b\)/, 'no refusal tells a key or an item to who may not read') or diag($over);
like($over, qr/10 EUR are used from 2022-06-01 to 2025-06-01, 300000 EUR are requested, the ceiling is 300000 EUR/, 'but the totals of the group');
query(q{GRANT SELECT (k) ON office.cumulation TO writes}, 'work');
$over = transcript(q{SET ROLE writes; INSERT INTO office.cumulation VALUES ('a', 491, '2025-06-01', 1000, 50, 'wages')}, 'work');
like($over, qr/Key \(k\)=\(a\): /, 'a key to who may read keys') or diag($over);
query(q{GRANT SELECT (item) ON office.cumulation TO writes}, 'work');
$over = transcript(q{SET ROLE writes; INSERT INTO office.cumulation VALUES ('a', 491, '2025-06-01', 1000, 50, 'wages')}, 'work');
like($over, qr/Key \(k\)=\(a\), cost items wages: /, 'and items to who may read them as well') or diag($over);
query(q{REVOKE SELECT (k, item) ON office.cumulation FROM writes;
	INSERT INTO office.frames VALUES ('secret', 'NaN')}, 'work');

# A fact that makes no sense is told, but not of which key.
my $bad = q{INSERT INTO office.frame VALUES ('secret', 1, '2025-06-01')};
unlike(transcript("SET ROLE writes; $bad", 'work'), qr/secret/, 'an error about a fact does not tell the key to who may not read');
like(transcript("SET ROLE owner; $bad", 'work'), qr/ERROR:  the frames of guard "frame_guard" have amount NaN of key "secret"/, 'but to who may');
query(q{INSERT INTO office.costs VALUES ('secret', 'payroll', -1), ('again', 'payroll', 1), ('again', 'payroll', 1);
	INSERT INTO office.grants VALUES ('secret', 1, true), ('secret', 2, true)}, 'work');
for ([ 'cumulation', q{'secret', 1, '2025-06-01', 1000, 50, 'wages'}, 'the costs of guard "cumulation_guard" have eligible_cost -1', 'eligible_cost of item "payroll" can not be -1' ],
	[ 'cumulation', q{'again', 1, '2025-06-01', 1000, 50, 'wages'}, 'the costs of guard "cumulation_guard" have an item twice',
		'the costs of guard "cumulation_guard" have item "payroll" of key "again" twice' ],
	[ 'payment', q{'secret', 1, '2025-06-01', NULL, NULL, NULL, true}, 'the grants of guard "payment_guard" have several rows of a key',
		'the grants of guard "payment_guard" have several rows of key "secret"' ])
{
	my ($table, $row, $little, $all) = @$_;
	for my $case ([ 'writes', $little ], [ 'owner', $all ])
	{
		my ($who, $expected) = @$case;
		like(transcript("SET ROLE $who; INSERT INTO office.$table VALUES ($row)", 'work'), qr/ERROR:  \Q$expected\E$/m, "$who is told: $expected");
	}
	(my $key) = $row =~ /'(\w+)'/;
	my $options = $table eq 'cumulation' ? q{, '{"items": "wages"}'} : '';
	unlike(transcript("SET ROLE writes; SELECT tilskudd.headroom('office.$table', '$table', '$key', '2025-06-01'$options)", 'work'), qr/payroll|key "/, "nor more by headroom(): $little");
}
query('DELETE FROM office.costs WHERE item = $$payroll$$; DELETE FROM office.grants WHERE key = $$secret$$', 'work');

# Policies: violations() has the rows of the caller, whatever is declared; of a
# group, it names no member whose aid the caller does not see.
query(q{
	SET ROLE owner;
	CREATE TABLE office.secret (k text, n numeric, day date, agency text);
	SELECT tilskudd.guard('office.secret', 'de_minimis', 'k', 'n', 'day', options => '{"ownership": "office.links"}', mode => 'off');
	INSERT INTO office.secret VALUES ('a', 200000, '2025-01-01', 'owner'), ('b', 200000, '2025-01-02', 'reads'), ('b', 150000, '2025-01-03', 'reads');
	ALTER TABLE office.secret ENABLE ROW LEVEL SECURITY;
	CREATE POLICY own ON office.secret USING (agency = current_user);
	GRANT SELECT, UPDATE ON office.secret TO reads;}, 'work');
my $found = q{SELECT string_agg(concat_ws('|', key, on_date, used), ' ' ORDER BY on_date) FROM tilskudd.violations('office.secret')};
is(query("SET ROLE owner; $found", 'work'), 'a|2025-01-02|400000 a|2025-01-03|550000', 'the owner sees all');
is(query("SET ROLE reads; $found", 'work'), 'b|2025-01-03|350000', 'somebody else what a plain SELECT shows');
my $explained = transcript(q{SET ROLE reads; EXPLAIN (ANALYZE, VERBOSE, COSTS OFF) SELECT * FROM tilskudd.violations('office.secret')}, 'work');
like($explained, qr/Function Call: tilskudd\.violations/, 'EXPLAIN shows a call');
unlike($explained, qr/200000|links/, 'and nothing of what it reads');
like(transcript(q{SET ROLE reads; SET row_security = off; SELECT * FROM tilskudd.violations('office.secret')}, 'work'),
	qr/ERROR:  query would be affected by row-level security policy for table "secret"/, 'row_security = off is an error, as of a SELECT');
# A function in the caller's condition sees what the caller sees.
query(q{
	CREATE FUNCTION public.leak(value text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE 'leaked %', value; RETURN true; END $$;}, 'work');
my $leaked = transcript(q{SET ROLE reads; SELECT * FROM tilskudd.violations('office.secret') AS v WHERE public.leak(v::text)}, 'work');
like($leaked, qr/leaked \(b,/, 'a function in the condition is called');
unlike($leaked, qr/leaked \(a,/, 'for rows of the caller only');
# Locks show numbers.
is(query(q{
		BEGIN;
		INSERT INTO office.de_minimis VALUES ('923609016', 1, '2025-06-01');
		SELECT count(*) || ' ' || bool_and(objid < 512) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 7311;}, 'work'), '1 true',
	'a lock is one of 512, and tells no key');

# Overrides: members of the role, with a reason; and not who only calls a function
# of a member, or of a superuser, having set one.
query(q{
	SET ROLE owner;
	CREATE TABLE office.overridden (k text, n numeric, day date);
	SELECT tilskudd.guard('office.overridden', 'de_minimis', 'k', 'n', 'day', options => '{"override_role": "boss"}');
	GRANT INSERT ON office.overridden TO member, writes;
	RESET ROLE;
	CREATE FUNCTION public.award_by_superuser() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ INSERT INTO office.overridden VALUES ('a', 300001, '2025-01-01') $$;
	CREATE FUNCTION public.award_by_member() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ INSERT INTO office.overridden VALUES ('a', 300001, '2025-01-01') $$;
	ALTER FUNCTION public.award_by_member() OWNER TO member;
	CREATE FUNCTION public.award_by_owner() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ INSERT INTO office.overridden VALUES ('a', 300001, '2025-01-01') $$;
	ALTER FUNCTION public.award_by_owner() OWNER TO owner;}, 'work');
for ([ 'member', q{INSERT INTO office.overridden VALUES ('a', 300001, '2025-01-01')}, 'ok' ],
	[ 'writes', q{INSERT INTO office.overridden VALUES ('a', 300001, '2025-01-01')}, '23514' ],
	[ 'owner', q{INSERT INTO office.overridden VALUES ('a', 300001, '2025-01-01')}, '23514' ],
	[ 'member', 'SELECT public.award_by_superuser()', 'ok' ],
	[ 'member', 'SELECT public.award_by_owner()', '23514' ],
	[ 'nobody', 'SELECT public.award_by_superuser()', '23514' ],
	[ 'nobody', 'SELECT public.award_by_member()', '23514' ])
{
	my ($who, $command, $expected) = @$_;
	is(query(qq{SET tilskudd.override_reason = 'because'; SELECT public.attempt('$who', \$\$$command\$\$)}, 'work'), $expected, "override by $who: $command");
	is(query(qq{SELECT public.attempt('$who', \$\$$command\$\$)}, 'work'), '23514', "override by $who without a reason: $command");
}
# Who writes is who writes the row, also past the root, within a statement of a
# member's; and a function that "counted" calls, which can set a reason, writes for
# nobody but the owner of its table, whoever asks.
query(q{
	SET ROLE owner;
	CREATE TABLE office.parted (k text, n numeric, day date) PARTITION BY LIST (k);
	CREATE TABLE office.part PARTITION OF office.parted DEFAULT;
	SELECT tilskudd.guard('office.parted', 'de_minimis', 'k', 'n', 'day', options => '{"override_role": "boss"}');
	GRANT INSERT ON office.parted, office.part TO member, writes, mallory;
	RESET ROLE;
	CREATE FUNCTION public.award_to_part() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ INSERT INTO office.part VALUES ('a', 300001, '2025-01-01'); SELECT 1 $$;
	ALTER FUNCTION public.award_to_part() OWNER TO writes;
	SET ROLE mallory;
	CREATE SCHEMA forger;
	GRANT USAGE ON SCHEMA forger TO PUBLIC;
	CREATE FUNCTION forger.award(target text) RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM set_config('tilskudd.override_reason', 'forged', true);
		EXECUTE format('INSERT INTO office.%I VALUES (%L, 300001, %L)', target, 'a', '2025-01-01');
		RETURN true;
	END $$;
	CREATE FUNCTION forger.counted(target text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ DECLARE r boolean; BEGIN SELECT forger.award(target) INTO r; RETURN r; END $$;
	CREATE TABLE forger.bait (k text, n numeric, day date, target text);
	INSERT INTO forger.bait VALUES ('parted', 1, '2025-01-01', 'parted'), ('part', 1, '2025-01-01', 'part');
	SELECT tilskudd.guard('forger.bait', 'frame', 'k', 'n', 'day', counted => 'forger.counted(target)',
		options => '{"frames": "SELECT target AS key, 10.0 AS amount FROM forger.bait", "index": false}');
	GRANT SELECT ON forger.bait TO member;}, 'work');
for ([ 'member', q{INSERT INTO office.part VALUES ('a', 300001, '2025-01-01')}, 'ok' ],
	[ 'member', q{SELECT public.award_to_part()}, '23514' ],
	[ 'member', q{INSERT INTO office.parted SELECT 'b', public.award_to_part(), '2025-01-01'}, '23514' ],
	[ 'member', q{INSERT INTO office.part SELECT 'b', public.award_to_part(), '2025-01-01'}, '23514' ],
	(map { ([ 'member', "SELECT tilskudd.headroom('forger.bait', 'frame', '$_', '2025-01-01')", '23514' ],
		[ 'postgres', "SELECT tilskudd.headroom('forger.bait', 'frame', '$_', '2025-01-01')", '23514' ]) } 'parted', 'part'),
	[ 'member', 'SELECT count(*) FROM tilskudd.violations($v$forger.bait$v$)', '23514' ],
	[ 'postgres', 'SELECT count(*) FROM tilskudd.violations($v$forger.bait$v$)', '23514' ])
{
	my ($who, $command, $expected) = @$_;
	is(query(qq{SET tilskudd.override_reason = 'because'; SELECT public.attempt('$who', \$\$$command\$\$)}, 'work'), $expected, "override by $who: $command");
}
query('DROP TABLE forger.bait', 'work');
# A view of somebody else's does not lend rights to functions within it.
query(q{SET ROLE owner; CREATE VIEW office.room WITH (security_barrier) AS SELECT (tilskudd.headroom('office.de_minimis', 'de_minimis', 'a', '2025-01-01')).headroom;
	CREATE VIEW office.excess WITH (security_barrier) AS SELECT * FROM tilskudd.violations('office.de_minimis');
	GRANT SELECT ON office.room, office.excess TO PUBLIC}, 'work');
is(outcomes('SELECT count(*) FROM office.room WHERE headroom IS NOT NULL'), '. 42501 . . . . 42501', 'headroom() in a view');
is(outcomes('SELECT count(*) FROM office.excess'), '. 42501 . . 42501 42501 42501', 'violations() in a view');

# Rights are those of whom the server acts for at the moment: not of who has logged in,
# nor of roles that must be taken first, nor of who refreshes what another one has made.
query(q{
	CREATE ROLE bypasses BYPASSRLS; CREATE ROLE group_of_readers; CREATE ROLE takes NOINHERIT LOGIN; GRANT group_of_readers TO takes;
	SET ROLE owner;
	CREATE TABLE office.forced (k text, n numeric, day date, agency text);
	SELECT tilskudd.guard('office.forced', 'de_minimis', 'k', 'n', 'day', mode => 'off');
	INSERT INTO office.forced VALUES ('a', 300001, '2025-01-01', 'reads');
	ALTER TABLE office.forced ENABLE ROW LEVEL SECURITY;
	ALTER TABLE office.forced FORCE ROW LEVEL SECURITY;
	CREATE POLICY own ON office.forced USING (agency = current_user);
	GRANT SELECT ON office.forced TO reads, bypasses, group_of_readers;
	RESET ROLE;
	CREATE FUNCTION public.audit_of_bypasses() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM tilskudd.violations('office.forced') $$;
	ALTER FUNCTION public.audit_of_bypasses() OWNER TO bypasses;
	SET ROLE mallory;
	CREATE MATERIALIZED VIEW forger.audit AS SELECT * FROM tilskudd.violations('office.forced') WITH NO DATA;
	CREATE MATERIALIZED VIEW forger.room AS SELECT * FROM tilskudd.headroom('office.forced', 'de_minimis', 'a', '2025-01-01') WITH NO DATA;
	CREATE FUNCTION forger.room(key text) RETURNS numeric IMMUTABLE LANGUAGE sql AS $$ SELECT used FROM tilskudd.headroom('office.forced', 'de_minimis', key, '2025-01-01') $$;
	CREATE TABLE forger.keys (k text);
	CREATE INDEX ON forger.keys (forger.room(k)) WHERE k > 'a';
	CREATE STATISTICS forger.rooms ON (forger.room(k)) FROM forger.keys;
	INSERT INTO forger.keys VALUES ('a');}, 'work');
my $audit = q{SELECT count(*) FROM tilskudd.violations('office.forced')};
my $used = q{SELECT used FROM tilskudd.headroom('office.forced', 'de_minimis', 'a', '2025-01-01')};
for ([ 'owner', $audit, 'ok 0', 'FORCE hides rows from the owner, as from a SELECT' ],
	[ 'owner', $used, 'ok 300001', 'but not from totals' ],
	[ 'reads', $audit, 'ok 1', 'a policy shows rows' ],
	[ 'bypasses', $audit, 'ok 1', 'BYPASSRLS shows all' ],
	[ 'nobody', 'SELECT public.audit_of_bypasses()', 'ok 1', 'within a function, its owner asks' ],
	[ 'takes', $audit, '42501', 'a role that is not inherited gives no rows' ],
	[ 'takes', $used, '42501', 'nor totals' ],
	[ 'postgres', 'REFRESH MATERIALIZED VIEW forger.audit', '42501', 'REFRESH by a superuser: violations() as the owner of the view' ],
	[ 'postgres', 'REFRESH MATERIALIZED VIEW forger.room', '42501', 'REFRESH by a superuser: headroom() too' ],
	[ 'postgres', 'ANALYZE forger.keys', '42501', 'ANALYZE by a superuser: headroom() as the owner of the table' ])
{
	my ($who, $command, $expected, $name) = @$_;
	is(query(qq{SELECT public.attempt('$who', \$\$$command\$\$)}, 'work'), $expected, $name);
}
is(transcript("SET SESSION AUTHORIZATION takes; $audit; SET ROLE group_of_readers; $audit", 'work') =~ s/psql:.*?ERROR/ERROR/r,
	"0\nERROR:  permission denied for table forced", 'a role that is taken gives what it has');

# Nobody runs what another one has written with rights of his own --------------------

# What Mallory makes tells as whom it runs; or tries to leave something behind that
# the session, which is a superuser's, will run.
query(q{
	SET ROLE mallory;
	CREATE SCHEMA trap;
	GRANT USAGE ON SCHEMA trap TO PUBLIC;
	SET search_path = trap;
	CREATE TABLE sink (t text);
	CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'late as %', current_user; RETURN NULL; END $$;
	CREATE CONSTRAINT TRIGGER late AFTER INSERT ON sink DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late();
	CREATE FUNCTION act(what text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
	BEGIN
		RAISE WARNING '% as %', what, current_user;
		CASE what
			WHEN 'set' THEN PERFORM set_config('search_path', 'trap', false), set_config('DateStyle', 'SQL', false);
			WHEN 'role' THEN SET ROLE postgres;
			WHEN 'session' THEN SET SESSION AUTHORIZATION postgres;
			WHEN 'temp' THEN CREATE TEMP TABLE pg_class (x int);
			WHEN 'prepare' THEN EXECUTE 'PREPARE p AS SELECT 1';
			WHEN 'defer' THEN INSERT INTO trap.sink VALUES ('x');
			ELSE NULL;
		END CASE;
		RETURN true;
	END $$;
	CREATE FUNCTION stable(what text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ DECLARE r boolean; BEGIN SELECT trap.act(what) INTO r; RETURN r; END $$;
	CREATE FUNCTION immutable(what text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ DECLARE r boolean; BEGIN SELECT trap.act(what) INTO r; RETURN r; END $$;
	CREATE DOMAIN key AS text CHECK (trap.stable('domain of the key'));
	CREATE DOMAIN checked AS text CHECK (trap.stable('domain'));
	CREATE TABLE link (owner text, owned text);
	CREATE TABLE frame (key text, amount numeric);
	INSERT INTO link VALUES ('a', 'b');
	INSERT INTO frame VALUES ('a', 10);
	CREATE VIEW links AS SELECT * FROM link WHERE trap.stable('ownership');
	CREATE VIEW frames AS SELECT * FROM frame WHERE trap.stable('frames');
	CREATE TABLE grouped (k key, n numeric, day date, note text);
	CREATE TABLE framed (k text, n numeric, day date, note text);
	CREATE TABLE domained (k text, n numeric, day date, note text);
	CREATE TABLE xmled (k text, n numeric, day date, note text);
	CREATE TABLE parted (k text, n numeric, day date, note text) PARTITION BY LIST (k);
	CREATE TABLE part PARTITION OF parted FOR VALUES IN ('a');
	INSERT INTO grouped VALUES ('a', 1, '2025-01-01', 'was there');
	INSERT INTO framed VALUES ('a', 1, '2025-01-01', 'was there');
	INSERT INTO domained VALUES ('a', 1, '2025-01-01', 'was there');
	INSERT INTO xmled VALUES ('a', 1, '2025-01-01', 'was there');
	INSERT INTO parted VALUES ('a', 1, '2025-01-01', 'was there');}, 'work');

my %traps = (
	grouped => [ 'de_minimis', q{counted => $$trap.stable(note) AND trap.immutable('constant')$$, options => '{"ownership": "trap.links"}'},
		'constant', 'domain of the key', 'ownership', 'was there' ],
	framed => [ 'frame', q{counted => $$trap.stable(note)$$, options => '{"frames": "SELECT * FROM trap.frames"}'}, 'frames', 'was there' ],
	domained => [ 'de_minimis', q{counted => $$note::trap.checked IS NOT NULL$$, options => '{"index": false}'}, 'domain' ],
	parted => [ 'de_minimis', q{counted => $$trap.stable(note)$$}, 'was there' ],
	xmled => [ 'de_minimis', q{counted => $$table_to_xml('trap.frames', true, true, '') IS NOT NULL$$}, 'frames' ]);
# Who owns a partition does not run it either.
query(q{ALTER TABLE trap.part OWNER TO postgres}, 'work');
# Not every server has XML.
delete $traps{xmled} if query(q{SELECT public.attempt('postgres', $$SELECT '<a/>'::xml IS NULL$$)}, 'work') eq '0A000';
for my $table (sort keys %traps)
{
	my ($rule, $rest, @whats) = @{ $traps{$table} };
	my @scripts = (
		[ 'guard() by a superuser' => "SELECT tilskudd.guard('trap.$table', '$rule', 'k', 'n', 'day', $rest)", 'optional' ],
		[ 'headroom()' => "SELECT (tilskudd.headroom('trap.$table', '$rule', 'a', '2025-06-01')).allowed" ],
		[ 'headroom_curve()' => "SELECT count(*) FROM tilskudd.headroom_curve('trap.$table', '$rule', 'a', '2025-06-01')" ],
		[ 'violations()' => "SELECT count(*) FROM tilskudd.violations('trap.$table')" ],
		[ 'guards' => 'SELECT count(*) FROM tilskudd.guards', 'optional' ]);
	# xmled is not written: a row trigger may call the server's functions as the writer
	push @scripts, [ 'INSERT' => "INSERT INTO trap.$table VALUES ('a', 1, '2025-06-01', 'was there')" ] if $table ne 'xmled';
	push @scripts, [ 'INSERT into the partition' => "INSERT INTO trap.part VALUES ('a', 1, '2025-06-01', 'was there')" ] if $table eq 'parted';
	for (@scripts)
	{
		my ($name, $script, $optional) = @$_;
		my $said = transcript($script, 'work');
		# that of the key's domain is the server's own, of what is stored
		my %as = map { (/^(.*) as (\w+)$/ ? ($1 => $2) : ()) } grep { s/^.*WARNING:  // } split /\n/, $said;
		delete $as{'domain of the key'} if $name eq 'INSERT';
		unlike(join(' ', values %as), qr/postgres/, "$table: $name by a superuser runs nothing of the owner's as superuser") or diag($said);
		next if $optional;
		for my $what (grep { $name ne 'violations()' && $name !~ /INSERT/ || $_ ne 'domain of the key' } @whats)
		{
			is($as{$what} // '', 'mallory', "$table: $name: $what") or diag($said);
		}
	}
}

# Nothing is left behind.
my %left = (
	role => qr/ERROR:  cannot set parameter "role" within security-(definer function|restricted operation)/,
	session => qr/ERROR:  cannot set parameter "session_authorization" within security-(definer function|restricted operation)/,
	temp => qr/ERROR:  cannot create temporary table within security-restricted operation/,
	prepare => qr/ERROR:  cannot execute PREPARE within security-restricted operation/,
	defer => qr/ERROR:  cannot fire deferred trigger within security-restricted operation/);
for my $what (sort keys %left)
{
	my $said = transcript("INSERT INTO trap.framed VALUES ('a', 1, '2025-06-01', '$what')", 'work');
	like($said, $left{$what}, "INSERT: a function of the owner can not $what") or diag($said);
	query(qq{SET session_replication_role = replica; DELETE FROM trap.framed; INSERT INTO trap.framed VALUES ('a', 1, '2025-01-01', '$what')}, 'work');
	for my $call ("tilskudd.headroom('trap.framed', 'frame', 'a', '2025-06-01')", "tilskudd.violations('trap.framed')")
	{
		$said = transcript("SELECT $call", 'work');
		like($said, $left{$what}, "$call: neither") or diag($said);
	}
}
query(q{SET session_replication_role = replica; DELETE FROM trap.framed; INSERT INTO trap.framed VALUES ('a', 1, '2025-01-01', 'set')}, 'work');
for my $command ("INSERT INTO trap.framed VALUES ('a', 1, '2025-06-01', 'set')", "SELECT tilskudd.headroom('trap.framed', 'frame', 'a', '2025-06-01') IS NULL",
	"SELECT count(*) FROM tilskudd.violations('trap.framed')")
{
	like(transcript("$command; SELECT current_setting('search_path'), current_setting('DateStyle')", 'work'),
		qr/^"\$user", public\|ISO, MDY$/m, "settings are as before: $command");
}

# Such a function that writes to its own table, when things have changed, does not get
# its expression mixed up with itself: what is being computed for the one row was
# overwritten by what was computed for the other.
query(q{
	SET ROLE mallory;
	SET search_path = trap;
	CREATE FUNCTION write_too(note text) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		IF note = 'outer' AND current_setting('trap.within', true) IS DISTINCT FROM 'on' THEN
			PERFORM set_config('trap.within', 'on', true);
			CREATE SCHEMA for_a_moment;
			CREATE OR REPLACE FUNCTION trap.yes(text) RETURNS boolean LANGUAGE plpgsql STABLE AS 'BEGIN RETURN true; END';
			INSERT INTO trap.again VALUES ('b', 1, '2025-01-01', 'inner');
			DROP SCHEMA for_a_moment;
		END IF;
		RETURN 'x';
	END $$;
	CREATE FUNCTION yes(text) RETURNS boolean LANGUAGE plpgsql STABLE AS 'BEGIN RETURN true; END';
	CREATE FUNCTION too(note text) RETURNS text LANGUAGE plpgsql STABLE AS $$ DECLARE r text; BEGIN SELECT trap.write_too(note) INTO r; RETURN r; END $$;
	CREATE TABLE again (k text, n numeric, day date, note text);
	SELECT tilskudd.guard('again', 'de_minimis', 'k', 'n', 'day', counted => $$repeat(note, 300) || trap.too(note) = repeat(note, 300) || 'x' AND trap.yes(note)$$)}, 'work');
my $again = transcript(q{INSERT INTO trap.again VALUES ('a', 300001, '2025-01-01', 'outer'); SELECT count(*) FROM trap.again; INSERT INTO trap.again VALUES ('a', 1, '2025-01-01', 'outer'); SELECT count(*) FROM trap.again}, 'work');
like($again, qr/^0\n[1-9]\d*\n.*ERROR:  award on 2025-01-01 in table "again" violates guard "de_minimis_guard"\nDETAIL:  Key \(k\)=\(a\): 0 EUR are used/ms, 'an expression within itself') or diag($again);

# A register that is none is not read.
query(q{
	SET ROLE mallory;
	CREATE TABLE trap.award (id int);
	CREATE VIEW trap.granting_authority AS SELECT trap.act('view') AS x;}, 'work');
my $dropped = transcript(q{CALL tilskudd.drop_register('trap', true)}, 'work');
like($dropped, qr/ERROR:  schema "trap" is not a register\nDETAIL:  It has no table "granting_authority"/, 'drop_register() reads tables only') or diag($dropped);
unlike($dropped, qr/view as/, 'and calls nothing');
# Nor does it plan a query on a table, which calls the functions of its indexes.
query(q{
	SET ROLE mallory;
	DROP VIEW trap.granting_authority;
	CREATE TABLE trap.granting_authority (id int);
	CREATE INDEX ON trap.granting_authority ((id + trap.immutable('index')::int));}, 'work');
$dropped = transcript('SELECT count(*) FROM trap.granting_authority', 'work');
like($dropped, qr/index as postgres/, 'a query on a table can run what its owner has written') or diag($dropped);
$dropped = transcript(q{CALL tilskudd.drop_register('trap', true)}, 'work');
like($dropped, qr/DETAIL:  It has no table "exchange_rate"/, 'drop_register() looks whether a table has rows') or diag($dropped);
unlike($dropped, qr/index as/, 'and calls nothing for that');

# Triggers made by hand -------------------------------------------------------------

# The owner of a table can make triggers with any columns and arguments, and give
# them the comment.  They refuse every row, and disturb nobody else.
my @forged = (
	[ 'an amount that is text', 'k, note, day', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {}}' ],
	[ 'a day that is a number', 'k, n, n2', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {}}' ],
	[ 'a key that can not be sorted', 'j, n, day', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {}}' ],
	[ 'too few columns', 'k, n', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {}}' ],
	[ 'too many columns', 'k, n, day, note', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {}}' ],
	[ 'roles that are no list', 'k, n, day', '{"rule": "de_minimis", "mode": "block", "columns": {}, "options": {}}' ],
	[ 'a role that is no name', 'k, n, day, n2', '{"rule": "de_minimis", "mode": "block", "columns": [4], "options": {}}' ],
	[ 'a role of another rule', 'k, n, day, n2', '{"rule": "de_minimis", "mode": "block", "columns": ["eligible_cost"], "options": {}}' ],
	[ 'a role twice', 'k, n, day, note, k2', '{"rule": "de_minimis", "mode": "block", "columns": ["pool", "pool"], "options": {}}' ],
	[ 'a pool that is a date', 'k, n, day, d2', '{"rule": "de_minimis", "mode": "block", "columns": ["pool"], "options": {}}' ],
	[ 'roles that are missing', 'k, n, day', '{"rule": "intensity", "mode": "block", "columns": [], "options": {}}' ],
	[ 'costs that are missing', 'k, n, day, n2, note', '{"rule": "cumulation", "mode": "block", "columns": ["intensity", "items"], "options": {}}' ],
	[ 'an ownership of frames', 'k, n, day', '{"rule": "frame", "mode": "block", "columns": [], "options": {"frames": "office.frames", "ownership": "office.links"}}' ],
	[ 'a negative holdback', 'k, n, day, final', '{"rule": "payment", "mode": "block", "columns": ["final"], "options": {"grants": "office.grants", "holdback_percent": -5}}' ],
	[ 'a holdback of another rule', 'k, n, day', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {"holdback_percent": 5}}' ],
	[ 'an unknown pool', 'k, n, day', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {"pool": "x"}}' ],
	[ 'a month that is none', 'k, n, day', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": {"fiscal_year_start_month": 1e99}}' ],
	[ 'an unknown rule', 'k, n, day', '{"rule": "x", "mode": "block", "columns": [], "options": {}}' ],
	[ 'an unknown mode', 'k, n, day', '{"rule": "de_minimis", "mode": "x", "columns": [], "options": {}}' ],
	[ 'no options', 'k, n, day', '{"rule": "de_minimis", "mode": "block", "columns": []}' ],
	[ 'options that are a list', 'k, n, day', '{"rule": "de_minimis", "mode": "block", "columns": [], "options": []}' ],
	[ 'a list', 'k, n, day', '[]' ],
	[ 'a number', 'k, n, day', '1' ],
	[ 'no JSON', 'k, n, day', q{'); DROP TABLE trap.sink; --} ],
	[ 'JSON within JSON without end', 'k, n, day', '[' x 100000 ],
	[ 'nothing', 'k, n, day', '' ]);
query(q{
	SET ROLE mallory;
	CREATE TABLE trap.forged (k text, n numeric, day date, note text, n2 numeric, k2 text, d2 date, j json, final boolean);}, 'work');
my $guards = query('SELECT count(*) FROM tilskudd.guards WHERE enabled', 'work');
cmp_ok($guards, '>', 5, 'there are guards');
for (@forged)
{
	my ($what, $columns, $argument) = @$_;
	$argument =~ s/'/''/g;
	my $said = transcript(qq{
		SET ROLE mallory;
		BEGIN;
		CREATE CONSTRAINT TRIGGER x_guard AFTER INSERT OR UPDATE ON trap.forged FOR EACH ROW EXECUTE FUNCTION tilskudd.guard_row('$argument');
		COMMENT ON TRIGGER x_guard ON trap.forged IS 'limit declared by tilskudd.guard()';
		CREATE CONSTRAINT TRIGGER x_guard_columns AFTER UPDATE OF $columns ON trap.forged FOR EACH ROW WHEN (false) EXECUTE FUNCTION tilskudd.guard_columns();
		SAVEPOINT a;
		INSERT INTO trap.forged VALUES ('a', 1, '2025-01-01', repeat('x', 100), 50, 'b', '2025-01-01', '{}', true);
		ROLLBACK TO a;
		SELECT tilskudd.headroom('trap.forged', 'x', 'a', '2025-01-01');
		ROLLBACK TO a;
		SELECT * FROM tilskudd.violations('trap.forged');
		ROLLBACK TO a;
		SELECT 'seen ' || count(*) || ' of ' || (SELECT count(*) FROM tilskudd.guards WHERE target = 'trap.forged'::regclass AND NOT enabled)
		FROM tilskudd.guards WHERE enabled;
		ROLLBACK;}, 'work');
	is(scalar(() = $said =~ /ERROR:  guard "x_guard" of table "forged" is incomplete: its declaration is not one that guard\(\) makes/g), 3, "$what: refused")
	  or diag($said);
	like($said, qr/^seen $guards of 1$/m, "$what: others see their guards") or diag($said);
}
# A trigger with the name of no guard is not even one that is incomplete.
query(q{SET ROLE mallory;
	CREATE TRIGGER own AFTER INSERT ON trap.forged FOR EACH ROW EXECUTE FUNCTION tilskudd.guard_row('x');
	CREATE TRIGGER other_guard BEFORE INSERT ON trap.forged FOR EACH ROW EXECUTE FUNCTION tilskudd.guard_row('x')}, 'work');
is(query(q{SELECT count(*) FROM tilskudd.guards WHERE enabled}, 'work'), $guards, 'triggers of other names do not disturb the view guards');
like(transcript(q{INSERT INTO trap.forged (k) VALUES ('a')}, 'work'), qr/ERROR:  function guard_row\(\) is not called by a trigger that guard\(\) makes/, 'and refuse');
# Those of the tables for files run as who writes.
query(q{SET ROLE mallory; DROP TRIGGER own ON trap.forged; DROP TRIGGER other_guard ON trap.forged;
	CREATE TABLE trap.file (line text);
	CREATE TRIGGER load AFTER INSERT ON trap.file REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION tilskudd.ecb_file_load()}, 'work');
like(transcript(q{SET ROLE mallory; INSERT INTO trap.file VALUES ('Date,NOK'), ('2024-03-28,11.5')}, 'work'), qr/ERROR:  permission denied for table exchange_rate/,
	'the trigger of ecb_file on a table of somebody else');

# Names in the way -------------------------------------------------------------------

# An immutable function that does not fix its search_path, in a partial index,
# would be asked with that of the writer, and the row be missing there.
query(q{
	SET ROLE owner;
	SET search_path = office;
	CREATE FUNCTION helper(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 = 'open' $$;
	CREATE FUNCTION is_open(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN helper($1); EXCEPTION WHEN undefined_function THEN RETURN true; END $$;
	CREATE TABLE indexed (k text, n numeric, day date, note text);
	SELECT tilskudd.guard('indexed', 'de_minimis', 'k', 'n', 'day', counted => 'office.is_open(note)');
	GRANT INSERT ON indexed TO mallory;
	RESET ROLE;
	SET ROLE mallory;
	CREATE FUNCTION trap.helper(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';}, 'work');
is(query(q{SELECT indpred IS NULL FROM pg_index WHERE indrelid = 'office.indexed'::regclass}, 'work'), 't', 'the index has all rows');
query(q{SET ROLE owner; CREATE INDEX ON office.indexed (k, day) INCLUDE (n) WHERE office.is_open(note)}, 'work');
like(transcript(q{SET ROLE mallory; SET search_path = trap;
		INSERT INTO office.indexed VALUES ('x', 200000, '2025-01-01', 'open'); INSERT INTO office.indexed VALUES ('x', 200000, '2025-01-01', 'open')}, 'work'),
	qr/ERROR:  award on 2025-01-01 in table "indexed" violates guard/, 'and one of the owner that has not is not used');

# Operators of a key's type may be in a schema into which others put theirs: for a
# domain of that type these can fit better.
query(q{
	CREATE SCHEMA library;
	GRANT USAGE, CREATE ON SCHEMA library TO PUBLIC;
	CREATE TYPE library.code AS (c text);
	CREATE FUNCTION library.eq(library.code, library.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'record_eq';
	CREATE FUNCTION library.lt(library.code, library.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'record_lt';
	CREATE FUNCTION library.cmp(library.code, library.code) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btrecordcmp';
	CREATE FUNCTION library.hash(library.code) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'hash_record';
	CREATE OPERATOR library.= (LEFTARG = library.code, RIGHTARG = library.code, FUNCTION = library.eq, RESTRICT = eqsel);
	CREATE OPERATOR library.< (LEFTARG = library.code, RIGHTARG = library.code, FUNCTION = library.lt, RESTRICT = scalarltsel);
	CREATE OPERATOR CLASS library.code_ops DEFAULT FOR TYPE library.code USING btree AS OPERATOR 1 library.<, OPERATOR 3 library.=, FUNCTION 1 library.cmp(library.code, library.code);
	CREATE OPERATOR CLASS library.code_hash DEFAULT FOR TYPE library.code USING hash AS OPERATOR 1 library.=, FUNCTION 1 library.hash(library.code);
	SET ROLE owner;
	CREATE DOMAIN office.code AS library.code;
	CREATE TABLE office.coded (k office.code, n numeric, day date) PARTITION BY LIST (day);
	CREATE TABLE office.coded_all PARTITION OF office.coded DEFAULT;
	SELECT tilskudd.guard('office.coded', 'de_minimis', 'k', 'n', 'day');
	GRANT INSERT, SELECT ON office.coded TO mallory;
	RESET ROLE;
	SET ROLE mallory;
	CREATE FUNCTION trap.never(office.code, library.code) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'compared as %', current_user; RETURN false; END $$;
	CREATE FUNCTION trap.never(office.code, office.code) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'compared as %', current_user; RETURN false; END $$;
	CREATE OPERATOR library.= (LEFTARG = office.code, RIGHTARG = library.code, FUNCTION = trap.never);}, 'work');
for my $operator ('=', '<')
{
	my $said = transcript(q{SET ROLE mallory; INSERT INTO office.coded VALUES ('(a)', 200000, '2025-01-01'); INSERT INTO office.coded VALUES ('(a)', 200000, '2025-01-01');
		SELECT count(*) FROM tilskudd.violations('office.coded')}, 'work');
	like($said, qr/^0\n.*ERROR:  award on 2025-01-01 in table "coded" violates guard/ms, "an operator $operator of somebody else does not change the limit") or diag($said);
	unlike($said, qr/compared as|ordering operator/, 'and is not asked') or diag($said);
	query('CREATE OPERATOR library.< (LEFTARG = office.code, RIGHTARG = office.code, FUNCTION = trap.never)', 'work') if $operator eq '=';
}

# Queries that are declared read as they did then, whatever the writer has set.
query(q{
	SET ROLE owner;
	CREATE TABLE office.set (k text, n numeric, day date);
	SELECT tilskudd.guard('office.set', 'frame', 'k', 'n', 'day', options => jsonb_build_object('frames',
		$$SELECT key, CASE WHEN 'a\b' = 'a' || chr(92) || 'b' AND (key = NULL) IS NULL THEN 10.0 ELSE 1000.0 END AS amount FROM office.frames WHERE key = 'a'$$));
	GRANT INSERT ON office.set TO writes;}, 'work');
like(transcript(q{SET ROLE writes; SET standard_conforming_strings = off; SET transform_null_equals = on; INSERT INTO office.set VALUES ('a', 11, '2025-01-01')}, 'work'),
	qr/the limit is 10|the frame is 10|ceiling is 10|10\.0/, 'settings of the writer do not change what a query means');
# Nor do they change what "counted" compares with, where it is part of a query: each
# of these made a constant another one on its way into the query.
query(q{
	SET ROLE owner;
	SET TimeZone = 'Europe/Oslo';
	CREATE TABLE office.compared (k text, n numeric, day date, f float8, t timestamptz, a text[], i interval DEFAULT '-1 day') PARTITION BY LIST (k);
	CREATE TABLE office.compared_all PARTITION OF office.compared DEFAULT;
	SELECT tilskudd.guard('office.compared', 'de_minimis', 'k', 'n', 'day', counted =>
		$$f <= '0.94' AND t >= '2025-01-01 00:00' AND a <> '{NULL}' AND i > '-1 day -02:00'$$);
	GRANT INSERT ON office.compared TO writes;}, 'work');
my $compared = q{INSERT INTO office.compared VALUES ('a', 200000, '2025-01-01', 0.93, '2025-01-01 00:00+01', '{"NULL"}')};
my $planned = $compared =~ s/'a'/'planned'/r;
query("SET ROLE writes; $compared", 'work');
for my $setting (q{SELECT 1}, q{SET extra_float_digits = -15}, q{SET DateStyle = 'SQL'; SET TimeZone = 'Asia/Kolkata'}, q{SET array_nulls = off},
	"SET IntervalStyle = 'sql_standard'; BEGIN; $planned; ROLLBACK; SET IntervalStyle = 'postgres'; DISCARD PLANS")
{
	# in a session of its own, in which nothing is planned yet
	like(transcript("SET ROLE writes; $setting; $compared", 'work'), qr/ERROR:  award on 2025-01-01 in table "compared" violates guard/, "what counts does not depend on: $setting");
}

# Nor do those of the owner, when it is declared.
query(q{
	SET ROLE owner;
	SET extra_float_digits = -15; SET TimeZone = 'Asia/Kolkata'; SET DateStyle = 'SQL';
	CREATE TABLE office.declared (k text, n numeric, day date, f float8, t timestamptz);
	SELECT tilskudd.guard('office.declared', 'de_minimis', 'k', 'n', 'day', counted => $$f <= '0.94' AND t >= '2025-01-01 00:00+01'$$);}, 'work');
is(query(q{SET TimeZone = 'Europe/Oslo'; SELECT counted FROM tilskudd.guards WHERE target = 'office.declared'::regclass}, 'work'),
	q{((f <= '0.94'::double precision) AND (t >= '2025-01-01 00:00:00+01'::timestamp with time zone))}, 'what was declared is what counts');
is(query(q{SET TimeZone = 'Europe/Oslo'; SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indrelid = 'office.declared'::regclass}, 'work'),
	q{((f <= '0.94'::double precision) AND (t >= '2025-01-01 00:00:00+01'::timestamp with time zone))}, 'and what the index holds');

# Temporary tables are of a session: that of who writes must not take the place of
# one that the owner had, by whatever name.
for my $frames ('frames', 'SELECT * FROM frames', 'SELECT * FROM seen')
{
	like(transcript(qq{
			SET ROLE owner;
			SET client_min_messages = error;
			CREATE TEMP TABLE frames (key text, amount numeric);
			CREATE TEMP VIEW seen AS SELECT * FROM frames;
			SELECT tilskudd.guard('office.set', 'frame', 'k', 'n', 'day', options => '{"frames": "$frames"}')}, 'work'),
		qr/ERROR:  the frames of guard "frame_guard" reads temporary table "(frames|seen)"\nHINT:  Name a table that all sessions have, with its schema\./, "a temporary table: $frames");
}

# A query is one query, and what it gives is of the types that were checked.
like(transcript(q{SET ROLE owner; SELECT tilskudd.guard('office.set', 'frame', 'k', 'n', 'day', options => jsonb_build_object('frames',
		$$SELECT key, amount FROM office.frames) AS f; SELECT 'a' AS key, 1.0 AS amount FROM (SELECT 1$$))}, 'work'),
	qr/ERROR:  the frames of guard "frame_guard" is not one query/, 'two queries are not one');
like(transcript(q{
		SET ROLE owner;
		CREATE TABLE office.changing (key text, amount numeric);
		INSERT INTO office.changing VALUES ('a', 100);
		CREATE TABLE office.changed (k text, n numeric, day date);
		SELECT tilskudd.guard('office.changed', 'frame', 'k', 'n', 'day', options => '{"frames": "office.changing"}');
		INSERT INTO office.changed VALUES ('a', 1, '2025-01-01');
		ALTER TABLE office.changing ALTER amount TYPE text;
		INSERT INTO office.changed VALUES ('a', 1, '2025-01-01');}, 'work'),
	qr/ERROR:  column "amount" of the frames of guard "frame_guard" is of type text, not numeric/, 'a type that has changed within the session');
like(transcript(q{
		CREATE TYPE public.like_orgnr AS (o tilskudd.orgnr);
		CREATE FUNCTION public.orgnr(like_orgnr) RETURNS tilskudd.orgnr LANGUAGE sql IMMUTABLE AS 'SELECT $1.o';
		CREATE CAST (public.like_orgnr AS tilskudd.orgnr) WITH FUNCTION public.orgnr(like_orgnr) AS IMPLICIT;
		CREATE TABLE public.like_link (owner public.like_orgnr, owned public.like_orgnr, valid_from date, valid_to date);
		INSERT INTO public.like_link VALUES (ROW('923609016'), ROW('974760673'));
		SELECT tilskudd.undertaking('public.like_link', '923609016', '2025-01-01');}, 'work'),
	qr/ERROR:  columns "owner" and "owned" of the links are of type like_orgnr, not tilskudd\.orgnr/, 'undertaking() takes orgnr only');
# Nor does it compare what somebody has made casts for.
query(q{
	SET ROLE mallory;
	SET search_path = trap;
	CREATE TYPE lookalike AS (o tilskudd.orgnr);
	CREATE TYPE lookday AS (d date);
	CREATE FUNCTION number(lookalike) RETURNS tilskudd.orgnr LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RAISE WARNING 'cast as %', current_user; RETURN $1.o; END $$;
	CREATE FUNCTION day(lookday) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RAISE WARNING 'cast as %', current_user; RETURN $1.d; END $$;
	CREATE CAST (lookalike AS tilskudd.orgnr) WITH FUNCTION number(lookalike) AS IMPLICIT;
	CREATE CAST (lookday AS date) WITH FUNCTION day(lookday) AS IMPLICIT;
	CREATE TABLE look_owner (owner lookalike, owned tilskudd.orgnr, valid_from date, valid_to date);
	CREATE TABLE look_owned (owner tilskudd.orgnr, owned lookalike, valid_from date, valid_to date);
	CREATE TABLE look_day (owner tilskudd.orgnr, owned tilskudd.orgnr, valid_from lookday, valid_to date);
	INSERT INTO look_owner VALUES (ROW('923609016'), '974760673');
	INSERT INTO look_owned VALUES ('923609016', ROW('974760673'));
	INSERT INTO look_day VALUES ('923609016', '974760673', ROW('2024-01-01'));}, 'work');
for ([ 'look_owner', 'columns "owner" and "owned" of the links are of type trap.lookalike, not tilskudd.orgnr' ],
	[ 'look_owned', 'columns "owner" and "owned" of the links are of type trap.lookalike, not tilskudd.orgnr' ],
	[ 'look_day', 'column "valid_from" of the links is of type trap.lookday, not date' ])
{
	my ($table, $expected) = @$_;
	my $said = transcript("SELECT tilskudd.undertaking('trap.$table', '923609016', '2025-01-01')", 'work');
	like($said, qr/ERROR:  \Q$expected\E$/m, "undertaking(): $table") or diag($said);
	unlike($said, qr/cast as/, 'before a cast is called') or diag($said);
}

# Registers ---------------------------------------------------------------------------

# A register of two authorities, of the builder who is no superuser.
query(q{
	CREATE ROLE grants_reader; CREATE ROLE grants_officer;
	CREATE ROLE analyst LOGIN; CREATE ROLE north LOGIN; CREATE ROLE south LOGIN;
	GRANT grants_reader TO analyst; GRANT grants_officer TO north, south;
	SET ROLE builder;
	CALL tilskudd.create_register('grants');
	SET search_path = grants;
	INSERT INTO granting_authority (name, role) VALUES ('North', 'north'), ('South', 'south');
	INSERT INTO exchange_rate VALUES ('2024-01-02', 10, 'invented');
	INSERT INTO enterprise (orgnr, name) VALUES ('106290725', 'One'), ('108101113', 'Two');
	INSERT INTO ownership (owner, owned, votes, votes_total) VALUES ('106290725', '108101113', 60, 100);
	INSERT INTO figures (orgnr, period_end, headcount) VALUES ('106290725', '2023-12-31', 5);
	INSERT INTO scheme (name, legal_basis) VALUES ('Scheme', 'Act');
	INSERT INTO frame (granting_authority, year, post, nok) VALUES ('North', 2024, 60, 5000000), ('South', 2024, 60, 7000000);
	INSERT INTO call (granting_authority, scheme, title, purpose, criteria, information_required, opened_on)
		SELECT a, 'Scheme', a, 'p', 'c', 'i', '2024-01-01' FROM unnest(ARRAY['North', 'South']) AS a;
	INSERT INTO application (granting_authority, call, orgnr, title, received_on, applied_nok)
		SELECT granting_authority, id, '106290725', title, '2024-01-15', 1 FROM call;
	INSERT INTO project (granting_authority, title) VALUES ('North', 'Quay'), ('South', 'Crane');
	INSERT INTO cost_item SELECT id, 'wages', 1000000 FROM project;
	INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool, frame_post, frame_year, reasons)
		SELECT p.granting_authority, '106290725', '2024-02-01', 'de_minimis', 1000000, 1000000, 100000, 10, '2024-01-02', 'general', 60, 2024, 'because of ' || p.granting_authority
		FROM project AS p;
	INSERT INTO award (granting_authority, orgnr, granted_on, measure, enterprise_size, nominal_nok, gge_nok, eligible_cost_nok, project, items)
		SELECT granting_authority, '106290725', '2024-03-01', 'training', 'large', 100, 100, 1000000, id, '{wages}' FROM project;
	INSERT INTO payment (award, nok, paid_on) SELECT id, 10, '2024-06-01' FROM award WHERE project IS NOT NULL;
	INSERT INTO recovery (award, ground, demanded_on, demanded_nok) SELECT id, 'overpaid', '2024-07-01', 5 FROM award WHERE project IS NOT NULL;}, 'work');

# For each table and view: who may do what with it (a reader, an officer), and
# whether an officer sees only a part: "own" rows are one authority's. Before
# PostgreSQL 15 views read with the rights of their owner, so officers get none.
my $views = $version >= 150000 ? 'r' : '';
my %register = (
	granting_authority => [ 'r', 'r', 'all' ],
	exchange_rate => [ 'r', 'arw', 'all' ],
	enterprise => [ 'r', 'arw', 'all' ],
	ownership => [ 'r', 'arw', 'all' ],
	figures => [ 'r', 'arw', 'all' ],
	scheme => [ 'r', 'r', 'all' ],
	frame => [ 'r', 'r', 'own' ],
	(map { ($_ => [ 'r', 'arwd', 'own' ]) } 'call', 'application', 'project', 'cost_item', 'award', 'payment', 'recovery'),
	everything => [ 'r', '', 'none' ],
	# who sees all awards or not; links, by which undertakings are
	sight => [ 'r', $views, 'all' ],
	undertaking_link => [ 'r', $views, 'all' ],
	# one row for each enterprise
	v_de_minimis_balance => [ 'r', $views, 'all' ],
	v_undertaking => [ 'r', $views, 'all' ],
	# of awards, projects and frames
	(map { ($_ => [ 'r', $views, 'own' ]) } 'v_award', 'v_award_as_of', 'v_project_cumulation', 'v_frame', 'v_payment_due', 'v_retention',
		'v_municipality_year', 'v_quality', 'v_annual_report'),
	v_violation => [ 'r', $views, 'empty' ]);
is(query(q{SELECT string_agg(relname, ' ' ORDER BY relname COLLATE "C") FROM pg_class WHERE relnamespace = 'grants'::regnamespace AND relkind IN ('r', 'v')}, 'work'),
	join(' ', sort keys %register), 'every table and view of a register has an expectation');
is(query(q{SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'grants'::regnamespace AND relkind NOT IN ('r', 'v', 'i', 'S')}, 'work'),
	'', 'and there is nothing else');

sub rows_of
{
	my ($who, $relation) = @_;
	my $rows = query(qq{SET tilskudd.as_of = '2024-12-31'; SELECT public.attempt('$who', 'SELECT string_agg(t::text, chr(10) ORDER BY t::text) FROM grants.$relation AS t')}, 'work');
	return $rows eq '42501' ? undef : [ split /\n/, $rows =~ s/^ok ?//r ];
}

for my $relation (sort keys %register)
{
	my ($reader, $officer, $sees) = @{ $register{$relation} };
	is_deeply([ map { join '', sort split //, privileges("grants.$relation", $_) } 'analyst', 'north', 'nobody' ],
		[ (map { join '', sort split // } $reader, $officer), '' ], "grants.$relation: a reader, an officer, nobody");
	my ($all, $analyst, $north, $south) = map { rows_of($_, $relation) } 'builder', 'analyst', 'north', 'south';
	is_deeply($analyst, $all, "grants.$relation: a reader sees everything") if $relation ne 'sight';
	is($north, undef, "grants.$relation: an officer sees nothing"), next if $officer eq '';
	cmp_ok(scalar @$all, $sees eq 'empty' ? '==' : '>', 0, "grants.$relation: there are rows") or next;
	is(scalar @$north, scalar @$all, "grants.$relation: an officer sees all rows") if $sees eq 'all';
	next if $sees ne 'own';
	# a row of a view can be a sum: so no more than one authority would have alone
	my $half = $relation eq 'v_municipality_year' ? @$all : @$all / 2;
	is(scalar @$_, $half, "grants.$relation: an officer sees the rows of one authority") or diag(explain($_)) for $north, $south;
	unlike(join("\n", @$north), qr/South|Crane/, "grants.$relation: not those of another");
	isnt(join("\n", @$north), join("\n", @$south), "grants.$relation: nor do two officers see the same") if $relation !~ /^v_municipality_year$/;
}
is_deeply(rows_of('north', 'sight'), $version >= 150000 ? ['(f)'] : undef, 'an officer is told of seeing a part');
SKIP:
{
	skip 'officers have no views before 15', 3 if $version < 150000;
	my $sums = query(q{SET ROLE north; SELECT awards, nominal_nok FROM grants.v_municipality_year}, 'work');
	is($sums, '2|1000100.00', 'a sum is of the rows that an officer sees');
	unlike(join("\n", map { @{ rows_of('north', $_) } } grep { $register{$_}[1] } sort keys %register),
		qr/200000|2000200|1900000/, 'no figure is that of both authorities together, or of what is left by it');
	# A condition of the officer's own is not asked about rows that are hidden.
	my $said = join '', map { transcript("SET ROLE north; SELECT count(*) FROM grants.$_ AS t WHERE public.leak(t::text)", 'work') } 'award', 'v_award', 'v_award_as_of', 'v_frame', 'v_project_cumulation';
	like($said, qr/leaked .*North/, 'a function in a condition of an officer is called');
	unlike($said, qr/South|Crane/, 'for rows of the officer only');
}

# An officer reads and writes nothing of another authority, and learns its totals
# by a guard only.
is(query(q{SELECT public.attempt('north', $$INSERT INTO grants.award (granting_authority, orgnr, granted_on, measure, nominal_nok) VALUES ('South', '106290725', '2024-02-01', 'transport', 1)$$)}, 'work'),
	'42501', 'an officer grants nothing for another authority');
is(query(q{SELECT public.attempt('north', $$UPDATE grants.award SET granting_authority = 'South'$$)}, 'work'), '42501', 'nor gives it anything');
is(query(q{SET ROLE north; WITH u AS (UPDATE grants.award SET reasons = 'x' RETURNING 1) SELECT count(*) FROM u}, 'work'), '2', 'nor changes anything of it');
my $refused = transcript(q{SET ROLE north;
	INSERT INTO grants.award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
	VALUES ('North', '108101113', '2024-05-01', 'de_minimis', 1000010, 1000010, 100001, 10, '2024-01-02', 'general')}, 'work');
like($refused, qr/DETAIL:  200000\.00 EUR are used from 2021-05-01 to 2024-05-01, 100001\.00 EUR are requested, the ceiling is 300000 EUR/, 'a refusal tells the total of all authorities')
  or diag($refused);
unlike($refused, qr/South|106290725|108101113|because/, 'and whose aid it is to nobody');
is(query(q{SET ROLE north; SELECT (tilskudd.headroom('grants.award', 'de_minimis', '108101113', '2024-05-01', '{"pool": "general", "road_freight": false, "fiscal_year_start_month": 1}')).used}, 'work'),
	'200000.00', 'as headroom() does');
is(query(q{SELECT public.attempt('nobody', $$SELECT tilskudd.headroom('grants.award', 'frame', 'North/60/2024', '2024-05-01')$$)}, 'work'), '42501',
	'which does not to who has no rights on the register');

# Made under a search_path full of lies, a register is the same as made without.
query(q{
	SET ROLE mallory;
	CREATE FUNCTION trap.no(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE FUNCTION trap.no(numeric, numeric) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.no);
	CREATE OPERATOR trap.< (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = trap.no);
	CREATE OPERATOR trap.+ (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = trap.no);
	CREATE DOMAIN trap.text AS pg_catalog.int4; CREATE DOMAIN trap.numeric AS pg_catalog.text; CREATE DOMAIN trap.date AS pg_catalog.text;
	CREATE DOMAIN trap.orgnr AS pg_catalog.text;
	CREATE FUNCTION trap.trap(state text[], value text) RETURNS text[] LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'array_agg as %', current_user; RETURN state || value; END $$;
	CREATE AGGREGATE trap.array_agg(text) (SFUNC = trap.trap, STYPE = text[]);
	CREATE FUNCTION trap.sum(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0.0';
	CREATE TABLE trap.exchange_rate (x int); CREATE TABLE trap.enterprise (x int);}, 'work');
my $lies = 'SET search_path = trap, pg_catalog, public';
is(query(qq{$lies; SELECT 'a' = 'a'::pg_catalog.text}, 'work'), 'f', 'the search_path lies');
query(qq{$lies; CREATE TEMP TABLE award (x int); CREATE TEMP TABLE pg_class (x int); CREATE DOMAIN pg_temp.numeric AS pg_catalog.text; CALL tilskudd.create_register('honest', false)}, 'work');
my $made = q{
	SELECT md5(string_agg(replace(what, '@', ''), E'\n' ORDER BY what))
	FROM (
		SELECT relname || pg_get_viewdef(oid) AS what FROM pg_class WHERE relnamespace = '@'::regnamespace AND relkind = 'v'
		UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = '@'::regnamespace
		UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid IN ('@.award'::regclass, '@.payment'::regclass) AND NOT tgisinternal
		UNION ALL SELECT polname || pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid::regclass::text LIKE '@.%'
		UNION ALL SELECT attname || format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = '@'::regnamespace AND relkind = 'r') AND attnum > 0
	) AS made};
is(query($made =~ s/@/honest/gr, 'work'), query($made =~ s/@/kept/gr, 'work'), 'a register that is made under lies is like any other');
# Queries that its views make are read by the reader's search_path.
my $read = transcript(qq{$lies; SELECT count(*) FROM grants.v_project_cumulation; SELECT count(*) FROM grants.v_undertaking}, 'work');
unlike($read, qr/array_agg as|ERROR/, 'views of a register call nothing that somebody has put in the way') or diag($read);
# Names that are hard to quote.
for my $name (q{we"ird}, q{it's}, q{$$; DROP SCHEMA grants CASCADE; --}, q{%s @schema@ @text@}, q{a.b}, q{Ærlig})
{
	(my $literal = $name) =~ s/'/''/g;
	is(query(qq{
			SELECT public.attempt('postgres', \$attempt\$CALL tilskudd.create_register('$literal')\$attempt\$),
				public.attempt('postgres', \$attempt\$
				DO \$do\$ BEGIN
					CALL tilskudd.create_register('$literal', false);
					EXECUTE format('SELECT count(*) FROM %I.v_undertaking', '$literal');
					EXECUTE format('SELECT count(*) FROM %I.v_violation', '$literal');
					CALL tilskudd.drop_register('$literal');
				END \$do\$\$attempt\$)}, 'work'), 'ok|ok', "a register called $name");
}

# Views on a table of one's own: an expression is one expression, a value is a value.
my $on = q['office.de_minimis', '{"orgnr": "k", "granted_on": "day", ];
for my $mapping (
	q{"counted": "true) AS counted FROM office.frames AS own) AS s; DROP TABLE office.frame; SELECT (true"},
	q{"counted": "true FROM office.frame"},
	q{"counted": "true, false"})
{
	is(query("SELECT public.attempt('owner', \$attempt\$SELECT tilskudd.create_views($on$mapping}')\$attempt\$)", 'work'), '42601', "create_views(): $mapping");
}
is(query("SELECT public.attempt('owner', \$attempt\$SELECT tilskudd.create_views($on\"counted\": \"note <> ''x'' -- all\", \"id\": {\"value\": \"'' || x\"}}')\$attempt\$)", 'work'), 'ok',
	'create_views(): a comment, and a value with quotes');

$node->stop;
done_testing();
