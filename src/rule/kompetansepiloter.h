/*-------------------------------------------------------------------------
 *
 * kompetansepiloter.h
 *	  The programme Kompetansepiloter: majorities, and equal shares of a frame.
 *
 * src/rule/kompetansepiloter.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_KOMPETANSEPILOTER_H
#define TILSKUDD_RULE_KOMPETANSEPILOTER_H

#include "rule/answer.h"
#include "rule/geography.h"

/* Municipalities or undertakings by where they lie: in centrality 5 and 6 or not. */
typedef struct MajorityCount
{
	int64_t		district;
	int64_t		other;
	int64_t		unknown;
} MajorityCount;

extern int	kompetansepiloter_row(const char *item);
extern GeoSet kompetansepiloter_centrality(void);
extern Answer has_majority(const MajorityCount *count);
extern int64_t majority_leaves(const MajorityCount *count);

/* Who gets the money that counties with lower requests leave (K9-3). */
typedef enum Leftover
{
	LEFTOVER_FULL_SHARE,		/* those that asked for the full share */
	LEFTOVER_ALL				/* all that have a commitment */
} Leftover;

#define FULL_SHARE	INT64_MAX	/* a request for no less than the others get */

extern void equal_allocation(const int64_t *requests, int64_t *shares, int n,
							 int64_t frame, Leftover leftover);

#endif							/* TILSKUDD_RULE_KOMPETANSEPILOTER_H */
