/*-------------------------------------------------------------------------
 *
 * equal_allocation.c
 *	  Window function: equal shares of a frame.
 *
 * src/function/equal_allocation.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/partition.h"
#include "rule/kompetansepiloter.h"

TILSKUDD_FUNCTION(tilskudd_equal_allocation);

/* The arguments. */
enum
{
	ARG_REQUESTED,
	ARG_FRAME,
	ARG_LEFTOVER
};

/* By Leftover. */
static const char *const leftovers[] = {"full_share", "all"};

/* The reading of a row, -1 where it is NULL. */
static int
read_leftover(WindowObject winobj, int row)
{
	bool		isnull;
	Datum		value = partition_argument(winobj, ARG_LEFTOVER, row, &isnull);

	return isnull ? -1 : name_argument(DatumGetTextPP(value), "unknown leftover \"%s\"",
									   leftovers, lengthof(leftovers));
}

/* NULL asks for the full share. */
static int64
read_request(WindowObject winobj, int row)
{
	bool		isnull;
	Datum		value = partition_argument(winobj, ARG_REQUESTED, row, &isnull);

	return isnull ? FULL_SHARE : number_oere_argument(DatumGetNumeric(value), "requested");
}

static void
read_partition(FunctionCallInfo fcinfo, WindowObject winobj, PartitionShares *shares)
{
	int			nrows = (int) WinGetPartitionRowCount(winobj);
	int64	   *requests = palloc(sizeof(int64) * nrows);
	int			leftover = LEFTOVER_FULL_SHARE;
	SharedSum	frame;

	for (int i = 0; i < nrows; i++)
	{
		requests[i] = read_request(winobj, i);
		partition_shared_sum(winobj, ARG_FRAME, i, "equal_allocation()", "frame", &frame);
		if (PG_NARGS() > ARG_LEFTOVER)
		{
			int			found = read_leftover(winobj, i);

			if (i > 0 && found != leftover)
				partition_not_constant("equal_allocation()", "leftover");
			leftover = found;
		}
	}
	shares->unknown = frame.unknown || leftover < 0;
	if (!shares->unknown)
	{
		partition_make_shares(shares, nrows);
		equal_allocation(requests, shares->oere, nrows, frame.amount, leftover);
	}
	pfree(requests);
	shares->known = true;
}

/*
 * equal_allocation(requested numeric, frame numeric [, leftover text]) ->
 *		numeric, a window function
 */
Datum
tilskudd_equal_allocation(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	PartitionShares *shares = WinGetPartitionLocalMemory(winobj, sizeof(PartitionShares));

	if (!shares->known)
		read_partition(fcinfo, winobj, shares);
	return partition_share(fcinfo, winobj, shares);
}
