/*-------------------------------------------------------------------------
 *
 * working_day.c
 *	  Working days: Monday to Friday except holidays.
 *
 * src/rule/working_day.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/working_day.h"

#include "rule/calendar.h"

/* 2000-01-01, day 0, was a Saturday. */
static bool
is_weekend(int32_t day)
{
	int			weekday = day % 7;

	return weekday == 0 || weekday == 1 || weekday == -6;
}

/* Whether the holidays around a day are known. */
bool
working_day_known(const WorkingDays *working_days, int32_t day)
{
	int			year;

	if (working_days->given)
		return true;
	year = calendar_of_day(day).year;
	return year >= HOLIDAY_FIRST_YEAR && year <= HOLIDAY_LAST_YEAR;
}

static bool
is_norwegian_holiday(WorkingDays *working_days, int32_t day)
{
	int			year = calendar_of_day(day).year;

	if (working_days->year != year)
	{
		holidays_of_year(year, working_days->of_year);
		working_days->year = year;
	}
	for (int i = 0; i < HOLIDAYS_OF_YEAR; i++)
	{
		if (working_days->of_year[i].day == day)
			return true;
	}
	return false;
}

/* Whether a day is a working day; it must be known. */
bool
working_day(WorkingDays *working_days, int32_t day)
{
	if (is_weekend(day))
		return false;
	if (!working_days->given)
		return !is_norwegian_holiday(working_days, day);
	for (int i = 0; i < working_days->nholidays; i++)
	{
		if (working_days->holidays[i] == day)
			return false;
	}
	return true;
}
