/*-------------------------------------------------------------------------
 *
 * key.c
 *	  Keys of undertakings, whatever their type.
 *
 * src/guard/key.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "catalog/pg_operator.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* A key as its type prints it. */
char *
key_print(const Guard *guard, Datum key)
{
	Oid			output;
	bool		is_varlena;

	getTypeOutputInfo(guard->key_type, &output, &is_varlena);
	return OidOutputFunctionCall(output, key);
}

/* The order of the type, by the collation of the column. */
int
compare_keys(const Guard *guard, Datum a, Datum b)
{
	return DatumGetInt32(FunctionCall2Coll((FmgrInfo *) &guard->key_compare, guard->key_collation, a, b));
}

/* Keys as an array.  The server's function replaces elements of what it is given. */
Datum
key_array(const Guard *guard, const Datum *keys, int nkeys)
{
	Datum	   *elements = palloc_extended(((Size) nkeys + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);

	memcpy(elements, keys, nkeys * sizeof(Datum));
	return PointerGetDatum(construct_array(elements, nkeys, guard->key_type, guard->key_length,
										   guard->key_by_value, guard->key_align));
}

/* An operator for a query, whatever the search_path. */
char *
operator_name(Oid operator)
{
	char	   *name = get_opname(operator);
	Oid			left,
				right,
				schema = InvalidOid;
	HeapTuple	tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(operator));

	if (HeapTupleIsValid(tuple))
	{
		schema = ((Form_pg_operator) GETSTRUCT(tuple))->oprnamespace;
		ReleaseSysCache(tuple);
	}
	op_input_types(operator, &left, &right);
	return psprintf("OPERATOR(%s.%s)", quote_identifier(get_namespace_name(schema)), name);
}
