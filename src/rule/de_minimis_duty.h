/*-------------------------------------------------------------------------
 *
 * de_minimis_duty.h
 *	  Duties of who grants de minimis aid: rows of law_de_minimis_duty.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/de_minimis_duty.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_DE_MINIMIS_DUTY_H
#define TILSKUDD_RULE_DE_MINIMIS_DUTY_H

#include "law/law.h"

extern int	de_minimis_duty_row(const char *item, int32_t day);
extern int	de_minimis_duty_value(int row);
extern int	de_minimis_retention(int32_t granted_on, int32_t *until);

#endif							/* TILSKUDD_RULE_DE_MINIMIS_DUTY_H */
