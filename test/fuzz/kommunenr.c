/*
 * Municipality numbers: any text.
 */
#include "fuzz.h"

#include "law/law.h"
#include "rule/kommunenr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = malloc(size + 1);
	const char *digits = NULL;
	int			ndigits = -1;
	int			number = -1;
	bool		ok;

	memcpy(text, data, size);
	text[size] = '\0';
	ok = kommunenr_parse(text, &number, &digits, &ndigits);
	DEMAND(digits >= text && ndigits >= 0 && digits + ndigits <= text + strlen(text));
	for (int i = 0; i < ndigits; i++)
		DEMAND(digits[i] >= '0' && digits[i] <= '9');
	if (ok)
	{
		char		again[8];

		DEMAND(ndigits == KOMMUNENR_DIGITS && number >= 0 && number <= LAW_KOMMUNENR_MAX);
		snprintf(again, sizeof(again), "%04d", number);
		DEMAND(strncmp(digits, again, KOMMUNENR_DIGITS) == 0);
		DEMAND(strspn(text, " \t\n\v\f\r") == (size_t) (digits - text));
	}
	free(text);
	return 0;
}
