/*-------------------------------------------------------------------------
 *
 * frame.h
 *	  The frame of a county: the guidelines of 2008, DEL II chapters 1 and 2.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/frame.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_FRAME_H
#define TILSKUDD_RULE_FRAME_H

#include "law/law.h"

extern int	frame_letter_due(int year, int32_t *due);

#endif							/* TILSKUDD_RULE_FRAME_H */
