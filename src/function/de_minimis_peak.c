/*-------------------------------------------------------------------------
 *
 * de_minimis_peak.c
 *	  Aggregate: when an undertaking was nearest to its de minimis ceiling, or
 *	  furthest above it.
 *
 * src/function/de_minimis_peak.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "access/htup_details.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "function/de_minimis.h"
#include "function/de_minimis_sum.h"
#include "function/number.h"
#include "function/verdict.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_peak_add);
TILSKUDD_FUNCTION(tilskudd_de_minimis_peak_combine);
TILSKUDD_FUNCTION(tilskudd_de_minimis_peak_serialize);
TILSKUDD_FUNCTION(tilskudd_de_minimis_peak_deserialize);
TILSKUDD_FUNCTION(tilskudd_de_minimis_peak_result);

/* The arguments, after the state. */
enum
{
	ARG_AMOUNT = 1,
	ARG_GRANTED_ON,
	ARG_POOL,
	ARG_ROAD_FREIGHT,
	ARG_MONTH
};

/* The attributes of the type de_minimis_peak. */
enum
{
	PEAK_RATIO,
	PEAK_ON_DATE,
	PEAK_USED,
	PEAK_CEILING,
	PEAK_NATTS
};

/*
 * The awards of a group as they come.  A register has millions of groups of
 * one or two awards, so this is one piece of memory, as small as may be:
 *
 *		head   8 bytes
 *		amount 8 bytes each  } room for (size - 8) / 12 of them: two in
 *		day    4 bytes each  } 32 bytes, four in 64, ten in 128, ...
 *
 * An amount is in units of 1/10000, or, if one of them does not fit, they all
 * are pointers to numeric.
 */
typedef struct PeakState
{
	uint32		nawards;
	uint8		log_size;		/* of this piece */
	uint8		pool;
	uint8		month;			/* and flags */
	uint8		decimals;
	Aid			amounts[FLEXIBLE_ARRAY_MEMBER];
} PeakState;

#define MONTH_MASK		0x0F
#define ROAD_FREIGHT	0x10
#define WIDE			0x20

#define SMALLEST_LOG_SIZE	5

static inline size_t
state_room(int log_size)
{
	return (((size_t) 1 << log_size) - offsetof(PeakState, amounts)) /
		(sizeof(Aid) + sizeof(DateADT));
}

static inline DateADT *
state_days(const PeakState *state)
{
	return (DateADT *) (state->amounts + state_room(state->log_size));
}

/* An empty state for a rule. */
static PeakState *
make_state(MemoryContext context, const AidRule *rule, int log_size)
{
	PeakState  *state = MemoryContextAllocHuge(context, (Size) 1 << log_size);

	state->nawards = 0;
	state->log_size = log_size;
	state->pool = rule->pool;
	state->month = rule->fiscal_year_start_month |
		(rule->road_freight ? ROAD_FREIGHT : 0);
	state->decimals = 0;
	return state;
}

static AidRule
state_rule(const PeakState *state)
{
	AidRule		rule = {state->pool, (state->month & ROAD_FREIGHT) != 0,
	state->month & MONTH_MASK};

	return rule;
}

/* Adds an award, of the state's kind; the state may move. */
static PeakState *
state_append(PeakState *state, DateADT day, Aid amount)
{
	if (state->nawards == state_room(state->log_size))
	{
		DateADT    *days;

		if (state->nawards >= PG_UINT32_MAX / 2)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many awards in one group")));
		state = repalloc_huge(state, (Size) 1 << (state->log_size + 1));
		days = state_days(state);
		state->log_size++;
		memmove(state_days(state), days, state->nawards * sizeof(DateADT));
	}
	state->amounts[state->nawards] = amount;
	state_days(state)[state->nawards] = day;
	state->nawards++;
	return state;
}

/* Turns the amounts of a state into numbers. */
static void
state_widen(PeakState *state, MemoryContext context)
{
	MemoryContext oldcontext = MemoryContextSwitchTo(context);

	if (!(state->month & WIDE))
	{
		for (uint32 i = 0; i < state->nawards; i++)
			state->amounts[i].number = aid_widen(state->amounts[i].units,
												 state->decimals);
		state->month |= WIDE;
	}
	MemoryContextSwitchTo(oldcontext);
}

/* Adds an award that is a number, which is copied. */
static PeakState *
state_append_number(PeakState *state, MemoryContext context, DateADT day,
					Numeric number)
{
	Aid			amount;

	state_widen(state, context);
	amount.number = (Numeric) MemoryContextAlloc(context, VARSIZE(number));
	memcpy(amount.number, number, VARSIZE(number));
	return state_append(state, day, amount);
}

/* Adds an award that is in units. */
static PeakState *
state_append_units(PeakState *state, MemoryContext context, DateADT day,
				   int64 units, int decimals)
{
	Aid			amount;

	if (state->month & WIDE)
		return state_append_number(state, context, day, aid_widen(units, decimals));
	if (decimals > state->decimals)
		state->decimals = decimals;
	amount.units = units;
	return state_append(state, day, amount);
}

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "support function of de_minimis_peak called outside an aggregate");
	return context;
}

/* A group must have one pool, one fiscal year, and one road freight. */
static void
check_same_rule(const PeakState *state, const AidRule *rule)
{
	AidRule		first = state_rule(state);
	const char *argument = NULL;

	if (first.pool != rule->pool)
		argument = "pool";
	else if (first.road_freight != rule->road_freight)
		argument = "road_freight";
	else if (first.fiscal_year_start_month != rule->fiscal_year_start_month)
		argument = "fiscal_year_start_month";
	if (argument != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument %s of de_minimis_peak() changes within a group",
						argument),
				 errhint("Add it to GROUP BY.")));
}

/*
 * Transition function: (internal, amount, granted_on [, pool [, road_freight
 * [, fiscal_year_start_month]]]).  A row with a NULL is ignored.
 */
Datum
tilskudd_de_minimis_peak_add(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	PeakState  *state = PG_ARGISNULL(0) ? NULL : (PeakState *) PG_GETARG_POINTER(0);
	AidRule		rule = {LAW_POOL_GENERAL, false, 1, NULL};
	DateADT		day;
	int64		units;
	int			decimals;

	for (int i = ARG_AMOUNT; i < PG_NARGS(); i++)
	{
		if (!PG_ARGISNULL(i))
			continue;
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(state);
	}
	if (PG_NARGS() > ARG_POOL)
		rule.pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(ARG_POOL));
	if (PG_NARGS() > ARG_ROAD_FREIGHT)
		rule.road_freight = PG_GETARG_BOOL(ARG_ROAD_FREIGHT);
	if (PG_NARGS() > ARG_MONTH)
		rule.fiscal_year_start_month = de_minimis_month_argument(PG_GETARG_INT32(ARG_MONTH));

	if (state == NULL)
		state = make_state(context, &rule, SMALLEST_LOG_SIZE);
	else
		check_same_rule(state, &rule);

	day = PG_GETARG_DATEADT(ARG_GRANTED_ON);
	if (aid_units(PG_GETARG_DATUM(ARG_AMOUNT), &units, &decimals))
		state = state_append_units(state, context, day, units, decimals);
	else
		state = state_append_number(state, context, day,
									aid_number(PG_GETARG_DATUM(ARG_AMOUNT)));
	PG_RETURN_POINTER(state);
}

/* Combine function: the awards of both. */
Datum
tilskudd_de_minimis_peak_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	PeakState  *state = PG_ARGISNULL(0) ? NULL : (PeakState *) PG_GETARG_POINTER(0);
	const PeakState *other = PG_ARGISNULL(1) ? NULL : (PeakState *) PG_GETARG_POINTER(1);
	AidRule		rule;

	if (other == NULL)
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(state);
	}
	rule = state_rule(other);
	if (state == NULL)
		state = make_state(context, &rule, SMALLEST_LOG_SIZE);
	else
		check_same_rule(state, &rule);

	for (uint32 i = 0; i < other->nawards; i++)
	{
		if (other->month & WIDE)
			state = state_append_number(state, context, state_days(other)[i],
										other->amounts[i].number);
		else
			state = state_append_units(state, context, state_days(other)[i],
									   other->amounts[i].units, other->decimals);
	}
	PG_RETURN_POINTER(state);
}

/* Serial form: the head, then day and amount of each award. */
Datum
tilskudd_de_minimis_peak_serialize(PG_FUNCTION_ARGS)
{
	const PeakState *state = (PeakState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	aggregate_context(fcinfo);
	pq_begintypsend(&buf);
	pq_sendint32(&buf, state->nawards);
	pq_sendbyte(&buf, state->pool);
	pq_sendbyte(&buf, state->month);
	pq_sendbyte(&buf, state->decimals);
	for (uint32 i = 0; i < state->nawards; i++)
	{
		pq_sendint32(&buf, state_days(state)[i]);
		if (state->month & WIDE)
		{
			bytea	   *number = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																	 NumericGetDatum(state->amounts[i].number)));

			pq_sendbytes(&buf, VARDATA_ANY(number), VARSIZE_ANY_EXHDR(number));
			pfree(number);
		}
		else
			pq_sendint64(&buf, state->amounts[i].units);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

Datum
tilskudd_de_minimis_peak_deserialize(PG_FUNCTION_ARGS)
{
	bytea	   *serial = PG_GETARG_BYTEA_PP(0);
	AidRule		rule = {LAW_POOL_GENERAL, false, 1, NULL};
	StringInfoData buf;
	PeakState  *state;
	uint32		nawards;
	int			log_size = SMALLEST_LOG_SIZE;

	aggregate_context(fcinfo);
	initStringInfo(&buf);
	appendBinaryStringInfo(&buf, VARDATA_ANY(serial), VARSIZE_ANY_EXHDR(serial));
	nawards = pq_getmsgint(&buf, 4);
	while (state_room(log_size) < nawards)
		log_size++;
	state = make_state(CurrentMemoryContext, &rule, log_size);
	state->pool = pq_getmsgbyte(&buf);
	state->month = pq_getmsgbyte(&buf);
	state->decimals = pq_getmsgbyte(&buf);
	for (uint32 i = 0; i < nawards; i++)
	{
		DateADT		day = pq_getmsgint(&buf, 4);
		Aid			amount;

		if (state->month & WIDE)
			amount.number = DatumGetNumeric(DirectFunctionCall3(numeric_recv,
																PointerGetDatum(&buf),
																ObjectIdGetDatum(InvalidOid),
																Int32GetDatum(-1)));
		else
			amount.units = pq_getmsgint64(&buf);
		state = state_append(state, day, amount);
	}
	pq_getmsgend(&buf);
	pfree(buf.data);
	PG_RETURN_POINTER(state);
}

/* The awards of a state in the order of their days. */
static void
list_awards(AwardList *list, const PeakState *state)
{
	award_list_init(list, CurrentMemoryContext);
	for (uint32 i = 0; i < state->nawards; i++)
	{
		if (state->month & WIDE)
			award_list_add_number(list, state_days(state)[i], state->amounts[i].number);
		else
			award_list_add_units(list, state_days(state)[i], state->amounts[i].units,
								 state->decimals);
	}
	award_list_sort(list);
}

/* How much aid there was in one window. */
typedef struct Use
{
	DateADT		day;
	Aid			used;
	uint32		ceiling;
} Use;

/* Whether one use is a larger part of its ceiling than another, exactly. */
static bool
is_higher(const AwardList *list, const Use *a, const Use *b)
{
	uint64		wholes_a,
				wholes_b;

	if (list->wide)
		return number_compare(number_multiply(a->used.number, number_of(b->ceiling)),
							  number_multiply(b->used.number, number_of(a->ceiling))) > 0;
	/* The remainders are less than 2^32, so their products fit. */
	wholes_a = (uint64) a->used.units / a->ceiling;
	wholes_b = (uint64) b->used.units / b->ceiling;
	if (wholes_a != wholes_b)
		return wholes_a > wholes_b;
	return (uint64) a->used.units % a->ceiling * b->ceiling >
		(uint64) b->used.units % b->ceiling * a->ceiling;
}

/*
 * Finds the highest use.  Only the days of awards need a look: between them a
 * sum only falls, but for a change of regime, and no award is tested then.
 */
static bool
find_peak(AwardList *list, const AidRule *rule, Use *peak)
{
	bool		found = false;

	for (size_t i = 0; i < list->count; i++)
	{
		Use			use;

		CHECK_FOR_INTERRUPTS();
		use.day = list->awards[i].day;
		if ((i > 0 && use.day == list->awards[i - 1].day) ||
			!award_list_slide_to_day(list, rule, use.day, &use.ceiling))
			continue;
		use.used = list->sum;
		if (found && !is_higher(list, &use, peak))
			continue;
		*peak = use;
		if (list->wide)
			peak->used.number = award_list_number(list, list->sum);
		found = true;
	}
	return found;
}

/*
 * Final function -> de_minimis_peak (ratio numeric, on_date date, used
 * numeric, ceiling numeric)
 */
Datum
tilskudd_de_minimis_peak_result(PG_FUNCTION_ARGS)
{
	const PeakState *state = PG_ARGISNULL(0) ? NULL : (PeakState *) PG_GETARG_POINTER(0);
	TupleDesc	tupdesc = fcinfo->flinfo->fn_extra;
	AwardList	list;
	AidRule		rule;
	Use			peak;
	Datum		values[PEAK_NATTS];
	bool		nulls[PEAK_NATTS] = {false};

	aggregate_context(fcinfo);
	if (state == NULL)
		PG_RETURN_NULL();
	list_awards(&list, state);
	rule = state_rule(state);
	if (!find_peak(&list, &rule, &peak))
		PG_RETURN_NULL();

	if (tupdesc == NULL)
	{
		MemoryContext oldcontext = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
			tupdesc->natts != PEAK_NATTS)
			elog(ERROR, "return type must be de_minimis_peak");
		tupdesc = BlessTupleDesc(tupdesc);
		fcinfo->flinfo->fn_extra = tupdesc;
		MemoryContextSwitchTo(oldcontext);
	}
	values[PEAK_ON_DATE] = DateADTGetDatum(peak.day);
	values[PEAK_USED] = NumericGetDatum(award_list_number(&list, peak.used));
	values[PEAK_CEILING] = NumericGetDatum(number_of(peak.ceiling));
	values[PEAK_RATIO] = DirectFunctionCall2(numeric_div, values[PEAK_USED],
											 values[PEAK_CEILING]);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls)));
}
