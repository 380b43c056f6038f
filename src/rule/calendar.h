/*-------------------------------------------------------------------------
 *
 * calendar.h
 *	  Days of the Gregorian calendar, counted from 2000-01-01.
 *
 * Plain C.  Any day of the server's type date is safe.
 *
 * src/rule/calendar.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_CALENDAR_H
#define TILSKUDD_RULE_CALENDAR_H

#include <stdint.h>

typedef struct CalendarDay
{
	int			year;			/* 0 is 1 BC */
	int			month;			/* 1 to 12 */
	int			day;			/* 1 to 31 */
} CalendarDay;

extern CalendarDay calendar_of_day(int32_t day);
extern int32_t day_of_calendar(int year, int month, int day);
extern int	days_in_month(int year, int month);
extern int32_t years_before(int32_t day, int years);
extern int32_t months_after(int32_t day, int months);

#endif							/* TILSKUDD_RULE_CALENDAR_H */
