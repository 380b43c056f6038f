/*-------------------------------------------------------------------------
 *
 * award.c
 *	  Awards, as rows of the user's table have them.
 *
 * src/guard/award.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "utils/snapmgr.h"

#include "function/number.h"
#include "rule/de_minimis.h"

static const char *const doubts[] = {
	[ROW_NO_KEY] = gettext_noop("its key is NULL"),
	[ROW_NO_AMOUNT] = gettext_noop("its amount is NULL"),
	[ROW_NO_DAY] = gettext_noop("its day is NULL or infinite"),
	[ROW_NO_POOL] = gettext_noop("its pool is NULL"),
	[ROW_NO_ROAD_FREIGHT] = gettext_noop("whether it is for road freight is NULL"),
	[ROW_NO_MONTH] = gettext_noop("the month in which its fiscal year starts is NULL"),
	[ROW_NO_COST] = gettext_noop("its eligible cost is NULL"),
	[ROW_NO_DE_MINIMIS] = gettext_noop("whether it is de minimis aid is NULL"),
	[ROW_NO_INTENSITY] = gettext_noop("its intensity is NULL"),
	[ROW_NO_REGIME] = gettext_noop("the law tables have no regime for its pool on its day"),
	[ROW_NO_FINAL] = gettext_noop("whether it is the last payment is NULL"),
	[ROW_NO_RETENTION] = gettext_noop("the law tables do not say how long it is kept"),
	[ROW_BAD_AMOUNT] = gettext_noop("its amount is negative, NaN or infinite"),
	[ROW_BAD_POOL] = gettext_noop("its pool is none of general, sgei, agriculture and fisheries"),
	[ROW_BAD_MONTH] = gettext_noop("the month in which its fiscal year starts is not 1 to 12"),
	[ROW_BAD_COST] = gettext_noop("its eligible cost is negative, NaN or infinite"),
	[ROW_BAD_INTENSITY] = gettext_noop("its intensity is not 0 to 100 %"),
	[ROW_BAD_ITEMS] = gettext_noop("one of its cost items is NULL or has no name"),
	[ROW_BAD_MAX_AMOUNT] = gettext_noop("the amount that it may have at most is negative, NaN or infinite"),
};

/* Why a row can not be decided upon: in English, as verdicts have it. */
const char *
row_doubt_text(RowDoubt doubt)
{
	return doubts[doubt];
}

/* An empty list. */
void
awards_init(GuardAwards *awards)
{
	memset(awards, 0, sizeof(GuardAwards));
}

void
awards_add(GuardAwards *awards, const GuardAward *award)
{
	if (awards->count == awards->room)
	{
		size_t		room = awards->room ? awards->room * 2 : 16;

		if (awards->awards == NULL)
			awards->awards = palloc(room * sizeof(GuardAward));
		else
			awards->awards = repalloc_huge(awards->awards, room * sizeof(GuardAward));
		awards->room = room;
	}
	awards->awards[awards->count++] = *award;
}

/* The last day on which there is one. */
DateADT
awards_last_day(const GuardAwards *awards)
{
	DateADT		last = DATEVAL_NOBEGIN;

	for (size_t i = 0; i < awards->count; i++)
		last = Max(last, awards->awards[i].day);
	return last;
}

/* An amount as a number. */
Numeric
award_number(const GuardAward *award)
{
	return award->wide ? award->amount.number : aid_widen(award->amount.units, award->decimals);
}

/* Whether an award is for nothing, which is no aid. */
bool
award_is_nothing(const GuardAward *award)
{
	return award->wide ? number_compare(award->amount.number, number_of(0)) == 0 : award->amount.units == 0;
}

int
award_compare_amounts(const GuardAward *a, const GuardAward *b)
{
	if (!a->wide && !b->wide)
		return (a->amount.units > b->amount.units) - (a->amount.units < b->amount.units);
	return number_compare(award_number(a), award_number(b));
}

/* A value of a column of numbers; not copied, if it is a numeric. */
Numeric
column_number(const Guard *guard, GuardColumn column, Datum value)
{
	switch (guard->types[column])
	{
		case INT8OID:
			return number_of(DatumGetInt64(value));
		case INT4OID:
			return number_of(DatumGetInt32(value));
		case INT2OID:
			return number_of(DatumGetInt16(value));
		default:
			return DatumGetNumeric(value);
	}
}

/* Reads an amount; false where it is no amount of aid. */
static bool
read_amount(const Guard *guard, Datum value, GuardAward *award)
{
	Numeric		number;
	int			decimals;

	if (guard->types[GUARD_AMOUNT] != NUMERICOID)
		value = NumericGetDatum(column_number(guard, GUARD_AMOUNT, value));
	award->wide = !aid_units(value, &award->amount.units, &decimals);
	award->decimals = decimals;
	if (!award->wide)
		return true;
	number = DatumGetNumericCopy(value);
	award->amount.number = number;
	return number_is_finite(number) && !number_is_negative(number);
}

/* What a row is for limits within windows of days. */
RowDoubt
aid_read_row(const Guard *guard, const Datum *values, const bool *nulls, GuardAward *award)
{
	const Declaration *declaration = guard->declaration;
	int			pool = declaration->constants.pool;
	bool		road_freight = declaration->constants.road_freight;

	if (declaration->columns[GUARD_POOL])
	{
		char	   *name;

		if (nulls[GUARD_POOL])
			return ROW_NO_POOL;
		name = OutputFunctionCall((FmgrInfo *) &guard->pool_output, values[GUARD_POOL]);
		pool = de_minimis_pool(name, strlen(name));
		if (pool < 0)
			return ROW_BAD_POOL;
	}
	if (declaration->columns[GUARD_ROAD_FREIGHT])
	{
		if (nulls[GUARD_ROAD_FREIGHT])
			return ROW_NO_ROAD_FREIGHT;
		road_freight = DatumGetBool(values[GUARD_ROAD_FREIGHT]);
	}
	if (declaration->columns[GUARD_MONTH])
	{
		int			month;

		if (nulls[GUARD_MONTH])
			return ROW_NO_MONTH;
		month = guard->types[GUARD_MONTH] == INT4OID ? DatumGetInt32(values[GUARD_MONTH]) :
			DatumGetInt16(values[GUARD_MONTH]);
		if (month < 1 || month > 12)
			return ROW_BAD_MONTH;
		award->month = month;
	}
	award->class = CLASS_OF(pool, road_freight);
	return read_amount(guard, values[GUARD_AMOUNT], award) ? ROW_CLEAR : ROW_BAD_AMOUNT;
}

void
aid_copy(GuardAward *award)
{
	if (award->wide)
		award->amount.number = DatumGetNumericCopy(NumericGetDatum(award->amount.number));
}

/* Whether an award has the same day and limits as one before, and no larger amount. */
bool
aid_is_no_worse(const GuardAward *award, const GuardAward *before)
{
	return before->day == award->day && before->class == award->class &&
		before->month == award->month && award_compare_amounts(award, before) <= 0;
}

/*
 * Makes an award of the values of a row that counts, which are in the order of
 * the guard's columns; or tells why it can not be decided upon.
 */
RowDoubt
award_of(const Guard *guard, const Datum *values, const bool *nulls, GuardAward *award)
{
	if (nulls[GUARD_KEY])
		return ROW_NO_KEY;
	if (guard->declaration->columns[GUARD_AMOUNT] && nulls[GUARD_AMOUNT])
		return ROW_NO_AMOUNT;
	if (nulls[GUARD_GRANTED_ON] || DATE_NOT_FINITE(DatumGetDateADT(values[GUARD_GRANTED_ON])))
		return ROW_NO_DAY;
	award->day = DatumGetDateADT(values[GUARD_GRANTED_ON]);
	award->member = 0;
	award->month = 0;
	award->final = false;
	return guard->declaration->rule->read_row(guard, values, nulls, award);
}

/* The same of a tuple. */
RowDoubt
award_of_slot(const Guard *guard, const AttrNumber *columns, TupleTableSlot *slot,
			  Datum *key, GuardAward *award)
{
	Datum		values[GUARD_NCOLUMNS];
	bool		nulls[GUARD_NCOLUMNS];

	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		if (columns[i] != 0)
			values[i] = slot_getattr(slot, columns[i], &nulls[i]);
	}
	*key = values[GUARD_KEY];
	return award_of(guard, values, nulls, award);
}

/* What this transaction has made of a row; false if it is gone. */
bool
newest_version(Relation table, const ItemPointerData *tid, TupleTableSlot *slot)
{
	TableScanDesc scan = table_beginscan_tid(table, SnapshotSelf);
	ItemPointerData newest = *tid;

	table_tuple_get_latest_tid(scan, &newest);
	table_endscan(scan);
	return table_tuple_fetch_row_version(table, &newest, SnapshotSelf, slot);
}
