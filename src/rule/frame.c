/*-------------------------------------------------------------------------
 *
 * frame.c
 *	  The frame of a county: the guidelines of 2008, DEL II chapters 1 and 2.
 *
 * src/rule/frame.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/frame.h"

#include <stdlib.h>
#include <string.h>

#include "rule/calendar.h"
#include "rule/law_row.h"

/*
 * The last day for the letter of assignment of a year's frame (H2-1), and the
 * row of law_frame that says so; -1 where none speaks of that day.
 */
int
frame_letter_due(int year, int32_t *due)
{
	const LawTable *table = law_find_table("frame");

	for (int row = 0; row < table->nrows; row++)
	{
		if (strcmp(law_cell(table, row, "item"), "assignment_letter") != 0 ||
			year < calendar_of_day(law_row_from(table, row)).year ||
			year > calendar_of_day(law_row_to(table, row)).year)
			continue;
		*due = day_of_calendar(year, atoi(law_cell(table, row, "month")), atoi(law_cell(table, row, "day")));
		if (law_row_from(table, row) <= *due && *due <= law_row_to(table, row))
			return row;
	}
	return -1;
}
