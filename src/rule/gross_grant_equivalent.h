/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent.h
 *	  What aid that is no grant is worth: limits of the lump sums, rows of the
 *	  rate tables, time between payments.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/gross_grant_equivalent.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_GROSS_GRANT_EQUIVALENT_H
#define TILSKUDD_RULE_GROSS_GRANT_EQUIVALENT_H

#include "law/law.h"

/* Aid that has a lump sum. */
typedef enum GgeForm
{
	GGE_LOAN,
	GGE_GUARANTEE
} GgeForm;

/* Terms for which a regime sets different limits. */
typedef enum GgeTerm
{
	GGE_UP_TO_FIVE_YEARS,
	GGE_UP_TO_TEN_YEARS
} GgeTerm;

/* Time between two days: whole years, and days of the year that has begun. */
typedef struct GgeSpan
{
	int			years;
	int			days;
	int			days_of_year;	/* 365 or 366 */
} GgeSpan;

extern uint32_t gge_limit(const LawDeMinimis *regime, GgeForm form,
						  GgeTerm term, bool road_freight);
extern bool gge_term_counts(const LawDeMinimis *regime, GgeForm form);

extern GgeSpan gge_span(int32_t from, int32_t to);

#endif							/* TILSKUDD_RULE_GROSS_GRANT_EQUIVALENT_H */
