/*-------------------------------------------------------------------------
 *
 * de_minimis_duty.c
 *	  What who grants de minimis aid must write, keep and register.
 *
 * src/function/de_minimis_duty.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "function/de_minimis.h"
#include "function/number.h"
#include "function/verdict.h"
#include "function/working_day.h"
#include "message.h"
#include "rule/de_minimis.h"
#include "rule/de_minimis_duty.h"
#include "rule/holiday.h"

TILSKUDD_FUNCTION(tilskudd_de_minimis_notice);
TILSKUDD_FUNCTION(tilskudd_retention_until);
TILSKUDD_FUNCTION(tilskudd_register_deadline);
TILSKUDD_FUNCTION(tilskudd_public_holidays);

/* What a granting letter holds or presupposes, in the order of the rows. */
static const char *const notice_items[] = {
	"amount", "character", "regulation", "declaration", "disclosure"
};

/* An award that a letter is about. */
typedef struct Award
{
	const char *amount;
	DateADT		granted_on;
	int			fiscal_year_start_month;
	const LawDeMinimis *regime;
} Award;

/* The aid that the undertaking must declare: that of the window. */
static const char *
declaration_text(const Award *award)
{
	DateADT		start = de_minimis_window_start(award->regime, award->granted_on,
												award->fiscal_year_start_month);

	return psprintf(award->regime->window == LAW_THREE_YEARS ?
					"Other de minimis aid received in three years, here from %s to %s, under this or any other de minimis regulation: to be declared by the undertaking before the grant" :
					"Other de minimis aid received in the current fiscal year and the two before, here from %s to %s: to be declared by the undertaking in writing",
					tilskudd_date(start), tilskudd_date(award->granted_on));
}

/* What the letter says on an item; UTF-8. */
static const char *
item_text(const Award *award, const char *item, int row)
{
	if (strcmp(item, "amount") == 0)
		return psprintf("Gross grant equivalent: EUR %s", award->amount);
	if (strcmp(item, "character") == 0)
		return "The aid is de minimis aid (bagatellmessig støtte)";
	if (strcmp(item, "declaration") == 0)
		return declaration_text(award);
	if (strcmp(item, "disclosure") == 0)
		return psprintf("The undertaking must disclose this aid when it applies for other de minimis aid in the %d years after the grant",
						de_minimis_duty_value(row));
	return law_cell(law_find_table("de_minimis_duty"), row, "reference");
}

/*
 * de_minimis_notice(amount_gge numeric, granted_on date, pool text,
 *		fiscal_year_start_month integer) -> setof (item, content, rule, citation)
 *
 * No rows would read as "no duties", so a regime whose duties are not known
 * is an error.
 */
Datum
tilskudd_de_minimis_notice(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	int			pool = de_minimis_pool_argument(PG_GETARG_TEXT_PP(2));
	Award		award;

	award.amount = number_text(number_amount_argument(PG_GETARG_NUMERIC(0), "amount_gge"));
	award.granted_on = PG_GETARG_DATEADT(1);
	award.fiscal_year_start_month = de_minimis_month_argument(PG_GETARG_INT32(3));
	award.regime = de_minimis_regime(pool, award.granted_on);
	if (pool != LAW_POOL_GENERAL || de_minimis_duty_row("amount", award.granted_on) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("what a letter that grants de minimis aid on %s must hold is not known",
						tilskudd_date(award.granted_on)),
				 award.regime == NULL ?
				 errdetail("The law tables have no regime for pool %s on that day.",
						   de_minimis_pool_name(pool)) :
				 errdetail("The provisions of regime %s on it were not read.",
						   law_cell(law_find_table("de_minimis"),
									award.regime->row, "regime")),
				 errhint("Known are the regimes of pool general since 2007.")));

	tilskudd_init_srf(fcinfo);
	for (int i = 0; i < lengthof(notice_items); i++)
	{
		const LawTable *table = law_find_table("de_minimis_duty");
		int			row = de_minimis_duty_row(notice_items[i], award.granted_on);
		const char *rule;
		Datum		values[4] = {0};
		bool		nulls[4] = {false};

		if (row < 0)
			continue;
		rule = law_cell(table, row, "rule");
		nulls[2] = *rule == '\0';
		values[0] = CStringGetTextDatum(notice_items[i]);
		values[1] = tilskudd_utf8_datum(item_text(&award, notice_items[i], row));
		values[2] = CStringGetTextDatum(rule);
		values[3] = CStringGetTextDatum(verdict_citation(table, row));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* retention_until(granted_on date) -> date: the last of the days on which the data are kept. */
Datum
tilskudd_retention_until(PG_FUNCTION_ARGS)
{
	DateADT		until;

	if (de_minimis_retention(PG_GETARG_DATEADT(0), &until) < 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(until);
}

/*
 * register_deadline(granted_on date, holidays date[]) -> date: the last day
 * to register an award.
 *
 * The day of the grant does not count (1182/71 Art 3(1)).
 */
Datum
tilskudd_register_deadline(PG_FUNCTION_ARGS)
{
	WorkingDays working_days = working_day_argument(fcinfo, 1);
	DateADT		day;
	int			row;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(0);
	row = de_minimis_duty_row("registration", day);
	if (row < 0 || !working_day_add(&working_days, &day, de_minimis_duty_value(row)))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}

/* public_holidays(year integer) -> setof (day date, name text, name_no text) */
Datum
tilskudd_public_holidays(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	int32		year = PG_GETARG_INT32(0);
	Holiday		holidays[HOLIDAYS_OF_YEAR];

	working_day_require_year(year);
	holidays_of_year(year, holidays);

	tilskudd_init_srf(fcinfo);
	for (int i = 0; i < HOLIDAYS_OF_YEAR; i++)
	{
		Datum		values[3] = {DateADTGetDatum(holidays[i].day),
			tilskudd_utf8_datum(holidays[i].name),
		tilskudd_utf8_datum(holidays[i].name_no)};
		bool		nulls[3] = {false, false, false};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
