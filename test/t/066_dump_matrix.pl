# One database in which everything stands that can stand on the extension, through
# every format of pg_dump and every way of pg_restore, by a superuser and by an
# ordinary owner: what comes back is the same, row by row and in another dump, and
# its guards refuse.
#
# 001 has the types, 032 the shapes of guards, 036 the rights of a register, each
# through plain and custom dumps of a whole database.  Here it is the ways
# themselves: definitions and rows apart, rows before or after the guards, several
# workers at once.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = $ENV{TILSKUDD_SRCDIR} || '.';
my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
my $dir = PostgreSQL::Test::Utils::tempdir();
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN CREATEROLE; CREATE ROLE chief; GRANT chief TO owner');

sub new_database
{
	my ($db) = @_;
	return $node->safe_psql('postgres', "CREATE DATABASE \"$db\" OWNER owner TEMPLATE template0");
}

sub as_owner { return $node->safe_psql($_[0], $_[1], extra_params => [ '-U', 'owner' ]); }

sub sqlstate
{
	my ($db, $sql) = @_;
	my $stderr = '';
	$node->psql($db, "\\set VERBOSITY sqlstate\nSET client_min_messages = error;\n$sql", stderr => \$stderr, extra_params => [ '-U', 'owner' ]);
	return join ' ', $stderr =~ /ERROR:\s+(\w{5})/g;
}

new_database('original');
as_owner('original', q{CREATE EXTENSION tilskudd; SET client_min_messages = error; } . slurp_file("$source/test/demo/register.sql"));
as_owner('original', q{
	CREATE SCHEMA "Støtte";
	SET search_path = "Støtte";

	-- every type, and what can be made of it
	CREATE DOMAIN applicant AS tilskudd.orgnr CHECK (VALUE <> '974760673');
	CREATE DOMAIN places AS tilskudd.kommunenr[] CHECK ('0301' <> ALL (VALUE));
	CREATE TYPE numbers AS RANGE (subtype = tilskudd.kommunenr);
	CREATE TYPE sizes AS RANGE (subtype = tilskudd.enterprise_size);
	CREATE TYPE aid AS (measure tilskudd.aid_measure, size tilskudd.enterprise_size, verdict tilskudd.verdict);
	CREATE FUNCTION place(k tilskudd.kommunenr, d date DEFAULT '2010-01-01') RETURNS tilskudd.zone LANGUAGE sql IMMUTABLE
	BEGIN ATOMIC
		SELECT tilskudd.zone(k, d);
	END;
	CREATE TABLE everything (
		id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		orgnr tilskudd.orgnr NOT NULL UNIQUE,
		kommunenr tilskudd.kommunenr NOT NULL DEFAULT '1902',
		size tilskudd.enterprise_size DEFAULT tilskudd.enterprise_size(10, 1000000, 1000000, '2010-01-01'),
		measure tilskudd.aid_measure,
		day date NOT NULL DEFAULT '2010-01-01',
		applicant applicant, places places, numbers numbers, several nummultirange, sizes sizes, aid aid, aids aid[],
		orgnrs tilskudd.orgnr[], zones tilskudd.zone[],
		zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone(kommunenr, day)) STORED,
		CONSTRAINT area CHECK (tilskudd.in_zone(kommunenr, day, 'III', 'IV', 'c')),
		CONSTRAINT intensity CHECK (tilskudd.intensity_ok(10, 100, measure, size, day, zone => tilskudd.zone(kommunenr, day))),
		EXCLUDE USING gist (numbers WITH &&));
	COMMENT ON CONSTRAINT area ON everything IS 'of the map';
	CREATE UNIQUE INDEX ON everything (place(kommunenr), orgnr);
	CREATE INDEX ON everything USING hash (kommunenr);
	CREATE INDEX ON everything USING hash (measure);
	CREATE INDEX ON everything USING gin (zones) WHERE zone > 'II';
	CREATE INDEX ON everything (size DESC, zone) INCLUDE (orgnr);
	CREATE STATISTICS zones ON (tilskudd.zone(kommunenr, day)), size FROM everything;
	CREATE TABLE by_place (orgnr tilskudd.orgnr, kommunenr tilskudd.kommunenr, day date, nok numeric)
		PARTITION BY LIST (tilskudd.zone(kommunenr, day));
	CREATE TABLE by_place_iii PARTITION OF by_place FOR VALUES IN ('III');
	CREATE TABLE by_place_rest PARTITION OF by_place DEFAULT PARTITION BY HASH (orgnr);
	CREATE TABLE by_place_rest_0 PARTITION OF by_place_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE by_place_rest_1 PARTITION OF by_place_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	CREATE TABLE log (orgnr tilskudd.orgnr REFERENCES everything (orgnr));
	CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO "Støtte".log VALUES (NEW.orgnr); RETURN NULL; END';
	CREATE TRIGGER of_zone AFTER INSERT ON everything FOR EACH ROW WHEN (tilskudd.in_zone(NEW.kommunenr, NEW.day, 'IV')) EXECUTE FUNCTION note();
	CREATE POLICY here ON everything USING (tilskudd.zone(kommunenr, day) = zone);
	ALTER TABLE everything ENABLE ROW LEVEL SECURITY;
	CREATE VIEW small AS SELECT * FROM everything WHERE size < 'large' WITH CHECK OPTION;
	GRANT SELECT (orgnr, zone) ON everything TO chief;

	-- guards: every rule, mode and timing
	CREATE TABLE grants (id int, orgnr tilskudd.orgnr, eur numeric, day date, status text DEFAULT 'granted');
	SELECT tilskudd.guard('grants', 'de_minimis', 'orgnr', 'eur', 'day', counted => $$status <> 'draft'$$, options => '{"override_role": "chief"}');
	CREATE TABLE links (owner tilskudd.orgnr, owned tilskudd.orgnr, valid_from date, valid_to date);
	CREATE TABLE group_grants (orgnr tilskudd.orgnr, eur numeric, day date) PARTITION BY HASH (orgnr);
	CREATE TABLE group_grants_0 PARTITION OF group_grants FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE group_grants_1 PARTITION OF group_grants FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	SELECT tilskudd.guard('group_grants', 'de_minimis', 'orgnr', 'eur', 'day', options => $${"timing": "deferrable", "ownership": "\"Støtte\".links"}$$);
	CREATE TABLE projects (project int, nok numeric, day date, cost numeric, percent numeric);
	SELECT tilskudd.guard('projects', 'intensity', 'project', 'nok', 'day', mode => 'strict',
		options => '{"timing": "deferred", "eligible_cost": {"column": "cost"}, "intensity": {"column": "percent"}}');
	CREATE TABLE budget (project int, item text, cost numeric);
	CREATE TABLE parts (project int, nok numeric, day date, percent numeric, items text[]);
	SELECT tilskudd.guard('parts', 'cumulation', 'project', 'nok', 'day', options => $${"intensity": {"column": "percent"}, "items": {"column": "items"},
		"costs": "SELECT project AS key, item, cost AS eligible_cost FROM \"Støtte\".budget"}$$);
	-- the frames come after their commitments, by name, and so in a dump of rows
	CREATE TABLE zz_frames (key text, amount numeric);
	CREATE TABLE commitments (frame text, nok numeric, day date);
	SELECT tilskudd.guard('commitments', 'frame', 'frame', 'nok', 'day', options => $${"frames": "\"Støtte\".zz_frames"}$$);
	CREATE TABLE granted (id int, nok numeric, attested boolean);
	CREATE TABLE paid (id int, nok numeric, day date, last boolean);
	SELECT tilskudd.guard('paid', 'payment', 'id', 'nok', 'day', options => $${"final": {"column": "last"},
		"grants": "SELECT id AS key, nok AS amount, attested AS accounts_attested FROM \"Støtte\".granted"}$$);
	CREATE TABLE archive (id int, day date) PARTITION BY RANGE (day);
	CREATE TABLE archive_old PARTITION OF archive FOR VALUES FROM (MINVALUE) TO ('2010-01-01');
	CREATE TABLE archive_new PARTITION OF archive DEFAULT;
	SELECT tilskudd.guard('archive', 'retention', key => 'id', granted_on => 'day');
	CREATE TABLE watched (orgnr tilskudd.orgnr, eur numeric, day date);
	SELECT tilskudd.guard('watched', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'warn', options => '{"index": false}');
	SELECT tilskudd.guard('watched', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'off', options => '{"name": "audited", "index": false}');
	CREATE SCHEMA views;
	SELECT tilskudd.create_views('grants', '{"granted_on": "day", "gge_eur": "eur", "counted": "status <> ''draft''"}', 'views');

	-- rows
	INSERT INTO everything (orgnr, measure, applicant, places, numbers, several, sizes, aid, aids, orgnrs, zones) VALUES
		('923609016', 'regional_investment', '971032081', '{1902,5401}', '[0301,1902)', '{[1,2),[3,4)}', '[micro,medium]',
			ROW('training_general', 'small', tilskudd.de_minimis_verdict(1, 2, '2010-01-01')),
			ARRAY[ROW('training_general', 'small', NULL)::aid], '{923609016,NULL}', '{III,outside}');
	INSERT INTO everything (orgnr, kommunenr, measure, day) VALUES ('971032081', '2003', 'regional_investment', '2010-01-01'), ('889640782', '1902', 'regional_investment', '2011-01-01');
	INSERT INTO by_place VALUES ('923609016', '1902', '2010-01-01', 1), ('971032081', '0301', '2010-01-01', 2), ('889640782', '0301', '2010-01-01', 3), (NULL, NULL, NULL, 4);
	INSERT INTO grants VALUES (1, '923609016', 300000, '2025-01-01', 'granted'), (2, '971032081', 100, '2025-01-01', 'granted'), (3, '971032081', 1000000, '2025-01-01', 'draft');
	-- a merger of 2026: what was granted before stays lawful
	INSERT INTO links VALUES ('923609016', '971032081', '2026-01-01', NULL);
	INSERT INTO group_grants VALUES ('923609016', 200000, '2025-01-01'), ('971032081', 200000, '2025-01-01');
	INSERT INTO projects VALUES (1, 30, '2025-01-01', 100, 50), (1, 20, '2025-02-01', 100, 20);
	INSERT INTO budget VALUES (1, 'a', 60), (1, 'b', 40);
	INSERT INTO parts VALUES (1, 30, '2025-01-01', 30, '{a,b}');
	INSERT INTO zz_frames VALUES ('60/2025', 100);
	INSERT INTO commitments VALUES ('60/2025', 100, '2025-01-01');
	INSERT INTO granted VALUES (1, 100, false);
	INSERT INTO paid VALUES (1, 75, '2025-01-01', false);
	INSERT INTO archive VALUES (1, '2000-01-01'), (2, '2030-01-01');
	INSERT INTO watched VALUES ('923609016', 400000, '2025-01-01');
	CREATE MATERIALIZED VIEW per_zone AS SELECT tilskudd.zone(kommunenr, day) AS zone, count(*), tilskudd.cumulated_intensity(id, 50) FROM everything GROUP BY 1;
	CREATE UNIQUE INDEX ON per_zone (zone);
	CREATE MATERIALIZED VIEW law AS SELECT zone, meaning FROM tilskudd.law_zone_label});
# An override, the only row that its guard would not have let in.
my $overridden = q{SET tilskudd.override_reason = 'vedtak 7'; INSERT INTO "Støtte".grants VALUES (4, '923609016', 1, '2025-01-02')};
as_owner('original', $overridden);

my @tables = split /\n/, $node->safe_psql('original', q{SET search_path = '';
	SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace::regnamespace::text IN ('"Støtte"', 'views', 'grants') ORDER BY 1::text COLLATE "C"});
cmp_ok(scalar @tables, '>', 30, 'there are tables');
my $rows = join ' UNION ALL ', (map { my $t = $_; "SELECT '" . ($t =~ s/'/''/gr) . "', count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) FROM ONLY $t AS t" }
	@tables, 'tilskudd.guard_override'), map { "SELECT '$_', count(*), md5(string_agg(v::text, ';' ORDER BY v::text)) FROM $_ AS v" }
  qw(views.v_award views.v_de_minimis_balance views.v_violation grants.v_award grants.v_de_minimis_balance grants.v_violation tilskudd.guards),
  '"Støtte".small';
my $violations = q{SELECT target, v.key, v.guard, v.on_date, v.used, v.excess FROM (SELECT DISTINCT target FROM tilskudd.guards) AS g,
	tilskudd.violations(target) AS v ORDER BY target::text, v.guard, v.key};

sub contents
{
	my ($db) = @_;
	return [ split /\n/, $node->safe_psql($db, "SET search_path = ''; SET client_min_messages = error; SET tilskudd.as_of = '2025-12-31'; $rows; $violations") ];
}

sub dump_text
{
	my ($db) = @_;
	$node->command_ok([ 'pg_dump', '-f', "$dir/text.sql", $db ], "$db: pg_dump");
	my $text = slurp_file("$dir/text.sql") =~ s/^\\(un)?restrict .*\n//mgr;
	# a column that a restored view names is called so, whether or not it was before
	return $text =~ s/((?:NULL|'[^'\n]*')::[\w.]+) AS "?\w+"?/$1/gr;
}
my $original = contents('original');
like("@$original", qr/grants\|923609016\|de_minimis\|2025-01-02\|300001\|1/, 'the override is a violation');
like("@$original", qr/tilskudd\.guard_override\|1\|/, 'and recorded');
my $text = dump_text('original');

# What the guards let in, and what they refuse.
my $s = '"Støtte"';
my @pairs = (
	[ qq{INSERT INTO $s.grants VALUES (9, '971032081', %s, '2025-01-01')}, '299900', '299900.01' ],
	[ qq{INSERT INTO $s.group_grants VALUES ('971032081', %s, '2025-01-01')}, '100000', '100000.01' ],
	# the two are one undertaking from 2026 on, and had 400 000 EUR together
	[ qq{INSERT INTO $s.group_grants VALUES ('971032081', 1, '%s')}, '2028-01-02', '2026-01-01' ],
	[ qq{INSERT INTO $s.projects VALUES (1, %s, '2025-01-01', 100, 20)}, '0', '0.01' ],
	[ qq{INSERT INTO $s.parts VALUES (1, %s, '2025-01-01', 30, '{a}')}, '0', '0.01' ],
	[ qq{INSERT INTO $s.commitments VALUES ('60/2025', %s, '2025-01-01')}, '0', '0.01' ],
	[ qq{INSERT INTO $s.paid VALUES (1, %s, '2025-01-01', false)}, '0', '0.01' ],
	[ qq{DELETE FROM $s.archive WHERE id = %s}, '1', '2' ],
	[ qq{INSERT INTO $s.everything (orgnr, measure, kommunenr) VALUES ('937884117', 'regional_investment', '%s')}, '1902', '0301' ],
	[ qq{UPDATE $s.small SET size = '%s' WHERE orgnr = '923609016'}, 'micro', 'large' ]);

sub same
{
	my ($db, $name, %except) = @_;
	my $restored = contents($db);
	my @differ = grep { $original->[$_] ne ($restored->[$_] // 'nothing') && !($except{rows} && $original->[$_] =~ $except{rows}) } 0 .. $#$original;
	is(join("\n", map { "$original->[$_], restored $restored->[$_]" } @differ), '', "$name: the rows are the same");
	ok(dump_text($db) eq $text, "$name: so is another dump") unless %except;
	for (@pairs)
	{
		my ($sql, $lawful, $unlawful) = @$_;
		my $code = $sql =~ /small/ ? '44000' : '23514';
		is(sqlstate($db, 'BEGIN; ' . sprintf($sql, $lawful) . '; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK'), '', "$name: lawful: " . sprintf $sql, $lawful);
		is(sqlstate($db, sprintf $sql, $unlawful), $code, "$name: refused: " . sprintf $sql, $unlawful);
	}
	$node->safe_psql('postgres', "DROP DATABASE \"$db\"");
	return;
}

# Whole databases, in each format.
my @as_owner = ('-U', 'owner');
$node->command_ok([ 'pg_dump', @as_owner, '-Fc', '-f', "$dir/custom", 'original' ], 'the owner dumps: custom');
$node->command_ok([ 'pg_dump', @as_owner, '-Fd', '-j', '2', '-f', "$dir/directory", 'original' ], 'the owner dumps: directory, by two workers');
$node->command_ok([ 'pg_dump', '-Fd', '-j', '2', '--load-via-partition-root', '-f', "$dir/root", 'original' ], 'a superuser dumps: partitions by their root');
$node->command_ok([ 'pg_dump', '-Ft', '-f', "$dir/tar", 'original' ], 'a superuser dumps: tar');
$node->command_ok([ 'pg_dump', '--column-inserts', '-f', "$dir/inserts.sql", 'original' ], 'a superuser dumps: statements');
my @restore = ('pg_restore', '-e', '-d');
for (
	[ 'directory, two workers, the owner', [ @restore, 'way', @as_owner, '--no-owner', '-j', '2', "$dir/directory" ] ],
	[ 'by the root, two workers', [ @restore, 'way', '-j', '2', "$dir/root" ] ],
	[ 'tar, one transaction', [ @restore, 'way', '-1', "$dir/tar" ] ],
	[ 'INSERT', [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', 'way', '-f', "$dir/inserts.sql" ] ],
	[ 'sections, the owner', map { [ @restore, 'way', @as_owner, '--no-owner', "--section=$_", "$dir/custom" ] } qw(pre-data data post-data) ])
{
	my ($name, @commands) = @$_;
	new_database('way');
	$node->command_ok($_, "$name: restored") for @commands;
	same('way', $name);
}

# Rows into definitions that are there, guards and all.  A superuser restores them
# without triggers.
new_database('untriggered');
$node->command_ok([ @restore, 'untriggered', '--schema-only', "$dir/custom" ], 'definitions');
$node->command_ok([ @restore, 'untriggered', '--data-only', '--disable-triggers', '-j', '2', "$dir/custom" ], 'rows, without triggers');
same('untriggered', 'without triggers', rows => qr/^"Støtte"\.(per_zone|law)\|/);

# With them: what was lawful when it came is let in again, though its links and
# frames come later.  Refused is, with its table, what an override let in, ...
new_database('guarded');
# (what was dumped for this comes in the order of foreign keys)
$node->command_ok([ 'pg_dump', @as_owner, '-Fc', '--data-only', '-f', "$dir/data", 'original' ], 'the owner dumps: rows');
$node->command_ok([ @restore, 'guarded', @as_owner, '--no-owner', '--schema-only', "$dir/custom" ], 'definitions, the owner');
$node->command_checks_all([ 'pg_restore', '-d', 'guarded', @as_owner, "$dir/data" ], 1, [],
	[ qr/\A(?!.*error:.*error:).*error: COPY failed for table "grants": ERROR:  award on 2025-01-01 in table "grants" violates guard/s ],
	'rows, under the guards: one table is refused');
is($node->safe_psql('guarded', qq{SELECT (SELECT count(*) FROM $s.grants), (SELECT count(*) FROM $s.group_grants), (SELECT count(*) FROM grants.award)}),
	join('|', 0, 2, $node->safe_psql('original', 'SELECT count(*) FROM grants.award')), 'the others are there');
# ... and who may override restores it, with another record of it.
{
	local $ENV{PGOPTIONS} = '-c tilskudd.override_reason=restored';
	$node->command_ok([ @restore, 'guarded', @as_owner, '-n', 'Støtte', '-t', 'grants', "$dir/data" ], 'rows of that table, overridden');
}
is($node->safe_psql('guarded', 'SELECT reason FROM tilskudd.guard_override ORDER BY 1'), "restored\nvedtak 7", 'both are recorded');
same('guarded', 'under the guards', rows => qr/^"Støtte"\.(per_zone|law|log)\||guard_override/);

# A strict guard refuses what it can not decide: rows whose frame is not there yet.
as_owner('original', qq{SELECT tilskudd.guard('$s.commitments', 'frame', 'frame', 'nok', 'day', mode => 'strict', options => \$\${"frames": "\\"Støtte\\".zz_frames"}\$\$)});
new_database('strict');
$node->command_ok([ 'pg_dump', '-Fc', '-n', '"Støtte"', '-f', "$dir/strict", 'original' ], 'a strict guard');
$node->safe_psql('strict', 'CREATE EXTENSION tilskudd');
$node->command_ok([ @restore, 'strict', '--schema-only', "$dir/strict" ], 'strict: definitions');
$node->command_checks_all([ @restore, 'strict', '--data-only', '-t', 'commitments', "$dir/strict" ], 1, [], [ qr/violates guard "frame_guard"|frame_guard/ ],
	'strict: commitments before their frames are refused');
$node->command_ok([ @restore, 'strict', '--data-only', '-t', $_, "$dir/strict" ], "strict: after them they are not: $_") for qw(zz_frames commitments);
is($node->safe_psql('strict', "SELECT count(*) FROM $s.commitments"), '1', 'strict: they are there');

$node->stop;
done_testing();
