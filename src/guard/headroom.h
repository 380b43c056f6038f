/*-------------------------------------------------------------------------
 *
 * headroom.h
 *	  How much a guard would let in on the coming days.
 *
 * src/guard/headroom.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_HEADROOM_H
#define TILSKUDD_GUARD_HEADROOM_H

#include "function/de_minimis_walk.h"
#include "guard/guard.h"

/*
 * One walk for each limit that an award is under, and for each period in which
 * the same keys belong to its undertaking.
 */
typedef struct Walks
{
	Walk	   *walks;
	const AidLimit **limits;	/* of each */
	int			nwalks;
} Walks;

/* What holds on a day by the limit that binds. */
typedef struct Room
{
	Point		point;			/* of the day's own window that binds */
	const AwardList *list;		/* of that */
	Numeric		headroom;		/* the least */
	const AidLimit *limit;		/* that has it */
	DateADT		binding_day;
	uint32		binding_ceiling;
} Room;

extern void walks_start(Walks *walks, const Guard *guard, const GuardAwards *awards,
						const KeyGroup *group, const GuardAward *award, DateADT until);
extern bool walks_next_day(Walks *walks, DateADT *day);
extern bool walks_look(Walks *walks, DateADT day, Room *room);

#endif							/* TILSKUDD_GUARD_HEADROOM_H */
