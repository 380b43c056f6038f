/*
 * The size of an enterprise by figures that are known within bounds.
 */
#include "fuzz.h"

#include "rule/enterprise_size.h"

#define NFIGURES	3

typedef struct Figures
{
	int64_t		bounds[NFIGURES][2];	/* in tenths, by SizeFigure and SizeBound */
} Figures;

static int
compare(void *figures, SizeFigure figure, SizeBound bound, uint32_t limit)
{
	int64_t		value = ((Figures *) figures)->bounds[figure][bound];
	int64_t		tenths = (int64_t) limit * 10;

	return (value > tenths) - (value < tenths);
}

/* A figure, often beside a limit of the law. */
static int64_t
take_figure(Input *input)
{
	const LawSizeThreshold *row = &law_size_thresholds[take(input, 1) % law_nsize_thresholds];
	int			offset = take_between(input, 0, 4) - 2;
	int64_t		any = take(input, 5);

	switch (take(input, 1) % 4)
	{
		case 0:
			return any;
		case 1:
			return (int64_t) row->headcount * 10 + (offset > -2 ? offset : 0);
		case 2:
			return (int64_t) row->turnover * 10 + (row->turnover > 0 ? offset : 0);
		default:
			return (int64_t) row->balance * 10 + (row->balance > 0 ? offset : 0);
	}
}

/* What the definitions say in so many words, of figures known exactly. */
static int
size_by_hand(const SizeDefinition *definition, const Figures *figures)
{
	for (int size = SIZE_MICRO; size <= SIZE_MEDIUM; size++)
	{
		const LawSizeThreshold *limits = definition->classes[size];
		const LawSizeThreshold *money = limits;
		int64_t		headcount = figures->bounds[SIZE_HEADCOUNT][SIZE_LO];
		int64_t		turnover = figures->bounds[SIZE_TURNOVER][SIZE_LO];
		int64_t		balance = figures->bounds[SIZE_BALANCE][SIZE_LO];
		bool		strict;

		if (limits == NULL)
			continue;
		if (money->turnover == 0)
			money = definition->classes[SIZE_MEDIUM];
		strict = money->turnover_strict && definition->as_printed;
		if (headcount < (int64_t) limits->headcount * 10 &&
			((strict ? turnover < (int64_t) money->turnover * 10 : turnover <= (int64_t) money->turnover * 10) ||
			 balance <= (int64_t) money->balance * 10))
			return size;
	}
	return SIZE_LARGE;
}

/* The range is that of all corners of the bounds. */
static void
check_range(const SizeDefinition *definition, Figures *figures)
{
	SizeRange	range = size_range(definition, YES, compare, figures);
	SizeRange	open = size_range(definition, NOT_KNOWN, compare, figures);
	SizeRange	part = size_range_of_part(definition, compare, figures);
	int			best = SIZE_LARGE;
	int			worst = SIZE_MICRO;

	for (int corner = 0; corner < 1 << NFIGURES; corner++)
	{
		Figures		exact;
		SizeRange	one;
		int			size;

		for (int i = 0; i < NFIGURES; i++)
			exact.bounds[i][SIZE_LO] = exact.bounds[i][SIZE_HI] = figures->bounds[i][corner >> i & 1];
		size = size_by_hand(definition, &exact);
		one = size_range(definition, YES, compare, &exact);
		DEMAND(one.best == size && one.worst == size);
		for (int other = SIZE_MICRO; other <= size && other < SIZE_LARGE; other++)
			DEMAND(size_within(definition, other, compare, &exact) == (other == size ? YES : NO));
		best = size < best ? size : best;
		worst = size > worst ? size : worst;
	}
	DEMAND(range.best == best && range.worst == worst);

	/* what is less known leaves no less open */
	DEMAND(open.best <= open.worst && open.worst >= range.worst);
	DEMAND(open.best <= range.best);
	DEMAND(part.best <= part.worst && part.worst == SIZE_LARGE);
	range = size_range(definition, NO, compare, figures);
	DEMAND(range.best <= range.worst && range.worst == SIZE_LARGE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	SizeDefinition definition;
	Figures		figures;
	int			mode = take_between(&input, SIZE_MODE_IN_FORCE, LAW_NSIZE_MODES - 1);
	int32_t		day = take_day(&input);
	bool		as_printed = take_bool(&input);

	for (int i = 0; i < NFIGURES; i++)
	{
		int64_t		a = take_figure(&input);
		int64_t		b = take_bool(&input) ? a : take_figure(&input);

		figures.bounds[i][SIZE_LO] = a < b ? a : b;
		figures.bounds[i][SIZE_HI] = a < b ? b : a;
	}
	if (size_definition(&definition, mode, day, as_printed))
	{
		DEMAND(mode == SIZE_MODE_IN_FORCE || definition.mode == (LawSizeMode) mode);
		check_range(&definition, &figures);
	}
	mode = size_mode((const char *) data, (int) size);
	DEMAND(mode >= 0 && mode <= LAW_NSIZE_MODES);
	return 0;
}
