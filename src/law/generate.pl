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
use Law qw(read_table day_number day_text complain complaints OPEN);
use Territory;
use Subject;

# What write_c() gathers: texts and where they stand, where lists of parts stand.
my (%text_offset, @texts, %part_place);
my $pool_size = 0;

# De minimis aid: LawPool and LawWindow of law.h, in their order.
my @pools = qw(general sgei agriculture fisheries);
my @windows = qw(three_fiscal_years three_years);

# Aid intensities: LawCondition, LawFigure and LawReading of law.h, in their order.
my @conditions = qw(collaboration dissemination disadvantaged restructuring certified_provider
  licensing joint_call maritime multi_state full_cost sparsely_populated large_project flat_rate
  cluster_extended innovative);
my @figures = qw(years_since_creation cluster_year sme_cost_share distance_km);
my @readings = qw(corrected printed fixed midpoint start quarters);
my @sizes = qw(small medium large);
my @instruments = qw(grant loan guarantee);
my @per = ('undertaking', 'undertaking and year', 'undertaking and three years', 'undertaking and project', 'project');
# LawThresholdKind and LawThresholdCondition.
my @threshold_kinds = qw(notification publication tranche large_project);
my @threshold_conditions = qw(eureka repayable_advance times_intensity cost_at_least);
# LawSizeMode.
my @size_modes = qw(rec_1996 rec_2003 guidelines_2008);
my %no_rate = ('' => -1, none => -2, same => -3);

my $dir = shift // die "usage: generate.pl DIRECTORY\n";

# Every row ends in its source.
my @source = qw(valid_from valid_to rule citation evidence caveat);
my %columns = (
	aid_register_code => [qw(list label words interface_code meaning rule citation evidence caveat)],
	aid_register_column => [qw(position header name meaning rule citation evidence caveat)],
	aid_register_item => [qw(register position item name rule citation evidence caveat)],
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
	cumulation => [ qw(step mode), @source ],
	base_rate => [ qw(base_rate_percent), @source ],
	investor_limit => [ qw(investor figure below), @source ],
	discount_margin => [ qw(margin_basis_points), @source ],
	reference_margin => [ qw(rating collateral margin_basis_points), @source ],
	guarantee_premium => [ qw(rating premium_percent), @source ],
	eur_year => [ qw(year nok_per_eur days), @source ],
	measure => [qw(code measure meaning rule citation evidence caveat)],
	enterprise_size => [qw(code size meaning rule citation evidence caveat)],
	regime => [ qw(regime version kind priority), @source ],
	loss_fund => [ qw(item points comparison), @source ],
	kompetansepiloter => [ qw(item value), @source ],
	eligibility => [ qw(item value comparison), @source ],
	intensity => [ qw(regime measure zones condition reading option from_value below_value small medium
		large unit same_as cap_percent), @source ],
	amount => [ qw(regime measure per zones condition instrument amount_eur), @source ],
	bonus => [ qw(regime measure bonus zones condition alternative small medium large), @source ],
	payment => [ qw(item value), @source ],
	frame => [ qw(item month day), @source ],
	recovery => [ qw(ground scheme duty binding_years consequence), @source ],
	recovery_rate => [ qw(rate_percent margin_basis_points), @source ],
	complaint => [ qw(decided_by individual_decision may_complain complain_to complain_to_no), @source ],
	deadline => [ qw(programme item text text_no owed_by owed_to runs_from months day when_due), @source ],
	required_item => [ qw(kind item text text_no condition), @source ],
	rule => [qw(rule place subject object reason citation evidence)],
	size_threshold => [ qw(mode size headcount_below turnover_eur turnover_strict balance_eur), @source ],
	tax => [ qw(treatment years), @source ],
	threshold => [ qw(regime measure kind item condition intensity_percent amount_eur cost_eur per),
		@source ]);
my %table = map { $_ => read_table($dir, $_, @{ $columns{$_} }) } sort keys %columns;
check_law_days($table{$_}) for grep { !/^(eur_year|size_threshold)$/ } sort keys %table;

my $territory = Territory->new($table{municipality}, $table{municipality_change});

my %zone_code = codes('zone_label', 'zone', 15);
my %measure_code = codes('measure', 'measure', 32767);
my %priority = map { $_->{regime} => $_->{priority} } @{ $table{regime}{rows} };
my @regimes = sort { $priority{$a} <=> $priority{$b} } keys %priority;
my %regime_code = map { $regimes[$_] => $_ } 0 .. $#regimes;
my %size_code = codes('enterprise_size', 'size', 127);
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
check_regimes();
check_intensities();
check_bonuses();
check_amounts();
check_rules();
check_thresholds();
check_tranches() unless complaints();
check_sizes();
check_cumulation();
check_payment();
check_frame();
check_recovery();
check_recovery_rates();
check_tax();
check_loss_fund();
check_kompetansepiloter();
check_eligibility();
no_overlap('loss_fund', 'points', 'item');
check_required_items();
check_deadlines();
check_complaint();
check_aid_register();
no_overlap('base_rate', 'base_rate_percent');
no_overlap('discount_margin', 'margin_basis_points');
no_overlap('investor_limit', 'below', 'investor', 'figure');
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

# Days that a LawDay of law.h can hold.  Averages are found by their year, and
# the first definition of size is older.
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

# The codes that a type stores on disk, by label.
sub codes
{
	my ($name, $label, $last) = @_;
	my %code;
	for my $row (@{ $table{$name}{rows} })
	{
		complain("$row->{at}: codes go from 1 up to $last, without a gap")
		  unless $row->{code} eq keys(%code) + 1 && $row->{code} <= $last;
		complain("$row->{at}: $label $row->{$label} stands twice") if $code{ $row->{$label} };
		$code{ $row->{$label} } = $row->{code};
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

# A step has one row in each mode: either one for both, or one for each.
sub check_cumulation
{
	my %row;
	for my $row (@{ $table{cumulation}{rows} })
	{
		complain("$row->{at}: mode \"$row->{mode}\" is none of used, qualified")
		  unless $row->{mode} =~ /^(used|qualified|)$/;
		for my $mode ($row->{mode} eq '' ? qw(used qualified) : $row->{mode})
		{
			complain("$row->{at}: step \"$row->{step}\" stands twice in mode $mode")
			  if $row{ $row->{step} }{$mode}++;
		}
	}
	for my $step (sort keys %row)
	{
		complain("cumulation.csv: step \"$step\" is missing in a mode") if keys %{ $row{$step} } != 2;
	}
	return;
}

# The items of PaymentItem in rule/payment.h, each in one row: a whole number,
# but for the years of the reservation, which are the row's days.
sub check_payment
{
	my %row = map { $_->{item} => $_ } @{ $table{payment}{rows} };
	for my $item (qw(holdback_percent exempt_below_nok instalments_a_year budget_reservation))
	{
		my @rows = grep { $_->{item} eq $item } @{ $table{payment}{rows} };
		complain("payment.csv: item \"$item\" stands in " . @rows . ' rows, not in one') if @rows != 1;
		delete $row{$item};
	}
	complain("$_->{at}: item \"$_->{item}\" is not known") for map { $row{$_} } sort keys %row;
	for my $row (grep { $_->{item} ne 'budget_reservation' } @{ $table{payment}{rows} })
	{
		if ($row->{value} !~ /^[1-9]\d*$/)
		{
			complain("$row->{at}: value \"$row->{value}\" is no whole number above 0");
		}
		elsif ($row->{item} eq 'holdback_percent' && $row->{value} > 100)
		{
			complain("$row->{at}: holds back more than everything");
		}
	}
	return;
}

# Grounds and schemes of rule/recovery.h.  All assets are bound for one time.
sub check_recovery
{
	my %ground = map { $_ => 1 } qw(reports_missing wrong_information used_against_intention less_capital_needed
	  overpaid unlawful_aid asset_sold asset_other_use asset_moved_to_lower_priority asset_moved_out
	  not_started not_as_assumed);
	my (%years, %seen);
	for my $row (@{ $table{recovery}{rows} })
	{
		complain("$row->{at}: ground \"$row->{ground}\" is not known") unless $ground{ $row->{ground} };
		complain("$row->{at}: duty \"$row->{duty}\" is neither may nor must") unless $row->{duty} =~ /^(may|must)$/;
		complain("$row->{at}: no consequence") if $row->{consequence} eq '';
		for my $scheme (split ' ', $row->{scheme})
		{
			complain("$row->{at}: scheme \"$scheme\" is not known")
			  unless $scheme =~ /^(guidelines|investment|nyvekst|kompetansepiloter)$/;
		}
		complain("$row->{at}: binding_years stand with the assets, and there as a whole number")
		  unless $row->{ground} =~ /^asset_/ ? $row->{binding_years} =~ /^[1-9]\d?$/ : $row->{binding_years} eq '';
		$years{ $row->{binding_years} } = 1 if $row->{ground} =~ /^asset_/;
		$seen{ $row->{ground} } = 1;
	}
	complain('recovery.csv: assets are bound for different times') if keys %years > 1;
	complain("recovery.csv: no row for ground $_") for grep { !$seen{$_} } sort keys %ground;
	return;
}

# Rates of interest without a gap: published as such, or a margin.
sub check_recovery_rates
{
	my $before;
	for my $row (@{ $table{recovery_rate}{rows} })
	{
		complain("$row->{at}: either a positive rate or a positive margin, not both or neither")
		  unless ($row->{rate_percent} =~ /^\d+(\.\d+)?$/ && $row->{rate_percent} > 0 && $row->{margin_basis_points} eq '')
		  || ($row->{margin_basis_points} =~ /^[1-9]\d*$/ && $row->{rate_percent} eq '');
		complain("$row->{at}: does not begin where the row before ends")
		  if $before && $row->{from} != $before->{to} + 1;
		$before = $row;
	}
	return;
}

# The treatments of rule/tax.h, each in one row, in their order.
sub check_tax
{
	my $treatments = join ' ', map { $_->{treatment} } @{ $table{tax}{rows} };
	complain("tax.csv: the treatments are \"$treatments\"")
	  unless $treatments eq 'not_income part_of_consideration reduces_depreciation_balance';
	for my $row (@{ $table{tax}{rows} })
	{
		complain("$row->{at}: years stand with part_of_consideration, and there as a whole number")
		  unless $row->{treatment} eq 'part_of_consideration' ? $row->{years} =~ /^[1-9]\d?$/ : $row->{years} eq '';
	}
	return;
}

# Dates of a frame: there is one kind, and it is a day that every year has.
sub check_frame
{
	for my $row (@{ $table{frame}{rows} })
	{
		complain("$row->{at}: item \"$row->{item}\" is not known") unless $row->{item} eq 'assignment_letter';
		complain("$row->{at}: \"$row->{month}-$row->{day}\" is no day of every year")
		  unless "$row->{month}-$row->{day}" =~ /^(?:(?:[13578]|1[02])-(?:[1-9]|[12]\d|3[01])|(?:[469]|11)-(?:[1-9]|[12]\d|30)|2-(?:[1-9]|1\d|2[0-8]))$/;
	}
	return;
}

# The fund is topped up only when there has been a warning.
sub check_loss_fund
{
	my %points;
	for my $row (@{ $table{loss_fund}{rows} })
	{
		complain("$row->{at}: item \"$row->{item}\" is none of top_up, warn")
		  unless $row->{item} =~ /^(top_up|warn)$/;
		complain("$row->{at}: comparison \"$row->{comparison}\" is none of more than, at least")
		  unless $row->{comparison} =~ /^(more than|at least)$/;
		$points{ $row->{item} } = $row->{points} if $row->{points} =~ /^\d+(\.\d+)?$/;
	}
	complain('loss_fund.csv: the warning does not come before the top-up')
	  unless ($points{warn} // 100) < ($points{top_up} // 0);
	return;
}

# Each value has one row, grounds apart, and the form that the rules read.
sub check_kompetansepiloter
{
	my %form = (
		excluded_county => qr/^\d\d$/,
		centrality => qr/^[1-6]( [1-6])*$/,
		majority_percent => qr/^\d{1,2}$/,
		ineligible_cost => qr/^(state_financed|analysis|equipment)$/,
		cofinancing_percent => qr/^\d{1,2}$/);
	my %seen;
	for my $row (@{ $table{kompetansepiloter}{rows} })
	{
		my ($item, $value) = @$row{qw(item value)};
		complain("$row->{at}: item \"$item\" is not known"), next unless $form{$item};
		complain("$row->{at}: \"$value\" is no value of $item") unless $value =~ $form{$item};
		complain("$row->{at}: stands twice")
		  if $seen{ $item eq 'ineligible_cost' ? "$item $value" : $item }++;
	}
	for my $item (sort((grep { $_ ne 'ineligible_cost' } keys %form), map { "ineligible_cost $_" } qw(state_financed analysis equipment)))
	{
		complain("kompetansepiloter.csv: no row of $item") unless $seen{$item};
	}
	return;
}

# Each limit has one row, each ground too; those of the two categories of aid to
# research meet, so that only the amount itself lies between them.
sub check_eligibility
{
	my %form = (
		ad_hoc_percent => qr/^\d{1,2} at most$/,
		owner_share => qr{^[1-9]/[1-9] at least$},
		majority_share => qr{^[1-9]/[1-9] more than$},
		closed_months => qr/^[1-9]\d? less than$/,
		simplified_eur => qr/^[1-9]\d* less than$/,
		incentive_effect_eur => qr/^[1-9]\d* more than$/,
		de_minimis_ground => qr/^(coal|road_freight_vehicle|in_difficulty|export|domestic_goods) $/);
	my %value;
	for my $row (@{ $table{eligibility}{rows} })
	{
		my ($item, $value, $comparison) = @$row{qw(item value comparison)};
		complain("$row->{at}: item \"$item\" is not known"), next unless $form{$item};
		complain("$row->{at}: \"$value\", \"$comparison\" is no limit of $item") unless "$value $comparison" =~ $form{$item};
		my $key = $item eq 'de_minimis_ground' ? "$item $value" : $item;
		complain("$row->{at}: stands twice") if defined $value{$key};
		$value{$key} = $value;
	}
	for my $item (sort((grep { $_ ne 'de_minimis_ground' } keys %form),
		map { "de_minimis_ground $_" } qw(coal road_freight_vehicle in_difficulty export domestic_goods)))
	{
		complain("eligibility.csv: no row of $item") unless defined $value{$item};
	}
	complain('eligibility.csv: the two categories do not meet')
	  unless ($value{simplified_eur} // '') eq ($value{incentive_effect_eur} // '');
	return;
}

# Names of items that SQL hands in as keys; a condition is no item of its own kind.
sub check_required_items
{
	my %item = map { ("$_->{kind} $_->{item}" => 1) } @{ $table{required_item}{rows} };
	in_turn('required_item', 'kind', 'item');
	for my $row (@{ $table{required_item}{rows} })
	{
		my ($at, $kind, $condition) = @$row{qw(at kind condition)};
		for my $column (qw(kind item condition))
		{
			complain("$at: $column \"$row->{$column}\" is no name")
			  unless $row->{$column} =~ /^[a-z][a-z_]*$/ || $column eq 'condition' && $condition eq '';
		}
		complain("$at: condition \"$condition\" is itself an item of $kind") if $item{"$kind $condition"};
		no_empty($row, qw(text text_no rule));
	}
	return;
}

# What is due runs for some months from a day that is given, is a day of the
# law, or is only described.
sub check_deadlines
{
	in_turn('deadline', 'programme', 'item');
	for my $row (@{ $table{deadline}{rows} })
	{
		my ($at, $runs_from, $months, $day) = @$row{qw(at runs_from months day)};
		complain("$at: runs_from \"$runs_from\" is not known")
		  unless $runs_from =~ /^(report_due|report_received|)$/;
		complain("$at: months \"$months\" is no positive number") unless $months =~ /^([1-9]\d?)?$/;
		complain("$at: months that run from nothing") if $months ne '' && $runs_from eq '';
		complain("$at: day \"$day\" is no date") unless $day eq '' || defined day_number($day);
		complain("$at: both a day and what it runs from") if $day ne '' && $runs_from ne '';
		no_empty($row, qw(programme item text text_no owed_by when_due rule));
	}
	return;
}

sub check_complaint
{
	in_turn('complaint', 'decided_by', 'individual_decision');
	for my $row (@{ $table{complaint}{rows} })
	{
		my ($at, $individual, $may) = @$row{qw(at individual_decision may_complain)};
		complain("$at: individual_decision \"$individual\" is none of true, false")
		  unless $individual =~ /^(true|false|)$/;
		complain("$at: may_complain \"$may\" is none of true, false") unless $may =~ /^(true|false)$/;
		complain("$at: whom to complain to does not fit may_complain")
		  unless ($row->{complain_to} ne '') == ($may eq 'true') && ($row->{complain_to_no} ne '') == ($may eq 'true');
	}
	return;
}

sub no_empty
{
	my ($row, @columns) = @_;
	complain("$row->{at}: no $_") for grep { $row->{$_} eq '' } @columns;
	return;
}

# The rows of a table that agree in some columns follow each other in time.
sub in_turn
{
	my ($name, @keys) = @_;
	my %last;
	for my $row (@{ $table{$name}{rows} })
	{
		my $key = join ' ', map { $row->{$_} } @keys;
		complain("$row->{at}: overlaps or comes before $last{$key}{at}")
		  if $last{$key} && $row->{from} <= $last{$key}{to};
		$last{$key} = $row;
	}
	return;
}

# And the value is a positive number.
sub no_overlap
{
	my ($name, $value, @keys) = @_;
	in_turn($name, @keys);
	for my $row (@{ $table{$name}{rows} })
	{
		complain("$row->{at}: $value \"$row->{$value}\" is no positive number")
		  unless $row->{$value} =~ /^\d+(\.\d+)?$/ && $row->{$value} > 0;
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

# The versions of a regime follow each other without a gap.
sub check_regimes
{
	no_overlap('regime', 'priority', 'regime');
	my %last;
	for my $row (@{ $table{regime}{rows} })
	{
		my $before = $last{ $row->{regime} };
		complain("$row->{at}: does not begin where the version before ends")
		  if $before && $row->{from} != $before->{to} + 1;
		$last{ $row->{regime} } = $row;
	}
	return;
}

# Whether a row of a regime speaks of nothing that is not known, on days of
# its regime.
sub check_terms
{
	my ($row, %known) = @_;
	my @versions = grep { $_->{regime} eq $row->{regime} } @{ $table{regime}{rows} };

	complain("$row->{at}: regime \"$row->{regime}\" has no rows in regime.csv") unless @versions;
	complain("$row->{at}: lies outside the days of its regime")
	  if @versions && ($row->{from} < $versions[0]{from} || $row->{to} > $versions[-1]{to});
	complain("$row->{at}: measure \"$row->{measure}\" is not known")
	  unless $measure_code{ $row->{measure} };
	complain("$row->{at}: rule stands without the guidelines")
	  if $row->{rule} ne '' && $row->{regime} !~ /^(guidelines|regional_map)$/;
	$known{zones} = [ keys %zone_code ];
	$known{condition} //= \@conditions;
	for my $column (sort grep { exists $row->{$_} } keys %known)
	{
		for my $term (split ' ', $row->{$column})
		{
			complain("$row->{at}: $column \"$term\" is not known")
			  unless grep { $_ eq $term } @{ $known{$column} };
		}
	}
	return;
}

# What a row needs to apply, as sets: two rows with the same needs would
# contradict each other, and of rows with other needs the later wins.
sub needs
{
	my ($row, @columns) = @_;
	return join '|', map { join ' ', sort split ' ', $row->{$_} } qw(regime measure zones condition), @columns;
}

sub check_intensities
{
	my %rows;
	for my $row (@{ $table{intensity}{rows} })
	{
		my $at = $row->{at};
		check_terms($row, reading => \@readings, option => \@figures);
		complain("$at: unit is neither GGE nor NGE") unless $row->{unit} =~ /^(GGE|NGE)$/;
		complain("$at: from_value and below_value stand without an option, or the option without them")
		  if ($row->{option} eq '') != ($row->{from_value} eq '')
		  || $row->{option} eq '' && $row->{below_value} ne '';
		complain("$at: cap is none from 0 to 100")
		  unless $row->{cap_percent} =~ /^(\d+(\.\d\d?)?)?$/ && ($row->{cap_percent} || 0) <= 100;
		check_rates_of_sizes($row);
		check_same($row);
		for my $other (@{ $rows{ needs($row, 'reading', 'option') } })
		{
			complain("$at: overlaps $other->{at}")
			  if $row->{from} <= $other->{to} && $other->{from} <= $row->{to}
			  && ($row->{option} eq ''
				|| ($row->{below_value} eq '' || $other->{from_value} < $row->{below_value})
				&& ($other->{below_value} eq '' || $row->{from_value} < $other->{below_value}));
		}
		push @{ $rows{ needs($row, 'reading', 'option') } }, $row;
	}
	check_gaps($table{intensity});
	return;
}

# Where a regime speaks of a measure, it does so without a gap in time.
sub check_gaps
{
	my ($table) = @_;
	my %until;
	for my $row (sort { $a->{from} <=> $b->{from} } @{ $table->{rows} })
	{
		my $until = \($until{"$row->{regime} $row->{measure}"} //= $row->{from} - 1);
		complain("$row->{at}: $row->{regime} has nothing on $row->{measure} from " . day_text($$until + 1))
		  if $row->{from} > $$until + 1;
		$$until = $row->{to} if $row->{to} > $$until;
	}
	return;
}

# Rates are from 0 to 100 percent, and the law allows the smaller at least as
# much as the larger.
sub check_rates_of_sizes
{
	my ($row) = @_;
	my @rates = map { $row->{$_} } @sizes;
	for my $rate (@rates)
	{
		complain("$row->{at}: rate \"$rate\" is none from 0 to 100")
		  unless exists $no_rate{$rate} || $rate =~ /^\d+(\.\d\d?)?$/ && $rate <= 100;
	}
	my @numbers = grep { /^\d/ } @rates;
	complain("$row->{at}: a larger enterprise has more than a smaller")
	  if grep { $numbers[ $_ - 1 ] < $numbers[$_] } 1 .. $#numbers;
	return;
}

sub check_same
{
	my ($row) = @_;
	my $same = grep { $row->{$_} eq 'same' } @sizes;
	complain("$row->{at}: same_as and the rates \"same\" need each other")
	  if ($same > 0) != ($row->{same_as} ne '');
	return if $row->{same_as} =~ /^(underlying)?$/;
	my ($regime, $measure) = split '/', $row->{same_as};
	complain("$row->{at}: same_as leads to a row that leads on")
	  if grep { $_->{regime} eq $regime && $_->{measure} eq ($measure // '') && $_->{same_as} ne '' }
	  @{ $table{intensity}{rows} };
	complain("$row->{at}: same_as is neither \"underlying\" nor a regime and a measure")
	  unless defined $regime_code{$regime} && $measure && $measure_code{$measure};
	return;
}

# Bonuses add to rates that are there: on every day of a bonus the regime has a
# rate for the measure.
sub check_bonuses
{
	my %rows;
	for my $row (@{ $table{bonus}{rows} })
	{
		my $at = $row->{at};
		check_terms($row);
		check_rates_of_sizes($row);
		complain("$at: alternative is no number") unless $row->{alternative} =~ /^\d?$/;
		complain("$at: overlaps $_->{at}")
		  for grep { $row->{from} <= $_->{to} && $_->{from} <= $row->{to} } @{ $rows{ needs($row, 'bonus') } };
		push @{ $rows{ needs($row, 'bonus') } }, $row;
		my $day = $row->{from};
		for my $rate (sort { $a->{from} <=> $b->{from} } grep { $_->{regime} eq $row->{regime}
			&& $_->{measure} eq $row->{measure} } @{ $table{intensity}{rows} })
		{
			$day = $rate->{to} + 1 if $rate->{from} <= $day && $day <= $rate->{to};
		}
		complain("$at: there is no rate to add to on " . day_text($day)) if $day <= $row->{to};
	}
	return;
}

sub check_amounts
{
	my %rows;
	for my $row (@{ $table{amount}{rows} })
	{
		my $at = $row->{at};
		check_terms($row, instrument => \@instruments);
		complain("$at: per \"$row->{per}\" is not known") unless grep { $_ eq $row->{per} } @per;
		complain("$at: amount_eur is no whole positive number") unless $row->{amount_eur} =~ /^[1-9]\d*$/;
		for my $other (@{ $rows{ needs($row, 'instrument', 'per') } })
		{
			complain("$at: overlaps $other->{at}")
			  if $row->{from} <= $other->{to} && $other->{from} <= $row->{to};
		}
		push @{ $rows{ needs($row, 'instrument', 'per') } }, $row;
	}
	return;
}

# Every rule of the guidelines stands once, with what implements it or why
# nothing does; whatever other rows cite as their rule is among them.
sub check_rules
{
	my %rule;
	for my $row (@{ $table{rule}{rows} })
	{
		my ($at, $object, $reason) = @$row{qw(at object reason)};
		complain("$at: \"$row->{rule}\" is no id of a rule")
		  unless $row->{rule} =~ /^(?:[GHKV]\d+(?:-\d+)?|VEDLEGG\d(?:-\d+)?)$/;
		complain("$at: rule $row->{rule} stands twice") if $rule{ $row->{rule} }++;
		for my $column (qw(place subject))
		{
			complain("$at: no $column") if $row->{$column} eq '';
		}
		complain("$at: either object or reason, not both or neither")
		  unless ($object eq '') != ($reason eq '');
		complain("$at: object \"$object\" is no list of names")
		  unless $object =~ /^(?:[a-z_0-9]+(?: [a-z_0-9]+)*)?$/;
		complain("$at: reason \"$reason\" is not \"text only: ...\"")
		  unless $reason =~ /^(?:text only: .+)?$/;
	}
	for my $row (map { @{ $table{$_}{rows} } } grep { $_ ne 'rule' } sort keys %table)
	{
		complain("$row->{at}: rule \"$_\" does not stand in rule.csv")
		  for grep { !$rule{$_} } split ' ', $row->{rule} // '';
	}
	return;
}

# A label stands once in its list, and so does each of the words that it stands
# for; columns and items are numbered from 1 up.
sub check_aid_register
{
	my (%seen, %last);
	for my $row (@{ $table{aid_register_code}{rows} })
	{
		my ($at, $list) = @$row{qw(at list)};
		for my $name ($row->{label}, split ' ', $row->{words})
		{
			complain("$at: \"$name\" stands twice in list $list") if $seen{"$list $name"}++;
		}
		complain("$at: \"$_\" is no measure")
		  for grep { $list eq 'purpose' && !$measure_code{$_} } split ' ', $row->{words};
	}
	for my $row (map { @{ $table{$_}{rows} } } qw(aid_register_column aid_register_item))
	{
		my $register = $row->{register} // '';
		complain("$row->{at}: position \"$row->{position}\" does not follow the one before")
		  unless $row->{position} eq ($last{$register} // 0) + 1;
		$last{$register} = $row->{position};
		complain("$row->{at}: name \"$row->{name}\" is no name of a column")
		  unless $row->{name} =~ /^[a-z_]+$/;
		complain("$row->{at}: name $row->{name} stands twice") if $seen{"name $register $row->{name}"}++;
	}
	return;
}

# The register of aid is no regime, and knows no measures.
sub check_thresholds
{
	my %kind = map { $_ => 1 } @threshold_kinds;
	my %rows;
	for my $row (@{ $table{threshold}{rows} })
	{
		my $at = $row->{at};
		complain("$at: kind \"$row->{kind}\" is not known") unless $kind{ $row->{kind} };
		if ($row->{kind} eq 'publication')
		{
			complain("$at: publication is in the register, for all measures")
			  unless $row->{regime} eq 'register' && $row->{measure} eq '';
		}
		else
		{
			check_terms($row, condition => \@threshold_conditions);
		}
		for my $column (qw(amount_eur cost_eur))
		{
			complain("$at: $column \"$row->{$column}\" is no positive number")
			  unless $row->{$column} =~ /^([1-9]\d*)?$/ && ($row->{$column} || 0) < 2**32;
		}
		complain("$at: $row->{kind} without an amount")
		  if $row->{kind} =~ /^(notification|publication)$/ && $row->{amount_eur} eq '';
		complain("$at: intensity \"$row->{intensity_percent}\" is no whole number up to 100")
		  unless $row->{intensity_percent} =~ /^\d*$/ && ($row->{intensity_percent} || 0) <= 100;
		complain("$at: what begins at a cost has no cost")
		  if $row->{condition} =~ /\bcost_at_least\b/ && $row->{cost_eur} eq '';
		my $key = join '|', @$row{qw(regime measure kind item condition intensity_percent)};
		for my $other (@{ $rows{$key} })
		{
			complain("$at: overlaps $other->{at}")
			  if $row->{from} <= $other->{to} && $other->{from} <= $row->{to};
		}
		push @{ $rows{$key} }, $row;
	}
	return;
}

# The tranches of a large project follow each other, the last without end, and
# they give the amounts from which its aid is notified: to the cent where the law
# has the formula, rounded to 10 000 where it prints amounts.  For rows that are
# right by themselves.
sub check_tranches
{
	my %tranches;
	push @{ $tranches{ $_->{valid_from} } }, $_ for grep { $_->{kind} eq 'tranche' } @{ $table{threshold}{rows} };
	for my $tranches (values %tranches)
	{
		my ($end, $sum) = (0, 0);
		for my $row (@$tranches)
		{
			complain("$row->{at}: does not end after the tranche before")
			  unless $row->{amount_eur} eq '' ? $row == $tranches->[-1] && $row->{intensity_percent} eq '0'
			  : $row->{amount_eur} > $end && $row != $tranches->[-1];
			complain("$row->{at}: tranche without a share") if $row->{intensity_percent} eq '';
			$sum += (($row->{amount_eur} || $end) - $end) * ($row->{intensity_percent} || 0) / 100;
			$end = $row->{amount_eur} || $end;
		}
		for my $row (grep { $_->{kind} eq 'notification' && $_->{regime} eq $tranches->[0]{regime}
			&& $_->{measure} eq $tranches->[0]{measure} && $_->{from} == $tranches->[0]{from} }
			@{ $table{threshold}{rows} })
		{
			my $printed = $row->{intensity_percent} ne '';
			complain("$row->{at}: amount is not that of the tranches")
			  if abs($sum * ($printed ? $row->{intensity_percent} / 100 : 1) - $row->{amount_eur}) > ($printed ? 5000 : 0);
		}
	}
	return;
}

# A definition has its sizes from the smallest to medium, each with wider limits
# than the one before; its versions do not overlap.  Only the smallest may go
# without limits in money.
sub check_sizes
{
	my (%last, %until);
	for my $row (@{ $table{size_threshold}{rows} })
	{
		my ($at, $mode, $size) = @$row{qw(at mode size)};
		complain("$at: mode \"$mode\" is not known") unless grep { $_ eq $mode } @size_modes;
		complain("$at: size \"$size\" has no limits") unless ($size_code{$size} // 4) < 4;
		my @words = grep { $row->{$_} !~ /^([1-9]\d{0,8})?$/ } qw(turnover_eur balance_eur);
		push @words, 'headcount_below' unless $row->{headcount_below} =~ /^[1-9]\d{0,3}$/;
		complain("$at: $_ \"$row->{$_}\" is no positive number") for @words;
		next if @words;
		complain("$at: one limit in money without the other")
		  if ($row->{turnover_eur} eq '') != ($row->{balance_eur} eq '');
		complain("$at: turnover_strict is neither true nor empty, or has no turnover")
		  unless $row->{turnover_strict} =~ /^(true)?$/
		  && ($row->{turnover_strict} eq '' || $row->{turnover_eur} ne '');
		my $key = "$mode $row->{valid_from} $row->{valid_to}";
		my $before = $last{$key};
		if ($before)
		{
			complain("$at: limits are not wider than those of $before->{at}")
			  unless ($size_code{$size} // 0) > ($size_code{ $before->{size} } // 0)
			  && $row->{headcount_below} > $before->{headcount_below}
			  && ($row->{turnover_eur} || 0) > ($before->{turnover_eur} || 0)
			  && ($row->{balance_eur} || 0) > ($before->{balance_eur} || 0);
		}
		elsif ($until{$mode} && $row->{from} <= $until{$mode})
		{
			complain("$at: overlaps or comes before the version of $mode before");
		}
		$last{$key} = $row;
		$until{$mode} = $row->{to};
	}
	complain("$_->{at}: is the largest size of its version, but not medium")
	  for grep { $_->{size} ne 'medium' } map { $last{$_} } sort keys %last;
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
	write_intensities();
	write_bonuses();
	write_rates();
	write_amounts();
	write_thresholds();
	write_sizes();
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
	print 'static ';
	write_array("LawDay ${name}_periods[]", map { $_->[0] } @periods);
	print 'static ';
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
	write_code_labels('zone_label', 'zone', 'zone_label');
	write_code_labels('measure', 'measure', 'measure');
	write_code_labels('enterprise_size', 'size', 'enterprise_size');
	write_array('LawText law_payroll_zone_labels[]', map { text($_) } '', @payroll_zones);

	my @rates = map {
		sprintf '{%d, %d, %d, %d}', $payroll_code{ $_->{payroll_zone} }, $_->{from},
		  $_->{to}, sprintf('%.0f', $_->{rate_percent} * 10)
	} @{ $table{payroll_rate}{rows} };
	write_array('LawPayrollRate law_payroll_rates[]', @rates);
	printf "const int law_npayroll_rates = %d;\n\n", scalar @rates;
	return;
}

# The labels of a type, by the code that it stores.
sub write_code_labels
{
	my ($name, $column, $array) = @_;
	my @labels = map { $_->{$column} } @{ $table{$name}{rows} };
	write_array("LawText law_${array}s[]", map { text($_) } '', @labels);
	printf "const int law_n${array}s = %d;\n\n", @labels + 1;
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

# Words of a list as a set.
sub set_of
{
	my ($words, $code) = @_;
	my $set = 0;
	$set |= 1 << $code->{$_} for split ' ', $words;
	return $set;
}

sub places { my @words = @_; return { map { $words[$_] => $_ } 0 .. $#words }; }

sub hundredths { return sprintf '%.0f', $_[0] * 100; }

# Rows by measure and priority; the register of aid has neither.
sub by_measure
{
	my @sorted = sort {
		($measure_code{ $a->{measure} } // 0) <=> ($measure_code{ $b->{measure} } // 0)
		  || ($regime_code{ $a->{regime} } // 0) <=> ($regime_code{ $b->{regime} } // 0)
		  || $a->{index} <=> $b->{index}
	} @_;
	return @sorted;
}

# The same as an array, and where each measure begins.
sub write_by_measure
{
	my ($type, $name, $rows, $write) = @_;
	my @sorted = by_measure(@$rows);
	write_array("$type ${name}[]", map { $write->($_) } @sorted);
	write_array("uint16_t ${name}_of_measure[]", map {
		my $code = $_;
		scalar grep { ($measure_code{ $_->{measure} } // 0) < $code } @sorted
	} 0 .. keys(%measure_code) + 1);
	return;
}

# The rates and bonuses of each measure, period and regime; the first regime
# stands for whichever is in force.
sub write_rates
{
	my @days = sort { $a <=> $b } unique(map { ($_->{from}, $_->{to} + 1) }
		map { @{ $table{$_}{rows} } } qw(intensity bonus zone_map));
	my (@rates, @rows, %place);
	my $list = sub {
		my $found = join ' ', @_;
		if (!defined $place{$found})
		{
			$place{$found} = @rows;
			push @rows, @_;
		}
		return ($place{$found}, scalar @_);
	};
	my %sorted = map { $_ => [ by_measure(@{ $table{$_}{rows} }) ] } qw(intensity bonus);
	my %on;    # positions by table, measure, day, regime
	for my $name (keys %sorted)
	{
		for my $i (0 .. $#{ $sorted{$name} })
		{
			my $row = $sorted{$name}[$i];
			push @{ $on{"$name $measure_code{ $row->{measure} } $_ $row->{regime}"} }, $i
			  for grep { $row->{from} <= $_ && $_ <= $row->{to} } @days;
		}
	}
	for my $measure (0 .. keys %measure_code)
	{
		for my $day (@days)
		{
			my ($first) = grep { $on{"intensity $measure $day $_"} } @regimes;
			for my $regime ($first // '', @regimes)
			{
				die "too many rates of measure $measure in $regime\n"
				  if @{ $on{"intensity $measure $day $regime"} || [] } > 32;
				my @found = map { [ $list->(@{ $on{"$_ $measure $day $regime"} || [] }) ] } qw(intensity bonus);
				push @rates, sprintf '{%d, %d, %d, %d, %d}', $found[0][0], $found[1][0], $found[0][1],
				  $found[1][1], $regime_code{$regime} // 0;
			}
		}
	}
	write_array('LawDay law_rate_periods[]', @days);
	write_array('uint16_t law_rate_zones[]', map {
		my $day = $_;
		my ($map) = grep { $_->{from} <= $day && $day <= $_->{to} } @{ $table{zone_map}{rows} };
		$map ? set_of($map->{zones}, \%zone_code) : 0
	} @days);
	printf "const int law_nrate_periods = %d;\n\n", scalar @days;
	write_array('LawRates law_rates[]', @rates);
	write_array('uint16_t law_rate_rows[]', @rows);
	return;
}

sub write_intensities
{
	my ($condition, $reading, $figure) = (places(@conditions), places(@readings), places(@figures));
	write_array('LawText law_regimes[]', map { text($_) } @regimes);
	printf "const int law_nregimes = %d;\n\n", scalar @regimes;
	write_array('LawIntensity law_intensities[]', map {
		my $row = $_;
		my ($regime, $measure) = $row->{same_as} =~ m{(.*)/(.*)};
		my @rates = map { $no_rate{$_} // hundredths($_) } map { $row->{$_} } @sizes;
		'{' . join(', ', $measure_code{ $row->{measure} }, $regime_code{ $row->{regime} },
			set_of($row->{reading}, $reading), set_of($row->{zones}, \%zone_code),
			set_of($row->{condition}, $condition),
			$row->{option} eq '' ? scalar @figures : $figure->{ $row->{option} },
			defined $regime ? $regime_code{$regime} : 0, defined $measure ? $measure_code{$measure} : 0,
			$row->{from_value} || 0, $row->{below_value} eq '' ? 32767 : $row->{below_value},
			$row->{unit} eq 'NGE' ? 'true' : 'false', '{' . join(', ', @rates) . '}',
			hundredths($row->{cap_percent} || 0), $row->{from}, $row->{to}, $row->{index}) . '}'
	} by_measure(@{ $table{intensity}{rows} }));
	return;
}

sub write_bonuses
{
	my $condition = places(@conditions);
	write_array('LawBonus law_bonuses[]', map {
		my $row = $_;
		'{' . join(', ', $measure_code{ $row->{measure} }, $regime_code{ $row->{regime} },
			$row->{alternative} || 0, set_of($row->{zones}, \%zone_code),
			set_of($row->{condition}, $condition),
			'{' . join(', ', map { hundredths($row->{$_}) } @sizes) . '}',
			$row->{from}, $row->{to}, $row->{index}) . '}'
	} by_measure(@{ $table{bonus}{rows} }));
	return;
}

sub write_amounts
{
	my ($condition, $instrument, $period) = (places(@conditions), places(@instruments), places(@per));
	write_by_measure('LawAmount', 'law_amounts', $table{amount}{rows}, sub {
		my ($row) = @_;
		return '{' . join(', ', $measure_code{ $row->{measure} }, $regime_code{ $row->{regime} },
			$period->{ $row->{per} }, set_of($row->{zones}, \%zone_code),
			set_of($row->{condition}, $condition), set_of($row->{instrument}, $instrument),
			$row->{amount_eur}, $row->{from}, $row->{to}, $row->{index}) . '}';
	});
	return;
}

# Sub-cases (item) that no function asks for stand in the view alone.
sub write_thresholds
{
	my ($kind, $condition) = (places(@threshold_kinds), places(@threshold_conditions));
	write_by_measure('LawThreshold', 'law_thresholds', [ grep { $_->{item} eq '' || $_->{kind} eq 'tranche' }
		@{ $table{threshold}{rows} } ], sub {
		my ($row) = @_;
		return '{' . join(', ', $measure_code{ $row->{measure} } // 0, $regime_code{ $row->{regime} } // 0,
			$kind->{ $row->{kind} }, set_of($row->{condition}, $condition),
			$row->{intensity_percent} || 0, map({ ($_ || 0) . 'u' } $row->{amount_eur}, $row->{cost_eur}),
			$row->{from}, $row->{to}) . '}';
	});
	return;
}

sub write_sizes
{
	my $mode = places(@size_modes);
	my @rows = map {
		sprintf '{%d, %d, %s, %d, %du, %du, %d, %s}', $mode->{ $_->{mode} }, $size_code{ $_->{size} },
		  $_->{turnover_strict} || 'false', $_->{headcount_below}, $_->{turnover_eur} || 0,
		  $_->{balance_eur} || 0, $_->{from}, $_->{to} == OPEN ? 'INT32_MAX - 1' : $_->{to}
	} @{ $table{size_threshold}{rows} };
	write_array('LawText law_size_modes[]', map { text($_) } @size_modes);
	write_array('LawSizeThreshold law_size_thresholds[]', @rows);
	printf "const int law_nsize_thresholds = %d;\n\n", scalar @rows;
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
