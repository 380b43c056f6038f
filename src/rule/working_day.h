/*-------------------------------------------------------------------------
 *
 * working_day.h
 *	  Working days: Monday to Friday except holidays.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/working_day.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_WORKING_DAY_H
#define TILSKUDD_RULE_WORKING_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "rule/holiday.h"

/* Which days are holidays: those given, or those of Norway. */
typedef struct WorkingDays
{
	bool		given;
	const int32_t *holidays;	/* given */
	int			nholidays;

	/* those of Norway in the year that was asked for last */
	int			year;			/* 0: none yet */
	Holiday		of_year[HOLIDAYS_OF_YEAR];
} WorkingDays;

extern bool working_day_known(const WorkingDays *working_days, int32_t day);
extern bool working_day(WorkingDays *working_days, int32_t day);

#endif							/* TILSKUDD_RULE_WORKING_DAY_H */
