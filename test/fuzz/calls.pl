#!/usr/bin/perl
#
# Writes calls of every function of the extension with nasty arguments, as
# statements for psql, until the time is over.
#
#   test/fuzz/calls.pl SEED SECONDS
#
# What there is to call, pg_proc says.

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use Values;

my ($seed, $seconds) = @ARGV;

my @functions = map {
	my ($name, $kind, $variadic, $types, $names, $comment) = @$_;
	{ name => $name, kind => $kind, variadic => $variadic eq 't', types => [ split /\|/, $types ], names => [ split /\|/, $names, -1 ], words => [ words($comment) ] }
} read_rows(q{
	SELECT 'tilskudd.' || quote_ident(p.proname), p.prokind, p.provariadic <> 0, array_to_string(array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n) ORDER BY n), '|'),
		array_to_string(p.proargnames[1:p.pronargs], '|', ''), obj_description(p.oid, 'pg_proc')
	FROM pg_proc AS p
	WHERE p.pronamespace = 'tilskudd'::regnamespace AND p.prorettype NOT IN ('trigger'::regtype, 'internal'::regtype)
		AND NOT 'internal'::regtype = ANY (p.proargtypes)
	ORDER BY p.oid});
die "the extension has no functions here\n" unless @functions;

sub call
{
	my $function = pick(@functions);
	my @types = @{ $function->{types} };
	my @arguments = map { value($types[$_], $function->{names}[$_], @{ $function->{words} }) } 0 .. $#types;
	$arguments[-1] = "VARIADIC $arguments[-1]" if $function->{variadic};
	my $call = "$function->{name}(" . join(', ', @arguments) . ')';
	return "BEGIN; CALL $call; ROLLBACK;\n" if $function->{kind} eq 'p';
	return "SELECT $call OVER (ORDER BY i) FROM generate_series(1, 3) AS i;\n" if $function->{kind} eq 'w';
	return "SELECT $call FROM generate_series(1, 3) AS i GROUP BY i % 2;\n" if $function->{kind} eq 'a';
	return "SELECT $call;\n";
}

write_statements($seed, $seconds, \&call);
