/*-------------------------------------------------------------------------
 *
 * input_figures.c
 *	  Accounts, and what they consolidate, as queries give them.
 *
 * src/graph/input_figures.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/input.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "message.h"

/* Decimals of FIGURE_UNIT, and what else it is divisible by. */
#define UNIT_DECIMALS	16
#define UNIT_MONTHS		1021020

/* Above all that anybody has, below what would make sums overflow. */
#define LARGEST_FIGURE	(FIGURE_UNIT * INT64CONST(100000000000000))

#define MOST_MONTHS		18

#define MOST_PERCENT_DECIMALS	12

/*
 * A figure in units of FIGURE_UNIT; months is 12 for what is not annualised, the
 * rate NULL for what is no money in another currency.  What has more decimals
 * than the unit is known within bounds only.
 */
static void
read_figure(Input *input, QueryRow *row, int column, int entity, int months,
			const InputRate *rate, int128 *lo, int128 *hi)
{
	int128		digits;
	int128		rest = 0;
	int			scale;
	bool		fits;

	if (!decimal_of(row->values[column], row->columns[column].type, &digits, &scale) || digits < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of \"%s\" can not be %s", row->columns[column].name,
						names_print(&input->names, entity), number_print(query_number(row, column))),
				 errhint("It must be a number, zero or more, of no more than 37 digits.")));
	if (rate != NULL)
		scale -= rate->scale;
	for (; scale > UNIT_DECIMALS; scale--)
	{
		rest |= digits % 10;
		digits /= 10;
	}
	fits = decimal_scale_up(&digits, UNIT_DECIMALS - scale);
	if (fits && rate != NULL)
	{
		rest |= digits % rate->digits;
		digits /= rate->digits;
	}
	if (!fits || digits > LARGEST_FIGURE / UNIT_MONTHS)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s of \"%s\" is too large", row->columns[column].name,
						names_print(&input->names, entity)),
				 errhint("Figures are counted up to 100 000 000 000 000.")));
	*lo = digits * (UNIT_MONTHS * 12 / months);
	*hi = *lo;
	if (rest != 0)
		*hi = (digits + 1) * (UNIT_MONTHS * 12 / months);
}

/* A figure and its bounds, of columns for the figure itself and for both. */
static bool
read_bounds(Input *input, QueryRow *row, int exact, int lo_column, int months,
			const InputRate *rate, Period *period, int figure, int128 *hi)
{
	int128		ignored;

	if (!row->nulls[exact])
	{
		if (!row->nulls[lo_column] || !row->nulls[lo_column + 1])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s of \"%s\" is given, and a bound of it too", row->columns[exact].name,
							names_print(&input->names, period->entity)),
					 errhint("Leave the bounds NULL where the figure is known.")));
		read_figure(input, row, exact, period->entity, months, rate, &period->lo[figure], hi);
		return *hi != period->lo[figure];
	}
	period->lo[figure] = 0;
	*hi = 0;
	if (!row->nulls[lo_column])
		read_figure(input, row, lo_column, period->entity, months, rate, &period->lo[figure], &ignored);
	period->unlimited[figure] = row->nulls[lo_column + 1];
	if (period->unlimited[figure])
		return false;
	read_figure(input, row, lo_column + 1, period->entity, months, rate, &ignored, hi);
	if (*hi < period->lo[figure])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of \"%s\" is below %s", row->columns[lo_column + 1].name,
						names_print(&input->names, period->entity), row->columns[lo_column].name)));
	return *hi != period->lo[figure];
}

/* The number of months of a period, 12 where it is not said. */
static int
read_months(Input *input, QueryRow *row, int entity)
{
	int128		months;
	int			scale;

	if (row->nulls[FIGURE_MONTHS])
		return 12;
	if (!decimal_of(row->values[FIGURE_MONTHS], row->columns[FIGURE_MONTHS].type, &months, &scale) ||
		scale > 0 || months < 1 || months > MOST_MONTHS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("months of \"%s\" can not be %s", names_print(&input->names, entity),
						number_print(query_number(row, FIGURE_MONTHS))),
				 errhint("An accounting period has 1 to %d whole months.", MOST_MONTHS)));
	return months;
}

/*
 * Whether the money of a row stands in the columns that have a currency, and at
 * what rate.
 */
static bool
read_currency(Input *input, QueryRow *row, const Period *period, InputRate *rate)
{
	bool		other = false;
	bool		eur = false;
	int			length;
	const char *currency;

	for (int column = FIGURE_TURNOVER_OTHER; column <= FIGURE_BALANCE_OTHER_HI; column++)
		other |= !row->nulls[column];
	if (!other)
		return false;
	eur = !row->nulls[FIGURE_TURNOVER] || !row->nulls[FIGURE_BALANCE];
	for (int column = FIGURE_TURNOVER_LO; column <= FIGURE_BALANCE_HI; column++)
		eur |= !row->nulls[column];
	if (eur)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("accounts of \"%s\" have figures in EUR and in a currency of their own",
						names_print(&input->names, period->entity)),
				 errhint("Leave either turnover_eur and balance_eur, or turnover and balance NULL, with their bounds.")));
	if (row->nulls[FIGURE_CURRENCY])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("accounts of \"%s\" have no currency", names_print(&input->names, period->entity)),
				 errhint("The columns turnover and balance need the column currency; those in EUR are turnover_eur and balance_eur.")));
	currency = query_bytes(row, FIGURE_CURRENCY, &length);
	if (length == 3 && memcmp(currency, "EUR", 3) == 0)
		*rate = (InputRate) {1, 0};
	else
		input_find_rate(input, currency, length, period->end, period->entity, rate);
	return true;
}

static bool
read_consolidated(QueryRow *row)
{
	char	   *kind;

	if (row->nulls[FIGURE_KIND])
		return false;
	kind = query_name(row, FIGURE_KIND);
	if (strcmp(kind, "own") != 0 && strcmp(kind, "consolidated") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("kind \"%s\" in query \"figures\" is not known", tilskudd_shorten(kind)),
				 errhint("Kinds are own and consolidated.")));
	return strcmp(kind, "consolidated") == 0;
}

static void
take_period(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	Period		period;
	Upper		upper;
	InputRate	rate;
	int			months;
	bool		other;
	bool		differs;

	input_row(input);
	memset(&period, 0, sizeof(Period));
	period.entity = input_name(input, row, FIGURE_ID);
	if (row->nulls[FIGURE_PERIOD_END])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("column \"period_end\" of query \"figures\" is NULL")));
	period.end = DatumGetDateADT(row->values[FIGURE_PERIOD_END]);
	if (period.end > input->options.on_date)
		return;
	period.consolidated = read_consolidated(row);
	input->has_consolidated |= period.consolidated;
	months = read_months(input, row, period.entity);
	other = read_currency(input, row, &period, &rate);
	differs = read_bounds(input, row, FIGURE_HEADCOUNT, FIGURE_HEADCOUNT_LO, 12, NULL, &period, SIZE_HEADCOUNT,
						  &upper.hi[SIZE_HEADCOUNT]);
	differs |= read_bounds(input, row, other ? FIGURE_TURNOVER_OTHER : FIGURE_TURNOVER,
						   other ? FIGURE_TURNOVER_OTHER_LO : FIGURE_TURNOVER_LO, months, other ? &rate : NULL,
						   &period, SIZE_TURNOVER, &upper.hi[SIZE_TURNOVER]);
	differs |= read_bounds(input, row, other ? FIGURE_BALANCE_OTHER : FIGURE_BALANCE,
						   other ? FIGURE_BALANCE_OTHER_LO : FIGURE_BALANCE_LO, 12, other ? &rate : NULL,
						   &period, SIZE_BALANCE, &upper.hi[SIZE_BALANCE]);
	period.upper = -1;
	if (differs)
	{
		period.upper = input->uppers.count;
		*(Upper *) rows_add(&input->uppers, sizeof(Upper), input->context) = upper;
	}
	*(Period *) rows_add(&input->periods, sizeof(Period), input->context) = period;
}

void
input_figures(Input *input, const QueryPart *part)
{
	QueryColumn columns[FIGURE_NCOLUMNS] = {
		[FIGURE_ID] = {"id", QUERY_NAME, true, input_name_ahead},
		[FIGURE_PERIOD_END] = {"period_end", QUERY_DATE, true},
		[FIGURE_HEADCOUNT] = {"headcount", QUERY_NUMBER},
		[FIGURE_TURNOVER] = {"turnover_eur", QUERY_NUMBER},
		[FIGURE_BALANCE] = {"balance_eur", QUERY_NUMBER},
		[FIGURE_HEADCOUNT_LO] = {"headcount_lo", QUERY_NUMBER},
		[FIGURE_HEADCOUNT_HI] = {"headcount_hi", QUERY_NUMBER},
		[FIGURE_TURNOVER_LO] = {"turnover_eur_lo", QUERY_NUMBER},
		[FIGURE_TURNOVER_HI] = {"turnover_eur_hi", QUERY_NUMBER},
		[FIGURE_BALANCE_LO] = {"balance_eur_lo", QUERY_NUMBER},
		[FIGURE_BALANCE_HI] = {"balance_eur_hi", QUERY_NUMBER},
		[FIGURE_TURNOVER_OTHER] = {"turnover", QUERY_NUMBER},
		[FIGURE_BALANCE_OTHER] = {"balance", QUERY_NUMBER},
		[FIGURE_TURNOVER_OTHER_LO] = {"turnover_lo", QUERY_NUMBER},
		[FIGURE_TURNOVER_OTHER_HI] = {"turnover_hi", QUERY_NUMBER},
		[FIGURE_BALANCE_OTHER_LO] = {"balance_lo", QUERY_NUMBER},
		[FIGURE_BALANCE_OTHER_HI] = {"balance_hi", QUERY_NUMBER},
		[FIGURE_CURRENCY] = {"currency", QUERY_NAME},
		[FIGURE_KIND] = {"kind", QUERY_NAME},
		[FIGURE_MONTHS] = {"months", QUERY_NUMBER}
	};

	input_read(input, INPUT_FIGURES, part, columns, FIGURE_NCOLUMNS, take_period);
}

/* How much of a member is consolidated: all, or what the row says. */
static void
read_percent(Input *input, QueryRow *row, const char *method, Scope *scope)
{
	int128		percent = 100;
	int			scale = 0;

	scope->part = scope->total = 0;
	if (!row->nulls[SCOPE_PERCENT] &&
		(!decimal_of(row->values[SCOPE_PERCENT], row->columns[SCOPE_PERCENT].type, &percent, &scale) ||
		 percent < 0 || scale > MOST_PERCENT_DECIMALS || percent > 100 * INT64CONST(1000000000000)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("percent of member \"%s\" of \"%s\" can not be %s", names_print(&input->names, scope->member),
						names_print(&input->names, scope->entity), number_print(query_number(row, SCOPE_PERCENT))),
				 errhint("It must be from 0 to 100, with at most %d decimals.", MOST_PERCENT_DECIMALS)));
	if (strcmp(method, "equity") == 0 || (!scope->full && row->nulls[SCOPE_PERCENT]))
		return;
	scope->part = scope->full ? 1 : percent;
	scope->total = scope->full ? 1 : 100;
	for (; !scope->full && scale > 0; scale--)
		scope->total *= 10;
	if (scope->part > scope->total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("percent of member \"%s\" of \"%s\" is over 100", names_print(&input->names, scope->member),
						names_print(&input->names, scope->entity))));
}

static void
take_scope(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	Scope		scope;
	char	   *method;

	input_row(input);
	scope.entity = input_name(input, row, SCOPE_ID);
	scope.member = input_name(input, row, SCOPE_MEMBER);
	method = row->nulls[SCOPE_METHOD] ? "full" : query_name(row, SCOPE_METHOD);
	scope.full = strcmp(method, "full") == 0;
	if (!scope.full && strcmp(method, "proportional") != 0 && strcmp(method, "equity") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("method \"%s\" in query \"scope\" is not known", tilskudd_shorten(method)),
				 errhint("Methods are full, proportional and equity.")));
	read_percent(input, row, method, &scope);
	*(Scope *) rows_add(&input->scopes, sizeof(Scope), input->context) = scope;
}

void
input_scopes(Input *input, const QueryPart *part)
{
	QueryColumn columns[SCOPE_NCOLUMNS] = {
		[SCOPE_ID] = {"id", QUERY_NAME, true, input_name_ahead},
		[SCOPE_MEMBER] = {"member", QUERY_NAME, true, input_name_ahead},
		[SCOPE_METHOD] = {"method", QUERY_NAME},
		[SCOPE_PERCENT] = {"percent", QUERY_NUMBER}
	};

	input_read(input, INPUT_SCOPE, part, columns, SCOPE_NCOLUMNS, take_scope);
}

static int
compare_scopes(const void *a, const void *b)
{
	const Scope *x = a;
	const Scope *y = b;

	return x->entity != y->entity ? (x->entity < y->entity ? -1 : 1) :
		(x->member > y->member) - (x->member < y->member);
}

static bool
period_before(const Period *a, const Period *b)
{
	return a->end != b->end ? a->end < b->end : a->consolidated < b->consolidated;
}

/* Those of one entity; few, and mostly in order. */
static void
sort_periods(Input *input, Period *periods, int count)
{
	for (int i = 1; i < count; i++)
	{
		Period		period = periods[i];
		int			j = i;

		for (; j > 0 && period_before(&period, &periods[j - 1]); j--)
			periods[j] = periods[j - 1];
		periods[j] = period;
	}
	for (int i = 1; i < count; i++)
	{
		if (!period_before(&periods[i - 1], &periods[i]))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 periods[i].consolidated ?
					 errmsg("query \"figures\" returns consolidated accounts of \"%s\" at %s twice",
							names_print(&input->names, periods[i].entity), tilskudd_date(periods[i].end)) :
					 errmsg("query \"figures\" returns own accounts of \"%s\" at %s twice",
							names_print(&input->names, periods[i].entity), tilskudd_date(periods[i].end))));
	}
}

/* Numbers entities anew, and sorts what is known about them. */
void
input_sort_figures(Input *input, const int32 *numbers)
{
	Period	   *periods = input->periods.data;
	Scope	   *scopes = input->scopes.data;
	int			count = input->periods.count;
	int			n = input->nentities;
	int32	   *first = MemoryContextAllocExtended(input->context, sizeof(int32) * (n + 2),
												   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	Period	   *sorted = MemoryContextAllocExtended(input->context, sizeof(Period) * (count + 1),
													MCXT_ALLOC_HUGE);

	for (int i = 0; i < count; i++)
	{
		periods[i].entity = numbers[periods[i].entity];
		first[periods[i].entity + 2]++;
	}
	for (int i = 2; i <= n + 1; i++)
		first[i] += first[i - 1];
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < count; i++)
		sorted[first[periods[i].entity + 1]++] = periods[i];
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < n; i++)
		sort_periods(input, sorted + first[i], first[i + 1] - first[i]);
	if (periods != NULL)
		pfree(periods);
	input->periods.data = sorted;
	input->first_period = first;

	for (Size i = 0; i < input->scopes.count; i++)
	{
		scopes[i].entity = numbers[scopes[i].entity];
		scopes[i].member = numbers[scopes[i].member];
	}
	if (scopes != NULL)
		qsort(scopes, input->scopes.count, sizeof(Scope), compare_scopes);
	for (Size i = 1; i < input->scopes.count; i++)
	{
		if (compare_scopes(&scopes[i - 1], &scopes[i]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("query \"scope\" returns member \"%s\" of \"%s\" twice",
							names_print(&input->names, scopes[i].member),
							names_print(&input->names, scopes[i].entity))));
	}
}
