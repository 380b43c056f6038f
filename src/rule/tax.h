/*-------------------------------------------------------------------------
 *
 * tax.h
 *	  How investment grants are taxed: the guidelines of 2008, DEL I chapter 5.
 *
 * Plain C.
 *
 * src/rule/tax.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_TAX_H
#define TILSKUDD_RULE_TAX_H

#include "law/law.h"
#include "rule/answer.h"

typedef enum TaxTreatment
{
	TAX_NOT_KNOWN = -1,
	TAX_NOT_INCOME,				/* G5-1 */
	TAX_PART_OF_CONSIDERATION,	/* G5-2 */
	TAX_REDUCES_BALANCE			/* G5-3 */
} TaxTreatment;

extern TaxTreatment tax_treatment(Answer under_regulation, Answer realised_within);
extern int	tax_row(TaxTreatment treatment);
extern int	tax_years(void);

#endif							/* TILSKUDD_RULE_TAX_H */
