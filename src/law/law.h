/*-------------------------------------------------------------------------
 *
 * law.h
 *	  The law as constant tables: dated, cited values, compiled in.
 *
 * law_data.c, which defines everything declared here, is written by
 * generate.pl from the CSV files of this folder.  Nothing in these tables
 * is a pointer: the library is mapped without relocations, and all backends
 * share its pages.
 *
 * Plain C: this header and src/rule/ build without the server.
 *
 * src/law/law.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_LAW_H
#define TILSKUDD_LAW_H

#include <stdbool.h>
#include <stdint.h>

/* A day counted from 2000-01-01, as the server's type date counts it. */
typedef uint16_t LawDay;
#define LAW_DAY_OPEN	UINT16_MAX	/* "until further notice" */

/* A UTF-8 text: its place in law_text_pool.  0 is the empty text, "none". */
typedef uint32_t LawText;
extern const char law_text_pool[];

static inline const char *
law_text(LawText text)
{
	return law_text_pool + text;
}

/*
 * A CSV file as it stands, for the law_* views and for citations: from
 * law_cells[first_cell] on the ncolumns column names, then the texts of its
 * nrows rows.
 */
typedef struct LawTable
{
	LawText		name;
	uint16_t	ncolumns;
	uint16_t	nrows;
	uint32_t	first_cell;
} LawTable;

extern const LawText law_cells[];
extern const LawTable law_tables[];
extern const int law_ntables;

extern const LawTable *law_find_table(const char *name);
extern const char *law_cell(const LawTable *table, int row, const char *column);

/*
 * Numbers: law_municipality_of_number[kommunenr] is 0 for a number that never
 * was a municipality's in the time covered, otherwise 1 + its index in the
 * per-number arrays below.
 */
#define LAW_KOMMUNENR_MAX 9999
extern const uint16_t law_municipality_of_number[LAW_KOMMUNENR_MAX + 1];

typedef struct LawMunicipality
{
	uint16_t	kommunenr;
	LawDay		valid_from;		/* first day in force */
	LawDay		valid_to;		/* last day in force, or LAW_DAY_OPEN */
	uint16_t	first_county;	/* law_counties_of_territory[], ... */
	uint8_t		ncounties;		/* ... every county it ever belonged to */
} LawMunicipality;

extern const LawMunicipality law_municipalities[];
extern const int law_nmunicipalities;
extern const uint8_t law_counties_of_territory[];

/* What lies on the territory of a number in a period. */
typedef struct LawSegment
{
	uint16_t	values;			/* set of values: bit n is value n, bit 0 is
								 * "not known for some part" */
	uint16_t	first_part;		/* law_parts[], ... */
	uint8_t		nparts;			/* ... what the territory consists of */
	uint8_t		value;			/* the value if it is one and known, else 0 */
} LawSegment;

/*
 * One subject.  Time is cut into periods, by their first days, within which
 * nothing changes for any number; segments[i * nperiods + j] is what lies on
 * the territory of law_municipalities[i] in period j.  The generator follows
 * renumberings, mergers and divisions, so that a lookup never has to.
 *
 * A full matrix rather than a list per number: finding the period is the same
 * few comparisons for every row of a query, which the processor predicts;
 * searching a list of each number's own cost three times as much.
 */
typedef struct LawTerritory
{
	const LawDay *periods;
	const LawSegment *segments;
	int			nperiods;
} LawTerritory;

/*
 * Parts are rows of the subject's CSV (its index in the LawTable), or, for
 * law_structure, indexes in law_municipalities.
 */
extern const uint16_t law_parts[];
extern const LawTerritory law_zone;
extern const LawTerritory law_transport_zone;
extern const LawTerritory law_payroll_zone;
extern const LawTerritory law_centrality;
extern const LawTerritory law_structure;	/* municipalities in force */

/* Names of municipalities: official ("Porsanger - Porsáŋgu - Porsanki"). */
typedef struct LawName
{
	uint16_t	kommunenr;
	LawDay		valid_from;
	LawDay		valid_to;
	LawText		name;
	LawText		aliases;		/* other spellings, joined by " - ", or 0 */
} LawName;

extern const LawName law_names[];	/* by kommunenr, valid_from */
extern const int law_nnames;

/* Counties: the first two digits of the numbers in them. */
typedef struct LawCounty
{
	uint8_t		number;
	LawDay		valid_from;
	LawDay		valid_to;
	LawText		name;			/* with its Sami and Kven forms, " - " between */
	LawText		name_no;		/* Norwegian form alone */
} LawCounty;

extern const LawCounty law_counties[];	/* by number */
extern const int law_ncounties;

/* Labels by value; [0] is empty.  Zones are stored on disk by this number. */
extern const LawText law_zone_labels[];
extern const int law_nzone_labels;
extern const LawText law_payroll_zone_labels[];

typedef struct LawPayrollRate
{
	uint8_t		payroll_zone;	/* a value of law_payroll_zone */
	LawDay		valid_from;
	LawDay		valid_to;
	uint16_t	tenths;			/* of a percent */
} LawPayrollRate;

extern const LawPayrollRate law_payroll_rates[];
extern const int law_npayroll_rates;

/* De minimis aid: a regime, by pool and first day. */
typedef enum LawPool
{
	LAW_POOL_GENERAL,
	LAW_POOL_SGEI,
	LAW_POOL_AGRICULTURE,
	LAW_POOL_FISHERIES
} LawPool;

#define LAW_NPOOLS	4

typedef enum LawWindow
{
	LAW_THREE_FISCAL_YEARS,		/* the year of the award and the two before */
	LAW_THREE_YEARS				/* rolling, to the day */
} LawWindow;

typedef struct LawDeMinimis
{
	uint8_t		pool;
	uint8_t		window;
	uint16_t	row;			/* in the table de_minimis */
	LawDay		valid_from;
	LawDay		valid_to;

	/* EUR; 0 where the regime has none */
	uint32_t	ceiling;
	uint32_t	road_freight_ceiling;
	uint32_t	loan_5y;
	uint32_t	loan_10y;
	uint32_t	guarantee_5y;
	uint32_t	guarantee_10y;

	/* percent of the loan; 0 where the regime has none */
	uint8_t		loan_collateral;	/* at least */
	uint8_t		guarantee_cover;	/* at most */
} LawDeMinimis;

extern const LawDeMinimis law_de_minimis[];
extern const int law_nde_minimis;

/* Pools whose aid counts together, or expressly does not. */
typedef struct LawDeMinimisCumulation
{
	uint8_t		pools;			/* bit n is LawPool n */
	uint8_t		settles;		/* how this LawPool and the others add up */
	uint16_t	row;			/* in the table de_minimis_cumulation */
	LawDay		valid_from;
	LawDay		valid_to;
	uint32_t	joint_ceiling;	/* EUR; 0: each stands for itself */
} LawDeMinimisCumulation;

extern const LawDeMinimisCumulation law_de_minimis_cumulation[];
extern const int law_nde_minimis_cumulation;

#endif							/* TILSKUDD_LAW_H */
