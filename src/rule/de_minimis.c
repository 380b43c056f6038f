/*-------------------------------------------------------------------------
 *
 * de_minimis.c
 *	  De minimis aid: which regime holds on a day, its ceiling, and the period
 *	  whose aid counts.
 *
 * src/rule/de_minimis.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/de_minimis.h"

#include <string.h>

#include "rule/calendar.h"

static const char *const pool_names[LAW_NPOOLS] = {
	"general", "sgei", "agriculture", "fisheries"
};

/* The pool of a name, or -1. */
int
de_minimis_pool(const char *name, int length)
{
	for (int pool = 0; pool < LAW_NPOOLS; pool++)
	{
		if ((int) strlen(pool_names[pool]) == length &&
			memcmp(pool_names[pool], name, length) == 0)
			return pool;
	}
	return -1;
}

const char *
de_minimis_pool_name(int pool)
{
	return pool_names[pool];
}

/* The regime of a pool on a day, or NULL. */
const LawDeMinimis *
de_minimis_regime(int pool, int32_t day)
{
	for (int i = 0; i < law_nde_minimis; i++)
	{
		const LawDeMinimis *regime = &law_de_minimis[i];

		if (regime->pool == pool &&
			regime->valid_from <= day && day <= regime->valid_to)
			return regime;
	}
	return NULL;
}

/* EUR.  A regime without a lower ceiling for road freight has the one. */
uint32_t
de_minimis_ceiling(const LawDeMinimis *regime, bool road_freight)
{
	return road_freight && regime->road_freight_ceiling > 0 ?
		regime->road_freight_ceiling : regime->ceiling;
}

/*
 * The first day whose aid counts for an award on a day, which itself counts
 * too.  Rolling (2023/2831 Art 3(2)): the same calendar day three years
 * before, that day included; from 29 February, the 28th.  Fiscal (1998/2006
 * Art 2(2), 1407/2013 Art 3(2)): the first day of the fiscal year two before
 * the one that contains the day.
 */
int32_t
de_minimis_window_start(const LawDeMinimis *regime, int32_t day,
						int fiscal_year_start_month)
{
	CalendarDay calendar;

	if (regime->window == LAW_THREE_YEARS)
		return years_before(day, 3);
	calendar = calendar_of_day(day);
	return day_of_calendar(calendar.year - 2 -
						   (calendar.month < fiscal_year_start_month),
						   fiscal_year_start_month, 1);
}
