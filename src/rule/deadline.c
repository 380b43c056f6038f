/*-------------------------------------------------------------------------
 *
 * deadline.c
 *	  When reports, answers and projects are due, by the rows of law_deadline.
 *
 * src/rule/deadline.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/deadline.h"

#include <stdlib.h>
#include <string.h>

#include "rule/calendar.h"
#include "rule/law_row.h"

/* Whether a duty holds on some day of a year. */
bool
deadline_in_year(int row, int year)
{
	const LawTable *table = law_find_table("deadline");
	int32_t		to = law_row_to(table, row);

	return calendar_of_day(law_row_from(table, row)).year <= year &&
		(to == LAW_ROW_OPEN || year <= calendar_of_day(to).year);
}

/*
 * The day on which what a row speaks of is due; false where it is not known.
 * A report that comes after the rule's last day starts no period.
 */
bool
deadline_of(int row, const DeadlineFacts *facts, int32_t *due)
{
	const LawTable *table = law_find_table("deadline");
	const char *runs_from = law_cell(table, row, "runs_from");

	if (*law_cell(table, row, "day") != '\0')
	{
		*due = law_row_date(table, row, "day");
		return true;
	}
	if (strcmp(runs_from, "report_due") == 0 && facts->report_due != NULL)
	{
		*due = *facts->report_due;
		return true;
	}
	if (strcmp(runs_from, "report_received") == 0 && facts->report_received != NULL &&
		law_row_holds(table, row, *facts->report_received))
	{
		*due = months_after(*facts->report_received, atoi(law_cell(table, row, "months")));
		return true;
	}
	return false;
}
