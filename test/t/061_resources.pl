# When something runs out, or somebody has waited long enough: memory, disk,
# locks, stack, time.  The statement fails with the server's own error and leaves
# nothing behind, and the session goes on.
#
# RESOURCES_ROUNDS in the environment is how often each statement is cancelled,
# RESOURCES_TINY_FS a directory on a file system of a few MB, which fills up.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $rounds = $ENV{RESOURCES_ROUNDS} || 6;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "fsync = off\njit = off\nautovacuum = off\nmax_parallel_workers_per_gather = 0\nlog_statement = none");
$node->start;

# A country of 20 000 enterprises, each owned by a person and two others; a group
# whose links all have days of their own; and a chain.
$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION tilskudd;
	CREATE TABLE holding AS
		SELECT 'p' || n AS owner, n::text AS owned, 20::bigint AS capital, 100::bigint AS capital_total, 20::bigint AS votes, 100::bigint AS votes_total FROM generate_series(1, 20000) AS n
		UNION ALL SELECT (n / 3)::text, n::text, 30 + n % 2 * 30, 100, 30 + n % 2 * 30, 100 FROM generate_series(3, 20000) AS n
		UNION ALL SELECT (n - 1)::text, n::text, 10, 100, 10, 100 FROM generate_series(3, 20000) AS n;
	CREATE INDEX ON holding (owner);
	CREATE INDEX ON holding (owned);
	CREATE TABLE figure AS SELECT n::text AS id, make_date(year, 12, 31) AS period_end, n % 97::numeric AS headcount,
		n % 1000 * 20000::numeric AS turnover_eur, n % 777 * 30000::numeric AS balance_eur FROM generate_series(1, 20000) AS n, generate_series(2022, 2023) AS year;
	CREATE INDEX ON figure (id);
	CREATE TABLE chain AS SELECT n::text AS owner, (n + 1)::text AS owned, 60 AS capital, 100 AS capital_total, 60 AS votes, 100 AS votes_total
		FROM generate_series(1, 100000) AS n;
	CREATE TABLE link AS SELECT n::bigint AS owner, n + 1::bigint AS owned, date '2015-01-01' + n % 1500 AS valid_from, NULL::date AS valid_to
		FROM generate_series(1, 1500) AS n;
	CREATE INDEX ON link (owner);
	CREATE INDEX ON link (owned);

	CREATE TABLE grants (orgnr bigint, eur numeric, day date, note text);
	SELECT tilskudd.guard('grants', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day');
	INSERT INTO grants SELECT n % 20000, 10, date '2020-01-01' + n % 2000 FROM generate_series(1, 60000) AS n;
	CREATE TABLE linked (LIKE grants);
	SELECT tilskudd.guard('linked', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', mode => 'warn', options => '{"ownership": "public.link"}');
	ALTER TABLE linked DISABLE TRIGGER USER;
	INSERT INTO linked SELECT n % 1500, 10, date '2016-01-01' + n % 1500 FROM generate_series(1, 20000) AS n;
	ALTER TABLE linked ENABLE TRIGGER USER;
	CREATE TABLE own_award (id int PRIMARY KEY, orgnr tilskudd.orgnr, granted_on date, gge_eur numeric);
	CREATE TABLE unguarded (orgnr bigint, eur numeric, day date);
	CREATE TABLE register_lines AS SELECT row_number() OVER () AS n, line FROM tilskudd.aid_register_lines(
		'SELECT n AS number, ''923609016'' AS orgnr, date ''2026-03-20'' AS granted_on, n AS amount, ''NOK'' AS currency FROM generate_series(1, 3000) AS n');
	ANALYZE;
});
my $dir = PostgreSQL::Test::Utils::tempdir();
$node->safe_psql('postgres', "COPY (SELECT line FROM register_lines ORDER BY n) TO '$dir/register.txt' WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')");
append_to_file("$dir/ecb.csv", "Date,USD,NOK,SEK,\n" . join('', map { my $d = $_; sprintf("%d-%02d-%02d,1.1,%.4f,10.1,\n", 2001 + int($d / 336), 1 + int($d / 28) % 12, 1 + $d % 28, 8 + $d % 100 / 100) } 0 .. 1500));

# name => [ statement, what is not to be there after an error ]
my %statement = (
	'sme_status' => [ q{SELECT count(*) FROM tilskudd.sme_status('TABLE holding', 'TABLE figure', '2024-06-01')} ],
	'sme_explain' => [ q{SELECT count(*) FROM tilskudd.sme_explain('TABLE holding', 'TABLE figure', '500', '2024-06-01')} ],
	'single_undertaking' => [ q{SELECT count(*) FROM tilskudd.single_undertaking('TABLE holding', '2024-06-01', joint_majorities => true)} ],
	'violations' => [ q{SELECT count(*) FROM tilskudd.violations('grants')} ],
	'headroom_curve' => [ q{SELECT count(*) FROM generate_series(1, 300) AS n, tilskudd.headroom_curve('grants', 'de_minimis', n::text, '2020-01-01', '2030-01-01')} ],
	'peak' => [ q{SELECT max((p).used) FROM (SELECT tilskudd.de_minimis_peak(eur, day) AS p FROM grants GROUP BY orgnr % 3) AS s} ],
	'load' => [ q{INSERT INTO grants SELECT 100000 + n, 10, '2025-01-01' FROM generate_series(1, 10000) AS n},
		'SELECT 1 FROM grants WHERE orgnr >= 100000 LIMIT 1' ],
	'linked load' => [ q{INSERT INTO linked SELECT n % 5, 1, '2012-01-01' FROM generate_series(1, 20) AS n}, q{SELECT 1 FROM linked WHERE day = '2012-01-01' LIMIT 1} ],
	'register file' => [ "COPY tilskudd.aid_register_file FROM '$dir/register.txt' WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')",
		'SELECT 1 FROM tilskudd.aid_register_award UNION SELECT 1 FROM tilskudd.aid_register_file LIMIT 1' ],
	'ECB file' => [ "COPY tilskudd.ecb_file FROM '$dir/ecb.csv' WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')",
		'SELECT 1 FROM tilskudd.exchange_rate UNION SELECT 1 FROM tilskudd.ecb_file LIMIT 1' ],
	'create_register' => [ q{CALL tilskudd.create_register('made', roles => false)}, q{SELECT 1 FROM pg_namespace WHERE nspname = 'made'} ],
	'create_views' => [ q{SELECT tilskudd.create_views('own_award')}, q{SELECT 1 FROM pg_class WHERE relkind = 'v' AND relname = 'v_award'} ],
	'guard' => [ q{SELECT tilskudd.guard('unguarded', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day')},
		q{SELECT 1 FROM pg_trigger WHERE tgrelid = 'unguarded'::regclass} ]);

# Locks of this session on tables of users, advisory locks, temporary files.
my $left = q{SELECT 'left', (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND (locktype = 'advisory' OR locktype = 'relation' AND relation >= 16384)),
	(SELECT count(*) FROM pg_ls_tmpdir())};

# Runs a statement a number of times in one session, each time after some settings,
# and counts what became of it.  After an error nothing of it may be there.
sub outcomes
{
	my ($name, $reset, @settings) = @_;
	my ($sql, $must_not_be) = @{ $statement{$name} };
	my ($stdout, $stderr) = ('', '');
	# loaded before, and not when there is no room for it
	my $script = "\\set VERBOSITY sqlstate\nSET client_min_messages = error;\nSELECT tilskudd.orgnr_is_valid('1');\n";
	for (@settings)
	{
		# what is set for a time may meet the first ROLLBACK, too
		$script .= "BEGIN;\n$_;\n$sql \\g $dir/output\n\\echo state :SQLSTATE\nROLLBACK;\nROLLBACK;\n$reset;\n$left;\n";
		$script .= "SELECT 'there' FROM ($must_not_be) AS s;\n" if $must_not_be;
	}
	my $status = $node->psql('postgres', "$script SELECT 'usable'", stdout => \$stdout, stderr => \$stderr, on_error_stop => 0);
	like($stdout, qr/^usable$/m, "$name: the session is usable") or diag $stderr;
	unlike($stdout, qr/^there$/m, "$name: nothing half-made is there");
	is(scalar(() = $stdout =~ /^left\|0\|0$/mg), scalar @settings, "$name: no lock and no file is left");
	my %states;
	$states{$_}++ for $stdout =~ /^state (\w+)$/mg;
	return %states;
}

sub in_order { my %states = @_; return join ' ', sort keys %states; }

# How long a statement takes when nothing happens to it, in milliseconds.
sub duration
{
	my ($name) = @_;
	return 1000 * $node->safe_psql('postgres', "SET client_min_messages = error;\nBEGIN;\nSELECT clock_timestamp() AS started \\gset\n"
		  . "$statement{$name}[0] \\g $dir/output\nSELECT extract(epoch FROM clock_timestamp() - :'started');\nROLLBACK");
}

# Time ------------------------------------------------------------------------

my %cancelled;
for my $name (sort keys %statement)
{
	my $duration = duration($name);
	my %states = outcomes($name, 'SET statement_timeout = 0', map { 'SET LOCAL statement_timeout = ' . (2 + int rand $duration * 0.9) } 1 .. $rounds);
	my $others = in_order(map { $_ => 1 } grep { $_ !~ /^(?:57014|00000)$/ } keys %states);
	is($others, '', "$name: it is cancelled, or done");
	$cancelled{$name} = $states{57014} // 0;
}
cmp_ok(scalar(grep { $_ > 0 } values %cancelled), '>=', 10, 'nearly all were cancelled: ' . join(', ', map { "$_ $cancelled{$_}" } sort keys %cancelled));

# An administrator ends the session: the server stays up, and nothing stays of it.
for my $name (sort keys %statement)
{
	my $duration = duration($name);
	my ($out, $err) = ('', '');
	my $run = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres') . ' application_name=victim', '-c', "SET client_min_messages = error; BEGIN; $statement{$name}[0]; ROLLBACK" ],
		'<', \undef, '>', \$out, '2>', \$err, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	select undef, undef, undef, rand($duration) / 1000;
	$node->safe_psql('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'});
	$run->finish;
	$node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'victim'}) or die;
	my ($sql, $must_not_be) = @{ $statement{$name} };
	is($node->safe_psql('postgres', ($must_not_be // 'SELECT 1 WHERE false') . q{; SELECT 1 FROM pg_ls_tmpdir()}), '', "$name: nothing is left of a session that was ended");
}

# A cancel is heard in time by what takes long.
my %long = (
	'violations of linked keys' => q{SELECT count(*) FROM tilskudd.violations('linked')},
	'neighbours one after the other' => q{SELECT count(*) FROM tilskudd.sme_explain('TABLE chain', 'TABLE figure', '50000', '2024-06-01')},
	'present_value' => q{SELECT tilskudd.present_value(ARRAY(SELECT n::numeric FROM generate_series(1, 300000) AS n), ARRAY(SELECT date '2000-01-01' + n FROM generate_series(1, 300000) AS n), 3)},
	'split_pro_rata' => q{SELECT tilskudd.split_pro_rata(1, ARRAY(SELECT n::numeric FROM generate_series(1, 1000000) AS n))},
	'instalments' => q{SELECT count(*) FROM tilskudd.instalments(ARRAY(SELECT n::numeric FROM generate_series(1, 1000000) AS n), 3)},
	'rates' => q{SELECT tilskudd.recovery_interest(1, '2010-01-01', '2020-01-01', ARRAY(SELECT date '2000-01-01' + n FROM generate_series(1, 300000) AS n), ARRAY(SELECT 1.0 FROM generate_series(1, 300000)))},
	'working days' => q{SELECT tilskudd.add_working_days('2000-01-01', 2000000000, ARRAY(SELECT date '2000-01-01' + 7 * n FROM generate_series(1, 10000) AS n))},
	'working days between' => q{SELECT tilskudd.working_days_between('2000-01-01', '5000000-01-01', ARRAY(SELECT date '2000-01-01' + 7 * n FROM generate_series(1, 10000) AS n))});
for my $name (sort keys %long)
{
	my ($stdout, $stderr) = ('', '');
	$node->psql('postgres', "\\set VERBOSITY sqlstate\nSET statement_timeout = 500;\nSELECT clock_timestamp() AS started \\gset\n$long{$name} \\g $dir/output\n\\echo :SQLSTATE\nSET statement_timeout = 0;\nSELECT extract(epoch FROM clock_timestamp() - :'started')",
		stdout => \$stdout, stderr => \$stderr, on_error_stop => 0);
	my ($state, $took) = split /\n/, $stdout;
	is($state, '57014', "$name: is cancelled");
	# a second, and what a busy machine takes besides
	cmp_ok($took, '<', 5, "$name: in time");
}

# Memory -----------------------------------------------------------------------

# What the graph may have: 256 times work_mem.
my %states = outcomes('sme_status', 'RESET work_mem', "SET work_mem = '64kB'", "SET work_mem = '4MB'");
is(in_order(%states), '00000', 'the graph fits into the smallest work_mem');
my $stderr = '';
$node->psql('postgres', q{SET work_mem = '64kB'; SELECT count(*) FROM tilskudd.sme_status('TABLE chain UNION ALL SELECT owner || n, owned, capital, capital_total, votes, votes_total FROM chain, generate_series(1, 2) AS n', 'TABLE figure', '2024-06-01')},
	stderr => \$stderr);
like($stderr, qr/takes more memory than 256 times work_mem.*SET work_mem to a larger value/s, 'a larger one does not');
my $answer = q{SELECT md5(string_agg(s::text, ' ' ORDER BY id)) FROM tilskudd.sme_status('TABLE holding', 'TABLE figure', '2024-06-01') AS s};
is($node->safe_psql('postgres', "SET work_mem = '64kB'; $answer"), $node->safe_psql('postgres', $answer), 'the answer does not depend on it');

# What the operating system has: malloc() fails, at several places.
SKIP:
{
	skip 'no prlimit', 1 if system('prlimit --version >/dev/null 2>&1') != 0 || !-r '/proc/self/statm';
	my %all;
	for my $name (sort keys %statement)
	{
		my %states = outcomes($name, q{\! prlimit --pid $BACKEND --as=unlimited: >/dev/null},
			map { "SELECT pg_backend_pid() AS pid, (split_part(pg_read_file('/proc/self/statm'), ' ', 1)::bigint * 4096 + $_ * 1024)::text AS most \\gset\n\\setenv BACKEND :pid\n\\setenv MOST :most\n\\! prlimit --pid \$BACKEND --as=\$MOST:\n" }
			0, 100, 500, 1000, 2000, 4000, 8000);
		is(in_order(map { $_ => 1 } grep { $_ !~ /^(?:53200|00000)$/ } keys %states), '', "$name: it is out of memory, or done");
		$all{$name} = $states{53200} // 0;
	}
	cmp_ok(scalar(grep { $_ > 0 } values %all), '>=', 5, 'several were out of memory: ' . join(', ', map { "$_ $all{$_}" } sort keys %all));
}

# Disk ---------------------------------------------------------------------------

my $tight = q{SET work_mem = '64kB'; SET maintenance_work_mem = '1MB'; SET temp_file_limit = '200kB'};
my $roomy = 'RESET ALL; SET client_min_messages = error';
for my $name ('sme_status', 'single_undertaking', 'violations', 'register file')
{
	my %states = outcomes($name, $roomy, ("$tight; SET enable_indexscan = off; SET enable_indexonlyscan = off") x 2);
	is(in_order(%states), '53400', "$name: temp_file_limit is too small");
}

SKIP:
{
	my $tiny = $ENV{RESOURCES_TINY_FS};
	skip 'RESOURCES_TINY_FS is not set: no file system that may fill up', 1 if !$tiny;
	$node->safe_psql('postgres', "CREATE TABLESPACE tiny LOCATION '$tiny'");
	$node->safe_psql('postgres', q{
		CREATE TABLE small (LIKE grants) TABLESPACE tiny;
		SELECT tilskudd.guard('small', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day');
		INSERT INTO small VALUES (1, 200000, '2025-01-01')});
	$statement{full} = [ q{INSERT INTO small SELECT n, 10, '2025-01-01', repeat('x', 100) FROM generate_series(2, 200000) AS n}, 'SELECT 1 FROM small WHERE orgnr > 1 LIMIT 1' ];
	my %states = outcomes('full', $roomy, 'SELECT 1', 'SELECT 1');
	is(in_order(%states), '53100', 'a load fills the disk');
	%states = outcomes('sme_status', $roomy, q{SET work_mem = '64kB'; SET temp_tablespaces = 'tiny'});
	is(in_order(%states), '53100', 'so do temporary files');
	my $stderr = '';
	$node->psql('postgres', q{INSERT INTO small VALUES (1, 100001, '2025-01-01')}, stderr => \$stderr);
	like($stderr, qr/violates guard/, 'the guard holds afterwards');
	$node->safe_psql('postgres', q{TRUNCATE small; INSERT INTO small VALUES (1, 300000, '2025-01-01')});
}

# Stack --------------------------------------------------------------------------

my $shallow = q{SET max_stack_depth = '100kB'};
is($node->safe_psql('postgres', "$shallow; SELECT count(*) FROM tilskudd.single_undertaking('TABLE chain', '2024-06-01')"), 100001, 'a chain of owners, as deep as can be');
is($node->safe_psql('postgres', "$shallow; SELECT max(linked) FROM tilskudd.sme_status('TABLE chain', 'TABLE figure', '2024-06-01')"), 100000, 'by another way');
for (
	[ 'a checklist', q{SELECT tilskudd.missing_items('application', ('{"goals": ' || repeat('[', 100000) || repeat(']', 100000) || '}')::jsonb)}, '54001' ],
	[ 'options', q{SELECT tilskudd.guard('unguarded', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', options => ('{"pool": ' || repeat('[', 500) || repeat(']', 500) || '}')::jsonb)}, '22023' ],
	[ 'conditions', q{SELECT tilskudd.guard('unguarded', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', counted => repeat('(', 100000) || 'true' || repeat(')', 100000))}, '42601' ],
	[ 'many conditions', q{SELECT tilskudd.guard('unguarded', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day', counted => repeat('NOT ', 3000) || '(eur > 1)')}, '54001' ],
	[ 'a name', q{SELECT tilskudd.kommunenr(repeat('Å', 10000000), '2024-01-01')}, 'P0002' ])
{
	my ($what, $sql, $state) = @$_;
	my ($stdout, $stderr) = ('', '');
	$node->psql('postgres', "\\set VERBOSITY sqlstate\n$shallow;\n$sql;\nSELECT 'usable'", stdout => \$stdout, stderr => \$stderr, on_error_stop => 0);
	like($stderr, qr/ERROR:\s+$state/, "$what: too deep, or too long");
	like($stdout, qr/usable/, "$what: the session is usable");
}

# Locks --------------------------------------------------------------------------

$node->append_conf('postgresql.conf', "max_locks_per_transaction = 10\nmax_connections = 10\nmax_wal_senders = 0\nmax_prepared_transactions = 0\nautovacuum_max_workers = 1\nmax_worker_processes = 1");
$node->restart;
# several limits, as of several pools: how many locks fit depends on the version
$node->safe_psql('postgres', q{SELECT tilskudd.guard('grants', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'day',
	options => jsonb_build_object('name', 'limit_' || n)) FROM generate_series(1, 6) AS n});
%states = outcomes('load', 'SELECT 1', ('SELECT 1') x 2);
is(in_order(%states), '53200', 'a load takes more locks than the server has');
$statement{'small load'} = [ q{INSERT INTO grants SELECT n % 10, 10, '2025-01-01' FROM generate_series(1, 10000) AS n} ];
%states = outcomes('small load', 'SELECT 1', ('SELECT 1') x 2);
is(in_order(%states), '00000', 'one for fewer undertakings does not');

my $log = slurp_file($node->logfile);
unlike($log, qr/leak|not closed|still referenced|PANIC|TRAP|terminated by signal|problem in alloc set/, 'the server has nothing to complain of');
$node->stop;
done_testing();
