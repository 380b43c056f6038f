/*-------------------------------------------------------------------------
 *
 * memory.c
 *	  How much memory a graph may take.
 *
 * src/graph/memory.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * A graph must be in memory as a whole, unlike what work_mem is for; but whoever
 * sets it says how large the machine is.  With the default of 4 MB there is
 * room for a country of a million enterprises.
 */
#define WORK_MEM_MULTIPLE	256

/* To be called now and then, while the graph grows in a memory context. */
void
graph_check_memory(MemoryContext context)
{
	Size		allocated = MemoryContextMemAllocated(context, true) / 1024;

	if (allocated / WORK_MEM_MULTIPLE >= (Size) work_mem)
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("the ownership graph takes more memory than %d times work_mem", WORK_MEM_MULTIPLE),
				 errdetail("It has %zu kB so far, and work_mem is %d kB.", allocated, work_mem),
				 errhint("SET work_mem to a larger value, or let the queries return fewer rows.")));
}
