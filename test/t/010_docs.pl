# The pages are true: every ```sql block that a ```text block follows is run,
# and must give that output.  Catches a page that was not changed with the code.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = $ENV{TILSKUDD_SRCDIR} || '.';
my $node = PostgreSQL::Test::Cluster->new('docs');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;

# The examples of a page, in order: [line, sql, output].
sub examples
{
	my ($text) = @_;
	my @examples;
	while ($text =~ /^```sql\n(.*?)^```\n\n```text\n(.*?)^```\n/msg)
	{
		my $line = 1 + (substr($text, 0, $-[0]) =~ tr/\n//);
		push @examples, [ $line, $1, $2 ];
	}
	return @examples;
}

for my $file ('README.md', sort glob("$source/docs/*.md"))
{
	my $path = $file eq 'README.md' ? "$source/README.md" : $file;
	my ($page) = $path =~ m{([^/]+)$};
	my @examples = examples(slurp_file($path));
	next unless @examples;

	(my $database = lc $page) =~ s/\W/_/g;
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, 'CREATE EXTENSION tilskudd')
	  unless $examples[0][1] =~ /CREATE EXTENSION/;

	# One session runs the page, since an example may build on those before it.
	my $mark = '-- next example';
	my $script = join '', map { "$_->[1]\\echo $mark\n" } @examples;
	my $output = '';
	IPC::Run::run(
		[ 'psql', '-X', '-q', '-d', $node->connstr($database), '-f', '-' ],
		'<', \$script, '>', \$output, '2>&1');
	my @found = split /^\Q$mark\E\n/m, $output;
	for my $i (0 .. $#examples)
	{
		my $found = $found[$i] // '';
		$found =~ s/^psql:<stdin>:\d+: //mg;
		is($found, $examples[$i][2], "$page, example at line $examples[$i][0]");
	}
}
$node->stop;
done_testing();
