/*-------------------------------------------------------------------------
 *
 * retention.c
 *	  Records that must be kept: they are not deleted, and nothing that says
 *	  how long they are kept is changed to less.
 *
 * De minimis aid is recorded for ten years (V11-5; 2023/2831 Art 6(3)): from
 * its grant, or from the last aid under its scheme.  Each record is judged by
 * itself, so nothing is locked, and nothing read.
 *
 * src/guard/retention.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/retention.h"

#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "function/verdict.h"
#include "guard/override.h"
#include "guard/refuse.h"
#include "message.h"
#include "rule/de_minimis_duty.h"

/*
 * The day on which the transaction began, by UTC: a setting of the session must
 * not make a record older.  In Norway a day begins one or two hours before.
 */
static DateADT
today(void)
{
	return (DateADT) (GetCurrentTransactionStartTimestamp() / USECS_PER_DAY);
}

/*
 * Until when a row is kept: counted from the last aid under its scheme, if that
 * is later than its own day.
 */
RowDoubt
retention_read_row(const Guard *guard, const Datum *values, const bool *nulls, GuardAward *award)
{
	DateADT		from = award->day;
	int32		until = DATEVAL_NOEND;
	int			row;

	if (guard->declaration->columns[GUARD_LAST_AID_ON] && !nulls[GUARD_LAST_AID_ON])
		from = Max(from, DatumGetDateADT(values[GUARD_LAST_AID_ON]));
	/* the law of a scheme that goes on is that of what was granted */
	row = from == DATEVAL_NOEND ? de_minimis_duty_row("retention", award->day) :
		de_minimis_retention(from, &until);
	if (row < 0)
		return ROW_NO_RETENTION;
	award->law_row = row;
	award->kept.until = until;
	award->kept.instead = RETENTION_NONE;
	return ROW_CLEAR;
}

/* It points to nothing. */
void
retention_copy(GuardAward *award)
{
}

/* A row as a record: whether it counts, and until when it is kept. */
typedef struct Record
{
	bool		counted;
	RowDoubt	doubt;
	Datum		key;
	GuardAward	award;
} Record;

static Record
record_of(Firing *firing, TupleTableSlot *slot)
{
	Record		record = {.counted = counted_row(&firing->counted, slot)};

	if (record.counted)
		record.doubt = award_of_slot(firing->guard, firing->columns, slot, &record.key, &record.award);
	return record;
}

static bool
is_kept(const Record *record)
{
	return record->counted && record->doubt == ROW_CLEAR && record->award.kept.until >= today();
}

/* A record is gone. */
static void
note_deleted(Firing *firing, TupleTableSlot *slot)
{
	Record		record = record_of(firing, slot);

	if (record.counted && (record.doubt != ROW_CLEAR || is_kept(&record)))
		pending_add(firing, slot, record.doubt, record.key, &record.award);
}

/* A record that was kept has changed. */
static void
note_updated(Firing *firing, TupleTableSlot *old, TupleTableSlot *new)
{
	Record		before = record_of(firing, old);
	Record		after;

	if (!is_kept(&before))
		return;
	after = record_of(firing, new);
	before.award.kept.instead = after.counted && after.doubt == ROW_CLEAR ? after.award.kept.until : RETENTION_UNSURE;
	if (before.award.kept.instead < before.award.kept.until)
		pending_add(firing, new, ROW_CLEAR, before.key, &before.award);
}

/*
 * A record is there.  If the one that was deleted just before has its key, and
 * was to be kept no longer, it has only moved to another partition.
 */
static void
note_inserted(Firing *firing, TupleTableSlot *slot)
{
	const Guard *guard = firing->guard;
	const Probe *deleted = pending_last(firing->guard);
	Record		record;

	if (deleted == NULL || (deleted->doubt == ROW_CLEAR && deleted->award.kept.instead != RETENTION_NONE))
		return;
	record = record_of(firing, slot);
	if (!record.counted || record.doubt != deleted->doubt)
		return;
	if (record.doubt == ROW_CLEAR &&
		(compare_keys(guard, record.key, deleted->key) != 0 ||
		 record.award.kept.until < deleted->award.kept.until))
		return;
	pending_forget_last(firing->guard);
}

/* Notes what happens to the row that a trigger fires for. */
void
retention_note(Firing *firing, TriggerData *data)
{
	if (TRIGGER_FIRED_BY_DELETE(data->tg_event))
		note_deleted(firing, data->tg_trigslot);
	else if (TRIGGER_FIRED_BY_UPDATE(data->tg_event))
		note_updated(firing, data->tg_trigslot, data->tg_newslot);
	else
		note_inserted(firing, data->tg_trigslot);
}

/* How long a record is kept, by which law, and what would become of it. */
static const char *
duty_print(const Retention *kept, const char *source)
{
	bool		for_scheme = kept->until == DATEVAL_NOEND;
	const char *until = tilskudd_date(kept->until);

	if (kept->instead == RETENTION_NONE)
		return for_scheme ?
			psprintf(_("It must be kept as long as aid is granted under its scheme: %s."), source) :
			psprintf(_("It must be kept until %s: %s."), until, source);
	if (kept->instead == RETENTION_UNSURE)
		return for_scheme ?
			psprintf(_("It must be kept as long as aid is granted under its scheme, and would not surely be kept any more: %s."),
					 source) :
			psprintf(_("It must be kept until %s, and would not surely be kept any more: %s."), until, source);
	return for_scheme ?
		psprintf(_("It must be kept as long as aid is granted under its scheme, and would be until %s only: %s."),
				 tilskudd_date(kept->instead), source) :
		psprintf(_("It must be kept until %s, and would be until %s only: %s."),
				 until, tilskudd_date(kept->instead), source);
}

/* Refuses what is done to records, or warns, as the guard is declared; or records overrides. */
void
retention_check(Guard *guard, const Probe *probes, size_t nprobes)
{
	const LawTable *law = law_find_table("de_minimis_duty");
	const GuardAward *award = &probes[0].award;
	Refusal		refusal = {.guard = guard, .probe = probes, .is_record = true};
	const char *detail;
	bool		overridden = false;

	/* an override is one for all of them or none, but each has its record */
	for (size_t i = 0; i < nprobes; i++)
	{
		refusal.probe = &probes[i];
		refusal.citation = verdict_citation(law, probes[i].award.law_row);
		overridden = refusal_overridden(&refusal);
		if (!overridden)
			break;
	}
	if (overridden)
		return;
	detail = duty_print(&award->kept, verdict_source(law, award->law_row));
	if (nprobes > 1)
		detail = psprintf("%s %s", detail,
						  psprintf(dngettext(TEXTDOMAIN, "So must %llu more.", "So must %llu more.", nprobes - 1),
								   (unsigned long long) nprobes - 1));
	refusal_report(&refusal, detail,
				   award->kept.until == DATEVAL_NOEND ?
				   _("Give the day of the last aid when no more is granted under the scheme.") :
				   psprintf(_("It may be deleted from %s on."), tilskudd_date(award->kept.until + 1)));
}

/* What a TRUNCATE takes away. */
typedef struct Loss
{
	Probe	   *probes;
	size_t		count;
	size_t		room;
	bool		only_first;		/* it is refused, whatever follows */
	RowDoubt	doubt;
	int			ndoubts;
} Loss;

static void
add_loss(Loss *loss, Firing *firing, TupleTableSlot *slot)
{
	Record		record = record_of(firing, slot);

	if (record.counted && record.doubt != ROW_CLEAR)
	{
		loss->doubt = Max(loss->doubt, record.doubt);
		loss->ndoubts++;
	}
	if (!is_kept(&record))
		return;
	if (loss->count == loss->room)
	{
		loss->room = loss->room ? loss->room * 2 : 16;
		loss->probes = loss->probes ? repalloc_huge(loss->probes, loss->room * sizeof(Probe)) :
			palloc(loss->room * sizeof(Probe));
	}
	loss->probes[loss->count++] = (Probe) {
		.firing = firing, .tid = slot->tts_tid, .award = record.award,
		.key = datumCopy(record.key, firing->guard->key_by_value, firing->guard->key_length)
	};
}

/* Looks for records in a table that has rows of its own. */
static void
scan_table(Firing *firing, Relation table, Snapshot snapshot, Loss *loss)
{
	TupleTableSlot *slot = table_slot_create(table, NULL);
	TableScanDesc scan = table_beginscan(table, snapshot, 0, NULL);

	while (!(loss->only_first && loss->count > 0) && table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		add_loss(loss, firing, slot);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
}

/* Whether a table has the trigger by whose name that of another fires. */
static bool
has_trigger(Relation table, const char *name)
{
	for (int i = 0; table->trigdesc != NULL && i < table->trigdesc->numtriggers; i++)
	{
		if (strcmp(table->trigdesc->triggers[i].tgname, name) == 0)
			return true;
	}
	return false;
}

/*
 * Looks for records in what is truncated: a table, or those partitions that
 * have no trigger of their own for it, because they came after the guard.
 */
static void
scan_all(TriggerData *data, Snapshot snapshot, Loss *loss)
{
	const char *name = data->tg_trigger->tgname;
	Oid			relid = RelationGetRelid(data->tg_relation);
	List	   *tables = data->tg_relation->rd_rel->relkind == RELKIND_RELATION ?
		list_make1_oid(relid) : find_all_inheritors(relid, NoLock, NULL);
	ListCell   *cell;

	foreach(cell, tables)
	{
		Relation	table = table_open(lfirst_oid(cell), NoLock);

		if (table->rd_rel->relkind == RELKIND_RELATION &&
			(table == data->tg_relation || !has_trigger(table, name)))
			scan_table(firing_lookup(guard_row_trigger(table, name), table), table, snapshot, loss);
		table_close(table, NoLock);
	}
}

/*
 * Before TRUNCATE.  The server has locked the tables already, so that the
 * newest snapshot shows all that is going to be lost.
 */
void
retention_truncate(Firing *firing, TriggerData *data)
{
	Guard	   *guard = firing->guard;
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "tilskudd truncate", ALLOCSET_DEFAULT_SIZES);
	MemoryContext oldcontext = MemoryContextSwitchTo(context);
	Snapshot	snapshot = RegisterSnapshot(GetLatestSnapshot());
	Loss		loss = {.doubt = ROW_CLEAR};
	OwnerRights rights;
	const char *denied;

	guard->in_use++;
	guard->writer = GetUserId();
	loss.only_first = guard->declaration->mode >= GUARD_BLOCK && !override_takes_place(guard, &denied);
	owner_rights_begin(&rights, guard->relid, true);
	PG_TRY();
	{
		scan_all(data, snapshot, &loss);
	}
	PG_FINALLY();
	{
		guard->in_use--;
	}
	PG_END_TRY();
	owner_rights_end(&rights);
	UnregisterSnapshot(snapshot);
	if (loss.count > 0)
		retention_check(guard, loss.probes, loss.count);
	if (loss.ndoubts > 0)
		refuse_doubt(guard, loss.doubt, loss.ndoubts, true);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(context);
}

/* headroom(): whether the records of a key may be deleted on a day. */
void
retention_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
				   const GuardAward *planned, Verdict *verdict)
{
	const GuardAward *last = NULL;

	for (size_t i = 0; i < awards->count; i++)
	{
		if (last == NULL || awards->awards[i].kept.until > last->kept.until)
			last = &awards->awards[i];
	}
	if (last == NULL)
		return;
	verdict->table = law_find_table("de_minimis_duty");
	verdict->row = last->law_row;
	verdict->refused = last->kept.until >= planned->day;
}
