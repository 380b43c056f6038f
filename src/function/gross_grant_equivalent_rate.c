/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent_rate.c
 *	  Reference and discount rates, and premiums of guarantees.
 *
 * Reference rate = base rate of the day + margin by rating and collateral;
 * discount rate = base rate + 100 basis points (Communication 2008/C 14/02,
 * which the EFTA Surveillance Authority applies from 2009-01-01).  The law
 * tables have base rates for some days only.  In between there is none: an
 * error, never an interpolation.
 *
 * src/function/gross_grant_equivalent_rate.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/gross_grant_equivalent.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/gross_grant_equivalent.h"
#include "rule/law_row.h"

TILSKUDD_FUNCTION(tilskudd_base_rate);
TILSKUDD_FUNCTION(tilskudd_discount_rate);
TILSKUDD_FUNCTION(tilskudd_reference_rate);
TILSKUDD_FUNCTION(tilskudd_guarantee_premium);

/* The detail of an error: the days with a base rate around one without. */
int
gge_errdetail_gap(DateADT day)
{
	const LawTable *table = law_find_table("base_rate");
	int			before = -1;
	int			after = -1;

	for (int row = table->nrows - 1; row >= 0; row--)
	{
		if (law_row_from(table, row) > day)
			after = row;
		else if (before < 0)
			before = row;
	}
	if (before < 0)
		return errdetail("Base rates are known from %s.",
						 tilskudd_date(law_row_from(table, after)));
	if (after < 0)
		return errdetail("Base rates are known until %s.",
						 tilskudd_date(law_row_to(table, before)));
	return errdetail("Base rates are known until %s and again from %s.",
					 tilskudd_date(law_row_to(table, before)),
					 tilskudd_date(law_row_from(table, after)));
}

/* The base rate of a day in percent a year; an error where the tables have none. */
static Numeric
law_base_rate(DateADT day)
{
	const LawTable *table = law_find_table("base_rate");
	int			row = law_row_of_day(table, day, NULL, NULL, NULL, NULL);

	if (row < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no base rate for %s", tilskudd_date(day)),
				 gge_errdetail_gap(day),
				 errhint("Pass the base rate that the EFTA Surveillance Authority published for that day to reference_rate() or discount_rate(), as base_rate.")));
	return number_cell(table, row, "base_rate_percent");
}

/* The base rate given as an argument, or else that of the day. */
static Numeric
base_rate_argument(FunctionCallInfo fcinfo, int argument, DateADT day)
{
	if (PG_ARGISNULL(argument))
		return law_base_rate(day);
	return gge_rate_argument(PG_GETARG_NUMERIC(argument), "base_rate");
}

/* A margin over the base rate in percentage points; an error where row < 0. */
static Numeric
margin_of_row(const LawTable *table, int row, DateADT day)
{
	if (row < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no margin over the base rate for %s",
						tilskudd_date(day)),
				 errdetail("Rates are made of base rate and margin from %s.",
						   tilskudd_date(law_row_from(table, 0))),
				 errhint("Use the rate that was published for that day.")));
	return gge_percent(number_cell(table, row, "margin_basis_points"));
}

/* The margin of a rating with collateral on a day. */
static Numeric
law_margin(const char *rating, const char *collateral, DateADT day)
{
	const LawTable *table = law_find_table("reference_margin");
	int			row;

	if (!law_has_value(table, "rating", rating))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown rating \"%s\"", tilskudd_shorten(rating)),
				 errhint("Ratings are strong, good, satisfactory, weak and bad.")));
	if (!law_has_value(table, "collateral", collateral))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown collateral \"%s\"", tilskudd_shorten(collateral)),
				 errhint("Collateral is high, normal or low.")));
	row = law_row_of_day(table, day, "rating", rating, "collateral", collateral);
	return margin_of_row(table, row, day);
}

/* base_rate(on_date date) -> numeric, percent a year */
Datum
tilskudd_base_rate(PG_FUNCTION_ARGS)
{
	PG_RETURN_NUMERIC(law_base_rate(PG_GETARG_DATEADT(0)));
}

/* reference_rate(on_date, rating, collateral, base_rate) -> numeric, percent a year */
Datum
tilskudd_reference_rate(PG_FUNCTION_ARGS)
{
	DateADT		on_date;
	Numeric		margin;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	on_date = PG_GETARG_DATEADT(0);
	margin = law_margin(text_to_cstring(PG_GETARG_TEXT_PP(1)),
						text_to_cstring(PG_GETARG_TEXT_PP(2)), on_date);
	PG_RETURN_NUMERIC(number_add(base_rate_argument(fcinfo, 3, on_date), margin));
}

/* discount_rate(on_date, base_rate) -> numeric, percent a year */
Datum
tilskudd_discount_rate(PG_FUNCTION_ARGS)
{
	const LawTable *table = law_find_table("discount_margin");
	DateADT		on_date;
	Numeric		margin;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	on_date = PG_GETARG_DATEADT(0);
	margin = margin_of_row(table, law_row_of_day(table, on_date, NULL, NULL, NULL, NULL),
						   on_date);
	PG_RETURN_NUMERIC(number_add(base_rate_argument(fcinfo, 1, on_date), margin));
}

/*
 * guarantee_premium(rating [, on_date]) -> numeric, percent a year of the
 * guaranteed amount.  Without a day, the one that holds until further notice.
 */
Datum
tilskudd_guarantee_premium(PG_FUNCTION_ARGS)
{
	const LawTable *table = law_find_table("guarantee_premium");
	char	   *rating = text_to_cstring(PG_GETARG_TEXT_PP(0));
	DateADT		on_date = PG_NARGS() > 1 ? PG_GETARG_DATEADT(1) :
		law_row_to(table, table->nrows - 1);
	int			row = law_row_of_day(table, on_date, "rating", rating, NULL, NULL);

	if (row < 0 && law_has_value(table, "rating", rating))
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no guarantee premium for %s",
						tilskudd_date(on_date)),
				 errhint("Pass a market premium to guarantee_gge().")));
	if (row < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no guarantee premium for rating \"%s\"",
						tilskudd_shorten(rating)),
				 errdetail("Ratings with a safe-harbour premium are AAA to B-, and none for no credit history."),
				 errhint("Pass a market premium to guarantee_gge().")));
	PG_RETURN_NUMERIC(number_cell(table, row, "premium_percent"));
}
