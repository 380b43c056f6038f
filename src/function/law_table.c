/*-------------------------------------------------------------------------
 *
 * law_table.c
 *	  The law as rows: what the law_* views stand on.
 *
 * src/function/law_table.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"

#include "message.h"

TILSKUDD_FUNCTION(tilskudd_law_table);

/* A table of the law by name. */
static const LawTable *
table_by_name(const char *name)
{
	const LawTable *table = law_find_table(name);

	if (table == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("there is no law table \"%s\"", tilskudd_shorten(name)),
				 errhint("The law_* views of schema tilskudd show the law.")));
	return table;
}

/* The place of a column in a law table, -1 if it has none of that name. */
static int
find_column(const LawTable *table, const char *name)
{
	const LawText *header = law_cells + table->first_cell;

	for (int i = 0; i < table->ncolumns; i++)
	{
		if (strcmp(law_text(header[i]), name) == 0)
			return i;
	}
	return -1;
}

/*
 * Which column of the table each column of the query is: that of its name.
 * So a view of another version of the extension goes on working when the
 * library's table has got a column, and is refused when it has lost one.  A
 * query with names of its own has all columns in their order.
 */
static int *
match_columns(const LawTable *table, TupleDesc query)
{
	int		   *columns = palloc(sizeof(int) * query->natts);
	const char *unknown = NULL;
	int			nfound = 0;

	for (int i = 0; i < query->natts; i++)
	{
		const char *name = NameStr(TupleDescAttr(query, i)->attname);

		columns[i] = find_column(table, name);
		if (columns[i] >= 0)
			nfound++;
		else if (unknown == NULL)
			unknown = name;
	}
	if (nfound == query->natts)
		return columns;
	if (nfound > 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("law table \"%s\" has no column \"%s\"", law_text(table->name), unknown),
				 errhint("If a view of the extension asks for it, the view is older than the installed library: run ALTER EXTENSION tilskudd UPDATE.")));
	if (query->natts != table->ncolumns)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("law table \"%s\" has %d columns, the query asks for %d",
						law_text(table->name), table->ncolumns, query->natts),
				 errhint("Give the columns the names that they have in the law table, or ask for all of them.")));
	for (int i = 0; i < query->natts; i++)
		columns[i] = i;
	return columns;
}

/*
 * law_table(name text) -> setof record: every row of a law table, in the order
 * of the source; empty cells are NULL.  The column definition list gives the
 * types, and the columns by name or position.
 */
Datum
tilskudd_law_table(PG_FUNCTION_ARGS)
{
	const LawTable *table;
	const LawText *cells;
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	AttInMetadata *input;
	int		   *columns;
	char	  **values;

	table = table_by_name(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	tilskudd_init_srf(fcinfo);
	columns = match_columns(table, rsinfo->setDesc);

	input = TupleDescGetAttInMetadata(rsinfo->setDesc);
	values = palloc(sizeof(char *) * rsinfo->setDesc->natts);
	for (int row = 0; row < table->nrows; row++)
	{
		HeapTuple	tuple;

		cells = law_cells + table->first_cell + (row + 1) * table->ncolumns;
		for (int i = 0; i < rsinfo->setDesc->natts; i++)
			values[i] = cells[columns[i]] == 0 ? NULL :
				unconstify(char *, tilskudd_law_cstring(cells[columns[i]]));
		tuple = BuildTupleFromCStrings(input, values);
		tuplestore_puttuple(rsinfo->setResult, tuple);
		heap_freetuple(tuple);
	}
	return (Datum) 0;
}
