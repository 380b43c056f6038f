/*-------------------------------------------------------------------------
 *
 * limit.c
 *	  The limits of a guard, and whether awards keep them.
 *
 * src/guard/limit.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "miscadmin.h"

#include "function/number.h"
#include "rule/de_minimis.h"

/* Classes of a set of pools: of all their aid, or only of road freight. */
static uint8
classes_of(int pools, bool only_road_freight)
{
	uint8		classes = 0;

	for (int pool = 0; pool < LAW_NPOOLS; pool++)
	{
		if (!(pools & (1 << pool)))
			continue;
		classes |= 1 << CLASS_OF(pool, true);
		if (!only_road_freight)
			classes |= 1 << CLASS_OF(pool, false);
	}
	return classes;
}

static bool
has_road_freight_ceiling(int pool)
{
	for (int i = 0; i < law_nde_minimis; i++)
	{
		if (law_de_minimis[i].pool == pool && law_de_minimis[i].road_freight_ceiling != 0)
			return true;
	}
	return false;
}

/*
 * The ceilings of a pool.  Where a column tells which awards go to road
 * freight, all aid is under the pool's ceiling, and these awards under theirs
 * as well (1407/2013 Art 3(2), 3(3)).
 */
static int
pool_limits(const Declaration *declaration, int pool, AidLimit *limits)
{
	bool		by_column = declaration->columns[GUARD_ROAD_FREIGHT] != 0;
	int			n = 0;

	for (int road_freight = 0; road_freight < 2; road_freight++)
	{
		AidLimit	   *limit = &limits[n];

		if (by_column ? (road_freight && !has_road_freight_ceiling(pool)) :
			road_freight != declaration->constants.road_freight)
			continue;
		memset(limit, 0, sizeof(AidLimit));
		limit->rule = declaration->constants;
		limit->rule.pool = pool;
		limit->rule.road_freight = road_freight;
		limit->classes = classes_of(1 << pool, by_column && road_freight);
		n++;
	}
	return n;
}

/*
 * The limits of a guard.  A joint ceiling can be tested only where a column
 * tells the pools apart: elsewhere, the table has one of them.
 */
int
limits_of(const Declaration *declaration, AidLimit *limits)
{
	int			n = 0;

	if (declaration->columns[GUARD_POOL] == 0)
		return pool_limits(declaration, declaration->constants.pool, limits);
	for (int pool = 0; pool < LAW_NPOOLS; pool++)
		n += pool_limits(declaration, pool, &limits[n]);
	for (int i = 0; i < law_nde_minimis_cumulation; i++)
	{
		const LawDeMinimisCumulation *joint = &law_de_minimis_cumulation[i];
		AidLimit	   *limit = &limits[n];

		if (joint->joint_ceiling == 0)
			continue;
		if (n == MAX_AID_LIMITS)
			elog(ERROR, "there are more than %d limits on de minimis aid", MAX_AID_LIMITS);
		memset(limit, 0, sizeof(AidLimit));
		limit->rule = declaration->constants;
		limit->rule.pool = joint->settles;
		limit->rule.road_freight = false;
		limit->rule.joint = joint;
		limit->classes = classes_of(joint->pools, false);
		n++;
	}
	return n;
}

/* The law that sets a limit on a day. */
const LawTable *
limit_law(const AidLimit *limit, DateADT day, int *row)
{
	if (limit->rule.joint != NULL)
	{
		*row = limit->rule.joint->row;
		return law_find_table("de_minimis_cumulation");
	}
	*row = de_minimis_regime(limit->rule.pool, day)->row;
	return law_find_table("de_minimis");
}

/* Whether the law tables say how an award is to be tested. */
RowDoubt
limits_doubt(const GuardAward *award)
{
	return de_minimis_regime(CLASS_POOL(award->class), award->day) != NULL ? ROW_CLEAR : ROW_NO_REGIME;
}

/*
 * Whether a limit counts an award.  Members are those of the undertaking; NULL:
 * all.  An award of nothing is no aid: on its day, nothing is granted that its
 * window could have too much of.
 */
static bool
limit_counts(const AidLimit *limit, const bool *members, const GuardAward *award)
{
	return (limit->classes & (1 << award->class)) && !award_is_nothing(award) &&
		(members == NULL || members[award->member]);
}

/* The awards that a limit counts, in the order of their days. */
void
limit_list(const AidLimit *limit, const GuardAwards *awards, const bool *members, AwardList *list)
{
	award_list_init(list, CurrentMemoryContext);
	for (size_t i = 0; i < awards->count; i++)
	{
		const GuardAward *award = &awards->awards[i];

		if (!limit_counts(limit, members, award))
			continue;
		if (award->wide)
			award_list_add_number(list, award->day, award->amount.number);
		else
			award_list_add_units(list, award->day, award->amount.units, award->decimals);
		list->awards[list->count - 1].month = award->month;
	}
	award_list_sort(list);
}

/* The lowest ceiling of a limit between two days, in EUR. */
static uint32
lowest_ceiling(const AidLimit *limit, DateADT from, DateADT until)
{
	uint32		lowest = PG_UINT32_MAX;

	if (limit->rule.joint != NULL)
		return limit->rule.joint->joint_ceiling;
	for (int i = 0; i < law_nde_minimis; i++)
	{
		const LawDeMinimis *regime = &law_de_minimis[i];

		if (regime->pool == limit->rule.pool &&
			regime->valid_from <= until && regime->valid_to >= from)
			lowest = Min(lowest, de_minimis_ceiling(regime, limit->rule.road_freight));
	}
	return lowest;
}

/* The lowest ceiling of all limits from a day on, in units. */
int64
limits_lowest(const Guard *guard, DateADT from, const FactRows *facts)
{
	uint32		lowest = PG_UINT32_MAX;

	for (int i = 0; i < guard->nlimits; i++)
		lowest = Min(lowest, lowest_ceiling(&guard->limits[i], from, DATEVAL_NOEND));
	return (int64) lowest * AID_UNITS_OF_ONE;
}

/* Whether all awards of a list together are below the ceiling of every day. */
static bool
surely_within(const AidLimit *limit, const AwardList *list, DateADT from, DateADT until)
{
	return !list->wide &&
		list->total <= (int64) lowest_ceiling(limit, from, until) * AID_UNITS_OF_ONE;
}

/* Whether the sum of a list's window is more than its ceiling. */
static bool
exceeds(const AwardList *list, uint32 ceiling)
{
	if (list->wide)
		return number_compare(list->sum.number, number_of(ceiling)) > 0;
	return list->sum.units > (int64) ceiling * AID_UNITS_OF_ONE;
}

/* Tests one limit; false when the function wants no more. */
static bool
test_limit(const AidLimit *limit, AwardList *list, DateADT from, DateADT until,
		   Excess *excess, ExcessFunction function, void *arg)
{
	excess->limit = limit;
	excess->list = list;
	for (size_t i = 0; i < list->count; i++)
	{
		const Award *award = &list->awards[i];

		if (award->day < from || award->day > until ||
			(i > 0 && award->day == award[-1].day && award->month == award[-1].month) ||
			!award_window(&limit->rule, award, &excess->window))
			continue;
		CHECK_FOR_INTERRUPTS();
		award_list_slide(list, &excess->window);
		if (exceeds(list, excess->window.ceiling) && !function(excess, arg))
			return false;
	}
	return true;
}

/* Whether an award is among those that a window has too much of. */
bool
excess_includes(const Excess *excess, const GuardAward *award)
{
	return excess->window.first <= award->day && award->day <= excess->window.last &&
		limit_counts(excess->limit, excess->members, award);
}

/*
 * Tests the awards of an undertaking on each day between two on which there
 * is one.  Calls the function for every window with too much aid, until it
 * returns false.
 */
void
limits_test(const Guard *guard, const GuardAwards *awards, const bool *members,
			DateADT from, DateADT until, ExcessFunction function, void *arg)
{
	Excess		excess = {.members = members};

	for (int i = 0; i < guard->nlimits; i++)
	{
		const AidLimit *limit = &guard->limits[i];
		AwardList	list;

		limit_list(limit, awards, members, &list);
		if (list.count == 0 || surely_within(limit, &list, from, until))
			continue;
		if (!test_limit(limit, &list, from, until, &excess, function, arg))
			return;
	}
}
