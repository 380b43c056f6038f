# Many calls: in parallel workers, and in one backend.
#
# A function that is not PARALLEL SAFE in truth gives other answers in a worker,
# or none; one that leaks a few bytes per call takes the server down in the
# night when somebody checks all rows of the archive.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "autovacuum = off\njit = off\nfsync = off");
$node->start;
$node->safe_psql('postgres',
	q{CREATE DATABASE grants ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});

# Norway had 430 municipalities in 2010; each has 500 rows.
my $municipalities = 430;
my $repeated = 500;
my $nrows = $municipalities * $repeated;
$node->safe_psql(
	'grants', qq{
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants AS
		SELECT kommunenr, name, date '2010-01-01' AS granted_on,
			tilskudd.county(kommunenr, '2010-01-01') AS county,
			ARRAY['III', 'IV']::tilskudd.zone[] AS zones
		FROM (SELECT kommunenr, split_part(name, ' - ', 1) AS name
				FROM tilskudd.law_municipality_name
				WHERE '2010-01-01' BETWEEN valid_from AND coalesce(valid_to, 'infinity')
				ORDER BY kommunenr) AS m,
			generate_series(1, $repeated);
	ANALYZE grants;
});
is($node->safe_psql('grants', 'SELECT count(*) FROM grants'),
	$nrows, "the table has $nrows rows");

# Parallel.
my $parallel = q{
	SET parallel_setup_cost = 0;
	SET parallel_tuple_cost = 0;
	SET min_parallel_table_scan_size = 0;
	SET max_parallel_workers_per_gather = 2;
};
my $serial = 'SET max_parallel_workers_per_gather = 0;';
my %query = (
	zone => 'SELECT count(tilskudd.zone(kommunenr, granted_on)) FROM grants',
	in_zone => 'SELECT count(*) FROM grants WHERE tilskudd.in_zone(kommunenr, granted_on, VARIADIC zones)',
	'zone by zone' => q{SELECT tilskudd.zone(kommunenr, granted_on) AS zone, count(*) FROM grants GROUP BY 1 ORDER BY 1},
	'municipality by name' => q{SELECT count(*) FROM grants
		WHERE tilskudd.kommunenr(name, granted_on, county) = kommunenr},
	texts => q{SELECT count(DISTINCT tilskudd.kommune_name(kommunenr, granted_on)),
		count(DISTINCT tilskudd.county(kommunenr, granted_on)) FROM
		(SELECT DISTINCT kommunenr, granted_on FROM grants) AS g},
	intensity => q{SELECT tilskudd.max_intensity('training_general', 'small', granted_on, tilskudd.zone(kommunenr, granted_on)) AS most,
		count(*) FROM grants GROUP BY 1 ORDER BY 1},
	parts => 'SELECT count(p.zone) FROM grants, tilskudd.zone_parts(kommunenr, granted_on) AS p');

# The map of 2007 names every municipality, one of them, 1505, by the two that
# it was made of in 2008; a name and a county are a municipality; there were 19
# counties, and 424 names, since Bø, Herøy, Nes, Os, Sande and Våler were two
# municipalities each.
my %answer = (
	zone => $nrows,
	'municipality by name' => $nrows,
	texts => '424|19',
	parts => $nrows + $repeated);

for my $name (sort keys %query)
{
	my $in_parallel = $node->safe_psql('grants', "$parallel $query{$name}");
	like(
		$node->safe_psql('grants', "$parallel EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) $query{$name}"),
		qr/Workers Launched: [1-9]/, "$name: workers take part");
	is($in_parallel, $node->safe_psql('grants', "$serial $query{$name}"),
		"$name: they give the same answer");
	is($in_parallel, $answer{$name}, "$name: which is right") if defined $answer{$name};
}

# Memory, while the query runs, so that what belongs to the query is seen as
# well as what outlives it.  The first rows fill the caches.  Two bytes for
# each call would show.  (Memoize would save the calls.)
my $warm_up = 1000;
my $tolerance = 256 * 1024;
my $total = 'SELECT sum(total_bytes) FROM pg_backend_memory_contexts';
my %expression = (
	zone => 'tilskudd.zone(kommunenr, granted_on)',
	zone_source => 'tilskudd.zone_source(kommunenr, granted_on)',
	in_zone => 'tilskudd.in_zone(kommunenr, granted_on, VARIADIC zones)',
	kommune_name => 'tilskudd.kommune_name(kommunenr, granted_on)',
	county => 'tilskudd.county(kommunenr, granted_on)',
	transport_zone => 'tilskudd.transport_zone(kommunenr, granted_on)',
	payroll_zone => 'tilskudd.payroll_zone(kommunenr, granted_on)',
	payroll_rate => 'tilskudd.payroll_rate(kommunenr, granted_on)',
	kommunenr => 'tilskudd.kommunenr(name, granted_on, county)',
	orgnr => q{('NO' || 923609016::text || 'MVA')::tilskudd.orgnr, tilskudd.orgnr_is_valid(name)},
	max_intensity => q{tilskudd.max_intensity('rd_industrial', 'small', granted_on, tilskudd.zone(kommunenr, granted_on))},
	'max_intensity with options of each row' => q{tilskudd.max_intensity('rd_industrial', 'small', granted_on, collaboration => kommunenr > '1000')},
	max_aid => q{tilskudd.max_aid(1000.01, 'startup', 'small', granted_on, 'III', years_since_creation => 2)},
	intensity_verdict => q{tilskudd.intensity_verdict(10, 1000, 'training_general', 'small', granted_on, 'III')},
	explain_intensity => q{tilskudd.explain_intensity('training_general', 'small', granted_on, 'III', eligible_cost => 100)},
	notification_threshold => q{tilskudd.notification_threshold('rd_industrial', granted_on)},
	may_grant => q{tilskudd.may_grant('county', 'training_general', granted_on)},
	kommune_at => 'tilskudd.kommune_at(kommunenr, granted_on)');
my %scan = map { $_ => "SELECT $expression{$_} FROM grants" } keys %expression;
$scan{'zone_parts in LATERAL'} =
  'SELECT p.* FROM grants, LATERAL tilskudd.zone_parts(kommunenr, granted_on) AS p';
$scan{'zone_parts among the columns'} = 'SELECT tilskudd.zone_parts(kommunenr, granted_on) FROM grants';
$scan{'find_kommune in LATERAL'} =
  'SELECT f.* FROM grants, LATERAL tilskudd.find_kommune(name, granted_on) AS f';

for my $name (sort keys %scan)
{
	my ($before, $after, $left) = split /\n/, $node->safe_psql(
		'grants', qq{
		$serial
		SET enable_memoize = off;
		BEGIN;
		DECLARE c NO SCROLL CURSOR FOR $scan{$name};
		MOVE FORWARD $warm_up IN c;
		$total;
		MOVE FORWARD ALL IN c;
		$total;
		CLOSE c;
		SELECT count(*) FROM ($scan{$name}) AS s;
		COMMIT});
	cmp_ok($left, '>=', $nrows, "$name: all rows were read");
	cmp_ok($after - $before, '<', $tolerance, "$name: memory does not grow with the rows");
}

# What outlives a query: the same queries again and again in one backend.
my @short = map { "DO \$\$ BEGIN PERFORM count(*) FROM ($scan{$_} LIMIT 2000) AS s; END \$\$" } sort keys %scan;
my ($before, $after) = split /\n/,
  $node->safe_psql('grants', join(";\n", $serial, @short, $total, (@short) x 20, $total));
cmp_ok($after - $before, '<', $tolerance, 'memory does not grow with the queries');

$node->stop;
done_testing();
