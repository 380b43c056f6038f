/*-------------------------------------------------------------------------
 *
 * payment.h
 *	  What is paid of a grant, and when: the guidelines of 2008, DEL II
 *	  chapter 3; instalments of Kompetansepiloter 2020.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/payment.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_PAYMENT_H
#define TILSKUDD_RULE_PAYMENT_H

#include "law/law.h"
#include "rule/answer.h"

/* Rows of law_payment, which has one for each. */
typedef enum PaymentItem
{
	PAYMENT_HOLDBACK,			/* percent of the grant (H3-8) */
	PAYMENT_EXEMPT_BELOW,		/* NOK granted (H3-11) */
	PAYMENT_INSTALMENTS,		/* a year (K11-1) */
	PAYMENT_RESERVATION			/* years that depend on the budget (K10-1) */
} PaymentItem;

extern int	payment_row(PaymentItem item);
extern int	payment_value(PaymentItem item);

/* What a payment may be; a set of them is what it can be as far as known. */
typedef enum PaymentKind
{
	PAYMENT_INTERIM = 1,		/* before the last one */
	PAYMENT_LAST = 2,			/* the project has ended, the accounts are in order */
	PAYMENT_UNATTESTED = 4		/* would be the last one, but for the accounts */
} PaymentKind;

extern unsigned payment_kinds(Answer is_final, Answer accounts_in_order);

/* What the accounts of a project need before the last payment. */
typedef enum Attestation
{
	ATTESTATION_NOT_KNOWN,
	ATTESTATION_NONE,			/* H3-12 */
	ATTESTATION_EXEMPTIBLE,		/* H3-11 */
	ATTESTATION_ACCOUNTANT,		/* H3-10 */
	ATTESTATION_AUDITOR			/* H3-10 */
} Attestation;

extern Attestation payment_attestation(Answer below_limit, Answer audit_duty,
									   Answer audited_by_riksrevisjonen);
extern Answer payment_accounts_in_order(Answer attested, Answer exempted, Answer below_limit,
										Answer audited_by_riksrevisjonen);

extern bool payment_is_reserved(int year);

#endif							/* TILSKUDD_RULE_PAYMENT_H */
