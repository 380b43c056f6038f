/*-------------------------------------------------------------------------
 *
 * explain.c
 *	  sme_explain(): whose figures count for one enterprise, and whose do not.
 *
 * src/graph/explain.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/explain.h"
#include "graph/status.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "rule/orgnr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "function/number.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_sme_explain);
TILSKUDD_FUNCTION(tilskudd_sme_explain_orgnr);

/* The columns of the result. */
enum
{
	EXPLAIN_ID,
	EXPLAIN_RELATION,
	EXPLAIN_VIA,
	EXPLAIN_WEIGHT_PART,
	EXPLAIN_WEIGHT_TOTAL,
	EXPLAIN_HEADCOUNT,
	EXPLAIN_TURNOVER,
	EXPLAIN_BALANCE,
	EXPLAIN_BOUNDS,
	EXPLAIN_PERIOD_END,
	EXPLAIN_SOURCE,
	EXPLAIN_SIZE,
	EXPLAIN_REASON,
	EXPLAIN_NCOLUMNS
};

typedef struct Explanation
{
	const Graph *graph;
	Figures    *figures;
	const Range *range;
	bool		own_only;		/* nobody else's figures count, or how is not known */
	int32		enterprise;
	int32		class;
	Step	   *steps;			/* by entity, of those that count */
	bool	   *counted;		/* by entity */
	ReturnSetInfo *rsinfo;
	MemoryContext context;
	MemoryContext row_context;	/* current while a row is made */
} Explanation;

typedef struct Row
{
	Datum		values[EXPLAIN_NCOLUMNS];
	bool		nulls[EXPLAIN_NCOLUMNS];
} Row;

static const char *const figure_names[NFIGURES] = {"headcount", "turnover_eur", "balance_eur"};

static void
set_text(Row *row, int column, const char *value)
{
	row->values[column] = CStringGetTextDatum(value);
	row->nulls[column] = false;
}

static void
set_id(const Explanation *explanation, Row *row, int column, int32 entity)
{
	if (entity < 0)
		return;
	row->values[column] = PointerGetDatum(names_text(&explanation->graph->input->names, entity));
	row->nulls[column] = false;
}

static Row *
begin_row(Explanation *explanation, const char *relation, int32 entity, int32 via)
{
	Row		   *row;

	CHECK_FOR_INTERRUPTS();
	MemoryContextSwitchTo(explanation->row_context);
	row = palloc(sizeof(Row));
	memset(row->nulls, true, sizeof(row->nulls));
	set_text(row, EXPLAIN_RELATION, relation);
	set_id(explanation, row, EXPLAIN_ID, entity);
	set_id(explanation, row, EXPLAIN_VIA, via);
	return row;
}

static void
set_weight(Row *row, int64 part, int64 total)
{
	row->values[EXPLAIN_WEIGHT_PART] = NumericGetDatum(number_of(part));
	row->values[EXPLAIN_WEIGHT_TOTAL] = NumericGetDatum(number_of(total));
	row->nulls[EXPLAIN_WEIGHT_PART] = row->nulls[EXPLAIN_WEIGHT_TOTAL] = false;
}

static void
put_row(Explanation *explanation, Row *row)
{
	tuplestore_putvalues(explanation->rsinfo->setResult, explanation->rsinfo->setDesc, row->values, row->nulls);
	MemoryContextSwitchTo(explanation->context);
	MemoryContextReset(explanation->row_context);
}

static const char *
print_amount(const Amount *amount)
{
	return number_text(decimal_numeric(amount->whole, amount->fraction));
}

/* The figures that are known, and between what bounds the others are. */
static void
set_figures(Row *row, const Total *total, const bool *shown)
{
	StringInfoData bounds;

	initStringInfo(&bounds);
	for (int figure = 0; figure < NFIGURES; figure++)
	{
		int			column = EXPLAIN_HEADCOUNT + figure;

		if (!shown[figure])
			continue;
		status_figure(total, figure, &row->values[column], &row->nulls[column]);
		if (!row->nulls[column])
			continue;
		appendStringInfo(&bounds, "%s%s %s", bounds.len > 0 ? ", " : "", figure_names[figure],
						 print_amount(&total->lo[figure]));
		if (total->unlimited[figure])
			appendStringInfoString(&bounds, " or more");
		else
			appendStringInfo(&bounds, " to %s", print_amount(&total->hi[figure]));
	}
	if (bounds.len > 0)
		set_text(row, EXPLAIN_BOUNDS, bounds.data);
}

static void
set_accounts(const Explanation *explanation, Row *row, const Period *period, const char *source)
{
	set_text(row, EXPLAIN_SOURCE, period == NULL ? "no accounts" : source);
	if (period == NULL)
		return;
	row->values[EXPLAIN_PERIOD_END] = DateADTGetDatum(period->end);
	row->nulls[EXPLAIN_PERIOD_END] = false;
}

/*
 * The accounts that count for an entity: its own, the consolidated ones that it
 * draws up, or none where another's stand for them.
 */
static void
set_entity(const Explanation *explanation, Row *row, int32 entity)
{
	Figures    *figures = explanation->figures;
	const Input *input = explanation->graph->input;
	int32		consolidating = figures->covered == NULL || explanation->own_only ? -1 : figures->covered[entity];
	const Period *own = figures_period(input, entity, figures->day, false);
	const Period *consolidated = NULL;
	bool		shown[NFIGURES] = {true, true, true};
	bool		headcount_of_members = false;
	Bounds		bounds = {{0}};
	Total		total;

	if (consolidating >= 0)
	{
		consolidated = figures_period(input, consolidating, figures->day, true);
		headcount_of_members = figures_no_headcount(consolidated);
	}
	for (int figure = 0; figure < NFIGURES; figure++)
	{
		bool		of_members = figure == SIZE_HEADCOUNT && headcount_of_members;

		shown[figure] = consolidating < 0 || consolidating == entity || of_members;
		figures_add(input, &bounds, consolidating < 0 || of_members ? own : consolidated, figure);
	}
	figures_to_total(&bounds, &total);
	set_figures(row, &total, shown);
	if (consolidating < 0)
		set_accounts(explanation, row, own, "own accounts");
	else if (consolidating == entity)
		set_accounts(explanation, row, consolidated, headcount_of_members ?
					 "consolidated accounts, own headcount" : "consolidated accounts");
	else
		set_accounts(explanation, row, consolidated,
					 psprintf("%sconsolidated accounts of \"%s\"", headcount_of_members ? "own headcount, rest in " : "in ",
							  names_print(&input->names, consolidating)));
}

static const char *
ground_text(const Graph *graph, const Step *step)
{
	switch (step->ground)
	{
		case GROUND_VOTES:
			return "majority of votes";
		case GROUND_JOINT:
			return "joint majority of votes";
		case GROUND_CAPITAL:
			return "majority of capital";
		case GROUND_PERSON:
			return graph->input->entities[step->via].group >= 0 ? "persons acting jointly" : "person";
		case GROUND_HOLDS:
			return "holds a quarter or more";
		case GROUND_HELD:
			return "is held to a quarter or more";
		default:
			return input_grounds[step->ground];
	}
}

/* Those that count, of a class that has been traced. */
static void
put_members(Explanation *explanation, int32 class, const char *relation, int64 part, int64 total)
{
	const Graph *graph = explanation->graph;

	figures_sum(explanation->figures, class);
	for (int32 k = graph->first_member[class]; k < graph->first_member[class + 1]; k++)
	{
		int32		entity = graph->members[k];
		const Step *step = &explanation->steps[entity];
		Row		   *row;

		if (explanation->counted[entity] || graph->input->entities[entity].kind == KIND_PUBLIC)
			continue;
		explanation->counted[entity] = true;
		row = begin_row(explanation, relation, entity, step->via);
		set_weight(row, part, total);
		set_entity(explanation, row, entity);
		set_text(row, EXPLAIN_REASON, ground_text(graph, step));
		put_row(explanation, row);
	}
}

/* An entity that counts, and is not there for a link. */
static void
put_counted(Explanation *explanation, const char *relation, int32 entity, int32 via, int64 part,
			int64 total, const char *reason)
{
	Row		   *row = begin_row(explanation, relation, entity, via);

	explanation->counted[entity] = true;
	set_weight(row, part, total);
	set_entity(explanation, row, entity);
	if (reason != NULL)
		set_text(row, EXPLAIN_REASON, reason);
	put_row(explanation, row);
}

/*
 * Who of a partner class holds a quarter of members of ours, or is one of those
 * that do it together; fills starts.
 */
static int
find_holders(Explanation *explanation, const Partner *partner, int32 *starts)
{
	const Graph *graph = explanation->graph;
	int			count = 0;

	for (int32 m = graph->first_member[partner->class]; m < graph->first_member[partner->class + 1]; m++)
	{
		int32		owned = graph->members[m];

		if (!graph_holds_quarter(graph, partner->other, owned))
			continue;
		for (int32 k = graph->first_in[owned]; k < graph->first_in[owned + 1]; k++)
		{
			const Edge *edge = &graph->edges[graph->in[k]];

			if (graph->class_of[edge->owner] != partner->other || !graph_makes_partner(graph, edge) ||
				explanation->steps[edge->owner].via >= 0)
				continue;
			explanation->steps[edge->owner] = (Step) {owned, GROUND_HOLDS};
			starts[count++] = edge->owner;
		}
	}
	return count;
}

/* Whom of a partner class we hold a quarter of, via who has most of it. */
static int
find_held(Explanation *explanation, const Partner *partner, int32 *starts)
{
	const Graph *graph = explanation->graph;
	int			count = 0;

	for (int32 m = graph->first_member[partner->other]; m < graph->first_member[partner->other + 1]; m++)
	{
		int32		owned = graph->members[m];
		const Edge *most = NULL;

		if (explanation->steps[owned].via >= 0 || !graph_holds_quarter(graph, partner->class, owned))
			continue;
		for (int32 k = graph->first_in[owned]; k < graph->first_in[owned + 1]; k++)
		{
			const Edge *edge = &graph->edges[graph->in[k]];

			if (graph->class_of[edge->owner] == partner->class && graph_makes_partner(graph, edge) &&
				(most == NULL || edge->capital > most->capital))
				most = edge;
		}
		explanation->steps[owned] = (Step) {most->owner, GROUND_HELD};
		starts[count++] = owned;
	}
	return count;
}

/* A partner, with what is linked to it. */
static void
put_partner(Explanation *explanation, const Partner *partner, const int32 *starts, int count)
{
	int64		share = figures_include(explanation->figures, partner) ? 0 : partner->share;

	figures_sum(explanation->figures, partner->other);
	for (int i = 0; i < count; i++)
	{
		const Step *step = &explanation->steps[starts[i]];

		put_counted(explanation, "partner", starts[i], step->via, share, partner->total,
					share == 0 ? "its part is in consolidated accounts" : ground_text(explanation->graph, step));
	}
	put_members(explanation, partner->other, "linked to partner", share, partner->total);
}

/* All who count: the enterprise, its class, its partners with theirs. */
static void
put_all_counted(Explanation *explanation)
{
	const Graph *graph = explanation->graph;
	const Partner *partners = &graph->partners[graph->first_partner[explanation->class]];
	int			npartners = graph->first_partner[explanation->class + 1] - graph->first_partner[explanation->class];
	int32	   *starts = palloc_extended(sizeof(int32) * (graph->n + 1), MCXT_ALLOC_HUGE);
	int		   *ends = palloc_extended(sizeof(int) * (npartners + 1), MCXT_ALLOC_HUGE);
	int			count = 1;

	starts[0] = explanation->enterprise;
	explanation->steps[explanation->enterprise].via = explanation->enterprise;
	ends[0] = count;
	for (int i = 0; i < npartners; i++)
	{
		count += find_holders(explanation, &partners[i], starts + count);
		count += find_held(explanation, &partners[i], starts + count);
		ends[i + 1] = count;
	}
	explain_steps(graph, starts, count, explanation->steps);

	put_members(explanation, explanation->class, "linked", 1, 1);
	for (int i = 0; i < npartners; i++)
		put_partner(explanation, &partners[i], starts + ends[i], ends[i + 1] - ends[i]);
	pfree(starts);
	pfree(ends);
}

/* Why a holding between one that counts and another makes it no partner. */
static const char *
reason_left_out(const Explanation *explanation, const Edge *edge, int32 other)
{
	const Graph *graph = explanation->graph;
	const Entity *entity = &graph->input->entities[other];

	if (explanation->own_only)
	{
		if (other != edge->owner || graph_independent_of(graph, edge->owned, graph->class_of[other]))
			return "only own figures count";
		return graph->input->options.mode == LAW_GUIDELINES_2008 || explanation->range->owned_by_large ?
			"not independent of it" : "how its figures count is not settled";
	}
	if (entity->kind == KIND_PERSON)
		return "a person";
	if (entity->kind == KIND_PUBLIC)
		return "a public body: see public control";
	if (graph_is_exempt(graph, edge))
		return psprintf("exempt investor: %s", input_exempts[graph->input->entities[edge->owner].exempt]);
	if (graph_holds_quarter(graph, graph->class_of[edge->owner], edge->owned))
		return "no enterprise";
	return "less than a quarter";
}

static void
put_left_out(Explanation *explanation, const Edge *edge, int32 other, int32 via, const char *reason)
{
	Row		   *row = begin_row(explanation, "left out", other, via);
	int64		part;
	int64		total;

	graph_higher_share(explanation->graph, edge->owned, edge->capital, edge->votes, &part, &total);
	set_weight(row, part, total);
	set_text(row, EXPLAIN_REASON, reason);
	put_row(explanation, row);
}

/* Whether two classes are partners. */
static bool
are_partners(const Graph *graph, int32 class, int32 other)
{
	for (int32 k = graph->first_partner[class]; k < graph->first_partner[class + 1]; k++)
	{
		if (graph->partners[k].other == other)
			return true;
	}
	return false;
}

/* A holding of or in an enterprise that counts: of whom does it tell? */
static void
put_other_side(Explanation *explanation, int32 entity, const Edge *edge, int32 other)
{
	const Graph *graph = explanation->graph;
	int32		class = graph->class_of[entity];
	int32		other_class = graph->class_of[other];

	if (explanation->counted[other] ||
		(!explanation->own_only && other_class >= 0 && other_class == explanation->class))
		return;
	if (class == explanation->class)
		put_left_out(explanation, edge, other, entity, reason_left_out(explanation, edge, other));
	else if (other_class >= 0 && other_class != class && are_partners(graph, class, other_class))
		put_left_out(explanation, edge, other, entity, "partner of a partner");
}

/* Who has a holding in those that count, or is held by them, and does not count. */
static void
put_neighbours(Explanation *explanation, int32 class)
{
	const Graph *graph = explanation->graph;

	for (int32 m = graph->first_member[class]; m < graph->first_member[class + 1]; m++)
	{
		int32		entity = graph->members[m];

		if (explanation->own_only && entity != explanation->enterprise)
			continue;
		for (int32 k = graph->first_in[entity]; k < graph->first_in[entity + 1]; k++)
		{
			const Edge *edge = &graph->edges[graph->in[k]];

			put_other_side(explanation, entity, edge, edge->owner);
		}
		for (int32 k = graph->first_out[entity]; k < graph->first_out[entity + 1]; k++)
			put_other_side(explanation, entity, &graph->edges[k], graph->edges[k].owned);
	}
}

/* Those that a person controls as well, but who are on other markets. */
static void
put_other_markets(Explanation *explanation)
{
	const Graph *graph = explanation->graph;
	const Entity *entities = graph->input->entities;
	Persons    *persons = persons_begin(graph);
	int32		person;
	int32	   *controlled;
	int			count;

	while (persons != NULL && (person = persons_next(persons, &controlled, &count)) >= 0)
	{
		bool		of_class = false;

		for (int i = 0; i < count; i++)
			of_class |= graph->class_of[controlled[i]] == explanation->class;
		for (int i = 0; of_class && i < count; i++)
		{
			Row		   *row;

			if (explanation->counted[controlled[i]] || graph->class_of[controlled[i]] == explanation->class ||
				entities[controlled[i]].kind != KIND_ENTERPRISE)
				continue;
			explanation->counted[controlled[i]] = true;
			row = begin_row(explanation, "left out", controlled[i], person);
			set_text(row, EXPLAIN_REASON, graph->notes[controlled[i]] & NOTE_MARKET_UNKNOWN ?
					 "market not known" : "on another market");
			put_row(explanation, row);
		}
	}
}

/* What all adds up to, and what it makes the enterprise. */
static void
put_total(Explanation *explanation)
{
	const Range *range = explanation->range;
	const bool	shown[NFIGURES] = {true, true, true};
	Row		   *row = begin_row(explanation, "total", -1, -1);
	Datum		reasons[STATUS_MOST_REASONS];
	int			nreasons = status_reasons(explanation->graph, range, explanation->enterprise,
										  explanation->own_only, reasons);
	StringInfoData reason;
	Total		total;

	if (explanation->own_only)
		figures_own(explanation->figures, explanation->enterprise, &total);
	else
		figures_total(explanation->figures, explanation->class, &total);
	set_figures(row, &total, shown);
	row->values[EXPLAIN_SIZE] = CharGetDatum(range->best);
	row->nulls[EXPLAIN_SIZE] = range->best != range->worst;
	initStringInfo(&reason);
	if (range->best != range->worst)
		appendStringInfo(&reason, "from %s to %s", law_text(law_enterprise_sizes[range->best]),
						 law_text(law_enterprise_sizes[range->worst]));
	for (int i = 0; i < nreasons; i++)
		appendStringInfo(&reason, "%s%s", reason.len > 0 ? ", " : "", TextDatumGetCString(reasons[i]));
	if (reason.len > 0)
		set_text(row, EXPLAIN_REASON, reason.data);
	put_row(explanation, row);
}

static void
put_all(Explanation *explanation)
{
	const Graph *graph = explanation->graph;
	int32		first = graph->first_partner[explanation->class];
	int32		end = graph->first_partner[explanation->class + 1];

	figures_sum(explanation->figures, explanation->class);
	put_counted(explanation, "self", explanation->enterprise, -1, 1, 1, NULL);
	if (!explanation->own_only)
		put_all_counted(explanation);
	put_neighbours(explanation, explanation->class);
	if (!explanation->own_only)
	{
		for (int32 k = first; k < end; k++)
			put_neighbours(explanation, graph->partners[k].other);
		put_other_markets(explanation);
	}
	put_total(explanation);
}

/* The rows for an enterprise, whose id is the third argument. */
static Datum
explain_enterprise(FunctionCallInfo fcinfo, const char *id, int length)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "ownership graph of one",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext oldcontext = MemoryContextSwitchTo(context);
	Explanation explanation = {NULL};
	Input		input = {0};
	SizeDefinition definition;
	Range	   *ranges;

	status_arguments(fcinfo, 4, &input, &definition);
	neighbourhood_read(&input, id, length);
	explanation.enterprise = names_find(&input.names, id, length);
	if (input.entities[explanation.enterprise].kind != KIND_ENTERPRISE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is no enterprise", names_print(&input.names, explanation.enterprise)),
				 errhint("Query \"entities\" says what it is; only enterprises have a size.")));
	explanation.graph = status_solve(&input, &definition, &ranges);
	explanation.range = &ranges[explanation.enterprise];
	explanation.class = explanation.graph->class_of[explanation.enterprise];
	explanation.own_only = definition.mode != LAW_REC_2003;
	explanation.figures = figures_begin(explanation.graph);
	figures_day(explanation.figures, input.options.on_date);
	explanation.rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	explanation.counted = palloc_extended(input.nentities, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	explanation.steps = palloc_extended(sizeof(Step) * input.nentities, MCXT_ALLOC_HUGE);
	for (int i = 0; i < input.nentities; i++)
		explanation.steps[i] = (Step) {-1, GROUND_VOTES};
	explanation.context = context;
	explanation.row_context = AllocSetContextCreate(context, "row of sme_explain", ALLOCSET_DEFAULT_SIZES);
	put_all(&explanation);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(context);
	PG_RETURN_VOID();
}

static bool
any_null(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3);
}

/*
 * sme_explain(ownership text, figures text, enterprise text, on_date date,
 *		entities text, control text, scope text, adjacent text, rates text, mode text,
 *		ownership_change text, link_through_public boolean,
 *		capital_majority_links boolean, vc_presumption boolean) -> setof record
 */
Datum
tilskudd_sme_explain(PG_FUNCTION_ARGS)
{
	text	   *id;

	tilskudd_init_srf(fcinfo);
	if (any_null(fcinfo))
		PG_RETURN_VOID();
	id = PG_GETARG_TEXT_PP(2);
	return explain_enterprise(fcinfo, VARDATA_ANY(id), VARSIZE_ANY_EXHDR(id));
}

/* The same with an enterprise orgnr. */
Datum
tilskudd_sme_explain_orgnr(PG_FUNCTION_ARGS)
{
	tilskudd_init_srf(fcinfo);
	if (any_null(fcinfo))
		PG_RETURN_VOID();
	return explain_enterprise(fcinfo, psprintf("%0*d", ORGNR_DIGITS, PG_GETARG_INT32(2)), ORGNR_DIGITS);
}
