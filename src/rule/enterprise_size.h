/*-------------------------------------------------------------------------
 *
 * enterprise_size.h
 *	  The size of an enterprise, from its headcount and money figures.
 *
 * Figures may be known only within bounds: the answer is then the range of
 * sizes that they leave open.  The caller compares his figures with the limits
 * of the law, in whatever arithmetic he has them, so that nothing is rounded
 * on the way here.
 *
 * Plain C.  Days count from 2000-01-01, as the server's type date counts them.
 *
 * src/rule/enterprise_size.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_ENTERPRISE_SIZE_H
#define TILSKUDD_RULE_ENTERPRISE_SIZE_H

#include "law/law.h"
#include "rule/answer.h"

/* The codes of enterprise_size. */
#define SIZE_UNKNOWN	0
#define SIZE_MICRO		1
#define SIZE_SMALL		2
#define SIZE_MEDIUM		3
#define SIZE_LARGE		4

typedef enum SizeFigure
{
	SIZE_HEADCOUNT,				/* annual work units */
	SIZE_TURNOVER,				/* EUR */
	SIZE_BALANCE				/* EUR, balance-sheet total */
} SizeFigure;

/* A figure is known to be at least the one and at most the other. */
typedef enum SizeBound
{
	SIZE_LO,					/* 0 where nothing is known */
	SIZE_HI						/* infinite where nothing is known */
} SizeBound;

/*
 * Less than, equal to or greater than 0, as the bound of a figure is to a
 * limit of the law, in whole persons or EUR.
 */
typedef int (*SizeCompare) (void *figures, SizeFigure figure, SizeBound bound, uint32_t limit);

/* A definition on a day. */
typedef struct SizeDefinition
{
	LawSizeMode mode;
	bool		as_printed;		/* of the guidelines: "less than" where the
								 * definition that they cite has "at most" */
	/* by size, up to SIZE_MEDIUM; NULL: the definition has no such class */
	const LawSizeThreshold *classes[SIZE_LARGE];
} SizeDefinition;

/* Sizes that are possible: from best to worst. */
typedef struct SizeRange
{
	uint8_t		best;
	uint8_t		worst;
} SizeRange;

#define SIZE_MODE_IN_FORCE	(-1)

extern int	size_mode(const char *name, int length);
extern bool size_definition(SizeDefinition *definition, int mode, int32_t day, bool as_printed);
extern Answer size_within(const SizeDefinition *definition, int size,
							 SizeCompare compare, void *figures);
extern SizeRange size_range_of_part(const SizeDefinition *definition, SizeCompare compare, void *figures);
extern SizeRange size_range(const SizeDefinition *definition, Answer independent,
							SizeCompare compare, void *figures);

#endif							/* TILSKUDD_RULE_ENTERPRISE_SIZE_H */
