/*-------------------------------------------------------------------------
 *
 * intensity_aid.c
 *	  How much aid an eligible cost may at most get: as an amount, a verdict, a
 *	  boolean, and step by step.
 *
 * src/function/intensity_aid.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/intensity.h"
#include "function/notification.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/number.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/de_minimis.h"
#include "rule/law_row.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_max_aid);
TILSKUDD_FUNCTION(tilskudd_intensity_verdict);
TILSKUDD_FUNCTION(tilskudd_intensity_ok);
TILSKUDD_FUNCTION(tilskudd_explain_intensity);

/* What is asked beside the intensity; amounts in one currency. */
typedef struct Case
{
	IntensityQuestion question;
	IntensityAnswer answer;
	bool		asked;			/* there is a measure and a day */
	Numeric		eligible_cost;	/* NULL: not known, as below */
	int			instrument;
	Numeric		granted_before;
	Numeric		granted_this_year;
	Numeric		per_eur;		/* units of the currency */
	int			term_years;		/* of a loan or guarantee */
	bool		large_project;	/* by its cost */
} Case;

/* Terms of loans and guarantees in years (651/2014 Art 22). */
#define LONGEST_TERM			10
#define SHORTEST_COUNTED_TERM	5

/* The arguments that follow those of the question. */
enum
{
	ARG_INSTRUMENT,
	ARG_GRANTED_BEFORE,
	ARG_GRANTED_THIS_YEAR,
	ARG_PER_EUR,
	ARG_TERM_YEARS
};

/* A limit on the amount. */
typedef struct AmountLimit
{
	const char *what;
	Numeric		limit;
	Numeric		used;			/* NULL: not known */
	const LawTable *table;
	int			row;
} AmountLimit;

/* Those of LawPer, the share of the cost, and the ceiling of de minimis aid. */
#define MAX_LIMITS	(LAW_NPER + 2)

static Numeric
amount_argument(FunctionCallInfo fcinfo, int arg, const char *name)
{
	return PG_ARGISNULL(arg) ? NULL : number_amount_argument(PG_GETARG_NUMERIC(arg), name);
}

static int
instrument_argument(FunctionCallInfo fcinfo, int arg)
{
	const text *name;
	int			instrument;

	if (PG_ARGISNULL(arg))
		return LAW_GRANT;
	name = PG_GETARG_TEXT_PP(arg);
	instrument = intensity_instrument(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (instrument < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown instrument \"%s\"", tilskudd_shorten(text_to_cstring(name))),
				 errhint("Instruments are grant, loan and guarantee.")));
	return instrument;
}

static int
term_argument(FunctionCallInfo fcinfo, int arg)
{
	int			years = PG_ARGISNULL(arg) ? LONGEST_TERM : PG_GETARG_INT32(arg);

	if (years < 1 || years > LONGEST_TERM)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("term_years is %d", years),
				 errhint("Loans and guarantees run for 1 to %d years.", LONGEST_TERM)));
	return years;
}

static Numeric
from_eur(const Case *c, uint32 eur)
{
	return c->per_eur == NULL ? number_of(eur) : number_multiply(number_of(eur), c->per_eur);
}

/* The answer, where the cost tells whether the project is a large one. */
static void
answer_case(Case *c)
{
	const LawThreshold *large = large_project_cost(c->question.measure, c->question.day);

	c->large_project = large != NULL && c->eligible_cost != NULL &&
		number_compare(c->eligible_cost, from_eur(c, large->amount)) > 0;
	if (c->large_project)
		c->question.conditions |= 1 << LAW_LARGE_PROJECT;
	intensity_answer(&c->question, &c->answer);
}

/* The case that arguments describe: the question's from first on, the others' from rest on. */
static void
read_case(FunctionCallInfo fcinfo, int cost, int first, int rest, Case *c)
{
	c->asked = intensity_question(fcinfo, first, &c->question);
	c->eligible_cost = amount_argument(fcinfo, cost, "eligible_cost");
	c->instrument = instrument_argument(fcinfo, rest + ARG_INSTRUMENT);
	c->granted_before = amount_argument(fcinfo, rest + ARG_GRANTED_BEFORE, "granted_before");
	c->granted_this_year = amount_argument(fcinfo, rest + ARG_GRANTED_THIS_YEAR, "granted_this_year");
	/* what was granted this year was granted before */
	if (c->granted_before != NULL && c->granted_this_year != NULL &&
		number_compare(c->granted_before, c->granted_this_year) < 0)
		c->granted_before = c->granted_this_year;
	c->per_eur = amount_argument(fcinfo, rest + ARG_PER_EUR, "per_eur");
	c->term_years = term_argument(fcinfo, rest + ARG_TERM_YEARS);
	if (c->per_eur != NULL && number_compare(c->per_eur, number_of(0)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("per_eur is 0"),
				 errhint("It is the number of units of the currency that one euro costs.")));
	if (c->asked)
		answer_case(c);
}

/*
 * A limit in the currency of the case.  Those of loans and guarantees are for
 * the longest term: shorter ones have 10 / term of it, down to five years
 * (651/2014 Art 22), here rounded down to hundredths.
 */
static Numeric
amount_of_limit(const Case *c, const LawAmount *amount)
{
	Numeric		limit = from_eur(c, amount->amount);
	int			years = Max(c->term_years, SHORTEST_COUNTED_TERM);

	if (amount->instruments == 0 || c->instrument == LAW_GRANT || years == LONGEST_TERM)
		return limit;
	limit = number_multiply(limit, number_of(LONGEST_TERM));
	limit = DatumGetNumeric(DirectFunctionCall2(numeric_div, NumericGetDatum(limit),
												NumericGetDatum(number_of(years))));
	limit = DatumGetNumeric(DirectFunctionCall2(numeric_trunc, NumericGetDatum(limit), Int32GetDatum(2)));
	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(limit)));
}

/* What the law calls a limit per one thing. */
static const char *
limit_name(const LawAmount *amount)
{
	return psprintf("amount per %s", law_cell(law_find_table("amount"), amount->row, "per"));
}

/*
 * The share of the cost, of a large investment project of its adjusted cost
 * (651/2014 Art 14 and 2(20)).
 */
static AmountLimit
share_limit(const Case *c)
{
	const LawTable *table = law_find_table("threshold");
	const LawThreshold *tranche = first_tranche(c->question.measure, c->question.day);
	Numeric		cost = c->eligible_cost == NULL ? number_of(0) : c->eligible_cost;

	if (c->large_project && tranche != NULL)
	{
		cost = notification_adjusted_cost(cost, c->per_eur, tranche, c->question.day);
		return (AmountLimit) {
			"share of the adjusted cost", number_share(cost, c->answer.rate), number_of(0), table,
				law_row_of_day(table, c->question.day, "kind", "tranche", "item", "A")
		};
	}
	return (AmountLimit) {
		"share of the eligible cost", number_share(cost, c->answer.rate), number_of(0),
			law_find_table("intensity"), c->answer.base->row
	};
}

/* The limits on the amount; those that are not known are not among them. */
static int
limits_of_case(const Case *c, AmountLimit *limits)
{
	const LawAmount *amounts[LAW_NPER];
	int			n = 0;

	if (c->answer.rate >= 0 && (c->eligible_cost != NULL || c->answer.rate == 0))
		limits[n++] = share_limit(c);
	if (c->answer.regime == REGIME_IN_FORCE)
		return n;
	intensity_amounts(&c->question, c->answer.regime, c->instrument, amounts);
	for (int per = 0; per < LAW_NPER; per++)
	{
		if (amounts[per] != NULL)
			limits[n++] = (AmountLimit) {
				limit_name(amounts[per]), amount_of_limit(c, amounts[per]),
					per == LAW_PER_YEAR ? c->granted_this_year : c->granted_before,
					law_find_table("amount"), amounts[per]->row
			};
	}
	if (c->question.measure == label_code(&aid_measure_type, "de_minimis"))
	{
		const LawDeMinimis *regime = de_minimis_regime(LAW_POOL_GENERAL, c->question.day);

		if (regime != NULL)
			limits[n++] = (AmountLimit) {
				"ceiling of de minimis aid", from_eur(c, de_minimis_ceiling(regime, false)),
					c->granted_before, law_find_table("de_minimis"), regime->row
			};
	}
	return n;
}

static Numeric
room_of(const AmountLimit *limit)
{
	return number_subtract(limit->limit, limit->used);
}

/* The limit that leaves the least room; NULL where none is known. */
static const AmountLimit *
tightest(const AmountLimit *limits, int nlimits)
{
	const AmountLimit *least = NULL;

	for (int i = 0; i < nlimits; i++)
	{
		if (limits[i].used != NULL &&
			(least == NULL || number_compare(room_of(&limits[i]), room_of(least)) < 0))
			least = &limits[i];
	}
	return least;
}

/* Why the most that a case may get is not known; NIL where it is. */
static List *
doubts_of_case(const Case *c, const AmountLimit *limits, int nlimits)
{
	List	   *doubts = NIL;

	if (!c->asked)
		return list_make1("measure or day is not known");
	if (c->answer.rate == LAW_RATE_UNKNOWN)
		doubts = lappend(doubts, unconstify(char *, intensity_doubt(&c->question, &c->answer)));
	else if (c->eligible_cost == NULL && c->answer.rate > 0)
		doubts = lappend(doubts, "the eligible cost is not known");
	else if (nlimits == 0)
		doubts = lappend(doubts, "the law tables have no limit in percent, and none on the amount");
	for (int i = 0; i < nlimits; i++)
	{
		if (limits[i].used == NULL)
			doubts = lappend(doubts, psprintf("what was granted before is not known, and counts against the %s",
											  limits[i].what));
	}
	return doubts;
}

/* max_aid(eligible_cost, measure, size, on_date, ...) -> numeric */
Datum
tilskudd_max_aid(PG_FUNCTION_ARGS)
{
	Case		c;
	AmountLimit limits[MAX_LIMITS];
	int			nlimits;
	Numeric		room;

	read_case(fcinfo, 0, 1, 1 + INTENSITY_NARGS, &c);
	if (!c.asked)
		PG_RETURN_NULL();
	nlimits = limits_of_case(&c, limits);
	if (c.answer.rate == 0)
		PG_RETURN_NUMERIC(number_of(0));
	if (doubts_of_case(&c, limits, nlimits) != NIL)
		PG_RETURN_NULL();
	room = room_of(tightest(limits, nlimits));
	PG_RETURN_NUMERIC(number_is_negative(room) ? number_of(0) : room);
}

/* What is found for one size and zone. */
typedef enum Finding
{
	FINDING_OPEN,
	FINDING_ALLOWED,
	FINDING_REFUSED
} Finding;

/*
 * The finding on an amount of aid, for the size and zone of the case.  What is
 * over a limit that is known is refused, whatever else is not known.
 */
static Finding
find(const Case *c, Verdict *verdict)
{
	AmountLimit limits[MAX_LIMITS];
	int			nlimits = c->asked ? limits_of_case(c, limits) : 0;
	const AmountLimit *least = tightest(limits, nlimits);

	verdict->undecided = doubts_of_case(c, limits, nlimits);
	if (verdict->requested == NULL)
		verdict->undecided = lappend(verdict->undecided, "the aid is not known");
	if (least != NULL)
	{
		verdict->limit = least->limit;
		verdict->used = least->used;
		verdict->table = least->table;
		verdict->row = least->row;
		verdict->refused = verdict->requested != NULL &&
			number_compare(verdict->requested, room_of(least)) > 0;
	}
	return verdict->refused ? FINDING_REFUSED :
		verdict->undecided == NIL ? FINDING_ALLOWED : FINDING_OPEN;
}

/* Of two equal findings, the one that is nearer to the other. */
static bool
is_nearer(Finding finding, const Verdict *a, const Verdict *b)
{
	int			order;

	if (a->limit == NULL || b->limit == NULL)
		return false;
	order = number_compare(number_subtract(a->limit, a->used), number_subtract(b->limit, b->used));
	return finding == FINDING_REFUSED ? order > 0 : order < 0;
}

/*
 * The verdict for all sizes and zones that there may be: it is decided where
 * all have the same.
 */
static void
decide_for_all(Case *c, Verdict *verdict)
{
	bool		any_size = c->question.size == SIZE_UNKNOWN;
	uint16_t	zones = c->question.zone == 0 ? intensity_zones(c->question.day) : 0;
	Finding		all = FINDING_OPEN;
	List	   *doubts = NIL;
	bool		first = true;
	bool		by_size = false;
	bool		by_zone = false;
	Finding		first_zone = FINDING_OPEN;

	for (int size = any_size ? SIZE_SMALL : c->question.size; size <= (any_size ? SIZE_LARGE : c->question.size); size++)
	{
		bool		new_size = true;

		for (int zone = 0; zone < law_nzone_labels; zone++)
		{
			Case		one = *c;
			Verdict		found = {.requested = verdict->requested,.unit = verdict->unit};
			Finding		finding;

			if (zones == 0 ? zone > 0 : !(zones & (1 << zone)))
				continue;
			one.question.size = size;
			if (zones != 0)
				one.question.zone = zone;
			answer_case(&one);
			finding = find(&one, &found);
			if (finding == FINDING_OPEN && doubts == NIL)
				doubts = found.undecided;
			if (first || (finding == all && is_nearer(finding, &found, verdict)))
				*verdict = found;
			by_zone |= !new_size && finding != first_zone;
			by_size |= new_size && !first && finding != first_zone;
			if (new_size)
				first_zone = finding;
			new_size = false;
			all = first || finding == all ? finding : FINDING_OPEN;
			first = false;
		}
	}
	if (all != FINDING_OPEN)
		return;
	if (by_size)
		doubts = lappend(doubts, "the size of the enterprise is not given");
	if (by_zone)
		doubts = lappend(doubts, "the zone is not given");
	*verdict = (Verdict) {.requested = verdict->requested,.unit = verdict->unit,.undecided = doubts};
}

/* The verdict on an amount of aid. */
static void
decide(FunctionCallInfo fcinfo, Case *c, Verdict *verdict)
{
	memset(verdict, 0, sizeof(*verdict));
	verdict->requested = amount_argument(fcinfo, 0, "aid");
	verdict->unit = "currency of the cost";
	read_case(fcinfo, 1, 2, 2 + INTENSITY_NARGS, c);
	if (c->asked && (c->question.size == SIZE_UNKNOWN || c->question.zone == 0))
		decide_for_all(c, verdict);
	else
		(void) find(c, verdict);
}

/* intensity_verdict(aid, eligible_cost, measure, size, on_date, ...) -> verdict */
Datum
tilskudd_intensity_verdict(PG_FUNCTION_ARGS)
{
	Case		c;
	Verdict		verdict;

	decide(fcinfo, &c, &verdict);
	return verdict_datum(&verdict, fcinfo);
}

/*
 * intensity_ok(aid, eligible_cost, measure, size, on_date, ...) -> boolean.
 * Without aid there is nothing to test; an undecided case is an error, since a
 * NULL would let the row in.
 */
Datum
tilskudd_intensity_ok(PG_FUNCTION_ARGS)
{
	Case		c;
	Verdict		verdict;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	decide(fcinfo, &c, &verdict);
	if (!verdict.refused && verdict.undecided != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("can not decide whether aid of %s is within the law's limits",
						number_print(verdict.requested)),
				 errdetail("Undecided: %s.", (char *) linitial(verdict.undecided)),
				 errhint("intensity_verdict() and explain_intensity() tell more.")));
	PG_RETURN_BOOL(!verdict.refused);
}

/* A row of explain_intensity(). */
static void
put_step(ReturnSetInfo *rsinfo, const char *step, Numeric value, const LawTable *table, int row)
{
	Datum		values[4] = {CStringGetTextDatum(step)};
	bool		nulls[4] = {false, value == NULL, true, table == NULL};

	if (value != NULL)
		values[1] = NumericGetDatum(value);
	if (table != NULL)
	{
		const char *rule = law_cell(table, row, "rule");

		nulls[2] = *rule == '\0';
		values[2] = CStringGetTextDatum(rule);
		values[3] = CStringGetTextDatum(verdict_citation(table, row));
	}
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/* What a rate needs that others of the measure do not, as in the law table. */
static const char *
needs_of_row(const LawTable *table, int row)
{
	static const char *const columns[] = {"zones", "condition", "reading", "option"};
	char	   *needs = "";

	for (int i = 0; i < lengthof(columns); i++)
	{
		const char *cell = law_cell(table, row, columns[i]);

		if (*cell != '\0')
			needs = psprintf("%s%s%s %s", needs, *needs ? ", " : "", columns[i], cell);
	}
	return needs;
}

static const char *
remark_on_rate(const LawTable *table, const IntensityStep *step)
{
	if (step->rate == LAW_RATE_SAME)
		return psprintf(" (as %s)", law_cell(table, step->row, "same_as"));
	if (step->rate == LAW_RATE_NONE)
		return " (no ceiling in percent)";
	return strcmp(law_cell(table, step->row, "unit"), "NGE") == 0 ? " (net grant equivalent)" : "";
}

static void
put_rate_step(ReturnSetInfo *rsinfo, const IntensityStep *step, bool first)
{
	const LawTable *table = law_find_table(step->kind == INTENSITY_BONUS ? "bonus" : "intensity");
	Numeric		value = step->rate >= 0 ? intensity_percent(step->rate) : NULL;
	const char *what;

	if (step->kind == INTENSITY_CAP)
		what = "cap";
	else if (step->kind == INTENSITY_BONUS)
		what = psprintf("bonus: %s", law_cell(table, step->row, "bonus"));
	else
	{
		const char *needs = needs_of_row(table, step->row);

		what = psprintf("%s%s%s%s", first ? "base" : "instead", *needs ? ": " : "", needs,
						remark_on_rate(table, step));
	}
	put_step(rsinfo, what, value, table, step->row);
}

/* Where the version of a regime stands in its table. */
static int
regime_row(int regime, int32 day)
{
	return law_row_of_day(law_find_table("regime"), day, "regime", law_text(law_regimes[regime]),
						  NULL, NULL);
}

/* explain_intensity(measure, size, on_date, ..., eligible_cost, ...) -> setof */
Datum
tilskudd_explain_intensity(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Case		c;
	AmountLimit limits[MAX_LIMITS];
	int			nlimits;
	const AmountLimit *least;

	read_case(fcinfo, INTENSITY_NARGS, 0, INTENSITY_NARGS + 1, &c);
	tilskudd_init_srf(fcinfo);
	if (!c.asked)
		return (Datum) 0;
	if (c.answer.regime != REGIME_IN_FORCE)
		put_step(rsinfo, psprintf("regime %s", law_text(law_regimes[c.answer.regime])), NULL,
				 law_find_table("regime"), regime_row(c.answer.regime, c.question.day));
	for (int i = 0; i < c.answer.nsteps; i++)
		put_rate_step(rsinfo, &c.answer.steps[i], i == 0);
	put_step(rsinfo, c.answer.rate == LAW_RATE_UNKNOWN ?
			 psprintf("maximum intensity in percent: %s", intensity_doubt(&c.question, &c.answer)) :
			 "maximum intensity in percent",
			 c.answer.rate >= 0 ? intensity_percent(c.answer.rate) : NULL, NULL, 0);
	nlimits = limits_of_case(&c, limits);
	for (int i = 0; i < nlimits; i++)
		put_step(rsinfo, limits[i].what, limits[i].limit, limits[i].table, limits[i].row);
	least = tightest(limits, nlimits);
	if (least != NULL && doubts_of_case(&c, limits, nlimits) == NIL)
		put_step(rsinfo, "maximum aid", number_is_negative(room_of(least)) ? number_of(0) : room_of(least),
				 NULL, 0);
	return (Datum) 0;
}
