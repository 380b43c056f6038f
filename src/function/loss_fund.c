/*-------------------------------------------------------------------------
 *
 * loss_fund.c
 *	  The national loss fund of the risk loans: whether it is large enough, and
 *	  what counties pay when it is not; the interest of a risk loan.
 *
 * src/function/loss_fund.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "access/htup_details.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/partition.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/law_row.h"

TILSKUDD_FUNCTION(tilskudd_loss_fund_status);
TILSKUDD_FUNCTION(tilskudd_loss_fund_share);
TILSKUDD_FUNCTION(tilskudd_risk_loan_rate_ok);

/* The columns of loss_fund_status(). */
enum
{
	STATUS,
	SHORTFALL_POINTS,
	TOP_UP_POINTS,
	TOP_UP_NOK,
	RULE,
	CITATION,
	STATUS_NATTS
};

/* Whether the fund falls short by as much as a row of law_loss_fund says. */
static bool
is_reached(const LawTable *table, int row, Numeric shortfall)
{
	return law_row_meets(table, row,
						 number_compare(shortfall, number_cell(table, row, "points")));
}

/* A percentage of the portfolio, which an assessed risk can not exceed. */
static Numeric
risk_argument(Numeric risk)
{
	number_amount_argument(risk, "risk_percent");
	if (number_compare(risk, number_of(100)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("risk_percent can not be %s", number_print(risk)),
				 errhint("It is given in percent of the portfolio, from 0 to 100.")));
	return risk;
}

/* The percentage points of a portfolio, rounded up: less would not be enough. */
static Numeric
points_of_portfolio(Numeric portfolio, Numeric points)
{
	return number_share(number_ceil(number_multiply(portfolio, points)), 100);
}

/* What follows from a shortfall. */
typedef struct Status
{
	const char *name;
	int			row;			/* of law_loss_fund; -1: not known */
	Numeric		top_up;			/* points */
} Status;

/* The row of an item on a day; without a day that of the guidelines. */
static int
item_row(const LawTable *table, const char *item, const DateADT *on_date)
{
	return on_date != NULL ? law_row_of_day(table, *on_date, "item", item, NULL, NULL) :
		law_row_of_value(table, "item", item);
}

/*
 * A deviation of just ten points lies within the limit, so the fund is
 * topped up to that and no further (G8-6).
 */
static Status
status_of(const LawTable *table, const DateADT *on_date, Numeric shortfall)
{
	int			top_up = item_row(table, "top_up", on_date);
	int			warn = item_row(table, "warn", on_date);
	Status		status = {.name = "ok",.row = warn,.top_up = number_of(0)};

	if (top_up < 0 || warn < 0)
		status.row = -1;
	else if (is_reached(table, top_up, shortfall))
	{
		status.name = "top_up";
		status.row = top_up;
		status.top_up = number_subtract(shortfall, number_cell(table, top_up, "points"));
	}
	else if (is_reached(table, warn, shortfall))
		status.name = "warn";
	return status;
}

/*
 * loss_fund_status(fund_percent numeric, risk_percent numeric [, on_date date,
 *		portfolio_nok numeric]) -> (status, shortfall_points, top_up_points,
 *		top_up_nok, rule, citation)
 */
Datum
tilskudd_loss_fund_status(PG_FUNCTION_ARGS)
{
	const LawTable *table = law_find_table("loss_fund");
	bool		with_day = PG_NARGS() > 2;
	Numeric		portfolio = with_day ? amount_argument(fcinfo, 3, "portfolio_nok") : NULL;
	DateADT		on_date = 0;
	Numeric		shortfall;
	Status		status;
	TupleDesc	tupdesc;
	Datum		values[STATUS_NATTS] = {0};
	bool		nulls[STATUS_NATTS] = {false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
		tupdesc->natts != STATUS_NATTS)
		elog(ERROR, "return type must be the row of loss_fund_status");
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || (with_day && PG_ARGISNULL(2)))
		PG_RETURN_NULL();
	if (with_day)
		on_date = PG_GETARG_DATEADT(2);
	shortfall = number_subtract(risk_argument(PG_GETARG_NUMERIC(1)),
								number_amount_argument(PG_GETARG_NUMERIC(0), "fund_percent"));
	status = status_of(table, with_day ? &on_date : NULL, shortfall);
	if (status.row < 0)
		PG_RETURN_NULL();

	values[STATUS] = CStringGetTextDatum(status.name);
	values[SHORTFALL_POINTS] = NumericGetDatum(shortfall);
	values[TOP_UP_POINTS] = NumericGetDatum(status.top_up);
	if (number_compare(status.top_up, number_of(0)) == 0)
		values[TOP_UP_NOK] = NumericGetDatum(number_of(0));
	else if (portfolio != NULL)
		values[TOP_UP_NOK] = NumericGetDatum(points_of_portfolio(portfolio, status.top_up));
	else
		nulls[TOP_UP_NOK] = true;
	values[RULE] = CStringGetTextDatum(law_cell(table, status.row, "rule"));
	values[CITATION] = CStringGetTextDatum(verdict_citation(table, status.row));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}

/* The arguments of loss_fund_share(). */
enum
{
	ARG_PORTFOLIO,
	ARG_TOP_UP,
	ARG_COUNTY
};

/* A county, which has a row of its own. */
typedef struct County
{
	int			row;
	text	   *name;
	Numeric		portfolio;		/* NULL: not known */
	int64		share;			/* oere */
	Numeric		remainder;		/* of the oere that is left over */
} County;

/* By their bytes: whatever the collation, the answer is the same. */
static int
compare_names(const void *a, const void *b)
{
	const text *x = ((const County *) a)->name;
	const text *y = ((const County *) b)->name;
	int			order = memcmp(VARDATA_ANY(x), VARDATA_ANY(y),
							   Min(VARSIZE_ANY_EXHDR(x), VARSIZE_ANY_EXHDR(y)));

	if (order != 0)
		return order;
	return (VARSIZE_ANY_EXHDR(x) > VARSIZE_ANY_EXHDR(y)) -
		(VARSIZE_ANY_EXHDR(x) < VARSIZE_ANY_EXHDR(y));
}

/* The largest remainder first, and of equal ones the first name. */
static int
compare_remainders(const void *a, const void *b)
{
	int			order = number_compare(((const County *) b)->remainder,
									   ((const County *) a)->remainder);

	return order != 0 ? order : compare_names(a, b);
}

/* A county that stands twice would have no one place among equal remainders. */
static void
check_names(County *counties, int ncounties)
{
	qsort(counties, ncounties, sizeof(County), compare_names);
	for (int i = 1; i < ncounties; i++)
	{
		if (compare_names(&counties[i - 1], &counties[i]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("county \"%s\" stands twice in a partition",
							tilskudd_shorten(text_to_cstring(counties[i].name))),
					 errhint("Add its portfolios up first, or PARTITION BY what tells the rows apart.")));
	}
}

static County
read_county(WindowObject winobj, int row)
{
	County		county = {.row = row};
	bool		isnull;
	Datum		value = partition_argument(winobj, ARG_PORTFOLIO, row, &isnull);

	if (!isnull)
		county.portfolio = number_amount_argument(DatumGetNumericCopy(value), "portfolio");
	value = partition_argument(winobj, ARG_COUNTY, row, &isnull);
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("a county of loss_fund_share() is NULL"),
				 errhint("Its number or name decides who gets the oere that can not be divided.")));
	county.name = DatumGetTextPCopy(value);
	return county;
}

/*
 * Shares the top-up by the portfolios (G8-8): each county gets the whole oere
 * of its part, and those with the largest remainders one oere more until
 * nothing is left.
 */
static void
share(County *counties, int ncounties, int64 top_up)
{
	Numeric		total = number_of(0);
	int64		left = top_up;

	for (int i = 0; i < ncounties; i++)
		total = number_add(total, counties[i].portfolio);
	if (top_up == 0)
		return;
	if (number_compare(total, number_of(0)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no county has a portfolio by which %s could be shared",
						number_print(number_of_oere(top_up)))));

	for (int i = 0; i < ncounties; i++)
	{
		Numeric		part = number_multiply(number_of(top_up), counties[i].portfolio);

		counties[i].share = number_quotient(part, total, &counties[i].remainder);
		left -= counties[i].share;
	}
	qsort(counties, ncounties, sizeof(County), compare_remainders);
	for (int i = 0; i < left; i++)
		counties[i].share++;
}

static void
read_partition(WindowObject winobj, PartitionShares *shares)
{
	int			nrows = (int) WinGetPartitionRowCount(winobj);
	County	   *counties = palloc(sizeof(County) * nrows);
	SharedSum	top_up;

	for (int i = 0; i < nrows; i++)
	{
		counties[i] = read_county(winobj, i);
		partition_shared_sum(winobj, ARG_TOP_UP, i, "loss_fund_share()", "top_up", &top_up);
		shares->unknown |= top_up.unknown || counties[i].portfolio == NULL;
	}
	check_names(counties, nrows);
	if (!shares->unknown)
	{
		share(counties, nrows, top_up.amount);
		partition_make_shares(shares, nrows);
		for (int i = 0; i < nrows; i++)
			shares->oere[counties[i].row] = counties[i].share;
	}
	shares->known = true;
}

/*
 * loss_fund_share(portfolio numeric, top_up numeric, county text) -> numeric,
 * a window function.
 */
Datum
tilskudd_loss_fund_share(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	PartitionShares *shares = WinGetPartitionLocalMemory(winobj, sizeof(PartitionShares));

	if (!shares->known)
		read_partition(winobj, shares);
	return partition_share(fcinfo, winobj, shares);
}

static Numeric
rate_argument(Numeric rate, const char *name)
{
	if (!number_is_finite(rate))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be %s", name, number_print(rate)),
				 errhint("It must be a rate of interest.")));
	return rate;
}

/* risk_loan_rate_ok(risk_rate numeric, low_risk_rate numeric) -> boolean */
Datum
tilskudd_risk_loan_rate_ok(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(number_compare(rate_argument(PG_GETARG_NUMERIC(0), "risk_rate"),
								  rate_argument(PG_GETARG_NUMERIC(1), "low_risk_rate")) > 0);
}
