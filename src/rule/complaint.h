/*-------------------------------------------------------------------------
 *
 * complaint.h
 *	  Who may complain of a decision.
 *
 * Plain C.
 *
 * src/rule/complaint.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_COMPLAINT_H
#define TILSKUDD_RULE_COMPLAINT_H

#include <stdbool.h>

extern int	complaint_row(const char *decided_by, bool individual_decision);
extern bool complaint_allowed(int row);

#endif							/* TILSKUDD_RULE_COMPLAINT_H */
