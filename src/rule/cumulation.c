/*-------------------------------------------------------------------------
 *
 * cumulation.c
 *	  Whether several aids over overlapping costs stay within the law together.
 *
 * An aid may be spread over its items as suits the beneficiary best, and no
 * item may carry more than its ceiling.  So the aids are within the law if all
 * of them can be placed: a maximum flow from aids to items.  Where they can
 * not, the minimum cut is a set of aids that together are more than all of
 * their items carry (Hall's condition), and of all such sets one that exceeds
 * by most: by just what can not be placed.
 *
 * What is not known is looked at twice: as favourable as it can be, and as
 * unfavourable.  Every limit is monotone, so what fails the first way is
 * unlawful whatever the facts are, and what passes the second way is lawful.
 *
 * src/rule/cumulation.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/cumulation.h"

#include <stdint.h>
#include <string.h>

/* So many steps take a fraction of a millisecond. */
#define STEPS_BETWEEN_INTERRUPTS	4096

/*
 * The flow network.  Edges are numbered by aid; those of aid i are
 * [first_edge[i] .. first_edge[i + 1] - 1].
 */
typedef struct Network
{
	int			naids;
	int			nitems;
	void		(*interrupt) (void);
	unsigned	steps;

	CumulationUnits *flow;		/* of each edge: what is placed */
	CumulationUnits *left;		/* of each aid: what is not placed yet */
	CumulationUnits *room;		/* of each item: what it can still carry */
	CumulationUnits *capacity;	/* of each item: what it can carry in all */

	int		   *edge_aid;
	int		   *edge_item;
	int		   *edge_by_item;	/* the edges in the order of items */
	int		   *first_edge;		/* of each aid, and the end */
	int		   *first_of_item;	/* of each item in edge_by_item, and the end */
	int		   *aid_level;		/* distance from an aid with something left */
	int		   *item_level;
	int		   *aid_next;		/* edge to be tried next */
	int		   *item_next;
	int		   *queue;			/* of aids */
	int		   *path;			/* edges, by turns to an item and back */
	int		   *group_of_item;

	CumulationSubset subset;	/* of a placing, and ... */
	CumulationSubset worst;		/* ... the one to be reported */
} Network;

static size_t
count_edges(const Cumulation *cumulation)
{
	size_t		nedges = 0;

	for (int i = 0; i < cumulation->naids; i++)
		nedges += cumulation->aids[i].nitems;
	return nedges;
}

/*
 * Cuts the workspace into the arrays of a network, the widest first; with
 * no workspace, tells only how large it must be.
 */
static size_t
lay_out(const Cumulation *cumulation, char *space, Network *network)
{
	size_t		naids = cumulation->naids;
	size_t		nitems = cumulation->nitems;
	size_t		nedges = count_edges(cumulation);
	size_t		size = 0;

#define CUT(array, count) \
	do { \
		if (space != NULL) \
			network->array = (void *) (space + size); \
		size += (count) * sizeof(*network->array); \
	} while (0)

	CUT(flow, nedges);
	CUT(left, naids);
	CUT(room, nitems);
	CUT(capacity, nitems);
	CUT(edge_aid, nedges);
	CUT(edge_item, nedges);
	CUT(edge_by_item, nedges);
	CUT(first_edge, naids + 1);
	CUT(first_of_item, nitems + 1);
	CUT(aid_level, naids);
	CUT(item_level, nitems);
	CUT(aid_next, naids);
	CUT(item_next, nitems);
	CUT(queue, naids);
	CUT(path, 2 * (naids + nitems));
	CUT(group_of_item, nitems);
	CUT(subset.aids, naids);
	CUT(subset.items, nitems);
	CUT(worst.aids, naids);
	CUT(worst.items, nitems);
#undef CUT
	return size;
}

/* How many bytes of workspace, aligned for pointers, a problem needs. */
size_t
cumulation_space(const Cumulation *cumulation)
{
	Network		network;

	return lay_out(cumulation, NULL, &network);
}

/* Whether no sum can overflow. */
bool
cumulation_fits(const Cumulation *cumulation)
{
	CumulationUnits costs = 0;
	CumulationUnits amounts = 0;
	CumulationUnits most;

	for (int j = 0; j < cumulation->nitems; j++)
	{
		if (cumulation->items[j].cost > 0 &&
			__builtin_add_overflow(costs, cumulation->items[j].cost, &costs))
			return false;
	}
	for (int i = 0; i < cumulation->naids; i++)
	{
		if (cumulation->aids[i].amount > 0 &&
			__builtin_add_overflow(amounts, cumulation->aids[i].amount, &amounts))
			return false;
	}
	return !__builtin_mul_overflow(costs, cumulation->whole, &most);
}

/* A percentage, or the most or least that it can be. */
static CumulationUnits
percent_or(const Cumulation *cumulation, CumulationUnits percent, bool favourable)
{
	if (percent != CUMULATION_UNKNOWN)
		return percent;
	return favourable ? cumulation->whole : 0;
}

/* What a cost carries at a percentage, or the most or least that it can. */
static CumulationUnits
carried(CumulationUnits cost, CumulationUnits percent, bool favourable)
{
	if (cost != CUMULATION_UNKNOWN)
		return cost * percent;
	return favourable && percent > 0 ? CUMULATION_UNLIMITED : 0;
}

/* Aid that counts as this money and has identifiable eligible costs. */
bool
cumulation_takes_part(const CumulationAid *aid, CumulationMoney money)
{
	return aid->nitems > 0 && (money == CUMULATION_PUBLIC_FUNDING || !aid->eu_central);
}

/*
 * What the own intensity of an aid lets it be.  De minimis aid has none
 * unless it is given, and money of the Union only a rate that joins the
 * others in cumulation_capacities().
 */
CumulationUnits
cumulation_own_limit(const Cumulation *cumulation, int aid, bool favourable)
{
	const CumulationAid *own = &cumulation->aids[aid];
	CumulationUnits percent = percent_or(cumulation, own->percent, favourable);
	CumulationUnits costs = 0;

	if (own->nitems == 0 || own->eu_central ||
		(own->de_minimis && own->percent == CUMULATION_UNKNOWN))
		return CUMULATION_UNLIMITED;
	for (int k = 0; k < own->nitems; k++)
	{
		CumulationUnits cost = cumulation->items[own->items[k]].cost;

		if (cost != CUMULATION_UNKNOWN)
			costs += cost;
		else if (favourable && percent > 0)
			return CUMULATION_UNLIMITED;
	}
	return percent * costs;
}

/*
 * What each item can carry: its cost times the highest intensity of the aids
 * on it, which de minimis aid never raises (651/2014 Art 8(3)(b) and (5)).  An
 * item with nothing but de minimis aid can carry its whole cost, and so can
 * one with aid for disabled workers (Art 8(6)).
 */
void
cumulation_capacities(const Cumulation *cumulation, CumulationMoney money,
					  bool favourable, CumulationUnits *capacities)
{
	for (int j = 0; j < cumulation->nitems; j++)
		capacities[j] = CUMULATION_UNKNOWN;
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];
		CumulationUnits percent = aid->disabled_workers ? cumulation->whole :
			percent_or(cumulation, aid->percent, favourable);

		if (aid->de_minimis || !cumulation_takes_part(aid, money))
			continue;
		for (int k = 0; k < aid->nitems; k++)
		{
			if (capacities[aid->items[k]] < percent)
				capacities[aid->items[k]] = percent;
		}
	}
	for (int j = 0; j < cumulation->nitems; j++)
	{
		const CumulationItem *item = &cumulation->items[j];

		if (capacities[j] == CUMULATION_UNKNOWN)
			capacities[j] = cumulation->whole;
		if (cumulation->qualified)
		{
			CumulationUnits percent = percent_or(cumulation, item->percent, favourable);

			if (capacities[j] < percent)
				capacities[j] = percent;
		}
		capacities[j] = carried(item->cost, capacities[j], favourable);
	}
}

/* The item that stands for an item's group. */
static int
representative(int *group_of_item, int item)
{
	while (group_of_item[item] != item)
	{
		group_of_item[item] = group_of_item[group_of_item[item]];
		item = group_of_item[item];
	}
	return item;
}

/*
 * Joins the items that are connected by aids (NULL: any that take part).  Each
 * item gets the first item of its group.
 */
void
cumulation_groups(const Cumulation *cumulation, CumulationMoney money,
				  const bool *aids, int *group_of_item)
{
	for (int j = 0; j < cumulation->nitems; j++)
		group_of_item[j] = j;
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		if (!cumulation_takes_part(aid, money) || (aids != NULL && !aids[i]))
			continue;
		for (int k = 1; k < aid->nitems; k++)
		{
			int			a = representative(group_of_item, aid->items[0]);
			int			b = representative(group_of_item, aid->items[k]);

			if (a < b)
				group_of_item[b] = a;
			else
				group_of_item[a] = b;
		}
	}
	for (int j = 0; j < cumulation->nitems; j++)
		group_of_item[j] = representative(group_of_item, j);
}

/*
 * Marks the aids to be placed.  Public funding is tested only where money of
 * the Union lies on an item, or on one connected with it: elsewhere it is the
 * State aid over again.
 */
static void
mark_aids(const Cumulation *cumulation, CumulationMoney money, Network *network)
{
	bool	   *near_union = network->subset.items;

	memset(near_union, 0, sizeof(bool) * cumulation->nitems);
	if (money == CUMULATION_PUBLIC_FUNDING)
	{
		cumulation_groups(cumulation, money, NULL, network->group_of_item);
		for (int i = 0; i < cumulation->naids; i++)
		{
			const CumulationAid *aid = &cumulation->aids[i];

			if (aid->eu_central && aid->nitems > 0)
				near_union[network->group_of_item[aid->items[0]]] = true;
		}
	}
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		network->subset.aids[i] = cumulation_takes_part(aid, money) &&
			(money == CUMULATION_STATE_AID ||
			 near_union[network->group_of_item[aid->items[0]]]);
	}
}

/* Fills the network, with nothing placed. */
static void
connect(const Cumulation *cumulation, CumulationMoney money, bool favourable, Network *network)
{
	int			nedges = 0;
	int		   *fill = network->item_next;

	network->naids = cumulation->naids;
	network->nitems = cumulation->nitems;
	network->interrupt = cumulation->interrupt;
	network->steps = 0;
	mark_aids(cumulation, money, network);
	cumulation_capacities(cumulation, money, favourable, network->capacity);
	memcpy(network->room, network->capacity, sizeof(CumulationUnits) * cumulation->nitems);

	memset(network->first_of_item, 0, sizeof(int) * (cumulation->nitems + 1));
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		network->first_edge[i] = nedges;
		network->left[i] = 0;
		if (!network->subset.aids[i])
			continue;
		if (aid->amount != CUMULATION_UNKNOWN)
			network->left[i] = aid->amount;
		for (int k = 0; k < aid->nitems; k++)
		{
			network->edge_aid[nedges] = i;
			network->edge_item[nedges] = aid->items[k];
			network->flow[nedges] = 0;
			network->first_of_item[aid->items[k] + 1]++;
			nedges++;
		}
	}
	network->first_edge[cumulation->naids] = nedges;

	for (int j = 0; j < cumulation->nitems; j++)
	{
		network->first_of_item[j + 1] += network->first_of_item[j];
		fill[j] = network->first_of_item[j];
	}
	for (int e = 0; e < nedges; e++)
		network->edge_by_item[fill[network->edge_item[e]]++] = e;
}

/*
 * Finds the distance of every aid and item from the aids with something left,
 * up to the nearest item with room; false if none can be reached.
 */
static bool
find_levels(Network *network)
{
	int			head = 0;
	int			tail = 0;
	int			found = -1;

	if (network->interrupt != NULL)
		network->interrupt();
	for (int j = 0; j < network->nitems; j++)
		network->item_level[j] = -1;
	for (int i = 0; i < network->naids; i++)
	{
		network->aid_level[i] = network->left[i] > 0 ? 0 : -1;
		if (network->left[i] > 0)
			network->queue[tail++] = i;
	}
	while (head < tail)
	{
		int			i = network->queue[head++];
		int			level = network->aid_level[i] + 1;

		if (found >= 0 && level > found)
			break;
		for (int e = network->first_edge[i]; e < network->first_edge[i + 1]; e++)
		{
			int			j = network->edge_item[e];

			if (network->item_level[j] >= 0)
				continue;
			network->item_level[j] = level;
			if (network->room[j] > 0)
			{
				found = level;
				continue;
			}
			for (int k = network->first_of_item[j]; k < network->first_of_item[j + 1]; k++)
			{
				int			back = network->edge_by_item[k];
				int			other = network->edge_aid[back];

				if (network->flow[back] == 0 || network->aid_level[other] >= 0)
					continue;
				network->aid_level[other] = level + 1;
				network->queue[tail++] = other;
			}
		}
	}
	return found >= 0;
}

/*
 * Moves as much as can be along a path that ends at an item with room.
 * Returns how much of the path remains: up to the first edge back that has
 * nothing more to give.
 */
static int
move_along(Network *network, int aid, int item, int length)
{
	CumulationUnits amount = network->left[aid];
	int			remains = length;

	if (amount > network->room[item])
		amount = network->room[item];
	for (int k = 1; k < length; k += 2)
	{
		if (amount > network->flow[network->path[k]])
			amount = network->flow[network->path[k]];
	}
	network->left[aid] -= amount;
	network->room[item] -= amount;
	for (int k = 0; k < length; k++)
	{
		CumulationUnits *flow = &network->flow[network->path[k]];

		*flow += k % 2 == 0 ? amount : -amount;
		if (k % 2 == 1 && *flow == 0 && k < remains)
			remains = k;
	}
	return remains;
}

/*
 * Places what is left of an aid by the shortest paths: onto an item with room,
 * or onto one from which another aid can move further.  No recursion: a path
 * can be as long as there are aids and items.
 */
static void
place_aid(Network *network, int aid)
{
	int			length = 0;
	int			i = aid;
	int			j;

	for (;;)
	{
		int			end = network->first_edge[i + 1];
		int		   *next = &network->aid_next[i];

		if (++network->steps % STEPS_BETWEEN_INTERRUPTS == 0 && network->interrupt != NULL)
			network->interrupt();
		while (*next < end &&
			   network->item_level[network->edge_item[*next]] != network->aid_level[i] + 1)
			(*next)++;
		if (*next < end)
		{
			network->path[length++] = *next;
			j = network->edge_item[*next];
		}
		else if (length == 0)
			return;
		else
		{
			j = network->edge_item[network->path[--length]];
			network->item_next[j]++;
		}

		/* now at item j */
		while (network->room[j] > 0)
		{
			length = move_along(network, aid, j, length);
			if (network->left[aid] == 0)
				return;
			j = network->edge_item[network->path[length - 1]];
		}
		end = network->first_of_item[j + 1];
		next = &network->item_next[j];
		while (*next < end)
		{
			int			back = network->edge_by_item[*next];

			if (network->flow[back] > 0 &&
				network->aid_level[network->edge_aid[back]] == network->item_level[j] + 1)
				break;
			(*next)++;
		}
		if (*next < end)
		{
			network->path[length++] = network->edge_by_item[*next];
			i = network->edge_aid[network->edge_by_item[*next]];
		}
		else
		{
			i = network->edge_aid[network->path[--length]];
			network->aid_next[i]++;
		}
	}
}

/* Places as much as can be placed (Dinic's algorithm). */
static void
place_all(Network *network)
{
	while (find_levels(network))
	{
		memcpy(network->aid_next, network->first_edge, sizeof(int) * network->naids);
		memcpy(network->item_next, network->first_of_item, sizeof(int) * network->nitems);
		for (int i = 0; i < network->naids; i++)
		{
			if (network->left[i] > 0)
				place_aid(network, i);
		}
	}
}

/* Sums up the aids of a subset, and marks and sums up their items. */
static void
sum_subset(const Cumulation *cumulation, const CumulationUnits *capacity, CumulationSubset *subset)
{
	subset->used = 0;
	subset->limit = 0;
	memset(subset->items, 0, sizeof(bool) * cumulation->nitems);
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		if (!subset->aids[i])
			continue;
		if (aid->amount != CUMULATION_UNKNOWN)
			subset->used += aid->amount;
		for (int k = 0; k < aid->nitems; k++)
			subset->items[aid->items[k]] = true;
	}
	for (int j = 0; j < cumulation->nitems; j++)
	{
		if (!subset->items[j])
			continue;
		if (capacity[j] == CUMULATION_UNLIMITED || subset->limit == CUMULATION_UNLIMITED)
			subset->limit = CUMULATION_UNLIMITED;
		else
			subset->limit += capacity[j];
	}
}

/* Places a network; the subset is as cumulation_place() tells it. */
static bool
place_network(const Cumulation *cumulation, CumulationMoney money, bool favourable,
			  Network *network)
{
	bool		placed = true;

	connect(cumulation, money, favourable, network);
	place_all(network);
	for (int i = 0; i < cumulation->naids; i++)
		placed = placed && network->left[i] == 0;

	/* the last search went through all that the unplaced aids can reach */
	for (int i = 0; i < cumulation->naids && !placed; i++)
		network->subset.aids[i] = network->aid_level[i] >= 0;
	sum_subset(cumulation, network->capacity, &network->subset);
	return placed;
}

/*
 * Whether all aids can be placed, unknown amounts counted as nothing.  The
 * subset is all of them, or, if they can not, those that are together more
 * than their items carry by just what can not be placed.
 */
bool
cumulation_place(const Cumulation *cumulation, CumulationMoney money, bool favourable,
				 void *space, CumulationSubset *subset)
{
	Network		network;
	bool		placed;

	lay_out(cumulation, space, &network);
	placed = place_network(cumulation, money, favourable, &network);
	*subset = network.subset;
	return placed;
}

/*
 * Aid without identifiable eligible costs, but for de minimis aid: together up
 * to the highest financing threshold among them (651/2014 Art 8(4)).
 */
void
cumulation_without_items(const Cumulation *cumulation, bool favourable, bool *aids,
						 CumulationUnits *used, CumulationUnits *limit)
{
	*used = 0;
	*limit = 0;
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];
		CumulationUnits threshold = aid->threshold;

		aids[i] = aid->nitems == 0 && !aid->de_minimis && !aid->eu_central;
		if (!aids[i])
			continue;
		if (aid->amount != CUMULATION_UNKNOWN)
			*used += aid->amount;
		if (threshold == CUMULATION_UNKNOWN)
			threshold = favourable ? CUMULATION_UNLIMITED : 0;
		if (*limit < threshold)
			*limit = threshold;
	}
}

/* Takes a limit that is exceeded into the result, if it is exceeded by more. */
static bool
exceeds_more(CumulationResult *result, CumulationLimit kind,
			 CumulationUnits used, CumulationUnits limit)
{
	if (used <= limit)
		return false;
	if (result->answer == CUMULATION_UNLAWFUL &&
		used - limit <= result->subset.used - result->subset.limit)
		return false;
	result->answer = CUMULATION_UNLAWFUL;
	result->kind = kind;
	result->subset.used = used;
	result->subset.limit = limit;
	return true;
}

/* One aid and its items. */
static void
mark_one(const Cumulation *cumulation, int aid, CumulationSubset *subset)
{
	memset(subset->aids, 0, sizeof(bool) * cumulation->naids);
	memset(subset->items, 0, sizeof(bool) * cumulation->nitems);
	subset->aids[aid] = true;
	for (int k = 0; k < cumulation->aids[aid].nitems; k++)
		subset->items[cumulation->aids[aid].items[k]] = true;
}

/* All limits, with what is not known as favourable as it can be. */
static void
find_worst(const Cumulation *cumulation, Network *network, CumulationResult *result)
{
	CumulationSubset *subset = &network->subset;

	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		if (exceeds_more(result, CUMULATION_OWN_INTENSITY, aid->amount,
						 cumulation_own_limit(cumulation, i, true)))
			mark_one(cumulation, i, &result->subset);
		if (exceeds_more(result, CUMULATION_OWN_AMOUNT, aid->amount, aid->most))
			mark_one(cumulation, i, &result->subset);
	}
	for (CumulationMoney money = CUMULATION_STATE_AID; money <= CUMULATION_PUBLIC_FUNDING; money++)
	{
		if (place_network(cumulation, money, true, network) ||
			!exceeds_more(result, money == CUMULATION_STATE_AID ? CUMULATION_JOINT : CUMULATION_PUBLIC,
						  subset->used, subset->limit))
			continue;
		memcpy(result->subset.aids, subset->aids, sizeof(bool) * cumulation->naids);
		memcpy(result->subset.items, subset->items, sizeof(bool) * cumulation->nitems);
	}
	cumulation_without_items(cumulation, true, subset->aids, &subset->used, &subset->limit);
	if (exceeds_more(result, CUMULATION_WITHOUT_ITEMS, subset->used, subset->limit))
	{
		memcpy(result->subset.aids, subset->aids, sizeof(bool) * cumulation->naids);
		memset(result->subset.items, 0, sizeof(bool) * cumulation->nitems);
	}
}

/* Whether any limit looks at the amount of an aid. */
bool
cumulation_amount_counts(const CumulationAid *aid)
{
	return aid->nitems > 0 || aid->most != CUMULATION_UNLIMITED ||
		!(aid->de_minimis || aid->eu_central);
}

/* Whether all limits hold even if what is not known is unfavourable. */
static bool
certainly_lawful(const Cumulation *cumulation, Network *network)
{
	CumulationSubset *subset = &network->subset;

	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		if ((aid->amount == CUMULATION_UNKNOWN && cumulation_amount_counts(aid)) ||
			aid->amount > cumulation_own_limit(cumulation, i, false))
			return false;
	}
	cumulation_without_items(cumulation, false, subset->aids, &subset->used, &subset->limit);
	return subset->used <= subset->limit &&
		place_network(cumulation, CUMULATION_STATE_AID, false, network) &&
		place_network(cumulation, CUMULATION_PUBLIC_FUNDING, false, network);
}

/* All State aid that has items, and what these carry, if that is known. */
static void
take_whole(const Cumulation *cumulation, Network *network, CumulationResult *result)
{
	CumulationSubset *subset = &result->subset;
	CumulationUnits most;
	bool		known = true;

	result->kind = CUMULATION_NO_LIMIT;
	for (int i = 0; i < cumulation->naids; i++)
	{
		subset->aids[i] = cumulation_takes_part(&cumulation->aids[i], CUMULATION_STATE_AID);
		if (!subset->aids[i])
			continue;
		result->kind = CUMULATION_JOINT;
		known = known && cumulation->aids[i].amount != CUMULATION_UNKNOWN;
	}
	cumulation_capacities(cumulation, CUMULATION_STATE_AID, true, network->capacity);
	sum_subset(cumulation, network->capacity, subset);
	most = subset->limit;
	cumulation_capacities(cumulation, CUMULATION_STATE_AID, false, network->capacity);
	sum_subset(cumulation, network->capacity, subset);
	if (!known)
		subset->used = CUMULATION_UNKNOWN;
	if (subset->limit != most)
		subset->limit = CUMULATION_UNKNOWN;
}

/* Tests all limits.  The problem must be one that cumulation_fits(). */
void
cumulation_test(const Cumulation *cumulation, void *space, CumulationResult *result)
{
	Network		network;

	lay_out(cumulation, space, &network);
	result->answer = CUMULATION_UNDECIDED;
	result->subset = network.worst;
	find_worst(cumulation, &network, result);
	if (result->answer == CUMULATION_UNLAWFUL)
		return;
	if (certainly_lawful(cumulation, &network))
		result->answer = CUMULATION_LAWFUL;
	take_whole(cumulation, &network, result);
}
