# What the extension puts into the catalogs, and who may use it.
#
# Catches the mistakes that an answer does not show: a function without
# PARALLEL SAFE, which keeps every query that calls it serial; an operator class
# that lacks a member; an object nobody has described; a view that only its
# owner may read; a definition that trusts the caller's search_path.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# Functions on intensities, where most arguments are options.
sub intensity_functions
{
	my $question = join ',', 'tilskudd.aid_measure,tilskudd.enterprise_size,date,tilskudd.zone,text',
	  ('boolean') x 16, 'integer,integer,text,numeric,numeric,tilskudd.aid_measure';
	my $rest = 'text,numeric,numeric,numeric,integer';
	return map { ("tilskudd.$_" => 'what is not given claims nothing, or is undecided') }
	  "max_intensity($question)", "max_aid(numeric,$question,$rest)",
	  "intensity_verdict(numeric,numeric,$question,$rest)", "intensity_ok(numeric,numeric,$question,$rest)",
	  "explain_intensity($question,numeric,$rest)";
}

# Functions that are not STRICT, and why.
my %not_strict = (
	'tilskudd.kommunenr(text,date,text)' => 'a NULL county does not restrict',
	'tilskudd.find_kommune(text,date,text)' => 'a NULL county does not restrict',
	'tilskudd.ecb_file_load()' => 'is a trigger',
	'tilskudd.aid_register_file_load()' => 'is a trigger',
	'tilskudd.aid_register_cell(text)' => 'NULL is an empty cell',
	(map { ("tilskudd.de_minimis_used($_)" => 'a NULL amount has the sum of the others') }
		'numeric,date', 'numeric,date,text', 'numeric,date,text,integer'),
	(map { ("tilskudd.de_minimis_peak($_)" => 'is an aggregate',
		"tilskudd.de_minimis_peak_add(internal,$_)" => 'begins with a NULL state') }
		'numeric,date', 'numeric,date,text', 'numeric,date,text,boolean', 'numeric,date,text,boolean,integer'),
	'tilskudd.de_minimis_peak_combine(internal,internal)' => 'either state may be NULL',
	'tilskudd.de_minimis_peak_result(internal)' => 'no rows are a NULL state',
	'tilskudd.de_minimis_headroom(numeric[],date[],date,text,boolean,integer)' => 'no awards may be NULL',
	'tilskudd.de_minimis_headroom_curve(numeric[],date[],date,date,text,boolean,integer)' => 'a NULL end is the horizon',
	'tilskudd.earliest_date_for(numeric,numeric[],date[],date,text,boolean,integer)' => 'no awards may be NULL',
	'tilskudd.de_minimis_verdict(numeric,numeric,date,text,boolean,numeric,numeric,numeric,numeric)' => 'a NULL amount is undecided',
	(map { ("tilskudd.de_minimis_${_}_verdict(numeric,numeric,date,text,boolean,numeric)" => 'what is not known is undecided',
		"tilskudd.de_minimis_${_}_gge(numeric,numeric,date,text,boolean,numeric)" => 'a share left out is an error, not nothing') }
		'loan', 'guarantee'),
	'tilskudd.discount_rate(date,numeric)' => 'a NULL base rate is taken from the law',
	'tilskudd.reference_rate(date,text,text,numeric)' => 'a NULL base rate is taken from the law',
	'tilskudd.loan_balances(numeric,integer,integer,text,numeric)' => 'linear repayment needs no rate',
	'tilskudd.register_deadline(date,date[])' => 'NULL holidays are the Norwegian ones',
	'tilskudd.cumulated_intensity(numeric,numeric)' => 'is an aggregate',
	'tilskudd.cumulated_intensity_add(internal,numeric,numeric)' => 'begins with a NULL state, and a NULL is not known',
	'tilskudd.cumulated_intensity_combine(internal,internal)' => 'either state may be NULL',
	'tilskudd.cumulated_intensity_result(internal)' => 'no rows are a NULL state',
	'tilskudd.notification_threshold(tilskudd.aid_measure,date,text,tilskudd.zone,numeric,boolean,boolean)' => 'without a regime the first is taken',
	'tilskudd.must_notify(numeric,tilskudd.aid_measure,date,text,tilskudd.zone,numeric,numeric,boolean,boolean)' => 'without a regime the first is taken',
	'tilskudd.adjusted_aid_amount(numeric,date,tilskudd.zone,numeric)' => 'a zone or an intensity is enough',
	(map { ("tilskudd.enterprise_size($_,date,boolean,text,boolean)" => 'what is not known may not matter') }
		'numeric,numeric,numeric', 'numeric,numeric,numeric,numeric,numeric,numeric'),
	(map { ("tilskudd.frame_$_(numeric,numeric,numeric,numeric,numeric)" => 'what is not known is undecided') } qw(verdict ok)),
	'tilskudd.guard(regclass,text,name,name,name,text,text,jsonb)' => 'without a condition every row counts',
	'tilskudd.headroom_curve(regclass,text,text,date,date,jsonb)' => 'a NULL end is the horizon',
	'tilskudd.may_grant(text,tilskudd.aid_measure,date,boolean,text,numeric,boolean,numeric)' => 'what is not known is undecided',
	'tilskudd.may_fund(integer,tilskudd.zone,text,date,text,boolean,boolean,boolean,boolean)' => 'what is not known is undecided',
	(map { ("tilskudd.$_" => 'what is not known may not matter') }
		'payable(numeric,numeric,numeric,numeric,boolean,boolean,boolean,boolean,numeric,numeric)',
		(map { "payment_$_(numeric,numeric,numeric,numeric,numeric,boolean,boolean,boolean,boolean,numeric,numeric)" } qw(verdict ok)),
		'attestation_required(numeric,boolean,boolean)',
		'investment_grant_tax(numeric,boolean,date,date)',
		'recovery_grounds(text' . ',boolean' x 13 . ')'),
	(map { ("tilskudd.$_" => 'without years those of the law are taken') }
		'binding_until(date,integer)', 'within_binding_period(date,date,integer)'),
	'tilskudd.recovery_rate(date,numeric)' => 'a NULL base rate is taken from the law',
	(map { ("tilskudd.$_(numeric,date,date,date[],numeric[],text,integer)" => 'NULL rates are taken from the law') }
		qw(recovery_interest explain_recovery_interest)),
	'tilskudd.single_undertaking(text,date,text,text,boolean,boolean)' => 'most queries and options are optional',
	'tilskudd.sme_status(text,text,date,text,text,text,text,text,text,text,boolean,boolean,boolean,text[])' => 'most queries are optional',
	(map { ("tilskudd.sme_explain(text,text,$_,date,text,text,text,text,text,text,text,boolean,boolean,boolean)" => 'most queries are optional') }
		'text', 'tilskudd.orgnr'),
	'tilskudd.loss_fund_status(numeric,numeric,date,numeric)' => 'points need no portfolio',
	'tilskudd.loss_fund_share(numeric,numeric,text)' => 'is a window function, which the server calls for NULLs anyway',
	'tilskudd.ad_hoc_share_verdict(numeric,numeric)' => 'a NULL amount is undecided',
	(map { ("tilskudd.nyvekst_owners_$_(numeric,numeric,numeric,numeric,date,date,boolean)" => 'what is not known may not matter') } qw(verdict ok)),
	(map { ("tilskudd.$_(tilskudd.enterprise_size,numeric)" => 'what is not known may not matter') } qw(simplified_procedure incentive_effect_required)),
	(map { ("tilskudd.incentive_effect_$_(tilskudd.enterprise_size,numeric,boolean)" => 'what is not known may not matter') } qw(verdict ok)),
	(map { ("tilskudd.de_minimis_$_(date,boolean,boolean,boolean,boolean,boolean)" => 'one ground is enough') }
		qw(excluded eligible_verdict eligible_ok)),
	(map { ("tilskudd.equal_allocation($_)" => 'a NULL request is one for the full share') } 'numeric,numeric', 'numeric,numeric,text'),
	'tilskudd.may_apply_kompetansepiloter(text,date,boolean)' => 'what is not known is undecided',
	(map { ("tilskudd.district_majority$_(tilskudd.kommunenr[],date,integer[])" => 'without classes those of the law are taken') } '', '_verdict'),
	'tilskudd.may_target_kompetansepiloter(boolean,boolean,boolean)' => 'one target is enough',
	(map { ("tilskudd.$_(boolean,boolean,boolean)" => 'one ground is enough') } 'cost_eligible_kompetansepiloter', 'ineligible_cost'),
	'tilskudd.cofinancing_verdict(numeric,numeric)' => 'a NULL amount is undecided',
	(map { ("tilskudd.$_(text,jsonb,date)" => 'what is not given is missing, and without a day the last list is taken') }
		qw(missing_items has_all_items checklist)),
	'tilskudd.reporting_deadlines(text,integer,date,date)' => 'a day that is not known is not set',
	(map { ("tilskudd.$_(text,date,boolean)" => 'what is not known is undecided') } qw(may_complain complaint_ok complaint_body)),
	(map { ("tilskudd.$_" => 'NULL holidays are the Norwegian ones') }
		'is_working_day(date,date[])', 'add_working_days(date,integer,date[])', 'working_days_between(date,date,date[])'),
	(map { ("tilskudd.$_" => 'NULL is an error') } 'create_register(name,boolean)', 'drop_register(name,boolean)'),
	'tilskudd.create_views(regclass,jsonb,name)' => 'without a schema it is that of the table',
	'tilskudd.stale_objects(text)' => 'without a version all are listed',
	intensity_functions(),
	(map { ("tilskudd.guard_$_()" => 'is a trigger') } qw(begin columns end row)));

# Functions that read tables of the user, and those that only one process may call.
my %reads_tables = (
	'tilskudd.eur(numeric,date,integer)' => 'reads exchange_rate',
	'tilskudd.nok_per_eur(date,integer)' => 'reads exchange_rate',
	'tilskudd.ecb_file_load()' => 'writes exchange_rate',
	'tilskudd.aid_register_file_load()' => 'writes aid_register_award',
	'tilskudd.as_of()' => 'reads a setting and the clock',
	'tilskudd.stale_objects(text)' => 'reads the catalogs',
	'tilskudd.undertaking(regclass,tilskudd.orgnr,date)' => 'reads a table of links',
	'tilskudd.guard_table()' => 'reads the catalogs');
my %not_parallel = (
	'tilskudd.sme_status(text,text,date,text,text,text,text,text,text,text,boolean,boolean,boolean,text[])' => 'runs queries of the caller',
	(map { ("tilskudd.sme_explain(text,text,$_,date,text,text,text,text,text,text,text,boolean,boolean,boolean)" => 'runs queries of the caller') }
		'text', 'tilskudd.orgnr'),
	'tilskudd.guard(regclass,text,name,name,name,text,text,jsonb)' => 'makes triggers',
	'tilskudd.unguard(regclass,text)' => 'drops them',
	'tilskudd.cumulation_verdict(text,text,text)' => 'runs queries of the caller',
	'tilskudd.explain_cumulation(text,text,text)' => 'runs queries of the caller',
	'tilskudd.single_undertaking(text,date,text,text,boolean,boolean)' => 'runs queries of the caller',
	(map { ("tilskudd.$_(text)" => 'runs a query of the caller') }
		qw(aid_register_awards aid_register_rows aid_register_lines aid_register_checklist de_minimis_register_rows)),
	(map { ("tilskudd.$_" => 'makes or drops tables and views') } 'create_register(name,boolean)', 'drop_register(name,boolean)',
		'create_views(regclass,jsonb,name)'),
	'tilskudd.violations(regclass)' => 'runs a query that can be parallel itself',
	'tilskudd.headroom(regclass,text,text,date,jsonb)' => 'reads as the owner of the table',
	'tilskudd.headroom_curve(regclass,text,text,date,date,jsonb)' => 'reads as the owner of the table',
	(map { ("tilskudd.guard_$_()" => 'is a trigger') } qw(begin columns end row)));
%reads_tables = (%reads_tables, %not_parallel);

# Functions that are LEAKPROOF though they are not the server's own comparisons.
my %leakproof = (
	'tilskudd.orgnr_is_valid(text)' => 'answers with true or false for any text',
	'tilskudd.kommunenr_to_integer(tilskudd.kommunenr)' => 'answers for any number');

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION tilskudd');

sub query { return $node->safe_psql('postgres', "SET search_path = ''; $_[0]"); }

# All objects that belong to the extension, but for array and row types, which
# are members of their own from 17 on.
my $member = q{
	SELECT d.classid, d.objid, d.classid::regclass::name AS catalog
	FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'tilskudd'
		AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_depend AS i
			WHERE i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i'))};

is( query("SELECT DISTINCT catalog FROM ($member) AS m ORDER BY catalog"),
	join("\n", sort qw(pg_proc pg_type pg_operator pg_opclass pg_opfamily pg_cast pg_class)),
	'the extension has members of these kinds and no others');
is( query("SELECT pg_describe_object(classid, objid, 0) FROM ($member) AS m
		WHERE coalesce(obj_description(objid, catalog), '') = ''"),
	'', 'every object has a comment');

# Functions.
my $functions = "SELECT p.*, p.oid::regprocedure AS signature, l.lanname
	FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
	JOIN ($member) AS m ON m.objid = p.oid AND m.catalog = 'pg_proc'";
is( query("SELECT signature FROM ($functions) AS f WHERE proparallel <> 's' AND proname !~ '_file_load\$'
		ORDER BY signature::text COLLATE \"C\""),
	join("\n", sort keys %not_parallel), 'every function is PARALLEL SAFE but those that know why not');
is( query("SELECT signature FROM ($functions) AS f WHERE provolatile <> 'i' ORDER BY signature::text COLLATE \"C\""),
	join("\n", sort keys %reads_tables), 'every function is IMMUTABLE but those that read tables');
is( query("SELECT signature FROM ($functions) AS f WHERE NOT proisstrict ORDER BY signature::text COLLATE \"C\""),
	join("\n", sort keys %not_strict), 'every function is STRICT but those that know why not');
is(query("SELECT signature FROM ($functions) AS f WHERE prosecdef"),
	'', 'no function is SECURITY DEFINER');
is(query("SELECT signature FROM ($functions) AS f WHERE procost <= 0 OR proretset AND prorows <= 0"),
	'', 'every function costs something, and the sets have rows');
is(query("SELECT signature FROM ($functions) AS f WHERE lanname NOT IN ('c', 'internal') AND prosqlbody IS NULL
		AND coalesce(proconfig[1], '') <> 'search_path=pg_catalog, pg_temp'"),
	'', 'no function is in a language that looks names up when it runs');
is( query("SELECT signature FROM ($functions) AS f WHERE proleakproof
		AND prosrc !~ '^(bt|hash)?(int4|int2|char)(eq|ne|lt|le|gt|ge|cmp|extended)?\$' ORDER BY signature::text COLLATE \"C\""),
	join("\n", sort keys %leakproof), 'no function is LEAKPROOF that may raise an error');

# Operators and their classes.
is(query("SELECT count(*) FROM ($member) AS m WHERE catalog = 'pg_opclass'"),
	'10', 'each type has an operator class for btree and hash');
is(query("SELECT opcname, amvalidate(c.oid) FROM pg_opclass AS c
		JOIN ($member) AS m ON m.objid = c.oid AND m.catalog = 'pg_opclass' WHERE amvalidate(c.oid) IS NOT TRUE"),
	'', 'every operator class is valid');
is(query("SELECT o.oid::regoperator FROM pg_operator AS o
		JOIN ($member) AS m ON m.objid = o.oid AND m.catalog = 'pg_operator'
		WHERE oprnegate = 0 OR oprcom = 0 OR oprrest = 0 OR oprjoin = 0"),
	'', 'every operator knows its negator, commutator and estimators');

# Equal values have one hash: each way to join finds the same.  Of 10 001
# numbers in a row, those whose last digit is right are valid; every type
# reads several spellings of one value.
$node->safe_psql(
	'postgres', q{
	CREATE TABLE orgnr_a AS SELECT n::text::tilskudd.orgnr AS v
		FROM generate_series(923600000, 923610000) AS n WHERE tilskudd.orgnr_is_valid(n::text);
	CREATE TABLE orgnr_b AS SELECT ('NO ' || v::text || ' MVA')::tilskudd.orgnr AS v FROM orgnr_a
		UNION ALL SELECT v::integer::bigint::tilskudd.orgnr FROM orgnr_a;
	CREATE TABLE kommunenr_a AS SELECT to_char(n, 'FM0000')::tilskudd.kommunenr AS v
		FROM generate_series(0, 9999) AS n;
	CREATE TABLE kommunenr_b AS SELECT n::tilskudd.kommunenr AS v FROM generate_series(0, 9999) AS n;
	CREATE TABLE zone_a AS SELECT zone AS v FROM tilskudd.law_zone_label;
	CREATE TABLE zone_b AS SELECT DISTINCT zone AS v FROM tilskudd.law_zone;
	CREATE TABLE enterprise_size_a AS SELECT size AS v FROM tilskudd.law_enterprise_size;
	CREATE TABLE enterprise_size_b AS SELECT size::text::tilskudd.enterprise_size AS v FROM tilskudd.law_enterprise_size;
	CREATE TABLE aid_measure_a AS SELECT measure AS v FROM tilskudd.law_measure;
	CREATE TABLE aid_measure_b AS SELECT measure::text::tilskudd.aid_measure AS v FROM tilskudd.law_measure;
	ANALYZE});
my %joined = (
	orgnr => 2 * query('SELECT count(*) FROM public.orgnr_a'),
	kommunenr => 10000,
	zone => 10,     # outside, A, B, C, D, I, II, III, IV, c
	enterprise_size => 4,
	aid_measure => query('SELECT count(*) FROM tilskudd.law_measure'));
cmp_ok($joined{orgnr}, '>', 1000, 'there are organisation numbers to join');
my %join = (hashjoin => 'Hash Join', mergejoin => 'Merge Join', nestloop => 'Nested Loop');
for my $type (sort keys %joined)
{
	my $from = "FROM public.${type}_a AS a JOIN public.${type}_b AS b ON a.v = b.v";
	for my $join (sort keys %join)
	{
		my $only = join ' ', map { "SET enable_$_ = off;" } grep { $_ ne $join } sort keys %join;
		like(query("$only EXPLAIN (COSTS OFF) SELECT count(*) $from"),
			qr/$join{$join}/, "$type: $join is possible");
		is(query("$only SELECT count(*) $from"), $joined{$type}, "$type: $join finds all");
	}
}

# Everybody may use it.
$node->safe_psql('postgres', 'CREATE ROLE ordinary');
is(query("SELECT signature FROM ($functions) AS f WHERE NOT has_function_privilege('ordinary', oid, 'EXECUTE')"),
	'', 'an ordinary user may call every function');
is(query("SELECT t.oid::regtype FROM pg_type AS t JOIN ($member) AS m ON m.objid = t.oid
		AND m.catalog = 'pg_type' WHERE NOT has_type_privilege('ordinary', t.oid, 'USAGE')"),
	'', 'an ordinary user may use every type');
my @views = split /\n/, query("SELECT c.oid::regclass FROM pg_class AS c JOIN ($member) AS m
	ON m.objid = c.oid AND m.catalog = 'pg_class' WHERE relkind = 'v' ORDER BY relname");
cmp_ok(scalar @views, '>=', 12, 'there are views');
cmp_ok(query("SET ROLE ordinary; SELECT count(*) FROM $_"),
	/^tilskudd\.(guards|aid_register|law_fault_\w+|law_change)$/ ? '==' : '>', 0, "an ordinary user reads $_")
  for @views;
is(query(q{SET ROLE ordinary; SELECT tilskudd.zone('0301', '2007-01-01')}),
	'I', 'an ordinary user reaches the schema');
is(query(q{SELECT has_schema_privilege('ordinary', 'tilskudd', 'CREATE')}),
	'f', 'but puts nothing into it');

# Who may create the extension: it is trusted.
$node->safe_psql('postgres', 'CREATE ROLE builder');
$node->safe_psql('postgres', 'CREATE DATABASE built');
my $create = "\\set VERBOSITY sqlstate\nSET ROLE builder; CREATE EXTENSION tilskudd";
my $stderr;
$node->psql('built', $create, stderr => \$stderr);
like($stderr, qr/ERROR:  42501/, 'without CREATE on the database it can not be created');
$node->safe_psql('postgres', 'GRANT CREATE ON DATABASE built TO builder');
$node->psql('built', $create, stderr => \$stderr);
is($stderr, '', 'with CREATE on the database it can');
is($node->safe_psql('built', q{SET ROLE ordinary; SELECT count(*) FROM tilskudd.law_horizon}),
	query('SELECT count(*) FROM tilskudd.law_horizon'), 'and then everybody may use it');

# A hostile search_path: things of the same name as those that the extension
# uses, and they lie.  First while the views are read.
my $lies = q{
	CREATE FUNCTION no(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = no);
	CREATE FUNCTION min(date) RETURNS date LANGUAGE sql AS $$ SELECT date '1066-10-14' $$;
	CREATE FUNCTION max(date) RETURNS date LANGUAGE sql AS $$ SELECT date '1066-10-14' $$;
	CREATE FUNCTION law_table(text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1 WHERE false';
	CREATE FUNCTION law_table(varchar) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1 WHERE false';
	CREATE FUNCTION btequalimage(oid) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE FUNCTION int4eq(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE DOMAIN date AS text;
	CREATE DOMAIN numeric AS text;
	CREATE DOMAIN kommunenr AS text;
	CREATE DOMAIN zone AS text;};
my $lies_about_types = q{
	CREATE FUNCTION zone(tilskudd.kommunenr, pg_catalog.date) RETURNS text LANGUAGE sql AS $$ SELECT 'A' $$;
	CREATE FUNCTION no(tilskudd.zone, tilskudd.zone) RETURNS boolean LANGUAGE sql AS 'SELECT false';
	CREATE OPERATOR = (LEFTARG = tilskudd.zone, RIGHTARG = tilskudd.zone, FUNCTION = no);};
my $read = join ' UNION ALL ', map { "SELECT '$_' AS view, md5(string_agg(v::text, ',')) FROM $_ AS v" }
  @views;
my $honest = query($read);
like($honest, qr/^tilskudd\.law_horizon\|\w{32}$/m, 'the views are read');
$node->safe_psql('postgres', "CREATE SCHEMA evil; SET search_path = evil; $lies $lies_about_types");
my $evil = 'SET search_path = evil, tilskudd, pg_catalog';
is($node->safe_psql('postgres', "$evil; SELECT 'a' = 'a'::text"), 'f', 'the search_path lies');
is($node->safe_psql('postgres', "$evil; $read"), $honest, 'the views do not');
is( $node->safe_psql('postgres', "$evil; SELECT tilskudd.in_zone(k, d, 'III'), tilskudd.zone(k, d)
		FROM (VALUES ('1902'::tilskudd.kommunenr, '2014-07-01'::pg_catalog.date)) AS v(k, d)"),
	't|III', 'nor do the functions');

# Then while the extension is created: by the caller's search_path, and in a
# schema tilskudd that somebody has prepared.  (The types' own names are taken
# there, if anything, so that CREATE EXTENSION fails: that is no lie.)  There,
# functions and operators could fit better than those that are meant, so none may
# be left; types can not.
(my $lies_in_tilskudd = $lies) =~ s/^\s*CREATE (?:FUNCTION law_table\(text\)|DOMAIN (?:kommunenr|zone)).*\n?//mg;
for my $case ([ 'evil', $lies ], [ 'tilskudd', $lies_in_tilskudd ])
{
	my ($schema, $objects) = @$case;
	my $db = "prepared_$schema";
	$node->safe_psql('postgres', "CREATE DATABASE $db");
	$node->safe_psql('postgres', "GRANT CREATE ON DATABASE $db TO builder");
	$node->safe_psql($db, "SET ROLE builder; CREATE SCHEMA $schema; SET search_path = $schema; $objects");
	if ($schema eq 'tilskudd')
	{
		for my $drop ('DROP OPERATOR tilskudd.= (text, text)',
			'DROP FUNCTION ' . join(', ', map { "tilskudd.$_" } qw(no min max law_table btequalimage int4eq)))
		{
			$node->psql($db, 'CREATE EXTENSION tilskudd', stderr => \$stderr);
			like($stderr, qr/ERROR:  schema "tilskudd" holds functions or operators that are not of the extension\nDETAIL:  One of them is .+\.\nHINT:  Drop them or move them to another schema, and create the extension again\./,
				'functions and operators of others keep the extension out');
			$node->safe_psql($db, $drop);
		}
	}
	$node->safe_psql($db, "SET search_path = $schema, pg_catalog; CREATE EXTENSION tilskudd");
	is($node->safe_psql($db, "SET search_path = ''; $read"),
		$honest, "views created with lies in schema $schema tell the truth");
	is( $node->safe_psql($db, q{SET search_path = ''; SELECT amvalidate(oid), opcname FROM pg_opclass
			WHERE opcnamespace = 'tilskudd'::regnamespace AND amvalidate(oid) IS NOT TRUE}),
		'', "operator classes created with lies in schema $schema are valid");
	is( $node->safe_psql($db, q{SET search_path = ''; SELECT count(*) FROM pg_amproc
			WHERE amproc = 'pg_catalog.btequalimage(oid)'::regprocedure
			AND amproclefttype IN ('tilskudd.orgnr'::regtype, 'tilskudd.kommunenr'::regtype, 'tilskudd.zone'::regtype)}),
		'3', "and use the server's functions");
}

$node->stop;
done_testing();
