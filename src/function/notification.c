/*-------------------------------------------------------------------------
 *
 * notification.c
 *	  SQL functions on what must be notified or published, on large
 *	  investment projects and on restructuring.
 *
 * src/function/notification.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/intensity.h"
#include "function/notification.h"
#include "function/number.h"
#include "rule/notification.h"
#include "type/label.h"

TILSKUDD_FUNCTION(tilskudd_notification_threshold);
TILSKUDD_FUNCTION(tilskudd_must_notify);
TILSKUDD_FUNCTION(tilskudd_must_publish);
TILSKUDD_FUNCTION(tilskudd_adjusted_aid_amount);
TILSKUDD_FUNCTION(tilskudd_restructuring_status);

/* By RestructuringStatus. */
static const char *const status_names[] = {"not_met", "discretionary", "met"};

static Numeric
intensity_argument(Numeric intensity)
{
	number_amount_argument(intensity, "intensity");
	if (number_compare(intensity, number_of(100)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("intensity can not be %s", number_print(intensity)),
				 errhint("It is given in percent, from 0 to 100.")));
	return intensity;
}

/*
 * The ceiling of large enterprises for a measure in a zone of the aid map, in
 * percent; NULL where the map of the day has no such zone, or its percentages
 * are not known.
 */
static Numeric
ceiling_of_zone(int measure, int zone, DateADT on_date)
{
	IntensityQuestion question = {0};
	IntensityAnswer answer;

	question.measure = measure;
	question.size = SIZE_LARGE;
	question.day = on_date;
	question.zone = zone;
	question.regime = intensity_regime("regional_map", strlen("regional_map"));
	question.readings = 1 << LAW_CORRECTED;
	for (int i = 0; i < LAW_NFIGURES; i++)
		question.figures[i] = FIGURE_UNKNOWN;
	intensity_answer(&question, &answer);
	return answer.rate < 0 ? NULL : intensity_percent(answer.rate);
}

/*
 * The intensity that the arguments zone and intensity give, in percent: the
 * one given, otherwise that of the zone; NULL where it is not known.
 */
static Numeric
intensity_of_arguments(FunctionCallInfo fcinfo, int zone, int intensity, int measure,
					   DateADT on_date)
{
	if (!PG_ARGISNULL(intensity))
		return intensity_argument(PG_GETARG_NUMERIC(intensity));
	if (PG_ARGISNULL(zone))
		return NULL;
	return ceiling_of_zone(measure, label_known(&zone_type, (uint8) PG_GETARG_CHAR(zone)),
						   on_date);
}

/* The intensity as the law prints it, if it is a whole number. */
static int
whole_percent(Numeric intensity)
{
	int			percent;

	if (intensity == NULL)
		return NOTIFICATION_OTHER_PERCENT;
	percent = DatumGetInt32(DirectFunctionCall1(numeric_int4, NumericGetDatum(intensity)));
	return number_compare(intensity, number_of(percent)) == 0 ? percent :
		NOTIFICATION_OTHER_PERCENT;
}

/* What the arguments ask, and the answer. */
typedef struct Threshold
{
	Numeric		amount;			/* NULL: not known */
	uint32		cost;			/* total cost above which aid is notified too, or 0 */
	uint32		from_cost;		/* only projects of this cost or more are notified, or 0 */
} Threshold;

/* The places of the arguments. */
typedef struct ThresholdArguments
{
	int			measure;
	int			on_date;
	int			regime;
	int			zone;
	int			intensity;
	int			eureka;
	int			repayable_advance;
} ThresholdArguments;

/* A condition as a set; NULL claims nothing, as false does. */
static unsigned
condition_of(FunctionCallInfo fcinfo, int argument, LawThresholdCondition condition)
{
	return !PG_ARGISNULL(argument) && PG_GETARG_BOOL(argument) ? 1U << condition : 0;
}

static bool
has_condition(const LawThreshold *row, LawThresholdCondition condition)
{
	return (row->conditions & 1 << condition) != 0;
}

/* Finds the threshold; only measure and day must be known. */
static Threshold
find_threshold(FunctionCallInfo fcinfo, const ThresholdArguments *at)
{
	NotificationQuestion question;
	Threshold	threshold = {0};
	const LawThreshold *row;
	Numeric		intensity;

	question.regime = PG_ARGISNULL(at->regime) ? NOTIFICATION_ANY_REGIME :
		intensity_regime_argument(PG_GETARG_TEXT_PP(at->regime));
	if (PG_ARGISNULL(at->measure) || PG_ARGISNULL(at->on_date))
		return threshold;
	question.measure = label_known(&aid_measure_type, PG_GETARG_INT16(at->measure));
	question.day = PG_GETARG_DATEADT(at->on_date);
	question.conditions = condition_of(fcinfo, at->eureka, LAW_EUREKA) |
		condition_of(fcinfo, at->repayable_advance, LAW_REPAYABLE_ADVANCE);
	intensity = intensity_of_arguments(fcinfo, at->zone, at->intensity, question.measure,
									   question.day);
	question.percent = whole_percent(intensity);

	row = notification_sample(&question);
	if (row == NULL)
		return threshold;
	if (question.percent == 0 &&
		(has_condition(row, LAW_COST_AT_LEAST) || has_condition(row, LAW_TIMES_INTENSITY)))
	{
		/* nothing is exempt where the map allows nothing (651/2014 Art 14) */
		threshold.amount = number_of(0);
		return threshold;
	}
	if (has_condition(row, LAW_COST_AT_LEAST))
		threshold.from_cost = row->cost;

	row = notification_row(&question);
	if (row == NULL)
		return threshold;
	if (!has_condition(row, LAW_COST_AT_LEAST))
		threshold.cost = row->cost;
	threshold.amount = number_of(row->amount);
	if (has_condition(row, LAW_TIMES_INTENSITY))
		threshold.amount = intensity == NULL ? NULL :
			number_share(number_multiply(threshold.amount, intensity), 100);
	return threshold;
}

/*
 * notification_threshold(measure aid_measure, on_date date, regime text,
 *		zone zone, intensity numeric, eureka boolean,
 *		repayable_advance boolean) -> numeric
 */
Datum
tilskudd_notification_threshold(PG_FUNCTION_ARGS)
{
	const ThresholdArguments at = {
		.measure = 0, .on_date = 1, .regime = 2, .zone = 3, .intensity = 4,
		.eureka = 5, .repayable_advance = 6
	};
	Threshold	threshold = find_threshold(fcinfo, &at);

	if (threshold.amount == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(threshold.amount);
}

/*
 * must_notify(total_aid_eur numeric, measure aid_measure, on_date date,
 *		regime text, zone zone, intensity numeric, total_cost_eur numeric,
 *		eureka boolean, repayable_advance boolean) -> boolean
 *
 * The law says "exceeds", of the aid and of the cost alike.
 */
Datum
tilskudd_must_notify(PG_FUNCTION_ARGS)
{
	const ThresholdArguments at = {
		.measure = 1, .on_date = 2, .regime = 3, .zone = 4, .intensity = 5,
		.eureka = 7, .repayable_advance = 8
	};
	Numeric		aid = amount_argument(fcinfo, 0, "total_aid_eur");
	Numeric		cost = amount_argument(fcinfo, 6, "total_cost_eur");
	Threshold	threshold = find_threshold(fcinfo, &at);

	if (aid == NULL)
		PG_RETURN_NULL();
	if (threshold.from_cost != 0 && cost != NULL &&
		number_compare(cost, number_of(threshold.from_cost)) < 0)
		PG_RETURN_BOOL(false);
	if (threshold.amount == NULL)
		PG_RETURN_NULL();
	if (number_compare(aid, threshold.amount) > 0)
	{
		if (threshold.from_cost != 0 && cost == NULL)
			PG_RETURN_NULL();
		PG_RETURN_BOOL(true);
	}
	if (threshold.cost == 0)
		PG_RETURN_BOOL(false);
	if (cost == NULL)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(number_compare(cost, number_of(threshold.cost)) > 0);
}

/*
 * must_publish(aid_eur numeric, on_date date) -> boolean: Norway registers
 * aid of the amount itself too, the Union only more than it.
 */
Datum
tilskudd_must_publish(PG_FUNCTION_ARGS)
{
	Numeric		aid = number_amount_argument(PG_GETARG_NUMERIC(0), "aid_eur");
	const LawThreshold *row = publication_row(PG_GETARG_DATEADT(1));

	if (row == NULL)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(number_compare(aid, number_of(row->amount)) >= 0);
}

static Numeric
smaller(Numeric a, Numeric b)
{
	return number_compare(a, b) < 0 ? a : b;
}

/*
 * What counts of the cost of a large investment project: of each tranche its
 * percentage (651/2014 Art 2(20)).  The cost is in a currency of which per_eur
 * units are a euro; NULL: in EUR.
 */
Numeric
notification_adjusted_cost(Numeric cost, Numeric per_eur, const LawThreshold *first, DateADT day)
{
	Numeric		begin = number_of(0);
	Numeric		counted = number_of(0);

	/* of the last tranche, which has no end, nothing counts */
	for (const LawThreshold *tranche = first; tranche->amount != 0; tranche = next_tranche(tranche, day))
	{
		Numeric		end = number_of(tranche->amount);

		end = smaller(cost, per_eur == NULL ? end : number_multiply(end, per_eur));
		counted = number_add(counted, number_share(number_subtract(end, begin), 100 * tranche->percent));
		begin = end;
	}
	return counted;
}

/*
 * adjusted_aid_amount(eligible_cost_eur numeric, on_date date, zone zone,
 *		intensity numeric) -> numeric: the intensity of what counts of the cost
 */
Datum
tilskudd_adjusted_aid_amount(PG_FUNCTION_ARGS)
{
	int			measure = label_code(&aid_measure_type, "regional_investment");
	Numeric		cost = amount_argument(fcinfo, 0, "eligible_cost_eur");
	DateADT		on_date = PG_ARGISNULL(1) ? DATEVAL_NOBEGIN : PG_GETARG_DATEADT(1);
	Numeric		intensity = intensity_of_arguments(fcinfo, 2, 3, measure, on_date);
	const LawThreshold *tranche = first_tranche(measure, on_date);

	if (cost == NULL || intensity == NULL || tranche == NULL)
		PG_RETURN_NULL();
	cost = notification_adjusted_cost(cost, NULL, tranche, on_date);
	PG_RETURN_NUMERIC(number_share(number_multiply(cost, intensity), 100));
}

/*
 * restructuring_status(jobs_lost integer, employed_before integer,
 *		years integer) -> text
 */
Datum
tilskudd_restructuring_status(PG_FUNCTION_ARGS)
{
	int32		jobs_lost = PG_GETARG_INT32(0);
	int32		employed_before = PG_GETARG_INT32(1);
	int32		years = PG_GETARG_INT32(2);
	RestructuringStatus status;

	if (jobs_lost < 0 || employed_before < jobs_lost)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d jobs can not be lost of %d", jobs_lost, employed_before),
				 errhint("Give the jobs lost, zero or more, and the total employment of the municipality before.")));
	if (years < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("years can not be %d", years),
				 errhint("The criteria speak of three years.")));
	status = restructuring_status(jobs_lost, employed_before, years);
	if (status == RESTRUCTURING_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(status_names[status]));
}
