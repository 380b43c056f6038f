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
#include "lib/binaryheap.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "function/de_minimis.h"
#include "function/de_minimis_sum.h"
#include "function/number.h"
#include "function/verdict.h"
#include "rule/calendar.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_headroom);
TILSKUDD_FUNCTION(tilskudd_de_minimis_headroom_curve);
TILSKUDD_FUNCTION(tilskudd_earliest_date_for);

/*
 * A registered award must hold when an earlier one is put in before it.  Its
 * window then limits every award within it to what it has left.
 */
typedef struct WindowLimit
{
	DateADT		first;			/* of the window */
	DateADT		last;			/* the day of the award */
	Aid			left;			/* ceiling less aid in the window; may be negative */
} WindowLimit;

/* What holds on a day, until something changes. */
typedef struct Point
{
	DateADT		day;
	bool		has_window;		/* otherwise the tables have no regime */
	uint32		ceiling;
	Aid			used;
	Aid			headroom;
} Point;

/*
 * A walk along the days.  Between the days listed, nothing changes.
 */
typedef struct Walk
{
	AidRule		rule;
	AwardList	awards;
	WindowLimit *limits;			/* by their first days */
	int			nlimits;
	int			next_limit;		/* not reached yet */
	binaryheap *reached;		/* limits, the tightest at the top */
	DateADT    *days;
	int			ndays;
	int			next_day;
} Walk;

/* Compares amounts of a list. */
static int
compare_aid(const AwardList *list, Aid a, Aid b)
{
	if (list->wide)
		return number_compare(a.number, b.number);
	return (a.units > b.units) - (a.units < b.units);
}

/* What is left of a ceiling. */
static Aid
left_of(const AwardList *list, uint32 ceiling, Aid used)
{
	Aid			left;

	if (list->wide)
		left.number = number_subtract(number_of(ceiling), used.number);
	else
		left.units = (int64) ceiling * AID_UNITS_OF_ONE - used.units;
	return left;
}

/* For the heap, whose top is the largest: the tightest limit is that. */
static int
compare_tightness(Datum a, Datum b, void *list)
{
	return compare_aid(list, ((WindowLimit *) DatumGetPointer(b))->left,
					   ((WindowLimit *) DatumGetPointer(a))->left);
}

static int
compare_first(const void *a, const void *b)
{
	DateADT		x = ((const WindowLimit *) a)->first;
	DateADT		y = ((const WindowLimit *) b)->first;

	return (x > y) - (x < y);
}

static int
compare_day(const void *a, const void *b)
{
	DateADT		x = *(const DateADT *) a;
	DateADT		y = *(const DateADT *) b;

	return (x > y) - (x < y);
}

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

/* Finds what each day of awards has left, and starts again before the first. */
static void
find_limits(Walk *walk)
{
	AwardList  *list = &walk->awards;

	walk->limits = palloc_extended(sizeof(WindowLimit) * (list->count + 1), MCXT_ALLOC_HUGE);
	walk->nlimits = 0;
	walk->next_limit = 0;
	for (size_t i = 0; i < list->count; i++)
	{
		AidWindow	window;
		WindowLimit *limit = &walk->limits[walk->nlimits];

		CHECK_FOR_INTERRUPTS();
		if ((i > 0 && list->awards[i].day == list->awards[i - 1].day) ||
			!aid_window(&walk->rule, list->awards[i].day, &window))
			continue;
		award_list_slide(list, &window);
		limit->first = window.first;
		limit->last = window.last;
		limit->left = left_of(list, window.ceiling, list->sum);
		walk->nlimits++;
	}
	award_list_rewind(list);
	qsort(walk->limits, walk->nlimits, sizeof(WindowLimit), compare_first);
	walk->reached = binaryheap_allocate(walk->nlimits + 1, compare_tightness, list);
}

/* Notes a day on which something may change, if it lies on the way. */
static void
note_day(Walk *walk, DateADT from, DateADT to, DateADT day)
{
	if (from <= day && day <= to)
		walk->days[walk->ndays++] = day;
}

/* The first day whose rolling window does not reach an award. */
static DateADT
rolling_exit(DateADT awarded_on)
{
	CalendarDay calendar = calendar_of_day(awarded_on);
	DateADT		day = day_of_calendar(calendar.year + 3, calendar.month,
									  Min(calendar.day, days_in_month(calendar.year + 3, calendar.month)));

	/* one day, two before 1 March: a window from 29 February is one from the 28th */
	while (years_before(day, 3) <= awarded_on)
		day++;
	return day;
}

/*
 * The days between the first and the last on which something may change: an
 * award comes or leaves a rolling window, a fiscal year or a regime begins or
 * ends, the window of a later award begins or is over.
 */
static void
find_days(Walk *walk, DateADT from, DateADT to)
{
	const AwardList *list = &walk->awards;
	size_t		nyears = 0;

	for (int i = 0; i < law_nde_minimis; i++)
	{
		if (law_de_minimis[i].pool == walk->rule.pool)
			nyears += 4 + (law_de_minimis[i].valid_to - law_de_minimis[i].valid_from) / 365;
	}
	walk->days = palloc_extended(sizeof(DateADT) *
								 (1 + nyears + 2 * list->count + 2 * (size_t) walk->nlimits),
								 MCXT_ALLOC_HUGE);
	walk->ndays = 0;
	walk->next_day = 0;
	note_day(walk, from, to, from);
	for (size_t i = 0; i < list->count; i++)
	{
		note_day(walk, from, to, list->awards[i].day);
		note_day(walk, from, to, rolling_exit(list->awards[i].day));
	}
	for (int i = 0; i < walk->nlimits; i++)
	{
		note_day(walk, from, to, walk->limits[i].first);
		note_day(walk, from, to, walk->limits[i].last + 1);
	}
	for (int i = 0; i < law_nde_minimis; i++)
	{
		const LawDeMinimis *regime = &law_de_minimis[i];
		int			last_year = calendar_of_day(regime->valid_to).year;

		if (regime->pool != walk->rule.pool)
			continue;
		note_day(walk, from, to, regime->valid_from);
		note_day(walk, from, to, regime->valid_to + 1);
		for (int year = calendar_of_day(regime->valid_from).year; year <= last_year; year++)
			note_day(walk, from, to,
					 day_of_calendar(year, walk->rule.fiscal_year_start_month, 1));
	}
	qsort(walk->days, walk->ndays, sizeof(DateADT), compare_day);
}

/* Prepares a walk from one day to another over the awards of two arguments. */
static void
start_walk(Walk *walk, FunctionCallInfo fcinfo, int awards_argument,
		   DateADT from, DateADT to)
{
	read_awards(fcinfo, awards_argument, &walk->awards);
	find_limits(walk);
	find_days(walk, from, to);
}

/* The tightest limit whose window contains a day; NULL if there is none. */
static const WindowLimit *
tightest_limit(Walk *walk, DateADT day)
{
	while (walk->next_limit < walk->nlimits &&
		   walk->limits[walk->next_limit].first <= day)
		binaryheap_add(walk->reached, PointerGetDatum(&walk->limits[walk->next_limit++]));
	while (!binaryheap_empty(walk->reached))
	{
		const WindowLimit *limit = (WindowLimit *) DatumGetPointer(binaryheap_first(walk->reached));

		if (limit->last >= day)
			return limit;
		binaryheap_remove_first(walk->reached);
	}
	return NULL;
}

/* What holds on a day. */
static void
look(Walk *walk, DateADT day, Point *point)
{
	AwardList  *list = &walk->awards;
	const WindowLimit *limit = tightest_limit(walk, day);
	AidWindow	window;

	point->day = day;
	point->has_window = aid_window(&walk->rule, day, &window);
	if (!point->has_window)
		return;
	award_list_slide(list, &window);
	point->ceiling = window.ceiling;
	point->used = list->sum;
	if (list->wide)
		point->used.number = award_list_number(list, list->sum);
	point->headroom = left_of(list, window.ceiling, list->sum);
	if (limit != NULL && compare_aid(list, limit->left, point->headroom) < 0)
		point->headroom = limit->left;
}

/* Goes to the next day on which something may have changed. */
static bool
next_point(Walk *walk, Point *point)
{
	DateADT		day;

	CHECK_FOR_INTERRUPTS();
	if (walk->next_day >= walk->ndays)
		return false;
	day = walk->days[walk->next_day];
	while (walk->next_day < walk->ndays && walk->days[walk->next_day] == day)
		walk->next_day++;
	look(walk, day, point);
	return true;
}

static bool
same_point(const AwardList *list, const Point *a, const Point *b)
{
	if (!a->has_window || !b->has_window)
		return a->has_window == b->has_window;
	return a->ceiling == b->ceiling && compare_aid(list, a->used, b->used) == 0 &&
		compare_aid(list, a->headroom, b->headroom) == 0;
}

/* The last day of which the tables speak, for a pool. */
static DateADT
horizon(int pool)
{
	DateADT		last = PG_INT32_MIN;

	for (int i = 0; i < law_nde_minimis; i++)
	{
		if (law_de_minimis[i].pool == pool)
			last = Max(last, (DateADT) law_de_minimis[i].valid_to);
	}
	return last;
}

/* Reads pool, road_freight and fiscal_year_start_month; false if one is NULL. */
static bool
read_rule(FunctionCallInfo fcinfo, int argument, AidRule *rule)
{
	if (PG_ARGISNULL(argument) || PG_ARGISNULL(argument + 1) ||
		PG_ARGISNULL(argument + 2))
		return false;
	rule->pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(argument));
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
	next_point(&walk, &point);
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
			   PG_ARGISNULL(3) ? horizon(walk.rule.pool) : PG_GETARG_DATEADT(3));
	while (next_point(&walk, &point))
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
	start_walk(&walk, fcinfo, 1, PG_GETARG_DATEADT(3), horizon(walk.rule.pool));
	while (next_point(&walk, &point))
	{
		if (point.has_window &&
			number_compare(requested,
						   award_list_number(&walk.awards, point.headroom)) <= 0)
			PG_RETURN_DATEADT(point.day);
	}
	PG_RETURN_NULL();
}
