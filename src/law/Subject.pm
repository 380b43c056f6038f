# Subject.pm: one subject of the law by municipality (aid zones, payroll
# zones, ...), laid on the territory.
#
# A row speaks of the municipality as it was on the row's valid_from, or of a
# part of it: a former municipality.  A row with a municipality but no part,
# beside rows with parts, speaks of the rest.  Through later mergers each cell
# keeps its row until valid_to.
#
# Rows marked "border" tell of a piece that came by a border adjustment: it
# is no cell, so such a row only adds its value to the municipality's.
package Subject;

use strict;
use warnings;
use Law qw(complain day_text OPEN);

# spec: value => column, code => { text => number }, complete => [[from, to]]
# (days on which every cell must have a row).
sub new
{
	my ($class, $table, $territory, %spec) = @_;
	my $self = bless {
		table => $table, territory => $territory, %spec,
		by_cell => {}, border => {} }, $class;

	for my $row (@{ $table->{rows} })
	{
		my $value = $row->{ $self->{value} };
		complain("$row->{at}: $self->{value} \"$value\" is not known")
		  unless $self->{code}{$value};
	}
	$self->lay_rows;
	$self->check_overlap;
	$self->check_complete;
	return $self;
}

# The cells of each row.
sub lay_rows
{
	my ($self) = @_;
	my (%group, %seen);

	for my $row (@{ $self->{table}{rows} })
	{
		my $number = $row->{kommunenr};
		if (!$self->{territory}->in_force($number, $row->{from}))
		{
			complain("$row->{at}: $number is not in force on $row->{valid_from}");
			next;
		}
		if ($row->{border})
		{
			push @{ $self->{border}{$number} }, $row;
			next;
		}
		if (my $twin = $seen{"$number $row->{from} $row->{part}"})
		{
			complain("$row->{at}: stands twice, as $twin->{at}");
			next;
		}
		$seen{"$number $row->{from} $row->{part}"} = $row;
		push @{ $group{"$number $row->{from}"} }, $row;
	}
	for my $key (sort keys %group)
	{
		my ($number, $from) = split ' ', $key;
		my %rest = %{ $self->{territory}->cells($number, $from) };
		for my $row (sort { $b->{part} cmp $a->{part} } @{ $group{$key} })
		{
			my @cells = $row->{part} eq '' ? sort keys %rest
			  : grep { $rest{$_} } sort keys %{ $self->{territory}->ever($row->{part}) };
			complain("$row->{at}: nothing of " . ($row->{part} || 'the rest') . " lies in $number")
			  unless @cells;
			delete @rest{@cells};
			push @{ $self->{by_cell}{$_} }, $row for @cells;
		}
	}
	return;
}

sub check_overlap
{
	my ($self) = @_;
	for my $cell (sort keys %{ $self->{by_cell} })
	{
		my @rows = sort { $a->{from} <=> $b->{from} } @{ $self->{by_cell}{$cell} };
		$self->{by_cell}{$cell} = \@rows;
		for my $i (1 .. $#rows)
		{
			complain("$rows[$i]{at}: overlaps $rows[$i - 1]{at} (cell $cell)")
			  if $rows[$i]{from} <= $rows[ $i - 1 ]{to};
		}
	}
	return;
}

sub check_complete
{
	my ($self) = @_;
	for my $span (@{ $self->{complete} || [] })
	{
		my ($from, $to) = @$span;
		for my $cell (sort keys %{ $self->{territory}->owners })
		{
			my $day = $from;
			for my $row (@{ $self->{by_cell}{$cell} || [] })
			{
				$day = $row->{to} + 1 if $row->{from} <= $day && $day <= $row->{to};
			}
			complain("$self->{table}{name}.csv: no row for $cell on " . day_text($day)
				  . ', in a period that claims to be complete')
			  if $day <= $to;
		}
	}
	return;
}

sub row_of
{
	my ($self, $cell, $day) = @_;
	for my $row (@{ $self->{by_cell}{$cell} || [] })
	{
		return $row if $row->{from} <= $day && $day <= $row->{to};
	}
	return undef;
}

# What lies on a number's territory on a day: (set of values, row indexes).
sub look
{
	my ($self, $number, $day) = @_;
	my $cells = $self->{territory}->cells($number, $day);
	my ($values, %rows) = (0);

	for my $cell (keys %$cells)
	{
		my $row = $self->row_of($cell, $day);
		if   ($row) { $rows{ $row->{index} } = $row; }
		else        { $values |= 1; }
	}
	for my $whole ($self->{territory}->municipalities_of($cells, $day))
	{
		next if grep { !$cells->{$_} } keys %{ $self->{territory}->cells($whole, $day) };
		for my $row (@{ $self->{border}{$whole} || [] })
		{
			$rows{ $row->{index} } = $row
			  if $row->{from} <= $day && $day <= $row->{to};
		}
	}
	$values |= 1 << $self->{code}{ $_->{ $self->{value} } } for values %rows;
	$values |= 1 unless %rows;
	return ($values, [ sort { $a <=> $b } keys %rows ]);
}

# The days on which look() may change, for any number.
sub days
{
	my ($self) = @_;
	my %days;
	for my $row (@{ $self->{table}{rows} })
	{
		$days{ $row->{from} } = 1;
		$days{ $row->{to} + 1 } = 1 unless $row->{to} == OPEN;
	}
	return keys %days;
}

1;
