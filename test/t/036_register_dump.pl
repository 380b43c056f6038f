# A register through dump and restore, of its schema and of the database, by an
# owner who is no superuser: tables, guards, policies and views come back and mean
# the same.
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

$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN CREATEROLE; CREATE ROLE analyst LOGIN; CREATE ROLE kari LOGIN; CREATE ROLE nordland');
$node->safe_psql('postgres', "CREATE DATABASE $_ OWNER owner") for qw(original restored whole);
my $demo = slurp_file("$source/test/demo/register.sql");
$node->safe_psql('original', "CREATE EXTENSION tilskudd; $demo", extra_params => [ '-U', 'owner' ]);
$node->safe_psql('original',
	"UPDATE grants.granting_authority SET role = 'nordland' WHERE name = 'Nordland';
	GRANT grants_reader TO analyst; GRANT nordland, grants_officer TO kari");

my @views = split /\n/, $node->safe_psql('original', q{SELECT viewname FROM pg_views WHERE schemaname = 'grants' AND viewname LIKE 'v\_%' ORDER BY 1});
is(scalar @views, 12, 'there are twelve views');

# What each view shows to somebody.
sub shown
{
	my ($database, $role) = @_;
	return join "\n", map {
		"$_ " . $node->safe_psql($database, "SET client_min_messages = error; SET tilskudd.as_of = '2012-12-31';
			SELECT count(*), md5(string_agg(v::text, ';' ORDER BY v::text)) FROM grants.$_ AS v", extra_params => [ '-U', $role ])
	} @views;
}

my %before = map { ($_ => shown('original', $_)) } qw(owner analyst);
is($before{analyst}, $before{owner}, 'a reader sees what the owner sees');

$node->command_ok([ 'pg_dump', '-U', 'owner', '-Fc', '-n', 'grants', '-f', "$dir/schema", '-d', $node->connstr('original') ], 'the owner dumps it');
$node->safe_psql('restored', 'CREATE EXTENSION tilskudd', extra_params => [ '-U', 'owner' ]);
$node->command_ok([ 'pg_restore', '-U', 'owner', '-e', '-d', $node->connstr('restored'), "$dir/schema" ], 'and restores it');
$node->command_ok([ 'pg_dump', '-U', 'owner', '-Fc', '-f', "$dir/database", '-d', $node->connstr('original') ], 'the owner dumps all');
$node->command_ok([ 'pg_restore', '-U', 'owner', '-e', '-j', '2', '--no-owner', '-d', $node->connstr('whole'), "$dir/database" ], 'and restores it');

my $guards = 'SELECT target, name, rule, counted, options, enabled FROM tilskudd.guards ORDER BY 1, 2';
my $policies = "SELECT tablename, policyname, cmd, qual FROM pg_policies WHERE schemaname = 'grants' ORDER BY 1, 2";
my $owners = "SELECT relname, relowner::regrole, relacl FROM pg_class WHERE relnamespace = 'grants'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1";
cmp_ok(length $node->safe_psql('original', $policies), '>', 1000, 'there are policies');
for my $database (qw(restored whole))
{
	is(shown($database, $_), $before{$_}, "$database: $_ sees the same") for sort keys %before;
	is($node->safe_psql($database, $guards), $node->safe_psql('original', $guards), "$database: the guards");
	is($node->safe_psql($database, $policies), $node->safe_psql('original', $policies), "$database: the policies");
	is($node->safe_psql($database, $owners), $node->safe_psql('original', $owners), "$database: owners and privileges");
}

# A guard refuses: Vågan's enterprise has 9 619.97 EUR left.
my $award = "INSERT INTO grants.award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
	VALUES ('Nordland', '109730602', '2012-12-10', 'de_minimis', 96199.80, 96199.80, %s, 10, '2012-12-01', 'general')";
for my $database (qw(original restored whole))
{
	my ($status, undef, $stderr) = $node->psql($database, "\\set VERBOSITY sqlstate\n" . sprintf($award, '9619.98'), extra_params => [ '-U', 'kari' ]);
	like($stderr, qr/ERROR:  23514/, "$database: the guard holds for an officer");
	is($node->safe_psql($database, 'SELECT DISTINCT granting_authority FROM grants.award', extra_params => [ '-U', 'kari' ]),
		'Nordland', "$database: who sees only what is of the authority");
}

$node->stop;
done_testing();
