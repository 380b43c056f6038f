# pg_upgrade of a cluster with the extension: to the same version, and from every
# older major that is there.
#
# pg_upgrade does not run the extension's script: it copies each member, by its
# definition, and moves the data files.  A member it passes over, say because
# of its schema, leaves a database whose tables can no longer be compared,
# indexed or joined.
#
# TILSKUDD_OLD_PG_CONFIGS: the pg_config of each older major, with spaces between,
# for which the extension is installed, in that server's own directories.  Without
# it, whatever Debian has in /usr/lib/postgresql.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = $ENV{TILSKUDD_SRCDIR} || '.';

# What a pg_config says.
sub config
{
	my ($pg_config, $option) = @_;
	my $value = qx("$pg_config" --$option);
	die "$pg_config --$option failed" if $? != 0;
	chomp $value;
	return $value;
}

sub major
{
	my ($pg_config) = @_;
	my ($major) = config($pg_config, 'version') =~ /(\d+)/;
	return $major;
}

# pg_upgrade of 18 looks for the library in the server's own directory alone,
# where an extension that extension_control_path found need not be.
my $own_major = major('pg_config');
my $library = config('pg_config', 'pkglibdir') . '/tilskudd.so';
plan skip_all => "pg_upgrade would look for $library, which is not installed"
  if $own_major >= 18 && !-e $library;

# Older servers that have the extension; and why others are left out.
sub older_servers
{
	my $given = $ENV{TILSKUDD_OLD_PG_CONFIGS};
	my @servers;

	for my $pg_config (defined $given ? split(' ', $given) : sort glob '/usr/lib/postgresql/*/bin/pg_config')
	{
		my $control = config($pg_config, 'sharedir') . '/extension/tilskudd.control';
		next if major($pg_config) >= $own_major;
		push @servers, $pg_config and next if -e $control;
		die "$control is not there" if defined $given;
		diag("no upgrade from $pg_config: $control is not there");
	}
	return @servers;
}

my $setup = q{
	CREATE ROLE ordinary;
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants (
		orgnr tilskudd.orgnr PRIMARY KEY,
		kommunenr tilskudd.kommunenr,
		granted_on date,
		nok numeric,
		zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone(kommunenr, granted_on)) STORED,
		CONSTRAINT in_aid_area CHECK (tilskudd.in_zone(kommunenr, granted_on, 'I', 'III', 'IV')));
	CREATE INDEX grants_zone ON grants (zone);
	CREATE INDEX grants_hash ON grants USING hash (kommunenr);
	CREATE INDEX grants_name ON grants (tilskudd.kommune_name(kommunenr, granted_on));
	CREATE INDEX grants_north ON grants (granted_on) WHERE kommunenr >= '1800';
	INSERT INTO grants VALUES
		('923609016', '0301', '2007-01-01', 1), ('971032081', '1902', '2014-07-01', 2), ('971526920', '1729', '2010-05-01', 3);
	CREATE TYPE place AS (number tilskudd.kommunenr, of date);
	CREATE DOMAIN public_body AS tilskudd.orgnr CHECK (VALUE >= '900000006');
	CREATE TABLE each_type (
		orgnr tilskudd.orgnr, kommunenr tilskudd.kommunenr, zone tilskudd.zone, size tilskudd.enterprise_size, measure tilskudd.aid_measure,
		verdict tilskudd.verdict, peak tilskudd.de_minimis_peak, cumulation tilskudd.cumulation_result, sme tilskudd.sme_result,
		body public_body, numbers tilskudd.orgnr[], places place[]);
	INSERT INTO each_type VALUES
		('923609016', '5053', 'IV', 'medium', 'training_general',
		 tilskudd.de_minimis_verdict(270000, 40000, '2024-06-03'), (1.5, '2010-01-01', 300000, 200000),
		 '(f,100,150,50,"{a,b}",{machines},V4-1,,)', '(x,small,t,small,small,linked,12.5,1000000,2000000,2,0,,{},{})',
		 '971032081', '{923609016,NULL}', '{"(0301,2007-01-01)"}');
	INSERT INTO each_type DEFAULT VALUES;
	CREATE UNIQUE INDEX each_type_all ON each_type (orgnr, kommunenr, zone, size, measure);
	CREATE VIEW used AS
		SELECT orgnr, tilskudd.de_minimis_used(nok, granted_on) OVER (PARTITION BY zone ORDER BY granted_on) FROM grants;
	CREATE MATERIALIZED VIEW of_zone AS SELECT zone, array_agg(orgnr ORDER BY orgnr) FROM grants GROUP BY zone;
	CREATE TABLE of_north (kommunenr tilskudd.kommunenr) PARTITION BY RANGE (kommunenr);
	CREATE TABLE of_north_18 PARTITION OF of_north FOR VALUES FROM ('1800') TO ('1900');
	CREATE TABLE of_north_19 PARTITION OF of_north FOR VALUES FROM ('1900') TO ('2000');
	INSERT INTO of_north VALUES ('1804'), ('1902');
	CREATE TABLE aid (firm tilskudd.orgnr, eur numeric, day date, status text) PARTITION BY RANGE (day);
	CREATE TABLE aid_2025 PARTITION OF aid FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
	SELECT tilskudd.guard('aid', 'de_minimis', key => 'firm', amount => 'eur', granted_on => 'day', counted => $$status = 'granted'$$,
		options => '{"override_role": "ordinary"}');
	INSERT INTO aid VALUES ('923609016', 300000, '2025-01-01', 'granted');
	SET tilskudd.override_reason = 'before the upgrade';
	INSERT INTO aid VALUES ('923609016', 1, '2025-01-02', 'granted');
	RESET tilskudd.override_reason;
};

# A database whose extension is of an older version.
my $setup_older = q{
	CREATE EXTENSION tilskudd VERSION '0.1';
	CREATE TABLE aid (firm tilskudd.orgnr, eur numeric, day date);
	SELECT tilskudd.guard('aid', 'de_minimis', 'firm', 'eur', 'day');
	INSERT INTO aid VALUES ('923609016', 300000, '2025-01-01')};

# What must be after an upgrade as it was before, each a query.  Types that come with
# others, of arrays and rows, are members only in newer servers.
my $members = 'every member, with its comment';
my %kept = (
	$members => q{
		SELECT pg_describe_object(d.classid, d.objid, 0) COLLATE "C" AS member,
			obj_description(d.objid, d.classid::regclass::name)
		FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
		WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'tilskudd'
			AND NOT EXISTS (
				SELECT FROM pg_type AS t LEFT JOIN pg_class AS c ON c.oid = t.typrelid
				WHERE d.classid = 'pg_type'::regclass AND t.oid = d.objid AND (t.typcategory = 'A' OR c.relkind <> 'c'))
		ORDER BY member},
	'what operator families hold' => q{
		SELECT f.opfname, m.amname, o.amoplefttype::regtype, o.amopstrategy, o.amopopr::regoperator
		FROM pg_amop AS o
			JOIN pg_opfamily AS f ON f.oid = o.amopfamily
			JOIN pg_am AS m ON m.oid = f.opfmethod
		WHERE f.opfnamespace = 'tilskudd'::regnamespace ORDER BY f.opfname, m.amname, o.amopstrategy},
	'the guards' => 'SELECT target, name, rule, key, counted, mode, options, enabled FROM tilskudd.guards ORDER BY target::text COLLATE "C", name',
	'the policies' => 'SELECT tablename, policyname, cmd, qual FROM pg_policies ORDER BY tablename, policyname',
	'what tables and views show' => q{
		SET tilskudd.as_of = '2012-12-31';
		SET client_min_messages = error;
		SELECT format('SELECT %L, count(*), md5(string_agg(t::text, E''\n'' ORDER BY t::text COLLATE "C")) FROM %s AS t', oid::regclass, oid::regclass)
		FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ('public'::regnamespace, 'grants'::regnamespace)
		ORDER BY oid::regclass::text COLLATE "C" \gexec});

sub look
{
	my ($node) = @_;
	return map { ($_ => $node->safe_psql('postgres', $kept{$_})) } keys %kept;
}

# Whether a statement is refused with an error like this.
sub refused
{
	my ($node, $statement, $error, $what, $database) = @_;
	my (undef, undef, $stderr) = $node->psql($database || 'postgres', $statement);
	like($stderr, $error, $what);
}

# What the upgraded cluster must be able to do.
sub check_upgraded
{
	my ($node, %before) = @_;
	my %after = look($node);

	is($after{$_}, $before{$_}, "as before: $_") for sort keys %before;
	is( $node->safe_psql(
			'postgres', q{
			SELECT has_schema_privilege('ordinary', 'tilskudd', 'USAGE'),
				has_table_privilege('ordinary', 'tilskudd.law_zone', 'SELECT'),
				has_function_privilege('ordinary', 'tilskudd.zone(tilskudd.kommunenr, date)', 'EXECUTE')}),
		't|t|t',
		'everybody may still use it');
	is( $node->safe_psql(
			'postgres', q{
			SET enable_seqscan = off;
			SELECT a.orgnr FROM grants AS a JOIN grants AS b USING (kommunenr)
			WHERE a.zone = 'III' AND a.orgnr <> '923609016' AND a.kommunenr = '1902';
			SELECT orgnr FROM grants WHERE tilskudd.kommune_name(kommunenr, granted_on) = 'Inderøy';
			SELECT orgnr FROM grants WHERE granted_on > '2000-01-01' AND kommunenr >= '1800';
			SELECT orgnr FROM each_type WHERE (orgnr, kommunenr, zone, size, measure) = ('923609016', '5053', 'IV', 'medium', 'training_general');
			SELECT tableoid::regclass FROM of_north WHERE kommunenr = '1902'}),
		"971032081\n971526920\n971032081\n923609016\nof_north_19",
		'operators and indexes work');
	is($node->safe_psql('postgres', q{INSERT INTO grants VALUES ('974760673', '1729', '2010-05-01') RETURNING zone}),
		'III', 'a column is generated');
	refused($node, q{INSERT INTO grants VALUES ('889640782', '0301', '2015-01-01')},
		qr/violates check constraint "in_aid_area"/, 'a CHECK refuses');
	refused($node, q{INSERT INTO aid VALUES ('923609016', 1, '2025-02-01', 'granted')},
		qr/ERROR: .* violates guard "de_minimis_guard"\n.* 300001 EUR are used/, 'a guard refuses');
	is($node->safe_psql('postgres', 'SELECT key, requested, reason FROM tilskudd.guard_override'),
		'923609016|1|before the upgrade', 'what was overridden is recorded');
	refused(
		$node, q{
		INSERT INTO grants.award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
		VALUES ('Nordland', '109730602', '2012-12-10', 'de_minimis', 2000010, 2000010, 200001, 10, '2012-12-01', 'general')},
		qr/ERROR: .* table "award" violates guard "de_minimis_guard"/, 'a guard of the register refuses');
	$node->safe_psql('postgres', 'REINDEX DATABASE postgres');
	is({ look($node) }->{'the guards'}, $before{'the guards'}, 'the guards outlive REINDEX');
}

sub check_older
{
	my ($node) = @_;

	is($node->safe_psql('older', q{SELECT extversion FROM pg_extension WHERE extname = 'tilskudd'}), '0.1', 'an older version stays what it is');
	for my $when ('before', 'after')
	{
		$node->safe_psql('older', 'ALTER EXTENSION tilskudd UPDATE') if $when eq 'after';
		refused($node, q{INSERT INTO aid VALUES ('923609016', 1, '2025-02-01')},
			qr/violates guard "de_minimis_guard"/, "its guard refuses $when the update", 'older');
	}
	is($node->safe_psql('older', $kept{$members}), $node->safe_psql('postgres', $kept{$members}), 'updated, it has the same members');
}

# Views of a register that 14 made read with the rights of their owner: see docs/register.md.
sub check_views_of_14
{
	my ($node) = @_;
	my $as_officer = q{GRANT grants_officer TO ordinary; SET ROLE ordinary; SELECT count(*) FROM grants.v_award};

	refused($node, $as_officer, qr/permission denied for view v_award/, 'officers have no views');
	$node->safe_psql(
		'postgres', q{
		SELECT format('ALTER VIEW %s SET (security_invoker = true)', oid::regclass) FROM pg_class
		WHERE relnamespace = 'grants'::regnamespace AND relkind = 'v' AND relname <> 'everything' \gexec
		GRANT SELECT ON ALL TABLES IN SCHEMA grants TO grants_officer;
		REVOKE SELECT ON grants.everything FROM grants_officer});
	is($node->safe_psql('postgres', $as_officer), '0', 'until they are given them');
}

sub upgrade_from
{
	my ($pg_config) = @_;
	my $major = major($pg_config);
	my $bindir = config('pg_config', 'bindir');
	my $old_bindir = config($pg_config, 'bindir');
	my @locale = ('--encoding=UTF8', '--locale=C');
	my $old;

	if ($old_bindir eq $bindir)
	{
		$old = PostgreSQL::Test::Cluster->new("old_$major");
		$old->init(extra => \@locale);
	}
	else
	{
		# settings that lead to the extension, of the newer server
		delete local $ENV{TEMP_CONFIG};
		$old = PostgreSQL::Test::Cluster->new("old_$major", install_path => $old_bindir =~ s{/bin$}{}r);
		$old->init(extra => \@locale);
	}
	$old->start;
	$old->safe_psql('postgres', $setup);
	$old->safe_psql('postgres', slurp_file("$source/test/demo/register.sql"));
	$old->safe_psql('postgres', 'CREATE DATABASE older');
	$old->safe_psql('older', $setup_older);
	my %before = look($old);
	like($before{$members}, qr/^operator >=\(tilskudd\.zone,tilskudd\.zone\)\|/m, 'operators are members');
	like($before{'the guards'}, qr/^grants\.award\|retention\|/m, 'the register has guards');
	like($before{'what tables and views show'}, qr/^grants\.v_award\|[1-9]/m, 'and awards');
	$old->stop;

	my $new = PostgreSQL::Test::Cluster->new("new_$major");
	$new->init(extra => [ @locale, $own_major >= 18 && $major < 18 ? '--no-data-checksums' : () ]);
	my $dir = PostgreSQL::Test::Utils::tempdir_short();
	chdir $dir or die "chdir $dir: $!";
	command_ok(
		[   'pg_upgrade', $own_major >= 15 ? '--no-sync' : (),
			'-d', $old->data_dir, '-D', $new->data_dir,
			'-b', $old_bindir, '-B', $bindir,
			'-s', $new->host, '-p', $old->port, '-P', $new->port ],
		'pg_upgrade');
	$new->start;
	check_upgraded($new, %before);
	check_older($new);
	check_views_of_14($new) if $major < 15 && $own_major >= 15;
	$new->stop;
}

my @older = older_servers();
subtest "from the same version, $own_major" => sub { upgrade_from('pg_config') };
for my $pg_config (@older)
{
	subtest 'from ' . config($pg_config, 'version') => sub { upgrade_from($pg_config) };
}
SKIP:
{
	skip 'no older PostgreSQL with the extension is there; TILSKUDD_OLD_PG_CONFIGS can name some', 1 unless @older;
	pass('upgraded from ' . @older . ' older');
}
done_testing();
