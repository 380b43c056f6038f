/*-------------------------------------------------------------------------
 *
 * history.c
 *	  Sizes by the figures of several periods: Art 4(2).
 *
 * src/graph/history.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * Sizes within whose limits figures are, as bits 1 << size: those that are
 * possible, and those that are certain.
 *
 * A threshold counts as passed when it is on two consecutive closing days:
 * what holds is what two of this period, the one before, and what held before
 * agree on.  That only ever follows the figures up or down, so that following
 * what is possible and what is certain each for itself gives exactly the best
 * and the worst size.
 */
typedef struct Bits
{
	uint8		possible;
	uint8		certain;
} Bits;

typedef struct History
{
	Bits		before;
	Bits		now;
	int32		nperiods;
} History;

/* A closing day of an enterprise. */
typedef struct Closing
{
	DateADT		graph_day;
	DateADT		figure_day;
	int32		entity;
} Closing;

/* Sizes of classes on a day, each worked out once. */
typedef struct Evaluation
{
	const SizeDefinition *definition;
	const Graph *graph;
	Figures    *figures;
	uint32	   *stamps;
	Bits	   *bits;
} Evaluation;

static Bits
bits_of_total(const SizeDefinition *definition, Total *total)
{
	Bits		bits = {0, 0};

	for (int size = SIZE_MICRO; size <= SIZE_MEDIUM; size++)
	{
		Answer		within = size_within(definition, size, total_compare, total);

		if (within != NO)
			bits.possible |= 1 << size;
		if (within == YES)
			bits.certain |= 1 << size;
	}
	return bits;
}

static Bits
bits_of_class(Evaluation *evaluation, int32 class)
{
	Total		total;

	if (evaluation->stamps[class] != evaluation->figures->stamp)
	{
		evaluation->stamps[class] = evaluation->figures->stamp;
		figures_total(evaluation->figures, class, &total);
		evaluation->bits[class] = bits_of_total(evaluation->definition, &total);
	}
	return evaluation->bits[class];
}

/* The smallest size of a set; large, if none. */
static int
smallest(uint8 sizes)
{
	int			size = SIZE_MICRO;

	while (size < SIZE_LARGE && !(sizes & 1 << size))
		size++;
	return size;
}

static uint8
two_agree(uint8 a, uint8 b, uint8 c)
{
	return (a & b) | (a & c) | (b & c);
}

static void
add_period(History *history, Bits bits)
{
	if (history->nperiods++ == 0)
		history->now = bits;
	else
	{
		history->now.possible = two_agree(bits.possible, history->before.possible, history->now.possible);
		history->now.certain = two_agree(bits.certain, history->before.certain, history->now.certain);
	}
	history->before = bits;
}

static void
evaluation_begin(Evaluation *evaluation, const Graph *graph, const SizeDefinition *definition)
{
	evaluation->definition = definition;
	evaluation->graph = graph;
	evaluation->figures = figures_begin(graph);
	evaluation->stamps = palloc_extended(sizeof(uint32) * (graph->nclasses + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	evaluation->bits = palloc_extended(sizeof(Bits) * (graph->nclasses + 1), MCXT_ALLOC_HUGE);
}

/* The days of a closing as one number, which orders them. */
static uint64
closing_days(const Closing *closing)
{
	return (uint64) ((uint32) closing->graph_day ^ 0x80000000) << 32 |
		((uint32) closing->figure_day ^ 0x80000000);
}

/*
 * Sorts by the days, and leaves those of the same days in the order of their
 * enterprises: byte by byte, of which few differ, as there are few days.
 */
static Closing *
sort_closings(Closing *closings, int64 count)
{
	Closing    *sorted = palloc_extended(sizeof(Closing) * (count + 1), MCXT_ALLOC_HUGE);
	uint64		differing = 0;

	for (int64 i = 0; i < count; i++)
		differing |= closing_days(&closings[i]) ^ closing_days(&closings[0]);
	for (int shift = 0; shift < 64; shift += 8)
	{
		int64		starts[257] = {0};
		Closing    *swap = closings;

		if ((differing >> shift & 0xFF) == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		for (int64 i = 0; i < count; i++)
			starts[(closing_days(&closings[i]) >> shift & 0xFF) + 1]++;
		for (int i = 1; i < 256; i++)
			starts[i] += starts[i - 1];
		for (int64 i = 0; i < count; i++)
			sorted[starts[closing_days(&closings[i]) >> shift & 0xFF]++] = closings[i];
		closings = sorted;
		sorted = swap;
	}
	pfree(sorted);
	return closings;
}

/*
 * The closing days of all enterprises, in order.  With the last the others'
 * figures are those of the day asked for, as they may have closed later.
 */
static Closing *
find_closings(const Input *input, bool graph_of_period, int64 *count)
{
	const Period *periods = input->periods.data;
	DateADT		on_date = input->options.on_date;
	Closing    *closings = palloc_extended(sizeof(Closing) * (input->periods.count + input->nentities + 1),
										   MCXT_ALLOC_HUGE);

	*count = 0;
	for (int32 i = 0; i < input->nentities; i++)
	{
		int32		first = input->first_period[i];
		int32		end = input->first_period[i + 1];

		if (input->entities[i].kind != KIND_ENTERPRISE)
			continue;
		if (first == end)
			closings[(*count)++] = (Closing) {on_date, on_date, i};
		for (int32 k = first; k < end; k++)
		{
			DateADT		day = periods[k].end;

			/* own and consolidated accounts of one day are one period */
			if (k + 1 < end && periods[k + 1].end == day)
				continue;
			closings[(*count)++] = (Closing) {graph_of_period ? day : on_date, k + 1 == end ? on_date : day, i};
		}
	}
	return sort_closings(closings, *count);
}

/* The graph on a day, with linked classes, partners and public control. */
Graph *
graph_solve(const Input *input, DateADT day, bool markets_related, bool *unknown_found)
{
	Graph	   *graph = graph_build(input, day);
	bool		unknown;

	CHECK_FOR_INTERRUPTS();
	unknown = graph_link(graph, markets_related);
	if (unknown_found != NULL)
		*unknown_found = unknown;
	CHECK_FOR_INTERRUPTS();
	graph_partners(graph);
	graph_check_memory(input->context);
	return graph;
}

/* Follows all enterprises through their periods. */
static void
follow(const Graph *graph, const SizeDefinition *definition, bool graph_of_period,
	   bool markets_related, Range *ranges)
{
	const Input *input = graph->input;
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "graph of a period",
												  ALLOCSET_DEFAULT_SIZES);
	History    *histories = palloc_extended(sizeof(History) * (input->nentities + 1),
											MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	int64		count;
	Closing    *closings = find_closings(input, graph_of_period, &count);
	MemoryContext oldcontext = MemoryContextSwitchTo(context);
	Evaluation	evaluation;

	for (int64 k = 0; k < count; k++)
	{
		const Closing *closing = &closings[k];
		bool		new_graph = k == 0 || closing->graph_day != closings[k - 1].graph_day;

		if (k % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (new_graph)
		{
			MemoryContextReset(context);
			evaluation_begin(&evaluation, graph_of_period ?
							 graph_solve(input, closing->graph_day, markets_related, NULL) : graph, definition);
		}
		if (new_graph || closing->figure_day != closings[k - 1].figure_day)
			figures_day(evaluation.figures, closing->figure_day);
		add_period(&histories[closing->entity],
				   bits_of_class(&evaluation, evaluation.graph->class_of[closing->entity]));
	}
	MemoryContextSwitchTo(oldcontext);
	MemoryContextDelete(context);
	pfree(closings);
	for (int32 i = 0; i < input->nentities; i++)
	{
		History    *history = &histories[i];

		ranges[i].best = smallest(history->now.possible);
		ranges[i].worst = smallest(history->now.certain);
		ranges[i].smoothed = history->now.possible != history->before.possible ||
			history->now.certain != history->before.certain;
		ranges[i].short_history = history->nperiods < 2;
	}
	pfree(histories);
}

/*
 * Whether all who hold a quarter of an enterprise together are too large to be
 * small or medium-sized themselves, by the headcount that is known.
 */
static bool
owned_by_large(Figures *figures, const SizeDefinition *definition, int32 entity)
{
	const Graph *graph = figures->graph;

	for (int32 i = graph->first_in[entity]; i < graph->first_in[entity + 1]; i++)
	{
		int32		class = graph->class_of[graph->edges[graph->in[i]].owner];
		bool		all = true;

		CHECK_FOR_INTERRUPTS();
		if (graph_independent_of(graph, entity, class))
			continue;
		for (int32 k = graph->first_in[entity]; all && k < graph->first_in[entity + 1]; k++)
		{
			const Edge *edge = &graph->edges[graph->in[k]];
			Total		total;

			if (graph->class_of[edge->owner] != class)
				continue;
			figures_own(figures, edge->owner, &total);
			all = size_range_of_part(definition, total_compare, &total).best == SIZE_LARGE;
		}
		if (all)
			return true;
	}
	return false;
}

/*
 * Of the definition of 1996 only parts were found in a source: independence of
 * those outside the definition as a condition, and the limits.  How the figures
 * of others count was not, so that whoever has partners or is linked may be of
 * any size that the own headcount leaves.
 */
static Range
size_of_1996(Figures *figures, const SizeDefinition *definition, int32 entity, Total *total)
{
	SizeRange	range;

	if (owned_by_large(figures, definition, entity))
		return (Range) {SIZE_LARGE, SIZE_LARGE, .owned_by_large = true};
	range = graph_has_others(figures->graph, entity) ? size_range_of_part(definition, total_compare, total) :
		size_range(definition, YES, total_compare, total);
	return (Range) {range.best, range.worst};
}

/*
 * Sizes by the own figures of the last period: the definition of 1996, and that
 * of the guidelines of 2008, with independence as a condition.
 */
static void
own_sizes(const Graph *graph, const SizeDefinition *definition, Range *ranges)
{
	Figures    *figures = figures_begin(graph);

	figures_day(figures, graph->input->options.on_date);
	for (int32 i = 0; i < graph->n; i++)
	{
		Total		total;
		SizeRange	range;

		CHECK_FOR_INTERRUPTS();
		if (graph->input->entities[i].kind != KIND_ENTERPRISE)
			continue;
		figures_own(figures, i, &total);
		if (definition->mode == LAW_REC_1996)
		{
			ranges[i] = size_of_1996(figures, definition, i, &total);
			continue;
		}
		range = size_range(definition, graph_independent(graph, i) ? YES : NO, total_compare, &total);
		ranges[i] = (Range) {range.best, range.worst};
	}
}

/* The sizes of all enterprises, but for public control. */
void
history_sizes(const Graph *graph, const SizeDefinition *definition, bool markets_related, Range *ranges)
{
	const Options *options = &graph->input->options;
	Range	   *others;

	if (definition->mode != LAW_REC_2003)
	{
		own_sizes(graph, definition, ranges);
		return;
	}
	if (!options->graph_of_period || options->worse_of_both)
		follow(graph, definition, false, markets_related, ranges);
	if (!options->graph_of_period)
		return;
	if (!options->worse_of_both)
	{
		follow(graph, definition, true, markets_related, ranges);
		return;
	}
	others = palloc_extended(sizeof(Range) * (graph->n + 1), MCXT_ALLOC_HUGE);
	follow(graph, definition, true, markets_related, others);
	for (int32 i = 0; i < graph->n; i++)
	{
		ranges[i].best = Max(ranges[i].best, others[i].best);
		ranges[i].worst = Max(ranges[i].worst, others[i].worst);
		ranges[i].smoothed |= others[i].smoothed;
	}
	pfree(others);
}
