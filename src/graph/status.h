/*-------------------------------------------------------------------------
 *
 * status.h
 *	  What sme_status() and sme_explain() share.
 *
 * src/graph/status.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GRAPH_STATUS_H
#define TILSKUDD_GRAPH_STATUS_H

#include "graph/graph.h"

/* Optional arguments, counted from the first. */
enum
{
	STATUS_ENTITIES,
	STATUS_CONTROL,
	STATUS_SCOPE,
	STATUS_ADJACENT,
	STATUS_RATES,
	STATUS_MODE,
	STATUS_OWNERSHIP_CHANGE,
	STATUS_LINK_THROUGH_PUBLIC,
	STATUS_CAPITAL_MAJORITY_LINKS,
	STATUS_VC_PRESUMPTION,
	STATUS_ONLY
};

#define STATUS_MOST_REASONS		9

extern void status_arguments(FunctionCallInfo fcinfo, int first_option, Input *input, SizeDefinition *definition);
extern Graph *status_solve(const Input *input, const SizeDefinition *definition, Range **ranges);
extern void status_exclude(const Graph *graph, const SizeDefinition *definition, Range *ranges);
extern int	status_reasons(const Graph *graph, const Range *range, int32 entity, bool own_only, Datum *texts);
extern void status_figure(const Total *total, int figure, Datum *value, bool *isnull);
extern Numeric status_share(int64 share, int64 total);
extern bool status_incomplete(const Figures *figures, int32 entity);

#endif							/* TILSKUDD_GRAPH_STATUS_H */
