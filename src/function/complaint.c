/*-------------------------------------------------------------------------
 *
 * complaint.c
 *	  Who may complain of a decision, and to whom (H5-1).
 *
 * src/function/complaint.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/date.h"

#include "function/argument.h"
#include "function/granting.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/complaint.h"

TILSKUDD_FUNCTION(tilskudd_may_complain);
TILSKUDD_FUNCTION(tilskudd_complaint_ok);
TILSKUDD_FUNCTION(tilskudd_complaint_body);

/*
 * Decides whether there is a right to complain.  That an individual decision
 * is not known does not matter where the answer is the same for both.
 */
static void
decide(const char *decided_by, DateADT on_date, Answer individual, Verdict *verdict)
{
	int			row_of_individual = complaint_row(decided_by, true);
	int			row_of_other = complaint_row(decided_by, false);
	int			row = individual == NO ? row_of_other : row_of_individual;

	if (!verdict_guidelines_hold(verdict, on_date))
		return;
	if (individual == NOT_KNOWN && row_of_individual != row_of_other)
		verdict_leave_open(verdict, "H5-1",
						   "whether the decision is an individual one (enkeltvedtak) is not known");
	if (row < 0)
		verdict_leave_open(verdict, "H5-1",
						   psprintf("the guidelines do not say who hears complaints of individual decisions by granter %s",
									decided_by));
	if (verdict->undecided != NIL)
		return;
	verdict->table = law_find_table("complaint");
	verdict->row = row;
	verdict->refused = !complaint_allowed(row);
}

/* The arguments that all forms have: false where one is NULL that must not be. */
static bool
decide_arguments(FunctionCallInfo fcinfo, Verdict *verdict)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return false;
	decide(granter_name(granter_argument(PG_GETARG_TEXT_PP(0))), PG_GETARG_DATEADT(1),
		   answer_argument(fcinfo, 2), verdict);
	return true;
}

/*
 * may_complain(decided_by text, on_date date, individual_decision boolean)
 *		-> verdict
 */
Datum
tilskudd_may_complain(PG_FUNCTION_ARGS)
{
	Verdict		verdict = {0};

	if (!decide_arguments(fcinfo, &verdict))
		PG_RETURN_NULL();
	return verdict_datum(&verdict, fcinfo);
}

/* The same as a boolean for CHECK, where NULL would let the row in. */
Datum
tilskudd_complaint_ok(PG_FUNCTION_ARGS)
{
	Verdict		verdict = {0};

	if (!decide_arguments(fcinfo, &verdict))
		PG_RETURN_NULL();
	verdict_require_decided(&verdict,
							"whether a decision of %s can be complained of can not be decided",
							tilskudd_date(PG_GETARG_DATEADT(1)),
							"may_complain()");
	PG_RETURN_BOOL(!verdict.refused);
}

/* To whom: NULL where there is no right to complain, or it is undecided. */
Datum
tilskudd_complaint_body(PG_FUNCTION_ARGS)
{
	Verdict		verdict = {0};

	if (!decide_arguments(fcinfo, &verdict) || verdict.refused || verdict.undecided != NIL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(tilskudd_utf8_datum(law_cell(verdict.table, verdict.row, "complain_to")));
}
