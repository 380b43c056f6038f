/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent_number.c
 *	  Arithmetic and arguments that the functions on gross grant equivalents
 *	  share.
 *
 * Decimal throughout: no binary fraction comes near a limit of the law.
 *
 * src/function/gross_grant_equivalent_number.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/gross_grant_equivalent.h"

#include "utils/builtins.h"

#include "function/number.h"

/*
 * Decimals of a quotient on its way to a result of GGE_DECIMALS: so many more
 * that a result that ends within those comes out exact.
 */
#define QUOTIENT_DECIMALS	(2 * GGE_DECIMALS)

/* Rates in percent a year, by which nothing overflows or vanishes. */
#define LOWEST_RATE			(-10)
#define HIGHEST_RATE		1000

/* The number with so many decimals, half away from zero. */
Numeric
gge_round(Numeric number, int decimals)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_round,
											   NumericGetDatum(number),
											   Int32GetDatum(decimals)));
}

/*
 * The quotient to QUOTIENT_DECIMALS at least: the server gives it as many
 * decimals as the dividend has.
 */
Numeric
gge_divide(Numeric a, Numeric b)
{
	Numeric		dividend = number_multiply(a, gge_round(number_of(1),
														QUOTIENT_DECIMALS));

	return DatumGetNumeric(DirectFunctionCall2(numeric_div,
											   NumericGetDatum(dividend),
											   NumericGetDatum(b)));
}

/* A percentage as a factor: 8 is 0.08. */
Numeric
gge_percent(Numeric percent)
{
	return number_multiply(percent, int64_div_fast_to_numeric(1, 2));
}

/* The number without zeros at the end of its decimals. */
Numeric
gge_trim(Numeric number)
{
	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale,
											   NumericGetDatum(number)));
}

/* A rate in percent a year. */
Numeric
gge_rate_argument(Numeric rate, const char *name)
{
	if (numeric_is_nan(rate) ||
		number_compare(rate, number_of(LOWEST_RATE)) < 0 ||
		number_compare(rate, number_of(HIGHEST_RATE)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be %s", name, number_print(rate)),
				 errhint("Rates are in percent a year, %d to %d: 8 %% is 8.",
						 LOWEST_RATE, HIGHEST_RATE)));
	return rate;
}
