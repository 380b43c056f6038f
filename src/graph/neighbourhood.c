/*-------------------------------------------------------------------------
 *
 * neighbourhood.c
 *	  What decides on the size of one enterprise, without reading the rest.
 *
 * The queries are asked only for rows that name entities found so far, until
 * nothing is missing that could matter: first for who may be linked to the
 * enterprise, then, with that class known, for its partners and who may be linked
 * to them.  What is read is more than what counts, never less; the solver then
 * decides as it does for a whole country.
 *
 * src/graph/neighbourhood.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/input.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#define IN_READ		1			/* holdings in it */
#define OUT_READ	2			/* its holdings in others */
#define EXPLORED	4			/* it may be linked to what counts */
#define OF_CLASS	8			/* linked to the enterprise: has partners */
#define ROW_READ	16			/* what query "entities" has of it */

/*
 * Shares are floats here, because they decide only on what is read; whatever
 * comes this close to a limit is taken to reach it.
 */
#define MARGIN		1e-9
#define HALF		(0.5 - MARGIN)
#define QUARTER		(0.25 - MARGIN)

/* What an owner has in an owned, all rows together. */
typedef struct Stake
{
	int32		owner;
	int32		owned;
	double		capital;
	double		votes;
} Stake;

typedef struct Neighbourhood
{
	Input	   *input;
	uint8	   *flags;			/* by number of the name */
	int			nflags;
	int			ngroups;		/* of persons, whose members are read */
	int32	   *entity_rows;	/* by number: place in Input.entity_rows, or -1 */
	bool		found;			/* something new to explore */
} Neighbourhood;

static void
make_flags(Neighbourhood *hood)
{
	int			count = hood->input->names.count;

	if (count <= hood->nflags)
		return;
	hood->flags = hood->flags == NULL ? palloc_extended(count, MCXT_ALLOC_HUGE) :
		repalloc_huge(hood->flags, count);
	memset(hood->flags + hood->nflags, 0, count - hood->nflags);
	hood->nflags = count;
}

static void
explore(Neighbourhood *hood, int32 entity)
{
	if (hood->flags[entity] & EXPLORED)
		return;
	hood->flags[entity] |= EXPLORED;
	hood->found = true;
}

/* Entities by number, as names of a QueryPart. */
typedef struct Numbers
{
	const Names *names;
	int32	   *numbers;
	int			count;
} Numbers;

static const char *
number_name(int i, int *length, void *arg)
{
	const Numbers *numbers = arg;

	return names_bytes(numbers->names, numbers->numbers[i], length);
}

/* Those that have a flag, but not another. */
static void
find_flagged(const Neighbourhood *hood, uint8 with, uint8 without, Numbers *numbers)
{
	numbers->names = &hood->input->names;
	numbers->numbers = palloc_extended(sizeof(int32) * (hood->nflags + 1), MCXT_ALLOC_HUGE);
	numbers->count = 0;
	for (int i = 0; i < hood->nflags; i++)
	{
		if ((hood->flags[i] & with) == with && (hood->flags[i] & without) == 0)
			numbers->numbers[numbers->count++] = i;
	}
}

/* How every row of query "ownership" or "control" begins. */
typedef struct Pair
{
	int32		owner;
	int32		owned;
} Pair;

/* Drops those new rows that were read when the other side was asked for. */
static void
drop_read(const Neighbourhood *hood, Rows *rows, Size width, Size first, bool owned)
{
	uint8		other = owned ? OUT_READ : IN_READ;
	char	   *to = (char *) rows->data + first * width;

	for (Size i = first; i < rows->count; i++)
	{
		const Pair *pair = (Pair *) ((char *) rows->data + i * width);

		if (hood->flags[owned ? pair->owner : pair->owned] & other)
			continue;
		memmove(to, pair, width);
		to += width;
	}
	if (rows->data != NULL)
		rows->count = (to - (char *) rows->data) / width;
}

/* Reads the rows that have some entities on one side, each row once. */
static void
read_side(Neighbourhood *hood, Numbers *numbers, bool owned)
{
	Input	   *input = hood->input;
	QueryPart	part = {owned ? SHARE_OWNED : SHARE_OWNER, numbers->count, number_name, numbers};
	Size		nshares = input->shares.count;
	Size		ninvestments = input->investments.count;
	Size		ncontrols = input->controls.count;

	input_ownership(input, &part);
	part.column = owned ? CONTROL_OWNED : CONTROL_OWNER;
	input_controls(input, &part);
	make_flags(hood);
	drop_read(hood, &input->shares, sizeof(Share), nshares, owned);
	drop_read(hood, &input->investments, sizeof(Investment), ninvestments, owned);
	drop_read(hood, &input->controls, sizeof(Control), ncontrols, owned);
	for (int i = 0; i < numbers->count; i++)
		hood->flags[numbers->numbers[i]] |= owned ? IN_READ : OUT_READ;
	pfree(numbers->numbers);
}

/* Reads what is held in those that what is explored has a holding in. */
static void
read_held(Neighbourhood *hood)
{
	const Input *input = hood->input;
	Numbers		held = {&input->names};
	uint8	   *seen = palloc_extended(hood->nflags + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	held.numbers = palloc_extended(sizeof(int32) * (hood->nflags + 1), MCXT_ALLOC_HUGE);
	for (Size i = 0; i < input->shares.count; i++)
	{
		const Share *share = (Share *) input->shares.data + i;

		if ((hood->flags[share->owner] & EXPLORED) && !(hood->flags[share->owned] & IN_READ) &&
			!seen[share->owned])
		{
			seen[share->owned] = true;
			held.numbers[held.count++] = share->owned;
		}
	}
	pfree(seen);
	read_side(hood, &held, true);
}

/* Reads what query "entities" has of new names, and who acts with them. */
static void
read_entities(Neighbourhood *hood)
{
	Input	   *input = hood->input;
	EntityRow  *rows;
	Numbers		numbers;
	QueryPart	part = {ENTITY_ID, 0, number_name, &numbers};
	Size		nrows;
	Size		kept;

	find_flagged(hood, 0, ROW_READ, &numbers);
	part.nnames = numbers.count;
	input_entities(input, &part);
	for (int i = 0; i < numbers.count; i++)
		hood->flags[numbers.numbers[i]] |= ROW_READ;

	numbers.names = &input->groups;
	numbers.count = 0;
	for (; hood->ngroups < input->groups.count; hood->ngroups++)
	{
		if (numbers.count == 0)
			numbers.numbers = repalloc_huge(numbers.numbers, sizeof(int32) * input->groups.count);
		numbers.numbers[numbers.count++] = hood->ngroups;
	}
	part.column = ENTITY_GROUP;
	part.nnames = numbers.count;
	kept = nrows = input->entity_rows.count;
	input_entities(input, &part);
	make_flags(hood);
	rows = input->entity_rows.data;
	for (Size i = nrows; i < input->entity_rows.count; i++)
	{
		if (!(hood->flags[rows[i].number] & ROW_READ))
			rows[kept++] = rows[i];
	}
	input->entity_rows.count = kept;
	for (Size i = nrows; i < kept; i++)
		hood->flags[rows[i].number] |= ROW_READ;
	pfree(numbers.numbers);
}

/* Where each entity's row is. */
static void
index_entities(Neighbourhood *hood)
{
	const EntityRow *rows = hood->input->entity_rows.data;

	hood->entity_rows = palloc_extended(sizeof(int32) * (hood->nflags + 1), MCXT_ALLOC_HUGE);
	memset(hood->entity_rows, -1, sizeof(int32) * hood->nflags);
	for (Size i = 0; i < hood->input->entity_rows.count; i++)
		hood->entity_rows[rows[i].number] = i;
}

static const Entity *
entity_of(const Neighbourhood *hood, int32 entity)
{
	static const Entity unlisted = {KIND_ENTERPRISE, EXEMPT_NOT, false, false, -1};
	const EntityRow *rows = hood->input->entity_rows.data;
	int32		row = hood->entity_rows[entity];

	return row < 0 ? &unlisted : &rows[row].entity;
}

/* Whether an entity can be in a class of linked enterprises. */
static bool
is_node(const Neighbourhood *hood, int32 entity)
{
	uint8		kind = entity_of(hood, entity)->kind;

	return kind == KIND_ENTERPRISE || kind == KIND_OTHER ||
		(kind == KIND_PUBLIC && hood->input->options.link_through_public);
}

static bool
is_person(const Neighbourhood *hood, int32 entity)
{
	return entity_of(hood, entity)->kind == KIND_PERSON;
}

/* An owner through which others may be linked, with those that act jointly with it. */
static void
explore_owner(Neighbourhood *hood, int32 owner)
{
	const EntityRow *rows = hood->input->entity_rows.data;
	int32		group = entity_of(hood, owner)->group;

	if (is_node(hood, owner))
		explore(hood, owner);
	if (!is_person(hood, owner))
		return;
	explore(hood, owner);
	for (Size i = 0; group >= 0 && i < hood->input->entity_rows.count; i++)
	{
		if (rows[i].entity.group == group)
			explore(hood, rows[i].number);
	}
}

static int
compare_stakes(const void *a, const void *b)
{
	const Stake *x = a;
	const Stake *y = b;

	return x->owned != y->owned ? (x->owned < y->owned ? -1 : 1) : (x->owner > y->owner) - (x->owner < y->owner);
}

/* What is held in whom, own shares taken out of the votes; sorted by the owned. */
static Stake *
find_stakes(const Input *input, Size *count)
{
	const Share *shares = input->shares.data;
	Stake	   *stakes = palloc_extended(sizeof(Stake) * (input->shares.count + 1), MCXT_ALLOC_HUGE);
	Size		kept = 0;

	for (Size i = 0; i < input->shares.count; i++)
	{
		const Share *share = &shares[i];
		Stake	   *stake = &stakes[i];

		stake->owner = share->owner;
		stake->owned = share->owned;
		stake->capital = share->capital_total ? (double) share->capital / share->capital_total : 0;
		stake->votes = share->votes_total ? (double) share->votes / share->votes_total : stake->capital;
		if (share->capital_total == 0)
			stake->capital = stake->votes;
	}
	qsort(stakes, input->shares.count, sizeof(Stake), compare_stakes);
	for (Size i = 0; i < input->shares.count; i++)
	{
		if (kept > 0 && compare_stakes(&stakes[kept - 1], &stakes[i]) == 0)
		{
			stakes[kept - 1].capital += stakes[i].capital;
			stakes[kept - 1].votes += stakes[i].votes;
		}
		else
			stakes[kept++] = stakes[i];
	}
	*count = kept;
	return stakes;
}

/* What somebody's owners have, together and by kind. */
typedef struct Owners
{
	double		own;			/* votes that nobody casts */
	double		nodes;			/* of those that can be linked */
	double		public;			/* of public bodies that can not */
	double		group;			/* of persons who act with others */
	double		explored_votes; /* of those that are explored */
	double		explored;
	double		class_votes;	/* of those linked to the enterprise */
	double		class_capital;
	int32		majority;		/* who has a majority alone, or -1 */
	double		majority_share; /* counted in nodes or public */
} Owners;

static double
votes_of(const Owners *owners, const Stake *stake)
{
	return owners->own >= 1 ? 1 : stake->votes / (1 - owners->own);
}

static double
share_of(const Owners *owners, const Stake *stake)
{
	return Max(stake->capital, votes_of(owners, stake));
}

static void
add_up(const Neighbourhood *hood, const Stake *stakes, Size count, Owners *owners)
{
	memset(owners, 0, sizeof(Owners));
	owners->majority = -1;
	for (Size i = 0; i < count; i++)
	{
		if (stakes[i].owner == stakes[i].owned)
			owners->own = stakes[i].votes;
	}
	for (Size i = 0; i < count; i++)
	{
		const Stake *stake = &stakes[i];
		double		share = share_of(owners, stake);
		const Entity *entity = entity_of(hood, stake->owner);

		if (stake->owner == stake->owned)
			continue;
		if (is_node(hood, stake->owner))
			owners->nodes += share;
		else if (entity->kind == KIND_PUBLIC)
			owners->public += share;
		else if (entity->group >= 0)
			owners->group += share;
		if (hood->flags[stake->owner] & EXPLORED)
		{
			owners->explored_votes += votes_of(owners, stake);
			owners->explored += share;
		}
		if (hood->flags[stake->owner] & OF_CLASS)
		{
			owners->class_votes += votes_of(owners, stake);
			owners->class_capital += stake->capital;
		}
		if (votes_of(owners, stake) > 0.5 + MARGIN)
		{
			owners->majority = stake->owner;
			owners->majority_share = entity->kind == KIND_PERSON ? 0 : share;
		}
	}
}

/*
 * Which owners of an entity to explore.  Beside a majority of one the others
 * control nothing, together or not, but may be partners; where holdings of
 * several days or of capital link, there is no telling.
 */
static void
explore_owners(Neighbourhood *hood, const Stake *stakes, Size count, const Owners *owners)
{
	const Options *options = &hood->input->options;
	bool		settled = owners->majority >= 0 && !options->graph_of_period && !options->capital_majority_links &&
		!(options->vc_presumption && entity_of(hood, owners->majority)->exempt != EXEMPT_NOT);
	double		others = owners->nodes + owners->public - (settled ? owners->majority_share : 0);
	bool		joint = others >= (hood->flags[stakes[0].owned] & OF_CLASS ? QUARTER : HALF);

	if (settled)
		explore_owner(hood, owners->majority);
	for (Size i = 0; i < count; i++)
	{
		int32		owner = stakes[i].owner;

		if (owner == stakes[i].owned)
			continue;
		if (is_node(hood, owner) ? joint : is_person(hood, owner) && !settled &&
			(entity_of(hood, owner)->group >= 0 ? owners->group : share_of(owners, &stakes[i])) + owners->nodes >= HALF)
			explore_owner(hood, owner);
	}
}

/* Explores what may be linked to what is explored, or partner of the class. */
static void
explore_more(Neighbourhood *hood)
{
	const Control *controls = hood->input->controls.data;
	Size		count;
	Stake	   *stakes = find_stakes(hood->input, &count);

	index_entities(hood);
	for (Size first = 0, end = 0; first < count; first = end)
	{
		int32		owned = stakes[first].owned;
		Owners		owners;

		while (end < count && stakes[end].owned == owned)
			end++;
		CHECK_FOR_INTERRUPTS();
		if (!(hood->flags[owned] & IN_READ) || !is_node(hood, owned))
			continue;
		add_up(hood, &stakes[first], end - first, &owners);
		if ((hood->input->options.capital_majority_links ? owners.explored : owners.explored_votes) > HALF ||
			owners.class_votes >= QUARTER || owners.class_capital >= QUARTER)
			explore(hood, owned);
		if (hood->flags[owned] & EXPLORED)
			explore_owners(hood, &stakes[first], end - first, &owners);
	}
	for (Size i = 0; i < hood->input->controls.count; i++)
	{
		const Control *control = &controls[i];

		if (hood->flags[control->owned] & EXPLORED)
			explore_owner(hood, control->owner);
		if ((hood->flags[control->owner] & EXPLORED) && is_node(hood, control->owned))
			explore(hood, control->owned);
	}
	pfree(hood->entity_rows);
	pfree(stakes);
}

/*
 * Reads what decides on entities that are named already, which are marked
 * EXPLORED.
 */
static void
read_around(Neighbourhood *hood)
{
	Input	   *input = hood->input;
	Numbers		numbers;
	QueryPart	part = {FIGURE_ID, 0, number_name, &numbers};

	do
	{
		hood->found = false;
		find_flagged(hood, EXPLORED, IN_READ, &numbers);
		read_side(hood, &numbers, true);
		find_flagged(hood, EXPLORED, OUT_READ, &numbers);
		read_side(hood, &numbers, false);
		read_held(hood);
		read_entities(hood);
		explore_more(hood);
	} while (hood->found);

	find_flagged(hood, EXPLORED, 0, &numbers);
	part.nnames = numbers.count;
	input_rates(input);
	input_figures(input, &part);
	part.column = SCOPE_ID;
	input_scopes(input, &part);
	input_adjacent(input, NULL);
	pfree(numbers.numbers);
	pfree(hood->flags);
	input_end(input);
}

/* Those that are linked to an enterprise on a day. */
static void
mark_class(const Input *input, int32 enterprise, DateADT day, bool *marks)
{
	Graph	   *graph = graph_solve(input, day, true, NULL);
	int32		class = graph->class_of[enterprise];

	if (class < 0)
		return;
	for (int32 k = graph->first_member[class]; k < graph->first_member[class + 1]; k++)
		marks[graph->members[k]] = true;
}

/*
 * Reads who is linked to an enterprise on the day of the question or, where that
 * matters, at the end of any of its accounting periods: markets that are not known
 * are taken to be related.
 */
static bool *
read_class(Input *input, const char *id, int length)
{
	Neighbourhood hood = {input};
	const Period *periods;
	int32		enterprise;
	bool	   *marks;

	enterprise = names_add(&input->names, id, length);
	make_flags(&hood);
	hood.flags[enterprise] = EXPLORED;
	read_around(&hood);

	enterprise = names_find(&input->names, id, length);
	marks = palloc_extended(input->nentities, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	marks[enterprise] = true;
	mark_class(input, enterprise, input->options.on_date, marks);
	periods = input->periods.data;
	for (int32 k = input->first_period[enterprise]; input->options.graph_of_period && k < input->first_period[enterprise + 1]; k++)
		mark_class(input, enterprise, periods[k].end, marks);
	return marks;
}

/*
 * Reads what decides on one enterprise, instead of input_all().  Others are there
 * as far as they matter to it: only its own size can be told.
 */
void
neighbourhood_read(Input *input, const char *id, int length)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "linked enterprises of one",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext oldcontext = MemoryContextSwitchTo(context);
	Input		linked = {0};
	Neighbourhood hood = {input};
	bool	   *marks;

	linked.options = input->options;
	memcpy(linked.queries, input->queries, sizeof(linked.queries));
	input_begin(&linked, context);
	marks = read_class(&linked, id, length);

	for (int i = 0; i < linked.nentities; i++)
	{
		int			name_length;
		const char *name = names_bytes(&linked.names, i, &name_length);

		if (marks[i])
			(void) names_add(&input->names, name, name_length);
	}
	make_flags(&hood);
	for (int i = 0; i < input->names.count; i++)
		hood.flags[i] = EXPLORED | OF_CLASS;
	read_around(&hood);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(context);
}
