# The source as it stands: layout, style, versions, pages.
#
# What no compiler and no server notices: a test without its expected output,
# which never runs; a page that nobody can find; a version that was raised in
# four places of five; a rule that includes what only the server has.

use strict;
use warnings;

use IPC::Run;
use JSON::PP;
use Test::More;

# make installcheck runs the tests in the source directory.
my $source = $ENV{TILSKUDD_SRCDIR} // '.';
chdir $source or die "$source: $!\n";
die "$source is not the source directory: set TILSKUDD_SRCDIR\n" unless -f 'tilskudd.control';

sub slurp
{
	my ($file) = @_;
	open my $fh, '<', $file or die "$file: $!\n";
	local $/;
	return scalar <$fh>;
}

# Shows what is wrong, a line each.
sub none
{
	my ($name, @wrong) = @_;
	ok(!@wrong, $name) or diag(map { "$_\n" } @wrong);
	return;
}

sub stems
{
	my ($glob) = @_;
	return map { m{([^/]+)\.\w+$} } glob $glob;
}

# What is in one list and not in the other.
sub without
{
	my ($some, $others) = @_;
	my %other = map { $_ => 1 } @$others;
	return grep { !$other{$_} } @$some;
}

my @c = sort grep { !m{/(?:law_data|register_sql)\.c$} } glob 'src/*.[ch] src/*/*.[ch]';
my @pages = glob '*.md docs/*.md';

# Versions ----------------------------------------------------------------------

my ($version) = slurp('Makefile') =~ /^EXTVERSION = (\S+)$/m;
my $meta = decode_json(slurp('META.json'));

like(slurp('tilskudd.control'), qr/^default_version = '\Q$version\E'$/m, "the control file has version $version");
is($meta->{version}, "$version.0", 'META.json has it');
is($meta->{provides}{tilskudd}{version}, "$version.0", 'and says that it provides it');
like(slurp('CHANGELOG.md'), qr/\A# Changes\n\n## \Q$version\E\n/, 'the changes begin with it');
like(slurp('debian/changelog'), qr/\Atilskudd \(\Q$version\E-\d+\) /, "so do those of Debian's package");
like(slurp('.gitignore'), qr{^/sql/tilskudd--\Q$version\E\.sql$}m, 'its script is built, and not kept');
none('every released version has its script, and an update to the next one',
	map { -f "sql/tilskudd--$_" ? () : "sql/tilskudd--$_" }
	  map { ("$_->[0].sql", "$_->[0]--$_->[1].sql") } released_versions());

# Pairs of a released version and the one after it.
sub released_versions
{
	my @versions = reverse slurp('CHANGELOG.md') =~ /^## (\S+)$/mg;
	return map { [ @versions[ $_, $_ + 1 ] ] } 0 .. $#versions - 1;
}

# META.json: what the specification of PGXN (1.0.0) demands.
none('META.json has what PGXN demands',
	grep { !defined $meta->{$_} } qw(name version abstract maintainer license provides meta-spec));
none('and names files that are there',
	grep { !-f $_ } map { @$_{qw(file docfile)} } values %{ $meta->{provides} });

# Tests -------------------------------------------------------------------------

my @tests = (stems('test/sql/*.sql'), stems('test/specs/*.spec'));
my @expected = map { s/_\d$//r } stems('expected/*.out');
none('every test has its expected output', without(\@tests, \@expected));
none('every expected output has its test', without(\@expected, \@tests));
none('isolation tests are named iso_*, others are not',
	grep({ !/^iso_/ } stems('test/specs/*.spec')), grep { /^iso_/ } stems('test/sql/*.sql'));

# Pages -------------------------------------------------------------------------

my %linked = map { $_ => 1 } slurp('README.md') =~ /\]\(([^)#:]+)\)/g;
none('the README leads to every page', grep { $_ ne 'README.md' && !$linked{$_} } @pages);
none('links between pages lead somewhere', map { broken_links($_) } @pages);

# Links of a page to files, and to headings within them.
sub broken_links
{
	my ($page) = @_;
	my ($dir) = $page =~ m{^(.*/)?};
	my $text = slurp($page) =~ s/^```.*?^```//gmsr;
	my @broken;
	while ($text =~ /\]\(([^()\s]+)\)/g)
	{
		my $link = $1;
		next if $link =~ /^[a-z]+:/;
		my ($file, $heading) = $link =~ /^([^#]*)(?:#(.*))?$/;
		$file = $file eq '' ? $page : ($dir // '') . $file;
		push @broken, "$page: $link"
		  unless -e $file && (!defined $heading || grep { $_ eq $heading } headings($file));
	}
	return @broken;
}

# As GitHub and GitLab make names of headings.
sub headings
{
	my ($page) = @_;
	return map { s/[`*]//gr =~ s/[^\w\s-]//gr =~ s/ /-/gr }
	  map { lc } slurp($page) =~ /^#+ +(.+?)\s*$/mg;
}

# C -------------------------------------------------------------------------------

# Dependency runs one way: law <- rule <- type, function <- guard, graph, register.
my %may_include = (
	law => [qw(law)],
	rule => [qw(law rule)],
	type => [qw(law rule type)],
	function => [qw(law rule type function)],
	guard => [qw(law rule type function guard)],
	graph => [qw(law rule type function graph)],
	register => [qw(law rule type function register)]);
none('includes run one way', map { wrong_includes($_) } @c);
none('the law and its rules do without the server',
	grep { m{^src/(?:law|rule)/} && slurp($_) =~ /#include "(?:postgres|compat|fmgr)\.h"/ } @c);
none('versions of PostgreSQL are told apart in compat.h alone',
	grep { !m{^src/compat\.[ch]$} && slurp($_) =~ /PG_VERSION_NUM/ } @c);
none('no file has more than 800 lines', grep { slurp($_) =~ tr/\n// > 800 } @c);
none('C is written as PostgreSQL writes it', map { style($_) } @c);

sub wrong_includes
{
	my ($file) = @_;
	my ($room) = $file =~ m{^src/(\w+)/} or return;
	my %may = map { $_ => 1 } @{ $may_include{$room} };
	return map { "$file: $_" }
	  grep { m{^(\w+)/} && $may_include{$1} && !$may{$1} } slurp($file) =~ /^#include "([^"]+)"/mg;
}

# The rules of layout that need no parser.  (pg_bsd_indent knows more of them, but
# stumbles over compound literals and designated initializers.)
sub style
{
	my ($file) = @_;
	my @wrong;
	my $n = 0;
	push @wrong, "$file: no banner that names the file"
	  unless slurp($file) =~ m{\A/\*-+\n \*\n \* \S+\n \*\t.*?^ \* \Q$file\E\n}ms;
	my $in_comment;
	foreach my $line (split /\n/, slurp($file), -1)
	{
		$n++;
		my $code = $line =~ s/"(?:[^"\\]|\\.)*"/""/gr =~ s/'(?:[^'\\]|\\.)'/' '/gr;
		my $commented = $in_comment;
		$in_comment = 1 if $code =~ m{/\*(?!.*\*/)};
		$in_comment = 0 if $code =~ m{\*/};
		my @found;
		push @found, 'blanks at the end' if $line =~ /[ \t]$/;
		push @found, 'blanks where a tab belongs' if $line =~ /^\t* {4}/;
		unless ($commented)
		{
			$code =~ s{/\*.*}{};
			push @found, 'a comment that begins with //' if $code =~ m{(?<!:)//};
			push @found, 'no blank after a keyword' if $code =~ /\b(?:if|for|while|switch)\(/;
			push @found, 'a brace that is not on a line of its own'
			  if ($code =~ /\)\s*\{$/ && $code !~ /\([A-Z]\w*\) \{$/) || $code =~ /\belse\s*\{$/ || $code =~ /\}\s*else\b/;
			push @found, 'a return type on the line of the function'
			  if $code =~ /^(?:static |inline )*\w+(?: \*+|\s)\w+\([^;]*\)$/ && $code !~ /^(?:PG_|TILSKUDD_|else|return)/;
		}
		push @wrong, map { "$file:$n: $_" } @found;
	}
	return @wrong;
}

# Scripts -------------------------------------------------------------------------

SKIP:
{
	skip 'shellcheck is not installed', 1
	  unless eval { IPC::Run::run([ 'shellcheck', '--version' ], '>', \my $version) };
	IPC::Run::run([ 'shellcheck', 'test/front_door', 'test/bench/run', 'test/demo/run', 'test/fuzz/run', 'test/fuzz/build', '.ci/run' ], '>', \my $found);
	none('shellcheck finds nothing', split /\n/, $found);
}

done_testing();
