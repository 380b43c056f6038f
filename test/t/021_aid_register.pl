# The file of the Norwegian register of aid: loaded as the documentation says, from
# UTF-16LE with its mark, written in the same form, and the same after dump and restore.
use strict;
use warnings;
use Encode qw(encode decode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no iconv' if system('iconv --version >/dev/null 2>&1') != 0;

my $node = PostgreSQL::Test::Cluster->new('aid_register');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE builder LOGIN');
$node->safe_psql('postgres', 'CREATE ROLE reader LOGIN');
$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(old new);
$node->safe_psql('postgres', 'GRANT CREATE ON DATABASE old TO builder');
$node->safe_psql('old', 'SET ROLE builder; CREATE EXTENSION tilskudd');

my $dir = PostgreSQL::Test::Utils::tempdir();

# The columns that the register is known to have, and two whose headers are made up.
my @header = (
	'Støttetiltaksnummer', 'Organisasjonsnummer støttemottaker', 'Navn støttemottaker', 'Navn støttegiver',
	'Tildelingsdato', 'Tildelt beløp', 'Tildelt beløp valuta', 'Beløp fra', 'Beløp til', 'Støtteinstrument',
	'Formål', 'Primærrettslig grunnlag', 'Næring', 'Region', 'Status', 'Tilknyttet støtteordning');
my @awards = (
	[ '2026-1', '923609016', '"Fjord; ""Vest"" AS"', 'Vestland', '20.03.2026', '52800,50', 'NOK', '', '', 'Tilskot',
		'Innovasjon', '(EU) 2023/2831', '68.3', '46', 'Registrert', '2026-9' ],
	[ '2026-2', '974760673', "\"Nord\r\n\r\nAS \\N \\. \"", 'Troms', '2026-03-21', '', '', '1000000', '2000000,00', 'Lån',
		'', '(EU) nr. 651/2014', '', '', 'Ulovlig støtte', '' ],
	[ '2026-3', '', "tab\tand \\\\", '', '', '0', 'EUR', '', '', '', '', '', '', '', '', '' ]);

sub write_bytes
{
	my ($name, $bytes) = @_;
	open my $fh, '>:raw', "$dir/$name" or die "$dir/$name: $!";
	print $fh $bytes;
	close $fh;
	return "$dir/$name";
}

# Runs a command of the shell with psql's settings for a role and database.
sub shell
{
	my ($user, $database, $command) = @_;
	local $ENV{PGHOST} = $node->host;
	local $ENV{PGPORT} = $node->port;
	local $ENV{PGUSER} = $user;
	local $ENV{PGDATABASE} = $database;
	local $ENV{PGCLIENTENCODING} = 'UTF8';
	my ($stdout, $stderr) = ('', '');
	my $ok = IPC::Run::run([ 'sh', '-c', $command ], '>', \$stdout, '2>', \$stderr);
	return ($ok, $stdout . $stderr);
}

# The commands of docs/exchange.md.
my $page = slurp_file(($ENV{TILSKUDD_SRCDIR} || '.') . '/docs/exchange.md');
my ($write, $load) = $page =~ /^```sh\n(.*?)^```$/msg;
like($load, qr/iconv -f UTF-16LE.*aid_register_file/s, 'the page says how to load');
like($write, qr/aid_register_lines.*iconv .*-t UTF-16LE/s, 'and how to write');

sub load_file
{
	my ($user, $database, $file) = @_;
	(my $command = $load) =~ s/awards\.csv/$file/;
	return shell($user, $database, $command);
}

my $text = join '', map { join(';', @$_) . "\r\n" } \@header, @awards;
utf8::decode($text);
my $file = write_bytes('register.csv', encode('UTF-16LE', "\x{FEFF}$text"));
is(substr(slurp_file($file), 0, 2), "\xFF\xFE", 'the file begins with its mark');

my ($ok, $output) = load_file('reader', 'old', $file);
like($output, qr/permission denied for table aid_register_file/, 'an ordinary role can not load');
($ok, $output) = load_file('builder', 'old', $file);
like($output, qr/rows loaded: 3, in the place of: 0/, 'who created the extension loads it');
is($node->safe_psql('old', q{SELECT number, amount, granted_on, status, other FROM tilskudd.aid_register_award ORDER BY number}),
	join("\n", '2026-1|52800.50|2026-03-20|Registrert|{}',
		'2026-2||2026-03-21|Ulovlig støtte|{"Beløp fra": "1000000", "Beløp til": "2000000,00"}',
		'2026-3|0|||{}'),
	'amounts, days, states and the interval are there');
is($node->safe_psql('old', q{SELECT replace(recipient, E'\n', '/') FROM tilskudd.aid_register_award ORDER BY number}),
	"Fjord; \"Vest\" AS\nNord//AS \\N \\.\ntab\tand \\\\", 'names are as in the file, over lines and with backslashes');
($ok, $output) = load_file('builder', 'old', $file);
like($output, qr/rows loaded: 3, in the place of: 3/, 'the same file again changes nothing');

# other forms of the same file
for my $form ([ 'without mark', encode('UTF-16LE', $text) ],
	[ 'lines as on Unix', encode('UTF-16LE', "\x{FEFF}" . $text =~ s/\r//gr) ])
{
	($ok, $output) = load_file('builder', 'old', write_bytes('form.csv', $form->[1]));
	like($output, qr/rows loaded: 3, in the place of: 3/, "a file $form->[0]");
}
my $windows = write_bytes('windows.csv', encode('UTF-8', "\x{FEFF}" . $text =~ s/\r\n\r\nAS/AS/r));
($ok, $output) = shell('builder', 'old', "psql -Xc \"\\copy tilskudd.aid_register_file from '$windows' with (format csv, delimiter E'\\x01', quote E'\\x02')\"");
like($output, qr/rows loaded: 3, in the place of: 3/, 'a file in UTF-8 with mark and carriage returns');

# what is wrong is said with its line
my $wrong = $text =~ s/52800,50/52.800/r;
($ok, $output) = load_file('builder', 'old', write_bytes('wrong.csv', encode('UTF-16LE', "\x{FEFF}$wrong")));
like($output, qr/line 2 of the register's file can not be read.*"52\.800"/s, 'an amount that is none');
my $last = $text =~ s/;0;EUR/;0/r;
($ok, $output) = load_file('builder', 'old', write_bytes('last.csv', encode('UTF-16LE', "\x{FEFF}$last")));
like($output, qr/line 6 of the register's file can not be read.*15 cells, and the header 16/s,
	'a line after one that goes over three');
($ok, $output) = shell('builder', 'old',
	"psql -Xc \"COPY tilskudd.aid_register_file FROM STDIN WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')\" <$file");
like($output, qr/invalid byte sequence for encoding "UTF8": 0xff/, 'a file that was not converted');
is($node->safe_psql('old', 'SELECT count(*), sum(amount) FROM tilskudd.aid_register_award'), '3|52800.50',
	'nothing of them was loaded');

# there and back: what is written has the form of the register, and is read as the same awards
$node->safe_psql('old', q{CREATE VIEW public.to_register AS SELECT * FROM tilskudd.aid_register_award; GRANT SELECT ON public.to_register TO builder});
(my $command = $write) =~ s/>to_register\.csv/>$dir\/written.csv/;
($ok, $output) = shell('builder', 'old', $command);
is($output, '', 'the file is written');
my $written = slurp_file("$dir/written.csv");
is(substr($written, 0, 2), "\xFF\xFE", 'with its mark');
is((split /\n/, encode('UTF-8', decode('UTF-16LE', substr($written, 2))))[0], join(';', grep { !/^Beløp / } @header),
	'and the header');
$node->safe_psql('new', 'CREATE EXTENSION tilskudd');
($ok, $output) = load_file($node->safe_psql('postgres', 'SELECT current_user'), 'new', "$dir/written.csv");
like($output, qr/rows loaded: 3/, 'it is loaded elsewhere');
my $all = 'SELECT number, orgnr, recipient, granting_authority, granted_on, amount, currency, instrument, purpose, legal_basis, nace, region, status, scheme FROM tilskudd.aid_register_award ORDER BY number';
is($node->safe_psql('new', $all), $node->safe_psql('old', $all), 'and has the same awards');

# dump and restore
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'pg_dump', '-f', "$dir/dump.sql", $node->connstr('old') ], 'pg_dump');
unlike(slurp_file("$dir/dump.sql"), qr/^COPY tilskudd\.aid_register_file /m, 'the lines of the file are not in the dump');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/dump.sql", $node->connstr('restored') ], 'restore');
$all =~ s/scheme FROM/scheme, other FROM/;
is($node->safe_psql('restored', $all), $node->safe_psql('old', $all), 'the awards are the same after it');

$node->stop;
done_testing();
