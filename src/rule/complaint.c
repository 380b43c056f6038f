/*-------------------------------------------------------------------------
 *
 * complaint.c
 *	  Who may complain of a decision, by the rows of law_complaint.
 *
 * src/rule/complaint.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/complaint.h"

#include <string.h>

#include "law/law.h"

/* Whether a cell, where it is filled in, has a value. */
static bool
fits(const LawTable *table, int row, const char *column, const char *value)
{
	const char *cell = law_cell(table, row, column);

	return *cell == '\0' || strcmp(cell, value) == 0;
}

/* The row that speaks of a decision; -1 where none does. */
int
complaint_row(const char *decided_by, bool individual_decision)
{
	const LawTable *table = law_find_table("complaint");

	for (int row = 0; row < table->nrows; row++)
	{
		if (fits(table, row, "decided_by", decided_by) &&
			fits(table, row, "individual_decision", individual_decision ? "true" : "false"))
			return row;
	}
	return -1;
}

/* Whether a row allows to complain. */
bool
complaint_allowed(int row)
{
	return strcmp(law_cell(law_find_table("complaint"), row, "may_complain"), "true") == 0;
}
