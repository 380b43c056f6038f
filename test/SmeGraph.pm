# Small random ownership graphs, as SmeReference.pm takes them and as rows for
# sme_status().  The same ones on every machine.
package SmeGraph;

use strict;
use warnings;
use Math::BigRat;

my $state;

sub seed { $state = $_[0]; return; }

sub below
{
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return ($state >> 8) % $n;
}

sub one_of { return $_[ below(scalar @_) ]; }

sub chance { return below(100) < $_[0]; }

sub shuffled
{
	my @list = @_;
	for my $i (reverse 1 .. $#list)
	{
		my $j = below($i + 1);
		@list[ $i, $j ] = @list[ $j, $i ];
	}
	return @list;
}

sub number { return defined $_[0] ? Math::BigRat->new($_[0]) : undef; }

# Some of what is left of a total: often a quarter or half of it, or one off.
sub share
{
	my ($total, $left) = @_;
	my $share = one_of(
		int($total / 4), int($total / 4), int($total / 4) - 1, int($total / 2), int($total / 2) + 1,
		int($total / 8), int($total * 0.3), int($total * 0.6), 1 + below($total));
	return 1 if $share < 1;
	return $share > $left ? $left : $share;
}

# Figures: often close to a threshold; from small to large.
my %values = (
	headcount => [ 0, 3, 5, 9, '9.9', 10, 20, 30, 40, 49, '49.6', 50, 120, 200, '249.6', 249, 250, 260 ],
	turnover => [ 0, 500000, 1500000, 2000000, '2000000.01', 5000000, 9000000, 10000000, '10000000.01', 30000000, 50000000, '50000000.01' ],
	balance => [ 0, 500000, 1500000, 2000000, '2000000.01', 5000000, 10000000, '10000000.01', 30000000, 43000000, '43000000.01' ]);

sub figure
{
	my ($what, $largest) = @_;
	my @list = @{ $values{$what} };
	return undef if chance(4);
	my @bounds = map { number($list[ below(@list * $largest) ]) } 1, 2;
	if (chance(92))
	{
		$bounds[1] = $bounds[0];
	}
	elsif (chance(30))
	{
		$bounds[1] = undef;
	}
	elsif ($bounds[0] > $bounds[1])
	{
		@bounds = reverse @bounds;
	}
	return \@bounds;
}

# The names begin with the number of the graph, so that all may stand in one table.
sub random
{
	my ($g) = @_;
	my @enterprises = map { "g${g}e$_" } 1 .. 2 + below(7);
	my @persons = map { "g${g}p$_" } 1 .. below(4);
	my @public = map { "g${g}k$_" } 1 .. (chance(40) ? 1 + below(2) : 0);
	my (%entities, @holdings, @control, %figures);
	for my $id (@enterprises)
	{
		$entities{$id} = {
			kind => 'enterprise',
			exempt => chance(12) ? one_of('venture_capital', 'institutional', 'university') : undef,
			markets => chance(90) ? [ map { "g${g}m$_" } (shuffled(1 .. 4))[ 0 .. below(2) ] ] : undef };
	}
	$entities{$_} = { kind => 'person', group => chance(30) ? "g$g family" : undef } for @persons;
	$entities{$_} = { kind => 'public_body', exempt => chance(20) ? 'small_local_authority' : undef } for @public;

	for my $owned (@enterprises)
	{
		my $total = one_of(100, 100, 1000, 3, 7, 40, 100000000);
		my $other_votes = chance(30);
		my $votes_total = one_of(100, 1000, 9, 100000000);
		my ($left, $votes_left) = ($total, $votes_total);
		my @owners = grep { $_ ne $owned } shuffled(@enterprises, @persons, @public);
		unshift @owners, $owned if chance(12);
		for my $owner (splice @owners, 0, below(5))
		{
			# Not all of its own shares: somebody must have a vote.
			my $own = $owner eq $owned ? 1 : 0;
			last if $left <= $own or $votes_left <= $own;
			my $capital = share($total, $left - $own);
			my $votes = share($votes_total, $votes_left - $own);
			$left -= $capital;
			$votes_left -= $votes;
			push @holdings, {
				owner => $owner, owned => $owned, capital => number($capital), capital_total => number($total),
				votes => number($other_votes ? $votes : undef), votes_total => number($other_votes ? $votes_total : undef) };
		}
	}
	if (chance(35))
	{
		for (0 .. below(2))
		{
			my ($owner, $owned) = (one_of(@enterprises, @persons, @public), one_of(@enterprises));
			push @control, [ $owner, $owned, one_of('board', 'contract', 'agreement') ]
			  unless $owner eq $owned or grep { $_->[0] eq $owner and $_->[1] eq $owned } @control;
		}
	}
	my $largest = one_of(0.3, 0.5, 0.7, 1);
	my $periods = 1 + below(3);
	my (%consolidated, @scope);
	for my $id (@enterprises)
	{
		my $close = one_of('12-31', '12-31', '12-31', '06-30', '04-15');
		my $consolidates = chance(10);
		# Accounts of 2024 are closed after the day of the question, or before.
		for my $year (2024 - $periods .. 2024)
		{
			next if chance($year == 2024 ? 80 : $year == 2023 ? 0 : 4);
			for my $accounts (\%figures, $consolidates ? \%consolidated : ())
			{
				my $months = chance(10) ? one_of(6, 9, 15) : 12;
				$accounts->{$id}{"$year-$close"} = { months => $months, map { $_ => figure($_, $largest) } sort keys %values };
				my $turnover = $accounts->{$id}{"$year-$close"}{turnover} or next;
				$accounts->{$id}{"$year-$close"}{turnover} = [ map { defined $_ ? $_ * 12 / $months : undef } @$turnover ];
			}
		}
		next unless $consolidates;
		for my $member (grep { $_ ne $id } @enterprises)
		{
			next unless chance(40);
			my $method = one_of('full', 'full', 'proportional', 'proportional', 'equity');
			push @scope, {
				owner => $id, member => $member, method => $method,
				percent => $method eq 'proportional' ? number(one_of(undef, 10, 25, 30, '49.5', 60, 100)) : undef };
		}
	}
	my @adjacent = chance(30) ? [ "g${g}m1", "g${g}m2" ] : ();
	return {
		day => '2024-06-30', entities => \%entities, holdings => \@holdings, control => \@control, figures => \%figures,
		consolidated => \%consolidated, scope => \@scope, adjacent => \@adjacent };
}

sub decimal
{
	my ($number) = @_;
	return undef unless defined $number;
	my $text = $number->numify;
	return "$text";
}

# Rows of the tables that the queries read.
our %types = (
	holding => 'owner text, owned text, capital numeric, capital_total numeric, votes numeric, votes_total numeric',
	entity => 'id text, kind text, exempt text, acting_group text, markets text[]',
	control => 'owner text, owned text, ground text',
	scope => 'id text, member text, method text, percent numeric',
	adjacent => 'market text, adjacent text',
	figure => 'id text, period_end date, kind text, months int, '
	  . join(', ', map { "$_ numeric, ${_}_lo numeric, ${_}_hi numeric" } qw(headcount turnover_eur balance_eur)));

sub rows
{
	my ($graph) = @_;
	my %rows = (entity => [], figure => []);
	$rows{scope} = [ map { [ @$_{qw(owner member method)}, decimal($_->{percent}) ] } @{ $graph->{scope} } ];
	$rows{adjacent} = [ map { [@$_] } @{ $graph->{adjacent} } ];
	$rows{holding} = [
		map {
			my $h = $_;
			[ $h->{owner}, $h->{owned}, map { decimal($h->{$_}) } qw(capital capital_total votes votes_total) ]
		} @{ $graph->{holdings} } ];
	$rows{control} = [ map { [@$_] } @{ $graph->{control} } ];
	for my $id (sort keys %{ $graph->{entities} })
	{
		my $e = $graph->{entities}{$id};
		push @{ $rows{entity} },
		  [ $id, $e->{kind}, $e->{exempt}, $e->{group}, defined $e->{markets} ? '{' . join(',', @{ $e->{markets} }) . '}' : undef ];
	}
	for my $accounts ('figures', 'consolidated')
	{
		for my $id (sort keys %{ $graph->{$accounts} })
		{
			for my $period (sort keys %{ $graph->{$accounts}{$id} })
			{
				my $f = $graph->{$accounts}{$id}{$period};
				my @row = ($id, $period, $accounts eq 'figures' ? 'own' : 'consolidated', $f->{months});
				for my $what (qw(headcount turnover balance))
				{
					my @bounds = @{ $f->{$what} // [ undef, undef ] };
					@bounds = map { defined $_ ? $_ * $f->{months} / 12 : undef } @bounds if $what eq 'turnover';
					my ($lo, $hi) = map { decimal($_) } @bounds;
					# A figure that is known stands in its own column.
					push @row, defined $hi && $lo eq $hi ? ($lo, undef, undef) : (undef, $lo, $hi);
				}
				push @{ $rows{figure} }, \@row;
			}
		}
	}
	return \%rows;
}

1;
