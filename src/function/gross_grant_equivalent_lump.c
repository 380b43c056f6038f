/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent_lump.c
 *	  The lump sums of the de minimis regulations for loans and guarantees.
 *
 * A loan or guarantee at a regime's limit is worth the ceiling, a smaller or
 * shorter one the same proportion of it (1407/2013 and 2023/2831 Art 4(3)(b)
 * and 4(6)(b)).  That holds under conditions only; where one fails there is
 * no number.
 *
 * src/function/gross_grant_equivalent_lump.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/de_minimis.h"
#include "function/gross_grant_equivalent.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/de_minimis.h"
#include "rule/gross_grant_equivalent.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_loan_gge);
TILSKUDD_FUNCTION(tilskudd_de_minimis_guarantee_gge);
TILSKUDD_FUNCTION(tilskudd_de_minimis_loan_verdict);
TILSKUDD_FUNCTION(tilskudd_de_minimis_guarantee_verdict);

/* What a question gives, and what the law says to it. */
typedef struct Lump
{
	GgeForm		form;
	Numeric		amount;			/* EUR; NULL: not known */
	Numeric		years;			/* NULL: not known */
	DateADT		on_date;
	int			pool;
	bool		road_freight;
	Numeric		share;			/* secured or guaranteed; NULL: not known */

	const LawDeMinimis *regime; /* NULL: none in the tables */
	uint32		limit;			/* EUR; 0: no lump sum */
	int			limit_years;	/* term of the limit; 0: any */
} Lump;

/* Why there is no lump sum; in the order in which they are found. */
typedef enum Obstacle
{
	NONE,
	NO_REGIME,
	NO_LUMP_SUM,
	TERM_TOO_LONG,
	AMOUNT_TOO_LARGE,
	SHARE_WRONG,
	SHARE_UNKNOWN
} Obstacle;

static const char *
share_name(const Lump *lump)
{
	return lump->form == GGE_LOAN ? "secured_share" : "cover_share";
}

/* A share of the loan: above 1 it is likely a percentage. */
static Numeric
share_argument(FunctionCallInfo fcinfo, int argument, const Lump *lump)
{
	Numeric		share;

	if (PG_ARGISNULL(argument))
		return NULL;
	share = number_amount_argument(PG_GETARG_NUMERIC(argument), share_name(lump));
	if (number_compare(share, number_of(1)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be %s", share_name(lump), number_print(share)),
				 errhint("It is a share of the loan, 0 to 1: 50 %% is 0.5.")));
	return share;
}

static Numeric
years_argument(FunctionCallInfo fcinfo, int argument)
{
	Numeric		years;

	if (PG_ARGISNULL(argument))
		return NULL;
	years = number_amount_argument(PG_GETARG_NUMERIC(argument), "years");
	if (number_compare(years, number_of(0)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("years can not be 0"),
				 errhint("It is the term in years; a fraction is allowed.")));
	return years;
}

static bool
longer_than(const Lump *lump, int years)
{
	return lump->years != NULL &&
		number_compare(lump->years, number_of(years)) > 0;
}

/*
 * Reads (amount, years, on_date, pool, road_freight, share) and looks the
 * limit up.  A term that is not known is taken as short, which has the higher
 * limit: what is refused under that is refused for certain.
 */
static void
read_lump(FunctionCallInfo fcinfo, GgeForm form, Lump *lump)
{
	GgeTerm		term;

	lump->form = form;
	lump->amount = PG_ARGISNULL(0) ? NULL :
		number_amount_argument(PG_GETARG_NUMERIC(0),
							   form == GGE_LOAN ? "amount" : "guaranteed");
	lump->years = years_argument(fcinfo, 1);
	lump->on_date = PG_GETARG_DATEADT(2);
	lump->pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(3));
	lump->road_freight = PG_GETARG_BOOL(4);
	lump->share = share_argument(fcinfo, 5, lump);

	lump->regime = de_minimis_regime(lump->pool, lump->on_date);
	lump->limit = 0;
	lump->limit_years = 0;
	if (lump->regime == NULL)
		return;
	term = GGE_UP_TO_FIVE_YEARS;
	if (gge_term_counts(lump->regime, form))
	{
		if (longer_than(lump, 5))
			term = GGE_UP_TO_TEN_YEARS;
		lump->limit_years = term == GGE_UP_TO_FIVE_YEARS ? 5 : 10;
	}
	lump->limit = gge_limit(lump->regime, form, term, lump->road_freight);
}

/* The share that the regime sets a bound for, in percent. */
static int
share_bound(const Lump *lump)
{
	return lump->form == GGE_LOAN ? lump->regime->loan_collateral :
		lump->regime->guarantee_cover;
}

/* Collateral at the bound is enough, cover at the bound not too much. */
static bool
share_fits(const Lump *lump)
{
	int			order = number_compare(lump->share,
									   gge_percent(number_of(share_bound(lump))));

	return lump->form == GGE_LOAN ? order >= 0 : order <= 0;
}

/* The first condition that fails.  The limits are absolute: no term redeems them. */
static Obstacle
find_obstacle(const Lump *lump)
{
	if (lump->regime == NULL)
		return NO_REGIME;
	if (lump->limit == 0)
		return NO_LUMP_SUM;
	if (lump->limit_years > 0 && longer_than(lump, 10))
		return TERM_TOO_LONG;
	if (lump->amount != NULL &&
		number_compare(lump->amount, number_of(lump->limit)) > 0)
		return AMOUNT_TOO_LARGE;
	if (lump->share == NULL)
		return SHARE_UNKNOWN;
	return share_fits(lump) ? NONE : SHARE_WRONG;
}

static const char *
regime_name(const Lump *lump)
{
	return law_cell(law_find_table("de_minimis"), lump->regime->row, "regime");
}

/* The detail of an error: what the law says. */
static int
errdetail_obstacle(const Lump *lump, Obstacle obstacle)
{
	const char *name = regime_name(lump);
	bool		loan = lump->form == GGE_LOAN;

	switch (obstacle)
	{
		case NO_LUMP_SUM:
			return loan ?
				errdetail("Regulation %s has no lump sum for loans.", name) :
				errdetail("Regulation %s has no lump sum for guarantees.", name);
		case TERM_TOO_LONG:
			return errdetail("Regulation %s has lump sums for terms of up to 10 years; this one is of %s.",
							 name, number_print(lump->years));
		case AMOUNT_TOO_LARGE:
			return lump->limit_years == 0 ?
				errdetail("Regulation %s has a lump sum for up to %u EUR.",
						  name, lump->limit) :
				errdetail("Regulation %s has a lump sum for up to %u EUR over a term of up to %d years.",
						  name, lump->limit, lump->limit_years);
		default:
			return loan ?
				errdetail("Regulation %s wants collateral for at least %d %% of the loan.",
						  name, share_bound(lump)) :
				errdetail("Regulation %s wants the guarantee to cover at most %d %% of the loan.",
						  name, share_bound(lump));
	}
}

/* Never a number outside the conditions: raises what stands in the way. */
static void
report_obstacle(const Lump *lump, Obstacle obstacle)
{
	bool		loan = lump->form == GGE_LOAN;

	if (obstacle == NO_REGIME)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no de minimis regime for pool %s on %s",
						de_minimis_pool_name(lump->pool),
						tilskudd_date(lump->on_date)),
				 errhint("law_de_minimis shows the regimes and their days.")));
	if (obstacle == SHARE_UNKNOWN)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s is not given", share_name(lump)),
				 errdetail_obstacle(lump, obstacle),
				 errhint("Pass it as a share of the loan: 50 %% is 0.5.")));
	ereport(ERROR,
			(errcode(obstacle == NO_LUMP_SUM ? ERRCODE_NO_DATA_FOUND :
					 ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 loan ?
			 errmsg("the loan of %s EUR has no lump-sum gross grant equivalent on %s",
					number_print(lump->amount), tilskudd_date(lump->on_date)) :
			 errmsg("the guarantee of %s EUR has no lump-sum gross grant equivalent on %s",
					number_print(lump->amount), tilskudd_date(lump->on_date)),
			 errdetail_obstacle(lump, obstacle),
			 loan ?
			 errhint("loan_gge() gives the exact one from the reference rate.") :
			 errhint("guarantee_gge() gives the exact one from the market premium.")));
}

/*
 * ceiling x (amount / limit) x (years / years of the limit), in EUR.  Cut,
 * not rounded, after GGE_DECIMALS: three guarantees that exactly use up a
 * ceiling must not exceed it by a last decimal.
 */
static Numeric
lump_sum(const Lump *lump)
{
	int64		divisor = (int64) lump->limit *
		(lump->limit_years > 0 ? lump->limit_years : 1);
	Numeric		dividend = number_multiply(lump->amount,
										   number_of(de_minimis_ceiling(lump->regime,
																		lump->road_freight)));
	Datum		quotient;

	if (lump->limit_years > 0)
		dividend = number_multiply(dividend, lump->years);
	quotient = NumericGetDatum(gge_divide(dividend, number_of(divisor)));
	return gge_trim(DatumGetNumeric(DirectFunctionCall2(numeric_trunc, quotient,
														Int32GetDatum(GGE_DECIMALS))));
}

static Datum
lump_value(FunctionCallInfo fcinfo, GgeForm form)
{
	Lump		lump;
	Obstacle	obstacle;

	for (int i = 0; i < 5; i++)
	{
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	}
	read_lump(fcinfo, form, &lump);
	obstacle = find_obstacle(&lump);
	if (obstacle != NONE)
		report_obstacle(&lump, obstacle);
	PG_RETURN_NUMERIC(lump_sum(&lump));
}

/*
 * The limit of a verdict is the largest amount that has the lump sum under
 * the conditions given: none where they exclude it.
 */
static Datum
lump_verdict(FunctionCallInfo fcinfo, GgeForm form)
{
	Lump		lump;
	Obstacle	obstacle;
	bool		term_unknown;
	Verdict		verdict = {0};

	if (PG_ARGISNULL(2) || PG_ARGISNULL(3) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	read_lump(fcinfo, form, &lump);
	obstacle = find_obstacle(&lump);

	verdict.unit = "EUR";
	verdict.requested = lump.amount;
	if (obstacle == NO_REGIME)
	{
		verdict.undecided = list_make1(de_minimis_no_regime(lump.pool, lump.on_date));
		return verdict_datum(&verdict, fcinfo);
	}
	verdict.refused = obstacle != NONE && obstacle != SHARE_UNKNOWN;
	term_unknown = lump.years == NULL && lump.limit_years > 0;
	if (verdict.refused && obstacle != AMOUNT_TOO_LARGE)
		verdict.limit = number_of(0);
	else if (verdict.refused || !term_unknown)
		verdict.limit = number_of(lump.limit);
	verdict.used = number_of(0);
	verdict.table = law_find_table("de_minimis");
	verdict.row = lump.regime->row;
	if (lump.amount == NULL)
		verdict.undecided = lappend(verdict.undecided, "the amount is not known");
	if (term_unknown)
		verdict.undecided = lappend(verdict.undecided, "the term is not known");
	if (lump.share == NULL && lump.limit > 0)
		verdict.undecided = lappend(verdict.undecided,
									psprintf("%s is not known", share_name(&lump)));
	return verdict_datum(&verdict, fcinfo);
}

/* de_minimis_loan_gge(amount, years, on_date, pool, road_freight, secured_share) */
Datum
tilskudd_de_minimis_loan_gge(PG_FUNCTION_ARGS)
{
	return lump_value(fcinfo, GGE_LOAN);
}

/* de_minimis_guarantee_gge(guaranteed, years, on_date, pool, road_freight, cover_share) */
Datum
tilskudd_de_minimis_guarantee_gge(PG_FUNCTION_ARGS)
{
	return lump_value(fcinfo, GGE_GUARANTEE);
}

/* de_minimis_loan_verdict(...) -> verdict, with the arguments of the value */
Datum
tilskudd_de_minimis_loan_verdict(PG_FUNCTION_ARGS)
{
	return lump_verdict(fcinfo, GGE_LOAN);
}

/* de_minimis_guarantee_verdict(...) -> verdict, with the arguments of the value */
Datum
tilskudd_de_minimis_guarantee_verdict(PG_FUNCTION_ARGS)
{
	return lump_verdict(fcinfo, GGE_GUARANTEE);
}
