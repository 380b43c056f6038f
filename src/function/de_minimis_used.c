/*-------------------------------------------------------------------------
 *
 * de_minimis_used.c
 *	  Window function: the de minimis aid that counts on the day of each award.
 *
 * src/function/de_minimis_used.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "function/de_minimis.h"
#include "function/de_minimis_sum.h"
#include "function/partition.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_used);

/* The arguments. */
enum
{
	ARG_AMOUNT,
	ARG_GRANTED_ON,
	ARG_POOL,
	ARG_MONTH
};

/*
 * No window reaches further back from its last day than three calendar years
 * (in two years, less a day, the fiscal year two before has begun).
 */
#define LONGEST_WINDOW		(3 * 365 + 1)

/* How many rows may pass before the server is told that they are done with. */
#define ROWS_KEPT			64

/*
 * What is known within a partition.  Each row's arguments are fetched once,
 * when the day before it is done with: fetching a row again, as the frame of
 * an aggregate does, is most of what a window function costs.
 */
typedef struct Partition
{
	bool		started;
	bool		unknown;		/* the rule has a NULL: so has every result */
	bool		constant;		/* pool and month need not be compared */
	AidRule		rule;
	text	   *pool;			/* NULL without the argument */

	int64		nread;			/* rows whose amounts are in the list */
	DateADT		day;			/* of the last of them that has a day */
	bool		any_day;
	bool		has_window;		/* there is a regime on that day */

	bool		peeked;			/* the day of row nread is known: */
	bool		next_isnull;
	DateADT		next_day;

	AwardList	awards;
} Partition;

/* Reads the arguments that hold for the whole partition, from its first row. */
static void
start_partition(FunctionCallInfo fcinfo, WindowObject winobj, Partition *partition)
{
	MemoryContext context = GetMemoryChunkContext(partition);
	bool		isnull;
	Datum		value;

	award_list_init(&partition->awards, context);
	partition->started = true;
	partition->constant = true;
	partition->rule.pool = LAW_POOL_GENERAL;
	partition->rule.fiscal_year_start_month = 1;

	if (PG_NARGS() > ARG_POOL)
	{
		value = WinGetFuncArgCurrent(winobj, ARG_POOL, &isnull);
		partition->unknown |= isnull;
		if (!isnull)
		{
			MemoryContext oldcontext = MemoryContextSwitchTo(context);

			partition->pool = DatumGetTextPCopy(value);
			MemoryContextSwitchTo(oldcontext);
			partition->rule.pool = de_minimis_pool_argument(partition->pool);
		}
		partition->constant &= get_fn_expr_arg_stable(fcinfo->flinfo, ARG_POOL);
	}
	if (PG_NARGS() > ARG_MONTH)
	{
		value = WinGetFuncArgCurrent(winobj, ARG_MONTH, &isnull);
		partition->unknown |= isnull;
		partition->rule.fiscal_year_start_month = isnull ? 0 :
			de_minimis_month_argument(DatumGetInt32(value));
		partition->constant &= get_fn_expr_arg_stable(fcinfo->flinfo, ARG_MONTH);
	}
}

/* Checks that a later row has the pool and the month of the first. */
static void
check_constant(FunctionCallInfo fcinfo, WindowObject winobj, const Partition *partition)
{
	bool		isnull;
	Datum		value;

	value = WinGetFuncArgCurrent(winobj, ARG_POOL, &isnull);
	if (isnull != (partition->pool == NULL))
		partition_not_constant("de_minimis_used()", "pool");
	if (!isnull)
	{
		text	   *pool = DatumGetTextPP(value);

		if (VARSIZE_ANY_EXHDR(pool) != VARSIZE_ANY_EXHDR(partition->pool) ||
			memcmp(VARDATA_ANY(pool), VARDATA_ANY(partition->pool),
				   VARSIZE_ANY_EXHDR(pool)) != 0)
			partition_not_constant("de_minimis_used()", "pool");
	}
	if (PG_NARGS() <= ARG_MONTH)
		return;
	value = WinGetFuncArgCurrent(winobj, ARG_MONTH, &isnull);
	if (partition->rule.fiscal_year_start_month != (isnull ? 0 : DatumGetInt32(value)))
		partition_not_constant("de_minimis_used()", "fiscal_year_start_month");
}

/* The days of the rows must ascend. */
static void
begin_day(Partition *partition, DateADT day)
{
	if (partition->any_day && day < partition->day)
		ereport(ERROR,
				(errcode(ERRCODE_WINDOWING_ERROR),
				 errmsg("awards are not in the order of their days: %s comes after %s",
						tilskudd_date(day), tilskudd_date(partition->day)),
				 errhint("Write OVER (PARTITION BY ... ORDER BY granted_on).")));
	partition->any_day = true;
	partition->day = day;
}

/* Takes an amount into the list; NULL counts as nothing. */
static void
add_award(Partition *partition, Datum amount, bool isnull)
{
	if (isnull)
		return;
	if (partition->awards.count == partition->awards.room)
		award_list_forget(&partition->awards,
						  (DateADT) Max((int64) partition->day - LONGEST_WINDOW, PG_INT32_MIN));
	award_list_add(&partition->awards, partition->day, amount);
}

/*
 * Reads the current row, the first of its day, and all others of that day,
 * and sums its window.  Stops at the first row of another day, having read
 * that day.  False if the row has no day.
 */
static bool
read_day(WindowObject winobj, Partition *partition)
{
	Datum		value;
	uint32		ceiling;
	bool		isnull;
	bool		isout;
	int			ahead = 0;

	if (!partition->peeked)
	{
		value = WinGetFuncArgCurrent(winobj, ARG_GRANTED_ON, &partition->next_isnull);
		partition->next_day = DatumGetDateADT(value);
	}
	partition->peeked = false;
	partition->nread++;
	if (partition->next_isnull)
		return false;

	begin_day(partition, partition->next_day);
	value = WinGetFuncArgCurrent(winobj, ARG_AMOUNT, &isnull);
	add_award(partition, value, isnull);
	for (;;)
	{
		value = WinGetFuncArgInPartition(winobj, ARG_GRANTED_ON, ++ahead,
										 WINDOW_SEEK_CURRENT, false,
										 &partition->next_isnull, &isout);
		if (isout)
			break;
		partition->next_day = DatumGetDateADT(value);
		partition->peeked = true;
		if (partition->next_isnull || partition->next_day != partition->day)
			break;
		partition->peeked = false;
		partition->nread++;
		value = WinGetFuncArgInPartition(winobj, ARG_AMOUNT, ahead,
										 WINDOW_SEEK_CURRENT, false,
										 &isnull, &isout);
		add_award(partition, value, isnull);
	}

	partition->has_window = award_list_slide_to_day(&partition->awards, &partition->rule,
													 partition->day, &ceiling);
	return true;
}

/*
 * de_minimis_used(amount numeric, granted_on date
 *		[, pool text [, fiscal_year_start_month integer]]) -> numeric
 *
 * All awards of a day count on that day, in whatever order they come: which
 * of them was the last may not be known, and together they exceed the ceiling
 * or not.
 */
Datum
tilskudd_de_minimis_used(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	Partition  *partition = WinGetPartitionLocalMemory(winobj, sizeof(Partition));
	int64		position = WinGetCurrentPosition(winobj);
	bool		has_day = true;

	if (!partition->started)
		start_partition(fcinfo, winobj, partition);
	else if (!partition->constant)
		check_constant(fcinfo, winobj, partition);
	if (partition->unknown)
		PG_RETURN_NULL();

	if (position % ROWS_KEPT == 0)
		WinSetMarkPosition(winobj, position);
	if (position == partition->nread)
		has_day = read_day(winobj, partition);
	if (!has_day || !partition->has_window)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(award_list_number(&partition->awards, partition->awards.sum));
}
