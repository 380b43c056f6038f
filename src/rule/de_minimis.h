/*-------------------------------------------------------------------------
 *
 * de_minimis.h
 *	  De minimis aid: which regime holds on a day, its ceiling, and the period
 *	  whose aid counts.
 *
 * Plain C over law_de_minimis.  Days count from 2000-01-01.
 *
 * src/rule/de_minimis.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_DE_MINIMIS_H
#define TILSKUDD_RULE_DE_MINIMIS_H

#include "law/law.h"

extern int	de_minimis_pool(const char *name, int length);
extern const char *de_minimis_pool_name(int pool);
extern const LawDeMinimis *de_minimis_regime(int pool, int32_t day);
extern uint32_t de_minimis_ceiling(const LawDeMinimis *regime, bool road_freight);
extern int32_t de_minimis_window_start(const LawDeMinimis *regime, int32_t day,
									   int fiscal_year_start_month);

#endif							/* TILSKUDD_RULE_DE_MINIMIS_H */
