/*-------------------------------------------------------------------------
 *
 * cumulation.c
 *	  Several aids over overlapping costs: the verdict and all its limits.
 *
 * src/function/cumulation.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/cumulation.h"

#include "access/htup_details.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "function/number.h"
#include "function/verdict.h"

TILSKUDD_FUNCTION(tilskudd_cumulation_verdict);
TILSKUDD_FUNCTION(tilskudd_explain_cumulation);

/* The attributes of the type cumulation_result. */
enum
{
	RESULT_ALLOWED,
	RESULT_LIMIT,
	RESULT_USED,
	RESULT_EXCESS,
	RESULT_AIDS,
	RESULT_ITEMS,
	RESULT_RULE,
	RESULT_CITATION,
	RESULT_UNDECIDED,
	RESULT_NATTS
};

/* The columns of explain_cumulation(). */
enum
{
	STEP_NAME,
	STEP_SUBJECT,
	STEP_USED,
	STEP_LIMIT,
	STEP_RULE,
	STEP_CITATION,
	STEP_NATTS
};

/* The row of law_cumulation for a step. */
static int
law_of_step(const LawTable *law, const char *step, bool qualified)
{
	for (int row = 0; row < law->nrows; row++)
	{
		const char *mode = law_cell(law, row, "mode");

		if (strcmp(law_cell(law, row, "step"), step) == 0 &&
			(*mode == '\0' || (strcmp(mode, "qualified") == 0) == qualified))
			return row;
	}
	elog(ERROR, "step \"%s\" is not in table cumulation", step);
	return -1;
}

static void
set_law(Datum *values, bool *nulls, int rule_attribute, int citation_attribute,
		const char *step, bool qualified)
{
	const LawTable *law = law_find_table("cumulation");
	int			row = law_of_step(law, step, qualified);
	const char *rule = law_cell(law, row, "rule");

	nulls[rule_attribute] = *rule == '\0';
	if (!nulls[rule_attribute])
		values[rule_attribute] = CStringGetTextDatum(rule);
	values[citation_attribute] = CStringGetTextDatum(verdict_citation(law, row));
}

/* The joint limit, by whether de minimis aid is among the aids. */
static const char *
joint_step(const Cumulation *problem, const bool *aids)
{
	for (int i = 0; i < problem->naids; i++)
	{
		if (aids[i] && problem->aids[i].de_minimis)
			return "joint limit with de minimis aid";
	}
	return "joint limit";
}

static const char *
step_of_result(const Cumulation *problem, const CumulationResult *result)
{
	switch (result->kind)
	{
		case CUMULATION_OWN_INTENSITY:
			return "own intensity";
		case CUMULATION_OWN_AMOUNT:
			return "own amount";
		case CUMULATION_JOINT:
			return joint_step(problem, result->subset.aids);
		case CUMULATION_PUBLIC:
			return "public funding";
		case CUMULATION_WITHOUT_ITEMS:
			return "without identifiable costs";
		case CUMULATION_NO_LIMIT:
			break;
	}
	return NULL;
}

static void *
workspace(const Cumulation *problem)
{
	/* edges and levels are counted in int */
	Size		size = cumulation_space(problem);

	if (size / sizeof(int) > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the aids cover too many items")));
	return palloc_extended(size, MCXT_ALLOC_HUGE);
}

/* The names that are marked. */
static List *
marked(char **names, const bool *marks, int count)
{
	List	   *list = NIL;

	for (int n = 0; n < count; n++)
	{
		if (marks[n])
			list = lappend(list, names[n]);
	}
	return list;
}

static void
set_number(Datum *values, bool *nulls, int attribute, Numeric number)
{
	nulls[attribute] = number == NULL;
	values[attribute] = NumericGetDatum(number);
}

static void
set_texts(Datum *values, bool *nulls, int attribute, List *texts)
{
	nulls[attribute] = texts == NIL;
	if (texts != NIL)
		values[attribute] = verdict_texts(texts);
}

/* cumulation_verdict(aids, items, mode) -> cumulation_result */
Datum
tilskudd_cumulation_verdict(PG_FUNCTION_ARGS)
{
	CumulationInput input;
	const Cumulation *problem = &input.problem;
	CumulationResult result;
	const char *step;
	TupleDesc	tupdesc;
	Datum		values[RESULT_NATTS] = {0};
	bool		nulls[RESULT_NATTS] = {false};
	Numeric		used;
	Numeric		limit;

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
		tupdesc->natts != RESULT_NATTS)
		elog(ERROR, "return type must be cumulation_result");
	tupdesc = BlessTupleDesc(tupdesc);

	cumulation_read(&input, text_to_cstring(PG_GETARG_TEXT_PP(0)),
					text_to_cstring(PG_GETARG_TEXT_PP(1)),
					text_to_cstring(PG_GETARG_TEXT_PP(2)));
	cumulation_test(problem, workspace(problem), &result);
	step = step_of_result(problem, &result);

	nulls[RESULT_ALLOWED] = result.answer == CUMULATION_UNDECIDED;
	values[RESULT_ALLOWED] = BoolGetDatum(result.answer == CUMULATION_LAWFUL);
	used = step ? cumulation_number(&input, result.subset.used) : NULL;
	limit = step ? cumulation_number(&input, result.subset.limit) : NULL;
	set_number(values, nulls, RESULT_USED, used);
	set_number(values, nulls, RESULT_LIMIT, limit);
	set_number(values, nulls, RESULT_EXCESS,
			   result.answer == CUMULATION_UNLAWFUL ? number_subtract(used, limit) :
			   result.answer == CUMULATION_LAWFUL ? number_of(0) : NULL);
	set_texts(values, nulls, RESULT_AIDS, marked(input.aid_names, result.subset.aids, problem->naids));
	set_texts(values, nulls, RESULT_ITEMS, marked(input.item_names, result.subset.items, problem->nitems));
	nulls[RESULT_RULE] = nulls[RESULT_CITATION] = true;
	if (step != NULL)
	{
		nulls[RESULT_CITATION] = false;
		set_law(values, nulls, RESULT_RULE, RESULT_CITATION, step, problem->qualified);
	}
	set_texts(values, nulls, RESULT_UNDECIDED,
			  result.answer == CUMULATION_LAWFUL ? NIL : cumulation_unknowns(&input));
	return HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls));
}

/* What explain_cumulation() writes its rows with. */
typedef struct Explanation
{
	CumulationInput input;
	void	   *space;
	ReturnSetInfo *rsinfo;

	/* of the items, with what is not known favourable and unfavourable */
	CumulationUnits *most;
	CumulationUnits *least;
} Explanation;

/* Writes a row.  Amounts are CUMULATION_UNKNOWN where they are not known. */
static void
put(Explanation *explanation, const char *name, const char *step, const char *subject,
	CumulationUnits used, CumulationUnits limit)
{
	Datum		values[STEP_NATTS] = {0};
	bool		nulls[STEP_NATTS] = {false};

	CHECK_FOR_INTERRUPTS();
	values[STEP_NAME] = CStringGetTextDatum(name);
	nulls[STEP_SUBJECT] = subject == NULL;
	if (subject != NULL)
		values[STEP_SUBJECT] = CStringGetTextDatum(subject);
	set_number(values, nulls, STEP_USED, cumulation_number(&explanation->input, used));
	set_number(values, nulls, STEP_LIMIT, cumulation_number(&explanation->input, limit));
	set_law(values, nulls, STEP_RULE, STEP_CITATION, step, explanation->input.problem.qualified);
	tuplestore_putvalues(explanation->rsinfo->setResult, explanation->rsinfo->setDesc, values, nulls);
}

/* The amount if it is the same either way. */
static CumulationUnits
if_known(CumulationUnits most, CumulationUnits least)
{
	return most == least ? most : CUMULATION_UNKNOWN;
}

/* Adds an amount that may not be known to a sum that may not be. */
static void
add_to(CumulationUnits *sum, CumulationUnits amount)
{
	if (*sum == CUMULATION_UNKNOWN || amount == CUMULATION_UNKNOWN)
		*sum = CUMULATION_UNKNOWN;
	else
		*sum += amount;
}

static void
append_name(StringInfo list, const char *name)
{
	appendStringInfo(list, "%s%s", list->len > 0 ? ", " : "", name);
}

/* Each aid's own limits. */
static void
explain_own_limits(Explanation *explanation)
{
	const Cumulation *problem = &explanation->input.problem;

	for (int i = 0; i < problem->naids; i++)
	{
		const CumulationAid *aid = &problem->aids[i];
		const char *name = explanation->input.aid_names[i];
		CumulationUnits most = cumulation_own_limit(problem, i, true);
		CumulationUnits least = cumulation_own_limit(problem, i, false);

		if (least != CUMULATION_UNLIMITED)
			put(explanation, "own intensity", "own intensity", name, aid->amount, if_known(most, least));
		if (aid->most != CUMULATION_UNLIMITED)
			put(explanation, "own amount", "own amount", name, aid->amount, aid->most);
	}
}

/* What is on an item. */
typedef struct ItemLoad
{
	CumulationUnits bound;		/* by aids that cover nothing else */
	bool		any;
	bool		more_than_de_minimis;
	bool		disabled_workers;
} ItemLoad;

/* Each item's ceiling, and what can be on no other item. */
static void
explain_items(Explanation *explanation)
{
	const Cumulation *problem = &explanation->input.problem;
	ItemLoad   *loads = palloc0(sizeof(ItemLoad) * problem->nitems);

	for (int i = 0; i < problem->naids; i++)
	{
		const CumulationAid *aid = &problem->aids[i];

		for (int k = 0; k < aid->nitems && !aid->eu_central; k++)
		{
			ItemLoad   *load = &loads[aid->items[k]];

			load->any = true;
			load->more_than_de_minimis |= !aid->de_minimis;
			load->disabled_workers |= aid->disabled_workers;
			if (aid->nitems == 1)
				add_to(&load->bound, aid->amount);
		}
	}
	for (int j = 0; j < problem->nitems; j++)
	{
		const ItemLoad *load = &loads[j];

		if (load->any)
			put(explanation, "item ceiling",
				load->disabled_workers ? "item with aid for disabled workers" :
				load->more_than_de_minimis ? "item ceiling" : "item with de minimis aid only",
				explanation->input.item_names[j], load->bound,
				if_known(explanation->most[j], explanation->least[j]));
	}
}

/*
 * The aids on connected items (of some aids; NULL: of all), one row for each
 * group of items.  Public funding is listed where there is money of the Union.
 */
static void
explain_groups(Explanation *explanation, const char *name, CumulationMoney money, const bool *aids)
{
	const Cumulation *problem = &explanation->input.problem;
	int		   *group_of_item = palloc(sizeof(int) * problem->nitems);
	List	  **aids_of = palloc0(sizeof(List *) * problem->nitems);
	List	  **items_of = palloc0(sizeof(List *) * problem->nitems);
	bool	   *loaded = palloc0(problem->nitems);
	bool	   *member = palloc0(problem->naids);

	cumulation_groups(problem, money, aids, group_of_item);
	for (int i = 0; i < problem->naids; i++)
	{
		const CumulationAid *aid = &problem->aids[i];
		int			group;

		if (!cumulation_takes_part(aid, money) || (aids != NULL && !aids[i]))
			continue;
		group = group_of_item[aid->items[0]];
		aids_of[group] = lappend_int(aids_of[group], i);
		for (int k = 0; k < aid->nitems; k++)
			loaded[aid->items[k]] = true;
	}
	for (int j = 0; j < problem->nitems; j++)
	{
		if (loaded[j])
			items_of[group_of_item[j]] = lappend_int(items_of[group_of_item[j]], j);
	}

	for (int group = 0; group < problem->nitems; group++)
	{
		CumulationUnits used = 0;
		CumulationUnits limit = 0;
		bool		has_union_money = false;
		StringInfoData subject;
		StringInfoData on;
		ListCell   *cell;

		if (aids_of[group] == NIL)
			continue;
		initStringInfo(&subject);
		initStringInfo(&on);
		foreach(cell, aids_of[group])
		{
			int			i = lfirst_int(cell);
			CumulationUnits amount = problem->aids[i].amount;

			/* what exceeds a limit does so without what is not known */
			add_to(&used, aids != NULL && amount == CUMULATION_UNKNOWN ? 0 : amount);
			has_union_money |= problem->aids[i].eu_central;
			append_name(&subject, explanation->input.aid_names[i]);
			member[i] = true;
		}
		foreach(cell, items_of[group])
		{
			int			j = lfirst_int(cell);

			add_to(&limit, aids != NULL ? explanation->most[j] :
				   if_known(explanation->most[j], explanation->least[j]));
			append_name(&on, explanation->input.item_names[j]);
		}
		if (money == CUMULATION_STATE_AID || has_union_money || aids != NULL)
			put(explanation, name,
				money == CUMULATION_PUBLIC_FUNDING ? "public funding" : joint_step(problem, member),
				psprintf("%s on %s", subject.data, on.data), used, limit);
		foreach(cell, aids_of[group])
			member[lfirst_int(cell)] = false;
	}
}

/* Each group, and, if they can not be placed, the subsets that are too much. */
static void
explain_placing(Explanation *explanation, const char *name, const char *exceeded, CumulationMoney money)
{
	CumulationSubset subset;

	explain_groups(explanation, name, money, NULL);
	if (!cumulation_place(&explanation->input.problem, money, true, explanation->space, &subset))
		explain_groups(explanation, exceeded, money, subset.aids);
}

static void
look_at(Explanation *explanation, CumulationMoney money)
{
	cumulation_capacities(&explanation->input.problem, money, true, explanation->most);
	cumulation_capacities(&explanation->input.problem, money, false, explanation->least);
}

/* Aid without items, and all State aid, to be held against thresholds. */
static void
explain_rest(Explanation *explanation)
{
	const Cumulation *problem = &explanation->input.problem;
	bool	   *without = palloc(problem->naids);
	CumulationUnits sum = 0;
	CumulationUnits total = 0;
	CumulationUnits used;
	CumulationUnits most;
	CumulationUnits least;
	StringInfoData subject;

	initStringInfo(&subject);
	cumulation_without_items(problem, true, without, &used, &most);
	cumulation_without_items(problem, false, without, &used, &least);
	for (int i = 0; i < problem->naids; i++)
	{
		const CumulationAid *aid = &problem->aids[i];

		if (!aid->eu_central)
			add_to(&total, aid->amount);
		if (!without[i])
			continue;
		append_name(&subject, explanation->input.aid_names[i]);
		add_to(&sum, aid->amount);
	}
	if (subject.len > 0)
		put(explanation, "without identifiable costs", "without identifiable costs",
			subject.data, sum, if_known(most, least));
	put(explanation, "total", "total", NULL, total, CUMULATION_UNKNOWN);
}

/*
 * explain_cumulation(aids, items, mode)
 *		-> setof (step, subject, used, limit, rule, citation)
 */
Datum
tilskudd_explain_cumulation(PG_FUNCTION_ARGS)
{
	Explanation explanation = {.rsinfo = (ReturnSetInfo *) fcinfo->resultinfo};
	const Cumulation *problem = &explanation.input.problem;

	tilskudd_init_srf(fcinfo);
	cumulation_read(&explanation.input, text_to_cstring(PG_GETARG_TEXT_PP(0)),
					text_to_cstring(PG_GETARG_TEXT_PP(1)),
					text_to_cstring(PG_GETARG_TEXT_PP(2)));
	explanation.space = workspace(problem);
	explanation.most = palloc_extended(sizeof(CumulationUnits) * problem->nitems, MCXT_ALLOC_HUGE);
	explanation.least = palloc_extended(sizeof(CumulationUnits) * problem->nitems, MCXT_ALLOC_HUGE);

	look_at(&explanation, CUMULATION_STATE_AID);
	explain_own_limits(&explanation);
	explain_items(&explanation);
	explain_placing(&explanation, "joint limit", "too much together", CUMULATION_STATE_AID);
	look_at(&explanation, CUMULATION_PUBLIC_FUNDING);
	explain_placing(&explanation, "public funding", "too much public funding", CUMULATION_PUBLIC_FUNDING);
	explain_rest(&explanation);
	return (Datum) 0;
}
