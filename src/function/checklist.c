/*-------------------------------------------------------------------------
 *
 * checklist.c
 *	  What a call, an application or a grant letter must hold, and what of it
 *	  is missing.
 *
 * The lists are rows of law_required_item.  What is there is handed in as a
 * JSON object whose keys are their items; a key that is none of them is an
 * error, since a typing mistake must not pass for something else.
 *
 * src/function/checklist.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/jsonb.h"

#include "function/argument.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/law_row.h"

TILSKUDD_FUNCTION(tilskudd_missing_items);
TILSKUDD_FUNCTION(tilskudd_checklist);
TILSKUDD_FUNCTION(tilskudd_has_all_items);

/* A list of the law, and what is said of its items. */
typedef struct Checklist
{
	const LawTable *table;
	const char *kind;
	int		   *rows;			/* of the table */
	int			nrows;
	Jsonb	   *given;			/* NULL: nothing is known to be there */
} Checklist;

/* Adds a name to a list that does not have it yet. */
static void
add_name(const char **names, int *nnames, const char *name)
{
	if (*name != '\0' && name_place(name, names, *nnames) < 0)
		names[(*nnames)++] = name;
}

static const char *
kind_argument(const LawTable *table, const text *argument)
{
	const char **kinds = palloc(sizeof(char *) * table->nrows);
	int			nkinds = 0;

	for (int row = 0; row < table->nrows; row++)
		add_name(kinds, &nkinds, law_cell(table, row, "kind"));
	return kinds[name_argument(argument, "unknown kind of checklist \"%s\"", kinds, nkinds)];
}

/* The last day of which the law tables have a list. */
static DateADT
last_day(const LawTable *table, const char *kind)
{
	DateADT		day = DATEVAL_NOBEGIN;

	for (int row = 0; row < table->nrows; row++)
	{
		if (strcmp(law_cell(table, row, "kind"), kind) == 0)
			day = Max(day, law_row_to(table, row));
	}
	return day;
}

/*
 * The rows of a list on a day.  No rows would read as "nothing is required",
 * so a day without a list is an error.
 */
static void
find_rows(Checklist *list, DateADT day)
{
	list->rows = palloc(sizeof(int) * list->table->nrows);
	for (int row = 0; row < list->table->nrows; row++)
	{
		if (strcmp(law_cell(list->table, row, "kind"), list->kind) == 0 &&
			law_row_holds(list->table, row, day))
			list->rows[list->nrows++] = row;
	}
	if (list->nrows == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("the law tables have no checklist \"%s\" for %s", list->kind,
						tilskudd_date(day)),
				 errhint("The view law_required_item shows the days for which they have it.")));
}

/* A key of the object; NULL where it is not there. */
static JsonbValue *
given_value(const Checklist *list, const char *key)
{
	if (list->given == NULL)
		return NULL;
	return getKeyJsonValueFromContainer(&list->given->root, key, strlen(key), NULL);
}

static bool
is_blank(const JsonbValue *string)
{
	for (int i = 0; i < string->val.string.len; i++)
	{
		if (strchr(" \t\n\r\f\v", string->val.string.val[i]) == NULL)
			return false;
	}
	return true;
}

/* Whether an item is there: with a value that says something. */
static bool
is_given(const Checklist *list, const char *item)
{
	const JsonbValue *value = given_value(list, item);

	if (value == NULL)
		return false;
	switch (value->type)
	{
		case jbvNull:
			return false;
		case jbvBool:
			return value->val.boolean;
		case jbvString:
			return !is_blank(value);
		case jbvBinary:
			return JsonContainerSize(value->val.binary.data) > 0;
		default:				/* a number, 0 too */
			return true;
	}
}

/* Whether what an item depends on holds. */
static Answer
condition_answer(const Checklist *list, const char *condition)
{
	const JsonbValue *value = given_value(list, condition);

	if (value == NULL || value->type == jbvNull)
		return NOT_KNOWN;
	if (value->type != jbvBool)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is neither true nor false", condition),
				 errhint("Whether checklist \"%s\" has an item more depends on it; leave it out if it is not known.",
						 list->kind)));
	return answer_of(value->val.boolean);
}

/* Whether an item must be there. */
static Answer
is_required(const Checklist *list, int row)
{
	const char *condition = law_cell(list->table, row, "condition");

	return *condition == '\0' ? YES : condition_answer(list, condition);
}

/*
 * Whether an item is missing: it is not there, and nothing says that it need
 * not be.
 */
static bool
is_missing(const Checklist *list, int row)
{
	Answer		required = is_required(list, row);

	return required != NO && !is_given(list, law_cell(list->table, row, "item"));
}

/* The keys of the object must be items of the list, or what they depend on. */
static void
check_keys(const Checklist *list)
{
	const char **names = palloc(sizeof(char *) * 2 * list->nrows);
	int			nnames = 0;
	JsonbIterator *iterator;
	JsonbValue	key,
				value;

	if (!JB_ROOT_IS_OBJECT(list->given))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the items of checklist \"%s\" are not given as a JSON object", list->kind),
				 errhint("Give an object of items, such as {\"%s\": true}.",
						 law_cell(list->table, list->rows[0], "item"))));
	for (int i = 0; i < list->nrows; i++)
		add_name(names, &nnames, law_cell(list->table, list->rows[i], "item"));
	for (int i = 0; i < list->nrows; i++)
		add_name(names, &nnames, law_cell(list->table, list->rows[i], "condition"));

	iterator = JsonbIteratorInit(&list->given->root);
	JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		const char *name = pnstrdup(key.val.string.val, key.val.string.len);

		JsonbIteratorNext(&iterator, &value, true);
		if (name_place(name, names, nnames) < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("checklist \"%s\" has no item \"%s\"", list->kind,
							tilskudd_shorten(name)),
					 errhint_internal("%s", name_hint(name, names, nnames))));
	}
}

/* The arguments (kind text, given jsonb, on_date date), of which kind is not NULL. */
static Checklist
read_checklist(FunctionCallInfo fcinfo)
{
	Checklist	list = {.table = law_find_table("required_item")};

	list.kind = kind_argument(list.table, PG_GETARG_TEXT_PP(0));
	find_rows(&list, PG_ARGISNULL(2) ? last_day(list.table, list.kind) : PG_GETARG_DATEADT(2));
	if (!PG_ARGISNULL(1))
	{
		list.given = PG_GETARG_JSONB_P(1);
		check_keys(&list);
	}
	return list;
}

static Datum
cell_datum(const Checklist *list, int row, const char *column)
{
	return tilskudd_utf8_datum(law_cell(list->table, row, column));
}

/* missing_items(kind text, given jsonb, on_date date) -> setof (item, rule, citation) */
Datum
tilskudd_missing_items(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Checklist	list;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	list = read_checklist(fcinfo);
	for (int i = 0; i < list.nrows; i++)
	{
		int			row = list.rows[i];
		Datum		values[3];
		bool		nulls[3] = {false};

		if (!is_missing(&list, row))
			continue;
		values[0] = cell_datum(&list, row, "item");
		values[1] = cell_datum(&list, row, "rule");
		values[2] = CStringGetTextDatum(verdict_citation(list.table, row));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * checklist(kind text, given jsonb, on_date date)
 *		-> setof (item, text, text_no, condition, required, given, rule, citation)
 */
Datum
tilskudd_checklist(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Checklist	list;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	list = read_checklist(fcinfo);
	for (int i = 0; i < list.nrows; i++)
	{
		int			row = list.rows[i];
		Answer		required = is_required(&list, row);
		Datum		values[8];
		bool		nulls[8] = {false};

		values[0] = cell_datum(&list, row, "item");
		values[1] = cell_datum(&list, row, "text");
		values[2] = cell_datum(&list, row, "text_no");
		nulls[3] = *law_cell(list.table, row, "condition") == '\0';
		values[3] = cell_datum(&list, row, "condition");
		nulls[4] = required == NOT_KNOWN;
		values[4] = BoolGetDatum(required == YES);
		values[5] = BoolGetDatum(is_given(&list, law_cell(list.table, row, "item")));
		values[6] = cell_datum(&list, row, "rule");
		values[7] = CStringGetTextDatum(verdict_citation(list.table, row));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* has_all_items(kind text, given jsonb, on_date date) -> boolean: nothing is missing */
Datum
tilskudd_has_all_items(PG_FUNCTION_ARGS)
{
	Checklist	list;
	bool		all = true;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	list = read_checklist(fcinfo);
	for (int i = 0; i < list.nrows; i++)
		all = !is_missing(&list, list.rows[i]) && all;
	PG_RETURN_BOOL(all);
}
