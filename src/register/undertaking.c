/*-------------------------------------------------------------------------
 *
 * undertaking.c
 *	  The members of an undertaking, looked up link by link.
 *
 * single_undertaking() reads all links to answer for everybody.  This answers
 * for one enterprise, of a few rows by index, and keeps its plan: views call it
 * once a row.
 *
 * src/register/undertaking.c
 *
 *-------------------------------------------------------------------------
 */
#include "register/register.h"

#include "access/transam.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

TILSKUDD_FUNCTION(tilskudd_undertaking);

/*
 * The plan that finds the neighbours of some enterprises by a relation of
 * links.  It has the relation's name, and so is good as long as the name is.
 */
typedef struct LinkPlan
{
	Oid			links;
	char		name[2 * (2 * NAMEDATALEN + 2) + 2];
	SPIPlanPtr	plan;
} LinkPlan;

static HTAB *link_plans = NULL;

#define NEIGHBOURS(column, other) \
	"SELECT l." column " FROM %s AS l WHERE l." other " OPERATOR(pg_catalog.=) ANY ($1)" \
	" AND (l.valid_from IS NULL OR l.valid_from OPERATOR(pg_catalog.<=) $2)" \
	" AND (l.valid_to IS NULL OR l.valid_to OPERATOR(pg_catalog.>=) $2)"

static SPIPlanPtr
prepare(const char *links, Oid array_type)
{
	Oid			types[] = {array_type, DATEOID};
	StringInfoData query;
	SPIPlanPtr	plan;

	initStringInfo(&query);
	appendStringInfo(&query, NEIGHBOURS("owned", "owner"), links);
	appendStringInfoString(&query, " UNION ALL ");
	appendStringInfo(&query, NEIGHBOURS("owner", "owned"), links);
	plan = SPI_prepare(query.data, lengthof(types), types);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare: %s", SPI_result_code_string(SPI_result));
	SPI_keepplan(plan);
	return plan;
}

/* The plan of a relation, within SPI. */
static SPIPlanPtr
link_plan(Oid links, Oid array_type)
{
	const char *name = quote_qualified_identifier(get_namespace_name(get_rel_namespace(links)),
												  get_rel_name(links));
	LinkPlan   *entry;
	bool		found;

	if (link_plans == NULL)
	{
		HASHCTL		info = {.keysize = sizeof(Oid), .entrysize = sizeof(LinkPlan)};

		link_plans = hash_create("tilskudd links", 8, &info, HASH_ELEM | HASH_BLOBS);
	}
	entry = hash_search(link_plans, &links, HASH_ENTER, &found);
	if (!found)
		entry->plan = NULL;
	if (entry->plan != NULL && strcmp(entry->name, name) != 0)
	{
		SPI_freeplan(entry->plan);
		entry->plan = NULL;
	}
	if (entry->plan == NULL)
	{
		entry->plan = prepare(name, array_type);
		strlcpy(entry->name, name, sizeof(entry->name));
	}
	return entry->plan;
}

/* The columns of links need not be of the type that they can be compared with. */
static void
check_type(Oid given, Oid type)
{
	if (getBaseType(given) != type)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("columns \"owner\" and \"owned\" of the links are of type %s, not %s",
						format_type_be(given), format_type_be(type))));
}

/* The type of a column; InvalidOid: there is none, and the server says so. */
static Oid
column_type(Oid relid, const char *column)
{
	AttrNumber	number = get_attnum(relid, column);

	return number == InvalidAttrNumber ? InvalidOid : get_atttype(relid, number);
}

/*
 * Before anything is compared, which would call what somebody has made the cast
 * from a type of his own.
 */
static void
check_columns(Oid links, Oid type)
{
	static const char *const ends[] = {"owner", "owned"};
	static const char *const days[] = {"valid_from", "valid_to"};

	for (int i = 0; i < lengthof(ends); i++)
	{
		Oid			given = column_type(links, ends[i]);

		if (OidIsValid(given))
			check_type(given, type);
		given = column_type(links, days[i]);
		if (OidIsValid(given) && getBaseType(given) >= FirstNormalObjectId)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column \"%s\" of the links is of type %s, not date", days[i], format_type_be(given))));
	}
}

/*
 * undertaking(links, member, on_date): the connected component of a member, as
 * an array.
 */
Datum
tilskudd_undertaking(PG_FUNCTION_ARGS)
{
	Oid			links = PG_GETARG_OID(0);
	Oid		   *types;
	int			nargs;
	MemoryContext caller = CurrentMemoryContext;
	Datum	   *members;
	int			nmembers = 1,
				nasked = 0,
				allocated = 16;
	SPIPlanPtr	plan;
	Datum		result;

	if (get_rel_name(links) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", links)));
	(void) get_func_signature(fcinfo->flinfo->fn_oid, &types, &nargs);
	check_columns(links, types[1]);
	members = palloc(allocated * sizeof(Datum));
	members[0] = PG_GETARG_DATUM(1);

	SPI_connect();
	plan = link_plan(links, get_array_type(types[1]));
	while (nasked < nmembers)
	{
		Datum		values[2];
		int			result_code;

		values[0] = PointerGetDatum(construct_array(members + nasked, nmembers - nasked, types[1],
													sizeof(int32), true, TYPALIGN_INT));
		values[1] = PG_GETARG_DATUM(2);
		nasked = nmembers;
		result_code = SPI_execute_plan(plan, values, NULL, true, 0);
		if (result_code != SPI_OK_SELECT)
			elog(ERROR, "SPI_execute_plan: %s", SPI_result_code_string(result_code));
		check_type(TupleDescAttr(SPI_tuptable->tupdesc, 0)->atttypid, types[1]);
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			bool		isnull;
			Datum		member = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull);
			int			known = 0;

			while (!isnull && known < nmembers && DatumGetInt32(members[known]) != DatumGetInt32(member))
				known++;
			if (isnull || known < nmembers)
				continue;
			if (nmembers == allocated)
				members = repalloc(members, (allocated *= 2) * sizeof(Datum));
			members[nmembers++] = member;
		}
		SPI_freetuptable(SPI_tuptable);
	}
	MemoryContextSwitchTo(caller);
	result = PointerGetDatum(construct_array(members, nmembers, types[1], sizeof(int32), true, TYPALIGN_INT));
	SPI_finish();
	PG_RETURN_DATUM(result);
}
