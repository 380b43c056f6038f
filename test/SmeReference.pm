# The size of enterprises in an ownership graph, worked out slowly.
#
# Regulation (EU) No 651/2014 Annex I as naive iteration to fixpoints: every
# round looks at every holding again, every number is an exact fraction, nothing
# is indexed or remembered.  It shares no code and no idea with sme_status(), which
# must give the same.
#
# A graph is a hash of
#   day        => of the question
#   entities   => { id => { kind, exempt, group, markets } }
#   holdings   => [ { owner, owned, capital, capital_total, votes, votes_total } ]
#   control    => [ [ owner, owned ] ]
#   consolidated, figures => { id => { period => { headcount => [ lo, hi ], turnover => ..., balance => ... } } }
#   scope      => [ { owner, member, method, percent } ]
# Numbers are Math::BigRat or undef: not known; hi undef is no upper limit.
package SmeReference;

use strict;
use warnings;
use Math::BigRat;

my $zero = Math::BigRat->new(0);
my $one = Math::BigRat->new(1);
my $half = Math::BigRat->new('1/2');
my $quarter = Math::BigRat->new('1/4');

# Art 2: headcount below the first, turnover or balance sheet total not above the
# others.
my @classes = ('micro', 'small', 'medium');
my %limit = (
	micro => [ 10, 2_000_000, 2_000_000 ],
	small => [ 50, 10_000_000, 10_000_000 ],
	medium => [ 250, 50_000_000, 43_000_000 ]);
my %rank = (micro => 0, small => 1, medium => 2, large => 3);
my @figures = ('headcount', 'turnover', 'balance');

# The last accounts closed on or before a day: $what is 'figures' or 'consolidated'.
sub last_accounts
{
	my ($graph, $what, $id, $day) = @_;
	my $accounts = $graph->{$what}{$id} // {};
	my ($last) = sort { $b cmp $a } grep { $_ le $day } keys %$accounts;
	return defined $last ? $accounts->{$last} : undef;
}

sub kind
{
	my ($graph, $id) = @_;
	return ($graph->{entities}{$id} // {})->{kind} // 'enterprise';
}

# A node of the graph of linked enterprises: neither person nor public body.
sub enterprise
{
	my ($graph, $id) = @_;
	return kind($graph, $id) eq 'enterprise';
}

# Shares as fractions: one per owner and owned.  A company's own shares give no
# votes, and the others' are so many more of the rest.  Where votes are not
# known, they are as the capital, and the other way round.
sub shares
{
	my ($graph) = @_;
	my (%share, %own);
	for my $h (@{ $graph->{holdings} })
	{
		my $capital = defined $h->{capital} ? $h->{capital} / $h->{capital_total} : undef;
		my $votes = defined $h->{votes} ? $h->{votes} / $h->{votes_total} : $capital;
		$capital //= $votes;
		if ($h->{owner} eq $h->{owned})
		{
			$own{ $h->{owned} } = ($own{ $h->{owned} } // $zero) + $votes;
			next;
		}
		my $s = $share{ $h->{owner} }{ $h->{owned} } //= { capital => $zero, votes => $zero };
		$s->{capital} += $capital;
		$s->{votes} += $votes;
	}
	for my $owner (keys %share)
	{
		for my $owned (keys %{ $share{$owner} })
		{
			$share{$owner}{$owned}{votes} /= $one - $own{$owned} if $own{$owned};
		}
	}
	return \%share;
}

# The votes, or capital, that some owners have together.
sub together
{
	my ($share, $what, $owned, @owners) = @_;
	my $sum = $zero;
	for my $owner (@owners)
	{
		my $s = $share->{$owner}{$owned};
		$sum += $s->{$what} if $s;
	}
	return $sum;
}

# Everything that some owners control, alone, together, and through what they
# control.
sub controlled
{
	my ($graph, $share, $all, @owners) = @_;
	my %in = map { $_ => 1 } @owners;
	my $more = 1;
	while ($more)
	{
		$more = 0;
		for my $y (@$all)
		{
			next if $in{$y};
			next
			  unless together($share, 'votes', $y, keys %in) > $half
			  or grep { $in{ $_->[0] } and $_->[1] eq $y } @{ $graph->{control} };
			$in{$y} = $more = 1;
		}
	}
	delete @in{@owners};
	return \%in;
}

# The markets of an enterprise; one without any has those of the enterprises that
# it controls.  None: not known.
sub markets
{
	my ($graph, $share, $all, $id) = @_;
	my @own = @{ $graph->{entities}{$id}{markets} // [] };
	return @own if @own;
	return
	  map { @{ $graph->{entities}{$_}{markets} // [] } } keys %{ controlled($graph, $share, $all, $id) };
}

# Whether some markets and some others have one in common, or adjacent ones.
sub related
{
	my ($graph, $some, $others) = @_;
	return 1 if grep { $others->{$_} } keys %$some;
	return scalar grep {
		my ($m, $n) = @$_;
		$some->{$m} && $others->{$n} || $some->{$n} && $others->{$m}
	} @{ $graph->{adjacent} // [] };
}

# Classes of linked enterprises: the least that no rule enlarges.  $unknown says
# whether an enterprise without known markets is on the same as any other.
sub linked
{
	my ($graph, $share, $all, $unknown) = @_;
	my @nodes = grep { enterprise($graph, $_) } @$all;
	my %class = map { $_ => $_ } @nodes;
	my $more = 1;
	my $merge = sub {
		my ($x, $y) = @class{@_};
		return if $x eq $y;
		$class{$_} eq $y and $class{$_} = $x for @nodes;
		$more = 1;
	};

	# Persons who act jointly.
	my %group;
	for my $id (grep { kind($graph, $_) eq 'person' } @$all)
	{
		push @{ $group{ defined $graph->{entities}{$id}{group} ? "group $graph->{entities}{$id}{group}" : "person $id" } }, $id;
	}
	my %market;
	for my $id (@nodes)
	{
		$market{$id} = { map { $_ => 1 } markets($graph, $share, $all, $id) };
	}
	my @through_persons;
	for my $group (values %group)
	{
		my @controlled = grep { exists $class{$_} } keys %{ controlled($graph, $share, $all, @$group) };
		for my $x (@controlled)
		{
			for my $y (@controlled)
			{
				my $related =
				  %{ $market{$x} } && %{ $market{$y} }
				  ? related($graph, $market{$x}, $market{$y})
				  : $unknown;
				push @through_persons, [ $x, $y ] if $x ne $y and $related;
			}
		}
	}

	while ($more)
	{
		$more = 0;
		for my $c (@{ $graph->{control} })
		{
			$merge->(@$c) if exists $class{ $c->[0] } and exists $class{ $c->[1] };
		}
		for my $y (@nodes)
		{
			my %owners;
			push @{ $owners{ $class{$_} } }, $_ for @nodes;
			for my $c (keys %owners)
			{
				next if $c eq $class{$y};
				$merge->($owners{$c}[0], $y) if together($share, 'votes', $y, @{ $owners{$c} }) > $half;
			}
		}
		$merge->(@$_) for @through_persons;
	}
	return \%class;
}

# Partners: weights of pairs of classes.  Holdings of one class in an enterprise
# are added up; of several enterprises, and of both directions, the greatest counts.
sub partners
{
	my ($graph, $share, $class) = @_;
	my %weight;
	for my $y (keys %$class)
	{
		my %owners;
		for my $x (keys %$class)
		{
			next if $class->{$x} eq $class->{$y} or $graph->{entities}{$x}{exempt};
			push @{ $owners{ $class->{$x} } }, $x;
		}
		for my $c (keys %owners)
		{
			my $capital = together($share, 'capital', $y, @{ $owners{$c} });
			my $votes = together($share, 'votes', $y, @{ $owners{$c} });
			my $higher = $capital > $votes ? $capital : $votes;
			next if $higher < $quarter;
			$higher = $one if $higher > $one;
			my $d = $class->{$y};
			my $before = $weight{$c}{$d} // $zero;
			$weight{$c}{$d} = $weight{$d}{$c} = $higher if $higher > $before;
		}
	}
	return \%weight;
}

# Art 3(4): the share that public bodies, and what they control, have together.
# Those that the second subparagraph of Art 3(2) exempts do not count, unless they
# control the enterprise.
sub public_share
{
	my ($graph, $share, $all, $class, $y) = @_;
	my @public = grep { kind($graph, $_) eq 'public_body' } @$all;
	my @bodies = (@public, keys %{ controlled($graph, $share, $all, @public) });
	my @live = grep {
		my $x = $_;
		$x ne $y
		  and (!$graph->{entities}{$x}{exempt}
			or (exists $class->{$x} ? $class->{$x} eq $class->{$y} : controlled($graph, $share, $all, $x)->{$y}))
	} @bodies;
	my $capital = together($share, 'capital', $y, @live);
	my $votes = together($share, 'votes', $y, @live);
	return $capital > $votes ? $capital : $votes;
}

# Art 6(2) and (3): the consolidated accounts that stand for some of a class: those
# with most members first, none with members of others.  As [id, members]; who
# consolidates is a member.
sub consolidated
{
	my ($graph, $share, $class, $c, $day) = @_;
	my @accounts;
	for my $id (sort grep { $class->{$_} eq $c and last_accounts($graph, 'consolidated', $_, $day) } keys %$class)
	{
		# Where nothing is said about them, the accounts are of all that it controls.
		my @scope = grep { $_->{owner} eq $id } @{ $graph->{scope} // [] };
		my @in =
		  @scope
		  ? map { $_->{member} } grep { $_->{method} eq 'full' } @scope
		  : keys %{ controlled($graph, $share, [ keys %$class ], $id) };
		my %members = map { $_ => 1 } $id, grep { ($class->{$_} // '') eq $c } @in;
		push @accounts, [ $id, sort keys %members ];
	}
	my (@taken, %covered);
	# Of accounts of as many those with more turnover, then balance, then persons.
	my $least = sub { return (last_accounts($graph, 'consolidated', $_[0][0], $day)->{ $_[1] } // [$zero])->[0]; };
	for my $account (
		sort {
			@$b <=> @$a
			  or $least->($b, 'turnover') <=> $least->($a, 'turnover')
			  or $least->($b, 'balance') <=> $least->($a, 'balance')
			  or $least->($b, 'headcount') <=> $least->($a, 'headcount')
			  or $a->[0] cmp $b->[0]
		} @accounts)
	{
		my ($id, @members) = @$account;
		next if grep { $covered{$_} } @members;
		$covered{$_} = 1 for @members;
		push @taken, $account;
	}
	return @taken;
}

# The data of a class on a day: the least, or the most that is possible
# (undef: without limit).
sub data
{
	my ($graph, $share, $class, $c, $day, $figure, $bound) = @_;
	my $sum = $zero;
	my %own = map { $_ => 1 } grep { $class->{$_} eq $c } keys %$class;
	my @known;
	for my $account (consolidated($graph, $share, $class, $c, $day))
	{
		my ($id, @members) = @$account;
		my $f = last_accounts($graph, 'consolidated', $id, $day)->{$figure};
		# Art 6(4): without a headcount, those of the members.
		next if $figure eq 'headcount' and (!$f or $f->[0] == 0 and !defined $f->[1]);
		delete @own{@members};
		push @known, $f // [ $zero, undef ];
	}
	push @known, (last_accounts($graph, 'figures', $_, $day) // {})->{$figure} // [ $zero, undef ] for keys %own;
	for my $f (@known)
	{
		return undef unless defined $f->[$bound];
		$sum += $f->[$bound];
	}
	return $sum;
}

# Art 6(3): a partner is not added whose part, or more, is in consolidated accounts
# that count.
sub included
{
	my ($graph, $share, $class, $c, $d, $day, $w) = @_;
	for my $account (consolidated($graph, $share, $class, $c, $day))
	{
		for my $s (grep { $_->{owner} eq $account->[0] and ($class->{ $_->{member} } // '') eq $d } @{ $graph->{scope} // [] })
		{
			return 1 if $s->{method} eq 'full' or $s->{method} eq 'proportional' and defined $s->{percent} and $s->{percent} / 100 >= $w;
		}
	}
	return 0;
}

# The same with its partners.
sub total
{
	my ($graph, $share, $class, $weight, $id, $day, $figure, $bound) = @_;
	my $c = $class->{$id};
	my $sum = data($graph, $share, $class, $c, $day, $figure, $bound);
	for my $d (keys %{ $weight->{$c} })
	{
		my $w = $weight->{$c}{$d};
		next if included($graph, $share, $class, $c, $d, $day, $w);
		my $more = data($graph, $share, $class, $d, $day, $figure, $bound);
		return undef unless defined $sum and defined $more;
		$sum += $w * $more;
	}
	return $sum;
}

# Art 2 for one period, as truth of each threshold.
sub within
{
	my ($total, $k) = @_;
	my ($headcount, $turnover, $balance) = map { $total->{$_} } @figures;
	return 0 unless defined $headcount and $headcount < $limit{$k}[0];
	return 1 if defined $turnover and $turnover <= $limit{$k}[1];
	return 1 if defined $balance and $balance <= $limit{$k}[2];
	return 0;
}

# Art 4(2): a threshold is passed when it is for two periods in a row.
sub size
{
	my ($graph, $share, $class, $weight, $id, $bound, @days) = @_;
	my @totals = map {
		my $day = $_;
		+{ map { $_ => total($graph, $share, $class, $weight, $id, $day, $_, $bound) } @figures }
	} @days;
	for my $k (@classes)
	{
		my ($state, $before);
		for my $total (@totals)
		{
			my $raw = within($total, $k);
			$state = $raw if !defined $state or $raw == $before;
			$before = $raw;
		}
		return $k if $state;
	}
	return 'large';
}

# Status of all enterprises: { id => { size, determined, ... } }.
sub status
{
	my ($graph) = @_;
	my $share = shares($graph);
	my %all = map { $_ => 1 } keys %{ $graph->{entities} }, keys %{ $graph->{figures} },
	  map { ($_->{owner}, $_->{owned}) } @{ $graph->{holdings} };
	$all{$_} = 1 for map { @$_[ 0, 1 ] } @{ $graph->{control} };
	my @all = sort keys %all;
	my %result;

	for my $unknown (0, 1)
	{
		my $class = linked($graph, $share, \@all, $unknown);
		my $weight = partners($graph, $share, $class);
		for my $id (keys %$class)
		{
			my $c = $class->{$id};
			my $r = {};
			# The own closing days; on the last, the accounts that are there on the day
			# of the question.
			my %closed = map { $_ => 1 } grep { $_ le $graph->{day} } map { keys %{ $graph->{$_}{$id} // {} } } 'figures', 'consolidated';
			my @days = sort keys %closed;
			pop @days;
			push @days, $graph->{day};
			my $public = public_share($graph, $share, \@all, $class, $id);
			for my $bound (0, 1)
			{
				push @{ $r->{sizes} },
				  $public >= $quarter ? 'large' : size($graph, $share, $class, $weight, $id, $bound, @days);
			}
			$r->{public_share} = $public;
			$r->{linked} = -1 + grep { $_ eq $c } values %$class;
			$r->{partners} = grep { $weight->{$c}{$_} } values %$class;
			$r->{type} =
			    $r->{linked} && $r->{partners} ? 'partner and linked'
			  : $r->{linked} ? 'linked'
			  : $r->{partners} ? 'partner'
			  : 'autonomous';
			for my $figure (@figures)
			{
				my ($lo, $hi) = map { total($graph, $share, $class, $weight, $id, $graph->{day}, $figure, $_) } 0, 1;
				$r->{$figure} = defined $hi && $lo == $hi ? $lo : undef;
			}
			push @{ $result{$id} }, $r;
		}
	}
	for my $id (keys %result)
	{
		my ($apart, $same) = @{ $result{$id} };
		my @sizes = sort { $rank{$a} <=> $rank{$b} } @{ $apart->{sizes} }, @{ $same->{sizes} };
		@{$apart}{qw(best worst)} = @sizes[ 0, -1 ];
		$apart->{determined} = $sizes[0] eq $sizes[-1] ? 't' : 'f';
		$apart->{size} = $sizes[0] eq $sizes[-1] ? $sizes[0] : undef;
		delete $apart->{sizes};
		$result{$id} = $apart;
	}
	return \%result;
}

1;
