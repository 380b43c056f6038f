/*-------------------------------------------------------------------------
 *
 * rule.c
 *	  The rules that a guard can have.
 *
 * src/guard/rule.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/cost.h"
#include "guard/frame.h"
#include "guard/payment.h"
#include "guard/retention.h"

#include "catalog/pg_type.h"

#include "message.h"

#define BIT(column)	((uint32) 1 << (column))

#define COSTS_DOUBT \
	gettext_noop("Eligible costs differ or are not known, or an intensity is NULL.")
#define AWARD_UNDECIDED \
	gettext_noop("award on %s in table \"%s\" can not be decided upon by guard \"%s\"")
#define AWARD_REFUSED \
	gettext_noop("award on %s in table \"%s\" violates guard \"%s\"")
#define PROJECT_UNCOUNTED \
	gettext_noop("an award in table \"%s\" does not count in guard \"%s\", of a project that has a new one: %s")

static const FactSource costs_source = {
	.option = "costs",
	.columns = {
		[COST_ITEM] = {"item", InvalidOid, true},
		[COST_OF_ITEM] = {"eligible_cost", NUMERICOID, true}
	},
	.hint = gettext_noop("Each row is an item that awards can be for: SELECT project AS key, name AS item, cost AS eligible_cost FROM ....")
};

static const FactSource frames_source = {
	.option = "frames",
	.columns = {
		[FRAME_AMOUNT] = {"amount", NUMERICOID, true}
	},
	.hint = gettext_noop("Each row is a part of a frame: SELECT frame AS key, allocation AS amount FROM ....")
};

static const FactSource grants_source = {
	.option = "grants",
	.columns = {
		[GRANT_AMOUNT] = {"amount", NUMERICOID, true},
		[GRANT_ATTESTED] = {"accounts_attested", BOOLOID, true},
		[GRANT_EXEMPTED] = {"exempted", BOOLOID},
		[GRANT_RIKSREVISJONEN] = {"audited_by_riksrevisjonen", BOOLOID},
		[GRANT_BUDGET_COST] = {"budget_cost", NUMERICOID},
		[GRANT_DOCUMENTED_COST] = {"documented_cost", NUMERICOID}
	},
	.hint = gettext_noop("Each row is a grant: SELECT id AS key, amount, accounts_attested FROM ....")
};

static const GuardRule rules[] = {
	{
		.name = "de_minimis",
		.uncounted = gettext_noop("an award in table \"%s\" does not count in guard \"%s\", of an undertaking that has a new one: %s"),
		.undecided = AWARD_UNDECIDED,
		.refused = AWARD_REFUSED,
		.columns = BIT(GUARD_POOL) | BIT(GUARD_ROAD_FREIGHT) | BIT(GUARD_MONTH),
		.links = true,
		.windows = true,
		.read_row = aid_read_row,
		.copy = aid_copy,
		.is_no_worse = aid_is_no_worse,
		.law_doubt = limits_doubt,
		.lowest = limits_lowest,
		.check = windows_check
	},
	{
		.name = "intensity",
		.uncounted = PROJECT_UNCOUNTED,
		.undecided = AWARD_UNDECIDED,
		.refused = AWARD_REFUSED,
		.columns = BIT(GUARD_ELIGIBLE_COST) | BIT(GUARD_INTENSITY) | BIT(GUARD_MAX_AMOUNT) | BIT(GUARD_DE_MINIMIS),
		.needed = BIT(GUARD_ELIGIBLE_COST) | BIT(GUARD_INTENSITY),
		.read_row = costed_read_row,
		.copy = costed_copy,
		.is_no_worse = costed_is_no_worse,
		.law_doubt = costed_doubt,
		.check = costs_check,
		.audit = costs_audit,
		.headroom = costs_headroom,
		.audit_doubt = COSTS_DOUBT
	},
	{
		.name = "cumulation",
		.uncounted = PROJECT_UNCOUNTED,
		.undecided = AWARD_UNDECIDED,
		.refused = AWARD_REFUSED,
		.columns = BIT(GUARD_INTENSITY) | BIT(GUARD_MAX_AMOUNT) | BIT(GUARD_DE_MINIMIS) | BIT(GUARD_ITEMS),
		.needed = BIT(GUARD_INTENSITY) | BIT(GUARD_ITEMS),
		.facts = &costs_source,
		.read_row = costed_read_row,
		.copy = costed_copy,
		.is_no_worse = costed_is_no_worse,
		.law_doubt = costed_doubt,
		.check = costs_check,
		.audit = costs_audit,
		.headroom = costs_headroom,
		.audit_doubt = COSTS_DOUBT
	},
	{
		.name = "frame",
		.uncounted = gettext_noop("an award in table \"%s\" does not count in guard \"%s\", of a frame that has a new one: %s"),
		.undecided = AWARD_UNDECIDED,
		.refused = AWARD_REFUSED,
		.facts = &frames_source,
		.read_row = aid_read_row,
		.copy = aid_copy,
		.is_no_worse = frame_is_no_worse,
		.lowest = frame_lowest,
		.check = frame_check,
		.audit = frame_audit,
		.headroom = frame_headroom,
		.audit_doubt = gettext_noop("Their frames are not known.")
	},
	{
		.name = "payment",
		.uncounted = gettext_noop("a payment in table \"%s\" does not count in guard \"%s\", of a grant that has a new one: %s"),
		.undecided = gettext_noop("payment on %s in table \"%s\" can not be decided upon by guard \"%s\""),
		.refused = gettext_noop("payment on %s in table \"%s\" violates guard \"%s\""),
		.columns = BIT(GUARD_FINAL),
		.needed = BIT(GUARD_FINAL),
		.facts = &grants_source,
		.holdback = true,
		.read_row = payment_read_row,
		.copy = aid_copy,
		.is_no_worse = payment_is_no_worse,
		.check = payment_check,
		.audit = payment_audit,
		.headroom = payment_headroom,
		.audit_doubt = gettext_noop("What is known of their grants does not decide it.")
	},
	{
		.name = "retention",
		.columns = BIT(GUARD_LAST_AID_ON),
		.keeps = true,
		.read_row = retention_read_row,
		.copy = retention_copy,
		.headroom = retention_headroom
	}
};

/* The rule of a name; NULL if there is none. */
const GuardRule *
guard_rule(const char *name)
{
	for (int i = 0; i < lengthof(rules); i++)
	{
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	}
	return NULL;
}

/* The names of all rules, for a hint. */
const char *
guard_rule_names(void)
{
	const char *names[lengthof(rules)];

	for (int i = 0; i < lengthof(rules); i++)
		names[i] = rules[i].name;
	return tilskudd_and_list(names, lengthof(rules));
}
