package Values;

# Nasty values, as expressions of SQL, and queries of them: what calls.pl and
# guards.pl make their statements of.

use strict;
use warnings;

use Exporter 'import';
our @EXPORT = qw(pick chance value words query_of read_rows write_statements);

my %of_type = (
	'boolean' => [qw(true false)],
	'smallint' => [qw(0 1 -1 32767 -32768)],
	'integer' => [qw(0 1 -1 2 3 5 12 13 60 61 2012 2024 2147483647 -2147483648)],
	'bigint' => [qw(0 1 -1 923609016 9223372036854775807 -9223372036854775808)],
	'numeric' => [ qw(0 -1 1 0.5 25 33.333333 75 100 100.01 99999.99 200000 300000.01 1e6 1e15 1e30 1e-20 1e-1000 'NaN' 'Infinity' '-Infinity'),
		q{repeat('9', 1000)}, q{repeat('9', 131072)}, q{'0.' || repeat('3', 1000)} ],
	'double precision' => [qw(0 'NaN' 'Infinity' 1e308)],
	'date' => [ map { "'$_'" } qw(2008-01-01 2012-02-29 2014-06-30 2014-07-01 2020-05-01 2023-12-31 2024-02-29 2024-06-02 2030-12-31 infinity -infinity 5874897-12-31), '4714-11-24 BC' ],
	'timestamp without time zone' => [ map { "'$_'" } '2020-05-15 23:59:59.999999', '294276-12-31', '4714-11-24 BC', 'infinity', '-infinity' ],
	'timestamp with time zone' => [ map { "'$_'" } '2020-05-15 23:59:59+02', '294276-12-31+00', 'infinity', '-infinity' ],
	'daterange' => [ map { "'$_'" } 'empty', '(,)', '[2012-01-01,2014-01-01)', '[2012-01-01,]', '[-infinity,infinity]' ],
	'text' => [ q{''}, q{' '}, q{'x'}, q{'Oslo'}, q{'Nordland'}, q{'Herøy'}, q{'æøå %s %n \\ '' " ŋ'}, q{repeat('x', 1000000)}, q{repeat('ø;"', 300000)},
		q{'select 1'}, q{'select'}, q{'select 1; select 2'}, q{'pg_class'}, q{'Europe/Oslo'}, q{'923609016'}, q{E'\t\n'}, q{U&'\2028\00A0'}, q{'0301'}, q{'2024-03-28'} ],
	'jsonb' => [ map { "'$_'" } '{}', '[]', '1', 'null', '"x"', '{"a": {"b": [1, null, {}]}}', '{"": ""}', '[[[[[[]]]]]]', '{"amount": 1e400}', '{"column": "x"}' ],
	'regclass' => [ map { "'$_'" } 'pg_class', 'pg_stat_activity', 'pg_class_oid_index', 'tilskudd.law_zone', 'grants.award', 'grants.enterprise', 'grants.grant' ],
	'name' => [ map { "'$_'" } '', 'orgnr', 'ctid', 'oid', 'xmin', 'no such', '"' ],
	'"char"' => [ q{''}, q{'a'}, q{E'\\\\377'} ],
	'cstring' => [ map { "'$_'" } '', ' ', '923609016', 'NO 923 609 016 MVA', '0301', 'III', 'small', 'x' x 1000, 'ø' ],
	'oid' => [qw(0 1 4294967295)],
	'bytea' => [ q{''}, q{'\x00'} ],
	'tilskudd.orgnr' => [ map { "'$_'" } qw(923609016 974760673 000000000 106290725 166240395) ],
	'tilskudd.kommunenr' => [ map { "'$_'" } qw(0000 0301 1902 5001 1756 9999 1841) ],
	'tilskudd.zone' => [ map { "'$_'" } qw(outside A D I III IV c) ],
	'tilskudd.enterprise_size' => [ map { "'$_'" } qw(micro small medium large) ],
	'tilskudd.aid_measure' => [ map { "'$_'" } qw(regional_investment training_general rd_experimental property_rights cluster_operation sme_consultancy employment) ]);

# The columns of queries that are arguments, by the name of the argument.
my %columns = (
	ownership => 'owner owned capital:numeric capital_total:numeric votes:numeric votes_total:numeric valid_from:date valid_to:date invested_eur:numeric',
	figures => 'id period_end:date headcount:numeric turnover_eur:numeric balance_eur:numeric headcount_lo:numeric headcount_hi:numeric turnover_eur_lo:numeric turnover_eur_hi:numeric '
	  . 'balance_eur_lo:numeric balance_eur_hi:numeric turnover:numeric balance:numeric currency member method percent:numeric',
	entities => 'id kind exempt acting_group markets:text[] involved:boolean budget_eur:numeric inhabitants:numeric',
	control => 'owner owned ground valid_from:date valid_to:date',
	adjacent => 'market adjacent',
	rates => 'currency per_eur:numeric valid_from:date valid_to:date',
	items => 'item eligible_cost:numeric intensity:numeric',
	aids => 'aid amount:numeric items:text[] intensity:numeric max_amount:numeric de_minimis:boolean eu_central:boolean disabled_workers:boolean financing_threshold:numeric',
	awards => 'number orgnr recipient granting_authority granted_on:date amount:numeric currency gge_eur:numeric instrument purpose legal_basis national_legal_basis scheme nace '
	  . 'region enterprise_size status pool',
	costs => 'key item eligible_cost:numeric',
	frames => 'key amount:numeric',
	grants => 'key amount:numeric accounts_attested:boolean exempted:boolean audited_by_riksrevisjonen:boolean budget_cost:numeric documented_cost:numeric holdback_percent:numeric');

sub pick { return $_[ int rand @_ ] }
sub chance { return rand() < $_[0] }
sub quote { return "'" . $_[0] =~ s/'/''/gr . "'" }

# Words of a description, which has the names that arguments may have.
sub words { return grep { length > 2 } ($_[0] // '') =~ /\b([a-z][a-z_]+)\b/g }

# An expression of a type; NULL now and then.  What is not in the list above is
# made of text.
sub value
{
	my ($type, $name, @words) = @_;
	return "NULL::$type" if chance(0.1);
	return array_of($1) . "::$type" if $type =~ /^(.*)\[\]$/;
	return query_of($name) if $type eq 'text' && $columns{ $name // '' } && chance(0.9);
	return quote(pick(@words)) if ($type eq 'text' || $type eq 'name') && @words && chance(0.6);
	return '(' . pick(@{ $of_type{$type} // $of_type{text} }) . ")::$type";
}

sub array_of
{
	my ($type) = @_;
	my @values = map { value($type) } 1 .. 1 + int rand 4;
	return pick(
		"'{}'", 'ARRAY[' . join(', ', @values) . ']', 'ARRAY[' . join(', ', @values) . ']',
		"ARRAY[[$values[0]], [$values[-1]]]", "array_fill($values[0], '{2,3}')", "array_fill($values[0], '{1000}')",
		"array_fill($values[0], '{3}', '{-5}')");
}

# A query, quoted, with most of the columns and few rows of few names, so that
# these meet each other.
sub query_of
{
	my ($argument) = @_;
	my @columns = grep { chance(0.95) } split ' ', $columns{$argument};
	return "'select 1 as x'" unless @columns;
	my $mild = chance(0.7);
	my @rows = map {
		join ', ', map {
			my ($name, $type) = (split(/:/), 'text');
			my $value = $type eq 'text' ? ($name =~ /^(kind|exempt|ground|method|currency)$/ ? value($type) : quote(pick(qw(a b c d e f 923609016))) . '::text')
			  : $type eq 'text[]' ? "array['" . pick(qw(a b c)) . "', '" . pick(qw(d e f)) . "']"
			  : $type eq 'numeric' && $mild ? pick(0, 1, 24.9, 25, 49, 50, 50.01, 51, 100, 250, 10000000) . '::numeric'
			  : value($type);
			"$value AS $name"
		} @columns
	} 1 .. 1 + int rand 8;
	return quote('SELECT ' . join(' UNION ALL SELECT ', @rows));
}

# What a query of the server returns, as lists of fields.
sub read_rows
{
	my ($query) = @_;
	open my $psql, '-|', 'psql', '-XAtqF', "\x1f", '-R', "\x1e", '-c', $query or die "psql: $!";
	local $/ = "\x1e";
	my @rows = map { chomp; s/\n\z//; [ split /\x1f/, $_, -1 ] } <$psql>;
	close $psql or die "psql failed";
	return @rows;
}

# Statements one after the other until the time is over; their number goes to
# standard error.
sub write_statements
{
	my ($seed, $seconds, $make) = @_;
	my $end = time + $seconds;
	my $count = 0;
	srand $seed;
	$| = 1;
	while (time < $end)
	{
		print $make->();
		$count++;
	}
	print STDERR "$count\n";
}

1;
