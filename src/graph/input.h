/*-------------------------------------------------------------------------
 *
 * input.h
 *	  What the files that read the queries of a graph share.
 *
 * src/graph/input.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GRAPH_INPUT_H
#define TILSKUDD_GRAPH_INPUT_H

#include "graph/graph.h"

#include "function/number.h"
#include "function/query.h"

/* The columns of query "ownership". */
enum
{
	SHARE_OWNER,
	SHARE_OWNED,
	SHARE_CAPITAL,
	SHARE_CAPITAL_TOTAL,
	SHARE_VOTES,
	SHARE_VOTES_TOTAL,
	SHARE_VALID_FROM,
	SHARE_VALID_TO,
	SHARE_INVESTED,
	SHARE_NCOLUMNS
};

/* The columns of query "entities". */
enum
{
	ENTITY_ID,
	ENTITY_KIND,
	ENTITY_EXEMPT,
	ENTITY_GROUP,
	ENTITY_MARKETS,
	ENTITY_INVOLVED,
	ENTITY_BUDGET,
	ENTITY_INHABITANTS,
	ENTITY_NCOLUMNS
};

/* The columns of query "control". */
enum
{
	CONTROL_OWNER,
	CONTROL_OWNED,
	CONTROL_GROUND,
	CONTROL_VALID_FROM,
	CONTROL_VALID_TO,
	CONTROL_NCOLUMNS
};

/* The columns of query "figures". */
enum
{
	FIGURE_ID,
	FIGURE_PERIOD_END,
	FIGURE_HEADCOUNT,
	FIGURE_TURNOVER,
	FIGURE_BALANCE,
	FIGURE_HEADCOUNT_LO,
	FIGURE_HEADCOUNT_HI,
	FIGURE_TURNOVER_LO,
	FIGURE_TURNOVER_HI,
	FIGURE_BALANCE_LO,
	FIGURE_BALANCE_HI,
	FIGURE_TURNOVER_OTHER,
	FIGURE_BALANCE_OTHER,
	FIGURE_TURNOVER_OTHER_LO,
	FIGURE_TURNOVER_OTHER_HI,
	FIGURE_BALANCE_OTHER_LO,
	FIGURE_BALANCE_OTHER_HI,
	FIGURE_CURRENCY,
	FIGURE_KIND,
	FIGURE_MONTHS,
	FIGURE_NCOLUMNS
};

/* The columns of query "scope". */
enum
{
	SCOPE_ID,
	SCOPE_MEMBER,
	SCOPE_METHOD,
	SCOPE_PERCENT,
	SCOPE_NCOLUMNS
};

typedef struct EntityRow
{
	int32		number;
	Entity		entity;
} EntityRow;

/* A row of query "rates": digits / 10^scale of the currency are one EUR. */
typedef struct InputRate
{
	int128		digits;
	int			scale;
	int32		currency;
	DateADT		valid_from;
	DateADT		valid_to;
} InputRate;

/* With a part, only those rows; a query that is not given has none. */
extern void input_ownership(Input *input, const QueryPart *part);
extern void input_entities(Input *input, const QueryPart *part);
extern void input_controls(Input *input, const QueryPart *part);
extern void input_adjacent(Input *input, const QueryPart *part);
extern void input_figures(Input *input, const QueryPart *part);
extern void input_scopes(Input *input, const QueryPart *part);
extern void input_rates(Input *input);
extern void input_find_rate(Input *input, const char *currency, int length, DateADT day, int entity,
							InputRate *rate);
extern void input_sort_figures(Input *input, const int32 *numbers);

extern void input_read(Input *input, int query, const QueryPart *part, QueryColumn *columns,
					   int ncolumns, QueryRowFunction function);
extern void input_row(Input *input);
extern void input_dates(QueryRow *row, int column, const char *message, DateADT *from, DateADT *to);
extern void input_name_ahead(void *caller, const char *bytes, int length);
extern int	input_name(Input *input, QueryRow *row, int column);

#endif							/* TILSKUDD_GRAPH_INPUT_H */
