/*-------------------------------------------------------------------------
 *
 * notification.c
 *	  Thresholds of notification and publication, large investment projects,
 *	  restructuring.
 *
 * src/rule/notification.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/notification.h"

#include <stddef.h>

/* Conditions that hold of the aid; the others say how a row is meant. */
#define AID_CONDITIONS	(1U << LAW_EUREKA | 1U << LAW_REPAYABLE_ADVANCE)

/* G7-3: an extraordinary restructuring effort of the state. */
#define RESTRUCTURING_YEARS		3
#define RESTRUCTURING_PERCENT	15
#define RESTRUCTURING_PERSONS	150

/*
 * The first row of a kind that holds for a measure on a day, from one of the
 * measure's rows on; NULL where there is none.
 */
static const LawThreshold *
next_row(const LawThreshold *row, int measure, LawThresholdKind kind, int32_t day)
{
	const LawThreshold *end = law_thresholds + law_thresholds_of_measure[measure + 1];

	for (; row < end; row++)
	{
		if (row->kind == kind && row->valid_from <= day &&
			(day <= row->valid_to ||
			 (row->valid_to == LAW_DAY_OPEN && day != INT32_MAX)))
			return row;
	}
	return NULL;
}

static const LawThreshold *
first_row(int measure, LawThresholdKind kind, int32_t day)
{
	return next_row(law_thresholds + law_thresholds_of_measure[measure], measure, kind, day);
}

/* The first row of a notification in the regime asked for. */
static const LawThreshold *
next_notification(const LawThreshold *row, const NotificationQuestion *question, int regime)
{
	while ((row = next_row(row, question->measure, LAW_NOTIFICATION, question->day)) != NULL)
	{
		if (regime == NOTIFICATION_ANY_REGIME || row->regime == regime)
			break;
		row++;
	}
	return row;
}

/*
 * A row of the regime that answers, whatever the conditions and the
 * intensity: what all its rows for the measure and day have in common can be
 * read from it.  NULL where no regime answers.  Rows stand by priority, so
 * that without a regime the first decides.
 */
const LawThreshold *
notification_sample(const NotificationQuestion *question)
{
	return next_notification(law_thresholds + law_thresholds_of_measure[question->measure],
							 question, question->regime);
}

/*
 * The row with the threshold, NULL where it is not known.  A condition that
 * the regime does not speak of changes nothing; where it speaks of two that
 * both hold, but of neither together, what holds then is not known.
 */
const LawThreshold *
notification_row(const NotificationQuestion *question)
{
	const LawThreshold *sample = notification_sample(question);
	const LawThreshold *found = NULL;
	unsigned	spoken_of = 0;

	for (const LawThreshold *row = sample; row != NULL;
		 row = next_notification(row + 1, question, sample->regime))
		spoken_of |= row->conditions & AID_CONDITIONS;
	for (const LawThreshold *row = sample; row != NULL;
		 row = next_notification(row + 1, question, sample->regime))
	{
		if ((row->conditions & AID_CONDITIONS) == (question->conditions & spoken_of) &&
			(row->percent == 0 || row->percent == question->percent))
			found = row;
	}
	return found;
}

/* The row with the amount from which aid is published; NULL before there was one. */
const LawThreshold *
publication_row(int32_t day)
{
	return first_row(0, LAW_PUBLICATION, day);
}

/*
 * The cost above which a project is a large one; where the law has tranches,
 * the end of the first.  NULL where it is not known.
 */
const LawThreshold *
large_project_cost(int measure, int32_t day)
{
	const LawThreshold *tranche = first_tranche(measure, day);

	return tranche != NULL ? tranche : first_row(measure, LAW_LARGE_PROJECT_COST, day);
}

/* The first tranche of a large project's cost; NULL where none are known. */
const LawThreshold *
first_tranche(int measure, int32_t day)
{
	return first_row(measure, LAW_TRANCHE, day);
}

/* The tranche after another, from its end on; the last one has no end. */
const LawThreshold *
next_tranche(const LawThreshold *tranche, int32_t day)
{
	return next_row(tranche + 1, tranche->measure, LAW_TRANCHE, day);
}

/*
 * Whether an area meets the criteria of G7-3, from the jobs lost in a number
 * of years and the employment of the municipality before.
 *
 * The criteria speak of three years.  What was lost in fewer was lost within
 * them; of more years it can not be told when.  Both limits may be lower in
 * quite special cases, at small and isolated places, so that only without any
 * loss there is nothing to weigh.
 */
RestructuringStatus
restructuring_status(int32_t jobs_lost, int32_t employed_before, int32_t years)
{
	if (years > RESTRUCTURING_YEARS)
		return RESTRUCTURING_UNKNOWN;
	if (jobs_lost == 0)
		return RESTRUCTURING_NOT_MET;
	return jobs_lost >= RESTRUCTURING_PERSONS &&
		(int64_t) jobs_lost * 100 >= (int64_t) employed_before * RESTRUCTURING_PERCENT ?
		RESTRUCTURING_MET : RESTRUCTURING_DISCRETIONARY;
}
