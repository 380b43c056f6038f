/*-------------------------------------------------------------------------
 *
 * working_day.c
 *	  Arithmetic with working days.
 *
 * src/function/working_day.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/working_day.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "message.h"
#include "rule/calendar.h"

TILSKUDD_FUNCTION(tilskudd_is_working_day);
TILSKUDD_FUNCTION(tilskudd_add_working_days);
TILSKUDD_FUNCTION(tilskudd_working_days_between);

/* The holidays of an argument, those of Norway where it is NULL. */
WorkingDays
working_day_argument(FunctionCallInfo fcinfo, int argument)
{
	WorkingDays working_days = {0};
	Datum	   *days;
	bool	   *nulls;
	int32_t    *holidays;

	if (PG_ARGISNULL(argument))
		return working_days;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), DATEOID, sizeof(DateADT), true,
					  TYPALIGN_INT, &days, &nulls, &working_days.nholidays);
	holidays = palloc(sizeof(int32_t) * working_days.nholidays);
	for (int i = 0; i < working_days.nholidays; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("a holiday is NULL"),
					 errhint("Give NULL instead of the array to take the Norwegian public holidays.")));
		holidays[i] = DatumGetDateADT(days[i]);
	}
	working_days.given = true;
	working_days.holidays = holidays;
	return working_days;
}

/* An error for a year whose Norwegian holidays are not known. */
void
working_day_require_year(int year)
{
	if (year < HOLIDAY_FIRST_YEAR || year > HOLIDAY_LAST_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("public holidays of year %d are not known", year),
				 errhint("Known are those of %d to %d.", HOLIDAY_FIRST_YEAR,
						 HOLIDAY_LAST_YEAR)));
}

/*
 * The working day that comes so many working days after a day, or before it
 * if the count is negative; false where the holidays on the way are not known.
 */
bool
working_day_add(WorkingDays *working_days, DateADT *day, int32 count)
{
	int			step = count < 0 ? -1 : 1;

	while (count != 0)
	{
		CHECK_FOR_INTERRUPTS();
		*day += step;
		if (!IS_VALID_DATE(*day))
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("the working days lead out of the range of dates"),
					 errhint("Dates go from 4713-11-24 BC to 5874897-12-31.")));
		if (!working_day_known(working_days, *day))
			return false;
		if (working_day(working_days, *day))
			count -= step;
	}
	return true;
}

static DateADT
finite_day(DateADT day)
{
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("\"%s\" is no day of the calendar", tilskudd_date(day)),
				 errhint("Working days are counted between finite dates.")));
	return day;
}

/*
 * is_working_day(day date, holidays date[]) -> boolean
 *
 * In a CHECK, NULL would let the row in: what is not known raises.
 */
Datum
tilskudd_is_working_day(PG_FUNCTION_ARGS)
{
	WorkingDays working_days = working_day_argument(fcinfo, 1);
	DateADT		day;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	day = finite_day(PG_GETARG_DATEADT(0));
	if (!working_days.given)
		working_day_require_year(calendar_of_day(day).year);
	PG_RETURN_BOOL(working_day(&working_days, day));
}

/*
 * add_working_days(day date, count integer, holidays date[]) -> date
 *
 * As with the server's date + integer, infinity stays what it is.
 */
Datum
tilskudd_add_working_days(PG_FUNCTION_ARGS)
{
	WorkingDays working_days = working_day_argument(fcinfo, 2);
	DateADT		day;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(0);
	if (!DATE_NOT_FINITE(day) &&
		!working_day_add(&working_days, &day, PG_GETARG_INT32(1)))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}

/*
 * working_days_between(from_day date, to_day date, holidays date[]) -> integer
 *
 * Counts the later of the two days and not the earlier, whichever way it is
 * asked, so that the counts of adjoining periods add up.
 */
Datum
tilskudd_working_days_between(PG_FUNCTION_ARGS)
{
	WorkingDays working_days = working_day_argument(fcinfo, 2);
	DateADT		first;
	DateADT		last;
	bool		backward;
	int32		count = 0;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	first = finite_day(PG_GETARG_DATEADT(0));
	last = finite_day(PG_GETARG_DATEADT(1));
	backward = last < first;
	if (backward)
	{
		first = last;
		last = PG_GETARG_DATEADT(0);
	}
	if (first < last && (!working_day_known(&working_days, first + 1) ||
						 !working_day_known(&working_days, last)))
		PG_RETURN_NULL();
	while (first < last)
	{
		CHECK_FOR_INTERRUPTS();
		first++;
		if (working_day(&working_days, first))
			count++;
	}
	PG_RETURN_INT32(backward ? -count : count);
}
