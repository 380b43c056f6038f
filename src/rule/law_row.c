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

/* A cell that holds a date, which the generator has checked. */
int32_t
law_row_date(const LawTable *table, int row, const char *column)
{
	int			year = 0;
	int			month = 0;
	int			day = 0;

	(void) sscanf(law_cell(table, row, column), "%d-%d-%d", &year, &month, &day);
	return day_of_calendar(year, month, day);
}

/* The first day of a row. */
int32_t
law_row_from(const LawTable *table, int row)
{
	return law_row_date(table, row, "valid_from");
}

/* The last day of a row. */
int32_t
law_row_to(const LawTable *table, int row)
{
	return *law_cell(table, row, "valid_to") == '\0' ? LAW_ROW_OPEN :
		law_row_date(table, row, "valid_to");
}

/* Whether a row holds on a day. */
bool
law_row_holds(const LawTable *table, int row, int32_t day)
{
	return law_row_from(table, row) <= day && day <= law_row_to(table, row);
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
			law_row_holds(table, row, day))
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

/*
 * Whether a value meets the limit of a row, as its column comparison has it:
 * order is less than, equal to or greater than 0, as the value is to the limit.
 */
bool
law_row_meets(const LawTable *table, int row, int order)
{
	const char *comparison = law_cell(table, row, "comparison");

	if (strcmp(comparison, "at least") == 0)
		return order >= 0;
	if (strcmp(comparison, "more than") == 0)
		return order > 0;
	if (strcmp(comparison, "at most") == 0)
		return order <= 0;
	return order < 0;			/* less than */
}
