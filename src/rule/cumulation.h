/*-------------------------------------------------------------------------
 *
 * cumulation.h
 *	  Whether several aids over overlapping costs stay within the law together.
 *
 * Everything is exact.  The caller chooses a unit of costs and a unit of
 * percentages, both decimal fractions; amounts are then in units of (unit of
 * costs) * (unit of percentages) / 100, so that a percentage times a cost is
 * an amount.  With costs in 1/100 and percentages in 1/10, amounts are in
 * 1/100000.
 *
 * Plain C: builds without the server, and allocates nothing.
 *
 * src/rule/cumulation.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_CUMULATION_H
#define TILSKUDD_RULE_CUMULATION_H

#include <stdbool.h>
#include <stddef.h>

/* The server's allocators align to 8 bytes, the compiler would expect 16. */
typedef __int128 CumulationUnits __attribute__((aligned(8)));

#define CUMULATION_UNKNOWN		((CumulationUnits) -1)
#define CUMULATION_UNLIMITED	((CumulationUnits) (~(unsigned __int128) 0 >> 1))

typedef struct CumulationAid
{
	/* each may be CUMULATION_UNKNOWN */
	CumulationUnits amount;		/* gross grant equivalent, present value */
	CumulationUnits percent;	/* own ceiling; eu_central: its funding rate */
	CumulationUnits threshold;	/* financing threshold, of aid without items */

	CumulationUnits most;		/* own amount cap, or CUMULATION_UNLIMITED */
	const int  *items;			/* eligible costs, each once; none: not
								 * identifiable */
	int			nitems;
	bool		de_minimis;
	bool		eu_central;		/* centrally managed: no State aid */
	bool		disabled_workers;
} CumulationAid;

typedef struct CumulationItem
{
	/* each may be CUMULATION_UNKNOWN */
	CumulationUnits cost;
	CumulationUnits percent;	/* the highest the project qualifies for */
} CumulationItem;

typedef struct Cumulation
{
	const CumulationAid *aids;
	const CumulationItem *items;
	int			naids;
	int			nitems;
	CumulationUnits whole;		/* 100 percent */
	bool		qualified;		/* items' own percentages raise their ceiling */
	void		(*interrupt) (void);	/* called now and then, may be NULL */
} Cumulation;

/* Which money is placed. */
typedef enum CumulationMoney
{
	CUMULATION_STATE_AID,
	CUMULATION_PUBLIC_FUNDING	/* with what the Union manages centrally, where
								 * there is any on connected items */
} CumulationMoney;

typedef enum CumulationLimit
{
	CUMULATION_NO_LIMIT,
	CUMULATION_OWN_INTENSITY,
	CUMULATION_OWN_AMOUNT,
	CUMULATION_JOINT,
	CUMULATION_PUBLIC,
	CUMULATION_WITHOUT_ITEMS
} CumulationLimit;

typedef enum CumulationAnswer
{
	CUMULATION_LAWFUL,
	CUMULATION_UNLAWFUL,		/* whatever is not known */
	CUMULATION_UNDECIDED
} CumulationAnswer;

/* Aids, their items, and what these carry.  The arrays lie in the workspace. */
typedef struct CumulationSubset
{
	bool	   *aids;			/* of each aid, whether it belongs */
	bool	   *items;
	CumulationUnits used;
	CumulationUnits limit;
} CumulationSubset;

/*
 * Unlawful: the limit exceeded by most, unknown amounts counted as nothing.
 * Otherwise all State aid that has items, if there is any, with used and limit
 * CUMULATION_UNKNOWN where something of them is.
 */
typedef struct CumulationResult
{
	CumulationAnswer answer;
	CumulationLimit kind;
	CumulationSubset subset;
} CumulationResult;

extern bool cumulation_fits(const Cumulation *cumulation);
extern size_t cumulation_space(const Cumulation *cumulation);
extern void cumulation_test(const Cumulation *cumulation, void *space, CumulationResult *result);

/* The pieces, for who lists them. */
extern bool cumulation_amount_counts(const CumulationAid *aid);
extern bool cumulation_takes_part(const CumulationAid *aid, CumulationMoney money);
extern CumulationUnits cumulation_own_limit(const Cumulation *cumulation, int aid, bool favourable);
extern void cumulation_capacities(const Cumulation *cumulation, CumulationMoney money,
								  bool favourable, CumulationUnits *capacities);
extern void cumulation_groups(const Cumulation *cumulation, CumulationMoney money,
							  const bool *aids, int *group_of_item);
extern bool cumulation_place(const Cumulation *cumulation, CumulationMoney money,
							 bool favourable, void *space, CumulationSubset *subset);
extern void cumulation_without_items(const Cumulation *cumulation, bool favourable, bool *aids,
									 CumulationUnits *used, CumulationUnits *limit);

#endif							/* TILSKUDD_RULE_CUMULATION_H */
