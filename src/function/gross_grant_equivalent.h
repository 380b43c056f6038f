/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent.h
 *	  Arithmetic and arguments that the functions on gross grant equivalents
 *	  share.
 *
 * src/function/gross_grant_equivalent.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_GROSS_GRANT_EQUIVALENT_H
#define TILSKUDD_FUNCTION_GROSS_GRANT_EQUIVALENT_H

#include "compat.h"

#include "utils/date.h"
#include "utils/numeric.h"

/* Decimals of results that have no end. */
#define GGE_DECIMALS	20

extern Numeric gge_divide(Numeric a, Numeric b);
extern Numeric gge_percent(Numeric percent);
extern Numeric gge_round(Numeric number, int decimals);
extern Numeric gge_trim(Numeric number);

extern int	gge_errdetail_gap(DateADT day);
extern Numeric gge_rate_argument(Numeric rate, const char *name);

#endif							/* TILSKUDD_FUNCTION_GROSS_GRANT_EQUIVALENT_H */
