/*-------------------------------------------------------------------------
 *
 * cost.c
 *	  The ceiling of aid for the same costs.
 *
 * Each award has its own intensity; together they have the highest of these
 * (651/2014 Art 8(3)(b); guidelines of 2008, V3-1 to V3-3).  De minimis aid
 * counts, and raises no ceiling (651/2014 Art 8(5)).
 *
 * src/guard/cost.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/cost.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "function/number.h"
#include "rule/law_row.h"

#define HUNDRED	number_of(100)

bool
is_percentage(Numeric number)
{
	return number_is_amount(number) && number_compare(number, HUNDRED) <= 0;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Reads the items that a row names, in order and each once; false if one has no name. */
bool
items_read(const Guard *guard, Datum value, CostedAid *costed)
{
	Datum	   *elements = &value;
	bool		not_null = false;
	bool	   *nulls = &not_null;
	int			nelements = 1;
	int			n = 0;

	if (guard->types[GUARD_ITEMS] == TEXTARRAYOID)
		deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT,
						  &elements, &nulls, &nelements);
	costed->items = palloc((nelements + 1) * sizeof(char *));
	for (int i = 0; i < nelements; i++)
	{
		costed->items[i] = nulls[i] ? "" : TextDatumGetCString(elements[i]);
		if (costed->items[i][0] == '\0')
			return false;
	}
	qsort(costed->items, nelements, sizeof(char *), compare_names);
	for (int i = 0; i < nelements; i++)
	{
		if (n == 0 || strcmp(costed->items[n - 1], costed->items[i]) != 0)
			costed->items[n++] = costed->items[i];
	}
	costed->nitems = n;
	return true;
}

static bool
is_zero(Numeric number)
{
	return number_compare(number, number_of(0)) == 0;
}

static Numeric
copy_number(Numeric number)
{
	return number == NULL ? NULL : DatumGetNumericCopy(NumericGetDatum(number));
}

/* Copies what the award points to. */
void
costed_copy(GuardAward *award)
{
	CostedAid  *copy = palloc(sizeof(CostedAid));

	*copy = *award->costed;
	copy->aid = copy_number(copy->aid);
	copy->cost = copy_number(copy->cost);
	copy->intensity = copy_number(copy->intensity);
	copy->max_amount = copy_number(copy->max_amount);
	if (copy->nitems > 0)
		copy->items = palloc(copy->nitems * sizeof(char *));
	for (int i = 0; i < copy->nitems; i++)
		copy->items[i] = pstrdup(award->costed->items[i]);
	award->costed = copy;
}

/* What a row is as a share of costs.  Of de minimis aid, no intensity is read. */
RowDoubt
costed_read_row(const Guard *guard, const Datum *values, const bool *nulls, GuardAward *award)
{
	const AttrNumber *columns = guard->declaration->columns;
	CostedAid	costed = {0};

	if (columns[GUARD_ELIGIBLE_COST] && nulls[GUARD_ELIGIBLE_COST])
		return ROW_NO_COST;
	if (columns[GUARD_DE_MINIMIS] && nulls[GUARD_DE_MINIMIS])
		return ROW_NO_DE_MINIMIS;
	costed.de_minimis = columns[GUARD_DE_MINIMIS] && DatumGetBool(values[GUARD_DE_MINIMIS]);
	costed.aid = column_number(guard, GUARD_AMOUNT, values[GUARD_AMOUNT]);
	if (!number_is_amount(costed.aid))
		return ROW_BAD_AMOUNT;
	if (columns[GUARD_ELIGIBLE_COST])
	{
		costed.cost = column_number(guard, GUARD_ELIGIBLE_COST, values[GUARD_ELIGIBLE_COST]);
		if (!number_is_amount(costed.cost))
			return ROW_BAD_COST;
	}
	if (columns[GUARD_ITEMS] && !nulls[GUARD_ITEMS] && !items_read(guard, values[GUARD_ITEMS], &costed))
		return ROW_BAD_ITEMS;
	if (!nulls[GUARD_INTENSITY] && !costed.de_minimis)
	{
		costed.intensity = column_number(guard, GUARD_INTENSITY, values[GUARD_INTENSITY]);
		if (!is_percentage(costed.intensity))
			return ROW_BAD_INTENSITY;
	}
	if (columns[GUARD_MAX_AMOUNT] && !nulls[GUARD_MAX_AMOUNT])
	{
		costed.max_amount = column_number(guard, GUARD_MAX_AMOUNT, values[GUARD_MAX_AMOUNT]);
		if (!number_is_amount(costed.max_amount))
			return ROW_BAD_MAX_AMOUNT;
	}
	award->costed = &costed;
	costed_copy(award);
	return ROW_CLEAR;
}

/* Whether a limit is at least as high as another; NULL is no limit. */
static bool
is_as_high(Numeric limit, Numeric other)
{
	return limit == NULL || (other != NULL && number_compare(limit, other) >= 0);
}

static bool
same_items(const CostedAid *a, const CostedAid *b)
{
	if (a->nitems != b->nitems)
		return false;
	for (int i = 0; i < a->nitems; i++)
	{
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	}
	return true;
}

/* Whether an award has no more aid than one before, and no ceiling is lower by it. */
bool
costed_is_no_worse(const GuardAward *award, const GuardAward *before)
{
	const CostedAid *now = award->costed;
	const CostedAid *then = before->costed;

	return now->de_minimis == then->de_minimis &&
		number_compare(now->aid, then->aid) <= 0 &&
		(now->cost == NULL || number_compare(now->cost, then->cost) >= 0) &&
		same_items(now, then) &&
		(now->intensity == NULL) == (then->intensity == NULL) &&
		is_as_high(now->intensity, then->intensity) &&
		is_as_high(now->max_amount, then->max_amount);
}

/* Whether it is not known what an award may have by itself. */
static bool
costed_is_open(const CostedAid *costed)
{
	return costed->intensity == NULL && !costed->de_minimis;
}

RowDoubt
costed_doubt(const GuardAward *award)
{
	const CostedAid *costed = award->costed;

	/* without a cost and without items, no share is asked for */
	if (costed->cost == NULL && costed->nitems == 0)
		return ROW_CLEAR;
	return costed_is_open(costed) ? ROW_NO_INTENSITY : ROW_CLEAR;
}

/* So many percent of a cost, exactly; or the amount that there may be at most. */
static Numeric
share(Numeric intensity, Numeric cost, Numeric max_amount)
{
	Numeric		product = number_multiply(number_multiply(intensity, cost), aid_widen(100, 2));

	if (max_amount != NULL && number_compare(max_amount, product) < 0)
		return max_amount;
	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(product)));
}

/* What a share is made of, for a message. */
static const char *
share_basis(Numeric intensity, Numeric cost, Numeric max_amount)
{
	if (max_amount != NULL && number_compare(max_amount, share(intensity, cost, NULL)) < 0)
		/* translator: said of a ceiling */
		return psprintf(_("an amount that is below %s %% of %s"), numeric_normalize(intensity), number_print(cost));
	/* translator: said of a ceiling, such as 45 % of 1000 */
	return psprintf(_("%s %% of %s"), numeric_normalize(intensity), number_print(cost));
}

/*
 * The ceiling of an award by itself; false if there is none, or none that is
 * known.  That de minimis aid has no more than its costs, the test of all
 * tells.
 */
bool
ceiling_of_one(const CostedAid *costed, CostCeiling *ceiling)
{
	memset(ceiling, 0, sizeof(CostCeiling));
	ceiling->sum = costed->aid;
	if (costed->intensity == NULL || costed->cost == NULL)
	{
		ceiling->most = ceiling->least = costed->max_amount;
		/* translator: said of a ceiling */
		ceiling->basis = _("an amount");
		ceiling->step = "own amount";
		return costed->max_amount != NULL;
	}
	ceiling->most = ceiling->least = share(costed->intensity, costed->cost, costed->max_amount);
	ceiling->basis = share_basis(costed->intensity, costed->cost, costed->max_amount);
	ceiling->step = ceiling->most == costed->max_amount ? "own amount" : "own intensity";
	return true;
}

/* The least and the greatest of the eligible costs that awards state. */
typedef struct Costs
{
	Numeric		least;			/* NULL: none is stated */
	Numeric		greatest;
} Costs;

static void
add_cost(Costs *costs, Numeric cost)
{
	if (cost == NULL)
		return;
	if (costs->least == NULL || number_compare(cost, costs->least) < 0)
		costs->least = cost;
	if (costs->greatest == NULL || number_compare(cost, costs->greatest) > 0)
		costs->greatest = cost;
}

/* Takes an award's share for a ceiling if it is the highest so far. */
static void
raise_ceiling(CostCeiling *ceiling, const CostedAid *costed, const Costs *costs)
{
	Numeric		intensity = costed->intensity ? costed->intensity : HUNDRED;
	Numeric		most = share(intensity, costs->greatest, costed->max_amount);

	if (ceiling->most == NULL || number_compare(most, ceiling->most) > 0)
	{
		ceiling->most = most;
		ceiling->basis = share_basis(intensity, costs->greatest, costed->max_amount);
	}
	if (costed->intensity != NULL || costed->de_minimis)
	{
		Numeric		least = share(intensity, costs->least, costed->max_amount);

		if (number_compare(least, ceiling->least) > 0)
			ceiling->least = least;
	}
}

/* Why a ceiling is not known exactly. */
static void
set_doubt(CostCeiling *ceiling, bool unknown, const Costs *costs)
{
	const char *message = unknown ? gettext_noop("an intensity is not known") :
		gettext_noop("eligible costs from %s to %s are stated");
	const char *least = number_print(costs->least);
	const char *greatest = number_print(costs->greatest);

	ceiling->doubt = psprintf(message, least, greatest);
	ceiling->doubt_message = psprintf(_(message), least, greatest);
}

/*
 * The ceiling of all awards for the same costs together; with one that is only
 * planned, which has no aid yet, and perhaps no intensity: then it raises no
 * ceiling that the others have.  An award of nothing is no aid, so it neither
 * raises a ceiling nor states a cost: that of a withdrawn award may be old.
 *
 * Where the awards state different costs, one of them is that of the project,
 * and it is in doubt which.  What is more than the ceiling by the greatest is
 * too much in any case, and so is what is more than all costs where an
 * intensity is not known.
 */
void
ceiling_of_all(const GuardAwards *awards, const CostedAid *planned, CostCeiling *ceiling)
{
	static const CostedAid de_minimis = {.de_minimis = true};
	bool		only_de_minimis = planned == NULL || planned->de_minimis;
	bool		any_de_minimis = planned != NULL && planned->de_minimis;
	bool		unknown = false;
	Costs		costs = {0};

	memset(ceiling, 0, sizeof(CostCeiling));
	ceiling->sum = ceiling->least = number_of(0);
	for (size_t i = 0; i < awards->count; i++)
	{
		const CostedAid *costed = awards->awards[i].costed;

		if (is_zero(costed->aid))
			continue;
		ceiling->sum = number_add(ceiling->sum, costed->aid);
		add_cost(&costs, costed->cost);
		only_de_minimis &= costed->de_minimis;
		any_de_minimis |= costed->de_minimis;
		unknown |= costed_is_open(costed);
	}
	if (planned != NULL)
		add_cost(&costs, planned->cost);
	ceiling->cost = costs.greatest;
	ceiling->step = only_de_minimis ? "item with de minimis aid only" :
		any_de_minimis ? "joint limit with de minimis aid" : "joint limit";
	if (costs.greatest == NULL)
		return;
	for (size_t i = 0; i < awards->count; i++)
	{
		const CostedAid *costed = awards->awards[i].costed;

		if (!is_zero(costed->aid) && !costed->de_minimis)
			raise_ceiling(ceiling, costed, &costs);
	}
	if (planned != NULL && !planned->de_minimis &&
		(planned->intensity != NULL || ceiling->most == NULL))
	{
		raise_ceiling(ceiling, planned, &costs);
		unknown |= costed_is_open(planned);
	}
	if (only_de_minimis)
		raise_ceiling(ceiling, &de_minimis, &costs);
	if (number_compare(ceiling->least, ceiling->most) < 0)
		set_doubt(ceiling, unknown, &costs);
}

/*
 * The row of the law on a day: of those that begin by then the last, even if
 * the tables do not follow it until the day; before all of them, the first.
 */
int
ceiling_law(const CostCeiling *ceiling, DateADT day, const LawTable **law)
{
	int			found = -1;

	*law = law_find_table("cumulation");
	for (int row = 0; row < (*law)->nrows; row++)
	{
		DateADT		from = law_row_from(*law, row);
		DateADT		of_found = found < 0 ? 0 : law_row_from(*law, found);

		if (strcmp(law_cell(*law, row, "step"), ceiling->step) == 0 &&
			(found < 0 || (from <= day ? from > of_found || of_found > day : from < of_found)))
			found = row;
	}
	if (found < 0)
		elog(ERROR, "step \"%s\" is not in table cumulation", ceiling->step);
	return found;
}

/* Whether there is too much aid, certainly or perhaps. */
bool
is_exceeded(const CostCeiling *ceiling, bool certainly)
{
	Numeric		limit = certainly ? ceiling->most : ceiling->least;

	return limit != NULL && number_compare(ceiling->sum, limit) > 0;
}
