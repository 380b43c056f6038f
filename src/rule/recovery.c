/*-------------------------------------------------------------------------
 *
 * recovery.c
 *	  When a grant is demanded back, and how long it binds what it paid for.
 *
 * The law table has a row for each ground, with the schemes that have it.
 *
 * src/rule/recovery.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/recovery.h"

#include <stdlib.h>
#include <string.h>

#include "rule/law_row.h"

/* By RecoveryFact. */
const char *const recovery_facts[RECOVERY_NFACTS] = {
	"reports_missing", "wrong_information", "used_against_intention",
	"less_capital_needed", "overpaid", "unlawful_aid", "asset_sold",
	"asset_other_use", "asset_moved_to_lower_priority", "asset_moved_out",
	"not_started", "not_as_assumed"
};

/* By RecoveryScheme. */
const char *const recovery_schemes[RECOVERY_NSCHEMES] = {
	"guidelines", "investment", "nyvekst", "kompetansepiloter"
};

static const char *
cell(int row, const char *column)
{
	return law_cell(law_find_table("recovery"), row, column);
}

/* Whether a row is a ground of a scheme; a list of names, none within another. */
bool
recovery_concerns(int row, RecoveryScheme scheme)
{
	return strstr(cell(row, "scheme"), recovery_schemes[scheme]) != NULL;
}

/* Whether a scheme has a ground of this name at all. */
bool
recovery_has_fact(RecoveryScheme scheme, RecoveryFact fact)
{
	const LawTable *table = law_find_table("recovery");

	for (int row = 0; row < table->nrows; row++)
	{
		if (recovery_concerns(row, scheme) &&
			strcmp(cell(row, "ground"), recovery_facts[fact]) == 0)
			return true;
	}
	return false;
}

/*
 * Whether a ground of the scheme applies: what happened is one, and where the
 * asset is bound for a time (V5-7), happened within that.
 */
Answer
recovery_applies(const RecoveryCase *grant, int row)
{
	Answer		happened = NOT_KNOWN;

	for (int fact = 0; fact < RECOVERY_NFACTS; fact++)
	{
		if (strcmp(cell(row, "ground"), recovery_facts[fact]) == 0)
			happened = grant->facts[fact];
	}
	if (*cell(row, "binding_years") != '\0')
		return answer_and(happened, grant->within_binding_period);
	return happened;
}

/* Whether the money must be demanded back, or may be. */
bool
recovery_is_mandatory(int row)
{
	return strcmp(cell(row, "duty"), "must") == 0;
}

/* For how many years from payment the grant binds an asset (V5-7). */
int
recovery_binding_years(void)
{
	return atoi(cell(law_row_of_value(law_find_table("recovery"), "ground", "asset_sold"),
					 "binding_years"));
}
