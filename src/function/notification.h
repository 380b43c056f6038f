/*-------------------------------------------------------------------------
 *
 * notification.h
 *	  Large investment projects, for other functions.
 *
 * src/function/notification.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_NOTIFICATION_H
#define TILSKUDD_FUNCTION_NOTIFICATION_H

#include "compat.h"

#include "utils/date.h"
#include "utils/numeric.h"

#include "rule/notification.h"

extern Numeric notification_adjusted_cost(Numeric cost, Numeric per_eur,
										  const LawThreshold *first, DateADT day);

#endif							/* TILSKUDD_FUNCTION_NOTIFICATION_H */
