/*-------------------------------------------------------------------------
 *
 * declare.c
 *	  guard() and unguard(): makes and drops the triggers of a guard.
 *
 * src/guard/declare.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/request.h"

#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"

#include "message.h"

TILSKUDD_FUNCTION(tilskudd_guard);
TILSKUDD_FUNCTION(tilskudd_unguard);

/* The partitions of a table, of all levels. */
static List *
partitions_of(Oid relid)
{
	return get_rel_relkind(relid) == RELKIND_PARTITIONED_TABLE ?
		list_delete_first(find_all_inheritors(relid, ShareRowExclusiveLock, NULL)) : NIL;
}

/* Refuses a table whose rows are on another server. */
static void
refuse_foreign(Oid relid)
{
	if (get_rel_relkind(relid) == RELKIND_FOREIGN_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a foreign table", get_rel_name(relid)),
				 errdetail("What other sessions write on the other server is neither waited for nor seen at once."),
				 errhint("Declare the guard on the other server, on the table that has the rows. Of several such tables, one must have all rows of a key.")));
}

/* Nobody but the owner of a table even waits for a lock on it. */
static void
check_owner(Oid relid)
{
	if (get_rel_name(relid) != NULL && !tilskudd_table_ownercheck(relid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, get_rel_name(relid));
}

/* Opens a table that can have a guard, for its owner. */
static Relation
open_table(Oid relid)
{
	Relation	table;
	const char *name;
	Oid			root;

	check_owner(relid);
	table = table_open(relid, ShareRowExclusiveLock);
	name = RelationGetRelationName(table);
	refuse_foreign(relid);
	if (table->rd_rel->relkind != RELKIND_RELATION &&
		table->rd_rel->relkind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a table", name),
				 errhint("A guard stands on the table that has the rows, partitioned or not.")));
	check_owner(relid);
	root = partition_root(table);
	if (OidIsValid(root))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a partition", name),
				 errdetail("A limit of one partition would not count the others."),
				 errhint("Declare the guard on table \"%s\".", get_rel_name(root))));
	return table;
}

static void
execute(const char *command)
{
	int			result = SPI_execute(command, false, 0);

	if (result < 0)
		elog(ERROR, "%s: %s", SPI_result_code_string(result), command);
}

/* The rest of the declaration, as the row trigger's argument. */
static char *
trigger_argument(const Request *request)
{
	StringInfoData argument;
	JsonbIterator *iterator = JsonbIteratorInit(&request->options->root);
	JsonbValue	key,
				value;
	const char *comma = "";

	initStringInfo(&argument);
	appendStringInfoString(&argument, "{\"rule\": ");
	escape_json(&argument, request->rule->name);
	appendStringInfoString(&argument, ", \"mode\": ");
	escape_json(&argument, request->mode);
	appendStringInfoString(&argument, ", \"columns\": [");
	for (int column = GUARD_POOL; column < GUARD_NCOLUMNS; column++)
	{
		if (request->columns[column] == NULL)
			continue;
		appendStringInfoString(&argument, comma);
		escape_json(&argument, guard_column_name(column));
		comma = ", ";
	}
	appendStringInfoString(&argument, "], \"options\": {");
	comma = "";
	JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		const char *name = pnstrdup(key.val.string.val, key.val.string.len);

		JsonbIteratorNext(&iterator, &value, true);
		if (value.type == jbvBinary)
			continue;
		appendStringInfoString(&argument, comma);
		escape_json(&argument, name);
		appendStringInfoString(&argument, ": ");
		if (strcmp(name, "ownership") == 0)
			escape_json(&argument, request->ownership);
		else if (request->rule->facts != NULL && strcmp(name, request->rule->facts->option) == 0)
			escape_json(&argument, request->facts);
		else if (value.type == jbvString)
			escape_json(&argument, pnstrdup(value.val.string.val, value.val.string.len));
		else if (value.type == jbvBool)
			appendStringInfoString(&argument, value.val.boolean ? "true" : "false");
		else
			appendStringInfoString(&argument, numeric_normalize(value.val.numeric));
		comma = ", ";
	}
	appendStringInfoString(&argument, "}}");
	return argument.data;
}

/* The columns of the guard, in order. */
static char *
column_list(const Request *request, Relation table)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int column = 0; column < GUARD_NCOLUMNS; column++)
	{
		if (request->columns[column] != NULL)
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "",
							 quote_identifier(request->columns[column]));
	}
	return list.data;
}

/* Drops a trigger, if it is one of a guard. */
static bool
drop_trigger(Relation table, Oid row_function, const char *name)
{
	TriggerDesc *triggers = table->trigdesc;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		if (strcmp(triggers->triggers[i].tgname, name) != 0 ||
			get_func_namespace(triggers->triggers[i].tgfoid) != get_func_namespace(row_function))
			continue;
		execute(psprintf("DROP TRIGGER %s ON %s", quote_identifier(name), table_name(RelationGetRelid(table))));
		return true;
	}
	return false;
}

/* Drops what there is of a guard's triggers. */
static bool
drop_triggers(Relation table, Oid row_function, const char *name)
{
	static const char *const suffixes[] = {
		GUARD_BEGIN_SUFFIX, GUARD_SUFFIX, GUARD_COLUMNS_SUFFIX, GUARD_END_SUFFIX
	};
	bool		any = false;

	for (int i = 0; i < lengthof(suffixes); i++)
	{
		if (drop_trigger(table, row_function, psprintf("%s%s", name, suffixes[i])))
			any = true;
	}
	return any;
}

/*
 * Makes the triggers.  The comment is what only the owner can give: it shows
 * that the owner has declared the guard.
 */
static void
create_triggers(const Request *request, Relation table)
{
	static const char *const timings[] = {
		"", "DEFERRABLE INITIALLY IMMEDIATE ", "DEFERRABLE INITIALLY DEFERRED "
	};
	const char *target = table_name(RelationGetRelid(table));
	const char *schema = quote_identifier(request->schema);
	const char *row = quote_identifier(psprintf("%s" GUARD_SUFFIX, request->name));
	Node	   *counted = request_counted(request, table);
	const char *columns = column_list(request, table);
	const char *when = "false";
	const char *events = request->rule->keeps ? "INSERT OR UPDATE OR DELETE" : "INSERT OR UPDATE";
	/* a row that moves to another partition is deleted and inserted by an UPDATE */
	const char *begin_events = request->rule->keeps ? "UPDATE OR DELETE OR TRUNCATE" : events;
	const char *end_events = request->rule->keeps ? "UPDATE OR DELETE" : events;
	int			level = restrict_settings();

	if (counted != NULL)
		when = psprintf("false AND (%s)",
						deparse_expression(counted, deparse_context_for("new", RelationGetRelid(table)), true, false));
	execute(psprintf("CREATE TRIGGER %s BEFORE %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s.guard_begin()",
					 quote_identifier(psprintf("%s" GUARD_BEGIN_SUFFIX, request->name)), begin_events, target, schema));
	execute(psprintf("CREATE CONSTRAINT TRIGGER %s AFTER %s ON %s %sFOR EACH ROW EXECUTE FUNCTION %s.guard_row(%s)",
					 row, events, target, timings[request->timing], schema,
					 quote_literal_cstr(trigger_argument(request))));
	execute(psprintf("COMMENT ON TRIGGER %s ON %s IS %s", row, target, quote_literal_cstr(GUARD_COMMENT)));
	execute(psprintf("CREATE CONSTRAINT TRIGGER %s AFTER UPDATE OF %s ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION %s.guard_columns()",
					 quote_identifier(psprintf("%s" GUARD_COLUMNS_SUFFIX, request->name)), columns, target, when, schema));
	execute(psprintf("CREATE TRIGGER %s AFTER %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s.guard_end()",
					 quote_identifier(psprintf("%s" GUARD_END_SUFFIX, request->name)), end_events, target, schema));
	AtEOXact_GUC(false, level);
}

/*
 * Partitions get the row triggers from the server, but not those of
 * statements, and to TRUNCATE one of them does not fire those of their root.
 */
static void
create_partition_triggers(const Request *request)
{
	const char *name = psprintf("%s" GUARD_BEGIN_SUFFIX, request->name);
	List	   *partitions = partitions_of(request->relid);
	ListCell   *cell;

	foreach(cell, partitions)
		execute(psprintf("CREATE TRIGGER %s BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s.guard_begin()",
						 quote_identifier(name), table_name(lfirst_oid(cell)), quote_identifier(request->schema)));
}

/*
 * The command that makes an index, unless one serves: then NULL.  What is read
 * is in it; if which rows count depends neither on the time nor on functions of
 * users, only they are.
 */
static const char *
index_command(const Request *request, Relation table)
{
	Guard		guard = {0};
	StringInfoData command;
	const char *comma = "";

	guard_build(&guard, table, declaration_read(table, psprintf("%s" GUARD_SUFFIX, request->name), false));
	if (OidIsValid(guard.index))
		return NULL;
	initStringInfo(&command);
	appendStringInfo(&command, "CREATE INDEX ON %s (%s, %s) INCLUDE (", table_name(RelationGetRelid(table)),
					 quote_identifier(request->columns[GUARD_KEY]),
					 quote_identifier(request->columns[GUARD_GRANTED_ON]));
	for (int column = 0; column < GUARD_NCOLUMNS; column++)
	{
		/* a list of items may be too long for an index */
		if (column == GUARD_KEY || column == GUARD_GRANTED_ON || column == GUARD_ITEMS ||
			request->columns[column] == NULL)
			continue;
		appendStringInfo(&command, "%s%s", comma, quote_identifier(request->columns[column]));
		comma = ", ";
	}
	appendStringInfoChar(&command, ')');
	if (guard.declaration->counted != NULL && !guard.counted.own_functions &&
		!contain_mutable_functions(guard.declaration->counted))
		appendStringInfo(&command, " WHERE %s",
						 declaration_counted(guard.declaration));
	return command.data;
}

/* Drops these triggers of partitions, if there are any. */
static void
drop_partition_triggers(Oid relid, Oid row_function, const char *name)
{
	List	   *partitions = partitions_of(relid);
	ListCell   *cell;

	foreach(cell, partitions)
	{
		Relation	partition = table_open(lfirst_oid(cell), NoLock);

		(void) drop_trigger(partition, row_function, psprintf("%s" GUARD_BEGIN_SUFFIX, name));
		table_close(partition, NoLock);
	}
}

/*
 * The tables that get the triggers: partitions get theirs from the server, but
 * tables that inherit do not.
 */
static List *
guarded_tables(Oid relid)
{
	return get_rel_relkind(relid) == RELKIND_RELATION ?
		find_all_inheritors(relid, ShareRowExclusiveLock, NULL) : list_make1_oid(relid);
}

/* Plans to read the sources, so that what is wrong with them is said now. */
static void
check_sources(const Request *request, Relation table)
{
	Guard		guard = {.for_once = true};
	OwnerRights rights;

	guard_build(&guard, table, declaration_read(table, psprintf("%s" GUARD_SUFFIX, request->name), false));
	owner_rights_begin(&rights, guard.relid, true);
	if (request->ownership != NULL)
		links_plan(&guard, true);
	if (request->facts != NULL)
		facts_plan(&guard, true);
	owner_rights_end(&rights);
}

/*
 * Refuses a guard that would not be of the whole table, because partitions or
 * shards are on other servers.
 */
static void
check_servers(const Request *request, Relation table)
{
	List	   *partitions = partitions_of(request->relid);
	Distribution distribution;
	DistributedGuard guard = {
		psprintf("%s" GUARD_SUFFIX, request->name), request->rule, request->columns[GUARD_KEY],
		request->ownership != NULL, request_counted(request, table)
	};
	GuardMode	mode;
	ListCell   *cell;

	foreach(cell, partitions)
		refuse_foreign(lfirst_oid(cell));
	distribution_read(table, &distribution);
	if (OidIsValid(distribution.table) &&
		strlen(request->name) + strlen(GUARD_COLUMNS_SUFFIX) + SHARD_NUMBER_LENGTH >= NAMEDATALEN)
		ereport(ERROR,
				(errcode(ERRCODE_NAME_TOO_LONG),
				 errmsg("name of guard is too long for a shard: \"%s\"", request->name),
				 errdetail("It may have %d bytes.",
						   (int) (NAMEDATALEN - 1 - strlen(GUARD_COLUMNS_SUFFIX) - SHARD_NUMBER_LENGTH))));
	if (guard_mode_of(request->mode, &mode) && mode != GUARD_OFF)
		distribution_check(&distribution, &guard);
	distribution_check_triggers(&distribution);
}

/*
 * guard(target regclass, rule text, key name, amount name, granted_on name,
 *		counted text, mode text, options jsonb) -> name
 *
 * A table that others inherit from gets the guard together with them: their
 * rows are among its own, and no trigger of it fires for them.
 */
Datum
tilskudd_guard(PG_FUNCTION_ARGS)
{
	Request		request;
	Relation	table;
	List	   *tables;
	ListCell   *cell;
	Name		result = palloc0(NAMEDATALEN);

	request_read(fcinfo, &request);
	table = open_table(request.relid);
	request_check_columns(&request, table);
	check_servers(&request, table);
	table_close(table, NoLock);
	tables = guarded_tables(request.relid);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	foreach(cell, tables)
	{
		table = open_table(lfirst_oid(cell));
		drop_triggers(table, request.row_function, request.name);
		create_triggers(&request, table);
		table_close(table, NoLock);
	}
	drop_partition_triggers(request.relid, request.row_function, request.name);
	if (request.rule->keeps)
		create_partition_triggers(&request);
	foreach(cell, tables)
	{
		int			level = restrict_settings();
		const char *command;

		table = table_open(lfirst_oid(cell), NoLock);
		if (request.ownership != NULL || request.facts != NULL)
			check_sources(&request, table);
		command = request.make_index && !request.rule->keeps ? index_command(&request, table) : NULL;
		table_close(table, NoLock);
		if (command != NULL)
			execute(command);
		AtEOXact_GUC(false, level);
	}
	SPI_finish();
	namestrcpy(result, psprintf("%s" GUARD_SUFFIX, request.name));
	PG_RETURN_NAME(result);
}

/*
 * unguard(target regclass, name text) -> boolean
 */
Datum
tilskudd_unguard(PG_FUNCTION_ARGS)
{
	Oid			relid = PG_GETARG_OID(0);
	const char *name = text_to_cstring(PG_GETARG_TEXT_PP(1));
	Oid			row_function = guard_row_function(fcinfo->flinfo->fn_oid);
	List	   *tables;
	ListCell   *cell;
	bool		any = false;

	check_owner(relid);
	tables = guarded_tables(relid);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	foreach(cell, tables)
	{
		Relation	table = open_table(lfirst_oid(cell));

		if (drop_triggers(table, row_function, name))
			any = true;
		table_close(table, NoLock);
	}
	drop_partition_triggers(relid, row_function, name);
	SPI_finish();
	if (!any)
		ereport(NOTICE,
				(errmsg("table \"%s\" has no guard \"%s\"", get_rel_name(relid),
						tilskudd_shorten(name))));
	PG_RETURN_BOOL(any);
}
