/*-------------------------------------------------------------------------
 *
 * verdict.c
 *	  What a rule that decides answers, in its SQL form.
 *
 * src/function/verdict.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/number.h"
#include "function/verdict.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "message.h"
#include "rule/law_row.h"

/* The attributes of the type verdict. */
enum
{
	VERDICT_ALLOWED,
	VERDICT_LIMIT,
	VERDICT_USED,
	VERDICT_REQUESTED,
	VERDICT_HEADROOM,
	VERDICT_UNIT,
	VERDICT_RULE,
	VERDICT_CITATION,
	VERDICT_UNDECIDED,
	VERDICT_NATTS
};

/* A row of the law as refusals quote it: "citation [evidence]". */
const char *
verdict_source(const LawTable *table, int row)
{
	char	   *utf8 = psprintf("%s [%s]", law_cell(table, row, "citation"),
								law_cell(table, row, "evidence"));

	return pg_any_to_server(utf8, strlen(utf8), PG_UTF8);
}

/* A row of the law as verdicts quote it: "citation [evidence]; caveat". */
const char *
verdict_citation(const LawTable *table, int row)
{
	const char *caveat = law_cell(table, row, "caveat");
	const char *source = verdict_source(table, row);

	return *caveat ? psprintf("%s; %s", source, pg_any_to_server(caveat, strlen(caveat), PG_UTF8)) : source;
}

static void
set_text(Datum *values, bool *nulls, int attribute, const char *text)
{
	nulls[attribute] = text == NULL || *text == '\0';
	if (!nulls[attribute])
		values[attribute] = CStringGetTextDatum(text);
}

static void
set_numeric(Datum *values, bool *nulls, int attribute, Numeric amount)
{
	nulls[attribute] = amount == NULL;
	values[attribute] = NumericGetDatum(amount);
}

/* A list of char * as text[]. */
Datum
verdict_texts(List *texts)
{
	Datum	   *elements = palloc(sizeof(Datum) * list_length(texts));
	ListCell   *cell;
	int			n = 0;

	foreach(cell, texts)
		elements[n++] = CStringGetTextDatum((char *) lfirst(cell));
	return PointerGetDatum(construct_array(elements, n, TEXTOID, -1, false,
										   TYPALIGN_INT));
}

static void
show_rule(Verdict *verdict, const char *rule)
{
	verdict->table = law_find_table("rule");
	verdict->row = law_row_of_value(verdict->table, "rule", rule);
}

/*
 * A rule of the guidelines allows, refuses or leaves a point open.  What the
 * verdict shows is the first rule that refused, else the first that left
 * something open, else the first that allowed.
 */
void
verdict_allow(Verdict *verdict, const char *rule)
{
	if (verdict->table == NULL)
		show_rule(verdict, rule);
}

void
verdict_refuse(Verdict *verdict, const char *rule)
{
	if (!verdict->refused)
		show_rule(verdict, rule);
	verdict->refused = true;
}

void
verdict_leave_open(Verdict *verdict, const char *rule, const char *point)
{
	if (!verdict->refused && verdict->undecided == NIL)
		show_rule(verdict, rule);
	verdict->undecided = lappend(verdict->undecided, unconstify(char *, point));
}

/* Whether the guidelines hold on a day; what they say then is left open if not. */
bool
verdict_guidelines_hold(Verdict *verdict, DateADT on_date)
{
	const LawTable *regime = law_find_table("regime");
	int			row = law_row_of_value(regime, "kind", "guidelines");

	if (law_row_holds(regime, row, on_date))
		return true;
	verdict_leave_open(verdict, "G0-1",
					   psprintf("the guidelines hold from %s to %s, not on %s",
								tilskudd_date(law_row_from(regime, row)),
								tilskudd_date(law_row_to(regime, row)),
								tilskudd_date(on_date)));
	return false;
}

/*
 * For the boolean form, where NULL would let a row in: an error for what is
 * left undecided, with a message ("whether ... can not be decided"), what stands
 * for %s in it, and the function that shows all points.
 */
void
verdict_require_decided(const Verdict *verdict, const char *message, const char *subject, const char *function)
{
	if (!verdict->refused && verdict->undecided != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg(message, subject),
				 errdetail("Undecided: %s.", (char *) linitial(verdict->undecided)),
				 errhint("%s lists all points.", function)));
}

/*
 * The verdict as a row.  What is certainly unlawful is refused even if other
 * points are undecided; otherwise an undecided point leaves the whole
 * undecided, and so does an amount that is not known.
 */
Datum
verdict_datum(const Verdict *verdict, FunctionCallInfo fcinfo)
{
	TupleDesc	tupdesc;
	Datum		values[VERDICT_NATTS] = {0};
	bool		nulls[VERDICT_NATTS] = {false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
		tupdesc->natts != VERDICT_NATTS)
		elog(ERROR, "return type must be verdict");
	tupdesc = BlessTupleDesc(tupdesc);

	nulls[VERDICT_ALLOWED] = !verdict->refused && verdict->undecided != NIL;
	values[VERDICT_ALLOWED] = BoolGetDatum(!verdict->refused);
	set_numeric(values, nulls, VERDICT_LIMIT, verdict->limit);
	set_numeric(values, nulls, VERDICT_USED, verdict->used);
	set_numeric(values, nulls, VERDICT_REQUESTED, verdict->requested);
	set_numeric(values, nulls, VERDICT_HEADROOM,
				verdict->limit && verdict->used ?
				number_subtract(verdict->limit, verdict->used) : NULL);
	set_text(values, nulls, VERDICT_UNIT, verdict->unit);
	if (verdict->table != NULL)
	{
		set_text(values, nulls, VERDICT_RULE,
				 law_cell(verdict->table, verdict->row, "rule"));
		set_text(values, nulls, VERDICT_CITATION,
				 verdict_citation(verdict->table, verdict->row));
	}
	else
		nulls[VERDICT_RULE] = nulls[VERDICT_CITATION] = true;
	nulls[VERDICT_UNDECIDED] = verdict->undecided == NIL;
	if (verdict->undecided != NIL)
		values[VERDICT_UNDECIDED] = verdict_texts(verdict->undecided);

	return HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls));
}
