/*
 * De minimis aid: regimes, ceilings, windows, limits of lump sums, retention.
 */
#include "fuzz.h"

#include "rule/calendar.h"
#include "rule/de_minimis.h"
#include "rule/de_minimis_duty.h"
#include "rule/gross_grant_equivalent.h"

/* The window by its definition, from the other side: whether a day's aid counts. */
static bool
counts(const LawDeMinimis *regime, int32_t earlier, int32_t day, int month)
{
	CalendarDay a = calendar_of_day(earlier);
	CalendarDay b = calendar_of_day(day);

	if (regime->window == LAW_THREE_YEARS)
	{
		int			last = days_in_month(b.year - 3, b.month);
		int			start = b.day < last ? b.day : last;

		return a.year > b.year - 3 ||
			(a.year == b.year - 3 && (a.month > b.month || (a.month == b.month && a.day >= start)));
	}
	/* fiscal years are numbered by the calendar year in which they begin */
	return a.year - (a.month < month) >= b.year - (b.month < month) - 2;
}

static void
check_window(const LawDeMinimis *regime, int32_t day, int month)
{
	int32_t		start = de_minimis_window_start(regime, day, month);

	DEMAND(start <= day && day - start <= 3 * 366);
	DEMAND(counts(regime, start, day, month) && !counts(regime, start - 1, day, month));
	DEMAND(de_minimis_window_start(regime, day + 1, month) >= start);
}

static void
check_regime(int pool, int32_t day, int month)
{
	const LawDeMinimis *regime = de_minimis_regime(pool, day);
	int			found = 0;

	for (int i = 0; i < law_nde_minimis; i++)
	{
		const LawDeMinimis *row = &law_de_minimis[i];

		found += row->pool == pool && day >= row->valid_from && day <= row->valid_to;
	}
	DEMAND(found == (regime != NULL));
	if (regime == NULL)
		return;
	DEMAND(regime->pool == pool && regime->ceiling > 0);
	DEMAND(de_minimis_ceiling(regime, false) == regime->ceiling);
	DEMAND(de_minimis_ceiling(regime, true) > 0 && de_minimis_ceiling(regime, true) <= regime->ceiling);
	check_window(regime, day, month);

	/* a longer term, or road freight, never lets the amount be larger */
	for (GgeForm form = GGE_LOAN; form <= GGE_GUARANTEE; form++)
	{
		uint32_t	five = gge_limit(regime, form, GGE_UP_TO_FIVE_YEARS, false);
		uint32_t	ten = gge_limit(regime, form, GGE_UP_TO_TEN_YEARS, false);

		DEMAND(ten <= five && gge_term_counts(regime, form) == (ten > 0));
		DEMAND(gge_limit(regime, form, GGE_UP_TO_FIVE_YEARS, true) <= five);
		DEMAND(gge_limit(regime, form, GGE_UP_TO_TEN_YEARS, true) <= ten);
	}
}

static void
check_retention(int32_t day)
{
	int32_t		until = DAY_MINUS_INFINITY;
	int			row = de_minimis_retention(day, &until);
	int			years;

	DEMAND(row == de_minimis_duty_row("retention", day));
	if (row < 0)
		return;
	years = de_minimis_duty_value(row);
	DEMAND(years > 0 && until == months_after(day, 12 * years));
	DEMAND(de_minimis_duty_row("no such duty", day) == -1);
}

static void
check_pool_name(const char *name, int length)
{
	int			pool = de_minimis_pool(name, length);

	DEMAND(pool >= -1 && pool < LAW_NPOOLS);
	if (pool >= 0)
		DEMAND((int) strlen(de_minimis_pool_name(pool)) == length &&
			   memcmp(de_minimis_pool_name(pool), name, length) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	int			pool = take_between(&input, 0, LAW_NPOOLS - 1);
	int32_t		day = take_day(&input);

	check_regime(pool, day, take_between(&input, 1, 12));
	check_retention(day);
	check_pool_name(de_minimis_pool_name(pool), (int) strlen(de_minimis_pool_name(pool)));
	check_pool_name((const char *) input.at, (int) (input.end - input.at));
	return 0;
}
