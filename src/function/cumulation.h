/*-------------------------------------------------------------------------
 *
 * cumulation.h
 *	  Aids and cost items as queries give them.
 *
 * src/function/cumulation.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_CUMULATION_H
#define TILSKUDD_FUNCTION_CUMULATION_H

#include "compat.h"

#include "nodes/pg_list.h"
#include "utils/numeric.h"

#include "rule/cumulation.h"

typedef struct CumulationInput
{
	Cumulation	problem;
	char	  **aid_names;		/* in the order of the problem: byte by byte */
	char	  **item_names;
	int			amount_scale;	/* amounts are in units of 10 to the minus that */
	int			shown_scale;	/* decimals that a result shows at least */
} CumulationInput;

/* An item and an aid, as they are given. */
typedef struct ItemRow
{
	char	   *name;
	Numeric		cost;			/* NULL: not known */
	Numeric		intensity;
} ItemRow;

typedef struct AidRow
{
	char	   *name;
	Numeric		amount;			/* NULL: not known, as the next two */
	Numeric		intensity;
	Numeric		threshold;
	Numeric		most;			/* NULL: no cap */
	char	  **items;
	int			nitems;
	bool		de_minimis;
	bool		eu_central;
	bool		disabled_workers;
} AidRow;

extern void cumulation_set(CumulationInput *input, AidRow *aids, size_t naids,
						   ItemRow *items, size_t nitems);
extern void cumulation_read(CumulationInput *input, const char *aids, const char *items,
							const char *mode);
extern Numeric cumulation_number(const CumulationInput *input, CumulationUnits units);
extern List *cumulation_unknowns(const CumulationInput *input);

#endif							/* TILSKUDD_FUNCTION_CUMULATION_H */
