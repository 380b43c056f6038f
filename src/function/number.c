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

#include "message.h"

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

/* The least whole number that is not smaller. */
Numeric
number_ceil(Numeric number)
{
	return DatumGetNumeric(DirectFunctionCall1(numeric_ceil, NumericGetDatum(number)));
}

/* How often one number goes into another, and what remains. */
int64
number_quotient(Numeric number, Numeric divisor, Numeric *remainder)
{
	Datum		quotient = DirectFunctionCall2(numeric_div_trunc, NumericGetDatum(number),
											   NumericGetDatum(divisor));

	*remainder = number_subtract(number, number_multiply(DatumGetNumeric(quotient), divisor));
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, quotient));
}

/* A number of oere in NOK. */
Numeric
number_of_oere(int64 oere)
{
	return int64_div_fast_to_numeric(oere, 2);
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

/* The number in full: it may have thousands of digits. */
const char *
number_text(Numeric number)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out,
											   NumericGetDatum(number)));
}

/* The number for a message. */
const char *
number_print(Numeric number)
{
	return tilskudd_shorten(number_text(number));
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

/*
 * An amount in NOK as a number of oere, of which there are no parts: nothing
 * is rounded in silence.
 */
int64
number_oere_argument(Numeric amount, const char *name)
{
	Numeric		oere = number_multiply(number_amount_argument(amount, name), number_of(100));

	if (number_compare(oere, number_ceil(oere)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be %s", name, number_print(amount)),
				 errhint("It must be a whole number of oere: round it to two decimals.")));
	if (number_compare(oere, number_of(PG_INT64_MAX)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s can not be %s", name, number_print(amount)),
				 errhint("It can be at most %s.", number_print(number_of_oere(PG_INT64_MAX)))));
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(oere)));
}
