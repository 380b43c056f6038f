/*
 * The maximum aid intensity: any question.
 */
#include "fuzz.h"

#include "rule/intensity.h"

/* What led to a property right is research and development (V10-2), or not given. */
static int
take_underlying(Input *input)
{
	int			measure = take_between(input, 0, law_nmeasures - 1);

	return strncmp(law_text(law_measures[measure]), "rd_", 3) == 0 ? measure : 0;
}

static IntensityQuestion
take_question(Input *input)
{
	IntensityQuestion question = {0};

	question.measure = take_between(input, 1, law_nmeasures - 1);
	question.size = take_between(input, SIZE_UNKNOWN, SIZE_LARGE);
	question.day = take_day(input);
	question.zone = take_between(input, 0, law_nzone_labels - 1);
	question.regime = take_between(input, REGIME_IN_FORCE, law_nregimes - 1);
	question.underlying = take_underlying(input);
	question.conditions = (uint16_t) (take(input, 2) & ((1 << LAW_NCONDITIONS) - 1));
	question.readings = 1 << take_between(input, LAW_CORRECTED, LAW_PRINTED) |
		1 << take_between(input, LAW_FIXED, LAW_QUARTERS);
	for (int i = 0; i < LAW_NFIGURES; i++)
		question.figures[i] = take_bool(input) ? take_between(input, 0, 400) : FIGURE_UNKNOWN;
	return question;
}

static void
check_answer(const IntensityAnswer *answer)
{
	int			sum = 0;

	DEMAND((answer->rate == LAW_RATE_UNKNOWN) == (answer->doubt != INTENSITY_CLEAR));
	DEMAND(answer->rate == LAW_RATE_UNKNOWN || answer->rate == LAW_RATE_NONE ||
		   (answer->rate >= 0 && answer->rate <= 10000));
	DEMAND(answer->nsteps >= 0 && answer->nsteps < MAX_INTENSITY_STEPS);
	DEMAND(answer->regime >= REGIME_IN_FORCE && answer->regime < law_nregimes);
	DEMAND(answer->rate == LAW_RATE_UNKNOWN || answer->base != NULL);

	/* the steps lead to the rate */
	for (int i = 0; i < answer->nsteps; i++)
	{
		const IntensityStep *step = &answer->steps[i];
		const LawTable *table = law_find_table(step->kind == INTENSITY_BONUS ? "bonus" : "intensity");

		DEMAND(step->row < table->nrows);
		if (step->kind == INTENSITY_BONUS)
			sum += step->rate;
		else
		{
			DEMAND(step->kind == INTENSITY_BASE || sum > step->rate);
			sum = step->rate;
		}
	}
	if (answer->rate >= 0)
		DEMAND(sum == answer->rate);
}

static IntensityAnswer
answer_of(const IntensityQuestion *question)
{
	IntensityAnswer answer;

	intensity_answer(question, &answer);
	check_answer(&answer);
	return answer;
}

/*
 * The smaller enterprise has no less, micro is small to the law, and what is
 * known without the size is so for each.
 */
static void
check_sizes(IntensityQuestion question)
{
	IntensityAnswer any;
	IntensityAnswer of[SIZE_LARGE + 1];

	question.size = SIZE_UNKNOWN;
	any = answer_of(&question);
	for (int size = SIZE_MICRO; size <= SIZE_LARGE; size++)
	{
		question.size = size;
		of[size] = answer_of(&question);
		DEMAND(any.doubt != INTENSITY_CLEAR || of[size].rate == any.rate);
	}
	DEMAND(of[SIZE_MICRO].rate == of[SIZE_SMALL].rate && of[SIZE_MICRO].doubt == of[SIZE_SMALL].doubt);
	for (int size = SIZE_SMALL; size < SIZE_LARGE; size++)
	{
		if (of[size].rate >= 0 && of[size + 1].rate >= 0 && of[size].regime == of[size + 1].regime)
			DEMAND(of[size].rate >= of[size + 1].rate);
	}
}

/* A zone is asked for only where the map of the day has it. */
static void
check_zones(IntensityQuestion question)
{
	uint16_t	zones = intensity_zones(question.day);

	for (question.zone = 1; question.zone < law_nzone_labels; question.zone++)
		DEMAND((zones & 1 << question.zone) || answer_of(&question).rate == LAW_RATE_UNKNOWN);
}

static void
check_amounts(const IntensityQuestion *question, int regime, int instrument)
{
	const LawAmount *amounts[LAW_NPER];

	intensity_amounts(question, regime, instrument, amounts);
	for (int per = 0; per < LAW_NPER; per++)
	{
		const LawAmount *amount = amounts[per];

		if (amount == NULL)
			continue;
		DEMAND(amount->per == per && amount->measure == question->measure && amount->regime == regime);
		DEMAND(amount->amount > 0 && amount->valid_from <= question->day && question->day <= amount->valid_to);
	}
}

static void
check_names(const char *name, int length)
{
	int			regime = intensity_regime(name, length);
	int			instrument = intensity_instrument(name, length);
	int			steps = intensity_cluster_steps(name, length);

	DEMAND(regime >= -1 && regime < law_nregimes);
	if (regime >= 0)
		DEMAND(strncmp(law_text(law_regimes[regime]), name, length) == 0);
	DEMAND(instrument >= -1 && instrument < LAW_NINSTRUMENTS);
	DEMAND(steps == -1 || (steps >= LAW_FIXED && steps < LAW_NREADINGS));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	IntensityQuestion question = take_question(&input);
	IntensityAnswer answer = answer_of(&question);

	check_sizes(question);
	check_zones(question);
	check_amounts(&question, answer.regime, take_between(&input, 0, LAW_NINSTRUMENTS - 1));
	check_names((const char *) data, (int) size);
	check_names((const char *) input.at, (int) (input.end - input.at));
	return 0;
}
