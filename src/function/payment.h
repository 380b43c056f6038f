/*-------------------------------------------------------------------------
 *
 * payment.h
 *	  Whether a payment of a grant is lawful, for SQL functions and triggers.
 *
 * src/function/payment.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_PAYMENT_H
#define TILSKUDD_FUNCTION_PAYMENT_H

#include "compat.h"

#include "utils/numeric.h"

#include "function/verdict.h"
#include "rule/answer.h"

/*
 * A payment, and what is known of the grant when it is made.  Amounts are in
 * NOK, none negative; NULL: not known.
 */
typedef struct Payment
{
	Numeric		amount;			/* of this payment */
	Numeric		granted;
	Numeric		budget_cost;	/* of the project, as the grant assumed; above 0 */
	Numeric		documented_cost;	/* incurred so far; in the end, of the accounts */
	Numeric		planned_cost;	/* by the profile of an operating grant until the
								 * end of this term; NULL: paid in arrears */
	Numeric		paid_before;	/* sum of the payments before */
	Numeric		holdback_percent;	/* above 0, at most 100; NULL: that of the law */
	Answer		is_final;		/* the project has ended, this is the last payment */
	Answer		accounts_attested;
	Answer		exempted;		/* by the granter, from attestation */
	Answer		audited_by_riksrevisjonen;
} Payment;

/*
 * Decides on the payment: the limit is what may be paid in all when it is
 * made, "used" what was paid before, "requested" the amount, in NOK.
 */
extern void payment_decide(const Payment *payment, Verdict *verdict);

#endif							/* TILSKUDD_FUNCTION_PAYMENT_H */
