#!/usr/bin/perl
#
# Writes declarations of guards with options of every shape, and what then
# happens to the table, as statements for psql, until the time is over.
#
#   test/fuzz/guards.pl SEED SECONDS
#
# The first statement makes the table, fuzzed.

use strict;
use warnings;

use FindBin;
use lib $FindBin::Bin;
use Values;

my ($seed, $seconds) = @ARGV;

my %columns = (
	id => 'integer', orgnr => 'tilskudd.orgnr', project => 'text', eur => 'numeric', cents => 'bigint', day => 'date', pool => 'text', road => 'boolean', month => 'integer',
	cost => 'numeric', percent => 'numeric', most => 'numeric', small => 'boolean', items => 'text[]', final => 'boolean', last => 'date', status => 'text', made => 'timestamp with time zone');

# For each option, what is right for some rule.
my %options = (
	name => [qw("g" "h" "")], pool => [qw("general" "agriculture" {"column":"pool"})], road_freight => [qw(true false {"column":"road"})],
	fiscal_year_start_month => [qw(1 7 12 13 0 1.5 {"column":"month"})], ownership => [ q{"select 'a'::text as owner, 'b'::text as owned"}, '"pg_class"' ],
	eligible_cost => ['{"column":"cost"}'], intensity => ['{"column":"percent"}'], max_amount => ['{"column":"most"}'], de_minimis => ['{"column":"small"}'],
	items => ['{"column":"items"}'], costs => [ q{"select 'a'::text as key, 'x'::text as item, 100.00 as eligible_cost"} ],
	frames => [ q{"select 'a'::text as key, 1000.00 as amount"}, '"select 1 as key, null::numeric as amount"' ], final => ['{"column":"final"}'],
	grants => [ q{"select 'a'::text as key, 1000.00 as amount, true as accounts_attested"} ], holdback_percent => [qw(25 0 100 101 -1)],
	last_aid_on => ['{"column":"last"}'], timing => [qw("immediate" "deferrable" "deferred")], index => [qw(true false)], override_role => [qw("postgres" "nobody")]);
my %of_rule = (
	de_minimis => [qw(pool road_freight fiscal_year_start_month ownership)], intensity => [qw(eligible_cost intensity max_amount de_minimis)],
	cumulation => [qw(intensity items max_amount de_minimis costs)], frame => ['frames'], payment => [qw(final grants holdback_percent)], retention => ['last_aid_on']);
my @common = qw(name timing index override_role);

my @odd = ('null', '[]', '{}', '""', '1e400', '-0', 'true', '"column"', '{"column": null}', '{"column": "ctid"}', '{"column": "no such"}', '{"column": {"column": "eur"}}',
	'{"column": "eur", "more": 1}', '{"Column": "eur"}', '[{"column": "eur"}]', '"' . 'x' x 200 . '"', '"\u00e6\u0000"', '"%s%n"', '99999999999999999999');

# JSON with an option wrong in some way in one case of two.
sub options
{
	my ($rule) = @_;
	my @names = ((grep { chance(0.8) } @{ $of_rule{$rule} // [] }), grep { chance(0.15) } @common);
	my %json = map { $_ => pick(@{ $options{$_} }) } @names;
	if (chance(0.5))
	{
		my $kind = int rand 5;
		$json{ pick(keys %options) } = pick(@odd) if $kind == 0;
		$json{ pick(@names) } = pick(@odd) if $kind == 1 && @names;
		$json{ pick('Pool', 'pol', '', 'x' x 100, 'options') } = pick(@odd) if $kind == 2;
		return pick(@odd) if $kind == 3;
		delete $json{ pick(@names) } if $kind == 4 && @names;
	}
	return '{' . join(', ', map { "\"$_\": $json{$_}" } sort keys %json) . '}';
}

sub column { return chance(0.03) ? pick('NULL', "'no such'", "''", "'ctid'") : "'" . pick(@_) . "'" }

sub counted
{
	return 'NULL' if chance(0.7);
	return '$$' . pick('status = \'x\'', 'eur > 1/0', 'random() > 0.5', '', 'true', 'null', 'eur', 'exists (select 1)', 'count(*) > 1', 'fuzzed.eur = 1', 'true; drop table fuzzed',
		'status is distinct from \'x\'', '(select true)', 'row(1)', 'tilskudd.de_minimis_ceiling(day) > eur') . '$$';
}

sub row
{
	my %value = map { $_ => value($columns{$_}) } keys %columns;
	$value{id} = 1 + int rand 3;
	$value{orgnr} = pick("'923609016'", "'974760673'") if chance(0.9);
	$value{project} = pick("'a'", "'b'") if chance(0.9);
	$value{eur} = pick(0, 100, 200000, 300000.01) if chance(0.7);
	$value{items} = pick("'{x}'", "'{x,y}'", "'{}'", "'{x,x}'") if chance(0.8);
	my @names = sort keys %value;
	return '(' . join(', ', @names) . ') VALUES (' . join(', ', @value{@names}) . ')';
}

sub happening
{
	my $where = pick('', 'WHERE id = 1', 'WHERE false');
	my $column = pick(sort keys %columns);
	return pick(
		(map { 'INSERT INTO fuzzed ' . row() } 1 .. 15), ('SAVEPOINT s') x 2, ('SELECT tilskudd.violations(\'fuzzed\')') x 2, "UPDATE fuzzed SET $column = " . value($columns{$column}) . " $where", "DELETE FROM fuzzed $where", 'TRUNCATE fuzzed',
		'SET CONSTRAINTS ALL ' . pick('DEFERRED', 'IMMEDIATE'), 'ROLLBACK TO s', "ALTER TABLE fuzzed DROP COLUMN $column CASCADE",
		"ALTER TABLE fuzzed RENAME COLUMN $column TO renamed", "ALTER TABLE fuzzed ALTER COLUMN $column TYPE text", "SET LOCAL tilskudd.override_reason = 'x'",
		"SELECT tilskudd.headroom('fuzzed', '" . pick(keys %of_rule, 'g') . "', " . pick("'923609016'", "'a'", "'1'", "''") . ', ' . value('date') . ", '" . options(pick(keys %of_rule)) =~ s/'/''/gr . "')",
		"SELECT tilskudd.headroom_curve('fuzzed', 'de_minimis', '923609016', " . value('date') . ', ' . value('date') . ')') . ";\n";
}

sub case
{
	my $rule = chance(0.97) ? pick(keys %of_rule) : pick('', 'Frame', 'x');
	my @keys = $rule eq 'de_minimis' ? 'orgnr' : $rule eq 'retention' ? 'id' : 'project';
	my $options = options($rule);
	my $arguments = join ', ', "'fuzzed'", "'$rule'", column(@keys), ($rule eq 'retention' && chance(0.9) ? 'NULL' : column('eur', 'eur', 'cents')), column('day'), counted(),
	  (chance(0.95) ? pick("'block'", "'strict'", "'warn'", "'off'") : pick('NULL', "''")), "\$json\$$options\$json\$";
	return join '', "BEGIN;\n", (map { happening() } 1 .. rand 3), "SELECT tilskudd.guard($arguments);\n", (map { happening() } 1 .. 1 + rand 8),
	  "SET CONSTRAINTS ALL IMMEDIATE;\nSELECT tilskudd.unguard('fuzzed', '$rule' || '_guard');\nROLLBACK;\n";
}

print 'CREATE TABLE fuzzed (' . join(', ', map { "$_ $columns{$_}" } sort keys %columns) . ");\n\\set ON_ERROR_ROLLBACK on\n";
write_statements($seed, $seconds, \&case);
