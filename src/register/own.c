/*-------------------------------------------------------------------------
 *
 * own.c
 *	  create_views(): the analytic views on a table of the user's own.
 *
 * src/register/own.c
 *
 *-------------------------------------------------------------------------
 */
#include "register/register.h"

#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "function/argument.h"
#include "function/expression.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_create_views);

/*
 * The columns of @source@, and how a column of the user becomes one: %1 is the
 * column; "as it is" if it has the type already.  What can not be read is NULL,
 * and v_quality tells of it.
 */
typedef struct Fact
{
	const char *name;
	const char *type;
	const char *conversion;		/* with %s for the column, as often as there are */
} Fact;

static const Fact facts[] = {
	{"id", "pg_catalog.text", "%s::text"},
	{"orgnr", "tilskudd.orgnr", "CASE WHEN tilskudd.orgnr_is_valid(%s::text) THEN %s::text::tilskudd.orgnr END"},
	{"granted_on", "pg_catalog.date", "%s::date"},
	{"kommunenr", "tilskudd.kommunenr", "CASE WHEN lpad(%s::text, 4, '0') ~ '^[0-9]{4}$' THEN lpad(%s::text, 4, '0')::tilskudd.kommunenr END"},
	{"measure", "tilskudd.aid_measure", "CASE WHEN lower(%s::text) = ANY (ARRAY(SELECT measure::text FROM tilskudd.law_measure)) THEN lower(%s::text)::tilskudd.aid_measure END"},
	{"enterprise_size", "tilskudd.enterprise_size", "CASE WHEN lower(%s::text) = ANY (ARRAY(SELECT size::text FROM tilskudd.law_enterprise_size)) THEN lower(%s::text)::tilskudd.enterprise_size END"},
	{"nominal_nok", "pg_catalog.numeric", "%s::numeric"},
	{"gge_nok", "pg_catalog.numeric", "%s::numeric"},
	{"gge_eur", "pg_catalog.numeric", "%s::numeric"},
	{"eligible_cost_nok", "pg_catalog.numeric", "%s::numeric"},
	{"de_minimis_pool", "pg_catalog.text", "%s::text"},
	{"counted", "pg_catalog.boolean", NULL},
};

#define NFACTS		lengthof(facts)
#define FACT_ORGNR	1
#define FACT_GRANTED_ON	2
#define FACT_KOMMUNENR	3
#define FACT_COUNTED	(NFACTS - 1)

/* What the mapping says of a fact. */
typedef struct Mapped
{
	bool		given;
	const char *column;			/* or the expression of "counted" */
	const char *value;
} Mapped;

static void
bad_mapping(const char *key)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("mapping of \"%s\" is neither a column nor a value", tilskudd_shorten(key)),
			 errhint("Give the name of a column, {\"value\": ...} for the same in each row, or null for what the table does not have.")));
}

/* Reads one entry of the mapping. */
static void
read_entry(Mapped *mapped, const char *key, JsonbValue *value)
{
	const char *names[NFACTS];
	int			fact;

	for (int i = 0; i < NFACTS; i++)
		names[i] = facts[i].name;
	fact = name_place(key, names, NFACTS);
	if (fact < 0)
	{
		const char *nearest = tilskudd_nearest(key, names, NFACTS);

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mapping names \"%s\", which the views do not have", tilskudd_shorten(key)),
				 *nearest != '\0' ? errhint("Perhaps you meant \"%s\".", nearest) : 0));
	}
	mapped[fact].given = true;
	if (value->type == jbvString)
		mapped[fact].column = pnstrdup(value->val.string.val, value->val.string.len);
	else if (value->type == jbvBinary && fact != FACT_COUNTED)
	{
		JsonbValue	name = {.type = jbvString, .val.string = {.len = 5, .val = "value"}};
		JsonbValue *constant = findJsonbValueFromContainer(value->val.binary.data, JB_FOBJECT, &name);

		if (constant == NULL || constant->type != jbvString)
			bad_mapping(key);
		mapped[fact].value = pnstrdup(constant->val.string.val, constant->val.string.len);
	}
	else if (value->type != jbvNull)
		bad_mapping(key);
}

static void
read_mapping(Mapped *mapped, Jsonb *mapping)
{
	JsonbIterator *iterator = JsonbIteratorInit(&mapping->root);
	JsonbValue	key,
				value;

	if (!JB_ROOT_IS_OBJECT(mapping))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mapping is no JSON object"),
				 errhint("Give the columns of the table by the names that the views have, such as {\"orgnr\": \"org_no\"}.")));
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		(void) JsonbIteratorNext(&iterator, &value, true);
		read_entry(mapped, pnstrdup(key.val.string.val, key.val.string.len), &value);
	}
}

/* Replaces each %s of a conversion by the column. */
static void
append_conversion(StringInfo query, const char *conversion, const char *column)
{
	const char *place;

	while ((place = strstr(conversion, "%s")) != NULL)
	{
		appendBinaryStringInfo(query, conversion, place - conversion);
		appendStringInfoString(query, column);
		conversion = place + 2;
	}
	appendStringInfoString(query, conversion);
}

/* Adds a fact to the list of columns: returns its column, quoted, or NULL. */
static const char *
append_fact(StringInfo query, const Fact *fact, const Mapped *mapped, Oid relid)
{
	const char *column = mapped->given ? mapped->column : fact->name;
	AttrNumber	number = column != NULL ? get_attnum(relid, column) : InvalidAttrNumber;
	const char *quoted = column != NULL ? psprintf("own.%s", quote_identifier(column)) : NULL;

	if (mapped->value != NULL)
		appendStringInfo(query, "%s::%s", quote_literal_cstr(mapped->value), fact->type);
	else if (number > 0)
	{
		if (strcmp(format_type_extended(get_atttype(relid, number), -1, FORMAT_TYPE_FORCE_QUALIFY), fact->type) == 0)
			appendStringInfoString(query, quoted);
		else
			append_conversion(query, fact->conversion, quoted);
	}
	else if (mapped->given && column != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist", column, get_rel_name(relid)),
				 errdetail("The mapping has it for \"%s\".", fact->name)));
	else
		appendStringInfo(query, "NULL::%s", fact->type);
	appendStringInfo(query, " AS %s, ", fact->name);
	return number > 0 && mapped->value == NULL ? quoted : NULL;
}

/* The query that stands for @source@. */
static const char *
source_query(Oid relid, const Mapped *mapped)
{
	StringInfoData query;
	const char *columns[NFACTS];

	initStringInfo(&query);
	appendStringInfoString(&query, "(SELECT ");
	for (int i = 0; i < FACT_COUNTED; i++)
		columns[i] = append_fact(&query, &facts[i], &mapped[i], relid);
	for (int i = FACT_ORGNR; i <= FACT_GRANTED_ON; i++)
	{
		if (columns[i] == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("table \"%s\" has no column for \"%s\"", get_rel_name(relid), facts[i].name),
					 errhint("Name it in the mapping: {\"%s\": \"...\"}.", facts[i].name)));
	}
	appendStringInfo(&query, "%s::text AS orgnr_given, ", columns[FACT_ORGNR]);
	if (columns[FACT_KOMMUNENR] != NULL)
		appendStringInfo(&query, "%s::text AS kommunenr_given, ", columns[FACT_KOMMUNENR]);
	else
		appendStringInfoString(&query, "NULL::text AS kommunenr_given, ");
	appendStringInfo(&query, "(%s\n) AS counted FROM %s AS own)",
					 mapped[FACT_COUNTED].column != NULL ? mapped[FACT_COUNTED].column : "true",
					 quote_qualified_identifier(get_namespace_name(get_rel_namespace(relid)), get_rel_name(relid)));
	return query.data;
}

/* Whether policies hide rows of a table. */
static void
refuse_policies(Oid relid)
{
#if !TILSKUDD_SECURITY_INVOKER
	Relation	table = table_open(relid, AccessShareLock);

	if (table->rd_rel->relrowsecurity)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("table \"%s\" has row-level security", RelationGetRelationName(table)),
				 errdetail("Before PostgreSQL 15 a view reads with the rights of its owner, and would show all rows to everybody who may read it.")));
	table_close(table, AccessShareLock);
#endif
}

/* create_views(target, mapping, schema) */
Datum
tilskudd_create_views(PG_FUNCTION_ARGS)
{
	Mapped		mapped[NFACTS] = {{false}};
	RegisterMark marks[] = {{"@view_options@", REGISTER_VIEW_OPTIONS}, {"@schema@"}, {"@source@"}, {"@target@"}};
	Oid			relid;
	int			nest_level;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("target and mapping must not be NULL")));
	relid = PG_GETARG_OID(0);
	if (get_rel_name(relid) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relid)));
	refuse_policies(relid);
	read_mapping(mapped, PG_GETARG_JSONB_P(1));
	nest_level = register_begin();
	if (mapped[FACT_COUNTED].column != NULL)
		(void) expression_parse(mapped[FACT_COUNTED].column);
	marks[1].text = quote_identifier(PG_ARGISNULL(2) ? get_namespace_name(get_rel_namespace(relid)) :
									 NameStr(*PG_GETARG_NAME(2)));
	marks[2].text = source_query(relid, mapped);
	marks[3].text = quote_literal_cstr(quote_qualified_identifier(get_namespace_name(get_rel_namespace(relid)),
																  get_rel_name(relid)));

	register_run(register_own, marks, lengthof(marks));
	register_end(nest_level);
	PG_RETURN_VOID();
}
