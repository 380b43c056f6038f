# Messages in Norwegian, bokmål and nynorsk.
#
# A message that a catalogue lacks is told in English in the middle of
# Norwegian ones, and nobody notices until a user asks; so the catalogues are
# held against the source.  A placeholder in the wrong order would crash the
# server; a catalogue in the wrong place is none.

use strict;
use warnings;

use Encode qw(from_to);
use File::Basename qw(dirname);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# All texts are bytes of UTF-8, here and in what the server says.

my @languages = qw(nb nn);

# What a command prints on both outputs.
sub output_of
{
	my @command = @_;
	my $output = '';
	IPC::Run::run(\@command, '>&', \$output);
	return $output;
}

# The messages of a catalogue: msgid (both of them, if there is a plural) => [msgstr, ...].
sub messages_of
{
	my ($file) = @_;
	my %messages;
	for my $entry (split /\n\n/, output_of('msgcat', '--no-wrap', '--no-location', $file))
	{
		my ($kind, $index, %text) = ('');
		for (split /\n/, $entry)
		{
			($kind, $index) = ($1, $2 // 0) if /^(msg\w+)(?:\[(\d)\])? /;
			$text{$kind}[$index] .= $1 if $kind && /"(.*)"$/;
		}
		my @msgid = map { $text{$_} ? $text{$_}[0] : () } qw(msgid msgid_plural);
		$messages{ join "\n", @msgid } = $text{msgstr} if @msgid && $msgid[0] ne '';
	}
	return \%messages;
}

# Placeholders in the order of the arguments, such as "%s %d".
sub placeholders
{
	my ($text) = @_;
	my $n = 0;
	my %type;
	while ($text =~ /%(?:(\d+)\$)?([0-9.*]*(?:ll|z)?[a-z%])/g)
	{
		next if $2 eq '%';
		$type{ $1 // ++$n } = $2;
	}
	return join ' ', map { $type{$_} } sort { $a <=> $b } keys %type;
}

# The same in all languages: names and placeholders, and nothing else.
my %untranslated = map { $_ => 1 } (
	'%04d %s (%s to %s)', '%s %% of %s', '\"%s\" in \"%s\"', 'Add it to GROUP BY.',
	'Regulation %s has no lump sum for guarantees.');

# Words of one language that the other does not have.
my %words = (
	nb => 'ikkje|frå|vere|kva|kven|berre|nokon|noko|eit|ein|gjev|gje|dei|ho|korkje|finst|kjem|føretak|føretaket|føretaka|tilskot|tilskotet|verksemd|verksemder|meir|vart|vert',
	nn => 'ikke|fra|være|hva|hvem|hvis|hvor|hver|bare|noen|noe|et|en|gir|gis|gi|de|dem|verken|finnes|kommer|foretak|foretaket|tilskuddet|virksomhet|virksomheter|mer|ble|oppgi');

# Whether a text has one of them as a word: a letter may be two bytes.
sub is_foreign
{
	my ($language, $text) = @_;
	return $text =~ /(?<![\w\x80-\xff])(?:$words{$language})(?![\w\x80-\xff])/i;
}

# make installcheck runs the tests in the source directory.
my $given = $ENV{TILSKUDD_SRCDIR} // '.';
die "no source in $given: set TILSKUDD_SRCDIR to the source directory\n" unless -f "$given/nls.mk";

SKIP:
{
	skip 'gettext is not installed', 1 unless eval { output_of('xgettext', '--version') };

	# As PGXS does it, even if the server has no NLS; in a copy, since it writes beside the source.
	my $source = PostgreSQL::Test::Utils::tempdir();
	system_or_bail('cp', '-R', "$given/nls.mk", "$given/src", "$given/po", $source);
	my $template = "$source/po/tilskudd.pot";
	my $makefile = "$source/init-po.mk";
	chomp(my $pgxs = `pg_config --pgxs`);
	append_to_file($makefile, "XGETTEXT = xgettext\nMKDIR_P = mkdir -p\nsrcdir = .\ninclude " . dirname(dirname($pgxs)) . "/nls-global.mk\n");
	unlink $template;
	my $said = output_of('make', '-s', '-C', $source, '-f', $makefile, 'init-po');
	ok(-s $template, 'messages are extracted from the source') or diag($said);
	my $source_messages = messages_of($template);
	cmp_ok(keys %$source_messages, '>', 600, 'all of them');

	is(slurp_file("$source/po/LINGUAS"), "@languages\n", 'LINGUAS has the languages');
	for my $language (@languages)
	{
		my $file = "$source/po/$language.po";
		my $messages = messages_of($file);
		my @missing = grep { !$messages->{$_} } sort keys %$source_messages;
		my @unused = grep { !$source_messages->{$_} } sort keys %$messages;
		is(join("\n", @missing), '', "$language: no message is missing");
		is(join("\n", @unused), '', "$language: no message is there that the source does not have");
		unlike(slurp_file($file), qr/^#~|^#,.*fuzzy/m, "$language: none is obsolete or fuzzy");
		like(output_of('msgfmt', '-c', '--statistics', '-o', '/dev/null', $file),
			qr/^\d+ translated messages\.\n\z/, "$language: msgfmt finds no fault, all are translated");

		my (@placeholders, @same, @ends, @foreign);
		for my $msgid (sort keys %$messages)
		{
			my @msgids = split /\n/, $msgid;
			my @translations = @{ $messages->{$msgid} };
			push @placeholders, $msgid if @translations != @msgids;
			for my $translation (@translations)
			{
				push @placeholders, $translation if placeholders($translation) ne placeholders($msgids[0]);
				push @same, $translation if grep { $translation eq $_ } @msgids and $translation =~ /[a-z]{2}/i;
				push @ends, $translation if substr($translation, -1) =~ /[.?]/ xor substr($msgids[0], -1) =~ /[.?]/;
				push @foreign, $translation if is_foreign($language, $translation);
			}
		}
		is(join("\n", @placeholders), '', "$language: placeholders and plural forms are those of the source");
		is(join("\n", grep { !$untranslated{$_} } @same), '', "$language: nothing is left in English");
		is(join("\n", @ends), '', "$language: sentences end as they do in the source");
		is(join("\n", @foreign), '', "$language: no words of the other language");
	}
}

# A server that answers --------------------------------------------------------

# Locales of this test alone: making them for the system takes root.
sub make_locales
{
	my $directory = PostgreSQL::Test::Utils::tempdir();
	for my $locale (qw(nb_NO nn_NO de_DE))
	{
		my $said = eval { output_of('localedef', '-i', $locale, '-f', 'UTF-8', "$directory/$locale.UTF-8") } // $@;
		return (undef, $said) unless -d "$directory/$locale.UTF-8";
	}
	return ($directory, '');
}

SKIP:
{
	skip 'the server is built without --enable-nls', 1 unless `pg_config --configure` =~ /--enable-nls/;
	my ($locales, $said) = make_locales();
	skip "no locales can be made, as with Debian's package locales: $said", 1 unless $locales;
	$ENV{LOCPATH} = $locales;

	my $node = PostgreSQL::Test::Cluster->new('main');
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->start;
	$node->safe_psql('postgres', q{
		CREATE EXTENSION tilskudd;
		CREATE TABLE aid (orgnr tilskudd.orgnr, eur numeric, granted_on date);
		SELECT tilskudd.guard('aid', 'de_minimis', key => 'orgnr', amount => 'eur', granted_on => 'granted_on');
		INSERT INTO aid VALUES ('923609016', 200000, '2025-01-15');
		CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0});
	$node->safe_psql('latin1', 'CREATE EXTENSION tilskudd');

	# What a session with a language is told.
	my $told = sub {
		my ($language, $sql, $db, $encoding) = @_;
		my ($stdout, $stderr) = ('', '');
		$node->psql($db // 'postgres', "\\set VERBOSITY verbose\nSET lc_messages = '$language';\n$sql",
			stdout => \$stdout, stderr => \$stderr);
		$stderr =~ s/^LOCATION:.*\n?//mg;
		my $text = $stdout . $stderr;
		from_to($text, $encoding, 'UTF-8') if $encoding;
		return $text;
	};

	my $digit = "SELECT '923609017'::tilskudd.orgnr";
	my %digit = (
		'C' => 'organisation number "923609017" has a wrong check digit',
		'nb_NO.UTF-8' => 'organisasjonsnummeret «923609017» har feil kontrollsiffer',
		'nn_NO.UTF-8' => 'organisasjonsnummeret «923609017» har feil kontrollsiffer',
		'de_DE.UTF-8' => 'organisation number "923609017" has a wrong check digit');
	for my $language (sort keys %digit)
	{
		like($told->($language, $digit), qr/22P02: \Q$digit{$language}\E\n/, "$language: input of a type");
	}
	like($told->('nb_NO.UTF-8', $digit),
		qr/DETAIL:  Kontrollsifferet til 92360901 er 6, nummeret slutter på 7\.\nHINT:  Slå opp nummeret der det kom fra: et siffer er feil, eller to er byttet om\.$/,
		'bokmål: with detail and hint');
	like($told->('nn_NO.UTF-8', $digit),
		qr/DETAIL:  Kontrollsifferet til 92360901 er 6, nummeret sluttar på 7\.\nHINT:  Slå opp nummeret der det kom frå: eit siffer er feil, eller to er bytte om\.$/,
		'nynorsk: with detail and hint');

	# A plural, and a letter that LATIN1 has in another byte.
	like($told->('nb_NO.UTF-8', q{SELECT '12'::tilskudd.orgnr}), qr/DETAIL:  Det har 2 sifre\./, 'bokmål: a plural');
	like($told->('nb_NO.UTF-8', q{SELECT '1'::tilskudd.orgnr}), qr/DETAIL:  Det har 1 siffer\./, 'bokmål: a singular');
	like($told->('nb_NO.UTF-8', $digit, 'latin1', 'iso-8859-1'), qr/«923609017».*Slå opp/s, 'bokmål: in LATIN1');

	# 200 000 EUR are used of 300 000 (2023/2831 Art 3(2)): 100 000 are left until the window is over.
	my $award = q{INSERT INTO aid VALUES ('923609016', 150000, '2026-03-02')};
	like($told->('nb_NO.UTF-8', $award),
		qr/23514: tildelingen den 2026-03-02 i tabellen «aid» bryter med vakten «de_minimis_guard»\nDETAIL:  Nøkkel \(orgnr\)=\(923609016\): 200000 EUR er brukt fra 2023-03-02 til 2026-03-02, 150000 EUR er omsøkt, taket er 300000 EUR: [^\n]*2023\/2831[^\n]*\.\nHINT:  Høyst 100000 EUR kan gis den 2026-03-02; 150000 EUR fra og med 2028-01-16\.\n/,
		'bokmål: refusal of a guard');
	like($told->('nn_NO.UTF-8', $award),
		qr/23514: tildelinga den 2026-03-02 i tabellen «aid» bryt med vakta «de_minimis_guard»\nDETAIL:  Nøkkel \(orgnr\)=\(923609016\): 200000 EUR er brukt frå 2023-03-02 til 2026-03-02, 150000 EUR er omsøkt, taket er 300000 EUR: [^\n]*2023\/2831[^\n]*\.\nHINT:  Høgst 100000 EUR kan gjevast den 2026-03-02; 150000 EUR frå og med 2028-01-16\.\n/,
		'nynorsk: refusal of a guard');
	for my $language ('C', 'nb_NO.UTF-8', 'nn_NO.UTF-8')
	{
		like($told->($language, $award), qr/TABLE NAME:  aid\nCONSTRAINT NAME:  de_minimis_guard/,
			"$language: the names that programs go by");
	}

	# Mode "block" lets in what can not be decided, and warns.
	my $doubtful = q{INSERT INTO aid VALUES (NULL, 1, '2026-03-02')};
	like($told->('nb_NO.UTF-8', $doubtful),
		qr/WARNING:  23514: 1 rad i tabellen «aid» kan ikke avgjøres av vakten «de_minimis_guard»: nøkkelen er NULL\nHINT:  Modus «strict» avviser slike rader; modus «block» slipper dem inn, og de teller ikke\.\n/,
		'bokmål: a warning');
	like($told->('nn_NO.UTF-8', $doubtful),
		qr/WARNING:  23514: 1 rad i tabellen «aid» kan ikkje avgjerast av vakta «de_minimis_guard»: nøkkelen er NULL\n/,
		'nynorsk: a warning');

	# Answers are stored and compared, so that they must not depend on who asks.
	my $verdict = q{SELECT tilskudd.de_minimis_verdict(used => 1, requested => 1, on_date => '1999-01-01'),
		tilskudd.zone_source('0914', '2008-01-01')};
	is($told->('nb_NO.UTF-8', $verdict), $told->('C', $verdict), 'verdicts and sources are the same in all languages');
	like($told->('nb_NO.UTF-8', $verdict), qr/the law tables have no regime/, 'verdicts are in English');

	$node->stop;
}

done_testing();
