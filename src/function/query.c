/*-------------------------------------------------------------------------
 *
 * query.c
 *	  Arguments that are queries: columns by name, with types checked.
 *
 * They run with the rights of the caller, and read only.
 *
 * src/function/query.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/query.h"

#include <ctype.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/plancache.h"
#include "utils/portal.h"

#include "function/number.h"
#include "rule/orgnr.h"

#define ROWS_AT_ONCE	1000
#define ROWS_AHEAD		16

extern Datum tilskudd_orgnr_in(PG_FUNCTION_ARGS);

static const char *const kind_hints[] = {
	[QUERY_NAME] = gettext_noop("It must be text, an integer type or orgnr."),
	[QUERY_NAMES] = gettext_noop("It must be an array of text, of an integer type or of orgnr."),
	[QUERY_NUMBER] = gettext_noop("It must be numeric or an integer type."),
	[QUERY_BOOLEAN] = gettext_noop("It must be boolean."),
	[QUERY_DATE] = gettext_noop("It must be date.")
};

static bool
is_integer(Oid type)
{
	return type == INT2OID || type == INT4OID || type == INT8OID;
}

static bool
is_text(Oid type)
{
	return type == TEXTOID || type == VARCHAROID;
}

/* The type orgnr, in whichever schema: known by its input function. */
static bool
is_orgnr(Oid type)
{
	FmgrInfo	input;
	Oid			function;
	Oid			parameter;

	getTypeInputInfo(type, &function, &parameter);
	fmgr_info(function, &input);
	return input.fn_addr == tilskudd_orgnr_in;
}

/* Whether values of a type can be read as a kind. */
static bool
is_of_kind(QueryKind kind, Oid type)
{
	switch (kind)
	{
		case QUERY_NAME:
		case QUERY_NAMES:
			return is_text(type) || is_integer(type) || is_orgnr(type);
		case QUERY_NUMBER:
			return type == NUMERICOID || is_integer(type);
		case QUERY_BOOLEAN:
			return type == BOOLOID;
		case QUERY_DATE:
			return type == DATEOID;
	}
	return false;
}

/* Finds a column in what a query returns. */
static void
find_column(const char *argument, TupleDesc tupdesc, QueryColumn *column)
{
	Oid			given = InvalidOid;
	Oid			output;
	bool		varlena;

	column->attribute = 0;
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (strcmp(NameStr(attribute->attname), column->name) != 0)
			continue;
		if (column->attribute != 0)
			ereport(ERROR,
					(errcode(ERRCODE_AMBIGUOUS_COLUMN),
					 errmsg("query \"%s\" has two columns \"%s\"", argument, column->name)));
		column->attribute = i + 1;
		given = attribute->atttypid;
	}
	if (column->attribute == 0)
		return;

	column->type = getBaseType(given);
	if (column->kind == QUERY_NAMES)
		column->type = get_element_type(column->type);
	if (column->kind == QUERY_NAMES && OidIsValid(column->type))
		column->type = getBaseType(column->type);
	if (!OidIsValid(column->type) || !is_of_kind(column->kind, column->type))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of query \"%s\" is of type %s", column->name, argument,
						format_type_be(given)),
				 errhint_internal("%s", _(kind_hints[column->kind]))));
	getTypeOutputInfo(column->type, &output, &varlena);
	fmgr_info(output, &column->output);
}

/* The names of the columns that a query needs, or may have, for a hint. */
static char *
list_columns(const QueryColumn *columns, int ncolumns, bool required)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < ncolumns; i++)
	{
		if (columns[i].required == required)
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", columns[i].name);
	}
	return list.data;
}

static void
find_columns(const char *argument, TupleDesc tupdesc, QueryColumn *columns, int ncolumns)
{
	for (int i = 0; i < ncolumns; i++)
	{
		char	   *optional;

		find_column(argument, tupdesc, &columns[i]);
		if (columns[i].attribute != 0 || !columns[i].required)
			continue;
		optional = list_columns(columns, ncolumns, false);
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("query \"%s\" has no column \"%s\"", argument, columns[i].name),
				 *optional ? errhint("It needs the columns %s, and may have %s.",
									 list_columns(columns, ncolumns, true), optional) :
				 errhint("It needs the columns %s.", list_columns(columns, ncolumns, true))));
	}
}

/* Fills a row from a tuple; values and nulls have room for all of its attributes. */
static void
fill_row(QueryRow *row, int ncolumns, HeapTuple tuple, TupleDesc tupdesc, Datum *values, bool *nulls)
{
	heap_deform_tuple(tuple, tupdesc, values, nulls);
	for (int i = 0; i < ncolumns; i++)
	{
		int			attribute = row->columns[i].attribute;

		if (attribute == 0)
			continue;
		row->nulls[i] = nulls[attribute - 1];
		row->values[i] = values[attribute - 1];
	}
}

/* Tells what the caller wants to know ahead; what is compressed, or out of line, can wait. */
static void
tell_ahead(const QueryRow *row, int ncolumns, void *caller)
{
	for (int i = 0; i < ncolumns; i++)
	{
		const QueryColumn *column = &row->columns[i];
		text	   *value;

		if (column->ahead == NULL || row->nulls[i] || !is_text(column->type))
			continue;
		value = (text *) DatumGetPointer(row->values[i]);
		if (!VARATT_IS_EXTENDED(value) || VARATT_IS_SHORT(value))
			column->ahead(caller, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	}
}

/* Hands over the rows of a portal, in the caller's memory. */
static void
read_rows(Portal portal, const char *argument, QueryColumn *columns, int ncolumns,
		  QueryRowFunction function, void *caller, MemoryContext context)
{
	QueryRow	rows[ROWS_AHEAD];
	int			natts = portal->tupDesc->natts;
	Datum	   *values = palloc(sizeof(Datum) * natts);
	bool	   *nulls = palloc(sizeof(bool) * natts);

	for (int k = 0; k < ROWS_AHEAD; k++)
	{
		rows[k] = (QueryRow) {argument, columns, palloc(sizeof(Datum) * ncolumns), palloc(sizeof(bool) * ncolumns)};
		memset(rows[k].nulls, true, ncolumns);	/* as columns that are missing stay */
	}
	for (;;)
	{
		MemoryContext oldcontext;

		SPI_cursor_fetch(portal, true, ROWS_AT_ONCE);
		if (SPI_processed == 0)
			break;
		oldcontext = MemoryContextSwitchTo(context);
		for (uint64 n = 0; n < SPI_processed; n += ROWS_AHEAD)
		{
			int			count = Min(ROWS_AHEAD, SPI_processed - n);

			for (int k = 0; k < count; k++)
			{
				fill_row(&rows[k], ncolumns, SPI_tuptable->vals[n + k], SPI_tuptable->tupdesc, values, nulls);
				tell_ahead(&rows[k], ncolumns, caller);
			}
			for (int k = 0; k < count; k++)
				function(&rows[k], caller);
		}
		MemoryContextSwitchTo(oldcontext);
		SPI_freetuptable(SPI_tuptable);
	}
}

static SPIPlanPtr
prepare(const char *argument, const char *query, int nparameters, Oid *parameters)
{
	SPIPlanPtr	plan = SPI_prepare(query, nparameters, parameters);

	if (plan == NULL || !SPI_is_cursor_plan(plan))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("query \"%s\" is not one query that returns rows", argument),
				 errhint("It must be a single SELECT, VALUES or TABLE.")));
	return plan;
}

/* Runs a plan, with memory of the caller for what the rows leave behind. */
static void
read_plan(const char *argument, SPIPlanPtr plan, Datum *parameters, QueryColumn *columns,
		  int ncolumns, QueryRowFunction function, void *caller, MemoryContext context)
{
	Portal		portal = SPI_cursor_open(NULL, plan, parameters, NULL, true);

	find_columns(argument, portal->tupDesc, columns, ncolumns);
	read_rows(portal, argument, columns, ncolumns, function, caller, context);
	SPI_cursor_close(portal);
}

/*
 * Runs a query that is the value of an argument, and calls a function for each
 * of its rows, in the memory context of the caller.
 */
void
query_read(const char *argument, const char *query, QueryColumn *columns, int ncolumns,
		   QueryRowFunction function, void *caller)
{
	MemoryContext context = CurrentMemoryContext;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	read_plan(argument, prepare(argument, query, 0, NULL), NULL, columns, ncolumns, function, caller, context);
	SPI_finish();
}

/* An integer as its type prints it: 7, but not 07 or +7. */
static bool
parse_integer(const char *name, int length, Oid type, Datum *value)
{
	int64		most = type == INT2OID ? PG_INT16_MAX : type == INT4OID ? PG_INT32_MAX : PG_INT64_MAX;
	int64		number = 0;
	bool		negative = length > 0 && name[0] == '-';
	int			first = negative ? 1 : 0;

	if (length == first || (name[first] == '0' && length > 1))
		return false;
	for (int i = first; i < length; i++)
	{
		if (name[i] < '0' || name[i] > '9' || pg_mul_s64_overflow(number, 10, &number) ||
			pg_sub_s64_overflow(number, name[i] - '0', &number))
			return false;
	}
	/* counted downwards, where there is room for one more */
	if (negative ? number < -most - 1 : number < -most)
		return false;
	number = negative ? number : -number;
	*value = type == INT2OID ? Int16GetDatum((int16) number) :
		type == INT4OID ? Int32GetDatum((int32) number) : Int64GetDatum(number);
	return true;
}

/* The value of a type that is printed as a name; false: there is none. */
static bool
value_of_name(const char *name, int length, Oid type, Datum *value)
{
	int32		orgnr;
	int			ndigits;

	if (is_integer(type))
		return parse_integer(name, length, type, value);
	if (is_orgnr(type))
	{
		if (length != ORGNR_DIGITS || orgnr_parse(name, length, &orgnr, &ndigits) != ORGNR_OK)
			return false;
		*value = Int32GetDatum(orgnr);
		return true;
	}
	*value = PointerGetDatum(cstring_to_text_with_len(name, length));
	return true;
}

/* An array of those names that a type has values for. */
static ArrayType *
names_array(const QueryPart *part, Oid type)
{
	Datum	   *values = palloc_extended(sizeof(Datum) * part->nnames, MCXT_ALLOC_HUGE);
	int			count = 0;
	int16		type_length;
	bool		by_value;
	char		align;

	for (int i = 0; i < part->nnames; i++)
	{
		int			length;
		const char *name = part->name(i, &length, part->names);

		if (value_of_name(name, length, type, &values[count]))
			count++;
	}
	get_typlenbyvalalign(type, &type_length, &by_value, &align);
	return construct_array(values, count, type, type_length, by_value, align);
}

/* A query without the semicolon that may end it. */
static char *
without_semicolon(const char *query)
{
	int			length = strlen(query);

	while (length > 0 && (isspace((unsigned char) query[length - 1]) || query[length - 1] == ';'))
		length--;
	return pnstrdup(query, length);
}

/*
 * As query_read(), but only for the rows that have one of some names in a
 * column: the query becomes a subquery with a condition, which the planner
 * moves to the tables and their indexes.  In the query $1 stands for the names,
 * an array of text, for those that can do better.
 */
void
query_read_part(const char *argument, const char *query, QueryColumn *columns, int ncolumns,
				const QueryPart *part, QueryRowFunction function, void *caller)
{
	MemoryContext context = CurrentMemoryContext;
	QueryColumn *column = &columns[part->column];
	Oid			parameters[2] = {TEXTARRAYOID};
	Datum		values[2];
	CachedPlanSource *source;
	SPIPlanPtr	plan;

	if (part->nnames == 0)
		return;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	plan = prepare(argument, query, 1, parameters);
	source = linitial(SPI_plan_get_plan_sources(plan));
	find_columns(argument, source->resultDesc, columns, ncolumns);
	if (column->attribute != 0)
	{
		Oid			type = column->type == VARCHAROID ? TEXTOID : column->type;

		parameters[1] = get_array_type(type);
		values[0] = PointerGetDatum(names_array(part, TEXTOID));
		values[1] = PointerGetDatum(names_array(part, type));
		plan = prepare(argument, psprintf("SELECT * FROM (\n%s\n) AS part WHERE %s OPERATOR(pg_catalog.=) ANY ($2)",
										  without_semicolon(query), quote_identifier(column->name)), 2, parameters);
		read_plan(argument, plan, values, columns, ncolumns, function, caller, context);
	}
	SPI_finish();
}

/* A name, which must be there. */
char *
query_name(QueryRow *row, int column)
{
	if (row->nulls[column])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("column \"%s\" of query \"%s\" is NULL", row->columns[column].name,
						row->argument)));
	return OutputFunctionCall(&row->columns[column].output, row->values[column]);
}

/*
 * A name as bytes, which last until the function that was given the row
 * returns: text is not copied.
 */
const char *
query_bytes(QueryRow *row, int column, int *length)
{
	const char *name;

	if (!row->nulls[column] && is_text(row->columns[column].type))
	{
		text	   *value = DatumGetTextPP(row->values[column]);

		*length = VARSIZE_ANY_EXHDR(value);
		return VARDATA_ANY(value);
	}
	name = query_name(row, column);
	*length = strlen(name);
	return name;
}

/* The names in an array; none for a NULL array. */
char **
query_names(QueryRow *row, int column, int *count)
{
	QueryColumn *source = &row->columns[column];
	Datum	   *values;
	bool	   *nulls;
	char	  **names;
	int16		length;
	bool		by_value;
	char		align;

	*count = 0;
	if (row->nulls[column])
		return NULL;
	get_typlenbyvalalign(source->type, &length, &by_value, &align);
	deconstruct_array(DatumGetArrayTypeP(row->values[column]), source->type, length, by_value,
					  align, &values, &nulls, count);
	names = palloc(sizeof(char *) * *count);
	for (int i = 0; i < *count; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("column \"%s\" of query \"%s\" holds a NULL", source->name, row->argument)));
		names[i] = OutputFunctionCall(&source->output, values[i]);
	}
	return names;
}

/* A number, or NULL. */
Numeric
query_number(QueryRow *row, int column)
{
	Datum		value = row->values[column];

	if (row->nulls[column])
		return NULL;
	switch (row->columns[column].type)
	{
		case INT2OID:
			return number_of(DatumGetInt16(value));
		case INT4OID:
			return number_of(DatumGetInt32(value));
		case INT8OID:
			return number_of(DatumGetInt64(value));
		default:
			return DatumGetNumericCopy(value);
	}
}

/* A boolean: false without the column.  Where there is one, it must say. */
bool
query_boolean(QueryRow *row, int column)
{
	const QueryColumn *source = &row->columns[column];

	if (source->attribute == 0)
		return false;
	if (row->nulls[column])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("column \"%s\" of query \"%s\" is NULL", source->name, row->argument),
				 errhint("It must be true or false.")));
	return DatumGetBool(row->values[column]);
}
