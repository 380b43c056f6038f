/*-------------------------------------------------------------------------
 *
 * public.c
 *	  What public bodies hold, and control, in each enterprise: Art 3(4).
 *
 * src/graph/public.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"

/*
 * Adds what one owner holds.  An exempt investor counts only where it is linked
 * to the enterprise, and an exempt public body, which is in no class, where it
 * controls it.
 */
static void
add_owner(Graph *graph, Reach *alone, int32 owner)
{
	bool		exempt = graph->input->entities[owner].exempt != EXEMPT_NOT;
	int32		class = graph->class_of[owner];
	int			ncontrolled;

	if (exempt && class < 0)
	{
		reach_clear(alone);
		reach_start(alone, owner);
		reach_controlled(alone, &ncontrolled);
	}
	for (int32 k = graph->first_out[owner]; k < graph->first_out[owner + 1]; k++)
	{
		const Edge *edge = &graph->edges[k];

		if (exempt && (class < 0 ? !reach_has(alone, edge->owned) : class != graph->class_of[edge->owned]))
			continue;
		add_shares(&graph->public_capital[edge->owned], edge->capital);
		add_shares(&graph->public_votes[edge->owned], edge->votes);
	}
}

/* All public bodies count together, linked to each other or not. */
void
graph_public(Graph *graph)
{
	int			flags = MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO;
	Reach	   *together = reach_begin(graph, false);
	Reach	   *alone = reach_begin(graph, false);
	int			ncontrolled;

	graph->public_capital = palloc_extended(sizeof(int64) * (graph->n + 1), flags);
	graph->public_votes = palloc_extended(sizeof(int64) * (graph->n + 1), flags);
	graph->is_public = palloc_extended(graph->n + 1, flags);
	reach_clear(together);
	for (int32 i = 0; i < graph->n; i++)
	{
		if (graph->input->entities[i].kind == KIND_PUBLIC)
			reach_start(together, i);
	}
	reach_controlled(together, &ncontrolled);
	for (int32 i = 0; i < graph->n; i++)
	{
		graph->is_public[i] = reach_has(together, i);
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		if (graph->is_public[i])
			add_owner(graph, alone, i);
	}
}

/* Whether an enterprise is excluded, whatever its figures. */
bool
graph_public_controls(const Graph *graph, int32 entity)
{
	return graph->public_capital[entity] > 0 &&
		(int128) graph->public_capital[entity] * 4 >= graph->capital_total[entity] ? true :
		graph->public_votes[entity] > 0 &&
		(int128) graph->public_votes[entity] * 4 >= graph->votes_total[entity];
}
