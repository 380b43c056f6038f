/*-------------------------------------------------------------------------
 *
 * build.c
 *	  The holdings on a day as a graph with shares to common totals.
 *
 * src/graph/build.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"
#include "utils/memutils.h"

static void *
huge_alloc(Size size)
{
	return palloc_extended(size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

static int64
common_divisor(int64 a, int64 b)
{
	while (b != 0)
	{
		int64		rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Makes the total of an entity one that a fraction can be counted in, too. */
static void
common_total(const Input *input, int64 *total, int64 other, int32 entity)
{
	int64		factor;

	if (other == 0 || *total == other)
		return;
	if (*total == 0)
	{
		*total = other;
		return;
	}
	factor = other / common_divisor(*total, other);
	if (pg_mul_s64_overflow(*total, factor, total) || *total > PG_INT64_MAX / 4)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the holdings in \"%s\" are of totals that have no common multiple of 18 digits",
						names_print(&input->names, entity)),
				 errhint("Count all shares of an enterprise to one total.")));
}

static bool
valid(DateADT day, DateADT from, DateADT to)
{
	return from <= day && day <= to;
}

/* Starts of each entity's rows, from how many there are at [entity + 1]. */
static void
count_to_starts(int32 *starts, int n)
{
	for (int i = 1; i <= n; i++)
		starts[i] += starts[i - 1];
}

static void
find_totals(Graph *graph, DateADT day)
{
	const Input *input = graph->input;
	const Share *shares = input->shares.data;

	for (Size i = 0; i < input->shares.count; i++)
	{
		const Share *share = &shares[i];

		if (!valid(day, share->valid_from, share->valid_to))
			continue;
		if (share->capital_total == 0)
			graph->notes[share->owned] |= NOTE_CAPITAL_ASSUMED;
		if (share->votes_total == 0)
			graph->notes[share->owned] |= NOTE_VOTES_ASSUMED;
		common_total(input, &graph->capital_total[share->owned],
					 share->capital_total ? share->capital_total : share->votes_total, share->owned);
		common_total(input, &graph->votes_total[share->owned],
					 share->votes_total ? share->votes_total : share->capital_total, share->owned);
	}
}

/* A share counted in the totals of the owned. */
static void
to_edge(const Graph *graph, const Share *share, Edge *edge)
{
	int64		capital_total = share->capital_total ? share->capital_total : share->votes_total;
	int64		capital = share->capital_total ? share->capital : share->votes;
	int64		votes_total = share->votes_total ? share->votes_total : share->capital_total;
	int64		votes = share->votes_total ? share->votes : share->capital;

	edge->owner = share->owner;
	edge->owned = share->owned;
	edge->capital = capital * (graph->capital_total[share->owned] / capital_total);
	edge->votes = votes * (graph->votes_total[share->owned] / votes_total);
}

/* Adds up the rows of an owner in an owned: share classes. */
static void
merge_edges(Graph *graph)
{
	int64		kept = 0;

	for (int64 i = 0; i < graph->nedges; i++)
	{
		Edge	   *edge = &graph->edges[i];
		Edge	   *last = &graph->edges[kept - 1];

		if (kept > 0 && last->owner == edge->owner && last->owned == edge->owned)
		{
			if (pg_add_s64_overflow(last->capital, edge->capital, &last->capital))
				last->capital = PG_INT64_MAX;
			if (pg_add_s64_overflow(last->votes, edge->votes, &last->votes))
				last->votes = PG_INT64_MAX;
		}
		else
			graph->edges[kept++] = *edge;
	}
	graph->nedges = kept;
}

/* Holdings by owner and owned, without those in oneself. */
static void
sort_edges(Graph *graph, DateADT day)
{
	const Input *input = graph->input;
	const Share *shares = input->shares.data;
	int			n = graph->n;
	int32	   *starts = huge_alloc(sizeof(int32) * (n + 2));
	int64	   *own_votes = huge_alloc(sizeof(int64) * (n + 1));
	int64		count;

	for (Size i = 0; i < input->shares.count; i++)
	{
		if (valid(day, shares[i].valid_from, shares[i].valid_to))
			starts[shares[i].owner + 2]++;
	}
	count_to_starts(starts, n + 1);
	graph->nedges = starts[n + 1];
	CHECK_FOR_INTERRUPTS();
	graph->edges = huge_alloc(sizeof(Edge) * (graph->nedges + 1));
	for (Size i = 0; i < input->shares.count; i++)
	{
		/* in the order of the owned, which stays within an owner */
		if (valid(day, shares[i].valid_from, shares[i].valid_to))
			to_edge(graph, &shares[i], &graph->edges[starts[shares[i].owner + 1]++]);
	}
	pfree(starts);
	CHECK_FOR_INTERRUPTS();

	count = 0;
	for (int64 i = 0; i < graph->nedges; i++)
	{
		if (graph->edges[i].owner != graph->edges[i].owned)
			graph->edges[count++] = graph->edges[i];
		else
			own_votes[graph->edges[i].owned] += graph->edges[i].votes;
	}
	graph->nedges = count;
	CHECK_FOR_INTERRUPTS();
	merge_edges(graph);
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < n; i++)
	{
		if (own_votes[i] == 0)
			continue;
		if (own_votes[i] >= graph->votes_total[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%s\" can not own itself to 100 percent", names_print(&input->names, i)),
					 errhint("Own shares are a part of all shares.")));
		/* nobody votes for own shares, so that the others' weigh more */
		graph->votes_total[i] -= own_votes[i];
	}
	pfree(own_votes);
}

/* Where the holdings of each owner begin, and the numbers of those in each owned. */
static void
index_edges(Graph *graph)
{
	int			n = graph->n;

	graph->first_out = huge_alloc(sizeof(int32) * (n + 1));
	graph->first_in = huge_alloc(sizeof(int32) * (n + 2));
	graph->in = huge_alloc(sizeof(int32) * (graph->nedges + 1));
	for (int64 i = 0; i < graph->nedges; i++)
	{
		graph->first_out[graph->edges[i].owner + 1]++;
		graph->first_in[graph->edges[i].owned + 2]++;
	}
	count_to_starts(graph->first_out, n);
	count_to_starts(graph->first_in, n + 1);
	for (int64 i = 0; i < graph->nedges; i++)
		graph->in[graph->first_in[graph->edges[i].owned + 1]++] = i;

	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < n; i++)
	{
		int128		capital = 0;
		int128		votes = 0;

		for (int32 k = graph->first_in[i]; k < graph->first_in[i + 1]; k++)
		{
			capital += graph->edges[graph->in[k]].capital;
			votes += graph->edges[graph->in[k]].votes;
		}
		if (capital > graph->capital_total[i] || votes > graph->votes_total[i])
			graph->notes[i] |= NOTE_OVER_100;
	}
}

static void
sort_controls(Graph *graph, DateADT day)
{
	const Input *input = graph->input;
	const Control *controls = input->controls.data;
	int			n = graph->n;
	int32	   *starts = huge_alloc(sizeof(int32) * (n + 2));

	for (Size i = 0; i < input->controls.count; i++)
	{
		if (valid(day, controls[i].valid_from, controls[i].valid_to))
			starts[controls[i].owner + 2]++;
	}
	count_to_starts(starts, n + 1);
	graph->controls = huge_alloc(sizeof(Control) * (starts[n + 1] + 1));
	graph->ncontrols = starts[n + 1];
	for (Size i = 0; i < input->controls.count; i++)
	{
		if (valid(day, controls[i].valid_from, controls[i].valid_to))
			graph->controls[starts[controls[i].owner + 1]++] = controls[i];
	}
	graph->first_control = starts;
}

/* The graph of the rows that are valid on a day. */
Graph *
graph_build(const Input *input, DateADT day)
{
	Graph	   *graph = palloc0(sizeof(Graph));
	int			n = input->nentities;

	graph->input = input;
	graph->n = n;
	graph->capital_total = huge_alloc(sizeof(int64) * (n + 1));
	graph->votes_total = huge_alloc(sizeof(int64) * (n + 1));
	graph->notes = huge_alloc(n + 1);
	find_totals(graph, day);
	CHECK_FOR_INTERRUPTS();
	sort_edges(graph, day);
	CHECK_FOR_INTERRUPTS();
	index_edges(graph);
	sort_controls(graph, day);
	graph_exempt(graph, day);
	return graph;
}
