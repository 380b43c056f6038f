# Guards under load, and through crashes.
#
# Few undertakings and many clients: nearly every change meets another one of
# the same undertaking that is not committed yet.  A limit that is tested
# before the lock is held, or with a snapshot that is older than the lock, is
# broken here within a second.
#
# GUARD_STRESS_SECONDS in the environment is how long the load lasts.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'processes can not be killed' if $windows_os;

my $seconds = $ENV{GUARD_STRESS_SECONDS} || 15;
my $clients = 8;
my $dir = PostgreSQL::Test::Utils::tempdir();

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf(
	'postgresql.conf', q{
restart_after_crash = on
log_statement = none
deadlock_timeout = 50ms
});
$node->start;

# pgbench of 14 ends a client at the first serialization failure or deadlock: there,
# few come, and such an attempt is given up.
my $retries = $node->safe_psql('postgres', 'SHOW server_version_num') >= 150000;
my $given_up = $retries ? '' : 'WHEN deadlock_detected OR serialization_failure THEN RETURN;';

# Three tables, which are read and checked in three ways: a plain one by its
# index at the end of a statement; partitions by a query, where some of the
# rows are written directly; and a deferred guard.  Each counts by itself.
my @tables = qw(grants payments loans);
$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants (
		id bigint GENERATED ALWAYS AS IDENTITY,
		orgnr tilskudd.orgnr NOT NULL,
		gge_eur numeric(12, 2) NOT NULL,
		decided_on date NOT NULL,
		status text NOT NULL,
		PRIMARY KEY (id));
	CREATE TABLE payments (
		id bigint DEFAULT nextval('grants_id_seq'),
		orgnr tilskudd.orgnr NOT NULL,
		gge_eur numeric(12, 2) NOT NULL,
		decided_on date NOT NULL,
		status text NOT NULL,
		PRIMARY KEY (id, decided_on)) PARTITION BY RANGE (decided_on);
	CREATE TABLE payments_old PARTITION OF payments FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
	CREATE TABLE payments_new (
		status text NOT NULL,
		decided_on date NOT NULL,
		gge_eur numeric(12, 2) NOT NULL,
		id bigint NOT NULL DEFAULT nextval('grants_id_seq'),
		orgnr tilskudd.orgnr NOT NULL);
	ALTER TABLE payments ATTACH PARTITION payments_new FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
	CREATE TABLE loans (LIKE grants INCLUDING ALL);

	SELECT tilskudd.guard(target => t, rule => 'de_minimis', key => 'orgnr', amount => 'gge_eur',
			granted_on => 'decided_on', counted => $$status IN ('reserved', 'granted')$$,
			options => CASE t WHEN 'loans'::regclass THEN '{"timing": "deferred"}' ELSE '{}' END::jsonb)
		FROM unnest('{grants,payments,loans}'::regclass[]) AS t;

	-- what was accepted, in the same transaction
	CREATE TABLE ledger (target regclass, orgnr tilskudd.orgnr, delta numeric);
	-- and what became of each attempt
	CREATE TABLE outcome (client int, target regclass, change text, isolation text, accepted boolean);
	-- what was found in between: a later delete may lower an excess again
	CREATE TABLE excess (target text, key text, on_date date, used numeric);

	CREATE FUNCTION counted_eur(status text, gge_eur numeric) RETURNS numeric LANGUAGE sql
		AS $$SELECT CASE WHEN status IN ('reserved', 'granted') THEN gge_eur ELSE 0 END$$;

	-- the first in nearly half of the cases
	CREATE FUNCTION some_key() RETURNS tilskudd.orgnr LANGUAGE sql
		AS $$SELECT ('{923609016,971032081,889640782,974761076,937884117}'::tilskudd.orgnr[])[1 + floor(random() ^ 2 * 5)::int]$$;
	CREATE FUNCTION some_amount() RETURNS numeric LANGUAGE sql
		AS $$SELECT round((random() * 60000)::numeric, 2)$$;
	-- under the regulation of 2013 (fiscal years) and that of 2023 (rolling)
	CREATE FUNCTION some_day() RETURNS date LANGUAGE sql
		AS $$SELECT date '2022-01-01' + floor(random() * 3280)::int$$;
	CREATE FUNCTION some_status() RETURNS text LANGUAGE sql
		AS $$SELECT ('{reserved,granted,granted,draft}'::text[])[1 + floor(random() * 4)::int]$$;

	-- Makes a change, and keeps the books of it.
	CREATE PROCEDURE change_row(target regclass, change text) LANGUAGE plpgsql AS $$
	DECLARE
		old record;
		new record;
		key tilskudd.orgnr := some_key();
		into_table text := target;
	BEGIN
		IF change = 'insert' THEN
			IF target = 'payments'::regclass AND random() < 0.3 THEN
				EXECUTE 'INSERT INTO payments_new (orgnr, gge_eur, decided_on, status) VALUES ($1, $2, $3, $4) RETURNING *'
					INTO new USING key, some_amount(), date '2026-01-01' + floor(random() * 1800)::int, some_status();
			ELSE
				EXECUTE format('INSERT INTO %s (orgnr, gge_eur, decided_on, status) VALUES ($1, $2, $3, $4) RETURNING *', target)
					INTO new USING key, some_amount(), some_day(), some_status();
			END IF;
			INSERT INTO ledger VALUES (target, new.orgnr, counted_eur(new.status, new.gge_eur));
			RETURN;
		END IF;
		IF change = 'insert many' THEN
			EXECUTE format('WITH i AS (INSERT INTO %s (orgnr, gge_eur, decided_on, status)
					SELECT some_key(), some_amount() / 4, some_day(), some_status() FROM generate_series(1, 4) RETURNING *)
				INSERT INTO ledger SELECT $1, orgnr, counted_eur(status, gge_eur) FROM i', target) USING target;
			RETURN;
		END IF;

		EXECUTE format('SELECT * FROM %s WHERE orgnr = $1 ORDER BY random() LIMIT 1 FOR UPDATE', target)
			INTO old USING key;
		IF old.id IS NULL THEN
			RETURN;
		END IF;
		IF change = 'delete' THEN
			EXECUTE format('DELETE FROM %s WHERE id = $1', target) USING old.id;
			INSERT INTO ledger VALUES (target, old.orgnr, - counted_eur(old.status, old.gge_eur));
			RETURN;
		END IF;
		CASE change
			WHEN 'amount' THEN
				EXECUTE format('UPDATE %s SET gge_eur = some_amount() WHERE id = $1 RETURNING *', target) INTO new USING old.id;
			WHEN 'day' THEN
				EXECUTE format('UPDATE %s SET decided_on = some_day() WHERE id = $1 RETURNING *', target) INTO new USING old.id;
			WHEN 'back-date' THEN
				EXECUTE format('UPDATE %s SET decided_on = greatest(decided_on - floor(random() * 400)::int, ''2022-01-01'') WHERE id = $1 RETURNING *', target)
					INTO new USING old.id;
			WHEN 'key' THEN
				EXECUTE format('UPDATE %s SET orgnr = some_key() WHERE id = $1 RETURNING *', target) INTO new USING old.id;
			WHEN 'status' THEN
				EXECUTE format('UPDATE %s SET status = some_status() WHERE id = $1 RETURNING *', target) INTO new USING old.id;
		END CASE;
		INSERT INTO ledger VALUES (target, old.orgnr, - counted_eur(old.status, old.gge_eur)),
			(target, new.orgnr, counted_eur(new.status, new.gge_eur));
	END $$;

	-- The same, where a refusal is an outcome and not the end of the client.
	CREATE FUNCTION attempt(client int, target regclass, change text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		BEGIN
			CALL change_row(target, change);
			SET CONSTRAINTS ALL IMMEDIATE;
		EXCEPTION WHEN check_violation THEN
			INSERT INTO outcome VALUES (client, target, change, current_setting('transaction_isolation'), false);
			RETURN;
		GIVEN_UP
		END;
		INSERT INTO outcome VALUES (client, target, change, current_setting('transaction_isolation'), true);
	END $$;
} =~ s/GIVEN_UP/$given_up/r);

# Scripts of pgbench.  A transaction that has been open for a while before the
# change has an old snapshot; one that stays open after it makes others wait.
sub script
{
	my ($name, $text) = @_;
	append_to_file("$dir/$name", $text);
	return "$dir/$name";
}
my @changes = ('insert', 'insert', 'insert many', 'amount', 'day', 'back-date', 'key', 'status', 'delete', 'delete');
my $choose = '\set change random(1, ' . scalar(@changes) . ")\n\\set target random(1, 3)\n";
my $attempt = "SELECT attempt(:client_id, ('{grants,payments,loans}'::regclass[])[:target], ('{"
  . join(',', map { "\"$_\"" } @changes)
  . "}'::text[])[:change]);\n";
my @scripts = (
	-f => script('read_committed',
		"$choose SET default_transaction_isolation = 'read committed';\n$attempt") . '@4',
	-f => script('read_committed_open', qq{
		$choose
		SET default_transaction_isolation = 'read committed';
		BEGIN;
		$attempt
		\\sleep 5 ms
		COMMIT;
	}) . '@4',
	# an insert alone can not fail to be serialized
	-f => script('repeatable_read_insert', qq{
		\\set target random(1, 3)
		SET default_transaction_isolation = 'repeatable read';
		BEGIN;
		SELECT count(*) FROM grants;
		\\sleep 3 ms
		SELECT attempt(:client_id, ('{grants,payments,loans}'::regclass[])[:target], 'insert');
		\\sleep 3 ms
		COMMIT;
	}) . '@4',
	-f => script('audit', join "\n", "SET default_transaction_isolation = 'read committed';",
		map { "INSERT INTO excess SELECT '$_', key, on_date, used FROM tilskudd.violations('$_');" } @tables) . '@2');
push @scripts, (
	-f => script('repeatable_read', qq{
		$choose
		SET default_transaction_isolation = 'repeatable read';
		BEGIN;
		SELECT count(*) FROM grants;
		\\sleep 3 ms
		$attempt
		COMMIT;
	}) . '@3',
	-f => script('serializable', qq{
		$choose
		SET default_transaction_isolation = 'serializable';
		BEGIN;
		SELECT count(*) FROM outcome WHERE client = -1;
		$attempt
		COMMIT;
	}) . '@2',
	# several undertakings in any order: deadlocks
	-f => script('several', qq{
		$choose
		SET default_transaction_isolation = 'read committed';
		BEGIN;
		$attempt
		\\sleep 1 ms
		$attempt
		$attempt
		COMMIT;
	}) . '@2') if $retries;
my @pgbench = ('pgbench', '-n', '-M', 'prepared', '-c', $clients, '-j', 2, @scripts,
	$retries ? ('--max-tries=1000') : ());

# The same limits once more, by plain SQL: at most 200 000 EUR in three fiscal
# years (1407/2013) and 300 000 EUR in three years (2023/2831 Art 3(2)).
sub excesses
{
	my ($table) = @_;
	return $node->safe_psql(
		'postgres', qq{
		WITH award AS (SELECT * FROM $table WHERE status IN ('reserved', 'granted'))
		SELECT a.orgnr, a.decided_on, sum(b.gge_eur)
		FROM award AS a JOIN award AS b ON b.orgnr = a.orgnr
			AND b.decided_on BETWEEN CASE WHEN a.decided_on >= '2024-01-01'
					THEN (a.decided_on - interval '3 years')::date
					ELSE (date_trunc('year', a.decided_on) - interval '2 years')::date END
				AND a.decided_on
		GROUP BY a.id, a.orgnr, a.decided_on
		HAVING sum(b.gge_eur) > CASE WHEN a.decided_on >= '2024-01-01' THEN 300000 ELSE 200000 END
		ORDER BY a.orgnr, a.decided_on});
}

# What must hold whenever nothing is going on.
sub all_holds
{
	my ($when) = @_;
	for my $table (@tables)
	{
		is($node->safe_psql('postgres', "SELECT * FROM tilskudd.violations('$table')"),
			'', "$when: no violations of $table");
		is(excesses($table), '', "$when: nor by another query");
		is( $node->safe_psql(
				'postgres', qq{
				SELECT orgnr, a.eur, l.eur
				FROM (SELECT orgnr, sum(counted_eur(status, gge_eur)) AS eur FROM $table GROUP BY orgnr) AS a
					FULL JOIN (SELECT orgnr, sum(delta) AS eur FROM ledger WHERE target = '$table'::regclass
						GROUP BY orgnr) AS l USING (orgnr)
				WHERE coalesce(a.eur, 0) <> coalesce(l.eur, 0)}),
			'',
			"$when: $table has what was accepted, no more and no less");
	}
	is($node->safe_psql('postgres', 'SELECT DISTINCT * FROM excess'), '', "$when: nor were there violations in between");
	return;
}

# The queries above must be able to see something.
$node->safe_psql(
	'postgres', q{
	BEGIN;
	ALTER TABLE grants DISABLE TRIGGER de_minimis_guard;
	INSERT INTO grants (orgnr, gge_eur, decided_on, status) VALUES ('923609016', 200000.01, '2023-05-05', 'granted'),
		('923609016', 100000, '2026-05-05', 'granted');
	ALTER TABLE grants ENABLE TRIGGER de_minimis_guard;
	COMMIT});
is(excesses('grants'), "923609016|2023-05-05|200000.01\n923609016|2026-05-05|300000.01",
	'the other query finds what there is');
is( $node->safe_psql('postgres', q{SELECT on_date, used FROM tilskudd.violations('grants') ORDER BY on_date}),
	"2023-05-05|200000.01\n2026-05-05|300000.01", 'violations() agrees');
$node->safe_psql('postgres', 'TRUNCATE grants');

# The load.
command_ok([ @pgbench, '-T', $seconds, $node->connstr('postgres') ],
	"$clients clients for $seconds seconds");
all_holds('load');

# Each kind of change was accepted and refused, in each isolation level;
# deletes are never refused.
sub few_outcomes
{
	my ($column, $at_least, $where) = @_;
	return $node->safe_psql(
		'postgres', qq{
		SELECT $column, count(*) FILTER (WHERE accepted), count(*) FILTER (WHERE NOT accepted)
		FROM outcome WHERE $where GROUP BY $column
		HAVING count(*) FILTER (WHERE accepted) < $at_least OR count(*) FILTER (WHERE NOT accepted) < $at_least});
}
note($node->safe_psql('postgres',
	'SELECT change, isolation, accepted, count(*) FROM outcome GROUP BY 1, 2, 3 ORDER BY 1, 2, 3'));
is(few_outcomes('target', 100, 'true'), '', 'every table has accepted and refused a good number');
is(few_outcomes('isolation', 50, 'true'), '', 'so has every isolation level');
is(few_outcomes('change', 10, q{change <> 'delete'}), '', 'every kind of change was accepted and refused');
is( $node->safe_psql('postgres', q{SELECT count(*) FILTER (WHERE accepted) > 10, count(*) FILTER (WHERE NOT accepted)
		FROM outcome WHERE change = 'delete'}),
	't|0', 'no delete was refused');
is( $node->safe_psql('postgres', 'SELECT count(DISTINCT isolation), count(DISTINCT client) FROM outcome'),
	($retries ? 3 : 2) . "|$clients", 'all isolation levels and clients took part');

# The tables are emptied in part, so that there is room again, and the books too.
sub make_room
{
	for my $table (@tables)
	{
		$node->safe_psql(
			'postgres', qq{
			WITH d AS (DELETE FROM $table WHERE random() < 0.5 RETURNING *)
			INSERT INTO ledger SELECT '$table'::regclass, orgnr, - counted_eur(status, gge_eur) FROM d});
	}
	return;
}

# A deferred guard refuses the COMMIT itself, which ends no session of psql.
make_room();
{
	my (@psql, @stderr);
	my $transactions = 100;
	for my $i (0 .. 3)
	{
		my $sql = "\\set VERBOSITY sqlstate\n";
		for my $n (1 .. $transactions)
		{
			my $level = ('READ COMMITTED', 'REPEATABLE READ')[ $n % 2 ];
			my $change = $n % 10 == 0 ? 'delete' : 'insert';
			$sql .= "BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM loans;"
			  . "CALL change_row('loans', '$change'); SELECT pg_sleep(0.001); COMMIT;\n";
		}
		push @psql, IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres') ],
			'<', \$sql, '>', \my $stdout, '2>', \$stderr[$i],
			IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	}
	$_->finish for @psql;
	my %seen;
	$seen{$_}++ for join('', @stderr) =~ /ERROR:\s+(\w{5})/g;
	cmp_ok($seen{23514} || 0, '>=', 10, 'COMMIT was refused a number of times');
	cmp_ok($seen{23514} || 0, '<=', 4 * $transactions - 10, 'and done a number of times');
	delete @seen{qw(23514 40001 40P01)};
	is(join(' ', %seen), '', 'nothing else went wrong');
	all_holds('deferred');
}

# The load again, with something killed in the midst of it.
sub attempts
{
	return $node->safe_psql('postgres', 'SELECT count(*) FROM outcome');
}

sub start_load
{
	my $before = attempts();
	my $load = IPC::Run::start([ @pgbench, '-T', 600, $node->connstr('postgres') ],
		'<', \undef, '>&', "$dir/output",
		IPC::Run::timeout(3 * $PostgreSQL::Test::Utils::timeout_default));
	$node->poll_query_until('postgres', "SELECT count(*) > $before + 300 FROM outcome")
	  or die "no load: " . slurp_file("$dir/output");
	return $load;
}

for my $round (1, 2)
{
	make_room();
	my $load = start_load();
	my $pid = $node->safe_psql('postgres',
		q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
			ORDER BY random() LIMIT 1});
	like($pid, qr/^\d+$/, "backend, round $round: is there");
	is(kill('KILL', $pid), 1, "backend, round $round: was killed");
	$load->finish;
	$node->poll_query_until('postgres', 'SELECT NOT pg_is_in_recovery()') or die 'no recovery';
	all_holds("backend killed, round $round");
}

make_room();
my $load = start_load();
my $before_kill = attempts();
$node->kill9;
$load->finish;
# not before the last backend has let go of the shared memory
my $tries = 10 * $PostgreSQL::Test::Utils::timeout_default;
until ($node->start(fail_ok => $tries-- > 0))
{
	$node->stop('fast', fail_ok => 1);
	select undef, undef, undef, 0.1;
}
cmp_ok(attempts(), '>=', $before_kill, 'postmaster killed: what was committed is there');
all_holds('postmaster killed');
my $log = slurp_file($node->logfile);
is(scalar(() = $log =~ /automatic recovery in progress/g), 3, 'each time there was a recovery');
unlike($log, qr/terminated by signal (?!9\b)|PANIC|TRAP/, 'and nothing crashed by itself');

# And the guards are in force as before.
command_ok([ @pgbench, '-t', 25, $node->connstr('postgres') ], 'load after the crashes');
all_holds('after the crashes');
for my $table (@tables)
{
	my $stderr = '';
	$node->psql('postgres',
		"INSERT INTO $table (orgnr, gge_eur, decided_on, status) VALUES ('911750961', 300000.01, '2025-01-01', 'granted')",
		stderr => \$stderr);
	like($stderr, qr/violates guard "de_minimis_guard"/, "$table still refuses");
}

$node->stop;
done_testing();
