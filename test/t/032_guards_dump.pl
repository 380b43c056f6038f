# Guards through dump and restore, and through changes of their tables.
#
# A guard is its triggers: names of columns and functions stand in them, and
# backends remember what they mean.  A restore, a rename or a new partition
# must neither turn a guard off nor let it read the wrong column.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
my $dir = PostgreSQL::Test::Utils::tempdir();

# A session that stays: sends statements, returns what they print and the
# SQLSTATEs of errors.
package Session
{
	sub new
	{
		my ($class, $db) = @_;
		my $self = bless { in => '', out => '', err => '' }, $class;
		$self->{run} = IPC::Run::start(
			[ 'psql', '-XAtq', '-d', $node->connstr($db) ],
			'<', \$self->{in}, '>', \$self->{out}, '2>', \$self->{err},
			IPC::Run::timeout(10 * $PostgreSQL::Test::Utils::timeout_default));
		$self->ask("SET client_min_messages = error; \\set VERBOSITY sqlstate");
		return $self;
	}

	sub ask
	{
		my ($self, $sql) = @_;
		$self->{out} = $self->{err} = '';
		$self->{in} .= $sql . "\n;\n\\echo END OF ANSWER\n\\warn END OF ANSWER\n";
		$self->{run}->pump
		  until $self->{out} =~ /END OF ANSWER\n/ && $self->{err} =~ /END OF ANSWER\n/;
		my @states = $self->{err} =~ /ERROR:\s+(\w{5})/g;
		$self->{out} =~ s/END OF ANSWER\n//;
		chomp $self->{out};
		return @states ? "@states" : $self->{out};
	}

	sub quit
	{
		my ($self) = @_;
		$self->{in} .= "\\q\n";
		$self->{run}->finish;
		return;
	}
}

sub ask
{
	my ($db, $sql) = @_;
	my $session = Session->new($db);
	my $answer = $session->ask($sql);
	$session->quit;
	return $answer;
}

# A database with guards of all kinds.
$node->safe_psql('postgres', 'CREATE ROLE controller; CREATE ROLE "Sjef €"');
$node->safe_psql('postgres',
	q{CREATE DATABASE original ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});
my $schema = q{
	CREATE EXTENSION tilskudd;
	CREATE SCHEMA "Støtte "" 'til'";

	CREATE TABLE grants (id int PRIMARY KEY, orgnr tilskudd.orgnr, gge_eur numeric(12, 2), decided_on date,
		status text DEFAULT 'granted');
	SELECT tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on',
		counted => $$status IN ('reserved', 'granted')$$, options => '{"override_role": "controller"}');

	CREATE TABLE payments (id int, orgnr tilskudd.orgnr, gge_eur bigint, decided_on date, pool text,
		lorry boolean, first_month int)
		PARTITION BY RANGE (decided_on);
	CREATE TABLE payments_2025 PARTITION OF payments FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
	CREATE TABLE payments_rest PARTITION OF payments DEFAULT PARTITION BY HASH (orgnr);
	CREATE TABLE payments_rest_0 PARTITION OF payments_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE payments_rest_1 PARTITION OF payments_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	SELECT tilskudd.guard('payments', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', mode => 'strict',
		options => '{"pool": {"column": "pool"}, "road_freight": {"column": "lorry"},
			"fiscal_year_start_month": {"column": "first_month"}, "name": "limit"}');
	ALTER TABLE payments ENABLE ALWAYS TRIGGER limit_guard;

	CREATE TABLE awards (id int, orgnr text, gge_eur int, decided_on date);
	CREATE TABLE awards_north (reindeer int) INHERITS (awards);
	CREATE TABLE awards_far_north () INHERITS (awards_north);
	SELECT tilskudd.guard('awards', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on',
		options => '{"pool": "agriculture", "timing": "deferrable"}');

	SET search_path = "Støtte "" 'til'";
	CREATE TYPE "Pøl" AS ENUM ('general', 'sgei', 'other');
	CREATE FUNCTION "teller?"(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT $1 <> 'søkt'$$;
	CREATE TABLE "Til Skudd" ("Org-Nr." tilskudd.orgnr, "Beløp €" numeric, "gitt ""den""" date, "NEW" text,
		"Pøl" "Pøl" DEFAULT 'general', "order" int);
	SELECT tilskudd.guard($$"Til Skudd"$$, 'de_minimis', 'Org-Nr.', 'Beløp €', 'gitt "den"',
		counted => $$"teller?"("NEW") AND "order" IS DISTINCT FROM 0$$,
		options => $${"name": "€ \"grensen\"", "override_role": "Sjef €", "timing": "deferred",
			"pool": {"column": "Pøl"}, "fiscal_year_start_month": 4}$$);
	RESET search_path;

	CREATE TABLE links (owner text, owned text);
	CREATE TABLE group_awards (orgnr text, gge_eur int, decided_on date);
	SELECT tilskudd.guard('group_awards', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on',
		options => '{"ownership": "SELECT owner, owned FROM public.links", "name": "group"}');

	CREATE TABLE projects (project int, aid numeric, decided_on date, "cost €" bigint, small boolean, kind text,
		max_percent numeric GENERATED ALWAYS AS (CASE kind WHEN 'rd' THEN 45 ELSE 20 END) STORED, most int);
	SELECT tilskudd.guard('projects', 'intensity', 'project', 'aid', 'decided_on', options => '{"eligible_cost": {"column": "cost €"},
		"intensity": {"column": "max_percent"}, "max_amount": {"column": "most"}, "de_minimis": {"column": "small"}}');

	CREATE TABLE budget (project int, item text, cost numeric);
	CREATE TABLE parts (project int, aid numeric, decided_on date, percent numeric, items text[]);
	SELECT tilskudd.guard('parts', 'cumulation', 'project', 'aid', 'decided_on', options => '{"intensity": {"column": "percent"},
		"items": {"column": "items"}, "costs": "SELECT project AS key, item, cost AS eligible_cost FROM public.budget"}');

	CREATE TABLE parts_of_frames (frame text, "nok €" numeric);
	CREATE TABLE commitments (frame text, nok int, day date, kept boolean DEFAULT true);
	SELECT tilskudd.guard('commitments', 'frame', 'frame', 'nok', 'day', counted => 'kept',
		options => '{"frames": "SELECT frame AS key, \"nok €\" AS amount FROM public.parts_of_frames"}');

	CREATE TABLE granted (id int, nok numeric, attested boolean);
	CREATE TABLE paid (id int, nok numeric, day date, last boolean);
	SELECT tilskudd.guard('paid', 'payment', 'id', 'nok', 'day', options => '{"final": {"column": "last"}, "holdback_percent": 12.5,
		"grants": "SELECT id AS key, nok AS amount, attested AS accounts_attested FROM public.granted"}');

	CREATE TABLE archive (id int, day date, "last €" date) PARTITION BY RANGE (day);
	CREATE TABLE archive_old PARTITION OF archive FOR VALUES FROM ('2000-01-01') TO ('2010-01-01');
	CREATE TABLE archive_new PARTITION OF archive DEFAULT;
	SELECT tilskudd.guard('archive', 'retention', key => 'id', granted_on => 'day', counted => 'id <> 0',
		options => '{"last_aid_on": {"column": "last €"}, "override_role": "controller"}');

	CREATE TABLE watched (orgnr tilskudd.orgnr, gge_eur numeric, decided_on date);
	SELECT tilskudd.guard('watched', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', mode => 'warn', options => '{"name": "warner", "index": false}');
	SELECT tilskudd.guard('watched', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', mode => 'off', options => '{"name": "auditor", "index": false}');
	SELECT tilskudd.guard('watched', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', counted => 'gge_eur > 200000',
		options => '{"name": "always", "index": false}');
	SELECT tilskudd.guard('watched', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', options => '{"name": "disabled", "index": false}');
	ALTER TABLE watched ENABLE ALWAYS TRIGGER always_guard;
	ALTER TABLE watched DISABLE TRIGGER disabled_guard;
};
my $rows = q{
	INSERT INTO grants VALUES (1, '923609016', 250000, '2025-01-15', 'granted'), (2, '971032081', 300000, '2025-02-15', 'reserved'),
		(3, '923609016', 1000000, '2025-03-15', 'draft');
	SET tilskudd.override_reason = 'vedtak 7 £ '' \ ø';
	INSERT INTO grants VALUES (4, '971032081', 0.01, '2027-02-15');
	RESET tilskudd.override_reason;
	INSERT INTO payments VALUES (1, '923609016', 250000, '2025-01-15', 'general', false, 1),
		(2, '923609016', 50000, '2028-01-15', 'agriculture', false, 1),
		(3, '971032081', 100000, '2013-01-01', 'general', true, 7);
	INSERT INTO awards VALUES (1, 'A', 40000, '2025-01-01');
	INSERT INTO awards_north VALUES (2, 'A', 5000, '2025-01-01', 1);
	INSERT INTO awards_far_north VALUES (3, 'A', 4000, '2025-01-01', 1);
	INSERT INTO "Støtte "" 'til'"."Til Skudd" VALUES ('923609016', 250000, '2025-01-15', 'gitt', 'general', 1),
		('923609016', 1000000, '2025-01-15', 'søkt', 'general', 2), ('923609016', 1000000, '2025-01-15', 'gitt', 'general', 0);
	INSERT INTO links VALUES ('A', 'B'), ('B', 'C');
	INSERT INTO group_awards VALUES ('A', 200000, '2025-01-15'), ('D', 200000, '2025-01-15');
	INSERT INTO projects VALUES (1, 20, '1999-01-01', 100, true, NULL, DEFAULT, NULL),
		(1, 20, '2025-01-01', 100, false, 'sme', DEFAULT, NULL), (1, 1, '2025-01-01', 100, false, 'rd', DEFAULT, 43);
	INSERT INTO budget VALUES (1, 'a', 60), (1, 'b', 40);
	INSERT INTO parts VALUES (1, 15, '2025-01-01', 20, '{a,b}');
	INSERT INTO parts_of_frames VALUES ('60/2025', 900), ('60/2025', 100);
	INSERT INTO commitments VALUES ('60/2025', 600, '2025-01-01', true), ('60/2025', 600, '2025-01-01', false);
	INSERT INTO granted VALUES (1, 1000, false);
	INSERT INTO paid VALUES (1, 800, '2025-01-01', false);
	INSERT INTO archive VALUES (0, '2030-01-01', NULL), (1, '2008-01-01', NULL), (2, '2030-01-01', NULL), (3, '2007-01-01', NULL), (4, '2020-01-01', '2030-01-01');
	INSERT INTO watched VALUES ('923609016', 200000, '2025-01-15'), ('923609016', 200000, '2025-01-15');
};
is(ask('original', $schema), join("\n",
		'de_minimis_guard', 'limit_guard', 'de_minimis_guard', '€ "grensen"_guard', 'group_guard', 'intensity_guard', 'cumulation_guard',
		'frame_guard', 'payment_guard', 'retention_guard',
		'warner_guard', 'auditor_guard', 'always_guard', 'disabled_guard'),
	'guards are declared');
is(ask('original', $rows), '', 'and filled');

# What a guard lets in (and the transaction takes back) and what it refuses:
# each pair differs by the least amount.
my $odd = q{"Støtte "" 'til'"."Til Skudd"};
my @pairs = (
	[ 'plain', q{INSERT INTO public.grants VALUES (9, '923609016', %s, '2027-01-01')}, '50000', '50000.01' ],
	[ 'plain, reserved', q{UPDATE public.grants SET status = 'reserved', gge_eur = %s WHERE id = 3}, '50000', '50000.01' ],
	# 300 000 EUR for general, agriculture and fisheries together
	[ 'partition', q{INSERT INTO public.payments VALUES (9, '923609016', %s, '2025-03-01', 'general', false, 1)}, '0', '1' ],
	[ 'partition itself', q{INSERT INTO public.payments_2025 VALUES (9, '923609016', %s, '2025-03-01', 'fisheries', false, 1)}, '0', '1' ],
	[ 'partition, another pool', q{INSERT INTO public.payments VALUES (9, '923609016', %s, '2025-03-01', 'sgei', false, 1)}, '750000', '750001' ],
	# road freight had 100 000 EUR within three fiscal years; the third one
	# after that of 2013-01-01 begins on 2015-07-01
	[ 'partition, road freight', q{INSERT INTO public.payments VALUES (9, '971032081', %s, '2015-06-30', 'general', true, 7)}, '0', '1' ],
	[ 'partition, next fiscal year', q{INSERT INTO public.payments VALUES (9, '971032081', %s, '2015-07-01', 'general', true, 7)}, '100000', '100001' ],
	[ 'parent', q{INSERT INTO public.awards VALUES (9, 'A', %s, '2025-01-01')}, '1000', '1001' ],
	[ 'child', q{INSERT INTO public.awards_north VALUES (9, 'A', %s, '2025-01-01', 2)}, '1000', '1001' ],
	[ 'grandchild', q{INSERT INTO public.awards_far_north VALUES (9, 'A', %s, '2025-01-01', 2)}, '1000', '1001' ],
	[ 'odd names', qq{INSERT INTO $odd VALUES ('923609016', %s, '2027-01-01', 'gitt')}, '50000', '50000.01' ],
	[ 'owned', q{INSERT INTO public.group_awards VALUES ('C', %s, '2025-01-15')}, '100000', '100001' ],
	# 43 are the most that one of the awards may have, and 41 are granted
	[ 'costs', q{INSERT INTO public.projects VALUES (1, %s, '2030-01-01', 100, false, 'sme')}, '2', '2.01' ],
	[ 'cost items', q{INSERT INTO public.parts VALUES (1, %s, '2030-01-01', 45, '{b}')}, '15', '15.01' ],
	[ 'frame', q{INSERT INTO public.commitments VALUES ('60/2025', %s, '1999-01-01')}, '400', '401' ],
	# 12.5 % of 1000 are held back
	[ 'payment', q{INSERT INTO public.paid VALUES (1, %s, '2025-02-01', false)}, '75', '75.01' ],
	[ 'payment, without accounts', q{INSERT INTO public.paid VALUES (1, 0, '2025-02-01', %s)}, 'false', 'true' ],
	[ 'retention', q{DELETE FROM public.archive WHERE id = %s}, '1', '2' ],
	[ 'retention, by the scheme', q{DELETE FROM public.archive WHERE id = %s}, '0', '4' ],
	[ 'retention, update', q{UPDATE public.archive SET "last €" = '%s' WHERE id = 4}, '2030-01-02', '2029-12-31' ],
	[ 'retention, a partition', q{TRUNCATE public.archive_%s}, 'old', 'new' ],
	[ 'enabled always', q{INSERT INTO public.watched VALUES ('923609016', %s, '2025-01-15')}, '300000', '300000.01' ]);

sub guards_refuse
{
	my ($session, $when) = @_;
	for (@pairs)
	{
		my ($name, $sql, $lawful, $unlawful) = @$_;
		is($session->ask('BEGIN; ' . sprintf($sql, $lawful) . '; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK'),
			'', "$when: $name: $lawful is accepted");
		is($session->ask(sprintf($sql, $unlawful)), '23514', "$when: $name: $unlawful is refused");
	}
	$session->ask('SET session_replication_role = replica');
	is($session->ask(q{INSERT INTO public.watched VALUES ('923609016', 300000.01, '2025-01-15')}),
		'23514', "$when: the one enabled always too, in a replica");
	is($session->ask(q{INSERT INTO public.payments_2025 VALUES (9, '923609016', 1, '2025-03-01', 'general', false, 1)}),
		'23514', "$when: and in its partitions");
	is($session->ask(q{BEGIN; INSERT INTO public.grants VALUES (9, '923609016', 1000000, '2027-01-01'); ROLLBACK}),
		'', "$when: the others not");
	$session->ask('RESET session_replication_role');
	return;
}
my $first = Session->new('original');
guards_refuse($first, 'original');
$first->quit;

# Contents, except what the files of the two servers decide.
my $contents = qq{
	SET search_path = '';
	SELECT * FROM public.grants ORDER BY 1, 2, 3;
	SELECT tableoid::regclass, * FROM public.payments ORDER BY 2, 3;
	SELECT tableoid::regclass, * FROM public.awards ORDER BY 2, 3;
	SELECT * FROM $odd ORDER BY 1, 2, 4, 5, 6;
	SELECT * FROM public.links ORDER BY 1, 2;
	SELECT * FROM public.group_awards ORDER BY 1, 2;
	SELECT * FROM public.projects ORDER BY 1, 2, 3;
	SELECT * FROM public.budget ORDER BY 1, 2;
	SELECT * FROM public.parts ORDER BY 1, 2, 3;
	SELECT * FROM public.parts_of_frames ORDER BY 1, 2;
	SELECT * FROM public.commitments ORDER BY 1, 2, 3, 4;
	SELECT * FROM public.granted ORDER BY 1;
	SELECT * FROM public.paid ORDER BY 1, 2;
	SELECT tableoid::regclass, * FROM public.archive ORDER BY 2;
	SELECT * FROM public.watched ORDER BY 1, 2;
	RESET search_path};
my $guards = q{SELECT target::text COLLATE "C", to_jsonb(g) - 'target' FROM tilskudd.guards AS g ORDER BY 1, g.name COLLATE "C"};
my $overrides = q{SELECT recorded_at AT TIME ZONE 'UTC', to_jsonb(o) - 'recorded_at' FROM tilskudd.guard_override AS o ORDER BY 1};
my $violations = q{SELECT t, v.key, v.guard, v.on_date, v.used, v.excess
	FROM unnest('{grants,payments,awards,watched}'::text[]) AS t, tilskudd.violations(t::regclass) AS v ORDER BY t, v.guard};
my %what = ($contents => 'rows', $guards => 'guards', $overrides => 'overrides', $violations => 'violations');
my %before = map { $_ => ask('original', $_) } keys %what;
is(scalar(() = $before{$guards} =~ /^/mg), 14 + 2, 'guards of fourteen declarations and two children');
like($before{$overrides}, qr/"key": "971032081".*"reason": "vedtak 7 £ ' \\\\ ø"/,
	'the override is recorded');
is($before{$violations}, join("\n",
		'grants|971032081|de_minimis|2027-02-15|300000.01|0.01',
		# two of 200 000 EUR, under the guards that do not refuse them
		map { "watched|923609016|$_|2025-01-15|400000|100000" } qw(auditor disabled warner)),
	'and what it let in is a violation');

# What a dump says, without the random key of \restrict.
sub dump_text
{
	my ($db, @options) = @_;
	$node->command_ok([ 'pg_dump', @options, '-f', "$dir/text.sql", $db ], "pg_dump @options of $db");
	my $text = slurp_file("$dir/text.sql");
	$text =~ s/^\\(un)?restrict .*\n//mg;
	return $text;
}
my $dump = dump_text('original');

my @psql = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1');
$node->safe_psql('postgres',
	"CREATE DATABASE $_ ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0") for qw(plain custom sections untriggered commentless altered);
$node->command_ok([ 'pg_dump', '-f', "$dir/plain.sql", 'original' ], 'pg_dump, plain');
$node->command_ok([ @psql, '-d', 'plain', '-f', "$dir/plain.sql" ], 'psql restores it');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/custom", 'original' ], 'pg_dump -Fc');
$node->command_ok([ 'pg_restore', '-e', '-j', '2', '-d', 'custom', "$dir/custom" ],
	'pg_restore -j 2 restores it');
for my $db (qw(plain custom))
{
	is(ask($db, $_), $before{$_}, "$db: $what{$_} are the same") for sort keys %what;
	ok(dump_text($db) eq $dump, "$db: another dump is the same");
	my $session = Session->new($db);
	guards_refuse($session, $db);
	$session->quit;
}

# Definitions first, and rows while the guards are in force: the rows that an
# override let in are refused with their table, all else is restored.
$node->command_ok([ 'pg_dump', '--schema-only', '-f', "$dir/schema.sql", 'original' ], 'pg_dump --schema-only');
$node->command_ok([ 'pg_dump', '--data-only', '-f', "$dir/data.sql", 'original' ], 'pg_dump --data-only');
$node->command_ok([ @psql, '-d', $_, '-f', "$dir/schema.sql" ], "$_: definitions restored")
  for qw(sections untriggered);
is(ask('sections', $guards), $before{$guards}, 'sections: the guards are there');
$node->command_checks_all(
	[ 'psql', '-X', '-q', '-d', 'sections', '-f', "$dir/data.sql" ],
	0, [],
	[ qr/\A(?!.*ERROR.*ERROR).*award on 2025-02-15 in table "grants" violates guard "de_minimis_guard".*\z/s ],
	'sections: one table is refused');
is(ask('sections', 'SELECT (SELECT count(*) FROM grants), (SELECT count(*) FROM payments), (SELECT count(*) FROM awards)'),
	'0|3|3', 'sections: the others are restored');
is(ask('sections', $overrides), $before{$overrides}, 'sections: with the records of overrides');

# Who may override it restores that table as well, which is recorded.
$node->command_ok([ 'pg_dump', '--data-only', '-t', 'grants', '-f', "$dir/grants.sql", 'original' ], 'pg_dump of the table');
{
	local $ENV{PGOPTIONS} = '-c tilskudd.override_reason=restore';
	$node->command_ok([ @psql, '-d', 'sections', '-f', "$dir/grants.sql" ], 'sections: overridden');
}
is(ask('sections', $contents), $before{$contents}, 'sections: all rows are there');
is(ask('sections', q{SELECT reason, key, granted_on, used, requested FROM tilskudd.guard_override ORDER BY recorded_at DESC LIMIT 1}),
	'restore|971032081|2025-02-15|0.00|300000.01', 'sections: the override of the restore is recorded');
my $sections = Session->new('sections');
guards_refuse($sections, 'sections');
$sections->quit;

# Or without triggers.
$node->command_ok([ 'pg_restore', '-e', '--data-only', '--disable-triggers', '-d', 'untriggered', "$dir/custom" ],
	'pg_restore --data-only --disable-triggers');
is(ask('untriggered', $_), $before{$_}, "untriggered: $what{$_} are the same") for $contents, $overrides, $violations;
is(ask('untriggered', sprintf($pairs[0][1], $pairs[0][3])), '23514', 'untriggered: the triggers are enabled again');

# Without comments, nothing shows that the owner declared the guards: then they
# let nothing in, until they are declared again.
$node->command_ok([ 'pg_dump', '--no-comments', '-f', "$dir/no_comments.sql", 'original' ], 'pg_dump --no-comments');
$node->command_ok([ @psql, '-d', 'commentless', '-f', "$dir/no_comments.sql" ], 'psql restores it');
is(ask('commentless', $contents), $before{$contents}, 'commentless: the rows are there');
is(ask('commentless', sprintf($_->[1], $_->[2])), '55000', "commentless: $_->[0]: nothing is accepted") for @pairs;
is(ask('commentless', q{SELECT DISTINCT enabled FROM tilskudd.guards}), 'f', 'commentless: the view says so');

# Changes.  Three shapes of tables, the same guard on each, and another session
# that has used it before and keeps what it knows.
is(ask('altered', q{
	CREATE EXTENSION tilskudd;
	CREATE SCHEMA one;
	CREATE TABLE one.plain (orgnr tilskudd.orgnr, gge_eur numeric, decided_on date, pool text, lorry boolean,
		first_month int, status text, kind text);
	CREATE TABLE one.partitioned (LIKE one.plain) PARTITION BY RANGE (decided_on);
	CREATE TABLE one.partition PARTITION OF one.partitioned FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
	CREATE TABLE one.parent (LIKE one.plain);
	-- the columns have other numbers
	CREATE TABLE one.child (extra int, kind text, status text, first_month int, lorry boolean, pool text, decided_on date,
		gone int, gge_eur numeric, orgnr tilskudd.orgnr);
	ALTER TABLE one.child DROP COLUMN gone;
	ALTER TABLE one.child INHERIT one.parent;
	DO $$
	BEGIN
		PERFORM tilskudd.guard(t, 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', counted => $c$status = 'granted' AND kind <> 'loan'$c$,
				options => '{"pool": {"column": "pool"}, "road_freight": {"column": "lorry"},
					"fiscal_year_start_month": {"column": "first_month"}}')
			FROM unnest('{one.plain,one.partitioned,one.parent}'::regclass[]) AS t;
	END $$;
	INSERT INTO one.plain VALUES ('923609016', 250000, '2025-01-15', 'general', false, 1, 'granted', 'grant'),
		('923609016', 999999, '2025-01-15', 'general', false, 1, 'draft', 'grant'),
		('923609016', 999999, '2025-01-15', 'general', false, 1, 'granted', 'loan'),
		('923609016', 700000, '2025-01-15', 'sgei', false, 1, 'granted', 'grant');
	INSERT INTO one.partitioned SELECT * FROM one.plain;
	INSERT INTO one.parent SELECT * FROM one.plain;
}), '', 'tables to change');

my %name = map { $_ => $_ } qw(orgnr gge_eur decided_on pool lorry first_month status kind);
my %tables = (plain => ['one.plain'], partitioned => [ 'one.partitioned', 'one.partition' ], parent => [ 'one.parent', 'one.child' ]);
my $cached = Session->new('altered');

# 250 000 of 300 000 EUR are used in the pool general, 700 000 of 750 000 in sgei.
sub still_in_force
{
	my ($when, $shape) = @_;
	my $new = Session->new('altered');
	for my $table (@{ $tables{$shape} })
	{
		my $insert = "INSERT INTO $table ("
		  . join(', ', @name{qw(orgnr gge_eur decided_on pool lorry first_month status kind)})
		  . ") VALUES ('923609016', %s, '2025-06-01', '%s', false, 1, '%s', '%s')";
		for (([ 'cached', $cached ], [ 'new', $new ]))
		{
			my ($who, $session) = @$_;
			my @answers = map {
				my ($answer) = $session->ask("BEGIN; " . sprintf($insert, @$_) . '; ROLLBACK');
				$answer
			} ([ '50000', 'general', 'granted', 'grant' ], [ '50000.01', 'general', 'granted', 'grant' ],
				[ '50000', 'sgei', 'granted', 'grant' ], [ '50000.01', 'sgei', 'granted', 'grant' ],
				[ '50000.01', 'general', 'draft', 'grant' ], [ '50000.01', 'general', 'granted', 'loan' ]);
			is("@answers", ' 23514  23514  ', "$when: $table in a $who session");
		}
	}
	$new->quit;
	return;
}

# Makes a change in a session of its own.
sub change
{
	my ($sql, $name) = @_;
	return is(ask('altered', $sql), '', $name || $sql);
}

for my $shape (qw(plain partitioned parent))
{
	still_in_force('at first', $shape);
	my ($root, $leaf) = @{ $tables{$shape} };
	my %first_names = %name;
	for my $column (sort keys %name)
	{
		change("ALTER TABLE $root RENAME COLUMN $column TO \"$column æ\"");
		$name{$column} = "\"$column æ\"";
		still_in_force("$column renamed", $shape);
	}
	# two columns of a type that swap their names stay what they were
	change(qq{BEGIN; ALTER TABLE $root RENAME COLUMN $name{status} TO x;
		ALTER TABLE $root RENAME COLUMN $name{kind} TO $name{status};
		ALTER TABLE $root RENAME COLUMN x TO $name{kind}; COMMIT}, 'two columns swap their names');
	@name{qw(status kind)} = @name{qw(kind status)};
	still_in_force('columns swapped', $shape);

	for my $i (0 .. $#{ $tables{$shape} })
	{
		my ($schema, $old) = split /\./, $tables{$shape}[$i];
		change("ALTER TABLE $schema.$old RENAME TO \"$old ø\"");
		$tables{$shape}[$i] = "$schema.\"$old ø\"";
		still_in_force("$old renamed", $shape);
	}
	change("CREATE SCHEMA two_$shape");
	for my $i (0 .. $#{ $tables{$shape} })
	{
		change("ALTER TABLE $tables{$shape}[$i] SET SCHEMA two_$shape");
		$tables{$shape}[$i] =~ s/^one/two_$shape/;
		still_in_force('in another schema', $shape);
	}
	change("ALTER SCHEMA two_$shape RENAME TO three_$shape");
	s/^two/three/ for @{ $tables{$shape} };
	still_in_force('in a renamed schema', $shape);
	# a table that now has the old name is another one
	change("CREATE SCHEMA two_$shape; CREATE TABLE two_$shape." . ($root =~ s/.*\.//r) . " (LIKE $tables{$shape}[0])");
	still_in_force('another table has the old name', $shape);
	($root, $leaf) = @{ $tables{$shape} };
	is( ask('altered', "SELECT key, amount, granted_on, counted, options FROM tilskudd.guards WHERE target = '$root'::regclass"),
		q{orgnr æ|gge_eur æ|decided_on æ|(("kind æ" = 'granted'::text) AND ("status æ" <> 'loan'::text))|}
		  . q({"pool": {"column": "pool æ"}, "road_freight": {"column": "lorry æ"}, "fiscal_year_start_month": {"column": "first_month æ"}}),
		"$root: the view has the new names");

	# What would take a column from under the guard.
	for my $column (map { $name{$_} } sort keys %name)
	{
		# a column of the partition key is refused for that
		my $by_partition = $shape eq 'partitioned' && $column eq $name{decided_on};
		is(ask('altered', "ALTER TABLE $root DROP COLUMN $column"),
			$by_partition ? '42P16' : '2BP01', "$root: $column can not be dropped");
		is(ask('altered', "ALTER TABLE $root ALTER COLUMN $column TYPE varchar(30) USING NULL"),
			$by_partition ? '42P16' : '0A000', "$root: $column can not change its type");
	}
	is(ask('altered', 'DROP EXTENSION tilskudd'), '2BP01', 'nor can the extension be dropped');
	change("ALTER TABLE $root ADD COLUMN note text DEFAULT 'none'; ALTER TABLE $root ADD COLUMN other int");
	change("ALTER TABLE $root DROP COLUMN note");
	still_in_force('another column came and went', $shape);
	change("VACUUM FULL $_") for $leaf || $root;
	still_in_force('after VACUUM FULL', $shape);
	change("REINDEX TABLE $_") for $leaf || $root;
	still_in_force('after REINDEX', $shape);
	%name = %first_names;

	# With CASCADE, a trigger that names the column is dropped, and what is left
	# of the guard says so as soon as something is written.
	for my $column ('status æ', 'gge_eur æ')
	{
		$cached->ask("BEGIN; INSERT INTO $root (\"decided_on æ\") VALUES ('2025-06-01'); ROLLBACK");
		my $stderr = '';
		$node->psql('altered', "ALTER TABLE $root DROP COLUMN \"$column\" CASCADE", stderr => \$stderr);
		like($stderr, qr/trigger de_minimis_guard_columns on table/, "$root: CASCADE tells what it drops");
		for my $table (@{ $tables{$shape} })
		{
			my $insert = "INSERT INTO $table (\"decided_on æ\") VALUES ('2025-06-01')";
			is($cached->ask($insert), '55000', "$table: $column is gone, a cached session can not insert");
			is(ask('altered', $insert), '55000', "$table: $column is gone, a new session can not insert");
			is(ask('altered', "UPDATE $table SET \"first_month æ\" = 2"), '55000', "$table: nor update");
		}
		is(ask('altered', "SELECT * FROM tilskudd.violations('$root')"), '55000', "$root: nor audit");
		is( ask('altered', "SELECT rule, enabled FROM tilskudd.guards WHERE target = '$root'::regclass"),
			'|f', "$root: and the view says that it is not enabled");
		change("ALTER TABLE $root DROP COLUMN IF EXISTS \"gge_eur æ\", ADD COLUMN \"gge_eur æ\" numeric");
		is( ask('altered', "SELECT tilskudd.guard('$root', 'de_minimis', 'orgnr æ', 'gge_eur æ', 'decided_on æ')"),
			'de_minimis_guard', "$root: declared again");
		for my $table (@{ $tables{$shape} })
		{
			my $insert = "INSERT INTO $table (\"orgnr æ\", \"decided_on æ\", \"gge_eur æ\") VALUES ('971032081', '2025-06-01', 300000.01)";
			is($cached->ask($insert), '23514', "$table: a cached session is refused again");
			is(ask('altered', $insert), '23514', "$table: so is a new session");
		}
	}

	# Without one of its other triggers, it is as loud.
	for my $trigger ('de_minimis_guard', 'de_minimis_guard_columns')
	{
		my $insert = "INSERT INTO $root (\"orgnr æ\", \"decided_on æ\", \"gge_eur æ\") VALUES ('971032081', '2025-06-01', 300000.01)";
		change("DROP TRIGGER $trigger ON $root");
		is($cached->ask($insert), '55000', "$root: without $trigger, a cached session can not insert");
		is(ask('altered', $insert), '55000', "$root: without $trigger, a new session can not insert");
		change("SELECT FROM tilskudd.guard('$root', 'de_minimis', 'orgnr æ', 'gge_eur æ', 'decided_on æ')");
		is($cached->ask($insert), '23514', "$root: declared again");
	}
	is(ask('altered', "SELECT tilskudd.unguard('$root', 'de_minimis')"), 't', "$root: unguarded");
	is( $cached->ask("BEGIN; INSERT INTO $root (\"orgnr æ\", \"decided_on æ\", \"gge_eur æ\") VALUES ('971032081', '2025-06-01', 300000.01); ROLLBACK"),
		'', "$root: a cached session is free");
}
is(ask('altered', 'SELECT count(*) FROM tilskudd.guards'), '0', 'no guard is left');

# Partitions and children that come and go.  Each answer is asked for in the
# session that has used the guard and in a new one.
sub answers_are
{
	my ($sql, $expected, $name) = @_;
	is($cached->ask("BEGIN; $sql; ROLLBACK"), $expected, "$name (cached)");
	is(ask('altered', "BEGIN; $sql; ROLLBACK"), $expected, "$name (new)");
	return;
}

change(q{CREATE TABLE paid (orgnr text, eur numeric, day date) PARTITION BY RANGE (day);
	CREATE TABLE paid_2025 PARTITION OF paid FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
	-- with other numbers of columns on each level
	CREATE TABLE paid_2026 (day date, gone int, orgnr text, eur numeric) PARTITION BY HASH (orgnr);
	ALTER TABLE paid_2026 DROP COLUMN gone;
	CREATE TABLE paid_2026_a (eur numeric, orgnr text, day date);
	ALTER TABLE paid_2026 ATTACH PARTITION paid_2026_a FOR VALUES WITH (MODULUS 1, REMAINDER 0);
	CREATE TABLE paid_2027 PARTITION OF paid FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
	INSERT INTO paid_2026 (orgnr, eur, day) VALUES ('a', 250000, '2026-02-01'), ('b', 500000, '2026-02-01');
	INSERT INTO paid VALUES ('c', 250000, '2027-02-01')}, 'partitions');
change(q{SELECT FROM tilskudd.guard('paid', 'de_minimis', 'orgnr', 'eur', 'day')}, 'a guard');
answers_are(q{INSERT INTO paid VALUES ('a', 300000, '2025-02-01')}, '', 'before the partition is attached, its rows do not count');
answers_are(q{INSERT INTO paid_2026 (orgnr, eur, day) VALUES ('a', 300000, '2026-02-01')}, '', 'and it is not guarded');
change(q{ALTER TABLE paid ATTACH PARTITION paid_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')});
for my $table (qw(paid paid_2026 paid_2026_a))
{
	answers_are("INSERT INTO $table (orgnr, eur, day) VALUES ('a', 50000, '2026-03-01')", '', "attached, $table: lawful");
	answers_are("INSERT INTO $table (orgnr, eur, day) VALUES ('a', 50000.01, '2026-03-01')", '23514', "attached, $table: refused");
	answers_are("UPDATE $table SET eur = 300000.01 WHERE orgnr = 'a'", '23514', "attached, $table: no more");
	answers_are("UPDATE $table SET eur = eur - 1 WHERE orgnr = 'b'", '', "attached, $table: what was too much may be lowered");
}
answers_are(q{INSERT INTO paid VALUES ('a', 50000.01, '2025-02-01')}, '23514', 'attached: its rows count');
is(ask('altered', q{SELECT key, used FROM tilskudd.violations('paid')}), 'b|500000', 'and its excess is found');
is(ask('altered', q{SELECT target, enabled FROM tilskudd.guards}), 'paid|t', 'the guard is that of the root');

change('ALTER TABLE paid DETACH PARTITION paid_2026');
answers_are(q{INSERT INTO paid VALUES ('a', 300000, '2025-02-01')}, '', 'detached: its rows do not count');
for my $table (qw(paid_2026 paid_2026_a))
{
	answers_are("INSERT INTO $table (orgnr, eur, day) VALUES ('a', 300000, '2026-03-01')", '', "detached: $table is not guarded");
}
is(ask('altered', q{SELECT target FROM tilskudd.guards}), 'paid', 'nor among the guards');
change(q{ALTER TABLE paid ATTACH PARTITION paid_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')}, 'attached again');
answers_are(q{INSERT INTO paid_2026_a (orgnr, eur, day) VALUES ('a', 50000.01, '2026-03-01')}, '23514', 'attached again: refused');
answers_are(q{INSERT INTO paid VALUES ('c', 50000.01, '2025-02-01')}, '23514', 'another partition: its rows count');
change('ALTER TABLE paid DETACH PARTITION paid_2027 CONCURRENTLY');
answers_are(q{INSERT INTO paid VALUES ('c', 300000, '2025-02-01')}, '', 'detached concurrently: its rows do not count');
answers_are(q{INSERT INTO paid_2027 VALUES ('c', 300000, '2027-03-01')}, '', 'detached concurrently: it is not guarded');

# A child that is left alone has the guard to itself.
change(q{CREATE TABLE parent (orgnr text, eur numeric, day date);
	CREATE TABLE child () INHERITS (parent);
	CREATE TABLE grandchild () INHERITS (child);
	CREATE TABLE stray (note text, day date, eur numeric, orgnr text)}, 'parents and children');
change(q{SELECT FROM tilskudd.guard('parent', 'de_minimis', 'orgnr', 'eur', 'day')}, 'a guard of all');
change(q{INSERT INTO parent VALUES ('a', 100000, '2025-01-01'); INSERT INTO grandchild VALUES ('a', 100000, '2025-01-01');
	INSERT INTO stray VALUES ('', '2025-01-01', 60000, 'a')}, 'rows');
for my $table (qw(parent child grandchild))
{
	answers_are("INSERT INTO $table VALUES ('a', 100000, '2025-01-01')", '', "$table: lawful");
	answers_are("INSERT INTO $table VALUES ('a', 100000.01, '2025-01-01')", '23514', "$table: refused");
}
change('ALTER TABLE child NO INHERIT parent');
for (([ parent => 200000 ], [ child => 200000 ], [ grandchild => 200000 ]))
{
	my ($table, $lawful) = @$_;
	answers_are("INSERT INTO $table VALUES ('a', $lawful, '2025-01-01')", '', "$table alone: lawful");
	answers_are("INSERT INTO $table VALUES ('a', $lawful.01, '2025-01-01')", '23514', "$table alone: refused");
}
change('ALTER TABLE child INHERIT parent');
for my $table (qw(parent child grandchild))
{
	answers_are("INSERT INTO $table VALUES ('a', 100000, '2025-01-01')", '', "$table, together again: lawful");
	answers_are("INSERT INTO $table VALUES ('a', 100000.01, '2025-01-01')", '23514', "$table, together again: refused");
}
# A table that joins has no triggers until guard() makes them, which is said.
change('ALTER TABLE stray INHERIT parent');
answers_are(q{INSERT INTO parent VALUES ('a', 1, '2025-01-01')}, '55000', 'a new child is not guarded');
change(q{SELECT FROM tilskudd.guard('parent', 'de_minimis', 'orgnr', 'eur', 'day')}, 'the guard is declared again');
answers_are(q{INSERT INTO stray (orgnr, eur, day) VALUES ('a', 40000, '2025-01-01')}, '', 'the new child: lawful');
answers_are(q{INSERT INTO stray (orgnr, eur, day) VALUES ('a', 40000.01, '2025-01-01')}, '23514', 'the new child: refused');

# The end of all guards.
is(ask('altered', 'DROP EXTENSION tilskudd'), '2BP01', 'DROP EXTENSION is refused while there is a guard');
change('DROP EXTENSION tilskudd CASCADE');
answers_are(q{INSERT INTO parent VALUES ('a', 1000000, '2025-01-01')}, '', 'with CASCADE, tables are free');
answers_are(q{INSERT INTO paid VALUES ('a', 1000000, '2025-01-01')}, '', 'partitioned ones, too');
$cached->quit;

$node->stop;
done_testing();
