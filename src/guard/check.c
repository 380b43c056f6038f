/*-------------------------------------------------------------------------
 *
 * check.c
 *	  Whether awards that were written keep the limits of a guard.
 *
 * First lock, then read.  Two transactions that write awards of the same
 * undertaking wait for each other here, the second until the first has ended,
 * and what the second then reads is newer than that.  The snapshot must be
 * taken after the lock, whatever the isolation level: that of a REPEATABLE
 * READ transaction is older, and a limit tested with it does not hold.
 *
 * src/guard/check.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/refuse.h"
#include "guard/retention.h"

#include "access/table.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

/*
 * Undertakings share so many locks by the hash of their key.  One lock for
 * each undertaking would fill the server's lock table in a large load; with
 * fewer locks, unrelated awards would wait for each other's commits.
 */
#define NSTRIPES	512

/*
 * The locks are advisory, but those of applications have 1 or 2 here, so they
 * do not meet.
 */
#define LOCK_CLASS	7311

/* No window is longer than three years and the day itself. */
#define LONGEST_WINDOW	(3 * 366)

static int
compare_probes(const void *a, const void *b, void *guard)
{
	const Probe *x = a;
	const Probe *y = b;
	int			order = compare_keys(guard, x->key, y->key);

	if (order != 0)
		return order;
	return (x->award.day > y->award.day) - (x->award.day < y->award.day);
}

/*
 * Locks keys until the end of the transaction, in an order that all
 * transactions have in common: they can not wait for each other in a circle
 * within a statement.  Stripes are those that are held already.  Returns
 * whether there were others to lock.
 */
static bool
lock_keys(Guard *guard, const Datum *keys, size_t nkeys, bool *stripes)
{
	bool		wanted[NSTRIPES] = {false};
	bool		any = false;

	for (size_t i = 0; i < nkeys; i++)
	{
		uint32		hash = DatumGetUInt32(FunctionCall1Coll(&guard->key_hash, guard->key_collation, keys[i]));

		wanted[hash % NSTRIPES] = true;
	}
	for (int i = 0; i < NSTRIPES; i++)
	{
		LOCKTAG		tag;

		if (!wanted[i] || stripes[i])
			continue;
		SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, guard->trigger, i, LOCK_CLASS);
		(void) LockAcquire(&tag, ExclusiveLock, false, false);
		stripes[i] = any = true;
	}
	return any;
}

/*
 * What is committed now, and what this transaction has written.  While it
 * waited for a lock, the table may have got another partition.
 */
static Snapshot
newest_snapshot(Guard *guard)
{
	Snapshot	snapshot;

	AcceptInvalidationMessages();
	guard_refresh(guard);
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	PushActiveSnapshot(snapshot);
	return snapshot;
}

static void
done_with(Snapshot snapshot)
{
	PopActiveSnapshot();
	UnregisterSnapshot(snapshot);
}

/*
 * Locks the groups of some keys, all members: two awards to one undertaking
 * have at least one of them in common, whichever links their transactions see.
 * Who belongs to a group may have changed while this waited for a lock, so it
 * is read again until nobody is missing.
 */
static KeyGroup *
lock_groups(Guard *guard, const Datum *keys, int nkeys, Snapshot *snapshot)
{
	bool		stripes[NSTRIPES] = {false};
	OwnerRights rights;
	KeyGroup   *group;

	owner_rights_begin(&rights, guard->relid, true);
	for (;;)
	{
		*snapshot = newest_snapshot(guard);
		group = group_read(guard, keys, nkeys, *snapshot);
		if (!lock_keys(guard, group->keys, group->nkeys, stripes))
			break;
		done_with(*snapshot);
	}
	owner_rights_end(&rights);
	return group;
}

/* The probes of one undertaking, and what is read about it. */
typedef struct Question
{
	Guard	   *guard;
	const Probe *probes;
	size_t		nprobes;
	const GuardAwards *awards;
	const KeyGroup *group;		/* NULL: one key */
} Question;

static bool
found_excess(const Excess *excess, void *arg)
{
	const Question *question = arg;

	return refuse(question->guard, question->probes, question->nprobes, question->awards,
				  question->group, excess);
}

/* Checks the awards of one undertaking within their windows. */
void
windows_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
			  const FactRows *facts)
{
	Question	question = {guard, probes, nprobes, awards, NULL};

	limits_test(guard, awards, NULL, probes[0].award.day, DATEVAL_NOEND, found_excess, &question);
}

/* Awards whose law is not known. */
static void
check_law(Guard *guard, const Probe *probes, size_t nprobes)
{
	RowDoubt	doubt = ROW_CLEAR;
	int			unknown = 0;

	for (size_t i = 0; i < nprobes && guard->declaration->rule->law_doubt != NULL; i++)
	{
		RowDoubt	of_one = guard->declaration->rule->law_doubt(&probes[i].award);

		if (of_one == ROW_CLEAR)
			continue;
		doubt = of_one;
		unknown++;
	}
	if (unknown > 0)
		refuse_doubt(guard, doubt, unknown, true);
}

/* The days of the awards that matter to some probes. */
typedef struct Period
{
	DateADT		from;
	DateADT		until;
} Period;

static Period
period_of(const Guard *guard, const Probe *probes, size_t nprobes)
{
	Period		period = {DATEVAL_NOBEGIN, DATEVAL_NOEND};

	if (!guard->declaration->rule->windows)
		return period;
	period.from = period.until = probes[0].award.day;
	for (size_t i = 1; i < nprobes; i++)
	{
		period.from = Min(period.from, probes[i].award.day);
		period.until = Max(period.until, probes[i].award.day);
	}
	period.from -= LONGEST_WINDOW;
	period.until += LONGEST_WINDOW;
	return period;
}

/* Reads what an option tells of keys, as the owner of the table. */
static void
read_facts(Guard *guard, const Datum *keys, int nkeys, FactRows *facts)
{
	OwnerRights rights;

	owner_rights_begin(&rights, guard->relid, true);
	facts_read(guard, keys, nkeys, facts);
	owner_rights_end(&rights);
}

/* Whether all amounts of a key that matter are together below whatever its ceiling is. */
static bool
is_surely_lawful(const Guard *guard, Reader *reader, Datum key, Period period, const FactRows *facts)
{
	const GuardRule *rule = guard->declaration->rule;
	int64		lowest;

	if (rule->lowest == NULL)
		return false;
	lowest = rule->lowest(guard, rule->windows ? period.from + LONGEST_WINDOW : period.from, facts);
	return lowest >= 0 && reader_surely_within(reader, key, period.from, period.until, lowest);
}

/* Checks the probes of some undertakings, which are given by their keys. */
static void
check_batch(Guard *guard, Reader *reader, const Probe *probes, size_t nprobes,
			const Datum *keys, int nkeys)
{
	Period		period = period_of(guard, probes, nprobes);
	bool		has_facts = guard->declaration->facts != NULL;
	GuardAwards awards;
	FactRows	facts = {0};
	size_t		probe = 0,
				award = 0;

	if (has_facts)
		read_facts(guard, keys, nkeys, &facts);
	/* most undertakings are far from the ceiling, and need no closer look */
	if (nkeys == 1 && is_surely_lawful(guard, reader, keys[0], period, &facts))
		return;
	awards_init(&awards);
	reader_read(reader, keys, nkeys, period.from, period.until, &awards);
	if (awards.doubt != ROW_CLEAR)
		refuse_doubt(guard, awards.doubt, 1, false);
	for (int i = 0; i < nkeys; i++)
	{
		GuardAwards own = {.awards = awards.awards + award};
		FactRows	own_facts;
		size_t		first = probe;

		while (probe < nprobes && compare_keys(guard, probes[probe].key, keys[i]) == 0)
			probe++;
		while (award < awards.count && awards.awards[award].member == i)
		{
			/* among its own, as the probes have it */
			awards.awards[award].member = 0;
			award++;
			own.count++;
		}
		if (has_facts)
			own_facts = facts_of_key(guard, &facts, keys[i]);
		guard->declaration->rule->check(guard, probes + first, probe - first, &own,
										has_facts ? &own_facts : NULL);
	}
}

/* Checks undertakings of one key each, some of them at a time. */
static void
check_keys(Guard *guard, Reader *reader, const Probe *probes, size_t nprobes,
		   const Datum *keys, size_t nkeys)
{
	size_t		done = 0;

	for (size_t key = 0; key < nkeys;)
	{
		int			batch = Min(reader_batch(reader), nkeys - key);
		size_t		first = done;

		CHECK_FOR_INTERRUPTS();
		while (done < nprobes && compare_keys(guard, probes[done].key, keys[key + batch - 1]) <= 0)
			done++;
		check_batch(guard, reader, probes + first, done - first, keys + key, batch);
		key += batch;
		if (key < nkeys)
			MemoryContextReset(CurrentMemoryContext);
	}
}

/* Checks the probes of one group. */
static void
check_group(Guard *guard, Reader *reader, const KeyGroup *group, const Probe *probes, size_t nprobes)
{
	GuardAwards awards;
	Question	question = {guard, probes, nprobes, &awards, group};
	bool	   *concerned = palloc0(group->nkeys * sizeof(bool));
	DateADT		from = probes[0].award.day;
	DateADT		until = from;

	for (size_t i = 0; i < nprobes; i++)
	{
		from = Min(from, probes[i].award.day);
		until = Max(until, probes[i].award.day);
		concerned[probes[i].award.member] = true;
	}
	awards_init(&awards);
	reader_read(reader, group->keys, group->nkeys, from - LONGEST_WINDOW, until + LONGEST_WINDOW, &awards);
	if (awards.doubt != ROW_CLEAR)
		refuse_doubt(guard, awards.doubt, 1, false);
	group_test(guard, group, &awards, concerned, from, until + LONGEST_WINDOW, found_excess, &question);
}

static int
compare_components(const void *a, const void *b, void *components)
{
	const Probe *x = a;
	const Probe *y = b;

	if (((int *) components)[x->award.member] != ((int *) components)[y->award.member])
		return ((int *) components)[x->award.member] < ((int *) components)[y->award.member] ? -1 : 1;
	return (x->award.day > y->award.day) - (x->award.day < y->award.day);
}

/* Checks undertakings by the links between their keys, one at a time. */
static void
check_groups(Guard *guard, Reader *reader, Probe *probes, size_t nprobes, const KeyGroup *group,
			 MemoryContext context)
{
	int			ncomponents;
	int		   *components = group_components(group, DATEVAL_NOBEGIN, DATEVAL_NOEND, &ncomponents);
	int		   *numbers = palloc_extended(group->nkeys * sizeof(int), MCXT_ALLOC_HUGE);
	KeyGroup   *parts = group_split(group, components, ncomponents, numbers);

	for (size_t i = 0; i < nprobes; i++)
		probes[i].award.member = group_find(guard, group, probes[i].key);
	qsort_arg(probes, nprobes, sizeof(Probe), compare_components, components);
	for (size_t first = 0, next; first < nprobes; first = next)
	{
		int			component = components[probes[first].award.member];
		MemoryContext oldcontext = MemoryContextSwitchTo(context);

		for (next = first; next < nprobes && components[probes[next].award.member] == component; next++)
			probes[next].award.member = numbers[probes[next].award.member];
		check_group(guard, reader, &parts[component], probes + first, next - first);
		MemoryContextSwitchTo(oldcontext);
		if (next < nprobes)
			MemoryContextReset(context);
	}
}

/*
 * Checks all that was written.
 */
void
check_probes(Guard *guard, Probe *probes, size_t nprobes)
{
	MemoryContext whole = AllocSetContextCreate(CurrentMemoryContext, "tilskudd check", ALLOCSET_DEFAULT_SIZES);
	MemoryContext part = nprobes == 1 ? whole :
		AllocSetContextCreate(whole, "tilskudd check of some", ALLOCSET_DEFAULT_SIZES);
	MemoryContext oldcontext = MemoryContextSwitchTo(whole);
	bool		stripes[NSTRIPES] = {false};
	KeyGroup   *group = NULL;
	Datum	   *keys;
	size_t		nkeys = 0;
	Snapshot	snapshot;
	Reader	   *reader;

	if (guard->declaration->rule->keeps)
	{
		retention_check(guard, probes, nprobes);
		MemoryContextSwitchTo(oldcontext);
		MemoryContextDelete(whole);
		return;
	}
	if (nprobes > 1)
		qsort_arg(probes, nprobes, sizeof(Probe), compare_probes, guard);
	check_law(guard, probes, nprobes);
	keys = palloc_extended(nprobes * sizeof(Datum), MCXT_ALLOC_HUGE);
	for (size_t i = 0; i < nprobes; i++)
	{
		if (i == 0 || compare_keys(guard, keys[nkeys - 1], probes[i].key) != 0)
			keys[nkeys++] = probes[i].key;
	}

	/* as foreign keys do: what this command has written counts too */
	CommandCounterIncrement();
	if (guard->declaration->ownership != NULL)
		group = lock_groups(guard, keys, nkeys, &snapshot);
	else
	{
		lock_keys(guard, keys, nkeys, stripes);
		snapshot = newest_snapshot(guard);
	}
	reader = reader_begin(guard, snapshot);
	if (group != NULL)
		check_groups(guard, reader, probes, nprobes, group, part);
	else
	{
		MemoryContextSwitchTo(part);
		check_keys(guard, reader, probes, nprobes, keys, nkeys);
	}
	reader_end(reader);
	done_with(snapshot);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(whole);
}
