/*-------------------------------------------------------------------------
 *
 * granting.h
 *	  Who grants, for other functions.
 *
 * src/function/granting.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_GRANTING_H
#define TILSKUDD_FUNCTION_GRANTING_H

#include "compat.h"

typedef enum Granter
{
	COUNTY,
	MUNICIPALITY,
	REGIONAL_COUNCIL,
	INNOVASJON_NORGE
} Granter;

extern Granter granter_argument(const text *argument);
extern const char *granter_name(Granter granter);

#endif							/* TILSKUDD_FUNCTION_GRANTING_H */
