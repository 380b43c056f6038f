# Law.pm: reads the law's CSV files and refuses what no law can be.
#
# Every row has valid_from, valid_to (the last day, empty = until further
# notice), rule, citation and evidence.  Mistakes are collected, so that one
# run of make names them all.
package Law;

use strict;
use warnings;
use Time::Local qw(timegm);
use Exporter qw(import);
our @EXPORT_OK = qw(read_table day_number day_text complain complaints OPEN);

# Evidence: read in the legal text / worked out from texts that were read /
# an official page or another authority quoting it / not checked.
my %EVIDENCE = map { $_ => 1 } qw(text derived secondary unverified);

use constant OPEN => 65535;		# LAW_DAY_OPEN of law.h

my @complaints;

sub complain { push @complaints, $_[0]; return; }

sub complaints { return @complaints; }

# Days since 2000-01-01, undef for what is no date.
sub day_number
{
	my ($text) = @_;
	my ($y, $m, $d) = $text =~ /^(\d{4})-(\d\d)-(\d\d)$/ or return undef;
	my $seconds = eval { timegm(0, 0, 0, $d, $m - 1, $y) };
	return undef unless defined $seconds;
	return ($seconds - timegm(0, 0, 0, 1, 0, 2000)) / 86400;
}

# A day number as a date, for messages.
sub day_text
{
	my ($day) = @_;
	my ($d, $m, $y) = (gmtime(timegm(0, 0, 0, 1, 0, 2000) + $day * 86400))[3 .. 5];
	return sprintf '%04d-%02d-%02d', $y + 1900, $m + 1, $d;
}

# One line of RFC 4180 without line breaks inside fields.
sub split_line
{
	my ($line) = @_;
	my @fields;
	while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/g)
	{
		my ($quoted, $plain, $end) = ($1, $2, $3);
		$quoted =~ s/""/"/g if defined $quoted;
		push @fields, defined $quoted ? $quoted : $plain;
		return \@fields if $end eq '';
	}
	return undef;
}

# The first and last day of a row as numbers.
sub read_days
{
	my ($row) = @_;
	my $at = $row->{at};

	for my $pair ([ from => 'valid_from' ], [ to => 'valid_to' ])
	{
		my ($field, $column) = @$pair;
		next unless exists $row->{$column};
		my $day = $column eq 'valid_to' && $row->{$column} eq '' ? OPEN
		  : day_number($row->{$column});
		complain("$at: $column \"$row->{$column}\" is no date") unless defined $day;
		# such a row is refused; the other checks may go on with some day
		$row->{$field} = $day // 0;
	}
	complain("$at: valid_to is before valid_from")
	  if exists $row->{to} && $row->{to} < $row->{from};
	return;
}

sub check_row
{
	my ($row) = @_;
	my $at = $row->{at};

	read_days($row);
	complain("$at: no citation") if $row->{citation} eq '';
	complain("$at: evidence \"$row->{evidence}\" is none of "
		  . join(', ', sort keys %EVIDENCE))
	  unless $EVIDENCE{ $row->{evidence} };
	while (my ($column, $value) = each %$row)
	{
		complain("$at: white space around the value of $column")
		  if defined $value && $value =~ /^\s|\s$/;
	}
	return;
}

# Reads DIR/NAME.csv, which must have exactly these columns, since views go by
# their position: { name, columns => [...], rows => [{column => value, from, to,
# at, index}] }.
sub read_table
{
	my ($dir, $name, @columns) = @_;
	my $file = "$name.csv";
	my @rows;

	open my $fh, '<:raw', "$dir/$file" or die "$dir/$file: $!\n";
	my @lines = <$fh>;
	close $fh;
	chomp @lines;
	my $header = split_line(shift(@lines) // '') or die "$file: no header\n";
	die "$file line 1: the columns are not @columns\n" if "@$header" ne "@columns";

	for my $n (0 .. $#lines)
	{
		my $at = "$file line " . ($n + 2);
		my $fields = split_line($lines[$n]);
		my $copy = $lines[$n];
		if (!$fields || @$fields != @$header)
		{
			complain("$at: not " . @$header . ' fields');
			next;
		}
		complain("$at: not UTF-8") unless utf8::decode($copy);
		my %row;
		@row{@$header} = @$fields;
		$row{at} = $at;
		$row{index} = @rows;
		check_row(\%row);
		push @rows, \%row;
	}
	complain("$file: no rows") unless @rows;
	return { name => $name, columns => $header, rows => \@rows };
}

1;
