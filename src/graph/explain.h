/*-------------------------------------------------------------------------
 *
 * explain.h
 *	  How enterprises are linked to those that one starts from.
 *
 * src/graph/explain.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GRAPH_EXPLAIN_H
#define TILSKUDD_GRAPH_EXPLAIN_H

#include "graph/graph.h"

/* Why an enterprise is linked, beside the grounds of control. */
#define GROUND_VOTES		(-1)
#define GROUND_JOINT		(-2)
#define GROUND_CAPITAL		(-3)
#define GROUND_PERSON		(-4)
/* or why it is a partner */
#define GROUND_HOLDS		(-5)
#define GROUND_HELD			(-6)

/* The last step on the way to an entity. */
typedef struct Step
{
	int32		via;			/* entity or person; -1: not reached yet */
	int32		ground;			/* input_grounds[], or one of the above */
} Step;

extern void explain_steps(const Graph *graph, const int32 *starts, int nstarts, Step *steps);

#endif							/* TILSKUDD_GRAPH_EXPLAIN_H */
