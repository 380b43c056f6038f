/*-------------------------------------------------------------------------
 *
 * cumulated_intensity.c
 *	  Aggregate: the intensity of several aids on one cost base.
 *
 * src/function/cumulated_intensity.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "function/number.h"

TILSKUDD_FUNCTION(tilskudd_cumulated_intensity_add);
TILSKUDD_FUNCTION(tilskudd_cumulated_intensity_combine);
TILSKUDD_FUNCTION(tilskudd_cumulated_intensity_serialize);
TILSKUDD_FUNCTION(tilskudd_cumulated_intensity_deserialize);
TILSKUDD_FUNCTION(tilskudd_cumulated_intensity_result);

typedef struct IntensityState
{
	Numeric		aid;			/* sum of what is known, or NULL */
	Numeric		cost;			/* the cost base, or NULL */
	bool		unknown;		/* a NULL was among the rows */
} IntensityState;

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate function called in non-aggregate context");
	return context;
}

/* The state of an argument, made where there is none yet. */
static IntensityState *
state_argument(FunctionCallInfo fcinfo, int argument, MemoryContext context)
{
	if (!PG_ARGISNULL(argument))
		return (IntensityState *) PG_GETARG_POINTER(argument);
	return MemoryContextAllocZero(context, sizeof(IntensityState));
}

static void
add_aid(IntensityState *state, Numeric aid, MemoryContext context)
{
	MemoryContext oldcontext = MemoryContextSwitchTo(context);
	Numeric		old = state->aid;

	state->aid = old == NULL ? DatumGetNumericCopy(NumericGetDatum(aid)) : number_add(old, aid);
	if (old != NULL)
		pfree(old);
	MemoryContextSwitchTo(oldcontext);
}

/* Takes the cost base, which must be the same in every row. */
static void
take_cost(IntensityState *state, Numeric cost, MemoryContext context)
{
	MemoryContext oldcontext;

	if (state->cost != NULL)
	{
		if (number_compare(state->cost, cost) != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("aids of one cost base have the eligible costs %s and %s",
							number_print(state->cost), number_print(cost)),
					 errhint("Every row repeats the cost of the whole base. Aids over different costs are for cumulation_verdict().")));
		return;
	}
	oldcontext = MemoryContextSwitchTo(context);
	state->cost = DatumGetNumericCopy(NumericGetDatum(cost));
	MemoryContextSwitchTo(oldcontext);
}

static Numeric
cost_argument(Numeric cost)
{
	if (!number_is_finite(cost) || number_compare(cost, number_of(0)) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("eligible_cost can not be %s", number_print(cost)),
				 errhint("It must be a number above zero.")));
	return cost;
}

Datum
tilskudd_cumulated_intensity_add(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	IntensityState *state = state_argument(fcinfo, 0, context);

	if (PG_ARGISNULL(1))
		state->unknown = true;
	else
		add_aid(state, number_amount_argument(PG_GETARG_NUMERIC(1), "aid"), context);
	if (PG_ARGISNULL(2))
		state->unknown = true;
	else
		take_cost(state, cost_argument(PG_GETARG_NUMERIC(2)), context);
	PG_RETURN_POINTER(state);
}

Datum
tilskudd_cumulated_intensity_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	IntensityState *state = state_argument(fcinfo, 0, context);

	if (!PG_ARGISNULL(1))
	{
		const IntensityState *other = (IntensityState *) PG_GETARG_POINTER(1);

		state->unknown = state->unknown || other->unknown;
		if (other->aid != NULL)
			add_aid(state, other->aid, context);
		if (other->cost != NULL)
			take_cost(state, other->cost, context);
	}
	PG_RETURN_POINTER(state);
}

static void
send_number(StringInfo buf, Numeric number)
{
	bytea	   *sent;

	pq_sendbyte(buf, number != NULL);
	if (number == NULL)
		return;
	sent = DatumGetByteaPP(DirectFunctionCall1(numeric_send, NumericGetDatum(number)));
	pq_sendbytes(buf, VARDATA_ANY(sent), VARSIZE_ANY_EXHDR(sent));
}

static Numeric
receive_number(StringInfo buf)
{
	if (pq_getmsgbyte(buf) == 0)
		return NULL;
	return DatumGetNumeric(DirectFunctionCall3(numeric_recv, PointerGetDatum(buf),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

Datum
tilskudd_cumulated_intensity_serialize(PG_FUNCTION_ARGS)
{
	const IntensityState *state = (IntensityState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	aggregate_context(fcinfo);
	pq_begintypsend(&buf);
	pq_sendbyte(&buf, state->unknown);
	send_number(&buf, state->aid);
	send_number(&buf, state->cost);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

Datum
tilskudd_cumulated_intensity_deserialize(PG_FUNCTION_ARGS)
{
	bytea	   *serial = PG_GETARG_BYTEA_PP(0);
	IntensityState *state = palloc(sizeof(IntensityState));
	StringInfoData buf;

	aggregate_context(fcinfo);
	initStringInfo(&buf);
	appendBinaryStringInfo(&buf, VARDATA_ANY(serial), VARSIZE_ANY_EXHDR(serial));
	state->unknown = pq_getmsgbyte(&buf) != 0;
	state->aid = receive_number(&buf);
	state->cost = receive_number(&buf);
	pq_getmsgend(&buf);
	pfree(buf.data);
	PG_RETURN_POINTER(state);
}

Datum
tilskudd_cumulated_intensity_result(PG_FUNCTION_ARGS)
{
	const IntensityState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (IntensityState *) PG_GETARG_POINTER(0);
	if (state->unknown)
		PG_RETURN_NULL();
	return DirectFunctionCall2(numeric_div,
							   NumericGetDatum(number_multiply(state->aid, number_of(100))),
							   NumericGetDatum(state->cost));
}
