/*-------------------------------------------------------------------------
 *
 * de_minimis.c
 *	  SQL functions on de minimis aid: ceiling, window, verdict.
 *
 * src/function/de_minimis.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

#include "function/de_minimis.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/de_minimis.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_ceiling);
TILSKUDD_FUNCTION(tilskudd_de_minimis_window);
TILSKUDD_FUNCTION(tilskudd_de_minimis_window_of_years);
TILSKUDD_FUNCTION(tilskudd_de_minimis_verdict);
TILSKUDD_FUNCTION(tilskudd_de_minimis_ok);

/* The pool that an argument names; an error where it names none. */
int
de_minimis_pool_argument(const text *name)
{
	int			pool = de_minimis_pool(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if (pool < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown de minimis pool \"%s\"",
						tilskudd_shorten(text_to_cstring(name))),
				 errhint("Pools are general, sgei, agriculture and fisheries.")));
	return pool;
}

/* The month with which a fiscal year begins. */
int
de_minimis_month_argument(int32 month)
{
	if (month < 1 || month > 12)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fiscal year can not start in month %d", month),
				 errhint("Months are 1 to 12; 1 is the calendar year.")));
	return month;
}

/* The undecided point of a verdict on a day without a regime. */
char *
de_minimis_no_regime(int pool, DateADT on_date)
{
	return psprintf("the law tables have no regime for pool %s on %s",
					de_minimis_pool_name(pool), tilskudd_date(on_date));
}

/* de_minimis_ceiling(on_date date, pool text, road_freight boolean) -> numeric */
Datum
tilskudd_de_minimis_ceiling(PG_FUNCTION_ARGS)
{
	int			pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(1));
	const LawDeMinimis *regime = de_minimis_regime(pool, PG_GETARG_DATEADT(0));

	if (regime == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(number_of(de_minimis_ceiling(regime,
												   PG_GETARG_BOOL(2))));
}

/* A range of days, both included, in the canonical form of daterange. */
static Datum
range_of_days(DateADT first, DateADT last)
{
	TypeCacheEntry *type = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
	RangeBound	lower = {DateADTGetDatum(first), false, true, true};
	RangeBound	upper = {DateADTGetDatum(last + 1), false, false, false};

	return RangeTypePGetDatum(tilskudd_make_range(type, &lower, &upper));
}

/* de_minimis_window(on_date, pool, fiscal_year_start_month) -> daterange */
Datum
tilskudd_de_minimis_window(PG_FUNCTION_ARGS)
{
	DateADT		on_date = PG_GETARG_DATEADT(0);
	int			pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(1));
	int			month = de_minimis_month_argument(PG_GETARG_INT32(2));
	const LawDeMinimis *regime = de_minimis_regime(pool, on_date);

	if (regime == NULL)
		PG_RETURN_NULL();
	return range_of_days(de_minimis_window_start(regime, on_date, month), on_date);
}

/* A fiscal year as given: first day, and the day after the last. */
typedef struct FiscalYear
{
	DateADT		from;
	DateADT		until;
} FiscalYear;

static int
compare_years(const void *a, const void *b)
{
	DateADT		x = ((const FiscalYear *) a)->from;
	DateADT		y = ((const FiscalYear *) b)->from;

	return (x > y) - (x < y);
}

/* One range of the argument. */
static FiscalYear
read_year(TypeCacheEntry *type, Datum element, bool isnull)
{
	RangeBound	lower,
				upper;
	bool		empty = true;
	FiscalYear	year;

	if (!isnull)
		range_deserialize(type, DatumGetRangeTypeP(element), &lower, &upper, &empty);
	if (empty || lower.infinite || upper.infinite ||
		DATE_NOT_FINITE(DatumGetDateADT(lower.val)) ||
		DATE_NOT_FINITE(DatumGetDateADT(upper.val)))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("a fiscal year is NULL, empty or without end"),
				 errhint("Give each year as a range with its first and last day, such as '[2012-07-01,2013-06-30]'.")));
	year.from = DatumGetDateADT(lower.val);
	year.until = DatumGetDateADT(upper.val);
	return year;
}

/* The years of the argument in order, checked to follow each other. */
static FiscalYear *
read_years(ArrayType *array, int *nyears)
{
	TypeCacheEntry *type = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
	Datum	   *elements;
	bool	   *nulls;
	FiscalYear *years;

	deconstruct_array(array, DATERANGEOID, type->typlen, type->typbyval,
					  type->typalign, &elements, &nulls, nyears);
	years = palloc(sizeof(FiscalYear) * (*nyears + 1));
	for (int i = 0; i < *nyears; i++)
		years[i] = read_year(type, elements[i], nulls[i]);
	qsort(years, *nyears, sizeof(FiscalYear), compare_years);
	for (int i = 1; i < *nyears; i++)
	{
		if (years[i].from != years[i - 1].until)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("fiscal years do not follow each other: one ends on %s, the next begins on %s",
							tilskudd_date(years[i - 1].until - 1),
							tilskudd_date(years[i].from)),
					 errhint("Each fiscal year begins on the day after the last of the one before.")));
	}
	return years;
}

/* de_minimis_window(on_date date, fiscal_years daterange[], pool text) */
Datum
tilskudd_de_minimis_window_of_years(PG_FUNCTION_ARGS)
{
	DateADT		on_date = PG_GETARG_DATEADT(0);
	int			pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(2));
	int			nyears;
	FiscalYear *years = read_years(PG_GETARG_ARRAYTYPE_P(1), &nyears);
	const LawDeMinimis *regime = de_minimis_regime(pool, on_date);

	if (regime == NULL)
		PG_RETURN_NULL();
	if (regime->window == LAW_THREE_YEARS)
		return range_of_days(de_minimis_window_start(regime, on_date, 1), on_date);
	for (int i = 2; i < nyears; i++)
	{
		if (years[i].from <= on_date && on_date < years[i].until)
			return range_of_days(years[i - 2].from, on_date);
	}
	PG_RETURN_NULL();
}

/* What is used of a limit: of one pool's ceiling, or of several pools' joint one. */
typedef struct Pot
{
	Numeric		limit;
	Numeric		used;			/* NULL: not known */
	const LawTable *table;
	int			row;
} Pot;

/* What a question gives. */
typedef struct Question
{
	int			pool;
	bool		road_freight;
	DateADT		on_date;
	Numeric		requested;			/* NULL: not known */
	Numeric		used[LAW_NPOOLS];	/* NULL: not known */
} Question;

/* An amount of aid; NULL where it is not known. */
static Numeric
amount_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	return PG_ARGISNULL(argument) ? NULL :
		number_amount_argument(PG_GETARG_NUMERIC(argument), name);
}

static void
read_question(FunctionCallInfo fcinfo, Question *question)
{
	static const char *const names[LAW_NPOOLS] = {
		"used_general", "used_sgei", "used_agriculture", "used_fisheries"
	};
	Numeric		used = amount_argument(fcinfo, 0, "used");

	question->requested = amount_argument(fcinfo, 1, "requested");
	question->on_date = PG_GETARG_DATEADT(2);
	question->pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(3));
	question->road_freight = PG_GETARG_BOOL(4);
	for (int pool = 0; pool < LAW_NPOOLS; pool++)
	{
		question->used[pool] = amount_argument(fcinfo, 5 + pool, names[pool]);
		if (pool != question->pool)
			continue;
		if (question->used[pool] == NULL ||
			number_compare(question->used[pool], number_of(0)) != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s is given for an award from the same pool", names[pool]),
					 errhint("Give the aid of the award's own pool as used only.")));
		question->used[pool] = used;
	}
}

/* Aid in several pools together; NULL where one of them is not known. */
static Numeric
used_together(const Question *question, int pools)
{
	Numeric		sum = number_of(0);

	for (int pool = 0; pool < LAW_NPOOLS; pool++)
	{
		if (!(pools & (1 << pool)))
			continue;
		if (question->used[pool] == NULL)
			return NULL;
		sum = number_add(sum, question->used[pool]);
	}
	return sum;
}

/*
 * Tests one limit.  The verdict shows the one with the least headroom: that
 * binds.  A sum equal to the limit passes ("shall not exceed").
 */
static void
test_pot(Verdict *verdict, const Question *question, const Pot *pot)
{
	Numeric		headroom;

	if (pot->used == NULL)
		return;
	headroom = number_subtract(pot->limit, pot->used);
	if (question->requested != NULL &&
		number_compare(question->requested, headroom) > 0)
		verdict->refused = true;
	if (verdict->limit != NULL && verdict->used != NULL &&
		number_compare(headroom,
					   number_subtract(verdict->limit, verdict->used)) >= 0)
		return;
	verdict->limit = pot->limit;
	verdict->used = pot->used;
	verdict->table = pot->table;
	verdict->row = pot->row;
}

/*
 * Aid from other pools counts together with this one as far as the law says
 * so on that day; where it is silent, that is undecided.
 */
static void
test_cumulation(Verdict *verdict, const Question *question)
{
	int			settled = 1 << question->pool;

	for (int i = 0; i < law_nde_minimis_cumulation; i++)
	{
		const LawDeMinimisCumulation *joint = &law_de_minimis_cumulation[i];
		Pot			pot;

		if (!(joint->pools & (1 << question->pool)) ||
			question->on_date < joint->valid_from ||
			question->on_date > joint->valid_to)
			continue;
		settled |= question->pool == joint->settles ? joint->pools : 1 << joint->settles;
		if (joint->joint_ceiling == 0)
			continue;
		pot.limit = number_of(joint->joint_ceiling);
		pot.used = used_together(question, joint->pools);
		pot.table = law_find_table("de_minimis_cumulation");
		pot.row = joint->row;
		if (pot.used == NULL)
			verdict->undecided = lappend(verdict->undecided,
										 psprintf("aid in the pools that count together (%s) is not known",
												  law_cell(pot.table, pot.row, "pools")));
		test_pot(verdict, question, &pot);
	}
	for (int pool = 0; pool < LAW_NPOOLS; pool++)
	{
		if ((settled & (1 << pool)) ||
			(question->used[pool] != NULL &&
			 number_compare(question->used[pool], number_of(0)) == 0))
			continue;
		verdict->undecided = lappend(verdict->undecided,
									 psprintf("whether aid from pool %s counts together with pool %s on this day is not in the law tables",
											  de_minimis_pool_name(pool),
											  de_minimis_pool_name(question->pool)));
	}
}

static void
decide(const Question *question, Verdict *verdict)
{
	const LawDeMinimis *regime = de_minimis_regime(question->pool,
												   question->on_date);
	Pot			pot;

	memset(verdict, 0, sizeof(Verdict));
	verdict->unit = "EUR";
	verdict->requested = question->requested;
	verdict->used = question->used[question->pool];
	if (regime == NULL)
	{
		verdict->undecided = list_make1(de_minimis_no_regime(question->pool,
															 question->on_date));
		return;
	}

	pot.limit = number_of(de_minimis_ceiling(regime, question->road_freight));
	pot.used = question->used[question->pool];
	pot.table = law_find_table("de_minimis");
	pot.row = regime->row;
	verdict->limit = pot.limit;
	verdict->table = pot.table;
	verdict->row = pot.row;
	if (pot.used == NULL)
		verdict->undecided = lappend(verdict->undecided, "the aid used is not known");
	if (question->requested == NULL)
		verdict->undecided = lappend(verdict->undecided, "the aid requested is not known");

	/* alone over the limit is over it whatever else was used */
	if (question->requested != NULL &&
		number_compare(question->requested, pot.limit) > 0)
		verdict->refused = true;
	test_pot(verdict, question, &pot);
	test_cumulation(verdict, question);
}

/*
 * de_minimis_verdict(used, requested, on_date, pool, road_freight,
 *		used_general, used_sgei, used_agriculture, used_fisheries) -> verdict
 *
 * All or nothing: an award that does not fit is refused whole (1998/2006 Art
 * 2(2), 2023/2831 Art 3(7)).
 */
Datum
tilskudd_de_minimis_verdict(PG_FUNCTION_ARGS)
{
	Question	question;
	Verdict		verdict;

	if (PG_ARGISNULL(2) || PG_ARGISNULL(3) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	read_question(fcinfo, &question);
	decide(&question, &verdict);
	return verdict_datum(&verdict, fcinfo);
}

/*
 * The same as a boolean for CHECK, where NULL would let the row in: what the
 * law leaves undecided raises.
 */
Datum
tilskudd_de_minimis_ok(PG_FUNCTION_ARGS)
{
	Question	question;
	Verdict		verdict;

	read_question(fcinfo, &question);
	decide(&question, &verdict);
	verdict_require_decided(&verdict,
							"whether de minimis aid on %s is lawful can not be decided",
							tilskudd_date(question.on_date),
							"de_minimis_verdict()");
	PG_RETURN_BOOL(!verdict.refused);
}
