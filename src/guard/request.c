/*-------------------------------------------------------------------------
 *
 * request.c
 *	  Reads and checks the arguments of guard().
 *
 * src/guard/request.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/request.h"

#include "catalog/pg_type.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_relation.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "function/de_minimis.h"
#include "function/expression.h"
#include "function/number.h"
#include "message.h"
#include "rule/de_minimis.h"

/* Says where in the argument an error is, not where in the calling query. */
static void
counted_error(void *arg)
{
	int			position = geterrposition();

	if (position > 0)
	{
		errposition(0);
		internalerrposition(position);
		internalerrquery(arg);
	}
	errcontext("argument \"counted\" of guard()");
}

/* Which rows count, as an expression over the table; NULL: all of them. */
Node *
request_counted(const Request *request, Relation table)
{
	const char *text = request->counted;
	ParseState *pstate = make_parsestate(NULL);
	ErrorContextCallback callback = {error_context_stack, counted_error, (void *) text};
	Node	   *expression;

	if (text == NULL)
		return NULL;
	error_context_stack = &callback;
	pstate->p_sourcetext = text;
	addNSItemToQuery(pstate, addRangeTableEntryForRelation(pstate, table, AccessShareLock, NULL, false, true),
					 true, true, true);
	expression = transformExpr(pstate, expression_parse(text), EXPR_KIND_TRIGGER_WHEN);
	expression = coerce_to_boolean(pstate, expression, "counted");
	assign_expr_collations(pstate, expression);
	if (contain_volatile_functions(expression))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"counted\" of guard() calls a volatile function: %s", tilskudd_shorten(text)),
				 errdetail("Whether a row counts must not differ from one look to the next."),
				 errhint("If the function does not change anything, declare it STABLE or IMMUTABLE.")));
	error_context_stack = callback.previous;
	free_parsestate(pstate);
	return expression;
}

/* A column that an argument names, with its type. */
static Form_pg_attribute
find_column(Relation table, const char *column, const char *argument)
{
	AttrNumber	number = get_attnum(RelationGetRelid(table), column);
	Form_pg_attribute attribute;

	if (number == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist",
						column, RelationGetRelationName(table)),
				 errdetail("It is given as %s.", argument),
				 errtable(table)));
	attribute = number > 0 ? TupleDescAttr(RelationGetDescr(table), number - 1) : NULL;
	if (number < 0 || attribute->attgenerated == 'v')
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 number < 0 ?
				 errmsg("%s can not be \"%s\", which is a system column", argument, column) :
				 errmsg("%s can not be \"%s\", which is a virtual generated column", argument, column),
				 errhint("Use an ordinary column, or one that is GENERATED ... STORED.")));
	return attribute;
}

static void
check_column(Relation table, const Request *request, GuardColumn column)
{
	static const char *const types[GUARD_NCOLUMNS] = {
		gettext_noop("It must be a type that can be sorted and hashed."),
		gettext_noop("It must be numeric, bigint, integer or smallint."),
		gettext_noop("It must be date."),
		gettext_noop("It must be text, varchar or an enum."),
		gettext_noop("It must be boolean."),
		gettext_noop("It must be integer or smallint."),
		gettext_noop("It must be numeric, bigint, integer or smallint."),
		gettext_noop("It must be numeric, bigint, integer or smallint."),
		gettext_noop("It must be numeric, bigint, integer or smallint."),
		gettext_noop("It must be boolean."),
		gettext_noop("It must be text[], text or varchar."),
		gettext_noop("It must be boolean."),
		gettext_noop("It must be date.")
	};
	static const char *const hints[GUARD_NCOLUMNS] = {
		gettext_noop("Use the number of the undertaking."),
		gettext_noop("Amounts are exact; a binary fraction or a currency of the locale is not."),
		gettext_noop("A time becomes a day only in some time zone. Add the day as a column of its own."),
		gettext_noop("The pools are general, sgei, agriculture and fisheries."),
		gettext_noop("The column tells whether the award goes to road freight transport."),
		gettext_noop("The column tells the month in which the undertaking's fiscal year starts."),
		gettext_noop("The column tells the eligible cost of the whole project, in the currency of the amount."),
		gettext_noop("The column tells how many percent of the eligible cost the award may be."),
		gettext_noop("The column tells how much the award may be at most, in the currency of the amount."),
		gettext_noop("The column tells whether the award is de minimis aid."),
		gettext_noop("The column names the cost items that the award is for, as option costs has them."),
		gettext_noop("The column tells whether the payment is the last one of its grant."),
		gettext_noop("The column tells the day of the last aid under the scheme of the record.")
	};
	Form_pg_attribute attribute = find_column(table, request->columns[column], guard_column_name(column));

	if (!guard_column_accepts(column, getBaseType(attribute->atttypid)))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("%s can not be column \"%s\" of type %s", guard_column_name(column),
						request->columns[column], format_type_be(attribute->atttypid)),
				 errdetail_internal("%s", _(types[column])),
				 errhint_internal("%s", _(hints[column])),
				 errtable(table)));
	for (int i = 0; i < column; i++)
	{
		if (request->columns[i] != NULL && strcmp(request->columns[i], request->columns[column]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_COLUMN),
					 errmsg("column \"%s\" is given both as %s and as %s", request->columns[column],
							guard_column_name(i), guard_column_name(column))));
	}
}

/* Checks that the columns are there, each of a type that will do. */
void
request_check_columns(const Request *request, Relation table)
{
	for (int column = 0; column < GUARD_NCOLUMNS; column++)
	{
		if (request->columns[column] != NULL)
			check_column(table, request, column);
	}
}

/* An option is not what the message says that it must be. */
static void
bad_option(const char *name, const char *message)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg(message, name)));
}

/* An option that is a text. */
static const char *
text_option(const char *name, const JsonbValue *value, const char *message)
{
	if (value->type != jbvString || value->val.string.len == 0)
		bad_option(name, message);
	return pnstrdup(value->val.string.val, value->val.string.len);
}

/* The column that an option names as {"column": ...}; NULL if it does not. */
static const char *
column_option(const char *name, const JsonbValue *value)
{
	JsonbValue	column;

	if (value->type != jbvBinary)
		return NULL;
	if (!JsonContainerIsObject(value->val.binary.data) ||
		JsonContainerSize(value->val.binary.data) != 1 ||
		getKeyJsonValueFromContainer(value->val.binary.data, "column", strlen("column"), &column) == NULL)
		bad_option(name, "option \"%s\" of guard() must be a constant or {\"column\": \"...\"}");
	return text_option(name, &column, "option \"%s\" of guard() must be a constant or {\"column\": \"...\"}");
}

static void
month_option(const char *name, const JsonbValue *value)
{
	if (value->type != jbvNumeric)
		bad_option(name, "option \"%s\" of guard() must be a month, 1 to 12, or {\"column\": \"...\"}");
	month_value(value);
}

static Timing
timing_option(const char *name, const JsonbValue *value)
{
	static const char *const timings[] = {"immediate", "deferrable", "deferred"};
	const char *message = gettext_noop("option \"%s\" of guard() must be \"immediate\", \"deferrable\" or \"deferred\"");
	const char *given = text_option(name, value, message);

	for (int i = 0; i < lengthof(timings); i++)
	{
		if (strcmp(timings[i], given) == 0)
			return i;
	}
	bad_option(name, message);
	return TIMING_IMMEDIATE;
}

/* Checks what an option that can name a column gives instead. */
static void
check_constant(GuardColumn column, const JsonbValue *value)
{
	const char *name = guard_column_name(column);

	switch (column)
	{
		case GUARD_POOL:
			de_minimis_pool_argument(cstring_to_text(text_option(name, value, "option \"%s\" of guard() must be a pool or {\"column\": \"...\"}")));
			break;
		case GUARD_MONTH:
			month_option(name, value);
			break;
		case GUARD_ROAD_FREIGHT:
			if (value->type != jbvBool)
				bad_option(name, "option \"%s\" of guard() must be true, false or {\"column\": \"...\"}");
			break;
		default:
			bad_option(name, "option \"%s\" of guard() must be {\"column\": \"...\"}");
	}
}

/* The options that a rule has, for a hint. */
static const char *
option_names(const GuardRule *rule)
{
	const char *names[GUARD_NCOLUMNS + 7] = {"name"};
	int			nnames = 1;

	for (int column = GUARD_POOL; column < GUARD_NCOLUMNS; column++)
	{
		if (rule->columns & (1 << column))
			names[nnames++] = guard_column_name(column);
	}
	if (rule->facts)
		names[nnames++] = rule->facts->option;
	if (rule->links)
		names[nnames++] = "ownership";
	if (rule->holdback)
		names[nnames++] = "holdback_percent";
	names[nnames++] = "override_role";
	if (!rule->keeps)
	{
		names[nnames++] = "timing";
		names[nnames++] = "index";
	}
	return tilskudd_and_list(names, nnames);
}

/* Reads one option. */
static void
read_option(Request *request, const char *name, const JsonbValue *value)
{
	for (int column = GUARD_POOL; column < GUARD_NCOLUMNS; column++)
	{
		if (!(request->rule->columns & (1 << column)) || strcmp(name, guard_column_name(column)) != 0)
			continue;
		request->columns[column] = column_option(name, value);
		if (request->columns[column] == NULL)
			check_constant(column, value);
		return;
	}
	if (strcmp(name, "name") == 0)
		request->name = text_option(name, value, "option \"%s\" of guard() must be a name");
	else if (strcmp(name, "ownership") == 0 && request->rule->links)
		request->ownership = text_option(name, value, "option \"%s\" of guard() must be a query or the name of a table");
	else if (request->rule->facts != NULL && strcmp(name, request->rule->facts->option) == 0)
		request->facts = text_option(name, value, "option \"%s\" of guard() must be a query or the name of a table");
	else if (strcmp(name, "holdback_percent") == 0 && request->rule->holdback)
	{
		if (!is_holdback(value))
			bad_option(name, "option \"%s\" of guard() must be a percentage above 0, at most 100");
	}
	else if (strcmp(name, "override_role") == 0)
		get_role_oid(text_option(name, value, "option \"%s\" of guard() must be the name of a role"), false);
	else if (strcmp(name, "timing") == 0 && !request->rule->keeps)
		request->timing = timing_option(name, value);
	else if (strcmp(name, "index") == 0 && !request->rule->keeps)
	{
		if (value->type != jbvBool)
			bad_option(name, "option \"%s\" of guard() must be true or false");
		request->make_index = value->val.boolean;
	}
	else
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown option \"%s\" of guard()", tilskudd_shorten(name)),
				 errhint("Options of rule %s are %s.", request->rule->name, option_names(request->rule))));
}

static void
read_options(Request *request)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	key,
				value;

	if (!JB_ROOT_IS_OBJECT(request->options))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"options\" of guard() must be an object"),
				 errhint("Such as '{\"pool\": \"sgei\"}'.")));
	iterator = JsonbIteratorInit(&request->options->root);
	JsonbIteratorNext(&iterator, &key, true);
	while ((token = JsonbIteratorNext(&iterator, &key, true)) == WJB_KEY)
	{
		JsonbIteratorNext(&iterator, &value, true);
		read_option(request, pnstrdup(key.val.string.val, key.val.string.len), &value);
	}
	for (int column = GUARD_POOL; column < GUARD_NCOLUMNS; column++)
	{
		if ((request->rule->needed & (1 << column)) && request->columns[column] == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"%s\" of guard() is missing", guard_column_name(column)),
					 errhint("Rule %s needs it, such as {\"%s\": {\"column\": \"...\"}}.",
							 request->rule->name, guard_column_name(column))));
	}
	if (request->rule->facts != NULL && request->facts == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" of guard() is missing", request->rule->facts->option),
				 errhint_internal("%s", _(request->rule->facts->hint))));
}

static const char *
name_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NULL : pstrdup(NameStr(*PG_GETARG_NAME(argument)));
}

static const char *
text_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/*
 * A name of a table as a source is found now, by the caller's search_path, and
 * kept with its schema.
 */
static const char *
qualify_source(const char *source)
{
	if (source == NULL || !source_is_table(source))
		return source;
	return table_name(DatumGetObjectId(DirectFunctionCall1(regclassin, CStringGetDatum(source))));
}

/* Reads the arguments of guard(), as far as they do not need the table. */
void
request_read(FunctionCallInfo fcinfo, Request *request)
{
	static const char *const needed[] = {"target", "rule", "key", NULL, "granted_on", NULL, "mode", "options"};
	const char *rule;
	GuardMode	mode;

	for (int i = 0; i < lengthof(needed); i++)
	{
		if (needed[i] != NULL && PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument \"%s\" of guard() must not be NULL", needed[i])));
	}
	memset(request, 0, sizeof(Request));
	request->relid = PG_GETARG_OID(0);
	request->schema = get_namespace_name(get_func_namespace(fcinfo->flinfo->fn_oid));
	request->row_function = guard_row_function(fcinfo->flinfo->fn_oid);
	rule = text_argument(fcinfo, 1);
	request->rule = guard_rule(rule);
	request->name = rule;
	for (int i = 0; i < GUARD_POOL; i++)
		request->columns[i] = name_argument(fcinfo, 2 + i);
	request->counted = text_argument(fcinfo, 5);
	request->mode = text_argument(fcinfo, 6);
	request->options = PG_GETARG_JSONB_P(7);
	request->make_index = true;
	if (request->rule == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown rule \"%s\"", tilskudd_shorten(rule)),
				 errhint("Rules are %s.", guard_rule_names())));
	if ((request->columns[GUARD_AMOUNT] != NULL) == request->rule->keeps)
		ereport(ERROR,
				request->rule->keeps ?
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"amount\" of guard() must be NULL for rule %s", rule),
				 errhint("The rule limits no amounts.")) :
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"amount\" of guard() must not be NULL")));
	if (!guard_mode_of(request->mode, &mode))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown mode \"%s\"", tilskudd_shorten(request->mode)),
				 errhint("Modes are block, strict, warn and off.")));
	read_options(request);
	request->ownership = qualify_source(request->ownership);
	request->facts = qualify_source(request->facts);
	if (strlen(request->name) + strlen(GUARD_COLUMNS_SUFFIX) >= NAMEDATALEN)
		ereport(ERROR,
				(errcode(ERRCODE_NAME_TOO_LONG),
				 errmsg("name of guard is too long: \"%s\"", tilskudd_shorten(request->name)),
				 errdetail("It may have %d bytes.", (int) (NAMEDATALEN - 1 - strlen(GUARD_COLUMNS_SUFFIX)))));
}
