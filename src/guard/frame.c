/*-------------------------------------------------------------------------
 *
 * frame.c
 *	  Commitments within a frame.
 *
 * The frame is what the user's own rows of a key add up to: the allocation,
 * what is carried over from other years (H1-1), cuts.  Commitments that were
 * withdrawn do not count, so that their money can be committed again.
 *
 * src/guard/frame.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/frame.h"

#include "function/number.h"
#include "function/verdict.h"
#include "guard/refuse.h"

#define CITATION	"the frame, as option \"frames\" of the guard tells it"

/* A frame, or why it is not known. */
typedef struct Frame
{
	Numeric		amount;			/* NULL: not known */
	const char *why;			/* in English, as verdicts have it */
} Frame;

static Frame
frame_of(const Guard *guard, const FactRows *facts)
{
	Frame		frame = {.amount = number_of(0)};

	for (size_t i = 0; i < facts->count; i++)
	{
		const FactRow *row = &facts->rows[i];
		Numeric		part;

		if (row->nulls[FRAME_AMOUNT])
			return (Frame) {NULL, gettext_noop("an amount of the frame is NULL")};
		part = DatumGetNumeric(row->values[FRAME_AMOUNT]);
		if (!number_is_finite(part))
			bad_fact(guard, row, FRAME_AMOUNT, part,
					 "It must be a number: negative where it lowers the frame, NULL if it is not known.");
		frame.amount = number_add(frame.amount, part);
	}
	if (facts->count == 0)
		return (Frame) {NULL, gettext_noop("there is none of this key")};
	return frame;
}

/* Whether an award is no larger than before; its day does not matter. */
bool
frame_is_no_worse(const GuardAward *award, const GuardAward *before)
{
	return award_compare_amounts(award, before) <= 0;
}

/* The frame in units; -1 if it is not known, or not a number of them. */
int64
frame_lowest(const Guard *guard, DateADT from, const FactRows *facts)
{
	Frame		frame = frame_of(guard, facts);
	int64		units;
	int			decimals;

	if (frame.amount == NULL || number_is_negative(frame.amount) ||
		!aid_units(NumericGetDatum(frame.amount), &units, &decimals))
		return -1;
	return units;
}

static Numeric
awards_sum(const GuardAwards *awards)
{
	Numeric		sum = number_of(0);

	for (size_t i = 0; i < awards->count; i++)
		sum = number_add(sum, award_number(&awards->awards[i]));
	return sum;
}

static Numeric
probes_sum(const Probe *probes, size_t nprobes)
{
	Numeric		sum = number_of(0);

	for (size_t i = 0; i < nprobes; i++)
		sum = number_add(sum, award_number(&probes[i].award));
	return sum;
}

/* Refuses commitments, of which some were written now, or says that it is not known. */
static void
refuse_commitments(Guard *guard, const Probe *probe, Numeric requested, Numeric sum, const Frame *frame)
{
	Refusal		refusal = {
		.guard = guard, .probe = probe, .requested = requested,
		.used = number_subtract(sum, requested), .citation = CITATION,
		.ceiling = frame->amount, .undecided = frame->amount == NULL
	};
	const char *committed = number_print(refusal.used);
	Numeric		room;

	if ((!refusal.undecided || guard->declaration->mode == GUARD_STRICT) && refusal_overridden(&refusal))
		return;
	if (refusal.undecided)
	{
		refusal_report(&refusal,
					   psprintf(_("%s are committed, %s are requested, the frame is not known: %s."),
								committed, number_print(requested), _(frame->why)),
					   _("Give the frame its amount, zero if nothing may be committed."));
		return;
	}
	room = number_subtract(frame->amount, refusal.used);
	refusal_report(&refusal,
				   psprintf(_("%s are committed, %s are requested, the frame is %s."),
							committed, number_print(requested), number_print(frame->amount)),
				   psprintf(_("At most %s may be committed."),
							number_print(number_is_negative(room) ? number_of(0) : room)));
}

/*
 * Checks the commitments of one key.  What was there before is not held
 * against a row that is not about it, or is for nothing.
 */
void
frame_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
			const FactRows *facts)
{
	Frame		frame = frame_of(guard, facts);
	Numeric		sum = awards_sum(awards);
	Numeric		requested;

	if (frame.amount != NULL && number_compare(sum, frame.amount) <= 0)
		return;
	probes = live_probes(guard, probes, nprobes, &nprobes);
	requested = probes_sum(probes, nprobes);
	for (size_t i = 0; i < nprobes; i++)
	{
		if (award_is_nothing(&probes[i].award))
			continue;
		refuse_commitments(guard, &probes[i], requested, sum, &frame);
		return;
	}
}

/* Tests the commitments of one key, as of the last. */
bool
frame_audit(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
			ViolationFunction put, void *arg)
{
	Frame		frame = frame_of(guard, facts);
	Numeric		sum = awards_sum(awards);

	if (frame.amount != NULL && number_compare(sum, frame.amount) > 0)
		put(awards_last_day(awards), sum, frame.amount, CITATION, arg);
	return frame.amount == NULL && number_compare(sum, number_of(0)) > 0;
}

/* What is left of the frame. */
void
frame_headroom(const Guard *guard, const GuardAwards *awards, const FactRows *facts,
			   const GuardAward *planned, Verdict *verdict)
{
	Frame		frame = frame_of(guard, facts);

	verdict->used = awards_sum(awards);
	verdict->limit = frame.amount;
	if (frame.amount == NULL)
		verdict->undecided = list_make1(psprintf("the frame is not known: %s", frame.why));
	else
		verdict->refused = number_compare(verdict->used, frame.amount) > 0;
}
