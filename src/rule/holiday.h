/*-------------------------------------------------------------------------
 *
 * holiday.h
 *	  Norwegian public holidays.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/holiday.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_HOLIDAY_H
#define TILSKUDD_RULE_HOLIDAY_H

#include <stdint.h>

/* The years that the acts speak of, and the Gregorian calendar carries. */
#define HOLIDAY_FIRST_YEAR	1996
#define HOLIDAY_LAST_YEAR	9999

#define HOLIDAYS_OF_YEAR	12

typedef struct Holiday
{
	int32_t		day;
	const char *name;
	const char *name_no;		/* as the act has it, UTF-8 */
} Holiday;

extern void holidays_of_year(int year, Holiday holidays[HOLIDAYS_OF_YEAR]);

#endif							/* TILSKUDD_RULE_HOLIDAY_H */
