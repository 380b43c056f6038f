/*-------------------------------------------------------------------------
 *
 * working_day.h
 *	  Working days, for several functions.
 *
 * src/function/working_day.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_WORKING_DAY_H
#define TILSKUDD_FUNCTION_WORKING_DAY_H

#include "compat.h"

#include "utils/date.h"

#include "rule/working_day.h"

extern WorkingDays working_day_argument(FunctionCallInfo fcinfo, int argument);
extern bool working_day_add(WorkingDays *working_days, DateADT *day, int32 count);
extern void working_day_require_year(int year);

#endif							/* TILSKUDD_FUNCTION_WORKING_DAY_H */
