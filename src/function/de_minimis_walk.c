/*-------------------------------------------------------------------------
 *
 * de_minimis_walk.c
 *	  A walk along the days: how much aid each of them leaves room for.
 *
 * src/function/de_minimis_walk.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/de_minimis_walk.h"

#include "miscadmin.h"

#include "function/number.h"
#include "function/verdict.h"
#include "rule/calendar.h"
#include "rule/de_minimis.h"

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
		if (list->awards[i].day < walk->from || list->awards[i].day > walk->until ||
			(i > 0 && list->awards[i].day == list->awards[i - 1].day &&
			 list->awards[i].month == list->awards[i - 1].month) ||
			!award_window(&walk->rule, &list->awards[i], &window))
			continue;
		award_list_slide(list, &window);
		limit->first = window.first;
		limit->last = window.last;
		limit->ceiling = window.ceiling;
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
								 (5 + nyears + 2 * list->count + 2 * (size_t) walk->nlimits),
								 MCXT_ALLOC_HUGE);
	walk->ndays = 0;
	walk->next_day = 0;
	note_day(walk, from, to, from);
	note_day(walk, from, to, walk->from);
	if (!DATE_NOT_FINITE(walk->until))
		note_day(walk, from, to, walk->until + 1);
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
	if (walk->rule.joint != NULL)
	{
		note_day(walk, from, to, walk->rule.joint->valid_from);
		note_day(walk, from, to, walk->rule.joint->valid_to + 1);
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

/*
 * Prepares a walk from one day to another over the awards of the list, which
 * are in the order of their days.  Rule, awards, and from when to when they
 * count together are set already.
 */
void
walk_start(Walk *walk, DateADT first, DateADT last)
{
	find_limits(walk);
	find_days(walk, first, last);
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

/* What holds on a day, which is not before the one looked at last. */
void
walk_look(Walk *walk, DateADT day, Point *point)
{
	AwardList  *list = &walk->awards;
	const WindowLimit *limit = tightest_limit(walk, day);
	AidWindow	window;
	Aid			left;

	point->day = day;
	point->has_headroom = limit != NULL;
	if (limit != NULL)
	{
		point->headroom = limit->left;
		point->binding_day = limit->last;
		point->binding_ceiling = limit->ceiling;
	}
	point->has_window = day >= walk->from && day <= walk->until &&
		aid_window(&walk->rule, day, &window);
	if (!point->has_window)
		return;
	award_list_slide(list, &window);
	point->ceiling = window.ceiling;
	point->used = list->sum;
	if (list->wide)
		point->used.number = award_list_number(list, list->sum);
	left = left_of(list, window.ceiling, list->sum);
	if (point->has_headroom && compare_aid(list, point->headroom, left) < 0)
		return;
	point->has_headroom = true;
	point->headroom = left;
	point->binding_day = day;
	point->binding_ceiling = window.ceiling;
}

/* The next day on which something may change; false after the last. */
bool
walk_next_day(Walk *walk, DateADT *day)
{
	CHECK_FOR_INTERRUPTS();
	if (walk->next_day >= walk->ndays)
		return false;
	*day = walk->days[walk->next_day];
	while (walk->next_day < walk->ndays && walk->days[walk->next_day] == *day)
		walk->next_day++;
	return true;
}

/* Goes to the next day on which something may have changed. */
bool
walk_next(Walk *walk, Point *point)
{
	DateADT		day;

	if (!walk_next_day(walk, &day))
		return false;
	walk_look(walk, day, point);
	return true;
}

/* Whether nothing has changed from one point to another. */
bool
same_point(const AwardList *list, const Point *a, const Point *b)
{
	if (!a->has_window || !b->has_window)
		return a->has_window == b->has_window;
	return a->ceiling == b->ceiling && compare_aid(list, a->used, b->used) == 0 &&
		compare_aid(list, a->headroom, b->headroom) == 0;
}

/* The last day of which the tables speak, for a pool. */
DateADT
de_minimis_horizon(int pool)
{
	DateADT		last = PG_INT32_MIN;

	for (int i = 0; i < law_nde_minimis; i++)
	{
		if (law_de_minimis[i].pool == pool)
			last = Max(last, (DateADT) law_de_minimis[i].valid_to);
	}
	return last;
}
