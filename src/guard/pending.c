/*-------------------------------------------------------------------------
 *
 * pending.c
 *	  Awards that were written in this transaction and are not checked yet.
 *
 * A statement that was announced is checked as a whole at its end.  A statement
 * that ends by an error never comes to it, so what is noted carries the level
 * of the subtransaction that wrote it, and goes with it.  Whatever is left
 * before the commit is checked then: deferred triggers lead to that, and so
 * would a trigger for the end of statements that somebody has disabled.
 *
 * src/guard/pending.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/refuse.h"

#include "access/xact.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "tcop/pquery.h"
#include "utils/datum.h"
#include "utils/memutils.h"

/* Guards with something noted in this transaction. */
static List *busy = NIL;

/* Forgets all: the transaction's memory goes, too. */
static void
forget_all(void)
{
	ListCell   *cell;

	foreach(cell, busy)
	{
		Guard	   *guard = lfirst(cell);

		guard->pending = NULL;
		guard->announcements = NULL;
		guard->nannouncements = guard->announcements_room = 0;
		guard->probes = NULL;
		guard->nprobes = guard->room = 0;
	}
	busy = NIL;
}

/* Says of rows that can not be decided upon; of the worst kind, if of several. */
static size_t
check_doubts(Guard *guard, Probe *probes, size_t nprobes)
{
	RowDoubt	worst = ROW_CLEAR;
	int			count = 0;
	size_t		clear = 0;

	for (size_t i = 0; i < nprobes; i++)
	{
		if (probes[i].doubt > worst)
			count = 0;
		worst = Max(worst, probes[i].doubt);
		if (probes[i].doubt == ROW_CLEAR)
			probes[clear++] = probes[i];
		else if (probes[i].doubt == worst)
			count++;
	}
	if (worst != ROW_CLEAR)
		refuse_doubt(guard, worst, count, true);
	return clear;
}

/*
 * Who wrote what is checked together.  Of several, it is one who is not whom the
 * session acts for: functions have written with the rights of their owners.
 */
static Oid
writer_of(const Probe *probes, size_t nprobes)
{
	for (size_t i = 0; i < nprobes; i++)
	{
		if (probes[i].writer != GetOuterUserId())
			return probes[i].writer;
	}
	return GetOuterUserId();
}

/*
 * Checks what a guard has noted from one probe on, and forgets it.  What comes
 * before belongs to statements further out, and waits for their ends: this one
 * may be undone without them.
 */
static void
flush(Guard *guard, size_t first)
{
	size_t		nprobes = guard->nprobes - first;
	Oid			outer_writer = guard->writer;
	Probe	   *probes;

	if (guard->nprobes <= first)
		return;
	probes = MemoryContextAllocHuge(guard->pending, nprobes * sizeof(Probe));
	memcpy(probes, guard->probes + first, nprobes * sizeof(Probe));
	guard->nprobes = first;
	guard->writer = writer_of(probes, nprobes);
	guard->in_use++;
	PG_TRY();
	{
		nprobes = check_doubts(guard, probes, nprobes);
		if (nprobes > 0)
			check_probes(guard, probes, nprobes);
	}
	PG_FINALLY();
	{
		guard->in_use--;
	}
	PG_END_TRY();
	guard->writer = outer_writer;
	pfree(probes);
}

static int
compare_guards(const ListCell *a, const ListCell *b)
{
	Oid			x = ((const Guard *) lfirst(a))->trigger;
	Oid			y = ((const Guard *) lfirst(b))->trigger;

	return (x > y) - (x < y);
}

/* Checks all guards, in an order that all transactions have in common. */
static void
flush_all(void)
{
	list_sort(busy, compare_guards);
	for (int i = 0; i < list_length(busy); i++)
		flush(list_nth(busy, i), 0);
}

/* The end of a transaction. */
static void
at_transaction_end(XactEvent event, void *arg)
{
	switch (event)
	{
		case XACT_EVENT_PRE_COMMIT:
		case XACT_EVENT_PRE_PREPARE:
			flush_all();
			break;
		case XACT_EVENT_COMMIT:
		case XACT_EVENT_PREPARE:
		case XACT_EVENT_ABORT:
			forget_all();
			guard_forget_invalid();
			break;
		default:
			break;
	}
}

/* Frees what was noted, when nothing of it is left, nor being checked. */
static void
free_if_idle(Guard *guard)
{
	if (guard->nannouncements > 0 || guard->nprobes > 0 || guard->in_use > 0)
		return;
	MemoryContextReset(guard->pending);
	guard->announcements = NULL;
	guard->announcements_room = 0;
	guard->probes = NULL;
	guard->room = 0;
}

/* What an aborted subtransaction wrote needs no check: it is not there. */
static void
forget_level(Guard *guard, int level)
{
	size_t		left = 0;

	while (guard->nannouncements > 0 &&
		   guard->announcements[guard->nannouncements - 1].level >= level)
		guard->nannouncements--;
	for (size_t i = 0; i < guard->nprobes; i++)
	{
		if (guard->probes[i].level < level)
			guard->probes[left++] = guard->probes[i];
	}
	guard->nprobes = left;
	free_if_idle(guard);
}

/* What a committed subtransaction wrote, its parent has written. */
static void
raise_level(Guard *guard, int level)
{
	for (size_t i = 0; i < guard->nannouncements; i++)
		guard->announcements[i].level = Min(guard->announcements[i].level, level - 1);
	for (size_t i = 0; i < guard->nprobes; i++)
		guard->probes[i].level = Min(guard->probes[i].level, level - 1);
}

/* The end of a subtransaction. */
static void
at_subtransaction_end(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	int			level = GetCurrentTransactionNestLevel();
	ListCell   *cell;

	foreach(cell, busy)
	{
		if (event == SUBXACT_EVENT_ABORT_SUB)
			forget_level(lfirst(cell), level);
		else if (event == SUBXACT_EVENT_COMMIT_SUB)
			raise_level(lfirst(cell), level);
	}
}

/* Once in a backend: asks to be told of the ends of transactions. */
void
pending_init(void)
{
	RegisterXactCallback(at_transaction_end, NULL);
	RegisterSubXactCallback(at_subtransaction_end, NULL);
}

/* Prepares a guard to note something. */
static void
make_busy(Guard *guard)
{
	MemoryContext oldcontext;

	if (guard->pending != NULL)
		return;
	oldcontext = MemoryContextSwitchTo(TopTransactionContext);
	busy = lappend(busy, guard);
	MemoryContextSwitchTo(oldcontext);
	guard->pending = AllocSetContextCreate(TopTransactionContext, "tilskudd guard", ALLOCSET_DEFAULT_SIZES);
}

/* Room for one more element of an array in the guard's memory. */
static void *
more_room(Guard *guard, void *array, size_t *room, size_t element)
{
	*room = *room ? *room * 2 : 8;
	return array == NULL ? MemoryContextAlloc(guard->pending, *room * element) :
		repalloc_huge(array, *room * element);
}

/* A statement begins whose end will be announced, too. */
void
pending_announce(Guard *guard)
{
	Announcement *announcement;

	make_busy(guard);
	if (guard->nannouncements == guard->announcements_room)
		guard->announcements = more_room(guard, guard->announcements, &guard->announcements_room,
										 sizeof(Announcement));
	announcement = &guard->announcements[guard->nannouncements++];
	announcement->level = GetCurrentTransactionNestLevel();
	announcement->first = guard->nprobes;
	announcement->by_foreign_key = InNoForceRLSOperation();
}

/* Notes an award, or a row that can not be decided upon. */
void
pending_add(Firing *firing, TupleTableSlot *row, RowDoubt doubt, Datum key, const GuardAward *award)
{
	Guard	   *guard = firing->guard;
	MemoryContext oldcontext;
	Probe	   *probe;

	make_busy(guard);
	if (guard->nprobes == guard->room)
		guard->probes = more_room(guard, guard->probes, &guard->room, sizeof(Probe));
	probe = &guard->probes[guard->nprobes++];
	probe->level = GetCurrentTransactionNestLevel();
	probe->writer = InvalidOid; /* the rights may be the owner's now, see pending_row() */
	probe->firing = firing;
	probe->tid = row->tts_tid;
	probe->doubt = doubt;
	if (doubt != ROW_CLEAR)
		return;
	oldcontext = MemoryContextSwitchTo(guard->pending);
	probe->key = datumCopy(key, guard->key_by_value, guard->key_length);
	probe->award = *award;
	guard->declaration->rule->copy(&probe->award);
	MemoryContextSwitchTo(oldcontext);
}

/* What was noted last by the statement that is under way; NULL if nothing. */
Probe *
pending_last(Guard *guard)
{
	size_t		first = guard->nannouncements == 0 ? 0 :
		guard->announcements[guard->nannouncements - 1].first;

	return guard->nprobes > first ? &guard->probes[guard->nprobes - 1] : NULL;
}

/* Forgets that. */
void
pending_forget_last(Guard *guard)
{
	guard->nprobes--;
}

/*
 * Who writes a row.  The action of a foreign key has the rights of the table's
 * owner, but who set it off is who writes; not announced, it can not be told from
 * what else the owner writes.  A function that must leave nothing to who asks,
 * because somebody else has declared it (see owner_rights_begin), acts for nobody
 * but its owner.
 */
static Oid
row_writer(const Firing *firing)
{
	const Guard *guard = firing->guard;
	Oid			user = GetUserId();

	if (user == GetOuterUserId() || InSecurityRestrictedOperation() ||
		(guard->nannouncements > 0 && !guard->announcements[guard->nannouncements - 1].by_foreign_key) ||
		(user != table_owner(firing->relid) && user != table_owner(guard->relid)))
		return user;
	return tilskudd_outer_writer();
}

/*
 * After a row: nothing else will tell when to check, unless its statement was
 * announced.  Without a portal, deferred triggers are at work before the
 * commit, which is when all of them are checked together.
 */
void
pending_row(Firing *firing)
{
	Guard	   *guard = firing->guard;

	if (guard->nprobes > 0 && !OidIsValid(guard->probes[guard->nprobes - 1].writer))
		guard->probes[guard->nprobes - 1].writer = row_writer(firing);
	if (guard->nannouncements == 0 && ActivePortal != NULL)
		flush(guard, 0);
}

/* The end of a statement. */
void
pending_end(Guard *guard)
{
	if (guard->nannouncements == 0)
		return;
	flush(guard, guard->announcements[--guard->nannouncements].first);
	free_if_idle(guard);
}
