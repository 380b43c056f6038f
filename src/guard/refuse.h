/*-------------------------------------------------------------------------
 *
 * refuse.h
 *	  What a guard says of awards that do not keep its limits.
 *
 * src/guard/refuse.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_REFUSE_H
#define TILSKUDD_GUARD_REFUSE_H

#include "guard/guard.h"

#include "utils/numeric.h"

/* Too much aid, of which some was written now. */
typedef struct Refusal
{
	Guard	   *guard;
	const Probe *probe;			/* an award that was written, for the message */
	Numeric		requested;
	Numeric		used;			/* besides */
	Numeric		ceiling;		/* NULL: not known */
	const char *citation;
	const char *items;			/* that have the ceiling; NULL: all costs, or none */
	bool		undecided;		/* perhaps it is not too much */
	const char *denied;			/* why it is no override; NULL: nothing to say */
	bool		is_record;		/* it is not an award that is refused, but that one goes */
} Refusal;

extern Probe *live_probes(const Guard *guard, const Probe *probes, size_t nprobes, size_t *nlive);
extern bool refusal_overridden(Refusal *refusal);
extern void refusal_report(const Refusal *refusal, const char *detail, const char *hint);
extern bool refuse(Guard *guard, const Probe *probes, size_t nprobes, const GuardAwards *awards,
				   const KeyGroup *group, const Excess *excess);
extern void refuse_doubt(const Guard *guard, RowDoubt doubt, int ndoubts, bool written);

#endif							/* TILSKUDD_GUARD_REFUSE_H */
