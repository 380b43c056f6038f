# Dump and restore of a database that stands on the extension.
#
# pg_dump writes definitions for an empty search_path.  A rule that looks a
# type, an operator or a table up by its bare name works in the session that
# made it and fails in the restore, where nobody is watching.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

# The SQLSTATE with which a statement fails, '' if it does not.
sub sqlstate
{
	my ($db, $sql) = @_;
	my $stderr = '';
	$node->psql($db, "\\set VERBOSITY sqlstate\n$sql", stderr => \$stderr);
	return $stderr =~ /ERROR:\s+(\w{5})/ ? $1 : '';
}

# What a dump says, without the random key of \restrict.
sub dump_text
{
	my ($db) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . "/$db.sql";
	$node->command_ok([ 'pg_dump', '-f', $file, $db ], "pg_dump of $db");
	my $text = slurp_file($file);
	$text =~ s/^\\(un)?restrict .*\n//mg;
	return $text;
}

# The database.  Its definitions name operators bare, as users write them, and
# tilskudd is not in their search_path.
$node->safe_psql('postgres', 'CREATE ROLE caseworker');
$node->safe_psql('postgres', 'CREATE DATABASE original');
$node->safe_psql('original', 'CREATE EXTENSION tilskudd');
$node->safe_psql('original', 'GRANT CREATE ON SCHEMA public TO caseworker');
$node->safe_psql(
	'original', q{
	SET ROLE caseworker;
	CREATE DOMAIN applicant AS tilskudd.orgnr CHECK (VALUE <> '974760673');
	CREATE TABLE grants (
		orgnr applicant PRIMARY KEY,
		kommunenr tilskudd.kommunenr NOT NULL,
		granted_on date NOT NULL,
		zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone(kommunenr, granted_on)) STORED,
		CONSTRAINT in_aid_area CHECK (tilskudd.zone(kommunenr, granted_on) <> 'outside'),
		CONSTRAINT not_in_a CHECK (NOT tilskudd.in_zone(kommunenr, granted_on, 'A')));
	CREATE INDEX grants_zone ON grants (tilskudd.zone(kommunenr, granted_on));
	CREATE INDEX grants_hash ON grants USING hash (kommunenr);
	CREATE TABLE payment (
		orgnr tilskudd.orgnr REFERENCES grants,
		kommunenr tilskudd.kommunenr,
		paid_on date) PARTITION BY LIST (kommunenr);
	CREATE TABLE payment_oslo PARTITION OF payment FOR VALUES IN ('0301');
	CREATE TABLE payment_rest PARTITION OF payment DEFAULT PARTITION BY HASH (kommunenr);
	CREATE TABLE payment_rest_0 PARTITION OF payment_rest
		FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE payment_rest_1 PARTITION OF payment_rest
		FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY RANGE (paid_on);
	CREATE TABLE payment_rest_1_old PARTITION OF payment_rest_1
		FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
	CREATE TABLE payment_rest_1_new PARTITION OF payment_rest_1
		FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
	CREATE TABLE district (first tilskudd.kommunenr, last tilskudd.kommunenr) PARTITION BY RANGE (first);
	CREATE TABLE district_south PARTITION OF district FOR VALUES FROM ('0000') TO ('1500');
	CREATE TABLE district_north PARTITION OF district FOR VALUES FROM ('1500') TO (MAXVALUE);
	CREATE TABLE project (
		measure tilskudd.aid_measure, size tilskudd.enterprise_size, granted_on date, cost numeric, aid numeric,
		CONSTRAINT intensity CHECK (tilskudd.intensity_ok(aid, cost, measure, size, granted_on, zone => 'III', collaboration => true)),
		most numeric GENERATED ALWAYS AS (tilskudd.max_aid(cost, measure, size, granted_on, collaboration => true)) STORED,
		PRIMARY KEY (measure, size));
	CREATE INDEX project_percent ON project (tilskudd.max_intensity(measure, size, granted_on));
	CREATE VIEW in_one_zone AS
		SELECT zone, count(*) AS grants FROM grants
		WHERE zone IN ('III', 'c') AND orgnr <> '971032081' GROUP BY zone;
});

# Tromsø is number 1902 until 2019, 5401 until 2023, 5501 from then on.
$node->safe_psql(
	'original', q{
	SET ROLE caseworker;
	INSERT INTO grants VALUES
		('923609016', '1902', '2006-12-31'),
		('NO 971 032 081 MVA', '1902', '2014-07-01'),
		('889640782', '5401', '2022-01-01'),
		('974761076', '5501', '2024-01-01'),
		('937884117', '0301', '2007-01-01');
	INSERT INTO payment SELECT orgnr, kommunenr, granted_on + d
		FROM grants, generate_series(0, 6000, 1000) AS d;
	INSERT INTO payment SELECT NULL, n::tilskudd.kommunenr, '2021-01-01'
		FROM generate_series(0, 9999, 100) AS n;
	INSERT INTO district VALUES ('0000', '1499'), ('1500', '9999');
	INSERT INTO project VALUES
		('rd_industrial', 'large', '2010-01-01', 1000, 650),
		('training', 'micro', '2020-01-01', 1000, 700);
});

my $rows = q{SELECT orgnr, kommunenr, granted_on, zone FROM public.grants ORDER BY granted_on};
my $expected_rows = join "\n",
  '923609016|1902|2006-12-31|C',     # FOR-2003-05-09-565 § 6
  '937884117|0301|2007-01-01|I',     # guidelines of 2007, Vedlegg 3
  '971032081|1902|2014-07-01|III',   # FOR-2014-06-17-807 § 3
  '889640782|5401|2022-01-01|c',     # ESA 276/21/COL
  '974761076|5501|2024-01-01|c';     # the same territory, renumbered
is($node->safe_psql('original', $rows), $expected_rows, 'generated zones are those of the maps');

# What is stored and a dump does not carry: generated values, and the partition
# that a row went to.
my $stored = q{
	SELECT g.* FROM public.grants AS g ORDER BY g.orgnr;
	SELECT tableoid::regclass::text, p.* FROM public.payment AS p ORDER BY 1, 2, 3, 4;
	SELECT tableoid::regclass::text, d.* FROM public.district AS d ORDER BY 1, 2;
	SELECT * FROM public.project ORDER BY measure;
	SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
		FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2;
	SELECT indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid)
		FROM pg_index WHERE indrelid::regclass::text LIKE 'public.%' ORDER BY 1;
	SELECT relname, relowner::regrole, pg_get_expr(relpartbound, oid)
		FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
	SELECT * FROM public.in_one_zone ORDER BY zone::text};
my $stored_before = $node->safe_psql('original', "SET search_path = ''; $stored");
like($stored_before, qr/^public\.payment_rest_$_\|/m, "payment_rest_$_ has rows")
  for qw(0 1_old 1_new);

my $dump = dump_text('original');
like($dump, qr/set_config\('search_path', ''/, 'the dump empties search_path');

# Both ways back.
my $dir = PostgreSQL::Test::Utils::tempdir();
$node->safe_psql('postgres', "CREATE DATABASE $_ TEMPLATE template0") for qw(plain custom);
$node->command_ok([ 'pg_dump', '-f', "$dir/plain.sql", 'original' ], 'pg_dump, plain');
$node->command_ok(
	[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', 'plain', '-f', "$dir/plain.sql" ],
	'psql restores it');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/custom", 'original' ], 'pg_dump -Fc');
$node->command_ok([ 'pg_restore', '-e', '-j', '2', '-d', 'custom', "$dir/custom" ],
	'pg_restore -j 2 restores it');

for my $db (qw(plain custom))
{
	is($node->safe_psql($db, "SET search_path = ''; $stored"),
		$stored_before, "$db: rows, generated values, definitions and owners are the same");
	is(dump_text($db), $dump, "$db: another dump is the same");

	# Oslo lies outside the map of 2014 (FOR-2014-06-17-807 § 3 does not name it).
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.grants VALUES ('974760673', '1902', '2015-01-01')}),
		'23514', "$db: the domain still refuses");
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.grants VALUES ('911750961', '0301', '2015-01-01')}),
		'23514', "$db: the CHECK on zone() still refuses");
	# Vardø lies in area A of the map of 2003 (FOR-2003-05-09-565 § 4).
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.grants VALUES ('911750961', '2002', '2005-01-01')}),
		'23514', "$db: the CHECK on in_zone() still refuses");
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.project VALUES ('rd_industrial', 'medium', '2010-01-01', 1000, 750.01)}),
		'23514', "$db: the CHECK on intensity_ok() still refuses");
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.payment VALUES ('911750961', '0301', '2015-01-01')}),
		'23503', "$db: the foreign key still refuses");
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.grants VALUES ('NO923609016MVA', '0301', '2010-01-01')}),
		'23505', "$db: the primary key still refuses another spelling");
	is( sqlstate($db, q{SET search_path = ''; INSERT INTO public.grants VALUES ('911750961', '0301', '2010-01-01')}),
		'', "$db: a row that the rules allow is still taken");

	my $search = q{FROM public.grants
		WHERE tilskudd.zone(kommunenr, granted_on) = 'c'};
	my $settings = q{SET search_path = ''; SET enable_seqscan = off};
	like( $node->safe_psql($db, "$settings; EXPLAIN (COSTS OFF) SELECT $search"),
		qr/grants_zone/, "$db: the expression index is used");
	is( $node->safe_psql($db, "$settings; SELECT orgnr $search ORDER BY orgnr"),
		"889640782\n974761076", "$db: and finds the rows");
}

# What holds the extension in place.
is(sqlstate('plain', 'DROP EXTENSION tilskudd'),
	'2BP01', 'DROP EXTENSION is refused while a table uses it');
is(sqlstate('plain', 'DROP FUNCTION tilskudd.zone(tilskudd.kommunenr, date) CASCADE'),
	'2BP01', 'a function of the extension can not be dropped alone');
is(sqlstate('plain', 'ALTER EXTENSION tilskudd SET SCHEMA public'),
	'0A000', 'the extension does not move to another schema');
is($node->safe_psql('plain', $rows . ' LIMIT 1'),
	'923609016|1902|2006-12-31|C', 'the table is untouched');

# And what DROP EXTENSION CASCADE leaves.
my $left = q{
	SELECT 'type', typname FROM pg_type WHERE typnamespace = 'tilskudd'::regnamespace
	UNION ALL SELECT 'relation', relname FROM pg_class WHERE relnamespace = 'tilskudd'::regnamespace
	UNION ALL SELECT 'operator', oprname FROM pg_operator WHERE oid >= 16384
	UNION ALL SELECT 'opclass', opcname FROM pg_opclass WHERE opcnamespace = 'tilskudd'::regnamespace
	UNION ALL SELECT 'opfamily', opfname FROM pg_opfamily WHERE opfnamespace = 'tilskudd'::regnamespace
	UNION ALL SELECT 'function', proname FROM pg_proc
		WHERE pronamespace = 'tilskudd'::regnamespace OR probin LIKE '%tilskudd%'
	UNION ALL SELECT 'cast', oid::text FROM pg_cast WHERE oid >= 16384
	UNION ALL SELECT 'column', attname FROM pg_attribute
		WHERE attrelid = 'public.grants'::regclass AND attnum > 0 AND NOT attisdropped
		AND attname <> 'granted_on'};
cmp_ok($node->safe_psql('custom', "SELECT count(DISTINCT kind) FROM ($left) AS l(kind, name)"),
	'==', 8, 'before the drop there is something of every kind');
$node->safe_psql('custom', 'DROP EXTENSION tilskudd CASCADE');
is($node->safe_psql('custom', $left), '', 'DROP EXTENSION CASCADE leaves nothing behind');
is($node->safe_psql('custom', 'SELECT count(granted_on) FROM public.grants'),
	'6', 'but the rows of the table');
is(sqlstate('custom', 'CREATE EXTENSION tilskudd'),
	'', 'the extension can be created again');

$node->stop;
done_testing();
