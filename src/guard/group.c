/*-------------------------------------------------------------------------
 *
 * group.c
 *	  Undertakings of several enterprises: who belongs together, and when.
 *
 * Each link of the ownership query makes its two ends one single undertaking
 * (2023/2831 Art 2(2)), and chains of links do.  Which awards count together on
 * a day depends on the links of that day: a later merger leaves earlier awards
 * lawful (Art 3(8)).
 *
 * src/guard/group.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "message.h"
#include "rule/disjoint.h"

/* A link as the query gives it. */
typedef struct RawLink
{
	Datum		owner;
	Datum		owned;
	DateADT		from;
	DateADT		until;
} RawLink;

typedef struct RawLinks
{
	RawLink    *links;
	size_t		count;
	size_t		room;
} RawLinks;

/* The query that reads links: of some keys, or all of them. */
static char *
links_query(const Guard *guard, const Source *source, bool of_some)
{
	const char *from = source_from(source);
	const char *type = format_type_be_qualified(guard->key_type);
	const char *equal = operator_name(guard->key_equal_operator);
	TupleDesc	tupdesc = source_describe(source);
	StringInfoData query;

	if (!source_has(source, tupdesc, "owner", InvalidOid) || !source_has(source, tupdesc, "owned", InvalidOid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("the ownership of guard \"%s\" has no columns \"owner\" and \"owned\"",
						guard->declaration->constraint),
				 errhint("Each row is a link that makes a single undertaking: SELECT parent AS owner, child AS owned FROM ... WHERE votes > 50.")));
	initStringInfo(&query);
	appendStringInfo(&query, "SELECT owner::%s, owned::%s, %s, %s FROM %s", type, type,
					 source_has(source, tupdesc, "valid_from", DATEOID) ? "valid_from" : "NULL::pg_catalog.date",
					 source_has(source, tupdesc, "valid_to", DATEOID) ? "valid_to" : "NULL::pg_catalog.date",
					 from);
	if (of_some)
		appendStringInfo(&query, " WHERE owner::%s %s ANY ($1) OR owned::%s %s ANY ($1)",
						 type, equal, type, equal);
	return query.data;
}

/*
 * The plan that reads links: of some keys, or all of them.  It is to be made,
 * and executed, within the rights of the owner.
 */
SPIPlanPtr
links_plan(const Guard *guard, bool of_some)
{
	Source		source = {guard, "ownership", guard->declaration->ownership};
	ErrorContextCallback callback = {error_context_stack, source_error, &source};
	SPIPlanPtr	plan;

	error_context_stack = &callback;
	plan = source_plan(&source, links_query(guard, &source, of_some), of_some);
	error_context_stack = callback.previous;
	return plan;
}

/* Keeps what a query has read. */
static void
keep_links(const Guard *guard, RawLinks *raw, MemoryContext context)
{
	Source		source = {guard, "ownership", guard->declaration->ownership};
	MemoryContext oldcontext = MemoryContextSwitchTo(context);

	source_check_type(&source, SPI_tuptable->tupdesc, 2, DATEOID);
	source_check_type(&source, SPI_tuptable->tupdesc, 3, DATEOID);

	for (uint64 row = 0; row < SPI_processed; row++)
	{
		Datum		values[4];
		bool		nulls[4];
		RawLink    *link;

		for (int i = 0; i < 4; i++)
			values[i] = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, i + 1, &nulls[i]);
		if (nulls[0] || nulls[1])
			continue;
		if (raw->count == raw->room)
		{
			raw->room = raw->room ? raw->room * 2 : 16;
			raw->links = raw->links ? repalloc_huge(raw->links, raw->room * sizeof(RawLink)) :
				palloc(raw->room * sizeof(RawLink));
		}
		link = &raw->links[raw->count++];
		link->owner = datumCopy(values[0], guard->key_by_value, guard->key_length);
		link->owned = datumCopy(values[1], guard->key_by_value, guard->key_length);
		link->from = nulls[2] ? DATEVAL_NOBEGIN : DatumGetDateADT(values[2]);
		link->until = nulls[3] ? DATEVAL_NOEND : DatumGetDateADT(values[3]);
	}
	MemoryContextSwitchTo(oldcontext);
	SPI_freetuptable(SPI_tuptable);
}

/* Reads the links of some keys, or all (keys NULL). */
static void
read_links(Guard *guard, const Datum *keys, int nkeys, Snapshot snapshot, RawLinks *raw,
		   MemoryContext context)
{
	Datum		array = (Datum) 0;
	int			result;

	if (guard->links_plan == NULL)
	{
		SPIPlanPtr	plan = links_plan(guard, keys != NULL);

		if (!guard->for_once)
			SPI_keepplan(plan);
		guard->links_plan = plan;
	}
	if (keys != NULL)
		array = key_array(guard, keys, nkeys);
	result = SPI_execute_snapshot(guard->links_plan, &array, NULL, snapshot, InvalidSnapshot, true, false, 0);
	if (result != SPI_OK_SELECT)
		elog(ERROR, "could not read the ownership of guard \"%s\": %s",
			 guard->declaration->constraint, SPI_result_code_string(result));
	keep_links(guard, raw, context);
}

static int
compare_key_datums(const void *a, const void *b, void *guard)
{
	return compare_keys(guard, *(const Datum *) a, *(const Datum *) b);
}

/* Sorts keys and drops equal ones. */
static int
unique_keys(const Guard *guard, Datum *keys, int nkeys)
{
	int			n = 0;

	qsort_arg(keys, nkeys, sizeof(Datum), compare_key_datums, (void *) guard);
	for (int i = 0; i < nkeys; i++)
	{
		if (n == 0 || compare_keys(guard, keys[n - 1], keys[i]) != 0)
			keys[n++] = keys[i];
	}
	return n;
}

/* The number of a key, or -1. */
int
group_find(const Guard *guard, const KeyGroup *group, Datum key)
{
	int			low = 0,
				high = group->nkeys - 1;

	while (low <= high)
	{
		int			middle = low + (high - low) / 2;
		int			order = compare_keys(guard, key, group->keys[middle]);

		if (order == 0)
			return middle;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

/*
 * Takes the ends of links, from one on, among the keys of a group.  Returns
 * those that are new.
 */
static Datum *
add_ends(const Guard *guard, KeyGroup *group, const RawLinks *raw, size_t from, int *nnew)
{
	Datum	   *ends = palloc_extended((2 * (raw->count - from) + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	Datum	   *all;

	*nnew = 0;
	for (size_t i = from; i < raw->count; i++)
	{
		if (group_find(guard, group, raw->links[i].owner) < 0)
			ends[(*nnew)++] = raw->links[i].owner;
		if (group_find(guard, group, raw->links[i].owned) < 0)
			ends[(*nnew)++] = raw->links[i].owned;
	}
	*nnew = unique_keys(guard, ends, *nnew);
	all = palloc_extended((group->nkeys + *nnew + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	memcpy(all, group->keys, group->nkeys * sizeof(Datum));
	memcpy(all + group->nkeys, ends, *nnew * sizeof(Datum));
	group->keys = all;
	group->nkeys = unique_keys(guard, all, group->nkeys + *nnew);
	return ends;
}

/*
 * Reads everything that was ever linked with some keys, directly or by chains;
 * or, with keys NULL, all links that there are.
 */
KeyGroup *
group_read(Guard *guard, const Datum *keys, int nkeys, Snapshot snapshot)
{
	Source		source = {guard, "ownership", guard->declaration->ownership};
	ErrorContextCallback callback = {error_context_stack, source_error, &source};
	MemoryContext context = CurrentMemoryContext;
	KeyGroup   *group = palloc0(sizeof(KeyGroup));
	RawLinks	raw = {0};
	const Datum *frontier = keys;
	int			nfrontier = nkeys;

	error_context_stack = &callback;
	group->keys = palloc_extended((nkeys + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	if (nkeys > 0)
		memcpy(group->keys, keys, nkeys * sizeof(Datum));
	group->nkeys = unique_keys(guard, group->keys, nkeys);
	do
	{
		size_t		before = raw.count;

		if (SPI_connect() != SPI_OK_CONNECT)
			elog(ERROR, "SPI_connect failed");
		read_links(guard, frontier, nfrontier, snapshot, &raw, context);
		if (guard->for_once)
			guard->links_plan = NULL;
		SPI_finish();
		frontier = add_ends(guard, group, &raw, before, &nfrontier);
	} while (keys != NULL && nfrontier > 0);

	group->links = palloc_extended((raw.count + 1) * sizeof(Link), MCXT_ALLOC_HUGE);
	for (size_t i = 0; i < raw.count; i++)
	{
		Link	   *link = &group->links[group->nlinks++];

		link->a = group_find(guard, group, raw.links[i].owner);
		link->b = group_find(guard, group, raw.links[i].owned);
		link->from = raw.links[i].from;
		link->until = raw.links[i].until;
	}
	error_context_stack = callback.previous;
	return group;
}

/*
 * The number of the component of each key, by the links that hold at some time
 * between two days.
 */
int *
group_components(const KeyGroup *group, DateADT from, DateADT until, int *ncomponents)
{
	int		   *parents = palloc_extended((group->nkeys + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	int		   *components = palloc_extended((group->nkeys + 1) * sizeof(int), MCXT_ALLOC_HUGE);

	for (int i = 0; i < group->nkeys; i++)
		parents[i] = i;
	for (int i = 0; i < group->nlinks; i++)
	{
		const Link *link = &group->links[i];
		int			a,
					b;

		if (link->from > until || link->until < from)
			continue;
		a = disjoint_root(parents, link->a);
		b = disjoint_root(parents, link->b);
		parents[Max(a, b)] = Min(a, b);
	}

	/* a root comes before all that it is the root of */
	*ncomponents = 0;
	for (int i = 0; i < group->nkeys; i++)
	{
		int			root = disjoint_root(parents, i);

		components[i] = root == i ? (*ncomponents)++ : components[root];
	}
	pfree(parents);
	return components;
}

/*
 * The components as groups of their own.  Numbers become those of the keys
 * within them.
 */
KeyGroup *
group_split(const KeyGroup *group, const int *components, int ncomponents, int *numbers)
{
	KeyGroup   *parts = palloc_extended(((Size) ncomponents + 1) * sizeof(KeyGroup), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	Datum	   *keys = palloc_extended(((Size) group->nkeys + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	Link	   *links = palloc_extended(((Size) group->nlinks + 1) * sizeof(Link), MCXT_ALLOC_HUGE);

	for (int i = 0; i < group->nkeys; i++)
		parts[components[i]].nkeys++;
	for (int i = 0; i < group->nlinks; i++)
		parts[components[group->links[i].a]].nlinks++;
	for (int i = 0; i < ncomponents; i++)
	{
		parts[i].keys = keys;
		parts[i].links = links;
		keys += parts[i].nkeys;
		links += parts[i].nlinks;
		parts[i].nkeys = parts[i].nlinks = 0;
	}
	for (int i = 0; i < group->nkeys; i++)
	{
		KeyGroup   *part = &parts[components[i]];

		numbers[i] = part->nkeys;
		part->keys[part->nkeys++] = group->keys[i];
	}
	for (int i = 0; i < group->nlinks; i++)
	{
		KeyGroup   *part = &parts[components[group->links[i].a]];
		Link	   *link = &part->links[part->nlinks++];

		*link = group->links[i];
		link->a = numbers[link->a];
		link->b = numbers[link->b];
	}
	return parts;
}

static int
compare_days(const void *a, const void *b)
{
	DateADT		x = *(const DateADT *) a;
	DateADT		y = *(const DateADT *) b;

	return (x > y) - (x < y);
}

/* Which keys are one undertaking with a key on a day. */
bool *
group_members(const KeyGroup *group, int key, DateADT day)
{
	int			ncomponents;
	int		   *components = group_components(group, day, day, &ncomponents);
	bool	   *members = palloc_extended((group->nkeys + 1) * sizeof(bool), MCXT_ALLOC_HUGE);

	for (int i = 0; i < group->nkeys; i++)
		members[i] = components[i] == components[key];
	pfree(components);
	return members;
}

/* The days between two, the first included, from which other links hold. */
DateADT *
group_changes(const KeyGroup *group, DateADT from, DateADT until, int *nchanges)
{
	DateADT    *changes = palloc_extended((2 * (Size) group->nlinks + 2) * sizeof(DateADT), MCXT_ALLOC_HUGE);
	int			n = 0,
				unique = 0;

	changes[n++] = from;
	for (int i = 0; i < group->nlinks; i++)
	{
		const Link *link = &group->links[i];

		if (link->from > from && link->from <= until)
			changes[n++] = link->from;
		if (link->until >= from && link->until < until)
			changes[n++] = link->until + 1;
	}
	qsort(changes, n, sizeof(DateADT), compare_days);
	for (int i = 0; i < n; i++)
	{
		if (unique == 0 || changes[unique - 1] != changes[i])
			changes[unique++] = changes[i];
	}
	*nchanges = unique;
	return changes;
}

/*
 * Tests the undertakings of a group while the same links hold.
 */
static void
test_period(const Guard *guard, const KeyGroup *group, const GuardAwards *awards,
			const bool *concerned, DateADT from, DateADT until,
			ExcessFunction function, void *arg)
{
	int			ncomponents;
	int		   *components = group_components(group, from, from, &ncomponents);
	bool	   *members = palloc(group->nkeys * sizeof(bool));

	for (int component = 0; component < ncomponents; component++)
	{
		bool		any = concerned == NULL;

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < group->nkeys; i++)
		{
			members[i] = components[i] == component;
			if (members[i] && concerned != NULL && concerned[i])
				any = true;
		}
		if (any)
			limits_test(guard, awards, members, from, until, function, arg);
	}
	pfree(components);
	pfree(members);
}

/*
 * Tests the awards of a group on each day between two on which there is one,
 * by the links of that day.  Concerned are the keys whose undertakings are
 * tested; NULL: all.
 */
void
group_test(const Guard *guard, const KeyGroup *group, const GuardAwards *awards,
		   const bool *concerned, DateADT from, DateADT until,
		   ExcessFunction function, void *arg)
{
	int			nchanges;
	DateADT    *changes = group_changes(group, from, until, &nchanges);

	for (int i = 0; i < nchanges; i++)
	{
		CHECK_FOR_INTERRUPTS();
		test_period(guard, group, awards, concerned, changes[i],
					i + 1 < nchanges ? changes[i + 1] - 1 : until, function, arg);
	}
	pfree(changes);
}
