/*-------------------------------------------------------------------------
 *
 * verdict.h
 *	  What a rule that decides answers, in its SQL form.
 *
 * src/function/verdict.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_VERDICT_H
#define TILSKUDD_FUNCTION_VERDICT_H

#include "compat.h"

#include "nodes/pg_list.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "law/law.h"

typedef struct Verdict
{
	/* amounts in unit; NULL where not known */
	Numeric		limit;
	Numeric		used;
	Numeric		requested;
	const char *unit;
	const LawTable *table;		/* the row that sets the limit, or NULL */
	int			row;
	bool		refused;		/* certainly unlawful, whatever is undecided */
	List	   *undecided;		/* of char *, in the database's encoding */
} Verdict;

extern void verdict_allow(Verdict *verdict, const char *rule);
extern void verdict_refuse(Verdict *verdict, const char *rule);
extern void verdict_leave_open(Verdict *verdict, const char *rule, const char *point);
extern bool verdict_guidelines_hold(Verdict *verdict, DateADT on_date);
extern void verdict_require_decided(const Verdict *verdict, const char *message, const char *subject,
									const char *function);
extern Datum verdict_datum(const Verdict *verdict, FunctionCallInfo fcinfo);
extern Datum verdict_texts(List *texts);
extern const char *verdict_source(const LawTable *table, int row);
extern const char *verdict_citation(const LawTable *table, int row);

#endif							/* TILSKUDD_FUNCTION_VERDICT_H */
