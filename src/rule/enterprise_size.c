/*-------------------------------------------------------------------------
 *
 * enterprise_size.c
 *	  The size of an enterprise, from its headcount and money figures.
 *
 * src/rule/enterprise_size.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/enterprise_size.h"

#include <stddef.h>
#include <string.h>

/* A mode by its name; LAW_NSIZE_MODES where there is none of that name. */
int
size_mode(const char *name, int length)
{
	int			mode = 0;

	while (mode < LAW_NSIZE_MODES &&
		   (strlen(law_text(law_size_modes[mode])) != (size_t) length ||
			memcmp(law_text(law_size_modes[mode]), name, length) != 0))
		mode++;
	return mode;
}

/*
 * The definition of a mode on a day, false where there is none.  In force for
 * all are those of the recommendations; the guidelines' is theirs alone.
 */
bool
size_definition(SizeDefinition *definition, int mode, int32_t day, bool as_printed)
{
	bool		found = false;

	memset(definition, 0, sizeof(SizeDefinition));
	definition->as_printed = as_printed;
	for (int i = 0; i < law_nsize_thresholds; i++)
	{
		const LawSizeThreshold *row = &law_size_thresholds[i];

		if ((mode == SIZE_MODE_IN_FORCE ? row->mode != LAW_GUIDELINES_2008 : row->mode == mode) &&
			row->valid_from <= day && day <= row->valid_to)
		{
			definition->mode = row->mode;
			definition->classes[row->size] = row;
			found = true;
		}
	}
	return found;
}

/*
 * Whether a figure is at most, or, if strict, less than a limit.
 */
static Answer
below(SizeCompare compare, void *figures, SizeFigure figure, uint32_t limit, bool strict)
{
	if (compare(figures, figure, SIZE_HI, limit) < (strict ? 0 : 1))
		return YES;
	return compare(figures, figure, SIZE_LO, limit) < (strict ? 0 : 1) ? NOT_KNOWN : NO;
}

/*
 * Whether the figures are within the limits of a size, or of a smaller one:
 * headcount, and either turnover or balance sheet.  No figure stands in the
 * formula twice, so that Kleene's logic decides whatever can be decided.
 */
Answer
size_within(const SizeDefinition *definition, int size, SizeCompare compare, void *figures)
{
	const LawSizeThreshold *limits = definition->classes[size];
	const LawSizeThreshold *money = limits;
	Answer		headcount;
	Answer		turnover;
	Answer		balance;

	if (limits == NULL)
		return NO;
	if (money->turnover == 0)
		money = definition->classes[SIZE_MEDIUM];
	headcount = below(compare, figures, SIZE_HEADCOUNT, limits->headcount, true);
	turnover = below(compare, figures, SIZE_TURNOVER, money->turnover,
					 money->turnover_strict && definition->as_printed);
	balance = below(compare, figures, SIZE_BALANCE, money->balance, false);
	return answer_and(headcount, answer_or(turnover, balance));
}

/*
 * Bounds of an enterprise of which only the own figures are known, but which
 * may have to count others: nobody else's headcount makes its own smaller, but
 * consolidated accounts leave out what the members of a group sell and owe
 * each other.
 */
typedef struct OwnFigures
{
	SizeCompare compare;
	void	   *figures;
} OwnFigures;

static int
compare_own(void *figures, SizeFigure figure, SizeBound bound, uint32_t limit)
{
	OwnFigures *own = figures;

	if (bound == SIZE_HI)
		return 1;
	return figure == SIZE_HEADCOUNT ? own->compare(own->figures, figure, bound, limit) : -1;
}

/* The sizes that the own figures leave open, where others count that are not known. */
SizeRange
size_range_of_part(const SizeDefinition *definition, SizeCompare compare, void *figures)
{
	OwnFigures	own = {compare, figures};
	SizeRange	range = {SIZE_LARGE, SIZE_LARGE};

	for (int size = SIZE_MEDIUM; size >= SIZE_MICRO; size--)
	{
		if (size_within(definition, size, compare_own, &own) != NO)
			range.best = size;
	}
	return range;
}

/*
 * The sizes that the figures leave open.
 *
 * In the definitions of 1996 and of the guidelines independence is a condition
 * of being small or medium-sized.  In that of 2003 it decides whose figures
 * count: pass YES when they are all added up, so that what is not
 * independent here is what has partner or linked enterprises whose figures are
 * missing.
 */
SizeRange
size_range(const SizeDefinition *definition, Answer independent, SizeCompare compare,
		   void *figures)
{
	SizeRange	range = {SIZE_LARGE, SIZE_LARGE};

	if (independent != YES && definition->mode == LAW_REC_2003)
		return size_range_of_part(definition, compare, figures);
	if (independent == NO)
		return range;
	for (int size = SIZE_MEDIUM; size >= SIZE_MICRO; size--)
	{
		Answer		within = size_within(definition, size, compare, figures);

		if (within != NO)
			range.best = size;
		if (within == YES && independent == YES)
			range.worst = size;
	}
	return range;
}
