/*-------------------------------------------------------------------------
 *
 * argument.h
 *	  Arguments that several subjects read alike.
 *
 * src/function/argument.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_ARGUMENT_H
#define TILSKUDD_FUNCTION_ARGUMENT_H

#include "compat.h"

#include "utils/array.h"
#include "utils/numeric.h"

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

static inline Datum
answer_datum(FunctionCallInfo fcinfo, Answer answer)
{
	if (answer == NOT_KNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(answer == YES);
}

extern Numeric amount_argument(FunctionCallInfo fcinfo, int argument, const char *name);
extern int	name_place(const char *given, const char *const *names, int nnames);
extern const char *name_hint(const char *given, const char *const *names, int nnames);
extern int	name_argument(const text *argument, const char *what, const char *const *names,
						  int nnames);
extern int	list_argument(ArrayType *array, const char *name, Datum **elements);

#endif							/* TILSKUDD_FUNCTION_ARGUMENT_H */
