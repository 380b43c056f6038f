/*-------------------------------------------------------------------------
 *
 * cost_item.c
 *	  Aid for cost items that overlap: whether the awards of a key can be
 *	  placed on the items that they are for.
 *
 * The costs come from a query of the user's, which is read like the ownership
 * (see group.c); the law is that of rule/cumulation.h.
 *
 * src/guard/cost_item.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/cost.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "function/cumulation.h"
#include "function/number.h"
#include "message.h"

/* The query that reads costs: of some keys, or all of them. */
static char *
costs_query(const Guard *guard, const Source *source, bool of_some)
{
	const char *type = format_type_be_qualified(guard->key_type);
	TupleDesc	tupdesc = source_describe(source);
	StringInfoData query;

	if (!source_has(source, tupdesc, "key", InvalidOid) || !source_has(source, tupdesc, "item", InvalidOid) ||
		!source_has(source, tupdesc, "eligible_cost", NUMERICOID))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("the costs of guard \"%s\" have no columns \"key\", \"item\" and \"eligible_cost\"",
						guard->declaration->constraint),
				 errhint("Each row is an item that awards can be for: SELECT project AS key, name AS item, cost AS eligible_cost FROM ....")));
	initStringInfo(&query);
	appendStringInfo(&query, "SELECT key::%s, item::pg_catalog.text, eligible_cost FROM %s", type, source_from(source));
	if (of_some)
		appendStringInfo(&query, " WHERE key::%s %s ANY ($1)", type, operator_name(guard->key_equal_operator));
	return query.data;
}

/*
 * The plan that reads costs.  It is to be made, and executed, within
 * restrict_search_path().
 */
SPIPlanPtr
costs_plan(const Guard *guard, bool of_some)
{
	Source		source = {guard, "costs", guard->declaration->costs};
	ErrorContextCallback callback = {error_context_stack, source_error, &source};
	SPIPlanPtr	plan;

	error_context_stack = &callback;
	plan = source_plan(&source, costs_query(guard, &source, of_some), of_some);
	error_context_stack = callback.previous;
	return plan;
}

/* Keeps what a query has read. */
static void
keep_costs(const Guard *guard, CostItems *costs, MemoryContext context)
{
	MemoryContext oldcontext = MemoryContextSwitchTo(context);

	costs->items = palloc_extended((SPI_processed + 1) * sizeof(CostItem), MCXT_ALLOC_HUGE);
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		CostItem   *item = &costs->items[costs->count];
		Datum		values[3];
		bool		nulls[3];

		for (int i = 0; i < 3; i++)
			values[i] = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, i + 1, &nulls[i]);
		if (nulls[0] || nulls[1])
			continue;
		item->key = datumCopy(values[0], guard->key_by_value, guard->key_length);
		item->name = TextDatumGetCString(values[1]);
		item->cost = nulls[2] ? NULL : DatumGetNumericCopy(values[2]);
		if (item->cost != NULL && !number_is_amount(item->cost))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("eligible_cost of item \"%s\" can not be %s", tilskudd_shorten(item->name),
							number_print(item->cost)),
					 errhint("It must be a number, zero or more.")));
		costs->count++;
	}
	MemoryContextSwitchTo(oldcontext);
	SPI_freetuptable(SPI_tuptable);
}

static int
compare_cost_items(const void *a, const void *b, void *guard)
{
	const CostItem *x = a;
	const CostItem *y = b;
	int			order = compare_keys(guard, x->key, y->key);

	return order != 0 ? order : strcmp(x->name, y->name);
}

/* Reads the cost items of some keys, or all (keys NULL), in the order of keys and names. */
void
costs_read(Guard *guard, const Datum *keys, int nkeys, CostItems *costs)
{
	Source		source = {guard, "costs", guard->declaration->costs};
	ErrorContextCallback callback = {error_context_stack, source_error, &source};
	MemoryContext context = CurrentMemoryContext;
	Datum		array = keys ? key_array(guard, keys, nkeys) : (Datum) 0;
	int			result;

	memset(costs, 0, sizeof(CostItems));
	error_context_stack = &callback;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (guard->costs_plan == NULL)
	{
		SPIPlanPtr	plan = costs_plan(guard, keys != NULL);

		if (!guard->for_once)
			SPI_keepplan(plan);
		guard->costs_plan = plan;
	}
	result = SPI_execute_snapshot(guard->costs_plan, &array, NULL, GetActiveSnapshot(), InvalidSnapshot, true, false, 0);
	if (result != SPI_OK_SELECT)
		elog(ERROR, "could not read the costs of guard \"%s\": %s", guard->declaration->constraint,
			 SPI_result_code_string(result));
	keep_costs(guard, costs, context);
	if (guard->for_once)
		guard->costs_plan = NULL;
	SPI_finish();
	qsort_arg(costs->items, costs->count, sizeof(CostItem), compare_cost_items, guard);
	for (size_t i = 1; i < costs->count; i++)
	{
		if (compare_cost_items(&costs->items[i - 1], &costs->items[i], guard) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the costs of guard \"%s\" have item \"%s\" of key \"%s\" twice",
							guard->declaration->constraint, tilskudd_shorten(costs->items[i].name),
							tilskudd_shorten(key_print(guard, costs->items[i].key)))));
	}
	error_context_stack = callback.previous;
}

/* Those of one key. */
CostItems
costs_of_key(const Guard *guard, const CostItems *costs, Datum key)
{
	size_t		low = 0,
				high = costs->count;
	CostItems	own = {0};

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (compare_keys(guard, costs->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	own.items = costs->items + low;
	while (low + own.count < costs->count && compare_keys(guard, own.items[own.count].key, key) == 0)
		own.count++;
	return own;
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
		ceiling->doubt = "an intensity or an eligible cost is not known";
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
