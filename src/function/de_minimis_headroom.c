/*-------------------------------------------------------------------------
 *
 * de_minimis_headroom.c
 *	  How much de minimis aid may be granted on a day, given all the awards
 *	  that are registered, those of later days too.
 *
 * src/function/de_minimis_headroom.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "function/de_minimis.h"
#include "function/de_minimis_walk.h"
#include "function/number.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_headroom);
TILSKUDD_FUNCTION(tilskudd_de_minimis_headroom_curve);
TILSKUDD_FUNCTION(tilskudd_earliest_date_for);

/*
 * Reads the awards from two arrays.  NULL arrays are what array_agg() gives
 * without rows: no awards.  An award without amount or day does not count, nor
 * does one on a day without end, which no window reaches.
 */
static void
read_awards(FunctionCallInfo fcinfo, int argument, AwardList *list)
{
	Datum	   *amounts = NULL,
			   *days = NULL;
	bool	   *no_amount,
			   *no_day;
	int			namounts = 0,
				ndays = 0;

	if (!PG_ARGISNULL(argument))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), NUMERICOID, -1, false,
						  TYPALIGN_INT, &amounts, &no_amount, &namounts);
	if (!PG_ARGISNULL(argument + 1))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument + 1), DATEOID, sizeof(DateADT),
						  true, TYPALIGN_INT, &days, &no_day, &ndays);
	if (namounts != ndays)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("there are %d amounts and %d days of awards", namounts, ndays),
				 errhint("Give both of the same rows, such as array_agg(amount) and array_agg(granted_on).")));

	award_list_init(list, CurrentMemoryContext);
	for (int i = 0; i < namounts; i++)
	{
		if (!no_amount[i] && !no_day[i] && !DATE_NOT_FINITE(DatumGetDateADT(days[i])))
			award_list_add(list, DatumGetDateADT(days[i]), amounts[i]);
	}
	award_list_sort(list);
}

/* Prepares a walk from one day to another over the awards of two arguments. */
static void
start_walk(Walk *walk, FunctionCallInfo fcinfo, int awards_argument,
		   DateADT from, DateADT to)
{
	read_awards(fcinfo, awards_argument, &walk->awards);
	walk->from = DATEVAL_NOBEGIN;
	walk->until = DATEVAL_NOEND;
	walk_start(walk, from, to);
}

/* Reads pool, road_freight and fiscal_year_start_month; false if one is NULL. */
static bool
read_rule(FunctionCallInfo fcinfo, int argument, AidRule *rule)
{
	if (PG_ARGISNULL(argument) || PG_ARGISNULL(argument + 1) ||
		PG_ARGISNULL(argument + 2))
		return false;
	rule->pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(argument));
	rule->joint = NULL;
	rule->road_freight = PG_GETARG_BOOL(argument + 1);
	rule->fiscal_year_start_month = de_minimis_month_argument(PG_GETARG_INT32(argument + 2));
	return true;
}

/*
 * de_minimis_headroom(amounts numeric[], granted_on date[], on_date date,
 *		pool text, road_freight boolean, fiscal_year_start_month integer)
 *		-> numeric
 */
Datum
tilskudd_de_minimis_headroom(PG_FUNCTION_ARGS)
{
	Walk		walk;
	Point		point;

	if (PG_ARGISNULL(2) || !read_rule(fcinfo, 3, &walk.rule))
		PG_RETURN_NULL();
	start_walk(&walk, fcinfo, 0, PG_GETARG_DATEADT(2), PG_GETARG_DATEADT(2));
	walk_next(&walk, &point);
	if (!point.has_window)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(award_list_number(&walk.awards, point.headroom));
}

/*
 * de_minimis_headroom_curve(amounts numeric[], granted_on date[],
 *		from_date date, to_date date, pool text, road_freight boolean,
 *		fiscal_year_start_month integer)
 *		-> setof (on_date date, used numeric, ceiling numeric, headroom numeric)
 */
Datum
tilskudd_de_minimis_headroom_curve(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Walk		walk;
	Point		point;
	Point		last;
	bool		any = false;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(2) || !read_rule(fcinfo, 4, &walk.rule))
		return (Datum) 0;
	start_walk(&walk, fcinfo, 0, PG_GETARG_DATEADT(2),
			   PG_ARGISNULL(3) ? de_minimis_horizon(walk.rule.pool) : PG_GETARG_DATEADT(3));
	while (walk_next(&walk, &point))
	{
		Datum		values[4] = {DateADTGetDatum(point.day)};
		bool		nulls[4] = {false, true, true, true};

		if (any && same_point(&walk.awards, &point, &last))
			continue;
		any = true;
		last = point;
		if (point.has_window)
		{
			values[1] = NumericGetDatum(award_list_number(&walk.awards, point.used));
			values[2] = NumericGetDatum(number_of(point.ceiling));
			values[3] = NumericGetDatum(award_list_number(&walk.awards, point.headroom));
			nulls[1] = nulls[2] = nulls[3] = false;
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * earliest_date_for(requested numeric, amounts numeric[], granted_on date[],
 *		from_date date, pool text, road_freight boolean,
 *		fiscal_year_start_month integer) -> date
 *
 * All or nothing, and what equals the headroom passes (1998/2006 Art 2(2),
 * 2023/2831 Art 3(7): "would be exceeded").
 */
Datum
tilskudd_earliest_date_for(PG_FUNCTION_ARGS)
{
	Numeric		requested;
	Walk		walk;
	Point		point;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(3) || !read_rule(fcinfo, 4, &walk.rule))
		PG_RETURN_NULL();
	requested = aid_number(PG_GETARG_DATUM(0));
	start_walk(&walk, fcinfo, 1, PG_GETARG_DATEADT(3), de_minimis_horizon(walk.rule.pool));
	while (walk_next(&walk, &point))
	{
		if (point.has_window &&
			number_compare(requested,
						   award_list_number(&walk.awards, point.headroom)) <= 0)
			PG_RETURN_DATEADT(point.day);
	}
	PG_RETURN_NULL();
}
