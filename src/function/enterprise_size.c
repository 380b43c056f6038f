/*-------------------------------------------------------------------------
 *
 * enterprise_size.c
 *	  SQL functions on the size of an enterprise by its own figures.
 *
 * src/function/enterprise_size.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "function/argument.h"
#include "function/number.h"
#include "message.h"
#include "rule/enterprise_size.h"

TILSKUDD_FUNCTION(tilskudd_enterprise_size);
TILSKUDD_FUNCTION(tilskudd_enterprise_size_of_bounds);

#define NFIGURES	(SIZE_BALANCE + 1)

/* Figures within bounds; NULL: 0 below, unlimited above. */
typedef struct Figures
{
	Numeric		bounds[NFIGURES][SIZE_HI + 1];
} Figures;

/* The names of the arguments. */
static const char *const figure_names[NFIGURES] = {"headcount", "turnover_eur", "balance_eur"};
static const char *const bound_names[NFIGURES][SIZE_HI + 1] = {
	{"headcount_lo", "headcount_hi"},
	{"turnover_lo", "turnover_hi"},
	{"balance_lo", "balance_hi"}
};

static int
compare_figure(void *figures, SizeFigure figure, SizeBound bound, uint32_t limit)
{
	Numeric		number = ((Figures *) figures)->bounds[figure][bound];

	if (number == NULL)
		return bound == SIZE_LO ? -1 : 1;
	return number_compare(number, number_of(limit));
}

static int
mode_argument(FunctionCallInfo fcinfo, int argument)
{
	text	   *name;
	int			mode;

	if (PG_ARGISNULL(argument))
		return SIZE_MODE_IN_FORCE;
	name = PG_GETARG_TEXT_PP(argument);
	mode = size_mode(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	if (mode == LAW_NSIZE_MODES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mode \"%s\" is not known", tilskudd_shorten(text_to_cstring(name))),
				 errhint("Definitions are rec_1996, rec_2003 and guidelines_2008; NULL is the one in force.")));
	return mode;
}

/* The answer, from the figures and the arguments from on_date on. */
static Datum
size_datum(FunctionCallInfo fcinfo, Figures *figures, int on_date)
{
	SizeDefinition definition;
	SizeRange	range;
	Answer		independent = answer_argument(fcinfo, on_date + 1);
	int			mode = mode_argument(fcinfo, on_date + 2);
	bool		as_printed = !PG_ARGISNULL(on_date + 3) && PG_GETARG_BOOL(on_date + 3);

	if (PG_ARGISNULL(on_date) ||
		!size_definition(&definition, mode, PG_GETARG_DATEADT(on_date), as_printed))
		PG_RETURN_NULL();
	range = size_range(&definition, independent, compare_figure, figures);
	if (range.best != range.worst)
		PG_RETURN_NULL();
	PG_RETURN_CHAR(range.best);
}

/*
 * enterprise_size(headcount numeric, turnover_eur numeric, balance_eur numeric,
 *		on_date date, independent boolean, mode text, as_printed boolean)
 *		-> enterprise_size
 */
Datum
tilskudd_enterprise_size(PG_FUNCTION_ARGS)
{
	Figures		figures;

	for (int i = 0; i < NFIGURES; i++)
	{
		figures.bounds[i][SIZE_LO] = amount_argument(fcinfo, i, figure_names[i]);
		figures.bounds[i][SIZE_HI] = figures.bounds[i][SIZE_LO];
	}
	return size_datum(fcinfo, &figures, NFIGURES);
}

/*
 * enterprise_size(headcount_lo numeric, headcount_hi numeric,
 *		turnover_lo numeric, turnover_hi numeric, balance_lo numeric,
 *		balance_hi numeric, on_date date, independent boolean, mode text,
 *		as_printed boolean) -> enterprise_size
 */
Datum
tilskudd_enterprise_size_of_bounds(PG_FUNCTION_ARGS)
{
	Figures		figures;

	for (int i = 0; i < NFIGURES; i++)
	{
		Numeric    *bounds = figures.bounds[i];
		const char *const *names = bound_names[i];

		bounds[SIZE_LO] = amount_argument(fcinfo, 2 * i, names[SIZE_LO]);
		bounds[SIZE_HI] = amount_argument(fcinfo, 2 * i + 1, names[SIZE_HI]);
		if (bounds[SIZE_LO] != NULL && bounds[SIZE_HI] != NULL &&
			number_compare(bounds[SIZE_HI], bounds[SIZE_LO]) < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s %s is below %s %s", names[SIZE_HI],
							number_print(bounds[SIZE_HI]), names[SIZE_LO],
							number_print(bounds[SIZE_LO])),
					 errhint("A figure lies between its bounds; a bound that is not known is NULL.")));
	}
	return size_datum(fcinfo, &figures, 2 * NFIGURES);
}
