# The dashboard, as a browser shows it, against the register that it was built from.
#
# Chromium opens the built page and prints the document that the page's programs
# have made. Every figure in it is compared with a query of its own, most of them of
# tables, not of the views that the page reads, and no figure may be missing or be
# there besides. So are the lengths of the bars.
#
# TILSKUDD_REGISTER is where the register is, PGOPTIONS with which role and for which
# day it was read; the page is in docs/dashboard/dist. `make dashboard-test` sees to it.

use strict;
use warnings;

use File::Temp ();
use IPC::Run ();
use Test::More;

my $counted = q{status IN ('reserved', 'granted', 'reduced')};

# Each gives the names and values of the figures whose names begin with this.
my %expected = (
	summary => qq{
		SELECT key, value FROM (
			SELECT count(*) AS awards, count(DISTINCT orgnr) AS enterprises, sum(nominal_nok) AS nominal_nok, sum(gge_eur) AS gge_eur,
				min(date_part('year', granted_on)) AS first_year, max(date_part('year', granted_on)) AS last_year,
				current_setting('tilskudd.as_of') AS as_of
			FROM grants.award WHERE $counted) AS one, json_each_text(row_to_json(one))},
	zone => qq{
		SELECT zone || '/' || key, value FROM (
			SELECT tilskudd.zone(kommunenr, granted_on)::text AS zone, count(*) AS awards, count(DISTINCT kommunenr) AS municipalities,
				sum(nominal_nok) AS nominal_nok, sum(gge_nok) AS gge_nok
			FROM grants.award WHERE $counted GROUP BY 1) AS line, json_each_text(row_to_json(line))},
	traffic_light => q{
		SELECT traffic_light || '/' || key, value FROM (
			SELECT traffic_light, count(*) AS awards, sum(nominal_nok) AS nominal_nok
			FROM grants.v_award GROUP BY 1) AS line, json_each_text(row_to_json(line))},
	de_minimis => q{
		SELECT orgnr || '/' || pool || '/' || key, value FROM (
			SELECT orgnr, enterprise, pool, used_eur, ceiling_eur, ceiling_eur - used_eur AS headroom_eur, coalesce(room_returns_on::text, 'unknown')
				AS room_returns_on, traffic_light
			FROM grants.v_de_minimis_balance WHERE used_eur > 0) AS line, json_each_text(row_to_json(line))},
	frame => qq{
		SELECT frame || '/' || key, value FROM (
			SELECT frame, coalesce(awards, 0) AS awards, frame_nok, coalesce(committed_nok, 0) AS committed_nok,
				frame_nok - coalesce(committed_nok, 0) AS available_nok, round(100 * coalesce(committed_nok, 0) / frame_nok, 2) AS used_percent,
				CASE WHEN committed_nok > frame_nok THEN 'red' WHEN committed_nok > 0.9 * frame_nok THEN 'yellow' ELSE 'green' END AS traffic_light
			FROM (SELECT frame, sum(nok) AS frame_nok FROM grants.frame WHERE year = 2012 GROUP BY frame) AS f
				LEFT JOIN (SELECT frame, count(*) AS awards, sum(nominal_nok) AS committed_nok FROM grants.award WHERE $counted GROUP BY frame)
					AS a USING (frame)) AS line, json_each_text(row_to_json(line))},
	payment_due => q{
		WITH due AS (
			SELECT v.award, e.name AS enterprise, a.granting_authority, a.nominal_nok AS granted_nok, paid.nok AS paid_nok,
				a.nominal_nok - paid.nok AS remaining_nok, v.payable_nok, v.accounts, a.lapses_on, v.state
			FROM grants.award AS a JOIN grants.enterprise AS e USING (orgnr) LEFT JOIN grants.v_payment_due AS v ON v.award = a.id
				CROSS JOIN LATERAL (SELECT coalesce(sum(p.nok), 0) AS nok FROM grants.payment AS p WHERE p.award = a.id) AS paid
			WHERE a.status IN ('granted', 'reduced') AND a.nominal_nok > paid.nok)
		SELECT award || '/' || key, coalesce(value, 'unknown')
		FROM (SELECT * FROM due ORDER BY payable_nok DESC NULLS LAST, award LIMIT 20) AS line, json_each_text(row_to_json(line))
		WHERE value IS NOT NULL OR key NOT IN ('accounts', 'lapses_on')
		UNION ALL
		SELECT key, value FROM (SELECT count(*) AS awards, sum(remaining_nok) AS remaining_nok,
			sum(payable_nok) FILTER (WHERE state = 'payable') AS payable_nok FROM due) AS one, json_each_text(row_to_json(one))});

# Of a chart: the description of its bars, and the query for their lengths, from above.
my %bars = (
	'zone-chart' => ['value', qq{SELECT sum(nominal_nok) FROM grants.award WHERE $counted
		GROUP BY tilskudd.zone(kommunenr, granted_on) ORDER BY tilskudd.zone(kommunenr, granted_on)::text}],
	'frame-chart' => ['used', qq{SELECT sum(nominal_nok) FROM grants.award WHERE $counted AND frame LIKE '%/2012'
		GROUP BY granting_authority, frame ORDER BY granting_authority, frame}],
	'de_minimis-chart' => ['used', q{SELECT used_eur FROM grants.v_de_minimis_balance WHERE used_eur > 0
		ORDER BY headroom_eur, enterprise}]);

my $document = document();
my %shown;
while ($document =~ /data-figure="([^"]*)">([^<]*)</g)
{
	my ($name, $value) = ($1, plain($2));
	fail("$name is there once") if exists $shown{$name};
	$shown{$name} = $value;
}

unlike($document, qr/observablehq--error/, 'no program of the page failed');

for my $subject (sort keys %expected)
{
	my %of_register = map { ("$subject/$_->[0]" => plain($_->[1])) } rows($expected{$subject});
	my %of_page = map { ($_ => $shown{$_}) } grep { m{^$subject/} } keys %shown;
	cmp_ok(keys %of_register, '>', 5, "$subject: the register has figures");
	is_deeply(\%of_page, \%of_register, "$subject: the page has them");
	delete @shown{keys %of_page};
}
is_deeply(\%shown, {}, 'every figure was looked at');

for my $chart (sort keys %bars)
{
	my ($description, $query) = @{ $bars{$chart} };
	my @values = map { $_->[0] } rows($query);
	my ($group) = $document =~ m{<svg[^>]*\ id="$chart".*?<g\ [^>]*aria-description="$description"[^>]*>(.*?)</g>}sx;
	my @lengths = ($group // '') =~ /<rect[^>]* width="([\d.]+)"/g;
	is(scalar @lengths, scalar @values, "$chart: a bar for each");

	# A pixel off is more than any rounding.
	my @longest = sort { $b <=> $a } @values;
	my ($scale) = map { $lengths[$_] / $values[$_] } grep { $values[$_] == $longest[0] } 0 .. $#values;
	my @wrong = grep { abs(($lengths[$_] // 0) - $values[$_] * $scale) > 0.5 } 0 .. $#values;
	is("@wrong", '', "$chart: as long as they should be");
}

done_testing();

# Whether each kind of figure and chart has come.
sub is_complete
{
	my ($document) = @_;
	return !grep { $document !~ /$_/ } (map { qr{data-figure="$_/} } keys %expected), (map { qr{<svg[^>]* id="$_"} } keys %bars);
}

# The document, after the programs of the page have run. The browser gets to no
# other machine, so the page can need none.  Its clock does not wait for the machine:
# now and then it prints the page before a program has run, so it is asked again.
sub document
{
	my $profile = File::Temp->newdir();
	my ($address, $document, $errors) = ('', '', '');
	my $server = IPC::Run::start(['node', 'docs/dashboard/serve.js'], '>', \$address, IPC::Run::timeout(60));

	$server->pump until $address =~ /\n/;
	chomp $address;
	for (1 .. 10)
	{
		IPC::Run::run(
			['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', "--user-data-dir=$profile",
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--window-size=1280,1900',
				'--virtual-time-budget=20000', '--dump-dom', $address],
			'>', \$document, '2>', \$errors, IPC::Run::timeout(120))
			or BAIL_OUT("chromium failed: $errors");
		last if is_complete($document);
	}
	$server->kill_kill;
	return $document;
}

sub rows
{
	my ($query) = @_;
	my ($output, $errors);

	IPC::Run::run(['psql', '-XqAt', '-F', "\t", '-v', 'ON_ERROR_STOP=1', '-d', $ENV{TILSKUDD_REGISTER}, '-c', $query],
		'>', \$output, '2>', \$errors)
		or BAIL_OUT("$query: $errors");
	return map { [ split /\t/, $_, -1 ] } split /\n/, $output;
}

# A number without the spaces between its digits and the zeros at its end.
sub plain
{
	my ($value) = @_;
	$value =~ s/(?<=\d)\xe2\x80\xaf(?=\d)//g;
	$value =~ s/0+$// if $value =~ /^-?\d+\.\d+$/;
	$value =~ s/\.$//;
	return $value;
}
