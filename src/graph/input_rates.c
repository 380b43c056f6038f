/*-------------------------------------------------------------------------
 *
 * input_rates.c
 *	  Figures in other currencies than EUR.
 *
 * src/graph/input_rates.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/input.h"

#include "catalog/pg_type.h"
#include "utils/datetime.h"

#include "function/euro.h"
#include "message.h"

/* The columns of query "rates". */
enum
{
	RATE_CURRENCY,
	RATE_PER_EUR,
	RATE_VALID_FROM,
	RATE_VALID_TO,
	RATE_NCOLUMNS
};

/* Decimals of a rate; with more there is no room for the amounts. */
#define MOST_RATE_DECIMALS	10

static void
take_rate(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	InputRate	rate;
	int			length;
	const char *currency;

	input_row(input);
	currency = query_bytes(row, RATE_CURRENCY, &length);
	rate.currency = names_add(&input->currencies, currency, length);
	input_dates(row, RATE_VALID_FROM, "a rate is valid from %s, which is after %s",
				&rate.valid_from, &rate.valid_to);
	if (row->nulls[RATE_PER_EUR] ||
		!decimal_of(row->values[RATE_PER_EUR], row->columns[RATE_PER_EUR].type, &rate.digits, &rate.scale) ||
		rate.digits <= 0 || rate.scale > MOST_RATE_DECIMALS || rate.digits > PG_INT64_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rate of \"%s\" can not be %s", names_print(&input->currencies, rate.currency),
						row->nulls[RATE_PER_EUR] ? "NULL" : number_print(query_number(row, RATE_PER_EUR))),
				 errhint("It is so much of the currency for one EUR, such as 11.6290, with at most %d decimals.",
						 MOST_RATE_DECIMALS)));
	*(InputRate *) rows_add(&input->rates, sizeof(InputRate), input->context) = rate;
}

static int
compare_rates(const void *a, const void *b)
{
	const InputRate *x = a;
	const InputRate *y = b;

	if (x->currency != y->currency)
		return x->currency < y->currency ? -1 : 1;
	return (x->valid_from > y->valid_from) - (x->valid_from < y->valid_from);
}

/* Reads query "rates", which must come before the figures. */
void
input_rates(Input *input)
{
	QueryColumn columns[RATE_NCOLUMNS] = {
		[RATE_CURRENCY] = {"currency", QUERY_NAME, true},
		[RATE_PER_EUR] = {"per_eur", QUERY_NUMBER, true},
		[RATE_VALID_FROM] = {"valid_from", QUERY_DATE},
		[RATE_VALID_TO] = {"valid_to", QUERY_DATE}
	};
	InputRate  *rates;

	input_read(input, INPUT_RATES, NULL, columns, RATE_NCOLUMNS, take_rate);
	rates = input->rates.data;
	if (rates != NULL)
		qsort(rates, input->rates.count, sizeof(InputRate), compare_rates);
	for (Size i = 1; i < input->rates.count; i++)
	{
		if (rates[i].currency == rates[i - 1].currency && rates[i].valid_from <= rates[i - 1].valid_to)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("query \"rates\" has two rates of \"%s\" on %s",
							names_print(&input->currencies, rates[i].currency), tilskudd_date(rates[i].valid_from)),
					 errhint("valid_to is the last day of a rate.")));
	}
}

/* NOK without a rate of the caller's: the average of the year, as eur_year(). */
static bool
rate_of_year(Input *input, DateADT day, InputRate *rate)
{
	int			year;
	int			month;
	int			month_day;
	Numeric		average;

	if (DATE_NOT_FINITE(day))
		return false;
	if (input->year_rates == NULL)
		input->year_rates = euro_year_rates(input->context);
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &month_day);
	average = euro_year_rate(input->year_rates, year);
	return average != NULL &&
		decimal_of(NumericGetDatum(average), NUMERICOID, &rate->digits, &rate->scale);
}

/* The rate that a query gave for a currency on a day, or NULL. */
static const InputRate *
given_rate(const Input *input, int currency, DateADT day)
{
	const InputRate *rates = input->rates.data;
	InputRate	wanted = {.currency = currency, .valid_from = day};
	Size		low = 0;
	Size		high = input->rates.count;

	/* the last that began by then: rates of a currency do not overlap */
	while (low < high)
	{
		Size		middle = low + (high - low) / 2;

		if (compare_rates(&rates[middle], &wanted) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && rates[low - 1].currency == currency && day <= rates[low - 1].valid_to ? &rates[low - 1] : NULL;
}

/*
 * The rate of a currency at the end of an accounting period of an entity.
 */
void
input_find_rate(Input *input, const char *currency, int length, DateADT day, int entity, InputRate *rate)
{
	const InputRate *given = given_rate(input, names_find(&input->currencies, currency, length), day);

	if (given != NULL)
	{
		*rate = *given;
		return;
	}
	if (length == 3 && memcmp(currency, "NOK", 3) == 0 && rate_of_year(input, day, rate))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NO_DATA_FOUND),
			 errmsg("there is no rate of \"%s\" on %s, when accounts of \"%s\" end",
					tilskudd_shorten(pnstrdup(currency, length)), tilskudd_date(day),
					names_print(&input->names, entity)),
			 errhint("Give one by the query \"rates\", with the columns currency, per_eur, valid_from and valid_to.")));
}
