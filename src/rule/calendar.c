/*-------------------------------------------------------------------------
 *
 * calendar.c
 *	  Days of the Gregorian calendar, counted from 2000-01-01.
 *
 * The year is taken to begin in March, so that the leap day is its last.
 * Years are grouped by 400, the calendar's period of 146 097 days.
 *
 * src/rule/calendar.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/calendar.h"

#define DAYS_OF_400_YEARS	146097

/* Days from 2000-03-01, where a period of 400 years begins, to 2000-01-01. */
#define EPOCH_IN_PERIOD		60

static int32_t
floor_divide(int32_t a, int32_t b)
{
	return a / b - (a % b < 0);
}

CalendarDay
calendar_of_day(int32_t day)
{
	CalendarDay result;
	int32_t		period;
	int32_t		day_of_period;
	int32_t		year_of_period;
	int32_t		day_of_year;
	int32_t		month;

	/* far from overflow: date ends at 5874897-12-31, 2.1e9 days from here */
	period = floor_divide(day - EPOCH_IN_PERIOD, DAYS_OF_400_YEARS);
	day_of_period = day - EPOCH_IN_PERIOD - period * DAYS_OF_400_YEARS;
	year_of_period = (day_of_period - day_of_period / 1460 +
					  day_of_period / 36524 - day_of_period / 146096) / 365;
	day_of_year = day_of_period - (365 * year_of_period +
								   year_of_period / 4 - year_of_period / 100);
	month = (5 * day_of_year + 2) / 153;	/* 0 is March */

	result.day = day_of_year - (153 * month + 2) / 5 + 1;
	result.month = month < 10 ? month + 3 : month - 9;
	result.year = 2000 + period * 400 + year_of_period + (result.month <= 2);
	return result;
}

int32_t
day_of_calendar(int year, int month, int day)
{
	int32_t		march_year = year - 2000 - (month <= 2);
	int32_t		period = floor_divide(march_year, 400);
	int32_t		year_of_period = march_year - period * 400;
	int32_t		day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return period * DAYS_OF_400_YEARS + 365 * year_of_period +
		year_of_period / 4 - year_of_period / 100 + day_of_year + EPOCH_IN_PERIOD;
}

int
days_in_month(int year, int month)
{
	static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* A day of a month, or the last that the month has. */
static int32_t
day_within_month(int year, int month, int day)
{
	int			last = days_in_month(year, month);

	return day_of_calendar(year, month, day < last ? day : last);
}

/*
 * The same calendar day some years before; 28 February where that year has
 * no 29th, as the server's date - interval has it.
 */
int32_t
years_before(int32_t day, int years)
{
	CalendarDay calendar = calendar_of_day(day);

	return day_within_month(calendar.year - years, calendar.month, calendar.day);
}

/*
 * The same day of the month some months later; the last of a month that has
 * no such day, as the server's date + interval has it.
 */
int32_t
months_after(int32_t day, int months)
{
	CalendarDay calendar = calendar_of_day(day);
	int			month = calendar.month - 1 + months;	/* of that year, 0 is January */

	return day_within_month(calendar.year + month / 12, month % 12 + 1, calendar.day);
}
