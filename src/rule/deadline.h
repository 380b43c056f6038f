/*-------------------------------------------------------------------------
 *
 * deadline.h
 *	  When reports, answers and projects are due.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/deadline.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_DEADLINE_H
#define TILSKUDD_RULE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

/* Days that the law leaves to others, each NULL where it is not known. */
typedef struct DeadlineFacts
{
	const int32_t *report_due;
	const int32_t *report_received;
} DeadlineFacts;

extern bool deadline_in_year(int row, int year);
extern bool deadline_of(int row, const DeadlineFacts *facts, int32_t *due);

#endif							/* TILSKUDD_RULE_DEADLINE_H */
