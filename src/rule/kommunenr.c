/*-------------------------------------------------------------------------
 *
 * kommunenr.c
 *	  Municipality numbers: reading.
 *
 * Plain C, safe for any text.
 *
 * src/rule/kommunenr.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/kommunenr.h"

/* The server's white space; of no locale. */
static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * Reads four digits with white space around them.  Where there is something
 * else, digits and ndigits tell which stood alone in the text: none where
 * something else stood there too.
 */
bool
kommunenr_parse(const char *text, int *number, const char **digits, int *ndigits)
{
	const char *end;

	while (is_space(*text))
		text++;
	*digits = text;
	*number = 0;
	*ndigits = 0;
	for (end = text; *end >= '0' && *end <= '9'; end++)
	{
		if (++*ndigits <= KOMMUNENR_DIGITS)
			*number = *number * 10 + (*end - '0');
	}
	while (is_space(*end))
		end++;
	if (*end != '\0')
		*ndigits = 0;
	return *ndigits == KOMMUNENR_DIGITS;
}
