/*-------------------------------------------------------------------------
 *
 * de_minimis_succession.c
 *	  De minimis aid of undertakings that split.
 *
 * src/function/de_minimis_succession.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "function/number.h"

TILSKUDD_FUNCTION(tilskudd_split_pro_rata);

/* What one of the new undertakings gets. */
typedef struct Part
{
	int			place;			/* in the argument */
	Numeric		amount;			/* a whole number of units so far */
	Numeric		remainder;		/* what was cut off, in a common measure */
} Part;

/* An amount: a number, zero or more. */
static void
check_amount(Numeric number, const char *message, const char *hint)
{
	if (!number_is_finite(number) || number_is_negative(number))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(message, number_print(number)),
				 errhint_internal("%s", _(hint))));
}

/* The elements of the argument, checked. */
static Datum *
read_equity(ArrayType *array, int *nparts)
{
	Datum	   *equity;
	bool	   *nulls;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("equity has %d dimensions", ARR_NDIM(array)),
				 errhint("Give one book value for each of the new undertakings.")));
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT,
					  &equity, &nulls, nparts);
	for (int i = 0; i < *nparts; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("equity of undertaking %d is NULL", i + 1),
					 errhint("Without the book values of all of them there is no key.")));
		check_amount(DatumGetNumeric(equity[i]), "book value of equity can not be %s",
					 gettext_noop("The law gives no key for equity below zero; allocate the aid by who benefited from it."));
	}
	return equity;
}

static Numeric
sum(Datum *numbers, int n)
{
	Numeric		total = number_of(0);

	for (int i = 0; i < n; i++)
		total = number_add(total, DatumGetNumeric(numbers[i]));
	return total;
}

/* Largest remainder first, then in the order of the argument. */
static int
compare_remainders(const void *a, const void *b)
{
	const Part *x = a;
	const Part *y = b;
	int			order = number_compare(y->remainder, x->remainder);

	return order != 0 ? order : x->place - y->place;
}

/*
 * The smallest unit that is handed out: a cent, or the last decimal other
 * than zero of an amount that is finer.
 */
static Numeric
unit_of(Numeric amount)
{
	int			scale = DatumGetInt32(DirectFunctionCall1(numeric_min_scale,
														  NumericGetDatum(amount)));
	char	   *text = psprintf("1e-%d", Max(scale, 2));

	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

/*
 * split_pro_rata(amount numeric, equity numeric[]) -> numeric[]
 *
 * The shares of earlier aid in proportion to the book value of the equity
 * capital of the new undertakings (1407/2013 Art 3(9), 2023/2831 Art 3(9)).
 * The law does not say how to round.  Here no cent is lost or made: each
 * share is cut to whole cents, and the cents left over go to the largest
 * remainders.  Quotient and remainder are integers and exact.
 */
Datum
tilskudd_split_pro_rata(PG_FUNCTION_ARGS)
{
	Numeric		amount = PG_GETARG_NUMERIC(0);
	int			nparts;
	Datum	   *equity = read_equity(PG_GETARG_ARRAYTYPE_P(1), &nparts);
	Numeric		total = sum(equity, nparts);
	Numeric		unit,
				step,
				left = amount;
	Part	   *parts;

	check_amount(amount, "amount of aid can not be %s",
				 gettext_noop("Give the gross grant equivalent of the aid, zero or more."));
	if (number_compare(total, number_of(0)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the new undertakings have no equity to divide by"),
				 errhint("Give the book value of the equity of each at the effective date of the split; at least one is above zero.")));

	unit = unit_of(amount);
	step = number_multiply(total, unit);
	parts = palloc(sizeof(Part) * nparts);
	for (int i = 0; i < nparts; i++)
	{
		Numeric		product = number_multiply(amount, DatumGetNumeric(equity[i]));
		Datum		units = DirectFunctionCall2(numeric_div_trunc,
												NumericGetDatum(product),
												NumericGetDatum(step));

		CHECK_FOR_INTERRUPTS();
		parts[i].place = i;
		parts[i].remainder = DatumGetNumeric(DirectFunctionCall2(numeric_mod,
																 NumericGetDatum(product),
																 NumericGetDatum(step)));
		parts[i].amount = number_multiply(DatumGetNumeric(units), unit);
		left = number_subtract(left, parts[i].amount);
	}

	/* fewer units are left than there are remainders */
	qsort(parts, nparts, sizeof(Part), compare_remainders);
	for (int i = 0; number_compare(left, number_of(0)) > 0; i++)
	{
		parts[i].amount = number_add(parts[i].amount, unit);
		left = number_subtract(left, unit);
	}

	for (int i = 0; i < nparts; i++)
		equity[parts[i].place] = NumericGetDatum(parts[i].amount);
	PG_RETURN_ARRAYTYPE_P(construct_array(equity, nparts, NUMERICOID, -1, false,
										  TYPALIGN_INT));
}
