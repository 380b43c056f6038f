/*-------------------------------------------------------------------------
 *
 * geography.c
 *	  Aid zones and other things that follow from where a municipality lies.
 *
 * src/rule/geography.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/geography.h"

#include <string.h>

/* Whether a row that holds from a day to a day covers the day asked for. */
static bool
covers(LawDay valid_from, LawDay valid_to, int32_t day)
{
	return valid_from <= day && (day <= valid_to || valid_to == LAW_DAY_OPEN);
}

/*
 * Whether the whole territory lies in the wanted set: yes if every part
 * certainly does, no if every part certainly does not, else unknown.  So a
 * municipality divided between zones III and IV is in {III, IV}, though it
 * has no one zone.  "Unknown" in wanted makes a no uncertain.
 */
GeoTruth
geo_in_set(const LawTerritory *subject, int kommunenr, int32_t day,
		   GeoSet wanted)
{
	const LawSegment *segment = geo_segment(subject, kommunenr, day);
	GeoSet		found = segment ? segment->values : GEO_SET_UNKNOWN;
	GeoSet		known_wanted = wanted & ~GEO_SET_UNKNOWN;

	if ((found & ~known_wanted) == 0)
		return GEO_YES;
	if (wanted == 0)
		return GEO_NO;
	if ((found & GEO_SET_UNKNOWN) || (wanted & GEO_SET_UNKNOWN) ||
		(found & known_wanted))
		return GEO_UNKNOWN;
	return GEO_NO;
}

/* The rate of one payroll zone on a day, in tenths of a percent, or -1. */
static int
rate_of_payroll_zone(int payroll_zone, int32_t day)
{
	for (int i = 0; i < law_npayroll_rates; i++)
	{
		const LawPayrollRate *rate = &law_payroll_rates[i];

		if (rate->payroll_zone == payroll_zone &&
			covers(rate->valid_from, rate->valid_to, day))
			return rate->tenths;
	}
	return -1;
}

/*
 * The payroll tax rate of a territory in tenths of a percent, or -1 where it
 * is not known or not the same everywhere.  Two zones with the same rate (I
 * and Ia) have one rate.
 */
int
geo_payroll_tenths(int kommunenr, int32_t day)
{
	const LawSegment *segment = geo_segment(&law_payroll_zone, kommunenr, day);
	int			tenths = -1;

	if (segment == NULL || (segment->values & GEO_SET_UNKNOWN))
		return -1;
	for (int zone = 1; zone < 16; zone++)
	{
		int			rate;

		if (!(segment->values & (1 << zone)))
			continue;
		rate = rate_of_payroll_zone(zone, day);
		if (rate < 0 || (tenths >= 0 && tenths != rate))
			return -1;
		tenths = rate;
	}
	return tenths;
}

/* The municipality that has or had a number, or NULL. */
const LawMunicipality *
geo_municipality(int kommunenr)
{
	uint16_t	index;

	if (kommunenr < 0 || kommunenr > LAW_KOMMUNENR_MAX)
		return NULL;
	index = law_municipality_of_number[kommunenr];
	return index ? &law_municipalities[index - 1] : NULL;
}

/* Whether a number is in force on a day. */
bool
geo_in_force(int kommunenr, int32_t day)
{
	const LawMunicipality *municipality = geo_municipality(kommunenr);

	return municipality != NULL &&
		covers(municipality->valid_from, municipality->valid_to, day);
}

/*
 * The municipality in which a number's whole territory lay on a day; NULL
 * where it lay in several or is not known.
 */
const LawMunicipality *
geo_only_municipality(int kommunenr, int32_t day)
{
	const LawSegment *segment = geo_segment(&law_structure, kommunenr, day);

	if (segment == NULL || segment->nparts != 1)
		return NULL;
	return &law_municipalities[law_parts[segment->first_part]];
}

/* The official name on a day of a number in force then, or NULL. */
const LawName *
geo_name(int kommunenr, int32_t day)
{
	int			low = 0;
	int			high = law_nnames;

	/* the first name of the number, then the one of the day */
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (law_names[middle].kommunenr < kommunenr)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < law_nnames && law_names[low].kommunenr == kommunenr; low++)
	{
		if (covers(law_names[low].valid_from, law_names[low].valid_to, day))
			return &law_names[low];
	}
	return NULL;
}

/* The county on a day of a number in force then, by its first two digits. */
const LawCounty *
geo_county(int kommunenr, int32_t day)
{
	for (int i = 0; i < law_ncounties; i++)
	{
		if (law_counties[i].number == kommunenr / 100 &&
			covers(law_counties[i].valid_from, law_counties[i].valid_to, day))
			return &law_counties[i];
	}
	return NULL;
}
