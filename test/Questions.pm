# Questions.pm: calls of every function and every view of the extension, to be
# asked in two databases and compared.
#
# The arguments are whatever comes by type: an error is an answer like any other.
package Questions;

use strict;
use warnings;
no warnings 'qw';    # values with commas

# A function that asks what stands in a text, and tells the answer or the error.
our $answer = q{
	CREATE FUNCTION answer(question text) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE answer text;
	BEGIN
		EXECUTE 'SELECT string_agg(q::text, ''; '') FROM (' || question || ') AS q' INTO answer;
		RETURN coalesce(answer, 'NULL');
	EXCEPTION WHEN OTHERS THEN
		RETURN SQLSTATE || ' ' || SQLERRM;
	END $$};

# What stands for an argument of a type, in several tries.
my %values = (
	numeric => [qw(100000 0 -1 NULL 49.5 'NaN')], integer => [qw(3 0 NULL 12 -5 2010)], boolean => [qw(true false NULL true false true)],
	bigint => [qw(923609016 0 NULL 301 -5 1)],
	date => [qw('2010-03-01' '2025-02-28' NULL '2014-07-01' 'infinity' '2021-12-31')],
	text => [qw('general' 'x' NULL 'guidelines' '' 'rec_2003')], name => [qw('public' 'x' NULL 'a' 'b' 'c')],
	jsonb => [ map { "'$_'" } '{}', '{"pool": "sgei"}', '[]', '{}', 'null', '{}' ],
	regclass => [ ("'pg_class'") x 6 ], cstring => [qw('0301' 'III' NULL 'small' '923609016' '')],
	'tilskudd.kommunenr' => [qw('0301' '1902' NULL '5501' '9999' '0904')], 'tilskudd.zone' => [qw('III' 'c' NULL 'IV' 'outside' 'A')],
	'tilskudd.orgnr' => [qw('923609016' '971032081' NULL '923609016' '923609016' '923609016')],
	'tilskudd.aid_measure' => [qw('training_general' 'regional_investment' NULL 'rd_experimental' 'de_minimis' 'training')],
	'tilskudd.enterprise_size' => [qw('small' 'large' NULL 'medium' 'micro' 'small')],
	'numeric[]' => [qw('{1,2}' '{}' NULL '{NULL,1}' '{5}' '{1}')], 'date[]' => [qw('{2010-01-01,2011-01-01}' '{}' NULL '{NULL,2012-01-01}' '{2020-01-01}' '{2010-01-01}')],
	'text[]' => [qw('{a}' '{}' NULL '{}' '{b}' '{c}')], 'boolean[]' => [qw('{t}' '{}' NULL '{}' '{f}' '{t}')],
	'integer[]' => [qw('{5,6}' '{}' NULL '{1}' '{7}' '{6}')], 'tilskudd.kommunenr[]' => [qw('{0301,1902}' '{}' NULL '{1902}' '{9999}' '{0301}')],
	'tilskudd.zone[]' => [qw('{III,IV}' '{}' NULL '{c}' '{outside}' '{A}')],
	'daterange[]' => [ map { "'$_'" } '{"[2020-01-01,2021-01-01)"}', '{}', '{NULL}', '{}', '{"(,)"}', '{}' ],
	(map { $_ => [qw('2010-03-01' '2025-02-28' NULL '2014-07-01' 'infinity' '2021-12-31')] } 'timestamp with time zone', 'timestamp without time zone'),
	bytea => [ ("'\\x00'") x 6 ]);


# Calls of the functions for which a condition on pg_proc holds, each in six ways.
# Trigger functions and what only the server can call are left out.
sub of_functions
{
	my ($ask, $condition) = @_;
	my @questions;
	for (split /\n/, $ask->("SELECT oid::regprocedure::text, array_to_string(proargtypes::regtype[], ';'), prokind FROM pg_proc
		WHERE pronamespace = 'tilskudd'::regnamespace AND prokind IN ('f', 'a', 'w') AND prorettype <> 'trigger'::regtype
			AND 'internal'::regtype <> ALL (proargtypes || prorettype) AND $condition ORDER BY 1"))
	{
		my ($signature, $types, $kind) = split /\|/, $_, 3;
		my ($name) = $signature =~ /^([^(]+)/;
		for my $try (0 .. 5)
		{
			my $n = 0;
			my @arguments = map {
				my $values = $values{$_} or die "no value of type $_ for $signature";
				# the last try takes values of all tries
				($try == 5 ? $values->[ $n++ % 6 ] : $values->[$try]) . "::$_"
			} split /;/, $types;
			push @questions, "SELECT $name(" . join(', ', @arguments) . ')' . ($kind eq 'w' ? ' OVER ()' : '');
		}
	}
	return @questions;
}

# Every view of a schema, whole.
sub of_views
{
	my ($ask, $schema) = @_;
	return map { "SELECT count(*), md5(string_agg(v::text, '|' ORDER BY v::text COLLATE \"C\")) FROM $_ AS v" } split /\n/,
	  $ask->("SELECT oid::regclass FROM pg_class WHERE relnamespace = '$schema'::regnamespace AND relkind = 'v' ORDER BY 1");
}

# A statement with an answer to each question, a row for each.
sub ask_all
{
	return 'SELECT answer(q) FROM (VALUES ' . join(', ', map { "(\$q\$$_\$q\$)" } @_) . ') AS v(q)';
}

1;
