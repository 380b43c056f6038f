/*-------------------------------------------------------------------------
 *
 * granting.c
 *	  Who may grant aid, and for what and where the money of posts 60 and 61
 *	  may be used: the guidelines of 2008.
 *
 * Each rule allows, refuses or leaves the case open; what the verdict shows
 * is the first rule that refused, else the first that left it open.
 *
 * src/function/granting.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/de_minimis.h"
#include "function/granting.h"
#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/de_minimis.h"
#include "rule/law_row.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_may_grant);
TILSKUDD_FUNCTION(tilskudd_may_fund);

/* A rule with an exception, which holds, does not hold or is not known. */
static void
allow_if(Verdict *verdict, const char *rule, Answer exception, const char *point)
{
	if (exception == YES)
		verdict_allow(verdict, rule);
	else if (exception == NO)
		verdict_refuse(verdict, rule);
	else
		verdict_leave_open(verdict, rule, point);
}

static const char *const granters[] = {
	"county", "municipality", "regional_council", "innovasjon_norge"
};

Granter
granter_argument(const text *argument)
{
	return name_argument(argument, "unknown granter \"%s\"", granters, lengthof(granters));
}

const char *
granter_name(Granter granter)
{
	return granters[granter];
}

typedef enum Basis
{
	BASIS_NOT_KNOWN = -1,
	BASIS_DE_MINIMIS,
	BASIS_BLOCK_EXEMPTION,
	BASIS_NOTIFIED_SCHEME
} Basis;

static const char *const bases[] = {
	"de_minimis", "block_exemption", "notified_scheme"
};

/* Aid that somebody wants to grant. */
typedef struct Grant
{
	Granter		granter;
	const char *measure;
	DateADT		on_date;
	bool		direct;
	Basis		basis;
	bool		road_freight;
	Numeric		aid;			/* EUR; NULL: not known */
	Numeric		other;			/* other de minimis aid, EUR; NULL: not known */
} Grant;

/* The legal basis, which de minimis aid is itself. */
static Basis
basis_argument(FunctionCallInfo fcinfo, int argument, const char *measure)
{
	bool		de_minimis = strcmp(measure, "de_minimis") == 0;
	Basis		basis;

	if (PG_ARGISNULL(argument))
		return de_minimis ? BASIS_DE_MINIMIS : BASIS_NOT_KNOWN;
	basis = name_argument(PG_GETARG_TEXT_PP(argument), "unknown basis \"%s\"", bases, lengthof(bases));
	if (de_minimis && basis != BASIS_DE_MINIMIS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("de minimis aid has basis \"%s\"", bases[basis]),
				 errhint("Leave the basis of measure de_minimis out, or name the measure that the aid is for.")));
	return basis;
}

/*
 * The ceiling of the day, which direct aid of municipalities keeps whatever
 * its basis (G2-3).  Aid under a block exemption is measured alone: the
 * guidelines do not say that de minimis aid counts with it.  Who gives that
 * asks for the stricter reading.
 */
static void
test_ceiling(const Grant *grant, Verdict *verdict)
{
	const char *rule = grant->basis == BASIS_BLOCK_EXEMPTION ? "G2-3" : "G2-2";
	const LawDeMinimis *regime = de_minimis_regime(LAW_POOL_GENERAL, grant->on_date);

	if (regime == NULL)
	{
		verdict_leave_open(verdict, rule, de_minimis_no_regime(LAW_POOL_GENERAL, grant->on_date));
		return;
	}
	verdict->unit = "EUR";
	verdict->limit = number_of(de_minimis_ceiling(regime, grant->road_freight));
	verdict->used = grant->other;
	if (grant->other == NULL && grant->basis == BASIS_BLOCK_EXEMPTION)
		verdict->used = number_of(0);

	if (grant->aid == NULL)
		verdict_leave_open(verdict, rule, "the aid is not known");
	else if (number_compare(verdict->used ? number_add(verdict->used, grant->aid) : grant->aid,
							verdict->limit) > 0)
		verdict_refuse(verdict, rule);
	if (grant->basis == BASIS_DE_MINIMIS && grant->other == NULL)
		verdict_leave_open(verdict, rule, "other de minimis aid is not known");
	verdict_allow(verdict, rule);
}

/* Direct aid of a municipality or regional council. */
static void
decide_municipality(const Grant *grant, Verdict *verdict)
{
	if (grant->basis == BASIS_NOTIFIED_SCHEME)
	{
		verdict_refuse(verdict, "G2-2");
		return;
	}
	if (grant->basis == BASIS_NOT_KNOWN)
		verdict_leave_open(verdict, "G2-2", "the legal basis is not known");
	if (grant->basis == BASIS_BLOCK_EXEMPTION &&
		law_row_of_day(law_find_table("regime"), grant->on_date,
					   "kind", "block_exemption", NULL, NULL) < 0)
		verdict_leave_open(verdict, "G2-2",
				   psprintf("the law tables have no block exemption in force on %s",
							tilskudd_date(grant->on_date)));
	test_ceiling(grant, verdict);
}

static void
decide_grant(const Grant *grant, Verdict *verdict)
{
	if (!verdict_guidelines_hold(verdict, grant->on_date))
		return;
	if (!grant->direct || grant->granter == INNOVASJON_NORGE)
		verdict_allow(verdict, "G2-1");
	else if (grant->granter == COUNTY)
	{
		if (strcmp(grant->measure, "transport") == 0)
			verdict_allow(verdict, "G2-1");
		else
			verdict_refuse(verdict, "G2-1");
	}
	else
		decide_municipality(grant, verdict);
}

/*
 * may_grant(granter text, measure aid_measure, on_date date, direct boolean,
 *		basis text, aid_eur numeric, road_freight boolean,
 *		other_de_minimis_eur numeric) -> verdict
 */
Datum
tilskudd_may_grant(PG_FUNCTION_ARGS)
{
	Grant		grant;
	Verdict		verdict = {0};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3) ||
		PG_ARGISNULL(6))
		PG_RETURN_NULL();
	grant.granter = granter_argument(PG_GETARG_TEXT_PP(0));
	grant.measure = label_text(&aid_measure_type, PG_GETARG_INT16(1));
	grant.on_date = PG_GETARG_DATEADT(2);
	grant.direct = PG_GETARG_BOOL(3);
	grant.basis = basis_argument(fcinfo, 4, grant.measure);
	grant.aid = amount_argument(fcinfo, 5, "aid_eur");
	grant.road_freight = PG_GETARG_BOOL(6);
	grant.other = amount_argument(fcinfo, 7, "other_de_minimis_eur");

	verdict.requested = grant.aid;
	decide_grant(&grant, &verdict);
	return verdict_datum(&verdict, fcinfo);
}

/* Where a purpose may be funded. */
typedef enum Reach
{
	EVERYWHERE,
	NOWHERE,
	ZONES_III_IV,				/* direct aid (G7-1) */
	NOT_ZONE_I,					/* physical infrastructure (G7-5) */
	NOT_ZONE_I_IF_PHYSICAL,		/* what may be physical infrastructure */
	ZONES_III_IV_IF_DIRECT		/* what may be direct aid */
} Reach;

/* A purpose, and the rule that speaks of it. */
typedef struct Purpose
{
	const char *name;
	const char *rule;			/* NULL: only where the post is used */
	Reach		reach;
	bool		sectoral;		/* rules of a sector hold for it (V12-1) */
	bool		regional;		/* it is regional aid */
} Purpose;

static const Purpose purposes[] = {
	{"investment_aid", "G7-1", ZONES_III_IV, true, true},
	{"direct_aid", "G7-1", ZONES_III_IV, true, false},
	{"de_minimis", "G7-1", EVERYWHERE, false, false},
	{"transport", "G7-8", EVERYWHERE, true, true},
	{"equity", "G7-7", NOWHERE, false, false},
	{"loan_conversion", "G7-7", ZONES_III_IV_IF_DIRECT, true, false},
	{"physical_infrastructure", "G7-5", NOT_ZONE_I, false, false},
	{"business_area", "G7-6", NOT_ZONE_I_IF_PHYSICAL, false, false},
	{"water_supply", "G7-6", NOT_ZONE_I_IF_PHYSICAL, false, false},
	{"welfare_service", "G7-6", NOWHERE, false, false},
	{"administration", "G7-6", NOWHERE, false, false},
	{"public_business", "G7-6", NOWHERE, false, false},
	{"pilot_project", "G7-6", EVERYWHERE, false, false},
	{"facilitation", NULL, EVERYWHERE, false, false}
};

typedef enum Sector
{
	SECTOR_NOT_KNOWN = -1,
	MARITIME_TRANSPORT,
	SHIPBUILDING,
	AVIATION,
	BROADCASTING,
	STEEL,
	SYNTHETIC_FIBRE,
	OTHER_SECTOR
} Sector;

static const char *const sectors[] = {
	"maritime_transport", "shipbuilding", "aviation", "broadcasting", "steel",
	"synthetic_fibre", "other"
};

/* The zones of the guidelines, by number - 1. */
static const char *const guideline_zones[] = {"I", "II", "III", "IV"};

/* A use of the posts. */
typedef struct Use
{
	int			post;
	const Purpose *purpose;
	DateADT		on_date;
	Sector		sector;
	const char *zone;			/* NULL: not known */
	Answer		post_61_area;
	Answer		outside_agreed;
	Answer		special_case;
	Answer		convertible;
} Use;

/* The number of a zone, 0 for one that is not known; an error for other maps'. */
static int
zone_number(const char *zone)
{
	if (zone == NULL)
		return 0;
	for (int i = 0; i < lengthof(guideline_zones); i++)
	{
		if (strcmp(zone, guideline_zones[i]) == 0)
			return i + 1;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the guidelines of 2008 have no zone \"%s\"", zone),
			 errhint("Their zones are I, II, III and IV.")));
}

/* Where the purpose may be funded (G7-1, G7-5). */
static void
test_reach(const Use *use, int zone, Verdict *verdict)
{
	switch (use->purpose->reach)
	{
		case EVERYWHERE:
			return;
		case NOWHERE:
			verdict_refuse(verdict, use->purpose->rule);
			return;
		case ZONES_III_IV:
			if (zone == 1 || zone == 2)
				verdict_refuse(verdict, "G7-1");
			return;
		case NOT_ZONE_I:
			if (zone == 1)
				verdict_refuse(verdict, "G7-5");
			return;
		case NOT_ZONE_I_IF_PHYSICAL:
			if (zone == 1)
				verdict_leave_open(verdict, "G7-5",
						   "in zone I an investment in physical infrastructure is excluded: ask for physical_infrastructure if it is one, for facilitation if not");
			return;
		case ZONES_III_IV_IF_DIRECT:
			if (zone == 1 || zone == 2)
				verdict_leave_open(verdict, "G7-1",
						   "the guidelines do not say whether to convert a loan is direct aid, which only zones III and IV have");
			return;
	}
}

/* Sectors with rules of their own, or without regional aid (V12-1). */
static void
test_sector(const Use *use, Verdict *verdict)
{
	if (!use->purpose->sectoral || use->sector == OTHER_SECTOR)
		return;
	if (use->sector == SECTOR_NOT_KNOWN)
		verdict_leave_open(verdict, "V12-1", "the sector is not known");
	else if (use->purpose->regional &&
			 (use->sector == STEEL || use->sector == SYNTHETIC_FIBRE))
		verdict_refuse(verdict, "V12-1");
	else if (use->sector != SYNTHETIC_FIBRE)
		verdict_leave_open(verdict, "V12-1",
				   psprintf("aid to sector %s has rules of its own, which the law tables do not hold",
							sectors[use->sector]));
}

/*
 * Where the post is used.  "In the main" and "as a main rule" refuse no
 * single use elsewhere by themselves, and allow none.
 */
static void
test_post(const Use *use, int zone, Verdict *verdict)
{
	if (use->post == 60)
	{
		if (zone == 1)
			allow_if(verdict, "G6-1", use->outside_agreed,
					 "post 60 is in the main used in zones II, III and IV: whether this use in zone I is among the rest is not settled");
	}
	else if (use->post_61_area == NO)
		allow_if(verdict, "G6-2", use->outside_agreed,
				 "post 61 is as a main rule used in its own areas: whether the parties agree to this use elsewhere is not known");
	else if (use->post_61_area == NOT_KNOWN && use->outside_agreed != YES)
		verdict_leave_open(verdict, "G6-2", "whether the place lies in an area of post 61 is not known");
	verdict_allow(verdict, use->post == 60 ? "G6-1" : "G6-2");
}

/* Whether one zone might be answered otherwise than another. */
static bool
depends_on_zone(const Use *use)
{
	return (use->purpose->reach != EVERYWHERE && use->purpose->reach != NOWHERE) ||
		(use->post == 60 && use->outside_agreed != YES);
}

static void
decide_use(const Use *use, Verdict *verdict)
{
	const Purpose *purpose = use->purpose;
	int			zone;

	/* on other days the zone is one of another map, or may be */
	if (!verdict_guidelines_hold(verdict, use->on_date))
		return;
	zone = zone_number(use->zone);
	if (strcmp(purpose->name, "pilot_project") == 0)
		allow_if(verdict, "G7-6", use->special_case,
				 "a pilot project in a public service is funded in special cases: whether this is one is not settled");
	if (strcmp(purpose->name, "loan_conversion") == 0)
		allow_if(verdict, "G8-4", use->convertible,
				 "whether the conversion was agreed, or the loan would be written off, is not known");
	test_reach(use, zone, verdict);
	test_sector(use, verdict);
	if (zone == 0 && depends_on_zone(use))
		verdict_leave_open(verdict, purpose->rule ? purpose->rule : "G6-1", "the zone is not known");
	if (purpose->rule != NULL)
		verdict_allow(verdict, purpose->rule);
	test_post(use, zone, verdict);
}

/*
 * may_fund(post integer, zone zone, purpose text, on_date date, sector text,
 *		post_61_area boolean, outside_agreed boolean, special_case boolean,
 *		convertible boolean) -> verdict
 */
Datum
tilskudd_may_fund(PG_FUNCTION_ARGS)
{
	const char *names[lengthof(purposes)];
	Use			use;
	Verdict		verdict = {0};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	for (int i = 0; i < lengthof(purposes); i++)
		names[i] = purposes[i].name;
	use.post = PG_GETARG_INT32(0);
	if (use.post != 60 && use.post != 61)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the guidelines of 2008 do not speak of post %d", use.post),
				 errhint("They hold for posts 60 and 61 of chapter 551.")));
	use.zone = PG_ARGISNULL(1) ? NULL :
		label_text(&zone_type, (uint8) PG_GETARG_CHAR(1));
	use.purpose = &purposes[name_argument(PG_GETARG_TEXT_PP(2), "unknown purpose \"%s\"", names,
										  lengthof(names))];
	use.on_date = PG_GETARG_DATEADT(3);
	use.sector = PG_ARGISNULL(4) ? SECTOR_NOT_KNOWN :
		name_argument(PG_GETARG_TEXT_PP(4), "unknown sector \"%s\"", sectors, lengthof(sectors));
	use.post_61_area = answer_argument(fcinfo, 5);
	use.outside_agreed = answer_argument(fcinfo, 6);
	use.special_case = answer_argument(fcinfo, 7);
	use.convertible = answer_argument(fcinfo, 8);

	decide_use(&use, &verdict);
	return verdict_datum(&verdict, fcinfo);
}
