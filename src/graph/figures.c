/*-------------------------------------------------------------------------
 *
 * figures.c
 *	  Whose figures count, and how much of them: Art 6.
 *
 * src/graph/figures.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"

#include "function/number.h"

Figures *
figures_begin(const Graph *graph)
{
	Figures    *figures = palloc0(sizeof(Figures));

	figures->graph = graph;
	figures->sums = palloc_extended(sizeof(Bounds) * (graph->nclasses + 1), MCXT_ALLOC_HUGE);
	figures->stamps = palloc_extended(sizeof(uint32) * (graph->nclasses + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	if (graph->input->has_consolidated)
	{
		figures->covered = palloc_extended(sizeof(int32) * (graph->n + 1), MCXT_ALLOC_HUGE);
		memset(figures->covered, -1, sizeof(int32) * (graph->n + 1));
		figures->reach = reach_begin(graph, false);
	}
	return figures;
}

/* Forgets the sums of another day. */
void
figures_day(Figures *figures, DateADT day)
{
	figures->day = day;
	figures->stamp++;
}

/* The latest accounts closed on or before a day, or NULL. */
const Period *
figures_period(const Input *input, int32 entity, DateADT day, bool consolidated)
{
	const Period *periods = input->periods.data;

	for (int32 k = input->first_period[entity + 1]; k > input->first_period[entity]; k--)
	{
		const Period *period = &periods[k - 1];

		if (period->end <= day && period->consolidated == consolidated)
			return period;
	}
	return NULL;
}

static void
add_units(int128 *sum, int128 amount)
{
	if (__builtin_add_overflow(*sum, amount, sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the figures of linked enterprises add up to too much")));
}

/* Adds one figure of accounts, or that nothing is known of it. */
void
figures_add(const Input *input, Bounds *bounds, const Period *period, int figure)
{
	if (period == NULL)
	{
		bounds->unlimited[figure] = true;
		return;
	}
	add_units(&bounds->lo[figure], period->lo[figure]);
	if (period->unlimited[figure])
		bounds->unlimited[figure] = true;
	else
		add_units(&bounds->hi[figure], period->upper < 0 ? period->lo[figure] :
				  ((Upper *) input->uppers.data)[period->upper].hi[figure]);
}

/*
 * The consolidated accounts of an enterprise where they are its latest.
 */
static const Period *
consolidated_accounts(const Figures *figures, int32 entity)
{
	const Input *input = figures->graph->input;
	const Period *consolidated = figures_period(input, entity, figures->day, true);
	const Period *own = figures_period(input, entity, figures->day, false);

	return consolidated == NULL || (own != NULL && own->end > consolidated->end) ? NULL : consolidated;
}

/* Where the rows of query "scope" of an entity begin. */
static int
first_scope(const Input *input, int32 entity)
{
	const Scope *scopes = input->scopes.data;
	int			low = 0;
	int			high = input->scopes.count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (scopes[middle].entity < entity)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Those of a class whom the accounts of one of them consolidate fully: as query
 * "scope" has them, otherwise all that it controls.  Fills members, of which
 * the first is the enterprise itself.
 */
static int
consolidated_members(Figures *figures, int32 entity, int32 *members)
{
	const Graph *graph = figures->graph;
	const Scope *scopes = graph->input->scopes.data;
	int			nscopes = graph->input->scopes.count;
	int			low = first_scope(graph->input, entity);
	int			count = 0;
	int32	   *controlled;
	int			ncontrolled;

	members[count++] = entity;
	if (low < nscopes && scopes[low].entity == entity)
	{
		for (; low < nscopes && scopes[low].entity == entity; low++)
		{
			if (scopes[low].full && scopes[low].member != entity &&
				graph->class_of[scopes[low].member] == graph->class_of[entity])
				members[count++] = scopes[low].member;
		}
		return count;
	}
	reach_clear(figures->reach);
	reach_start(figures->reach, entity);
	controlled = reach_controlled(figures->reach, &ncontrolled);
	for (int i = 0; i < ncontrolled; i++)
	{
		if (graph->class_of[controlled[i]] == graph->class_of[entity])
			members[count++] = controlled[i];
	}
	return count;
}

/* Art 6(4): accounts that do not say how many work there. */
bool
figures_no_headcount(const Period *accounts)
{
	return accounts->unlimited[SIZE_HEADCOUNT] && accounts->lo[SIZE_HEADCOUNT] == 0;
}

typedef struct Consolidating
{
	int			count;
	int32		entity;
	const Period *accounts;
} Consolidating;

/*
 * The widest accounts first; of as wide ones those with more turnover, balance
 * or persons, so that names decide only between equals.
 */
static int
compare_consolidating(const void *a, const void *b)
{
	static const SizeFigure order[NFIGURES] = {SIZE_TURNOVER, SIZE_BALANCE, SIZE_HEADCOUNT};
	const Consolidating *x = a;
	const Consolidating *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	for (int i = 0; i < NFIGURES; i++)
	{
		int128		one = x->accounts->lo[order[i]];
		int128		other = y->accounts->lo[order[i]];

		if (one != other)
			return one > other ? -1 : 1;
	}
	return (x->entity > y->entity) - (x->entity < y->entity);
}

static void
take_consolidated(Figures *figures, int32 entity, const int32 *members, int count, Bounds *bounds)
{
	const Input *input = figures->graph->input;
	const Period *accounts = consolidated_accounts(figures, entity);

	for (int i = 0; i < count; i++)
	{
		if (figures->covered[members[i]] >= 0)
			return;
	}
	for (int i = 0; i < count; i++)
		figures->covered[members[i]] = entity;
	figures_add(input, bounds, accounts, SIZE_TURNOVER);
	figures_add(input, bounds, accounts, SIZE_BALANCE);
	if (!figures_no_headcount(accounts))
		figures_add(input, bounds, accounts, SIZE_HEADCOUNT);
	else
	{
		for (int i = 0; i < count; i++)
			figures_add(input, bounds, figures_period(input, members[i], figures->day, false), SIZE_HEADCOUNT);
	}
}

/* Takes the consolidated accounts of a class, none of whose members counts twice. */
static void
add_consolidated(Figures *figures, int32 class, Bounds *bounds)
{
	const Graph *graph = figures->graph;
	int32		first = graph->first_member[class];
	int32		end = graph->first_member[class + 1];
	Consolidating *consolidating;
	int32	   *members;
	int			n = 0;

	for (int32 k = first; k < end; k++)
	{
		figures->covered[graph->members[k]] = -1;
		n += consolidated_accounts(figures, graph->members[k]) != NULL;
	}
	if (n == 0)
		return;
	consolidating = palloc_extended(sizeof(Consolidating) * n, MCXT_ALLOC_HUGE);
	members = palloc_extended(sizeof(int32) * (end - first + 1), MCXT_ALLOC_HUGE);
	n = 0;
	for (int32 k = first; k < end; k++)
	{
		int32		entity = graph->members[k];

		const Period *accounts = consolidated_accounts(figures, entity);

		if (accounts != NULL)
			consolidating[n++] = (Consolidating) {consolidated_members(figures, entity, members), entity, accounts};
	}
	qsort(consolidating, n, sizeof(Consolidating), compare_consolidating);
	for (int i = 0; i < n; i++)
		take_consolidated(figures, consolidating[i].entity, members,
						  consolidated_members(figures, consolidating[i].entity, members), bounds);
	pfree(members);
	pfree(consolidating);
}

/* What the members of a class have together. */
const Bounds *
figures_sum(Figures *figures, int32 class)
{
	const Graph *graph = figures->graph;
	const Input *input = graph->input;
	Bounds	   *bounds = &figures->sums[class];

	if (figures->stamps[class] == figures->stamp)
		return bounds;
	figures->stamps[class] = figures->stamp;
	memset(bounds, 0, sizeof(Bounds));
	if (input->has_consolidated)
		add_consolidated(figures, class, bounds);
	for (int32 k = graph->first_member[class]; k < graph->first_member[class + 1]; k++)
	{
		int32		member = graph->members[k];
		const Period *period;

		if (input->entities[member].kind == KIND_PUBLIC ||
			(input->has_consolidated && figures->covered[member] >= 0))
			continue;
		period = figures_period(input, member, figures->day, false);
		for (int figure = 0; figure < NFIGURES; figure++)
			figures_add(input, bounds, period, figure);
	}
	return bounds;
}

/*
 * Art 6(3): whether consolidated accounts of a class, whose sum is made, have at
 * least as much of a partner as would be added.
 */
bool
figures_include(const Figures *figures, const Partner *partner)
{
	const Graph *graph = figures->graph;
	const Scope *scopes = graph->input->scopes.data;

	if (figures->covered == NULL || graph->input->scopes.count == 0)
		return false;
	for (int32 m = graph->first_member[partner->class]; m < graph->first_member[partner->class + 1]; m++)
	{
		int32		entity = graph->members[m];

		if (figures->covered[entity] != entity)
			continue;
		for (int k = first_scope(graph->input, entity); k < graph->input->scopes.count && scopes[k].entity == entity; k++)
		{
			if (graph->class_of[scopes[k].member] == partner->other && scopes[k].total > 0 &&
				(int128) scopes[k].part * partner->total >= (int128) partner->share * scopes[k].total)
				return true;
		}
	}
	return false;
}

/* Adds share / total of a sum, exactly but for less than 2^-64. */
static void
add_share(Amount *amount, int128 sum, int64 share, int64 total)
{
	uint128		product = (uint128) (sum % total) * share;
	uint128		rest = product % total;
	uint128		fraction = rest << 64;
	int128		whole;

	/* no more than the sum itself */
	whole = sum / total * share;
	add_units(&amount->whole, whole);
	add_units(&amount->whole, (int128) (product / total));
	amount->parts += fraction % total != 0;
	fraction /= total;
	amount->fraction += (uint64) fraction;
	if (amount->fraction < (uint64) fraction)
	{
		add_units(&amount->whole, 1);
		amount->carried++;
	}
}

/* Whole figures as a total, to which parts can be added. */
void
figures_to_total(const Bounds *bounds, Total *total)
{
	memset(total, 0, sizeof(Total));
	for (int figure = 0; figure < NFIGURES; figure++)
	{
		total->lo[figure].whole = bounds->lo[figure];
		total->hi[figure].whole = bounds->hi[figure];
		total->unlimited[figure] = bounds->unlimited[figure];
	}
}

/*
 * The figures that decide on a class: its own, and of its partners, with all
 * that is linked to them, as much as is held.
 */
void
figures_total(Figures *figures, int32 class, Total *total)
{
	const Graph *graph = figures->graph;
	const Bounds *own = figures_sum(figures, class);

	figures_to_total(own, total);
	total->figures = figures;
	total->class = class;
	for (int32 k = graph->first_partner[class]; k < graph->first_partner[class + 1]; k++)
	{
		const Partner *partner = &graph->partners[k];
		const Bounds *theirs;

		if (figures_include(figures, partner))
			continue;
		theirs = figures_sum(figures, partner->other);
		for (int figure = 0; figure < NFIGURES; figure++)
		{
			add_share(&total->lo[figure], theirs->lo[figure], partner->share, partner->total);
			add_share(&total->hi[figure], theirs->hi[figure], partner->share, partner->total);
			total->unlimited[figure] |= theirs->unlimited[figure];
		}
	}
}

/* The figures of one enterprise alone. */
void
figures_own(Figures *figures, int32 entity, Total *total)
{
	const Input *input = figures->graph->input;
	const Period *period = figures_period(input, entity, figures->day, false);
	Bounds		bounds = {{0}};

	for (int figure = 0; figure < NFIGURES; figure++)
		figures_add(input, &bounds, period, figure);
	figures_to_total(&bounds, total);
}

/* A rest of a division, as a fraction of the divisor. */
typedef struct Rest
{
	int64		total;
	int128		sum;
} Rest;

static int
compare_rests(const void *a, const void *b)
{
	const Rest *x = a;
	const Rest *y = b;

	return (x->total > y->total) - (x->total < y->total);
}

/*
 * Whether what the partners' shares leave beside whole units is less than,
 * equal to or greater than a number of units: in numerics, which have no limit.
 * Thirds that make one are rare.
 */
static int
compare_rest(const Total *total, SizeFigure figure, SizeBound bound, int128 units)
{
	const Graph *graph = total->figures->graph;
	int32		first = graph->first_partner[total->class];
	int			count = graph->first_partner[total->class + 1] - first;
	Rest	   *rests = palloc(sizeof(Rest) * Max(count, 1));
	Numeric		over = number_of(0);
	Numeric		under = number_of(1);

	for (int i = 0; i < count; i++)
	{
		const Partner *partner = &graph->partners[first + i];
		const Bounds *theirs = figures_sum(total->figures, partner->other);
		int128		sum = figures_include(total->figures, partner) ? 0 :
			bound == SIZE_LO ? theirs->lo[figure] : theirs->hi[figure];

		rests[i].total = partner->total;
		rests[i].sum = (sum % partner->total) * partner->share % partner->total;
	}
	qsort(rests, count, sizeof(Rest), compare_rests);
	for (int i = 0; i < count;)
	{
		Rest		rest = rests[i];
		Numeric		divisor = number_of(rest.total);

		for (i++; i < count && rests[i].total == rest.total; i++)
			rest.sum += rests[i].sum;
		if (rest.sum == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		over = number_add(number_multiply(over, divisor), number_multiply(decimal_of_int128(rest.sum), under));
		under = number_multiply(under, divisor);
	}
	pfree(rests);
	return number_compare(over, number_multiply(decimal_of_int128(units), under));
}

/* Compares a bound of the total with a limit of the law. */
int
total_compare(void *arg, SizeFigure figure, SizeBound bound, uint32_t limit)
{
	const Total *total = arg;
	const Amount *amount = bound == SIZE_LO ? &total->lo[figure] : &total->hi[figure];
	int128		units = (int128) limit * FIGURE_UNIT;

	if (bound == SIZE_HI && total->unlimited[figure])
		return 1;
	if (amount->whole > units)
		return 1;
	if (amount->whole == units)
		return amount->fraction > 0 || amount->parts > 0;
	/* short of the limit, unless what was cut off makes up for it */
	if (amount->parts == 0 || amount->whole + 1 < units ||
		amount->fraction + (uint64) amount->parts >= amount->fraction)
		return -1;
	return compare_rest(total, figure, bound,
						units - amount->whole + amount->carried);
}
