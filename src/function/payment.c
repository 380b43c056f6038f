/*-------------------------------------------------------------------------
 *
 * payment.c
 *	  What may be paid of a grant now; attestation of accounts; instalments.
 *
 * Amounts are NOK.  What may be paid in all is rounded down to whole oere, so
 * that no payment exceeds what the law allows.
 *
 * src/function/payment.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/payment.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "function/argument.h"
#include "function/number.h"
#include "rule/law_row.h"
#include "rule/payment.h"

TILSKUDD_FUNCTION(tilskudd_payable);
TILSKUDD_FUNCTION(tilskudd_payment_verdict);
TILSKUDD_FUNCTION(tilskudd_payment_ok);
TILSKUDD_FUNCTION(tilskudd_attestation_required);
TILSKUDD_FUNCTION(tilskudd_instalments);
TILSKUDD_FUNCTION(tilskudd_instalments_of_years);

/* Years that instalments are reckoned for. */
#define FIRST_YEAR	1
#define LAST_YEAR	9999

/* What may be paid in all, this payment included. */
typedef struct PaymentLimit
{
	Numeric		limit;			/* NULL: not known */
	Numeric		most;			/* whatever is not known; NULL: not known either */
	const char *rule;			/* that sets it */
	const char *earned_rule;	/* by which it follows the cost */
	const char *unknown;		/* point that leaves that open, or NULL */
} PaymentLimit;

/* Rounded down to whole oere. */
static Numeric
whole_oere(Numeric amount)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_trunc, NumericGetDatum(amount),
											   Int32GetDatum(2)));
}

/* amount x part / whole, rounded down to whole oere; the division is exact. */
static Numeric
oere_of_share(Numeric amount, Numeric part, Numeric whole)
{
	Numeric		dividend = number_multiply(number_multiply(amount, part), number_of(100));
	Numeric		oere = DatumGetNumeric(DirectFunctionCall2(numeric_div_trunc,
														   NumericGetDatum(dividend),
														   NumericGetDatum(whole)));

	return number_multiply(oere, int64_div_fast_to_numeric(1, 2));
}

static Numeric
lesser(Numeric a, Numeric b)
{
	return number_compare(a, b) <= 0 ? a : b;
}

/*
 * The part of the grant that a cost earns, as rule says: in proportion to the
 * budget, and never more than the grant (H3-6, H3-9).
 */
static PaymentLimit
earned(const Payment *payment, Numeric cost, const char *rule)
{
	PaymentLimit earned = {.rule = rule, .earned_rule = rule};

	if (payment->granted == NULL)
	{
		earned.unknown = "the grant is not known";
		return earned;
	}
	earned.most = whole_oere(payment->granted);
	if (payment->budget_cost == NULL)
		earned.unknown = "the cost that the grant assumed is not known";
	else if (cost == NULL)
		earned.unknown = "the cost so far is not known";
	else
		earned.limit = earned.most = lesser(earned.most, oere_of_share(payment->granted, cost,
																	   payment->budget_cost));
	return earned;
}

/* Before the last payment: a part is held back (H3-8), the rest follows the cost (H3-6). */
static PaymentLimit
interim_limit(const Payment *payment)
{
	PaymentLimit limit = earned(payment, payment->planned_cost ? payment->planned_cost :
							   payment->documented_cost, "H3-6");
	Numeric		holdback = payment->holdback_percent ? payment->holdback_percent :
		number_of(payment_value(PAYMENT_HOLDBACK));
	Numeric		cap;

	if (payment->granted == NULL)
		return limit;
	cap = whole_oere(number_share(number_multiply(payment->granted,
												  number_subtract(number_of(100), holdback)),
								  100));
	if (number_compare(cap, limit.most) <= 0)
	{
		limit.most = cap;
		limit.rule = "H3-8";
		if (limit.limit != NULL)
			limit.limit = cap;
	}
	return limit;
}

/* The last payment: the grant (H3-7), less in proportion to the cost (H3-9). */
static PaymentLimit
last_limit(const Payment *payment)
{
	PaymentLimit limit = earned(payment, payment->documented_cost, "H3-9");

	if (limit.limit != NULL &&
		number_compare(limit.limit, whole_oere(payment->granted)) == 0)
		limit.rule = "H3-7";
	return limit;
}

static PaymentLimit
limit_of_kind(const Payment *payment, PaymentKind kind)
{
	return kind == PAYMENT_LAST ? last_limit(payment) : interim_limit(payment);
}

/* Whether the payment stays within a limit; what is not known is zero or more. */
static Answer
is_within(const Payment *payment, const PaymentLimit *limit)
{
	Numeric		paid = payment->paid_before ? payment->paid_before : number_of(0);
	Numeric		total = payment->amount ? number_add(paid, payment->amount) : paid;

	if (limit->most != NULL && number_compare(total, limit->most) > 0)
		return NO;
	if (limit->limit == NULL || payment->paid_before == NULL || payment->amount == NULL)
		return NOT_KNOWN;
	return YES;
}

/* Whether a grant is so small that it may be exempted (H3-11). */
static Answer
is_exemptible(Numeric granted)
{
	if (granted == NULL)
		return NOT_KNOWN;
	return answer_of(number_compare(granted, number_of(payment_value(PAYMENT_EXEMPT_BELOW))) < 0);
}

static Answer
accounts_in_order(const Payment *payment)
{
	return payment_accounts_in_order(payment->accounts_attested, payment->exempted,
									 is_exemptible(payment->granted),
									 payment->audited_by_riksrevisjonen);
}

static unsigned
kinds_of(const Payment *payment)
{
	return payment_kinds(payment->is_final, accounts_in_order(payment));
}

/* The points that leave a payment open. */
static void
leave_open(const Payment *payment, unsigned kinds, const PaymentLimit *limit, Verdict *verdict)
{
	if (limit->unknown != NULL)
		verdict_leave_open(verdict, limit->earned_rule, limit->unknown);
	if (payment->paid_before == NULL)
		verdict_leave_open(verdict, limit->rule, "what was paid before is not known");
	if (payment->amount == NULL)
		verdict_leave_open(verdict, limit->rule, "the amount of the payment is not known");
	if (payment->is_final == NOT_KNOWN)
		verdict_leave_open(verdict, "H3-7", "whether this is the last payment is not known");
	if ((kinds & PAYMENT_LAST) && (kinds & PAYMENT_UNATTESTED))
		verdict_leave_open(verdict, "H3-10", "whether the accounts are attested, or need not be, is not known");
}

/*
 * Where it is not known what kind of payment it is, the verdict shows the
 * lowest limit of those possible, and decides where all of them agree.
 */
void
payment_decide(const Payment *payment, Verdict *verdict)
{
	unsigned	kinds = kinds_of(payment);
	bool		any_lawful = false;
	bool		all_lawful = true;
	PaymentLimit lowest = {0};

	verdict->unit = "NOK";
	verdict->requested = payment->amount;
	verdict->used = payment->paid_before;
	for (unsigned kind = PAYMENT_INTERIM; kind <= PAYMENT_UNATTESTED; kind <<= 1)
	{
		PaymentLimit limit;
		Answer		lawful;

		if (!(kinds & kind))
			continue;
		limit = limit_of_kind(payment, kind);
		lawful = is_within(payment, &limit);
		if (kind == PAYMENT_UNATTESTED)
		{
			lawful = NO;
			limit.rule = "H3-10";
		}
		any_lawful |= lawful != NO;
		all_lawful &= lawful == YES;
		if (lowest.rule == NULL || limit.limit == NULL ||
			(lowest.limit != NULL && number_compare(limit.limit, lowest.limit) < 0))
			lowest = limit;
	}
	verdict->limit = lowest.limit;
	if (!any_lawful)
		verdict_refuse(verdict, lowest.rule);
	else if (!all_lawful)
		leave_open(payment, kinds, &lowest, verdict);
	else
		verdict_allow(verdict, lowest.rule);
	if (verdict->undecided == NIL && strcmp(lowest.rule, "H3-8") == 0)
	{
		/* the row that has the percentage, and says that it is a main rule */
		verdict->table = law_find_table("payment");
		verdict->row = payment_row(PAYMENT_HOLDBACK);
	}
}

/* What may be paid as a payment of a kind; NULL where it is not known. */
static Numeric
payable_of_kind(const Payment *payment, PaymentKind kind)
{
	Numeric		limit;

	if (kind == PAYMENT_UNATTESTED)
		return whole_oere(number_of(0));
	limit = limit_of_kind(payment, kind).limit;
	if (limit == NULL || payment->paid_before == NULL)
		return NULL;
	if (number_compare(payment->paid_before, limit) >= 0)
		return whole_oere(number_of(0));
	return whole_oere(number_subtract(limit, payment->paid_before));
}

/* What may be paid now; NULL where that depends on something not known. */
static Numeric
payable(const Payment *payment)
{
	unsigned	kinds = kinds_of(payment);
	Numeric		payable = NULL;

	for (unsigned kind = PAYMENT_INTERIM; kind <= PAYMENT_UNATTESTED; kind <<= 1)
	{
		Numeric		of_kind;

		if (!(kinds & kind))
			continue;
		of_kind = payable_of_kind(payment, kind);
		if (of_kind == NULL || (payable != NULL && number_compare(payable, of_kind) != 0))
			return NULL;
		payable = of_kind;
	}
	return payable;
}

static Numeric
budget_argument(FunctionCallInfo fcinfo, int argument)
{
	Numeric		budget = amount_argument(fcinfo, argument, "budget_cost");

	if (budget != NULL && number_compare(budget, number_of(0)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("budget_cost can not be 0"),
				 errhint("Payments follow the cost in proportion to the cost that the grant assumed.")));
	return budget;
}

/*
 * The main rule of H3-8 may be departed from, but before the end the whole
 * grant is never paid (H3-7): something is held back.
 */
static Numeric
holdback_argument(FunctionCallInfo fcinfo, int argument)
{
	Numeric		holdback;

	if (PG_ARGISNULL(argument))
		return NULL;
	holdback = PG_GETARG_NUMERIC(argument);
	if (!number_is_amount(holdback) || number_compare(holdback, number_of(0)) == 0 ||
		number_compare(holdback, number_of(100)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("holdback_percent can not be %s", number_print(holdback)),
				 errhint("It is above 0 and at most 100: the whole grant is not paid before the project has ended.")));
	return holdback;
}

/* The arguments that the functions share, from a place on. */
static Payment
payment_arguments(FunctionCallInfo fcinfo, int first)
{
	Payment		payment = {0};

	payment.granted = amount_argument(fcinfo, first, "granted");
	payment.budget_cost = budget_argument(fcinfo, first + 1);
	payment.documented_cost = amount_argument(fcinfo, first + 2, "documented_cost");
	payment.paid_before = amount_argument(fcinfo, first + 3, "paid_before");
	payment.is_final = answer_argument(fcinfo, first + 4);
	payment.accounts_attested = answer_argument(fcinfo, first + 5);
	payment.exempted = answer_argument(fcinfo, first + 6);
	payment.audited_by_riksrevisjonen = answer_argument(fcinfo, first + 7);
	payment.planned_cost = amount_argument(fcinfo, first + 8, "planned_cost");
	payment.holdback_percent = holdback_argument(fcinfo, first + 9);
	return payment;
}

/*
 * payable(granted numeric, budget_cost numeric, documented_cost numeric,
 *		paid_before numeric, is_final boolean, accounts_attested boolean,
 *		exempted boolean, audited_by_riksrevisjonen boolean,
 *		planned_cost numeric, holdback_percent numeric) -> numeric
 */
Datum
tilskudd_payable(PG_FUNCTION_ARGS)
{
	Payment		payment = payment_arguments(fcinfo, 0);
	Numeric		amount = payable(&payment);

	if (amount == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(amount);
}

/* payment_verdict(amount numeric, ... as payable()) -> verdict */
Datum
tilskudd_payment_verdict(PG_FUNCTION_ARGS)
{
	Payment		payment = payment_arguments(fcinfo, 1);
	Verdict		verdict = {0};

	payment.amount = amount_argument(fcinfo, 0, "amount");
	payment_decide(&payment, &verdict);
	return verdict_datum(&verdict, fcinfo);
}

/*
 * payment_ok(amount numeric, ... as payable()) -> boolean.  Without an amount
 * there is nothing to test; an undecided case is an error, since a NULL would
 * let the row in.
 */
Datum
tilskudd_payment_ok(PG_FUNCTION_ARGS)
{
	Payment		payment;
	Verdict		verdict = {0};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	payment = payment_arguments(fcinfo, 1);
	payment.amount = amount_argument(fcinfo, 0, "amount");
	payment_decide(&payment, &verdict);
	verdict_require_decided(&verdict,
							"whether NOK %s may be paid can not be decided",
							number_print(payment.amount), "payment_verdict()");
	PG_RETURN_BOOL(!verdict.refused);
}

/* By Attestation. */
static const char *const attestation_names[] = {
	NULL, "none", "exemptible", "accountant", "auditor"
};

/*
 * attestation_required(granted_nok numeric, audit_duty boolean,
 *		audited_by_riksrevisjonen boolean) -> text
 */
Datum
tilskudd_attestation_required(PG_FUNCTION_ARGS)
{
	Numeric		granted = amount_argument(fcinfo, 0, "granted_nok");
	Attestation attestation = payment_attestation(is_exemptible(granted),
												  answer_argument(fcinfo, 1),
												  answer_argument(fcinfo, 2));

	if (attestation == ATTESTATION_NOT_KNOWN)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(attestation_names[attestation]));
}

/* The instalments of what a year needs: equal (K11-1), odd oere with the last. */
static Numeric
instalment(Numeric need, int number, int count)
{
	Numeric		equal = oere_of_share(need, number_of(1), number_of(count));

	if (number < count)
		return equal;
	return number_subtract(need, number_multiply(equal, number_of(count - 1)));
}

/* instalments(year_need numeric) -> setof (instalment integer, amount numeric) */
Datum
tilskudd_instalments(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Numeric		need = number_amount_argument(PG_GETARG_NUMERIC(0), "year_need");
	int			count = payment_value(PAYMENT_INSTALMENTS);

	tilskudd_init_srf(fcinfo);
	for (int number = 1; number <= count; number++)
	{
		Datum		values[2] = {Int32GetDatum(number),
		NumericGetDatum(instalment(need, number, count))};
		bool		nulls[2] = {false};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * instalments(year_needs numeric[], first_year integer) -> setof (year integer,
 *		instalment integer, amount numeric, subject_to_budget boolean)
 */
Datum
tilskudd_instalments_of_years(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	int			first_year = PG_GETARG_INT32(1);
	int			count = payment_value(PAYMENT_INSTALMENTS);
	Datum	   *needs;
	bool	   *nulls;
	int			nneeds;

	if (first_year < FIRST_YEAR || first_year > LAST_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_year can not be %d", first_year),
				 errhint("It is a year from %d to %d.", FIRST_YEAR, LAST_YEAR)));
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("year_needs has %d dimensions", ARR_NDIM(array)),
				 errhint("Give one amount for each year.")));
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &needs, &nulls, &nneeds);
	tilskudd_init_srf(fcinfo);
	for (int i = 0; i < nneeds; i++)
	{
		/* what a year needs may not be known yet */
		Numeric		need = nulls[i] ? NULL :
			number_amount_argument(DatumGetNumeric(needs[i]), psprintf("year_needs[%d]", i + 1));

		CHECK_FOR_INTERRUPTS();
		for (int number = 1; number <= count; number++)
		{
			Datum		values[4] = {Int32GetDatum(first_year + i), Int32GetDatum(number),
				need ? NumericGetDatum(instalment(need, number, count)) : 0,
			BoolGetDatum(payment_is_reserved(first_year + i))};
			bool		nulls_out[4] = {false, false, need == NULL, false};

			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls_out);
		}
	}
	return (Datum) 0;
}
