/*-------------------------------------------------------------------------
 *
 * recovery.h
 *	  When a grant is demanded back, and how long it binds what it paid for.
 *
 * Plain C.  Days count from 2000-01-01.
 *
 * src/rule/recovery.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_RECOVERY_H
#define TILSKUDD_RULE_RECOVERY_H

#include "law/law.h"
#include "rule/answer.h"

/* What may have happened: the grounds of law_recovery. */
typedef enum RecoveryFact
{
	REPORTS_MISSING,
	WRONG_INFORMATION,
	USED_AGAINST_INTENTION,
	LESS_CAPITAL_NEEDED,
	OVERPAID,
	UNLAWFUL_AID,
	ASSET_SOLD,
	ASSET_OTHER_USE,
	ASSET_MOVED_TO_LOWER_PRIORITY,
	ASSET_MOVED_OUT,
	NOT_STARTED,
	NOT_AS_ASSUMED,
	RECOVERY_NFACTS
} RecoveryFact;

/* Kinds of grants, which have different grounds. */
typedef enum RecoveryScheme
{
	SCHEME_GUIDELINES,
	SCHEME_INVESTMENT,
	SCHEME_NYVEKST,
	SCHEME_KOMPETANSEPILOTER,
	RECOVERY_NSCHEMES
} RecoveryScheme;

extern const char *const recovery_facts[RECOVERY_NFACTS];
extern const char *const recovery_schemes[RECOVERY_NSCHEMES];

/* What is known of a grant. */
typedef struct RecoveryCase
{
	RecoveryScheme scheme;
	Answer		facts[RECOVERY_NFACTS];
	Answer		within_binding_period;	/* when the asset was sold or moved */
} RecoveryCase;

extern bool recovery_concerns(int row, RecoveryScheme scheme);
extern bool recovery_has_fact(RecoveryScheme scheme, RecoveryFact fact);
extern Answer recovery_applies(const RecoveryCase *grant, int row);
extern bool recovery_is_mandatory(int row);
extern int	recovery_binding_years(void);

#endif							/* TILSKUDD_RULE_RECOVERY_H */
