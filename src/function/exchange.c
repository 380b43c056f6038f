/*-------------------------------------------------------------------------
 *
 * exchange.c
 *	  Awards as registers of aid want them: what is given, and their words.
 *
 * src/function/exchange.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/query.h"
#include "message.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_aid_register_awards);
TILSKUDD_FUNCTION(tilskudd_aid_register_purpose);
TILSKUDD_FUNCTION(tilskudd_aid_register_instrument);
TILSKUDD_FUNCTION(tilskudd_aid_register_word);

/* The columns of a query of awards, and of what aid_register_awards() returns. */
static const QueryColumn award_columns[] = {
	{"number", QUERY_NAME, false},
	{"orgnr", QUERY_NAME, true},
	{"recipient", QUERY_NAME, false},
	{"granting_authority", QUERY_NAME, false},
	{"granted_on", QUERY_DATE, true},
	{"amount", QUERY_NUMBER, false},
	{"currency", QUERY_NAME, false},
	{"gge_eur", QUERY_NUMBER, false},
	{"instrument", QUERY_NAME, false},
	{"purpose", QUERY_NAME, false},
	{"legal_basis", QUERY_NAME, false},
	{"national_legal_basis", QUERY_NAME, false},
	{"scheme", QUERY_NAME, false},
	{"nace", QUERY_NAME, false},
	{"region", QUERY_NAME, false},
	{"enterprise_size", QUERY_NAME, false},
	{"status", QUERY_NAME, false},
	{"pool", QUERY_NAME, false}
};

#define AWARD_NCOLUMNS	lengthof(award_columns)

typedef struct AwardSet
{
	ReturnSetInfo *rsinfo;
	MemoryContext context;		/* of a row */
} AwardSet;

/* A value of a kind, which must not be one that no register can hold. */
static Datum
award_value(QueryRow *row, int column)
{
	const char *name = row->columns[column].name;

	switch (row->columns[column].kind)
	{
		case QUERY_NUMBER:
			return NumericGetDatum(number_amount_argument(query_number(row, column), name));
		case QUERY_DATE:
			if (DATE_NOT_FINITE(DatumGetDateADT(row->values[column])))
				ereport(ERROR,
						(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
						 errmsg("column \"%s\" of query \"%s\" is infinite", name, row->argument)));
			return row->values[column];
		default:
			return CStringGetTextDatum(query_name(row, column));
	}
}

static void
put_award(QueryRow *row, void *caller)
{
	AwardSet   *set = caller;
	MemoryContext oldcontext = MemoryContextSwitchTo(set->context);
	Datum		values[AWARD_NCOLUMNS] = {0};

	for (int i = 0; i < AWARD_NCOLUMNS; i++)
	{
		if (!row->nulls[i])
			values[i] = award_value(row, i);
	}
	tuplestore_putvalues(set->rsinfo->setResult, set->rsinfo->setDesc, values, row->nulls);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextReset(set->context);
}

/* aid_register_awards(awards text) -> setof the columns above */
Datum
tilskudd_aid_register_awards(PG_FUNCTION_ARGS)
{
	QueryColumn columns[AWARD_NCOLUMNS];
	AwardSet	set = {(ReturnSetInfo *) fcinfo->resultinfo};

	memcpy(columns, award_columns, sizeof(columns));
	set.context = AllocSetContextCreate(CurrentMemoryContext, "tilskudd award", ALLOCSET_DEFAULT_SIZES);
	tilskudd_init_srf(fcinfo);
	query_read("awards", text_to_cstring(PG_GETARG_TEXT_PP(0)), columns, AWARD_NCOLUMNS, put_award, &set);
	MemoryContextDelete(set.context);
	return (Datum) 0;
}

/* Whether a word stands in a list of words with spaces between them. */
static bool
has_word(const char *words, const char *word)
{
	size_t		length = strlen(word);

	for (const char *at = words; length > 0 && (at = strstr(at, word)) != NULL; at += length)
	{
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	}
	return false;
}

/* The register's label for a word of the extension; NULL where none is known. */
static Datum
label_of_word(FunctionCallInfo fcinfo, const char *list, const char *word)
{
	const LawTable *table = law_find_table("aid_register_code");

	for (int row = 0; row < table->nrows; row++)
	{
		if (strcmp(law_cell(table, row, "list"), list) == 0 &&
			has_word(law_cell(table, row, "words"), word))
		{
			const char *label = law_cell(table, row, "label");

			PG_RETURN_TEXT_P(cstring_to_text(pg_any_to_server(label, strlen(label), PG_UTF8)));
		}
	}
	PG_RETURN_NULL();
}

/* aid_register_purpose(measure aid_measure) -> text */
Datum
tilskudd_aid_register_purpose(PG_FUNCTION_ARGS)
{
	return label_of_word(fcinfo, "purpose", label_text(&aid_measure_type, PG_GETARG_INT16(0)));
}

/* aid_register_instrument(instrument text) -> text */
Datum
tilskudd_aid_register_instrument(PG_FUNCTION_ARGS)
{
	return label_of_word(fcinfo, "instrument", text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

/* The lists of which a label stands for one word. */
static const char *const word_lists[] = {"instrument", "scheme_type", "region", "status"};

/* aid_register_word(list text, label text) -> text */
Datum
tilskudd_aid_register_word(PG_FUNCTION_ARGS)
{
	const LawTable *table = law_find_table("aid_register_code");
	const char *list = word_lists[name_argument(PG_GETARG_TEXT_PP(0), "unknown list \"%s\"", word_lists, lengthof(word_lists))];
	char	   *given = text_to_cstring(PG_GETARG_TEXT_PP(1));
	const char *label = pg_server_to_any(given, strlen(given), PG_UTF8);

	for (int row = 0; row < table->nrows; row++)
	{
		if (strcmp(law_cell(table, row, "list"), list) == 0 && *label != '\0' &&
			(strcmp(law_cell(table, row, "label"), label) == 0 ||
			 strcmp(law_cell(table, row, "interface_code"), label) == 0))
			PG_RETURN_TEXT_P(cstring_to_text(law_cell(table, row, "words")));
	}
	PG_RETURN_NULL();
}
