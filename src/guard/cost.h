/*-------------------------------------------------------------------------
 *
 * cost.h
 *	  Aid that is limited by what it is for: a share of eligible costs.
 *
 * The awards of one key are for the same project, and count together whenever
 * they were granted.  All shares come from the user's columns.
 *
 * src/guard/cost.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_COST_H
#define TILSKUDD_GUARD_COST_H

#include "guard/guard.h"

#include "utils/numeric.h"

/* An award as a share of costs.  All amounts are in one currency. */
typedef struct CostedAid
{
	Numeric		aid;
	Numeric		cost;			/* eligible; NULL: not known */
	Numeric		intensity;		/* percent; NULL: not known, or de minimis aid */
	Numeric		max_amount;		/* NULL: no such limit */
	bool		de_minimis;
	char	  **items;			/* that it is for, in order, where they have costs of their own */
	int			nitems;
} CostedAid;

/* Columns of option "costs", beside the key. */
enum
{
	COST_ITEM,
	COST_OF_ITEM
};

/* What a project costs, item by item. */
typedef struct CostItem
{
	char	   *name;
	Numeric		cost;			/* NULL: not known */
} CostItem;

typedef struct CostItems
{
	CostItem   *items;
	size_t		count;
} CostItems;

/* The sum of aid and its ceiling. */
typedef struct CostCeiling
{
	Numeric		sum;
	Numeric		most;			/* whatever is in doubt; NULL: there may be none */
	Numeric		least;			/* if what is in doubt is as unfavourable as it can be */
	const char *basis;			/* of most, for a message, translated; NULL: not told */
	char	  **items;			/* that have the ceiling; NULL: all costs */
	int			nitems;
	const char *step;			/* of law_cumulation */
	const char *doubt;			/* if most and least differ: why, in English as verdicts have it */
	const char *doubt_message;	/* the same for a message */
	Numeric		cost;			/* the greatest that is stated */
} CostCeiling;

/* cost.c */
extern bool items_read(const Guard *guard, Datum value, CostedAid *costed);
extern RowDoubt costed_read_row(const Guard *guard, const Datum *values, const bool *nulls,
								GuardAward *award);
extern void costed_copy(GuardAward *award);
extern bool costed_is_no_worse(const GuardAward *award, const GuardAward *before);
extern RowDoubt costed_doubt(const GuardAward *award);
extern bool is_percentage(Numeric number);
extern bool ceiling_of_one(const CostedAid *costed, CostCeiling *ceiling);
extern void ceiling_of_all(const GuardAwards *awards, const CostedAid *planned, CostCeiling *ceiling);
extern int	ceiling_law(const CostCeiling *ceiling, DateADT day, const LawTable **law);
extern bool is_exceeded(const CostCeiling *ceiling, bool certainly);

/* cost_item.c */
extern CostItems costs_of_facts(const Guard *guard, const FactRows *facts);
extern void costs_fill(const CostItems *costs, CostedAid *costed);
extern void ceiling_of_items(const GuardAwards *awards, const CostItems *costs, const CostedAid *planned,
							 bool favourable, CostCeiling *ceiling);
extern Numeric amount_within(const CostCeiling *ceiling, const CostedAid *costed, bool *touches);

/* cost_check.c */
extern void costs_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
						const FactRows *facts);
extern bool costs_audit(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
						ViolationFunction put, void *arg);

/* cost_headroom.c */
extern void costs_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
						   const GuardAward *planned, struct Verdict *verdict);

#endif							/* TILSKUDD_GUARD_COST_H */
