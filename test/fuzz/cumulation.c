/*
 * Several aids over overlapping costs: small problems, against all subsets of
 * the aids (Hall's condition), and with what is not known filled in.
 */
#include "fuzz.h"

#include "rule/cumulation.h"

#define MOST_AIDS	5
#define MOST_ITEMS	4
#define WHOLE		1000		/* percentages in tenths */

typedef struct Problem
{
	Cumulation	cumulation;
	CumulationAid aids[MOST_AIDS];
	CumulationItem items[MOST_ITEMS];
	int			lists[MOST_AIDS][MOST_ITEMS];
} Problem;

/* So large, now and then, that sums come near to what fits. */
static CumulationUnits
scaled(CumulationUnits value, int scale)
{
	return scale == 0 ? value : value << 96;
}

static CumulationUnits
take_amount(Input *input, int scale)
{
	int			kind = take(input, 1);

	if (kind % 16 == 0)
		return CUMULATION_UNKNOWN;
	return scaled(kind % 2 ? (CumulationUnits) take_between(input, 0, 255) * 1000 : (CumulationUnits) take(input, 3), scale);
}

static CumulationUnits
take_percent(Input *input)
{
	int			kind = take(input, 1);

	if (kind % 8 == 0)
		return CUMULATION_UNKNOWN;
	return take_between(input, 0, 20) * 50;
}

static void
take_problem(Input *input, Problem *problem)
{
	Cumulation *cumulation = &problem->cumulation;
	int			scale = take(input, 1) % 16 == 1;

	memset(problem, 0, sizeof(*problem));
	cumulation->aids = problem->aids;
	cumulation->items = problem->items;
	cumulation->naids = take_between(input, 0, MOST_AIDS);
	cumulation->nitems = take_between(input, 0, MOST_ITEMS);
	cumulation->whole = WHOLE;
	cumulation->qualified = take_bool(input);
	for (int j = 0; j < cumulation->nitems; j++)
	{
		CumulationUnits cost = take_amount(input, 0);

		problem->items[j].cost = cost == CUMULATION_UNKNOWN ? cost : scaled(cost / 1000, scale);
		problem->items[j].percent = take_percent(input);
	}
	for (int i = 0; i < cumulation->naids; i++)
	{
		CumulationAid *aid = &problem->aids[i];
		int			flags = take(input, 1);
		int			items = take(input, 1);

		aid->amount = take_amount(input, scale);
		aid->percent = take_percent(input);
		aid->threshold = take_amount(input, scale);
		aid->most = flags & 8 ? scaled((CumulationUnits) take(input, 3), scale) : CUMULATION_UNLIMITED;
		aid->de_minimis = flags & 1;
		aid->eu_central = (flags & 6) == 6;
		aid->disabled_workers = (flags & 48) == 48;
		aid->items = problem->lists[i];
		for (int j = 0; j < cumulation->nitems; j++)
		{
			if (items & 1 << j)
				problem->lists[i][aid->nitems++] = j;
		}
	}
}

/* The same problem with one choice for each thing that is not known. */
static void
fill_in(Input *input, const Problem *from, Problem *to)
{
	*to = *from;
	to->cumulation.aids = to->aids;
	to->cumulation.items = to->items;
	for (int j = 0; j < to->cumulation.nitems; j++)
	{
		if (to->items[j].cost == CUMULATION_UNKNOWN)
			to->items[j].cost = (CumulationUnits) take(input, 2);
		if (to->items[j].percent == CUMULATION_UNKNOWN)
			to->items[j].percent = take_between(input, 0, WHOLE);
	}
	for (int i = 0; i < to->cumulation.naids; i++)
	{
		CumulationAid *aid = &to->aids[i];

		aid->items = to->lists[i];
		if (aid->amount == CUMULATION_UNKNOWN)
			aid->amount = (CumulationUnits) take(input, 3);
		/* de minimis aid has an intensity of its own only where one is given */
		if (aid->percent == CUMULATION_UNKNOWN && !aid->de_minimis)
			aid->percent = take_between(input, 0, WHOLE);
		if (aid->threshold == CUMULATION_UNKNOWN)
			aid->threshold = (CumulationUnits) take(input, 3);
	}
}

static CumulationResult
test_problem(const Cumulation *cumulation, bool *aids)
{
	size_t		size = cumulation_space(cumulation);
	void	   *space = malloc(size > 0 ? size : 1);	/* not a byte more */
	CumulationResult result;

	cumulation_test(cumulation, space, &result);
	DEMAND(result.answer != CUMULATION_UNLAWFUL || result.kind != CUMULATION_NO_LIMIT);
	DEMAND(result.answer != CUMULATION_UNLAWFUL || result.subset.used > result.subset.limit);
	for (int i = 0; i < cumulation->naids; i++)
		aids[i] = result.subset.aids[i];
	free(space);
	return result;
}

/* What is placed, against every subset: they fit if none needs more than its items carry. */
static void
check_placing(const Cumulation *cumulation, CumulationMoney money, bool favourable)
{
	size_t		size = cumulation_space(cumulation);
	void	   *space = malloc(size > 0 ? size : 1);
	CumulationSubset subset;
	CumulationUnits capacity[MOST_ITEMS];
	int			group_of_item[MOST_ITEMS];
	bool		part[MOST_AIDS];
	CumulationUnits worst = 0;
	bool		placed = cumulation_place(cumulation, money, favourable, space, &subset);

	cumulation_capacities(cumulation, money, favourable, capacity);
	cumulation_groups(cumulation, money, NULL, group_of_item);
	for (int j = 0; j < cumulation->nitems; j++)
		DEMAND(capacity[j] >= 0 && group_of_item[j] <= j && group_of_item[group_of_item[j]] == group_of_item[j]);
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];
		bool		near_union = money == CUMULATION_STATE_AID;

		for (int k = 0; k < cumulation->naids && !near_union && aid->nitems > 0; k++)
			near_union = cumulation->aids[k].eu_central && cumulation->aids[k].nitems > 0 &&
				group_of_item[cumulation->aids[k].items[0]] == group_of_item[aid->items[0]];
		part[i] = cumulation_takes_part(aid, money) && near_union;
	}
	for (int set = 0; set < 1 << cumulation->naids; set++)
	{
		CumulationUnits used = 0;
		CumulationUnits limit = 0;
		bool		items[MOST_ITEMS] = {false};
		bool		unlimited = false;

		for (int i = 0; i < cumulation->naids; i++)
		{
			const CumulationAid *aid = &cumulation->aids[i];

			if (!(set & 1 << i) || !part[i])
				continue;
			used += aid->amount == CUMULATION_UNKNOWN ? 0 : aid->amount;
			for (int k = 0; k < aid->nitems; k++)
				items[aid->items[k]] = true;
		}
		for (int j = 0; j < cumulation->nitems; j++)
		{
			if (items[j] && capacity[j] == CUMULATION_UNLIMITED)
				unlimited = true;
			else if (items[j] && !unlimited)
				limit += capacity[j];
		}
		if (!unlimited && used - limit > worst)
			worst = used - limit;
	}
	DEMAND(placed == (worst == 0));
	if (!placed)
		DEMAND(subset.used - subset.limit == worst);
	free(space);
}

/* Whatever the facts turn out to be, an answer given before stands. */
static void
check_filled(Input *input, const Problem *problem, CumulationAnswer answer)
{
	Problem		filled;
	bool		aids[MOST_AIDS];

	for (int n = 0; n < 4; n++)
	{
		fill_in(input, problem, &filled);
		if (!cumulation_fits(&filled.cumulation))
			continue;
		if (answer != CUMULATION_UNDECIDED)
			DEMAND(test_problem(&filled.cumulation, aids).answer == answer);
		else
			DEMAND(test_problem(&filled.cumulation, aids).answer != CUMULATION_UNDECIDED);
	}
}

/* More aid is never lawful where less is not. */
static void
check_more(Problem *problem, CumulationAnswer answer, int aid, CumulationUnits more)
{
	bool		aids[MOST_AIDS];

	if (problem->aids[aid].amount == CUMULATION_UNKNOWN)
		return;
	problem->aids[aid].amount += more;
	if (answer == CUMULATION_UNLAWFUL && cumulation_fits(&problem->cumulation))
		DEMAND(test_problem(&problem->cumulation, aids).answer == CUMULATION_UNLAWFUL);
}

static void
check_pieces(const Cumulation *cumulation)
{
	for (int i = 0; i < cumulation->naids; i++)
	{
		const CumulationAid *aid = &cumulation->aids[i];

		DEMAND(cumulation_own_limit(cumulation, i, false) <= cumulation_own_limit(cumulation, i, true));
		DEMAND(cumulation_own_limit(cumulation, i, false) >= 0);
		DEMAND(cumulation_amount_counts(aid) || aid->nitems == 0);
	}
	for (int favourable = 0; favourable < 2; favourable++)
	{
		bool		aids[MOST_AIDS];
		CumulationUnits used;
		CumulationUnits limit;

		cumulation_without_items(cumulation, favourable, aids, &used, &limit);
		DEMAND(used >= 0 && limit >= 0);
		check_placing(cumulation, CUMULATION_STATE_AID, favourable);
		check_placing(cumulation, CUMULATION_PUBLIC_FUNDING, favourable);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	Problem		problem;
	CumulationResult result;
	bool		aids[MOST_AIDS];

	take_problem(&input, &problem);
	if (!cumulation_fits(&problem.cumulation))
		return 0;
	result = test_problem(&problem.cumulation, aids);
	check_pieces(&problem.cumulation);
	check_filled(&input, &problem, result.answer);
	if (problem.cumulation.naids > 0)
		check_more(&problem, result.answer, take_between(&input, 0, problem.cumulation.naids - 1), (CumulationUnits) take(&input, 2));
	return 0;
}
