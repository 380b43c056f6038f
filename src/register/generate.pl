#!/usr/bin/perl
# generate.pl: compiles the SQL of a register into C strings.
#
#   generate.pl FILE.sql ... > register_sql.c
#
# Each file becomes an array of commands named register_FILE, ended by NULL, as
# register.h declares it.  A command ends in a semicolon at the end of a line,
# and the next begins at the left margin.
use strict;
use warnings;

print "/* Made by generate.pl from the SQL files beside it. */\n#include \"register/register.h\"\n";
for my $file (@ARGV)
{
	my ($name) = $file =~ m{(\w+)\.sql$} or die "$file: not a file of SQL\n";
	open my $in, '<', $file or die "$file: $!\n";
	my $text = join '', grep { !/^\s*(--|$)/ } <$in>;
	close $in;
	die "$file: the last command does not end in a semicolon\n" if $text !~ s/;\n\z//;
	my @commands = split /;\n(?=\S)/, $text;
	print "\nconst char *const register_${name}[] = {\n";
	for my $command (@commands)
	{
		$command =~ s/([\\"])/\\$1/g;
		$command =~ s/\t/\\t/g;
		print join("\n", map { qq{\t"$_\\n"} } split /\n/, $command), ",\n";
	}
	print "\tNULL\n};\n";
}
