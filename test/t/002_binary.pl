# The binary forms of the types: what drivers and COPY BINARY exchange.
#
# Each form is built here by hand, byte for byte, so that a change of it, which
# would break clients and stored copies, is noticed.  And binary input is input
# as any other: what the text form refuses must not come in through it.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres',
	q{CREATE DATABASE grants ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('grants', 'CREATE EXTENSION tilskudd');

my $dir = PostgreSQL::Test::Utils::tempdir();

# A file in the format of COPY BINARY, with rows of fields; undef is NULL.
sub copy_file
{
	my @rows = @_;
	my $data = "PGCOPY\n\377\r\n\0" . pack('N N', 0, 0);
	foreach my $row (@rows)
	{
		$data .= pack('n', scalar @$row);
		$data .= defined $_ ? pack('N', length $_) . $_ : pack('N', 0xFFFFFFFF) for @$row;
	}
	return $data . pack('n', 0xFFFF);
}

# What COPY says when it refuses one field of a type, after "ERROR:".
sub copy_error
{
	my ($type, $field, $verbosity) = @_;
	my $stderr = '';
	open my $fh, '>:raw', "$dir/in" or die "$dir/in: $!";
	print $fh copy_file([$field]);
	close $fh;
	$node->psql(
		'grants', "\\set VERBOSITY $verbosity
			CREATE TEMP TABLE t (v tilskudd.$type);
			COPY t FROM '$dir/in' (FORMAT binary);",
		stderr => \$stderr);
	return $stderr =~ /ERROR:\s+(.*)/ ? $1 : '';
}

# The SQLSTATE, '' if it takes the field.
sub copy_sqlstate
{
	my ($type, $field) = @_;
	return substr(copy_error($type, $field, 'sqlstate'), 0, 5);
}

# Out: the bytes as documented.  The labels are those of the four aid maps.
my @labels = qw(outside A B C D I II III IV c);
my @numbers = (0, 301, 1902, 9999);
my @rows = map { [ undef, undef, $_ ] } @labels;
push @rows, [ undef, pack('n', $_), undef ] for @numbers;
push @rows, [ pack('N', 923609016), pack('n', 301), 'I' ];
push @rows, [ pack('N', 971032081), undef, 'outside' ];
push @rows, [ undef, undef, undef ];

$node->safe_psql('grants',
	'CREATE TABLE original (orgnr tilskudd.orgnr, kommunenr tilskudd.kommunenr, zone tilskudd.zone)');
$node->safe_psql('grants', "INSERT INTO original (zone) VALUES ('$_')") for @labels;
$node->safe_psql('grants', "INSERT INTO original (kommunenr) VALUES ('$_')")
  for qw(0000 0301 1902 9999);
$node->safe_psql(
	'grants', q{
	INSERT INTO original VALUES
		('NO 923 609 016 MVA', '0301', 'I'), ('971032081', NULL, 'outside'), (NULL, NULL, NULL)});
$node->safe_psql('grants', "COPY original TO '$dir/out' (FORMAT binary)");
is(unpack('H*', slurp_file("$dir/out")), unpack('H*', copy_file(@rows)),
	'COPY BINARY writes int4, int2 and the label');

# In again.
$node->safe_psql('grants', 'CREATE TABLE copy (LIKE original)');
$node->safe_psql('grants', "COPY copy FROM '$dir/out' (FORMAT binary)");
is( $node->safe_psql('grants', 'SELECT * FROM copy'),
	$node->safe_psql('grants', 'SELECT * FROM original'),
	'COPY BINARY reads what it wrote');
is( $node->safe_psql('grants',
		q{SELECT count(*) FROM original AS a JOIN copy AS b
			ON a.orgnr = b.orgnr OR a.kommunenr = b.kommunenr OR a.zone = b.zone}),
	# all rows but the last meet themselves; I, outside and 0301 stand in two rows
	$#rows + 3 * 2,
	'and the values are equal');

# In: what is right is taken, so that the refusals below mean something.
my %right = (
	orgnr     => [ pack('N', 923609016), undef ],
	kommunenr => [ pack('n', 0), pack('n', 301), pack('n', 9999), undef ],
	zone      => [ @labels, undef ],
	enterprise_size => [ qw(micro small medium large), undef ],
	aid_measure => [ qw(regional_investment rd_industrial local_infrastructure), undef ]);
for my $type (sort keys %right)
{
	is(join(' ', map { copy_sqlstate($type, $_) } @{ $right{$type} }), ' ' x $#{ $right{$type} },
		"binary input of $type takes what is right");
}

# 22P03 is invalid_binary_representation, 08P01 the server's protocol_violation
# for a message that ends too early, 22021 its character_not_in_repertoire.
my @wrong = (
	[ 'orgnr', pack('N', 923609017), '22P03', 'a wrong check digit' ],
	[ 'orgnr', pack('N', 400000000), '22P03', 'a number whose check digit would be 10' ],
	[ 'orgnr', pack('N', 923609016 + 1_000_000_000), '22P03', 'ten digits' ],
	[ 'orgnr', pack('N', 0xFFFFFFFF), '22P03', '-1' ],
	[ 'orgnr', pack('V', 923609016), '22P03', 'the wrong byte order' ],
	[ 'orgnr', '923609016', '22P03', 'text' ],
	[ 'orgnr', pack('N', 923609016) . "\0", '22P03', 'a byte too many' ],
	[ 'orgnr', pack('n', 9236), '08P01', 'two bytes' ],
	[ 'orgnr', '', '08P01', 'nothing' ],
	[ 'kommunenr', pack('n', 10000), '22P03', '10000' ],
	[ 'kommunenr', pack('n', 0xFFFF), '22P03', '-1' ],
	[ 'kommunenr', pack('n', 0x8000), '22P03', 'the least int2' ],
	[ 'kommunenr', pack('N', 301), '22P03', 'int4' ],
	[ 'kommunenr', '0301', '22P03', 'text' ],
	[ 'kommunenr', 'x', '08P01', 'one byte' ],
	[ 'kommunenr', '', '08P01', 'nothing' ],
	[ 'zone', 'X', '22P03', 'an unknown label' ],
	[ 'zone', '', '22P03', 'nothing' ],
	[ 'zone', 'i', '22P03', 'lower case' ],
	[ 'zone', 'III ', '22P03', 'a label and a space' ],
	[ 'zone', 'outsid', '22P03', 'part of a label' ],
	[ 'zone', "\1", '22P03', 'a code instead of a label' ],
	[ 'zone', "c\0", '22021', 'a zero byte' ],
	[ 'zone', "\xE5", '22021', 'what is no UTF-8' ],
	[ 'zone', 'c' x 100_000, '22P03', 'a long text' ],
	[ 'enterprise_size', 'Large', '22P03', 'a capital letter' ],
	[ 'enterprise_size', "\4", '22P03', 'a code instead of a label' ],
	[ 'aid_measure', 'rd_industral', '22P03', 'a label with a letter missing' ],
	[ 'aid_measure', pack('n', 1), '22021', 'a code instead of a label' ],
	[ 'aid_measure', 'rd', '22P03', 'part of a label' ]);
for my $case (@wrong)
{
	my ($type, $field, $sqlstate, $what) = @$case;
	is(copy_sqlstate($type, $field), $sqlstate, "binary input of $type refuses $what");
}

# What it says.
is(copy_error('orgnr', pack('N', 923609017), 'terse'), 'invalid organisation number in binary data: 923609017',
	'an organisation number, in words');
is(copy_error('kommunenr', pack('n', 10000), 'terse'), 'invalid municipality number in binary data: 10000',
	'a municipality number, in words');
is(copy_error('zone', 'X', 'terse'), 'invalid zone in binary data: "X"', 'a label, in words');

# A code that this version of the extension does not have, as a newer one may have stored it.
my $stderr = '';
$node->safe_psql('grants', 'CREATE CAST ("char" AS tilskudd.zone) WITHOUT FUNCTION');
$node->psql('grants', "SELECT 'x'::\"char\"::tilskudd.zone", stderr => \$stderr);
like($stderr, qr/invalid internal value for type zone: 120\nHINT:  The value may have been stored by a newer version of the extension\./,
	'a code that there is no label for');

# The send functions alone.
is( $node->safe_psql(
		'grants', q{
		SELECT tilskudd.orgnr_send('923609016'), tilskudd.kommunenr_send('0301'), tilskudd.zone_send('III'),
			tilskudd.enterprise_size_send('micro'), tilskudd.aid_measure_send('transport')}),
	join('|', map { '\x' . unpack 'H*', $_ } pack('N', 923609016), pack('n', 301), 'III', 'micro', 'transport'),
	'the send functions write the same');

$node->stop;
done_testing();
