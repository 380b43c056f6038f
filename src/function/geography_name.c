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
#include "utils/memutils.h"

#include "function/geography_name.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_kommunenr_by_name);
TILSKUDD_FUNCTION(tilskudd_find_kommune);

/* A name with its parts and other spellings; three parts are the most now. */
#define MAX_PARTS			8

/* Built by the first lookup of a backend, kept to its end. */
static const GeographyIndex *geography_index = NULL;


/*
 * The index
 */

static void
add_key(NameIndex *index, const char *key, uint16 number, uint16 row)
{
	NameKey    *entry;

	if (index->nentries == index->maxentries)
	{
		index->maxentries *= 2;
		index->entries = repalloc(index->entries,
								  sizeof(NameKey) * index->maxentries);
	}
	entry = &index->entries[index->nentries++];
	entry->key = index->keys.len;
	entry->number = number;
	entry->row = row;
	appendBinaryStringInfo(&index->keys, key, strlen(key) + 1);
}

/*
 * Cuts a text of the law at " - ", which joins the names of one place in
 * several languages, and adds the key of each piece.
 */
static int
add_parts(char parts[MAX_PARTS][GEO_KEY_SIZE], int nparts, LawText names)
{
	const char *text = law_text(names);

	while (*text != '\0')
	{
		const char *end = strstr(text, " - ");
		size_t		length = end ? (size_t) (end - text) : strlen(text);

		if (nparts == MAX_PARTS)
			elog(ERROR, "name \"%s\" has too many parts", law_text(names));
		geo_name_key(text, length, parts[nparts++]);
		text += length;
		if (end)
			text += strlen(" - ");
	}
	return nparts;
}

/*
 * Adds the key so far followed by each choice of up to "more" of the unused
 * parts, in every order, since the authorities differ in it: "Røros - Rosse"
 * in the statistics is "Rosse - Røros" on the map.  Ways to join the parts
 * need no keys of their own, as hyphens, dashes and slashes fold to a space.
 */
static void
add_choices(NameIndex *index, char parts[MAX_PARTS][GEO_KEY_SIZE], int nparts,
			uint32 used, int more, const char *so_far,
			uint16 number, uint16 row)
{
	for (int i = 0; i < nparts; i++)
	{
		char		key[GEO_KEY_SIZE];

		if (used & (1U << i))
			continue;
		if (snprintf(key, sizeof(key), "%s%s%s", so_far,
					 *so_far ? " " : "", parts[i]) >= (int) sizeof(key))
			elog(ERROR, "name with part \"%s\" is too long", parts[i]);
		add_key(index, key, number, row);
		if (more > 1)
			add_choices(index, parts, nparts, used | (1U << i), more - 1, key,
						number, row);
	}
}

static void
add_name(NameIndex *index, LawText name, LawText aliases,
		 uint16 number, uint16 row)
{
	char		parts[MAX_PARTS][GEO_KEY_SIZE];
	int			nofficial = add_parts(parts, 0, name);
	int			nparts = add_parts(parts, nofficial, aliases);

	add_choices(index, parts, nparts, 0, nofficial, "", number, row);
}

static int
compare_entries(const void *a, const void *b, void *keys)
{
	const NameKey *left = a;
	const NameKey *right = b;
	int			order = strcmp((char *) keys + left->key,
							   (char *) keys + right->key);

	if (order == 0)
		order = (int) left->number - (int) right->number;
	if (order == 0)
		order = (int) left->row - (int) right->row;
	return order;
}

/* Sorts the entries and drops repetitions: renamed places keep most keys. */
static void
finish_index(NameIndex *index)
{
	const char *keys = index->keys.data;
	int			kept = 0;

	qsort_arg(index->entries, index->nentries, sizeof(NameKey),
			  compare_entries, index->keys.data);
	for (int i = 1; i < index->nentries; i++)
	{
		const NameKey *entry = &index->entries[i];

		if (entry->number != index->entries[kept].number ||
			strcmp(keys + entry->key, keys + index->entries[kept].key) != 0)
			index->entries[++kept] = *entry;
	}
	index->nentries = kept + 1;
}

static void
start_index(NameIndex *index)
{
	initStringInfo(&index->keys);
	index->maxentries = 256;
	index->nentries = 0;
	index->entries = palloc(sizeof(NameKey) * index->maxentries);
}

/*
 * The index, built on first use: some hundred kilobytes, about a millisecond.
 * It belongs to the caller's context until it is complete, so that an error
 * on the way leaves nothing behind.
 */
const GeographyIndex *
geo_name_index(void)
{
	MemoryContext context;
	MemoryContext oldcontext;
	GeographyIndex *index;

	if (geography_index != NULL)
		return geography_index;

	context = AllocSetContextCreate(CurrentMemoryContext,
									"tilskudd municipality names",
									ALLOCSET_DEFAULT_SIZES);
	oldcontext = MemoryContextSwitchTo(context);
	index = palloc(sizeof(GeographyIndex));

	start_index(&index->municipalities);
	for (int i = 0; i < law_nnames; i++)
		add_name(&index->municipalities, law_names[i].name,
				 law_names[i].aliases, law_names[i].kommunenr, i);
	finish_index(&index->municipalities);

	start_index(&index->counties);
	for (int i = 0; i < law_ncounties; i++)
		add_name(&index->counties, law_counties[i].name, 0,
				 law_counties[i].number, i);
	finish_index(&index->counties);

	MemoryContextSwitchTo(oldcontext);
	MemoryContextSetParent(context, TopMemoryContext);
	geography_index = index;
	return index;
}

/* Looks the query's key up; first and nentries are the answer. */
static bool
find_key(NameQuery *query)
{
	const NameIndex *index = &geo_name_index()->municipalities;
	const char *keys = index->keys.data;
	int			low = 0;
	int			high = index->nentries;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (strcmp(keys + index->entries[middle].key, query->name.key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	query->first = low;
	while (low < index->nentries &&
		   strcmp(keys + index->entries[low].key, query->name.key) == 0)
		low++;
	query->nentries = low - query->first;
	return query->nentries > 0;
}


/*
 * Counties
 */

static void
add_county(CountySet *set, int number)
{
	set->bits[number / 64] |= UINT64CONST(1) << (number % 64);
}

static bool
has_county(const CountySet *set, int number)
{
	return (set->bits[number / 64] & (UINT64CONST(1) << (number % 64))) != 0;
}

/*
 * The counties, of any time, that somebody may have meant: by name,
 * abbreviation or two-digit number.  False if there is none.
 */
bool
geo_find_counties(const char *text, size_t length, CountySet *set)
{
	const NameIndex *index = &geo_name_index()->counties;
	char		pattern[GEO_KEY_SIZE];
	bool		found = false;
	int			number = -1;

	memset(set, 0, sizeof(CountySet));
	if (!geo_county_pattern(text, length, pattern))
		return false;
	if (strspn(pattern, "0123456789") == 2 && pattern[2] == '\0')
		number = atoi(pattern);

	for (int i = 0; i < index->nentries; i++)
	{
		const NameKey *entry = &index->entries[i];

		if (entry->number == number ||
			geo_county_fits(pattern, index->keys.data + entry->key))
		{
			add_county(set, entry->number);
			found = true;
		}
	}
	return found;
}

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
 * Whether a municipality lies in the counties asked for: its territory, at
 * any time, since the bracket in "Våler (Hedmark)" may be older or newer than
 * the row it stands in.
 */
bool
geo_lies_in_counties(const NameQuery *query, int kommunenr)
{
	const LawMunicipality *municipality = geo_municipality(kommunenr);

	if (municipality == NULL)
		return false;
	for (int i = 0; i < query->ncounties; i++)
	{
		int			j;

		for (j = 0; j < municipality->ncounties; j++)
		{
			if (has_county(&query->counties[i],
						   law_counties_of_territory[municipality->first_county + j]))
				break;
		}
		if (j == municipality->ncounties)
			return false;
	}
	return true;
}


/*
 * Reading the question
 */

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
	if (find_key(query))
		return;
	geo_read_name(text, length, &query->name);
	for (int i = 0; i < query->name.nbrackets; i++)
		restrict_to_county(query, query->name.brackets[i].text,
						   query->name.brackets[i].length);
	if (find_key(query))
		return;
	strip_county(query);
	find_key(query);
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
