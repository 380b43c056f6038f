/*-------------------------------------------------------------------------
 *
 * geography_name.h
 *	  A question for a municipality by name, shared by those who answer it and
 *	  those who say why there is no answer.
 *
 * src/function/geography_name.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_GEOGRAPHY_NAME_H
#define TILSKUDD_FUNCTION_GEOGRAPHY_NAME_H

#include "compat.h"

#include "lib/stringinfo.h"
#include "utils/date.h"

#include "rule/geography.h"
#include "rule/geography_name.h"

/* The list of names begins on 2007-01-01 (law_municipality_name). */
#define NAMES_KNOWN_FROM	2557

/* Brackets, " i ..." and the third argument may each name a county. */
#define MAX_COUNTY_SETS		(GEO_MAX_BRACKETS + 2)

/* A set of county numbers. */
typedef struct CountySet
{
	uint64		bits[2];
} CountySet;

/*
 * All keys of all names of municipalities, or of counties: sorted by key, and
 * the places with the same key by number.
 */
typedef struct NameKey
{
	uint32		key;			/* offset in NameIndex.keys */
	uint16		number;			/* municipality or county number */
	uint16		row;			/* in law_names or law_counties */
} NameKey;

typedef struct NameIndex
{
	StringInfoData keys;		/* zero-terminated, one after the other */
	NameKey    *entries;
	int			nentries;
	int			maxentries;
} NameIndex;

typedef struct GeographyIndex
{
	NameIndex	municipalities;
	NameIndex	counties;
} GeographyIndex;

/* A question: what the name was taken apart into, and the counties. */
typedef struct NameQuery
{
	DateADT		on_date;
	bool		names_known;	/* on that date */
	GeoNameText name;
	int			first;			/* municipalities.entries[] with its key */
	int			nentries;
	CountySet	counties[MAX_COUNTY_SETS];	/* the place lies in all of these */
	int			ncounties;
	const char *no_county;		/* given for a county, but is none; or NULL */
	size_t		no_county_length;
} NameQuery;

extern const GeographyIndex *geo_name_index(void);
extern bool geo_find_key(NameQuery *query);
extern bool geo_find_counties(const char *text, size_t length, CountySet *set);
extern bool geo_has_county(const CountySet *set, int number);
extern bool geo_lies_in_counties(const NameQuery *query, int kommunenr);

extern void geo_report_no_county(const NameQuery *query);
extern void geo_report_unknown(const NameQuery *query, const text *name);
extern void geo_report_ambiguous(const NameQuery *query,
								 const LawName **matches, int nmatches,
								 const text *name);

#endif							/* TILSKUDD_FUNCTION_GEOGRAPHY_NAME_H */
