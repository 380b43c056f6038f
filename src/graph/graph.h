/*-------------------------------------------------------------------------
 *
 * graph.h
 *	  Ownership of enterprises as a graph: who is linked to whom, who is whose
 *	  partner, what public bodies control, and whose figures count.
 *
 * Entities are numbered in the order of the bytes of their ids, so that no
 * answer depends on the order in which queries return their rows.
 *
 * src/graph/graph.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GRAPH_GRAPH_H
#define TILSKUDD_GRAPH_GRAPH_H

#include "compat.h"

#include "common/int.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "rule/enterprise_size.h"

/* A place in a hash table of names. */
typedef struct NameSlot
{
	uint64		head;			/* see names.c */
	uint32		tail;
	uint32		next_number;	/* 1 + number, 0: free */
} NameSlot;

/* Ids: their bytes one after the other, and a hash table of their numbers. */
typedef struct Names
{
	MemoryContext context;
	char	   *bytes;
	Size		used;
	Size		room;
	Size	   *starts;			/* count + 1 of them */
	NameSlot   *slots;
	uint32		nslots;
	int			count;
	int			names_room;
} Names;

/* An array that grows, of rows of one size. */
typedef struct Rows
{
	void	   *data;
	Size		count;
	Size		room;
} Rows;

typedef enum EntityKind
{
	KIND_ENTERPRISE,
	KIND_PERSON,
	KIND_PUBLIC,
	KIND_OTHER					/* linked if it controls, nobody's partner */
} EntityKind;

/* Why holdings of an investor make no partner of it, Art 3(2). */
typedef enum ExemptKind
{
	EXEMPT_NOT,
	EXEMPT_PUBLIC_INVESTMENT,
	EXEMPT_VENTURE_CAPITAL,
	EXEMPT_BUSINESS_ANGEL,
	EXEMPT_UNIVERSITY,
	EXEMPT_NONPROFIT_RESEARCH,
	EXEMPT_INSTITUTIONAL,
	EXEMPT_REGIONAL_FUND,
	EXEMPT_SMALL_LOCAL_AUTHORITY
} ExemptKind;

typedef struct Entity
{
	uint8		kind;
	uint8		exempt;
	bool		listed;			/* query "entities" has it */
	bool		involved;		/* in the management, of an exempt investor */
	int32		group;			/* of persons who act jointly, or -1 */
	int32		first_market;	/* Graph.markets[], ... */
	int32		nmarkets;
} Entity;

/* A row of query "ownership": fractions; a total of 0: not known. */
typedef struct Share
{
	int32		owner;
	int32		owned;
	int64		capital;
	int64		capital_total;
	int64		votes;
	int64		votes_total;
	DateADT		valid_from;
	DateADT		valid_to;
} Share;

/* What an owner has paid into an owned, where that is given. */
typedef struct Investment
{
	int32		owner;
	int32		owned;
	DateADT		valid_from;
	DateADT		valid_to;
	Numeric		amount;			/* EUR */
} Investment;

typedef struct Control
{
	int32		owner;
	int32		owned;
	int32		ground;			/* input_grounds[] */
	DateADT		valid_from;
	DateADT		valid_to;
} Control;

/* Figures are counted in units of which 1 (person or EUR) has so many. */
#define FIGURE_UNIT		(((int128) INT64CONST(10000000000000000)) * 1021020)
#define NFIGURES		(SIZE_BALANCE + 1)

/* Figures of an entity or of several, within bounds. */
typedef struct Bounds
{
	int128		lo[NFIGURES];
	int128		hi[NFIGURES];
	bool		unlimited[NFIGURES];	/* hi is not known */
} Bounds;

/* Accounts of one period. */
typedef struct Period
{
	int32		entity;
	DateADT		end;
	bool		consolidated;
	bool		unlimited[NFIGURES];
	int32		upper;			/* Input.uppers[], or -1: hi is lo */
	int128		lo[NFIGURES];
} Period;

typedef struct Upper
{
	int128		hi[NFIGURES];
} Upper;

/* A member of consolidated accounts. */
typedef struct Scope
{
	int32		entity;
	int32		member;
	bool		full;
	int64		part;			/* what is consolidated, ... */
	int64		total;			/* ... of this; 0: not known, or nothing */
} Scope;

typedef struct MarketPair
{
	int32		one;
	int32		other;
} MarketPair;

typedef struct Options
{
	DateADT		on_date;
	int			mode;
	bool		graph_of_period;	/* ownership_change is not immediate */
	bool		worse_of_both;	/* ownership_change is loss_only */
	bool		link_through_public;
	bool		capital_majority_links;
	bool		vc_presumption;
} Options;

/* The arguments that are queries. */
enum
{
	INPUT_OWNERSHIP,
	INPUT_FIGURES,
	INPUT_ENTITIES,
	INPUT_CONTROL,
	INPUT_SCOPE,
	INPUT_ADJACENT,
	INPUT_RATES,
	INPUT_NQUERIES
};

/* What the queries return. */
typedef struct Input
{
	MemoryContext context;
	MemoryContext row_context;	/* reset now and then */
	const char *queries[INPUT_NQUERIES];	/* NULL: not given */
	Options		options;
	Names		names;
	Names		groups;
	Names		market_names;
	Size		nrows;			/* read so far */
	Rows		entity_rows;
	int			nentities;
	Entity	   *entities;
	Rows		markets;		/* int32 */
	Rows		adjacent;		/* MarketPair, each both ways, sorted */
	Rows		shares;			/* Share, by owned */
	Rows		investments;	/* Investment */
	Rows		controls;		/* Control */
	Rows		periods;		/* Period, by entity and end */
	Rows		uppers;			/* Upper */
	Rows		scopes;			/* Scope, by entity and member */
	Names		currencies;
	Rows		rates;			/* InputRate, by currency and day */
	struct YearRates *year_rates;	/* of NOK, once they are needed */
	int32	   *first_period;	/* by entity, and one more */
	bool		has_consolidated;
} Input;

/* A holding: capital and votes in the units of the owned. */
typedef struct Edge
{
	int32		owner;
	int32		owned;
	int64		capital;
	int64		votes;
} Edge;

/* Adds up shares; a sum that has no room is more than any total all the same. */
static inline void
add_shares(int64 *sum, int64 share)
{
	if (pg_add_s64_overflow(*sum, share, sum))
		*sum = PG_INT64_MAX;
}

/* What is not certain about the holdings in an entity. */
#define NOTE_VOTES_ASSUMED		1
#define NOTE_CAPITAL_ASSUMED	2
#define NOTE_OVER_100			4
#define NOTE_MARKET_UNKNOWN		8

/* The graph on a day. */
typedef struct Graph
{
	const Input *input;
	int			n;
	Edge	   *edges;			/* by owner, then owned */
	int64		nedges;
	int32	   *first_out;		/* by owner, and one more */
	int32	   *in;				/* numbers of edges by owned */
	int32	   *first_in;
	int64	   *capital_total;	/* by owned */
	int64	   *votes_total;	/* without treasury shares */
	Control    *controls;		/* by owner */
	int32		ncontrols;
	int32	   *first_control;
	uint8	   *notes;
	bool	   *not_exempt;		/* by edge; NULL: of none */

	/* linked classes, numbered by their first member */
	int32	   *class_of;		/* by entity; -1: no enterprise */
	int32		nclasses;
	int32	   *members;		/* by class, ascending */
	int32	   *first_member;

	/* partners: pairs of classes both ways, by the first */
	struct Partner *partners;
	int32		npartners;
	int32	   *first_partner;

	/* by entity */
	bool	   *is_public;		/* a public body, or controlled by such */
	int64	   *public_capital;
	int64	   *public_votes;
} Graph;

/* The weight of a class in the figures of another. */
typedef struct Partner
{
	int32		class;
	int32		other;
	int64		share;
	int64		total;
} Partner;

/*
 * A sum of figures and of fractions of figures: whole + fraction / 2^64, and
 * less than parts / 2^64 more.
 */
typedef struct Amount
{
	int128		whole;
	uint64		fraction;
	uint32		parts;
	uint32		carried;		/* from fraction to whole */
} Amount;

/* The figures that decide on the size of a class. */
typedef struct Total
{
	Amount		lo[NFIGURES];
	Amount		hi[NFIGURES];
	bool		unlimited[NFIGURES];
	struct Figures *figures;
	int32		class;
} Total;

/* Figures of classes on a day. */
typedef struct Figures
{
	const Graph *graph;
	DateADT		day;
	Bounds	   *sums;			/* by class */
	uint32	   *stamps;
	uint32		stamp;
	int32	   *covered;		/* by entity: whose consolidated accounts it is in, or -1 */
	struct Reach *reach;
} Figures;

/* What is known about the size of an enterprise. */
typedef struct Range
{
	uint8		best;
	uint8		worst;
	bool		smoothed;		/* not what the last period alone gives */
	bool		short_history;	/* of less than two periods */
	bool		owned_by_large; /* not independent by the definition of 1996 */
} Range;

/* names.c */
extern void names_init(Names *names, MemoryContext context);
extern int	names_add(Names *names, const char *bytes, int length);
extern void names_prefetch(const Names *names, const char *bytes, int length);
extern int	names_find(const Names *names, const char *bytes, int length);
extern int32 *names_sort(Names *names);

/* An id, not terminated. */
static inline const char *
names_bytes(const Names *names, int number, int *length)
{
	*length = names->starts[number + 1] - names->starts[number];
	return names->bytes + names->starts[number];
}
extern text *names_text(const Names *names, int number);
extern const char *names_print(const Names *names, int number);

/* decimal.c */
extern bool decimal_of(Datum value, Oid type, int128 *digits, int *scale);
extern bool decimal_scale_up(int128 *digits, int decimals);
extern Numeric decimal_numeric(int128 whole, uint64 fraction);
extern Numeric decimal_of_int128(int128 number);

/* input.c, input_figures.c */
extern void *rows_add(Rows *rows, Size width, MemoryContext context);
extern const char *const input_kinds[];	/* by EntityKind */
extern const char *const input_grounds[];
extern const char *const input_exempts[];
extern void input_begin(Input *input, MemoryContext context);
extern void input_all(Input *input);
extern void input_end(Input *input);

/* neighbourhood.c */
extern void neighbourhood_read(Input *input, const char *id, int length);

extern Graph *graph_solve(const Input *input, DateADT day, bool markets_related, bool *unknown_found);

/* memory.c */
extern void graph_check_memory(MemoryContext context);

/* build.c */
extern Graph *graph_build(const Input *input, DateADT day);

/* control.c */
typedef struct Reach Reach;
extern Reach *reach_begin(const Graph *graph, bool by_capital);
extern void reach_clear(Reach *reach);
extern void reach_start(Reach *reach, int32 entity);
extern int32 *reach_controlled(Reach *reach, int *count);
extern bool reach_has(const Reach *reach, int32 entity);

/* person.c */
typedef struct Persons Persons;
extern Persons *persons_begin(const Graph *graph);
extern int32 persons_next(Persons *persons, int32 **controlled, int *count);

/* link.c */
extern bool graph_link(Graph *graph, bool markets_related);

/* exempt.c */
extern bool exempt_within(ExemptKind investor, const char *figure, DateADT day, Numeric value);
extern void graph_exempt(Graph *graph, DateADT day);
extern bool graph_is_exempt(const Graph *graph, const Edge *edge);

/* partner.c, public.c */
extern void graph_partners(Graph *graph);
extern bool graph_holds_quarter(const Graph *graph, int32 class, int32 owned);
extern void graph_higher_share(const Graph *graph, int32 owned, int64 capital, int64 votes, int64 *share,
							   int64 *total);
extern bool graph_makes_partner(const Graph *graph, const Edge *edge);
extern bool graph_independent_of(const Graph *graph, int32 entity, int32 class);
extern bool graph_has_others(const Graph *graph, int32 entity);
extern bool graph_independent(const Graph *graph, int32 entity);
extern void graph_public(Graph *graph);
extern bool graph_public_controls(const Graph *graph, int32 entity);

/* figures.c */
extern Figures *figures_begin(const Graph *graph);
extern void figures_day(Figures *figures, DateADT day);
extern const Period *figures_period(const Input *input, int32 entity, DateADT day, bool consolidated);
extern void figures_add(const Input *input, Bounds *bounds, const Period *period, int figure);
extern void figures_to_total(const Bounds *bounds, Total *total);
extern bool figures_no_headcount(const Period *accounts);
extern bool figures_include(const Figures *figures, const Partner *partner);
extern const Bounds *figures_sum(Figures *figures, int32 class);
extern void figures_total(Figures *figures, int32 class, Total *total);
extern void figures_own(Figures *figures, int32 entity, Total *total);
extern int	total_compare(void *total, SizeFigure figure, SizeBound bound, uint32_t limit);

/* history.c */
extern void history_sizes(const Graph *graph, const SizeDefinition *definition, bool markets_related,
						  Range *ranges);

#endif							/* TILSKUDD_GRAPH_GRAPH_H */
