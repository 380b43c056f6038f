/*-------------------------------------------------------------------------
 *
 * de_minimis_walk.h
 *	  A walk along the days: how much aid each of them leaves room for.
 *
 * src/function/de_minimis_walk.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_DE_MINIMIS_WALK_H
#define TILSKUDD_FUNCTION_DE_MINIMIS_WALK_H

#include "function/de_minimis_sum.h"
#include "lib/binaryheap.h"

/*
 * A registered award must hold when an earlier one is put in before it.  Its
 * window then limits every award within it to what it has left.
 */
typedef struct WindowLimit
{
	DateADT		first;			/* of the window */
	DateADT		last;			/* the day of the award */
	uint32		ceiling;		/* EUR */
	Aid			left;			/* ceiling less aid in the window; may be negative */
} WindowLimit;

/* What holds on a day, until something changes. */
typedef struct Point
{
	DateADT		day;
	bool		has_window;		/* otherwise the tables have no regime */
	uint32		ceiling;
	Aid			used;
	bool		has_headroom;	/* by this window, or one that contains the day: */
	Aid			headroom;		/* the least of them */
	DateADT		binding_day;	/* the last day of the window that has it */
	uint32		binding_ceiling;
} Point;

/*
 * A walk along the days.  Between the days listed, nothing changes.
 */
typedef struct Walk
{
	AidRule		rule;
	AwardList	awards;
	DateADT		from;			/* the awards count together from this day */
	DateADT		until;			/* until this one */
	WindowLimit *limits;			/* by their first days */
	int			nlimits;
	int			next_limit;		/* not reached yet */
	binaryheap *reached;		/* limits, the tightest at the top */
	DateADT    *days;
	int			ndays;
	int			next_day;
} Walk;

extern void walk_start(Walk *walk, DateADT first, DateADT last);
extern bool walk_next_day(Walk *walk, DateADT *day);
extern bool walk_next(Walk *walk, Point *point);
extern void walk_look(Walk *walk, DateADT day, Point *point);
extern bool same_point(const AwardList *list, const Point *a, const Point *b);
extern DateADT de_minimis_horizon(int pool);

#endif							/* TILSKUDD_FUNCTION_DE_MINIMIS_WALK_H */
