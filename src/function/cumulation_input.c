/*-------------------------------------------------------------------------
 *
 * cumulation_input.c
 *	  Aids and cost items as queries give them.
 *
 * src/function/cumulation_input.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/cumulation.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "function/number.h"
#include "function/query.h"
#include "message.h"

/* The columns of query "items". */
enum
{
	ITEM_NAME,
	ITEM_COST,
	ITEM_INTENSITY,
	ITEM_NCOLUMNS
};

/* The columns of query "aids". */
enum
{
	AID_NAME,
	AID_AMOUNT,
	AID_ITEMS,
	AID_INTENSITY,
	AID_MAX_AMOUNT,
	AID_DE_MINIMIS,
	AID_EU_CENTRAL,
	AID_DISABLED_WORKERS,
	AID_THRESHOLD,
	AID_NCOLUMNS
};

/* Rows as they come; both kinds begin with their name. */
typedef struct RowList
{
	char	   *rows;
	size_t		width;
	size_t		count;
	size_t		room;
} RowList;

static void *
new_row(RowList *list, size_t width)
{
	if (list->count == list->room)
	{
		list->width = width;
		list->room = list->room == 0 ? 64 : list->room * 2;
		list->rows = list->rows == NULL ? palloc(list->room * width) :
			repalloc_huge(list->rows, list->room * width);
	}
	return memset(list->rows + list->count++ * width, 0, width);
}

/* An amount of an aid or item, as the column of its name is called, checked; NULL stays NULL. */
static Numeric
read_amount(QueryRow *row, int column, const char *of, const char *name)
{
	Numeric		amount = query_number(row, column);

	if (amount != NULL && !number_is_amount(amount))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of %s \"%s\" can not be %s", row->columns[column].name, of,
						tilskudd_shorten(name), number_print(amount)),
				 errhint("It must be a number, zero or more.")));
	return amount;
}

static Numeric
read_percent(QueryRow *row, int column, const char *of, const char *name)
{
	Numeric		percent = read_amount(row, column, of, name);

	if (percent != NULL && number_compare(percent, number_of(100)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of %s \"%s\" can not be %s", row->columns[column].name, of,
						tilskudd_shorten(name), number_print(percent)),
				 errhint("It is a percentage, between 0 and 100.")));
	return percent;
}

static void
take_item(QueryRow *row, void *caller)
{
	ItemRow    *item = new_row(caller, sizeof(ItemRow));

	item->name = query_name(row, ITEM_NAME);
	item->cost = read_amount(row, ITEM_COST, "item", item->name);
	item->intensity = read_percent(row, ITEM_INTENSITY, "item", item->name);
}

/* Refuses an aid, which the message names. */
static void
contradiction(const AidRow *aid, const char *message, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg(message, tilskudd_shorten(aid->name)),
			 errhint_internal("%s", _(hint))));
}

static void
take_aid(QueryRow *row, void *caller)
{
	AidRow	   *aid = new_row(caller, sizeof(AidRow));

	aid->name = query_name(row, AID_NAME);
	aid->amount = read_amount(row, AID_AMOUNT, "aid", aid->name);
	aid->items = query_names(row, AID_ITEMS, &aid->nitems);
	aid->intensity = read_percent(row, AID_INTENSITY, "aid", aid->name);
	aid->most = read_amount(row, AID_MAX_AMOUNT, "aid", aid->name);
	aid->de_minimis = query_boolean(row, AID_DE_MINIMIS);
	aid->eu_central = query_boolean(row, AID_EU_CENTRAL);
	aid->disabled_workers = query_boolean(row, AID_DISABLED_WORKERS);
	aid->threshold = read_amount(row, AID_THRESHOLD, "aid", aid->name);

	if (aid->de_minimis + aid->eu_central + aid->disabled_workers > 1)
		contradiction(aid, "aid \"%s\" is more than one of de_minimis, eu_central and disabled_workers",
					  gettext_noop("Each has a rule of its own."));
	if (aid->nitems == 0 && aid->intensity != NULL)
		contradiction(aid, "aid \"%s\" has an intensity but no items",
					  gettext_noop("Name the cost items that it covers, or leave the intensity NULL."));
	if (aid->nitems == 0 && aid->disabled_workers)
		contradiction(aid, "aid \"%s\" is for disabled workers but has no items",
					  gettext_noop("Name the wage or extra cost that it covers."));
	if (aid->nitems > 0 && aid->threshold != NULL)
		contradiction(aid, "aid \"%s\" has items and a financing threshold",
					  gettext_noop("Only aid without identifiable eligible costs has a financing threshold."));
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

static int
compare_items(const void *a, const void *b)
{
	return *(const int *) a - *(const int *) b;
}

/* Sorts by name, so that answers do not depend on the order of rows. */
static void
sort_rows(RowList *list, const char *argument, const char *what)
{
	if (list->count > PG_INT32_MAX / 4)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("query \"%s\" returns too many rows", argument)));
	if (list->count == 0)
		return;
	qsort(list->rows, list->count, list->width, compare_names);
	for (size_t n = 1; n < list->count; n++)
	{
		char	   *name = *(char **) (list->rows + n * list->width);

		if (compare_names(list->rows + (n - 1) * list->width, &name) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("query \"%s\" returns %s \"%s\" twice", argument, what,
							tilskudd_shorten(name))));
	}
}

/* The items of an aid by their place, each once. */
static const int *
find_items(const AidRow *aid, const ItemRow *items, size_t nitems, int *count)
{
	int		   *found = palloc(sizeof(int) * aid->nitems);

	*count = 0;
	for (int k = 0; k < aid->nitems; k++)
	{
		const ItemRow *item = nitems == 0 ? NULL :
			bsearch(&aid->items[k], items, nitems, sizeof(ItemRow), compare_names);

		if (item == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("aid \"%s\" covers item \"%s\", which query \"items\" does not return",
							tilskudd_shorten(aid->name), tilskudd_shorten(aid->items[k]))));
		found[k] = item - items;
	}
	if (aid->nitems > 0)
		qsort(found, aid->nitems, sizeof(int), compare_items);
	for (int k = 0; k < aid->nitems; k++)
	{
		if (k == 0 || found[k] != found[k - 1])
			found[(*count)++] = found[k];
	}
	return found;
}

/*
 * Takes trailing zeros off a number, and tells how many decimals are left and
 * how many there were.
 */
static void
trim(Numeric *number, int *scale, int *shown)
{
	if (*number == NULL)
		return;
	if (shown != NULL)
		*shown = Max(*shown, DatumGetInt32(DirectFunctionCall1(numeric_scale,
															   NumericGetDatum(*number))));
	*number = DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(*number)));
	*scale = Max(*scale, DatumGetInt32(DirectFunctionCall1(numeric_scale,
														   NumericGetDatum(*number))));
}

static void
too_many_digits(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amounts and percentages have too many digits to be compared exactly"),
			 errdetail("All amounts in one unit, and their sum, may have 38 digits."),
			 errhint("Round amounts and percentages to the decimals that they have in law.")));
}

/* A number in units of 10 to the minus scale, which is enough for it. */
static CumulationUnits
units_of(Numeric number, int scale, CumulationUnits if_null)
{
	CumulationUnits units = 0;
	int			decimals = -1;

	if (number == NULL)
		return if_null;
	for (const char *c = number_text(number); *c != '\0' || decimals < scale;)
	{
		int			digit = 0;

		if (*c == '.' || (*c == '\0' && decimals < 0))
		{
			decimals = 0;
			if (*c == '.')
				c++;
			continue;
		}
		if (*c != '\0')
			digit = *c++ - '0';
		if (decimals >= 0)
			decimals++;
		if (__builtin_mul_overflow(units, (CumulationUnits) 10, &units) ||
			__builtin_add_overflow(units, (CumulationUnits) digit, &units))
			too_many_digits();
	}
	return units;
}

static void
check_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/*
 * The guidelines add de minimis aid to all other aid of the project, whatever
 * it is for (V3-1): what names no cost may go to each.
 */
static const int *
all_items(int nitems)
{
	int		   *all = palloc_extended(sizeof(int) * nitems, MCXT_ALLOC_HUGE);

	for (int j = 0; j < nitems; j++)
		all[j] = j;
	return all;
}

/*
 * Makes the problem of rows, in units in which every number of them is whole.
 * The items are in the order of their names, and have all that the aids cover.
 */
void
cumulation_set(CumulationInput *input, AidRow *aids, size_t naids, ItemRow *items, size_t nitems)
{
	Cumulation *problem = &input->problem;
	CumulationAid *aid = palloc_extended(sizeof(CumulationAid) * naids, MCXT_ALLOC_HUGE);
	CumulationItem *item = palloc_extended(sizeof(CumulationItem) * nitems, MCXT_ALLOC_HUGE);
	const int  *every_item = problem->qualified ? all_items(nitems) : NULL;
	int			cost_scale = 0;
	int			percent_scale = 0;
	int			amount_scale = 0;

	for (size_t i = 0; i < naids; i++)
	{
		trim(&aids[i].amount, &amount_scale, &input->shown_scale);
		trim(&aids[i].most, &amount_scale, &input->shown_scale);
		trim(&aids[i].threshold, &amount_scale, &input->shown_scale);
		trim(&aids[i].intensity, &percent_scale, NULL);
	}
	for (size_t j = 0; j < nitems; j++)
	{
		trim(&items[j].cost, &cost_scale, &input->shown_scale);
		trim(&items[j].intensity, &percent_scale, NULL);
	}
	/* a percentage times a cost is an amount, whose unit is fine enough */
	cost_scale = Max(cost_scale, amount_scale - percent_scale - 2);
	amount_scale = cost_scale + percent_scale + 2;
	input->amount_scale = amount_scale;

	input->aid_names = palloc_extended(sizeof(char *) * naids, MCXT_ALLOC_HUGE);
	for (size_t i = 0; i < naids; i++)
	{
		CHECK_FOR_INTERRUPTS();
		input->aid_names[i] = aids[i].name;
		aid[i].amount = units_of(aids[i].amount, amount_scale, CUMULATION_UNKNOWN);
		aid[i].percent = units_of(aids[i].intensity, percent_scale, CUMULATION_UNKNOWN);
		aid[i].threshold = units_of(aids[i].threshold, amount_scale, CUMULATION_UNKNOWN);
		aid[i].most = units_of(aids[i].most, amount_scale, CUMULATION_UNLIMITED);
		if (every_item != NULL && aids[i].de_minimis && aids[i].nitems == 0)
		{
			aid[i].items = every_item;
			aid[i].nitems = nitems;
		}
		else
			aid[i].items = find_items(&aids[i], items, nitems, &aid[i].nitems);
		aid[i].de_minimis = aids[i].de_minimis;
		aid[i].eu_central = aids[i].eu_central;
		aid[i].disabled_workers = aids[i].disabled_workers;
	}
	input->item_names = palloc_extended(sizeof(char *) * nitems, MCXT_ALLOC_HUGE);
	for (size_t j = 0; j < nitems; j++)
	{
		input->item_names[j] = items[j].name;
		item[j].cost = units_of(items[j].cost, cost_scale, CUMULATION_UNKNOWN);
		item[j].percent = units_of(items[j].intensity, percent_scale, CUMULATION_UNKNOWN);
	}
	problem->aids = aid;
	problem->items = item;
	problem->interrupt = check_for_interrupts;
	problem->naids = naids;
	problem->nitems = nitems;
	problem->whole = units_of(number_of(100), percent_scale, CUMULATION_UNKNOWN);
	if (!cumulation_fits(problem))
		too_many_digits();
}

/* Whether the mode is the guidelines'. */
static bool
is_qualified(const char *mode)
{
	if (strcmp(mode, "qualified") == 0)
		return true;
	if (strcmp(mode, "used") == 0)
		return false;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there is no mode \"%s\"", tilskudd_shorten(mode)),
			 errhint("It is used (the rule sets under which the aids are granted) or qualified (those that the project qualifies for).")));
}

/* Runs the two queries. */
void
cumulation_read(CumulationInput *input, const char *aids, const char *items, const char *mode)
{
	QueryColumn item_columns[ITEM_NCOLUMNS] = {
		[ITEM_NAME] = {"item", QUERY_NAME, true},
		[ITEM_COST] = {"eligible_cost", QUERY_NUMBER, true},
		[ITEM_INTENSITY] = {"intensity", QUERY_NUMBER, is_qualified(mode)}
	};
	QueryColumn aid_columns[AID_NCOLUMNS] = {
		[AID_NAME] = {"aid", QUERY_NAME, true},
		[AID_AMOUNT] = {"amount", QUERY_NUMBER, true},
		[AID_ITEMS] = {"items", QUERY_NAMES, true},
		[AID_INTENSITY] = {"intensity", QUERY_NUMBER, true},
		[AID_MAX_AMOUNT] = {"max_amount", QUERY_NUMBER},
		[AID_DE_MINIMIS] = {"de_minimis", QUERY_BOOLEAN},
		[AID_EU_CENTRAL] = {"eu_central", QUERY_BOOLEAN},
		[AID_DISABLED_WORKERS] = {"disabled_workers", QUERY_BOOLEAN},
		[AID_THRESHOLD] = {"financing_threshold", QUERY_NUMBER}
	};
	RowList		item_rows = {0};
	RowList		aid_rows = {0};

	memset(input, 0, sizeof(CumulationInput));
	input->problem.qualified = is_qualified(mode);
	query_read("items", items, item_columns, ITEM_NCOLUMNS, take_item, &item_rows);
	query_read("aids", aids, aid_columns, AID_NCOLUMNS, take_aid, &aid_rows);
	sort_rows(&item_rows, "items", "item");
	sort_rows(&aid_rows, "aids", "aid");
	cumulation_set(input, (AidRow *) aid_rows.rows, aid_rows.count,
				   (ItemRow *) item_rows.rows, item_rows.count);
}

/* An amount as the server's numeric; NULL if it is not known. */
Numeric
cumulation_number(const CumulationInput *input, CumulationUnits units)
{
	char		digits[64];
	char	   *first = digits + sizeof(digits);
	int			scale = input->amount_scale;
	Numeric		number;

	if (units == CUMULATION_UNKNOWN || units == CUMULATION_UNLIMITED)
		return NULL;
	*--first = '\0';
	do
	{
		*--first = '0' + (int) (units % 10);
		units /= 10;
	} while (units != 0);
	number = DatumGetNumeric(DirectFunctionCall3(numeric_in,
												 CStringGetDatum(psprintf("%se-%d", first, scale)),
												 ObjectIdGetDatum(InvalidOid),
												 Int32GetDatum(-1)));
	number = DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(number)));
	if (DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(number))) < input->shown_scale)
		number = DatumGetNumeric(DirectFunctionCall2(numeric_round, NumericGetDatum(number),
													 Int32GetDatum(input->shown_scale)));
	return number;
}

/* Notes what is not known. */
static void
note(List **unknowns, const char *what, const char *of, const char *name)
{
	*unknowns = lappend(*unknowns, psprintf("%s of %s \"%s\" is not known", what, of,
											tilskudd_shorten(name)));
}

/* Everything that a limit looks at and that is not known. */
List *
cumulation_unknowns(const CumulationInput *input)
{
	const Cumulation *problem = &input->problem;
	bool	   *loaded = palloc0(problem->nitems);
	List	   *unknowns = NIL;

	for (int i = 0; i < problem->naids; i++)
	{
		const CumulationAid *aid = &problem->aids[i];
		const char *name = input->aid_names[i];

		for (int k = 0; k < aid->nitems; k++)
			loaded[aid->items[k]] = true;
		if (aid->amount == CUMULATION_UNKNOWN && cumulation_amount_counts(aid))
			note(&unknowns, "amount", "aid", name);
		if (aid->de_minimis)
			continue;
		if (aid->percent == CUMULATION_UNKNOWN && aid->nitems > 0)
			note(&unknowns, aid->eu_central ? "funding rate" : "intensity", "aid", name);
		if (aid->threshold == CUMULATION_UNKNOWN && aid->nitems == 0 && !aid->eu_central)
			note(&unknowns, "financing threshold", "aid", name);
	}
	for (int j = 0; j < problem->nitems; j++)
	{
		if (!loaded[j])
			continue;
		if (problem->items[j].cost == CUMULATION_UNKNOWN)
			note(&unknowns, "eligible cost", "item", input->item_names[j]);
		if (problem->qualified && problem->items[j].percent == CUMULATION_UNKNOWN)
			note(&unknowns, "intensity", "item", input->item_names[j]);
	}
	return unknowns;
}
