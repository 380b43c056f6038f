/*-------------------------------------------------------------------------
 *
 * de_minimis_sum.h
 *	  Awards of one undertaking, and the sum of those within a window of days.
 *
 * Amounts are exact.  As long as every amount has at most four decimals and
 * no sum can overflow, they are counted in 64-bit units of 1/10000; after that
 * the list is wide, and they are the server's numeric.
 *
 * src/function/de_minimis_sum.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_DE_MINIMIS_SUM_H
#define TILSKUDD_FUNCTION_DE_MINIMIS_SUM_H

#include "compat.h"

#include "utils/date.h"
#include "utils/numeric.h"

#include "law/law.h"

#define AID_DECIMALS		4
#define AID_UNITS_OF_ONE	10000

typedef union Aid
{
	int64		units;			/* narrow */
	Numeric		number;			/* wide */
} Aid;

typedef struct Award
{
	DateADT		day;
	int			month;			/* its fiscal year starts with; 0: the rule's */
	Aid			amount;
} Award;

/* Most undertakings have a few awards; so many need no allocation. */
#define AWARDS_WITHIN		4

/*
 *	awards:  oldest                                                newest
 *           [0 .. first - 1]    [first .. end - 1]   [end .. count - 1]
 *            before the window   within it: sum       after it
 *
 * Awards are added at the end and forgotten at the front.  The window is slid
 * over them in the order of their days.
 */
typedef struct AwardList
{
	MemoryContext context;		/* of what the list allocates */
	Award	   *awards;
	size_t		count;
	size_t		room;
	size_t		first;
	size_t		end;
	Aid			sum;
	int64		total;			/* narrow: of all awards */
	int			decimals;		/* narrow: how many a result shows */
	bool		wide;
	Award		within[AWARDS_WITHIN];
} AwardList;

/*
 * What chooses the regime of a day, its window and its ceiling.  A joint
 * ceiling of several pools has the window of the pool that settles it.
 */
typedef struct AidRule
{
	int			pool;
	bool		road_freight;
	int			fiscal_year_start_month;
	const LawDeMinimisCumulation *joint;	/* NULL: the pool's own ceiling */
} AidRule;

/* The window of an award on a day, and how much aid there may be in it. */
typedef struct AidWindow
{
	DateADT		first;
	DateADT		last;			/* the day itself */
	uint32		ceiling;		/* EUR */
} AidWindow;

extern bool aid_units(Datum amount, int64 *units, int *decimals);
extern Numeric aid_number(Datum amount);
extern Numeric aid_widen(int64 units, int decimals);
extern bool aid_window(const AidRule *rule, DateADT day, AidWindow *window);
extern bool award_window(const AidRule *rule, const Award *award, AidWindow *window);

extern void award_list_init(AwardList *list, MemoryContext context);
extern void award_list_add(AwardList *list, DateADT day, Datum amount);
extern void award_list_add_units(AwardList *list, DateADT day, int64 units, int decimals);
extern void award_list_add_number(AwardList *list, DateADT day, Numeric number);
extern void award_list_sort(AwardList *list);
extern void award_list_forget(AwardList *list, DateADT before);
extern void award_list_rewind(AwardList *list);
extern void award_list_slide(AwardList *list, const AidWindow *window);
extern bool award_list_slide_to_day(AwardList *list, const AidRule *rule, DateADT day,
									uint32 *ceiling);
extern Numeric award_list_number(const AwardList *list, Aid amount);

#endif							/* TILSKUDD_FUNCTION_DE_MINIMIS_SUM_H */
