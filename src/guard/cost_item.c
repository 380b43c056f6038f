/*-------------------------------------------------------------------------
 *
 * cost_item.c
 *	  Aid for cost items that overlap: whether the awards of a key can be
 *	  placed on the items that they are for.
 *
 * The costs come from an option (see fact.c); the law is that of
 * rule/cumulation.h.
 *
 * src/guard/cost_item.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/cost.h"

#include "utils/builtins.h"

#include "function/cumulation.h"
#include "function/number.h"
#include "message.h"

static int
compare_cost_items(const void *a, const void *b)
{
	return strcmp(((const CostItem *) a)->name, ((const CostItem *) b)->name);
}

/* A cost that makes no sense.  Of which item it is, is for who may read keys and items. */
static void
bad_cost(const Guard *guard, const CostItem *item)
{
	const char *hint = gettext_noop("It must be a number, zero or more.");

	if (!writer_reads_column(guard, GUARD_KEY) || !writer_reads_column(guard, GUARD_ITEMS))
		bad_fact(guard, NULL, COST_OF_ITEM, item->cost, hint);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("eligible_cost of item \"%s\" can not be %s", tilskudd_shorten(item->name),
					number_print(item->cost)),
			 errhint_internal("%s", _(hint))));
}

/* The same item twice. */
static void
item_twice(const Guard *guard, Datum key, const CostItem *item)
{
	const char *constraint = guard->declaration->constraint;

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 writer_reads_column(guard, GUARD_KEY) && writer_reads_column(guard, GUARD_ITEMS) ?
			 errmsg("the costs of guard \"%s\" have item \"%s\" of key \"%s\" twice", constraint,
					tilskudd_shorten(item->name), tilskudd_shorten(key_print(guard, key))) :
			 errmsg("the costs of guard \"%s\" have an item twice", constraint)));
}

/* What a project costs, as the source tells it, in the order of names. */
CostItems
costs_of_facts(const Guard *guard, const FactRows *facts)
{
	CostItems	costs = {.items = palloc_extended((facts->count + 1) * sizeof(CostItem), MCXT_ALLOC_HUGE)};

	for (size_t i = 0; i < facts->count; i++)
	{
		const FactRow *row = &facts->rows[i];
		CostItem   *item = &costs.items[costs.count];

		if (row->nulls[COST_ITEM])
			continue;
		item->name = TextDatumGetCString(row->values[COST_ITEM]);
		item->cost = row->nulls[COST_OF_ITEM] ? NULL : DatumGetNumeric(row->values[COST_OF_ITEM]);
		if (item->cost != NULL && !number_is_amount(item->cost))
			bad_cost(guard, item);
		costs.count++;
	}
	qsort(costs.items, costs.count, sizeof(CostItem), compare_cost_items);
	for (size_t i = 1; i < costs.count; i++)
	{
		if (compare_cost_items(&costs.items[i - 1], &costs.items[i]) == 0)
			item_twice(guard, facts->rows[0].key, &costs.items[i]);
	}
	return costs;
}

static const CostItem *
find_item(const CostItems *costs, const char *name)
{
	size_t		low = 0,
				high = costs->count;

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;
		int			order = strcmp(name, costs->items[middle].name);

		if (order == 0)
			return &costs->items[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/*
 * Notes the cost of all that an award is for; NULL if one of the items has none
 * that is known, or there are no items.
 */
void
costs_fill(const CostItems *costs, CostedAid *costed)
{
	costed->cost = costed->nitems > 0 ? number_of(0) : NULL;
	for (int i = 0; i < costed->nitems; i++)
	{
		const CostItem *item = find_item(costs, costed->items[i]);

		if (item == NULL || item->cost == NULL)
		{
			costed->cost = NULL;
			return;
		}
		costed->cost = number_add(costed->cost, item->cost);
	}
}

static int
compare_item_names(const void *a, const void *b)
{
	return strcmp(((const ItemRow *) a)->name, ((const ItemRow *) b)->name);
}

/* The items of a key, and those that awards name besides: of unknown cost. */
static ItemRow *
all_items(const CostItems *costs, const AidRow *aids, int naids, int *nitems)
{
	size_t		most = costs->count;
	ItemRow    *items;
	int			n = 0;

	for (int i = 0; i < naids; i++)
		most += aids[i].nitems;
	items = palloc_extended((most + 1) * sizeof(ItemRow), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (size_t i = 0; i < costs->count; i++)
	{
		items[n].name = costs->items[i].name;
		items[n++].cost = costs->items[i].cost;
	}
	for (int i = 0; i < naids; i++)
	{
		for (int k = 0; k < aids[i].nitems; k++)
		{
			if (find_item(costs, aids[i].items[k]) == NULL)
				items[n++].name = aids[i].items[k];
		}
	}
	qsort(items, n, sizeof(ItemRow), compare_item_names);
	*nitems = 0;
	for (int i = 0; i < n; i++)
	{
		if (*nitems == 0 || strcmp(items[*nitems - 1].name, items[i].name) != 0)
			items[(*nitems)++] = items[i];
	}
	return items;
}

/* Adds an award to the aids that are to be placed; one of nothing is no aid. */
static void
add_aid(AidRow *aids, int *naids, const CostedAid *costed)
{
	AidRow	   *aid = &aids[*naids];

	if (costed->nitems == 0 || number_compare(costed->aid, number_of(0)) == 0)
		return;
	memset(aid, 0, sizeof(AidRow));
	aid->amount = costed->aid;
	aid->intensity = costed->intensity;
	aid->items = costed->items;
	aid->nitems = costed->nitems;
	aid->de_minimis = costed->de_minimis;
	(*naids)++;
}

/*
 * Whether the awards of a key can be placed on their items, with what is not
 * known as favourable as it can be, or as unfavourable.  If not, the ceiling is
 * that of the items whose aid is too much by most.
 */
static bool
place(const CumulationInput *input, bool favourable, CostCeiling *ceiling)
{
	const Cumulation *problem = &input->problem;
	Size		size = cumulation_space(problem);
	CumulationSubset subset;
	bool		any_de_minimis = false;

	if (problem->naids == 0 ||
		cumulation_place(problem, CUMULATION_STATE_AID, favourable, palloc_extended(size + 1, MCXT_ALLOC_HUGE), &subset))
		return true;
	ceiling->sum = cumulation_number(input, subset.used);
	ceiling->least = cumulation_number(input, subset.limit);
	if (favourable)
		ceiling->most = ceiling->least;
	ceiling->items = palloc((problem->nitems + 1) * sizeof(char *));
	for (int j = 0; j < problem->nitems; j++)
	{
		if (subset.items[j])
			ceiling->items[ceiling->nitems++] = input->item_names[j];
	}
	for (int i = 0; i < problem->naids; i++)
		any_de_minimis |= subset.aids[i] && problem->aids[i].de_minimis;
	ceiling->step = any_de_minimis ? "joint limit with de minimis aid" : "joint limit";
	return false;
}

/*
 * The ceiling that awards exceed together, certainly or, if not that, perhaps;
 * with one that is planned, if there is one.  Not exceeded: nothing is limited.
 */
void
ceiling_of_items(const GuardAwards *awards, const CostItems *costs, const CostedAid *planned,
				 bool favourable, CostCeiling *ceiling)
{
	AidRow	   *aids = palloc_extended((awards->count + 1) * sizeof(AidRow), MCXT_ALLOC_HUGE);
	CumulationInput input = {0};
	ItemRow    *items;
	int			naids = 0,
				nitems;

	memset(ceiling, 0, sizeof(CostCeiling));
	ceiling->sum = number_of(0);
	for (size_t i = 0; i < awards->count; i++)
		add_aid(aids, &naids, awards->awards[i].costed);
	if (planned != NULL)
		add_aid(aids, &naids, planned);
	items = all_items(costs, aids, naids, &nitems);
	cumulation_set(&input, aids, naids, items, nitems);
	if (place(&input, favourable, ceiling))
		return;
	if (!favourable)
	{
		ceiling->doubt = gettext_noop("an intensity or an eligible cost is not known");
		ceiling->doubt_message = _(ceiling->doubt);
	}
}

/* Whether a name is among others. */
static bool
is_among(const char *name, char **names, int nnames)
{
	for (int i = 0; i < nnames; i++)
	{
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

/*
 * How much of an award counts among the aids of a ceiling: all of it or
 * nothing.  It touches the ceiling if it is for one of the items at least: then
 * it may not be cumulated with them, and it may have changed what they carry.
 */
Numeric
amount_within(const CostCeiling *ceiling, const CostedAid *costed, bool *touches)
{
	bool		all = true;

	*touches = ceiling->items == NULL;
	for (int i = 0; ceiling->items != NULL && i < costed->nitems; i++)
	{
		if (is_among(costed->items[i], ceiling->items, ceiling->nitems))
			*touches = number_compare(costed->aid, number_of(0)) > 0;
		else
			all = false;
	}
	return *touches && all ? costed->aid : number_of(0);
}
