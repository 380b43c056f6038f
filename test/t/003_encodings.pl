# Databases that are not in UTF8.
#
# The law is written in UTF-8, with Norwegian and Sami letters.  Handing its
# bytes to a LATIN1 database as they are gives mojibake, reading a name sent in
# LATIN1 as UTF-8 finds nothing, and a letter that an encoding lacks must be an
# error, not a question mark.

use strict;
use warnings;

use Encode qw(encode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

# What bytes psql prints for a query, or "ERROR: SQLSTATE".  psql passes the
# bytes of the query through: its client_encoding is that of the database.
sub answer
{
	my ($db, $sql) = @_;
	my ($stdout, $stderr) = ('', '');
	$node->psql(
		$db, "\\set VERBOSITY sqlstate\n$sql",
		stdout => \$stdout,
		stderr => \$stderr);
	return $stderr =~ /(ERROR:\s+\w{5})/ ? $1 : $stdout;
}

# Bytes compared as hexadecimal digits, which every terminal can show.
sub answer_is
{
	my ($db, $sql, $expected, $name) = @_;
	return is(unpack('H*', answer($db, $sql)), unpack('H*', $expected), $name);
}

# PostgreSQL's name of an encoding and Perl's.  What a SQL_ASCII database holds
# is not converted, so that it gets the law as it is: in UTF-8.
my %encoding = (
	UTF8 => 'UTF-8', LATIN1 => 'iso-8859-1', LATIN9 => 'iso-8859-15',
	WIN1252 => 'cp1252', SQL_ASCII => 'UTF-8');
my %has_eng = map { $_ => 1 } qw(UTF8 SQL_ASCII);    # ŋ, U+014B
my %has_s_caron = map { $_ => 1 } qw(UTF8 SQL_ASCII LATIN9 WIN1252);    # š, U+0161

for my $encoding (qw(UTF8 LATIN1 LATIN9 WIN1252 SQL_ASCII))
{
	my $db = lc $encoding;
	my $enc = sub { return encode($encoding{$encoding}, $_[0], Encode::FB_CROAK | Encode::LEAVE_SRC); };

	$node->safe_psql('postgres',
		"CREATE DATABASE $db ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	answer_is($db, 'CREATE EXTENSION tilskudd', '', "$encoding: CREATE EXTENSION");

	# The no-break space that word processors put between groups of digits.
	answer_is($db, $enc->("SELECT '923\x{A0}609\x{A0}016'::tilskudd.orgnr"),
		'923609016', "$encoding: an organisation number with no-break spaces");
	answer_is($db, $enc->("SELECT tilskudd.orgnr_is_valid('923\x{A0}609\x{A0}016')"),
		't', "$encoding: orgnr_is_valid says the same");
	answer_is($db, $enc->("SELECT '923\x{E6}609016'::tilskudd.orgnr"),
		'ERROR:  22P02', "$encoding: a letter is no space");

	# Out.
	answer_is($db, q{SELECT tilskudd.kommune_name('1505', '2010-01-01')},
		'Kristiansund', "$encoding: a name in ASCII");
	answer_is($db, q{SELECT tilskudd.kommune_name('2002', '2010-01-01')},
		$enc->("Vard\x{F8}"), "$encoding: a name with a Norwegian letter");
	answer_is($db, q{SELECT tilskudd.county('1502', '2010-01-01')},
		$enc->("M\x{F8}re og Romsdal"), "$encoding: a county with a Norwegian letter");
	my $karasjok = "K\x{E1}r\x{E1}\x{161}johka - Karasjok";
	answer_is($db, q{SELECT tilskudd.kommune_name('5437', '2021-01-01')},
		$has_s_caron{$encoding} ? $enc->($karasjok) : 'ERROR:  22P05',
		"$encoding: a name with a letter that LATIN1 lacks");
	my $porsanger = "Porsanger - Pors\x{E1}\x{14B}gu - Porsanki";
	answer_is($db, q{SELECT tilskudd.kommune_name('5436', '2021-01-01')},
		$has_eng{$encoding} ? $enc->($porsanger) : 'ERROR:  22P05',
		"$encoding: a name with a letter that no single-byte encoding has");
	answer_is($db, q{SELECT tilskudd.zone('5436', '2021-01-01')},
		'III', "$encoding: its zone needs no letters");
	like( answer($db, q{SELECT tilskudd.zone_source('2002', '2005-01-01')}),
		qr/^A: FOR-2003-05-09-565 @{[ quotemeta $enc->("\x{A7}") ]} 4 \[text\]/,
		"$encoding: a citation with a paragraph sign");

	# In.
	answer_is($db, $enc->("SELECT tilskudd.kommunenr('V\x{E6}r\x{F8}y', '2010-01-01')"),
		'1857', "$encoding: a municipality by name");
	answer_is($db, $enc->("SELECT tilskudd.kommunenr('H\x{C5}', '2010-01-01')"),
		'1119', "$encoding: a municipality by name in capitals");
	# 1515 and 1818 are both called Her\x{F8}y.
	answer_is($db, $enc->("SELECT tilskudd.kommunenr('Her\x{F8}y', '2010-01-01', 'M\x{F8}re og Romsdal')"),
		'1515', "$encoding: a municipality by name and county");
	answer_is($db, $enc->("SELECT tilskudd.kommunenr('Her\x{F8}y', '2010-01-01')"),
		'ERROR:  P0003', "$encoding: an ambiguous name");
	answer_is($db, q{SELECT tilskudd.kommunenr('Porsanger', '2021-01-01')},
		'5436', "$encoding: a name that the official one contains");
	# The hint names Porsanger, whose official name has the letter ŋ.
	answer_is($db, q{SELECT tilskudd.kommunenr('Porsangr', '2021-01-01')},
		'ERROR:  P0002', "$encoding: reporting an unknown name raises no other error");

	# The law itself.
	my $law = 'SELECT count(kommunenr), count(zone), count(DISTINCT citation) FROM tilskudd.law_zone';
	answer_is($db, $law, answer('utf8', $law), "$encoding: law_zone can be read");
}

# Whoever stores LATIN1 in a SQL_ASCII database gets no wrong answer.
answer_is('sql_ascii', "SELECT '923\xA0609\xA0016'::tilskudd.orgnr",
	'923609016', 'SQL_ASCII: the no-break space of LATIN1');
answer_is('sql_ascii', "SELECT tilskudd.kommunenr('V\xE6r\xF8y', '2010-01-01')",
	'ERROR:  22021', 'SQL_ASCII: a name in LATIN1');

# In UTF8 there is a narrow no-break space too.
answer_is('utf8', "SELECT '923\xE2\x80\xAF609\xE2\x80\xAF016'::tilskudd.orgnr",
	'923609016', 'UTF8: the narrow no-break space');

# The server converts between client and database, whatever the two are.
answer_is('latin1', "SET client_encoding = 'UTF8'; SELECT tilskudd.kommunenr('V\xC3\xA6r\xC3\xB8y', '2010-01-01')",
	'1857', 'a UTF-8 client asks a LATIN1 database');
answer_is('utf8', "SET client_encoding = 'LATIN1'; SELECT tilskudd.kommune_name('2002', '2010-01-01')",
	"Vard\xF8", 'a LATIN1 client asks a UTF8 database');

$node->stop;
done_testing();
