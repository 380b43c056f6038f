/*
 * Rules over few things that may not be known: what becomes known never
 * changes an answer.  And rows of law tables by day and value.
 */
#include "fuzz.h"

#include "rule/answer.h"
#include "rule/calendar.h"
#include "rule/complaint.h"
#include "rule/deadline.h"
#include "rule/disjoint.h"
#include "rule/frame.h"
#include "rule/law_row.h"
#include "rule/payment.h"
#include "rule/recovery.h"
#include "rule/tax.h"

static Answer
take_answer(Input *input)
{
	return (Answer) take_between(input, NOT_KNOWN, YES);
}

/* The same, or one of the two, where it was not known. */
static Answer
learn(Input *input, Answer answer)
{
	return answer != NOT_KNOWN ? answer : take_bool(input) ? YES : NO;
}

static void
check_answers(Input *input)
{
	Answer		a = take_answer(input);
	Answer		b = take_answer(input);
	Answer		either = answer_or(a, b);
	Answer		both = answer_and(a, b);

	DEMAND(either == answer_or(b, a) && both == answer_and(b, a));
	DEMAND(either == NOT_KNOWN || answer_or(learn(input, a), learn(input, b)) == either);
	DEMAND(both == NOT_KNOWN || answer_and(learn(input, a), learn(input, b)) == both);
	DEMAND(answer_or(learn(input, a), learn(input, b)) != NOT_KNOWN);
	DEMAND(answer_and(learn(input, a), learn(input, b)) != NOT_KNOWN);
	DEMAND(answer_or(a, NO) == a && answer_and(a, YES) == a);
}

static void
check_payment(Input *input)
{
	Answer		a[4];
	Answer		b[4];
	Attestation attestation;
	Answer		in_order;

	for (int i = 0; i < 4; i++)
	{
		a[i] = take_answer(input);
		b[i] = learn(input, a[i]);
	}
	DEMAND(payment_kinds(a[0], a[1]) != 0);
	DEMAND((payment_kinds(b[0], b[1]) & ~payment_kinds(a[0], a[1])) == 0);
	attestation = payment_attestation(a[0], a[1], a[2]);
	DEMAND(attestation == ATTESTATION_NOT_KNOWN || payment_attestation(b[0], b[1], b[2]) == attestation);
	DEMAND(payment_attestation(b[0], b[1], b[2]) != ATTESTATION_NOT_KNOWN);
	in_order = payment_accounts_in_order(a[0], a[1], a[2], a[3]);
	DEMAND(in_order == NOT_KNOWN || payment_accounts_in_order(b[0], b[1], b[2], b[3]) == in_order);
	DEMAND(payment_accounts_in_order(b[0], b[1], b[2], b[3]) != NOT_KNOWN);
	for (PaymentItem item = PAYMENT_HOLDBACK; item <= PAYMENT_RESERVATION; item++)
		DEMAND(payment_row(item) >= 0 && (item == PAYMENT_RESERVATION || payment_value(item) > 0));
}

static void
check_recovery(Input *input)
{
	const LawTable *table = law_find_table("recovery");
	RecoveryCase grant;
	RecoveryCase later;
	int			row = take_between(input, 0, table->nrows - 1);
	Answer		applies;

	later.scheme = grant.scheme = (RecoveryScheme) take_between(input, 0, RECOVERY_NSCHEMES - 1);
	for (int i = 0; i < RECOVERY_NFACTS; i++)
	{
		grant.facts[i] = take_answer(input);
		later.facts[i] = learn(input, grant.facts[i]);
	}
	grant.within_binding_period = take_answer(input);
	later.within_binding_period = learn(input, grant.within_binding_period);
	applies = recovery_applies(&grant, row);
	DEMAND(applies == NOT_KNOWN || recovery_applies(&later, row) == applies);
	DEMAND(recovery_applies(&later, row) != NOT_KNOWN);

	for (int fact = 0; fact < RECOVERY_NFACTS; fact++)
	{
		if (strcmp(law_cell(table, row, "ground"), recovery_facts[fact]) != 0)
			continue;
		DEMAND(applies == grant.facts[fact] || grant.facts[fact] != NO);
		DEMAND(applies != YES || grant.facts[fact] == YES);
		if (recovery_concerns(row, grant.scheme))
			DEMAND(recovery_has_fact(grant.scheme, (RecoveryFact) fact));
	}
	DEMAND(recovery_is_mandatory(row) == (strcmp(law_cell(table, row, "duty"), "must") == 0));
	DEMAND(recovery_binding_years() > 0);
}

static void
check_tax(Input *input)
{
	Answer		a = take_answer(input);
	Answer		b = take_answer(input);
	TaxTreatment treatment = tax_treatment(a, b);

	DEMAND(treatment == TAX_NOT_KNOWN || tax_row(treatment) >= 0);
	DEMAND(treatment == TAX_NOT_KNOWN || tax_treatment(learn(input, a), learn(input, b)) == treatment);
	DEMAND(tax_years() > 0);
}

static void
check_deadlines(Input *input)
{
	int			row = take_between(input, 0, law_find_table("deadline")->nrows - 1);
	int32_t		due_given = take_day(input);
	int32_t		received = take_day(input);
	int			year = take_bool(input) ? take_between(input, 1990, 2040) : (int) (int32_t) take(input, 4);
	DeadlineFacts nothing = {0};
	DeadlineFacts facts = {&due_given, &received};
	int32_t		due;
	int32_t		later;

	if (deadline_of(row, &nothing, &due))
		DEMAND(deadline_of(row, &facts, &later) && later == due);
	if (deadline_of(row, &facts, &due))
		DEMAND(due == due_given || due > received || *law_cell(law_find_table("deadline"), row, "day") != '\0');
	(void) deadline_in_year(row, year);

	if (frame_letter_due(year, &due) >= 0)
		DEMAND(calendar_of_day(due).year == year);
	(void) payment_is_reserved(year);
}

static void
check_complaint(Input *input)
{
	static const char *const bodies[] = {"county", "innovasjon_norge", "ministry", "", "nobody"};
	bool		individual = take_bool(input);
	int			row = complaint_row(bodies[take_between(input, 0, 4)], individual);

	/* what is no individual decision can not be complained of */
	if (row >= 0)
		DEMAND(individual || !complaint_allowed(row));
}

static void
check_rows(Input *input)
{
	const LawTable *table = &law_tables[take_between(input, 0, law_ntables - 1)];
	int			row = take_between(input, 0, table->nrows - 1);
	int32_t		day = take_day(input);
	const char *cell = law_cell(table, row, "rule");
	int			found;

	DEMAND(law_find_table(law_text(table->name)) == table);
	DEMAND(*law_cell(table, row, "no such column") == '\0');
	found = law_row_of_value(table, "rule", cell);
	DEMAND(found >= 0 && found <= row && law_has_value(table, "rule", cell));
	if (*law_cell(table, row, "valid_from") == '\0')
		return;
	DEMAND(law_row_from(table, row) <= law_row_to(table, row));
	DEMAND(law_row_from(table, row) == law_row_date(table, row, "valid_from"));
	found = law_row_of_day(table, day, "rule", cell, NULL, NULL);
	DEMAND(found < 0 ? !law_row_holds(table, row, day) : law_row_holds(table, found, day));
	for (int order = -1; order < 1; order++)
	{
		if (strcmp(law_cell(table, row, "comparison"), "at most") == 0)
			DEMAND(law_row_meets(table, row, order) >= law_row_meets(table, row, order + 1));
		if (strcmp(law_cell(table, row, "comparison"), "at least") == 0)
			DEMAND(law_row_meets(table, row, order) <= law_row_meets(table, row, order + 1));
	}
}

/* Numbers joined in any order: those with one root are those with a path between them. */
static void
check_disjoint(Input *input)
{
	int			parents[8];
	bool		linked[8][8];

	for (int i = 0; i < 8; i++)
	{
		parents[i] = i;
		for (int j = 0; j < 8; j++)
			linked[i][j] = i == j;
	}
	for (int n = take_between(input, 0, 10); n > 0; n--)
	{
		int			a = take_between(input, 0, 7);
		int			b = take_between(input, 0, 7);

		parents[disjoint_root(parents, a)] = disjoint_root(parents, b);
		linked[a][b] = linked[b][a] = true;
	}
	for (int k = 0; k < 8; k++)
		for (int i = 0; i < 8; i++)
			for (int j = 0; j < 8; j++)
				linked[i][j] |= linked[i][k] && linked[k][j];
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++)
			DEMAND((disjoint_root(parents, i) == disjoint_root(parents, j)) == linked[i][j]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);

	check_answers(&input);
	check_payment(&input);
	check_recovery(&input);
	check_tax(&input);
	check_deadlines(&input);
	check_complaint(&input);
	check_rows(&input);
	check_disjoint(&input);
	return 0;
}
