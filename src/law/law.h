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

/*
 * Labels by value; [0] is empty, and the count includes it.  The types zone,
 * aid_measure and enterprise_size are stored on disk by this number.
 */
extern const LawText law_zone_labels[];
extern const int law_nzone_labels;
extern const LawText law_measures[];
extern const int law_nmeasures;
extern const LawText law_enterprise_sizes[];
extern const int law_nenterprise_sizes;
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

/*
 * Aid intensities.  A question about one gives the measure, size, day and
 * zone, and what else the law asks for:
 */

/* What may hold of the aid; bit n of a set is condition n. */
typedef enum LawCondition
{
	LAW_COLLABORATION,
	LAW_DISSEMINATION,
	LAW_DISADVANTAGED,
	LAW_RESTRUCTURING,
	LAW_CERTIFIED_PROVIDER,
	LAW_LICENSING,
	LAW_JOINT_CALL,
	LAW_MARITIME,
	LAW_MULTI_STATE,
	LAW_FULL_COST,
	LAW_SPARSELY_POPULATED,
	LAW_LARGE_PROJECT,
	LAW_FLAT_RATE,
	LAW_CLUSTER_EXTENDED,
	LAW_INNOVATIVE
} LawCondition;

#define LAW_NCONDITIONS	15

/* Figures that a rate may depend on. */
typedef enum LawFigure
{
	LAW_YEARS_SINCE_CREATION,
	LAW_CLUSTER_YEAR,
	LAW_SME_COST_SHARE,
	LAW_DISTANCE_KM
} LawFigure;

#define LAW_NFIGURES	4
#define LAW_ANY_FIGURE	LAW_NFIGURES

/* How the law is read where it errs or is open; bit n of a set is reading n. */
typedef enum LawReading
{
	LAW_CORRECTED,
	LAW_PRINTED,
	LAW_FIXED,
	LAW_MIDPOINT,
	LAW_START,
	LAW_QUARTERS
} LawReading;

#define LAW_NREADINGS	6

#define LAW_NSIZES	3			/* small, medium, large */

/* Rates in hundredths of a percent, or: */
#define LAW_RATE_UNKNOWN	(-1)
#define LAW_RATE_NONE		(-2)	/* no ceiling in percent */
#define LAW_RATE_SAME		(-3)	/* as another measure has it */

typedef struct LawIntensity
{
	int16_t		measure;
	uint8_t		regime;			/* in law_regimes */
	uint8_t		readings;		/* set; empty: any */
	uint16_t	zones;			/* set; empty: any */
	uint16_t	conditions;		/* set, of which one is enough; empty: none needed */
	uint8_t		figure;			/* LawFigure, or LAW_ANY_FIGURE */
	uint8_t		same_regime;	/* for LAW_RATE_SAME: where ... */
	int16_t		same_measure;	/* ... or 0: of the underlying measure */
	int16_t		from;			/* figure: at least, and ... */
	int16_t		below;			/* ... less than */
	bool		net;			/* of net grant equivalent, not of gross */
	int16_t		rates[LAW_NSIZES];
	int16_t		cap;			/* 0: none */
	LawDay		valid_from;
	LawDay		valid_to;
	uint16_t	row;			/* in the table intensity */
} LawIntensity;

/* By measure, then by the regime's priority, then as they apply: later rows win. */
extern const LawIntensity law_intensities[];

typedef struct LawBonus
{
	int16_t		measure;
	uint8_t		regime;
	uint8_t		alternative;	/* of those with one number the highest counts; 0: all */
	uint16_t	zones;
	uint16_t	conditions;
	int16_t		points[LAW_NSIZES];	/* hundredths of percentage points */
	LawDay		valid_from;
	LawDay		valid_to;
	uint16_t	row;			/* in the table bonus */
} LawBonus;

extern const LawBonus law_bonuses[];

/*
 * The rows of a measure in a period of law_rate_periods (by their first days),
 * in a regime: law_rates[(measure * law_nrate_periods + period) *
 * (law_nregimes + 1) + 1 + regime], without the 1 + regime for whichever is in
 * force.  For speed: a query asks for every row of a table.
 */
typedef struct LawRates
{
	uint16_t	first_intensity;	/* law_rate_rows[], ... */
	uint16_t	first_bonus;
	uint8_t		nintensities;	/* ... positions in law_intensities */
	uint8_t		nbonuses;		/* ... and law_bonuses */
	uint8_t		regime;			/* if there are any */
} LawRates;

extern const LawDay law_rate_periods[];
extern const uint16_t law_rate_zones[];	/* sets: those of the map in each period */
extern const int law_nrate_periods;
extern const LawRates law_rates[];
extern const uint16_t law_rate_rows[];

/* Limits on the amount of aid. */
typedef enum LawPer
{
	LAW_PER_UNDERTAKING,
	LAW_PER_YEAR,				/* and undertaking */
	LAW_PER_THREE_YEARS,		/* and undertaking */
	LAW_PER_UNDERTAKING_AND_PROJECT,
	LAW_PER_PROJECT
} LawPer;

#define LAW_NPER	5

typedef enum LawInstrument
{
	LAW_GRANT,
	LAW_LOAN,
	LAW_GUARANTEE
} LawInstrument;

#define LAW_NINSTRUMENTS	3

typedef struct LawAmount
{
	int16_t		measure;
	uint8_t		regime;
	uint8_t		per;
	uint16_t	zones;			/* as for intensities */
	uint16_t	conditions;
	uint8_t		instruments;	/* set; empty: any */
	uint32_t	amount;			/* EUR */
	LawDay		valid_from;
	LawDay		valid_to;
	uint16_t	row;			/* in the table amount */
} LawAmount;

/* As intensities; of those per one thing, later rows win. */
extern const LawAmount law_amounts[];
extern const uint16_t law_amounts_of_measure[];	/* first; one more at the end */

/* Names of regimes, by the number that rows have. */
extern const LawText law_regimes[];
extern const int law_nregimes;

/* Amounts of aid above which (publication: from which) there is a duty. */
typedef enum LawThresholdKind
{
	LAW_NOTIFICATION,
	LAW_PUBLICATION,
	LAW_TRANCHE,				/* of the cost of a large investment project */
	LAW_LARGE_PROJECT_COST		/* above it a project is a large one */
} LawThresholdKind;

/* Bit n of a set is condition n. */
typedef enum LawThresholdCondition
{
	/* what may hold of the aid */
	LAW_EUREKA,
	LAW_REPAYABLE_ADVANCE,
	/* how the row is meant */
	LAW_TIMES_INTENSITY,		/* the amount is that of an intensity of 100 % */
	LAW_COST_AT_LEAST			/* only projects of the cost or more are notified */
} LawThresholdCondition;

typedef struct LawThreshold
{
	int16_t		measure;		/* 0: all */
	uint8_t		regime;			/* in law_regimes; not of a publication */
	uint8_t		kind;
	uint8_t		conditions;		/* set */
	uint8_t		percent;		/* of a tranche: what part counts; otherwise the
								 * intensity that the row is for, or 0 */
	uint32_t	amount;			/* EUR; of a tranche: its end, 0: none */
	uint32_t	cost;			/* EUR, or 0: total cost above which there is the
								 * duty too; or LAW_COST_AT_LEAST */
	LawDay		valid_from;
	LawDay		valid_to;
} LawThreshold;

/* By measure, then by the regime's priority, then as in the table. */
extern const LawThreshold law_thresholds[];
extern const uint16_t law_thresholds_of_measure[];

/* Definitions of the size of an enterprise. */
typedef enum LawSizeMode
{
	LAW_REC_1996,
	LAW_REC_2003,
	LAW_GUIDELINES_2008
} LawSizeMode;

#define LAW_NSIZE_MODES	3

extern const LawText law_size_modes[];

/*
 * What an enterprise of a size stays within: the headcount, and one of the
 * money limits.
 */
typedef struct LawSizeThreshold
{
	uint8_t		mode;
	uint8_t		size;			/* a code of enterprise_size */
	bool		turnover_strict;	/* printed so: less than, not at most */
	uint16_t	headcount;		/* less than, in annual work units */
	uint32_t	turnover;		/* EUR, at most; 0: no money limits but those of ... */
	uint32_t	balance;		/* ... the larger sizes */
	int32_t		valid_from;		/* the definition of 1996 begins before a LawDay can */
	int32_t		valid_to;		/* INT32_MAX - 1: until further notice */
} LawSizeThreshold;

/* As in the table: the sizes of a definition stand from the smallest up. */
extern const LawSizeThreshold law_size_thresholds[];
extern const int law_nsize_thresholds;

#endif							/* TILSKUDD_LAW_H */
