/*-------------------------------------------------------------------------
 *
 * register.c
 *	  create_register() and drop_register().
 *
 * What a register is stands in the SQL files beside this one.
 *
 * src/register/register.c
 *
 *-------------------------------------------------------------------------
 */
#include "register/register.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

TILSKUDD_FUNCTION(tilskudd_create_register);
TILSKUDD_FUNCTION(tilskudd_drop_register);

/* What a register is made of besides its roles, in this order. */
static const char *const *const parts[] = {
	register_tables, register_guards, register_views, register_reports, register_policies
};

/*
 * SPI, and settings under which the commands mean what they say.  Ends with
 * register_end(), which gets what this returns.
 */
int
register_begin(void)
{
	static const char *const settings[][2] = {
		{"search_path", "pg_catalog, pg_temp"}, {"standard_conforming_strings", "on"}
	};
	int			nest_level = NewGUCNestLevel();

	for (int i = 0; i < lengthof(settings); i++)
		(void) set_config_option(settings[i][0], settings[i][1], PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
	SPI_connect();
	return nest_level;
}

void
register_end(int nest_level)
{
	SPI_finish();
	AtEOXact_GUC(true, nest_level);
}

/* Writes a command with its marks replaced. */
static char *
fill_in(const char *command, const RegisterMark *marks, int nmarks)
{
	StringInfoData filled;

	initStringInfo(&filled);
	while (*command != '\0')
	{
		int			i = 0;

		while (i < nmarks && strncmp(command, marks[i].mark, strlen(marks[i].mark)) != 0)
			i++;
		if (i < nmarks)
		{
			appendStringInfoString(&filled, marks[i].text);
			command += strlen(marks[i].mark);
		}
		else
			appendStringInfoChar(&filled, *command++);
	}
	return filled.data;
}

static void
execute(const char *command)
{
	int			result = SPI_execute(command, false, 0);

	if (result < 0)
		elog(ERROR, "%s: %s", SPI_result_code_string(result), command);
}

/* Runs commands, within register_begin() and register_end(). */
void
register_run(const char *const *commands, const RegisterMark *marks, int nmarks)
{
	for (; *commands != NULL; commands++)
	{
		char	   *command = fill_in(*commands, marks, nmarks);

		execute(command);
		pfree(command);
	}
}

/* A text for within a string constant: standard_conforming_strings is on. */
static const char *
within_string(const char *given)
{
	StringInfoData text;

	initStringInfo(&text);
	for (; *given != '\0'; given++)
	{
		if (*given == '\'')
			appendStringInfoChar(&text, '\'');
		appendStringInfoChar(&text, *given);
	}
	return text.data;
}

/* A role of a register, made if there is none. */
static const char *
make_role(const char *schema, const char *suffix)
{
	const char *role = psprintf("%s_%s", schema, suffix);

	if (strlen(role) >= NAMEDATALEN)
		ereport(ERROR,
				(errcode(ERRCODE_NAME_TOO_LONG),
				 errmsg("the name of schema \"%s\" is too long for a register with roles", schema),
				 errdetail("The name of role \"%s\" would have more than %d bytes.", role, NAMEDATALEN - 1),
				 errhint("Take a shorter name, or pass roles => false.")));
	if (OidIsValid(get_role_oid(role, true)))
		ereport(NOTICE,
				(errmsg("role \"%s\" exists, and is used as it is", role),
				 errdetail("Its members get the rights of the register's role.")));
	else if (!superuser() && !has_createrole_privilege(GetUserId()))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to create role \"%s\"", role),
				 errhint("Have somebody create the roles of the register first, or pass roles => false and grant rights on its tables and views yourself.")));
	else
		execute(psprintf("CREATE ROLE %s NOLOGIN", quote_identifier(role)));
	return role;
}

/* create_register(schema, roles) */
Datum
tilskudd_create_register(PG_FUNCTION_ARGS)
{
	RegisterMark marks[] = {
		{"@view_options@", REGISTER_VIEW_OPTIONS}, {"@schema@"}, {"@text@"},
		{"@reader@"}, {"@officer@"}
	};
	const char *schema;
	int			nest_level;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the arguments of create_register() must not be NULL")));
	schema = NameStr(*PG_GETARG_NAME(0));
	marks[1].text = quote_identifier(schema);
	marks[2].text = within_string(marks[1].text);

	nest_level = register_begin();
	for (int i = 0; i < lengthof(parts); i++)
		register_run(parts[i], marks, 3);
	if (PG_GETARG_BOOL(1))
	{
		marks[3].text = quote_identifier(make_role(schema, "reader"));
		marks[4].text = quote_identifier(make_role(schema, "officer"));
		register_run(register_roles, marks, lengthof(marks));
#if TILSKUDD_SECURITY_INVOKER
		register_run(register_invoker, marks, lengthof(marks));
#endif
	}
	register_end(nest_level);
	PG_RETURN_VOID();
}

/*
 * The name of what a command makes, if it is of that kind: "TABLE" or
 * "VIEW".
 */
static const char *
made_by(const char *command, const char *kind)
{
	const char *start = psprintf("CREATE %s @schema@.", kind);

	if (strncmp(command, start, strlen(start)) != 0)
		return NULL;
	command += strlen(start);
	return pnstrdup(command, strcspn(command, " (\n"));
}

/* An error unless there is such a table. */
static void
check_is_table(const char *schema, const char *table)
{
	Oid			relid = get_relname_relid(table, get_namespace_oid(schema, false));

	if (!OidIsValid(relid) || get_rel_relkind(relid) != RELKIND_RELATION)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("schema \"%s\" is not a register", schema),
				 errdetail("It has no table \"%s\".", table)));
}

/*
 * Whether a table that is locked has rows.  A query could call functions, with
 * the rights of who drops the register: of a view, or, as soon as it is planned,
 * of an index or a constraint.
 */
static bool
has_rows(Oid relid)
{
	Relation	table = table_open(relid, NoLock);
	Snapshot	snapshot = RegisterSnapshot(GetLatestSnapshot());
	TupleTableSlot *slot = table_slot_create(table, NULL);
	TableScanDesc scan = table_beginscan(table, snapshot, 0, NULL);
	bool		any;

	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(table));
	any = table_scan_getnextslot(scan, ForwardScanDirection, slot);
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	UnregisterSnapshot(snapshot);
	table_close(table, NoLock);
	return any;
}

/* The tables of a register that have rows, with commas, or "". */
static const char *
tables_with_rows(const char *schema)
{
	StringInfoData list;

	initStringInfo(&list);
	for (const char *const *command = register_tables; *command != NULL; command++)
	{
		const char *table = made_by(*command, "TABLE");
		const char *quoted = quote_identifier(schema);

		if (table == NULL)
			continue;
		check_is_table(schema, table);
		execute(psprintf("LOCK TABLE %s.%s IN ACCESS EXCLUSIVE MODE", quoted, table));
		check_is_table(schema, table);
		if (has_rows(get_relname_relid(table, get_namespace_oid(schema, false))))
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", table);
	}
	return list.data;
}

/*
 * Drops what some commands made, the last first, and without CASCADE: what
 * others have made of it stops this.
 */
static void
drop_made(const char *schema, const char *const *commands)
{
	static const char *const kinds[] = {"TABLE", "VIEW"};
	int			ncommands = 0;

	while (commands[ncommands] != NULL)
		ncommands++;
	while (ncommands-- > 0)
	{
		char		policy[NAMEDATALEN],
					table[NAMEDATALEN];

		if (sscanf(commands[ncommands], "CREATE POLICY %63s ON @schema@.%63s", policy, table) == 2)
			execute(psprintf("DROP POLICY IF EXISTS %s ON %s.%s", policy, schema, table));
		for (int kind = 0; kind < lengthof(kinds); kind++)
		{
			const char *name = made_by(commands[ncommands], kinds[kind]);

			if (name != NULL)
				execute(psprintf("DROP %s IF EXISTS %s.%s", kinds[kind], schema, name));
		}
	}
}

static void
drop_register(const char *schema, bool with_data)
{
	const char *quoted = quote_identifier(schema);
	const char *filled;

	check_is_table(schema, "award");
	filled = tables_with_rows(schema);
	if (*filled != '\0' && !with_data)
		ereport(ERROR,
				(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
				 errmsg("register \"%s\" holds data", schema),
				 errdetail("There are rows in %s.", filled),
				 errhint("To drop it with all data, pass with_data => true.")));
	for (int i = lengthof(parts); i-- > 0;)
		drop_made(quoted, parts[i]);
	execute(psprintf("DROP SCHEMA %s", quoted));
}

/* drop_register(schema, with_data) */
Datum
tilskudd_drop_register(PG_FUNCTION_ARGS)
{
	int			nest_level;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the arguments of drop_register() must not be NULL")));
	nest_level = register_begin();
	drop_register(NameStr(*PG_GETARG_NAME(0)), PG_GETARG_BOOL(1));
	register_end(nest_level);
	PG_RETURN_VOID();
}
