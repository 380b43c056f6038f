/*-------------------------------------------------------------------------
 *
 * intensity.c
 *	  The maximum aid intensity as an SQL function, and what the functions
 *	  that build on it share.
 *
 * src/function/intensity.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/intensity.h"

#include "mb/pg_wchar.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "function/number.h"
#include "message.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_max_intensity);

/* The arguments of a question, from the first on. */
enum
{
	ARG_MEASURE,
	ARG_SIZE,
	ARG_ON_DATE,
	ARG_ZONE,
	ARG_REGIME,
	ARG_CONDITIONS,				/* in the order of LawCondition */
	ARG_AS_PRINTED = ARG_CONDITIONS + LAW_NCONDITIONS,
	ARG_YEARS_SINCE_CREATION,
	ARG_CLUSTER_YEAR,
	ARG_CLUSTER_STEPS,
	ARG_SME_COST_SHARE,
	ARG_DISTANCE_KM,
	ARG_UNDERLYING,
	ARG_COUNT
};

StaticAssertDecl(ARG_COUNT == INTENSITY_NARGS, "arguments of a question");

static const char *
regime_names(const char *given)
{
	const char **names = palloc(sizeof(char *) * law_nregimes);
	const char *nearest;
	const char *list;

	for (int i = 0; i < law_nregimes; i++)
		names[i] = law_text(law_regimes[i]);
	nearest = tilskudd_nearest(given, names, law_nregimes);
	list = tilskudd_list(names, law_nregimes);
	return *nearest ? psprintf(_("Perhaps you mean %s. Regimes are %s."), nearest, list) :
		psprintf(_("Regimes are %s."), list);
}

/* The regime that an argument names; an error where it names none. */
int
intensity_regime_argument(const text *name)
{
	int			regime = intensity_regime(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if (regime < 0)
	{
		char	   *given = text_to_cstring(name);

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown regime \"%s\"", tilskudd_shorten(given)),
				 errhint_internal("%s", regime_names(given))));
	}
	return regime;
}

/* A figure that counts from one. */
static int32
year_argument(int32 year, const char *name)
{
	if (year < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is %d", name, year),
				 errhint("Years are counted as they begin: the first is 1.")));
	return year;
}

/*
 * A figure as the whole number below it, which is all that the law's limits
 * ask for.
 */
static int32
figure_argument(Numeric figure, const char *name, int most)
{
	Numeric		whole;

	if (!number_is_finite(figure) || number_is_negative(figure) ||
		number_compare(figure, number_of(most)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is %s", name, number_print(figure)),
				 errhint("It is a number from 0 to %d.", most)));
	whole = DatumGetNumeric(DirectFunctionCall1(numeric_floor, NumericGetDatum(figure)));
	return DatumGetInt32(DirectFunctionCall1(numeric_int4, NumericGetDatum(whole)));
}

/*
 * How the operating aid of clusters is read.  Who gives the year asks for that
 * year's rate, who does not, for the fixed one.
 */
static int
cluster_steps_argument(FunctionCallInfo fcinfo, int arg, bool with_year)
{
	const text *name;
	int			reading;

	if (PG_ARGISNULL(arg))
		return with_year ? LAW_MIDPOINT : LAW_FIXED;
	name = PG_GETARG_TEXT_PP(arg);
	reading = intensity_cluster_steps(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (reading < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown cluster_steps \"%s\"", tilskudd_shorten(text_to_cstring(name))),
				 errhint("They are fixed, midpoint (90, 70, 50, 30, 10), start (100, 80, 60, 40, 20) and quarters (100, 75, 50, 25, 0).")));
	return reading;
}

static void
read_figures(FunctionCallInfo fcinfo, int first, IntensityQuestion *question)
{
	for (int i = 0; i < LAW_NFIGURES; i++)
		question->figures[i] = FIGURE_UNKNOWN;
	if (!PG_ARGISNULL(first + ARG_YEARS_SINCE_CREATION))
		question->figures[LAW_YEARS_SINCE_CREATION] =
			year_argument(PG_GETARG_INT32(first + ARG_YEARS_SINCE_CREATION), "years_since_creation");
	if (!PG_ARGISNULL(first + ARG_CLUSTER_YEAR))
		question->figures[LAW_CLUSTER_YEAR] =
			year_argument(PG_GETARG_INT32(first + ARG_CLUSTER_YEAR), "cluster_year");
	if (!PG_ARGISNULL(first + ARG_SME_COST_SHARE))
		question->figures[LAW_SME_COST_SHARE] =
			figure_argument(PG_GETARG_NUMERIC(first + ARG_SME_COST_SHARE), "sme_cost_share", 100);
	if (!PG_ARGISNULL(first + ARG_DISTANCE_KM))
		question->figures[LAW_DISTANCE_KM] =
			figure_argument(PG_GETARG_NUMERIC(first + ARG_DISTANCE_KM), "distance_km", 40000);
}

/* What led to a property right (V10-2): research and development. */
static int
underlying_argument(int measure)
{
	const char *label = label_text(&aid_measure_type, measure);

	if (strncmp(label, "rd_", 3) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("underlying is %s", label),
				 errhint("It is the research that led to the right: rd_fundamental, rd_industrial or rd_experimental.")));
	return measure;
}

static bool
is_true(FunctionCallInfo fcinfo, int arg)
{
	return !PG_ARGISNULL(arg) && PG_GETARG_BOOL(arg);
}

/*
 * What the arguments from the regime on say.  A boolean that is NULL claims
 * nothing, as one that is false.
 */
static void
read_options(FunctionCallInfo fcinfo, int first, IntensityQuestion *question)
{
	memset(question, 0, sizeof(*question));
	question->regime = REGIME_IN_FORCE;
	if (!PG_ARGISNULL(first + ARG_REGIME))
		question->regime = intensity_regime_argument(PG_GETARG_TEXT_PP(first + ARG_REGIME));
	for (int i = 0; i < LAW_NCONDITIONS; i++)
	{
		if (is_true(fcinfo, first + ARG_CONDITIONS + i))
			question->conditions |= 1 << i;
	}
	question->readings = 1 << (is_true(fcinfo, first + ARG_AS_PRINTED) ? LAW_PRINTED : LAW_CORRECTED);
	read_figures(fcinfo, first, question);
	question->readings |= 1 << cluster_steps_argument(fcinfo, first + ARG_CLUSTER_STEPS,
													  question->figures[LAW_CLUSTER_YEAR] != FIGURE_UNKNOWN);
	if (!PG_ARGISNULL(first + ARG_UNDERLYING))
		question->underlying = underlying_argument(PG_GETARG_INT16(first + ARG_UNDERLYING));
}

/* What the arguments before say; false where there is no measure or no day. */
static bool
read_subject(FunctionCallInfo fcinfo, int first, IntensityQuestion *question)
{
	question->size = PG_ARGISNULL(first + ARG_SIZE) ? SIZE_UNKNOWN :
		label_known(&enterprise_size_type, (uint8) PG_GETARG_CHAR(first + ARG_SIZE));
	question->zone = PG_ARGISNULL(first + ARG_ZONE) ? 0 :
		label_known(&zone_type, (uint8) PG_GETARG_CHAR(first + ARG_ZONE));
	if (PG_ARGISNULL(first + ARG_MEASURE) || PG_ARGISNULL(first + ARG_ON_DATE))
		return false;
	question->measure = label_known(&aid_measure_type, PG_GETARG_INT16(first + ARG_MEASURE));
	question->day = PG_GETARG_DATEADT(first + ARG_ON_DATE);
	return true;
}

/* The question that arguments put; false where there is no measure or no day. */
bool
intensity_question(FunctionCallInfo fcinfo, int first, IntensityQuestion *question)
{
	read_options(fcinfo, first, question);
	return read_subject(fcinfo, first, question);
}

/*
 * Options that are constants, read once for a query.  Parameters are not among
 * them: in PL/pgSQL an expression is kept while its variables change.
 */
typedef struct QueryOptions
{
	bool		constant;		/* in fact they are */
	IntensityQuestion question;
} QueryOptions;

static QueryOptions *
query_options(FunctionCallInfo fcinfo)
{
	QueryOptions *options = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(QueryOptions));
	Node	   *call = fcinfo->flinfo->fn_expr;
	int			arg = 0;
	ListCell   *cell;

	options->constant = call != NULL && IsA(call, FuncExpr);
	if (options->constant)
	{
		foreach(cell, ((FuncExpr *) call)->args)
		{
			if (arg++ >= ARG_REGIME)
				options->constant &= IsA(lfirst(cell), Const);
		}
	}
	if (options->constant)
		read_options(fcinfo, 0, &options->question);
	fcinfo->flinfo->fn_extra = options;
	return options;
}

/*
 * A rate as a number, without zeros at its end.  Kept once made: a query asks
 * for the same few, a million times.
 */
Numeric
intensity_percent(int rate)
{
	static Numeric made[100 * 100 + 1];

	Assert(rate >= 0 && rate < lengthof(made));
	if (made[rate] == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(TopMemoryContext);
		Numeric		percent = int64_div_fast_to_numeric(rate, 2);

		made[rate] = DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(percent)));
		pfree(percent);
		MemoryContextSwitchTo(caller);
	}
	return made[rate];
}

/* max_intensity(measure, size, on_date, zone, regime, ...) -> numeric */
Datum
tilskudd_max_intensity(PG_FUNCTION_ARGS)
{
	QueryOptions *options = fcinfo->flinfo->fn_extra;
	IntensityQuestion *question;
	IntensityAnswer answer;

	if (options == NULL)
		options = query_options(fcinfo);
	question = &options->question;
	if (!options->constant)
		read_options(fcinfo, 0, question);
	if (!read_subject(fcinfo, 0, question))
		PG_RETURN_NULL();
	intensity_answer(question, &answer);
	if (answer.rate < 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(intensity_percent(answer.rate));
}

static const char *
caveat_of(const LawIntensity *rate)
{
	const char *utf8 = law_cell(law_find_table("intensity"), rate->row, "caveat");

	return pg_any_to_server(utf8, strlen(utf8), PG_UTF8);
}

/* Why the rate of an answer is not known, for a reader. */
const char *
intensity_doubt(const IntensityQuestion *question, const IntensityAnswer *answer)
{
	static const char *const figures[] = {
		"years_since_creation", "cluster_year", "sme_cost_share", "distance_km"
	};
	const char *measure = label_text(&aid_measure_type, question->measure);
	const char *day = tilskudd_date(question->day);

	switch (answer->doubt)
	{
		case INTENSITY_CLEAR:
			break;
		case INTENSITY_NO_REGIME:
			return psprintf("the law tables have no intensity for %s on %s", measure, day);
		case INTENSITY_OTHER_MAP:
			return psprintf("zone %s is none of the aid map of %s",
							label_text(&zone_type, question->zone), day);
		case INTENSITY_NO_ROW:
			return psprintf("no rate for %s on %s fits what is given", measure, day);
		case INTENSITY_NO_SIZE:
			return "the rate depends on the size of the enterprise, which is not given";
		case INTENSITY_NO_ZONE:
			return "the rate depends on the zone, which is not given";
		case INTENSITY_NO_FIGURE:
			return psprintf("the rate depends on %s, which is not given", figures[answer->figure]);
		case INTENSITY_NO_UNDERLYING:
			return "the rate is that of the underlying measure, which is not given";
		case INTENSITY_NOT_FOUND:
			return psprintf("the rate was not found: %s", caveat_of(answer->base));
		case INTENSITY_NET:
			return "the rate is one of net grant equivalent, which depends on the taxes of the enterprise";
	}
	return "";
}
