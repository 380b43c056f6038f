/*-------------------------------------------------------------------------
 *
 * geography_support.c
 *	  Planner support: in_zone() with constant zones and a constant date is a
 *	  list of municipality numbers.
 *
 * src/function/geography_support.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "access/stratnum.h"
#include "catalog/pg_am.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "rule/geography.h"

TILSKUDD_FUNCTION(tilskudd_in_zone_support);

/* The call's date and zones where both are known to the planner. */
static bool
constant_arguments(List *args, Datum *on_date, Datum *zones)
{
	Node	   *date_arg = lsecond(args);
	Node	   *zones_arg = lthird(args);

	if (!IsA(date_arg, Const) || ((Const *) date_arg)->constisnull ||
		!IsA(zones_arg, Const) || ((Const *) zones_arg)->constisnull)
		return false;
	*on_date = ((Const *) date_arg)->constvalue;
	*zones = ((Const *) zones_arg)->constvalue;
	return true;
}

/*
 * The numbers for which in_zone() is true, as an array constant.  It asks the
 * function itself, so that index and function can not differ.
 */
static Const *
numbers_in_zone(FmgrInfo *in_zone, Oid kommunenr_type, Datum on_date, Datum zones)
{
	Datum	   *numbers = palloc(sizeof(Datum) * law_nmunicipalities);
	int			n = 0;
	ArrayType  *array;

	for (int i = 0; i < law_nmunicipalities; i++)
	{
		LOCAL_FCINFO(call, 3);
		Datum		number = Int16GetDatum(law_municipalities[i].kommunenr);
		bool		is_in;

		InitFunctionCallInfoData(*call, in_zone, 3, InvalidOid, NULL, NULL);
		call->args[0].value = number;
		call->args[1].value = on_date;
		call->args[2].value = zones;
		call->args[0].isnull = call->args[1].isnull = call->args[2].isnull = false;
		is_in = DatumGetBool(FunctionCallInvoke(call));
		if (is_in && !call->isnull)
			numbers[n++] = number;
	}
	array = construct_array(numbers, n, kommunenr_type, sizeof(int16), true,
							TYPALIGN_SHORT);
	return makeConst(get_array_type(kommunenr_type), -1, InvalidOid, -1,
					 PointerGetDatum(array), false, false);
}

/* in_zone(kommunenr, date, zones) as kommunenr = ANY (numbers), or NULL. */
static Node *
as_list_of_numbers(Oid funcid, List *args, Oid equality)
{
	Node	   *municipality = linitial(args);
	ScalarArrayOpExpr *any;
	Datum		on_date,
				zones;
	FmgrInfo	in_zone;

	if (!OidIsValid(equality) || !constant_arguments(args, &on_date, &zones))
		return NULL;
	fmgr_info(funcid, &in_zone);

	any = makeNode(ScalarArrayOpExpr);
	any->opno = equality;
	any->opfuncid = get_opcode(equality);
	any->useOr = true;
	any->args = list_make2(municipality,
						   numbers_in_zone(&in_zone, exprType(municipality),
										   on_date, zones));
	any->location = -1;
	return (Node *) any;
}

/* A btree index on the municipality serves; the list is exact. */
static Node *
index_condition(SupportRequestIndexCondition *request)
{
	List	   *args;
	Node	   *any;
	Oid			type;

	if (!is_funcclause(request->node) || request->indexarg != 0 ||
		request->index->relam != BTREE_AM_OID)
		return NULL;
	args = ((FuncExpr *) request->node)->args;
	type = exprType(linitial(args));
	any = as_list_of_numbers(request->funcid, args,
							 get_opfamily_member(request->opfamily, type, type,
												 BTEqualStrategyNumber));
	if (any == NULL)
		return NULL;
	request->lossy = false;
	return (Node *) list_make1(any);
}

/* The estimate is that of the list, from the column's statistics. */
static Node *
selectivity(SupportRequestSelectivity *request)
{
	Oid			type = exprType(linitial(request->args));
	TypeCacheEntry *entry = lookup_type_cache(type, TYPECACHE_EQ_OPR);
	Node	   *any = as_list_of_numbers(request->funcid, request->args,
										 entry->eq_opr);

	if (any == NULL)
		return NULL;
	request->selectivity = clause_selectivity(request->root, any,
											  request->varRelid,
											  request->jointype,
											  request->sjinfo);
	return (Node *) request;
}

/* Support function of in_zone(); knows nothing of other requests. */
Datum
tilskudd_in_zone_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);
	Node	   *answer = NULL;

	if (IsA(request, SupportRequestIndexCondition))
		answer = index_condition((SupportRequestIndexCondition *) request);
	else if (IsA(request, SupportRequestSelectivity))
		answer = selectivity((SupportRequestSelectivity *) request);
	PG_RETURN_POINTER(answer);
}
