# Every rule of the guidelines that something implements is tested.
#
# law_rule names the objects of each rule; that they exist, test/sql/law_rule.sql
# asks.  Here: a test names the rule by its id, and in the same file one of the
# objects.  A range ("V10-3 to V10-5") names its ends only.  The files that list
# ids, or damage the law, do not count.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

# make installcheck runs the tests in the source directory.
my $source = $ENV{TILSKUDD_SRCDIR} // '.';
die "no source in $source: set TILSKUDD_SRCDIR to the source directory\n"
  unless -f "$source/src/law/rule.csv";

my %no_test = map { $_ => 1 } qw(law_rule.sql 005_law_build.pl 008_rule_tests.pl);

# Whether a word stands in a text, and not within a longer one: neither V10 in
# V10-1, nor V10-1 in V10-10, nor frame_ok in payment_frame_ok.
sub names_word
{
	my ($text, $word) = @_;
	return $text =~ /(?<![\w-])\Q$word\E(?!\w|-\d)/;
}

# Rules, by id, that no text names together with one of their objects.
sub untested
{
	my ($objects, @texts) = @_;
	my @untested;
	for my $rule (sort keys %$objects)
	{
		push @untested, $rule unless grep {
			my $text = $_;
			names_word($text, $rule) && grep { names_word($text, $_) } @{ $objects->{$rule} }
		} @texts;
	}
	return @untested;
}

# The rules with objects: their columns up to that one, some of them quoted.
my %objects;
my $rules = 0;
for my $line (split /\n/, slurp_file("$source/src/law/rule.csv"))
{
	my $cell = qr/("(?:[^"]|"")*"|[^,]*)/;
	my ($rule, undef, undef, $object) = $line =~ /^$cell,$cell,$cell,$cell,/ or die "what is $line";
	next if $rule eq 'rule';
	$rules++;
	$objects{$rule} = [ split ' ', $object ] if $object ne '';
}
cmp_ok($rules, '>', 140, 'the rules were read');
cmp_ok(scalar keys %objects, '>', 100, 'and their objects');

my @files = grep { m{([^/]+)$} && !$no_test{$1} } glob "$source/test/sql/*.sql $source/test/specs/*.spec $source/test/t/*.pl";
my @texts = map { slurp_file($_) } @files;
cmp_ok(scalar @texts, '>', 40, 'the tests were read');
is(join(' ', untested(\%objects, @texts)), '', 'a test names every rule, and an object of it');

# The question itself can be answered with no.
my %some = (V10 => ['max_intensity'], 'V10-1' => [ 'frame_ok', 'frame' ]);
for my $case (
	[ 'V10-1', '-- V10: max_intensity(1)' ],
	[ 'V10', '-- V10-0, V10-1. tilskudd.frame(1)' ],
	[ 'V10 V10-1', '-- V10-10, V10-11: max_intensity, frame_ok' ],
	[ 'V10', '-- V10-1: max_intensity', '-- V10-1: frame_ok' ],
	[ 'V10 V10-1', '-- V10-1', 'select frame_ok(1)' ],
	[ 'V10 V10-1', '-- V10-1: payment_frame_ok, frames' ])
{
	my ($untested, @made_up) = @$case;
	is(join(' ', untested(\%some, @made_up)), $untested, "untested by: @made_up");
}

done_testing();
