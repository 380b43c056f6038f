/*-------------------------------------------------------------------------
 *
 * geography_name_index.c
 *	  Folded names of municipalities and counties, and what they lead to.
 *
 * src/function/geography_name_index.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/memutils.h"

#include "function/geography_name.h"

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
bool
geo_find_key(NameQuery *query)
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

bool
geo_has_county(const CountySet *set, int number)
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
			if (geo_has_county(&query->counties[i],
							   law_counties_of_territory[municipality->first_county + j]))
				break;
		}
		if (j == municipality->ncounties)
			return false;
	}
	return true;
}
