/*-------------------------------------------------------------------------
 *
 * audit.c
 *	  Which guards there are, and where tables break them.
 *
 * src/guard/audit.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_trigger.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/guc.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "function/number.h"
#include "function/verdict.h"

TILSKUDD_FUNCTION(tilskudd_guard_table);
TILSKUDD_FUNCTION(tilskudd_violations);

/* The tables that have a guard of their own, not as partitions. */
static List *
guarded_tables(Oid row_function)
{
	Relation	catalog = table_open(TriggerRelationId, AccessShareLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	List	   *tables = NIL;
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_trigger trigger = (Form_pg_trigger) GETSTRUCT(tuple);

		if (trigger->tgfoid == row_function && !OidIsValid(trigger->tgparentid))
			tables = list_append_unique_oid(tables, trigger->tgrelid);
	}
	systable_endscan(scan);
	table_close(catalog, AccessShareLock);
	return tables;
}

/* The options as they would be given now. */
static Datum
options_now(const Declaration *declaration)
{
	StringInfoData json;

	initStringInfo(&json);
	JsonbToCString(&json, &declaration->options->root, VARSIZE(declaration->options));
	json.data[--json.len] = '\0';	/* the closing brace */
	for (int column = GUARD_POOL; column < GUARD_NCOLUMNS; column++)
	{
		if (declaration->columns[column] == 0)
			continue;
		appendStringInfo(&json, "%s\"%s\": {\"column\": ", json.len > 1 ? ", " : "",
						 guard_column_name(column));
		escape_json(&json, get_attname(declaration->relid, declaration->columns[column], false));
		appendStringInfoChar(&json, '}');
	}
	appendStringInfoChar(&json, '}');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

static Datum
name_datum(const char *name)
{
	return DirectFunctionCall1(namein, CStringGetDatum(name));
}

static Datum
column_datum(const Declaration *declaration, GuardColumn column)
{
	return name_datum(get_attname(declaration->relid, declaration->columns[column], false));
}

static void
put_declaration(ReturnSetInfo *rsinfo, const Declaration *declaration)
{
	Datum		values[12] = {0};
	bool		nulls[12] = {false};

	values[0] = ObjectIdGetDatum(declaration->relid);
	values[1] = CStringGetTextDatum(declaration->name);
	values[9] = BoolGetDatum(declaration->enabled);
	values[10] = name_datum(declaration->constraint);
	if (declaration->rule == NULL)
	{
		/* incomplete */
		memset(nulls + 2, true, 7);
		nulls[11] = true;
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		return;
	}
	values[2] = CStringGetTextDatum(declaration->rule->name);
	values[3] = column_datum(declaration, GUARD_KEY);
	nulls[4] = declaration->rule->keeps;
	if (!nulls[4])
		values[4] = column_datum(declaration, GUARD_AMOUNT);
	values[5] = column_datum(declaration, GUARD_GRANTED_ON);
	nulls[6] = declaration->counted == NULL;
	if (!nulls[6])
		values[6] = CStringGetTextDatum(declaration_counted(declaration));
	values[7] = CStringGetTextDatum(guard_mode_name(declaration->mode));
	values[8] = options_now(declaration);
	nulls[11] = declaration->override_role == NULL;
	if (!nulls[11])
		values[11] = name_datum(declaration->override_role);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/* guard_table() -> setof record */
Datum
tilskudd_guard_table(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			row_function = guard_row_function(fcinfo->flinfo->fn_oid);
	List	   *tables = guarded_tables(row_function);
	ListCell   *cell;

	tilskudd_init_srf(fcinfo);
	foreach(cell, tables)
	{
		Relation	table = try_table_open(lfirst_oid(cell), AccessShareLock);
		ListCell   *declaration;

		if (table == NULL)
			continue;
		foreach(declaration, declaration_list(table, row_function, true))
			put_declaration(rsinfo, lfirst(declaration));
		table_close(table, AccessShareLock);
	}
	return (Datum) 0;
}

/*
 * Receives awards, those of an undertaking together, and tests each undertaking
 * when the next one begins.
 *
 * Rows are read with the caller's rights.  But what the owner of the table has
 * declared, functions that tell which rows count, and queries, must not run
 * with them: the caller may be a superuser.
 */
typedef struct Audit
{
	DestReceiver receiver;
	Guard	   *guard;
	ReturnSetInfo *rsinfo;
	AttrNumber	columns[GUARD_NCOLUMNS];	/* of the query */
	TupleTableSlot *row;		/* of the table, to ask whether it counts; NULL: the query asks */
	AttrNumber *row_columns;	/* of the query, that are its columns; 0: not needed */
	AttrNumber	row_table;		/* of the query, that is its tableoid; 0: not needed */
	MemoryContext undertaking;	/* awards, and the key */
	bool		any;
	Datum		key;
	GuardAwards awards;
	uint64		ndoubts;
	RowDoubt	doubt;
	uint64		nundecided;		/* keys whose ceiling is in doubt, where that matters */
	FactRows	facts;			/* about all keys */

	/* keys that are linked with others, and the groups that they make */
	KeyGroup   *linked;
	int		   *components;
	int		   *numbers;
	KeyGroup   *groups;
	int			ngroups;
	GuardAwards *group_awards;	/* of each */
	int			group;			/* that is being tested */
	MemoryContext all;			/* in which they are */
} Audit;

/* The key of an undertaking; if it has several, the first whose aid is within the window. */
static Datum
violating_key(const Audit *audit, const Excess *excess)
{
	const GuardAwards *awards;
	int			member = INT_MAX;

	if (excess->members == NULL)
		return audit->key;
	awards = &audit->group_awards[audit->group];
	for (size_t i = 0; i < awards->count; i++)
	{
		if (excess_includes(excess, &awards->awards[i]))
			member = Min(member, awards->awards[i].member);
	}
	return audit->groups[audit->group].keys[member];
}

/* Puts one violation into the result. */
static void
put_violation(Audit *audit, Datum key, DateADT day, Numeric used, Numeric ceiling, const char *citation)
{
	const Declaration *declaration = audit->guard->declaration;
	Datum		values[8];
	bool		nulls[8] = {false};

	values[0] = CStringGetTextDatum(key_print(audit->guard, key));
	values[1] = CStringGetTextDatum(declaration->name);
	values[2] = CStringGetTextDatum(declaration->rule->name);
	values[3] = DateADTGetDatum(day);
	values[4] = NumericGetDatum(used);
	nulls[5] = nulls[6] = ceiling == NULL;
	if (ceiling != NULL)
	{
		values[5] = NumericGetDatum(ceiling);
		values[6] = NumericGetDatum(number_subtract(used, ceiling));
	}
	values[7] = CStringGetTextDatum(citation);
	tuplestore_putvalues(audit->rsinfo->setResult, audit->rsinfo->setDesc, values, nulls);
}

static bool
put_excess(const Excess *excess, void *arg)
{
	int			row;
	const LawTable *law = limit_law(excess->limit, excess->window.last, &row);

	put_violation(arg, violating_key(arg, excess), excess->window.last,
				  award_list_number(excess->list, excess->list->sum), number_of(excess->window.ceiling),
				  verdict_citation(law, row));
	return true;
}

static void
put_all(DateADT day, Numeric used, Numeric ceiling, const char *citation, void *arg)
{
	put_violation(arg, ((Audit *) arg)->key, day, used, ceiling, citation);
}

/* Tests awards that count whenever they were granted. */
static void
test_all(Audit *audit)
{
	const Guard *guard = audit->guard;
	FactRows	own;

	if (guard->declaration->facts != NULL)
		own = facts_of_key(guard, &audit->facts, audit->key);
	if (guard->declaration->rule->audit(guard, &audit->awards, guard->declaration->facts ? &own : NULL,
										put_all, audit))
		audit->nundecided++;
}

/* Keeps the awards of a key until those of all that it is linked with have come. */
static void
keep_awards(Audit *audit, int key)
{
	MemoryContext oldcontext = MemoryContextSwitchTo(audit->all);
	GuardAwards *kept = &audit->group_awards[audit->components[key]];

	for (size_t i = 0; i < audit->awards.count; i++)
	{
		GuardAward	award = audit->awards.awards[i];

		award.member = audit->numbers[key];
		audit->guard->declaration->rule->copy(&award);
		awards_add(kept, &award);
	}
	MemoryContextSwitchTo(oldcontext);
}

/* Tests the key whose awards have all come, if it stands for itself. */
static void
finish_undertaking(Audit *audit)
{
	MemoryContext oldcontext = MemoryContextSwitchTo(audit->undertaking);
	int			linked = -1;

	if (audit->linked != NULL && audit->awards.count > 0)
		linked = group_find(audit->guard, audit->linked, audit->key);
	if (linked >= 0)
		keep_awards(audit, linked);
	else if (audit->awards.count > 0 && audit->guard->declaration->rule->windows)
		limits_test(audit->guard, &audit->awards, NULL, DATEVAL_NOBEGIN, DATEVAL_NOEND,
					put_excess, audit);
	else if (audit->awards.count > 0)
		test_all(audit);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextReset(audit->undertaking);
	awards_init(&audit->awards);
}

/* Whether a row that the query has read counts, by what its owner says. */
static bool
is_counted(Audit *audit, TupleTableSlot *slot)
{
	TupleTableSlot *row = audit->row;
	OwnerRights rights;
	bool		isnull;
	bool		counts;

	if (row == NULL)
		return true;
	ExecClearTuple(row);
	for (int i = 0; i < row->tts_tupleDescriptor->natts; i++)
	{
		row->tts_isnull[i] = true;
		if (audit->row_columns[i] != 0)
			row->tts_values[i] = slot_getattr(slot, audit->row_columns[i], &row->tts_isnull[i]);
	}
	ExecStoreVirtualTuple(row);
	if (audit->row_table != 0)
		row->tts_tableOid = DatumGetObjectId(slot_getattr(slot, audit->row_table, &isnull));
	owner_rights_begin(&rights, audit->guard->relid, true);
	counts = counted_row(&audit->guard->counted, row);
	owner_rights_end(&rights);
	return counts;
}

static bool
receive(TupleTableSlot *slot, DestReceiver *self)
{
	Audit	   *audit = (Audit *) self;
	const Guard *guard = audit->guard;
	MemoryContext oldcontext;
	GuardAward	award;
	RowDoubt	doubt;
	bool		isnull;
	Datum		key;

	if (!is_counted(audit, slot))
		return true;
	key = slot_getattr(slot, 1, &isnull);
	if (!isnull && (!audit->any || compare_keys(guard, audit->key, key) != 0))
	{
		finish_undertaking(audit);
		oldcontext = MemoryContextSwitchTo(audit->undertaking);
		audit->key = datumCopy(key, guard->key_by_value, guard->key_length);
		audit->any = true;
		MemoryContextSwitchTo(oldcontext);
	}
	oldcontext = MemoryContextSwitchTo(audit->undertaking);
	doubt = award_of_slot(guard, audit->columns, slot, &key, &award);
	if (doubt == ROW_CLEAR)
		awards_add(&audit->awards, &award);
	else
	{
		audit->doubt = doubt;
		audit->ndoubts++;
	}
	MemoryContextSwitchTo(oldcontext);
	return true;
}

static void
start_receiving(DestReceiver *self, int operation, TupleDesc typeinfo)
{
}

static void
stop_receiving(DestReceiver *self)
{
}

/* Reads which keys are linked. */
static void
read_links(Audit *audit)
{
	audit->linked = group_read(audit->guard, NULL, 0, GetActiveSnapshot());
	audit->components = group_components(audit->linked, DATEVAL_NOBEGIN, DATEVAL_NOEND, &audit->ngroups);
	audit->numbers = palloc_extended((audit->linked->nkeys + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	audit->groups = group_split(audit->linked, audit->components, audit->ngroups, audit->numbers);
	audit->group_awards = palloc_extended((audit->ngroups + 1) * sizeof(GuardAwards),
										  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* Tests the groups, whose awards have all come. */
static void
finish_groups(Audit *audit)
{
	for (int i = 0; i < audit->ngroups; i++)
	{
		MemoryContext oldcontext = MemoryContextSwitchTo(audit->undertaking);

		audit->group = i;
		if (audit->group_awards[i].count > 0)
			group_test(audit->guard, &audit->groups[i], &audit->group_awards[i], NULL,
					   DATEVAL_NOBEGIN, DATEVAL_NOEND, put_excess, audit);
		MemoryContextSwitchTo(oldcontext);
		MemoryContextReset(audit->undertaking);
	}
}

/* Whether a table has a column that is in a set of them. */
static bool
has_column(const Bitmapset *columns, int column)
{
	return bms_is_member(column - FirstLowInvalidHeapAttributeNumber, columns);
}

/*
 * Refuses a caller who may not read the columns: before anything of what the
 * owner has declared runs, and not only when the query does.
 */
static void
check_may_read(Relation table, const Bitmapset *columns)
{
	Oid			relid = RelationGetRelid(table);

	LookupExplicitNamespace(get_namespace_name(RelationGetNamespace(table)), false);
	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) == ACLCHECK_OK)
		return;
	for (int i = -1; (i = bms_next_member(columns, i)) >= 0;)
	{
		AttrNumber	column = i + FirstLowInvalidHeapAttributeNumber;

		if (column == InvalidAttrNumber ?
			pg_attribute_aclcheck_all(relid, GetUserId(), ACL_SELECT, ACLMASK_ALL) != ACLCHECK_OK :
			pg_attribute_aclcheck(relid, column, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
			aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(table));
	}
}

/*
 * The query of an audit.  What tells which rows count is within it only if it
 * can not but compute with the row: the server's functions that do more are not
 * immutable.
 */
static char *
audit_query(Audit *audit, Relation guarded, Relation table, const Bitmapset *used)
{
	const Guard *guard = audit->guard;
	TupleDesc	tupdesc = RelationGetDescr(guarded);
	StringInfoData more;
	int			column = 1;

	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		if (guard->declaration->columns[i] != 0)
			audit->columns[i] = column++;
	}
	if (guard->counted.expression == NULL ||
		!(guard->counted.own_functions || contain_mutable_functions(guard->counted.expression)))
		return guard_query(guard, RelationGetRelid(table), "", psprintf("true%s", counted_condition(guard->declaration)));
	initStringInfo(&more);
	audit->row = MakeSingleTupleTableSlot(tupdesc, &TTSOpsVirtual);
	audit->row_columns = palloc0(tupdesc->natts * sizeof(AttrNumber));
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (attribute->attisdropped ||
			!(has_column(used, attribute->attnum) || has_column(used, InvalidAttrNumber)))
			continue;
		appendStringInfo(&more, ", %s", quote_identifier(NameStr(attribute->attname)));
		audit->row_columns[i] = column++;
	}
	if (has_column(used, TableOidAttributeNumber))
	{
		appendStringInfoString(&more, ", tableoid");
		audit->row_table = column++;
	}
	return guard_query(guard, RelationGetRelid(table), more.data, "true");
}

/* The columns that a guard and its condition read. */
static Bitmapset *
used_columns(const Guard *guard)
{
	Bitmapset  *columns = NULL;

	pull_varattnos(guard->counted.expression, 1, &columns);
	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		if (guard->declaration->columns[i] != 0)
			columns = bms_add_member(columns, guard->declaration->columns[i] - FirstLowInvalidHeapAttributeNumber);
	}
	return columns;
}

/* A partition's columns that are those of the root. */
static Bitmapset *
columns_of_partition(Relation root, Relation partition, const Bitmapset *columns)
{
	Bitmapset  *result = NULL;

	for (int i = -1; (i = bms_next_member(columns, i)) >= 0;)
	{
		AttrNumber	column = i + FirstLowInvalidHeapAttributeNumber;

		if (column > 0)
			column = get_attnum(RelationGetRelid(partition), get_attname(RelationGetRelid(root), column, false));
		result = bms_add_member(result, column - FirstLowInvalidHeapAttributeNumber);
	}
	return result;
}

/* Reads what the owner of the table has declared besides, as the owner. */
static void
read_sources(Audit *audit)
{
	Guard	   *guard = audit->guard;
	OwnerRights rights;

	owner_rights_begin(&rights, guard->relid, true);
	if (guard->declaration->ownership != NULL)
		read_links(audit);
	if (guard->declaration->facts != NULL)
		facts_read(guard, NULL, 0, &audit->facts);
	owner_rights_end(&rights);
}

/* Reads the rows, with the caller's rights. */
static void
read_rows(Audit *audit, Relation guarded, Relation table, const Bitmapset *used)
{
	SPIExecuteOptions options = {.read_only = true, .dest = &audit->receiver};
	int			level = restrict_settings();
	int			result = SPI_execute_extended(audit_query(audit, guarded, table, used), &options);

	if (result != SPI_OK_SELECT)
		elog(ERROR, "could not audit guard \"%s\": %s", audit->guard->declaration->constraint,
			 SPI_result_code_string(result));
	AtEOXact_GUC(false, level);
	if (audit->row != NULL)
		ExecDropSingleTupleTableSlot(audit->row);
}

/*
 * Audits a guard's table, or a partition of it that has all the awards of the
 * keys in it.
 */
static void
audit_guard(Guard *guard, Relation guarded, Relation table, const Bitmapset *used, ReturnSetInfo *rsinfo)
{
	Audit		audit = {
		.receiver = {receive, start_receiving, stop_receiving, stop_receiving, DestTuplestore},
		.guard = guard,
		.rsinfo = rsinfo,
		.undertaking = AllocSetContextCreate(CurrentMemoryContext, "tilskudd audit", ALLOCSET_DEFAULT_SIZES),
		.all = CurrentMemoryContext
	};

	read_sources(&audit);
	read_rows(&audit, guarded, table, used);
	finish_undertaking(&audit);
	finish_groups(&audit);
	MemoryContextDelete(audit.undertaking);
	if (audit.ndoubts > 0)
		ereport(WARNING,
				(errmsg_plural("%llu row of table \"%s\" can not be decided upon by guard \"%s\": %s",
							   "%llu rows of table \"%s\" can not be decided upon by guard \"%s\", one because %s",
							   (unsigned long) audit.ndoubts, (unsigned long long) audit.ndoubts,
							   RelationGetRelationName(table), guard->declaration->constraint,
							   _(row_doubt_text(audit.doubt)))));
	if (audit.nundecided > 0)
		ereport(WARNING,
				(errmsg_plural("%llu key of table \"%s\" may have too much aid by guard \"%s\": its ceiling is in doubt",
							   "%llu keys of table \"%s\" may have too much aid by guard \"%s\": their ceilings are in doubt",
							   (unsigned long) audit.nundecided, (unsigned long long) audit.nundecided,
							   RelationGetRelationName(table), guard->declaration->constraint),
				 errdetail_internal("%s", _(guard->declaration->rule->audit_doubt))));
}

/* An error unless an audit of a partition by itself is the root's audit of the keys in it. */
static void
check_partition(const Guard *guard, Relation partition)
{
	const Declaration *declaration = guard->declaration;

	if (declaration->ownership == NULL && partition_has_whole_keys(guard, RelationGetRelid(partition)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("partition \"%s\" can not be audited by itself", RelationGetRelationName(partition)),
			 declaration->ownership != NULL ?
			 errdetail("Guard \"%s\" counts the awards of linked keys together, and they may be in other partitions.",
					   declaration->constraint) :
			 errdetail("Guard \"%s\" counts awards of the same key in other partitions, too: the table is not divided by the key alone.",
					   declaration->constraint),
			 errhint("Audit table \"%s\".", get_rel_name(guard->relid))));
}

/* violations(target regclass) -> setof record */
Datum
tilskudd_violations(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Relation	table = table_open(PG_GETARG_OID(0), AccessShareLock);
	Oid			root = partition_root(table);
	Relation	guarded = OidIsValid(root) ? table_open(root, AccessShareLock) : table;
	List	   *declarations = declaration_list(guarded, guard_row_function(fcinfo->flinfo->fn_oid), false);
	ListCell   *cell;

	tilskudd_init_srf(fcinfo);
	if (declarations == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table \"%s\" has no guard", RelationGetRelationName(guarded)),
				 errhint("Declare one by guard(); with mode \"off\" it only audits.")));
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	foreach(cell, declarations)
	{
		Guard		guard = {.for_once = true};
		Bitmapset  *used;

		guard_build(&guard, guarded, lfirst(cell));
		guard.writer = GetUserId();
		distribution_check_shard(&guard);
		used = used_columns(&guard);
		check_may_read(table, guarded == table ? used : columns_of_partition(guarded, table, used));
		/* what is there, is kept */
		if (guard.declaration->rule->keeps)
			continue;
		if (guarded != table)
			check_partition(&guard, table);
		audit_guard(&guard, guarded, table, used, rsinfo);
	}
	SPI_finish();
	if (guarded != table)
		table_close(guarded, AccessShareLock);
	table_close(table, AccessShareLock);
	return (Datum) 0;
}
