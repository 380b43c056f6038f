/*-------------------------------------------------------------------------
 *
 * payment.c
 *	  Payments within their grants.
 *
 * Whether payments are lawful, function/payment.h knows (H3-7 to H3-12).  Of
 * each grant there are two questions: whether all payments before the last one
 * leave enough for that, and, if there is a last one, whether it may be made
 * and all of them are within what the project has earned.
 *
 * src/guard/payment.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/payment.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/payment.h"
#include "guard/refuse.h"
#include "message.h"

/* What a row is as a payment. */
RowDoubt
payment_read_row(const Guard *guard, const Datum *values, const bool *nulls, GuardAward *award)
{
	if (nulls[GUARD_FINAL])
		return ROW_NO_FINAL;
	award->final = DatumGetBool(values[GUARD_FINAL]);
	return aid_read_row(guard, values, nulls, award);
}

/* Whether a payment is of the same kind as before, and no larger; its day does not matter. */
bool
payment_is_no_worse(const GuardAward *award, const GuardAward *before)
{
	return award->final == before->final && award_compare_amounts(award, before) <= 0;
}

/* An amount of a grant; NULL: not known. */
static Numeric
grant_amount(const Guard *guard, const FactRow *grant, int column)
{
	Numeric		amount;

	if (grant->nulls[column])
		return NULL;
	amount = DatumGetNumeric(grant->values[column]);
	if (!number_is_amount(amount) || (column == GRANT_BUDGET_COST && number_compare(amount, number_of(0)) == 0))
		bad_fact(guard, grant, column, amount,
				 column == GRANT_BUDGET_COST ? gettext_noop("It must be a number above zero, NULL if it is not known.") :
				 gettext_noop("It must be a number, zero or more, NULL if it is not known."));
	return amount;
}

/* An answer about a grant; nobody is exempted where the source says nothing of it. */
static Answer
grant_answer(const Guard *guard, const FactRow *grant, int column)
{
	if (!fact_is_known(guard, column))
		return NO;
	return grant->nulls[column] ? NOT_KNOWN : answer_of(DatumGetBool(grant->values[column]));
}

/* What is known of a grant, for a payment of a kind. */
static Payment
payment_of(const Guard *guard, const FactRows *facts, bool final)
{
	Payment		payment = {
		.holdback_percent = guard->declaration->holdback,
		.is_final = answer_of(final)
	};
	const FactRow *grant = facts->rows;

	if (facts->count > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 writer_reads_column(guard, GUARD_KEY) ?
				 errmsg("the grants of guard \"%s\" have several rows of key \"%s\"",
						guard->declaration->constraint, tilskudd_shorten(key_print(guard, grant->key))) :
				 errmsg("the grants of guard \"%s\" have several rows of a key", guard->declaration->constraint),
				 errhint("Each grant has one row.")));
	if (facts->count == 1)
	{
		payment.granted = grant_amount(guard, grant, GRANT_AMOUNT);
		payment.budget_cost = grant_amount(guard, grant, GRANT_BUDGET_COST);
		payment.documented_cost = grant_amount(guard, grant, GRANT_DOCUMENTED_COST);
		payment.accounts_attested = grant_answer(guard, grant, GRANT_ATTESTED);
		payment.exempted = grant_answer(guard, grant, GRANT_EXEMPTED);
		payment.audited_by_riksrevisjonen = grant_answer(guard, grant, GRANT_RIKSREVISJONEN);
	}

	/* before the last payment, how it follows the cost (H3-6) is not for the guard */
	if (!final ||
		!(fact_is_known(guard, GRANT_BUDGET_COST) || fact_is_known(guard, GRANT_DOCUMENTED_COST)))
		payment.budget_cost = payment.documented_cost = number_of(1);
	return payment;
}

/* The sums of the payments of a grant. */
typedef struct Paid
{
	Numeric		all;
	Numeric		interim;
	bool		any_final;
} Paid;

static void
add_payment(Paid *paid, const GuardAward *award)
{
	Numeric		amount = award_number(award);

	paid->all = number_add(paid->all, amount);
	if (award->final)
		paid->any_final = true;
	else
		paid->interim = number_add(paid->interim, amount);
}

static Paid
paid_of(const GuardAwards *awards)
{
	Paid		paid = {number_of(0), number_of(0), false};

	for (size_t i = 0; i < awards->count; i++)
		add_payment(&paid, &awards->awards[i]);
	return paid;
}

/* What is decided of the payments before the last one, or of all. */
typedef struct Decision
{
	Verdict		verdict;
	bool		too_early;		/* not the amount is wrong, but the accounts are not in order */
} Decision;

static Decision
decide(const Guard *guard, const FactRows *facts, bool final, const Paid *paid)
{
	Payment		payment = payment_of(guard, facts, final);
	Decision	decision = {0};
	Verdict		with_accounts = {0};

	payment.paid_before = final ? paid->all : paid->interim;
	payment.amount = number_of(0);
	payment_decide(&payment, &decision.verdict);
	decision.verdict.requested = NULL;
	if (!final || !decision.verdict.refused)
		return decision;
	payment.accounts_attested = YES;
	payment_decide(&payment, &with_accounts);
	decision.too_early = !with_accounts.refused;
	if (decision.too_early)
		return decision;
	decision.verdict = with_accounts;
	decision.verdict.requested = NULL;
	/* what it is too much of, whatever the cost was */
	if (with_accounts.limit == NULL)
		decision.verdict.limit = payment.granted;
	return decision;
}

/* The points that are open, for a message. */
static const char *
open_points(const Verdict *verdict)
{
	StringInfoData points;
	ListCell   *cell;

	initStringInfo(&points);
	foreach(cell, verdict->undecided)
		appendStringInfo(&points, "%s%s", points.len > 0 ? "; " : "", (char *) lfirst(cell));
	return points.data;
}

/* Refuses payments, of which some were written now, or says that it is not known. */
static void
refuse_payments(Guard *guard, const Probe *probe, Numeric requested, bool final, const Decision *decision)
{
	const Verdict *verdict = &decision->verdict;
	Refusal		refusal = {
		.guard = guard, .probe = probe, .requested = requested,
		.used = number_subtract(verdict->used, requested),
		.ceiling = decision->too_early ? NULL : verdict->limit,
		.citation = verdict_citation(verdict->table, verdict->row),
		.undecided = !verdict->refused
	};
	const char *source = verdict_source(verdict->table, verdict->row);
	const char *paid = number_print(refusal.used);
	const char *asked = number_print(requested);
	const char *limit;
	Numeric		room;

	if ((!refusal.undecided || guard->declaration->mode == GUARD_STRICT) && refusal_overridden(&refusal))
		return;
	if (refusal.undecided)
		refusal_report(&refusal,
					   final ?
					   psprintf(_("%s are paid, %s are requested: %s."), paid, asked, open_points(verdict)) :
					   psprintf(_("%s are paid before the last payment, %s are requested: %s."),
								paid, asked, open_points(verdict)),
					   _("Give what is known of the grant before the payment."));
	else if (decision->too_early)
		refusal_report(&refusal,
					   psprintf(_("%s are paid, %s are requested as the last payment, but the accounts are not in order: %s."),
								paid, asked, source),
					   _("Until then, pay a part of the grant that is not the last payment."));
	else
	{
		limit = number_print(verdict->limit);
		room = number_subtract(verdict->limit, refusal.used);
		refusal_report(&refusal,
					   final ?
					   psprintf(_("%s are paid, %s are requested, the limit is %s: %s."), paid, asked, limit, source) :
					   psprintf(_("%s are paid before the last payment, %s are requested, the limit before the last payment is %s: %s."),
								paid, asked, limit, source),
					   psprintf(_("At most %s may be paid."),
								number_print(number_is_negative(room) ? number_of(0) : room)));
	}
}

/* Checks the payments before the last one, or all, if one of those that were written is among them. */
static bool
check_kind(Guard *guard, const Probe *probes, size_t nprobes, const FactRows *facts, bool final, const Paid *paid)
{
	Decision	decision = decide(guard, facts, final, paid);
	Numeric		requested = number_of(0);
	const Probe *first = NULL;

	if (!decision.verdict.refused && decision.verdict.undecided == NIL)
		return true;
	probes = live_probes(guard, probes, nprobes, &nprobes);
	for (size_t i = 0; i < nprobes; i++)
	{
		const GuardAward *award = &probes[i].award;

		if (!final && award->final)
			continue;
		requested = number_add(requested, award_number(award));
		/* a payment of nothing is none, but the last one says that the project has ended */
		if (first == NULL && (award->final || !award_is_nothing(award)))
			first = &probes[i];
	}
	if (first != NULL)
		refuse_payments(guard, first, requested, final, &decision);
	return first == NULL;
}

/* Checks the payments of one grant. */
void
payment_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
			  const FactRows *facts)
{
	Paid		paid = paid_of(awards);

	if (check_kind(guard, probes, nprobes, facts, false, &paid) && paid.any_final)
		(void) check_kind(guard, probes, nprobes, facts, true, &paid);
}

/* Tests the payments of one grant, as of the last. */
bool
payment_audit(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
			  ViolationFunction put, void *arg)
{
	Paid		paid = paid_of(awards);
	bool		undecided = false;
	bool		refused = false;

	for (int final = 0; final <= (paid.any_final ? 1 : 0); final++)
	{
		Decision	decision = decide(guard, facts, final, &paid);
		const Verdict *verdict = &decision.verdict;

		undecided |= !verdict->refused && verdict->undecided != NIL;
		if (!verdict->refused)
			continue;
		refused = true;
		put(awards_last_day(awards), verdict->used, decision.too_early ? NULL : verdict->limit,
			verdict_citation(verdict->table, verdict->row), arg);
	}
	return undecided && !refused;
}

/* What may be paid in all, as a payment before the last one or as that. */
void
payment_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
				 const GuardAward *planned, Verdict *verdict)
{
	Paid		paid = paid_of(awards);
	Verdict		of_all;

	*verdict = decide(guard, facts, planned->final, &paid).verdict;
	if (planned->final || !paid.any_final)
		return;
	/* one more before the last payment, which has been made */
	of_all = decide(guard, facts, true, &paid).verdict;
	if (of_all.limit == NULL || verdict->limit == NULL ||
		number_compare(number_subtract(of_all.limit, of_all.used),
					   number_subtract(verdict->limit, verdict->used)) < 0)
		*verdict = of_all;
}
