/*-------------------------------------------------------------------------
 *
 * argument.c
 *	  What the argument of a guard's row trigger declares.
 *
 * guard() writes it, but who owns a table can make triggers with any argument
 * and any columns, and the comment on them as well: nothing is taken from there
 * that guard() would not have written.
 *
 * src/guard/argument.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "function/de_minimis.h"
#include "function/number.h"
#include "rule/de_minimis.h"

/* Whether a column can be what guard() takes it for, by its base type. */
bool
guard_column_accepts(GuardColumn column, Oid type)
{
	TypeCacheEntry *entry;

	switch (column)
	{
		case GUARD_KEY:
			entry = lookup_type_cache(type, TYPECACHE_CMP_PROC | TYPECACHE_HASH_PROC | TYPECACHE_EQ_OPR | TYPECACHE_LT_OPR);
			return OidIsValid(entry->cmp_proc) && OidIsValid(entry->hash_proc) &&
				OidIsValid(entry->eq_opr) && OidIsValid(entry->lt_opr) && OidIsValid(get_array_type(type));
		case GUARD_GRANTED_ON:
		case GUARD_LAST_AID_ON:
			return type == DATEOID;
		case GUARD_POOL:
			return type == TEXTOID || type == VARCHAROID || type_is_enum(type);
		case GUARD_MONTH:
			return type == INT4OID || type == INT2OID;
		case GUARD_AMOUNT:
		case GUARD_ELIGIBLE_COST:
		case GUARD_INTENSITY:
		case GUARD_MAX_AMOUNT:
			return type == NUMERICOID || type == INT8OID || type == INT4OID || type == INT2OID;
		case GUARD_ROAD_FREIGHT:
		case GUARD_DE_MINIMIS:
		case GUARD_FINAL:
			return type == BOOLOID;
		case GUARD_ITEMS:
			return type == TEXTARRAYOID || type == TEXTOID || type == VARCHAROID;
		default:
			return false;
	}
}

/* The month that a number of an option means; an error if it means none. */
int
month_value(const JsonbValue *value)
{
	return de_minimis_month_argument(DatumGetInt32(DirectFunctionCall1(numeric_int4, NumericGetDatum(value->val.numeric))));
}

/* Whether a number can be the option holdback_percent. */
bool
is_holdback(const JsonbValue *value)
{
	return value->type == jbvNumeric && number_is_amount(value->val.numeric) &&
		number_compare(value->val.numeric, number_of(0)) != 0 &&
		number_compare(value->val.numeric, number_of(100)) <= 0;
}

static JsonbValue *
find_value(JsonbContainer *object, const char *key, JsonbValue *value)
{
	return getKeyJsonValueFromContainer(object, key, strlen(key), value);
}

/* A text of an object in the declaration, or NULL. */
static const char *
find_text(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	if (find_value(object, key, &value) == NULL || value.type != jbvString)
		return NULL;
	return pnstrdup(value.val.string.val, value.val.string.len);
}

/* The column of a rule that an element of the list of roles means; GUARD_NCOLUMNS: none. */
static int
column_of_role(const GuardRule *rule, const JsonbValue *role)
{
	int			column = GUARD_POOL;

	while (column < GUARD_NCOLUMNS &&
		   (role->type != jbvString || !(rule->columns & (1 << column)) ||
			strlen(guard_column_name(column)) != role->val.string.len ||
			memcmp(guard_column_name(column), role->val.string.val, role->val.string.len) != 0))
		column++;
	return column;
}

/*
 * The columns: those that every guard of the rule has, in order, then those
 * that options name.  The declaration has their roles in order, the trigger's
 * column list the columns.
 */
static bool
read_columns(Declaration *declaration, JsonbContainer *json, const Trigger *trigger)
{
	const GuardRule *rule = declaration->rule;
	JsonbValue	roles;
	int			nroles;
	int			next = 0;

	if (find_value(json, "columns", &roles) == NULL || roles.type != jbvBinary ||
		!JsonContainerIsArray(roles.val.binary.data))
		return false;
	nroles = JsonContainerSize(roles.val.binary.data);
	if (trigger->tgnattr != (rule->keeps ? GUARD_POOL - 1 : GUARD_POOL) + nroles)
		return false;
	for (int column = 0; column < GUARD_POOL; column++)
	{
		if (column != GUARD_AMOUNT || !rule->keeps)
			declaration->columns[column] = trigger->tgattr[next++];
	}
	for (int i = 0; i < nroles; i++)
	{
		int			column = column_of_role(rule, getIthJsonbValueFromContainer(roles.val.binary.data, i));

		if (column == GUARD_NCOLUMNS || declaration->columns[column] != 0)
			return false;
		declaration->columns[column] = trigger->tgattr[next++];
	}
	for (int column = GUARD_POOL; column < GUARD_NCOLUMNS; column++)
	{
		if ((rule->needed & (1 << column)) && declaration->columns[column] == 0)
			return false;
	}
	return true;
}

/* Whether the columns are of types that will do. */
static bool
columns_are_right(const Declaration *declaration, TupleDesc tupdesc)
{
	for (int column = 0; column < GUARD_NCOLUMNS; column++)
	{
		Form_pg_attribute attribute;

		if (declaration->columns[column] == 0)
			continue;
		attribute = TupleDescAttr(tupdesc, declaration->columns[column] - 1);
		if (attribute->attgenerated == 'v' || !guard_column_accepts(column, getBaseType(attribute->atttypid)))
			return false;
	}
	return true;
}

/* What does not come from columns. */
static bool
read_constants(Declaration *declaration, JsonbContainer *options)
{
	const GuardRule *rule = declaration->rule;
	AidRule    *constants = &declaration->constants;
	const char *pool = find_text(options, "pool");
	JsonbValue	value;

	constants->pool = pool ? de_minimis_pool(pool, strlen(pool)) : LAW_POOL_GENERAL;
	constants->road_freight = find_value(options, "road_freight", &value) != NULL &&
		value.type == jbvBool && value.val.boolean;
	constants->fiscal_year_start_month = 1;
	if (find_value(options, "fiscal_year_start_month", &value) != NULL && value.type == jbvNumeric)
		constants->fiscal_year_start_month = month_value(&value);
	declaration->ownership = find_text(options, "ownership");
	if (rule->facts != NULL)
		declaration->facts = find_text(options, rule->facts->option);
	if (find_value(options, "holdback_percent", &value) != NULL)
	{
		if (!rule->holdback || !is_holdback(&value))
			return false;
		declaration->holdback = DatumGetNumericCopy(NumericGetDatum(value.val.numeric));
	}
	declaration->override_role = find_text(options, "override_role");
	return constants->pool >= 0 && (declaration->ownership == NULL || rule->links) &&
		(rule->facts == NULL || declaration->facts != NULL);
}

/* Fills a declaration; false if guard() would not have written it so. */
static bool
parse(Declaration *declaration, const char *argument, const Trigger *columns)
{
	Jsonb	   *json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(argument)));
	JsonbValue	options;
	const char *rule;
	const char *mode;

	if (!JB_ROOT_IS_OBJECT(json))
		return false;
	rule = find_text(&json->root, "rule");
	mode = find_text(&json->root, "mode");
	declaration->rule = rule ? guard_rule(rule) : NULL;
	if (declaration->rule == NULL || mode == NULL || !guard_mode_of(mode, &declaration->mode) ||
		!read_columns(declaration, &json->root, columns) ||
		find_value(&json->root, "options", &options) == NULL || options.type != jbvBinary ||
		!JsonContainerIsObject(options.val.binary.data))
		return false;
	declaration->options = JsonbValueToJsonb(&options);
	return read_constants(declaration, &declaration->options->root);
}

/*
 * The same, and false as well if the argument can not be read at all.  What is
 * tried touches nothing but memory, so that an error leaves nothing behind.
 */
bool
declaration_parse(Declaration *declaration, const char *argument, const Trigger *columns, TupleDesc tupdesc)
{
	MemoryContext context = CurrentMemoryContext;
	volatile bool parsed = false;

	PG_TRY();
	{
		parsed = parse(declaration, argument, columns);
	}
	PG_CATCH();
	{
		int			category = ERRCODE_TO_CATEGORY(geterrcode());

		MemoryContextSwitchTo(context);
		if (category != ERRCODE_DATA_EXCEPTION && category != ERRCODE_PROGRAM_LIMIT_EXCEEDED)
			PG_RE_THROW();
		FlushErrorState();
	}
	PG_END_TRY();
	return parsed && columns_are_right(declaration, tupdesc);
}
