/*-------------------------------------------------------------------------
 *
 * override.h
 *	  Awards that are let in although they exceed a limit.
 *
 * src/guard/override.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_OVERRIDE_H
#define TILSKUDD_GUARD_OVERRIDE_H

#include "guard/guard.h"

#include "utils/numeric.h"

/* What is recorded of an override. */
typedef struct Override
{
	const Guard *guard;
	Relation	table;
	Datum		key;
	DateADT		day;
	/* NULL: there is none, or it is not known */
	Numeric		requested;
	Numeric		used;
	Numeric		ceiling;
	const char *citation;
} Override;

extern void override_define_reason(void);
extern bool override_takes_place(const Guard *guard, const char **denied);
extern void override_record(const Override *override);

#endif							/* TILSKUDD_GUARD_OVERRIDE_H */
