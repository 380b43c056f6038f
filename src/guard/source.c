/*-------------------------------------------------------------------------
 *
 * source.c
 *	  Tables and queries that options of a guard name.
 *
 * src/guard/source.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

/* Names what is read, in errors about the user's query. */
void
source_error(void *arg)
{
	const Source *source = arg;

	errcontext("option \"%s\" of guard \"%s\", which is read with search_path \"pg_catalog, pg_temp\"",
			   source->option, source->guard->declaration->constraint);
}

/* Whether a source is the name of a table, and not a query. */
bool
source_is_table(const char *text)
{
	return strpbrk(text, " \t\r\n(") == NULL;
}

/* The source as an item of FROM. */
const char *
source_from(const Source *source)
{
	return source_is_table(source->text) ? psprintf("%s AS %s", source->text, source->option) :
		psprintf("(%s) AS %s", source->text, source->option);
}

/*
 * Each session has temporary tables of its own, so that whoever writes could
 * put one in the place of that which was there when the guard was declared.
 */
static void
refuse_temporary(const Source *source, List *tables)
{
	ListCell   *cell;

	if (get_rel_persistence(source->guard->relid) == RELPERSISTENCE_TEMP)
		return;
	foreach(cell, tables)
	{
		if (get_rel_persistence(lfirst_oid(cell)) == RELPERSISTENCE_TEMP)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_TABLE_DEFINITION),
					 errmsg("the %s of guard \"%s\" reads temporary table \"%s\"", source->option,
							source->guard->declaration->constraint, get_rel_name(lfirst_oid(cell))),
					 errhint("Name a table that all sessions have, with its schema.")));
	}
}

/* The columns of a source, which must not call a volatile function. */
TupleDesc
source_describe(const Source *source)
{
	SPIPlanPtr	plan = SPI_prepare(psprintf("SELECT * FROM %s", source_from(source)), 0, NULL);
	CachedPlanSource *source_plan;
	TupleDesc	tupdesc;

	if (plan == NULL)
		elog(ERROR, "could not plan the %s of guard \"%s\": %s", source->option,
			 source->guard->declaration->constraint, SPI_result_code_string(SPI_result));
	if (list_length(SPI_plan_get_plan_sources(plan)) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("the %s of guard \"%s\" is not one query", source->option,
						source->guard->declaration->constraint)));
	source_plan = linitial(SPI_plan_get_plan_sources(plan));
	if (contain_volatile_functions((Node *) source_plan->query_list))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the %s of guard \"%s\" calls a volatile function", source->option,
						source->guard->declaration->constraint),
				 errdetail("In REPEATABLE READ, such a function reads what was there when the transaction began."),
				 errhint("If the function does not change anything, declare it STABLE.")));
	refuse_temporary(source, source_plan->relationOids);
	distribution_check_source(source, source_plan->query_list, source_plan->relationOids);
	tupdesc = CreateTupleDescCopy(source_plan->resultDesc);
	SPI_freeplan(plan);
	return tupdesc;
}

static void
wrong_type(const Source *source, Form_pg_attribute column, Oid type)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of the %s of guard \"%s\" is of type %s, not %s",
					NameStr(column->attname), source->option, source->guard->declaration->constraint,
					format_type_be(column->atttypid), format_type_be(type))));
}

/* Whether a source has a column; its type must be right. */
bool
source_has(const Source *source, TupleDesc tupdesc, const char *name, Oid type)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(tupdesc, i);

		if (strcmp(NameStr(column->attname), name) != 0)
			continue;
		if (type != InvalidOid && getBaseType(column->atttypid) != type)
			wrong_type(source, column, type);
		return true;
	}
	return false;
}

/*
 * Checks that what a source gives is still of the types that its plan was made
 * for: tables behind it may have changed since.
 */
void
source_check_type(const Source *source, TupleDesc tupdesc, int column, Oid type)
{
	Form_pg_attribute attribute = TupleDescAttr(tupdesc, column);

	if (getBaseType(attribute->atttypid) != type)
		wrong_type(source, attribute, type);
}

/* The plan of a query on a source; $1 of it, if it has that, is an array of keys. */
SPIPlanPtr
source_plan(const Source *source, const char *query, bool of_some)
{
	Oid			type = get_array_type(source->guard->key_type);
	SPIPlanPtr	plan = SPI_prepare(query, of_some ? 1 : 0, &type);

	if (plan == NULL)
		elog(ERROR, "could not plan the %s of guard \"%s\": %s", source->option,
			 source->guard->declaration->constraint, SPI_result_code_string(SPI_result));
	return plan;
}
