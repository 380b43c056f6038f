/*
 * Organisation numbers: any text, any number.
 */
#include "fuzz.h"

#include "rule/orgnr.h"

/* By its definition: the weighted digits, the check digit among them, go into 11. */
static bool
is_valid(int32_t number)
{
	static const int weights[ORGNR_DIGITS] = {1, 2, 3, 4, 5, 6, 7, 2, 3};	/* from the right */
	int			sum = 0;

	for (int i = 0; i < ORGNR_DIGITS; i++, number /= 10)
		sum += weights[i] * (number % 10);
	return sum % 11 == 0;
}

/* Nine digits read in other spellings are the same number. */
static void
check_spellings(int32_t number)
{
	static const char *const spellings[] = {
		"%03d%03d%03d", " %03d %03d\t%03d ", "NO%03d%03d%03dMVA", "no %03d\xC2\xA0%03d\xC2\xA0%03d mva", "%03d\xE2\x80\xAF%03d\xA0%03d"
	};

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
	{
		char		text[64];
		int32_t		again = -1;
		int			ndigits;
		int			length = snprintf(text, sizeof(text), spellings[i], number / 1000000,
									  number / 1000 % 1000, number % 1000);

		DEMAND(orgnr_parse(text, length, &again, &ndigits) == ORGNR_OK);
		DEMAND(again == number && ndigits == ORGNR_DIGITS);
	}
}

/*
 * What the check digit is for: one wrong digit, or two neighbours exchanged,
 * are always noticed.
 */
static void
check_slips(int32_t number)
{
	int32_t		place = 1;

	for (int i = 0; i < ORGNR_DIGITS; i++, place *= 10)
	{
		int			digit = number / place % 10;
		int			next = number / place / 10 % 10;

		for (int other = 0; other < 10; other++)
			DEMAND(other == digit || orgnr_check(number + (int64_t) (other - digit) * place) != ORGNR_OK);
		if (i < ORGNR_DIGITS - 1 && digit != next)
			DEMAND(orgnr_check(number + (int64_t) (next - digit) * place + (int64_t) (digit - next) * place * 10) != ORGNR_OK);
	}
}

static void
check_number(int64_t number)
{
	OrgnrFault	fault = orgnr_check(number);
	char		text[32];
	int32_t		again = -1;
	int			ndigits;

	if (number < 0 || number > ORGNR_MAX)
	{
		DEMAND(fault == ORGNR_LENGTH);
		return;
	}
	snprintf(text, sizeof(text), "%09lld", (long long) number);
	DEMAND(orgnr_parse(text, strlen(text), &again, &ndigits) == fault);
	DEMAND(again == number && (fault == ORGNR_OK) == is_valid(again));
	DEMAND((fault == ORGNR_IMPOSSIBLE) == (orgnr_check_digit((int32_t) number / 10) == 10));
	if (fault == ORGNR_OK)
		check_slips((int32_t) number);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	int32_t		number = -1;
	int			ndigits = -1;
	int			in_text = 0;
	OrgnrFault	fault = orgnr_parse((const char *) data, size, &number, &ndigits);

	for (size_t i = 0; i < size; i++)
		in_text += data[i] >= '0' && data[i] <= '9';
	DEMAND(ndigits >= 0 && ndigits <= in_text);
	DEMAND(fault == ORGNR_SYNTAX || ndigits == in_text);
	DEMAND((fault == ORGNR_OK || fault == ORGNR_IMPOSSIBLE || fault == ORGNR_CHECK_DIGIT) ==
		   (fault != ORGNR_SYNTAX && ndigits == ORGNR_DIGITS));
	if (fault == ORGNR_OK)
		check_spellings(number);

	check_number(number);
	check_number((int64_t) take(&input, 8));
	check_number((int64_t) (take(&input, 4) % (ORGNR_MAX + 1)));
	return 0;
}
