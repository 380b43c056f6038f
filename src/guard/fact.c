/*-------------------------------------------------------------------------
 *
 * fact.c
 *	  What an option of a guard tells of keys: costs of projects, frames,
 *	  grants.
 *
 * The rows come from a table or query of the user's, which is read like the
 * ownership (see group.c).
 *
 * src/guard/fact.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "function/number.h"
#include "message.h"

static Source
source_of(const Guard *guard)
{
	return (Source) {guard, guard->declaration->rule->facts->option, guard->declaration->facts};
}

/* The columns that there must be, for an error. */
static const char *
needed_columns(const FactSource *facts)
{
	const char *names[MAX_FACTS + 1] = {"\"key\""};
	int			nnames = 1;

	for (int i = 0; i < MAX_FACTS && facts->columns[i].name != NULL; i++)
	{
		if (facts->columns[i].needed)
			names[nnames++] = psprintf("\"%s\"", facts->columns[i].name);
	}
	return tilskudd_and_list(names, nnames);
}

/* Appends a column to the query; notes whether the source has it. */
static bool
append_column(Guard *guard, const Source *source, TupleDesc tupdesc, int column, StringInfo query)
{
	const FactColumn *fact = &guard->declaration->rule->facts->columns[column];

	if (!source_has(source, tupdesc, fact->name, fact->type))
	{
		appendStringInfo(query, ", NULL::%s",
						 format_type_be_qualified(OidIsValid(fact->type) ? fact->type : TEXTOID));
		return !fact->needed;
	}
	guard->known_facts |= 1 << column;
	appendStringInfo(query, ", %s%s", quote_identifier(fact->name),
					 OidIsValid(fact->type) ? "" : "::pg_catalog.text");
	return true;
}

/* The query that reads facts: of some keys, or all of them. */
static char *
facts_query(Guard *guard, const Source *source, bool of_some)
{
	const FactSource *facts = guard->declaration->rule->facts;
	const char *type = format_type_be_qualified(guard->key_type);
	TupleDesc	tupdesc = source_describe(source);
	bool		complete = source_has(source, tupdesc, "key", InvalidOid);
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT key::%s", type);
	guard->known_facts = 0;
	for (int i = 0; i < MAX_FACTS && facts->columns[i].name != NULL; i++)
		complete &= append_column(guard, source, tupdesc, i, &query);
	if (!complete)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("the %s of guard \"%s\" have no columns %s", facts->option,
						guard->declaration->constraint, needed_columns(facts)),
				 errhint_internal("%s", _(facts->hint))));
	appendStringInfo(&query, " FROM %s", source_from(source));
	if (of_some)
		appendStringInfo(&query, " WHERE key::%s %s ANY ($1)", type, operator_name(guard->key_equal_operator));
	return query.data;
}

/*
 * The plan that reads facts.  It is to be made, and executed, within
 * the rights of the owner.
 */
SPIPlanPtr
facts_plan(Guard *guard, bool of_some)
{
	Source		source = source_of(guard);
	ErrorContextCallback callback = {error_context_stack, source_error, &source};
	SPIPlanPtr	plan;

	error_context_stack = &callback;
	plan = source_plan(&source, facts_query(guard, &source, of_some), of_some);
	error_context_stack = callback.previous;
	return plan;
}

/* Keeps what a query has read. */
static void
keep_facts(const Guard *guard, const Source *source, FactRows *facts, MemoryContext context)
{
	const FactColumn *columns = guard->declaration->rule->facts->columns;
	MemoryContext oldcontext = MemoryContextSwitchTo(context);

	for (int i = 1; i < SPI_tuptable->tupdesc->natts; i++)
	{
		if (OidIsValid(columns[i - 1].type))
			source_check_type(source, SPI_tuptable->tupdesc, i, columns[i - 1].type);
	}

	facts->rows = palloc_extended((SPI_processed + 1) * sizeof(FactRow), MCXT_ALLOC_HUGE);
	for (uint64 n = 0; n < SPI_processed; n++)
	{
		FactRow    *row = &facts->rows[facts->count];
		TupleDesc	tupdesc = SPI_tuptable->tupdesc;
		bool		isnull;
		Datum		key = SPI_getbinval(SPI_tuptable->vals[n], tupdesc, 1, &isnull);

		if (isnull)
			continue;
		facts->count++;
		row->key = datumCopy(key, guard->key_by_value, guard->key_length);
		for (int i = 1; i < tupdesc->natts; i++)
		{
			Form_pg_attribute column = TupleDescAttr(tupdesc, i);
			Datum		value = SPI_getbinval(SPI_tuptable->vals[n], tupdesc, i + 1, &row->nulls[i - 1]);

			if (!row->nulls[i - 1])
				row->values[i - 1] = datumCopy(value, column->attbyval, column->attlen);
		}
	}
	MemoryContextSwitchTo(oldcontext);
	SPI_freetuptable(SPI_tuptable);
}

static int
compare_rows(const void *a, const void *b, void *guard)
{
	return compare_keys(guard, ((const FactRow *) a)->key, ((const FactRow *) b)->key);
}

/* Reads the facts of some keys, or all (keys NULL). */
void
facts_read(Guard *guard, const Datum *keys, int nkeys, FactRows *facts)
{
	Source		source = source_of(guard);
	ErrorContextCallback callback = {error_context_stack, source_error, &source};
	MemoryContext context = CurrentMemoryContext;
	Datum		array = keys ? key_array(guard, keys, nkeys) : (Datum) 0;
	int			result;

	memset(facts, 0, sizeof(FactRows));
	error_context_stack = &callback;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (guard->facts_plan == NULL)
	{
		SPIPlanPtr	plan = facts_plan(guard, keys != NULL);

		if (!guard->for_once)
			SPI_keepplan(plan);
		guard->facts_plan = plan;
	}
	result = SPI_execute_snapshot(guard->facts_plan, &array, NULL, GetActiveSnapshot(), InvalidSnapshot, true, false, 0);
	if (result != SPI_OK_SELECT)
		elog(ERROR, "could not read the %s of guard \"%s\": %s", source.option, guard->declaration->constraint,
			 SPI_result_code_string(result));
	keep_facts(guard, &source, facts, context);
	if (guard->for_once)
		guard->facts_plan = NULL;
	SPI_finish();
	qsort_arg(facts->rows, facts->count, sizeof(FactRow), compare_rows, guard);
	error_context_stack = callback.previous;
}

/* Those of one key. */
FactRows
facts_of_key(const Guard *guard, const FactRows *facts, Datum key)
{
	size_t		low = 0,
				high = facts->count;
	FactRows	own = {0};

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (compare_keys(guard, facts->rows[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	own.rows = facts->rows + low;
	while (low + own.count < facts->count && compare_keys(guard, own.rows[own.count].key, key) == 0)
		own.count++;
	return own;
}

/* Whether the source has a column: without it, nobody can know. */
bool
fact_is_known(const Guard *guard, int column)
{
	return (guard->known_facts & (1 << column)) != 0;
}

/* A fact that makes no sense.  Which key it is of, is for who may read that; with row NULL, for nobody. */
void
bad_fact(const Guard *guard, const FactRow *row, int column, Numeric number, const char *hint)
{
	const char *option = guard->declaration->rule->facts->option;
	const char *name = guard->declaration->rule->facts->columns[column].name;
	const char *constraint = guard->declaration->constraint;

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 row != NULL && writer_reads_column(guard, GUARD_KEY) ?
			 errmsg("the %s of guard \"%s\" have %s %s of key \"%s\"", option, constraint, name,
					number_print(number), tilskudd_shorten(key_print(guard, row->key))) :
			 errmsg("the %s of guard \"%s\" have %s %s", option, constraint, name, number_print(number)),
			 errhint_internal("%s", _(hint))));
}
