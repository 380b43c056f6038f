/*
 * Where a municipality lies: any number, any day, any set.
 */
#include "fuzz.h"

#include "rule/geography.h"

static const LawTerritory *const subjects[] = {
	&law_zone, &law_transport_zone, &law_payroll_zone, &law_centrality
};

static void
check_subject(const LawTerritory *subject, int kommunenr, int32_t day, GeoSet wanted)
{
	const LawSegment *segment = geo_segment(subject, kommunenr, day);
	int			value = geo_value(subject, kommunenr, day);
	GeoSet		known = wanted & ~GEO_SET_UNKNOWN;

	DEMAND((segment == NULL) == (geo_municipality(kommunenr) == NULL || day < subject->periods[0]));
	if (segment != NULL)
	{
		DEMAND(segment->values != 0 && (segment->nparts > 0 || segment->values == GEO_SET_UNKNOWN));
		DEMAND(value == 0 || segment->values == 1 << value);
	}
	else
		DEMAND(value == 0);
	if (value != 0)
	{
		DEMAND(geo_in_set(subject, kommunenr, day, 1 << value) == GEO_YES);
		DEMAND(geo_in_set(subject, kommunenr, day, known) == (known & 1 << value ? GEO_YES : GEO_NO));
	}
	else
		DEMAND(segment == NULL || (segment->values & (segment->values - 1)) != 0 || segment->values == GEO_SET_UNKNOWN);

	/* the larger set holds no less; what is in a set is not outside it */
	for (int i = 1; i < 16; i++)
	{
		GeoSet		larger = wanted | 1 << i;

		if (geo_in_set(subject, kommunenr, day, wanted) == GEO_YES)
			DEMAND(geo_in_set(subject, kommunenr, day, larger) == GEO_YES);
		if (wanted != 0 && geo_in_set(subject, kommunenr, day, larger) == GEO_NO)
			DEMAND(geo_in_set(subject, kommunenr, day, wanted) == GEO_NO);
	}
	if (geo_in_set(subject, kommunenr, day, known) == GEO_YES)
		DEMAND(geo_in_set(subject, kommunenr, day, (GeoSet) ~known & ~GEO_SET_UNKNOWN) == GEO_NO);
	DEMAND(geo_in_set(subject, kommunenr, day, 0) == GEO_NO);
}

static void
check_structure(int kommunenr, int32_t day)
{
	const LawMunicipality *municipality = geo_municipality(kommunenr);
	const LawMunicipality *only = geo_only_municipality(kommunenr, day);
	const LawName *name = geo_name(kommunenr, day);
	const LawCounty *county = geo_county(kommunenr, day);

	if (municipality == NULL)
	{
		DEMAND(only == NULL && name == NULL && !geo_in_force(kommunenr, day));
		return;
	}
	DEMAND(municipality->kommunenr == kommunenr);
	if (name != NULL)
		DEMAND(name->kommunenr == kommunenr && *law_text(name->name) != '\0' && geo_in_force(kommunenr, day));
	if (county != NULL)
		DEMAND(county->number == kommunenr / 100);
	if (only != NULL && day != DAY_INFINITY)
		DEMAND(geo_in_force(only->kommunenr, day));
	if (geo_in_force(kommunenr, day))
	{
		DEMAND(geo_segment(&law_structure, kommunenr, day) != NULL);
		DEMAND(only == NULL || only == municipality);
		DEMAND(county != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	int			kommunenr = take_bool(&input) ? (int) (int32_t) take(&input, 4) :
		law_municipalities[take(&input, 2) % law_nmunicipalities].kommunenr;
	int32_t		day = take_day(&input);
	GeoSet		wanted = (GeoSet) take(&input, 2);
	int			tenths = geo_payroll_tenths(kommunenr, day);

	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		check_subject(subjects[i], kommunenr, day, wanted);
	check_structure(kommunenr, day);
	DEMAND(tenths >= -1 && tenths <= 141);	/* 14.1 percent is zone I's */
	if (tenths >= 0)
		DEMAND(geo_in_set(&law_payroll_zone, kommunenr, day, (GeoSet) ~GEO_SET_UNKNOWN) == GEO_YES);
	return 0;
}
