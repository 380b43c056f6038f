/*-------------------------------------------------------------------------
 *
 * eligibility.c
 *	  Conditions of aid beside its amount: ad hoc aid, the owners of NyVekst,
 *	  the incentive effect, what de minimis aid is not for.
 *
 * src/function/eligibility.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/verdict.h"
#include "rule/calendar.h"
#include "rule/law_row.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_ad_hoc_share_ok);
TILSKUDD_FUNCTION(tilskudd_ad_hoc_share_verdict);
TILSKUDD_FUNCTION(tilskudd_nyvekst_owners_ok);
TILSKUDD_FUNCTION(tilskudd_nyvekst_owners_verdict);
TILSKUDD_FUNCTION(tilskudd_simplified_procedure);
TILSKUDD_FUNCTION(tilskudd_incentive_effect_required);
TILSKUDD_FUNCTION(tilskudd_incentive_effect_ok);
TILSKUDD_FUNCTION(tilskudd_incentive_effect_verdict);
TILSKUDD_FUNCTION(tilskudd_de_minimis_excluded);
TILSKUDD_FUNCTION(tilskudd_de_minimis_eligible_ok);
TILSKUDD_FUNCTION(tilskudd_de_minimis_eligible_verdict);

static const LawTable *
eligibility_table(void)
{
	return law_find_table("eligibility");
}

/* The row of a limit, of which there is one. */
static int
limit_row(const char *item)
{
	return law_row_of_value(eligibility_table(), "item", item);
}

static Numeric
limit_of(const char *item)
{
	return number_cell(eligibility_table(), limit_row(item), "value");
}

/* Whether an amount meets a limit. */
static bool
meets(const char *item, Numeric amount, Numeric limit)
{
	return law_row_meets(eligibility_table(), limit_row(item), number_compare(amount, limit));
}

static bool
is_zero(Numeric amount)
{
	return number_compare(amount, number_of(0)) == 0;
}

/* A part of a whole, either of which may be NULL, not known. */
static void
check_part(Numeric part, Numeric whole, const char *part_name, const char *whole_name)
{
	if (part != NULL && whole != NULL && number_compare(part, whole) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s %s is more than %s %s", part_name, number_print(part),
						whole_name, number_print(whole)),
				 errhint("%s includes %s.", whole_name, part_name)));
}


/*
 * Ad hoc aid
 */

/* From the arguments (ad_hoc_aid numeric, total_aid numeric). */
static Verdict
decide_ad_hoc_share(FunctionCallInfo fcinfo)
{
	Verdict		verdict = {0};
	Numeric		ad_hoc = amount_argument(fcinfo, 0, "ad_hoc_aid");
	Numeric		total = amount_argument(fcinfo, 1, "total_aid");

	check_part(ad_hoc, total, "ad_hoc_aid", "total_aid");
	verdict.used = number_of(0);
	verdict.requested = ad_hoc;
	if (total != NULL)
		verdict.limit = number_share(number_multiply(total, limit_of("ad_hoc_percent")), 100);

	if (ad_hoc == NULL)
		verdict_leave_open(&verdict, "V5-10", "the ad hoc aid is not known");
	/* without ad hoc aid there is nothing to compare */
	if (total == NULL && (ad_hoc == NULL || !is_zero(ad_hoc)))
		verdict_leave_open(&verdict, "V5-10", "the aid to the project is not known");
	if (ad_hoc != NULL && total != NULL && !meets("ad_hoc_percent", ad_hoc, verdict.limit))
		verdict_refuse(&verdict, "V5-10");
	verdict_allow(&verdict, "V5-10");
	return verdict;
}

/* ad_hoc_share_ok(ad_hoc_aid numeric, total_aid numeric) -> boolean; strict, so never undecided */
Datum
tilskudd_ad_hoc_share_ok(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!decide_ad_hoc_share(fcinfo).refused);
}

/* ad_hoc_share_verdict(ad_hoc_aid numeric, total_aid numeric) -> verdict */
Datum
tilskudd_ad_hoc_share_verdict(PG_FUNCTION_ARGS)
{
	Verdict		verdict = decide_ad_hoc_share(fcinfo);

	return verdict_datum(&verdict, fcinfo);
}


/*
 * Owners of NyVekst
 */

/* A share in the capital of an enterprise, and the least that counts. */
typedef struct Holding
{
	const char *item;			/* of law_eligibility: a fraction */
	const char *part;			/* names of the arguments */
	const char *whole;
} Holding;

static const Holding in_enterprise = {"owner_share", "owner_capital", "capital"};
static const Holding in_other = {"majority_share", "other_owner_capital", "other_capital"};

/*
 * Whether a share is as large, from the arguments (part numeric, whole
 * numeric).  Multiplied out: a third has no decimals.
 */
static Answer
holding_argument(FunctionCallInfo fcinfo, int argument, const Holding *holding)
{
	Numeric		part = amount_argument(fcinfo, argument, holding->part);
	Numeric		whole = amount_argument(fcinfo, argument + 1, holding->whole);
	const char *fraction = law_cell(eligibility_table(), limit_row(holding->item), "value");
	int			numerator = atoi(fraction);
	int			denominator = atoi(strchr(fraction, '/') + 1);

	if (whole != NULL && is_zero(whole))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s can not be 0", holding->whole),
				 errhint("Give all the capital or shares, or NULL if it is not known.")));
	check_part(part, whole, holding->part, holding->whole);
	if (part != NULL && is_zero(part))
		return NO;
	if (part == NULL || whole == NULL)
		return NOT_KNOWN;
	return answer_of(meets(holding->item, number_multiply(part, number_of(denominator)),
						   number_multiply(whole, number_of(numerator))));
}

/* Whether something was closed down within the last months; an infinite day was not. */
static Answer
closed_argument(FunctionCallInfo fcinfo, int argument, DateADT on_date)
{
	DateADT		closed_on;
	int			months = atoi(law_cell(eligibility_table(), limit_row("closed_months"), "value"));

	if (PG_ARGISNULL(argument))
		return NOT_KNOWN;
	closed_on = PG_GETARG_DATEADT(argument);
	return answer_of(!DATE_NOT_FINITE(closed_on) && closed_on <= on_date &&
					 on_date < months_after(closed_on, months));
}

/*
 * From the arguments (owner_capital numeric, capital numeric,
 * other_owner_capital numeric, other_capital numeric, closed_on date, on_date
 * date, idle boolean), of which on_date is not NULL.
 */
static Verdict
decide_nyvekst_owners(FunctionCallInfo fcinfo)
{
	Verdict		verdict = {0};
	DateADT		on_date = PG_GETARG_DATEADT(5);
	Answer		owners = holding_argument(fcinfo, 0, &in_enterprise);
	Answer		majority = holding_argument(fcinfo, 2, &in_other);
	Answer		idle = answer_argument(fcinfo, 6);
	Answer		closed;
	Answer		ceased;

	if (!verdict_guidelines_hold(&verdict, on_date))
		return verdict;
	closed = closed_argument(fcinfo, 4, on_date);
	ceased = answer_or(closed, idle);
	switch (answer_and(answer_and(owners, majority), ceased))
	{
		case YES:
			verdict_refuse(&verdict, "V6-7");
			break;
		case NO:
			verdict_allow(&verdict, "V6-7");
			break;
		case NOT_KNOWN:
			if (owners == NOT_KNOWN)
				verdict_leave_open(&verdict, "V6-7", "the share of the owners in the enterprise is not known");
			if (majority == NOT_KNOWN)
				verdict_leave_open(&verdict, "V6-7", "their share in the other company is not known");
			if (ceased == NOT_KNOWN && closed == NOT_KNOWN)
				verdict_leave_open(&verdict, "V6-7", "whether and when the other company was closed down is not known");
			if (ceased == NOT_KNOWN && idle == NOT_KNOWN)
				verdict_leave_open(&verdict, "V6-7", "whether the other company has been operating is not known");
			break;
	}
	return verdict;
}

/* nyvekst_owners_ok(owner_capital numeric, ..., idle boolean) -> boolean */
Datum
tilskudd_nyvekst_owners_ok(PG_FUNCTION_ARGS)
{
	Verdict		verdict;

	if (PG_ARGISNULL(5))
		PG_RETURN_NULL();
	verdict = decide_nyvekst_owners(fcinfo);
	verdict_require_decided(&verdict, "whether the owners may have aid from NyVekst can not be decided",
							NULL, "nyvekst_owners_verdict()");
	PG_RETURN_BOOL(!verdict.refused);
}

/* nyvekst_owners_verdict(owner_capital numeric, ..., idle boolean) -> verdict */
Datum
tilskudd_nyvekst_owners_verdict(PG_FUNCTION_ARGS)
{
	Verdict		verdict;

	if (PG_ARGISNULL(5))
		PG_RETURN_NULL();
	verdict = decide_nyvekst_owners(fcinfo);
	return verdict_datum(&verdict, fcinfo);
}


/*
 * The incentive effect
 */

static Answer
large_argument(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		return NOT_KNOWN;
	return answer_of(strcmp(label_text(&enterprise_size_type, (uint8) PG_GETARG_CHAR(argument)), "large") == 0);
}

/* Aid to a project of a small or medium-sized enterprise that is in category 1. */
static Answer
is_simplified(Answer large, Numeric aid)
{
	Answer		small_or_medium = large == NOT_KNOWN ? NOT_KNOWN : answer_of(large == NO);

	return answer_and(small_or_medium, aid == NULL ? NOT_KNOWN :
					  answer_of(meets("simplified_eur", aid, limit_of("simplified_eur"))));
}

/* The amount itself is in neither category: the effect is then neither required nor not. */
static Answer
is_effect_required(Answer large, Numeric aid)
{
	Answer		above = NOT_KNOWN;

	if (aid != NULL && meets("incentive_effect_eur", aid, limit_of("incentive_effect_eur")))
		above = YES;
	else if (aid != NULL && meets("simplified_eur", aid, limit_of("simplified_eur")))
		above = NO;
	return answer_or(large, above);
}

/* simplified_procedure(size enterprise_size, aid_eur numeric) -> boolean */
Datum
tilskudd_simplified_procedure(PG_FUNCTION_ARGS)
{
	Numeric		aid = amount_argument(fcinfo, 1, "aid_eur");

	return answer_datum(fcinfo, is_simplified(large_argument(fcinfo, 0), aid));
}

/* incentive_effect_required(size enterprise_size, aid_eur numeric) -> boolean */
Datum
tilskudd_incentive_effect_required(PG_FUNCTION_ARGS)
{
	Numeric		aid = amount_argument(fcinfo, 1, "aid_eur");

	return answer_datum(fcinfo, is_effect_required(large_argument(fcinfo, 0), aid));
}

/* From the arguments (size enterprise_size, aid_eur numeric, shown boolean). */
static Verdict
decide_incentive_effect(FunctionCallInfo fcinfo)
{
	Verdict		verdict = {0};
	Answer		large = large_argument(fcinfo, 0);
	Numeric		aid = amount_argument(fcinfo, 1, "aid_eur");
	Answer		shown = answer_argument(fcinfo, 2);
	Answer		required = is_effect_required(large, aid);

	verdict.unit = "EUR";
	verdict.requested = aid;
	if (required == NO)
		verdict_allow(&verdict, "V10-1");
	else if (shown == YES)
		verdict_allow(&verdict, "V10-6");
	else if (required == YES && shown == NO)
		verdict_refuse(&verdict, "V10-6");
	else
	{
		if (required == NOT_KNOWN && large == NOT_KNOWN)
			verdict_leave_open(&verdict, "V10-6", "the size of the enterprise is not known");
		if (required == NOT_KNOWN && aid == NULL)
			verdict_leave_open(&verdict, "V10-6", "the aid is not known");
		else if (required == NOT_KNOWN && is_simplified(NO, aid) == NO)
			verdict_leave_open(&verdict, "V10-6",
					   psprintf("aid of just EUR %s to a small or medium-sized enterprise is neither below nor above the limit of the two categories",
								number_print(limit_of("incentive_effect_eur"))));
		if (shown == NOT_KNOWN)
			verdict_leave_open(&verdict, "V10-6", "whether the incentive effect is shown is not known");
	}
	return verdict;
}

/* incentive_effect_ok(size enterprise_size, aid_eur numeric, shown boolean) -> boolean */
Datum
tilskudd_incentive_effect_ok(PG_FUNCTION_ARGS)
{
	Verdict		verdict = decide_incentive_effect(fcinfo);

	verdict_require_decided(&verdict, "whether the incentive effect is shown as far as it must be can not be decided",
							NULL, "incentive_effect_verdict()");
	PG_RETURN_BOOL(!verdict.refused);
}

/* incentive_effect_verdict(size enterprise_size, aid_eur numeric, shown boolean) -> verdict */
Datum
tilskudd_incentive_effect_verdict(PG_FUNCTION_ARGS)
{
	Verdict		verdict = decide_incentive_effect(fcinfo);

	return verdict_datum(&verdict, fcinfo);
}


/*
 * What de minimis aid is not for
 */

typedef struct Ground
{
	const char *name;			/* value of law_eligibility */
	const char *point;
} Ground;

/* In the order of the arguments, which follow the day. */
static const Ground grounds[] = {
	{"coal", "whether the aid is to the coal sector is not known"},
	{"road_freight_vehicle", "whether the aid is for a road freight vehicle is not known"},
	{"in_difficulty", "whether the undertaking is in difficulty is not known"},
	{"export", "whether the aid is to activities directed at exports is not known"},
	{"domestic_goods", "whether the aid favours domestic goods over imported ones is not known"}
};

/*
 * de_minimis_excluded(on_date date, coal boolean, ..., domestic_goods boolean)
 *		-> setof (ground, applies, rule, citation)
 *
 * On a day of which the guidelines do not speak, no ground is known to apply
 * or not.
 */
Datum
tilskudd_de_minimis_excluded(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const LawTable *table = eligibility_table();

	tilskudd_init_srf(fcinfo);
	for (int i = 0; i < lengthof(grounds); i++)
	{
		int			row = law_row_of_value(table, "value", grounds[i].name);
		bool		holds = !PG_ARGISNULL(0) && law_row_holds(table, row, PG_GETARG_DATEADT(0));
		Answer		applies = holds ? answer_argument(fcinfo, 1 + i) : NOT_KNOWN;
		Datum		values[4] = {0};
		bool		nulls[4] = {false};

		if (applies == NO)
			continue;
		values[0] = CStringGetTextDatum(grounds[i].name);
		values[1] = BoolGetDatum(true);
		nulls[1] = applies == NOT_KNOWN;
		values[2] = CStringGetTextDatum(law_cell(table, row, "rule"));
		values[3] = CStringGetTextDatum(verdict_citation(table, row));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* From the same arguments, of which the day is not NULL. */
static Verdict
decide_de_minimis_eligible(FunctionCallInfo fcinfo)
{
	Verdict		verdict = {0};

	if (!verdict_guidelines_hold(&verdict, PG_GETARG_DATEADT(0)))
		return verdict;
	for (int i = 0; i < lengthof(grounds); i++)
	{
		Answer		applies = answer_argument(fcinfo, 1 + i);

		if (applies == YES)
			verdict_refuse(&verdict, "V11-2");
		else if (applies == NOT_KNOWN)
			verdict_leave_open(&verdict, "V11-2", grounds[i].point);
	}
	verdict_allow(&verdict, "V11-2");
	return verdict;
}

/* de_minimis_eligible_ok(on_date date, coal boolean, ..., domestic_goods boolean) -> boolean */
Datum
tilskudd_de_minimis_eligible_ok(PG_FUNCTION_ARGS)
{
	Verdict		verdict;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	verdict = decide_de_minimis_eligible(fcinfo);
	verdict_require_decided(&verdict, "whether de minimis aid may be granted for this can not be decided",
							NULL, "de_minimis_eligible_verdict()");
	PG_RETURN_BOOL(!verdict.refused);
}

/* de_minimis_eligible_verdict(on_date date, coal boolean, ..., domestic_goods boolean) -> verdict */
Datum
tilskudd_de_minimis_eligible_verdict(PG_FUNCTION_ARGS)
{
	Verdict		verdict;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	verdict = decide_de_minimis_eligible(fcinfo);
	return verdict_datum(&verdict, fcinfo);
}
