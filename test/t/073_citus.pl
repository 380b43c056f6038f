# Guards on tables that Citus distributes.
#
# Runs where Citus is installed: a coordinator and two workers on this machine.
# test/sql/guards_citus.sql has the refusals without it.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

chomp(my $sharedir = `pg_config --sharedir`);
chomp(my $libdir = `pg_config --pkglibdir`);
plan skip_all => 'Citus not installed'
	unless -e "$sharedir/extension/citus.control" && -e "$libdir/citus.so";

my $seconds = $ENV{GUARD_STRESS_SECONDS} || 4;
my %nodes;
for my $name ('coordinator', 'worker_1', 'worker_2')
{
	my $node = $nodes{$name} = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	$node->append_conf('postgresql.conf', q{
shared_preload_libraries = 'citus'
listen_addresses = '127.0.0.1'
fsync = off
wal_level = logical
max_prepared_transactions = 50
max_wal_senders = 10
max_replication_slots = 10
deadlock_timeout = 100ms
citus.node_conninfo = 'sslmode=disable'
citus.enable_unsafe_triggers = on
citus.enable_statistics_collection = off
citus.shard_count = 4
citus.propagate_set_commands = 'local'
citus.show_shards_for_app_name_prefixes = '*'
});
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION citus');
}
my ($coordinator, @workers) = @nodes{'coordinator', 'worker_1', 'worker_2'};
$coordinator->safe_psql('postgres', join(';',
	"SELECT citus_set_coordinator_host('127.0.0.1', ${\$coordinator->port})",
	(map { "SELECT citus_add_node('127.0.0.1', ${\$_->port})" } @workers),
	'CREATE EXTENSION tilskudd'));

sub query
{
	my ($sql, $node) = @_;
	return ($node || $coordinator)->safe_psql('postgres', $sql);
}

# What is said of commands that may fail; empty if nothing is.
sub attempt
{
	my ($sql, $node) = @_;
	my $stderr;
	($node || $coordinator)->psql('postgres', $sql, stderr => \$stderr, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
	return $stderr;
}

sub refused
{
	my ($sql, $expected, $name, $node) = @_;
	like(attempt($sql, $node), $expected, $name);
}

# A table of awards, distributed by its column k.
sub create_aid
{
	my ($table, $how) = @_;
	$how //= "create_distributed_table('$table', 'k', colocate_with => 'none')";
	query("CREATE TABLE $table (id int, k int, eur numeric, day date); SELECT $how");
}

sub guard
{
	my ($table, $more) = @_;
	return "SELECT tilskudd.guard('$table', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day'" . ($more // '') . ')';
}

my $too_much = qr/ERROR: +23514: award on 2025-0[0-9]-\d\d in table "\w+_\d+" violates guard "de_minimis_guard_\d+"/;
# Where Citus sends rows by COPY, it keeps neither the SQLSTATE nor the hint.
my $too_much_by_copy = qr/ERROR: +XX000: award on 2025-0[0-9]-\d\d in table "\w+_\d+" violates guard "de_minimis_guard_\d+"/;

is(query(q{SELECT count(*) FROM pg_extension WHERE extname = 'tilskudd'}, $workers[1]), '1',
	'CREATE EXTENSION on the coordinator makes it on the workers');

# --- What is written, in every way ---

query(q{
	CREATE TABLE grants (id bigint GENERATED ALWAYS AS IDENTITY, orgnr tilskudd.orgnr NOT NULL, gge_eur numeric(12,2) NOT NULL,
		decided_on date NOT NULL, status text NOT NULL DEFAULT 'granted');
	CREATE TABLE enterprise (orgnr tilskudd.orgnr PRIMARY KEY, name text);
	SELECT create_distributed_table('grants', 'orgnr'), create_distributed_table('enterprise', 'orgnr', colocate_with => 'grants');
	SELECT tilskudd.guard('grants', 'de_minimis', key => 'orgnr', amount => 'gge_eur', granted_on => 'decided_on',
		counted => $$status IN ('reserved', 'granted')$$);
	INSERT INTO enterprise VALUES ('923609016', 'a'), ('974760673', 'b'), ('971032081', 'c'), ('889640782', 'd');
	INSERT INTO grants (orgnr, gge_eur, decided_on) SELECT orgnr, 100000, '2025-01-15' FROM enterprise;
});
my $refusal = attempt(q{INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('923609016', 200000.01, '2025-06-01')});
like($refusal, $too_much, 'a refusal of a worker has its SQLSTATE');
# 100 000 + 200 000.01 > 300 000 (2023/2831 Art 3(2))
like($refusal, qr/DETAIL: +Key \(orgnr\)=\(923609016\): 100000.00 EUR are used from 2022-06-01 to 2025-06-01, 200000.01 EUR are requested, the ceiling is 300000 EUR/, '... its detail');
like($refusal, qr/HINT: +At most 200000.00 EUR may be granted on 2025-06-01; 200000.01 EUR from 2028-01-16 on/, '... and its hint');
refused(q{INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('974760673', 1, '2025-06-01'), ('923609016', 1, '2025-06-01'), ('923609016', 200000, '2025-06-01')},
	$too_much, 'rows of several shards');
refused(q{INSERT INTO grants (orgnr, gge_eur, decided_on) SELECT orgnr, 250000, '2025-06-01' FROM enterprise ORDER BY orgnr LIMIT 2}, $too_much_by_copy, 'INSERT ... SELECT by the coordinator');
refused("COPY grants (orgnr, gge_eur, decided_on) FROM STDIN;\n974760673\t1\t2025-06-01\n923609016\t150000\t2025-06-01\n923609016\t50000.01\t2025-06-01\n\\.\n",
	$too_much_by_copy, 'COPY');
refused(q{INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('923609016', 200000.01, '2025-06-01')}, $too_much, 'through a worker', $workers[0]);
query(q{INSERT INTO grants (orgnr, gge_eur, decided_on, status) SELECT orgnr, 200000.01, '2025-06-01', 'draft' FROM enterprise}, $workers[1]);
refused(q{UPDATE grants SET status = 'granted'}, $too_much, 'UPDATE of all shards');
refused(q{UPDATE grants SET status = 'granted' WHERE orgnr = '974760673'}, $too_much, 'UPDATE of one');
refused(q{UPDATE grants SET orgnr = '974760673'}, qr/modifying the partition value of rows is not allowed/, 'the key can not be changed');
query(q{UPDATE grants SET gge_eur = 200000 WHERE status = 'draft'; UPDATE grants SET status = 'granted'});
is(query('SELECT count(*), sum(gge_eur) FROM grants'), '8|1200000.00', 'what equals the ceiling passes, and nothing else did');

# --- Headroom, audits, rules within queries ---

query(q{UPDATE grants SET gge_eur = 150000 WHERE orgnr = '974760673' AND decided_on = '2025-06-01'});
# 300 000 - 100 000 - 150 000
for my $node ($coordinator, @workers)
{
	is(query(q{SELECT allowed, headroom FROM tilskudd.headroom('grants', 'de_minimis', '974760673', '2025-07-01')}, $node),
		't|50000.00', 'headroom on ' . $node->name);
}
is(query(q{SELECT on_date, headroom FROM tilskudd.headroom_curve('grants', 'de_minimis', '974760673', '2025-07-01')}),
	"2025-07-01|50000.00\n2028-01-16|150000.00\n2028-06-02|300000.00", 'headroom_curve');
query(q{SELECT tilskudd.guard('grants', 'de_minimis', key => 'orgnr', amount => 'gge_eur', granted_on => 'decided_on', mode => 'off');
	INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('971032081', 7, '2025-06-01');
	SELECT tilskudd.guard('grants', 'de_minimis', key => 'orgnr', amount => 'gge_eur', granted_on => 'decided_on')});
is(query(q{SELECT key, on_date, excess FROM tilskudd.violations('grants')}), '971032081|2025-06-01|7.00', 'violations of the whole');
is(query(q{
	SELECT v->>'key', v->>'excess' FROM run_command_on_shards('grants', $$SELECT coalesce(json_agg(v), '[]') FROM tilskudd.violations('%s') v$$) r,
		json_array_elements(r.result::json) v}), '971032081|7.00', '... and of each shard');
is(query('SELECT orgnr, (tilskudd.de_minimis_peak(gge_eur, decided_on)).used FROM grants GROUP BY orgnr ORDER BY 2 DESC, 1 LIMIT 2'),
	"971032081|300007.00\n889640782|300000.00", 'de_minimis_peak()');
like(query('EXPLAIN (COSTS off, VERBOSE) SELECT orgnr, tilskudd.de_minimis_peak(gge_eur, decided_on) FROM grants GROUP BY orgnr'),
	qr/Task.*de_minimis_peak\(/s, '... is computed by the workers');
like(query(q{EXPLAIN (COSTS off, VERBOSE) SELECT count(*) FROM grants JOIN enterprise USING (orgnr) WHERE tilskudd.de_minimis_ceiling(decided_on) >= 300000}),
	qr/Query: SELECT count.*JOIN public.enterprise_\d+.*de_minimis_ceiling\(/s, 'so are rules, and joins with the enterprises');

# --- Shards that move ---

my $shard = query(q{SELECT get_shard_id_for_distribution_column('grants', '974760673')});
my $from = query("SELECT nodeport FROM citus_shards WHERE shardid = $shard");
my ($to) = grep { $_ != $from } map { $_->port } @workers;
query("SELECT citus_move_shard_placement($shard, '127.0.0.1', $from, '127.0.0.1', $to, 'block_writes')");
refused(q{INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('974760673', 50000.01, '2025-06-01')}, $too_much, 'a shard that was moved keeps its guard');
query(q{ALTER TABLE grants REPLICA IDENTITY FULL; ALTER TABLE enterprise REPLICA IDENTITY FULL});
query("SELECT citus_move_shard_placement($shard, '127.0.0.1', $to, '127.0.0.1', $from, 'force_logical')");
refused(q{INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('974760673', 50000.01, '2025-06-01')}, $too_much, '... by logical replication, too');
query(qq{SELECT citus_split_shard_by_split_points($shard,
		ARRAY[(SELECT (shardminvalue::bigint + 1000000)::text FROM pg_dist_shard WHERE shardid = $shard)],
		(SELECT array_agg(nodeid ORDER BY nodeid) FROM pg_dist_node WHERE noderole = 'primary' AND shouldhaveshards), 'block_writes')});
refused(q{INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('974760673', 50000.01, '2025-06-01')}, $too_much, 'a shard that was split does');
query("SELECT citus_set_node_property('127.0.0.1', ${\$coordinator->port}, 'shouldhaveshards', true);
	SELECT rebalance_table_shards(shard_transfer_mode => 'block_writes');
	SELECT citus_set_node_property('127.0.0.1', ${\$coordinator->port}, 'shouldhaveshards', false)");
cmp_ok(query("SELECT count(*) FROM citus_shards WHERE table_name = 'grants'::regclass AND nodeport = ${\$coordinator->port}"), '>', 0, 'the coordinator has shards now');
refused("INSERT INTO grants (orgnr, gge_eur, decided_on) VALUES ('$_', 50000.01, '2025-06-01')", $too_much, "rebalanced: $_")
	for '974760673', '923609016', '971032081', '889640782';
query('INSERT INTO enterprise SELECT orgnr, name FROM enterprise WHERE false; ALTER TABLE grants RENAME TO awards; ALTER TABLE awards RENAME COLUMN orgnr TO undertaking');
refused(q{INSERT INTO awards (undertaking, gge_eur, decided_on) VALUES ('974760673', 50000.01, '2025-06-01')}, $too_much, 'renamed');

# --- What would be local to a shard is refused ---

create_aid('wrong', "create_distributed_table('wrong', 'id', colocate_with => 'none')");
my $does_not_hold = qr/ERROR: +0A000: guard "de_minimis_guard(_\d+)?" does not hold on table "\w+" as Citus distributes it/;
$refusal = attempt(guard('wrong'));
like($refusal, $does_not_hold, 'the table is distributed by another column');
like($refusal, qr/DETAIL: +The rows are distributed by "id", and the key is "k"/, '... which is said');
query(guard('wrong', ", mode => 'off'"));
query('INSERT INTO wrong SELECT i, 1, 200000, \'2025-01-15\' FROM generate_series(1, 4) i');
# 4 * 200 000 - 300 000
is(query(q{SELECT key, excess FROM tilskudd.violations('wrong')}), '1|500000', 'an audit of the whole is right nevertheless');
like(query(q{SELECT string_agg(result, '') FROM run_command_on_shards('wrong', $$SELECT count(*) FROM tilskudd.violations('%s')$$)}),
	qr/does not hold on table "wrong"/, 'one of a shard is refused');

create_aid('before', "true");
query(guard('before'));
query(q{SELECT create_distributed_table('before', 'id')});
refused(q{INSERT INTO before VALUES (1, 1, 1, '2025-01-15')}, $does_not_hold, 'distributed otherwise after the guard was declared: seen at the next write');
refused("COPY before FROM STDIN;\n1\t1\t1\t2025-01-15\n\\.\n", qr/ERROR: +XX000: guard "de_minimis_guard_\d+" does not hold/, '... of any kind');
query(q{SELECT alter_distributed_table('before', distribution_column => 'k')});
query(q{INSERT INTO before VALUES (1, 1, 300000, '2025-01-15')});
refused(q{INSERT INTO before VALUES (2, 1, 1, '2025-01-15')}, $too_much, 'distributed by the key now: it holds');
refused(q{INSERT INTO before SELECT 2, k, 1, day FROM before}, $too_much, '... also for INSERT ... SELECT by the workers');
query(q{SELECT alter_distributed_table('before', distribution_column => 'id')});
refused(q{INSERT INTO before VALUES (2, 2, 1, '2025-01-15')}, $does_not_hold, 'and otherwise again');
query(q{SELECT undistribute_table('before')});
refused(q{INSERT INTO before VALUES (2, 2, 1, '2025-01-15')}, qr/ERROR: +55000: guard "de_minimis_guard" of table "before" is incomplete/, 'undistributed, it must be declared again');
query(guard('before'));
refused(q{INSERT INTO before VALUES (2, 1, 1, '2025-01-15')}, qr/ERROR: +23514: award/, '... and then holds');
query(q{SELECT tilskudd.unguard('before', 'de_minimis'), create_distributed_table('before', 'k')});
query(guard('before'));
refused(q{INSERT INTO before VALUES (2, 1, 1, '2025-01-15')}, $too_much, 'unguarded, distributed and guarded again');

query('CREATE TABLE link (a int, b int)');
create_aid('grouped');
$refusal = guard('grouped', q{, options => '{"ownership": "SELECT a AS owner, b AS owned FROM public.link"}'});
refused($refusal, $does_not_hold, 'groups, whose enterprises are in several shards');
refused("SELECT tilskudd.guard('grouped', 'retention', key => 'id', granted_on => 'day')", qr/ERROR: +0A000: guard "retention_guard" does not hold.*TRUNCATE/s, 'rule retention');
query(q{SET citus.shard_replication_factor = 2; CREATE TABLE twice (id int, k int, eur numeric, day date);
	SELECT create_distributed_table('twice', 'k', colocate_with => 'none')});
refused(guard('twice'), qr/$does_not_hold.*Each shard is on several servers/s, 'shards that are replicated by statements');
create_aid('appended', "create_distributed_table('appended', 'k', 'append')");
refused(guard('appended'), qr/$does_not_hold.*not distributed by hash/s, 'shards that are appended to');
refused('SET citus.enable_unsafe_triggers = off; ' . guard('grouped'), qr/ERROR: +55000: Citus gives no triggers to distributed tables, such as "grouped"/, 'triggers must be wanted');
query('CREATE ROLE somebody; GRANT TRIGGER ON awards TO somebody');
refused(q{INSERT INTO awards (undertaking, gge_eur, decided_on) VALUES ('974760673', 1, '2025-06-01')}, qr/ERROR: +55000: .* others than the owner may make triggers on it/, 'who could have made the triggers of the shards');
query('REVOKE TRIGGER ON awards FROM somebody');
query(q{INSERT INTO awards (undertaking, gge_eur, decided_on) VALUES ('974760673', 1, '2025-06-01')});

# --- Tables that are in one place ---

create_aid('one', "create_distributed_table('one', NULL)");
query(q{SELECT create_distributed_table('link', NULL, colocate_with => 'one'); INSERT INTO link VALUES (1, 2)});
query(guard('one', q{, options => '{"ownership": "SELECT a AS owner, b AS owned FROM public.link"}'}));
query(q{INSERT INTO one VALUES (1, 1, 200000, '2025-01-15')});
refused(q{INSERT INTO one VALUES (2, 2, 100001, '2025-01-15')}, $too_much, 'a table of one shard may have groups');
is(query(q{SELECT headroom FROM tilskudd.headroom('one', 'de_minimis', '2', '2025-06-01')}), '100000', '... which headroom knows');

create_aid('everywhere', "create_reference_table('everywhere')");
query(guard('everywhere'));
query(q{INSERT INTO everywhere VALUES (1, 1, 200000, '2025-01-15')});
refused(q{INSERT INTO everywhere VALUES (2, 1, 100001, '2025-01-15')}, $too_much, 'a reference table');
is(query(q{SELECT string_agg(DISTINCT result, ',') FROM run_command_on_all_nodes('SELECT sum(eur) FROM everywhere')}), '200000', '... is the same everywhere');

create_aid('here', "citus_add_local_table_to_metadata('here')");
query('CREATE TABLE here_link (a int, b int); INSERT INTO here_link VALUES (1, 2)');
query(guard('here', q{, options => '{"ownership": "SELECT a AS owner, b AS owned FROM public.here_link"}'}));
query(q{INSERT INTO here VALUES (1, 1, 200000, '2025-01-15')}, $workers[0]);
refused(q{INSERT INTO here VALUES (2, 2, 100001, '2025-01-15')}, $too_much, 'a local table that Citus knows of, through a worker', $workers[1]);

# --- Rules that read a second table ---

query(q{
	CREATE TABLE frame (frame int PRIMARY KEY, amount numeric);
	SELECT create_reference_table('frame');
	INSERT INTO frame SELECT i, 1000 FROM generate_series(1, 40) i;
	CREATE TABLE commitment (id int, frame int, amount numeric, day date);
	SELECT create_distributed_table('commitment', 'frame', colocate_with => 'none');
	SELECT tilskudd.guard('commitment', 'frame', key => 'frame', amount => 'amount', granted_on => 'day',
		options => '{"frames": "SELECT frame AS key, amount FROM public.frame"}');
	INSERT INTO commitment SELECT i, i, 600, '2025-01-15' FROM generate_series(1, 40) i});
# 600 + 401 > 1000
refused(q{INSERT INTO commitment SELECT i, i, 400 + (i = 9)::int, '2025-01-16' FROM generate_series(1, 40) i},
	qr/award on 2025-01-16 in table "commitment_\d+" violates guard "frame_guard_\d+".*Key \(frame\)=\(9\): 600 are committed, 401 are requested, the frame is 1000/s, 'frames in a reference table');
# Other connections than that which has changed the frames write some of the shards, unless Citus is told to use one only.
refused(q{BEGIN; UPDATE frame SET amount = 700; INSERT INTO commitment SELECT i, i, 200, '2025-01-16' FROM generate_series(40, 40) i; COMMIT},
	qr/Key \(frame\)=\(40\): 600 are committed, 200 are requested, the frame is 700/, 'a frame that the transaction itself has lowered');
is(attempt(q{BEGIN; SET LOCAL citus.multi_shard_modify_mode = 'sequential';
	INSERT INTO frame SELECT i, 1000 FROM generate_series(41, 60) i;
	INSERT INTO commitment SELECT i, i, 1000, '2025-01-16' FROM generate_series(41, 60) i; ROLLBACK}), '', 'frames of the same transaction, sequentially');
query('ALTER TABLE commitment ADD FOREIGN KEY (frame) REFERENCES frame');
is(attempt(q{BEGIN;
	INSERT INTO frame SELECT i, 1000 FROM generate_series(41, 60) i;
	INSERT INTO commitment SELECT i, i, 1000, '2025-01-16' FROM generate_series(41, 60) i; ROLLBACK}), '', '... and by a foreign key');

query(q{
	CREATE TABLE grant_ (id int PRIMARY KEY, amount numeric, accounts boolean);
	CREATE TABLE payment (id int, grant_id int, amount numeric, day date, last boolean);
	SELECT create_distributed_table('grant_', 'id', colocate_with => 'none'), create_distributed_table('payment', 'grant_id', colocate_with => 'grant_');
	INSERT INTO grant_ SELECT i, 1000, true FROM generate_series(1, 40) i;
	SELECT tilskudd.guard('payment', 'payment', key => 'grant_id', amount => 'amount', granted_on => 'day', options => '{"final": {"column": "last"},
		"grants": "SELECT id AS key, amount, accounts AS accounts_attested FROM public.grant_"}');
	INSERT INTO payment SELECT i, i, 700, '2025-01-15', false FROM generate_series(1, 40) i});
# H3-8: 25 % of 1000 are held back, so 750; 700 + 51 > 750
refused(q{INSERT INTO payment SELECT i, i, 50 + (i = 9)::int, '2025-01-16', false FROM generate_series(1, 40) i},
	qr/payment on 2025-01-16 .*Key \(grant_id\)=\(9\): 700 are paid before the last payment, 51 are requested/s, 'grants that are distributed with the payments');
# 25 % of 940 are held back, so 705
refused(q{BEGIN; UPDATE grant_ SET amount = 940; INSERT INTO payment SELECT i, i, 6, '2025-01-16', false FROM generate_series(1, 40) i; COMMIT},
	qr/violates guard.*the limit before the last payment is 705/s, '... as the transaction itself has changed them');
query('CREATE TABLE unknown (key int, amount numeric)');
refused(q{SELECT tilskudd.guard('commitment', 'frame', key => 'frame', amount => 'amount', granted_on => 'day', options => '{"frames": "unknown"}')},
	qr/0A000: guard "frame_guard" does not hold.*Option "frames" reads table "unknown", which is not whole where the shards are/s, 'frames that the workers do not have');
query(q{ALTER TABLE commitment DROP CONSTRAINT commitment_frame_fkey;
	SELECT undistribute_table('frame'); SELECT create_distributed_table('frame', 'frame', colocate_with => 'none')});
refused(q{INSERT INTO commitment VALUES (1, 1, 1, '2025-01-16')}, qr/0A000: guard "frame_guard_\d+" does not hold.*Option "frames" reads table "frame"/s,
	'frames that are distributed otherwise since');

# --- Deferred, and overridden ---

create_aid('deferred');
query(guard('deferred', q{, options => '{"timing": "deferred"}'}));
query(q{BEGIN; INSERT INTO deferred SELECT i, i % 4, 200000, '2025-01-15' FROM generate_series(1, 8) i; UPDATE deferred SET eur = 100000; COMMIT});
refused(q{BEGIN; INSERT INTO deferred SELECT i, i % 4, 100000, '2025-01-15' FROM generate_series(1, 8) i; COMMIT}, $too_much, 'a deferred guard, as the workers prepare to commit');
is(query(q{SELECT count(*) FROM deferred}) . query(q{SELECT sum(result::int) FROM run_command_on_all_nodes('SELECT count(*) FROM pg_prepared_xacts')}), '80', '... and nothing is left of it');

query('CREATE ROLE court');
create_aid('disputed');
query(guard('disputed', q{, options => '{"override_role": "court"}'}));
query(q{INSERT INTO disputed VALUES (1, 1, 300000, '2025-01-15');
	BEGIN; SET LOCAL tilskudd.override_reason = 'Judgment'; INSERT INTO disputed VALUES (2, 1, 1, '2025-01-16'); COMMIT});
is(query(q{SELECT o->>'reason', o->>'requested' FROM run_command_on_all_nodes('SELECT json_agg(o) FROM tilskudd.guard_override o') r, json_array_elements(nullif(r.result, '')::json) o}),
	'Judgment|1', 'an override is recorded by the worker that has the shard');

# --- A partitioned table ---

query(q{
	CREATE TABLE parted (id int, k int, eur numeric, day date) PARTITION BY RANGE (day);
	CREATE TABLE parted_2025 PARTITION OF parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
	SELECT create_distributed_table('parted', 'k', colocate_with => 'none')});
query(guard('parted'));
query(q{CREATE TABLE parted_2026 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
	INSERT INTO parted VALUES (1, 1, 200000, '2025-01-15')});
refused(q{INSERT INTO parted VALUES (2, 1, 100001, '2026-01-15')}, qr/23514: award on 2026-01-15 in table "parted_\d+"/, 'partitions of shards are one limit');
refused(q{INSERT INTO parted_2026 VALUES (2, 1, 100001, '2026-01-15')}, qr/23514: award on 2026-01-15 in table "parted_\d+"/, '... also if they are written directly');

# --- At once ---

sub start
{
	my ($node, $sql) = @_;
	my %session = (in => $sql, out => '', err => '');
	$session{run} = IPC::Run::start([ 'psql', '-XqAt', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres') ],
		'<', \$session{in}, '>', \$session{out}, '2>', \$session{err}, IPC::Run::timeout(120));
	return \%session;
}

sub wait_for_output
{
	my ($session, $expected) = @_;
	$session->{run}->pump until $session->{out} =~ $expected || $session->{err} =~ $expected;
}

# How many sessions wait for the locks of guards, on all servers.
sub wait_for_waiting
{
	my ($count) = @_;
	return $coordinator->poll_query_until('postgres', qq{
		SELECT sum(result::int) >= $count FROM run_command_on_all_nodes('SELECT count(*) FROM pg_locks WHERE locktype = ''advisory'' AND objsubid = 7311 AND NOT granted')});
}

create_aid('contended');
query(guard('contended'));
my $first = start($coordinator, "BEGIN; INSERT INTO contended VALUES (1, 1, 200000, '2025-01-15'); SELECT 'written';\n");
wait_for_output($first, qr/written/);
my $second = start($workers[1], "SELECT 'begun';\nINSERT INTO contended VALUES (2, 1, 100001, '2025-01-16');\n\\q\n");
wait_for_output($second, qr/begun/);
ok(wait_for_waiting(1), 'a session on another server waits');
$first->{in} .= "COMMIT;\n\\q\n";
$_->{run}->finish for $first, $second;
like($second->{err}, $too_much, '... and is refused when the first has committed');

# Keys of two shards, in opposite order
my ($a, $b) = split /\|/, query(q{SELECT min(k), max(k) FROM (SELECT min(i) AS k FROM generate_series(1, 20) i GROUP BY get_shard_id_for_distribution_column('contended', i) ORDER BY 1 LIMIT 2) k});
$first = start($coordinator, "BEGIN; INSERT INTO contended VALUES (3, $a, 1, '2025-01-15'); SELECT 'written';\n");
$second = start($workers[0], "BEGIN; INSERT INTO contended VALUES (4, $b, 1, '2025-01-15'); SELECT 'written';\n");
wait_for_output($_, qr/written/) for $first, $second;
$first->{in} .= "SELECT 'begun';\nINSERT INTO contended VALUES (5, $b, 1, '2025-01-15');\nCOMMIT;\n\\q\n";
wait_for_output($first, qr/begun/);
wait_for_waiting(1);
$second->{in} .= "SELECT 'begun';\nINSERT INTO contended VALUES (6, $a, 1, '2025-01-15');\nCOMMIT;\n\\q\n";
wait_for_output($second, qr/begun/);
$_->{run}->finish for $first, $second;
is(scalar(grep { $_->{err} =~ /ERROR: +40P01/ } $first, $second), 1, 'of two that wait for each other across servers, one is let go')
	or diag $first->{err}, $second->{err};

query(q{CREATE PROCEDURE attempt(k int, eur int) LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO contended VALUES (0, k, eur, '2025-02-01');
	EXCEPTION WHEN check_violation THEN NULL;
	END $$});
my $script = PostgreSQL::Test::Utils::tempdir() . '/load.sql';
append_to_file($script, "\\set k random(101, 120)\n\\set eur random(1, 30000)\nCALL attempt(:k, :eur);\n");
my @loads = map { start_load($_) } $coordinator, @workers;
is(join(' ', map { $_->finish; $_->result(0) } @loads), '0 0 0', 'loads on all servers end');

sub start_load
{
	my ($node) = @_;
	return IPC::Run::start([ 'pgbench', '-n', '-c', '3', '-T', $seconds, '-f', $script, '-h', $node->host, '-p', $node->port, 'postgres' ],
		'>', '/dev/null', '2>', PostgreSQL::Test::Utils::tempdir() . '/load.err');
}

my ($keys, $most, $least) = split /\|/, query('SELECT count(*), max(sum), min(sum) FROM (SELECT sum(eur) FROM contended WHERE k > 100 GROUP BY k) s');
is($keys, 20, 'all of 20 undertakings have got something');
cmp_ok($most, '<=', 300000, 'none of them more than 300 000 EUR');
cmp_ok($most, '>', 250000, 'and not for want of trying');
is(query(q{SELECT count(*) FROM tilskudd.violations('contended')}), '0', 'the audit agrees');

# --- Dump and restore ---

my $dump = PostgreSQL::Test::Utils::tempdir() . '/contended';
my @connection = ('-h', $coordinator->host, '-p', $coordinator->port, '-d', 'postgres');
command_ok([ 'pg_dump', '-Fc', '-t', 'contended', '-f', $dump, @connection ], 'pg_dump of the coordinator');
my $rows = query('SELECT count(*), sum(eur) FROM contended');
query('DROP TABLE contended');
command_ok([ 'pg_restore', '--section=pre-data', @connection, $dump ], 'restoring the table');
query(q{SELECT create_distributed_table('contended', 'k', colocate_with => 'none')});
command_ok([ 'pg_restore', '--section=data', @connection, $dump ], '... its rows, once it is distributed');
command_ok([ 'pg_restore', '--section=post-data', @connection, $dump ], '... and its guard');
is(query('SELECT count(*), sum(eur) FROM contended'), $rows, 'the rows are there');
refused(q{INSERT INTO contended VALUES (2, 1, 100001, '2025-01-16')}, $too_much, 'and the guard is');

$_->stop for $coordinator, @workers;
done_testing();
