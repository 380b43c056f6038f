/*-------------------------------------------------------------------------
 *
 * link.c
 *	  Classes of linked enterprises: Art 3(3) as a least fixpoint.
 *
 * src/graph/link.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "common/hashfn.h"
#include "miscadmin.h"

/*
 * Every rule only ever joins classes, and a larger class only holds more: the
 * least fixpoint does not depend on the order.  When two classes join, what the
 * smaller holds is added to the sums of the larger, so that a holding moves at
 * most log n times.
 */

/* What a class holds in an enterprise, by both. */
typedef struct Sum
{
	int32		root;			/* -1: free */
	int32		owned;
	int64		capital;
	int64		votes;
} Sum;

typedef struct Linking
{
	Graph	   *graph;
	int32	   *parents;		/* union-find; -1: no enterprise */
	int32	   *next_members;	/* rings of the members */
	int32	   *weights;		/* holdings and members of a class */
	bool	   *several;		/* held by more than one enterprise */
	Sum		   *sums;
	uint64		nslots;
	uint64		nsums;
	Rows		queue;			/* MarketPair: two that are linked */
	MemoryContext context;
} Linking;

static bool
is_node(const Graph *graph, int32 entity)
{
	switch ((EntityKind) graph->input->entities[entity].kind)
	{
		case KIND_ENTERPRISE:
		case KIND_OTHER:
			return true;
		case KIND_PUBLIC:
			return graph->input->options.link_through_public;
		case KIND_PERSON:
			break;
	}
	return false;
}

/* Whether the votes of an owner can link: an exempt investor is presumed not to. */
static bool
votes_link(const Graph *graph, int32 owner)
{
	const Entity *entity = &graph->input->entities[owner];

	return !(graph->input->options.vc_presumption && entity->exempt != EXEMPT_NOT && !entity->involved);
}

static int32
find(Linking *linking, int32 entity)
{
	int32	   *parents = linking->parents;

	while (parents[entity] != entity)
	{
		parents[entity] = parents[parents[entity]];
		entity = parents[entity];
	}
	return entity;
}

static void
enqueue(Linking *linking, int32 one, int32 other)
{
	*(MarketPair *) rows_add(&linking->queue, sizeof(MarketPair), linking->context) = (MarketPair) {one, other};
}

static bool
is_majority(const Graph *graph, int32 owned, int64 capital, int64 votes)
{
	return votes > graph->votes_total[owned] / 2 ||
		(graph->input->options.capital_majority_links && capital > graph->capital_total[owned] / 2);
}

static Sum *
find_sum(Linking *linking, int32 root, int32 owned)
{
	uint64		slot = murmurhash32((uint32) root * 2654435761u ^ (uint32) owned) & (linking->nslots - 1);

	while (linking->sums[slot].root >= 0 &&
		   (linking->sums[slot].root != root || linking->sums[slot].owned != owned))
		slot = (slot + 1) & (linking->nslots - 1);
	return &linking->sums[slot];
}

static void
make_slots(Linking *linking, uint64 nslots)
{
	linking->nslots = nslots;
	linking->sums = palloc_extended(sizeof(Sum) * nslots, MCXT_ALLOC_HUGE);
	for (uint64 i = 0; i < nslots; i++)
		linking->sums[i].root = -1;
}

static void
grow(Linking *linking)
{
	Sum		   *before = linking->sums;
	uint64		nbefore = linking->nslots;

	make_slots(linking, nbefore * 2);
	linking->nsums = 0;
	for (uint64 i = 0; i < nbefore; i++)
	{
		/* sums of a class that has joined a larger one are never asked for again */
		if (before[i].root < 0 || linking->parents[before[i].root] != before[i].root)
			continue;
		*find_sum(linking, before[i].root, before[i].owned) = before[i];
		linking->nsums++;
	}
	pfree(before);
}

/* Adds a holding of a member to what its class holds. */
static void
add_holding(Linking *linking, int32 root, const Edge *edge)
{
	Sum		   *sum;

	if (linking->nsums * 2 >= linking->nslots)
		grow(linking);
	sum = find_sum(linking, root, edge->owned);
	if (sum->root < 0)
	{
		*sum = (Sum) {root, edge->owned, 0, 0};
		linking->nsums++;
	}
	add_shares(&sum->capital, edge->capital);
	add_shares(&sum->votes, edge->votes);
	if (is_majority(linking->graph, edge->owned, sum->capital, sum->votes))
		enqueue(linking, root, edge->owned);
}

static void
add_holdings(Linking *linking, int32 root, int32 member)
{
	const Graph *graph = linking->graph;

	if (!votes_link(graph, member))
		return;
	for (int32 k = graph->first_out[member]; k < graph->first_out[member + 1]; k++)
	{
		if (linking->several[graph->edges[k].owned])
			add_holding(linking, root, &graph->edges[k]);
	}
}

static void
merge(Linking *linking, int32 one, int32 other)
{
	int32		large = find(linking, one);
	int32		small = find(linking, other);
	int32		member;

	if (large == small)
		return;
	if (linking->weights[large] < linking->weights[small])
	{
		int32		swap = large;

		large = small;
		small = swap;
	}
	linking->parents[small] = large;
	linking->weights[large] += linking->weights[small];
	member = small;
	do
	{
		add_holdings(linking, large, member);
		member = linking->next_members[member];
	} while (member != small);

	/* exchanging what follows makes one ring of two */
	member = linking->next_members[large];
	linking->next_members[large] = linking->next_members[small];
	linking->next_members[small] = member;
}

static void
work_off(Linking *linking)
{
	while (linking->queue.count > 0)
	{
		MarketPair	pair = ((MarketPair *) linking->queue.data)[--linking->queue.count];

		CHECK_FOR_INTERRUPTS();
		merge(linking, pair.one, pair.other);
	}
}

/* Every enterprise a class of its own, with what it holds. */
static void
begin(Linking *linking, Graph *graph)
{
	int			flags = MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO;
	int			n = graph->n;

	memset(linking, 0, sizeof(Linking));
	linking->graph = graph;
	linking->context = CurrentMemoryContext;
	linking->parents = palloc_extended(sizeof(int32) * (n + 1), flags);
	linking->next_members = palloc_extended(sizeof(int32) * (n + 1), flags);
	linking->weights = palloc_extended(sizeof(int32) * (n + 1), flags);
	linking->several = palloc_extended(n + 1, flags);
	make_slots(linking, 1024);
	for (int32 y = 0; y < n; y++)
	{
		int			owners = 0;

		if (y % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		linking->parents[y] = is_node(graph, y) ? y : -1;
		linking->next_members[y] = y;
		linking->weights[y] = 1 + graph->first_out[y + 1] - graph->first_out[y];
		if (!is_node(graph, y))
			continue;
		for (int32 k = graph->first_in[y]; k < graph->first_in[y + 1]; k++)
			owners += is_node(graph, graph->edges[graph->in[k]].owner);
		linking->several[y] = owners > 1;
	}
	for (int32 x = 0; x < n; x++)
	{
		if (x % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		if (linking->parents[x] >= 0)
			add_holdings(linking, x, x);
	}
}

/* Art 3(3)(a) to (d) between enterprises. */
static void
link_enterprises(Linking *linking)
{
	Graph	   *graph = linking->graph;

	for (int32 k = 0; k < graph->ncontrols; k++)
	{
		const Control *control = &graph->controls[k];

		if (linking->parents[control->owner] >= 0 && linking->parents[control->owned] >= 0)
			merge(linking, control->owner, control->owned);
	}
	for (int64 k = 0; k < graph->nedges; k++)
	{
		const Edge *edge = &graph->edges[k];

		if (k % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		if (linking->parents[edge->owner] >= 0 && linking->parents[edge->owned] >= 0 &&
			votes_link(graph, edge->owner) && is_majority(graph, edge->owned, edge->capital, edge->votes))
			merge(linking, edge->owner, edge->owned);
	}
	work_off(linking);
}

/* What is needed to find the markets that enterprises of one person share. */
typedef struct Markets
{
	uint32		stamp;
	uint32	   *stamps;			/* by market */
	int32	   *first;			/* an enterprise on it, where the stamp is right */
	int32	   *list;			/* markets of this group */
	int			nlist;
	int32	   *first_adjacent;	/* by market, in Input.adjacent */
	Reach	   *holdings;		/* for what an enterprise without markets controls */
	int32	   *unknown;
	int			nunknown;
} Markets;

static void
markets_begin(Markets *markets, const Graph *graph)
{
	const Input *input = graph->input;
	const MarketPair *pairs = input->adjacent.data;
	int			n = input->market_names.count;

	memset(markets, 0, sizeof(Markets));
	markets->stamps = palloc0(sizeof(uint32) * (n + 1));
	markets->first = palloc0(sizeof(int32) * (n + 1));
	markets->list = palloc0(sizeof(int32) * (n + 1));
	markets->first_adjacent = palloc0(sizeof(int32) * (n + 2));
	for (Size i = 0; i < input->adjacent.count; i++)
		markets->first_adjacent[pairs[i].one + 1]++;
	for (int i = 1; i <= n; i++)
		markets->first_adjacent[i] += markets->first_adjacent[i - 1];
	markets->holdings = reach_begin(graph, input->options.capital_majority_links);
	markets->unknown = palloc_extended(sizeof(int32) * (graph->n + 1), MCXT_ALLOC_HUGE);
}

/* That an enterprise is active on what markets an entity has. */
static bool
mark_markets(Linking *linking, Markets *markets, int32 enterprise, int32 entity)
{
	const Input *input = linking->graph->input;
	const Entity *of = &input->entities[entity];

	for (int i = 0; i < of->nmarkets; i++)
	{
		int32		market = ((int32 *) input->markets.data)[of->first_market + i];

		if (markets->stamps[market] == markets->stamp)
			enqueue(linking, markets->first[market], enterprise);
		else
		{
			markets->stamps[market] = markets->stamp;
			markets->first[market] = enterprise;
			markets->list[markets->nlist++] = market;
		}
	}
	return of->nmarkets > 0;
}

/* One that has no market of its own has those of what it controls. */
static void
mark_enterprise(Linking *linking, Markets *markets, int32 enterprise)
{
	bool		known = mark_markets(linking, markets, enterprise, enterprise);
	int32	   *controlled;
	int			ncontrolled;

	if (known)
		return;
	CHECK_FOR_INTERRUPTS();
	if (linking->graph->input->markets.count > 0)
	{
		reach_clear(markets->holdings);
		reach_start(markets->holdings, enterprise);
		controlled = reach_controlled(markets->holdings, &ncontrolled);
		for (int i = 0; i < ncontrolled; i++)
			known |= mark_markets(linking, markets, enterprise, controlled[i]);
	}
	if (!known)
		markets->unknown[markets->nunknown++] = enterprise;
}

/* Links those enterprises, of those that persons control, on related markets. */
static void
link_related(Linking *linking, Markets *markets, const int32 *controlled, int count, bool related,
			 bool *unknown_found)
{
	const Input *input = linking->graph->input;
	int32		first = -1;
	int			nodes = 0;

	markets->stamp++;
	markets->nlist = 0;
	markets->nunknown = 0;
	for (int i = 0; i < count; i++)
		nodes += linking->parents[controlled[i]] >= 0;
	if (nodes < 2)
		return;
	for (int i = 0; i < count; i++)
	{
		if (linking->parents[controlled[i]] < 0)
			continue;
		if (first < 0)
			first = controlled[i];
		mark_enterprise(linking, markets, controlled[i]);
	}
	for (int i = 0; i < markets->nlist; i++)
	{
		int32		market = markets->list[i];

		for (int32 k = markets->first_adjacent[market]; k < markets->first_adjacent[market + 1]; k++)
		{
			int32		other = ((MarketPair *) input->adjacent.data)[k].other;

			if (markets->stamps[other] == markets->stamp)
				enqueue(linking, markets->first[market], markets->first[other]);
		}
	}
	if (markets->nunknown == 0)
		return;
	*unknown_found = true;
	for (int i = 0; i < markets->nunknown; i++)
		linking->graph->notes[markets->unknown[i]] |= NOTE_MARKET_UNKNOWN;
	/* one that may be related to any makes all of them linked through it */
	for (int i = 0; related && i < count; i++)
	{
		if (linking->parents[controlled[i]] >= 0)
			enqueue(linking, first, controlled[i]);
	}
}

/*
 * Art 3(3) fourth subparagraph.  What persons control depends on holdings
 * alone, not on classes, so that one round is enough.
 */
static bool
link_through_persons(Linking *linking, bool related)
{
	Persons    *persons = persons_begin(linking->graph);
	Markets		markets;
	bool		unknown_found = false;
	int32	   *controlled;
	int			ncontrolled;

	if (persons == NULL)
		return false;
	markets_begin(&markets, linking->graph);
	while (persons_next(persons, &controlled, &ncontrolled) >= 0)
	{
		link_related(linking, &markets, controlled, ncontrolled, related, &unknown_found);
		work_off(linking);
	}
	return unknown_found;
}

/* Numbers the classes by their first members. */
static void
number_classes(Linking *linking)
{
	Graph	   *graph = linking->graph;
	int			n = graph->n;
	int32	   *class_of_root = palloc_extended(sizeof(int32) * (n + 1), MCXT_ALLOC_HUGE);

	CHECK_FOR_INTERRUPTS();
	memset(class_of_root, -1, sizeof(int32) * (n + 1));
	graph->class_of = palloc_extended(sizeof(int32) * (n + 1), MCXT_ALLOC_HUGE);
	graph->first_member = palloc_extended(sizeof(int32) * (n + 2), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	graph->members = palloc_extended(sizeof(int32) * (n + 1), MCXT_ALLOC_HUGE);
	graph->nclasses = 0;
	for (int32 i = 0; i < n; i++)
	{
		int32		root;

		graph->class_of[i] = -1;
		if (linking->parents[i] < 0)
			continue;
		root = find(linking, i);
		if (class_of_root[root] < 0)
			class_of_root[root] = graph->nclasses++;
		graph->class_of[i] = class_of_root[root];
		graph->first_member[graph->class_of[i] + 2]++;
	}
	CHECK_FOR_INTERRUPTS();
	for (int32 c = 1; c <= graph->nclasses + 1 && c <= n + 1; c++)
		graph->first_member[c] += graph->first_member[c - 1];
	for (int32 i = 0; i < n; i++)
	{
		if (graph->class_of[i] >= 0)
			graph->members[graph->first_member[graph->class_of[i] + 1]++] = i;
	}
	pfree(class_of_root);
}

/*
 * Finds the classes.  Where the markets of enterprises that a person controls
 * are not known, they are taken to be related or not; returns whether that was
 * needed.
 */
bool
graph_link(Graph *graph, bool markets_related)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "linked enterprises",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext oldcontext = MemoryContextSwitchTo(context);
	Linking		linking;
	bool		unknown_found;

	begin(&linking, graph);
	link_enterprises(&linking);
	unknown_found = link_through_persons(&linking, markets_related);
	MemoryContextSwitchTo(oldcontext);
	number_classes(&linking);
	MemoryContextDelete(context);
	return unknown_found;
}
