/*-------------------------------------------------------------------------
 *
 * intensity.h
 *	  The maximum aid intensity: which share of the eligible cost the law lets
 *	  be granted.
 *
 * Plain C over law_intensities and law_bonuses.  Days count from 2000-01-01,
 * rates are in hundredths of a percent of gross grant equivalent.
 *
 * src/rule/intensity.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_INTENSITY_H
#define TILSKUDD_RULE_INTENSITY_H

#include "law/law.h"
#include "rule/enterprise_size.h"

#define REGIME_IN_FORCE	(-1)
#define FIGURE_UNKNOWN	INT32_MIN

typedef struct IntensityQuestion
{
	int			measure;
	int			size;
	int32_t		day;
	int			zone;			/* 0: not known */
	int			regime;			/* in law_regimes, or REGIME_IN_FORCE */
	int			underlying;		/* measure that LAW_RATE_SAME may stand for; 0: not known */
	uint16_t	conditions;		/* set of LawCondition */
	uint8_t		readings;		/* set of LawReading */
	int32_t		figures[LAW_NFIGURES + 1];	/* or FIGURE_UNKNOWN; the last is 0 */
} IntensityQuestion;

/* Why a rate is not known. */
typedef enum IntensityDoubt
{
	INTENSITY_CLEAR,
	INTENSITY_NO_REGIME,		/* no text speaks of the measure on the day */
	INTENSITY_OTHER_MAP,		/* the zone is none of the map of the day */
	INTENSITY_NO_ROW,			/* no rate fits what was given */
	INTENSITY_NO_SIZE,			/* the answer depends on the size, ... */
	INTENSITY_NO_ZONE,			/* ... the zone, ... */
	INTENSITY_NO_FIGURE,		/* ... a figure, ... */
	INTENSITY_NO_UNDERLYING,	/* ... the underlying measure */
	INTENSITY_NOT_FOUND,		/* the text was not read, or leaves it open */
	INTENSITY_NET				/* the text counts net grant equivalents */
} IntensityDoubt;

typedef enum IntensityStepKind
{
	INTENSITY_BASE,				/* a rate, which replaces the one before */
	INTENSITY_BONUS,			/* points to be added */
	INTENSITY_CAP				/* the sum is more than that */
} IntensityStepKind;

typedef struct IntensityStep
{
	uint8_t		kind;
	uint16_t	row;			/* in the table intensity, or bonus */
	int16_t		rate;
} IntensityStep;

#define MAX_INTENSITY_STEPS	16

typedef struct IntensityAnswer
{
	int			regime;			/* whose text it is, or REGIME_IN_FORCE if there is none */
	int			period;			/* of law_rate_periods, or -1 */
	int			rate;			/* or LAW_RATE_NONE, LAW_RATE_UNKNOWN */
	IntensityDoubt doubt;		/* why it is LAW_RATE_UNKNOWN */
	int			figure;			/* for INTENSITY_NO_FIGURE */
	const LawIntensity *base;	/* the last rate, or NULL */
	int			nsteps;
	IntensityStep steps[MAX_INTENSITY_STEPS];
} IntensityAnswer;

extern void intensity_answer(const IntensityQuestion *question, IntensityAnswer *answer);
extern uint16_t intensity_zones(int32_t day);
extern int	intensity_regime(const char *name, int length);
extern int	intensity_instrument(const char *name, int length);
extern int	intensity_cluster_steps(const char *name, int length);
extern void intensity_amounts(const IntensityQuestion *question, int regime, int instrument,
							  const LawAmount *amounts[LAW_NPER]);

#endif							/* TILSKUDD_RULE_INTENSITY_H */
