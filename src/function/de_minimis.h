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

extern int	de_minimis_pool_argument(const text *name);
extern int	de_minimis_month_argument(int32 month);

#endif							/* TILSKUDD_FUNCTION_DE_MINIMIS_H */
