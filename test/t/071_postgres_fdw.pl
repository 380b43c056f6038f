# Other servers by postgres_fdw: what of the extension is computed there, and a
# register divided over four servers, whose limits hold however it is written.
#
# What postgres_fdw does not send, it fetches: a server of a hundred million awards
# then sends all of them.  And a limit holds within one server, so no award may
# come to lie on another than the one that has its undertaking.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $nshards = 4;

sub start_node
{
	my ($name) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION tilskudd');
	return $node;
}

my $coordinator = start_node('coordinator');
plan skip_all => 'postgres_fdw is not installed'
  unless $coordinator->safe_psql('postgres', q{SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'});
my @shards = map { start_node("shard$_") } 0 .. $nshards - 1;

# The servers; "-c" sets what the views below take for today.
$coordinator->safe_psql('postgres', join ";\n", 'CREATE EXTENSION postgres_fdw', map {
	my ($host, $port) = ($shards[$_]->host, $shards[$_]->port);
	qq{CREATE SERVER shard$_ FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname 'postgres',
			extensions 'tilskudd', async_capable 'true', options '-c tilskudd.as_of=2025-06-30');
		CREATE USER MAPPING FOR CURRENT_USER SERVER shard$_} } 0 .. $nshards - 1);

#
# What is sent.
#
$shards[0]->safe_psql('postgres', q{
	CREATE TABLE grants (
		id int GENERATED ALWAYS AS IDENTITY, orgnr tilskudd.orgnr, kommunenr tilskudd.kommunenr, granted_on date, eur numeric, cost numeric,
		measure tilskudd.aid_measure, size tilskudd.enterprise_size, pool text);
	CREATE TABLE firm (orgnr tilskudd.orgnr, size tilskudd.enterprise_size, name text);
	INSERT INTO grants (orgnr, kommunenr, granted_on, eur, cost, measure, size, pool)
	SELECT CASE i % 4 WHEN 0 THEN '923609016' WHEN 1 THEN '971032081' WHEN 2 THEN '974760673' ELSE '971526920' END,
		CASE i % 3 WHEN 0 THEN '1756' WHEN 1 THEN '0301' ELSE '1818' END, date '2008-01-01' + 11 * i, 1000 * (i % 7), 100000,
		CASE i % 2 WHEN 0 THEN 'rd_experimental' ELSE 'training_general' END, CASE i % 5 WHEN 0 THEN 'large' ELSE 'small' END,
		CASE i % 2 WHEN 0 THEN 'general' ELSE 'sgei' END
	FROM generate_series(1, 500) AS i;
	INSERT INTO firm VALUES ('923609016', 'small', 'Firm 1'), ('971032081', 'large', 'Firm 2'), ('974760673', 'small', 'Firm 3');
	ANALYZE});
$coordinator->safe_psql('postgres', q{
	CREATE SCHEMA far;
	IMPORT FOREIGN SCHEMA public LIMIT TO (grants, firm) FROM SERVER shard0 INTO far;
	ANALYZE far.grants;
	ANALYZE far.firm;
	-- the same here, to compare
	CREATE TABLE grants AS TABLE far.grants;
	CREATE TABLE firm AS TABLE far.firm});

sub plan_of
{
	my ($query, $settings) = @_;
	return $coordinator->safe_psql('postgres', ($settings || '') . "; EXPLAIN (VERBOSE, COSTS OFF) $query");
}

# The query has the tables' names without a schema, to be found here or there.
my $path = 'SET search_path = %s, tilskudd';
sub remote
{
	my ($query) = @_;
	# 14 gives a constant its type; from 15 on, what it is compared with does
	return plan_of($query, sprintf($path, 'far')) =~ s/('\w+')::tilskudd\.\w+/$1/gr;
}

sub same_rows
{
	my ($query, $name) = @_;
	my ($far, $near) = map { $coordinator->safe_psql('postgres', sprintf($path, $_) . "; $query") } qw(far public);
	isnt($far, '', "$name: there are rows");
	is($far, $near, "$name: as here");
}

my $from = 'SELECT id FROM grants WHERE';
for (
	[ 'orgnr =', "$from orgnr = '923609016' ORDER BY id", qr/WHERE \(\(orgnr = '923609016'\)\) ORDER BY/ ],
	[ 'orgnr IN', "$from orgnr IN ('923609016', '971032081') ORDER BY id", qr/\(orgnr = ANY \('\{923609016,971032081\}'::tilskudd\.orgnr\[\]\)\)/ ],
	[ 'kommunenr and integer', "$from kommunenr < '0500' AND orgnr::integer > 923609016 ORDER BY id", qr/\(kommunenr < '0500'\).*\(orgnr::integer > 923609016\)/ ],
	[ 'order', 'SELECT id FROM grants ORDER BY orgnr, size DESC, id LIMIT 5', qr/ORDER BY orgnr ASC NULLS LAST, size DESC NULLS FIRST, id ASC NULLS LAST LIMIT 5/ ],
	[ 'zone() =', "$from zone(kommunenr, granted_on) = 'III' ORDER BY id", qr/\(tilskudd\.zone\(kommunenr, granted_on\) = 'III'\)/ ],
	[ 'zone() IN', "$from zone(kommunenr, granted_on) IN ('III', 'c') ORDER BY id", qr/= ANY \('\{III,c\}'::tilskudd\.zone\[\]\)/ ],
	[ 'in_zone()', "$from in_zone(kommunenr, granted_on, 'III', 'IV') ORDER BY id", qr/tilskudd\.in_zone\(kommunenr, granted_on, VARIADIC '\{III,IV\}'::tilskudd\.zone\[\]\)/ ],
	[ 'sizes', "$from size >= 'small' AND size < 'large' ORDER BY id", qr/\(size >= 'small'\).*\(size < 'large'\)/ ],
	[ 'measures', "$from measure = 'rd_experimental' ORDER BY id", qr/measure = 'rd_experimental'/ ],
	[ 'ceiling', "$from eur > de_minimis_ceiling(granted_on) / 50 ORDER BY id", qr/tilskudd\.de_minimis_ceiling\(granted_on, 'general'::text, false\)/ ],
	[ 'ceiling of a column', "$from eur > de_minimis_ceiling(granted_on, pool) / 50 ORDER BY id", qr/tilskudd\.de_minimis_ceiling\(granted_on, pool, false\)/ ],
	[ 'window', "$from granted_on <\@ de_minimis_window('2012-06-01') ORDER BY id", qr/granted_on (?:<\@ '\[2010-01-01,2012-06-02\)'::daterange|>= '2010-01-01')/ ],
	[ 'intensity', "$from 100 * eur > cost * max_intensity(measure, size, granted_on) / 50 ORDER BY id", qr/tilskudd\.max_intensity\(measure, size, granted_on, NULL::tilskudd\.zone/ ],
	[ 'sums by zone', q{SELECT zone(kommunenr, '2010-05-01'), sum(eur) FROM grants GROUP BY 1 ORDER BY 1}, qr/SELECT tilskudd\.zone\(kommunenr, '2010-05-01'::date\), sum\(eur\) FROM public\.grants GROUP BY 1 ORDER BY/ ],
	[ 'peaks', 'SELECT orgnr, de_minimis_peak(eur, granted_on) FROM grants GROUP BY orgnr ORDER BY orgnr', qr/SELECT orgnr, tilskudd\.de_minimis_peak\(eur, granted_on\) FROM public\.grants GROUP BY 1/ ],
	[ 'peaks above the ceiling', 'SELECT orgnr, (de_minimis_peak(eur, granted_on)).used FROM grants GROUP BY orgnr HAVING (de_minimis_peak(eur, granted_on)).ratio > 0.1 ORDER BY orgnr',
		qr/SELECT orgnr, tilskudd\.de_minimis_peak\(eur, granted_on\) FROM public\.grants GROUP BY 1/ ],
	[ 'peaks of pools', 'SELECT orgnr, pool, de_minimis_peak(eur, granted_on, pool) FROM grants GROUP BY orgnr, pool ORDER BY orgnr, pool',
		qr/tilskudd\.de_minimis_peak\(eur, granted_on, pool\) FROM public\.grants GROUP BY 1, 2/ ],
	[ 'cumulated intensities', 'SELECT orgnr, cumulated_intensity(eur, cost) FROM grants GROUP BY orgnr ORDER BY orgnr', qr/tilskudd\.cumulated_intensity\(eur, cost\) FROM public\.grants GROUP BY 1/ ],
	[ 'join', "SELECT g.id, f.name FROM grants AS g JOIN firm AS f USING (orgnr) WHERE f.size = 'small' ORDER BY g.id", qr/INNER JOIN public\.firm r2 ON \(.*\(r1\.orgnr = r2\.orgnr\)/ ],
	[ 'join by sizes', 'SELECT g.id, f.name FROM grants AS g JOIN firm AS f ON f.orgnr = g.orgnr AND f.size <> g.size ORDER BY g.id', qr/\(r[12]\.size <> r[12]\.size\)/ ])
{
	my ($name, $query, $sent) = @$_;
	my $plan = remote($query);
	like($plan, qr/Remote SQL: .*$sent/, "$name: sent");
	unlike($plan, qr/^\s*(?:->  )?(?:Filter: .*|\w*Aggregate|[\w ]*Join)$/m, "$name: nothing is left to do here")
	  unless $name eq 'peaks above the ceiling';
	same_rows($query, $name);
}

# A parameter, and writes.
like(plan_of("EXECUTE one('923609016')", sprintf($path, 'far') . '; SET plan_cache_mode = force_generic_plan;
		PREPARE one(orgnr) AS SELECT id FROM grants WHERE orgnr = $1'),
	qr/Remote SQL: .*\(orgnr = \$1::tilskudd\.orgnr\)/, 'a parameter: sent');
like(remote(q{UPDATE grants SET eur = 1 WHERE in_zone(kommunenr, granted_on, 'III')}),
	qr/Foreign Update.*Remote SQL: UPDATE public\.grants SET eur = .* WHERE \(tilskudd\.in_zone/s, 'UPDATE: sent');
like(remote(q{DELETE FROM grants WHERE zone(kommunenr, granted_on) = 'III'}),
	qr/Foreign Delete.*Remote SQL: DELETE FROM public\.grants WHERE \(\(tilskudd\.zone/s, 'DELETE: sent');

# What depends on tables or settings of the server that asks stays there: the
# other's rates and today may differ.
for my $function ('eur(eur, granted_on) > 5', 'nok_per_eur(granted_on) > 5', 'granted_on <= as_of()')
{
	my $plan = remote("$from $function");
	like($plan, qr/Filter: /, "$function: computed here");
	unlike($plan, qr/Remote SQL: .* WHERE/, "$function: not sent");
}

# What the server can not send of any extension's: a text that does not come from
# a column of the other server, where its order could be another.
for my $condition (q{eur > de_minimis_ceiling(granted_on, 'sgei') / 100}, q{kommune_name(kommunenr, granted_on) = 'Inderøy'}, q{orgnr::text = '923609016'})
{
	unlike(remote("$from $condition"), qr/Remote SQL: .* WHERE/, "$condition: not sent");
	same_rows("$from $condition ORDER BY id", $condition);
}

#
# A register over four servers, divided by the hash of the undertaking.  "member"
# tells of which undertaking an enterprise is, so that nobody can name another
# one; the CHECKs keep each undertaking on its own server.
#
my $award_columns = q{orgnr tilskudd.orgnr NOT NULL, undertaking tilskudd.orgnr NOT NULL, kommunenr tilskudd.kommunenr, granted_on date NOT NULL, eur numeric(12,2) NOT NULL};
my $guard = q{SELECT tilskudd.guard('award', 'de_minimis', key => 'undertaking', amount => 'eur', granted_on => 'granted_on')};
for my $i (0 .. $nshards - 1)
{
	$shards[$i]->safe_psql('postgres', qq{
		CREATE TABLE division (undertaking tilskudd.orgnr) PARTITION BY HASH (undertaking);
		CREATE TABLE member (orgnr tilskudd.orgnr PRIMARY KEY, undertaking tilskudd.orgnr NOT NULL, UNIQUE (orgnr, undertaking),
			CONSTRAINT of_this_server CHECK (satisfies_hash_partition('division'::regclass, $nshards, $i, undertaking)));
		CREATE TABLE award ($award_columns,
			FOREIGN KEY (orgnr, undertaking) REFERENCES member (orgnr, undertaking),
			CONSTRAINT of_this_server CHECK (satisfies_hash_partition('division'::regclass, $nshards, $i, undertaking)));
		$guard;
		CREATE VIEW violation AS SELECT $i AS server, key::tilskudd.orgnr AS undertaking, on_date, used, "limit" AS maximum FROM tilskudd.violations('award');
		CREATE VIEW balance AS SELECT m.orgnr AS undertaking, h.used, h."limit" AS maximum, h.headroom
			FROM member AS m CROSS JOIN LATERAL tilskudd.headroom('award', 'de_minimis', m.orgnr::text, tilskudd.as_of()) AS h WHERE m.orgnr = m.undertaking});
}
my %columns = (
	member => 'orgnr tilskudd.orgnr, undertaking tilskudd.orgnr',
	award => $award_columns,
	balance => 'undertaking tilskudd.orgnr, used numeric, maximum numeric, headroom numeric');
for my $table (sort keys %columns)
{
	$coordinator->safe_psql('postgres', join ";\n", "CREATE TABLE $table ($columns{$table}) PARTITION BY HASH (undertaking)", map {
		"CREATE FOREIGN TABLE ${table}_$_ PARTITION OF $table FOR VALUES WITH (MODULUS $nshards, REMAINDER $_) SERVER shard$_ OPTIONS (table_name '$table')" } 0 .. $nshards - 1);
}
# The audits: once as partitions by the number of the server, once as a view.
$coordinator->safe_psql('postgres', join ";\n", 'CREATE TABLE violation (server int, undertaking tilskudd.orgnr, on_date date, used numeric, maximum numeric) PARTITION BY LIST (server)',
	(map { "CREATE FOREIGN TABLE violation_$_ PARTITION OF violation FOR VALUES IN ($_) SERVER shard$_ OPTIONS (table_name 'violation')" } 0 .. $nshards - 1),
	'CREATE VIEW all_violations AS ' . join(' UNION ALL ', map { "SELECT * FROM violation_$_" } 0 .. $nshards - 1));

# A thousand numbers with a right check digit; the undertaking of each is its own,
# but 991 and 992 of them are members of the first one's.
$coordinator->safe_psql('postgres', q{
	CREATE TABLE firm_number AS
		SELECT row_number() OVER (ORDER BY n)::int AS number, n::text::tilskudd.orgnr AS orgnr
		FROM (SELECT n FROM generate_series(910000000, 910020000) AS n WHERE tilskudd.orgnr_is_valid(n::text) LIMIT 1000) AS valid;
	INSERT INTO member SELECT orgnr, CASE WHEN number IN (991, 992) THEN (SELECT orgnr FROM firm_number WHERE number = 1) ELSE orgnr END FROM firm_number});
my @orgnr = split /\n/, $coordinator->safe_psql('postgres', 'SELECT orgnr FROM firm_number ORDER BY number');
unshift @orgnr, undef;
my $spread = join ' ', map { $_->safe_psql('postgres', 'SELECT count(*) FROM member') } @shards;
like($spread, qr/^(?:[12]\d\d|3\d\d)( (?:[12]\d\d|3\d\d)){3}$/, "each server has its part of a thousand enterprises: $spread");

# The server of an undertaking.
my @server_of = ();
for my $line (split /\n/, $coordinator->safe_psql('postgres', q{
	SELECT number, right(m.tableoid::regclass::text, 1) FROM member AS m JOIN firm_number USING (orgnr)}))
{
	my ($number, $server) = split /\|/, $line;
	$server_of[$number] = $server;
}
sub other_server
{
	my ($server, $number) = @_;
	return (grep { $server_of[$_] != $server } $number .. 900)[0];
}

# An error as a client sees it; 'done' if there is none.
sub attempt
{
	my ($node, $sql) = @_;
	return $node->safe_psql('postgres', qq{
		CREATE TEMP TABLE result (seen text);
		DO \$do\$
		DECLARE
			detail text;
			hint text;
		BEGIN
			$sql;
			INSERT INTO result VALUES ('done');
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
			INSERT INTO result VALUES (concat_ws('|', sqlstate, sqlerrm, detail, hint));
		END \$do\$;
		SELECT seen FROM result});
}
sub award
{
	my ($enterprise, $undertaking, $eur, $day) = @_;
	$day ||= '2025-03-01';
	return "INSERT INTO award VALUES ('$orgnr[$enterprise]', '$orgnr[$undertaking]', '1818', '$day', $eur)";
}

# 2023/2831 Art 3(2): 300 000 EUR over three years.
my $far_away = other_server($server_of[1], 2);
is(attempt($coordinator, award(1, 1, 200000)), 'done', 'an award goes to the server of its undertaking');
is($shards[ $server_of[1] ]->safe_psql('postgres', 'SELECT count(*), sum(eur) FROM award'), '1|200000.00', 'there it is');
is( attempt($coordinator, award(991, 1, 100000.01, '2025-04-01')),
	qq{23514|award on 2025-04-01 in table "award" violates guard "de_minimis_guard"|}
	. qq{Key (undertaking)=($orgnr[1]): 200000.00 EUR are used from 2022-04-01 to 2025-04-01, 100000.01 EUR are requested, the ceiling is 300000 EUR: }
	. qq{Regulation (EU) 2023/2831 Art 3 and 4; Annex XV point 1ea; FOR-2023-01-02-2 [text].|}
	. qq{At most 100000.00 EUR may be granted on 2025-04-01; 100000.01 EUR from 2028-03-02 on.},
	'an award to another member of it is refused there, and the error comes as it was');
is(attempt($coordinator, award(991, 1, 100000, '2025-04-01')), 'done', 'what is left may be granted');
like(attempt($coordinator, award(992, 1, 0.01, '2025-05-01')), qr/^23514\|.*: 300000.00 EUR are used/, 'then nothing is left for the third');

# Ways around the limit.
like(attempt($coordinator, award(991, 991, 1)), qr/^23503\|.*member/, 'a member by itself: of another undertaking, it is refused');
like(attempt($coordinator, award(1, $far_away, 1)), qr/^23503\|.*member/, 'an undertaking that is another enterprise: refused');
for my $i (grep { $_ != $server_of[1] } 0 .. $nshards - 1)
{
	like(attempt($shards[$i], award(1, 1, 1)), qr/^23514\|.*"of_this_server"/, "written on server $i: not an undertaking of that");
	like(attempt($shards[$i], "INSERT INTO member VALUES ('$orgnr[1]', '$orgnr[1]')"), qr/^23514\|.*"of_this_server"/, "server $i: it can not be made one");
}
like(attempt($shards[ $server_of[1] ], award(1, 1, 1)), qr/^23514\|.*"de_minimis_guard"/, 'written on its own server: the guard refuses');
like(attempt($coordinator, "UPDATE award SET undertaking = '$orgnr[$far_away]' WHERE orgnr = '$orgnr[1]'"), qr/^23514\|.*"of_this_server"/,
	'an UPDATE moves no award to another server');
like(attempt($coordinator, "UPDATE award SET eur = eur + 1 WHERE orgnr = '$orgnr[991]'"), qr/^23514\|.*"de_minimis_guard"/, 'an UPDATE is guarded');
like(attempt($coordinator, $guard =~ s/^SELECT/PERFORM/r), qr/^42809\|"award_0" is a foreign table/, 'a guard can not stand on what is elsewhere');
like(attempt($coordinator, q{PERFORM tilskudd.violations('award')}), qr/^42704\|table "award" has no guard/, 'nor is there an audit of it');

# All or nothing, while the coordinator lives: the guards refuse before any
# server commits.
sub totals
{
	return $coordinator->safe_psql('postgres', 'SELECT count(*), sum(eur) FROM award');
}
my $before = totals();
like(attempt($coordinator, award($far_away, $far_away, 300000) . '; ' . award(1, 1, 1)), qr/^23514\|/, 'a transaction over two servers of which one refuses');
is(totals(), $before, 'leaves nothing on either');
like( attempt($coordinator, "INSERT INTO award SELECT orgnr, orgnr, '1818', '2025-03-01', CASE number WHEN 700 THEN 300000.01 ELSE 1 END FROM firm_number WHERE number BETWEEN 2 AND 900"),
	qr/^23514\|/, 'so does a statement');
is(totals(), $before, 'with all its rows');
for my $batch (1, 100)
{
	$coordinator->safe_psql('postgres', "ALTER SERVER shard$_ OPTIONS (" . ($batch == 1 ? 'ADD' : 'SET') . " batch_size '$batch')") for 0 .. $nshards - 1;
	my $rows = join '', map { "$orgnr[$_]\t$orgnr[$_]\t1818\t2024-0$batch-01\t150000\n" } 2 .. 400;
	$rows =~ s/2024-0100/2024-02/g;
	$coordinator->safe_psql('postgres', "COPY award FROM stdin;\n$rows\\.\n");
}
is(totals(), '800|120000000.00', 'COPY, a row and a hundred at a time');
like(attempt($coordinator, award(300, 300, 0.01)), qr/^23514\|/, 'and what it has written counts');

# Two sessions at once.  postgres_fdw reads and writes in REPEATABLE READ, where
# a trigger in SQL would not see what the other has written.
sub session
{
	my ($sql) = @_;
	my %session = (in => $sql, out => '');
	$session{run} = IPC::Run::start([ 'psql', '-XAtq', '-d', $coordinator->connstr('postgres') ],
		'<', \$session{in}, '>', \$session{out}, '2>&1', IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return \%session;
}
my $first = session("BEGIN;\n" . award(901, 901, 200000) . ";\n\\echo written\n");
$first->{run}->pump until $first->{out} =~ /written/;
my $second = session("\\set VERBOSITY verbose\nBEGIN;\nSELECT count(*) FROM award;\n\\echo begun\n" . award(901, 901, 100001) . ";\n");
$second->{run}->pump until $second->{out} =~ /begun/;
ok( $shards[ $server_of[901] ]->poll_query_until('postgres', 'SELECT count(*) = 1 FROM pg_locks WHERE objsubid = 7311 AND NOT granted'),
	'two sessions at the coordinator: the second waits for the first');
$first->{in} .= "COMMIT;\n";
$_->{run}->finish for $first, $second;
like($second->{out}, qr/ERROR:  23514: .*\n.*: 200000.00 EUR are used/, 'and sees what that has written');

# A server's dump has all that keeps it apart.
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
$shards[0]->command_ok([ 'pg_dump', '--no-sync', '-f', $dump, '-d', $shards[0]->connstr('postgres') ], 'pg_dump of a server');
$shards[0]->safe_psql('postgres', 'CREATE DATABASE restored');
$shards[0]->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $shards[0]->connstr('restored'), '-f', $dump ], 'restored');
my $elsewhere = (grep { $server_of[$_] != 0 } 2 .. 900)[0];
for my $database ('postgres', 'restored')
{
	$shards[0]->psql($database, "\\set VERBOSITY verbose\n" . award($elsewhere, $elsewhere, 1), stderr => \my $refused);
	like($refused, qr/ERROR:  23514: .*"of_this_server"/, "$database: another server's undertaking is refused");
}
my $sum = 'SELECT count(*), sum(eur) FROM award';
is($shards[0]->safe_psql('restored', $sum), $shards[0]->safe_psql('postgres', $sum), 'with all awards');

#
# The audit.  What is there already, lawful or not, comes as in a restore.
#
for my $shard (@shards)
{
	$shard->safe_psql('postgres', q{
		SET session_replication_role = replica;
		INSERT INTO award SELECT orgnr, undertaking, '1818', '2025-05-01', 290000 + orgnr::integer % 20 FROM member WHERE orgnr::integer % 3 = 0;
		RESET session_replication_role;
		ANALYZE});
}
$coordinator->safe_psql('postgres', qq{
	CREATE TABLE whole ($award_columns);
	INSERT INTO whole SELECT * FROM award;
	SELECT tilskudd.guard('whole', 'de_minimis', key => 'undertaking', amount => 'eur', granted_on => 'granted_on', mode => 'off')});
my $expected = $coordinator->safe_psql('postgres', q{SELECT key, on_date, used, "limit" FROM tilskudd.violations('whole') ORDER BY key, on_date});
cmp_ok(scalar(() = $expected =~ /\n/g), '>', 100, 'a table with all awards has violations');
for my $table ('violation', 'all_violations')
{
	my $query = "SELECT undertaking, on_date, used, maximum FROM $table ORDER BY undertaking, on_date";
	is($coordinator->safe_psql('postgres', $query), $expected, "$table: the audit of the four servers has them");
	my $plan = plan_of("SELECT * FROM $table");
	is(scalar(() = $plan =~ /Async Foreign Scan/g), 4, "$table: which work at the same time");
}

# Sums by undertaking are made where it is.
my $peaks = 'SELECT undertaking, (tilskudd.de_minimis_peak(eur, granted_on)).used FROM %s GROUP BY undertaking ORDER BY undertaking';
is($coordinator->safe_psql('postgres', 'SET enable_partitionwise_aggregate = on; ' . sprintf($peaks, 'award')),
	$coordinator->safe_psql('postgres', sprintf($peaks, 'whole')), 'peaks of all undertakings: as in one table');
my $plan = plan_of('SELECT undertaking, tilskudd.de_minimis_peak(eur, granted_on) FROM award GROUP BY undertaking', 'SET enable_partitionwise_aggregate = on');
is(scalar(() = $plan =~ /Async Foreign Scan\n(?:.*\n)*?.*Remote SQL: SELECT undertaking, tilskudd\.de_minimis_peak\(eur, granted_on\) FROM public\.award GROUP BY 1/g), 4,
	'each server sends its own');
# So are joins on the undertaking, when it is known how large the tables are.
$coordinator->safe_psql('postgres', "ANALYZE award_$_; ANALYZE member_$_") for 0 .. $nshards - 1;
$plan = plan_of(q{SELECT m.orgnr, a.eur FROM award AS a JOIN member AS m USING (orgnr, undertaking) WHERE a.eur > 299999}, 'SET enable_partitionwise_join = on');
is(scalar(() = $plan =~ /Remote SQL: .* INNER JOIN public\.member/g), 4, "each server joins its own") or diag($plan);

# One undertaking is asked about on one server; how much is left, too.
$plan = plan_of(qq{SELECT * FROM balance WHERE undertaking = '$orgnr[1]'});
like($plan, qr/^Foreign Scan on public\.balance_$server_of[1] /, 'what is left of one ceiling is asked of one server');
for my $setting ('auto', 'force_generic_plan')
{
	is($coordinator->safe_psql('postgres', "SET plan_cache_mode = $setting; PREPARE one(tilskudd.orgnr) AS SELECT used, maximum, headroom FROM balance WHERE undertaking = \$1; EXECUTE one('$orgnr[901]')"),
		$coordinator->safe_psql('postgres', "SELECT used, \"limit\", headroom FROM tilskudd.headroom('whole', 'de_minimis', '$orgnr[901]', '2025-06-30')"),
		"and is what the guard would let in, $setting");
}

$_->stop for $coordinator, @shards;
done_testing();
