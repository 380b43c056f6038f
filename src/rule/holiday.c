/*-------------------------------------------------------------------------
 *
 * holiday.c
 *	  Norwegian public holidays.
 *
 * LOV-1995-02-24-12 § 2 names ten of them and counts the movable ones from
 * Easter Sunday; LOV-1947-04-26-1 § 1 puts 1 and 17 May on a par with Sundays.
 * The first of these acts came into force on 1995-02-24, so 1996 is the first
 * whole year.
 *
 * src/rule/holiday.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/holiday.h"

#include "rule/calendar.h"

/* Where a holiday of the acts lies: days from Easter Sunday, or a fixed date. */
typedef struct HolidayRule
{
	int8_t		month;			/* 0: counted from Easter */
	int8_t		day;
	const char *name;
	const char *name_no;
} HolidayRule;

static const HolidayRule rules[HOLIDAYS_OF_YEAR] = {
	{1, 1, "New Year's Day", "nyttårsdag"},
	{0, -3, "Maundy Thursday", "skjærtorsdag"},
	{0, -2, "Good Friday", "langfredag"},
	{0, 0, "Easter Sunday", "første påskedag"},
	{0, 1, "Easter Monday", "annen påskedag"},
	{5, 1, "Labour Day", "1. mai"},
	{5, 17, "Constitution Day", "17. mai"},
	{0, 39, "Ascension Day", "Kristi himmelfartsdag"},
	{0, 49, "Whit Sunday", "første pinsedag"},
	{0, 50, "Whit Monday", "annen pinsedag"},
	{12, 25, "Christmas Day", "første juledag"},
	{12, 26, "Boxing Day", "annen juledag"}
};

/*
 * Easter Sunday of a year of the Gregorian calendar: the first Sunday after
 * the first full moon on or after 21 March, where the full moon is that of
 * the church's tables.  Those repeat after 19 years, shifted once in a while
 * at the turn of a century.
 */
static int32_t
easter_sunday(int year)
{
	int			golden = year % 19;
	int			century = year / 100;
	int			leap_centuries = century / 4;
	int			moon_shift = (century - (century + 8) / 25 + 1) / 3;
	int			epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30;
	int			weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) -
						   epact - year % 100 % 4) % 7;
	int			correction = (golden + 11 * epact + 22 * weekday) / 451;
	int			days = epact + weekday - 7 * correction + 114;

	return day_of_calendar(year, days / 31, days % 31 + 1);
}

static int32_t
day_of_rule(const HolidayRule *rule, int year, int32_t easter)
{
	return rule->month == 0 ? easter + rule->day :
		day_of_calendar(year, rule->month, rule->day);
}

/*
 * The holidays of a year by date.  In some years 1 or 17 May falls on a day
 * that is counted from Easter: it is there under both names then.
 */
void
holidays_of_year(int year, Holiday holidays[HOLIDAYS_OF_YEAR])
{
	int32_t		easter = easter_sunday(year);

	for (int i = 0; i < HOLIDAYS_OF_YEAR; i++)
	{
		int32_t		day = day_of_rule(&rules[i], year, easter);
		int			place = i;

		for (; place > 0 && holidays[place - 1].day > day; place--)
			holidays[place] = holidays[place - 1];
		holidays[place].day = day;
		holidays[place].name = rules[i].name;
		holidays[place].name_no = rules[i].name_no;
	}
}
