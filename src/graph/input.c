/*-------------------------------------------------------------------------
 *
 * input.c
 *	  Holdings, entities and control as queries give them.
 *
 * src/graph/input.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/input.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "message.h"

/* The columns of query "adjacent". */
enum
{
	ADJACENT_ONE,
	ADJACENT_OTHER,
	ADJACENT_NCOLUMNS
};

const char *const input_kinds[] = {
	[KIND_ENTERPRISE] = "enterprise",
	[KIND_PERSON] = "person",
	[KIND_PUBLIC] = "public_body",
	[KIND_OTHER] = "other"
};

const char *const input_exempts[] = {
	[EXEMPT_NOT] = "",
	[EXEMPT_PUBLIC_INVESTMENT] = "public_investment",
	[EXEMPT_VENTURE_CAPITAL] = "venture_capital",
	[EXEMPT_BUSINESS_ANGEL] = "business_angel",
	[EXEMPT_UNIVERSITY] = "university",
	[EXEMPT_NONPROFIT_RESEARCH] = "nonprofit_research",
	[EXEMPT_INSTITUTIONAL] = "institutional",
	[EXEMPT_REGIONAL_FUND] = "regional_fund",
	[EXEMPT_SMALL_LOCAL_AUTHORITY] = "small_local_authority"
};

const char *const input_grounds[] = {"board", "contract", "agreement"};

/* The names of the arguments. */
static const char *const argument_names[] = {
	[INPUT_OWNERSHIP] = "ownership",
	[INPUT_FIGURES] = "figures",
	[INPUT_ENTITIES] = "entities",
	[INPUT_CONTROL] = "control",
	[INPUT_SCOPE] = "scope",
	[INPUT_ADJACENT] = "adjacent",
	[INPUT_RATES] = "rates"
};

/* The largest number of shares: sums of two still fit. */
#define LARGEST_SHARES	INT64CONST(1000000000000000000)

/* Rows between two resets of what reading them leaves behind. */
#define ROWS_PER_RESET	1024

/* A new row at the end, not initialized. */
void *
rows_add(Rows *rows, Size width, MemoryContext context)
{
	if (rows->count >= PG_INT32_MAX / 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the queries return too many rows")));
	if (rows->count == rows->room)
	{
		rows->room = rows->room == 0 ? 64 : rows->room * 2;
		rows->data = rows->data == NULL ?
			MemoryContextAllocExtended(context, rows->room * width, MCXT_ALLOC_HUGE) :
			repalloc_huge(rows->data, rows->room * width);
	}
	return (char *) rows->data + rows->count++ * width;
}

void
input_begin(Input *input, MemoryContext context)
{
	input->context = context;
	input->row_context = AllocSetContextCreate(context, "row of a query", ALLOCSET_DEFAULT_SIZES);
	names_init(&input->names, context);
	names_init(&input->groups, context);
	names_init(&input->market_names, context);
	names_init(&input->currencies, context);
}

/* Runs a query, if it is given, with memory for each row that does not stay. */
void
input_read(Input *input, int query, const QueryPart *part, QueryColumn *columns,
		   int ncolumns, QueryRowFunction function)
{
	const char *argument = argument_names[query];
	MemoryContext oldcontext;

	if (input->queries[query] == NULL)
		return;
	oldcontext = MemoryContextSwitchTo(input->row_context);
	if (part == NULL)
		query_read(argument, input->queries[query], columns, ncolumns, function, input);
	else
		query_read_part(argument, input->queries[query], columns, ncolumns, part, function, input);
	MemoryContextSwitchTo(oldcontext);
	MemoryContextReset(input->row_context);
}

/* To be called for each row, before anything of it is kept. */
void
input_row(Input *input)
{
	if (++input->nrows % ROWS_PER_RESET != 0)
		return;
	CHECK_FOR_INTERRUPTS();
	graph_check_memory(input->context);
	MemoryContextReset(input->row_context);
}

static int
add_name(Names *names, QueryRow *row, int column)
{
	int			length;
	const char *bytes = query_bytes(row, column, &length);

	return names_add(names, bytes, length);
}

/* For columns of ids. */
void
input_name_ahead(void *caller, const char *bytes, int length)
{
	const Input *input = caller;

	names_prefetch(&input->names, bytes, length);
}

/* The number of the id in a column. */
int
input_name(Input *input, QueryRow *row, int column)
{
	return add_name(&input->names, row, column);
}

/* For messages, which take it as the name of a row: whose holding in whom it is. */
static const char *
pair(const Input *input, int owner, int owned)
{
	/* translator: the owner and the enterprise of a holding */
	return psprintf(_("\"%s\" in \"%s\""), names_print(&input->names, owner),
					names_print(&input->names, owned));
}

/*
 * A part and the total it is of, as integers of one scale; a total of 0: not
 * known.
 */
static void
read_fraction(Input *input, QueryRow *row, int column, const Share *share,
			  int64 *part, int64 *total)
{
	int128		digits[2];
	int			scales[2];

	*part = *total = 0;
	if (row->nulls[column])
		return;
	if (row->nulls[column + 1])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s of the holding of %s is not known", row->columns[column + 1].name,
						pair(input, share->owner, share->owned)),
				 errhint("Give what %s is a part of, or leave both NULL.", row->columns[column].name)));
	for (int i = 0; i < 2; i++)
	{
		if (!decimal_of(row->values[column + i], row->columns[column + i].type, &digits[i], &scales[i]) ||
			digits[i] < 0 || (i == 1 && digits[i] == 0))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s of the holding of %s can not be %s", row->columns[column + i].name,
							pair(input, share->owner, share->owned),
							number_print(query_number(row, column + i))),
					 i == 0 ? errhint("It must be a number, zero or more.") :
					 errhint("It must be a number above zero.")));
	}
	for (int i = 0; i < 2; i++)
	{
		if (!decimal_scale_up(&digits[i], scales[1 - i] - scales[i]) || digits[i] > LARGEST_SHARES)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("%s of the holding of %s has too many digits", row->columns[column + i].name,
							pair(input, share->owner, share->owned)),
					 errhint("Part and total together have room for 18 digits.")));
	}
	*part = digits[0];
	*total = digits[1];
	if (*part > *total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the holding of %s is over 100 percent: %s %s of %s",
						pair(input, share->owner, share->owned), row->columns[column].name,
						number_print(query_number(row, column)),
						number_print(query_number(row, column + 1)))));
	if (share->owner == share->owned && *part == *total)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" can not own itself to 100 percent",
						names_print(&input->names, share->owner)),
				 errhint("Own shares are a part of all shares.")));
}

/* From when until when a row holds; the message says that it ends before it begins. */
void
input_dates(QueryRow *row, int column, const char *message, DateADT *from, DateADT *to)
{
	*from = row->nulls[column] ? DATEVAL_NOBEGIN : DatumGetDateADT(row->values[column]);
	*to = row->nulls[column + 1] ? DATEVAL_NOEND : DatumGetDateADT(row->values[column + 1]);
	if (*from > *to)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(message, tilskudd_date(*from), tilskudd_date(*to)),
				 errhint("valid_to is the last day.")));
}

/* An amount in a column, or NULL. */
static Numeric
read_amount(Input *input, QueryRow *row, int column, int entity)
{
	Numeric		amount = query_number(row, column);

	if (amount != NULL && !number_is_amount(amount))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of \"%s\" can not be %s", row->columns[column].name,
						names_print(&input->names, entity), number_print(amount)),
				 errhint("It must be a number, zero or more, or NULL.")));
	return amount;
}

/* What was paid for a holding, where that is said. */
static void
take_investment(Input *input, QueryRow *row, const Share *share)
{
	Numeric		amount = read_amount(input, row, SHARE_INVESTED, share->owner);
	Investment *investment;

	if (amount == NULL)
		return;
	investment = rows_add(&input->investments, sizeof(Investment), input->context);
	*investment = (Investment) {share->owner, share->owned, share->valid_from, share->valid_to};
	investment->amount = MemoryContextAlloc(input->context, VARSIZE(amount));
	memcpy(investment->amount, amount, VARSIZE(amount));
}

static void
take_share(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	Share		share;

	input_row(input);
	share.owner = input_name(input, row, SHARE_OWNER);
	share.owned = input_name(input, row, SHARE_OWNED);
	input_dates(row, SHARE_VALID_FROM, "a holding is valid from %s, which is after %s",
				&share.valid_from, &share.valid_to);
	if (!input->options.graph_of_period &&
		(input->options.on_date < share.valid_from || input->options.on_date > share.valid_to))
		return;
	read_fraction(input, row, SHARE_CAPITAL, &share, &share.capital, &share.capital_total);
	read_fraction(input, row, SHARE_VOTES, &share, &share.votes, &share.votes_total);
	if (share.capital_total == 0 && share.votes_total == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("neither capital nor votes of the holding of %s are known",
						pair(input, share.owner, share.owned)),
				 errhint("Where one is NULL it is taken to be as the other.")));
	*(Share *) rows_add(&input->shares, sizeof(Share), input->context) = share;
	take_investment(input, row, &share);
}

void
input_ownership(Input *input, const QueryPart *part)
{
	QueryColumn columns[SHARE_NCOLUMNS] = {
		[SHARE_OWNER] = {"owner", QUERY_NAME, true, input_name_ahead},
		[SHARE_OWNED] = {"owned", QUERY_NAME, true, input_name_ahead},
		[SHARE_CAPITAL] = {"capital", QUERY_NUMBER, true},
		[SHARE_CAPITAL_TOTAL] = {"capital_total", QUERY_NUMBER, true},
		[SHARE_VOTES] = {"votes", QUERY_NUMBER},
		[SHARE_VOTES_TOTAL] = {"votes_total", QUERY_NUMBER},
		[SHARE_VALID_FROM] = {"valid_from", QUERY_DATE},
		[SHARE_VALID_TO] = {"valid_to", QUERY_DATE},
		[SHARE_INVESTED] = {"invested_eur", QUERY_NUMBER}
	};

	input_read(input, INPUT_OWNERSHIP, part, columns, SHARE_NCOLUMNS, take_share);
}

/* The place of a label in a list, or an error with the list as hint. */
static int
read_label(QueryRow *row, int column, const char *const *labels, int nlabels, const char *hint)
{
	int			length;
	const char *label = query_bytes(row, column, &length);

	for (int i = 0; i < nlabels; i++)
	{
		if (strncmp(labels[i], label, length) == 0 && labels[i][length] == '\0')
			return i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s \"%s\" in query \"%s\" is not known", row->columns[column].name,
					tilskudd_shorten(pnstrdup(label, length)), row->argument),
			 errhint_internal("%s", _(hint))));
	return -1;
}

static void
take_entity(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	EntityRow  *entity;
	char	  **markets;

	input_row(input);
	entity = rows_add(&input->entity_rows, sizeof(EntityRow), input->context);
	memset(entity, 0, sizeof(EntityRow));
	entity->number = input_name(input, row, ENTITY_ID);
	if (!row->nulls[ENTITY_KIND])
		entity->entity.kind = read_label(row, ENTITY_KIND, input_kinds, lengthof(input_kinds),
										 "Kinds are enterprise, person, public_body and other.");
	if (!row->nulls[ENTITY_EXEMPT])
		entity->entity.exempt = read_label(row, ENTITY_EXEMPT, input_exempts, lengthof(input_exempts),
										   "Exempt investors are public_investment, venture_capital, business_angel, university, "
										   "nonprofit_research, institutional, regional_fund and small_local_authority; others are NULL.");
	if (!exempt_within(entity->entity.exempt, "budget_eur", input->options.on_date,
					   read_amount(input, row, ENTITY_BUDGET, entity->number)) ||
		!exempt_within(entity->entity.exempt, "inhabitants", input->options.on_date,
					   read_amount(input, row, ENTITY_INHABITANTS, entity->number)))
		entity->entity.exempt = EXEMPT_NOT;
	entity->entity.group = row->nulls[ENTITY_GROUP] ? -1 : add_name(&input->groups, row, ENTITY_GROUP);
	if (entity->entity.group >= 0 && entity->entity.kind != KIND_PERSON)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" has an acting_group but is no person",
						names_print(&input->names, entity->number)),
				 errhint("What acts for an enterprise goes into query \"control\".")));
	entity->entity.involved = query_boolean(row, ENTITY_INVOLVED);
	entity->entity.listed = true;
	entity->entity.first_market = input->markets.count;
	markets = query_names(row, ENTITY_MARKETS, &entity->entity.nmarkets);
	for (int i = 0; i < entity->entity.nmarkets; i++)
		*(int32 *) rows_add(&input->markets, sizeof(int32), input->context) =
			names_add(&input->market_names, markets[i], strlen(markets[i]));
}

void
input_entities(Input *input, const QueryPart *part)
{
	QueryColumn columns[ENTITY_NCOLUMNS] = {
		[ENTITY_ID] = {"id", QUERY_NAME, true, input_name_ahead},
		[ENTITY_KIND] = {"kind", QUERY_NAME},
		[ENTITY_EXEMPT] = {"exempt", QUERY_NAME},
		[ENTITY_GROUP] = {"acting_group", QUERY_NAME},
		[ENTITY_MARKETS] = {"markets", QUERY_NAMES},
		[ENTITY_INVOLVED] = {"involved", QUERY_BOOLEAN},
		[ENTITY_BUDGET] = {"budget_eur", QUERY_NUMBER},
		[ENTITY_INHABITANTS] = {"inhabitants", QUERY_NUMBER}
	};

	input_read(input, INPUT_ENTITIES, part, columns, ENTITY_NCOLUMNS, take_entity);
}

static void
take_control(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	Control		control;

	input_row(input);
	control.owner = input_name(input, row, CONTROL_OWNER);
	control.owned = input_name(input, row, CONTROL_OWNED);
	if (control.owner == control.owned)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" can not control itself", names_print(&input->names, control.owner))));
	control.ground = read_label(row, CONTROL_GROUND, input_grounds, lengthof(input_grounds),
								"Grounds are board (majority appointed), contract (dominant influence) and agreement (majority of votes by agreement).");
	input_dates(row, CONTROL_VALID_FROM, "a control is valid from %s, which is after %s",
				&control.valid_from, &control.valid_to);
	*(Control *) rows_add(&input->controls, sizeof(Control), input->context) = control;
}

void
input_controls(Input *input, const QueryPart *part)
{
	QueryColumn columns[CONTROL_NCOLUMNS] = {
		[CONTROL_OWNER] = {"owner", QUERY_NAME, true, input_name_ahead},
		[CONTROL_OWNED] = {"owned", QUERY_NAME, true, input_name_ahead},
		[CONTROL_GROUND] = {"ground", QUERY_NAME, true},
		[CONTROL_VALID_FROM] = {"valid_from", QUERY_DATE},
		[CONTROL_VALID_TO] = {"valid_to", QUERY_DATE}
	};

	input_read(input, INPUT_CONTROL, part, columns, CONTROL_NCOLUMNS, take_control);
}

static void
take_adjacent(QueryRow *row, void *caller)
{
	Input	   *input = caller;
	int			one;
	int			other;

	input_row(input);
	one = add_name(&input->market_names, row, ADJACENT_ONE);
	other = add_name(&input->market_names, row, ADJACENT_OTHER);
	*(MarketPair *) rows_add(&input->adjacent, sizeof(MarketPair), input->context) = (MarketPair) {one, other};
	*(MarketPair *) rows_add(&input->adjacent, sizeof(MarketPair), input->context) = (MarketPair) {other, one};
}

void
input_adjacent(Input *input, const QueryPart *part)
{
	QueryColumn columns[ADJACENT_NCOLUMNS] = {
		[ADJACENT_ONE] = {"market", QUERY_NAME, true},
		[ADJACENT_OTHER] = {"adjacent", QUERY_NAME, true}
	};

	input_read(input, INPUT_ADJACENT, part, columns, ADJACENT_NCOLUMNS, take_adjacent);
}

static int
compare_pairs(const void *a, const void *b)
{
	const MarketPair *x = a;
	const MarketPair *y = b;

	return x->one != y->one ? (x->one < y->one ? -1 : 1) : (x->other > y->other) - (x->other < y->other);
}

/* Puts entities in their places, each once. */
static void
place_entities(Input *input, const int32 *numbers)
{
	EntityRow  *rows = input->entity_rows.data;

	input->entities = MemoryContextAllocExtended(input->context, sizeof(Entity) * (input->nentities + 1),
												 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < input->nentities; i++)
		input->entities[i].group = -1;
	for (Size i = 0; i < input->entity_rows.count; i++)
	{
		Entity	   *entity = &input->entities[numbers[rows[i].number]];

		if (entity->listed)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("query \"entities\" returns \"%s\" twice",
							names_print(&input->names, numbers[rows[i].number]))));
		*entity = rows[i].entity;
	}
	if (rows != NULL)
		pfree(rows);
}

/* Numbers the entities of shares anew, and puts those in one enterprise together. */
static void
sort_shares(Input *input, const int32 *numbers)
{
	Share	   *shares = input->shares.data;
	Size		count = input->shares.count;
	Share	   *sorted = MemoryContextAllocExtended(input->context, sizeof(Share) * (count + 1), MCXT_ALLOC_HUGE);
	int32	   *starts = MemoryContextAllocExtended(input->context, sizeof(int32) * (input->nentities + 1),
													MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (Size i = 0; i < count; i++)
	{
		shares[i].owner = numbers[shares[i].owner];
		shares[i].owned = numbers[shares[i].owned];
		starts[shares[i].owned + 1]++;
	}
	for (int i = 1; i <= input->nentities; i++)
		starts[i] += starts[i - 1];
	CHECK_FOR_INTERRUPTS();
	for (Size i = 0; i < count; i++)
		sorted[starts[shares[i].owned]++] = shares[i];
	pfree(starts);
	if (shares != NULL)
		pfree(shares);
	input->shares.data = sorted;
	input->shares.room = count;
}

/* When all queries are read: numbers entities in the order of their ids. */
void
input_end(Input *input)
{
	int32	   *numbers;
	Control    *controls = input->controls.data;
	Investment *investments = input->investments.data;

	numbers = names_sort(&input->names);
	CHECK_FOR_INTERRUPTS();
	input->nentities = input->names.count;
	sort_shares(input, numbers);
	CHECK_FOR_INTERRUPTS();
	for (Size i = 0; i < input->investments.count; i++)
	{
		investments[i].owner = numbers[investments[i].owner];
		investments[i].owned = numbers[investments[i].owned];
	}
	for (Size i = 0; i < input->controls.count; i++)
	{
		controls[i].owner = numbers[controls[i].owner];
		controls[i].owned = numbers[controls[i].owned];
	}
	CHECK_FOR_INTERRUPTS();
	place_entities(input, numbers);
	CHECK_FOR_INTERRUPTS();
	if (input->adjacent.count > 0)
		qsort(input->adjacent.data, input->adjacent.count, sizeof(MarketPair), compare_pairs);
	input_sort_figures(input, numbers);
	pfree(numbers);
}

/* Reads all that the queries return. */
void
input_all(Input *input)
{
	input_ownership(input, NULL);
	input_rates(input);
	input_figures(input, NULL);
	input_entities(input, NULL);
	input_controls(input, NULL);
	input_scopes(input, NULL);
	input_adjacent(input, NULL);
	input_end(input);
}
