# Crashes, and who was told what: the client keeps its own books.
#
# Each transaction has a number.  The client notes it when the server has
# acknowledged the commit, or has refused; whatever is killed in the meantime,
# what was acknowledged must be there afterwards, what was refused must not, and
# no limit may be exceeded.  What guards do under load is in 030.
#
# CRASH_SECONDS in the environment is how long the load lasts before each crash.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'processes can not be killed' if $windows_os;
plan skip_all => 'the processes of the server are found by /proc' if !-d '/proc/self/task';

my $seconds = $ENV{CRASH_SECONDS} || 1;
my $clients = 4;
my $dir = PostgreSQL::Test::Utils::tempdir();

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf(
	'postgresql.conf', q{
fsync = on
full_page_writes = on
synchronous_commit = on
restart_after_crash = on
max_prepared_transactions = 50
log_statement = none
deadlock_timeout = 50ms
checkpoint_timeout = 30s
});
$node->start;
$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION tilskudd;
	CREATE TABLE grants (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tx bigint, orgnr bigint NOT NULL,
		gge_eur numeric NOT NULL, decided_on date NOT NULL);
	CREATE TABLE payments (id bigint DEFAULT nextval('grants_id_seq'), tx bigint, orgnr bigint NOT NULL,
		gge_eur numeric NOT NULL, decided_on date NOT NULL) PARTITION BY RANGE (decided_on);
	CREATE TABLE payments_old PARTITION OF payments FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
	CREATE TABLE payments_new PARTITION OF payments FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
	CREATE TABLE loans (LIKE grants INCLUDING ALL);
	SELECT tilskudd.guard(target => t, rule => 'de_minimis', key => 'orgnr', amount => 'gge_eur', granted_on => 'decided_on',
			options => CASE t WHEN 'loans'::regclass THEN '{"timing": "deferred"}' ELSE '{}' END::jsonb)
		FROM unnest('{grants,payments,loans}'::regclass[]) AS t;

	CALL tilskudd.create_register('register', roles => false);
	INSERT INTO register.granting_authority (name) VALUES ('Nordland');
	INSERT INTO register.exchange_rate VALUES ('2025-01-02', 10, 'invented');
	INSERT INTO register.enterprise (orgnr, name) VALUES ('923609016', 'One'), ('971032081', 'Two'), ('889640782', 'Three');
	INSERT INTO register.ownership (owner, owned, votes, votes_total) VALUES ('923609016', '971032081', 60, 100);
	ALTER TABLE register.award ADD tx bigint;

	-- the numbers of all transactions that are there
	CREATE TABLE done (tx bigint PRIMARY KEY);
	-- what they have added to a table
	CREATE TABLE ledger (target text, delta numeric);
	CREATE FUNCTION book(tx bigint, target text, delta numeric) RETURNS void LANGUAGE sql
		AS $$INSERT INTO done VALUES (tx); INSERT INTO ledger VALUES (target, delta)$$;
});

# The load ----------------------------------------------------------------------

# 12 undertakings, so that nearly each meets the others of its own, and fills up.
sub key { return 1 + int(rand 12); }
sub amount { return 1000 * (1 + int(rand 60)); }
sub day { return sprintf '%d-%02d-%02d', 2024 + int(rand 4), 1 + int(rand 12), 1 + int(rand 28); }
sub table_to_write { return ('grants', 'payments', 'loans', 'payments_new')[ int(rand 4) ]; }
sub day_of { return $_[0] eq 'payments_new' ? '2026-0' . (1 + int(rand 9)) . '-15' : day(); }

# Statements of one transaction, and what they add to which table.
sub insert_row
{
	my ($tx) = @_;
	my ($table, $amount) = (table_to_write(), amount());
	return (sprintf("INSERT INTO %s (tx, orgnr, gge_eur, decided_on) VALUES (%d, %d, %d, '%s');\n", $table, $tx, key(), $amount, day_of($table)),
		$table, $amount);
}

sub copy_rows
{
	my ($tx) = @_;
	my ($table, $sum) = (table_to_write(), 0);
	my $sql = "COPY $table (tx, orgnr, gge_eur, decided_on) FROM STDIN;\n";
	for (1 .. 20)
	{
		my $amount = 10 * int(rand 100);
		$sum += $amount;
		$sql .= join("\t", $tx, key(), $amount, day_of($table)) . "\n";
	}
	return ("$sql\\.\n", $table, $sum);
}

# Room is made for others, which the books know by what is gone.
sub delete_rows
{
	my ($tx) = @_;
	my $table = table_to_write();
	return (sprintf("WITH d AS (DELETE FROM %s WHERE orgnr = %d AND random() < 0.5 RETURNING gge_eur) INSERT INTO ledger SELECT '%s', - sum(gge_eur) FROM d HAVING count(*) > 0;\n",
			$table, key(), $table =~ s/_new//r), $table, 0);
}

sub update_rows
{
	my ($tx) = @_;
	my $table = table_to_write();
	return (sprintf("WITH old AS MATERIALIZED (SELECT sum(gge_eur) AS eur FROM (SELECT gge_eur FROM %1\$s WHERE orgnr = %2\$d FOR UPDATE) AS l),
			u AS (UPDATE %1\$s SET gge_eur = gge_eur %3\$s 10 WHERE orgnr = %2\$d AND gge_eur > 10 AND (SELECT eur FROM old) IS NOT NULL RETURNING 1)
			INSERT INTO ledger SELECT '%4\$s', %3\$s 10 * count(*) FROM u;\n", $table, key(), (rand) < 0.5 ? '+' : '-', $table =~ s/_new//r), $table, 0);
}

sub register_award
{
	my ($tx) = @_;
	my $amount = 1 + int(rand 30000);
	my $orgnr = ('923609016', '971032081', '889640782')[ int(rand 3) ];
	my $month = 1 + int(rand 9);
	return ("INSERT INTO register.award (tx, granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
			VALUES ($tx, 'Nordland', '$orgnr', '2025-0$month-10', 'de_minimis', $amount * 10, $amount * 10, $amount, 10, '2025-01-02', 'general');\n",
		'register.award', $amount);
}

# A script for psql: after each transaction its number and what became of it.  What
# is prepared is so for a while, and ends in one way or the other.
sub script
{
	my ($client, $round, $count) = @_;
	my $sql = "\\set VERBOSITY sqlstate\nSET client_min_messages = error;\n";
	for my $n (1 .. $count)
	{
		my $tx = ($round * 100 + $client) * 1_000_000 + $n;
		my $make = (\&insert_row, \&insert_row, \&insert_row, \&copy_rows, \&update_rows, \&delete_rows, \&register_award)[ int(rand 7) ];
		my ($change, $table, $delta) = $make->($tx);
		my $prepares = $n % 5 == 0;
		# a command that fails in the middle makes COMMIT a ROLLBACK without an error
		$sql .= "BEGIN;\n${change}SELECT book($tx, '" . ($table =~ s/_new//r) . "', $delta);\n\\set failed :ERROR\n";
		$sql .= $prepares ? "PREPARE TRANSACTION '$tx';\n" : "COMMIT;\n";
		$sql .= "\\if :ERROR\n\\set failed true\n\\endif\n\\if :failed\n\\echo refused $tx\nROLLBACK;\n\\else\n";
		if (!$prepares)
		{
			$sql .= "\\echo done $tx\n";
		}
		else
		{
			my $end = $n % 3 == 0 ? 'ROLLBACK' : 'COMMIT';
			$sql .= "\\echo prepared $tx\nSELECT pg_sleep(0.01);\n\\echo ending $tx $end\n$end PREPARED '$tx';\n\\if :ERROR\n\\else\n\\echo "
			  . ($end eq 'COMMIT' ? 'done' : 'undone') . " $tx\n\\endif\n";
		}
		$sql .= "\\endif\n";
		$sql .= "CHECKPOINT;\n" if $n % 300 == 100 * $client;
	}
	return $sql;
}

my $log = '';     # of all clients, all rounds
my $rounds = 0;

sub start_load
{
	my @clients;
	$rounds++;
	for my $client (1 .. $clients)
	{
		my $file = "$dir/$rounds.$client";
		append_to_file("$file.sql", script($client, $rounds, 3000));
		push @clients, IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', "$file.sql" ],
			'<', \undef, '>', "$file.out", '2>', "$file.err", IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	}
	return @clients;
}

# Waits for the clients, whom the crash has ended.
sub end_load
{
	my @clients = @_;
	$_->finish for @clients;
	my $errors = '';
	for my $client (1 .. $clients)
	{
		$log .= slurp_file("$dir/$rounds.$client.out");
		$errors .= slurp_file("$dir/$rounds.$client.err");
	}
	return $errors;
}

# The processes of the server: the postmaster and its children.
sub processes
{
	my ($postmaster) = split /\n/, slurp_file($node->data_dir . '/postmaster.pid');
	my $children = slurp_file("/proc/$postmaster/task/$postmaster/children");
	return ($postmaster, split ' ', $children);
}

# The query is an argument: who is turned away may end before it has read its input.
sub wait_until_up
{
	my ($out, $err);
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return if IPC::Run::run([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT 1' ], '<', \undef, '>', \$out, '2>', \$err);
		select undef, undef, undef, 0.1;
	}
	die "no recovery: $err";
}

sub start_again
{
	my $tries = 10 * $PostgreSQL::Test::Utils::timeout_default;
	until ($node->start(fail_ok => $tries-- > 0))
	{
		$node->stop('fast', fail_ok => 1);
		select undef, undef, undef, 0.1;
	}
	return;
}

# The books -----------------------------------------------------------------------

my %in_doubt;    # what no client was told of

sub numbers
{
	my ($what) = @_;
	return map { $_ => 1 } $log =~ /^$what (\d+)/mg;
}

# The same limits once more, by plain SQL: 300 000 EUR in three years (2023/2831
# Art 3(2)); in the register, linked enterprises are one undertaking.
sub excesses
{
	my ($awards) = @_;
	return $node->safe_psql(
		'postgres', qq{
		WITH award AS (SELECT undertaking, gge_eur, day FROM $awards AS a(undertaking, gge_eur, day))
		SELECT DISTINCT undertaking, day, (SELECT sum(gge_eur) FROM award AS b WHERE b.undertaking = a.undertaking
			AND b.day BETWEEN (a.day - interval '3 years')::date AND a.day) AS eur
		FROM award AS a
		WHERE (SELECT sum(gge_eur) FROM award AS b WHERE b.undertaking = a.undertaking
			AND b.day BETWEEN (a.day - interval '3 years')::date AND a.day) > 300000});
}

my %awards = (
	(map { $_ => "(SELECT orgnr, gge_eur, decided_on FROM $_)" } qw(grants payments loans)),
	'register.award' => q{(SELECT CASE orgnr WHEN '889640782' THEN orgnr ELSE '923609016' END, gge_eur, granted_on FROM register.award)});

# What was left prepared is still so, and is ended now: half of it in either way.
sub end_prepared
{
	my ($when) = @_;
	my %there = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', 'SELECT gid FROM pg_prepared_xacts');
	my %ended = (numbers('ending'), numbers('done'), numbers('undone'));
	my %prepared = numbers('prepared');
	is(join(' ', grep { !$there{$_} && !$ended{$_} } sort keys %prepared), '', "$when: what was prepared is so after recovery");
	for my $tx (sort keys %there)
	{
		my $end = $tx % 2 ? 'COMMIT' : 'ROLLBACK';
		$node->safe_psql('postgres', "$end PREPARED '$tx'");
		$log .= ($end eq 'COMMIT' ? 'done' : 'undone') . " $tx\n";
	}
	return scalar keys %there;
}

sub all_holds
{
	my ($when) = @_;
	my %there = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', 'SELECT tx FROM done');
	my %done = numbers('done');
	my %not_done = (numbers('refused'), numbers('undone'));

	is(join(' ', grep { !$there{$_} } sort keys %done), '', "$when: nothing is lost of " . keys(%done) . ' transactions');
	is(join(' ', grep { $there{$_} } sort keys %not_done), '', "$when: nothing is there of " . keys(%not_done) . ' others');
	my @untold = grep { !$done{$_} && !$in_doubt{$_} } sort keys %there;
	cmp_ok(scalar @untold, '<=', $clients, "$when: of no more than one of each client it did not know");
	$in_doubt{$_} = 1 for @untold;
	for my $table (sort keys %awards)
	{
		is($node->safe_psql('postgres', "SELECT * FROM tilskudd.violations('$table')"), '', "$when: no violations of $table");
		is(excesses($awards{$table}), '', "$when: nor by another query");
		is($node->safe_psql('postgres', "SELECT coalesce(sum(gge_eur), 0) = (SELECT coalesce(sum(delta), 0) FROM ledger WHERE target = '$table') FROM $table"),
			't', "$when: $table has what was booked");
		is($node->safe_psql('postgres', "SELECT count(*) FROM $table WHERE tx NOT IN (SELECT tx FROM done)"), 0, "$when: whole transactions");
	}
	for my $table (qw(grants loans payments_old payments_new))
	{
		my $sum = "SELECT count(*), sum(orgnr), sum(gge_eur), sum(decided_on - '2000-01-01') FROM $table WHERE orgnr BETWEEN 0 AND 100";
		is($node->safe_psql('postgres', "SET enable_seqscan = off; SET enable_bitmapscan = off; $sum"),
			$node->safe_psql('postgres', "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; $sum"),
			"$when: the guard's index has the rows of $table");
	}
	is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), 0, "$when: no lock is left");
	return;
}

# The crashes ---------------------------------------------------------------------

my $prepared = 0;

sub crash
{
	my ($when, $kill, $restart) = @_;
	my @load = start_load();
	select undef, undef, undef, $seconds;
	$kill->();
	my $errors = end_load(@load);
	like($errors, qr/connection/, "$when: the clients have lost their connections");
	$restart->();
	wait_until_up();
	$prepared += end_prepared($when);
	all_holds($when);
	$errors =~ s/^.*(?:server closed the connection|server terminated abnormally|before or while processing|connection to server was lost|terminating connection).*\n//mg;
	my %states = map { $_ => 1 } $errors =~ /ERROR:\s+(\w+)/g;
	delete @states{qw(23514 25P02 40P01 42704)};
	is(join(' ', sort keys %states), '', "$when: there were no other errors than refusals");
	return;
}

crash('a backend', sub {
	my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1});
	kill 'KILL', $pid;
}, sub { });

crash('the postmaster', sub { $node->kill9 }, \&start_again);

# as when the power fails: none of them sees another end
sub kill_all
{
	my ($postmaster, @children) = processes();
	kill 'STOP', $postmaster;
	kill 'KILL', @children, $postmaster;
	$node->{_pid} = undef;
	return;
}
crash('all processes', \&kill_all, \&start_again);

crash('all processes, and again in recovery', \&kill_all, sub {
	for (1 .. 3)
	{
		my $start = IPC::Run::start([ 'pg_ctl', 'start', '-s', '-w', '-t', 60, '-D', $node->data_dir, '-l', $node->logfile ], '>', \my $out, '2>', \my $err);
		select undef, undef, undef, 0.05 + rand 0.1;
		eval { my ($postmaster, @children) = processes(); kill 'STOP', $postmaster; kill 'KILL', @children, $postmaster; };
		$start->finish;
	}
	start_again();
});
my %kinds = map { my $what = $_; $what => scalar(() = $log =~ /^$what /mg) } qw(done refused prepared undone);
note(join ', ', map { "$_ $kinds{$_}" } sort keys %kinds);
cmp_ok($kinds{$_}, '>=', 5, "$kinds{$_} transactions are $_") for sort keys %kinds;

# A lock that outlives the server ---------------------------------------------------

$node->safe_psql(
	'postgres', q{
	BEGIN;
	INSERT INTO grants (tx, orgnr, gge_eur, decided_on) VALUES (1, 1000, 200000, '2025-01-01');
	SELECT book(1, 'grants', 200000);
	PREPARE TRANSACTION 'grant';
	BEGIN;
	INSERT INTO grants (tx, orgnr, gge_eur, decided_on) VALUES (2, 2000, 200000, '2025-01-01');
	SELECT book(2, 'grants', 200000);
	PREPARE TRANSACTION 'withdrawn'});
my $locks = q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 7311};
is($node->safe_psql('postgres', $locks), 2, 'two awards are prepared and locked');
kill_all();
start_again();
is($node->safe_psql('postgres', $locks), 2, 'they are so after a crash');

my ($stderr, $stdout) = ('', '');
for my $orgnr (1000, 2000)
{
	$node->psql('postgres', "SET lock_timeout = '100ms'; INSERT INTO grants (tx, orgnr, gge_eur, decided_on) VALUES (1, $orgnr, 200000, '2026-01-01')", stderr => \$stderr);
	like($stderr, qr/canceling statement due to lock timeout/, "undertaking $orgnr: another award waits");
}
# they wait longer, and get an answer
my @waiting = map {
	my $orgnr = $_;
	{ errors => '', run => undef, orgnr => $orgnr }
} 1000, 2000;
for (@waiting)
{
	$_->{run} = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c',
			"INSERT INTO grants (tx, orgnr, gge_eur, decided_on) VALUES (3, $_->{orgnr}, 200000, '2026-01-01')" ],
		'<', \undef, '>', \my $out, '2>', \$_->{errors}, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
}
$node->poll_query_until('postgres', q{SELECT count(*) = 2 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted}) or die 'nobody waits';
$node->safe_psql('postgres', q{COMMIT PREPARED 'grant'; ROLLBACK PREPARED 'withdrawn'; INSERT INTO done VALUES (3); INSERT INTO ledger VALUES ('grants', 200000)});
$_->{run}->finish for @waiting;
like($waiting[0]{errors}, qr/violates guard "de_minimis_guard"/, 'what was committed counts: the other is refused');
is($waiting[1]{errors}, '', 'what was rolled back does not: the other is granted');
$log .= "done 1\ndone 3\nundone 2\n";
all_holds('in the end');

my $server_log = slurp_file($node->logfile);
unlike($server_log, qr/terminated by signal (?!9\b)|PANIC|TRAP|invalid page/, 'nothing crashed by itself');
cmp_ok(scalar(() = $server_log =~ /automatic recovery in progress/g), '>=', 5, 'each time there was a recovery');
$node->stop;
done_testing();
