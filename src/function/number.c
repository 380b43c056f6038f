/*-------------------------------------------------------------------------
 *
 * number.c
 *	  The server's numeric arithmetic, as C functions.
 *
 * src/function/number.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/number.h"

#include "utils/builtins.h"

Numeric
number_of(int64 number)
{
	return int64_to_numeric(number);
}

Numeric
number_add(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_add, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

Numeric
number_subtract(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_sub, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

Numeric
number_multiply(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_mul, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

/* A percentage of an amount, given in hundredths of a percent; exactly. */
Numeric
number_share(Numeric amount, int hundredths)
{
	Numeric		share = number_multiply(amount, int64_div_fast_to_numeric(hundredths, 4));

	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(share)));
}

/* Less than, equal to or greater than 0, as a is to b. */
int
number_compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a),
											 NumericGetDatum(b)));
}

bool
number_is_negative(Numeric number)
{
	return number_compare(number, number_of(0)) < 0;
}

/* Neither NaN nor infinite. */
bool
number_is_finite(Numeric number)
{
	return !numeric_is_nan(number) && !numeric_is_inf(number);
}

/* Zero or more, and finite. */
bool
number_is_amount(Numeric number)
{
	return number_is_finite(number) && !number_is_negative(number);
}

/* The number for a message. */
const char *
number_print(Numeric number)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out,
											   NumericGetDatum(number)));
}

/* A cell of the law that holds a number, which the generator has checked. */
Numeric
number_cell(const LawTable *table, int row, const char *column)
{
	return DatumGetNumeric(DirectFunctionCall3(numeric_in,
											   CStringGetDatum(law_cell(table, row, column)),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

/* An amount of money or a term: a number, not negative. */
Numeric
number_amount_argument(Numeric amount, const char *name)
{
	if (!number_is_amount(amount))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be %s", name, number_print(amount)),
				 errhint("It must be a number, zero or more.")));
	return amount;
}
