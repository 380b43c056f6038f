# sme_status() on small random ownership graphs, against the slow reference in
# test/SmeReference.pm; and what must not change the answer.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Math::BigRat;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use SmeGraph;
use SmeReference;
use Test::More;

my $graphs = 600;

sub number { return defined $_[0] ? Math::BigRat->new($_[0]) : undef; }

# The reference itself, on cases whose answer is plain from the law ----------------

# Figures as id => [headcount, turnover, balance] of 2023, or a list of such with 2023
# last; undef is not known, [lo, hi] an interval.  Holdings as [owner, owned, percent of
# capital, percent of votes].
sub graph
{
	my ($figures, $holdings, %more) = @_;
	my %known;
	for my $id (keys %$figures)
	{
		my $first = $figures->{$id}[0];
		my @years = ref $first && @$first == 3 ? @{ $figures->{$id} } : ($figures->{$id});
		my $year = 2024 - @years;
		for my $f (@years)
		{
			my %row;
			for my $i (0 .. 2)
			{
				my $value = $f->[$i];
				next unless defined $value;
				$row{ (qw(headcount turnover balance))[$i] } =
				  ref $value ? [ map { number($_) } @$value ] : [ number($value), number($value) ];
			}
			$known{$id}{"$year-12-31"} = \%row;
			$year++;
		}
	}
	my @holdings;
	for my $h (@$holdings)
	{
		my ($owner, $owned, $capital, $votes) = @$h;
		push @holdings, {
			owner => $owner, owned => $owned, capital => number($capital), capital_total => number(100),
			votes => number($votes), votes_total => number(defined $votes ? 100 : undef) };
	}
	return { day => '2024-06-30', figures => \%known, holdings => \@holdings, entities => {}, control => [], %more };
}

sub reference_is
{
	my ($what, $graph, %expected) = @_;
	my $result = SmeReference::status($graph);
	my %found;
	for my $id (keys %expected)
	{
		my $r = $result->{$id};
		$found{$id} = join ' ', map { $_ // 'null' } $r->{size}, $r->{type}, $r->{headcount};
	}
	is_deeply(\%found, \%expected, "reference: $what");
}

my @tiny = (1, 1, 1);
my $millions = sub { return map { $_ * 1_000_000 } @_; };
reference_is('either money limit', graph({ a => [ 5, $millions->(3, 3) ], b => [ 5, $millions->(3, 2) ] }, []),
	a => 'small autonomous 5', b => 'micro autonomous 5');
reference_is('249.6 is below 250, and 250 is not',
	graph({ a => [ '249.6', $millions->(50, 99) ], b => [ 250, 0, 0 ], c => [ 249, 50000000.01, 43000000 ] }, []),
	a => 'medium autonomous 1248/5', b => 'large autonomous 250', c => 'medium autonomous 249');
reference_is('25 % and a little less',
	graph({ a => [ 6, 1, 1 ], b => [ 38, 1, 1 ], c => [ 38, 1, 1 ] }, [ [ 'b', 'a', 25 ], [ 'c', 'b', '24.999999' ] ]),
	a => 'small partner 31/2', b => 'small partner 79/2', c => 'small autonomous 38');
reference_is('50 % and a little more',
	graph({ map { $_ => [ 30, 1, 1 ] } 'a' .. 'd' }, [ [ 'a', 'b', 50 ], [ 'c', 'd', '50.000001' ] ]),
	a => 'small partner 45', b => 'small partner 45', c => 'medium linked 60', d => 'medium linked 60');
reference_is('sisters jointly', graph({ map { $_ => [ 9, 1, 1 ] } 'm', 'a', 'b', 'y' },
		[ [ 'm', 'a', 60 ], [ 'm', 'b', 60 ], [ 'a', 'y', 26 ], [ 'b', 'y', 26 ] ]), y => 'small linked 36');
reference_is('sisters jointly as partners', graph({ map { $_ => [ 9, 1, 1 ] } 'm', 'a', 'b', 'y' },
		[ [ 'm', 'a', 60 ], [ 'm', 'b', 60 ], [ 'a', 'y', 13 ], [ 'b', 'y', 13 ] ]), y => 'small partner 801/50');
reference_is('cycle', graph({ map { $_ => [ 20, 1, 1 ] } 'a', 'b', 'c' }, [ [ 'a', 'b', 51 ], [ 'b', 'c', 51 ], [ 'c', 'a', 51 ] ]),
	a => 'medium linked 60', c => 'medium linked 60');
reference_is('no partner of a partner', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b', 'c' }, [ [ 'a', 'b', 25 ], [ 'b', 'c', 25 ] ]),
	a => 'medium partner 50', b => 'medium partner 60', c => 'medium partner 50');
reference_is('a partner comes with what is linked to it', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b', 'c' }, [ [ 'a', 'b', 25 ], [ 'b', 'c', 75 ] ]),
	a => 'medium partner 60', c => 'medium partner and linked 90');
reference_is('the higher of capital and votes', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b' }, [ [ 'a', 'b', 60, 45 ] ]), a => 'medium partner 64');
reference_is('cross-holdings once', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b' }, [ [ 'a', 'b', 25 ], [ 'b', 'a', 30 ] ]), a => 'medium partner 52');
reference_is('own shares have no votes', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b' }, [ [ 'a', 'b', 46 ], [ 'b', 'b', 10 ] ]), a => 'medium linked 80');
reference_is('one person, one market', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b', 'c' }, [ [ 'p', 'a', 51 ], [ 'p', 'b', 51 ], [ 'p', 'c', 51 ] ],
		entities => { p => { kind => 'person' }, a => { markets => [1] }, b => { markets => [ 2, 1 ] }, c => { markets => [3] } }),
	a => 'medium linked 80', c => 'small autonomous 40');
reference_is('market not known', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b' }, [ [ 'p', 'a', 51 ], [ 'p', 'b', 51 ] ],
		entities => { p => { kind => 'person' }, a => { markets => [1] } }), a => 'null autonomous 40');
reference_is('persons jointly, and less than half', graph({ map { $_ => [ 40, 1, 1 ] } 'a', 'b', 'c' },
		[ [ 'p', 'a', 30 ], [ 'q', 'a', 30 ], [ 'p', 'b', 30 ], [ 'q', 'b', 30 ], [ 'p', 'c', 50 ] ],
		entities => { (map { $_ => { kind => 'person', group => 'g' } } 'p', 'q'), map { $_ => { markets => [1] } } 'a', 'b', 'c' }),
	a => 'medium linked 80', c => 'small autonomous 40');
reference_is('public bodies jointly', graph({ a => [@tiny], b => [@tiny] }, [ [ 's', 'a', 13 ], [ 't', 'a', 12 ], [ 's', 'b', 13 ], [ 't', 'b', '11.9' ] ],
		entities => { map { $_ => { kind => 'public_body' } } 's', 't' }), a => 'large autonomous 1', b => 'micro autonomous 1');
reference_is('public control through a company', graph({ map { $_ => [@tiny] } 'c', 'd', 'a', 'b' },
		[ [ 's', 'c', 51 ], [ 'c', 'a', 25 ], [ 's', 'd', 50 ], [ 'd', 'b', 25 ] ], entities => { s => { kind => 'public_body' } }),
	a => 'large partner 5/4', b => 'micro partner 5/4', d => 'large partner 5/4');
reference_is('exempt investor up to half of the votes', graph({ map { $_ => [ 40, 1, 1 ] } 'v', 'a', 'b' }, [ [ 'v', 'a', 50 ], [ 'v', 'b', 51 ] ],
		entities => { v => { exempt => 'venture_capital' } }), a => 'small autonomous 40', b => 'medium linked 80');
reference_is('a small municipality is exempt up to half', graph({ a => [@tiny], b => [@tiny] }, [ [ 'k', 'a', 50 ], [ 'k', 'b', 51 ] ],
		entities => { k => { kind => 'public_body', exempt => 'small_local_authority' } }), a => 'micro autonomous 1', b => 'large autonomous 1');
reference_is('certain whatever the missing figure is', graph({ a => [ 100, undef, 40e6 ], b => [ 260, undef, undef ], c => [ [ 1, 4 ], 1, 1 ], d => [ 100, undef, 50e6 ] }, []),
	a => 'medium autonomous 100', b => 'large autonomous 260', c => 'micro autonomous null', d => 'null autonomous 100');
reference_is('two periods', graph({ a => [ [ 9, 1, 1 ], [ 60, 1, 1 ], [ 300, 1, 1 ] ], b => [ [ 9, 1, 1 ], [ 60, 1, 1 ] ], c => [ [ 300, 1, 1 ], [ 9, 1, 1 ], [ 9, 1, 1 ] ] }, []),
	a => 'medium autonomous 300', b => 'micro autonomous 60', c => 'micro autonomous 9');


# Random graphs ---------------------------------------------------------------

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "autovacuum = off\njit = off\nfsync = off");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION tilskudd');

SmeGraph::seed(20030506);
my (%expected, %graph_of, %copied);
for my $g (1 .. $graphs)
{
	my $graph = SmeGraph::random($g);
	my $rows = SmeGraph::rows($graph);
	$graph_of{$g} = $rows;
	for my $table (keys %$rows)
	{
		$copied{$table} .= join("\t", $g, map { $_ // '\N' } @$_) . "\n" for @{ $rows->{$table} };
	}
	my $result = SmeReference::status($graph);
	$expected{$g}{$_} = $result->{$_} for keys %$result;
}
for my $table (sort keys %copied)
{
	$node->safe_psql('postgres',
		"CREATE TABLE $table (g int, $SmeGraph::types{$table}); COPY $table FROM STDIN;\n$copied{$table}\\.\nCREATE INDEX ON $table (g)");
}

my @columns = qw(size determined best worst type headcount turnover_eur balance_eur linked partners public_share);
my @sent = ('holding', 'figure', 'entity', 'control', 'scope', 'adjacent');

# Answers by graph and id, of calls that read the tables through views of these
# names; for each graph a call, or all in one.
sub answers
{
	my ($prefix, $each, $option) = @_;
	my $columns = join ', ', @columns;
	my ($holding, $figure, $entity, $control, $scope, $adjacent) =
	  map { $each ? "format('SELECT * FROM $prefix$_ WHERE g = %s', g)" : "'SELECT * FROM $prefix$_'" } @sent;
	my $sql = "SELECT id, $columns FROM "
	  . ($each ? "generate_series(1, $graphs) AS g, LATERAL " : '')
	  . "tilskudd.sme_status($holding, $figure, '2024-06-30', entities => $entity, control => $control, scope => $scope, adjacent => $adjacent" . ($option ? ", $option)" : ')');
	return [ sort split /\n/, $node->safe_psql('postgres', $sql) ];
}

sub same_number
{
	my ($text, $exact) = @_;
	return !defined $exact if $text eq '';
	return 0 unless defined $exact;
	# Only what is printed is rounded.
	return abs(Math::BigRat->new($text) - $exact) <= Math::BigRat->new('1/1000000');
}

my $each = answers('', 1);
my (%seen, @wrong);
for my $line (@$each)
{
	my ($id, @found) = split /\|/, $line, -1;
	my ($g) = $id =~ /^g(\d+)/;
	my %found;
	@found{@columns} = @found;
	next unless my $r = $expected{$g}{$id};
	$seen{$id} = 1;
	$r->{turnover_eur} = $r->{turnover};
	$r->{balance_eur} = $r->{balance};
	my @differ = grep {
		/^(?:headcount|turnover_eur|balance_eur|public_share)$/
		  ? !same_number($found{$_}, $r->{$_})
		  : $found{$_} ne ($r->{$_} // '')
	} @columns;
	push @wrong, "$id: " . join ', ', map { "$_ $found{$_}, not " . ($r->{$_} // 'null') } @differ if @differ;
}
my @missing = grep { !$seen{$_} } map { keys %$_ } values %expected;
is(scalar @missing, 0, 'every enterprise has an answer') or diag(join ' ', @missing[ 0 .. ($#missing > 9 ? 9 : $#missing) ]);
is(scalar @wrong, 0, 'the answers are those of the reference');
if (@wrong)
{
	# The smallest of the graphs that differ.
	my %wrong_in;
	/^g(\d+)/ and push @{ $wrong_in{$1} }, $_ for @wrong;
	my $size = sub { my ($g) = @_; return scalar map { @$_ } values %{ $graph_of{$g} }; };
	my ($g) = sort { $size->($a) <=> $size->($b) || $a <=> $b } keys %wrong_in;
	diag(scalar(keys %wrong_in), " graphs differ, of these");
	diag($_) for @{ $wrong_in{$g} };
	for my $table (@sent)
	{
		diag("$table: ", join ' ', map { $_ // '-' } @$_) for @{ $graph_of{$g}{$table} };
	}
}

# What must not change the answers ----------------------------------------------

sub views
{
	my ($prefix, %query) = @_;
	$node->safe_psql('postgres', join '', map { "CREATE VIEW $prefix$_ AS " . ($query{$_} // "TABLE $_") . ';' } @sent);
	return;
}

# The first differing line says enough.
sub same_lines
{
	my ($found, $expected, $what) = @_;
	is(join("\n", @$found), join("\n", @$expected), $what);
	return;
}

my $together = answers('', 0);
same_lines($together, $each, 'graphs do not influence each other');

$node->safe_psql('postgres', 'CREATE INDEX ON holding (owner); CREATE INDEX ON holding (owned); CREATE INDEX ON figure (id); CREATE INDEX ON entity (id);
	CREATE INDEX ON control (owner); CREATE INDEX ON control (owned); CREATE INDEX ON scope (id); ANALYZE');
# One at a time, what is read around an enterprise is enough: the last row of the
# explanation has its size and totals, and those that count are as many.
for my $option ('', "ownership_change => 'two_periods'", 'capital_majority_links => true', 'link_through_public => true', 'vc_presumption => true')
{
	my $rest = $option ? ", $option)" : ')';
	my $queries = q{'SELECT * FROM holding', 'SELECT * FROM figure', %s'2024-06-30', entities => 'SELECT * FROM entity',
		control => 'SELECT * FROM control', scope => 'SELECT * FROM scope', adjacent => 'SELECT * FROM adjacent'};
	my ($all, $one) = map { sprintf $queries, $_ } '', 's.id, ';
	my $sample = $option ? 'hashtext(s.id) % 8 = 0' : 'hashtext(s.id) % 2 = 0';
	is( $node->safe_psql('postgres', qq{
		SELECT s.id, s.size, s.best, s.worst, e.*
		FROM tilskudd.sme_status($all$rest AS s, LATERAL (
			SELECT max(size::text) AS size, max(headcount) FILTER (WHERE relation = 'total') AS headcount,
				max(turnover_eur) FILTER (WHERE relation = 'total') AS turnover_eur,
				max(balance_eur) FILTER (WHERE relation = 'total') AS balance_eur,
				count(*) FILTER (WHERE relation = 'linked') AS linked,
				count(*) FILTER (WHERE relation LIKE '%partner') AS partners,
				max(substring(reason from '^from ([a-z]+ to [a-z]+)')) AS range,
				count(*) FILTER (WHERE via IS NULL AND relation NOT IN ('self', 'total')) AS no_way
			FROM tilskudd.sme_explain($one$rest) AS e
		WHERE $sample AND (e.no_way, s.size::text, s.headcount, s.turnover_eur, s.balance_eur, s.linked, s.partners,
				CASE WHEN NOT s.determined THEN s.best || ' to ' || s.worst END)
			IS DISTINCT FROM (0, e.size, e.headcount, e.turnover_eur, e.balance_eur, e.linked, e.partners, e.range)
		LIMIT 5}), '', "sme_explain() agrees with sme_status(): " . ($option || 'no options'));
}

for my $change ('two_periods', 'loss_only')
{
	same_lines(answers('', 0, "ownership_change => '$change'"), $together, "ownership that has not changed: $change");
}

for my $seed (1, 2, 3)
{
	views("shuffled${seed}_", map { $_ => "SELECT * FROM $_ AS t ORDER BY md5(t::text || $seed)" } @sent);
	same_lines(answers("shuffled${seed}_", 0), $together, "rows in another order: $seed");
}

views('small_', holding => q{TABLE holding UNION ALL
	SELECT DISTINCT ON (owned) g, 'new' || owned, owned, capital_total * 0.000001, capital_total, votes_total * 0.000001, votes_total FROM holding
	ORDER BY owned});
same_lines([ grep { !/^new/ } @{ answers('small_', 0) } ], $together, 'a small holding of somebody unrelated');

views('scaled_', holding => 'SELECT g, owner, owned, capital * 7 AS capital, capital_total * 7 AS capital_total, votes * 0.13 AS votes, votes_total * 0.13 AS votes_total FROM holding');
same_lines(answers('scaled_', 0), $together, 'shares and totals in other units');

# Other names, which sort in another order.
$node->safe_psql('postgres', q{CREATE FUNCTION other(name text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT md5(name) || name'});
views('renamed_',
	holding => 'SELECT g, other(owner) AS owner, other(owned) AS owned, capital, capital_total, votes, votes_total FROM holding',
	figure => 'SELECT other(id) AS id, period_end, kind, months, ' . join(', ', map { ("${_}", "${_}_lo", "${_}_hi") } qw(headcount turnover_eur balance_eur)) . ' FROM figure',
	entity => 'SELECT other(id) AS id, kind, exempt, other(acting_group) AS acting_group, markets FROM entity',
	control => 'SELECT other(owner) AS owner, other(owned) AS owned, ground FROM control',
	scope => 'SELECT other(id) AS id, other(member) AS member, method, percent FROM scope');
same_lines([ sort map { substr $_, 32 } @{ answers('renamed_', 0) } ], $together, 'other names');

$node->stop;
done_testing();
