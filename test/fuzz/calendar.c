/*
 * Days, years, months, holidays and working days, against slower ways to find
 * the same.
 */
#include "fuzz.h"

#include "rule/calendar.h"
#include "rule/gross_grant_equivalent.h"
#include "rule/holiday.h"
#include "rule/working_day.h"

static void
check_calendar(int32_t day)
{
	CalendarDay calendar = calendar_of_day(day);
	CalendarDay next = calendar_of_day(day + 1);
	int			last = days_in_month(calendar.year, calendar.month);

	DEMAND(day_of_calendar(calendar.year, calendar.month, calendar.day) == day);
	DEMAND(calendar.month >= 1 && calendar.month <= 12 && calendar.day >= 1 && calendar.day <= last);
	if (calendar.day < last)
		DEMAND(next.year == calendar.year && next.month == calendar.month && next.day == calendar.day + 1);
	else
		DEMAND(next.day == 1 && next.month == calendar.month % 12 + 1 &&
			   next.year == calendar.year + (calendar.month == 12));
}

/* The same day of the month, or the month's last; monotone; years are 12 months. */
static void
check_arithmetic(int32_t day, int years, int months)
{
	CalendarDay from = calendar_of_day(day);
	CalendarDay to = calendar_of_day(months_after(day, months));
	int			last = days_in_month(to.year, to.month);

	DEMAND((to.year - from.year) * 12 + to.month - from.month == months);
	DEMAND(to.day == (from.day < last ? from.day : last));
	DEMAND(months_after(day, months) <= months_after(day + 1, months));
	DEMAND(years_before(day, years) <= years_before(day + 1, years));
	DEMAND(years_before(day, -years) == months_after(day, 12 * years));
	DEMAND(years_before(day, 0) == day);
}

static void
check_span(int32_t from, int32_t to)
{
	GgeSpan		span = gge_span(from, to);

	DEMAND(span.years >= 0 && span.days >= 0 && span.days < span.days_of_year);
	DEMAND(span.days_of_year == 365 || span.days_of_year == 366);
	DEMAND(years_before(from, -span.years) + span.days == to);
	DEMAND(years_before(from, -span.years - 1) > to);
}

/* Easter by another algorithm than the rule's: that of Gauss. */
static int32_t
easter_of_gauss(int year)
{
	int			k = year / 100;
	int			m = (15 - (13 + 8 * k) / 25 + k - k / 4) % 30;
	int			n = (4 + k - k / 4) % 7;
	int			d = (19 * (year % 19) + m) % 30;
	int			e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7;

	if ((d == 29 && e == 6) || (d == 28 && e == 6 && (11 * m + 11) % 30 < 19))
		e -= 7;
	return day_of_calendar(year, 3, 22) + d + e;
}

static void
check_holidays(int year)
{
	Holiday		holidays[HOLIDAYS_OF_YEAR];
	int32_t		easter = easter_of_gauss(year);
	int			movable = 0;

	holidays_of_year(year, holidays);
	for (int i = 0; i < HOLIDAYS_OF_YEAR; i++)
	{
		DEMAND(calendar_of_day(holidays[i].day).year == year);
		DEMAND(i == 0 || holidays[i].day >= holidays[i - 1].day);
		if (strcmp(holidays[i].name, "Easter Sunday") == 0)
			DEMAND(holidays[i].day == easter && ++movable);
		if (strcmp(holidays[i].name, "Whit Monday") == 0)
			DEMAND(holidays[i].day == easter + 50 && ++movable);
	}
	DEMAND(movable == 2);
}

/* Asked in any order, the answer is that of a fresh question. */
static void
check_working_days(Input *input)
{
	int32_t		given[8];
	WorkingDays norwegian = {0};
	WorkingDays own = {.given = true, .holidays = given, .nholidays = take_between(input, 0, 8)};
	int32_t		day = take_finite_day(input);

	for (int i = 0; i < own.nholidays; i++)
		given[i] = day + take_between(input, -20, 20);
	for (int i = 0; i < 40; i++)
	{
		int32_t		one = i % 2 ? day + i : day - i;
		int			weekday = (int) (((int64_t) one - 2) % 7 + 7) % 7;	/* 0 is Monday */
		bool		holiday = false;
		WorkingDays fresh = {0};

		if (one < DAY_FIRST || one > DAY_LAST)
			continue;
		for (int j = 0; j < own.nholidays; j++)
			holiday |= given[j] == one;
		DEMAND(working_day_known(&own, one));
		DEMAND(working_day(&own, one) == (weekday < 5 && !holiday));

		if (!working_day_known(&norwegian, one))
			continue;
		DEMAND(working_day(&norwegian, one) == working_day(&fresh, one));
		DEMAND(weekday < 5 || !working_day(&norwegian, one));
		check_holidays(calendar_of_day(one).year);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	int32_t		from = take_finite_day(&input);
	int32_t		to = take_finite_day(&input);
	int			years = take_between(&input, 0, 100);

	check_calendar(from);
	check_arithmetic(from, years, take_between(&input, 0, 400));
	check_span(from < to ? from : to, from < to ? to : from);
	check_holidays(take_between(&input, HOLIDAY_FIRST_YEAR, HOLIDAY_LAST_YEAR));
	check_working_days(&input);
	return 0;
}
