/*-------------------------------------------------------------------------
 *
 * recovery.h
 *	  Days that lie years after others.
 *
 * src/function/recovery.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_RECOVERY_H
#define TILSKUDD_FUNCTION_RECOVERY_H

#include "compat.h"

#include "utils/date.h"

extern DateADT recovery_anniversary(DateADT day, int years);

#endif							/* TILSKUDD_FUNCTION_RECOVERY_H */
