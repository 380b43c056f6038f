/*-------------------------------------------------------------------------
 *
 * kompetansepiloter.c
 *	  The programme Kompetansepiloter: who may apply, for which areas, at which
 *	  costs, and with how much money of others.
 *
 * src/function/kompetansepiloter.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "function/argument.h"
#include "function/geography_name.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/kompetansepiloter.h"
#include "rule/law_row.h"

TILSKUDD_FUNCTION(tilskudd_may_apply_kompetansepiloter);
TILSKUDD_FUNCTION(tilskudd_district_majority);
TILSKUDD_FUNCTION(tilskudd_district_majority_verdict);
TILSKUDD_FUNCTION(tilskudd_undertaking_majority);
TILSKUDD_FUNCTION(tilskudd_may_target_kompetansepiloter);
TILSKUDD_FUNCTION(tilskudd_cost_eligible_kompetansepiloter);
TILSKUDD_FUNCTION(tilskudd_ineligible_cost);
TILSKUDD_FUNCTION(tilskudd_max_grant);
TILSKUDD_FUNCTION(tilskudd_cofinancing_ok);
TILSKUDD_FUNCTION(tilskudd_cofinancing_verdict);

#define MAX_CENTRALITY	6

/* A verdict that stands on a row of law_kompetansepiloter. */
static Verdict
verdict_on(const char *item)
{
	Verdict		verdict = {0};

	verdict.table = law_find_table("kompetansepiloter");
	verdict.row = kompetansepiloter_row(item);
	return verdict;
}

static void
leave_open(Verdict *verdict, const char *point)
{
	verdict->undecided = lappend(verdict->undecided, unconstify(char *, point));
}

static void
settle(Verdict *verdict, Answer answer, const char *point)
{
	verdict->refused = answer == NO;
	if (answer == NOT_KNOWN)
		leave_open(verdict, point);
}


/*
 * Applicants
 */

/* Whether a text names a county of the day that is not excluded. */
static bool
is_eligible_county(const text *county, DateADT on_date, const Verdict *verdict)
{
	int			excluded = atoi(law_cell(verdict->table, verdict->row, "value"));
	const char *given = text_to_cstring(county);
	NameQuery	query = {.on_date = on_date};
	CountySet	counties;

	query.no_county = pg_server_to_any(given, strlen(given), PG_UTF8);
	query.no_county_length = strlen(query.no_county);
	if (!geo_find_counties(query.no_county, query.no_county_length, &counties))
		geo_report_no_county(&query);
	for (int i = 0; i < law_ncounties; i++)
	{
		int			number = law_counties[i].number;

		if (number != excluded && geo_has_county(&counties, number) &&
			geo_county(number * 100, on_date) != NULL)
			return true;
	}
	return false;
}

/*
 * may_apply_kompetansepiloter(county text, on_date date,
 *		county_authority boolean) -> verdict
 */
Datum
tilskudd_may_apply_kompetansepiloter(PG_FUNCTION_ARGS)
{
	Verdict		verdict = verdict_on("excluded_county");
	Answer		authority = answer_argument(fcinfo, 2);
	DateADT		on_date;
	DateADT		first = law_row_from(verdict.table, verdict.row);
	DateADT		last = law_row_to(verdict.table, verdict.row);

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	on_date = PG_GETARG_DATEADT(1);

	verdict.refused = authority == NO ||
		(!PG_ARGISNULL(0) && !is_eligible_county(PG_GETARG_TEXT_PP(0), on_date, &verdict));
	if (on_date < first || on_date > last)
		leave_open(&verdict, psprintf("the guidelines hold from %s to %s, not on %s",
									  tilskudd_date(first), tilskudd_date(last),
									  tilskudd_date(on_date)));
	if (authority == NOT_KNOWN)
		leave_open(&verdict, "whether a county authority applies is not known");
	if (PG_ARGISNULL(0))
		leave_open(&verdict, "the county is not known");
	return verdict_datum(&verdict, fcinfo);
}


/*
 * Areas
 */

/* Counts one municipality, and lists those of unknown centrality. */
static void
count_municipality(Answer district, int kommunenr, MajorityCount *count, StringInfo unknown)
{
	if (district == YES)
		count->district++;
	else if (district == NO)
		count->other++;
	else
	{
		count->unknown++;
		if (unknown->len > 0)
			appendStringInfoString(unknown, ", ");
		if (kommunenr < 0)
			appendStringInfoString(unknown, "a municipality that is NULL");
		else
			appendStringInfo(unknown, "%04d", kommunenr);
	}
}

/* A municipality counts once, and must be one on the day. */
static void
check_municipality(int kommunenr, DateADT on_date, bool *seen)
{
	if (!geo_in_force(kommunenr, on_date))
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("unknown municipality number %04d on %s", kommunenr,
						tilskudd_date(on_date)),
				 geo_municipality(kommunenr) != NULL ?
				 errhint("kommune_at() has the municipalities of a day in which its territory lies.") : 0));
	if (seen[kommunenr])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("municipality %04d is given twice", kommunenr),
				 errhint("Each counts once: pass array(SELECT DISTINCT ...).")));
	seen[kommunenr] = true;
}

/* The answer by the law tables. */
static Answer
is_district(int kommunenr, DateADT on_date)
{
	switch (geo_in_set(&law_centrality, kommunenr, on_date, kompetansepiloter_centrality()))
	{
		case GEO_YES:
			return YES;
		case GEO_NO:
			return NO;
		default:
			return NOT_KNOWN;
	}
}

/* The answer by a class that the caller gave. */
static Answer
is_district_class(int centrality)
{
	if (centrality < 1 || centrality > MAX_CENTRALITY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("centrality can not be %d", centrality),
				 errhint("The classes are 1 to %d.", MAX_CENTRALITY)));
	return answer_of((kompetansepiloter_centrality() & 1 << centrality) != 0);
}

/*
 * Counts the municipalities of the arguments (municipalities kommunenr[],
 * on_date date, centrality integer[]).  Whose centrality is not known is
 * listed.
 */
static MajorityCount
count_municipalities(FunctionCallInfo fcinfo, StringInfo unknown)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	DateADT		on_date = PG_GETARG_DATEADT(1);
	MajorityCount count = {0};
	bool		seen[LAW_KOMMUNENR_MAX + 1] = {false};
	Datum	   *municipalities;
	Datum	   *classes = NULL;
	bool	   *nulls;
	bool	   *no_class = NULL;
	int			n;
	int			nclasses;

	deconstruct_array(array, ARR_ELEMTYPE(array), sizeof(int16), true, TYPALIGN_SHORT,
					  &municipalities, &nulls, &n);
	if (!PG_ARGISNULL(2))
	{
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), INT4OID, sizeof(int32), true, TYPALIGN_INT,
						  &classes, &no_class, &nclasses);
		if (nclasses != n)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%d classes of centrality are given for %d municipalities", nclasses, n),
					 errhint("Give one for each municipality, in their order, and NULL where it is not known.")));
	}
	for (int i = 0; i < n; i++)
	{
		int			kommunenr = nulls[i] ? -1 : DatumGetInt16(municipalities[i]);
		Answer		district = NOT_KNOWN;

		if (kommunenr >= 0)
			check_municipality(kommunenr, on_date, seen);
		if (classes != NULL)
			district = no_class[i] ? NOT_KNOWN : is_district_class(DatumGetInt32(classes[i]));
		else if (kommunenr >= 0)
			district = is_district(kommunenr, on_date);
		count_municipality(district, kommunenr, &count, unknown);
	}
	return count;
}

/* district_majority(municipalities kommunenr[], on_date date, centrality integer[]) -> boolean */
Datum
tilskudd_district_majority(PG_FUNCTION_ARGS)
{
	StringInfoData unknown;
	MajorityCount count;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	initStringInfo(&unknown);
	count = count_municipalities(fcinfo, &unknown);
	return answer_datum(fcinfo, has_majority(&count));
}

/*
 * district_majority_verdict(municipalities kommunenr[], on_date date,
 *		centrality integer[]) -> verdict
 *
 * A majority seen from the other side: how many may lie elsewhere, how many
 * do, and how many more may.
 */
Datum
tilskudd_district_majority_verdict(PG_FUNCTION_ARGS)
{
	Verdict		verdict = verdict_on("majority_percent");
	StringInfoData unknown;
	MajorityCount count;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	initStringInfo(&unknown);
	count = count_municipalities(fcinfo, &unknown);
	verdict.unit = "municipalities";
	verdict.limit = number_of(majority_leaves(&count));
	verdict.used = number_of(count.other);
	verdict.requested = number_of(count.unknown);
	settle(&verdict, has_majority(&count),
		   psprintf("the centrality on %s is not known of %s",
					tilskudd_date(PG_GETARG_DATEADT(1)), unknown.data));
	return verdict_datum(&verdict, fcinfo);
}

static int64
count_argument(int32 count, const char *name)
{
	if (count < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be %d", name, count),
				 errhint("It is a number of undertakings, zero or more.")));
	return count;
}

/* undertaking_majority(district integer, other integer, unknown integer) -> boolean */
Datum
tilskudd_undertaking_majority(PG_FUNCTION_ARGS)
{
	MajorityCount count = {
		.district = count_argument(PG_GETARG_INT32(0), "district"),
		.other = count_argument(PG_GETARG_INT32(1), "other"),
		.unknown = count_argument(PG_GETARG_INT32(2), "unknown")
	};

	return answer_datum(fcinfo, has_majority(&count));
}

/*
 * may_target_kompetansepiloter(area boolean, branch boolean,
 *		special_challenges boolean) -> verdict: one of the three is enough (K1-2)
 */
Datum
tilskudd_may_target_kompetansepiloter(PG_FUNCTION_ARGS)
{
	Verdict		verdict = verdict_on("majority_percent");
	Answer		area = answer_argument(fcinfo, 0);
	Answer		branch = answer_argument(fcinfo, 1);
	Answer		challenges = answer_argument(fcinfo, 2);
	Answer		target = answer_or(area, answer_or(branch, challenges));

	verdict.refused = target == NO;
	if (target == NOT_KNOWN && area == NOT_KNOWN)
		leave_open(&verdict, "whether most municipalities of the area are of centrality 5 and 6 is not known");
	if (target == NOT_KNOWN && branch == NOT_KNOWN)
		leave_open(&verdict, "whether most undertakings of the branch are in centrality 5 and 6 is not known");
	if (target == NOT_KNOWN && challenges == NOT_KNOWN)
		leave_open(&verdict, "whether the area has special challenges has no measure in the guidelines: the granter settles it");
	return verdict_datum(&verdict, fcinfo);
}


/*
 * Costs
 */

/* What makes a cost ineligible (K3-2), in the order of the arguments. */
static const char *const cost_grounds[] = {"state_financed", "analysis", "equipment"};

/* cost_eligible_kompetansepiloter(state_financed boolean, analysis boolean, equipment boolean) -> boolean */
Datum
tilskudd_cost_eligible_kompetansepiloter(PG_FUNCTION_ARGS)
{
	Answer		ineligible = NO;

	for (int i = 0; i < lengthof(cost_grounds); i++)
		ineligible = answer_or(ineligible, answer_argument(fcinfo, i));
	if (ineligible == NOT_KNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(ineligible == NO);
}

/*
 * ineligible_cost(state_financed boolean, analysis boolean, equipment boolean)
 *		-> setof (ground, applies, rule, citation)
 */
Datum
tilskudd_ineligible_cost(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const LawTable *table = law_find_table("kompetansepiloter");

	tilskudd_init_srf(fcinfo);
	for (int i = 0; i < lengthof(cost_grounds); i++)
	{
		int			row = law_row_of_value(table, "value", cost_grounds[i]);
		Answer		applies = answer_argument(fcinfo, i);
		Datum		values[4] = {0};
		bool		nulls[4] = {false};

		if (applies == NO)
			continue;
		values[0] = CStringGetTextDatum(cost_grounds[i]);
		values[1] = BoolGetDatum(true);
		nulls[1] = applies == NOT_KNOWN;
		values[2] = CStringGetTextDatum(law_cell(table, row, "rule"));
		values[3] = CStringGetTextDatum(verdict_citation(table, row));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}


/*
 * Co-financing
 */

/* What co-financing leaves of a budget at most; exact. */
static Numeric
max_grant(Numeric budget)
{
	Numeric		percent = number_cell(law_find_table("kompetansepiloter"),
									  kompetansepiloter_row("cofinancing_percent"), "value");

	return number_share(number_multiply(budget, number_subtract(number_of(100), percent)), 100);
}

/* max_grant(budget numeric) -> numeric */
Datum
tilskudd_max_grant(PG_FUNCTION_ARGS)
{
	PG_RETURN_NUMERIC(max_grant(number_amount_argument(PG_GETARG_NUMERIC(0), "budget")));
}

/*
 * Decides whether a project has its co-financing (K4-1), from the arguments
 * (cofinancing numeric, budget numeric): what others do not pay is at most
 * what a grant may be.
 */
static Verdict
decide_cofinancing(FunctionCallInfo fcinfo)
{
	Verdict		verdict = verdict_on("cofinancing_percent");
	Numeric		cofinancing = amount_argument(fcinfo, 0, "cofinancing");
	Numeric		budget = amount_argument(fcinfo, 1, "budget");

	verdict.unit = "NOK";
	verdict.used = number_of(0);
	if (cofinancing == NULL)
		leave_open(&verdict, "the co-financing is not known");
	if (budget == NULL)
		leave_open(&verdict, "the budget is not known");
	else
		verdict.limit = max_grant(budget);
	if (verdict.undecided == NIL)
	{
		verdict.requested = number_subtract(budget, cofinancing);
		verdict.refused = number_compare(verdict.requested, verdict.limit) > 0;
	}
	return verdict;
}

/* cofinancing_ok(cofinancing numeric, budget numeric) -> boolean; strict, so never undecided */
Datum
tilskudd_cofinancing_ok(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!decide_cofinancing(fcinfo).refused);
}

/* cofinancing_verdict(cofinancing numeric, budget numeric) -> verdict */
Datum
tilskudd_cofinancing_verdict(PG_FUNCTION_ARGS)
{
	Verdict		verdict = decide_cofinancing(fcinfo);

	return verdict_datum(&verdict, fcinfo);
}
