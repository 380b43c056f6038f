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

#define BIT(column)	((uint32) 1 << (column))

static const GuardRule rules[] = {
	{
		.name = "de_minimis",
		.subject = "an undertaking",
		.columns = BIT(GUARD_POOL) | BIT(GUARD_ROAD_FREIGHT) | BIT(GUARD_MONTH),
		.links = true,
		.windows = true,
		.read_row = aid_read_row,
		.copy = aid_copy,
		.is_no_worse = aid_is_no_worse,
		.law_doubt = limits_doubt
	},
	{
		.name = "intensity",
		.subject = "a project",
		.columns = BIT(GUARD_ELIGIBLE_COST) | BIT(GUARD_INTENSITY) | BIT(GUARD_MAX_AMOUNT) | BIT(GUARD_DE_MINIMIS),
		.needed = BIT(GUARD_ELIGIBLE_COST) | BIT(GUARD_INTENSITY),
		.read_row = costed_read_row,
		.copy = costed_copy,
		.is_no_worse = costed_is_no_worse,
		.law_doubt = costed_doubt
	},
	{
		.name = "cumulation",
		.subject = "a project",
		.columns = BIT(GUARD_INTENSITY) | BIT(GUARD_MAX_AMOUNT) | BIT(GUARD_DE_MINIMIS) | BIT(GUARD_ITEMS),
		.needed = BIT(GUARD_INTENSITY) | BIT(GUARD_ITEMS),
		.items = true,
		.read_row = costed_read_row,
		.copy = costed_copy,
		.is_no_worse = costed_is_no_worse,
		.law_doubt = costed_doubt
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
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < lengthof(rules); i++)
		appendStringInfo(&names, "%s%s", i == 0 ? "" : i < lengthof(rules) - 1 ? ", " : " and ", rules[i].name);
	return names.data;
}
