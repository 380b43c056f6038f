# Upgrades: every released version becomes what CREATE EXTENSION makes today,
# object by object; until then its SQL works with the library of today.
#
# An update script repeats by hand what the parts say.  A function forgotten
# there, a COST, a comment, a GRANT: nobody would see it for years.

use strict;
use warnings;

use Digest::MD5 qw(md5_hex);
use FindBin;
use lib "$FindBin::Bin/..";
use Catalog;
use Questions;
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = $ENV{TILSKUDD_SRCDIR} // '.';
my $node = PostgreSQL::Test::Cluster->new('main');
# Whoever runs the tests, the superuser is called as in the expectations.
$ENV{PGUSER} = 'postgres';
$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
$node->append_conf('postgresql.conf', 'allow_system_table_mods = on');
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN');

# The released versions: those that have a script of their own, but today's.
my ($now) = slurp_file("$source/tilskudd.control") =~ /^default_version = '(.*)'/m;
my @released = grep { $_ ne $now } map { m{/tilskudd--([0-9.]+)\.sql$} } glob "$source/sql/tilskudd--*.sql";
ok(scalar @released, "there are released versions: @released");

sub sqlstate
{
	my ($db, $sql) = @_;
	my $stderr = '';
	$node->psql($db, "\\set VERBOSITY sqlstate\n$sql", stderr => \$stderr);
	return join ' ', $stderr =~ /ERROR:\s+(\w{5})/g;
}

# A database of somebody's with the extension in it.
sub create
{
	my ($db, $role, $version) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $db OWNER $role");
	$node->safe_psql($db, 'CREATE EXTENSION tilskudd' . ($version ? " VERSION '$version'" : ''), extra_params => [ '-U', $role ]);
	return;
}

sub asker { my ($db) = @_; return sub { $node->safe_psql($db, $_[0]) }; }

# Passes if there is no difference, otherwise shows some.
sub no_difference
{
	my ($before, $after, $name) = @_;
	my @difference = Catalog::differences($before, $after);
	ok(!@difference, $name)
	  or diag(join "\n", '- upgraded, + created anew', @difference[ 0 .. ($#difference < 40 ? $#difference : 40) ]);
	return;
}

# As a superuser and as an ordinary owner: the extension is trusted.
my %fresh;
for my $role (qw(postgres owner))
{
	create("fresh_$role", $role);
	$fresh{$role} = [ Catalog::lines(asker("fresh_$role")) ];
	cmp_ok(scalar @{ $fresh{$role} }, '>', 5000, "$role: there is something to compare");
}
is(join(' ', Catalog::unknown_kinds(asker('fresh_owner'))), '', 'and nothing of a kind that is not compared');

for my $version (@released)
{
	my $path = $node->safe_psql('postgres',
		"SELECT path FROM pg_extension_update_paths('tilskudd') WHERE source = '$version' AND target = '$now'");
	like($path, qr/^\Q$version\E--.*\Q$now\E$/, "there is a way from $version to $now");
	(my $of = $version) =~ tr/./_/;
	for my $role (qw(postgres owner))
	{
		my $db = "upgraded_${of}_$role";
		create($db, $role, $version);
		is($node->safe_psql($db, q{SELECT extversion FROM pg_extension WHERE extname = 'tilskudd'}), $version, "$db: $version is created");
		$node->safe_psql($db, 'ALTER EXTENSION tilskudd UPDATE', extra_params => [ '-U', $role ]);
		no_difference([ Catalog::lines(asker($db)) ], $fresh{$role}, "$db: upgraded from $version, it is as if created anew");
	}
}

# The comparison sees every kind of difference: one of each at once.
my @alterations = (
	[ 'ALTER FUNCTION tilskudd.zone(tilskudd.kommunenr, date) COST 6', qr/^-function tilskudd\.zone\(.* \| procost \| 6/m ],
	[ 'ALTER FUNCTION tilskudd.county(tilskudd.kommunenr, date) VOLATILE', qr/^-function tilskudd\.county\(.* \| provolatile \| "v"/m ],
	[ 'ALTER FUNCTION tilskudd.centrality(tilskudd.kommunenr, date) PARALLEL RESTRICTED', qr/^-function tilskudd\.centrality.* \| proparallel \| "r"/m ],
	[ 'ALTER FUNCTION tilskudd.payroll_zone(tilskudd.kommunenr, date) CALLED ON NULL INPUT', qr/^-function tilskudd\.payroll_zone.* \| proisstrict \| false/m ],
	[ 'ALTER FUNCTION tilskudd.zone_parts(tilskudd.kommunenr, date) ROWS 3', qr/^-function tilskudd\.zone_parts.* \| prorows \| 3/m ],
	[ "ALTER FUNCTION tilskudd.zone_source(tilskudd.kommunenr, date) SET work_mem = '1MB'", qr/^-function tilskudd\.zone_source.* \| proconfig \| \["work_mem=1MB"\]/m ],
	[ q{UPDATE pg_proc SET prosupport = 0 WHERE proname = 'in_zone'}, qr/^-function tilskudd\.in_zone\(.* \| prosupport \| "-"/m ],
	[ q{UPDATE pg_proc SET prosrc = 'tilskudd_zone' WHERE proname = 'transport_zone'}, qr/^-function tilskudd\.transport_zone.* \| prosrc \| "tilskudd_zone"/m ],
	[ q{UPDATE pg_proc SET probin = '$libdir/other' WHERE proname = 'payroll_rate'}, qr{^-function tilskudd\.payroll_rate.* \| probin \| "\$libdir/other"}m ],
	[ q{UPDATE pg_proc SET proargnames[1] = 'other' WHERE proname = 'kommune_name'}, qr/^-function tilskudd\.kommune_name.* \| arguments \| "other /m ],
	[ q{UPDATE pg_proc SET pronargdefaults = 0, proargdefaults = NULL WHERE proname = 'stale_objects'}, qr/^-function tilskudd\.stale_objects.* \| pronargdefaults \| 0/m ],
	[ q{UPDATE pg_proc SET proleakproof = true WHERE proname = 'eur_year'}, qr/^-function tilskudd\.eur_year.* \| proleakproof \| true/m ],
	[ 'REVOKE EXECUTE ON FUNCTION tilskudd.base_rate(date) FROM PUBLIC', qr/^-function tilskudd\.base_rate\(date\) \| acl \| \["owner=|^-function tilskudd\.base_rate\(date\) \| acl \| \["postgres=/m ],
	[ q{COMMENT ON FUNCTION tilskudd.kommune_at(tilskudd.kommunenr, date) IS 'other'}, qr/^-function tilskudd\.kommune_at.* \| comment \| "other"/m ],
	[ 'COMMENT ON VIEW tilskudd.law_zone IS NULL', qr/^\+view tilskudd\.law_zone \| comment \| /m ],
	[ 'COMMENT ON COLUMN tilskudd.guards.mode IS NULL', qr/^\+column mode of view tilskudd\.guards \| comment \| /m ],
	[ 'ALTER FUNCTION tilskudd.eur_year(numeric, integer) OWNER TO owner', qr/^-function tilskudd\.eur_year\(numeric,integer\) \| owner \| "owner"/m ],
	[ 'CREATE OR REPLACE VIEW tilskudd.law_change AS SELECT NULL::text AS version, NULL::text AS law_table, NULL::text AS change',
		qr/^-view tilskudd\.law_change \| view \| /m ],
	[ 'ALTER VIEW tilskudd.law_rule SET (security_barrier = true)', qr/^-view tilskudd\.law_rule \| reloptions \| \["security_barrier=true"\]/m ],
	[ 'REVOKE SELECT ON tilskudd.law_county FROM PUBLIC', qr/^\+view tilskudd\.law_county \| acl \| .*"=r/m ],
	[ 'ALTER VIEW tilskudd.law_payment RENAME COLUMN value TO amount', qr/^-column tilskudd\.law_payment\.amount \| attname \| "amount"/m ],
	[ 'ALTER TABLE tilskudd.guard_override ADD COLUMN more int', qr/^-column tilskudd\.guard_override\.more \| type \| "integer"/m ],
	[ 'ALTER TABLE tilskudd.guard_override ALTER reason DROP NOT NULL', qr/^-column tilskudd\.guard_override\.reason \| attnotnull \| false/m ],
	[ q{ALTER TABLE tilskudd.guard_override ALTER reason SET DEFAULT 'none'}, qr/^-column tilskudd\.guard_override\.reason \| default \| "'none'::text"/m ],
	[ 'ALTER TABLE tilskudd.guard_override ADD CHECK (used > 0)', qr/^-constraint .* on table tilskudd\.guard_override \| definition \| "CHECK/m ],
	[ 'CREATE INDEX ON tilskudd.guard_override (key)', qr/^-index tilskudd\.guard_override_key_idx \| definition \| /m ],
	[ 'ALTER TABLE tilskudd.guard_override ENABLE ROW LEVEL SECURITY', qr/^-table tilskudd\.guard_override \| relrowsecurity \| true/m ],
	[ 'CREATE POLICY p ON tilskudd.guard_override USING (used > 1)', qr/^-policy p on table tilskudd\.guard_override \| using \| /m ],
	[ 'CREATE TRIGGER t BEFORE UPDATE ON tilskudd.guard_override EXECUTE FUNCTION suppress_redundant_updates_trigger()',
		qr/^-trigger t on table tilskudd\.guard_override \| definition \| /m ],
	[ 'CREATE RULE r AS ON UPDATE TO tilskudd.guard_override DO INSTEAD NOTHING', qr/^-rule r on table tilskudd\.guard_override \| definition \| /m ],
	[ 'CREATE SEQUENCE tilskudd.s', qr/^-sequence tilskudd\.s \| seqincrement \| 1/m ],
	[ 'ALTER TYPE tilskudd.verdict ADD ATTRIBUTE more int', qr/^-column tilskudd\.verdict\.more \| type \| "integer"/m ],
	[ 'ALTER TYPE tilskudd.orgnr SET (RECEIVE = NONE)', qr/^-type tilskudd\.orgnr \| typreceive \| "-"/m ],
	[ q{UPDATE pg_type SET typalign = 'd' WHERE typname = 'zone'}, qr/^-type tilskudd\.zone \| typalign \| "d"/m ],
	[ 'ALTER OPERATOR pg_catalog.<(tilskudd.zone, tilskudd.zone) SET (RESTRICT = NONE)', qr/^-operator <\(tilskudd\.zone,.* \| oprrest \| "-"/m ],
	[ q{UPDATE pg_operator SET oprcanhash = false WHERE oid = 'pg_catalog.=(tilskudd.orgnr, tilskudd.orgnr)'::regoperator},
		qr/^-operator =\(tilskudd\.orgnr,.* \| oprcanhash \| false/m ],
	[ q{UPDATE pg_operator SET oprnegate = 0 WHERE oid = 'pg_catalog.<>(tilskudd.orgnr, tilskudd.orgnr)'::regoperator},
		qr/^-operator <>\(tilskudd\.orgnr,.* \| negator \| "0"/m ],
	[ 'ALTER OPERATOR FAMILY tilskudd.kommunenr_ops USING btree DROP FUNCTION 2 (tilskudd.kommunenr, tilskudd.kommunenr)',
		qr/^\+function 2 .* \| amproc \| /m ],
	[ q{UPDATE pg_opclass SET opcdefault = false WHERE opcname = 'zone_ops'}, qr/^-operator class tilskudd\.zone_ops .* \| opcdefault \| false/m ],
	[ q{UPDATE pg_amop SET amopstrategy = 6 WHERE amopopr = 'pg_catalog.<(tilskudd.orgnr, tilskudd.orgnr)'::regoperator}, qr/^-operator 6 .* \| amopstrategy \| 6/m ],
	[ q{UPDATE pg_cast SET castcontext = 'i' WHERE castsource = 'tilskudd.kommunenr'::regtype}, qr/^-cast from tilskudd\.kommunenr to .* \| castcontext \| "i"/m ],
	[ q{UPDATE pg_aggregate SET agginitval = '0' WHERE aggfnoid::text ~ 'cumulated_intensity'}, qr/^-aggregate tilskudd\.cumulated_intensity.* \| agginitval \| "0"/m ],
	[ 'CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION tilskudd.stopped()', qr/^-event trigger e \| evtevent \| "sql_drop"/m ],
	[ 'ALTER EXTENSION tilskudd DROP FUNCTION tilskudd.to_eur(numeric, numeric)', qr/^\+function tilskudd\.to_eur\(.* \| depends on \| extension tilskudd e/m ],
	[ 'CREATE FUNCTION tilskudd.left_over() RETURNS int LANGUAGE sql AS $$SELECT 1$$', qr/^-function tilskudd\.left_over\(\) \| prosrc/m ],
	[ 'ALTER EXTENSION tilskudd DROP VIEW tilskudd.law_fault_gap; DROP VIEW tilskudd.law_fault_gap', qr/^\+view tilskudd\.law_fault_gap \| view \| /m ],
	[ q{SELECT FROM (SELECT 'a') AS a; UPDATE pg_extension SET extconfig = NULL, extcondition = NULL WHERE extname = 'tilskudd'},
		qr/^-extension tilskudd \| config \| null/m ],
	[ q{DELETE FROM pg_init_privs WHERE objoid = 'tilskudd.law_zone'::regclass}, qr/^\+view tilskudd\.law_zone \| initial privileges \| /m ],
	[ 'GRANT CREATE ON SCHEMA tilskudd TO PUBLIC', qr/^-schema tilskudd \| acl \| .*"=UC/m ]);
create('altered', 'owner');
$node->safe_psql('altered', join ";\n", 'CREATE FUNCTION tilskudd.stopped() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$',
	map { $_->[0] } @alterations);
my $seen = join "\n", Catalog::differences([ Catalog::lines(asker('altered')) ], $fresh{owner});
like($seen, $_->[1], "seen: $_->[0]") for @alterations;

# The library of today under the SQL of then.
my $signatures = q{
	CREATE TABLE signature AS
	SELECT p.oid::regprocedure::text AS signature, provolatile, prosrc, prorettype::regtype::text AS result,
		proallargtypes::regtype[]::text AS columns, lanname = 'c' AS in_c
	FROM pg_proc AS p JOIN pg_language AS l ON l.oid = prolang
	WHERE pronamespace = 'tilskudd'::regnamespace AND prorettype <> 'trigger'::regtype};

for my $version (@released)
{
	(my $old = "old_$version") =~ tr/./_/;
	create($old, 'owner', $version);
	$node->safe_psql($_, "$Questions::answer; $signatures") for $old, 'fresh_owner';

	# A symbol of the library means what it meant: other arguments or columns
	# would be read by their old places.
	my $symbols = 'SELECT prosrc, signature, result, columns FROM signature WHERE in_c ORDER BY signature';
	my %today = map { $_ => 1 } split /\n/, $node->safe_psql('fresh_owner', $symbols);
	my %symbol_today = map { /^(\w+)/ => 1 } keys %today;
	my @old_symbols = split /\n/, $node->safe_psql($old, $symbols);
	cmp_ok(scalar @old_symbols, '>', 150, "$version: there are functions in C");
	is(join("\n", grep { /^(\w+)/; $symbol_today{$1} && !$today{$_} } @old_symbols),
		'', "$version: a function in C whose arguments or result changed has another symbol");

	# Every function that a query can call, in several ways, and every view.
	my @questions = (Questions::of_functions(asker($old), q{provolatile <> 'v'}), Questions::of_views(asker($old), 'tilskudd'));
	cmp_ok(scalar @questions, '>', 1000, "$version: there is something to ask");
	my $answers = Questions::ask_all(@questions);
	my @then = split /\n/, $node->safe_psql($old, $answers);
	my @today = split /\n/, $node->safe_psql('fresh_owner', $answers);
	is(scalar @then, scalar @questions, "$version: each is answered");
	cmp_ok(scalar(grep { !/^\w{5} |^NULL$/ } @then), '>', @questions / 5, "$version: many with a value");
	is(join("\n", grep { /^XX/ } @then), '', "$version: and none with an internal error");
	# What is not there any more, or not called so, is no answer of the library.
	my @differ = grep { $then[$_] ne $today[$_] && $today[$_] !~ /^42/ } 0 .. $#questions;
	is(join("\n", map { "$questions[$_]: $then[$_], today $today[$_]" } @differ), '', "$version: the answers are those of today");
}

# A view of another version that asks for what the law table does not have.
$node->safe_psql('old_0_1', q{CREATE VIEW tilskudd.law_gone AS SELECT * FROM tilskudd.law_table('frame') AS t(item text, week integer);
	CREATE VIEW tilskudd.law_less AS SELECT * FROM tilskudd.law_table('frame') AS t(month integer, item text)});
my $stderr;
$node->psql('old_0_1', 'SELECT * FROM tilskudd.law_gone', stderr => \$stderr);
like($stderr, qr/has no column "week".*\n.*ALTER EXTENSION tilskudd UPDATE/, 'an older view says what to do');
is($node->safe_psql('old_0_1', 'SELECT l = (f.month, f.item)::text FROM (SELECT v::text AS l FROM tilskudd.law_less AS v LIMIT 1) AS v,
	(SELECT * FROM tilskudd.law_frame LIMIT 1) AS f'), 't', 'or works, if the law table has but more columns');
$node->safe_psql('old_0_1', 'DROP VIEW tilskudd.law_gone, tilskudd.law_less');

# Guards that were declared under an old version, in sessions that have used them.
sub session
{
	my ($db) = @_;
	my $s = { in => '', out => '', err => '' };
	$s->{run} = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr($db) ], '<', \$s->{in}, '>', \$s->{out}, '2>', \$s->{err},
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return $s;
}

sub ask
{
	my ($s, $sql) = @_;
	@$s{qw(out err)} = ('', '');
	$s->{in} .= "\\set VERBOSITY sqlstate\n$sql;\n\\echo END\n\\warn END\n";
	$s->{run}->pump until $s->{out} =~ /END\n/ && $s->{err} =~ /END\n/;
	return join ' ', $s->{err} =~ /ERROR:\s+(\w{5})/g, $s->{out} =~ /^(?!END)(.+)$/mg;
}

for my $version (@released)
{
	(my $old = "old_$version") =~ tr/./_/;
	$node->safe_psql($old, q{
		CREATE TABLE aid (orgnr tilskudd.orgnr, eur numeric, day date, zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone('0301', day)) STORED);
		SELECT tilskudd.guard('aid', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"override_role": "owner"}');
		CREATE TABLE support (project int, nok numeric, day date, cost numeric, percent numeric);
		SELECT tilskudd.guard('support', 'intensity', 'project', 'nok', 'day', options =>
			'{"eligible_cost": {"column": "cost"}, "intensity": {"column": "percent"}}');
		CALL tilskudd.create_register('grants', false);
		INSERT INTO aid VALUES ('923609016', 200000, '2025-01-01');
		SET tilskudd.override_reason = 'then';
		INSERT INTO aid VALUES ('923609016', 200000, '2025-01-02')}, extra_params => [ '-U', 'owner' ]);
	my $triggers = 'SELECT oid, tgrelid, tgname, tgfoid, tgargs FROM pg_trigger ORDER BY 1';
	my $before = $node->safe_psql($old, $triggers);
	my $session = session($old);
	my @tries = (
		[ q{INSERT INTO aid VALUES ('971032081', 300000, '2025-01-01')}, '' ],
		[ q{INSERT INTO aid VALUES ('971032081', 300000.01, '2025-01-01')}, '23514' ],
		[ q{INSERT INTO support VALUES (1, 50, '2025-01-01', 100, 50)}, '' ],
		[ q{INSERT INTO support VALUES (1, 50.01, '2025-01-01', 100, 50)}, '23514' ],
		[ q{SELECT key, used, excess FROM tilskudd.violations('aid')}, '923609016|400000|100000' ],
		[ q{SELECT (tilskudd.headroom('aid', 'de_minimis', '971032081', '2025-01-01')).headroom}, '300000' ],
		[ q{SELECT count(*) FROM grants.v_de_minimis_balance}, '0' ],
		[ q{SELECT target, name, enabled FROM tilskudd.guards WHERE target IN ('aid'::regclass, 'support'::regclass) ORDER BY name},
			'aid|de_minimis|t support|intensity|t' ]);
	is(ask($session, "BEGIN; $_->[0]; ROLLBACK"), $_->[1], "$version: $_->[0]") for @tries;

	# In a transaction that has written: the table is not locked by the update.
	is(ask($session, "BEGIN; $tries[0][0]"), '', "$version: an open transaction");
	$node->safe_psql($old, 'ALTER EXTENSION tilskudd UPDATE', extra_params => [ '-U', 'owner' ]);
	is(ask($session, "$tries[1][0]; ROLLBACK"), '23514', "$version: refused after the update that came between");
	for my $s ($session, session($old))
	{
		my $which = $s == $session ? 'cached' : 'new';
		is(ask($s, "BEGIN; $_->[0]; ROLLBACK"), $_->[1], "$version, updated, in a $which session: $_->[0]") for @tries;
		$s->{in} .= "\\q\n";
		$s->{run}->finish;
	}
	is($node->safe_psql($old, $triggers), $before, "$version: the triggers are the same");
	is($node->safe_psql($old, 'SELECT reason FROM tilskudd.guard_override'), 'then', "$version: what was overridden is recorded");
	is($node->safe_psql($old, "SELECT count(*) FROM tilskudd.stale_objects('$version')"), $node->safe_psql($old, "SELECT CASE WHEN EXISTS
		(SELECT FROM tilskudd.law_change WHERE law_table ~ '^(zone|municipality)') THEN 1 ELSE 0 END"), "$version: nothing is stale but by a change of the law");
	is($node->safe_psql($old, 'SELECT object FROM tilskudd.stale_objects()'), "grants.award.max_percent\npublic.aid.zone", "$version: what would be");
}

# The law of each release.  A table that changed since is in law_change, under a
# later version, and in the change log.
my $changes = slurp_file("$source/CHANGELOG.md");
for my $version (@released)
{
	my @unnamed;
	for (split /\n/, slurp_file("$source/test/law_$version.txt"))
	{
		my ($table, $rows, $md5) = split;
		my (undef, @lines) = split /^/, slurp_file("$source/src/law/$table.csv");
		next if @lines == $rows && md5_hex(join '', sort @lines) eq $md5;
		push @unnamed, $table
		  if $node->safe_psql('fresh_owner', "SELECT count(*) FROM tilskudd.law_change WHERE law_table = '$table'
			AND string_to_array(version, '.')::int[] > string_to_array('$version', '.')::int[]") eq '0'
		  || $changes !~ /\blaw_$table\b/;
	}
	is("@unnamed", '', "the law that changed since $version is named");
}

# What law_reader says is what the source does.  Calls are followed from the
# functions that SQL can call to the arrays and tables of law.h; the reader is
# not a compiler, and by pointers it does not go, so a table may be named that it
# does not find, but not the other way round.
my $territory = 'municipality municipality_change';
my %tables_of = (
	(map { $_ => $territory } qw(law_structure law_municipalities law_municipality_of_number law_counties_of_territory)),
	(map { ("law_$_" => "$_ $territory") } qw(zone transport_zone payroll_zone centrality)),
	law_names => 'municipality_name', law_counties => 'county', law_payroll_rates => 'payroll_rate', law_de_minimis => 'de_minimis',
	law_de_minimis_cumulation => 'de_minimis_cumulation', law_intensities => 'intensity', law_bonuses => 'bonus', law_rates => 'intensity bonus regime',
	law_rate_zones => 'zone_map', law_amounts => 'amount', law_thresholds => 'threshold', law_size_thresholds => 'size_threshold', law_regimes => 'regime');
my (%body, %shared, %reads, %calls);
for my $file (grep { !/law_data|register_sql/ } glob "$source/src/*/*.c")
{
	my $text = slurp_file($file) =~ s{/\*.*?\*/}{ }gsr;
	while ($text =~ /^(\w[^\n;{}]*)\n(\w+)\([^;{}]*\)\n\{\n(.*?)^\}/gms)
	{
		$body{"$file:$2"} = $3;
		push @{ $shared{$2} }, "$file:$2" unless $1 =~ /\bstatic\b/;
	}
}
for my $where (keys %body)
{
	my ($file) = $where =~ /(.*):/;
	my $text = $body{$where};
	$reads{$where}{$_} = 1 for map { /"(\w+)"/g } $text =~ /law_find_table\(([^;]*?)\)/g;
	while ($text =~ /\b([a-z]\w*)\b(\()?/g)
	{
		my ($word, $called) = ($1, $2);
		$reads{$where}{$_} = 1 for split ' ', $tables_of{$word} // '';
		# names without an underscore are those of variables, too
		push @{ $calls{$where} }, $body{"$file:$word"} ? "$file:$word" : @{ $shared{$word} // [] }
		  if $called || $word =~ /_/;
	}
}
my (%said, @unsaid, $found);
for (split /\n/, $node->safe_psql('fresh_owner', 'SELECT function, law_tables FROM tilskudd.law_reader'))
{
	my ($function, $tables) = split /\|/;
	$said{"$function $_"} = 1 for split ' ', $tables;
}
for (split /\n/, $node->safe_psql('fresh_owner', q{SELECT DISTINCT split_part(split_part(signature, '(', 1), '.', 2), prosrc FROM signature
	WHERE in_c AND provolatile <> 'v' AND result <> 'internal' AND prosrc <> 'tilskudd_law_table'}))
{
	my ($function, $symbol) = split /\|/;
	$function =~ s/_result$//;    # the end of an aggregate
	my (%seen, %tables);
	my @next = @{ $shared{$symbol} // [] };
	while (my $where = shift @next)
	{
		next if $seen{$where}++;
		%tables = (%tables, %{ $reads{$where} // {} });
		push @next, @{ $calls{$where} // [] };
	}
	# law_rule is only cited
	delete $tables{rule};
	$found += keys %tables;
	push @unsaid, grep { !$said{$_} } map { "$function $_" } sort keys %tables;
}
cmp_ok($found, '>', 150, 'the source leads to law tables');
is(join("\n", sort @unsaid), '', 'law_reader names what functions read');

$node->stop;
done_testing();
