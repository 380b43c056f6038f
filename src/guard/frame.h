/*-------------------------------------------------------------------------
 *
 * frame.h
 *	  Commitments within a frame.
 *
 * src/guard/frame.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_FRAME_H
#define TILSKUDD_GUARD_FRAME_H

#include "guard/guard.h"

/* Column of option "frames", beside the key. */
enum
{
	FRAME_AMOUNT
};

extern bool frame_is_no_worse(const GuardAward *award, const GuardAward *before);
extern int64 frame_lowest(const Guard *guard, DateADT from, const FactRows *facts);
extern void frame_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
						const FactRows *facts);
extern bool frame_audit(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
						ViolationFunction put, void *arg);
extern void frame_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
						   const GuardAward *planned, struct Verdict *verdict);

#endif							/* TILSKUDD_GUARD_FRAME_H */
