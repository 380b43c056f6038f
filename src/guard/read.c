/*-------------------------------------------------------------------------
 *
 * read.c
 *	  The awards of undertakings, as they are now.
 *
 * A plain table is read directly by an index that serves, which needs no
 * executor: that is most of what a check of one row costs.  Anything else,
 * partitions above all, is read by a saved plan.
 *
 * src/guard/read.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/genam.h"
#include "access/itup.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/visibilitymap.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

/* So many undertakings are read by one query. */
#define BATCH	500

struct Reader
{
	Guard	   *guard;
	Snapshot	snapshot;
	Relation	table;
	MemoryContext context;		/* in which the scan keeps its own */

	/* by index; NULL: by plan */
	Relation	index;
	IndexScanDesc scan;
	TupleTableSlot *slot;
	Buffer		visibility_map;

	OwnerRights rights;
};

/* Which rows count, at the end of a condition. */
char *
counted_condition(const Declaration *declaration)
{
	return declaration->counted != NULL ? psprintf(" AND (%s)", declaration_counted(declaration)) : "";
}

/*
 * The key in a query, as the operators of its type take it: for a domain there
 * could be others of the same name that fit better, wherever those of its base
 * type are.
 */
static const char *
key_expression(const Guard *guard)
{
	AttrNumber	column = guard->declaration->columns[GUARD_KEY];
	const char *key = quote_identifier(get_attname(guard->relid, column, false));

	return get_atttype(guard->relid, column) == guard->key_type ? key :
		psprintf("%s::%s", key, format_type_be_qualified(guard->key_type));
}

/*
 * The query that reads awards, those of one undertaking together: to have them
 * in the order of their days, too, would make the sort slower by more than it
 * takes to sort the few of an undertaking.  It is to be planned with the
 * search_path restricted.  What is read is the guard's table or a partition of
 * it; "more" are columns beside those of the guard, each after a comma.
 */
char *
guard_query(const Guard *guard, Oid relid, const char *more, const char *where)
{
	const Declaration *declaration = guard->declaration;
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfoString(&query, "SELECT ");
	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		if (declaration->columns[i] != 0)
			appendStringInfo(&query, "%s%s", i > 0 ? ", " : "",
							 quote_identifier(get_attname(guard->relid, declaration->columns[i], false)));
	}
	appendStringInfo(&query, "%s FROM %s%s WHERE %s", more, guard->whole_tree ? "" : "ONLY ",
					 table_name(relid), where);
	appendStringInfo(&query, " ORDER BY %s USING %s", key_expression(guard), operator_name(guard->key_less_operator));
	return query.data;
}

/*
 * The plan that reads the awards of some undertakings between two days.
 * The server plans again under the search_path with which a plan is executed,
 * so that has to be as restricted as here.
 */
static SPIPlanPtr
make_plan(const Guard *guard)
{
	const Declaration *declaration = guard->declaration;
	const char *day = quote_identifier(get_attname(guard->relid, declaration->columns[GUARD_GRANTED_ON], false));
	Oid			types[3] = {get_array_type(guard->key_type), DATEOID, DATEOID};
	SPIPlanPtr	plan;

	plan = SPI_prepare(guard_query(guard, guard->relid, "",
								   psprintf("%s %s ANY ($1) AND %s OPERATOR(pg_catalog.>=) $2 AND %s OPERATOR(pg_catalog.<=) $3%s",
											key_expression(guard), operator_name(guard->key_equal_operator), day, day,
											counted_condition(declaration))),
					   3, types);
	if (plan == NULL)
		elog(ERROR, "could not plan how to read guard \"%s\": %s", declaration->constraint,
			 SPI_result_code_string(SPI_result));
	return plan;
}

/* Begins to read. */
Reader *
reader_begin(Guard *guard, Snapshot snapshot)
{
	Reader	   *reader = palloc0(sizeof(Reader));

	reader->guard = guard;
	reader->snapshot = snapshot;
	/* what is written, or asked about, is locked already; its partitions' root need not be */
	reader->table = table_open(guard->relid, guard->whole_tree ? AccessShareLock : NoLock);
	reader->context = CurrentMemoryContext;
	reader->visibility_map = InvalidBuffer;
	owner_rights_begin(&reader->rights, guard->relid,
					   guard->counted.own_functions || guard->whole_tree || !OidIsValid(guard->index));
	if (OidIsValid(guard->index) && !guard->whole_tree)
	{
		reader->index = index_open(guard->index, AccessShareLock);
		reader->scan = tilskudd_index_beginscan(reader->table, reader->index, snapshot, 3);
		reader->scan->xs_want_itup = guard->index_only;
		return reader;
	}
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (guard->plan == NULL)
	{
		SPIPlanPtr	plan = make_plan(guard);

		if (!guard->for_once)
			SPI_keepplan(plan);
		guard->plan = plan;
	}
	return reader;
}

/* How many undertakings are best read at once. */
int
reader_batch(const Reader *reader)
{
	return reader->index ? 1 : BATCH;
}

void
reader_end(Reader *reader)
{
	if (reader->index != NULL)
	{
		index_endscan(reader->scan);
		if (reader->slot != NULL)
			ExecDropSingleTupleTableSlot(reader->slot);
		if (BufferIsValid(reader->visibility_map))
			ReleaseBuffer(reader->visibility_map);
		index_close(reader->index, AccessShareLock);
	}
	else
	{
		if (reader->guard->for_once)
			reader->guard->plan = NULL;
		SPI_finish();
	}
	owner_rights_end(&reader->rights);
	table_close(reader->table, reader->guard->whole_tree ? AccessShareLock : NoLock);
}

/* Notes an award, or the doubt about one. */
static void
note_award(GuardAwards *awards, RowDoubt doubt, const GuardAward *award)
{
	if (doubt == ROW_CLEAR)
		awards_add(awards, award);
	else if (awards->doubt == ROW_CLEAR)
		awards->doubt = doubt;
}

/*
 * Goes to the next row that is visible and counts.  If the index has all that
 * is needed, the visibility map spares the table for all but recent rows.
 */
static bool
next_row(Reader *reader)
{
	Guard	   *guard = reader->guard;
	ItemPointer tid;

	while ((tid = index_getnext_tid(reader->scan, ForwardScanDirection)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (guard->index_only &&
			VM_ALL_VISIBLE(reader->table, ItemPointerGetBlockNumber(tid), &reader->visibility_map))
			return true;
		if (reader->slot == NULL)
			reader->slot = table_slot_create(reader->table, NULL);
		if (index_fetch_heap(reader->scan, reader->slot) &&
			(guard->index_implies_counted || counted_row(&guard->counted, reader->slot)))
			return true;
	}
	return false;
}

/* Reads the entry of an index that has all that is needed. */
static RowDoubt
award_of_entry(Reader *reader, GuardAward *award)
{
	const Guard *guard = reader->guard;
	IndexScanDesc scan = reader->scan;
	Datum		values[GUARD_NCOLUMNS];
	bool		nulls[GUARD_NCOLUMNS];

	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		if (guard->index_columns[i] != 0)
			values[i] = index_getattr(scan->xs_itup, guard->index_columns[i], scan->xs_itupdesc, &nulls[i]);
	}
	return award_of(guard, values, nulls, award);
}

/* Begins to go through the index for one key, between two days. */
static void
start_scan(Reader *reader, Datum key, DateADT from, DateADT until)
{
	Guard	   *guard = reader->guard;
	ScanKeyData keys[3];
	MemoryContext oldcontext;

	ScanKeyEntryInitialize(&keys[0], 0, 1, BTEqualStrategyNumber, InvalidOid, guard->key_collation,
						   get_opcode(guard->key_equal_operator), key);
	ScanKeyInit(&keys[1], 2, BTGreaterEqualStrategyNumber, F_DATE_GE, DateADTGetDatum(from));
	ScanKeyInit(&keys[2], 2, BTLessEqualStrategyNumber, F_DATE_LE, DateADTGetDatum(until));
	oldcontext = MemoryContextSwitchTo(reader->context);
	index_rescan(reader->scan, keys, 3, NULL, 0);
	MemoryContextSwitchTo(oldcontext);
}

/*
 * Whether all the entries that the index has of a key between two days are
 * together below a ceiling.  There is one for every row that is visible, and
 * no amount is negative, so that no visibility need be looked up.
 */
bool
reader_surely_within(Reader *reader, Datum key, DateADT from, DateADT until, int64 ceiling)
{
	int64		total = 0;
	MemoryContext oldcontext;
	bool		within = true;

	if (reader->index == NULL || !reader->guard->index_only)
		return false;
	start_scan(reader, key, from, until);
	oldcontext = MemoryContextSwitchTo(reader->context);
	while (within && index_getnext_tid(reader->scan, ForwardScanDirection) != NULL)
	{
		GuardAward	award;

		within = award_of_entry(reader, &award) == ROW_CLEAR && !award.wide &&
			award.amount.units <= ceiling - total;
		if (within)
			total += award.amount.units;
	}
	MemoryContextSwitchTo(oldcontext);
	return within;
}

/* Reads the awards of one undertaking by the index. */
static void
read_by_index(Reader *reader, Datum key, DateADT from, DateADT until, int member,
			  GuardAwards *awards)
{
	Guard	   *guard = reader->guard;
	MemoryContext oldcontext;

	start_scan(reader, key, from, until);
	oldcontext = MemoryContextSwitchTo(reader->context);
	while (next_row(reader))
	{
		GuardAward	award;
		RowDoubt	doubt;
		Datum		unused;

		MemoryContextSwitchTo(oldcontext);
		doubt = guard->index_only ? award_of_entry(reader, &award) :
			award_of_slot(guard, guard->declaration->columns, reader->slot, &unused, &award);
		award.member = member;
		note_award(awards, doubt, &award);
		MemoryContextSwitchTo(reader->context);
	}
	MemoryContextSwitchTo(oldcontext);
}

/* Notes what a query has read, whose rows come in the order of the keys. */
static void
note_rows(Reader *reader, const Datum *keys, int nkeys, GuardAwards *awards)
{
	const Guard *guard = reader->guard;
	int			member = 0;

	for (uint64 row = 0; row < SPI_processed; row++)
	{
		Datum		values[GUARD_NCOLUMNS];
		bool		nulls[GUARD_NCOLUMNS];
		int			column = 1;
		GuardAward	award;
		RowDoubt	doubt;

		for (int i = 0; i < GUARD_NCOLUMNS; i++)
		{
			if (guard->declaration->columns[i] != 0)
				values[i] = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc,
										  column++, &nulls[i]);
		}
		while (member < nkeys - 1 && compare_keys(guard, keys[member], values[GUARD_KEY]) < 0)
			member++;
		doubt = award_of(guard, values, nulls, &award);
		award.member = member;
		note_award(awards, doubt, &award);
	}
}

/* Reads the awards of some undertakings by the plan. */
static void
read_by_plan(Reader *reader, const Datum *keys, int nkeys, DateADT from, DateADT until,
			 GuardAwards *awards)
{
	Guard	   *guard = reader->guard;
	MemoryContext context = CurrentMemoryContext;
	Datum		values[3] = {
		key_array(guard, keys, nkeys),
		DateADTGetDatum(from), DateADTGetDatum(until)
	};
	int			result = SPI_execute_snapshot(guard->plan, values, NULL, reader->snapshot, InvalidSnapshot,
											  true, false, 0);

	if (result != SPI_OK_SELECT)
		elog(ERROR, "could not read guard \"%s\": %s", guard->declaration->constraint,
			 SPI_result_code_string(result));
	MemoryContextSwitchTo(context);
	note_rows(reader, keys, nkeys, awards);
	SPI_freetuptable(SPI_tuptable);
}

/*
 * Reads the awards of undertakings, whose keys are in ascending order, between
 * two days.  The number of the key becomes the award's member.
 */
void
reader_read(Reader *reader, const Datum *keys, int nkeys, DateADT from, DateADT until,
			GuardAwards *awards)
{
	if (reader->index == NULL)
		read_by_plan(reader, keys, nkeys, from, until, awards);
	else
		for (int i = 0; i < nkeys; i++)
			read_by_index(reader, keys[i], from, until, i, awards);
}
