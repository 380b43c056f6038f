/*-------------------------------------------------------------------------
 *
 * recovery.c
 *	  Grounds on which a grant is demanded back, and the time for which it
 *	  binds an asset.
 *
 * src/function/recovery.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/recovery.h"
#include "function/verdict.h"
#include "message.h"
#include "rule/calendar.h"
#include "rule/recovery.h"

TILSKUDD_FUNCTION(tilskudd_recovery_grounds);
TILSKUDD_FUNCTION(tilskudd_binding_until);
TILSKUDD_FUNCTION(tilskudd_within_binding_period);

/* What is known of the grant, from the arguments; an error for a ground that is none of its scheme. */
static RecoveryCase
case_arguments(FunctionCallInfo fcinfo)
{
	RecoveryCase grant;

	grant.scheme = name_argument(PG_GETARG_TEXT_PP(0), "unknown scheme \"%s\"", recovery_schemes,
								 RECOVERY_NSCHEMES);
	for (int fact = 0; fact < RECOVERY_NFACTS; fact++)
	{
		grant.facts[fact] = answer_argument(fcinfo, 1 + fact);
		if (grant.facts[fact] == YES && !recovery_has_fact(grant.scheme, fact))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s is no ground to demand back a grant of scheme %s",
							recovery_facts[fact], recovery_schemes[grant.scheme]),
					 errhint("law_recovery has the grounds of each scheme.")));
	}
	grant.within_binding_period = answer_argument(fcinfo, 1 + RECOVERY_NFACTS);
	return grant;
}

/*
 * recovery_grounds(scheme text, reports_missing boolean, ...,
 *		within_binding_period boolean) -> setof (ground text, applies boolean,
 *		mandatory boolean, consequence text, rule text, citation text)
 *
 * What does not apply is left out; what is not known is not.
 */
Datum
tilskudd_recovery_grounds(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const LawTable *table = law_find_table("recovery");
	RecoveryCase grant;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	grant = case_arguments(fcinfo);
	for (int row = 0; row < table->nrows; row++)
	{
		Answer		applies = recovery_applies(&grant, row);
		Datum		values[6];
		bool		nulls[6] = {false, applies == NOT_KNOWN};

		if (!recovery_concerns(row, grant.scheme) || applies == NO)
			continue;
		values[0] = CStringGetTextDatum(law_cell(table, row, "ground"));
		values[1] = BoolGetDatum(applies == YES);
		values[2] = BoolGetDatum(recovery_is_mandatory(row));
		values[3] = CStringGetTextDatum(law_cell(table, row, "consequence"));
		values[4] = CStringGetTextDatum(law_cell(table, row, "rule"));
		values[5] = CStringGetTextDatum(verdict_citation(table, row));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * The same calendar day some years after: the first that is no longer within
 * them.  A period that begins with 29 February ends on 28 February, as the
 * server's date + interval has it.
 */
DateADT
recovery_anniversary(DateADT day, int years)
{
	DateADT		anniversary;

	if (DATE_NOT_FINITE(day))
		return day;
	anniversary = years_before(day, -years);
	if (!IS_VALID_DATE(anniversary))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date out of range: %d years after %s", years, tilskudd_date(day)),
				 errhint("The server's dates end with year 5874897.")));
	return anniversary;
}

/* Years of binding: those of V5-7, or fewer (V5-8). */
static int
years_argument(FunctionCallInfo fcinfo, int argument)
{
	int			most = recovery_binding_years();
	int			years;

	if (PG_ARGISNULL(argument))
		return most;
	years = PG_GETARG_INT32(argument);
	if (years < 1 || years > most)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a grant can not bind for %d years", years),
				 errhint("It binds for %d years; the granter may set fewer for what is outdated sooner.",
						 most)));
	return years;
}

/* The last day on which a grant binds an asset; infinite as the payment is. */
static DateADT
binding_until(DateADT paid_on, int years)
{
	return DATE_NOT_FINITE(paid_on) ? paid_on : recovery_anniversary(paid_on, years) - 1;
}

/* binding_until(paid_on date, years integer) -> date */
Datum
tilskudd_binding_until(PG_FUNCTION_ARGS)
{
	int			years = years_argument(fcinfo, 1);

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(binding_until(PG_GETARG_DATEADT(0), years));
}

/* within_binding_period(event_on date, paid_on date, years integer) -> boolean */
Datum
tilskudd_within_binding_period(PG_FUNCTION_ARGS)
{
	int			years = years_argument(fcinfo, 2);

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(PG_GETARG_DATEADT(0) <= binding_until(PG_GETARG_DATEADT(1), years));
}
