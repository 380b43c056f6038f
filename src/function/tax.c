/*-------------------------------------------------------------------------
 *
 * tax.c
 *	  How investment grants are taxed.
 *
 * src/function/tax.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "access/htup_details.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/recovery.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/tax.h"

TILSKUDD_FUNCTION(tilskudd_realised_within_tax_period);
TILSKUDD_FUNCTION(tilskudd_investment_grant_tax);

/* Whether an asset was realised within the years that count from its acquisition (G5-2). */
static bool
realised_within(DateADT acquired_on, DateADT realised_on)
{
	if (realised_on < acquired_on)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an asset acquired on %s can not be realised on %s",
						tilskudd_date(acquired_on), tilskudd_date(realised_on)),
				 errhint("The period counts from the acquisition of the asset, not from the payment of the grant.")));
	return realised_on < recovery_anniversary(acquired_on, tax_years());
}

/* realised_within_tax_period(acquired_on date, realised_on date) -> boolean */
Datum
tilskudd_realised_within_tax_period(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(realised_within(PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(1)));
}

/* The columns of investment_grant_tax(). */
enum
{
	TAX_COLUMN_TREATMENT,
	TAX_COLUMN_CONSIDERATION,
	TAX_COLUMN_BALANCE,
	TAX_COLUMN_RULE,
	TAX_COLUMN_CITATION,
	TAX_COLUMN_UNDECIDED,
	TAX_NCOLUMNS
};

/* What leaves the treatment open. */
static List *
undecided_points(Answer under_regulation, Answer within)
{
	List	   *points = NIL;

	if (under_regulation == NOT_KNOWN)
		points = lappend(points, "whether the grant was made under FOR-2006-12-15-1455 is not known");
	if (within == NOT_KNOWN)
		points = lappend(points, "when the asset was acquired is not known");
	return points;
}

/*
 * investment_grant_tax(grant_amount numeric, under_regulation boolean,
 *		acquired_on date, realised_on date) -> (treatment text,
 *		consideration_change numeric, balance_change numeric, rule text,
 *		citation text, undecided text[])
 *
 * An asset without a day of realisation was not realised.
 */
Datum
tilskudd_investment_grant_tax(PG_FUNCTION_ARGS)
{
	const LawTable *table = law_find_table("tax");
	Numeric		grant = amount_argument(fcinfo, 0, "grant_amount");
	Answer		under_regulation = answer_argument(fcinfo, 1);
	Answer		within = NOT_KNOWN;
	TaxTreatment treatment;
	TupleDesc	tupdesc;
	Datum		values[TAX_NCOLUMNS] = {0};
	bool		nulls[TAX_NCOLUMNS];

	if (PG_ARGISNULL(3))
		within = NO;
	else if (!PG_ARGISNULL(2))
		within = answer_of(realised_within(PG_GETARG_DATEADT(2), PG_GETARG_DATEADT(3)));
	treatment = tax_treatment(under_regulation, within);

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
		tupdesc->natts != TAX_NCOLUMNS)
		elog(ERROR, "return type must be a row of %d columns", TAX_NCOLUMNS);
	memset(nulls, true, sizeof(nulls));
	if (treatment == TAX_NOT_KNOWN)
	{
		values[TAX_COLUMN_UNDECIDED] = verdict_texts(undecided_points(under_regulation, within));
		nulls[TAX_COLUMN_UNDECIDED] = false;
	}
	else
	{
		int			row = tax_row(treatment);
		Numeric		nothing = number_of(0);

		values[TAX_COLUMN_TREATMENT] = CStringGetTextDatum(law_cell(table, row, "treatment"));
		values[TAX_COLUMN_RULE] = CStringGetTextDatum(law_cell(table, row, "rule"));
		values[TAX_COLUMN_CITATION] = CStringGetTextDatum(verdict_citation(table, row));
		nulls[TAX_COLUMN_TREATMENT] = nulls[TAX_COLUMN_RULE] = nulls[TAX_COLUMN_CITATION] = false;
		if (grant != NULL)
		{
			values[TAX_COLUMN_CONSIDERATION] =
				NumericGetDatum(treatment == TAX_PART_OF_CONSIDERATION ? grant : nothing);
			values[TAX_COLUMN_BALANCE] =
				NumericGetDatum(treatment == TAX_REDUCES_BALANCE ? number_subtract(nothing, grant) : nothing);
			nulls[TAX_COLUMN_CONSIDERATION] = nulls[TAX_COLUMN_BALANCE] = false;
		}
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}
