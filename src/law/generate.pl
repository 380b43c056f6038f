#!/usr/bin/perl
# generate.pl: compiles the CSV files of the law into C tables.
#
#   generate.pl DIRECTORY > law_data.c
#
# Checks first, and writes nothing unless all checks hold.  The tables are
# declared, and explained, in law.h.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Law qw(read_table day_number complain complaints OPEN);
use Territory;
use Subject;

# What write_c() gathers: texts and where they stand, where lists of parts stand.
my (%text_offset, @texts, %part_place);
my $pool_size = 0;

# De minimis aid: LawPool and LawWindow of law.h, in their order.
my @pools = qw(general sgei agriculture fisheries);
my @windows = qw(three_fiscal_years three_years);

my $dir = shift // die "usage: generate.pl DIRECTORY\n";

# Every row ends in its source.
my @source = qw(valid_from valid_to rule citation evidence caveat);
my %columns = (
	municipality => [qw(kommunenr name valid_from valid_to rule citation evidence)],
	municipality_change => [qw(kommunenr successor parts kind valid_from rule citation evidence caveat)],
	municipality_name => [ qw(kommunenr name name_no aliases), @source ],
	county => [ qw(county name name_no), @source ],
	zone_map => [ qw(map zones), @source ],
	zone_label => [ qw(code zone meaning), @source ],
	zone => [ qw(kommunenr part name zone), @source ],
	transport_zone => [ qw(kommunenr part name transport_zone), @source ],
	payroll_zone => [ qw(kommunenr part border name payroll_zone), @source ],
	payroll_rate => [ qw(payroll_zone rate_percent), @source ],
	centrality => [ qw(kommunenr part name centrality centrality_index), @source ],
	de_minimis => [ qw(regime pool ceiling_eur road_freight_ceiling_eur window_kind loan_5y_eur
		loan_10y_eur loan_collateral_percent guarantee_5y_eur guarantee_10y_eur
		guarantee_cover_percent), @source ],
	de_minimis_cumulation => [ qw(pools settles joint_ceiling_eur), @source ],
	de_minimis_duty => [ qw(regime item value reference), @source ],
	base_rate => [ qw(base_rate_percent), @source ],
	discount_margin => [ qw(margin_basis_points), @source ],
	reference_margin => [ qw(rating collateral margin_basis_points), @source ],
	guarantee_premium => [ qw(rating premium_percent), @source ],
	eur_year => [ qw(year nok_per_eur days), @source ]);
my %table = map { $_ => read_table($dir, $_, @{ $columns{$_} }) } sort keys %columns;
check_law_days($table{$_}) for grep { $_ ne 'eur_year' } sort keys %table;

my $territory = Territory->new($table{municipality}, $table{municipality_change});

my %zone_code = zone_codes();
my @payroll_zones = unique(map { $_->{payroll_zone} } @{ $table{payroll_rate}{rows} });
my %payroll_code = map { $payroll_zones[ $_ - 1 ] => $_ } 1 .. @payroll_zones;

my %subject = (
	zone => Subject->new(
		$table{zone}, $territory,
		value => 'zone', code => \%zone_code, complete => zone_maps()),
	transport_zone => Subject->new(
		$table{transport_zone}, $territory,
		value => 'transport_zone', code => { 1 => 1, 2 => 2 }),
	payroll_zone => Subject->new(
		$table{payroll_zone}, $territory,
		value => 'payroll_zone', code => \%payroll_code,
		complete => whole_span($table{payroll_zone})),
	centrality => Subject->new(
		$table{centrality}, $territory,
		value => 'centrality', code => { map { $_ => $_ } 1 .. 6 },
		complete => whole_span($table{centrality})));

check_names();
check_counties();
check_centrality();
check_rates();
check_de_minimis();
no_overlap('base_rate', 'base_rate_percent');
no_overlap('discount_margin', 'margin_basis_points');
no_overlap('reference_margin', 'margin_basis_points', 'rating', 'collateral');
no_overlap('guarantee_premium', 'premium_percent', 'rating');
no_overlap('eur_year', 'nok_per_eur');
if (my @complaints = complaints())
{
	print STDERR "$_\n" for @complaints;
	die scalar(@complaints) . " mistakes in the law's CSV files\n";
}
write_c();
exit 0;

sub unique
{
	my %seen;
	return grep { !$seen{$_}++ } @_;
}

# Days that a LawDay of law.h can hold.  Averages are found by their year.
sub check_law_days
{
	my ($table) = @_;
	for my $row (@{ $table->{rows} })
	{
		for my $pair ([ from => 'valid_from' ], [ to => 'valid_to' ])
		{
			my ($field, $column) = @$pair;
			next if !exists $row->{$column} || $row->{$column} eq '';
			complain("$row->{at}: $column \"$row->{$column}\" lies outside the days that law.h can hold")
			  if $row->{$field} < 0 || $row->{$field} >= OPEN;
		}
	}
	return;
}

# From the first to the last day of a table, as a period without gaps.
sub whole_span
{
	my ($table) = @_;
	my @from = sort { $a <=> $b } map { $_->{from} } @{ $table->{rows} };
	my @to = sort { $b <=> $a } map { $_->{to} } @{ $table->{rows} };
	return [ [ $from[0], $to[0] ] ];
}

# The codes are what the type zone stores on disk.
sub zone_codes
{
	my %code;
	for my $row (@{ $table{zone_label}{rows} })
	{
		complain("$row->{at}: codes go from 1 up to 15, without a gap")
		  unless $row->{code} eq keys(%code) + 1 && $row->{code} <= 15;
		complain("$row->{at}: zone $row->{zone} stands twice") if $code{ $row->{zone} };
		$code{ $row->{zone} } = $row->{code};
	}
	return %code;
}

# The maps follow each other; each knows its labels; each zone row lies in one.
sub zone_maps
{
	my @maps = @{ $table{zone_map}{rows} };
	for my $i (1 .. $#maps)
	{
		complain("$maps[$i]{at}: does not begin where the map before ends")
		  unless $maps[$i]{from} == $maps[ $i - 1 ]{to} + 1;
	}
	for my $map (@maps)
	{
		for my $zone (split ' ', $map->{zones})
		{
			complain("$map->{at}: zone $zone has no code in zone_label.csv")
			  unless $zone_code{$zone};
		}
	}
	for my $row (@{ $table{zone}{rows} })
	{
		my ($map) = grep { $_->{from} <= $row->{from} && $row->{to} <= $_->{to} } @maps;
		complain("$row->{at}: lies in no one map") , next unless $map;
		complain("$row->{at}: map $map->{map} has no zone $row->{zone}")
		  unless grep { $_ eq $row->{zone} } split ' ', $map->{zones};
	}
	return [ map { [ $_->{from}, $_->{to} ] } @maps ];
}

# Names do not overlap; a municipality has one from 2007 on; the name that
# stands beside a number for the reader is one that this number had.
sub check_names
{
	my (%names, %spans);
	for my $row (@{ $table{municipality_name}{rows} })
	{
		my $number = $row->{kommunenr};
		complain("$row->{at}: $number is not in force then")
		  unless $territory->in_force($number, $row->{from})
		  && ($row->{to} == OPEN || $territory->in_force($number, $row->{to}));
		complain("$row->{at}: name_no \"$row->{name_no}\" is no part of the name")
		  unless grep { $_ eq $row->{name_no} } split / - /, $row->{name};
		$names{$number}{$_} = 1 for $row->{name}, split / - /, $row->{name};
		push @{ $spans{$number} }, $row;
	}
	my $since = day_number('2007-01-01');
	for my $row (@{ $table{municipality}{rows} })
	{
		my $day = $row->{from} < $since ? $since : $row->{from};
		for my $name (@{ $spans{ $row->{kommunenr} } || [] })
		{
			next if $name->{to} < $since;
			complain("$name->{at}: not the day after the name before")
			  unless $name->{from} == $day;
			$day = $name->{to} + 1;
		}
		complain("$row->{at}: without a name in the end")
		  unless $day == $row->{to} + 1 || $row->{to} < $since;
	}
	for my $row (map { @{ $table{$_}{rows} } } qw(municipality zone transport_zone payroll_zone centrality))
	{
		my $number = $row->{part} || $row->{kommunenr};
		complain("$row->{at}: $number was never called \"$row->{name}\"")
		  unless $names{$number}{ $row->{name} };
	}
	return;
}

sub check_counties
{
	my %rows;
	for my $row (@{ $table{county}{rows} })
	{
		my $others = $rows{ $row->{county} } //= [];
		complain("$row->{at}: overlaps or comes before $others->[-1]{at}")
		  if @$others && $row->{from} <= $others->[-1]{to};
		complain("$row->{at}: name_no \"$row->{name_no}\" is no part of the name")
		  unless grep { $_ eq $row->{name_no} } split / - /, $row->{name};
		push @$others, $row;
	}
	for my $row (@{ $table{municipality}{rows} })
	{
		my $county = substr $row->{kommunenr}, 0, 2;
		complain("$row->{at}: no county $county for the whole time")
		  unless grep { $_->{from} <= $row->{from} && $row->{to} <= $_->{to} }
		  @{ $rows{$county} || [] };
	}
	return;
}

# The class follows from the index (SSB's limits).
sub check_centrality
{
	for my $row (@{ $table{centrality}{rows} })
	{
		my $index = $row->{centrality_index};
		if ($index !~ /^\d{1,4}$/ || $index > 1000)
		{
			complain("$row->{at}: index \"$index\" is none from 0 to 1000");
			next;
		}
		my $class = $index >= 925 ? 1 : $index >= 870 ? 2 : $index >= 775 ? 3
		  : $index >= 670 ? 4 : $index >= 565 ? 5 : 6;
		complain("$row->{at}: index $index is class $class, not $row->{centrality}")
		  unless $class == $row->{centrality};
	}
	return;
}

# Every payroll zone has one rate on every day that has zones.
sub check_rates
{
	my ($span) = @{ whole_span($table{payroll_zone}) };
	for my $zone (@payroll_zones)
	{
		my $day = $span->[0];
		for my $row (grep { $_->{payroll_zone} eq $zone } @{ $table{payroll_rate}{rows} })
		{
			complain("$row->{at}: not the day after the rate before")
			  unless $row->{from} == $day;
			complain("$row->{at}: rate \"$row->{rate_percent}\" has not at most one decimal")
			  unless $row->{rate_percent} =~ /^\d\d?(\.\d)?$/;
			$day = $row->{to} + 1;
		}
		complain("payroll_rate.csv: zone $zone has no rate in the end")
		  unless $day == $span->[1] + 1;
	}
	return;
}

# The rows of a table that agree in some columns follow each other in time, and
# the value is a positive number.
sub no_overlap
{
	my ($name, $value, @keys) = @_;
	my %last;
	for my $row (@{ $table{$name}{rows} })
	{
		my $key = join ' ', map { $row->{$_} } @keys;
		complain("$row->{at}: overlaps or comes before $last{$key}{at}")
		  if $last{$key} && $row->{from} <= $last{$key}{to};
		complain("$row->{at}: $value \"$row->{$value}\" is no positive number")
		  unless $row->{$value} =~ /^\d+(\.\d+)?$/ && $row->{$value} > 0;
		$last{$key} = $row;
	}
	return;
}

# One regime at a time in each pool.  The lump sums of loans and guarantees
# reach the ceiling exactly at their limits, in every regime since 2014.
sub check_de_minimis
{
	no_overlap('de_minimis', 'ceiling_eur', 'pool');
	my %regime = map { $_->{regime} => 1 } @{ $table{de_minimis}{rows} };
	for my $row (@{ $table{de_minimis_duty}{rows} })
	{
		complain("$row->{at}: regime \"$row->{regime}\" is not known")
		  unless $regime{ $row->{regime} };
		complain("$row->{at}: value \"$row->{value}\" is no number")
		  unless $row->{value} =~ /^\d*$/;
	}
	for my $row (@{ $table{de_minimis_cumulation}{rows} })
	{
		complain("$row->{at}: settles \"$row->{settles}\", which is none of its pools")
		  unless grep { $_ eq $row->{settles} } split ' ', $row->{pools};
		for my $pool (split ' ', $row->{pools})
		{
			complain("$row->{at}: pool \"$pool\" is not known")
			  unless grep { $_ eq $pool } @pools;
		}
	}
	for my $row (@{ $table{de_minimis}{rows} })
	{
		my $at = $row->{at};
		my $ceiling = $row->{ceiling_eur};
		complain("$at: pool \"$row->{pool}\" is not known")
		  unless grep { $_ eq $row->{pool} } @pools;
		complain("$at: window_kind \"$row->{window_kind}\" is not known")
		  unless grep { $_ eq $row->{window_kind} } @windows;
		complain("$at: the ceiling of road freight is not below the other")
		  if $row->{road_freight_ceiling_eur} ne ''
		  && $row->{road_freight_ceiling_eur} >= $ceiling;
		complain("$at: loan limits are not 5 and 2.5 times the ceiling")
		  if $row->{loan_5y_eur} ne ''
		  && ($row->{loan_5y_eur} != 5 * $ceiling || $row->{loan_10y_eur} != 2.5 * $ceiling);
		complain("$at: guarantee limits are not 7.5 and 3.75 times the ceiling")
		  if $row->{guarantee_5y_eur} ne ''
		  && ($row->{guarantee_5y_eur} != 7.5 * $ceiling
			|| $row->{guarantee_10y_eur} ne '' && $row->{guarantee_10y_eur} != 3.75 * $ceiling);
	}
	return;
}

# Texts stand in the pool once each.
sub text
{
	my ($text) = @_;
	if (!defined $text_offset{$text})
	{
		$text_offset{$text} = $pool_size;
		$pool_size += length($text) + 1;
		push @texts, $text;
	}
	return $text_offset{$text};
}

sub write_array
{
	my ($declaration, @items) = @_;
	print "const $declaration = {\n";
	while (my @line = splice @items, 0, 12)
	{
		print "\t", join(', ', @line), ",\n";
	}
	print "};\n\n";
	return;
}

sub write_c
{
	my @numbers = $territory->numbers;
	my %index = map { $numbers[$_] => $_ } 0 .. $#numbers;
	my @parts;

	text('');
	print "/* Written by src/law/generate.pl from the CSV files of src/law: do not edit. */\n\n";
	print "#include \"law/law.h\"\n\n";

	my @by_number = (0) x 10000;
	$by_number[$_] = $index{ sprintf '%04d', $_ } + 1 for map { $_ + 0 } @numbers;
	write_array('uint16_t law_municipality_of_number[LAW_KOMMUNENR_MAX + 1]', @by_number);
	write_municipalities(\@numbers);

	for my $name (sort keys %subject)
	{
		my $subject = $subject{$name};
		my @days = $subject->days;
		write_territory($name, \@numbers, \@parts, sub { $subject->look(@_) }, \@days);
	}
	write_territory('structure', \@numbers, \@parts,
		sub {
			my ($number, $day) = @_;
			my @in = $territory->in_force($number, $day) ? ($number)
			  : $territory->municipalities_of($territory->cells($number, $day), $day);
			return (@in ? 0 : 1, [ map { $index{$_} } @in ]);
		}, []);
	write_array('uint16_t law_parts[]', @parts);
	write_names();
	write_counties();
	write_labels();
	write_de_minimis();
	write_cells();
	write_pool();
	return;
}

sub write_municipalities
{
	my ($numbers) = @_;
	my (@rows, @counties);
	for my $number (@$numbers)
	{
		my $period = $territory->{period}{$number};
		my %county;
		for my $cell (keys %{ $territory->ever($number) })
		{
			$county{ substr $_->[2], 0, 2 } = 1 for @{ $territory->owners->{$cell} };
		}
		push @rows, sprintf '{%d, %d, %d, %d, %d}', $number, $period->{from},
		  $period->{to}, scalar @counties, scalar keys %county;
		push @counties, map { $_ + 0 } sort keys %county;
	}
	write_array('LawMunicipality law_municipalities[]', @rows);
	printf "const int law_nmunicipalities = %d;\n\n", scalar @rows;
	write_array('uint8_t law_counties_of_territory[]', @counties);
	return;
}

# The segments of one subject, a row of periods for each number.
sub write_territory
{
	my ($name, $numbers, $parts, $look, $subject_days) = @_;
	my @days = sort { $a <=> $b }
	  unique((map { $territory->days($_) } @$numbers), @$subject_days);
	my (@seen, @periods, @segments);

	for my $day (@days)
	{
		my @now = map { [ $look->($_, $day) ] } @$numbers;
		my $text = join ' ', map { "$_->[0]:@{ $_->[1] }" } @now;
		next if @seen && $text eq $seen[-1];
		push @seen, $text;
		push @periods, [ $day, \@now ];
	}
	for my $i (0 .. $#$numbers)
	{
		for my $period (@periods)
		{
			my ($values, $found) = @{ $period->[1][$i] };
			push @segments, sprintf '{%d, %d, %d, %d}', $values,
			  place_of_parts($parts, $found), scalar @$found, single_value($values);
		}
	}
	write_array("LawDay ${name}_periods[]", map { $_->[0] } @periods);
	write_array("LawSegment ${name}_segments[]", @segments);
	printf "const LawTerritory law_$name = {${name}_periods, ${name}_segments, %d};\n\n",
	  scalar @periods;
	return;
}

# Where a list of parts stands in law_parts; equal lists stand there once.
sub place_of_parts
{
	my ($parts, $found) = @_;
	my $list = join ' ', @$found;
	if (!defined $part_place{$list})
	{
		$part_place{$list} = @$parts;
		push @$parts, @$found;
		die "too many parts\n" if @$parts > 65535;
	}
	return $part_place{$list};
}

# The value if the set has just one and nothing unknown, otherwise 0.
sub single_value
{
	my ($values) = @_;
	for my $value (1 .. 15)
	{
		return $value if $values == 1 << $value;
	}
	return 0;
}

sub write_names
{
	my @rows = map {
		sprintf '{%d, %d, %d, %d, %d}', $_->{kommunenr}, $_->{from}, $_->{to},
		  text($_->{name}), text($_->{aliases})
	  } sort { $a->{kommunenr} cmp $b->{kommunenr} || $a->{from} <=> $b->{from} }
	  @{ $table{municipality_name}{rows} };
	write_array('LawName law_names[]', @rows);
	printf "const int law_nnames = %d;\n\n", scalar @rows;
	return;
}

sub write_counties
{
	my @rows = map {
		sprintf '{%d, %d, %d, %d, %d}', $_->{county}, $_->{from}, $_->{to},
		  text($_->{name}), text($_->{name_no})
	} @{ $table{county}{rows} };
	write_array('LawCounty law_counties[]', @rows);
	printf "const int law_ncounties = %d;\n\n", scalar @rows;
	return;
}

# Labels by value, and the payroll rates.
sub write_labels
{
	my @zones = map { $_->{zone} } @{ $table{zone_label}{rows} };
	write_array('LawText law_zone_labels[]', map { text($_) } '', @zones);
	printf "const int law_nzone_labels = %d;\n\n", @zones + 1;
	write_array('LawText law_payroll_zone_labels[]', map { text($_) } '', @payroll_zones);

	my @rates = map {
		sprintf '{%d, %d, %d, %d}', $payroll_code{ $_->{payroll_zone} }, $_->{from},
		  $_->{to}, sprintf('%.0f', $_->{rate_percent} * 10)
	} @{ $table{payroll_rate}{rows} };
	write_array('LawPayrollRate law_payroll_rates[]', @rates);
	printf "const int law_npayroll_rates = %d;\n\n", scalar @rates;
	return;
}

sub write_de_minimis
{
	my %pool = map { $pools[$_] => $_ } 0 .. $#pools;
	my %window = map { $windows[$_] => $_ } 0 .. $#windows;
	my @rows;
	for my $row (sort { $pool{ $a->{pool} } <=> $pool{ $b->{pool} } || $a->{from} <=> $b->{from} }
		@{ $table{de_minimis}{rows} })
	{
		push @rows, '{' . join(', ', $pool{ $row->{pool} }, $window{ $row->{window_kind} },
			$row->{index}, $row->{from}, $row->{to},
			map { $row->{$_} || 0 } qw(ceiling_eur road_freight_ceiling_eur loan_5y_eur
			  loan_10y_eur guarantee_5y_eur guarantee_10y_eur loan_collateral_percent
			  guarantee_cover_percent)) . '}';
	}
	write_array('LawDeMinimis law_de_minimis[]', @rows);
	printf "const int law_nde_minimis = %d;\n\n", scalar @rows;

	my @joint;
	for my $row (@{ $table{de_minimis_cumulation}{rows} })
	{
		my $set = 0;
		$set |= 1 << $pool{$_} for split ' ', $row->{pools};
		push @joint, sprintf '{%d, %d, %d, %d, %d, %d}', $set, $pool{ $row->{settles} }, $row->{index},
		  $row->{from}, $row->{to}, $row->{joint_ceiling_eur} || 0;
	}
	write_array('LawDeMinimisCumulation law_de_minimis_cumulation[]', @joint);
	printf "const int law_nde_minimis_cumulation = %d;\n\n", scalar @joint;
	return;
}

# The CSV files as they stand, header first.
sub write_cells
{
	my (@tables, @cells);
	for my $name (sort keys %table)
	{
		my $table = $table{$name};
		push @tables, sprintf '{%d, %d, %d, %d}', text($name),
		  scalar @{ $table->{columns} }, scalar @{ $table->{rows} }, scalar @cells;
		push @cells, map { text($_) } @{ $table->{columns} };
		for my $row (@{ $table->{rows} })
		{
			push @cells, map { text($row->{$_}) } @{ $table->{columns} };
		}
	}
	write_array('LawText law_cells[]', @cells);
	write_array('LawTable law_tables[]', @tables);
	printf "const int law_ntables = %d;\n\n", scalar @tables;
	return;
}

sub write_pool
{
	print "const char law_text_pool[] =\n";
	for my $text (@texts)
	{
		(my $quoted = $text) =~ s/(["\\])/\\$1/g;
		print "\"$quoted\\0\"\n";
	}
	print ";\n";
	return;
}
