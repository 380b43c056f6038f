/*-------------------------------------------------------------------------
 *
 * status.c
 *	  sme_status(): the size of every enterprise of a graph.
 *
 * src/graph/status.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/status.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "function/number.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_sme_status);

/* The attributes of the type sme_result. */
enum
{
	RESULT_ID,
	RESULT_SIZE,
	RESULT_DETERMINED,
	RESULT_BEST,
	RESULT_WORST,
	RESULT_TYPE,
	RESULT_HEADCOUNT,
	RESULT_TURNOVER,
	RESULT_BALANCE,
	RESULT_LINKED,
	RESULT_PARTNERS,
	RESULT_PUBLIC_SHARE,
	RESULT_REASONS,
	RESULT_MISSING,
	RESULT_NATTS
};

/* At most so many enterprises are named whose figures are missing. */
#define MOST_MISSING	10

static const char *
query_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

static bool
flag_argument(FunctionCallInfo fcinfo, int argument)
{
	return !PG_ARGISNULL(argument) && PG_GETARG_BOOL(argument);
}

/* How a change of owners counts. */
static void
ownership_change(FunctionCallInfo fcinfo, int argument, Options *options)
{
	const char *change = query_argument(fcinfo, argument);

	if (change == NULL || strcmp(change, "immediate") == 0)
		return;
	options->graph_of_period = true;
	options->worse_of_both = strcmp(change, "loss_only") == 0;
	if (!options->worse_of_both && strcmp(change, "two_periods") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ownership_change \"%s\" is not known", tilskudd_shorten(change)),
				 errhint("It is immediate, loss_only or two_periods.")));
}

/* The definition that arguments ask for. */
static void
find_definition(FunctionCallInfo fcinfo, int argument, Options *options, SizeDefinition *definition)
{
	const char *name = PG_ARGISNULL(argument) ? "rec_2003" : query_argument(fcinfo, argument);
	int			mode = size_mode(name, strlen(name));

	if (mode == LAW_NSIZE_MODES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mode \"%s\" is not known", tilskudd_shorten(name)),
				 errhint("Definitions are rec_1996, rec_2003 and guidelines_2008.")));
	if (!size_definition(definition, mode, options->on_date, false))
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("definition %s does not hold on %s", name, tilskudd_date(options->on_date)),
				 errhint("When each holds is in the view law_size_threshold.")));
	options->mode = mode;
}

/* Takes the arguments, of which the options begin after the day; reads nothing. */
void
status_arguments(FunctionCallInfo fcinfo, int first_option, Input *input, SizeDefinition *definition)
{
	Options    *options = &input->options;

	options->on_date = PG_GETARG_DATEADT(first_option - 1);
	ownership_change(fcinfo, first_option + STATUS_OWNERSHIP_CHANGE, options);
	options->link_through_public = flag_argument(fcinfo, first_option + STATUS_LINK_THROUGH_PUBLIC);
	options->capital_majority_links = flag_argument(fcinfo, first_option + STATUS_CAPITAL_MAJORITY_LINKS);
	options->vc_presumption = flag_argument(fcinfo, first_option + STATUS_VC_PRESUMPTION);
	find_definition(fcinfo, first_option + STATUS_MODE, options, definition);

	input_begin(input, CurrentMemoryContext);
	input->queries[INPUT_OWNERSHIP] = query_argument(fcinfo, 0);
	input->queries[INPUT_FIGURES] = query_argument(fcinfo, 1);
	input->queries[INPUT_ENTITIES] = query_argument(fcinfo, first_option + STATUS_ENTITIES);
	input->queries[INPUT_CONTROL] = query_argument(fcinfo, first_option + STATUS_CONTROL);
	input->queries[INPUT_SCOPE] = query_argument(fcinfo, first_option + STATUS_SCOPE);
	input->queries[INPUT_ADJACENT] = query_argument(fcinfo, first_option + STATUS_ADJACENT);
	input->queries[INPUT_RATES] = query_argument(fcinfo, first_option + STATUS_RATES);
}

/*
 * Solves the graph.  Where the markets of a person's enterprises are not known
 * it is solved twice, and what both leave possible is the answer.
 */
Graph *
status_solve(const Input *input, const SizeDefinition *definition, Range **ranges)
{
	bool		unknown_found;
	Graph	   *graph = graph_solve(input, input->options.on_date, false, &unknown_found);

	*ranges = palloc_extended(sizeof(Range) * (graph->n + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	graph_public(graph);
	history_sizes(graph, definition, false, *ranges);
	status_exclude(graph, definition, *ranges);
	if (unknown_found)
	{
		MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "related markets",
													  ALLOCSET_DEFAULT_SIZES);
		MemoryContext oldcontext = MemoryContextSwitchTo(context);
		Graph	   *related = graph_solve(input, input->options.on_date, true, NULL);
		Range	   *others = palloc_extended(sizeof(Range) * (graph->n + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

		graph_public(related);
		history_sizes(related, definition, true, others);
		status_exclude(related, definition, others);
		for (int32 i = 0; i < graph->n; i++)
		{
			(*ranges)[i].best = Min((*ranges)[i].best, others[i].best);
			(*ranges)[i].worst = Max((*ranges)[i].worst, others[i].worst);
		}
		MemoryContextSwitchTo(oldcontext);
		MemoryContextDelete(context);
	}
	return graph;
}

/* Art 3(4): what public bodies hold a quarter of is large. */
void
status_exclude(const Graph *graph, const SizeDefinition *definition, Range *ranges)
{
	if (definition->mode != LAW_REC_2003)
		return;
	for (int32 i = 0; i < graph->n; i++)
	{
		if (graph->input->entities[i].kind == KIND_ENTERPRISE && graph_public_controls(graph, i))
			ranges[i].best = ranges[i].worst = SIZE_LARGE;
	}
}

/* What the members of a class have in common. */
typedef struct Shown
{
	bool		known;
	bool		nulls[NFIGURES];
	int32		partners;
	Datum		values[NFIGURES];
	Datum		missing;		/* 0: not looked for */
} Shown;

/* What rows are made of. */
typedef struct Rowset
{
	const Graph *graph;
	const Range *ranges;
	const SizeDefinition *definition;
	Figures    *figures;
	bool		own_only;
	Shown	   *shown;			/* by class, with ... */
	MemoryContext context;		/* ... its memory */
} Rowset;

/* A figure that is known; bounds that look the same are. */
void
status_figure(const Total *total, int figure, Datum *value, bool *isnull)
{
	Numeric		lo;
	Numeric		hi;

	*isnull = true;
	if (total->unlimited[figure])
		return;
	lo = decimal_numeric(total->lo[figure].whole, total->lo[figure].fraction);
	if (total->lo[figure].whole != total->hi[figure].whole ||
		total->lo[figure].fraction != total->hi[figure].fraction)
	{
		hi = decimal_numeric(total->hi[figure].whole, total->hi[figure].fraction);
		if (number_compare(lo, hi) != 0)
			return;
	}
	*value = NumericGetDatum(lo);
	*isnull = false;
}

/* A share for the eye. */
Numeric
status_share(int64 share, int64 total)
{
	Datum		quotient;

	if (share == 0)
		return number_of(0);
	quotient = DirectFunctionCall2(numeric_div, NumericGetDatum(number_of(share)), NumericGetDatum(number_of(total)));
	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, quotient));
}

/* How many a class has, but for public bodies, which have no figures. */
static int
count_members(const Graph *graph, int32 class)
{
	int			count = graph->first_member[class + 1] - graph->first_member[class];

	if (!graph->input->options.link_through_public)
		return count;
	for (int32 k = graph->first_member[class]; k < graph->first_member[class + 1]; k++)
		count -= graph->input->entities[graph->members[k]].kind == KIND_PUBLIC;
	return count;
}

static Numeric
public_share(const Graph *graph, int32 entity)
{
	int64		share;
	int64		total;

	graph_higher_share(graph, entity, graph->public_capital[entity], graph->public_votes[entity], &share, &total);
	return status_share(share, total);
}

static Datum
texts_datum(Datum *texts, int count)
{
	return PointerGetDatum(construct_array(texts, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* What else decided on a size, or is assumed. */
int
status_reasons(const Graph *graph, const Range *range, int32 entity, bool own_only, Datum *texts)
{
	uint8		notes = graph->notes[entity];
	int			count = 0;

	if (!own_only && graph_public_controls(graph, entity))
		texts[count++] = CStringGetTextDatum("public_control");
	if (range->owned_by_large ||
		(graph->input->options.mode == LAW_GUIDELINES_2008 && !graph_independent(graph, entity)))
		texts[count++] = CStringGetTextDatum("not_independent");
	if (graph->input->options.mode == LAW_REC_1996 && graph_has_others(graph, entity))
		texts[count++] = CStringGetTextDatum("others_unsettled");
	if (range->smoothed)
		texts[count++] = CStringGetTextDatum("two_periods");
	if (range->short_history)
		texts[count++] = CStringGetTextDatum("history_short");
	if (notes & NOTE_VOTES_ASSUMED)
		texts[count++] = CStringGetTextDatum("votes_assumed");
	if (notes & NOTE_CAPITAL_ASSUMED)
		texts[count++] = CStringGetTextDatum("capital_assumed");
	if (notes & NOTE_OVER_100)
		texts[count++] = CStringGetTextDatum("over_100");
	if (notes & NOTE_MARKET_UNKNOWN)
		texts[count++] = CStringGetTextDatum("market_unknown");
	return count;
}

static void
set_reasons(const Rowset *rowset, int32 entity, Datum *values, bool *nulls)
{
	Datum		texts[STATUS_MOST_REASONS];
	int			count = status_reasons(rowset->graph, &rowset->ranges[entity], entity, rowset->own_only, texts);

	nulls[RESULT_REASONS] = count == 0;
	if (count > 0)
		values[RESULT_REASONS] = texts_datum(texts, count);
}

/* Whether some figure of an enterprise is not known exactly. */
bool
status_incomplete(const Figures *figures, int32 entity)
{
	const Period *period;

	if (figures->graph->input->entities[entity].kind == KIND_PUBLIC)
		return false;
	if (figures->covered != NULL && figures->covered[entity] >= 0)
		period = figures_period(figures->graph->input, figures->covered[entity], figures->day, true);
	else
		period = figures_period(figures->graph->input, entity, figures->day, false);
	return period == NULL || period->upper >= 0 || period->unlimited[SIZE_HEADCOUNT] ||
		period->unlimited[SIZE_TURNOVER] || period->unlimited[SIZE_BALANCE];
}

static void
find_missing(const Rowset *rowset, int32 class, Datum *texts, int *count)
{
	const Graph *graph = rowset->graph;

	figures_sum(rowset->figures, class);
	for (int32 k = graph->first_member[class]; k < graph->first_member[class + 1]; k++)
	{
		if (*count == MOST_MISSING)
			return;
		if (status_incomplete(rowset->figures, graph->members[k]))
			texts[(*count)++] = PointerGetDatum(names_text(&graph->input->names, graph->members[k]));
	}
}

/* Whose figures would be needed, of the first in order; worked out once for a class. */
static void
set_missing(Rowset *rowset, int32 entity, Datum *values, bool *nulls)
{
	const Graph *graph = rowset->graph;
	int32		class = graph->class_of[entity];
	Datum		texts[MOST_MISSING];
	int			count = 0;
	MemoryContext oldcontext;

	nulls[RESULT_MISSING] = true;
	if (rowset->ranges[entity].best == rowset->ranges[entity].worst)
		return;
	if (rowset->own_only)
	{
		texts[0] = PointerGetDatum(names_text(&graph->input->names, entity));
		values[RESULT_MISSING] = texts_datum(texts, 1);
		nulls[RESULT_MISSING] = false;
		return;
	}
	if (rowset->shown[class].missing == 0)
	{
		oldcontext = MemoryContextSwitchTo(rowset->context);
		find_missing(rowset, class, texts, &count);
		for (int32 k = graph->first_partner[class]; k < graph->first_partner[class + 1]; k++)
			find_missing(rowset, graph->partners[k].other, texts, &count);
		rowset->shown[class].missing = texts_datum(texts, count);
		MemoryContextSwitchTo(oldcontext);
	}
	values[RESULT_MISSING] = rowset->shown[class].missing;
	nulls[RESULT_MISSING] = ARR_NDIM(DatumGetArrayTypeP(values[RESULT_MISSING])) == 0;
}

/* Totals of a class, worked out once for all of its members. */
static const Shown *
show_class(Rowset *rowset, int32 class)
{
	const Graph *graph = rowset->graph;
	Shown	   *shown = &rowset->shown[class];
	MemoryContext oldcontext;
	Total		total;

	if (shown->known)
		return shown;
	shown->known = true;
	for (int32 k = graph->first_partner[class]; k < graph->first_partner[class + 1]; k++)
		shown->partners += count_members(graph, graph->partners[k].other);
	figures_total(rowset->figures, class, &total);
	oldcontext = MemoryContextSwitchTo(rowset->context);
	for (int figure = 0; figure < NFIGURES; figure++)
		status_figure(&total, figure, &shown->values[figure], &shown->nulls[figure]);
	MemoryContextSwitchTo(oldcontext);
	return shown;
}

static void
show_own(const Rowset *rowset, int32 entity, Datum *values, bool *nulls)
{
	Total		total;

	figures_own(rowset->figures, entity, &total);
	for (int figure = 0; figure < NFIGURES; figure++)
		status_figure(&total, figure, &values[RESULT_HEADCOUNT + figure], &nulls[RESULT_HEADCOUNT + figure]);
}

static void
fill_row(Rowset *rowset, int32 entity, Datum *values, bool *nulls)
{
	const Graph *graph = rowset->graph;
	const Range *range = &rowset->ranges[entity];
	int32		class = graph->class_of[entity];
	int			linked = count_members(graph, class) - 1;
	const Shown *shown = show_class(rowset, class);
	int			partners = shown->partners;

	memset(nulls, 0, RESULT_NATTS);
	values[RESULT_ID] = PointerGetDatum(names_text(&graph->input->names, entity));
	values[RESULT_SIZE] = CharGetDatum(range->best);
	nulls[RESULT_SIZE] = range->best != range->worst;
	values[RESULT_DETERMINED] = BoolGetDatum(range->best == range->worst);
	values[RESULT_BEST] = CharGetDatum(range->best);
	values[RESULT_WORST] = CharGetDatum(range->worst);
	values[RESULT_TYPE] = CStringGetTextDatum(linked > 0 && partners > 0 ? "partner and linked" :
											  linked > 0 ? "linked" : partners > 0 ? "partner" : "autonomous");
	if (rowset->own_only)
		show_own(rowset, entity, values, nulls);
	else
	{
		memcpy(&values[RESULT_HEADCOUNT], shown->values, sizeof(shown->values));
		memcpy(&nulls[RESULT_HEADCOUNT], shown->nulls, sizeof(shown->nulls));
	}
	values[RESULT_LINKED] = Int32GetDatum(linked);
	values[RESULT_PARTNERS] = Int32GetDatum(partners);
	values[RESULT_PUBLIC_SHARE] = NumericGetDatum(public_share(graph, entity));
	set_reasons(rowset, entity, values, nulls);
	set_missing(rowset, entity, values, nulls);
}

/* Which enterprises are asked for, or NULL: all. */
static bool *
read_only(FunctionCallInfo fcinfo, int argument, const Input *input)
{
	bool	   *asked;
	Datum	   *ids;
	bool	   *nulls;
	int			count;

	if (PG_ARGISNULL(argument))
		return NULL;
	asked = palloc_extended(input->nentities + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), TEXTOID, -1, false, TYPALIGN_INT, &ids, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		int			number = nulls[i] ? -1 :
			names_find(&input->names, VARDATA_ANY(DatumGetPointer(ids[i])), VARSIZE_ANY_EXHDR(DatumGetPointer(ids[i])));

		if (number >= 0)
			asked[number] = true;
	}
	return asked;
}

/*
 * sme_status(ownership text, figures text, on_date date, entities text,
 *		control text, scope text, adjacent text, rates text, mode text,
 *		ownership_change text, link_through_public boolean,
 *		capital_majority_links boolean, vc_presumption boolean, only text[])
 *		-> setof sme_result
 */
Datum
tilskudd_sme_status(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext context;
	MemoryContext row_context;
	MemoryContext oldcontext;
	Input		input = {0};
	SizeDefinition definition;
	Range	   *ranges;
	Rowset		rowset;
	bool	   *asked;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_VOID();
	context = AllocSetContextCreate(CurrentMemoryContext, "ownership graph", ALLOCSET_DEFAULT_SIZES);
	oldcontext = MemoryContextSwitchTo(context);
	status_arguments(fcinfo, 3, &input, &definition);
	input_all(&input);
	asked = read_only(fcinfo, 3 + STATUS_ONLY, &input);
	rowset.graph = status_solve(&input, &definition, &ranges);
	rowset.ranges = ranges;
	rowset.definition = &definition;
	rowset.own_only = definition.mode != LAW_REC_2003;
	rowset.figures = figures_begin(rowset.graph);
	figures_day(rowset.figures, input.options.on_date);
	rowset.shown = palloc_extended(sizeof(Shown) * (rowset.graph->nclasses + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	rowset.context = context;

	row_context = AllocSetContextCreate(context, "row of sme_status", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(row_context);
	for (int32 i = 0; i < input.nentities; i++)
	{
		Datum		values[RESULT_NATTS];
		bool		nulls[RESULT_NATTS];

		if (input.entities[i].kind != KIND_ENTERPRISE || (asked != NULL && !asked[i]))
			continue;
		CHECK_FOR_INTERRUPTS();
		fill_row(&rowset, i, values, nulls);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		if (i % 256 == 0)
			MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(context);
	PG_RETURN_VOID();
}
