/*-------------------------------------------------------------------------
 *
 * explain_steps.c
 *	  How enterprises are linked to those that one starts from.
 *
 * src/graph/explain_steps.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/explain.h"

#include "miscadmin.h"

/* Two members of a class that are linked, one way. */
typedef struct Link
{
	int32		from;
	int32		to;
	int32		via;			/* the person, or from */
	int32		ground;
} Link;

static void
add_link(Rows *links, int32 one, int32 other, int32 via, int32 ground)
{
	*(Link *) rows_add(links, sizeof(Link), CurrentMemoryContext) =
		(Link) {one, other, via < 0 ? one : via, ground};
	*(Link *) rows_add(links, sizeof(Link), CurrentMemoryContext) =
		(Link) {other, one, via < 0 ? other : via, ground};
}

/*
 * Links by holdings in one member: of whoever has a majority alone, otherwise of
 * all members that have it together.
 */
static void
link_owners(const Graph *graph, int32 owned, bool by_capital, Rows *links)
{
	int32		class = graph->class_of[owned];
	int64		majority = (by_capital ? graph->capital_total[owned] : graph->votes_total[owned]) / 2;
	int64		sum = 0;
	int32		alone = -1;

	for (int32 k = graph->first_in[owned]; k < graph->first_in[owned + 1]; k++)
	{
		const Edge *edge = &graph->edges[graph->in[k]];
		int64		share = by_capital ? edge->capital : edge->votes;

		if (graph->class_of[edge->owner] != class)
			continue;
		if (share > majority)
			alone = edge->owner;
		add_shares(&sum, share);
	}
	if (sum <= majority)
		return;
	for (int32 k = graph->first_in[owned]; k < graph->first_in[owned + 1]; k++)
	{
		const Edge *edge = &graph->edges[graph->in[k]];

		if (alone >= 0 ? edge->owner == alone : graph->class_of[edge->owner] == class)
			add_link(links, edge->owner, owned, -1,
					 by_capital ? GROUND_CAPITAL : alone >= 0 ? GROUND_VOTES : GROUND_JOINT);
	}
}

/* Links of those members of each class that persons control. */
static void
link_through_persons(const Graph *graph, Rows *links)
{
	Persons    *persons = persons_begin(graph);
	int32	   *firsts = palloc_extended(sizeof(int32) * (graph->nclasses + 1), MCXT_ALLOC_HUGE);
	int32	   *persons_of = palloc_extended(sizeof(int32) * (graph->nclasses + 1), MCXT_ALLOC_HUGE);
	int32		person;
	int32	   *controlled;
	int			count;

	memset(persons_of, -1, sizeof(int32) * (graph->nclasses + 1));
	while (persons != NULL && (person = persons_next(persons, &controlled, &count)) >= 0)
	{
		for (int i = 0; i < count; i++)
		{
			int32		class = graph->class_of[controlled[i]];

			if (class < 0)
				continue;
			if (persons_of[class] == person)
				add_link(links, firsts[class], controlled[i], person, GROUND_PERSON);
			else
			{
				persons_of[class] = person;
				firsts[class] = controlled[i];
			}
		}
	}
	pfree(firsts);
	pfree(persons_of);
}

static int
compare_links(const void *a, const void *b)
{
	const Link *x = a;
	const Link *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	/* holdings and control before persons */
	if ((x->ground == GROUND_PERSON) != (y->ground == GROUND_PERSON))
		return x->ground == GROUND_PERSON ? 1 : -1;
	return x->to != y->to ? (x->to < y->to ? -1 : 1) : (x->via > y->via) - (x->via < y->via);
}

static Link *
find_links(const Graph *graph, int *count)
{
	Rows		links = {0};

	for (int32 i = 0; i < graph->n; i++)
	{
		if (graph->class_of[i] < 0)
			continue;
		link_owners(graph, i, false, &links);
		if (graph->input->options.capital_majority_links)
			link_owners(graph, i, true, &links);
	}
	for (int32 k = 0; k < graph->ncontrols; k++)
	{
		const Control *control = &graph->controls[k];

		if (graph->class_of[control->owner] >= 0 && graph->class_of[control->owner] == graph->class_of[control->owned])
			add_link(&links, control->owner, control->owned, -1, control->ground);
	}
	link_through_persons(graph, &links);
	*count = links.count;
	if (links.count > 0)
		qsort(links.data, links.count, sizeof(Link), compare_links);
	return links.data;
}

/*
 * Finds the way to each member of the classes that one starts from; starts have
 * a step already.
 */
void
explain_steps(const Graph *graph, const int32 *starts, int nstarts, Step *steps)
{
	int			nlinks;
	Link	   *links = find_links(graph, &nlinks);
	int32	   *first = palloc_extended(sizeof(int32) * (graph->n + 2), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	int32	   *queue = palloc_extended(sizeof(int32) * (graph->n + 1), MCXT_ALLOC_HUGE);
	int			count = nstarts;

	for (int i = 0; i < nlinks; i++)
		first[links[i].from + 1]++;
	for (int i = 1; i <= graph->n; i++)
		first[i] += first[i - 1];
	memcpy(queue, starts, sizeof(int32) * nstarts);
	for (int i = 0; i < count; i++)
	{
		for (int32 k = first[queue[i]]; k < first[queue[i] + 1]; k++)
		{
			Step	   *step = &steps[links[k].to];

			if (step->via >= 0)
				continue;
			*step = (Step) {links[k].via, links[k].ground};
			queue[count++] = links[k].to;
		}
	}
	if (links != NULL)
		pfree(links);
	pfree(first);
	pfree(queue);
}
