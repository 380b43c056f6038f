/*-------------------------------------------------------------------------
 *
 * exempt.c
 *	  Which holdings of exempt investors are exempt: Art 3(2).
 *
 * src/graph/exempt.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "function/number.h"
#include "rule/law_row.h"

/*
 * What a figure of an investor must be below on a day, or NULL where the law
 * sets no limit.
 */
static Numeric
investor_limit(ExemptKind investor, const char *figure, DateADT day)
{
	const LawTable *table = law_find_table("investor_limit");
	int			row = law_row_of_day(table, day, "investor", input_exempts[investor], "figure", figure);

	return row < 0 ? NULL : number_cell(table, row, "below");
}

/* Whether a figure of an investor is within the limit; NULL: not known. */
bool
exempt_within(ExemptKind investor, const char *figure, DateADT day, Numeric value)
{
	Numeric		limit = value == NULL ? NULL : investor_limit(investor, figure, day);

	return limit == NULL || number_compare(value, limit) < 0;
}

/* The holding of an owner in an owned, or -1. */
static int64
find_edge(const Graph *graph, int32 owner, int32 owned)
{
	int64		low = graph->first_out[owner];
	int64		high = graph->first_out[owner + 1];

	while (low < high)
	{
		int64		middle = low + (high - low) / 2;

		if (graph->edges[middle].owned < owned)
			low = middle + 1;
		else
			high = middle;
	}
	return low < graph->first_out[owner + 1] && graph->edges[low].owned == owned ? low : -1;
}

/*
 * Business angels are exempt only as far as what they have invested in an
 * enterprise stays below a limit.  What is not given is taken to.
 */
void
graph_exempt(Graph *graph, DateADT day)
{
	const Input *input = graph->input;
	const Investment *investments = input->investments.data;
	Numeric    *sums;

	if (input->investments.count == 0)
		return;
	sums = palloc_extended(sizeof(Numeric) * (graph->nedges + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	graph->not_exempt = palloc_extended(graph->nedges + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (Size i = 0; i < input->investments.count; i++)
	{
		const Investment *investment = &investments[i];
		int64		edge;

		if (input->entities[investment->owner].exempt != EXEMPT_BUSINESS_ANGEL ||
			day < investment->valid_from || day > investment->valid_to)
			continue;
		CHECK_FOR_INTERRUPTS();
		edge = find_edge(graph, investment->owner, investment->owned);
		if (edge < 0)
			continue;
		sums[edge] = sums[edge] == NULL ? investment->amount : number_add(sums[edge], investment->amount);
		graph->not_exempt[edge] = !exempt_within(EXEMPT_BUSINESS_ANGEL, "invested_eur", day, sums[edge]);
	}
	pfree(sums);
}

/* Whether a holding is left out, as long as its owner is not linked. */
bool
graph_is_exempt(const Graph *graph, const Edge *edge)
{
	return graph->input->entities[edge->owner].exempt != EXEMPT_NOT &&
		!(graph->not_exempt != NULL && graph->not_exempt[edge - graph->edges]);
}
