/*-------------------------------------------------------------------------
 *
 * intensity.c
 *	  The maximum aid intensity: which share of the eligible cost the law lets
 *	  be granted.
 *
 * The rates of a measure stand in the order in which they apply: of those
 * that fit what was given, the last wins.  What was not given claims nothing:
 * rates and bonuses that need it do not apply.  Where only such rates are
 * there, the answer is not known, unless they all say the same.
 *
 * src/rule/intensity.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/intensity.h"

#include <stddef.h>
#include <string.h>

/* Which rows fit what was given, and which would, were a zone or figure given. */
typedef struct Fit
{
	uint32_t	rows;			/* sets: bit n is row n of the list */
	uint32_t	but_zone;
	uint32_t	but_figure;
} Fit;

/*
 * Compares every row, without a branch that depends on what was given: from
 * row to row of a query that is as good as random, and the processor would
 * guess wrong half of the time.
 */
static Fit
fit_of(const IntensityQuestion *question, const LawRates *rates)
{
	Fit			fit = {0};
	bool		no_zone = question->zone == 0;

	for (int i = 0; i < rates->nintensities; i++)
	{
		const LawIntensity *row = &law_intensities[law_rate_rows[rates->first_intensity + i]];
		int32_t		figure = question->figures[row->figure];
		bool		no_figure = figure == FIGURE_UNKNOWN;
		bool		fits = ((row->conditions == 0) | ((row->conditions & question->conditions) != 0)) &
			((row->readings == 0) | ((row->readings & question->readings) != 0)) &
			((row->zones == 0) | no_zone | ((row->zones & (1 << question->zone)) != 0)) &
			(no_figure | ((figure >= row->from) & (figure < row->below)));
		bool		but_zone = no_zone & (row->zones != 0);

		fit.rows |= (uint32_t) (fits & !no_figure & !but_zone) << i;
		fit.but_zone |= (uint32_t) (fits & !no_figure & but_zone) << i;
		fit.but_figure |= (uint32_t) (fits & no_figure) << i;
	}
	return fit;
}

static void
add_step(IntensityAnswer *answer, IntensityStepKind kind, int row, int rate)
{
	if (answer->nsteps < MAX_INTENSITY_STEPS)
		answer->steps[answer->nsteps++] = (IntensityStep) {kind, row, rate};
}

static void
not_known(IntensityAnswer *answer, IntensityDoubt doubt)
{
	answer->rate = LAW_RATE_UNKNOWN;
	answer->doubt = doubt;
}

/* The place of a size in the rates: the law has micro enterprises as small. */
static int
place_of_size(int size)
{
	return size <= SIZE_SMALL ? 0 : size - SIZE_SMALL;
}

/* The period of law_rate_periods in which a day lies; -1 before all. */
static int
period_of(int32_t day)
{
	int			period = -1;

	for (int i = 0; i < law_nrate_periods; i++)
		period += law_rate_periods[i] <= day;
	return period;
}

/* The rows of a measure in the answer's period. */
static const LawRates *
find_rates(int measure, int regime, const IntensityAnswer *answer)
{
	return &law_rates[(measure * law_nrate_periods + answer->period) * (law_nregimes + 1) + 1 + regime];
}

static const LawIntensity *
intensity_of(const LawRates *rates, uint32_t rows)
{
	return &law_intensities[law_rate_rows[rates->first_intensity + __builtin_ctz(rows)]];
}

/*
 * Where no row fits, those that would were more given: if they all say the
 * same, the first of them.
 */
static const LawIntensity *
almost_fits(const LawRates *rates, const Fit *fit, int size, IntensityAnswer *answer)
{
	uint32_t	almost = fit->but_zone | fit->but_figure;
	const LawIntensity *first;
	bool		same = true;

	if (almost == 0)
		return NULL;
	first = intensity_of(rates, almost);
	for (uint32_t rows = almost; rows != 0; rows &= rows - 1)
	{
		const LawIntensity *row = intensity_of(rates, rows);

		same &= row->rates[size] == first->rates[size];
		if (fit->but_figure & -rows & rows)
			answer->figure = row->figure;
	}
	if (same && first->rates[size] != LAW_RATE_SAME)
		return first;
	not_known(answer, fit->but_figure ? INTENSITY_NO_FIGURE : INTENSITY_NO_ZONE);
	return NULL;
}

/*
 * The row with the rate of a measure, noting those that it replaces; NULL where
 * there is none.
 */
static const LawIntensity *
find_row(const IntensityQuestion *question, const LawRates *rates, int size, IntensityAnswer *answer)
{
	const LawIntensity *row = NULL;
	Fit			fit;

	if (rates->nintensities == 0)
	{
		not_known(answer, INTENSITY_NO_REGIME);
		return NULL;
	}
	not_known(answer, INTENSITY_NO_ROW);
	fit = fit_of(question, rates);
	for (uint32_t rows = fit.rows; rows != 0; rows &= rows - 1)
	{
		row = intensity_of(rates, rows);
		add_step(answer, INTENSITY_BASE, row->row, row->rates[size]);
	}
	if (row != NULL)
		return row;
	row = almost_fits(rates, &fit, size, answer);
	if (row != NULL)
		add_step(answer, INTENSITY_BASE, row->row, row->rates[size]);
	return row;
}

/* The bonuses that apply; of alternatives only the highest. */
static void
add_bonuses(const IntensityQuestion *question, const LawRates *rates, IntensityAnswer *answer)
{
	int			size = place_of_size(question->size);
	int			best[10] = {0};	/* by alternative: its step + 1 */

	for (int i = 0; i < rates->nbonuses; i++)
	{
		const LawBonus *bonus = &law_bonuses[law_rate_rows[rates->first_bonus + i]];
		int			step = best[bonus->alternative];

		if (bonus->points[size] == 0 ||
			(bonus->zones != 0 && !(bonus->zones & (1 << question->zone))) ||
			(bonus->conditions != 0 && !(bonus->conditions & question->conditions)))
			continue;
		if (bonus->alternative != 0 && step != 0)
		{
			if (answer->steps[step - 1].rate >= bonus->points[size])
				continue;
			answer->rate -= answer->steps[step - 1].rate;
			answer->steps[step - 1] = (IntensityStep) {INTENSITY_BONUS, bonus->row, bonus->points[size]};
		}
		else
		{
			add_step(answer, INTENSITY_BONUS, bonus->row, bonus->points[size]);
			best[bonus->alternative] = answer->nsteps;
		}
		answer->rate += bonus->points[size];
	}
}

/* The rate of a row with what adds to it. */
static void
take_rate(const IntensityQuestion *question, const LawRates *rates, const LawIntensity *row, int size,
		  IntensityAnswer *answer)
{
	answer->rate = row->rates[size];
	answer->doubt = INTENSITY_CLEAR;
	if (answer->rate == LAW_RATE_UNKNOWN)
		answer->doubt = INTENSITY_NOT_FOUND;
	else if (row->net)
		not_known(answer, INTENSITY_NET);
	if (answer->rate <= 0)
		return;
	if (rates->nbonuses > 0)
		add_bonuses(question, rates, answer);
	if (row->cap != 0 && answer->rate > row->cap)
	{
		answer->rate = row->cap;
		add_step(answer, INTENSITY_CAP, row->row, row->cap);
	}
}

/*
 * The answer for one size.  A regime that is not given is the first with a row
 * on the day; a row may lead to another measure, which leads no further.
 */
static void
answer_size(const IntensityQuestion *question, IntensityAnswer *answer)
{
	int			size = place_of_size(question->size);
	const LawRates *rates = find_rates(question->measure, question->regime, answer);
	const LawIntensity *row = find_row(question, rates, size, answer);

	answer->regime = rates->nintensities > 0 ? rates->regime : question->regime;
	answer->base = row;
	if (row != NULL && row->rates[size] == LAW_RATE_SAME)
	{
		int			measure = row->same_measure != 0 ? row->same_measure : question->underlying;

		if (measure == 0)
		{
			not_known(answer, INTENSITY_NO_UNDERLYING);
			return;
		}
		rates = find_rates(measure, row->same_measure != 0 ? row->same_regime : answer->regime, answer);
		row = find_row(question, rates, size, answer);
		answer->base = row;
	}
	if (row != NULL)
		take_rate(question, rates, row, size, answer);
}

/* The zones of the map of a day, as a set. */
uint16_t
intensity_zones(int32_t day)
{
	int			period = period_of(day);

	return period < 0 ? 0 : law_rate_zones[period];
}

/* A size that is not known leaves the answer known where all have the same. */
void
intensity_answer(const IntensityQuestion *question, IntensityAnswer *answer)
{
	answer->nsteps = 0;
	answer->regime = REGIME_IN_FORCE;
	answer->base = NULL;
	answer->period = period_of(question->day);
	if (answer->period < 0)
	{
		not_known(answer, INTENSITY_NO_REGIME);
		return;
	}
	if (question->zone != 0 && !(law_rate_zones[answer->period] & (1 << question->zone)))
	{
		not_known(answer, INTENSITY_OTHER_MAP);
		return;
	}
	if (question->size != SIZE_UNKNOWN)
	{
		answer_size(question, answer);
		return;
	}
	for (int size = SIZE_LARGE; size >= SIZE_SMALL; size--)
	{
		IntensityQuestion one = *question;
		int			rate = answer->rate;

		one.size = size;
		answer->nsteps = 0;
		answer_size(&one, answer);
		if (answer->doubt != INTENSITY_CLEAR)
			return;
		if (size != SIZE_LARGE && answer->rate != rate)
		{
			not_known(answer, INTENSITY_NO_SIZE);
			return;
		}
	}
}

/* The amounts that the regime of an answer sets, one for each LawPer; or NULL. */
void
intensity_amounts(const IntensityQuestion *question, int regime, int instrument,
				  const LawAmount *amounts[LAW_NPER])
{
	memset(amounts, 0, sizeof(*amounts) * LAW_NPER);
	for (int i = law_amounts_of_measure[question->measure]; i < law_amounts_of_measure[question->measure + 1]; i++)
	{
		const LawAmount *amount = &law_amounts[i];

		if (amount->regime == regime &&
			question->day >= amount->valid_from && question->day <= amount->valid_to &&
			(amount->zones == 0 || amount->zones & (1 << question->zone)) &&
			(amount->conditions == 0 || amount->conditions & question->conditions) &&
			(amount->instruments == 0 || amount->instruments & (1 << instrument)))
			amounts[amount->per] = amount;
	}
}

static const char *const instrument_names[LAW_NINSTRUMENTS] = {"grant", "loan", "guarantee"};
static const char *const reading_names[LAW_NREADINGS] = {
	"corrected", "printed", "fixed", "midpoint", "start", "quarters"
};

static int
place_of_word(const char *const *words, int nwords, const char *word, int length)
{
	for (int i = 0; i < nwords; i++)
	{
		if ((int) strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
			return i;
	}
	return -1;
}

/* The LawInstrument of a name, or -1. */
int
intensity_instrument(const char *name, int length)
{
	return place_of_word(instrument_names, LAW_NINSTRUMENTS, name, length);
}

/* The LawReading of how the operating aid of clusters declines, or -1. */
int
intensity_cluster_steps(const char *name, int length)
{
	int			reading = place_of_word(reading_names, LAW_NREADINGS, name, length);

	return reading < LAW_FIXED ? -1 : reading;
}

/* The number of a regime, or -1. */
int
intensity_regime(const char *name, int length)
{
	for (int i = 0; i < law_nregimes; i++)
	{
		const char *regime = law_text(law_regimes[i]);

		if ((int) strlen(regime) == length && memcmp(regime, name, length) == 0)
			return i;
	}
	return -1;
}
