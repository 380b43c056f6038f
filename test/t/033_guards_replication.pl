# Guards and rows that come from elsewhere: logical replication, a standby,
# session_replication_role, prepared transactions.
#
# Rows that another server has checked are not checked again, unless somebody
# asks for it; and nothing that a session of this server writes escapes.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $publisher = PostgreSQL::Test::Cluster->new('publisher');
$publisher->init(allows_streaming => 'logical');
$publisher->append_conf('postgresql.conf', "max_prepared_transactions = 5\n");
$publisher->start;

my $subscriber = PostgreSQL::Test::Cluster->new('subscriber');
$subscriber->init(allows_streaming => 'logical');
$subscriber->append_conf('postgresql.conf', "wal_retrieve_retry_interval = 100ms\n");
$subscriber->start;

my $table = q{
	CREATE EXTENSION tilskudd;
	CREATE TABLE aid (id int PRIMARY KEY, firm int, eur numeric, day date DEFAULT '2025-01-01')};
my $guard = q{SELECT tilskudd.guard('aid', 'de_minimis', key => 'firm', amount => 'eur', granted_on => 'day')};

# The SQLSTATE with which a statement fails, '' if it does not.
sub sqlstate
{
	my ($node, $sql) = @_;
	my $stderr = '';
	$node->psql('postgres', "\\set VERBOSITY sqlstate\n$sql", stderr => \$stderr);
	return $stderr =~ /ERROR:\s+(\w{5})/ ? $1 : '';
}
sub rows { return $_[0]->safe_psql('postgres', 'SELECT string_agg(id::text, \',\' ORDER BY id) FROM aid'); }

# A session that acts as a replica.  The publisher has no guard yet.
$publisher->safe_psql('postgres', "$table; INSERT INTO aid VALUES (1, 1, 200000)");
$subscriber->safe_psql('postgres', "$table; $guard");

# The first copy of a table, and then what follows, is as it was published.
$publisher->safe_psql('postgres', 'CREATE PUBLICATION p FOR TABLE aid; INSERT INTO aid VALUES (2, 1, 200000)');
my $connstr = $publisher->connstr . ' dbname=postgres';
$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION s CONNECTION '$connstr' PUBLICATION p");
$subscriber->poll_query_until('postgres', q{SELECT count(*) = 2 FROM aid}) or die 'no first copy';
$publisher->safe_psql('postgres', 'INSERT INTO aid VALUES (3, 1, 200000)');
$publisher->wait_for_catchup('s');
is(rows($subscriber), '1,2,3', 'what the publisher has is there, lawful or not');
is($subscriber->safe_psql('postgres', q{SELECT count(*) FROM tilskudd.violations('aid')}), '1', 'the audit finds it');
is(sqlstate($subscriber, 'INSERT INTO aid VALUES (9, 1, 1)'), '23514', 'what the subscriber writes itself is checked');
is(sqlstate($subscriber, 'INSERT INTO aid VALUES (9, 2, 1)'), '', 'and counts all rows');
$subscriber->safe_psql('postgres', 'DELETE FROM aid WHERE id = 9');

# Whoever wants the subscriber to refuse says so.
$subscriber->safe_psql('postgres', 'ALTER TABLE aid ENABLE ALWAYS TRIGGER de_minimis_guard');
$publisher->safe_psql('postgres', 'INSERT INTO aid VALUES (4, 2, 300000)');
$publisher->wait_for_catchup('s');
is(rows($subscriber), '1,2,3,4', 'a lawful row is applied');
my $offset = -s $subscriber->logfile;
$publisher->safe_psql('postgres', 'INSERT INTO aid VALUES (5, 2, 1)');
ok($subscriber->poll_query_until('postgres', "SELECT pg_read_file('" . $subscriber->logfile . "', $offset, 1000000) ~ 'violates guard \"de_minimis_guard\"'"),
	'an unlawful row stops the subscription, and the log says why');
is(rows($subscriber), '1,2,3,4', 'it is not applied');
$subscriber->safe_psql('postgres', 'ALTER TABLE aid ENABLE TRIGGER de_minimis_guard');
$publisher->wait_for_catchup('s');
is(rows($subscriber), '1,2,3,4,5', 'it is, once the trigger is as it was');
$subscriber->safe_psql('postgres', 'DROP SUBSCRIPTION s');

# The same in a session.
my $replica = 'SET session_replication_role = replica';
is(sqlstate($subscriber, "$replica; INSERT INTO aid VALUES (6, 2, 1)"), '', 'a replica session is not checked');
$subscriber->safe_psql('postgres', 'ALTER TABLE aid ENABLE ALWAYS TRIGGER de_minimis_guard');
is(sqlstate($subscriber, "$replica; INSERT INTO aid VALUES (7, 2, 1)"), '23514', 'unless the trigger is enabled always');
is(sqlstate($subscriber, "$replica; INSERT INTO aid VALUES (7, 3, 1), (8, 3, 1)"), '', 'lawful rows pass');
$subscriber->stop;

# A transaction that is prepared has been checked, and keeps its lock.
$publisher->safe_psql('postgres', "TRUNCATE aid; $guard");
is(sqlstate($publisher, "BEGIN; INSERT INTO aid VALUES (1, 1, 300001); PREPARE TRANSACTION 'too much'"), '23514', 'nothing unlawful is prepared');
$publisher->safe_psql('postgres', "BEGIN; INSERT INTO aid VALUES (1, 1, 300000); PREPARE TRANSACTION 'full'");
is(sqlstate($publisher, "SET lock_timeout = '100ms'; INSERT INTO aid VALUES (2, 1, 1)"), '55P03', 'another award waits for it');
$publisher->stop('immediate');
$publisher->start;
is(sqlstate($publisher, "SET lock_timeout = '100ms'; INSERT INTO aid VALUES (2, 1, 1)"), '55P03', 'also after a crash');
$publisher->safe_psql('postgres', "COMMIT PREPARED 'full'");
is(sqlstate($publisher, 'INSERT INTO aid VALUES (2, 1, 1)'), '23514', 'and is refused when it has committed');
$publisher->safe_psql('postgres', q{SELECT tilskudd.guard('aid', 'de_minimis', key => 'firm', amount => 'eur', granted_on => 'day',
	options => '{"timing": "deferred"}')});
is(sqlstate($publisher, "BEGIN; INSERT INTO aid VALUES (3, 1, 1); PREPARE TRANSACTION 'deferred'"), '23514', 'a deferred guard looks before it is prepared');
is($publisher->safe_psql('postgres', 'SELECT count(*) FROM pg_prepared_xacts'), '0', 'so there is nothing to commit');

# A standby reads.
$publisher->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($publisher, 'backup', has_streaming => 1);
$standby->start;
is($standby->safe_psql('postgres', q{SELECT name, mode, enabled FROM tilskudd.guards}), 'de_minimis|block|t', 'a standby knows the guards');
is($standby->safe_psql('postgres', q{SELECT used, headroom FROM tilskudd.headroom('aid', 'de_minimis', '1', '2025-06-01')}),
	'300000|0', 'and the headroom');
is($standby->safe_psql('postgres', q{SELECT count(*) FROM tilskudd.headroom_curve('aid', 'de_minimis', '1', '2025-06-01')}),
	'2', 'and the curve');
is($standby->safe_psql('postgres', q{SELECT count(*) FROM tilskudd.violations('aid')}), '0', 'and audits');
$standby->promote;
is(sqlstate($standby, 'INSERT INTO aid VALUES (4, 1, 1)'), '23514', 'and refuses when it is the server');
$standby->stop;
$publisher->stop;
done_testing();
