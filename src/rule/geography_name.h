/*-------------------------------------------------------------------------
 *
 * geography_name.h
 *	  Names of municipalities and counties, as keys that can be compared.
 *
 * Plain C: no server, no locale, no allocation.
 *
 * src/rule/geography_name.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GEOGRAPHY_NAME_H
#define TILSKUDD_GEOGRAPHY_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Room for the key of any official name, and for what people add to it. */
#define GEO_KEY_SIZE		128

/* What more than this long or more than so often bracketed is is no name. */
#define GEO_MAX_NAME		1024
#define GEO_MAX_BRACKETS	2

/* A text for a municipality, taken apart. */
typedef struct GeoNameText
{
	char		key[GEO_KEY_SIZE];	/* the name itself, perhaps empty */
	int			number;			/* the number with it, or -1 */
	bool		short_number;	/* ... but in three digits */
	bool		unreadable;		/* no name, or two different numbers */
	int			nbrackets;
	struct
	{
		const char *text;		/* in the text itself, no zero at the end */
		size_t		length;
	}			brackets[GEO_MAX_BRACKETS]; /* those without a number */
} GeoNameText;

extern size_t geo_fold_name(const char *utf8, size_t len,
							char *out, size_t outsize);
extern void geo_name_key(const char *utf8, size_t len, char *key);
extern void geo_read_plain_name(const char *utf8, size_t len,
								GeoNameText *name);
extern void geo_read_name(const char *utf8, size_t len, GeoNameText *name);
extern bool geo_county_pattern(const char *utf8, size_t len, char *pattern);
extern bool geo_county_fits(const char *pattern, const char *key);

#endif							/* TILSKUDD_GEOGRAPHY_NAME_H */
