/*-------------------------------------------------------------------------
 *
 * partner.c
 *	  Partner enterprises, Art 3(2), as weights of classes in each other.
 *
 * src/graph/partner.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"

/* Classes that have an enterprise among them; of persons and others, none. */
static bool *
find_active(const Graph *graph)
{
	bool	   *active = palloc_extended(graph->nclasses + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (int32 i = 0; i < graph->n; i++)
	{
		if (graph->class_of[i] >= 0 && graph->input->entities[i].kind == KIND_ENTERPRISE)
			active[graph->class_of[i]] = true;
	}
	return active;
}

/* What a class holds in one enterprise. */
typedef struct Held
{
	int64		capital;
	int64		votes;
	int32		owned;
} Held;

static int
compare_partners(const void *a, const void *b)
{
	const Partner *x = a;
	const Partner *y = b;

	if (x->class != y->class)
		return x->class < y->class ? -1 : 1;
	if (x->other != y->other)
		return x->other < y->other ? -1 : 1;
	/* the greater share first */
	if ((int128) x->share * y->total != (int128) y->share * x->total)
		return (int128) x->share * y->total > (int128) y->share * x->total ? -1 : 1;
	return 0;
}

/* What is held of an entity as a fraction, the higher of capital and votes. */
void
graph_higher_share(const Graph *graph, int32 owned, int64 capital, int64 votes, int64 *share, int64 *total)
{
	*share = capital;
	*total = graph->capital_total[owned];
	if ((int128) votes * *total > (int128) capital * graph->votes_total[owned])
	{
		*share = votes;
		*total = graph->votes_total[owned];
	}
}

/* Whether what is held makes a partner: a quarter of either. */
static bool
is_quarter(const Graph *graph, const Held *held)
{
	return (int128) held->capital * 4 >= graph->capital_total[held->owned] ||
		(int128) held->votes * 4 >= graph->votes_total[held->owned];
}

/* Whether a holding can make its owner a partner. */
bool
graph_makes_partner(const Graph *graph, const Edge *edge)
{
	const Entity *owner = &graph->input->entities[edge->owner];

	return graph->class_of[edge->owner] >= 0 && !graph_is_exempt(graph, edge) && owner->kind != KIND_PUBLIC;
}

/*
 * What a class holds in an enterprise of another: true if it makes them
 * partners.
 */
bool
graph_holds_quarter(const Graph *graph, int32 class, int32 owned)
{
	Held		held = {0, 0, owned};

	for (int32 k = graph->first_in[owned]; k < graph->first_in[owned + 1]; k++)
	{
		const Edge *edge = &graph->edges[graph->in[k]];

		if (graph->class_of[edge->owner] != class || !graph_makes_partner(graph, edge))
			continue;
		add_shares(&held.capital, edge->capital);
		add_shares(&held.votes, edge->votes);
	}
	return (held.capital > 0 || held.votes > 0) && is_quarter(graph, &held);
}

/* Adds the partnership of two classes, both ways, if a quarter is held. */
static void
add_partners(const Graph *graph, Rows *rows, int32 owners, const Held *held)
{
	Partner		partner = {owners, graph->class_of[held->owned]};

	if (!is_quarter(graph, held))
		return;
	graph_higher_share(graph, held->owned, held->capital, held->votes, &partner.share, &partner.total);
	partner.share = Min(partner.share, partner.total);
	*(Partner *) rows_add(rows, sizeof(Partner), CurrentMemoryContext) = partner;
	partner.class = partner.other;
	partner.other = owners;
	*(Partner *) rows_add(rows, sizeof(Partner), CurrentMemoryContext) = partner;
}

/* Of what a pair of classes holds in each other, the greatest counts. */
static void
keep_greatest(Graph *graph, Rows *rows)
{
	Partner    *partners = rows->data;
	int32		kept = 0;

	graph->first_partner = palloc_extended(sizeof(int32) * (graph->nclasses + 2),
										   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	if (rows->count > 0)
		qsort(partners, rows->count, sizeof(Partner), compare_partners);
	for (Size i = 0; i < rows->count; i++)
	{
		if (kept > 0 && partners[kept - 1].class == partners[i].class &&
			partners[kept - 1].other == partners[i].other)
			continue;
		partners[kept++] = partners[i];
	}
	for (int32 i = 0; i < kept; i++)
		graph->first_partner[partners[i].class + 1]++;
	for (int32 c = 1; c <= graph->nclasses; c++)
		graph->first_partner[c] += graph->first_partner[c - 1];
	graph->partners = partners;
	graph->npartners = kept;
}

/*
 * An enterprise that is held by others to a quarter or more, jointly by those
 * that are linked to each other, is their partner.
 */
void
graph_partners(Graph *graph)
{
	const Entity *entities = graph->input->entities;
	bool	   *active = find_active(graph);
	Held	   *held = palloc_extended(sizeof(Held) * (graph->nclasses + 1), MCXT_ALLOC_HUGE);
	int32	   *owners = palloc_extended(sizeof(int32) * (graph->nclasses + 1), MCXT_ALLOC_HUGE);
	Rows		rows = {0};

	for (int32 c = 0; c < graph->nclasses; c++)
		held[c].owned = -1;
	for (int32 y = 0; y < graph->n; y++)
	{
		int32		class = graph->class_of[y];
		int			nowners = 0;

		if (y % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		if (class < 0 || !active[class] || entities[y].kind == KIND_PUBLIC)
			continue;
		for (int32 k = graph->first_in[y]; k < graph->first_in[y + 1]; k++)
		{
			const Edge *edge = &graph->edges[graph->in[k]];
			int32		owner = graph->class_of[edge->owner];

			if (owner == class || !graph_makes_partner(graph, edge) || !active[owner])
				continue;
			if (held[owner].owned != y)
			{
				held[owner] = (Held) {0, 0, y};
				owners[nowners++] = owner;
			}
			add_shares(&held[owner].capital, edge->capital);
			add_shares(&held[owner].votes, edge->votes);
		}
		for (int i = 0; i < nowners; i++)
			add_partners(graph, &rows, owners[i], &held[owners[i]]);
	}
	pfree(held);
	pfree(owners);
	pfree(active);
	keep_greatest(graph, &rows);
}

/*
 * Whether the enterprises of a class do not hold a quarter of an enterprise,
 * exempt investors that do not control it left out.
 */
bool
graph_independent_of(const Graph *graph, int32 entity, int32 class)
{
	const Entity *entities = graph->input->entities;
	int128		capital = 0;
	int128		votes = 0;

	if (class < 0)
		return true;
	for (int32 k = graph->first_in[entity]; k < graph->first_in[entity + 1]; k++)
	{
		const Edge *edge = &graph->edges[graph->in[k]];

		if (graph->class_of[edge->owner] != class || entities[edge->owner].kind != KIND_ENTERPRISE ||
			(graph_is_exempt(graph, edge) && class != graph->class_of[entity]))
			continue;
		capital += edge->capital;
		votes += edge->votes;
	}
	return (capital == 0 || capital * 4 < graph->capital_total[entity]) &&
		(votes == 0 || votes * 4 < graph->votes_total[entity]);
}

/*
 * Whether no enterprise, alone or jointly with those linked to it, holds a
 * quarter: independence as the guidelines of 2008 have it.
 */
bool
graph_independent(const Graph *graph, int32 entity)
{
	for (int32 i = graph->first_in[entity]; i < graph->first_in[entity + 1]; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!graph_independent_of(graph, entity, graph->class_of[graph->edges[graph->in[i]].owner]))
			return false;
	}
	return true;
}

/* Whether an enterprise is linked to others, or partner of them. */
bool
graph_has_others(const Graph *graph, int32 entity)
{
	int32		class = graph->class_of[entity];

	return graph->first_member[class + 1] - graph->first_member[class] > 1 ||
		graph->first_partner[class + 1] > graph->first_partner[class];
}
