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

/*
 * law_table(name text) -> setof record: every row of a law table, in the order
 * of the source; empty cells are NULL.  The column definition list gives the
 * types, by position.
 */
Datum
tilskudd_law_table(PG_FUNCTION_ARGS)
{
	const LawTable *table;
	const LawText *cell;
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	AttInMetadata *input;
	char	  **values;

	table = table_by_name(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	tilskudd_init_srf(fcinfo);
	if (rsinfo->setDesc->natts != table->ncolumns)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("law table \"%s\" has %d columns, the query asks for %d",
						law_text(table->name), table->ncolumns,
						rsinfo->setDesc->natts)));

	input = TupleDescGetAttInMetadata(rsinfo->setDesc);
	values = palloc(sizeof(char *) * table->ncolumns);
	cell = law_cells + table->first_cell + table->ncolumns;
	for (int row = 0; row < table->nrows; row++)
	{
		HeapTuple	tuple;

		for (int i = 0; i < table->ncolumns; i++, cell++)
			values[i] = *cell == 0 ? NULL :
				unconstify(char *, tilskudd_law_cstring(*cell));
		tuple = BuildTupleFromCStrings(input, values);
		tuplestore_puttuple(rsinfo->setResult, tuple);
		heap_freetuple(tuple);
	}
	return (Datum) 0;
}
