# The build refuses bad law, and compiles good law whole.
#
# The CSV files are written by people from legal texts.  A slip that got
# through would be a wrong grant; one that is reported without its place costs
# an hour.  Each damage below is one such slip.  The second half makes sure
# that what was compiled is what the files say, cell by cell.

use strict;
use warnings;

use Digest::MD5 qw(md5_hex);
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# make installcheck runs the tests in the source directory.
my $law = ($ENV{TILSKUDD_SRCDIR} // '.') . '/src/law';
die "no law in $law: set TILSKUDD_SRCDIR to the source directory\n"
  unless -f "$law/generate.pl";

my $dir = PostgreSQL::Test::Utils::tempdir();
my @tables = map { m{([^/]+)\.csv$} } sort glob "$law/*.csv";

sub read_lines
{
	my ($table) = @_;
	open my $fh, '<:raw', "$law/$table.csv" or die "$law/$table.csv: $!";
	my @lines = <$fh>;
	close $fh;
	chomp @lines;
	return \@lines;
}

sub write_lines
{
	my ($table, $lines) = @_;
	open my $fh, '>:raw', "$dir/$table.csv" or die "$dir/$table.csv: $!";
	print $fh map { "$_\n" } @$lines;
	close $fh;
}

# Splits a line, and joins it again.  Written anew here: the parser of the
# build is one of the things under test.
sub fields
{
	my ($line) = @_;
	my @fields = ('');
	my $quoted = 0;
	while ($line =~ /(""|.)/gs)
	{
		if ($1 eq '""' && $quoted) { $fields[-1] .= '"'; }
		elsif ($1 eq '"') { $quoted = !$quoted; }
		elsif ($1 eq ',' && !$quoted) { push @fields, ''; }
		elsif ($1 ne '""') { $fields[-1] .= $1; }
	}
	return @fields;
}

sub line
{
	return join ',', map { /[",]/ ? '"' . s/"/""/gr . '"' : $_ } @_;
}

my %lines = map { $_ => read_lines($_) } @tables;
write_lines($_, $lines{$_}) for @tables;

# Runs the generator: (exit status is 0, standard output, standard error).
sub generate
{
	my ($stdout, $stderr);
	my $ok = IPC::Run::run([ $^X, "$law/generate.pl", $dir ], '>', \$stdout, '2>', \$stderr);
	return ($ok, $stdout, $stderr);
}

# The number of the only line, counted as editors do, in which all the given
# columns have the given values.
sub line_number
{
	my ($table, %where) = @_;
	my @columns = fields($lines{$table}[0]);
	my @found;
	for my $n (2 .. @{ $lines{$table} })
	{
		my %row;
		@row{@columns} = fields($lines{$table}[ $n - 1 ]);
		push @found, $n unless grep { $row{$_} ne $where{$_} } keys %where;
	}
	die "$table.csv has not one line with " . join(', ', %where) unless @found == 1;
	return $found[0];
}

# The build must refuse changed lines of a table, with a message like that.
sub refused
{
	my ($what, $table, $changed, $message) = @_;
	write_lines($table, $changed);
	my ($ok, $stdout, $stderr) = generate();
	write_lines($table, $lines{$table});

	subtest $what => sub {
		ok(!$ok, 'refused');
		ok($stdout eq '', 'nothing is written');
		# Of a long list of complaints, a few are enough to see what it is.
		my $found = ok($stderr =~ /$message/m, 'the message says what and where');
		my $plain = ok($stderr !~ /\.p[lm] line/, 'in words for those who edit the law');
		diag("expected: $message\n", $stderr =~ /^((?:.*\n){1,6})/) unless $found && $plain;
	};
}

# One cell of one line is changed; LINE in the message stands for its number.
sub refused_cell
{
	my ($what, $table, $where, $column, $value, $message) = @_;
	my $number = line_number($table, %$where);
	my @columns = fields($lines{$table}[0]);
	my @changed = @{ $lines{$table} };
	my %row;
	@row{@columns} = fields($changed[ $number - 1 ]);
	$row{$column} = $value;
	$changed[ $number - 1 ] = line(@row{@columns});
	$message =~ s/LINE/$number/;
	refused($what, $table, \@changed, $message);
}

# A line is left out, or stands twice.
sub refused_without
{
	my ($what, $table, $where, $message) = @_;
	my $number = line_number($table, %$where);
	my @changed = @{ $lines{$table} };
	splice @changed, $number - 1, 1;
	refused($what, $table, \@changed, $message);
}

sub refused_double
{
	my ($what, $table, $where, $message) = @_;
	my $number = line_number($table, %$where);
	my @changed = @{ $lines{$table} };
	splice @changed, $number, 0, $changed[ $number - 1 ];
	my $next = $number + 1;
	$message =~ s/LINE/(?:$number|$next)/;
	refused($what, $table, \@changed, $message);
}

# The law as it is compiles, always to the same.
my ($ok, $compiled, $stderr) = generate();
ok($ok, 'the law compiles');
is($stderr, '', 'without a word');
ok($compiled =~ /^const char law_text_pool\[\] =$/m, 'to C');
for my $seed (1, 2)
{
	local $ENV{PERL_HASH_SEED} = $seed;
	my (undef, $again) = generate();
	ok($again eq $compiled, "to the same C, with hash seed $seed");
}

# One row.  The form of a row is checked for all tables alike.
my %oslo_2004 = (kommunenr => '0301', valid_from => '2003-05-09');
my %oslo_2022 = (kommunenr => '0301', valid_from => '2022-01-01');
refused_cell('no citation', 'zone', \%oslo_2004, 'citation', '', '^zone\.csv line LINE: no citation$');
refused_cell('an unknown evidence', 'zone', \%oslo_2004, 'evidence', 'hearsay',
	'^zone\.csv line LINE: evidence "hearsay"');
refused_cell('no evidence', 'zone', \%oslo_2004, 'evidence', '', '^zone\.csv line LINE: evidence ""');
refused_cell('a valid_from that is no date', 'zone', \%oslo_2004, 'valid_from', '2003-02-29',
	'^zone\.csv line LINE: valid_from "2003-02-29" is no date$');
refused_cell('a date in another style', 'zone', \%oslo_2004, 'valid_from', '09.05.2003',
	'^zone\.csv line LINE: valid_from "09\.05\.2003" is no date$');
refused_cell('a valid_to that is no date', 'zone', \%oslo_2004, 'valid_to', '2006-12-32',
	'^zone\.csv line LINE: valid_to "2006-12-32" is no date$');
refused_cell('valid_to before valid_from', 'zone', \%oslo_2004, 'valid_to', '2003-05-08',
	'^zone\.csv line LINE: valid_to is before valid_from$');
refused_cell('a space after a value', 'zone', \%oslo_2004, 'name', 'Oslo ',
	'^zone\.csv line LINE: white space around the value of name$');
refused_cell('a letter in LATIN1', 'zone', { kommunenr => '2002', valid_from => '2003-05-09' },
	'name', "Vard\xF8", '^zone\.csv line LINE: not UTF-8$');

# Lines and columns.
{
	my $number = line_number('zone', %oslo_2004);
	my @changed = @{ $lines{zone} };
	$changed[ $number - 1 ] .= ',';
	refused('a field too many', 'zone', \@changed, "^zone\\.csv line $number: not 10 fields\$");
	$changed[ $number - 1 ] = line((fields($lines{zone}[ $number - 1 ]))[ 0 .. 8 ]);
	refused('a field too few', 'zone', \@changed, "^zone\\.csv line $number: not 10 fields\$");
	$changed[ $number - 1 ] = $lines{zone}[ $number - 1 ] =~ s/§§/"§§/r;
	refused('an open quotation mark', 'zone', \@changed, "^zone\\.csv line $number: not 10 fields\$");
	refused('no rows', 'zone', [ $lines{zone}[0] ], '^zone\.csv: no rows$');
}
for my $column (qw(kommunenr zone valid_to citation caveat))
{
	my @columns = fields($lines{zone}[0]);
	my @kept = grep { $columns[$_] ne $column } 0 .. $#columns;
	refused("no column $column", 'zone', [ map { line((fields($_))[@kept]) } @{ $lines{zone} } ],
		'^zone\.csv line 1: the columns are not kommunenr part name zone valid_from ');
}

# Zones.
refused_cell('an unknown zone', 'zone', \%oslo_2022, 'zone', 'X', '^zone\.csv line LINE: zone "X" is not known$');
refused_cell('a zone of another map', 'zone', \%oslo_2022, 'zone', 'IV',
	'^zone\.csv line LINE: map 2022-2027 has no zone IV$');
refused_cell('a row across two maps', 'zone', { kommunenr => '0301', valid_from => '2014-07-01' },
	'valid_to', '2022-01-01', '^zone\.csv line LINE: lies in no one map$');
refused_cell('a map with a zone that has no code', 'zone_map', { map => '2003-2006' }, 'zones', 'A B C D E outside',
	'^zone_map\.csv line LINE: .*\bE\b');
refused_cell('a gap between two maps', 'zone_map', { map => '2014-2021' }, 'valid_from', '2014-07-02',
	'^zone_map\.csv line LINE: does not begin where the map before ends$');
# 5401 Tromsø came in 2020.
refused_cell('a number that is not in force', 'zone', \%oslo_2004, 'kommunenr', '5401',
	'^zone\.csv line LINE: 5401 is not in force on 2003-05-09$');
# A day is stored in 16 bits, from 2000-01-01 on.
refused_cell('a day that is too late to be stored', 'transport_zone', { kommunenr => '2030' },
	'valid_to', '2999-12-31', '^transport_zone\.csv line LINE: .*2999-12-31');
refused_cell('a part that lies elsewhere', 'zone', \%oslo_2004, 'part', '1902',
	'^zone\.csv line LINE: nothing of 1902 lies in 0301$');
refused_cell('a name that the number never had', 'zone', \%oslo_2004, 'name', 'Kristiania',
	'^zone\.csv line LINE: 0301 was never called "Kristiania"$');
refused_without('a municipality missing from a complete map', 'zone', \%oslo_2004,
	'^zone\.csv: no row for 0301 on ');
refused_cell('a row that begins too late', 'zone', \%oslo_2004, 'valid_from', '2003-05-10',
	'^zone\.csv: no row for 0301 on ');
refused_cell('a row that ends too early', 'zone', \%oslo_2004, 'valid_to', '2006-12-30',
	'^zone\.csv: no row for 0301 on ');
refused_double('the same row twice', 'zone', \%oslo_2004, '^zone\.csv line LINE: .*(overlaps|twice)');
refused_cell('two rows of one municipality that overlap', 'payroll_zone',
	{ kommunenr => '0301', valid_from => '2007-01-01' }, 'valid_to', '2008-01-01',
	'^payroll_zone\.csv line \d+: overlaps payroll_zone\.csv line LINE \(cell 0301\)$');
refused_cell('zone codes with a gap', 'zone_label', { zone => 'c' }, 'code', '11',
	'^zone_label\.csv line LINE: codes go from 1 up to 15, without a gap$');
refused_cell('a zone code twice', 'zone_label', { zone => 'c' }, 'code', '9',
	'^zone_label\.csv line LINE: codes go from 1 up to 15, without a gap$');
refused_cell('a label twice', 'zone_label', { zone => 'IV' }, 'zone', 'III',
	'^zone_label\.csv line LINE: zone III stands twice$');

# Municipalities.  In 2020 1902 became 5401, which became 5501 in 2024.
my %tromso_2020 = (kommunenr => '1902', valid_from => '2020-01-01');
refused_cell('a successor that is not in force', 'municipality_change', \%tromso_2020, 'successor', '5501',
	'^municipality_change\.csv line LINE: 5501 is not in force then$');
refused_cell('a successor that never was', 'municipality_change', \%tromso_2020, 'successor', '9999',
	'^municipality_change\.csv line LINE: 9999 is not in force then$');
refused_cell('a change on another day than the end', 'municipality_change', \%tromso_2020, 'valid_from', '2020-01-02',
	'^municipality_change\.csv line LINE: 1902 does not end the day before$');
refused_cell('an unknown kind of change', 'municipality_change', \%tromso_2020, 'kind', 'move',
	'^municipality_change\.csv line LINE: kind "move" ');
refused_cell('a split with one successor', 'municipality_change', \%tromso_2020, 'kind', 'split',
	'^municipality_change\.csv line LINE: a division needs kind "split"');
refused_without('a municipality that ends without a change', 'municipality_change', \%tromso_2020,
	'^municipality\.csv(?: line \d+)?: 1902 ends, but no change says what it became$');
refused_without('a municipality that begins without a change', 'municipality_change', \%tromso_2020,
	'^municipality\.csv(?: line \d+)?: 5401 begins, but no change leads to it$');
refused_cell('a number with three digits', 'municipality', { kommunenr => '0301' }, 'kommunenr', '301',
	'^municipality\.csv line LINE: "301" is no municipality number$');
refused_double('a municipality twice', 'municipality', { kommunenr => '0301' },
	'^municipality\.csv line LINE: 0301 stands twice$');
refused_without('a municipality without a name', 'municipality_name', { kommunenr => '0101' },
	'^municipality\.csv line \d+: without a name in the end$');
refused_double('two names at once', 'municipality_name', { kommunenr => '0101' },
	'^municipality_name\.csv line LINE: not the day after the name before$');
refused_cell('a name before its municipality', 'municipality_name', { kommunenr => '5401' }, 'valid_from', '2019-01-01',
	'^municipality_name\.csv line LINE: 5401 is not in force then$');
refused_without('a county missing', 'county', { county => '03' },
	'^municipality\.csv line \d+: no county 03 for the whole time$');
refused_double('two rows of a county at once', 'county', { county => '03' }, '^county\.csv line LINE: ');
refused_cell('a Norwegian name that is no part of the name', 'county', { county => '03' }, 'name_no', 'Osla',
	'^county\.csv line LINE: name_no "Osla"');

# Other subjects.
# SSB's limits: class 1 from 925 on.
refused_cell('a centrality that its index contradicts', 'centrality', { kommunenr => '0301' }, 'centrality_index', '924',
	'^centrality\.csv line LINE: index 924 is class 2, not 1$');
refused_cell('a centrality index above 1000', 'centrality', { kommunenr => '0301' }, 'centrality_index', '1001',
	'^centrality\.csv line LINE: .*1001');
refused_cell('a centrality index that is no number', 'centrality', { kommunenr => '0301' }, 'centrality_index', '1000x',
	'^centrality\.csv line LINE: .*1000x');
refused_without('a municipality missing from the centrality', 'centrality', { kommunenr => '0301' },
	'^centrality\.csv: no row for 0301 on ');
my %rate_2007 = (payroll_zone => 'II', valid_from => '2007-01-01');
refused_double('two rates at once', 'payroll_rate', \%rate_2007,
	'^payroll_rate\.csv line LINE: not the day after the rate before$');
refused_without('a year without a rate', 'payroll_rate', \%rate_2007,
	'^payroll_rate\.csv line \d+: not the day after the rate before$');
refused_cell('a rate that is no number', 'payroll_rate', \%rate_2007, 'rate_percent', '10,6',
	'^payroll_rate\.csv line LINE: rate "10,6" ');
refused_cell('an unknown payroll zone', 'payroll_zone', { kommunenr => '0301', valid_from => '2007-01-01' },
	'payroll_zone', 'VI', '^payroll_zone\.csv line LINE: payroll_zone "VI" is not known$');
refused_cell('an unknown transport zone', 'transport_zone', { kommunenr => '2030' }, 'transport_zone', '3',
	'^transport_zone\.csv line LINE: transport_zone "3" is not known$');

# Rules.
my %g7_1 = (rule => 'G7-1');
my %g8_2 = (rule => 'G8-2');
refused_double('a rule twice', 'rule', \%g7_1, '^rule\.csv line LINE: rule G7-1 stands twice$');
refused_without('a rule that another table cites', 'rule', { rule => 'V14-1' },
	'^transport_zone\.csv line \d+: rule "V14-1" does not stand in rule\.csv$');
refused_cell('a rule that the guidelines do not have', 'transport_zone', { kommunenr => '2030' }, 'rule', 'V14-1 V14-9',
	'^transport_zone\.csv line LINE: rule "V14-9" does not stand in rule\.csv$');
refused_cell('what is no id', 'rule', \%g7_1, 'rule', 'G 7-1', '^rule\.csv line LINE: "G 7-1" is no id of a rule$');
refused_cell('neither object nor reason', 'rule', \%g7_1, 'object', '',
	'^rule\.csv line LINE: either object or reason, not both or neither$');
refused_cell('both object and reason', 'rule', \%g8_2, 'object', 'may_fund',
	'^rule\.csv line LINE: either object or reason, not both or neither$');
refused_cell('an object with its arguments', 'rule', \%g7_1, 'object', 'may_fund(integer)',
	'^rule\.csv line LINE: object "may_fund\(integer\)" is no list of names$');
refused_cell('text only, without why', 'rule', \%g8_2, 'reason', 'text only', '^rule\.csv line LINE: reason "text only" is not "text only: \.\.\."$');
refused_cell('a rule that waits for its function', 'rule', \%g8_2, 'reason', 'no function yet',
	'^rule\.csv line LINE: reason "no function yet" is not "text only: \.\.\."$');
refused_cell('a rule without a subject', 'rule', \%g7_1, 'subject', '', '^rule\.csv line LINE: no subject$');
refused_cell('a rule without a place', 'rule', \%g7_1, 'place', '', '^rule\.csv line LINE: no place$');
refused_cell('a rule without a citation', 'rule', \%g7_1, 'citation', '', '^rule\.csv line LINE: no citation$');

# Payment, recovery, tax.
my %holdback = (item => 'holdback_percent');
my %letter = (item => 'assignment_letter');
refused_cell('a date that not every year has', 'frame', { %letter, month => '3' }, 'day', '32', '^frame\.csv line LINE: "3-32" is no day of every year$');
refused_cell('an unknown item of frames', 'frame', \%letter, 'item', 'letter', '^frame\.csv line LINE: item "letter" is not known$');
refused_cell('a holdback of more than everything', 'payment', \%holdback, 'value', '125',
	'^payment\.csv line LINE: holds back more than everything$');
refused_cell('a figure that is no number', 'payment', \%holdback, 'value', '25 %',
	'^payment\.csv line LINE: value "25 %" is no whole number above 0$');
refused_cell('an unknown item', 'payment', \%holdback, 'item', 'holdback', '^payment\.csv line LINE: item "holdback" is not known$');
refused_without('a figure that is missing', 'payment', \%holdback, '^payment\.csv: item "holdback_percent" stands in 0 rows, not in one$');
refused_double('a figure twice', 'payment', \%holdback, '^payment\.csv: item "holdback_percent" stands in 2 rows, not in one$');
my %sold = (ground => 'asset_sold');
refused_cell('an unknown ground', 'recovery', \%sold, 'ground', 'asset_lost', '^recovery\.csv line LINE: ground "asset_lost" is not known$');
refused_cell('a ground of an unknown scheme', 'recovery', \%sold, 'scheme', 'investments', '^recovery\.csv line LINE: scheme "investments" is not known$');
refused_cell('an unknown duty', 'recovery', \%sold, 'duty', 'shall', '^recovery\.csv line LINE: duty "shall" is neither may nor must$');
refused_cell('a ground without a consequence', 'recovery', \%sold, 'consequence', '', '^recovery\.csv line LINE: no consequence$');
refused_cell('an asset that is not bound', 'recovery', \%sold, 'binding_years', '',
	'^recovery\.csv line LINE: binding_years stand with the assets, and there as a whole number$');
refused_cell('a ground that is no asset, but bound', 'recovery', { ground => 'overpaid' }, 'binding_years', '5',
	'^recovery\.csv line LINE: binding_years stand with the assets, and there as a whole number$');
refused_cell('assets that are bound for different times', 'recovery', \%sold, 'binding_years', '4',
	'^recovery\.csv: assets are bound for different times$');
refused_without('a ground that is missing', 'recovery', \%sold, '^recovery\.csv: no row for ground asset_sold$');
my %recovery_2008 = (valid_from => '2008-01-01');
refused_cell('a rate and a margin', 'recovery_rate', \%recovery_2008, 'margin_basis_points', '100',
	'^recovery_rate\.csv line LINE: either a positive rate or a positive margin, not both or neither$');
refused_cell('neither rate nor margin', 'recovery_rate', \%recovery_2008, 'rate_percent', '',
	'^recovery_rate\.csv line LINE: either a positive rate or a positive margin, not both or neither$');
refused_without('a year without a recovery rate', 'recovery_rate', \%recovery_2008,
	'^recovery_rate\.csv line \d+: does not begin where the row before ends$');
refused_cell('an unknown treatment', 'tax', { rule => 'G5-1' }, 'treatment', 'no_income', '^tax\.csv: the treatments are "no_income ');
refused_cell('a treatment without its years', 'tax', { rule => 'G5-2' }, 'years', '',
	'^tax\.csv line LINE: years stand with part_of_consideration, and there as a whole number$');

# The registers of aid.
my %regional = (list => 'purpose', label => 'Regionalstønad');
refused_cell('a purpose of an unknown measure', 'aid_register_code', \%regional, 'words', 'regional',
	'^aid_register_code\.csv line LINE: "regional" is no measure$');
refused_cell('a measure with two purposes', 'aid_register_code', \%regional, 'words', 'training',
	'^aid_register_code\.csv line LINE: "training" stands twice in list purpose$');
refused_double('a label twice', 'aid_register_code', \%regional,
	'^aid_register_code\.csv line LINE: "Regionalstønad" stands twice in list purpose$');
my %amount = (name => 'amount');
refused_cell('a column out of order', 'aid_register_column', \%amount, 'position', '7',
	'^aid_register_column\.csv line LINE: position "7" does not follow the one before$');
refused_cell('a column with the name of another', 'aid_register_column', \%amount, 'name', 'granted_on',
	'^aid_register_column\.csv line LINE: name granted_on stands twice$');
refused_cell('a column without a name', 'aid_register_column', \%amount, 'name', '',
	'^aid_register_column\.csv line LINE: name "" is no name of a column$');

# Thresholds, and the tranches that they must agree with.
my %printed = (regime => '651/2014', kind => 'notification', intensity_percent => '15');
my %formula = (condition => 'times_intensity');
my %tranche_b = (kind => 'tranche', item => 'B', valid_from => '2014-07-01');
my %register = (regime => 'register', amount_eur => '100000');
refused_cell('a threshold of an unknown kind', 'threshold', \%printed, 'kind', 'limit',
	'^threshold\.csv line LINE: kind "limit" is not known$');
refused_cell('a threshold of an unknown measure', 'threshold', \%printed, 'measure', 'regional',
	'^threshold\.csv line LINE: measure "regional" is not known$');
refused_cell('a threshold of an unknown regime', 'threshold', \%printed, 'regime', '651/2013',
	'^threshold\.csv line LINE: regime "651/2013" has no rows in regime\.csv$');
refused_cell('a threshold after its regime', 'threshold', \%printed, 'valid_to', '2027-01-01',
	'^threshold\.csv line LINE: lies outside the days of its regime$');
refused_cell('an unknown condition', 'threshold', \%formula, 'condition', 'collaboration',
	'^threshold\.csv line LINE: condition "collaboration" is not known$');
refused_cell('a threshold that is no number', 'threshold', \%printed, 'amount_eur', '12.38 m',
	'^threshold\.csv line LINE: amount_eur "12\.38 m" is no positive number$');
refused_cell('a threshold of nothing', 'threshold', \%register, 'amount_eur', '0',
	'^threshold\.csv line LINE: amount_eur "0" is no positive number$');
refused_cell('a threshold without an amount', 'threshold', \%register, 'amount_eur', '',
	'^threshold\.csv line LINE: publication without an amount$');
refused_cell('publication of one measure', 'threshold', \%register, 'measure', 'training',
	'^threshold\.csv line LINE: publication is in the register, for all measures$');
refused_cell('two thresholds at once', 'threshold', \%register, 'valid_from', '2023-12-10',
	'^threshold\.csv line LINE: overlaps threshold\.csv line \d+$');
refused_cell('an intensity in two parts', 'threshold', \%printed, 'intensity_percent', '15.5',
	'^threshold\.csv line LINE: intensity "15\.5" is no whole number up to 100$');
refused_cell('what begins at a cost without a cost', 'threshold', \%printed, 'cost_eur', '',
	'^threshold\.csv line LINE: what begins at a cost has no cost$');
refused_cell('a printed amount that is not that of the tranches', 'threshold', \%printed, 'amount_eur', '12830000',
	'^threshold\.csv line LINE: amount is not that of the tranches$');
refused_cell('a formula that is not that of the tranches', 'threshold', \%formula, 'amount_eur', '75000001',
	'^threshold\.csv line LINE: amount is not that of the tranches$');
refused_cell('a tranche that ends before it begins', 'threshold', \%tranche_b, 'amount_eur', '50000000',
	'^threshold\.csv line LINE: does not end after the tranche before$');
refused_cell('a tranche without a share', 'threshold', \%tranche_b, 'intensity_percent', '',
	'^threshold\.csv line LINE: tranche without a share$');
refused_cell('a tranche without an end that is not the last', 'threshold', \%tranche_b, 'amount_eur', '',
	'^threshold\.csv line LINE: does not end after the tranche before$');

# Sizes.
my %small = (mode => 'rec_2003', size => 'small');
my %medium = (mode => 'rec_2003', size => 'medium');
refused_cell('a definition that is not known', 'size_threshold', \%medium, 'mode', 'rec_2030',
	'^size_threshold\.csv line LINE: mode "rec_2030" is not known$');
refused_cell('limits of large enterprises', 'size_threshold', \%medium, 'size', 'large',
	'^size_threshold\.csv line LINE: size "large" has no limits$');
refused_cell('a headcount of nobody', 'size_threshold', \%small, 'headcount_below', '0',
	'^size_threshold\.csv line LINE: headcount_below "0" is no positive number$');
refused_cell('a limit that is no number', 'size_threshold', \%small, 'turnover_eur', '10 m',
	'^size_threshold\.csv line LINE: turnover_eur "10 m" is no positive number$');
refused_cell('one limit in money', 'size_threshold', \%small, 'balance_eur', '',
	'^size_threshold\.csv line LINE: one limit in money without the other$');
refused_cell('a strict limit that is not there', 'size_threshold', { mode => 'rec_1996', size => 'micro' }, 'turnover_strict', 'true',
	'^size_threshold\.csv line LINE: turnover_strict is neither true nor empty, or has no turnover$');
refused_cell('a larger size with less staff', 'size_threshold', \%medium, 'headcount_below', '50',
	'^size_threshold\.csv line LINE: limits are not wider than those of size_threshold\.csv line \d+$');
refused_cell('a larger size with the same balance sheet', 'size_threshold', \%medium, 'balance_eur', '10000000',
	'^size_threshold\.csv line LINE: limits are not wider than those of size_threshold\.csv line \d+$');
refused_cell('two versions at once', 'size_threshold', \%medium, 'valid_from', '2005-01-02',
	'^size_threshold\.csv line LINE: overlaps or comes before the version of rec_2003 before$');
refused_without('a definition without medium', 'size_threshold', \%medium,
	'^size_threshold\.csv line \d+: is the largest size of its version, but not medium$');

# Checklists, deadlines, complaints.
my %statement = (item => 'de_minimis_statement');
my %answer = (item => 'ministry_answer');
my %project_end = (item => 'project_end');
my %county = (decided_by => 'county');
refused_cell('an item that is no name', 'required_item', \%statement, 'item', 'De minimis',
	'^required_item\.csv line LINE: item "De minimis" is no name$');
refused_cell('a condition that is no name', 'required_item', \%statement, 'condition', 'de minimis',
	'^required_item\.csv line LINE: condition "de minimis" is no name$');
refused_cell('a condition that is itself an item', 'required_item', \%statement, 'condition', 'amount',
	'^required_item\.csv line LINE: condition "amount" is itself an item of grant_letter$');
refused_cell('an item without its Norwegian text', 'required_item', \%statement, 'text_no', '',
	'^required_item\.csv line LINE: no text_no$');
refused_double('an item twice', 'required_item', \%statement,
	'^required_item\.csv line LINE: overlaps or comes before required_item\.csv line \d+$');
refused_cell('a deadline that runs from something else', 'deadline', \%answer, 'runs_from', 'receipt',
	'^deadline\.csv line LINE: runs_from "receipt" is not known$');
refused_cell('no number of months', 'deadline', \%answer, 'months', '4.5',
	'^deadline\.csv line LINE: months "4\.5" is no positive number$');
refused_cell('months from nothing', 'deadline', \%answer, 'runs_from', '',
	'^deadline\.csv line LINE: months that run from nothing$');
refused_cell('a deadline on no day', 'deadline', \%project_end, 'day', '2024-12-32',
	'^deadline\.csv line LINE: day "2024-12-32" is no date$');
refused_cell('two beginnings of a deadline', 'deadline', \%answer, 'day', '2010-12-31',
	'^deadline\.csv line LINE: both a day and what it runs from$');
refused_cell('a deadline without words', 'deadline', \%project_end, 'when_due', '',
	'^deadline\.csv line LINE: no when_due$');
refused_double('a deadline twice', 'deadline', \%project_end,
	'^deadline\.csv line LINE: overlaps or comes before deadline\.csv line \d+$');
refused_cell('a decision that may be individual', 'complaint', \%county, 'individual_decision', 'maybe',
	'^complaint\.csv line LINE: individual_decision "maybe" is none of true, false$');
refused_cell('a right that is not settled', 'complaint', \%county, 'may_complain', '',
	'^complaint\.csv line LINE: may_complain "" is none of true, false$');
refused_cell('a complaint to nobody', 'complaint', \%county, 'complain_to', '',
	'^complaint\.csv line LINE: whom to complain to does not fit may_complain$');
refused_double('a right to complain twice', 'complaint', \%county,
	'^complaint\.csv line LINE: overlaps or comes before complaint\.csv line \d+$');

# Cumulation.
refused_cell('an unknown mode', 'cumulation', { step => 'joint limit', mode => 'used' }, 'mode', 'Used',
	'^cumulation\.csv line LINE: mode "Used" is none of used, qualified$');
refused_cell('a step for either mode beside one for both', 'cumulation', { step => 'total', mode => 'used' }, 'mode', '',
	'^cumulation\.csv line \d+: step "total" stands twice in mode qualified$');
refused_without('a step of one mode only', 'cumulation', { step => 'own amount', mode => 'qualified' },
	'^cumulation\.csv: step "own amount" is missing in a mode$');

# The loss fund, and Kompetansepiloter.
refused_cell('an unknown limit of the loss fund', 'loss_fund', { item => 'warn' }, 'item', 'warning',
	'^loss_fund\.csv line LINE: item "warning" is none of top_up, warn$');
refused_cell('an unknown comparison', 'loss_fund', { item => 'warn' }, 'comparison', '>=',
	'^loss_fund\.csv line LINE: comparison ">=" is none of more than, at least$');
refused_cell('points in words', 'loss_fund', { item => 'warn' }, 'points', 'five',
	'^loss_fund\.csv line LINE: points "five" is no positive number$');
refused_cell('a warning that comes too late', 'loss_fund', { item => 'warn' }, 'points', '10',
	'^loss_fund\.csv: the warning does not come before the top-up$');
refused_cell('an unknown value of the programme', 'kompetansepiloter', { item => 'majority_percent' }, 'item', 'majority',
	'^kompetansepiloter\.csv line LINE: item "majority" is not known$');
refused_cell('a class that there is not', 'kompetansepiloter', { item => 'centrality' }, 'value', '5 7',
	'^kompetansepiloter\.csv line LINE: "5 7" is no value of centrality$');
refused_cell('a ground that stands twice', 'kompetansepiloter', { value => 'analysis' }, 'value', 'equipment',
	'^kompetansepiloter\.csv line \d+: stands twice$');
refused_without('a ground that is missing', 'kompetansepiloter', { value => 'analysis' },
	'^kompetansepiloter\.csv: no row of ineligible_cost analysis$');

# Conditions of aid beside its amount.
refused_cell('an unknown condition', 'eligibility', { item => 'owner_share' }, 'item', 'owners',
	'^eligibility\.csv line LINE: item "owners" is not known$');
refused_cell('a third in decimals', 'eligibility', { item => 'owner_share' }, 'value', '0.33',
	'^eligibility\.csv line LINE: "0\.33", "at least" is no limit of owner_share$');
refused_cell('a comparison the other way', 'eligibility', { item => 'ad_hoc_percent' }, 'comparison', 'more than',
	'^eligibility\.csv line LINE: "50", "more than" is no limit of ad_hoc_percent$');
refused_cell('a ground that is not known', 'eligibility', { value => 'coal' }, 'value', 'steel',
	'^eligibility\.csv line LINE: "steel", "" is no limit of de_minimis_ground$');
refused_double('a limit twice', 'eligibility', { item => 'closed_months' }, '^eligibility\.csv line LINE: stands twice$');
refused_without('a limit that is missing', 'eligibility', { item => 'majority_share' }, '^eligibility\.csv: no row of majority_share$');
refused_without('a ground of exclusion that is missing', 'eligibility', { value => 'export' },
	'^eligibility\.csv: no row of de_minimis_ground export$');
refused_cell('categories that leave a gap', 'eligibility', { item => 'simplified_eur' }, 'value', '7000000',
	'^eligibility\.csv: the two categories do not meet$');

# Intensities.
my %iv = (regime => 'regional_map', zones => 'IV', condition => '');
my %industrial = (regime => '651/2014', measure => 'rd_industrial', valid_from => '2023-07-01');
my %adopted = (%industrial, valid_from => '2014-07-01');
my %collaboration = (%adopted, condition => 'collaboration dissemination');
refused_cell('a larger enterprise with more', 'intensity', \%iv, 'large', '26',
	'^intensity\.csv line LINE: a larger enterprise has more than a smaller$');
refused_cell('a rate of more than all', 'intensity', \%iv, 'small', '135',
	'^intensity\.csv line LINE: rate "135" is none from 0 to 100$');
refused_cell('a rate in words', 'intensity', \%iv, 'small', 'some',
	'^intensity\.csv line LINE: rate "some" is none from 0 to 100$');
refused_cell('a measure that there is not', 'intensity', \%iv, 'measure', 'investment',
	'^intensity\.csv line LINE: measure "investment" is not known$');
refused_cell('a zone that there is not', 'intensity', \%iv, 'zones', 'V',
	'^intensity\.csv line LINE: zones "V" is not known$');
refused_cell('two rates for one case', 'intensity', \%iv, 'zones', 'III',
	'^intensity\.csv line \d+: overlaps intensity\.csv line LINE$');
refused_cell('a hole in a regime', 'intensity', \%industrial, 'valid_to', '2026-12-30',
	'^bonus\.csv line \d+: there is no rate to add to on 2026-12-31$');
refused_cell('a measure that a regime forgets for a while', 'intensity',
	{ regime => '651/2014', measure => 'research_infrastructure', condition => '' }, 'valid_to', '2023-06-29',
	'^intensity\.csv line \d+: 651/2014 has nothing on research_infrastructure from 2023-06-30$');
refused_cell('a rate outside its regime', 'intensity', \%adopted, 'valid_from', '2014-06-30',
	'^intensity\.csv line LINE: lies outside the days of its regime$');
refused_cell('a rate without a citation', 'intensity', \%iv, 'citation', '',
	'^intensity\.csv line LINE: no citation$');
refused_cell('a rule that is not in the guidelines', 'intensity', \%iv, 'rule', 'V5-13',
	'^intensity\.csv line LINE: rule "V5-13" does not stand in rule\.csv$');
refused_cell('a reference that leads nowhere', 'intensity', { regime => '800/2008', measure => 'regional_investment' },
	'same_as', 'regional_map', '^intensity\.csv line LINE: same_as is neither "underlying" nor a regime and a measure$');
refused_cell('a bonus under a condition that there is not', 'bonus', \%collaboration, 'condition', 'cooperation',
	'^bonus\.csv line LINE: condition "cooperation" is not known$');
refused_cell('an amount per something else', 'amount', { regime => 'guidelines', per => 'undertaking and year' }, 'per', 'year',
	'^amount\.csv line LINE: per "year" is not known$');
refused_cell('an amount of nothing', 'amount', { regime => 'guidelines', per => 'undertaking and year' }, 'amount_eur', '0',
	'^amount\.csv line LINE: amount_eur is no whole positive number$');
refused_cell('a version of a regime after a gap', 'regime', { regime => '651/2014', version => '2017' }, 'valid_from', '2017-07-11',
	'^regime\.csv line LINE: does not begin where the version before ends$');

# Nothing of the damage is left.
(undef, my $last) = generate();
ok($last eq $compiled, 'the mended law compiles as before');

# What was compiled is what the files say.
my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', q{CREATE DATABASE law ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('law', 'CREATE EXTENSION tilskudd');

# The md5 of all cells, row by row.
sub md5_of_rows
{
	return md5_hex(join "\n", map { join '|', @$_ } @_);
}

sub md5_of_query
{
	my ($from, @values) = @_;
	my $row = join ", '|', ", map { "coalesce($_, '')" } @values;
	return $node->safe_psql('law', qq{SELECT md5(string_agg(concat($row), E'\\n')) FROM $from});
}

for my $table (@tables)
{
	my ($header, @rows) = map { [ fields($_) ] } @{ $lines{$table} };
	my @columns = map { "c$_" } 1 .. @$header;

	# As it was compiled, column by column.
	my $typed = join ', ', map { "$_ text" } @columns;
	is( md5_of_query("tilskudd.law_table('$table') AS t($typed)", @columns),
		md5_of_rows(@rows), "law_table('$table') has every cell of the file");

	# As the view gives it, by the names of the columns.
	is($node->safe_psql('law', "SELECT count(*) FROM tilskudd.law_$table"),
		scalar @rows, "law_$table has every row of the file");
	my @shown = split /\n/, $node->safe_psql('law',
		"SELECT attname FROM pg_attribute WHERE attrelid = 'tilskudd.law_$table'::regclass AND attnum > 0 ORDER BY attnum");
	my %shown = map { $_ => 1 } @shown;
	# What is not shown on purpose: the code, which only the disk knows.
	is(join(' ', grep { !$shown{$_} } @$header), $table =~ /^(?:zone_label|measure|enterprise_size)$/ ? 'code' : '',
		"law_$table shows every column of the file");
	my %index = map { $header->[$_] => $_ } 0 .. $#$header;
	my @values = map { $_ eq 'border' ? "CASE WHEN border THEN 'yes' END" : "$_\::text" } @shown;
	is( md5_of_query("tilskudd.law_$table", @values),
		md5_of_rows(map { [ @$_[ @index{@shown} ] ] } @rows),
		"law_$table shows every cell under its name");
}
$node->stop;
done_testing();
