# pg_upgrade of a cluster with the extension, to the same version.
#
# pg_upgrade does not run the extension's script: it copies each member, by its
# definition, and moves the data files.  A member it passes over, say because
# of its schema, leaves a database whose tables can no longer be compared,
# indexed or joined.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = PostgreSQL::Test::Cluster->new('old');

# pg_upgrade of 18 looks for the library in the server's own directory alone,
# where an extension that extension_control_path found need not be.
my $library = $old->config_data('--pkglibdir') . '/tilskudd.so';
plan skip_all => "pg_upgrade would look for $library, which is not installed"
  if $old->pg_version >= 18 && !-e $library;

$old->init;
$old->start;
$old->safe_psql(
	'postgres', q{
	CREATE ROLE ordinary;
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants (
		orgnr tilskudd.orgnr PRIMARY KEY,
		kommunenr tilskudd.kommunenr,
		granted_on date,
		zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone(kommunenr, granted_on)) STORED);
	CREATE INDEX grants_zone ON grants (zone);
	CREATE INDEX grants_hash ON grants USING hash (kommunenr);
	INSERT INTO grants VALUES
		('923609016', '0301', '2007-01-01'), ('971032081', '1902', '2014-07-01');
	CREATE TABLE aid (firm tilskudd.orgnr, eur numeric, day date, status text) PARTITION BY RANGE (day);
	CREATE TABLE aid_2025 PARTITION OF aid FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
	SELECT tilskudd.guard('aid', 'de_minimis', key => 'firm', amount => 'eur', granted_on => 'day', counted => $$status = 'granted'$$,
		options => '{"override_role": "ordinary"}');
	INSERT INTO aid VALUES ('923609016', 300000, '2025-01-01', 'granted');
	SET tilskudd.override_reason = 'before the upgrade';
	INSERT INTO aid VALUES ('923609016', 1, '2025-01-02', 'granted');
});
# A database whose extension is of an older version.
$old->safe_psql('postgres', 'CREATE DATABASE older');
$old->safe_psql(
	'older', q{
	CREATE EXTENSION tilskudd VERSION '0.1';
	CREATE TABLE aid (firm tilskudd.orgnr, eur numeric, day date);
	SELECT tilskudd.guard('aid', 'de_minimis', 'firm', 'eur', 'day');
	INSERT INTO aid VALUES ('923609016', 300000, '2025-01-01')});
my $guards = 'SELECT target, name, key, counted, mode, options, enabled FROM tilskudd.guards';
my $guards_before = $old->safe_psql('postgres', $guards);

# Every member by name with its comment, and what the operator families hold.
# Before 17, pg_upgrade does not know that array types can be members.
my $members = q{
	SELECT pg_describe_object(d.classid, d.objid, 0) COLLATE "C" AS member,
		obj_description(d.objid, d.classid::regclass::name)
	FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'tilskudd'
		AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_depend AS i
			WHERE i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i'))
	ORDER BY member};
my $families = q{
	SELECT f.opfname, m.amname, o.amoplefttype::regtype, o.amopstrategy, o.amopopr::regoperator
	FROM pg_amop AS o
		JOIN pg_opfamily AS f ON f.oid = o.amopfamily
		JOIN pg_am AS m ON m.oid = f.opfmethod
	WHERE f.opfnamespace = 'tilskudd'::regnamespace ORDER BY f.opfname, m.amname, o.amopstrategy};
my $permissions = q{
	SELECT has_schema_privilege('ordinary', 'tilskudd', 'USAGE'),
		has_table_privilege('ordinary', 'tilskudd.law_zone', 'SELECT'),
		has_function_privilege('ordinary', 'tilskudd.zone(tilskudd.kommunenr, date)', 'EXECUTE')};
my $members_before = $old->safe_psql('postgres', $members);
my $families_before = $old->safe_psql('postgres', $families);
$old->stop;

my $new = PostgreSQL::Test::Cluster->new('new');
$new->init;
my $bindir = $new->config_data('--bindir');
my $dir = PostgreSQL::Test::Utils::tempdir_short();
chdir $dir or die "chdir $dir: $!";
command_ok(
	[   'pg_upgrade', '--no-sync',
		'-d', $old->data_dir, '-D', $new->data_dir,
		'-b', $bindir, '-B', $bindir,
		'-s', $new->host, '-p', $old->port, '-P', $new->port ],
	'pg_upgrade');

$new->start;
is($new->safe_psql('postgres', $members), $members_before, 'every member is there');
like($members_before, qr/^operator >=\(tilskudd\.zone,tilskudd\.zone\)\|/m, 'operators among them');
is($new->safe_psql('postgres', $families), $families_before, 'every operator is in its family');
is($new->safe_psql('postgres', $permissions), 't|t|t', 'everybody may still use it');
is( $new->safe_psql('postgres', 'SELECT orgnr, kommunenr, zone FROM grants ORDER BY orgnr'),
	"923609016|0301|I\n971032081|1902|III",
	'rows are read as they were written');
is( $new->safe_psql(
		'postgres', q{
		SET enable_seqscan = off;
		SELECT a.orgnr FROM grants AS a JOIN grants AS b USING (kommunenr)
		WHERE a.zone = 'III' AND a.orgnr <> '923609016'}),
	'971032081',
	'operators and indexes work');
is($new->safe_psql('postgres', $guards), $guards_before, 'the guard is declared as it was');
my $stderr;
$new->psql('postgres', q{INSERT INTO aid VALUES ('923609016', 1, '2025-02-01', 'granted')}, stderr => \$stderr);
like($stderr, qr/ERROR: .* violates guard "de_minimis_guard"\n.* 300001 EUR are used/, 'and refuses');
is($new->safe_psql('postgres', 'SELECT key, requested, reason FROM tilskudd.guard_override'),
	'923609016|1|before the upgrade', 'what was overridden is recorded');

is($new->safe_psql('older', q{SELECT extversion FROM pg_extension WHERE extname = 'tilskudd'}), '0.1', 'an older version stays what it is');
for my $when ('before', 'after')
{
	$new->safe_psql('older', 'ALTER EXTENSION tilskudd UPDATE') if $when eq 'after';
	$new->psql('older', q{INSERT INTO aid VALUES ('923609016', 1, '2025-02-01')}, stderr => \$stderr);
	like($stderr, qr/violates guard "de_minimis_guard"/, "its guard refuses $when the update");
}
is($new->safe_psql('older', $members), $new->safe_psql('postgres', $members), 'updated, it has the same members');
$new->stop;
done_testing();
