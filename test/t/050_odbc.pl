# A register through ODBC, as an ordinary user who may only read.
#
# unixODBC's isql, with PostgreSQL's driver, fetches every view of the register that
# the demo fills: no type is unknown to it, no call fails, and what arrives is what
# psql prints for the same user.  Then the catalogue, asked as JDBC drivers ask it.

use strict;
use warnings;

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use Test::More;

my $installed = eval { IPC::Run::run(['odbcinst', '-q', '-d', '-n', 'PostgreSQL Unicode'], '>', \my $out, '2>', \my $err) };
plan skip_all => 'isql or the ODBC driver "PostgreSQL Unicode" is missing' unless $installed && $installed == 1;

# What views may show (docs/register.md), by ODBC's number of each type: SQL_LONGVARCHAR
# or SQL_WLONGVARCHAR, SQL_INTEGER, SQL_NUMERIC, SQL_TYPE_DATE or SQL_DATE, SQL_BIT or a letter.
my %odbc_type = (text => qr/^-1$|^-10$/, int4 => qr/^4$/, numeric => qr/^2$/, date => qr/^9$|^91$/, bool => qr/^-7$|^1$|^12$/);
my $separator = "\x1f";

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION tilskudd');
$node->command_ok(
	['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', ($ENV{TILSKUDD_SRCDIR} // '.') . '/test/demo/register.sql'],
	'a register with a year of grants');

# The setting of a user is the way to give a tool a day of its own, and its
# search_path finds views for tools that name no schema.
$node->safe_psql(
	'postgres', q{
	CREATE ROLE analyst LOGIN IN ROLE grants_reader;
	ALTER ROLE analyst SET search_path = grants;
	ALTER ROLE analyst SET tilskudd.as_of = '2012-12-31';
});

my @views = map { $_->[0] } psql(q{SELECT viewname FROM pg_views WHERE schemaname = 'grants' AND viewname LIKE 'v\_%' ORDER BY 1});
is_deeply(
	[ grep { /^v_/ } map { $_->[2] } odbc('help') ],
	\@views, 'ODBC lists the views');
cmp_ok(scalar @views, '>=', 12, 'all twelve and more');

for my $view (@views)
{
	my @columns = odbc("help $view");
	my @unknown = map { "$_->[3] $_->[5] $_->[4]" } grep { $_->[4] !~ ($odbc_type{ $_->[5] } // qr/^$/) } @columns;
	is("@unknown", '', "$view: types that ODBC knows");

	# ODBC shows a boolean as 1 or 0, and NULL as nothing.
	my $list = join ', ', map { $_->[5] eq 'bool' ? "$_->[3]::integer" : $_->[3] } @columns;
	my @of_psql = sort map { join '|', @$_ } psql("SELECT $list FROM grants.$view");
	my @of_odbc = sort map { join '|', @$_ } odbc("SELECT * FROM grants.$view");
	cmp_ok(scalar @of_psql, '>', 0, "$view: the demo has rows in it");
	is_deeply(\@of_odbc, \@of_psql, "$view: every row arrives as it is");
}

# The catalogue, as PgDatabaseMetaData of pgjdbc asks for tables, columns and keys,
# and as tools do that keep to the standard.

my @listed = odbc(q{SELECT c.relname, c.relkind, d.description FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid }
	. q{LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass }
	. q{WHERE n.nspname LIKE 'grants' AND c.relkind IN ('r', 'p', 'v', 'f', 'm') ORDER BY c.relname});
is_deeply([ grep { /^v_/ } map { $_->[0] } @listed ], \@views, 'getTables() lists the views');
is_deeply([ map { $_->[0] } grep { $_->[2] eq '' } @listed ], [], 'and each table and view has a comment');

my @columns = odbc(q{SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typtype, d.description FROM pg_catalog.pg_class c }
	. q{JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid }
	. q{LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = a.attnum }
	. q{WHERE c.relnamespace = 'grants'::regnamespace AND c.relname LIKE 'v\_%' AND a.attnum > 0 AND NOT a.attisdropped});
cmp_ok(scalar @columns, '>', 100, 'getColumns() lists their columns');
is_deeply(
	[ map { "$_->[0].$_->[1] $_->[2]" } grep { $_->[2] !~ /^(text|integer|date|boolean|numeric\(\d+,\d+\))$/ || $_->[3] ne 'b' } @columns ],
	[], 'of scalar types, numbers with precision and scale');
is_deeply([ map { "$_->[0].$_->[1]" } grep { $_->[4] eq '' } @columns ], [], 'with a comment on each');

my @standard = odbc(q{SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'grants' AND table_name LIKE 'v\_%'});
is(scalar @standard, scalar @columns, 'information_schema lists the same');
is_deeply([ grep { $_->[2] !~ /^(text|integer|date|boolean|numeric)$/ } @standard ], [], 'of the same types');

my %has_key = map { $_->[0] => 1 } odbc(q{SELECT ct.relname, a.attname, ci.relname FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_namespace n ON ct.relnamespace = n.oid }
	. q{JOIN pg_catalog.pg_index i ON ct.oid = i.indrelid JOIN pg_catalog.pg_class ci ON ci.oid = i.indexrelid }
	. q{JOIN pg_catalog.pg_attribute a ON ct.oid = a.attrelid AND a.attnum = ANY (i.indkey) WHERE n.nspname = 'grants' AND i.indisprimary});
is_deeply([ grep { !$has_key{$_} } map { $_->[0] } grep { $_->[1] eq 'r' } @listed ], [], 'getPrimaryKeys() finds one of each table');

# Reading is all that this user may do.
my ($ok, $told) = isql(q{DELETE FROM grants.award});
like($told, qr/permission denied for table award/, 'writing is refused');

done_testing();

# What isql says to one command: whether nothing failed, and all that it printed.
sub isql
{
	my ($command) = @_;
	my $connection = join ';', 'DRIVER=PostgreSQL Unicode', 'Servername=' . $node->host, 'Port=' . $node->port, 'Database=postgres', 'UID=analyst';
	my ($output, $errors);

	IPC::Run::run(['isql', '-k', $connection, '-b', '-v', '-x0x1F', '-L100000'],
		'<', \"$command\n", '>', \$output, '2>', \$errors, IPC::Run::timeout(60));
	$output .= $errors if $errors;
	return ($output !~ /\[ISQL\]ERROR|^ERROR/m, $output);
}

# The rows of a command through ODBC, and of a query through psql.  The warnings
# of v_violation are no rows.
sub odbc
{
	my ($command) = @_;
	my ($ok, $output) = isql($command);

	ok($ok, 'no error: ' . substr($command, 0, 60)) or diag($output);
	return map { [ split /$separator/, $_, -1 ] } grep { /$separator/ } split /\n/, $output;
}

sub psql
{
	my ($query) = @_;
	my $output = $node->safe_psql('postgres', $query, connstr => $node->connstr('postgres') . ' user=analyst', extra_params => ['-F', $separator]);
	return map { [ split /$separator/, $_, -1 ] } split /\n/, $output;
}
