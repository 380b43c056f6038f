/*-------------------------------------------------------------------------
 *
 * geography_name_error.c
 *	  Why a name is no municipality's, or more than one's.
 *
 * src/function/geography_name_error.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/namespace.h"
#include "mb/pg_wchar.h"
#include "nodes/bitmapset.h"
#include "utils/builtins.h"
#include "utils/varlena.h"

#include "function/geography_name.h"
#include "message.h"

/* The most places that a message lists. */
#define MAX_LISTED			5

/* What is known about a name that nothing matched. */
typedef enum UnknownReason
{
	UNKNOWN_NAME,
	UNKNOWN_TOO_EARLY,
	UNKNOWN_UNREADABLE,
	UNKNOWN_SHORT_NUMBER,
	UNKNOWN_NUMBER,
	UNKNOWN_NUMBER_THEN,
	UNKNOWN_OTHER_NUMBER,
	UNKNOWN_OTHER_COUNTY,
	UNKNOWN_THEN,
	UNKNOWN_IS_COUNTY
} UnknownReason;

/*
 * A text of the law for a message.  Where the database's encoding lacks a
 * letter of it, the folded name must do: reporting one error must not raise
 * another.
 */
static const char *
message_text(LawText text)
{
	const char *utf8 = law_text(text);
	int			length = strlen(utf8);
	int			encoding = GetDatabaseEncoding();
	Oid			conversion;
	char	   *result;

	if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII)
		return utf8;
	result = palloc(Max(length * MAX_CONVERSION_GROWTH + 1, GEO_KEY_SIZE));
	conversion = FindDefaultConversionProc(PG_UTF8, encoding);
	if (!OidIsValid(conversion) ||
		pg_do_encoding_conversion_buf(conversion, PG_UTF8, encoding,
									  (unsigned char *) unconstify(char *, utf8),
									  length, (unsigned char *) result,
									  length * MAX_CONVERSION_GROWTH + 1,
									  true) != length)
		geo_fold_name(utf8, length, result, GEO_KEY_SIZE);
	return result;
}

/*
 * Makes a list in a message ready for its next item, counted from 0.  False
 * if the list has got long enough: it ends with dots then.
 */
static bool
begin_item(StringInfo list, int item)
{
	if (item > MAX_LISTED)
		return false;
	if (item > 0)
		appendStringInfoString(list, ", ");
	if (item == MAX_LISTED)
		appendStringInfoString(list, "...");
	return item < MAX_LISTED;
}

/* "1515 Herøy (Møre og Romsdal)" */
static void
append_place(StringInfo list, const LawName *name, DateADT on_date)
{
	const LawCounty *county = geo_county(name->kommunenr, on_date);

	appendStringInfo(list, "%04d %s", name->kommunenr, message_text(name->name));
	if (county != NULL)
		appendStringInfo(list, " (%s)", message_text(county->name_no));
}

/* "1534 Haram (until 2019-12-31)" */
static void
append_period(StringInfo list, const LawName *name)
{
	const LawMunicipality *municipality = geo_municipality(name->kommunenr);
	LawDay		from = municipality->valid_from;
	LawDay		to = municipality->valid_to;

	const char *text = message_text(name->name);

	if (from <= NAMES_KNOWN_FROM)
		/* translator: number and name of a municipality, and the last day of both */
		appendStringInfo(list, _("%04d %s (until %s)"), name->kommunenr, text, tilskudd_date(to));
	else if (to == LAW_DAY_OPEN)
		/* translator: number and name of a municipality, and the first day of both */
		appendStringInfo(list, _("%04d %s (from %s)"), name->kommunenr, text, tilskudd_date(from));
	else
		/* translator: number and name of a municipality, and the first and last day of both */
		appendStringInfo(list, _("%04d %s (%s to %s)"), name->kommunenr, text, tilskudd_date(from),
						 tilskudd_date(to));
}

/* The places that have the name: those in force on the day, or all others. */
static int
list_namesakes(const NameQuery *query, bool in_force, StringInfo list)
{
	const NameKey *entries = geo_name_index()->municipalities.entries + query->first;
	int			nlisted = 0;

	for (int i = 0; i < query->nentries; i++)
	{
		const LawName *name = geo_name(entries[i].number, query->on_date);

		if (in_force != (name != NULL))
			continue;
		if (begin_item(list, nlisted++))
		{
			if (in_force)
				append_place(list, name, query->on_date);
			else
				append_period(list, &law_names[entries[i].row]);
		}
	}
	return nlisted;
}

/* Why the number given with a name, or instead of one, leads nowhere. */
static UnknownReason
explain_number(const NameQuery *query, StringInfo list)
{
	const NameKey *entries = geo_name_index()->municipalities.entries + query->first;
	int			number = query->name.number;
	const LawName *name = geo_name(number, query->on_date);

	if (name != NULL)
	{
		append_place(list, name, query->on_date);
		if (query->name.key[0] == '\0')
			return UNKNOWN_OTHER_COUNTY;
		for (int i = 0; i < query->nentries; i++)
		{
			if (entries[i].number == number)
				return UNKNOWN_OTHER_COUNTY;
		}
		return UNKNOWN_OTHER_NUMBER;
	}
	for (int i = 0; i < law_nnames; i++)
	{
		if (law_names[i].kommunenr == number)
		{
			append_period(list, &law_names[i]);
			return UNKNOWN_NUMBER_THEN;
		}
	}
	appendStringInfo(list, "%04d", number);
	return UNKNOWN_NUMBER;
}

/* Why nothing matched, with the places that the message names. */
static UnknownReason
explain_unknown(const NameQuery *query, StringInfo list)
{
	CountySet	set;

	if (!query->names_known)
		return UNKNOWN_TOO_EARLY;
	if (query->name.unreadable)
		return UNKNOWN_UNREADABLE;
	if (query->name.short_number)
	{
		appendStringInfo(list, "%04d", query->name.number);
		return UNKNOWN_SHORT_NUMBER;
	}
	if (query->name.number >= 0)
		return explain_number(query, list);
	if (list_namesakes(query, true, list) > 0)
		return UNKNOWN_OTHER_COUNTY;
	if (list_namesakes(query, false, list) > 0)
		return UNKNOWN_THEN;
	if (geo_find_counties(query->name.key, strlen(query->name.key), &set))
		return UNKNOWN_IS_COUNTY;
	return UNKNOWN_NAME;
}

/* The detail of the error, if anything is known. */
static int
errdetail_unknown(UnknownReason reason, const char *list, const char *name)
{
	switch (reason)
	{
		case UNKNOWN_NAME:
			return 0;
		case UNKNOWN_TOO_EARLY:
			return errdetail("Names of municipalities are known from 2007-01-01.");
		case UNKNOWN_UNREADABLE:
			return errdetail("This cannot be read as the name of one municipality.");
		case UNKNOWN_SHORT_NUMBER:
			return errdetail("A municipality number has four digits.");
		case UNKNOWN_NUMBER:
			return errdetail("%s has not been a municipality number since 2003-05-09.",
							 list);
		case UNKNOWN_NUMBER_THEN:
			return errdetail("The number was in force at another time: %s.", list);
		case UNKNOWN_OTHER_NUMBER:
			return errdetail("The number is that of %s.", list);
		case UNKNOWN_OTHER_COUNTY:
			return errdetail("The county does not fit %s.", list);
		case UNKNOWN_THEN:
			return errdetail("The name was in force at another time: %s.", list);
		case UNKNOWN_IS_COUNTY:
			return errdetail("\"%s\" is a county.", name);
	}
	return 0;
}

/*
 * Lists the places in force whose name is spelt nearly so, nearest first and
 * then by name.  Two letters may differ, in short names one.
 */
static void
list_near(const NameQuery *query, StringInfo list)
{
	const NameIndex *index = &geo_name_index()->municipalities;
	int			length = strlen(query->name.key);
	int			bound = length <= 4 ? 1 : 2;
	Bitmapset  *listed = NULL;
	int			nlisted = 0;

	if (length == 0)
		return;
	for (int distance = 1; distance <= bound; distance++)
	{
		for (int i = 0; i < index->nentries && nlisted < MAX_LISTED; i++)
		{
			int			number = index->entries[i].number;
			const char *key = index->keys.data + index->entries[i].key;
			const LawName *name = geo_name(number, query->on_date);

			if (name == NULL || bms_is_member(number, listed) ||
				!geo_lies_in_counties(query, number) ||
				varstr_levenshtein_less_equal(query->name.key, length,
											  key, strlen(key), 1, 1, 1,
											  distance, true) > distance)
				continue;
			begin_item(list, nlisted++);
			append_place(list, name, query->on_date);
			listed = bms_add_member(listed, number);
		}
	}
}

static void
list_counties(DateADT on_date, StringInfo list)
{
	for (int i = 0; i < law_ncounties; i++)
	{
		const LawCounty *county = geo_county(law_counties[i].number * 100, on_date);

		if (county == &law_counties[i])
			appendStringInfo(list, "%s%s", list->len > 0 ? ", " : "",
							 message_text(county->name_no));
	}
}

/* A text that was given, for a message. */
static const char *
given(const text *argument)
{
	return tilskudd_shorten(text_to_cstring(argument));
}

void
geo_report_no_county(const NameQuery *query)
{
	char	   *text = pnstrdup(query->no_county, query->no_county_length);
	StringInfoData list;

	text = pg_any_to_server(text, strlen(text), PG_UTF8);
	initStringInfo(&list);
	list_counties(query->on_date, &list);
	ereport(ERROR,
			(errcode(ERRCODE_NO_DATA_FOUND),
			 errmsg("unknown county \"%s\"", tilskudd_shorten(text)),
			 errhint("The counties on %s are %s.",
					 tilskudd_date(query->on_date), list.data)));
}

/* Raises the error that a name means no municipality, saying why. */
void
geo_report_unknown(const NameQuery *query, const text *name)
{
	UnknownReason reason;
	StringInfoData list;
	StringInfoData nearest;

	initStringInfo(&list);
	initStringInfo(&nearest);
	reason = explain_unknown(query, &list);
	if (reason == UNKNOWN_NAME)
		list_near(query, &nearest);
	if (reason == UNKNOWN_SHORT_NUMBER)
		appendStringInfoString(&nearest, list.data);
	ereport(ERROR,
			(errcode(ERRCODE_NO_DATA_FOUND),
			 errmsg("unknown municipality name \"%s\" on %s",
					given(name), tilskudd_date(query->on_date)),
			 errdetail_unknown(reason, list.data, given(name)),
			 nearest.len > 0 ? errhint("Did you mean %s?", nearest.data) : 0));
}

/* Raises the error that a name means several municipalities, naming them. */
void
geo_report_ambiguous(const NameQuery *query, const LawName **matches,
					 int nmatches, const text *name)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < nmatches; i++)
	{
		if (begin_item(&list, i))
			append_place(&list, matches[i], query->on_date);
	}
	ereport(ERROR,
			(errcode(ERRCODE_TOO_MANY_ROWS),
			 errmsg("municipality name \"%s\" is ambiguous on %s",
					given(name), tilskudd_date(query->on_date)),
			 errdetail("Candidates are %s.", list.data),
			 errhint("Pass the county as third argument.")));
}
