/*-------------------------------------------------------------------------
 *
 * de_minimis_sum.c
 *	  Awards of one undertaking, and the sum of those within a window of days.
 *
 * src/function/de_minimis_sum.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "function/de_minimis_sum.h"
#include "function/number.h"
#include "function/verdict.h"
#include "rule/de_minimis.h"

/*
 * The short stored form of numeric: a header, then digits of base 10000, the
 * first of them worth 10000 to the power of the header's weight.  Trailing
 * zeros are not stored.
 */
#define SHORT_POSITIVE(header)	(((header) & 0xE000) == 0x8000)
#define SHORT_DECIMALS(header)	(((header) & 0x1F80) >> 7)
#define SHORT_WEIGHT(header) \
	((int) ((header) & 0x003F) - (int) ((header) & 0x0040))

/* 10000 to the third, times as many units, is far below 2^63. */
#define MAX_WEIGHT				2

/* On its first day, a fiscal year and the two before have that many days. */
#define SHORTEST_WINDOW			(2 * 365)

/*
 * Reads an amount as units of 1/10000, and how many decimals it is written
 * with; false where it does not fit or is no amount of aid at all.
 *
 * Reads the stored form, which can not change without a dump and restore.  To
 * multiply and convert to int8 by the functions on numeric takes 150 ns, which
 * is longer than all the rest that is done for an award.
 */
bool
aid_units(Datum amount, int64 *units, int *decimals)
{
	struct varlena *stored = PG_DETOAST_DATUM_PACKED(amount);
	const char *data = VARDATA_ANY(stored);
	int			ndigits = VARSIZE_ANY_EXHDR(stored) / sizeof(int16) - 1;
	int64		value = 0;
	uint16		header;
	int			power;			/* of 10000, of the last digit */

	/* a short varlena is not aligned */
	memcpy(&header, data, sizeof(header));
	power = SHORT_WEIGHT(header) - ndigits + 1;
	if (!SHORT_POSITIVE(header) || SHORT_DECIMALS(header) > AID_DECIMALS ||
		SHORT_WEIGHT(header) > MAX_WEIGHT || power < -1)
		return false;

	for (int i = 1; i <= ndigits; i++)
	{
		int16		digit;

		memcpy(&digit, data + i * sizeof(digit), sizeof(digit));
		value = value * 10000 + digit;
	}
	for (; power > -1 && value != 0; power--)
		value *= 10000;
	*units = value;
	*decimals = SHORT_DECIMALS(header);
	Assert(number_compare(aid_widen(value, *decimals), DatumGetNumeric(amount)) == 0);
	return true;
}

/*
 * An amount as the server's numeric.  Aid is not negative: what is paid back
 * or waived makes an award smaller, on the day on which it was granted.
 */
Numeric
aid_number(Datum amount)
{
	Numeric		number = DatumGetNumeric(amount);

	if (!number_is_finite(number) || number_is_negative(number))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount of aid can not be %s", number_print(number)),
				 errhint("Amounts are zero or more. What was waived or withdrawn is taken off the award itself.")));
	return number;
}

/* Units as a number that shows so many decimals. */
Numeric
aid_widen(int64 units, int decimals)
{
	static const int divisors[AID_DECIMALS + 1] = {10000, 1000, 100, 10, 1};

	return int64_div_fast_to_numeric(units / divisors[decimals], decimals);
}

/* The window of an award on a day; false where the tables have no regime. */
bool
aid_window(const AidRule *rule, DateADT day, AidWindow *window)
{
	const LawDeMinimis *regime = de_minimis_regime(rule->pool, day);

	if (regime == NULL)
		return false;
	if (rule->joint != NULL &&
		(day < rule->joint->valid_from || day > rule->joint->valid_to))
		return false;
	window->first = de_minimis_window_start(regime, day,
											rule->fiscal_year_start_month);
	window->last = day;
	window->ceiling = rule->joint ? rule->joint->joint_ceiling :
		de_minimis_ceiling(regime, rule->road_freight);
	return true;
}

/* The window of an award of a list. */
bool
award_window(const AidRule *rule, const Award *award, AidWindow *window)
{
	AidRule		own = *rule;

	if (award->month != 0)
		own.fiscal_year_start_month = award->month;
	return aid_window(&own, award->day, window);
}

/* An empty list.  It must stay where it is. */
void
award_list_init(AwardList *list, MemoryContext context)
{
	list->context = context;
	list->awards = list->within;
	list->count = 0;
	list->room = AWARDS_WITHIN;
	list->first = 0;
	list->end = 0;
	list->sum.units = 0;
	list->total = 0;
	list->decimals = 0;
	list->wide = false;
}

/* Makes room for one more award. */
static void
grow(AwardList *list)
{
	size_t		room = list->room * 2;

	if (list->awards == list->within)
	{
		list->awards = MemoryContextAlloc(list->context, room * sizeof(Award));
		memcpy(list->awards, list->within, sizeof(list->within));
	}
	else
		list->awards = repalloc_huge(list->awards, room * sizeof(Award));
	list->room = room;
}

/* Turns a list from units to numbers. */
static void
widen(AwardList *list)
{
	MemoryContext oldcontext;

	if (list->wide)
		return;
	oldcontext = MemoryContextSwitchTo(list->context);
	for (size_t i = 0; i < list->count; i++)
		list->awards[i].amount.number = aid_widen(list->awards[i].amount.units,
												  list->decimals);
	list->sum.number = aid_widen(list->sum.units, list->decimals);
	list->wide = true;
	MemoryContextSwitchTo(oldcontext);
}

/* Adds an award that is a number already. */
void
award_list_add_number(AwardList *list, DateADT day, Numeric number)
{
	Award	   *award;

	widen(list);
	if (list->count == list->room)
		grow(list);
	award = &list->awards[list->count++];
	award->day = day;
	award->month = 0;
	award->amount.number = (Numeric) MemoryContextAlloc(list->context, VARSIZE(number));
	memcpy(award->amount.number, number, VARSIZE(number));
}

/* Adds an award that is in units already. */
void
award_list_add_units(AwardList *list, DateADT day, int64 units, int decimals)
{
	Award	   *award;

	if (list->wide || pg_add_s64_overflow(list->total, units, &list->total))
	{
		award_list_add_number(list, day, aid_widen(units, decimals));
		return;
	}
	if (list->count == list->room)
		grow(list);
	if (decimals > list->decimals)
		list->decimals = decimals;
	award = &list->awards[list->count++];
	award->day = day;
	award->month = 0;
	award->amount.units = units;
}

/* Adds an award. */
void
award_list_add(AwardList *list, DateADT day, Datum amount)
{
	int64		units;
	int			decimals;

	if (aid_units(amount, &units, &decimals))
		award_list_add_units(list, day, units, decimals);
	else
		award_list_add_number(list, day, aid_number(amount));
}

static int
compare_days(const void *a, const void *b)
{
	const Award *x = a;
	const Award *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->month - y->month;
}

/* Brings a list into the order of days, before a window is slid over it. */
void
award_list_sort(AwardList *list)
{
	if (list->count > 1)
		qsort(list->awards, list->count, sizeof(Award), compare_days);
}

/*
 * Forgets the awards that lie before the window and before a day, if they are
 * at least half of the list: then moving the rest costs no more than adding
 * has cost.
 */
void
award_list_forget(AwardList *list, DateADT before)
{
	size_t		old = 0;

	while (old < list->first && list->awards[old].day < before)
		old++;
	if (old < list->count / 2 || old == 0)
		return;
	for (size_t i = 0; i < old; i++)
	{
		if (list->wide)
			pfree(list->awards[i].amount.number);
		else
			list->total -= list->awards[i].amount.units;
	}
	list->count -= old;
	list->first -= old;
	list->end -= old;
	memmove(list->awards, list->awards + old, list->count * sizeof(Award));
}

/* The sum becomes the result of a function on numeric. */
static void
replace_sum(AwardList *list, PGFunction function, Numeric amount)
{
	MemoryContext oldcontext = MemoryContextSwitchTo(list->context);
	Numeric		old = list->sum.number;

	list->sum.number = DatumGetNumeric(DirectFunctionCall2(function,
														   NumericGetDatum(old),
														   NumericGetDatum(amount)));
	pfree(old);
	MemoryContextSwitchTo(oldcontext);
}

/* Takes an award into the sum. */
static inline void
include(AwardList *list, const Award *award)
{
	if (list->wide)
		replace_sum(list, numeric_add, award->amount.number);
	else
		list->sum.units += award->amount.units;
}

/* Takes an award out of the sum. */
static inline void
exclude(AwardList *list, const Award *award)
{
	if (list->wide)
		replace_sum(list, numeric_sub, award->amount.number);
	else
		list->sum.units -= award->amount.units;
}

/*
 * Slides to a window that does not end earlier than the one before.  It may
 * begin earlier, where one regime takes over from another: three fiscal years
 * can be shorter than three years.  That happens on a few days at most, so
 * all windows together take a number of steps proportional to the awards.
 */
void
award_list_slide(AwardList *list, const AidWindow *window)
{
	while (list->end < list->count && list->awards[list->end].day <= window->last)
		include(list, &list->awards[list->end++]);
	while (list->first < list->end && list->awards[list->first].day < window->first)
		exclude(list, &list->awards[list->first++]);
	while (list->first > 0 && list->awards[list->first - 1].day >= window->first)
		include(list, &list->awards[--list->first]);
}

/*
 * Slides to the window of a day, and tells the day's ceiling in EUR; false
 * where the tables have no regime.
 *
 * Most undertakings' awards all lie in one window: then its first day, whose
 * calculation takes longer than the sum, is not needed.
 */
bool
award_list_slide_to_day(AwardList *list, const AidRule *rule, DateADT day, uint32 *ceiling)
{
	const LawDeMinimis *regime = de_minimis_regime(rule->pool, day);
	AidWindow	window;

	if (regime == NULL)
		return false;
	window.last = day;
	if (list->count > 0 && list->awards[0].day >= day - SHORTEST_WINDOW)
		window.first = list->awards[0].day;
	else
		window.first = de_minimis_window_start(regime, day,
											   rule->fiscal_year_start_month);
	award_list_slide(list, &window);
	*ceiling = de_minimis_ceiling(regime, rule->road_freight);
	return true;
}

/* Takes everything out of the window, so that it can be slid again. */
void
award_list_rewind(AwardList *list)
{
	while (list->first < list->end)
		exclude(list, &list->awards[list->first++]);
	list->first = 0;
	list->end = 0;
}

/* An amount of a list, such as its sum, as a number in the caller's context. */
Numeric
award_list_number(const AwardList *list, Aid amount)
{
	if (!list->wide)
		return aid_widen(amount.units, list->decimals);
	return DatumGetNumericCopy(NumericGetDatum(amount.number));
}
