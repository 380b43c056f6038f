/*-------------------------------------------------------------------------
 *
 * geography_name.c
 *	  Names of municipalities and counties, as keys that can be compared.
 *
 * One place has many spellings: "Ås", "ÅS", "Aas" and "As"; "Herøy" and
 * "Heroey"; "Porsáŋgu", and "Porsángu" where the encoding had no ŋ.  All
 * spellings of one name fold to one key, and keys are compared exactly.  No
 * two official names since 2007 have a key in common that do not have a name
 * in common; the regression test geography_name repeats the check.
 *
 * Nothing here depends on a locale: lower() leaves Å and Ŋ alone in the C
 * locale and makes other letters of I in the Turkish one, and an answer that
 * is stored in an index must be the same everywhere.
 *
 * src/rule/geography_name.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/geography_name.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What a code point is to a name, when it is no letter of the table below. */
#define SEPARATOR	' '			/* stands between words */
#define IGNORED		'\0'		/* invisible, or a mark on the letter before */
#define UNREADABLE	'?'			/* a letter, but which? */

/*
 * The letters U+00C0 to U+017F, which cover Norwegian, Sami, Kven and their
 * neighbours: é to e and č to c, since marks are the first thing to get lost;
 * å to a and ø to o, since this is how they are written without the letters;
 * ŋ to n, đ to d, ŧ to t, since encodings before Unicode had no place for
 * them.  Capital letters stand for two: A is ae (æ, and ä, which is its
 * Swedish and Kven form), T is th, S is ss, J is ij, O is oe.
 */
#define FIRST_LETTER	0x00C0
#define LAST_LETTER		0x017F

static const char letters[LAST_LETTER - FIRST_LETTER + 2] =
/* 00C0 */ "aaaaAaAceeeeiiii" "dnoooooxouuuuyTS"
/* 00E0 */ "aaaaAaAceeeeiiii" "dnoooooxouuuuyTy"
/* 0100 */ "aaaaaaccccccccdd" "ddeeeeeeeeeegggg"
/* 0120 */ "gggghhhhiiiiiiii" "iiJJjjkkklllllll"
/* 0140 */ "lllnnnnnnnnnoooo" "ooOOrrrrrrssssss"
/* 0160 */ "ssttttttuuuuuuuu" "uuuuwwyyyzzzzzzs";

#define MULTIPLICATION_SIGN		0x00D7	/* the two that are no letters ... */
#define DIVISION_SIGN			0x00F7	/* ... though they stand among them */
#define COMBINING_DIAERESIS		0x0308
#define ANGSTROM_SIGN			0x212B	/* canonically the letter Å */

/* The key under construction; "gap" is a space not yet written. */
typedef struct FoldKey
{
	char	   *out;
	size_t		size;
	size_t		len;
	bool		gap;
	bool		full;
} FoldKey;

/*
 * Reads one code point of *text, which is not at its end, and moves on.
 * Bytes that are no UTF-8 (stray, cut off, overlong, surrogates) give -1, one
 * at a time: in a text read with the wrong encoding each of them was a letter.
 */
static int32_t
next_code_point(const unsigned char **text, const unsigned char *end)
{
	const unsigned char *p = *text;
	int32_t		code;
	int			following;

	*text = p + 1;
	if (p[0] < 0x80)
		return p[0];
	if (p[0] >= 0xC2 && p[0] <= 0xDF)
	{
		following = 1;
		code = p[0] & 0x1F;
	}
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
	{
		following = 2;
		code = p[0] & 0x0F;
	}
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
	{
		following = 3;
		code = p[0] & 0x07;
	}
	else
		return -1;

	if (end - p <= following)
		return -1;
	for (int i = 1; i <= following; i++)
	{
		if ((p[i] & 0xC0) != 0x80)
			return -1;
		code = (code << 6) | (p[i] & 0x3F);
	}
	if ((following == 2 && code < 0x800) ||
		(following == 3 && (code < 0x10000 || code > 0x10FFFF)) ||
		(code >= 0xD800 && code <= 0xDFFF))
		return -1;
	*text = p + 1 + following;
	return code;
}

/*
 * The class, or the letter, of a code point outside the table of letters.
 *
 * Hyphens, dashes, slashes, spaces of any width and dots all separate, since
 * "Fauske - Fuossko", "Fauske/Fuossko" and "Fauske-Fuossko" are one name.
 * Marks are dropped: they come from decomposed text (NFD), where å is a and a
 * ring.  Soft hyphens, zero-width spaces, direction and byte order marks are
 * invisible, so nobody knows that they are there.
 *
 * What is left are letters that no name has, among them the replacement
 * character and "?", which stand where an encoding lost a letter
 * ("Porsá?gu").  They must not vanish: "H?" is not "H", whoever reads it.
 * Kept in the key, they match nothing, and are one letter off what was meant.
 */
static char
fold_other(int32_t code)
{
	if (code < 0)
		return UNREADABLE;
	if (code < 0x80)
	{
		if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
			return (char) code;
		if (code >= 'A' && code <= 'Z')
			return (char) (code - 'A' + 'a');
		return code == '?' ? UNREADABLE : SEPARATOR;
	}

	if (code == 0x00AD ||		/* soft hyphen */
		(code >= 0x0300 && code <= 0x036F) ||	/* combining marks */
		(code >= 0x200B && code <= 0x200F) ||	/* zero width, direction */
		(code >= 0x202A && code <= 0x202E) ||	/* direction */
		(code >= 0x2060 && code <= 0x2064) ||	/* word joiner, invisible */
		code == 0xFEFF)			/* byte order mark */
		return IGNORED;

	if (code == 0x00A0 ||		/* no-break space */
		code == 0x00AB || code == 0x00BB || /* angle quotes */
		code == 0x00B4 ||		/* acute accent as apostrophe */
		code == 0x00B7 ||		/* middle dot */
		code == MULTIPLICATION_SIGN || code == DIVISION_SIGN ||
		(code >= 0x2000 && code <= 0x200A) ||	/* spaces */
		(code >= 0x2010 && code <= 0x2029) ||	/* dashes, quotes, bullets */
		(code >= 0x202F && code <= 0x205F) ||	/* further punctuation */
		code == 0x2212 ||		/* minus */
		code == 0x3000)			/* ideographic space */
		return SEPARATOR;

	if (code == ANGSTROM_SIGN)
		return 'a';
	return UNREADABLE;
}

/*
 * Appends a letter or digit, with the three rules for spellings of one sound:
 *
 *	aa is å, the older way to write it ("Aalesund"), and also the way to write
 *	it without the letter; å having become a, runs of a become one.
 *	oe is ø without the letter; ø having become o, so does oe.
 *	ngg is ŋg with ng for the missing ŋ ("Porsanggu"); ŋ having become n,
 *	ngg becomes ng.
 *
 * They look at the letters already written, so that folding a key again
 * changes nothing.
 */
static void
append(FoldKey *key, char c)
{
	bool		space = key->gap && key->len > 0;
	char		last = key->len > 0 && !space ? key->out[key->len - 1] : ' ';

	key->gap = false;
	if (c == 'a' && last == 'a')
		return;
	if (c == 'e' && last == 'o')
		return;
	if (c == 'g' && last == 'g' &&
		key->len > 1 && key->out[key->len - 2] == 'n')
		return;

	if (key->full || key->len + space + 1 >= key->size)
	{
		key->full = true;
		return;
	}
	if (space)
		key->out[key->len++] = ' ';
	key->out[key->len++] = c;
}

/* Appends what an entry of the table of letters stands for. */
static void
append_letter(FoldKey *key, char letter)
{
	switch (letter)
	{
		case 'A':
			append(key, 'a');
			append(key, 'e');
			break;
		case 'J':
			append(key, 'i');
			append(key, 'j');
			break;
		case 'O':
			append(key, 'o');
			append(key, 'e');
			break;
		case 'S':
			append(key, 's');
			append(key, 's');
			break;
		case 'T':
			append(key, 't');
			append(key, 'h');
			break;
		default:
			append(key, letter);
			break;
	}
}

/*
 * Folds a name of len bytes to its key: words of a-z, 0-9 and "?" (a letter
 * that no name has), one space between them.  Returns the length of the key
 * and ends it with a zero byte.  Any bytes are allowed.
 *
 * A key that does not fit is cut off; with GEO_KEY_SIZE it is then longer
 * than the key of any name, and still equal to none.
 */
size_t
geo_fold_name(const char *utf8, size_t len, char *out, size_t outsize)
{
	const unsigned char *text = (const unsigned char *) utf8;
	const unsigned char *end = text + len;
	FoldKey		key = {out, outsize, 0, false, false};

	if (outsize == 0)
		return 0;

	while (text < end && !key.full)
	{
		int32_t		code = next_code_point(&text, end);

		if (code == '&')
		{
			/* "Nore & Uvdal" */
			key.gap = true;
			append(&key, 'o');
			append(&key, 'g');
			key.gap = true;
		}
		else if (code == COMBINING_DIAERESIS)
		{
			/* ä decomposed is to be what ä is; ï and ö lose nothing */
			if (!key.gap && key.len > 0 && out[key.len - 1] == 'a')
				append(&key, 'e');
		}
		else if (code >= FIRST_LETTER && code <= LAST_LETTER &&
				 code != MULTIPLICATION_SIGN && code != DIVISION_SIGN)
			append_letter(&key, letters[code - FIRST_LETTER]);
		else
		{
			char		c = fold_other(code);

			if (c == SEPARATOR)
				key.gap = true;
			else if (c != IGNORED)
				append(&key, c);
		}
	}

	out[key.len] = '\0';
	return key.len;
}

/*
 * Leaves out "og" between words, for which people also write a hyphen or a
 * slash: "Evje-Hornnes", "Møre/Romsdal".
 */
static void
leave_out_og(char *key)
{
	static const char og[] = " og ";
	char	   *place;

	while ((place = strstr(key, og)) != NULL)
		memmove(place, place + sizeof(og) - 2,
				strlen(place + sizeof(og) - 2) + 1);
}

/* The key of a name as it is compared, in a buffer of GEO_KEY_SIZE. */
void
geo_name_key(const char *utf8, size_t len, char *key)
{
	geo_fold_name(utf8, len, key, GEO_KEY_SIZE);
	leave_out_og(key);
}

/*
 * Takes words off the end of a key for as long as they are in a list that
 * ends with NULL: those that say what kind of place it is ("Oslo kommune").
 * One word always stays.
 */
static void
strip_words(char *key, const char *const *words)
{
	char	   *last;

	while ((last = strrchr(key, ' ')) != NULL)
	{
		const char *const *word = words;

		while (*word != NULL && strcmp(last + 1, *word) != 0)
			word++;
		if (*word == NULL)
			return;
		*last = '\0';
	}
}

/*
 * Takes note of a word of "length" letters that is a number: four digits,
 * perhaps with the K for kommune before them.  Three digits have lost a
 * leading zero, or another digit, and who can say which.  False if the word
 * is none.
 */
static bool
take_number(GeoNameText *name, const char *word, size_t length)
{
	size_t		ndigits;

	if (length > 0 && word[0] == 'k')
	{
		word++;
		length--;
	}
	ndigits = strspn(word, "0123456789");
	if (ndigits != length || (ndigits != 3 && ndigits != 4))
		return false;
	if (name->number >= 0 && name->number != atoi(word))
		name->unreadable = true;
	name->number = atoi(word);
	name->short_number |= (ndigits == 3);
	return true;
}

/*
 * Takes a number off the beginning and off the end of a key: "0301 Oslo",
 * "Oslo 0301", "K-0301".
 */
static void
strip_numbers(GeoNameText *name, char *key)
{
	char	   *first = key;
	char	   *last;
	size_t		length;

	if (first[0] == 'k' && first[1] == ' ' && first[2] >= '0' && first[2] <= '9')
		first += 2;
	length = strcspn(first, " ");
	if (take_number(name, first, length))
	{
		first += length;
		first += strspn(first, " ");
		memmove(key, first, strlen(first) + 1);
	}

	last = strrchr(key, ' ');
	if (last != NULL && take_number(name, last + 1, strlen(last + 1)))
		*last = '\0';
}

/*
 * What stands in brackets: nothing, a number, or something that the caller
 * is to look at.
 */
static void
read_brackets(GeoNameText *name, const char *utf8, size_t len)
{
	char		key[GEO_KEY_SIZE];

	geo_name_key(utf8, len, key);
	if (key[0] == '\0')
		return;
	strip_numbers(name, key);
	if (key[0] == '\0')
		return;
	if (name->nbrackets == GEO_MAX_BRACKETS)
	{
		name->unreadable = true;
		return;
	}
	name->brackets[name->nbrackets].text = utf8;
	name->brackets[name->nbrackets++].length = len;
}

/* Reads a text as a name and nothing else. */
void
geo_read_plain_name(const char *utf8, size_t len, GeoNameText *name)
{
	name->key[0] = '\0';
	name->number = -1;
	name->short_number = false;
	name->unreadable = (len > GEO_MAX_NAME);
	name->nbrackets = 0;
	if (!name->unreadable)
		geo_name_key(utf8, len, name->key);
}

/*
 * Reads a text that may hold a number before, after or in place of the name,
 * something in brackets, and the word kommune or one like it.
 */
void
geo_read_name(const char *utf8, size_t len, GeoNameText *name)
{
	static const char *const kinds[] = {
		"kommune", "komm", "herad", "k", "municipality", NULL
	};
	const char *end = utf8 + len;
	char		outside[GEO_MAX_NAME];
	size_t		noutside = 0;

	geo_read_plain_name("", 0, name);
	if (len > GEO_MAX_NAME)
	{
		name->unreadable = true;
		return;
	}

	while (utf8 < end)
	{
		const char *open = memchr(utf8, '(', end - utf8);
		const char *inside;
		const char *closing;

		if (open == NULL)
			open = end;
		memcpy(outside + noutside, utf8, open - utf8);
		noutside += open - utf8;
		if (open == end)
			break;
		outside[noutside++] = ' ';

		/* a bracket that is never closed was cut off with the rest */
		inside = open + 1;
		closing = memchr(inside, ')', end - inside);
		read_brackets(name, inside, (closing ? closing : end) - inside);
		utf8 = closing ? closing + 1 : end;
	}

	geo_name_key(outside, noutside, name->key);
	strip_words(name->key, kinds);
	strip_numbers(name, name->key);
	strip_words(name->key, kinds);
}

/*
 * Makes of what somebody wrote for a county a pattern for geo_county_fits: a
 * key where "*" follows the words that a dot cuts off ("Østf.", "M. og R.").
 * The buffer has GEO_KEY_SIZE bytes.  False if it is too long for a county.
 */
bool
geo_county_pattern(const char *utf8, size_t len, char *pattern)
{
	static const char *const kinds[] = {"fylke", "fylkeskommune", NULL};
	const char *end = utf8 + len;
	size_t		used = 0;

	pattern[0] = '\0';
	while (utf8 < end)
	{
		const char *dot = memchr(utf8, '.', end - utf8);
		char		piece[GEO_KEY_SIZE];
		size_t		n = geo_fold_name(utf8, (dot ? dot : end) - utf8,
									  piece, sizeof(piece));

		if (n > 0)
		{
			/* a space before, a star after, and the end */
			if (used + n + 3 > GEO_KEY_SIZE)
				return false;
			if (used > 0)
				pattern[used++] = ' ';
			memcpy(pattern + used, piece, n);
			used += n;
			if (dot)
				pattern[used++] = '*';
			pattern[used] = '\0';
		}
		utf8 = dot ? dot + 1 : end;
	}
	leave_out_og(pattern);
	strip_words(pattern, kinds);
	return true;
}

/* Whether the key of a county fits a pattern, word by word. */
bool
geo_county_fits(const char *pattern, const char *key)
{
	for (; *pattern != '\0'; pattern++)
	{
		if (*pattern == '*')
			key += strcspn(key, " ");
		else if (*pattern != *key++)
			return false;
	}
	return *key == '\0';
}
