/*-------------------------------------------------------------------------
 *
 * orgnr.c
 *	  Norwegian organisation numbers: reading and the check digit.
 *
 * Plain C, safe for any bytes.
 *
 * src/rule/orgnr.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/orgnr.h"

/* How a text is walked through. */
typedef struct Reader
{
	const unsigned char *at;
	const unsigned char *end;
} Reader;

/*
 * The check digit for the first eight digits, or 10 where there is none:
 * such a number is never issued (Bronnoysund Register Centre: modulus 11
 * with the weights 3 2 7 6 5 4 3 2).
 */
int
orgnr_check_digit(int32_t first_eight)
{
	static const int weights[8] = {2, 3, 4, 5, 6, 7, 2, 3}; /* from the right */
	int			sum = 0;

	for (int i = 0; i < 8; i++)
	{
		sum += weights[i] * (first_eight % 10);
		first_eight /= 10;
	}
	return sum % 11 == 0 ? 0 : 11 - sum % 11;
}

/* What is wrong with a number given as such; leading zeros count as digits. */
OrgnrFault
orgnr_check(int64_t number)
{
	int			expected;

	if (number < 0 || number > ORGNR_MAX)
		return ORGNR_LENGTH;
	expected = orgnr_check_digit((int32_t) (number / 10));
	if (expected == 10)
		return ORGNR_IMPOSSIBLE;
	return expected == number % 10 ? ORGNR_OK : ORGNR_CHECK_DIGIT;
}

/*
 * Steps over white space: ASCII's, the no-break space (U+00A0: C2 A0 in
 * UTF-8, A0 in the single-byte encodings) and the narrow one (U+202F), which
 * word processors put between groups of digits.
 */
static void
skip_space(Reader *reader)
{
	while (reader->at < reader->end)
	{
		const unsigned char *at = reader->at;
		size_t		left = (size_t) (reader->end - at);

		if (at[0] == ' ' || (at[0] >= '\t' && at[0] <= '\r') || at[0] == 0xA0)
			reader->at += 1;
		else if (left >= 2 && at[0] == 0xC2 && at[1] == 0xA0)
			reader->at += 2;
		else if (left >= 3 && at[0] == 0xE2 && at[1] == 0x80 && at[2] == 0xAF)
			reader->at += 3;
		else
			return;
	}
}

/* Steps over a word in capitals, in whatever case it is written. */
static bool
skip_word(Reader *reader, const char *word)
{
	const unsigned char *at = reader->at;

	for (; *word; word++, at++)
	{
		if (at == reader->end || (*at & ~0x20) != (unsigned char) *word)
			return false;
	}
	reader->at = at;
	return true;
}

/*
 * Reads what people type: nine digits, with spaces anywhere between them, the
 * country code NO before and the MVA of a VAT number after.  ndigits tells
 * how many digits stood there where that is the fault.
 */
OrgnrFault
orgnr_parse(const char *text, size_t length, int32_t *number, int *ndigits)
{
	Reader		reader;
	int64_t		value = 0;

	reader.at = (const unsigned char *) text;
	reader.end = reader.at + length;
	*ndigits = 0;

	skip_space(&reader);
	if (skip_word(&reader, "NO"))
		skip_space(&reader);
	while (reader.at < reader.end && *reader.at >= '0' && *reader.at <= '9')
	{
		if (++*ndigits <= ORGNR_DIGITS)
			value = value * 10 + (*reader.at - '0');
		reader.at++;
		skip_space(&reader);
	}
	if (*ndigits > 0 && skip_word(&reader, "MVA"))
		skip_space(&reader);
	if (reader.at < reader.end || *ndigits == 0)
		return ORGNR_SYNTAX;
	if (*ndigits != ORGNR_DIGITS)
		return ORGNR_LENGTH;
	*number = (int32_t) value;
	return orgnr_check(value);
}
