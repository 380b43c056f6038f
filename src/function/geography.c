/*-------------------------------------------------------------------------
 *
 * geography.c
 *	  SQL functions over municipality numbers and dates.
 *
 * All of them are strict and immutable: they read constant tables only.
 *
 * src/function/geography.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "message.h"
#include "rule/geography.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_zone);
TILSKUDD_FUNCTION(tilskudd_zone_parts);
TILSKUDD_FUNCTION(tilskudd_zone_source);
TILSKUDD_FUNCTION(tilskudd_in_zone);
TILSKUDD_FUNCTION(tilskudd_transport_zone);
TILSKUDD_FUNCTION(tilskudd_payroll_zone);
TILSKUDD_FUNCTION(tilskudd_payroll_rate);
TILSKUDD_FUNCTION(tilskudd_centrality);
TILSKUDD_FUNCTION(tilskudd_kommune_name);
TILSKUDD_FUNCTION(tilskudd_county);
TILSKUDD_FUNCTION(tilskudd_kommune_at);

/* zone(municipality kommunenr, on_date date) -> zone, NULL if split or unknown */
Datum
tilskudd_zone(PG_FUNCTION_ARGS)
{
	int			value = geo_value(&law_zone, PG_GETARG_INT16(0),
								  PG_GETARG_DATEADT(1));

	if (value == 0)
		PG_RETURN_NULL();
	PG_RETURN_CHAR(value);
}

/* transport_zone(municipality kommunenr, on_date date) -> smallint */
Datum
tilskudd_transport_zone(PG_FUNCTION_ARGS)
{
	int			value = geo_value(&law_transport_zone, PG_GETARG_INT16(0),
								  PG_GETARG_DATEADT(1));

	if (value == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT16(value);
}

/* centrality(municipality kommunenr, on_date date) -> smallint */
Datum
tilskudd_centrality(PG_FUNCTION_ARGS)
{
	int			value = geo_value(&law_centrality, PG_GETARG_INT16(0),
								  PG_GETARG_DATEADT(1));

	if (value == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT16(value);
}

/* payroll_zone(municipality kommunenr, on_date date) -> text */
Datum
tilskudd_payroll_zone(PG_FUNCTION_ARGS)
{
	int			value = geo_value(&law_payroll_zone, PG_GETARG_INT16(0),
								  PG_GETARG_DATEADT(1));

	if (value == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(tilskudd_law_text(law_payroll_zone_labels[value]));
}

/* payroll_rate(municipality kommunenr, on_date date) -> numeric, percent */
Datum
tilskudd_payroll_rate(PG_FUNCTION_ARGS)
{
	int			tenths = geo_payroll_tenths(PG_GETARG_INT16(0),
											PG_GETARG_DATEADT(1));

	if (tenths < 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(int64_div_fast_to_numeric(tenths, 1));
}

/* The zones of an array, as a set; a null element is "not known". */
static GeoSet
zone_set(ArrayType *array)
{
	GeoSet		set = 0;
	Datum	   *elements;
	bool	   *nulls;
	int			nelements;

	if (!ARR_HASNULL(array))
	{
		const uint8 *zones = (const uint8 *) ARR_DATA_PTR(array);

		nelements = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
		for (int i = 0; i < nelements; i++)
			set |= (GeoSet) (1 << (zones[i] & 0x0F));
		return set;
	}

	deconstruct_array(array, ARR_ELEMTYPE(array), sizeof(char), true,
					  TYPALIGN_CHAR, &elements, &nulls, &nelements);
	for (int i = 0; i < nelements; i++)
		set |= nulls[i] ? GEO_SET_UNKNOWN :
			(GeoSet) (1 << (DatumGetChar(elements[i]) & 0x0F));
	return set;
}

/* in_zone(municipality kommunenr, on_date date, VARIADIC zones zone[]) */
Datum
tilskudd_in_zone(PG_FUNCTION_ARGS)
{
	GeoTruth	truth = geo_in_set(&law_zone, PG_GETARG_INT16(0),
								   PG_GETARG_DATEADT(1),
								   zone_set(PG_GETARG_ARRAYTYPE_P(2)));

	if (truth == GEO_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(truth == GEO_YES);
}

/* kommune_name(municipality kommunenr, on_date date) -> text */
Datum
tilskudd_kommune_name(PG_FUNCTION_ARGS)
{
	DateADT		on_date = PG_GETARG_DATEADT(1);
	const LawMunicipality *municipality;
	const LawName *name = NULL;

	municipality = geo_only_municipality(PG_GETARG_INT16(0), on_date);
	if (municipality != NULL && !DATE_NOT_FINITE(on_date))
		name = geo_name(municipality->kommunenr, on_date);
	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(tilskudd_law_text(name->name));
}

/*
 * county(municipality kommunenr, on_date date) -> text.  Parts in different
 * municipalities of one county still have one county.
 */
Datum
tilskudd_county(PG_FUNCTION_ARGS)
{
	DateADT		on_date = PG_GETARG_DATEADT(1);
	const LawSegment *segment = geo_segment(&law_structure,
											PG_GETARG_INT16(0), on_date);
	const LawCounty *county = NULL;

	if (segment == NULL || DATE_NOT_FINITE(on_date))
		PG_RETURN_NULL();
	for (int i = 0; i < segment->nparts; i++)
	{
		uint16		part = law_parts[segment->first_part + i];
		const LawCounty *other = geo_county(law_municipalities[part].kommunenr,
											on_date);

		if (other == NULL || (county != NULL && county != other))
			PG_RETURN_NULL();
		county = other;
	}
	if (county == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(tilskudd_law_text(county->name_no));
}

/* kommune_at(municipality kommunenr, on_date date) -> setof kommunenr */
Datum
tilskudd_kommune_at(PG_FUNCTION_ARGS)
{
	DateADT		on_date = PG_GETARG_DATEADT(1);
	const LawSegment *segment = geo_segment(&law_structure,
											PG_GETARG_INT16(0), on_date);
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	tilskudd_init_srf(fcinfo);
	if (segment == NULL || DATE_NOT_FINITE(on_date))
		return (Datum) 0;
	for (int i = 0; i < segment->nparts; i++)
	{
		uint16		part = law_parts[segment->first_part + i];
		Datum		values[1] = {Int16GetDatum(law_municipalities[part].kommunenr)};
		bool		nulls[1] = {false};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * A cell that holds a municipality number.  The generator has checked it.
 */
static int16
cell_kommunenr(const LawTable *table, int row)
{
	const char *part = law_cell(table, row, "part");

	if (*part == '\0')
		part = law_cell(table, row, "kommunenr");
	return pg_strtoint16(part);
}

/*
 * zone_parts(municipality kommunenr, on_date date)
 *		-> setof (former kommunenr, zone zone)
 *
 * The rows of the aid map that cover the territory, by the municipality that
 * the map names.
 */
Datum
tilskudd_zone_parts(PG_FUNCTION_ARGS)
{
	const LawSegment *segment = geo_segment(&law_zone, PG_GETARG_INT16(0),
											PG_GETARG_DATEADT(1));
	const LawTable *table = law_find_table("zone");
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	tilskudd_init_srf(fcinfo);
	if (segment == NULL)
		return (Datum) 0;
	for (int i = 0; i < segment->nparts; i++)
	{
		int			row = law_parts[segment->first_part + i];
		Datum		values[2];
		bool		nulls[2] = {false, false};

		values[0] = Int16GetDatum(cell_kommunenr(table, row));
		values[1] = CharGetDatum(label_code(&zone_type, law_cell(table, row, "zone")));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * One row of the aid map: "III (as 1729 Inderøy): citation [evidence]".  Where
 * the map names a municipality that is gone on the day, the law does not say
 * itself that the zone stays: that is derived.
 */
static void
append_source(StringInfo buf, const LawTable *table, int row, int16 asked,
			  DateADT on_date)
{
	int16		named = cell_kommunenr(table, row);
	const char *caveat = law_cell(table, row, "caveat");

	if (buf->len > 0)
		appendStringInfoChar(buf, '\n');
	appendStringInfoString(buf, law_cell(table, row, "zone"));
	if (named != asked)
		appendStringInfo(buf, " (as %04d %s)", named, law_cell(table, row, "name"));
	appendStringInfo(buf, ": %s [%s]", law_cell(table, row, "citation"),
					 law_cell(table, row, "evidence"));
	if (!geo_in_force(named, on_date))
		appendStringInfoString(buf, "; carried over later changes of municipalities (SSB Klass 131) [derived]");
	if (*caveat != '\0')
		appendStringInfo(buf, "; %s", caveat);
}

/*
 * zone_source(municipality kommunenr, on_date date) -> text: where the zone
 * comes from, or why there is none.
 */
Datum
tilskudd_zone_source(PG_FUNCTION_ARGS)
{
	int16		kommunenr = PG_GETARG_INT16(0);
	DateADT		on_date = PG_GETARG_DATEADT(1);
	const LawSegment *segment = geo_segment(&law_zone, kommunenr, on_date);
	const LawTable *table = law_find_table("zone");
	StringInfoData buf;

	initStringInfo(&buf);
	for (int i = 0; segment != NULL && i < segment->nparts; i++)
		append_source(&buf, table, law_parts[segment->first_part + i],
					  kommunenr, on_date);

	if (geo_municipality(kommunenr) == NULL)
		appendStringInfo(&buf, "unknown: %04d has not been a municipality number since 2003-05-09",
						 kommunenr);
	else if (segment == NULL || segment->nparts == 0)
		appendStringInfo(&buf, "unknown: no aid map of the law tables covers %s",
						 tilskudd_date(on_date));
	else if (segment->value == 0)
		appendStringInfoString(&buf, "\nunknown as a whole: the parts lie in different zones");

	PG_RETURN_TEXT_P(cstring_to_text(pg_any_to_server(buf.data, buf.len, PG_UTF8)));
}
