/*-------------------------------------------------------------------------
 *
 * geography_name.c
 *	  Municipality numbers from municipality names.
 *
 * A name says which municipality it means only together with a date, and at
 * times with a county: there are two Herøy.  A name matches when its folded
 * key (rule/geography_name.c) is exactly that of a name of the municipality.
 * Close does not count, for Gol is not Hol and Moss is not Voss; near names
 * appear in the hint of an error, and nowhere else.
 *
 * What belongs to a number matches for as long as the number is in force,
 * whichever of its names is official on the day.  A new name is decided on
 * one day, in the statistics from the next New Year, and on the map at
 * another time, so that rows written meanwhile may have either; and no number
 * ever went over to another name.
 *
 * src/function/geography_name.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "function/geography_name.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_kommunenr_by_name);
TILSKUDD_FUNCTION(tilskudd_find_kommune);


/*
 * Reading the question
 */

/* Restricts the query to a county, or notes that this is none. */
static void
restrict_to_county(NameQuery *query, const char *text, size_t length)
{
	if (geo_find_counties(text, length, &query->counties[query->ncounties]))
		query->ncounties++;
	else if (query->no_county == NULL)
	{
		query->no_county = text;
		query->no_county_length = length;
	}
}

/*
 * Cuts a county off the end of the key: "bo i nordland".  The last " i " is
 * meant, for aliases may have one ("valer i solor").
 */
static void
strip_county(NameQuery *query)
{
	static const char in[] = " i ";
	char	   *last = NULL;
	char	   *next = query->name.key;
	const char *county;

	while ((next = strstr(next, in)) != NULL)
		last = next++;
	if (last == NULL)
		return;
	county = last + strlen(in);
	if (!geo_find_counties(county, strlen(county),
						   &query->counties[query->ncounties]))
		return;
	query->ncounties++;
	*last = '\0';
}

/*
 * Takes a text apart and looks the name in it up.  A text that is a name as
 * it stands is not taken apart, so that brackets may also hold the name in
 * another language: "Karasjok (Kárášjohka)".
 */
static void
read_name(NameQuery *query, const char *text, size_t length)
{
	geo_read_plain_name(text, length, &query->name);
	if (geo_find_key(query))
		return;
	geo_read_name(text, length, &query->name);
	for (int i = 0; i < query->name.nbrackets; i++)
		restrict_to_county(query, query->name.brackets[i].text,
						   query->name.brackets[i].length);
	if (geo_find_key(query))
		return;
	strip_county(query);
	geo_find_key(query);
}

/* An argument in UTF-8, as the law is. */
static const char *
argument_utf8(const text *argument)
{
	const char *given = text_to_cstring(argument);

	return pg_server_to_any(given, strlen(given), PG_UTF8);
}

/* Reads the arguments (name, on_date, county), of which county may be NULL. */
static void
read_query(NameQuery *query, FunctionCallInfo fcinfo)
{
	const char *utf8;

	memset(query, 0, sizeof(NameQuery));
	query->on_date = PG_GETARG_DATEADT(1);
	query->names_known = !DATE_NOT_FINITE(query->on_date) &&
		query->on_date >= NAMES_KNOWN_FROM;
	query->name.number = -1;
	if (!query->names_known)
		return;

	utf8 = argument_utf8(PG_GETARG_TEXT_PP(0));
	read_name(query, utf8, strlen(utf8));
	if (!PG_ARGISNULL(2))
	{
		utf8 = argument_utf8(PG_GETARG_TEXT_PP(2));
		restrict_to_county(query, utf8, strlen(utf8));
	}
}


/*
 * The answer
 */

/*
 * The municipalities that the query means, by number, in a new array; the
 * name is the one official on the day.
 */
static const LawName **
find_matches(const NameQuery *query, int *nmatches)
{
	const NameKey *entries = geo_name_index()->municipalities.entries + query->first;
	const LawName **matches = palloc(sizeof(LawName *) * (query->nentries + 1));
	const LawName *name;
	int			number = query->name.number;

	*nmatches = 0;
	if (query->name.unreadable || query->name.short_number ||
		query->no_county != NULL)
		return matches;

	/* a number without a name */
	if (query->name.key[0] == '\0' && number >= 0)
	{
		name = geo_name(number, query->on_date);
		if (name != NULL && geo_lies_in_counties(query, number))
			matches[(*nmatches)++] = name;
	}
	for (int i = 0; i < query->nentries; i++)
	{
		if (number >= 0 && number != entries[i].number)
			continue;
		name = geo_name(entries[i].number, query->on_date);
		if (name != NULL && geo_lies_in_counties(query, entries[i].number))
			matches[(*nmatches)++] = name;
	}
	return matches;
}

/*
 * kommunenr(name text, on_date date, county text DEFAULT NULL) -> kommunenr
 *
 * The one municipality that the name means on the date; an error where it
 * means none or several.  NULL without name or date.
 */
Datum
tilskudd_kommunenr_by_name(PG_FUNCTION_ARGS)
{
	NameQuery	query;
	const LawName **matches;
	int			nmatches;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	read_query(&query, fcinfo);
	if (query.no_county != NULL)
		geo_report_no_county(&query);
	matches = find_matches(&query, &nmatches);
	if (nmatches == 0)
		geo_report_unknown(&query, PG_GETARG_TEXT_PP(0));
	if (nmatches > 1)
		geo_report_ambiguous(&query, matches, nmatches, PG_GETARG_TEXT_PP(0));
	PG_RETURN_INT16(matches[0]->kommunenr);
}

/*
 * find_kommune(name text, on_date date, county text DEFAULT NULL)
 *		-> table (kommunenr kommunenr, name text, county text)
 *
 * Every municipality that the name means on the date, by number.  No rows
 * where it means none, or without name or date.
 */
Datum
tilskudd_find_kommune(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	NameQuery	query;
	const LawName **matches;
	int			nmatches;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	read_query(&query, fcinfo);
	matches = find_matches(&query, &nmatches);
	for (int i = 0; i < nmatches; i++)
	{
		const LawCounty *county = geo_county(matches[i]->kommunenr, query.on_date);
		Datum		values[3] = {0};
		bool		nulls[3] = {false, false, county == NULL};

		values[0] = Int16GetDatum(matches[i]->kommunenr);
		values[1] = PointerGetDatum(tilskudd_law_text(matches[i]->name));
		if (county != NULL)
			values[2] = PointerGetDatum(tilskudd_law_text(county->name_no));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
