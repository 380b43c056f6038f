# Guards where rows come from elsewhere: logical replication, a standby,
# prepared transactions.
#
# The worker that applies changes has no statements and no portal, and fires
# only triggers that are enabled ALWAYS; a prepared transaction has no backend,
# and its locks must hold all the same.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# The SQLSTATEs with which statements fail, '' if they do not.
sub sqlstate
{
	my ($node, $sql) = @_;
	my $stderr = '';
	$node->psql('postgres', "\\set VERBOSITY sqlstate\n$sql", stderr => \$stderr);
	return join ' ', $stderr =~ /ERROR:\s+(\w{5})/g;
}

sub rows
{
	my ($node, $table) = @_;
	return $node->safe_psql('postgres', "SELECT id, gge_eur FROM $table ORDER BY id");
}

# Waits for a message that comes after a position in the log.
sub wait_in_log
{
	my ($node, $from, $message, $name) = @_;
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return pass($name) if substr(slurp_file($node->logfile), $from) =~ $message;
		select undef, undef, undef, 0.1;
	}
	return fail($name);
}

my $columns = q{(id int PRIMARY KEY, orgnr tilskudd.orgnr, gge_eur numeric, decided_on date, status text DEFAULT 'granted')};
my $arguments = q{'de_minimis', 'orgnr', 'gge_eur', 'decided_on', counted => $$status = 'granted'$$};

my $publisher = PostgreSQL::Test::Cluster->new('publisher');
$publisher->init(allows_streaming => 'logical');
$publisher->append_conf('postgresql.conf', 'max_prepared_transactions = 10');
$publisher->start;
my $subscriber = PostgreSQL::Test::Cluster->new('subscriber');
$subscriber->init(allows_streaming => 'logical');
# a worker that has failed tries again at once
$subscriber->append_conf('postgresql.conf', "wal_retrieve_retry_interval = '100ms'");
$subscriber->start;

# The publisher lets all in; the subscriber's tables are guarded, one of them
# partitioned where the publisher's is not.
$publisher->safe_psql(
	'postgres', qq{
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants $columns;
	CREATE TABLE payments $columns;
	-- the old day tells the partition
	ALTER TABLE payments REPLICA IDENTITY FULL;
	CREATE TABLE loans $columns;
	INSERT INTO grants VALUES (1, '923609016', 250000, '2025-01-15'), (2, '971032081', 400000, '2025-01-15');
	CREATE PUBLICATION all_grants FOR TABLE grants, payments});
$subscriber->safe_psql(
	'postgres', qq{
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants $columns;
	CREATE TABLE payments (status text DEFAULT 'granted', decided_on date, gone int, gge_eur numeric, orgnr tilskudd.orgnr,
		id int, PRIMARY KEY (id, decided_on)) PARTITION BY RANGE (decided_on);
	ALTER TABLE payments DROP COLUMN gone;
	CREATE TABLE payments_new (orgnr tilskudd.orgnr, id int NOT NULL, decided_on date NOT NULL, gge_eur numeric, status text);
	ALTER TABLE payments ATTACH PARTITION payments_new FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
	CREATE TABLE loans $columns;
	SELECT tilskudd.guard(t, $arguments) FROM unnest('{grants,payments,loans}'::regclass[]) AS t});

# By default, what is replicated is not checked, neither the first rows nor
# later ones: the publisher has let them in.
my $connection = $publisher->connstr . ' dbname=postgres';
$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION from_publisher CONNECTION '$connection' PUBLICATION all_grants");
$subscriber->poll_query_until('postgres', q{SELECT count(*) = 2 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel})
  or die 'no synchronization';
is(rows($subscriber, 'grants'), "1|250000\n2|400000", 'default: the first copy is not checked');
$publisher->safe_psql('postgres', q{INSERT INTO grants VALUES (3, '923609016', 50000.01, '2025-06-01')});
$publisher->wait_for_catchup('from_publisher');
is(rows($subscriber, 'grants'), "1|250000\n2|400000\n3|50000.01", 'default: later rows neither');
is( $subscriber->safe_psql('postgres', q{SELECT key, used FROM tilskudd.violations('grants') ORDER BY key}),
	"923609016|300000.01\n971032081|400000", 'but violations() finds them');
is(sqlstate($subscriber, q{INSERT INTO grants VALUES (9, '923609016', 1, '2025-06-01')}),
	'23514', 'what is written here is checked, and rows from there count');
is(sqlstate($subscriber, q{INSERT INTO grants VALUES (9, '974761076', 300000, '2025-06-01')}), '', 'and let in if lawful');

# A trigger enabled ALWAYS checks them.
sub enable_always
{
	my ($table) = @_;
	return $subscriber->safe_psql('postgres', "ALTER TABLE $table ENABLE ALWAYS TRIGGER de_minimis_guard");
}
enable_always($_) for qw(grants payments);
is( $subscriber->safe_psql('postgres',
		q{SELECT target, enabled FROM tilskudd.guards ORDER BY target::text}),
	"grants|t\nloans|t\npayments|t", 'guards are enabled');
$publisher->safe_psql(
	'postgres', q{
	UPDATE grants SET gge_eur = 250000 WHERE id = 2;
	INSERT INTO grants VALUES (4, '971032081', 50000, '2026-01-15');
	UPDATE grants SET status = 'draft' WHERE id = 3;
	INSERT INTO grants VALUES (5, '971032081', 1000000, '2026-01-15', 'draft');
	INSERT INTO payments VALUES (1, '923609016', 300000, '2025-01-15')});
$publisher->wait_for_catchup('from_publisher');
is(rows($subscriber, 'grants'), "1|250000\n2|250000\n3|50000.01\n4|50000\n5|1000000\n9|300000",
	'always: lawful changes are applied');
is(rows($subscriber, 'payments'), '1|300000', 'always: into partitions, too');

# Those of 16 do before 16.5: what is refused is lost, and what follows is applied.
my $version = $subscriber->safe_psql('postgres', 'SHOW server_version_num');
my $passes_over = $version >= 160000 && $version < 160005;

# A change that is refused holds up what comes after it, until somebody makes
# room here.
my $id = 100;
for (
	[   'INSERT', 'grants',
		q{INSERT INTO grants VALUES (10, '971032081', 0.01, '2025-01-15')},
		q{UPDATE grants SET gge_eur = gge_eur - 0.01 WHERE id = 4} ],
	[   'lawful UPDATE', 'grants',
		q{UPDATE grants SET gge_eur = 299999.99 WHERE id = 1},
		undef ],
	[   'UPDATE of what counts', 'grants',
		q{UPDATE grants SET status = 'granted' WHERE id = 3},
		q{DELETE FROM grants WHERE id = 1} ],
	[   'INSERT into a partition', 'payments',
		q{INSERT INTO payments VALUES (2, '923609016', 0.01, '2026-01-15')},
		q{UPDATE payments SET gge_eur = 200000 WHERE id = 1} ],
	[   'UPDATE in a partition', 'payments',
		q{UPDATE payments SET gge_eur = 100000.01 WHERE id = 2},
		q{DELETE FROM payments WHERE id = 1} ])
{
	my ($name, $table, $change, $room) = @$_;
	if ($passes_over && defined $room)
	{
	  SKIP: { skip 'this server passes over a transaction that fails when it commits', 4 }
		next;
	}
	my $before = rows($subscriber, $table);
	my $from = -s $subscriber->logfile;
	$id++;
	$publisher->safe_psql('postgres', $change);
	$publisher->safe_psql('postgres', "INSERT INTO grants VALUES ($id, '937884117', 1, '2025-01-15')");
	if (defined $room)
	{
		wait_in_log($subscriber, $from, qr/ERROR:.* in table "$table" violates guard "de_minimis_guard"/,
			"always: $name: the log names the guard");
		is(rows($subscriber, $table), $before, "always: $name: not applied, nor what follows");
		$subscriber->safe_psql('postgres', $room);
	}
	$publisher->wait_for_catchup('from_publisher');
	$subscriber->poll_query_until('postgres', "SELECT count(*) = 1 FROM grants WHERE id = $id");
	isnt(rows($subscriber, $table), $before, "always: $name: applied" . (defined $room ? ' when there is room' : ''));
	is($subscriber->safe_psql('postgres', "SELECT key, used FROM tilskudd.violations('$table')"),
		'', "always: $name: no violation");
}

# A transaction is checked at its end: what it takes back does not count.
$publisher->safe_psql(
	'postgres', q{
	BEGIN;
	INSERT INTO payments VALUES (20, '974761076', 1000000, '2025-01-15'), (21, '974761076', 300000, '2025-01-15');
	DELETE FROM payments WHERE id = 20;
	COMMIT});
$publisher->wait_for_catchup('from_publisher');
is($subscriber->safe_psql('postgres', q{SELECT id FROM payments WHERE orgnr = '974761076'}),
	'21', 'always: a transaction as a whole');
is(sqlstate($subscriber, q{INSERT INTO payments VALUES ('granted', '2025-01-15', 1, '974761076', 22)}),
	'23514', 'what is written here is checked as before');

# The first copy of a table.
enable_always('loans');
$publisher->safe_psql(
	'postgres', q{
	TRUNCATE loans;
	INSERT INTO loans VALUES (1, '923609016', 200000, '2025-01-15'), (2, '923609016', 200000, '2026-01-15');
	ALTER PUBLICATION all_grants ADD TABLE loans});
my $from = -s $subscriber->logfile;
$subscriber->safe_psql('postgres', 'ALTER SUBSCRIPTION from_publisher REFRESH PUBLICATION');
wait_in_log($subscriber, $from, qr/ERROR:.* in table "loans" violates guard "de_minimis_guard"/,
	'always: the first copy is checked');
is(rows($subscriber, 'loans'), '', 'always: as a whole');
$publisher->safe_psql('postgres', 'UPDATE loans SET gge_eur = 100000 WHERE id = 2');
ok( $subscriber->poll_query_until('postgres',
		q{SELECT srsubstate IN ('r', 's') FROM pg_subscription_rel WHERE srrelid = 'loans'::regclass}),
	'always: lawful rows are copied');
is(rows($subscriber, 'loans'), "1|200000\n2|100000", 'always: all of them');
$subscriber->safe_psql('postgres', 'DROP SUBSCRIPTION from_publisher');

# A partitioned table that is published by its root, with a filter and a list of
# columns (15), into a guarded table that is not partitioned.
SKIP:
{
	skip 'publications have no filters before 15', 11 if $version < 150000;
	skip 'this server passes over a transaction that fails when it commits', 11 if $passes_over;
	$publisher->safe_psql(
		'postgres', q{
		CREATE TABLE awards_of_all (id int, orgnr tilskudd.orgnr, gge_eur numeric, decided_on date, status text, note text,
			PRIMARY KEY (id, status)) PARTITION BY LIST (status);
		CREATE TABLE awards_granted PARTITION OF awards_of_all FOR VALUES IN ('granted');
		CREATE TABLE awards_rest PARTITION OF awards_of_all DEFAULT;
		INSERT INTO awards_of_all VALUES (1, '923609016', 200000, '2025-01-15', 'granted'), (2, '923609016', 200000, '2025-01-15', 'draft');
		CREATE PUBLICATION granted FOR TABLE awards_of_all (id, orgnr, gge_eur, decided_on, status) WHERE (status = 'granted')
			WITH (publish_via_partition_root = true)});
	$subscriber->safe_psql('postgres', qq{
		CREATE TABLE awards_of_all $columns;
		SELECT tilskudd.guard('awards_of_all', $arguments)});
	enable_always('awards_of_all');
	$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION granted CONNECTION '$connection' PUBLICATION granted");
	$subscriber->wait_for_subscription_sync($publisher, 'granted');
	is(rows($subscriber, 'awards_of_all'), '1|200000', 'by the root: rows of the filter are copied');

	# A row that comes through the filter is an INSERT here.
	my $refused = sub {
		my ($change, $name) = @_;
		my $before = rows($subscriber, 'awards_of_all');
		my $from = -s $subscriber->logfile;
		$publisher->safe_psql('postgres', $change);
		wait_in_log($subscriber, $from, qr/violates guard "de_minimis_guard".*finished at [0-9A-F\/]+/s, "$name: refused");
		is(rows($subscriber, 'awards_of_all'), $before, "$name: not applied");
		# the context of the error tells which transaction it is
		my ($lsn) = substr(slurp_file($subscriber->logfile), $from) =~ /finished at ([0-9A-F\/]+)/;
		$subscriber->safe_psql('postgres', "ALTER SUBSCRIPTION granted SKIP (lsn = '$lsn')");
		$publisher->safe_psql('postgres', q{INSERT INTO awards_of_all VALUES (50, '937884117', 1, '2025-01-15', 'granted')});
		$publisher->wait_for_catchup('granted');
		is(rows($subscriber, 'awards_of_all'), "$before\n50|1", "$name: skipped, and what comes after it is applied");
		$publisher->safe_psql('postgres', 'DELETE FROM awards_of_all WHERE id = 50');
		$publisher->wait_for_catchup('granted');
		return;
	};
	$refused->(q{UPDATE awards_of_all SET status = 'granted' WHERE id = 2}, 'through the filter');
	$publisher->safe_psql('postgres', q{UPDATE awards_of_all SET status = 'draft' WHERE id = 2});
	# Nothing is there to delete, so nothing here remembers that it was applied.  Until the
	# publisher knows that all before it is on disk, it is sent again after an error,
	# and would end the skipping.
	$publisher->wait_for_catchup('granted', 'flush');
	$refused->(q{INSERT INTO awards_granted VALUES (3, '923609016', 100000.01, '2025-01-15', 'granted')}, 'into a partition');
	$publisher->safe_psql('postgres', q{DELETE FROM awards_of_all WHERE id = 3; UPDATE awards_of_all SET gge_eur = 100000 WHERE id = 2;
		UPDATE awards_of_all SET status = 'granted' WHERE id = 2});
	$publisher->wait_for_catchup('granted');
	is(rows($subscriber, 'awards_of_all'), "1|200000\n2|100000", 'through the filter: let in');
	$publisher->safe_psql('postgres', q{UPDATE awards_of_all SET status = 'lapsed' WHERE id = 1; INSERT INTO awards_of_all VALUES (4, '923609016', 200000, '2025-01-15', 'granted')});
	$publisher->wait_for_catchup('granted');
	is(rows($subscriber, 'awards_of_all'), "2|100000\n4|200000", 'out of the filter: it does not count any more');

	# A column of the guard that is not published has its default, which counts or not.
	$publisher->safe_psql('postgres', q{CREATE TABLE awards_short (id int PRIMARY KEY, orgnr tilskudd.orgnr, gge_eur numeric, decided_on date, status text);
		CREATE PUBLICATION short FOR TABLE awards_short (id, orgnr, gge_eur, decided_on)});
	$subscriber->safe_psql('postgres', qq{CREATE TABLE awards_short $columns; SELECT tilskudd.guard('awards_short', $arguments)});
	enable_always('awards_short');
	$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION short CONNECTION '$connection' PUBLICATION short");
	$subscriber->wait_for_subscription_sync($publisher, 'short');
	$publisher->safe_psql('postgres', q{INSERT INTO awards_short VALUES (1, '923609016', 300000, '2025-01-15', 'draft')});
	$publisher->wait_for_catchup('short');
	is($subscriber->safe_psql('postgres', 'SELECT id, status FROM awards_short'), '1|granted', 'a column that is not published has its default');
	my $from = -s $subscriber->logfile;
	$publisher->safe_psql('postgres', q{INSERT INTO awards_short VALUES (2, '923609016', 1, '2025-01-15', 'draft')});
	wait_in_log($subscriber, $from, qr/in table "awards_short" violates guard/, 'and counts so');
	$subscriber->safe_psql('postgres', "ALTER SUBSCRIPTION $_ DISABLE; ALTER SUBSCRIPTION $_ SET (slot_name = NONE); DROP SUBSCRIPTION $_") for qw(granted short);
	$publisher->safe_psql('postgres', 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots') if $publisher->poll_query_until('postgres',
		'SELECT NOT bool_or(active) FROM pg_replication_slots');
}

# The same by hand.
my $replica = 'SET session_replication_role = replica;';
$subscriber->safe_psql('postgres', qq{
	CREATE TABLE here $columns;
	SELECT tilskudd.guard('here', $arguments)});
is(sqlstate($subscriber, "$replica INSERT INTO here VALUES (1, '923609016', 300000.01, '2025-01-15')"),
	'', 'replica: not checked by default');
is(sqlstate($subscriber, q{INSERT INTO here VALUES (2, '923609016', 1, '2025-01-15')}), '23514', 'origin: checked');
$subscriber->safe_psql('postgres', 'TRUNCATE here');
enable_always('here');
for my $triggers ('the row trigger', 'all triggers')
{
	is(sqlstate($subscriber, "$replica INSERT INTO here VALUES (1, '923609016', 300000, '2025-01-15')"),
		'', "replica, $triggers always: lawful");
	is(sqlstate($subscriber, "$replica INSERT INTO here VALUES (2, '923609016', 0.01, '2025-01-15')"),
		'23514', "replica, $triggers always: refused");
	is(sqlstate($subscriber, "$replica UPDATE here SET gge_eur = 300000.01"),
		'23514', "replica, $triggers always: UPDATE refused");
	is(sqlstate($subscriber, q{UPDATE here SET gge_eur = 300000.01}), '23514', "origin, $triggers always: refused");
	is(rows($subscriber, 'here'), '1|300000', "replica, $triggers always: nothing else was written");
	$subscriber->safe_psql(
		'postgres', q{
		TRUNCATE here;
		ALTER TABLE here ENABLE ALWAYS TRIGGER de_minimis_guard_begin;
		ALTER TABLE here ENABLE ALWAYS TRIGGER de_minimis_guard_end});
}
# A new partition gets the trigger as it is.
$subscriber->safe_psql('postgres', q{CREATE TABLE payments_old PARTITION OF payments FOR VALUES FROM (MINVALUE) TO ('2025-01-01')});
for my $table (qw(payments payments_old))
{
	my $insert = "$replica INSERT INTO $table (id, orgnr, gge_eur, decided_on, status) VALUES (30, '889640782', %s, '2024-06-01', 'granted')";
	is(sqlstate($subscriber, sprintf($insert, '300000.01')), '23514', "replica, new partition, by $table: refused");
	is(sqlstate($subscriber, 'BEGIN;' . sprintf($insert, '300000') . ';ROLLBACK'), '', "replica, new partition, by $table: lawful");
}

$subscriber->safe_psql('postgres', 'ALTER TABLE here ENABLE REPLICA TRIGGER de_minimis_guard');
is($subscriber->safe_psql('postgres', q{SELECT enabled FROM tilskudd.guards WHERE target = 'here'::regclass}),
	'f', 'enabled only for replicas: the view says that it does not hold');
$subscriber->stop;

# Prepared transactions.
$publisher->safe_psql(
	'postgres', qq{
	CREATE TABLE awards $columns;
	SELECT tilskudd.guard('awards', $arguments);
	CREATE TABLE later $columns;
	SELECT tilskudd.guard('later', $arguments, options => '{"timing": "deferred"}');
	INSERT INTO awards VALUES (1, '923609016', 100000, '2025-01-15')});
sub award
{
	my ($id, $orgnr, $eur, $table) = @_;
	return "SET lock_timeout = '100ms'; INSERT INTO " . ($table || 'awards') . " VALUES ($id, '$orgnr', $eur, '2025-06-01')";
}

for my $table (qw(awards later))
{
	is(sqlstate($publisher, 'BEGIN;' . award(2, '923609016', 200000, $table) . "; PREPARE TRANSACTION 'p'"), '', "$table: prepared");
	is(sqlstate($publisher, award(3, '923609016', 200000, $table)), '55P03', "$table: the lock outlives the session");
	is(sqlstate($publisher, award(4, '971032081', 200000, $table)), '', "$table: others are not locked");
	is(sqlstate($publisher, "COMMIT PREPARED 'p'"), '', "$table: committed");
	is(sqlstate($publisher, award(3, '923609016', 200000, $table)), '23514', "$table: and it counts");

	is(sqlstate($publisher, 'BEGIN;' . award(5, '971032081', 100000, $table) . "; PREPARE TRANSACTION 'p'"), '', "$table: prepared once more");
	is(sqlstate($publisher, award(6, '971032081', 100000, $table)), '55P03', "$table: locked");
	is(sqlstate($publisher, "ROLLBACK PREPARED 'p'"), '', "$table: rolled back");
	is(sqlstate($publisher, award(6, '971032081', 100000, $table)), '', "$table: and it does not count");
}
is( sqlstate($publisher, 'BEGIN;' . award(7, '974761076', 300000.01, 'later') . "; PREPARE TRANSACTION 'p'"),
	'23514', 'a deferred guard refuses to prepare');
is($publisher->safe_psql('postgres', 'SELECT count(*) FROM pg_prepared_xacts'), '0', 'then nothing is prepared');

# A lock outlives the server, too.
is(sqlstate($publisher, 'BEGIN;' . award(8, '889640782', 200000) . "; PREPARE TRANSACTION 'p'"), '', 'prepared before a restart');
$publisher->restart;
is(sqlstate($publisher, award(9, '889640782', 200000)), '55P03', 'the lock outlives the server');

# A standby.
$publisher->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($publisher, 'copy', has_streaming => 1);
$standby->append_conf('postgresql.conf', 'max_prepared_transactions = 10');
$standby->start;
is(sqlstate($publisher, q{SET session_replication_role = replica; INSERT INTO awards VALUES (10, '974761076', 300000.01, '2025-06-01')}),
	'', 'a violation');
$publisher->wait_for_catchup($standby, 'replay', $publisher->lsn('insert'));
my @reads = (
	[ 'guards', 'SELECT to_jsonb(g) FROM tilskudd.guards AS g ORDER BY target::text', qr/"counted": .*granted/ ],
	[ 'violations()', q{SELECT key, on_date, used FROM tilskudd.violations('awards')}, qr/\A974761076\|2025-06-01\|300000\.01\z/ ],
	[   'headroom()',
		q{SELECT (h).allowed, (h)."limit", (h).used FROM tilskudd.headroom('awards', 'de_minimis', '971032081', '2025-06-02') AS h},
		qr/\At\|300000\|300000\z/ ],
	[   'headroom_curve()',
		q{SELECT on_date, used, headroom FROM tilskudd.headroom_curve('awards', 'de_minimis', '971032081', '2028-06-01', '2028-06-30')},
		# the awards of 2025-06-01 lie in the window until three years after
		qr/\A2028-06-01\|300000\|0\n2028-06-02\|0\|300000\z/ ]);
for (@reads)
{
	my ($name, $sql, $expected) = @$_;
	my $answer = $standby->safe_psql('postgres', $sql);
	like($answer, $expected, "standby: $name");
	is($answer, $publisher->safe_psql('postgres', $sql), "standby: $name is as on the primary");
}
is(sqlstate($standby, award(11, '937884117', 1)), '25006', 'standby: nothing is written');
is(sqlstate($standby, "SELECT tilskudd.guard('awards', $arguments)"), '55000', 'standby: no guard is declared');
is(sqlstate($standby, q{SELECT tilskudd.unguard('awards', 'de_minimis')}), '55000', 'standby: nor taken off');

# The standby takes over, with the prepared transaction and its lock.
$publisher->stop;
$standby->promote;
is(sqlstate($standby, award(12, '889640782', 200000)), '55P03', 'promoted: the lock is there');
is(sqlstate($standby, "COMMIT PREPARED 'p'"), '', 'promoted: committed');
is(sqlstate($standby, award(12, '889640782', 100000.01)), '23514', 'promoted: refused');
is(sqlstate($standby, award(12, '889640782', 100000)), '', 'promoted: accepted');
$standby->stop;
done_testing();
