/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent.c
 *	  The exact gross grant equivalents of loans, guarantees and interest
 *	  subsidies, payment plans, and present values.
 *
 * The advantage of each year, balance x (market rate - rate paid), is
 * discounted to the day of the grant; the sum is the gross grant equivalent
 * (Commission, "Calculation of the cash grant equivalent of a soft loan").
 * A year in which the aided rate is the higher one gives no advantage, and
 * takes none from the others.
 *
 * src/function/gross_grant_equivalent.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/gross_grant_equivalent.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/gross_grant_equivalent.h"

TILSKUDD_FUNCTION(tilskudd_present_value);
TILSKUDD_FUNCTION(tilskudd_loan_balances);
TILSKUDD_FUNCTION(tilskudd_loan_gge);
TILSKUDD_FUNCTION(tilskudd_guarantee_gge);
TILSKUDD_FUNCTION(tilskudd_interest_subsidy_gge);
TILSKUDD_FUNCTION(tilskudd_explain_loan_gge);
TILSKUDD_FUNCTION(tilskudd_explain_guarantee_gge);
TILSKUDD_FUNCTION(tilskudd_explain_interest_subsidy_gge);

/* Longer plans are mistakes. */
#define MAX_YEARS			100

/*
 * Decimals of a power.  With a rate of two decimals the first 25 years are
 * exact; what is cut off later does not reach GGE_DECIMALS.
 */
#define POWER_DECIMALS		100

/* 1 + rate, by which a year is discounted. */
static Numeric
growth_of(Numeric rate)
{
	return number_add(number_of(1), gge_percent(rate));
}

/* One more factor of a power. */
static Numeric
next_power(Numeric power, Numeric growth)
{
	return gge_round(number_multiply(power, growth), POWER_DECIMALS);
}

static Numeric
power_of(Numeric growth, int years)
{
	Numeric		power = number_of(1);

	for (int i = 0; i < years; i++)
		power = next_power(power, growth);
	return power;
}

/*
 * growth to the part of a year that has begun, in decimal arithmetic: the
 * server gives a power the decimals of its base.
 */
static Numeric
power_of_part(Numeric growth, const GgeSpan *span)
{
	Numeric		part = gge_divide(number_of(span->days),
								  number_of(span->days_of_year));
	Numeric		base = gge_round(growth, 2 * GGE_DECIMALS);

	return DatumGetNumeric(DirectFunctionCall2(numeric_power,
											   NumericGetDatum(base),
											   NumericGetDatum(part)));
}

/* By what an amount on a later day is divided. */
static Numeric
divisor_of_day(DateADT first, DateADT day, int position, Numeric growth)
{
	GgeSpan		span;
	Numeric		divisor;

	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("date %d is %s", position, tilskudd_date(day)),
				 errhint("Give the day of each payment.")));
	if (day < first)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("date %d, %s, is before the first, %s", position,
						tilskudd_date(day), tilskudd_date(first)),
				 errhint("Amounts are discounted to the first date: give the day of the grant first, with amount 0 if nothing is paid then.")));
	span = gge_span(first, day);
	if (span.years >= MAX_YEARS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("date %d, %s, is %d years after the first", position,
						tilskudd_date(day), span.years),
				 errhint("Payments lie less than %d years apart.", MAX_YEARS)));
	divisor = power_of(growth, span.years);
	if (span.days > 0)
		divisor = number_multiply(divisor, power_of_part(growth, &span));
	return divisor;
}

/*
 * present_value(amounts numeric[], dates date[], rate numeric) -> numeric
 *
 * Whole years from calendar day to calendar day are compounded exactly; of
 * the year that has begun counts days / days of that year, as an exponent.
 * No regulation says how parts of a year count.
 */
Datum
tilskudd_present_value(PG_FUNCTION_ARGS)
{
	Datum	   *amounts;
	Datum	   *dates;
	int			namounts = list_argument(PG_GETARG_ARRAYTYPE_P(0), "amounts", &amounts);
	int			ndates = list_argument(PG_GETARG_ARRAYTYPE_P(1), "dates", &dates);
	Numeric		growth = growth_of(gge_rate_argument(PG_GETARG_NUMERIC(2), "rate"));
	Numeric		sum = number_of(0);

	if (namounts != ndates)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("there are %d amounts and %d dates", namounts, ndates),
				 errhint("Give one date for each amount.")));
	for (int i = 0; i < namounts; i++)
	{
		Numeric		amount = DatumGetNumeric(amounts[i]);
		Numeric		divisor;

		CHECK_FOR_INTERRUPTS();
		if (!number_is_finite(amount))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("amount %d can not be %s", i + 1, number_print(amount)),
					 errhint("It must be a number; what is paid back is negative.")));
		divisor = divisor_of_day(DatumGetDateADT(dates[0]),
								 DatumGetDateADT(dates[i]), i + 1, growth);
		sum = number_add(sum, gge_round(gge_divide(amount, divisor), GGE_DECIMALS));
	}
	PG_RETURN_NUMERIC(gge_trim(sum));
}

/* The plan that loan_balances() makes. */
typedef struct PaymentPlan
{
	Numeric		amount;
	int			years;
	int			grace_years;
	Numeric		growth;			/* 1 + loan rate; NULL: linear instalments */
} PaymentPlan;

static void
check_plan_years(int32 years, int32 grace_years)
{
	if (years < 1 || years > MAX_YEARS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("years can not be %d", years),
				 errhint("A plan has 1 to %d years.", MAX_YEARS)));
	if (grace_years < 0 || grace_years >= years)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("grace_years can not be %d in a plan of %d years",
						grace_years, years),
				 errhint("It is less than the years: the last instalment is due at the end of the last year.")));
}

static bool
text_is(const text *given, const char *word)
{
	return VARSIZE_ANY_EXHDR(given) == strlen(word) &&
		memcmp(VARDATA_ANY(given), word, strlen(word)) == 0;
}

/* The growth of an annuity's debt, or NULL for linear instalments. */
static Numeric
repayment_argument(FunctionCallInfo fcinfo, int repayment, int loan_rate)
{
	text	   *given = PG_GETARG_TEXT_PP(repayment);

	if (text_is(given, "linear"))
		return NULL;
	if (!text_is(given, "annuity"))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown repayment \"%s\"",
						tilskudd_shorten(text_to_cstring(given))),
				 errhint("Repayment is linear or annuity. For another plan give the balances as an array.")));
	if (PG_ARGISNULL(loan_rate))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("an annuity needs the rate of the loan"),
				 errhint("Pass it as loan_rate, in percent a year.")));
	return growth_of(gge_rate_argument(PG_GETARG_NUMERIC(loan_rate), "loan_rate"));
}

/*
 * What is owed in a year (the first is 0): the amount until the grace years
 * are over and the first instalment is paid; then, with m instalments of
 * which k are paid, amount x (m - k) / m, or for an annuity amount x (q^m -
 * q^k) / (q^m - 1), where q is the growth of the debt.
 */
static Numeric
balance_in_year(const PaymentPlan *plan, int year)
{
	int			instalments = plan->years - plan->grace_years;
	int			paid = Max(year - plan->grace_years, 0);
	Numeric		owed = number_of(instalments - paid);
	Numeric		whole = number_of(instalments);

	if (plan->growth != NULL)
	{
		Numeric		all = power_of(plan->growth, instalments);
		Numeric		interest = number_subtract(all, number_of(1));

		/* without interest an annuity is linear */
		if (number_compare(interest, number_of(0)) != 0)
		{
			owed = number_subtract(all, power_of(plan->growth, paid));
			whole = interest;
		}
	}
	return gge_trim(gge_round(gge_divide(number_multiply(plan->amount, owed), whole),
							  GGE_DECIMALS));
}

/* loan_balances(amount, years, grace_years, repayment, loan_rate) -> numeric[] */
Datum
tilskudd_loan_balances(PG_FUNCTION_ARGS)
{
	PaymentPlan plan;
	Datum	   *balances;

	for (int i = 0; i < 4; i++)
	{
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	}
	plan.amount = number_amount_argument(PG_GETARG_NUMERIC(0), "amount");
	plan.years = PG_GETARG_INT32(1);
	plan.grace_years = PG_GETARG_INT32(2);
	check_plan_years(plan.years, plan.grace_years);
	plan.growth = repayment_argument(fcinfo, 3, 4);

	balances = palloc(sizeof(Datum) * plan.years);
	for (int year = 0; year < plan.years; year++)
		balances[year] = NumericGetDatum(balance_in_year(&plan, year));
	PG_RETURN_ARRAYTYPE_P(construct_array(balances, plan.years, NUMERICOID,
										  -1, false, TYPALIGN_INT));
}

/* An advantage in yearly steps, as all three forms of aid have it. */
typedef struct Steps
{
	Datum	   *balances;
	int			nyears;
	Numeric		benefit_rate;	/* percent a year of the balance, not negative */
	Numeric		growth;
	bool		in_advance;		/* due at the beginning of each year */
	int			decimals;		/* of each year's present value */
} Steps;

/* One year of it. */
typedef struct Step
{
	Numeric		balance;
	Numeric		benefit;
	Numeric		divisor;		/* growth to the power of the years passed */
	Numeric		present_value;
} Step;

/* What one rate is above another; nothing where it is not. */
static Numeric
rate_above(Numeric rate, Numeric other)
{
	Numeric		difference = number_subtract(rate, other);

	return number_is_negative(difference) ? number_of(0) : difference;
}

/* Reads the balances, the discount rate and the decimals of each year. */
static void
read_steps(FunctionCallInfo fcinfo, int discount_rate, int decimals, Steps *steps)
{
	steps->nyears = list_argument(PG_GETARG_ARRAYTYPE_P(0), "balances", &steps->balances);
	if (steps->nyears > MAX_YEARS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there are balances of %d years", steps->nyears),
				 errhint("A plan has up to %d years, with one balance each.", MAX_YEARS)));
	for (int i = 0; i < steps->nyears; i++)
		number_amount_argument(DatumGetNumeric(steps->balances[i]),
							   psprintf("balances[%d]", i + 1));
	steps->growth = growth_of(gge_rate_argument(PG_GETARG_NUMERIC(discount_rate),
												"discount_rate"));
	steps->decimals = PG_GETARG_INT32(decimals);
	if (steps->decimals < 0 || steps->decimals > GGE_DECIMALS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("decimals can not be %d", steps->decimals),
				 errhint("The present value of each year is rounded to 0 to %d decimals.",
						 GGE_DECIMALS)));
	steps->in_advance = false;
}

/* The next year, counted from 0; the years come in order. */
static void
take_step(const Steps *steps, int year, Step *step)
{
	if (year == 0)
		step->divisor = steps->in_advance ? number_of(1) : steps->growth;
	else
		step->divisor = next_power(step->divisor, steps->growth);
	step->balance = DatumGetNumeric(steps->balances[year]);
	step->benefit = gge_trim(number_multiply(step->balance,
											 gge_percent(steps->benefit_rate)));
	step->present_value = gge_trim(gge_round(gge_divide(step->benefit, step->divisor),
											 steps->decimals));
}

/* The gross grant equivalent: the present values of all years together. */
static Numeric
sum_of_steps(const Steps *steps)
{
	Numeric		sum = number_of(0);
	Step		step = {0};

	for (int year = 0; year < steps->nyears; year++)
	{
		take_step(steps, year, &step);
		sum = number_add(sum, step.present_value);
	}
	return gge_trim(sum);
}

/* A row for each year; rates are columns between the balance and the benefit. */
static Datum
list_steps(FunctionCallInfo fcinfo, const Steps *steps, const Numeric *rates, int nrates)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Step		step = {0};

	tilskudd_init_srf(fcinfo);
	for (int year = 0; year < steps->nyears; year++)
	{
		Datum		values[7];
		bool		nulls[7] = {false};
		int			n = 0;

		take_step(steps, year, &step);
		values[n++] = Int32GetDatum(year + 1);
		values[n++] = NumericGetDatum(step.balance);
		for (int i = 0; i < nrates; i++)
			values[n++] = NumericGetDatum(rates[i]);
		values[n++] = NumericGetDatum(step.benefit);
		values[n++] = NumericGetDatum(gge_trim(gge_round(gge_divide(number_of(1),
																	step.divisor),
														 GGE_DECIMALS)));
		values[n++] = NumericGetDatum(step.present_value);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* (balances, agreed_rate, reference_rate, discount_rate, decimals) */
static void
read_loan(FunctionCallInfo fcinfo, Steps *steps, Numeric *rates)
{
	read_steps(fcinfo, 3, 4, steps);
	rates[0] = gge_rate_argument(PG_GETARG_NUMERIC(2), "reference_rate");
	rates[1] = gge_rate_argument(PG_GETARG_NUMERIC(1), "agreed_rate");
	steps->benefit_rate = rate_above(rates[0], rates[1]);
}

/*
 * (balances, paid_premium, market_premium, discount_rate, in_advance,
 * decimals).  Whether premiums are due at the beginning or the end of a year
 * is not settled, so the caller says it.
 */
static void
read_guarantee(FunctionCallInfo fcinfo, Steps *steps, Numeric *rates)
{
	read_steps(fcinfo, 3, 5, steps);
	steps->in_advance = PG_GETARG_BOOL(4);
	rates[0] = number_amount_argument(gge_rate_argument(PG_GETARG_NUMERIC(2), "market_premium"),
									  "market_premium");
	rates[1] = number_amount_argument(gge_rate_argument(PG_GETARG_NUMERIC(1), "paid_premium"),
									  "paid_premium");
	steps->benefit_rate = rate_above(rates[0], rates[1]);
}

/* (balances, subsidy_rate, discount_rate, decimals) */
static void
read_interest_subsidy(FunctionCallInfo fcinfo, Steps *steps, Numeric *rates)
{
	read_steps(fcinfo, 2, 3, steps);
	rates[0] = number_amount_argument(gge_rate_argument(PG_GETARG_NUMERIC(1), "subsidy_rate"),
									  "subsidy_rate");
	steps->benefit_rate = rates[0];
}

Datum
tilskudd_loan_gge(PG_FUNCTION_ARGS)
{
	Steps		steps;
	Numeric		rates[2];

	read_loan(fcinfo, &steps, rates);
	PG_RETURN_NUMERIC(sum_of_steps(&steps));
}

Datum
tilskudd_guarantee_gge(PG_FUNCTION_ARGS)
{
	Steps		steps;
	Numeric		rates[2];

	read_guarantee(fcinfo, &steps, rates);
	PG_RETURN_NUMERIC(sum_of_steps(&steps));
}

Datum
tilskudd_interest_subsidy_gge(PG_FUNCTION_ARGS)
{
	Steps		steps;
	Numeric		rates[1];

	read_interest_subsidy(fcinfo, &steps, rates);
	PG_RETURN_NUMERIC(sum_of_steps(&steps));
}

/* explain_...(): the same arguments, a row for each year */
Datum
tilskudd_explain_loan_gge(PG_FUNCTION_ARGS)
{
	Steps		steps;
	Numeric		rates[2];

	read_loan(fcinfo, &steps, rates);
	return list_steps(fcinfo, &steps, rates, lengthof(rates));
}

Datum
tilskudd_explain_guarantee_gge(PG_FUNCTION_ARGS)
{
	Steps		steps;
	Numeric		rates[2];

	read_guarantee(fcinfo, &steps, rates);
	return list_steps(fcinfo, &steps, rates, lengthof(rates));
}

Datum
tilskudd_explain_interest_subsidy_gge(PG_FUNCTION_ARGS)
{
	Steps		steps;
	Numeric		rates[1];

	read_interest_subsidy(fcinfo, &steps, rates);
	return list_steps(fcinfo, &steps, rates, lengthof(rates));
}
