/*-------------------------------------------------------------------------
 *
 * trigger.c
 *	  The functions of a guard's triggers.
 *
 * src/guard/trigger.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/retention.h"

#include "access/tableam.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

TILSKUDD_FUNCTION(tilskudd_guard_begin);
TILSKUDD_FUNCTION(tilskudd_guard_row);
TILSKUDD_FUNCTION(tilskudd_guard_end);
TILSKUDD_FUNCTION(tilskudd_guard_columns);

static void
not_made_by_guard(const char *function)
{
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("function %s() is not called by a trigger that guard() makes", function),
			 errhint("Declare a guard by guard(), not by CREATE TRIGGER.")));
}

/* The trigger that fires, which must be as guard() makes it. */
static TriggerData *
trigger_data(FunctionCallInfo fcinfo, const char *function, TriggerEvent when)
{
	TriggerData *data = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		(data->tg_event & (TRIGGER_EVENT_ROW | TRIGGER_EVENT_TIMINGMASK)) != when)
		not_made_by_guard(function);
	return data;
}

/* What it is to do.  Only a rule that keeps rows has triggers for their end. */
static Firing *
firing_of(const TriggerData *data, const char *function)
{
	Firing	   *firing = firing_lookup(data->tg_trigger, data->tg_relation);

	if (!firing->guard->declaration->rule->keeps &&
		!TRIGGER_FIRED_BY_INSERT(data->tg_event) && !TRIGGER_FIRED_BY_UPDATE(data->tg_event))
		not_made_by_guard(function);
	return firing;
}

/* Before a statement: its rows are checked at its end. */
Datum
tilskudd_guard_begin(PG_FUNCTION_ARGS)
{
	TriggerData *data = trigger_data(fcinfo, "guard_begin", TRIGGER_EVENT_BEFORE);
	Firing	   *firing = firing_of(data, "guard_begin");

	if (firing->guard->declaration->mode == GUARD_OFF)
		PG_RETURN_POINTER(NULL);
	if (TRIGGER_FIRED_BY_TRUNCATE(data->tg_event))
		retention_truncate(firing, data);
	else
		pending_announce(firing->guard);
	PG_RETURN_POINTER(NULL);
}

/* After a statement. */
Datum
tilskudd_guard_end(PG_FUNCTION_ARGS)
{
	TriggerData *data = trigger_data(fcinfo, "guard_end", TRIGGER_EVENT_AFTER);

	pending_end(firing_of(data, "guard_end")->guard);
	PG_RETURN_POINTER(NULL);
}

/*
 * Whether an update leaves everything as lawful as it was: the row counted
 * before, for the same key, and the rule finds it no worse; or was in doubt
 * before for the same reason.
 */
static bool
is_harmless(Firing *firing, TupleTableSlot *old, RowDoubt doubt, Datum key, const GuardAward *award)
{
	const Guard *guard = firing->guard;
	GuardAward	before;
	Datum		old_key;

	if (!counted_row(&firing->counted, old) ||
		award_of_slot(guard, firing->columns, old, &old_key, &before) != doubt)
		return false;
	return doubt != ROW_CLEAR ||
		(compare_keys(guard, old_key, key) == 0 &&
		 guard->declaration->rule->is_no_worse(award, &before));
}

/* Notes a row that was written, if it counts and changes anything. */
static void
note_row(Firing *firing, TupleTableSlot *old, TupleTableSlot *slot)
{
	GuardAward	award;
	Datum		key;
	RowDoubt	doubt;

	if (!counted_row(&firing->counted, slot))
		return;
	doubt = award_of_slot(firing->guard, firing->columns, slot, &key, &award);
	if (old == NULL || !is_harmless(firing, old, doubt, key, &award))
		pending_add(firing, slot, doubt, key, &award);
}

/*
 * The row is not as it was written any more: this transaction has changed it
 * again, by another trigger, or before a deferred trigger fires.  That change
 * was compared with a row that nobody had checked, so what became of it is
 * compared with what was there before.
 */
static void
note_newest(Firing *firing, Relation table, TupleTableSlot *old, const TupleTableSlot *written)
{
	TupleTableSlot *newest = table_slot_create(table, NULL);

	if (newest_version(table, &written->tts_tid, newest))
		note_row(firing, old, newest);
	ExecDropSingleTupleTableSlot(newest);
}

/* Notes the row that a trigger fires for. */
static void
note_written(Firing *firing, TriggerData *data)
{
	bool		is_update = TRIGGER_FIRED_BY_UPDATE(data->tg_event);
	TupleTableSlot *old = is_update ? data->tg_trigslot : NULL;
	TupleTableSlot *slot = is_update ? data->tg_newslot : data->tg_trigslot;

	if (table_tuple_satisfies_snapshot(data->tg_relation, slot, SnapshotSelf))
		note_row(firing, old, slot);
	else
		note_newest(firing, data->tg_relation, old, slot);
}

/*
 * After a row was written.  If functions of users tell whether it counts, the
 * writer must not be able to put others in their place.
 */
Datum
tilskudd_guard_row(PG_FUNCTION_ARGS)
{
	TriggerData *data = trigger_data(fcinfo, "guard_row", TRIGGER_EVENT_ROW | TRIGGER_EVENT_AFTER);
	Firing	   *firing = firing_of(data, "guard_row");
	Guard	   *guard = firing->guard;
	OwnerRights rights;

	if (guard->declaration->mode == GUARD_OFF)
		PG_RETURN_POINTER(NULL);
	if (firing->counted.own_functions)
		owner_rights_begin(&rights, guard->relid, true);
	if (guard->declaration->rule->keeps)
		retention_note(firing, data);
	else
		note_written(firing, data);
	if (firing->counted.own_functions)
		owner_rights_end(&rights);
	pending_row(firing);
	PG_RETURN_POINTER(NULL);
}

/* Never fires: its trigger is there for the list of columns. */
Datum
tilskudd_guard_columns(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(NULL);
}
