# A large load takes a bounded number of locks.
#
# One lock for each undertaking ends with "out of shared memory" after some ten
# thousand of them, for everybody on the server.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "max_connections = 20\nfsync = off\nmax_wal_size = 4GB\n");
$node->start;
is($node->safe_psql('postgres', 'SHOW max_locks_per_transaction'), '64', 'the server has its default number of locks');

$node->safe_psql('postgres', q{
	CREATE EXTENSION tilskudd;
	CREATE TABLE aid (undertaking int, eur numeric, granted_on date);
	CREATE TABLE aid_divided (LIKE aid) PARTITION BY HASH (undertaking);
	CREATE TABLE aid_divided_0 PARTITION OF aid_divided FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE aid_divided_1 PARTITION OF aid_divided FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	SELECT tilskudd.guard(t, 'de_minimis', key => 'undertaking', amount => 'eur', granted_on => 'granted_on')
	FROM unnest('{aid,aid_divided}'::regclass[]) AS t});

for my $table ('aid', 'aid_divided')
{
	# 60 000 EUR each: five of them are the ceiling
	my $load = qq{INSERT INTO $table
		SELECT i % 200000, 60000, date '2024-06-01' + i / 200000 FROM generate_series(0, 999999) AS i};
	my $result = $node->safe_psql('postgres', qq{
		BEGIN;
		$load;
		SELECT count(*), count(*) FILTER (WHERE objsubid = 7311) FROM pg_locks WHERE locktype = 'advisory';
		COMMIT;
		SELECT count(*) FROM $table;
		SELECT count(*) FROM tilskudd.violations('$table')});
	is($result, "512|512\n1000000\n0", "$table: a million rows of 200 000 undertakings take 512 locks");

	my $stderr;
	isnt($node->psql('postgres', "INSERT INTO $table SELECT i, 1, '2025-01-01' FROM generate_series(199990, 200010) AS i",
			stderr => \$stderr), 0, "$table: then each of them is full");
	like($stderr, qr/violates guard "de_minimis_guard"/, "$table: and refused by the guard");
}

$node->stop;
done_testing();
