/*-------------------------------------------------------------------------
 *
 * payment.h
 *	  Payments within their grants.
 *
 * src/guard/payment.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_PAYMENT_H
#define TILSKUDD_GUARD_PAYMENT_H

#include "guard/guard.h"

/* Columns of option "grants", beside the key. */
enum
{
	GRANT_AMOUNT,
	GRANT_ATTESTED,
	GRANT_EXEMPTED,
	GRANT_RIKSREVISJONEN,
	GRANT_BUDGET_COST,
	GRANT_DOCUMENTED_COST
};

extern RowDoubt payment_read_row(const Guard *guard, const Datum *values, const bool *nulls,
								 GuardAward *award);
extern bool payment_is_no_worse(const GuardAward *award, const GuardAward *before);
extern void payment_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
						  const FactRows *facts);
extern bool payment_audit(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
						  ViolationFunction put, void *arg);
extern void payment_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
							 const GuardAward *planned, struct Verdict *verdict);

#endif							/* TILSKUDD_GUARD_PAYMENT_H */
