/*-------------------------------------------------------------------------
 *
 * answer.h
 *	  Arguments that are yes, no or not known.
 *
 * src/function/answer.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_ANSWER_H
#define TILSKUDD_FUNCTION_ANSWER_H

#include "compat.h"

#include "rule/answer.h"

static inline Answer
answer_of(bool yes)
{
	return yes ? YES : NO;
}

static inline Answer
answer_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NOT_KNOWN : answer_of(PG_GETARG_BOOL(argument));
}

#endif							/* TILSKUDD_FUNCTION_ANSWER_H */
