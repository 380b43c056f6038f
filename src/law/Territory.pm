# Territory.pm: who lay where, when.
#
# The land is cut into cells: the municipalities of the first day covered,
# cut further where a municipality was later divided.  A number's territory
# on a day is a set of cells; renumberings and mergers move cells, divisions
# cut them.  Border adjustments are ignored: they never move a whole
# municipality, and no complete list of them exists.
package Territory;

use strict;
use warnings;
use Law qw(complain OPEN);

# municipalities and changes: tables of Law::read_table.
sub new
{
	my ($class, $municipalities, $changes) = @_;
	my $self = bless { period => {}, children => {}, history => {} }, $class;

	for my $row (@{ $municipalities->{rows} })
	{
		my $number = $row->{kommunenr};
		complain("$row->{at}: \"$number\" is no municipality number")
		  unless $number =~ /^\d{4}$/;
		complain("$row->{at}: $number stands twice") if $self->{period}{$number};
		$self->{period}{$number} = { from => $row->{from}, to => $row->{to} };
	}
	my @from = sort { $a <=> $b } map { $_->{from} } values %{ $self->{period} };
	$self->{start} = $from[0];
	$self->move($changes);
	$self->check;
	return $self;
}

sub numbers { my ($self) = @_; return sort keys %{ $self->{period} }; }

sub in_force
{
	my ($self, $number, $day) = @_;
	my $period = $self->{period}{$number} or return 0;
	return $period->{from} <= $day && $day <= $period->{to};
}

# Applies the changes in the order of their days; fills history: number =>
# [[from, {cell => 1}], ...].
sub move
{
	my ($self, $changes) = @_;
	my (%now, %by_day);

	for my $number ($self->numbers)
	{
		next unless $self->{period}{$number}{from} == $self->{start};
		$now{$number} = { $number => 1 };
		$self->{history}{$number} = [ [ $self->{start}, { $number => 1 } ] ];
	}
	push @{ $by_day{ $_->{from} } }, $_ for @{ $changes->{rows} };

	for my $day (sort { $a <=> $b } keys %by_day)
	{
		my (%edges, %gains);
		push @{ $edges{ $_->{kommunenr} } }, $_ for @{ $by_day{$day} };
		for my $old (sort keys %edges)
		{
			$self->leave($old, $day, $edges{$old}, \%now, \%gains);
			delete $now{$old};
		}
		for my $new (sort keys %gains)
		{
			$now{$new} = { %{ $now{$new} || {} }, %{ $gains{$new} } };
			push @{ $self->{history}{$new} }, [ $day, { %{ $now{$new} } } ];
		}
	}
	return;
}

# The cells of $old go to its successors.
sub leave
{
	my ($self, $old, $day, $edges, $now, $gains) = @_;
	my @cells = sort keys %{ $now->{$old} || {} };

	for my $edge (@$edges)
	{
		my $at = $edge->{at};
		complain("$at: $old does not end the day before")
		  unless $self->{period}{$old} && $self->{period}{$old}{to} == $day - 1;
		complain("$at: $edge->{successor} is not in force then")
		  unless $self->in_force($edge->{successor}, $day);
		complain("$at: a division needs kind \"split\", anything else one successor")
		  if ($edge->{kind} eq 'split') != (@$edges > 1);
		complain("$at: kind \"$edge->{kind}\" is none of renumber, merge, split")
		  unless $edge->{kind} =~ /^(renumber|merge|split)$/;
	}
	complain("$edges->[0]{at}: nothing is known to lie in $old then") unless @cells;

	if (@$edges == 1)
	{
		$gains->{ $edges->[0]{successor} }{$_} = 1 for @cells;
	}
	elsif (grep { $_->{parts} ne '' } @$edges)
	{
		my %to;
		for my $edge (@$edges)
		{
			$to{$_} = $edge for split ' ', $edge->{parts};
		}
		for my $cell (@cells)
		{
			my $edge = delete $to{$cell};
			complain("$edges->[0]{at}: part $cell of $old goes nowhere"), next
			  unless $edge;
			$gains->{ $edge->{successor} }{$cell} = 1;
		}
		complain("$to{$_}{at}: $_ is no part of $old") for sort keys %to;
	}
	else
	{
		for my $cell (@cells)
		{
			for my $edge (@$edges)
			{
				my $piece = "$cell>$edge->{successor}";
				push @{ $self->{children}{$cell} }, $piece;
				$gains->{ $edge->{successor} }{$piece} = 1;
			}
		}
	}
	return;
}

sub check
{
	my ($self) = @_;
	for my $number ($self->numbers)
	{
		my $history = $self->{history}{$number};
		my $period = $self->{period}{$number};
		complain("municipality.csv: $number begins, but no change leads to it")
		  unless $history && $history->[0][0] == $period->{from};
	}
	my %left;
	for my $owner (values %{ $self->owners })
	{
		for my $i (0 .. $#$owner)
		{
			my ($from, $to, $number) = @{ $owner->[$i] };
			my $next = $i < $#$owner ? $owner->[ $i + 1 ][0] : OPEN + 1;
			$left{$number} = 1 if $to != OPEN && $next != $to + 1;
		}
	}
	complain("municipality.csv: $_ ends, but no change says what it became")
	  for sort keys %left;
	return;
}

# The smallest cells of a set.
sub leaves
{
	my ($self, $cells) = @_;
	my %leaves;
	my @todo = keys %$cells;
	while (defined(my $cell = shift @todo))
	{
		my $children = $self->{children}{$cell};
		if   ($children) { push @todo, @$children; }
		else             { $leaves{$cell} = 1; }
	}
	return \%leaves;
}

# All cells that a number ever had.
sub ever
{
	my ($self, $number) = @_;
	$self->{ever}{$number} //= $self->leaves(
		{ map { %{ $_->[1] } } @{ $self->{history}{$number} || [] } });
	return $self->{ever}{$number};
}

# The cells meant by a number on a day: those it has on the day; before its
# time all that it ever had; after its time those it had in the end.
sub cells
{
	my ($self, $number, $day) = @_;
	my $history = $self->{history}{$number} or return {};
	return $self->ever($number) if $day < $history->[0][0];
	my $last;
	for my $i (0 .. $#$history)
	{
		$last = $i if $history->[$i][0] <= $day;
	}
	return $self->{at}{"$number $last"} //= $self->leaves($history->[$last][1]);
}

# cell => [[from, to, number], ...]: in which municipality it lay.
sub owners
{
	my ($self) = @_;
	return $self->{owners} if $self->{owners};
	my %owners;
	for my $number ($self->numbers)
	{
		my $history = $self->{history}{$number} || [];
		for my $i (0 .. $#$history)
		{
			my $to = $i < $#$history ? $history->[ $i + 1 ][0] - 1
			  : $self->{period}{$number}{to};
			push @{ $owners{$_} }, [ $history->[$i][0], $to, $number ]
			  for keys %{ $self->leaves($history->[$i][1]) };
		}
	}
	$_ = [ sort { $a->[0] <=> $b->[0] } @$_ ] for values %owners;
	return $self->{owners} = \%owners;
}

# The municipalities in force on a day in which any of the cells lay.
sub municipalities_of
{
	my ($self, $cells, $day) = @_;
	my %found;
	for my $cell (keys %$cells)
	{
		for my $span (@{ $self->owners->{$cell} })
		{
			$found{ $span->[2] } = 1 if $span->[0] <= $day && $day <= $span->[1];
		}
	}
	return sort keys %found;
}

# The days on which anything about a number's territory may change.
sub days
{
	my ($self, $number) = @_;
	my %days = ($self->{start} => 1);
	$days{ $_->[0] } = 1 for @{ $self->{history}{$number} || [] };
	$days{ $self->{period}{$number}{to} + 1 } = 1;
	for my $cell (keys %{ $self->ever($number) })
	{
		$days{ $_->[0] } = 1 for @{ $self->owners->{$cell} };
	}
	delete $days{ OPEN + 1 };
	return keys %days;
}

1;
