/*-------------------------------------------------------------------------
 *
 * payment.c
 *	  What is paid of a grant, and when: the guidelines of 2008, DEL II
 *	  chapter 3; instalments of Kompetansepiloter 2020.
 *
 * Amounts are compared by the caller, in whatever arithmetic he has them.
 *
 * src/rule/payment.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/payment.h"

#include <stdlib.h>

#include "rule/calendar.h"
#include "rule/law_row.h"

/* By PaymentItem. */
static const char *const items[] = {
	"holdback_percent", "exempt_below_nok", "instalments_a_year", "budget_reservation"
};

/* The row of an item in the law table "payment". */
int
payment_row(PaymentItem item)
{
	return law_row_of_value(law_find_table("payment"), "item", items[item]);
}

/* Its value, a whole number. */
int
payment_value(PaymentItem item)
{
	return atoi(law_cell(law_find_table("payment"), payment_row(item), "value"));
}

/*
 * What a payment can be, as a set of PaymentKind: the last one is made when
 * the project has ended and its accounts are in order (H3-7, H3-10).
 */
unsigned
payment_kinds(Answer is_final, Answer accounts_in_order)
{
	unsigned	kinds = 0;

	if (is_final != YES)
		kinds |= PAYMENT_INTERIM;
	if (is_final != NO && accounts_in_order != NO)
		kinds |= PAYMENT_LAST;
	if (is_final != NO && accounts_in_order != YES)
		kinds |= PAYMENT_UNATTESTED;
	return kinds;
}

/*
 * Who attests the accounts.  A grant below the limit may be exempted, whoever
 * would attest otherwise; what Riksrevisjonen audits needs nobody.
 */
Attestation
payment_attestation(Answer below_limit, Answer audit_duty,
					Answer audited_by_riksrevisjonen)
{
	if (audited_by_riksrevisjonen == YES)
		return ATTESTATION_NONE;
	if (audited_by_riksrevisjonen == NOT_KNOWN || below_limit == NOT_KNOWN)
		return ATTESTATION_NOT_KNOWN;
	if (below_limit == YES)
		return ATTESTATION_EXEMPTIBLE;
	if (audit_duty == NOT_KNOWN)
		return ATTESTATION_NOT_KNOWN;
	return audit_duty == YES ? ATTESTATION_AUDITOR : ATTESTATION_ACCOUNTANT;
}

/*
 * Whether the accounts stand in the way of the last payment no longer: they
 * are attested (H3-10), exempted where that may be (H3-11), or need no
 * attestation (H3-12).
 */
Answer
payment_accounts_in_order(Answer attested, Answer exempted, Answer below_limit,
						  Answer audited_by_riksrevisjonen)
{
	return answer_or(answer_or(attested, audited_by_riksrevisjonen),
					 answer_and(exempted, below_limit));
}

/* Whether commitments for a year depend on the budget of that year (K10-1). */
bool
payment_is_reserved(int year)
{
	const LawTable *table = law_find_table("payment");
	int			row = payment_row(PAYMENT_RESERVATION);

	return calendar_of_day(law_row_from(table, row)).year <= year &&
		year <= calendar_of_day(law_row_to(table, row)).year;
}
