/*-------------------------------------------------------------------------
 *
 * tax.c
 *	  How investment grants are taxed: the guidelines of 2008, DEL I chapter 5.
 *
 * src/rule/tax.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/tax.h"

#include <stdlib.h>

#include "rule/law_row.h"

/* By TaxTreatment. */
static const char *const treatments[] = {
	"not_income", "part_of_consideration", "reduces_depreciation_balance"
};

/*
 * The treatment of a grant, by whether it was made under the regulation on
 * regional measures (FOR-2006-12-15-1455), and whether the asset was realised
 * within the time that G5-2 sets.
 */
TaxTreatment
tax_treatment(Answer under_regulation, Answer realised_within)
{
	if (under_regulation == NO)
		return TAX_REDUCES_BALANCE;
	if (under_regulation == NOT_KNOWN || realised_within == NOT_KNOWN)
		return TAX_NOT_KNOWN;
	return realised_within == YES ? TAX_PART_OF_CONSIDERATION : TAX_NOT_INCOME;
}

/* The row of a treatment in the law table "tax". */
int
tax_row(TaxTreatment treatment)
{
	return law_row_of_value(law_find_table("tax"), "treatment", treatments[treatment]);
}

/* Years from acquisition within which a realisation counts (G5-2). */
int
tax_years(void)
{
	return atoi(law_cell(law_find_table("tax"), tax_row(TAX_PART_OF_CONSIDERATION), "years"));
}
