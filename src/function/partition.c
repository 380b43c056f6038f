/*-------------------------------------------------------------------------
 *
 * partition.c
 *	  What window functions share that answer for a whole partition at once.
 *
 * src/function/partition.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/partition.h"

#include "utils/memutils.h"

#include "function/number.h"

/* A row has another value of an argument than those before it. */
void
partition_not_constant(const char *function, const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument %s of %s changes within a partition", argument, function),
			 errhint("Add it to PARTITION BY.")));
}

/* An argument of a row, counted from the first of the partition; only until the next call. */
Datum
partition_argument(WindowObject winobj, int argument, int row, bool *isnull)
{
	bool		isout;

	return WinGetFuncArgInPartition(winobj, argument, row, WINDOW_SEEK_HEAD,
									false, isnull, &isout);
}

/* Reads the sum of a row, which must be that of the first row. */
void
partition_shared_sum(WindowObject winobj, int argument, int row,
					 const char *function, const char *name, SharedSum *sum)
{
	SharedSum	found = {0};
	Datum		value = partition_argument(winobj, argument, row, &found.unknown);

	if (!found.unknown)
		found.amount = number_oere_argument(DatumGetNumeric(value), name);
	if (row == 0)
		*sum = found;
	else if (found.unknown != sum->unknown || found.amount != sum->amount)
		partition_not_constant(function, name);
}

/* Room for the shares, which lives as long as they do. */
void
partition_make_shares(PartitionShares *shares, int nrows)
{
	shares->oere = MemoryContextAlloc(GetMemoryChunkContext(shares), sizeof(int64) * nrows);
}

/* What a window function returns: the share of the current row, in NOK. */
Datum
partition_share(FunctionCallInfo fcinfo, WindowObject winobj, const PartitionShares *shares)
{
	if (shares->unknown)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(number_of_oere(shares->oere[WinGetCurrentPosition(winobj)]));
}
