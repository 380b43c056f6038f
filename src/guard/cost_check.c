/*-------------------------------------------------------------------------
 *
 * cost_check.c
 *	  Whether awards that were written keep the ceilings of their costs.
 *
 * src/guard/cost_check.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/cost.h"
#include "guard/refuse.h"

#include "function/number.h"
#include "function/verdict.h"
#include "message.h"

/* How much could have been granted in place of what is too much. */
static const char *
alternative(const Guard *guard, const CostCeiling *all, const CostCeiling *own, Numeric requested)
{
	Numeric		room = own->most;
	/* a ceiling in doubt is the lowest where doubt is refused */
	Numeric		of_all = guard->declaration->mode == GUARD_STRICT ? all->least : all->most;

	if (of_all != NULL)
	{
		Numeric		left = number_subtract(of_all, number_subtract(all->sum, requested));

		if (room == NULL || number_compare(left, room) < 0)
			room = left;
	}
	return psprintf(_("At most %s may be granted."),
					number_print(number_is_negative(room) ? number_of(0) : room));
}

/* Refuses an award that has too much by itself. */
static void
refuse_one(Guard *guard, const Probe *probe, const CostCeiling *own, const CostCeiling *all)
{
	Refusal		refusal = {
		.guard = guard, .probe = probe, .requested = own->sum, .used = number_of(0),
		.ceiling = own->most
	};
	const LawTable *law;
	static const CostCeiling none = {0};
	int			row = ceiling_law(own, probe->award.day, &law);
	bool		touches;

	refusal.citation = verdict_citation(law, row);
	if (refusal_overridden(&refusal))
		return;
	(void) amount_within(all, probe->award.costed, &touches);
	refusal_report(&refusal,
				   psprintf(_("%s are requested, the ceiling of the award itself is %s, %s: %s."),
							number_print(own->sum), number_print(own->most), own->basis, verdict_source(law, row)),
				   alternative(guard, touches ? all : &none, own, own->sum));
}

/* So many items are named. */
#define NAMED_ITEMS	10

/* The items of a ceiling, for a message; NULL: all costs. */
static const char *
item_names(const CostCeiling *ceiling)
{
	StringInfoData names;

	if (ceiling->items == NULL)
		return NULL;
	initStringInfo(&names);
	for (int i = 0; i < Min(ceiling->nitems, NAMED_ITEMS); i++)
		appendStringInfo(&names, "%s%s", i > 0 ? ", " : "", tilskudd_shorten(ceiling->items[i]));
	if (ceiling->nitems > NAMED_ITEMS)
		/* translator: the end of a list of names */
		return psprintf(_("%s and %d more"), names.data, ceiling->nitems - NAMED_ITEMS);
	return names.data;
}

/* What is too much, and what the ceiling is. */
static const char *
excess_print(const Refusal *refusal, const CostCeiling *ceiling, const char *source)
{
	const char *used = number_print(refusal->used);
	const char *requested = number_print(refusal->requested);
	const char *most = number_print(ceiling->most);

	if (ceiling->basis == NULL)
		return psprintf(_("%s are used, %s are requested, the ceiling is %s: %s."),
						used, requested, most, source);
	return psprintf(_("%s are used, %s are requested, the ceiling is %s, %s: %s."),
					used, requested, most, ceiling->basis, source);
}

/* What is perhaps too much, between what the ceiling lies, and why that is not known. */
static const char *
doubtful_excess_print(const Refusal *refusal, const CostCeiling *ceiling)
{
	const char *used = number_print(refusal->used);
	const char *requested = number_print(refusal->requested);
	const char *least = number_print(ceiling->least);

	if (ceiling->most == NULL)
		return psprintf(_("%s are used, %s are requested, the ceiling is at least %s, because %s."),
						used, requested, least, ceiling->doubt_message);
	return psprintf(_("%s are used, %s are requested, the ceiling is %s to %s, because %s."),
					used, requested, least, number_print(ceiling->most), ceiling->doubt_message);
}

/* Refuses awards that have too much together, or says that this is in doubt. */
static void
refuse_all(Guard *guard, const Probe *probe, Numeric requested, const CostCeiling *all)
{
	static const CostCeiling none = {0};
	Refusal		refusal = {
		.guard = guard, .probe = probe, .requested = requested,
		.used = number_subtract(all->sum, requested),
		.undecided = !is_exceeded(all, true), .items = item_names(all)
	};
	const LawTable *law;
	int			row = ceiling_law(all, probe->award.day, &law);

	refusal.ceiling = refusal.undecided ? all->least : all->most;
	refusal.citation = verdict_citation(law, row);
	if ((!refusal.undecided || guard->declaration->mode == GUARD_STRICT) && refusal_overridden(&refusal))
		return;
	if (!refusal.undecided)
		refusal_report(&refusal, excess_print(&refusal, all, verdict_source(law, row)),
					   alternative(guard, all, &none, requested));
	else
		refusal_report(&refusal, doubtful_excess_print(&refusal, all),
					   all->items != NULL ? _("Give the eligible cost of each item, and the intensity of each award.") :
					   _("All awards of a key are for the same costs: state the whole eligible cost, and the intensity, in each of them."));
}

/* Whether an award that was written lacks its intensity, which was said already. */
static bool
any_in_doubt(const Probe *probes, size_t nprobes)
{
	for (size_t i = 0; i < nprobes; i++)
	{
		if (costed_doubt(&probes[i].award) != ROW_CLEAR)
			return true;
	}
	return false;
}

/* The ceiling of the awards of one key together.  Costs are those of items; NULL: there are none. */
static void
ceiling_of_key(const GuardAwards *awards, const CostItems *costs, CostCeiling *ceiling)
{
	if (costs == NULL)
	{
		ceiling_of_all(awards, NULL, ceiling);
		return;
	}
	ceiling_of_items(awards, costs, NULL, true, ceiling);
	if (!is_exceeded(ceiling, true))
		ceiling_of_items(awards, costs, NULL, false, ceiling);
}

/* Tests what was written against the ceiling of all. */
static void
check_all(Guard *guard, const Probe *probes, size_t nprobes, const CostCeiling *all)
{
	const Probe *first = NULL;
	Numeric		requested = number_of(0);

	if (!is_exceeded(all, false) || (!is_exceeded(all, true) && any_in_doubt(probes, nprobes)))
		return;
	for (size_t i = 0; i < nprobes; i++)
	{
		bool		touches;
		Numeric		amount = amount_within(all, probes[i].award.costed, &touches);

		requested = number_add(requested, amount);
		if (touches && first == NULL)
			first = &probes[i];
	}
	if (first != NULL)
		refuse_all(guard, first, requested, all);
}

/*
 * Checks the awards of one key: each that was written by itself, and all that
 * there are together.  What was there before is not held against a row that
 * changes nothing, but any new award for costs that have too much is refused.
 */
void
costs_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
			const FactRows *facts)
{
	CostItems	items = {0};
	CostItems  *costs = NULL;
	CostCeiling all,
				own;
	bool		any = false;

	if (facts != NULL)
	{
		items = costs_of_facts(guard, facts);
		costs = &items;
	}
	ceiling_of_key(awards, costs, &all);
	for (size_t i = 0; i < nprobes; i++)
	{
		if (costs != NULL)
			costs_fill(costs, probes[i].award.costed);
		any |= ceiling_of_one(probes[i].award.costed, &own) && is_exceeded(&own, true);
	}
	if (!any && !is_exceeded(&all, false))
		return;
	probes = live_probes(guard, probes, nprobes, &nprobes);
	for (size_t i = 0; i < nprobes; i++)
	{
		if (costs != NULL)
			costs_fill(costs, probes[i].award.costed);
		if (!ceiling_of_one(probes[i].award.costed, &own) || !is_exceeded(&own, true))
			continue;
		refuse_one(guard, &probes[i], &own, &all);
		return;
	}
	check_all(guard, probes, nprobes, &all);
}

/* Tells of too much aid for costs. */
static void
put_ceiling(DateADT day, const CostCeiling *ceiling, ViolationFunction put, void *arg)
{
	const LawTable *law;
	int			row = ceiling_law(ceiling, day, &law);

	put(day, ceiling->sum, ceiling->most, verdict_citation(law, row), arg);
}

/* Tests awards for the same costs: each by itself, and all together as of the last. */
bool
costs_audit(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
			ViolationFunction put, void *arg)
{
	DateADT		last = DATEVAL_NOBEGIN;
	Numeric		reported = NULL;
	CostItems	costs = {0};
	CostCeiling ceiling;

	if (facts != NULL)
		costs = costs_of_facts(guard, facts);
	for (size_t i = 0; i < awards->count; i++)
	{
		const GuardAward *award = &awards->awards[i];

		last = Max(last, award->day);
		if (facts != NULL)
			costs_fill(&costs, award->costed);
		if (!ceiling_of_one(award->costed, &ceiling) || !is_exceeded(&ceiling, true))
			continue;
		put_ceiling(award->day, &ceiling, put, arg);
		reported = ceiling.sum;
	}
	ceiling_of_key(awards, facts != NULL ? &costs : NULL, &ceiling);
	/* there is nothing but the award that was reported */
	if (reported != NULL && number_compare(ceiling.sum, reported) == 0)
		return false;
	if (is_exceeded(&ceiling, true))
		put_ceiling(last, &ceiling, put, arg);
	return !is_exceeded(&ceiling, true) && is_exceeded(&ceiling, false);
}
