# The table exchange_rate: loaded from a file of the European Central Bank as the
# documentation says, by a role without further rights, and kept by dump and restore.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('exchange_rate');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', "CREATE ROLE $_ LOGIN") for qw(builder loader reader);
$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(old new);
$node->safe_psql('postgres', 'GRANT CREATE ON DATABASE old TO builder');
$node->safe_psql('old', 'SET ROLE builder; CREATE EXTENSION tilskudd');

# The header as the bank has it; the cells of other currencies are left out.
my @currencies = qw(USD JPY BGN CYP CZK DKK EEK GBP HUF LTL LVL MTL PLN ROL RON SEK SIT SKK
  CHF ISK NOK HRK RUB TRL TRY AUD BRL CAD CNY HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR);
my @rates = (
	[ '2024-04-03', '11.658' ], [ '2024-04-02', '11.708' ],
	[ '2024-03-28', '11.699' ], [ '2024-03-27', '11.6825' ]);

# Writes the file, its lines ending as given, and returns its name.
sub write_file
{
	my ($name, $end) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . "/$name";
	open my $fh, '>:raw', $file or die "$file: $!";
	print $fh join(',', 'Date', @currencies, ''), $end;
	for my $rate (@rates)
	{
		print $fh join(',', $rate->[0], (map { $_ eq 'NOK' ? $rate->[1] : 'N/A' } @currencies), ''), $end;
	}
	close $fh;
	return $file;
}

# Runs psql with a command, and its input from a file if one is given.
sub run_psql
{
	my ($user, $database, $command, $input) = @_;
	my ($stdout, $stderr) = ('', '');
	my $ok = IPC::Run::run(
		[ 'psql', '-X', '-A', '-t', '-U', $user, '-d', $node->connstr($database), '-c', $command ],
		'<', $input // \'', '>', \$stdout, '2>', \$stderr);
	return ($ok, $stdout . $stderr);
}

my $file = write_file('eurofxref-hist.csv', "\n");

# who may load: by a grant, or for having created the extension without being a superuser
$node->safe_psql('old',
	'GRANT INSERT ON tilskudd.exchange_rate TO loader; GRANT INSERT, DELETE ON tilskudd.ecb_file TO loader');
my ($ok, $output) = run_psql('reader', 'old', 'COPY tilskudd.ecb_file FROM STDIN', $file);
ok(!$ok && $output =~ /permission denied for table ecb_file/, 'an ordinary role can not load');
($ok, $output) = run_psql('loader', 'old', 'COPY tilskudd.ecb_file FROM STDIN', $file);
ok($ok, 'a role with the documented grants loads from a pipe') or diag $output;
like($output, qr/days added: 4, there already: 0/, '... every day');
($ok, $output) = run_psql('loader', 'old', "\\copy tilskudd.ecb_file from '$file'");
like($output, qr/days added: 0, there already: 4/, 'the same file again adds nothing');
($ok, $output) = run_psql('builder', 'old', 'COPY tilskudd.ecb_file FROM STDIN', $file);
like($output, qr/days added: 0, there already: 4/, 'who created the extension may load too');
my $windows_file = write_file('windows.csv', "\r\n");
($ok, $output) = run_psql('loader', 'old', "\\copy tilskudd.ecb_file from '$windows_file'");
like($output, qr/days added: 0, there already: 4/, 'lines may end as on Windows');
($ok, $output) = run_psql('reader', 'old', "SELECT round(tilskudd.eur(1000000, '2024-04-01'), 2)");
is($output, "85477.39\n", 'every role converts');

# a row by hand too, then dump and restore
$node->safe_psql('old', "SET ROLE builder; INSERT INTO tilskudd.exchange_rate VALUES ('2024-04-12', 11.5, 'by hand')");
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
$node->command_ok([ 'pg_dump', '-f', $dump, $node->connstr('old') ], 'pg_dump');
my $text = slurp_file($dump);
like($text, qr/^COPY tilskudd\.exchange_rate /m, 'the rates are in the dump');
unlike($text, qr/^COPY tilskudd\.ecb_file /m, 'the lines of the file are not');
unlike($text, qr/^CREATE TABLE/m, 'the tables come with the extension');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $dump, $node->connstr('new') ],
	'restore');

my $all = 'SELECT * FROM tilskudd.exchange_rate ORDER BY rate_date';
is($node->safe_psql('new', $all), $node->safe_psql('old', $all), 'the rates are the same after it');
is($node->safe_psql('new', 'SELECT count(*) FROM tilskudd.exchange_rate'), '5', '... and all there');
is($node->safe_psql('new', "SELECT round(tilskudd.eur(1000000, '2024-04-01'), 2)"), '85477.39', 'and convert');
($ok, $output) = run_psql('loader', 'new', 'COPY tilskudd.ecb_file FROM STDIN', $file);
like($output, qr/days added: 0, there already: 4/, 'the loader has its rights, and the days are known');

$node->safe_psql('new', 'DROP EXTENSION tilskudd');
is($node->safe_psql('new', "SELECT to_regnamespace('tilskudd') IS NULL OR to_regclass('tilskudd.exchange_rate') IS NULL"),
	't', 'nothing stays behind');

$node->stop;
done_testing();
