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

typedef struct EntityRow
{
	int32		number;
	Entity		entity;
} EntityRow;

extern void input_read(Input *input, const char *argument, const char *query, QueryColumn *columns,
					   int ncolumns, QueryRowFunction function);
extern void input_row(Input *input);
extern int	input_name(Input *input, QueryRow *row, int column);

#endif							/* TILSKUDD_GRAPH_INPUT_H */
