/*-------------------------------------------------------------------------
 *
 * recovery_interest.c
 *	  Interest on aid that is recovered, from the day on which it was received.
 *
 * Compounded every year at the rate in force on the day of receipt and on each
 * of its anniversaries (Regulation (EC) No 794/2004 Art 11, as amended by
 * Regulation (EC) No 271/2008; Decision 195/04/COL as amended by 789/08/COL).
 * How the last, broken year counts is not in the Regulation: simple interest
 * by days.
 *
 * src/function/recovery_interest.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/gross_grant_equivalent.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/calendar.h"
#include "rule/gross_grant_equivalent.h"
#include "rule/law_row.h"

TILSKUDD_FUNCTION(tilskudd_recovery_rate);
TILSKUDD_FUNCTION(tilskudd_recovery_interest);
TILSKUDD_FUNCTION(tilskudd_explain_recovery_interest);

/* Longer times are mistakes. */
#define MAX_YEARS	100

/* Rates that the caller gives: each from a day until the next rate begins. */
typedef struct GivenRates
{
	int			count;
	Datum	   *from;
	Datum	   *rates;
} GivenRates;

/* A rate in percent a year, and where it comes from. */
typedef struct RecoveryRate
{
	Numeric		rate;
	const char *source;
} RecoveryRate;

/* The row of law_recovery_rate on a day; an error before the first. */
static int
rate_row(DateADT day)
{
	const LawTable *table = law_find_table("recovery_rate");
	int			row = law_row_of_day(table, day, NULL, NULL, NULL, NULL);

	if (row < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no recovery rate for %s", tilskudd_date(day)),
				 errdetail("Recovery rates are known from %s.",
						   tilskudd_date(law_row_from(table, 0))),
				 errhint("Pass the rate in force on that day to recovery_interest(), in percent a year: rates_from => '{%s}', rates => '{...}'.",
						 tilskudd_date(day))));
	return row;
}

/* Whether the rate of a row was published as such, before there were base rates. */
static bool
is_finished(int row)
{
	return *law_cell(law_find_table("recovery_rate"), row, "rate_percent") != '\0';
}

static Numeric
add_margin(Numeric base_rate, int row)
{
	return number_add(base_rate,
					  gge_percent(number_cell(law_find_table("recovery_rate"), row,
											  "margin_basis_points")));
}

/* The recovery rate of the law on a day; an error where the tables have none. */
static RecoveryRate
law_recovery_rate(DateADT day)
{
	const LawTable *table = law_find_table("recovery_rate");
	const LawTable *base = law_find_table("base_rate");
	int			row = rate_row(day);
	int			base_row;
	RecoveryRate result;

	if (is_finished(row))
	{
		result.rate = number_cell(table, row, "rate_percent");
		result.source = verdict_citation(table, row);
		return result;
	}
	base_row = law_row_of_day(base, day, NULL, NULL, NULL, NULL);
	if (base_row < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no recovery rate for %s", tilskudd_date(day)),
				 gge_errdetail_gap(day),
				 errhint("Pass the rate in force on that day to recovery_interest(), in percent a year: rates_from => '{%s}', rates => '{...}'. It is the base rate that the EFTA Surveillance Authority published and %s basis points: recovery_rate('%s', base_rate).",
						 tilskudd_date(day), law_cell(table, row, "margin_basis_points"),
						 tilskudd_date(day))));
	result.rate = add_margin(number_cell(base, base_row, "base_rate_percent"), row);
	result.source = psprintf("%s; %s basis points: %s", verdict_citation(base, base_row),
							 law_cell(table, row, "margin_basis_points"),
							 verdict_citation(table, row));
	return result;
}

/* recovery_rate(on_date date, base_rate numeric) -> numeric, percent a year */
Datum
tilskudd_recovery_rate(PG_FUNCTION_ARGS)
{
	DateADT		on_date;
	int			row;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	on_date = PG_GETARG_DATEADT(0);
	if (PG_ARGISNULL(1))
		PG_RETURN_NUMERIC(law_recovery_rate(on_date).rate);
	row = rate_row(on_date);
	if (is_finished(row))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the recovery rate of %s is not made of a base rate",
						tilskudd_date(on_date)),
				 errhint("It was published as such: leave base_rate out.")));
	PG_RETURN_NUMERIC(add_margin(gge_rate_argument(PG_GETARG_NUMERIC(1), "base_rate"), row));
}

/* The first day of the last row of a table that begins by a day; DATEVAL_NOBEGIN if none. */
static DateADT
last_beginning(const LawTable *table, DateADT day)
{
	DateADT		last = DATEVAL_NOBEGIN;

	for (int row = 0; row < table->nrows; row++)
	{
		DateADT		from = law_row_from(table, row);

		if (from <= day && from > last)
			last = from;
	}
	return last;
}

/*
 * The rate in force on a day.  What began last decides, a rate given or one
 * of the law; of two that begin together, the one given.  So a rate given
 * fills a gap and no more: it ends where a later one of the law begins.
 */
static RecoveryRate
rate_on(DateADT day, const GivenRates *given)
{
	DateADT		of_law = Max(last_beginning(law_find_table("recovery_rate"), day),
							 last_beginning(law_find_table("base_rate"), day));
	int			last = -1;

	for (int i = 0; i < given->count; i++)
	{
		DateADT		from = DatumGetDateADT(given->from[i]);

		if (from <= day && from >= of_law &&
			(last < 0 || from > DatumGetDateADT(given->from[last])))
			last = i;
	}
	if (last >= 0)
	{
		RecoveryRate result = {
			DatumGetNumeric(given->rates[last]),
			psprintf("given, from %s", tilskudd_date(DatumGetDateADT(given->from[last])))
		};

		return result;
	}
	return law_recovery_rate(day);
}

static GivenRates
given_rates_arguments(FunctionCallInfo fcinfo, int from, int rates)
{
	GivenRates	given = {0};
	int			nrates;

	if (PG_ARGISNULL(from) != PG_ARGISNULL(rates))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("rates and rates_from are not given together"),
				 errhint("Give one day for each rate, from which it holds.")));
	if (PG_ARGISNULL(from))
		return given;
	given.count = list_argument(PG_GETARG_ARRAYTYPE_P(from), "rates_from", &given.from);
	nrates = list_argument(PG_GETARG_ARRAYTYPE_P(rates), "rates", &given.rates);
	if (nrates != given.count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("there are %d rates and %d days from which they hold", nrates, given.count),
				 errhint("Give one day for each rate.")));
	for (int i = 0; i < given.count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		(void) gge_rate_argument(DatumGetNumeric(given.rates[i]), psprintf("rates[%d]", i + 1));
		for (int j = 0; j < i; j++)
		{
			if (given.from[i] == given.from[j])
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("two rates are given from %s",
								tilskudd_date(DatumGetDateADT(given.from[i]))),
						 errhint("Give one rate for each day.")));
		}
	}
	return given;
}

/* How the days of a broken year count. */
typedef enum DayCount
{
	ACTUAL_365,
	ACTUAL_360,
	ACTUAL_ACTUAL				/* of the year that has begun, 365 or 366 */
} DayCount;

static const char *const day_counts[] = {"actual/365", "actual/360", "actual/actual"};

static int
days_of_year(DayCount day_count, const GgeSpan *span)
{
	if (day_count == ACTUAL_ACTUAL)
		return span->days_of_year;
	return day_count == ACTUAL_360 ? 360 : 365;
}

/* What the functions ask. */
typedef struct Recovery
{
	Numeric		amount;
	DateADT		received_on;
	DateADT		repaid_on;
	GivenRates	given;
	DayCount	day_count;
	int			decimals;
	GgeSpan		span;			/* from one day to the other */
} Recovery;

static void
check_days(const Recovery *recovery)
{
	if (DATE_NOT_FINITE(recovery->received_on) || DATE_NOT_FINITE(recovery->repaid_on))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("interest can not run from %s to %s", tilskudd_date(recovery->received_on),
						tilskudd_date(recovery->repaid_on)),
				 errhint("Give the day of receipt and the day of repayment, or today for what is not repaid.")));
	if (recovery->received_on > recovery->repaid_on)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("aid received on %s can not be repaid on %s",
						tilskudd_date(recovery->received_on), tilskudd_date(recovery->repaid_on)),
				 errhint("Repayment does not come before receipt.")));
	if (recovery->span.years >= MAX_YEARS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("interest can not run for %d years", recovery->span.years),
				 errhint("Repayment comes less than %d years after receipt.", MAX_YEARS)));
}

/* The arguments; false where one that must be known is NULL. */
static bool
recovery_arguments(FunctionCallInfo fcinfo, Recovery *recovery)
{
	recovery->given = given_rates_arguments(fcinfo, 3, 4);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(5) ||
		PG_ARGISNULL(6))
		return false;
	recovery->amount = number_amount_argument(PG_GETARG_NUMERIC(0), "amount");
	recovery->received_on = PG_GETARG_DATEADT(1);
	recovery->repaid_on = PG_GETARG_DATEADT(2);
	recovery->day_count = name_argument(PG_GETARG_TEXT_PP(5), "unknown day count \"%s\"", day_counts,
										lengthof(day_counts));
	recovery->decimals = PG_GETARG_INT32(6);
	if (recovery->decimals < 0 || recovery->decimals > GGE_DECIMALS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("decimals can not be %d", recovery->decimals),
				 errhint("They are from 0 to %d.", GGE_DECIMALS)));
	if (!DATE_NOT_FINITE(recovery->received_on) && !DATE_NOT_FINITE(recovery->repaid_on))
		recovery->span = gge_span(recovery->received_on, recovery->repaid_on);
	check_days(recovery);
	return true;
}

/* A year of interest, or what there is of the last. */
typedef struct InterestYear
{
	DateADT		from;
	DateADT		to;				/* the day after its last */
	RecoveryRate rate;
	Numeric		balance;		/* with interest in the end, unrounded */
} InterestYear;

/* Whether there is a year of a number, from 0 on. */
static bool
has_year(const Recovery *recovery, int year)
{
	return year < recovery->span.years ||
		(year == recovery->span.years && recovery->span.days > 0);
}

/*
 * The balance after a year: whole years are exact.  Days of a broken year are
 * divided by 365, 366 or 360 times a power of ten, so that the quotient
 * repeats after a few decimals, and rounding it twice gives the same.
 */
static InterestYear
year_of(const Recovery *recovery, int year, Numeric balance)
{
	InterestYear result;

	CHECK_FOR_INTERRUPTS();
	result.from = years_before(recovery->received_on, -year);
	result.rate = rate_on(result.from, &recovery->given);
	if (year < recovery->span.years)
	{
		result.to = years_before(recovery->received_on, -year - 1);
		result.balance = number_add(balance, number_multiply(balance, gge_percent(result.rate.rate)));
	}
	else
	{
		Numeric		days = number_of(recovery->span.days);
		Numeric		of = number_of(days_of_year(recovery->day_count, &recovery->span));
		Numeric		growth = number_add(of, number_multiply(days, gge_percent(result.rate.rate)));

		result.to = recovery->repaid_on;
		result.balance = gge_divide(number_multiply(balance, growth), of);
	}
	return result;
}

/*
 * recovery_interest(amount numeric, received_on date, repaid_on date,
 *		rates_from date[], rates numeric[], day_count text, decimals integer)
 *		-> numeric
 */
Datum
tilskudd_recovery_interest(PG_FUNCTION_ARGS)
{
	Recovery	recovery;
	Numeric		balance;

	if (!recovery_arguments(fcinfo, &recovery))
		PG_RETURN_NULL();
	balance = recovery.amount;
	for (int year = 0; has_year(&recovery, year); year++)
		balance = year_of(&recovery, year, balance).balance;
	PG_RETURN_NUMERIC(gge_round(number_subtract(balance, recovery.amount), recovery.decimals));
}

/*
 * explain_recovery_interest(... as recovery_interest()) -> setof (from_day
 *		date, to_day date, days integer, rate numeric, interest numeric,
 *		balance numeric, source text)
 *
 * The interest due in the end of each year is rounded as a sum, so that the
 * rows add up to what recovery_interest() gives.
 */
Datum
tilskudd_explain_recovery_interest(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Recovery	recovery;
	Numeric		balance;
	Numeric		due_before;

	tilskudd_init_srf(fcinfo);
	if (!recovery_arguments(fcinfo, &recovery))
		return (Datum) 0;
	balance = recovery.amount;
	due_before = number_of(0);
	for (int number = 0; has_year(&recovery, number); number++)
	{
		InterestYear year = year_of(&recovery, number, balance);
		Numeric		due = gge_round(number_subtract(year.balance, recovery.amount),
									recovery.decimals);
		Datum		values[7];
		bool		nulls[7] = {false};

		values[0] = DateADTGetDatum(year.from);
		values[1] = DateADTGetDatum(year.to);
		values[2] = Int32GetDatum(year.to - year.from);
		values[3] = NumericGetDatum(year.rate.rate);
		values[4] = NumericGetDatum(number_subtract(due, due_before));
		values[5] = NumericGetDatum(number_add(recovery.amount, due));
		values[6] = CStringGetTextDatum(year.rate.source);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		balance = year.balance;
		due_before = due;
	}
	return (Datum) 0;
}
