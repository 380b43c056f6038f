/*-------------------------------------------------------------------------
 *
 * partition.h
 *	  What window functions share that answer for a whole partition at once.
 *
 * src/function/partition.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_PARTITION_H
#define TILSKUDD_FUNCTION_PARTITION_H

#include "compat.h"

#include "windowapi.h"

/* A sum that the rows of a partition share; amounts in oere. */
typedef struct SharedSum
{
	bool		unknown;		/* NULL */
	int64		amount;
} SharedSum;

/* The shares of a partition, by row, once they are known; in oere. */
typedef struct PartitionShares
{
	bool		known;
	bool		unknown;		/* ... to be NULL */
	int64	   *oere;
} PartitionShares;

extern void partition_not_constant(const char *function, const char *argument);
extern Datum partition_argument(WindowObject winobj, int argument, int row, bool *isnull);
extern void partition_shared_sum(WindowObject winobj, int argument, int row,
								 const char *function, const char *name, SharedSum *sum);

extern void partition_make_shares(PartitionShares *shares, int nrows);
extern Datum partition_share(FunctionCallInfo fcinfo, WindowObject winobj,
							 const PartitionShares *shares);

#endif							/* TILSKUDD_FUNCTION_PARTITION_H */
