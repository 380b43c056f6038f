/*-------------------------------------------------------------------------
 *
 * law_row.c
 *	  Rows of a law table by day and value, where speed does not matter.
 *
 * src/rule/law_row.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/law_row.h"

#include <stdio.h>
#include <string.h>

#include "rule/calendar.h"

/* A date of the law, which the generator has checked. */
static int32_t
law_day(const char *date)
{
	int			year = 0;
	int			month = 0;
	int			day = 0;

	(void) sscanf(date, "%d-%d-%d", &year, &month, &day);
	return day_of_calendar(year, month, day);
}

/* The first day of a row. */
int32_t
law_row_from(const LawTable *table, int row)
{
	return law_day(law_cell(table, row, "valid_from"));
}

/* The last day of a row; the last there is where it holds until further notice. */
int32_t
law_row_to(const LawTable *table, int row)
{
	const char *to = law_cell(table, row, "valid_to");

	return *to == '\0' ? INT32_MAX - 1 : law_day(to);
}

/*
 * The row of a table on a day, with a value in each of up to two columns
 * (NULL: any); -1 where there is none.
 */
int
law_row_of_day(const LawTable *table, int32_t day,
			const char *column1, const char *value1,
			const char *column2, const char *value2)
{
	for (int row = 0; row < table->nrows; row++)
	{
		if ((column1 == NULL || strcmp(law_cell(table, row, column1), value1) == 0) &&
			(column2 == NULL || strcmp(law_cell(table, row, column2), value2) == 0) &&
			law_row_from(table, row) <= day && day <= law_row_to(table, row))
			return row;
	}
	return -1;
}

/* The first row of a table with a value in a column; -1 where there is none. */
int
law_row_of_value(const LawTable *table, const char *column, const char *value)
{
	for (int row = 0; row < table->nrows; row++)
	{
		if (strcmp(law_cell(table, row, column), value) == 0)
			return row;
	}
	return -1;
}

/* Whether a value stands in a column of a table at all. */
bool
law_has_value(const LawTable *table, const char *column, const char *value)
{
	return law_row_of_value(table, column, value) >= 0;
}
