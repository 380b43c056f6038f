/*
 * Thresholds of notification and publication, tranches, restructuring.
 */
#include "fuzz.h"

#include "rule/notification.h"

static bool
holds(const LawThreshold *row, int32_t day)
{
	return row->valid_from <= day && (day <= row->valid_to || row->valid_to == LAW_DAY_OPEN);
}

static void
check_thresholds(Input *input)
{
	NotificationQuestion question;
	const LawThreshold *sample;
	const LawThreshold *row;

	question.measure = take_between(input, 1, law_nmeasures - 1);
	question.day = take_day(input);
	question.regime = take_between(input, NOTIFICATION_ANY_REGIME, law_nregimes - 1);
	question.conditions = take_between(input, 0, 3);
	question.percent = take_between(input, NOTIFICATION_OTHER_PERCENT, 100);
	sample = notification_sample(&question);
	row = notification_row(&question);
	DEMAND(row == NULL || sample != NULL);
	if (sample != NULL)
		DEMAND(sample->measure == question.measure && sample->kind == LAW_NOTIFICATION && holds(sample, question.day));
	if (row != NULL)
	{
		DEMAND(row->measure == question.measure && row->kind == LAW_NOTIFICATION && holds(row, question.day));
		DEMAND(row->regime == sample->regime);
		DEMAND(question.regime == NOTIFICATION_ANY_REGIME || row->regime == question.regime);
		DEMAND(row->percent == 0 || row->percent == question.percent);
	}
	row = publication_row(question.day);
	if (row != NULL)
		DEMAND(row->kind == LAW_PUBLICATION && row->amount > 0 && holds(row, question.day));
}

/* Tranches follow each other, the later counts for less, and the last has no end. */
static void
check_tranches(int measure, int32_t day)
{
	const LawThreshold *tranche = first_tranche(measure, day);
	const LawThreshold *large = large_project_cost(measure, day);
	int			ntranches = 0;
	int			left = 0;

	for (int i = law_thresholds_of_measure[measure]; i < law_thresholds_of_measure[measure + 1]; i++)
		left += law_thresholds[i].kind == LAW_TRANCHE && holds(&law_thresholds[i], day);
	DEMAND(tranche == NULL || large == tranche);
	DEMAND(large == NULL || large->amount > 0);
	while (tranche != NULL)
	{
		const LawThreshold *next = next_tranche(tranche, day);

		DEMAND(tranche->percent <= 100 && ++ntranches <= left);
		DEMAND((next == NULL) == (tranche->amount == 0));
		if (next != NULL)
			DEMAND(next->percent < tranche->percent && (next->amount == 0 || next->amount > tranche->amount));
		tranche = next;
	}
	DEMAND(ntranches == left || day == DAY_INFINITY);
}

/* Who loses more jobs, or had fewer, is no further from the criteria. */
static void
check_restructuring(Input *input)
{
	int32_t		lost = (int32_t) take(input, 4) & INT32_MAX;
	int32_t		employed = (int32_t) take(input, 4) & INT32_MAX;
	int			years = take_between(input, 1, 5);
	RestructuringStatus status = restructuring_status(lost, employed, years);

	DEMAND((status == RESTRUCTURING_UNKNOWN) == (years > 3));
	if (lost < INT32_MAX)
		DEMAND(restructuring_status(lost + 1, employed, years) >= status);
	if (employed > 0)
		DEMAND(restructuring_status(lost, employed - 1, years) >= status);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);

	check_thresholds(&input);
	check_tranches(take_between(&input, 1, law_nmeasures - 1), take_day(&input));
	check_restructuring(&input);
	return 0;
}
