/*-------------------------------------------------------------------------
 *
 * cost_headroom.c
 *	  How much aid for costs a guard would let in.
 *
 * src/guard/cost_headroom.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/cost.h"

#include "function/number.h"
#include "function/verdict.h"

/* An award that is planned, and what there is beside it. */
typedef struct Question
{
	const GuardAwards *awards;
	const CostItems *costs;		/* NULL: the awards state them */
	const CostedAid *planned;
} Question;

/* How much more than their ceiling awards for cost items have. */
static Numeric
excess_of_items(const Question *question, const CostedAid *planned, bool favourable, CostCeiling *ceiling)
{
	ceiling_of_items(question->awards, question->costs, planned, favourable, ceiling);
	return ceiling->least == NULL ? number_of(0) : number_subtract(ceiling->sum, ceiling->least);
}

/*
 * The same as room_for_costs() for an award for cost items.  As much aid as
 * they cost surely finds no room, unless there are no other aids and all of it
 * may be: what does not find it, is what there is no room for.
 */
static bool
room_for_items(const Question *question, CostCeiling *room, const char **why)
{
	CostedAid	planned = *question->planned;
	CostCeiling before,
				own;
	Numeric		excess_before,
				excess;
	bool		touches;

	*why = planned.nitems == 0 ? "the cost items of the award are not given" :
		"an intensity or an eligible cost is not known";
	memset(room, 0, sizeof(CostCeiling));
	if (planned.cost == NULL)
		return false;
	excess_before = excess_of_items(question, NULL, true, &before);
	planned.aid = planned.cost;
	(void) amount_within(&before, &planned, &touches);
	if (before.most != NULL && touches)
	{
		*room = before;
		return true;
	}
	excess = excess_of_items(question, &planned, true, room);
	if (number_compare(number_subtract(excess_of_items(question, &planned, false, &own),
									   excess_of_items(question, NULL, false, &own)),
					   number_subtract(excess, excess_before)) != 0)
	{
		memset(room, 0, sizeof(CostCeiling));
		return false;
	}
	if (room->most == NULL)
	{
		/* all of it finds room */
		room->sum = number_of(0);
		room->most = room->least = planned.cost;
		room->step = planned.de_minimis ? "item with de minimis aid only" : "joint limit";
	}
	else
	{
		room->sum = number_subtract(number_subtract(room->sum, before.most ? before.sum : number_of(0)), planned.aid);
		room->most = number_subtract(room->most, before.most ? before.most : number_of(0));
	}
	planned.aid = number_of(0);
	if (ceiling_of_one(&planned, &own) &&
		number_compare(number_subtract(room->most, room->sum), own.most) > 0)
		*room = own;
	return true;
}

/*
 * What the costs leave for the award that is asked about, as its own ceiling or
 * that of all; false, and why, if it is not known.
 */
static bool
room_for_costs(const Question *question, CostCeiling *room, const char **why)
{
	CostedAid	planned = *question->planned;
	CostCeiling own;

	if (question->costs != NULL)
		return room_for_items(question, room, why);

	planned.aid = number_of(0);
	ceiling_of_all(question->awards, &planned, room);
	if (room->most == NULL)
		*why = "no eligible cost is known";
	else if (room->doubt != NULL)
		*why = room->doubt;
	else
	{
		if (planned.cost == NULL)
			planned.cost = room->cost;
		if (ceiling_of_one(&planned, &own) &&
			number_compare(number_subtract(room->most, room->sum), own.most) > 0)
			*room = own;
		return true;
	}
	return false;
}

/* What is left for an award that is planned. */
void
costs_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
			   const GuardAward *planned, Verdict *verdict)
{
	CostedAid	award = *planned->costed;
	Question	question = {awards, NULL, &award};
	CostItems	costs;
	CostCeiling room;
	const char *why;

	if (facts != NULL)
	{
		costs = costs_of_facts(guard, facts);
		costs_fill(&costs, &award);
		question.costs = &costs;
	}
	if (room_for_costs(&question, &room, &why))
	{
		verdict->limit = room.most;
		verdict->row = ceiling_law(&room, planned->day, &verdict->table);
	}
	else
		verdict->undecided = list_make1((char *) why);
	verdict->used = room.sum;
	verdict->refused = is_exceeded(&room, true);
}
