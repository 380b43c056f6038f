/*-------------------------------------------------------------------------
 *
 * argument.c
 *	  Arguments that several subjects read alike.
 *
 * src/function/argument.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/argument.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "function/number.h"
#include "message.h"

/* An amount of money; NULL where it is not known. */
Numeric
amount_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	return PG_ARGISNULL(argument) ? NULL :
		number_amount_argument(PG_GETARG_NUMERIC(argument), name);
}

/* Where a name stands among those known, -1 where it does not. */
int
name_place(const char *given, const char *const *names, int nnames)
{
	for (int i = 0; i < nnames; i++)
	{
		if (strcmp(given, names[i]) == 0)
			return i;
	}
	return -1;
}

/* For the hint of a message: the nearest names, then all of them. */
const char *
name_hint(const char *given, const char *const *names, int nnames)
{
	const char *nearest = tilskudd_nearest(given, names, nnames);
	const char *list = tilskudd_list(names, nnames);

	return *nearest ? psprintf(_("Perhaps you mean %s. Known are %s."), nearest, list) :
		psprintf(_("Known are %s."), list);
}

/* Which of the names an argument is; where it is none, an error with the message and what was given. */
int
name_argument(const text *argument, const char *message, const char *const *names,
			  int nnames)
{
	const char *given = text_to_cstring(argument);
	int			place = name_place(given, names, nnames);

	if (place < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(message, tilskudd_shorten(given)),
				 errhint_internal("%s", name_hint(given, names, nnames))));
	return place;
}

/* The elements of a one-dimensional array without NULLs. */
int
list_argument(ArrayType *array, const char *name, Datum **elements)
{
	Oid			type = ARR_ELEMTYPE(array);
	bool	   *nulls;
	int			n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have one dimension, not %d", name, ARR_NDIM(array)),
				 errhint("Give a plain list, such as ARRAY[100, 50].")));
	if (type == DATEOID)
		deconstruct_array(array, type, sizeof(DateADT), true, TYPALIGN_INT,
						  elements, &nulls, &n);
	else
		deconstruct_array(array, type, -1, false, TYPALIGN_INT,
						  elements, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("element %d of %s is NULL", i + 1, name),
					 errhint("What is not known can not be left out.")));
	}
	return n;
}
