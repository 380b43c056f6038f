/*-------------------------------------------------------------------------
 *
 * control.c
 *	  What some owners control together, through whatever they control.
 *
 * src/graph/control.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"

/*
 * The owners are the first members; what the members hold in an entity is added
 * up as they join, and more than half of the votes, or another ground of control,
 * makes it a member.  The sums of earlier owners are told apart by a stamp, so
 * that they need not be cleared.
 */
struct Reach
{
	const Graph *graph;
	bool		by_capital;
	uint32		stamp;
	uint32	   *sum_stamps;
	uint32	   *member_stamps;
	int64	   *votes;
	int64	   *capital;
	int32	   *queue;
	int			nmembers;
	int			nstart;
};

Reach *
reach_begin(const Graph *graph, bool by_capital)
{
	Reach	   *reach = palloc0(sizeof(Reach));
	int			flags = MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO;

	reach->graph = graph;
	reach->by_capital = by_capital;
	reach->sum_stamps = palloc_extended(sizeof(uint32) * (graph->n + 1), flags);
	reach->member_stamps = palloc_extended(sizeof(uint32) * (graph->n + 1), flags);
	reach->votes = palloc_extended(sizeof(int64) * (graph->n + 1), flags);
	reach->capital = palloc_extended(sizeof(int64) * (graph->n + 1), flags);
	reach->queue = palloc_extended(sizeof(int32) * (graph->n + 1), flags);
	return reach;
}

void
reach_clear(Reach *reach)
{
	reach->stamp++;
	reach->nmembers = 0;
	reach->nstart = 0;
}

static void
join(Reach *reach, int32 entity)
{
	if (reach->member_stamps[entity] == reach->stamp)
		return;
	reach->member_stamps[entity] = reach->stamp;
	reach->queue[reach->nmembers++] = entity;
}

/* One of the owners. */
void
reach_start(Reach *reach, int32 entity)
{
	join(reach, entity);
	reach->nstart = reach->nmembers;
}

/* Counts what a member holds. */
static void
count_holdings(Reach *reach, int32 owner)
{
	const Graph *graph = reach->graph;

	for (int32 k = graph->first_out[owner]; k < graph->first_out[owner + 1]; k++)
	{
		const Edge *edge = &graph->edges[k];
		int32		owned = edge->owned;

		if (reach->sum_stamps[owned] != reach->stamp)
		{
			reach->sum_stamps[owned] = reach->stamp;
			reach->votes[owned] = reach->capital[owned] = 0;
		}
		add_shares(&reach->votes[owned], edge->votes);
		add_shares(&reach->capital[owned], edge->capital);
		if (reach->votes[owned] > graph->votes_total[owned] / 2 ||
			(reach->by_capital && reach->capital[owned] > graph->capital_total[owned] / 2))
			join(reach, owned);
	}
	for (int32 k = graph->first_control[owner]; k < graph->first_control[owner + 1]; k++)
		join(reach, graph->controls[k].owned);
}

/* Those that the owners control; not the owners. */
int32 *
reach_controlled(Reach *reach, int *count)
{
	for (int i = 0; i < reach->nmembers; i++)
	{
		if (i % 4096 == 4095)
			CHECK_FOR_INTERRUPTS();
		count_holdings(reach, reach->queue[i]);
	}
	*count = reach->nmembers - reach->nstart;
	return reach->queue + reach->nstart;
}

/* Whether an entity is one of the owners, or controlled. */
bool
reach_has(const Reach *reach, int32 entity)
{
	return reach->member_stamps[entity] == reach->stamp;
}
