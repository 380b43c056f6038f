/*-------------------------------------------------------------------------
 *
 * de_minimis_duty.c
 *	  Duties of who grants de minimis aid: rows of law_de_minimis_duty.
 *
 * src/rule/de_minimis_duty.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/de_minimis_duty.h"

#include <stdlib.h>

#include "rule/calendar.h"
#include "rule/de_minimis.h"
#include "rule/law_row.h"

/*
 * The row of law_de_minimis_duty with a duty in pool general on a day, -1
 * where there is none or it is not known.
 */
int
de_minimis_duty_row(const char *item, int32_t day)
{
	if (de_minimis_regime(LAW_POOL_GENERAL, day) == NULL)
		return -1;
	return law_row_of_day(law_find_table("de_minimis_duty"), day, "item", item,
						  NULL, NULL);
}

/* The number that a duty has: years, or working days. */
int
de_minimis_duty_value(int row)
{
	return atoi(law_cell(law_find_table("de_minimis_duty"), row, "value"));
}

/*
 * The last of the days on which the data of aid are kept, and the row that
 * says so; -1 where it is not known.  A period in years ends on the date on
 * which it began, or on the last day of a month that lacks that date (1182/71
 * Art 3(2)(c)).
 */
int
de_minimis_retention(int32_t granted_on, int32_t *until)
{
	int			row = de_minimis_duty_row("retention", granted_on);

	if (row >= 0)
		*until = years_before(granted_on, -de_minimis_duty_value(row));
	return row;
}
