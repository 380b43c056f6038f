/*-------------------------------------------------------------------------
 *
 * frame.c
 *	  What is left of a frame, what is carried over, and when the money is
 *	  assigned.
 *
 * Amounts are NOK.
 *
 * src/function/frame.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/number.h"
#include "function/verdict.h"
#include "rule/frame.h"

TILSKUDD_FUNCTION(tilskudd_frame_available);
TILSKUDD_FUNCTION(tilskudd_frame_verdict);
TILSKUDD_FUNCTION(tilskudd_frame_ok);
TILSKUDD_FUNCTION(tilskudd_frame_carried_share);
TILSKUDD_FUNCTION(tilskudd_assignment_letter_due);
TILSKUDD_FUNCTION(tilskudd_assignment_letter_ok);

/* A frame and what became of it; NULL: not known. */
typedef struct Frame
{
	Numeric		frame;			/* of the year */
	Numeric		committed;
	Numeric		carried_over;	/* from other years */
	Numeric		withdrawn;		/* of what was committed */
} Frame;

static void
read_frame(FunctionCallInfo fcinfo, int first, Frame *frame)
{
	frame->frame = amount_argument(fcinfo, first, "frame");
	frame->committed = amount_argument(fcinfo, first + 1, "committed");
	frame->carried_over = amount_argument(fcinfo, first + 2, "carried_over");
	frame->withdrawn = amount_argument(fcinfo, first + 3, "withdrawn");
}

/* All that may be committed (H1-1); NULL where a part of it is not known. */
static Numeric
frame_limit(const Frame *frame)
{
	if (frame->frame == NULL || frame->carried_over == NULL || frame->withdrawn == NULL)
		return NULL;
	return number_add(number_add(frame->frame, frame->carried_over), frame->withdrawn);
}

/* Whether a commitment is within the frame; what is not known is zero or more. */
static void
decide(const Frame *frame, Numeric requested, Verdict *verdict)
{
	Numeric		least = number_of(0);

	verdict->unit = "NOK";
	verdict->limit = frame_limit(frame);
	verdict->used = frame->committed;
	verdict->requested = requested;
	if (frame->committed != NULL)
		least = number_add(least, frame->committed);
	if (requested != NULL)
		least = number_add(least, requested);
	if (verdict->limit != NULL && number_compare(least, verdict->limit) > 0)
	{
		verdict_refuse(verdict, "H1-1");
		return;
	}
	if (frame->frame == NULL)
		verdict_leave_open(verdict, "H1-1", "the frame is not known");
	if (frame->carried_over == NULL)
		verdict_leave_open(verdict, "H1-1", "what is carried over is not known");
	if (frame->withdrawn == NULL)
		verdict_leave_open(verdict, "H1-1", "what was withdrawn is not known");
	if (frame->committed == NULL)
		verdict_leave_open(verdict, "H1-1", "what is committed is not known");
	if (requested == NULL)
		verdict_leave_open(verdict, "H1-1", "the amount is not known");
	verdict_allow(verdict, "H1-1");
}

/* frame_available(frame, committed, carried_over, withdrawn) -> numeric */
Datum
tilskudd_frame_available(PG_FUNCTION_ARGS)
{
	Frame		frame;

	read_frame(fcinfo, 0, &frame);
	PG_RETURN_NUMERIC(number_subtract(frame_limit(&frame), frame.committed));
}

/* frame_verdict(amount, frame, committed, carried_over, withdrawn) -> verdict */
Datum
tilskudd_frame_verdict(PG_FUNCTION_ARGS)
{
	Numeric		requested = amount_argument(fcinfo, 0, "amount");
	Frame		frame;
	Verdict		verdict = {0};

	read_frame(fcinfo, 1, &frame);
	decide(&frame, requested, &verdict);
	return verdict_datum(&verdict, fcinfo);
}

/* frame_ok(amount, frame, committed, carried_over, withdrawn) -> boolean */
Datum
tilskudd_frame_ok(PG_FUNCTION_ARGS)
{
	Numeric		requested = amount_argument(fcinfo, 0, "amount");
	Frame		frame;
	Verdict		verdict = {0};

	read_frame(fcinfo, 1, &frame);
	if (requested == NULL)
		PG_RETURN_NULL();
	decide(&frame, requested, &verdict);
	verdict_require_decided(&verdict, "whether the commitment is within the frame can not be decided",
							NULL, "frame_verdict()");
	PG_RETURN_BOOL(!verdict.refused);
}

/* frame_carried_share(carried_over, frame) -> numeric (H1-2) */
Datum
tilskudd_frame_carried_share(PG_FUNCTION_ARGS)
{
	Numeric		carried_over = amount_argument(fcinfo, 0, "carried_over");
	Numeric		frame = amount_argument(fcinfo, 1, "frame");

	/* no part of nothing */
	if (number_compare(frame, number_of(0)) == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div,
										NumericGetDatum(number_multiply(carried_over, number_of(100))),
										NumericGetDatum(frame)));
}

/* assignment_letter_due(year integer) -> date (H2-1) */
Datum
tilskudd_assignment_letter_due(PG_FUNCTION_ARGS)
{
	int32		due;

	if (frame_letter_due(PG_GETARG_INT32(0), &due) < 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(due);
}

/* assignment_letter_ok(sent_on date, year integer) -> boolean (H2-1) */
Datum
tilskudd_assignment_letter_ok(PG_FUNCTION_ARGS)
{
	int32		year = PG_GETARG_INT32(1);
	int32		due;

	if (frame_letter_due(year, &due) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("by when the letters of assignment of %d are sent is not known", year),
				 errhint("law_frame tells of which years it is.")));
	PG_RETURN_BOOL(PG_GETARG_DATEADT(0) <= due);
}
