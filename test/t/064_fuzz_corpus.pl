# What the fuzzers of `make fuzz` begin with, run once over the rules without
# them: the inputs of test/fuzz/corpus, some thousand random ones, and small
# changes of each; with the compiler's sanitizers, where it has them.
#
# And nothing of src/rule is left out: some harness calls every function that a
# header there declares.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

# make installcheck runs the tests in the source directory.
my $source = $ENV{TILSKUDD_SRCDIR} // '.';
die "no source in $source: set TILSKUDD_SRCDIR to the source directory\n"
  unless -f "$source/test/fuzz/build";

my $inputs = $ENV{FUZZ_INPUTS} // 2000;
my $dir = PostgreSQL::Test::Utils::tempdir();
chomp(my $compiler = `@{[ $ENV{PG_CONFIG} // 'pg_config' ]} --cc`);
my @compiler = split ' ', $compiler;

sub run
{
	my ($output);
	my $ok = IPC::Run::run(\@_, '>&', \$output);
	return ($ok, $output);
}

# The harnesses are built.
open my $fh, '>', "$dir/empty.c" or die "$dir/empty.c: $!";
print $fh "int main(void) { return 0; }\n";
close $fh;
my @options = ('-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all');
my ($can_sanitize) = run(@compiler, @options, '-o', "$dir/empty", "$dir/empty.c");
($can_sanitize) = run("$dir/empty") if $can_sanitize;
@options = ('-g', '-O1') unless $can_sanitize;
note $can_sanitize ? 'with sanitizers' : "$compiler has no sanitizers here";
my ($built, $output) = run("$source/test/fuzz/build", $dir, @compiler, @options);
ok($built, 'the harnesses are built') or die $output;
is($output, '', 'without a warning');

# And run, each over its corpus.
my @harnesses = map { m{([^/]+)\.c$} && $1 ne 'replay' ? $1 : () } sort glob "$source/test/fuzz/*.c";
cmp_ok(scalar @harnesses, '>', 10, 'there are harnesses');
is(join(' ', map { m{([^/]+)$} } sort glob "$source/test/fuzz/corpus/*"), join(' ', @harnesses), 'each has a corpus');
for my $harness (@harnesses)
{
	my @corpus = sort glob "$source/test/fuzz/corpus/$harness/*";
	my ($ok, $output) = run("$dir/$harness", $inputs, @corpus);
	ok($ok && $output =~ /^done$/m, "$harness: " . @corpus . " inputs of the corpus, and random ones")
	  or diag(join "\n", (split /\n/, $output)[ -20 .. -1 ]);
}

# A demand that is not met is noticed: here, that no input begins with F.
open $fh, '>', "$dir/failing.c" or die "$dir/failing.c: $!";
print $fh qq{#include "fuzz.h"\nint LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)\n{ DEMAND(size == 0 || data[0] != 'F'); return 0; }\n};
close $fh;
open $fh, '>', "$dir/F" or die "$dir/F: $!";
print $fh 'F';
close $fh;
($built, $output) = run(@compiler, @options, '-std=gnu99', "-I$source/test/fuzz", '-o', "$dir/failing", "$dir/failing.c", "$source/test/fuzz/replay.c");
ok($built, 'a harness that fails is built') or diag($output);
(my $ok, $output) = run("$dir/failing", 0, "$dir/F");
ok(!$ok && $output =~ m{/F\n.*not so: size == 0}s && $output !~ /^done$/m, 'and fails, saying for which input');

# Every function of src/rule is called.
my $harnesses = join '', map { slurp_file($_) } glob "$source/test/fuzz/*.c";
my @functions = map { /^extern [^;(]*?(\w+)\(/mg, /^static inline [^;{]*?\n?(\w+)\(/mg } map { slurp_file($_) } glob "$source/src/rule/*.h";
cmp_ok(scalar @functions, '>', 90, 'the functions of the rules were read');
is(join(' ', grep { $harnesses !~ /\b$_\(/ } @functions), '', 'a harness calls each of them');

done_testing();
