/*-------------------------------------------------------------------------
 *
 * intensity.h
 *	  Questions about intensities, as SQL functions get them.
 *
 * src/function/intensity.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_INTENSITY_H
#define TILSKUDD_FUNCTION_INTENSITY_H

#include "compat.h"

#include "utils/numeric.h"

#include "rule/intensity.h"

/* How many arguments a question has. */
#define INTENSITY_NARGS		(8 + LAW_NCONDITIONS + LAW_NFIGURES)

extern bool intensity_question(FunctionCallInfo fcinfo, int first, IntensityQuestion *question);
extern int	intensity_regime_argument(const text *name);
extern Numeric intensity_percent(int rate);
extern const char *intensity_doubt(const IntensityQuestion *question, const IntensityAnswer *answer);

#endif							/* TILSKUDD_FUNCTION_INTENSITY_H */
