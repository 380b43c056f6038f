/*-------------------------------------------------------------------------
 *
 * euro.h
 *	  Yearly average rates of the law.
 *
 * src/function/euro.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_EURO_H
#define TILSKUDD_FUNCTION_EURO_H

#include "compat.h"

#include "utils/numeric.h"

typedef struct YearRates YearRates;

extern YearRates *euro_year_rates(MemoryContext context);
extern Numeric euro_year_rate(const YearRates *years, int32 year);

#endif							/* TILSKUDD_FUNCTION_EURO_H */
