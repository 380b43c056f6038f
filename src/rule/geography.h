/*-------------------------------------------------------------------------
 *
 * geography.h
 *	  Aid zones and other things that follow from where a municipality lies.
 *
 * Plain C over the constant tables of law.h.  A municipality number need not
 * be in force on the day asked for: the tables hold the answer for the
 * territory that the number stands for, through renumberings, mergers and
 * divisions, forward and backward.
 *
 * src/rule/geography.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_GEOGRAPHY_H
#define TILSKUDD_RULE_GEOGRAPHY_H

#include <stddef.h>

#include "law/law.h"

/* Three-valued answer. */
typedef enum GeoTruth
{
	GEO_NO,
	GEO_YES,
	GEO_UNKNOWN
} GeoTruth;

/* A set of zones or the like: bit n is value n, bit 0 is "not known". */
typedef uint16_t GeoSet;
#define GEO_SET_UNKNOWN		((GeoSet) 1)

/*
 * What a subject of the law says of a number's territory on a day (counted
 * from 2000-01-01; any number is safe).  NULL when the number or the day lies
 * outside the tables.
 */
static inline const LawSegment *
geo_segment(const LawTerritory *subject, int kommunenr, int32_t day)
{
	uint16_t	municipality;
	int			period = -1;

	if (kommunenr < 0 || kommunenr > LAW_KOMMUNENR_MAX)
		return NULL;
	municipality = law_municipality_of_number[kommunenr];
	for (int i = 0; i < subject->nperiods; i++)
		period += subject->periods[i] <= day;
	if (municipality == 0 || period < 0)
		return NULL;
	return &subject->segments[(municipality - 1) * subject->nperiods + period];
}

/* The one value for the whole territory, or 0 where it is not one or not known. */
static inline int
geo_value(const LawTerritory *subject, int kommunenr, int32_t day)
{
	const LawSegment *segment = geo_segment(subject, kommunenr, day);

	return segment ? segment->value : 0;
}

extern GeoTruth geo_in_set(const LawTerritory *subject, int kommunenr,
						   int32_t day, GeoSet wanted);
extern int	geo_payroll_tenths(int kommunenr, int32_t day);
extern const LawMunicipality *geo_municipality(int kommunenr);
extern bool geo_in_force(int kommunenr, int32_t day);
extern const LawMunicipality *geo_only_municipality(int kommunenr, int32_t day);
extern const LawName *geo_name(int kommunenr, int32_t day);
extern const LawCounty *geo_county(int kommunenr, int32_t day);

#endif							/* TILSKUDD_RULE_GEOGRAPHY_H */
