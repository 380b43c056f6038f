/*-------------------------------------------------------------------------
 *
 * retention.h
 *	  Records that must be kept.
 *
 * src/guard/retention.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_RETENTION_H
#define TILSKUDD_GUARD_RETENTION_H

#include "guard/guard.h"

#include "commands/trigger.h"

extern RowDoubt retention_read_row(const Guard *guard, const Datum *values, const bool *nulls,
								   GuardAward *award);
extern void retention_copy(GuardAward *award);
extern void retention_note(Firing *firing, TriggerData *data);
extern void retention_check(Guard *guard, const Probe *probes, size_t nprobes);
extern void retention_truncate(Firing *firing, TriggerData *data);
extern void retention_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
							   const GuardAward *planned, struct Verdict *verdict);

#endif							/* TILSKUDD_GUARD_RETENTION_H */
