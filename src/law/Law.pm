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
our @EXPORT_OK = qw(read_table day_number complain complaints OPEN);

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

sub check_row
{
	my ($row) = @_;
	my $at = $row->{at};

	$row->{from} = day_number($row->{valid_from});
	complain("$at: valid_from \"$row->{valid_from}\" is no date")
	  unless defined $row->{from};
	if (exists $row->{valid_to})
	{
		$row->{to} = $row->{valid_to} eq '' ? OPEN : day_number($row->{valid_to});
		complain("$at: valid_to \"$row->{valid_to}\" is no date")
		  unless defined $row->{to};
		complain("$at: valid_to is before valid_from")
		  if defined $row->{from} && defined $row->{to} && $row->{to} < $row->{from};
	}
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

# Reads DIR/NAME.csv: { name, columns => [...], rows => [{column => value,
# from, to, at, index}] }.
sub read_table
{
	my ($dir, $name) = @_;
	my $file = "$name.csv";
	my @rows;

	open my $fh, '<:raw', "$dir/$file" or die "$dir/$file: $!\n";
	my @lines = <$fh>;
	close $fh;
	chomp @lines;
	my $header = split_line(shift(@lines) // '') or die "$file: no header\n";
	for my $required (qw(valid_from rule citation evidence))
	{
		die "$file: no column $required\n" unless grep { $_ eq $required } @$header;
	}

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
