# Every message of the extension is raised by some test.
#
# A message that no test raises may name the wrong thing, or crash while it
# puts itself together, and nobody knows whether it can be raised at all.
# Messages are in the catalogues (072_languages holds them against the source) and
# in a few triggers; what tests raise is in the expected outputs, in the examples of the pages,
# and in what TAP tests look for.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

# make installcheck runs the tests in the source directory.
my $source = $ENV{TILSKUDD_SRCDIR} // '.';
die "no source in $source: set TILSKUDD_SRCDIR to the source directory\n" unless -f "$source/po/nb.po";

# Messages that no test can raise, and why.
my %not_raised = (
	'set-valued function called in context that cannot accept a set' => 'only 14 has it here, later servers say it themselves',
	'the aids cover too many items' => 'of some thousand million of edges between aids and items',
	'query "%s" returns too many rows' => 'of 500 million rows',
	'the queries return too many rows' => 'of 1 000 million rows',
	'the queries name too many enterprises and owners' => 'of 250 million names',
	'too many awards in one group' => 'of 2 000 million awards',
	'the figures of linked enterprises add up to too much' => 'of more enterprises than there are names for');

# Parts of messages that have next to no words of their own, and how they look in some message.
my %looks = (
	'%s and %s' => qr/Rules are \w+(?:, \w+)+ and \w+\./,
	'%s or %s' => qr/It must be \w+(?:, \w+)+ or \w+\./,
	'%s and %d more' => qr/cost items [^:]* and \d+ more:/,
	'"%s" in "%s"' => qr/"[^" ]*" in "[^" ]*"(?! of query)/,
	'"%s" in "%s" of query "%s"' => qr/"[^" ]*" in "[^" ]*" of query "\w+"/,
	'%s %% of %s' => qr/the ceiling[^:]* is [\d.]+, [\d.]+ % of [\d.]+/,
	'an amount' => qr/the ceiling[^:]* is [\d.]+, an amount(?::|$)/m,
	'%04d %s (until %s)' => qr/\d{4} \w+ \(until \d{4}-\d\d-\d\d\)/,
	'%04d %s (from %s)' => qr/\d{4} \w+ \(from \d{4}-\d\d-\d\d\)/,
	'%04d %s (%s to %s)' => qr/\d{4} \w+ \(\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\)/,
	'Key (%s)=(%s): %s' => qr/Key \(\w+\)=\([^)]*\): \S/);

# The texts of the catalogue, singular and plural.
sub texts_of_catalogue
{
	my $catalogue = slurp_file("$source/po/nb.po");
	my @texts;
	while ($catalogue =~ /^msgid(?:_plural)? ((?:".*"\n)+)/mg)
	{
		my $text = join '', $1 =~ /"(.*)"/g;
		$text =~ s/\\(.)/$1/g;
		push @texts, $text if $text ne '';
	}
	return @texts;
}

my %pattern;

# What a text looks like when it is raised.
sub pattern_of
{
	my ($text) = @_;
	my $pattern = '';
	for my $piece (split /(%[0-9.*]*(?:ll|z)?[a-z%])/, $text)
	{
		$pattern .=
			$piece eq '%%' ? '%'
		  : $piece =~ /^%.*s$/ ? '[^\n]+?'
		  : $piece =~ /^%.*[du]$/ ? '-?\d+'
		  : quotemeta $piece;
	}
	return $pattern;
}

# The longest piece between placeholders, which is looked for first.
sub rarest_piece
{
	my ($text) = @_;
	return (sort { length $b <=> length $a } map { s/%%/%/r } split /%[0-9.*]*(?:ll|z)?[a-z]/, $text)[0];
}

sub stands_in
{
	my ($all, $text) = @_;
	my $piece = rarest_piece($text);
	return 0 if index($all, $piece) < 0;
	return $all =~ /$pattern{$text}/;
}

# How much of a text is its own.
sub weight
{
	my ($text) = @_;
	$text =~ s/%[0-9.*]*(?:ll|z)?[a-z]//g;
	return length $text;
}

# The C source, with strings in one piece.
sub code
{
	my $code = join '', map { slurp_file($_) } glob "$source/src/*.c $source/src/*/*.c";
	$code =~ s/"\s*\n\s*"//g;
	return $code;
}

# Those of triggers in PL/pgSQL, which stand in no catalogue.
sub texts_of_triggers
{
	my @texts;
	for my $part (glob "$source/sql/[0-9]*.sql")
	{
		my $sql = slurp_file($part);
		push @texts, $sql =~ /\b(?:MESSAGE|DETAIL|HINT) = (?:format\()?'((?:[^']|'')*)'/g;
		push @texts, map { s/%/%s/gr } $sql =~ /\bRAISE \w+ '((?:[^']|'')*)'/g;
	}
	return map { s/''/'/gr } @texts;
}

my @texts = (texts_of_catalogue(), texts_of_triggers());
cmp_ok(scalar @texts, '>', 600, 'the messages were read');
%pattern = map { $_ => pattern_of($_) } @texts;
my $code = code();

# A text that is no message of its own, but put into others.
my %is_part;
for my $text (@texts)
{
	(my $in_c = $text) =~ s/(["\\])/\\$1/g;
	$is_part{$text} = grep { index($code, "$_\"$in_c\"") >= 0 } '_(', 'gettext_noop(', 'TEXTDOMAIN, ', 'constraint, ';
}

my $outputs = join '', map { slurp_file($_) } glob "$source/expected/*.out";
for my $page ("$source/README.md", glob "$source/docs/*.md")
{
	$outputs .= join '', slurp_file($page) =~ /^```text\n(.*?)^```\n/msg;
}
# After "ERROR:  " as psql shows them, or as functions of tests do that catch them: after
# the SQLSTATE, in a line or a cell of its own.  Queries are no outputs.
my %lines;
for my $cell (map { split / \| / } grep { !/^(?:select|insert|--) /i } split /\n/, $outputs)
{
	$cell =~ s/^ *(?:(?:ERROR|WARNING|NOTICE|DETAIL|HINT|CONTEXT|detail|hint): +|[0-9A-Z]{5} )?//;
	$cell =~ s/ *\+?$//;
	$lines{$cell} = 1 if $cell =~ / /;
}
cmp_ok(scalar keys %lines, '>', 1000, 'messages were raised');
my $raised = join "\n", sort keys %lines;

my $tap = join '', map { slurp_file($_) } grep { !m{/07[24]_} } glob "$source/test/t/*.pl";
$tap =~ s/\\//g;

# Each line is of the message that says most of it (of several, if "%s" and "%d" alone
# tell them apart): "%s is %s" is not raised by "a holiday is NULL".
my @wholes = sort { weight($b) <=> weight($a) } grep { !$is_part{$_} } @texts;
my @compiled = map { qr/^$pattern{$_}$/ } @wholes;
my @weights = map { weight($_) } @wholes;
my @rarest = map { rarest_piece($_) } @wholes;
my %is_raised;
for my $line (keys %lines)
{
	my $most = 0;
	for my $i (0 .. $#wholes)
	{
		last if $weights[$i] < $most;
		next unless index($line, $rarest[$i]) >= 0 && $line =~ $compiled[$i];
		$is_raised{ $wholes[$i] } = 1;
		$most = $weights[$i];
	}
}

my (@missing, @needless);
for my $text (@texts)
{
	my $found = $is_raised{$text}
	  || ($looks{$text} && $raised =~ $looks{$text})
	  || (weight($text) >= 10 && stands_in($tap, $text))
	  || ($is_part{$text} && weight($text) >= 10 && stands_in($raised, $text));
	push @missing, $text unless $found || $not_raised{$text};
	push @needless, $text if $found && $not_raised{$text};
}
my %is_text = map { $_ => 1 } @texts;
is(join("\n", @missing), '', 'every message is raised by some test');
is(join("\n", @needless, grep { !$is_text{$_} } keys %not_raised, keys %looks), '', 'the exceptions are needed');

done_testing();
