/*-------------------------------------------------------------------------
 *
 * single_undertaking.c
 *	  SQL function on the single undertakings of the de minimis regulations.
 *
 * Enterprises are one undertaking if one has a majority of the votes in the
 * other, may appoint its board, or dominates it by contract, by its articles
 * or by an agreement with other members, directly or through others (2023/2831
 * Art 2(2)).  Whoever is linked is one set; what a set holds in votes is a list
 * of holdings, which are added up where joint majorities count.
 *
 * src/graph/single_undertaking.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/query.h"
#include "graph/graph.h"
#include "message.h"
#include "rule/disjoint.h"

TILSKUDD_FUNCTION(tilskudd_single_undertaking);

/*
 * Votes are counted in units of 1/10^20: exact for what the server's division
 * of numerics leaves.
 */
#define VOTES_DECIMALS	20

static const char *const ground_names[] = {"votes", "board", "contract", "agreement"};

#define NONE	(-1)

/* Somebody who owns or is owned. */
typedef struct Member
{
	EntityKind	kind;
	int			first;			/* of a root: holding, or NONE */
	int			weight;			/* of a root: members and holdings */
	int128		votes;			/* that there are; 0: not known */
	int128		held;			/* of them, by somebody */
	int128		own;			/* of these, by itself: nobody casts them */
} Member;

/* Votes that a set has in an enterprise. */
typedef struct Holding
{
	int			owned;
	int			next;			/* of the same set, or NONE */
	int128		votes;
} Holding;

/* Who holds in whom, by the set's root. */
typedef struct PairsEntry
{
	uint64		pair;
	int			holding;
	char		status;
} PairsEntry;

#define SH_PREFIX		pairs
#define SH_ELEMENT_TYPE	PairsEntry
#define SH_KEY_TYPE		uint64
#define SH_KEY			pair
#define SH_HASH_KEY(tb, key)	murmurhash32((uint32) (key) ^ murmurhash32((key) >> 32))
#define SH_EQUAL(tb, a, b)		((a) == (b))
#define SH_SCOPE		static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

typedef struct Link
{
	int			owner;
	int			owned;
} Link;

typedef struct Undertakings
{
	DateADT		on_date;
	bool		joint;			/* sets add up what their members hold */
	bool		persons;		/* persons link, too */
	MemoryContext context;
	MemoryContext row_context;	/* reset after each row */
	uint64		nrows;			/* read so far */

	Names		names;
	Member	   *members;		/* by number of the name, as parents */
	int		   *parents;
	int			nmembers;
	int			room;

	pairs_hash *pairs;
	Holding    *holdings;
	int			nholdings;
	int			holdings_room;

	Link	   *links;			/* still to be followed */
	int64		nlinks;
	int64		links_room;
} Undertakings;

/* The columns of the queries. */
enum
{
	ENTITY_ID,
	ENTITY_KIND,
	ENTITY_NCOLUMNS
};

enum
{
	LINK_OWNER,
	LINK_OWNED,
	LINK_VALID_FROM,
	LINK_VALID_TO,
	LINK_GROUND,
	CONTROL_NCOLUMNS,
	LINK_VOTES = CONTROL_NCOLUMNS,
	LINK_VOTES_TOTAL,
	OWNERSHIP_NCOLUMNS
};

/* The number of a name in a column, with a member for it. */
static int
member_number(Undertakings *graph, QueryRow *row, int column)
{
	int			length;
	const char *bytes = query_bytes(row, column, &length);
	int			number = names_add(&graph->names, bytes, length);
	Member	   *member;

	if (number < graph->nmembers)
		return number;
	if (number == graph->room)
	{
		graph->room *= 2;
		graph->members = repalloc_huge(graph->members, graph->room * sizeof(Member));
		graph->parents = repalloc_huge(graph->parents, graph->room * sizeof(int));
	}
	graph->nmembers++;
	member = &graph->members[number];
	memset(member, 0, sizeof(Member));
	member->kind = KIND_ENTERPRISE;
	member->first = NONE;
	member->weight = 1;
	graph->parents[number] = number;
	return number;
}

/* A word of a list that a column may hold, as its place there. */
static int
read_word(QueryRow *row, int column, const char *const *words, int nwords)
{
	char	   *word = query_name(row, column);
	int			place = name_place(word, words, nwords);

	if (place >= 0)
		return place;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s of query \"%s\" can not be \"%s\"", row->columns[column].name,
					row->argument, tilskudd_shorten(word)),
			 errhint("It must be %s.", tilskudd_or_list(words, nwords))));
}

/* Forgets what reading a row has left behind. */
static void
end_row(Undertakings *graph, MemoryContext oldcontext)
{
	MemoryContextSwitchTo(oldcontext);
	MemoryContextReset(graph->row_context);
	if (++graph->nrows % 1024 == 0)
		graph_check_memory(graph->context);
}

static void
take_entity(QueryRow *row, void *caller)
{
	Undertakings *graph = caller;
	MemoryContext oldcontext = MemoryContextSwitchTo(graph->row_context);
	int			known = graph->nmembers;
	int			number = member_number(graph, row, ENTITY_ID);

	if (number < known)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("query \"%s\" has id \"%s\" twice", row->argument, names_print(&graph->names, number))));
	graph->members[number].kind = read_word(row, ENTITY_KIND, input_kinds, KIND_OTHER + 1);
	end_row(graph, oldcontext);
}

static bool
links_others(const Undertakings *graph, int number)
{
	switch (graph->members[number].kind)
	{
		case KIND_ENTERPRISE:
		case KIND_OTHER:
			return true;
		case KIND_PERSON:
			return graph->persons;
		case KIND_PUBLIC:
			break;
	}
	return false;
}

static void
add_link(Undertakings *graph, int owner, int owned)
{
	if (!links_others(graph, owner) || !links_others(graph, owned))
		return;
	if (graph->nlinks == graph->links_room)
	{
		graph->links_room *= 2;
		graph->links = repalloc_huge(graph->links, graph->links_room * sizeof(Link));
	}
	graph->links[graph->nlinks++] = (Link) {owner, owned};
}

/* For messages, which take it as the name of a row. */
static const char *
row_name(QueryRow *row)
{
	/* translator: the owner and the enterprise of a row */
	return psprintf(_("\"%s\" in \"%s\" of query \"%s\""),
					tilskudd_shorten(query_name(row, LINK_OWNER)),
					tilskudd_shorten(query_name(row, LINK_OWNED)), row->argument);
}

/* A number of votes, in units. */
static int128
read_votes(QueryRow *row, int column)
{
	int128		votes;
	int			scale;

	if (row->nulls[column])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s of %s is NULL", row->columns[column].name, row_name(row)),
				 errhint("Votes that are not known can neither link nor not: find them out, give a ground, or leave the row out.")));
	if (!decimal_of(row->values[column], row->columns[column].type, &votes, &scale) ||
		scale > VOTES_DECIMALS || votes < 0 || !decimal_scale_up(&votes, VOTES_DECIMALS - scale))
	{
		Numeric		number = query_number(row, column);

		if (!number_is_finite(number) || number_is_negative(number))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s of %s can not be %s", row->columns[column].name, row_name(row),
							number_print(number)),
					 errhint("It must be a number, zero or more.")));
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s of %s has more digits than can be compared exactly",
						row->columns[column].name, row_name(row)),
				 errhint("At most %d decimals; give whole votes of a whole number of votes.", VOTES_DECIMALS)));
	}
	return votes;
}

/* Adds up the votes in an enterprise. */
static void
count_votes(QueryRow *row, Member *owned, int128 votes, int128 total, bool own)
{
	if (total == 0 || votes > total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s are %s of %s votes", row_name(row),
						number_print(query_number(row, LINK_VOTES)),
						number_print(query_number(row, LINK_VOTES_TOTAL)))));
	if (owned->votes != 0 && owned->votes != total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("votes_total of %s is not that of the other rows",
						row_name(row)),
				 errhint("All votes in an enterprise are counted in the same unit.")));
	owned->votes = total;
	owned->held += votes;
	if (own)
		owned->own += votes;
	if (owned->held > total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("with %s, more votes are held than there are", row_name(row)),
				 errhint("Rows of one day must not count votes twice.")));
	if (owned->own == total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s are all its votes", row_name(row)),
				 errhint("Nobody can hold all of himself.")));
}

static uint64
pair_of(int owner, int owned)
{
	return (uint64) owner << 32 | (uint32) owned;
}

/* Takes the votes of an owner. */
static void
add_holding(QueryRow *row, Undertakings *graph, int owner, int owned, int128 votes)
{
	bool		found;
	PairsEntry *entry = pairs_insert(graph->pairs, pair_of(owner, owned), &found);
	Holding    *holding;

	if (found)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s has two rows on one day", row_name(row)),
				 errhint("Add up the classes of shares, and let validities not overlap.")));
	if (graph->nholdings == graph->holdings_room)
	{
		graph->holdings_room *= 2;
		graph->holdings = repalloc_huge(graph->holdings, graph->holdings_room * sizeof(Holding));
	}
	entry->holding = graph->nholdings++;
	holding = &graph->holdings[entry->holding];
	holding->owned = owned;
	holding->votes = votes;
	holding->next = graph->members[owner].first;
	graph->members[owner].first = entry->holding;
	graph->members[owner].weight++;
}

/* A row of either query, if it holds on the day. */
static void
take_link(QueryRow *row, Undertakings *graph, bool has_votes)
{
	int			owner = member_number(graph, row, LINK_OWNER);
	int			owned = member_number(graph, row, LINK_OWNED);
	DateADT		from = row->nulls[LINK_VALID_FROM] ? DATEVAL_NOBEGIN : DatumGetDateADT(row->values[LINK_VALID_FROM]);
	DateADT		to = row->nulls[LINK_VALID_TO] ? DATEVAL_NOEND : DatumGetDateADT(row->values[LINK_VALID_TO]);

	if (from > to)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s ends before it begins", row_name(row)),
				 errhint("valid_to is the last day.")));
	if (graph->on_date < from || graph->on_date > to)
		return;
	if (!row->nulls[LINK_GROUND])
	{
		(void) read_word(row, LINK_GROUND, ground_names, lengthof(ground_names));
		add_link(graph, owner, owned);
	}
	/* votes that are not known must not be needed */
	if (has_votes && (!row->nulls[LINK_VOTES] || (row->nulls[LINK_GROUND] && links_others(graph, owner))))
	{
		int128		votes = read_votes(row, LINK_VOTES);

		count_votes(row, &graph->members[owned], votes, read_votes(row, LINK_VOTES_TOTAL), owner == owned);
		add_holding(row, graph, owner, owned, votes);
	}
}

static void
take_control(QueryRow *row, void *caller)
{
	Undertakings *graph = caller;
	MemoryContext oldcontext = MemoryContextSwitchTo(graph->row_context);

	if (row->nulls[LINK_GROUND])
		(void) query_name(row, LINK_GROUND);
	take_link(row, graph, false);
	end_row(graph, oldcontext);
}

static void
take_ownership(QueryRow *row, void *caller)
{
	Undertakings *graph = caller;
	MemoryContext oldcontext = MemoryContextSwitchTo(graph->row_context);
	const QueryColumn *columns = row->columns;

	if (columns[LINK_VOTES].attribute == 0 ? columns[LINK_GROUND].attribute == 0 : columns[LINK_VOTES_TOTAL].attribute == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("query \"%s\" does not say what links", row->argument),
				 errhint("It needs the columns votes and votes_total, or ground.")));
	take_link(row, graph, true);
	end_row(graph, oldcontext);
}

/* Whether votes are more than half of those that can be cast. */
static bool
is_majority(const Undertakings *graph, const Holding *holding)
{
	const Member *owned = &graph->members[holding->owned];

	return 2 * holding->votes > owned->votes - owned->own;
}

/* Follows a holding of a set: a majority links. */
static void
follow_holding(Undertakings *graph, int root, const Holding *holding)
{
	if (is_majority(graph, holding))
		add_link(graph, root, holding->owned);
}

/* Adds what one set holds to what another does. */
static void
move_holdings(Undertakings *graph, int from, int to)
{
	int			next;

	for (int i = graph->members[from].first; i != NONE; i = next)
	{
		Holding    *holding = &graph->holdings[i];
		bool		found;
		PairsEntry *entry = pairs_insert(graph->pairs, pair_of(to, holding->owned), &found);

		CHECK_FOR_INTERRUPTS();
		next = holding->next;
		if (found)
		{
			graph->holdings[entry->holding].votes += holding->votes;
			follow_holding(graph, to, &graph->holdings[entry->holding]);
			continue;
		}
		entry->holding = i;
		holding->next = graph->members[to].first;
		graph->members[to].first = i;
	}
}

/* Follows all links, and those that come of them. */
static void
follow_links(Undertakings *graph)
{
	while (graph->nlinks > 0)
	{
		Link		link = graph->links[--graph->nlinks];
		int			from = disjoint_root(graph->parents, link.owner);
		int			to = disjoint_root(graph->parents, link.owned);

		CHECK_FOR_INTERRUPTS();
		if (from == to)
			continue;
		/* the lighter one moves, so that nothing moves often */
		if (graph->members[from].weight > graph->members[to].weight)
		{
			int			heavier = from;

			from = to;
			to = heavier;
		}
		graph->parents[from] = to;
		graph->members[to].weight += graph->members[from].weight;
		if (graph->joint)
			move_holdings(graph, from, to);
	}
}

static void
follow_majorities(Undertakings *graph)
{
	for (int owner = 0; owner < graph->nmembers; owner++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = graph->members[owner].first; i != NONE; i = graph->holdings[i].next)
			follow_holding(graph, owner, &graph->holdings[i]);
	}
}

static int
compare_names(const Names *names, int a, int b)
{
	int			alength;
	int			blength;
	const char *abytes = names_bytes(names, a, &alength);
	const char *bbytes = names_bytes(names, b, &blength);
	int			result = memcmp(abytes, bbytes, Min(alength, blength));

	return result != 0 ? result : alength - blength;
}

/* One row per enterprise. */
static void
put_undertakings(Undertakings *graph, ReturnSetInfo *rsinfo)
{
	int			count = graph->nmembers;
	int		   *first = palloc_extended((count + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	int64	   *size = palloc_extended((count + 1) * sizeof(int64), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (int i = 0; i < count; i++)
	{
		int			root = disjoint_root(graph->parents, i);

		if (graph->members[i].kind == KIND_ENTERPRISE &&
			(size[root]++ == 0 || compare_names(&graph->names, i, first[root]) < 0))
			first[root] = i;
	}
	for (int i = 0; i < count; i++)
	{
		int			root = disjoint_root(graph->parents, i);
		MemoryContext oldcontext;
		Datum		values[3];
		bool		nulls[3] = {false};

		CHECK_FOR_INTERRUPTS();
		if (graph->members[i].kind != KIND_ENTERPRISE)
			continue;
		oldcontext = MemoryContextSwitchTo(graph->row_context);
		values[0] = PointerGetDatum(names_text(&graph->names, i));
		values[1] = PointerGetDatum(names_text(&graph->names, first[root]));
		values[2] = Int64GetDatum(size[root]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		MemoryContextSwitchTo(oldcontext);
		MemoryContextReset(graph->row_context);
	}
}

static Undertakings *
make_graph(DateADT on_date, bool joint, bool persons)
{
	Undertakings *graph = palloc0(sizeof(Undertakings));

	graph->on_date = on_date;
	graph->joint = joint;
	graph->persons = persons;
	graph->context = CurrentMemoryContext;
	graph->row_context = AllocSetContextCreate(CurrentMemoryContext, "tilskudd row", ALLOCSET_DEFAULT_SIZES);
	names_init(&graph->names, CurrentMemoryContext);
	graph->room = 1024;
	graph->members = palloc(graph->room * sizeof(Member));
	graph->parents = palloc(graph->room * sizeof(int));
	graph->pairs = pairs_create(CurrentMemoryContext, 1024, NULL);
	graph->holdings_room = 1024;
	graph->holdings = palloc(graph->holdings_room * sizeof(Holding));
	graph->links_room = 1024;
	graph->links = palloc(graph->links_room * sizeof(Link));
	return graph;
}

/*
 * single_undertaking(ownership text, on_date date, entities text,
 *		control text, joint_majorities boolean, through_persons boolean)
 *		-> setof (orgnr text, undertaking text, size bigint)
 */
Datum
tilskudd_single_undertaking(PG_FUNCTION_ARGS)
{
	QueryColumn entity[ENTITY_NCOLUMNS] = {
		[ENTITY_ID] = {"id", QUERY_NAME, true},
		[ENTITY_KIND] = {"kind", QUERY_NAME, true}
	};
	QueryColumn ownership[OWNERSHIP_NCOLUMNS] = {
		[LINK_OWNER] = {"owner", QUERY_NAME, true},
		[LINK_OWNED] = {"owned", QUERY_NAME, true},
		[LINK_VALID_FROM] = {"valid_from", QUERY_DATE, false},
		[LINK_VALID_TO] = {"valid_to", QUERY_DATE, false},
		[LINK_GROUND] = {"ground", QUERY_NAME, false},
		[LINK_VOTES] = {"votes", QUERY_NUMBER, false},
		[LINK_VOTES_TOTAL] = {"votes_total", QUERY_NUMBER, false}
	};
	QueryColumn control[CONTROL_NCOLUMNS];
	MemoryContext context;
	MemoryContext oldcontext;
	Undertakings *graph;

	memcpy(control, ownership, sizeof(control));
	control[LINK_GROUND].required = true;
	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;

	context = AllocSetContextCreate(CurrentMemoryContext, "tilskudd single undertaking", ALLOCSET_DEFAULT_SIZES);
	oldcontext = MemoryContextSwitchTo(context);
	graph = make_graph(PG_GETARG_DATEADT(1), !PG_ARGISNULL(4) && PG_GETARG_BOOL(4),
					   !PG_ARGISNULL(5) && PG_GETARG_BOOL(5));
	if (!PG_ARGISNULL(2))
		query_read("entities", text_to_cstring(PG_GETARG_TEXT_PP(2)), entity, ENTITY_NCOLUMNS,
				   take_entity, graph);
	if (!PG_ARGISNULL(3))
		query_read("control", text_to_cstring(PG_GETARG_TEXT_PP(3)), control, CONTROL_NCOLUMNS,
				   take_control, graph);
	query_read("ownership", text_to_cstring(PG_GETARG_TEXT_PP(0)), ownership, OWNERSHIP_NCOLUMNS,
			   take_ownership, graph);
	follow_majorities(graph);
	follow_links(graph);
	put_undertakings(graph, (ReturnSetInfo *) fcinfo->resultinfo);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(context);
	return (Datum) 0;
}
