/*-------------------------------------------------------------------------
 *
 * de_minimis.h
 *	  Arguments that the functions on de minimis aid share.
 *
 * src/function/de_minimis.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_DE_MINIMIS_H
#define TILSKUDD_FUNCTION_DE_MINIMIS_H

#include "compat.h"

#include "utils/date.h"

extern int	de_minimis_pool_argument(const text *name);
extern int	de_minimis_month_argument(int32 month);
extern char *de_minimis_no_regime(int pool, DateADT on_date);

#endif							/* TILSKUDD_FUNCTION_DE_MINIMIS_H */
