/*-------------------------------------------------------------------------
 *
 * euro.c
 *	  SQL functions that turn NOK into EUR.
 *
 * ESA converts aid with a clear granting date at the official rate of that
 * date, and figures of a whole year at the year's average of the European
 * Central Bank (EFTA Surveillance Authority, from 2020-01-01).
 *
 * src/function/euro.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "function/euro.h"
#include "function/number.h"
#include "message.h"

TILSKUDD_FUNCTION(tilskudd_to_eur);
TILSKUDD_FUNCTION(tilskudd_nok_per_eur);
TILSKUDD_FUNCTION(tilskudd_eur);
TILSKUDD_FUNCTION(tilskudd_eur_year);

/*
 * An amount in EUR: the server's own quotient, of at least 16 significant
 * digits and at least as many decimals as either argument.
 *
 * Not rounded to cents: a ceiling is a round number, which the rounded
 * quotient of a larger true one can not fall below.
 */
static Datum
amount_in_eur(Numeric amount_nok, Numeric nok_per_eur)
{
	if (!number_is_finite(amount_nok))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount in NOK can not be %s", number_print(amount_nok)),
				 errhint("Give NULL for an amount that is not known.")));
	return DirectFunctionCall2(numeric_div, NumericGetDatum(amount_nok),
							   NumericGetDatum(nok_per_eur));
}

/* to_eur(amount_nok numeric, nok_per_eur numeric) -> numeric */
Datum
tilskudd_to_eur(PG_FUNCTION_ARGS)
{
	Numeric		nok_per_eur = PG_GETARG_NUMERIC(1);

	if (!number_is_finite(nok_per_eur) ||
		number_compare(nok_per_eur, number_of(0)) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("exchange rate can not be %s", number_print(nok_per_eur)),
				 errhint("The rate is NOK for one EUR, such as 11.6290.")));
	return amount_in_eur(PG_GETARG_NUMERIC(0), nok_per_eur);
}

/*
 * The plan that looks a rate up, kept for the life of the backend; the server
 * makes it anew when the table changes.  Every name in it is qualified, so it
 * means the same under any search_path.
 */
static SPIPlanPtr
rate_plan(void)
{
	static SPIPlanPtr plan = NULL;

	if (plan == NULL)
	{
		Oid			argtypes[] = {DATEOID};
		SPIPlanPtr	prepared;

		prepared = SPI_prepare("SELECT rate_date, nok_per_eur"
							   " FROM tilskudd.exchange_rate"
							   " WHERE rate_date OPERATOR(pg_catalog.<=) $1"
							   " ORDER BY rate_date DESC LIMIT 1",
							   1, argtypes);
		if (prepared == NULL)
			elog(ERROR, "SPI_prepare failed: %s",
				 SPI_result_code_string(SPI_result));
		SPI_keepplan(prepared);
		plan = prepared;
	}
	return plan;
}

/*
 * The latest rate of a day or earlier, seen with the rights and the snapshot
 * of the query; false where there is none.
 */
static bool
find_rate(DateADT on_date, DateADT *rate_date, Numeric *nok_per_eur)
{
	Datum		values[1] = {DateADTGetDatum(on_date)};
	Datum		rate = 0;
	bool		found;

	SPI_connect();
	if (SPI_execute_plan(rate_plan(), values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "SPI_execute_plan failed");
	found = SPI_processed > 0;
	if (found)
	{
		HeapTuple	tuple = SPI_tuptable->vals[0];
		TupleDesc	tupdesc = SPI_tuptable->tupdesc;
		bool		isnull;

		/* both columns are NOT NULL */
		*rate_date = DatumGetDateADT(SPI_getbinval(tuple, tupdesc, 1, &isnull));
		rate = SPI_datumTransfer(SPI_getbinval(tuple, tupdesc, 2, &isnull), false, -1);
	}
	SPI_finish();
	/* only now: unpacking copies into the memory of the moment */
	if (found)
		*nok_per_eur = DatumGetNumeric(rate);
	return found;
}

/*
 * The rate of a day or the latest earlier one: whether there is one that is not
 * older than max_age_days.  rate_date is that of the latest one in any case,
 * and not finite where there is none.
 */
static bool
recent_rate(DateADT on_date, int32 max_age_days, DateADT *rate_date, Numeric *nok_per_eur)
{
	if (max_age_days < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_age_days can not be %d", max_age_days),
				 errhint("0 takes the rate of the day itself only.")));
	if (DATE_NOT_FINITE(on_date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("there is no exchange rate of %s", tilskudd_date(on_date))));

	if (!find_rate(on_date, rate_date, nok_per_eur))
	{
		DATE_NOBEGIN(*rate_date);
		return false;
	}
	return (int64) on_date - *rate_date <= max_age_days;
}

/* nok_per_eur(on_date date, max_age_days integer) -> numeric */
Datum
tilskudd_nok_per_eur(PG_FUNCTION_ARGS)
{
	DateADT		rate_date;
	Numeric		nok_per_eur;

	if (!recent_rate(PG_GETARG_DATEADT(0), PG_GETARG_INT32(1), &rate_date, &nok_per_eur))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(nok_per_eur);
}

/*
 * eur(amount_nok numeric, on_date date, max_age_days integer) -> numeric, at
 * the rate of the day or the latest earlier one not older than that.
 */
Datum
tilskudd_eur(PG_FUNCTION_ARGS)
{
	DateADT		on_date = PG_GETARG_DATEADT(1);
	int32		max_age_days = PG_GETARG_INT32(2);
	DateADT		rate_date;
	Numeric		nok_per_eur;

	if (!recent_rate(on_date, max_age_days, &rate_date, &nok_per_eur))
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("there is no exchange rate for %s", tilskudd_date(on_date)),
				 !DATE_NOT_FINITE(rate_date) ?
				 errdetail("The latest earlier rate in table tilskudd.exchange_rate is of %s, and max_age_days is %d.",
						   tilskudd_date(rate_date), max_age_days) :
				 errdetail("Table tilskudd.exchange_rate has no rate of that day or an earlier one."),
				 errhint("Load the European Central Bank's file eurofxref-hist.csv: COPY tilskudd.ecb_file FROM STDIN.")));
	return amount_in_eur(PG_GETARG_NUMERIC(0), nok_per_eur);
}

/* The yearly averages of the law, by year; NULL where there is none. */
struct YearRates
{
	int			first_year;
	int			nyears;
	Numeric		rates[FLEXIBLE_ARRAY_MEMBER];
};

/* The generator has checked the cells, and that the years rise. */
static int
year_of_row(const LawTable *table, int row)
{
	return pg_strtoint32(law_cell(table, row, "year"));
}

/*
 * Reads the averages once for all calls of a query.
 */
YearRates *
euro_year_rates(MemoryContext context)
{
	const LawTable *table = law_find_table("eur_year");
	int			first_year = year_of_row(table, 0);
	int			nyears = year_of_row(table, table->nrows - 1) - first_year + 1;
	MemoryContext old = MemoryContextSwitchTo(context);
	YearRates  *years = palloc0(offsetof(YearRates, rates) +
								nyears * sizeof(Numeric));

	years->first_year = first_year;
	years->nyears = nyears;
	for (int row = 0; row < table->nrows; row++)
		years->rates[year_of_row(table, row) - first_year] =
			number_cell(table, row, "nok_per_eur");
	MemoryContextSwitchTo(old);
	return years;
}

/* The average of a year, or NULL. */
Numeric
euro_year_rate(const YearRates *years, int32 year)
{
	if (year < years->first_year || year - years->first_year >= years->nyears)
		return NULL;
	return years->rates[year - years->first_year];
}

/* eur_year(amount_nok numeric, year integer) -> numeric, NULL without average */
Datum
tilskudd_eur_year(PG_FUNCTION_ARGS)
{
	int32		year = PG_GETARG_INT32(1);
	YearRates  *years = fcinfo->flinfo->fn_extra;
	Numeric		rate;

	if (years == NULL)
		fcinfo->flinfo->fn_extra = years = euro_year_rates(fcinfo->flinfo->fn_mcxt);
	rate = euro_year_rate(years, year);
	if (rate == NULL)
		PG_RETURN_NULL();
	return amount_in_eur(PG_GETARG_NUMERIC(0), rate);
}
