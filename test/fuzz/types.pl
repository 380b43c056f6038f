#!/usr/bin/perl
#
# Writes values of the extension's types, as text and in the binary form, most
# of them damaged, as statements for psql, until the time is over.
#
#   test/fuzz/types.pl SEED SECONDS DIRECTORY
#
# What is read must be a value that is written and read again as itself: the
# tables check it, and a check that fails is a finding.  DIRECTORY is for files
# in the format of COPY BINARY.

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use Values;

my ($seed, $seconds, $directory) = @ARGV;

# Right values of each type: text, and how it is in the binary form.
my %forms = (orgnr => sub { pack 'N', $_[0] }, kommunenr => sub { pack 'n', $_[0] });
my %right = (
	orgnr => [qw(923609016 974760673 971526920 889640782 000000000)],
	kommunenr => [qw(0000 0301 1756 5053 9999)],
	zone => [qw(outside A B C D I II III IV c)],
	enterprise_size => [qw(micro small medium large)],
	aid_measure => [qw(regional_investment rd_industrial local_infrastructure training_general)]);
my @types = sort keys %right;
my $files = 0;

# Some bytes changed, left out, doubled or added.
sub damage
{
	my ($bytes) = @_;
	for (1 .. int rand 4)
	{
		my $place = int rand(1 + length $bytes);
		my $new = pick(' ', "\t", '0', '9', "\xC2\xA0", "\xA0", "\xE2\x80\xAF", 'NO', 'MVA', '-', '.', "'", "\\", 'ø', "\xFF", chr int rand 256, "\n", 'x' x 1000);
		substr($bytes, $place, pick(0, 0, 1)) = chance(0.3) ? '' : $new if $place <= length $bytes;
	}
	return $bytes;
}

sub text_statement
{
	my $type = pick(@types);
	my $bytes = damage(pick(@{ $right{$type} }));
	my $hex = join '', map { sprintf '\\x%02x', ord } split //, $bytes =~ s/\0//gr;
	return "INSERT INTO typed_$type VALUES (E'$hex');\n";
}

sub binary_statement
{
	my $type = pick(@types);
	my $right = pick(@{ $right{$type} });
	my $field = damage($forms{$type} ? $forms{$type}->($right) : $right);
	my $file = "$directory/" . $files++ % 1000;
	open my $fh, '>:raw', $file or die "$file: $!";
	print $fh "PGCOPY\n\377\r\n\0", pack('N N n N', 0, 0, 1, length $field), $field, pack('n', 0xFFFF);
	close $fh;
	return "\\copy typed_$type from '$file' (format binary)\n";
}

for my $type (@types)
{
	print "CREATE TABLE typed_$type (v tilskudd.$type CHECK (v::text::tilskudd.$type = v AND ",
	  $type eq 'orgnr' ? "v::text ~ '^[0-9]{9}\$' AND tilskudd.orgnr_is_valid(v::text)" : $type eq 'kommunenr' ? "v::text ~ '^[0-9]{4}\$'" : "v::text ~ '^[A-Za-z_]+\$'",
	  "));\n";
}
write_statements($seed, $seconds, sub { return chance(0.5) ? text_statement() : binary_statement() });
