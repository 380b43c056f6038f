/*-------------------------------------------------------------------------
 *
 * deadline.c
 *	  Deadlines of applications, reports and answers.
 *
 * src/function/deadline.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "function/argument.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/deadline.h"
#include "rule/law_row.h"

TILSKUDD_FUNCTION(tilskudd_application_in_time);
TILSKUDD_FUNCTION(tilskudd_application_in_time_zone);
TILSKUDD_FUNCTION(tilskudd_ministry_answer_due);
TILSKUDD_FUNCTION(tilskudd_reporting_deadlines);

/* The deadline's day counts whole (K9-1). */
static bool
in_time(Datum local_time, DateADT deadline)
{
	return DatumGetDateADT(DirectFunctionCall1(timestamp_date, local_time)) <= deadline;
}

/* application_in_time(received timestamp, deadline date) -> boolean */
Datum
tilskudd_application_in_time(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(in_time(PG_GETARG_DATUM(0), PG_GETARG_DATEADT(1)));
}

/*
 * application_in_time(received timestamptz, deadline date, zone text) -> boolean
 *
 * The zone is an argument and not the session's, so that the answer is the
 * same for everybody.
 */
Datum
tilskudd_application_in_time_zone(PG_FUNCTION_ARGS)
{
	Datum		local_time = DirectFunctionCall2(timestamptz_zone, PG_GETARG_DATUM(2),
												 PG_GETARG_DATUM(0));

	PG_RETURN_BOOL(in_time(local_time, PG_GETARG_DATEADT(1)));
}

/* ministry_answer_due(received date) -> date (H4-2) */
Datum
tilskudd_ministry_answer_due(PG_FUNCTION_ARGS)
{
	int32_t		received = PG_GETARG_DATEADT(0);
	DeadlineFacts facts = {.report_received = &received};
	int32_t		due;

	if (!deadline_of(law_row_of_value(law_find_table("deadline"), "item", "ministry_answer"),
					 &facts, &due))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(due);
}

static const char *const programmes[] = {"guidelines", "kompetansepiloter"};

/* A row of reporting_deadlines(). */
static void
put_deadline(ReturnSetInfo *rsinfo, int row, const DeadlineFacts *facts)
{
	static const char *const columns[] = {"item", "text", "text_no", "owed_by", "owed_to"};
	const LawTable *table = law_find_table("deadline");
	Datum		values[9] = {0};
	bool		nulls[9] = {false};
	int32_t		due = 0;

	for (int i = 0; i < lengthof(columns); i++)
	{
		const char *cell = law_cell(table, row, columns[i]);

		nulls[i] = *cell == '\0';
		if (!nulls[i])
			values[i] = tilskudd_utf8_datum(cell);
	}
	nulls[5] = !deadline_of(row, facts, &due);
	values[5] = DateADTGetDatum(due);
	values[6] = tilskudd_utf8_datum(law_cell(table, row, "when_due"));
	values[7] = CStringGetTextDatum(law_cell(table, row, "rule"));
	values[8] = CStringGetTextDatum(verdict_citation(table, row));
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/*
 * reporting_deadlines(programme text, year integer, report_due date,
 *		report_received date) -> setof (item, ...)
 *
 * No rows would read as "no duties", so a year that no row speaks of is an
 * error.
 */
Datum
tilskudd_reporting_deadlines(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const LawTable *table = law_find_table("deadline");
	DeadlineFacts facts = {0};
	int32_t		due;
	int32_t		received;
	const char *programme;
	bool		found = false;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	programme = programmes[name_argument(PG_GETARG_TEXT_PP(0), "unknown programme \"%s\"", programmes,
										 lengthof(programmes))];
	if (!PG_ARGISNULL(2))
	{
		due = PG_GETARG_DATEADT(2);
		facts.report_due = &due;
	}
	if (!PG_ARGISNULL(3))
	{
		received = PG_GETARG_DATEADT(3);
		facts.report_received = &received;
	}

	for (int row = 0; row < table->nrows; row++)
	{
		if (strcmp(law_cell(table, row, "programme"), programme) != 0 ||
			!deadline_in_year(row, PG_GETARG_INT32(1)))
			continue;
		found = true;
		put_deadline(rsinfo, row, &facts);
	}
	if (!found)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("what is reported of %d in programme %s is not known",
						PG_GETARG_INT32(1), programme),
				 errhint("The view law_deadline shows the days for which it is.")));
	return (Datum) 0;
}
