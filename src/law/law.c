/*-------------------------------------------------------------------------
 *
 * law.c
 *	  Finds cells of the law's tables by name.
 *
 * src/law/law.c
 *
 *-------------------------------------------------------------------------
 */
#include "law/law.h"

#include <stddef.h>
#include <string.h>

/* The table made of NAME.csv, or NULL. */
const LawTable *
law_find_table(const char *name)
{
	for (int i = 0; i < law_ntables; i++)
	{
		if (strcmp(law_text(law_tables[i].name), name) == 0)
			return &law_tables[i];
	}
	return NULL;
}

/* One cell; "" where it is empty or the table has no such column. */
const char *
law_cell(const LawTable *table, int row, const char *column)
{
	const LawText *header = law_cells + table->first_cell;

	for (int i = 0; i < table->ncolumns; i++)
	{
		if (strcmp(law_text(header[i]), column) == 0)
			return law_text(header[(row + 1) * table->ncolumns + i]);
	}
	return "";
}
