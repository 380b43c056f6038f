# Standbys and recovery.  On a standby every function and view answers as on the
# primary, or says that it writes.  Recovered to a point between two awards, a
# database has what was committed then, awards, overrides and guards, and the guards
# count on from there.

use strict;
use warnings;

use FindBin;
use IPC::Run ();
use lib "$FindBin::Bin/..";
use Questions;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = $ENV{TILSKUDD_SRCDIR} || '.';
my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, has_archiving => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$primary->append_conf('postgresql.conf', "max_prepared_transactions = 5\ncheckpoint_timeout = '1h'");
$primary->start;

sub sqlstate
{
	my ($node, $sql) = @_;
	my $stderr = '';
	$node->psql('postgres', "\\set VERBOSITY sqlstate\n$sql", stderr => \$stderr);
	return join ' ', $stderr =~ /ERROR:\s+(\w{5})/g;
}

$primary->safe_psql('postgres', 'CREATE ROLE chief; CREATE EXTENSION tilskudd; SET client_min_messages = error; ' . slurp_file("$source/test/demo/register.sql"));
$primary->safe_psql('postgres', qq{
	$Questions::answer;
	CREATE TABLE aid (id int, orgnr tilskudd.orgnr, eur numeric, day date, zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone('1902', day)) STORED);
	SELECT tilskudd.guard('aid', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"override_role": "chief"}');
	CREATE TABLE frames (key text, amount numeric);
	CREATE TABLE commitment (frame text, nok numeric, day date);
	SELECT tilskudd.guard('commitment', 'frame', 'frame', 'nok', 'day', options => '{"frames": "public.frames"}');
	CREATE TABLE paid (orgnr tilskudd.orgnr, eur numeric, day date) PARTITION BY HASH (orgnr);
	CREATE TABLE paid_0 PARTITION OF paid FOR VALUES WITH (MODULUS 1, REMAINDER 0);
	SELECT tilskudd.guard('paid', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'strict');
	INSERT INTO frames VALUES ('60/2025', 100);
	INSERT INTO aid VALUES (1, '923609016', 100000, '2025-01-01'), (2, '971032081', 100000, '2025-01-01');
	INSERT INTO commitment VALUES ('60/2025', 10, '2025-01-01');
	SET tilskudd.override_reason = 'before the backup';
	INSERT INTO aid VALUES (3, '971032081', 300000, '2025-01-02')});
$primary->backup('base');

# A standby, and everything asked of both.
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
my $ask = sub { $primary->safe_psql('postgres', $_[0]) };
my @of_tables = (
	q{SELECT * FROM tilskudd.violations('aid')}, q{SELECT * FROM tilskudd.violations('grants.award')},
	q{SELECT tilskudd.headroom('aid', 'de_minimis', '923609016', '2025-06-01')},
	q{SELECT tilskudd.headroom('commitment', 'frame', '60/2025', '2025-06-01')},
	q{SELECT * FROM tilskudd.headroom_curve('aid', 'de_minimis', '923609016', '2025-01-01')},
	q{SELECT * FROM tilskudd.single_undertaking('SELECT owner::text, owned::text, votes, votes_total FROM grants.ownership', '2012-01-01') ORDER BY orgnr},
	q{SELECT tilskudd.undertaking('grants.undertaking_link', '170157648', '2012-01-01')},
	q{SELECT * FROM tilskudd.sme_status($o$SELECT owner, owned, capital, capital_total, votes, votes_total FROM grants.ownership WHERE owner IS NOT NULL$o$,
		$o$SELECT orgnr AS id, period_end, headcount, turnover_nok AS turnover, balance_nok AS balance, 'NOK' AS currency FROM grants.figures$o$, '2012-06-01')},
	q{SELECT * FROM tilskudd.aid_register_lines($a$SELECT id::text AS number, orgnr, granted_on, gge_nok AS amount FROM grants.award$a$)},
	q{SELECT * FROM tilskudd.stale_objects()});
my @questions = (Questions::of_functions($ask, 'true'), Questions::of_views($ask, 'tilskudd'), Questions::of_views($ask, 'grants'), @of_tables,
	q{SELECT tilskudd.guard('aid', 'de_minimis', 'orgnr', 'eur', 'day')}, q{SELECT tilskudd.unguard('aid', 'de_minimis')},
	q{SELECT tilskudd.create_views('aid', '{"granted_on": "day", "gge_eur": "eur"}')});
my $answers = "SET client_min_messages = error; SET tilskudd.as_of = '2012-12-31'; BEGIN; " . Questions::ask_all(@questions) . '; ROLLBACK';
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
my @of_primary = split /\n/, $primary->safe_psql('postgres', $answers);
my @of_standby = split /\n/, $standby->safe_psql('postgres', $answers);
is(scalar @of_primary, scalar @questions, 'the primary answers each question');
is(scalar @of_standby, scalar @questions, 'so does the standby');
cmp_ok(scalar(grep { !/^\w{5} |^NULL$/ } @of_standby), '>', 400, 'many with a value');
my %answer;
@answer{@questions} = @of_standby;
unlike($answer{$_}, qr/^\w{5} |^NULL$/, "with a value: $_") for @of_tables;
# What writes says so: that the transaction is read-only, or the server in recovery.
my @read_only = grep { $of_standby[$_] =~ /^(?:25006|55000) .*(?:read-only|recovery)/ } 0 .. $#questions;
my %writes;
$writes{ $questions[$_] =~ /tilskudd\.(\w+)\(/ ? $1 : '?' } = 1 for @read_only;
is(join(' ', sort keys %writes), 'create_views guard unguard', 'the functions that write are refused');
my %refused = map { $_ => 1 } @read_only;
is(join("\n", map { "$questions[$_]: $of_standby[$_], on the primary $of_primary[$_]" }
	grep { !$refused{$_} && $of_standby[$_] ne $of_primary[$_] } 0 .. $#questions), '', 'all others answer as on the primary');
is(sqlstate($standby, $_), '25006', "standby: $_") for "CALL tilskudd.create_register('second')", "CALL tilskudd.drop_register('grants', true)",
  q{INSERT INTO aid VALUES (9, '923609016', 1, '2025-01-01')}, q{INSERT INTO tilskudd.ecb_file VALUES ('KEY,FREQ')};
$standby->stop;

# Awards after the backup, and what happens to guards; somewhere between them, the
# point to come back to.
sub now { return $primary->safe_psql('postgres', 'SELECT clock_timestamp()'); }

$primary->safe_psql('postgres', q{
	INSERT INTO aid VALUES (4, '923609016', 150000, '2025-06-01');
	INSERT INTO commitment VALUES ('60/2025', 50, '2025-06-01');
	INSERT INTO paid VALUES ('923609016', 300000, '2025-01-01')});
$primary->safe_psql('postgres', q{SET tilskudd.override_reason = 'before the point'; INSERT INTO aid VALUES (5, '971032081', 1, '2025-06-01')});
# one is prepared, and one is open, at the point: the first is there, with its locks
$primary->safe_psql('postgres', q{BEGIN; INSERT INTO aid VALUES (6, '889640782', 200000, '2025-06-01'); PREPARE TRANSACTION 'p'});
my $open = IPC::Run::start([ 'psql', '-XAtq', '-d', $primary->connstr('postgres') ], '<', \my $in, '>', \my $out, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
$in = "BEGIN; INSERT INTO aid VALUES (7, '937884117', 300000, '2025-06-01');\n\\echo open\n";
$open->pump until $out =~ /open/;
my $lsn = $primary->lsn('insert');
my $time = now();
$primary->safe_psql('postgres', "SELECT pg_create_restore_point('point')");
my $at_point = $primary->safe_psql('postgres', 'SELECT to_jsonb(o) FROM tilskudd.guard_override AS o ORDER BY recorded_at');
my $guards_at_point = $primary->safe_psql('postgres', 'SELECT to_jsonb(g) FROM tilskudd.guards AS g ORDER BY target::text, name');
$in .= "COMMIT;\n\\q\n";
$open->finish;
$primary->safe_psql('postgres', q{COMMIT PREPARED 'p'});
$primary->safe_psql('postgres', q{INSERT INTO aid VALUES (8, '923609016', 50000, '2025-06-02'); INSERT INTO frames VALUES ('60/2025', 1000);
	INSERT INTO commitment VALUES ('60/2025', 1040, '2025-06-02')});
$primary->safe_psql('postgres', q{SET tilskudd.override_reason = 'after the point'; INSERT INTO aid VALUES (9, '971032081', 2, '2025-06-02')});
$primary->safe_psql('postgres', q{SELECT tilskudd.unguard('paid', 'de_minimis'); INSERT INTO paid VALUES ('923609016', 1, '2025-01-02');
	SELECT tilskudd.guard('aid', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'off')});
$primary->safe_psql('postgres', 'DROP TABLE commitment; SELECT pg_switch_wal()');

# '': to the end of the archive, so to the last of it
my %recovered;
for (
	[ 'LSN', "recovery_target_lsn = '$lsn'" ], [ 'time', "recovery_target_time = '$time'" ], [ 'name', q{recovery_target_name = 'point'} ],
	[ 'end', '' ])
{
	my ($name, $target) = @$_;
	my $node = $recovered{$name} = PostgreSQL::Test::Cluster->new("by_$name");
	$node->init_from_backup($primary, 'base', has_restoring => 1, standby => 0);
	$node->append_conf('postgresql.conf', "$target\nrecovery_target_action = 'promote'\narchive_mode = off");
	$node->start;
	$node->poll_query_until('postgres', 'SELECT NOT pg_is_in_recovery()') or die "no recovery by $name";
}
$primary->stop;

for my $name (qw(LSN time name))
{
	my $node = $recovered{$name};
	# Tromsø lies in zone c (ESA 276/21/COL)
	is($node->safe_psql('postgres', 'SELECT id, orgnr, eur, zone FROM aid ORDER BY id'),
		"1|923609016|100000|c\n2|971032081|100000|c\n3|971032081|300000|c\n4|923609016|150000|c\n5|971032081|1|c", "by $name: the awards committed then");
	is($node->safe_psql('postgres', 'SELECT to_jsonb(o) FROM tilskudd.guard_override AS o ORDER BY recorded_at'), $at_point, "by $name: and overrides");
	is($node->safe_psql('postgres', 'SELECT to_jsonb(g) FROM tilskudd.guards AS g ORDER BY target::text, name'), $guards_at_point, "by $name: and guards");
	is($node->safe_psql('postgres', q{SELECT key, used FROM tilskudd.violations('aid')}), "971032081|400000\n971032081|400001", "by $name: and violations");
	# 250 000 of 300 000 are used; 200 000 of another are prepared
	is(sqlstate($node, q{INSERT INTO aid VALUES (10, '923609016', 50000.01, '2025-06-02')}), '23514', "by $name: refused");
	is(sqlstate($node, q{INSERT INTO aid VALUES (10, '923609016', 50000, '2025-06-02')}), '', "by $name: let in");
	is(sqlstate($node, q{INSERT INTO aid VALUES (11, '937884117', 300000, '2025-06-02')}), '', "by $name: what was open then does not count");
	is(sqlstate($node, q{SET lock_timeout = '100ms'; INSERT INTO aid VALUES (12, '889640782', 1, '2025-06-02')}), '55P03', "by $name: what was prepared holds its lock");
	is(sqlstate($node, q{ROLLBACK PREPARED 'p'}), '', "by $name: and is rolled back");
	is(sqlstate($node, q{INSERT INTO aid VALUES (12, '889640782', 300000, '2025-06-02')}), '', "by $name: then it does not count");
	is(sqlstate($node, q{INSERT INTO commitment VALUES ('60/2025', 40.01, '2025-06-02')}), '23514', "by $name: the frame of then");
	is(sqlstate($node, q{INSERT INTO commitment VALUES ('60/2025', 40, '2025-06-02')}), '', "by $name: and what is left of it");
	is(sqlstate($node, q{INSERT INTO paid_0 VALUES ('923609016', 1, '2025-01-02')}), '23514', "by $name: a guard that was taken off later");
	$node->stop;
}
my $end = $recovered{end};
is($end->safe_psql('postgres', 'SELECT reason FROM tilskudd.guard_override ORDER BY recorded_at'), "before the backup\nbefore the point\nafter the point",
	'to the end: every override');
is($end->safe_psql('postgres', 'SELECT target, mode FROM tilskudd.guards WHERE target::text !~ $$grants\.$$'), 'aid|off', 'to the end: the guards of the end');
is($end->safe_psql('postgres', q{SELECT key, used FROM tilskudd.violations('aid')}), "971032081|400000\n971032081|400001\n971032081|400003", 'to the end: violations');
$end->stop;
done_testing();
