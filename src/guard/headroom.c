/*-------------------------------------------------------------------------
 *
 * headroom.c
 *	  How much a guard would let in on the coming days.
 *
 * src/guard/headroom.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/headroom.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "function/de_minimis.h"
#include "function/number.h"
#include "function/verdict.h"
#include "guard/cost.h"
#include "message.h"
#include "rule/de_minimis.h"

TILSKUDD_FUNCTION(tilskudd_headroom);
TILSKUDD_FUNCTION(tilskudd_headroom_curve);

/* Begins the walks of one period. */
static void
start_period(Walks *walks, const Guard *guard, const GuardAwards *awards, const bool *members,
			 const GuardAward *award, DateADT from, DateADT until, DateADT last)
{
	for (int i = 0; i < guard->nlimits; i++)
	{
		const AidLimit *limit = &guard->limits[i];
		Walk	   *walk = &walks->walks[walks->nwalks];

		if (!(limit->classes & (1 << award->class)))
			continue;
		walk->rule = limit->rule;
		if (award->month != 0)
			walk->rule.fiscal_year_start_month = award->month;
		walk->from = from;
		walk->until = until;
		limit_list(limit, awards, members, &walk->awards);
		walk_start(walk, award->day, last);
		walks->limits[walks->nwalks++] = limit;
	}
}

/*
 * Begins to walk along the days from that of an award to another.  The awards
 * are those of a group; NULL: of one key.
 */
void
walks_start(Walks *walks, const Guard *guard, const GuardAwards *awards, const KeyGroup *group,
			const GuardAward *award, DateADT last)
{
	int			nperiods = 1;
	DateADT    *periods = group ? group_changes(group, award->day, DATEVAL_NOEND, &nperiods) : NULL;

	/* lists of awards must stay where they are */
	walks->walks = palloc_extended((Size) nperiods * guard->nlimits * sizeof(Walk), MCXT_ALLOC_HUGE);
	walks->limits = palloc_extended((Size) nperiods * guard->nlimits * sizeof(AidLimit *), MCXT_ALLOC_HUGE);
	walks->nwalks = 0;
	if (group == NULL)
		start_period(walks, guard, awards, NULL, award, DATEVAL_NOBEGIN, DATEVAL_NOEND, last);
	for (int i = 0; i < nperiods && group != NULL; i++)
		start_period(walks, guard, awards, group_members(group, award->member, periods[i]), award,
					 periods[i], i + 1 < nperiods ? periods[i + 1] - 1 : DATEVAL_NOEND, last);
}

/* The next day on which something may change for one of the limits. */
bool
walks_next_day(Walks *walks, DateADT *day)
{
	*day = DATEVAL_NOEND;
	for (int i = 0; i < walks->nwalks; i++)
	{
		const Walk *walk = &walks->walks[i];

		if (walk->next_day < walk->ndays)
			*day = Min(*day, walk->days[walk->next_day]);
	}
	for (int i = 0; i < walks->nwalks; i++)
	{
		Walk	   *walk = &walks->walks[i];
		DateADT		same;

		if (walk->next_day < walk->ndays && walk->days[walk->next_day] == *day)
			walk_next_day(walk, &same);
	}
	return *day != DATEVAL_NOEND;
}

/*
 * What the limits leave on a day, which is not before the one looked at last;
 * false where the pool has no regime.
 */
bool
walks_look(Walks *walks, DateADT day, Room *room)
{
	bool		known = false;

	room->headroom = NULL;
	for (int i = 0; i < walks->nwalks; i++)
	{
		Walk	   *walk = &walks->walks[i];
		Point		point;
		Numeric		headroom;

		walk_look(walk, day, &point);
		if (point.has_window && walk->rule.joint == NULL)
			known = true;
		if (!point.has_headroom)
			continue;
		headroom = award_list_number(&walk->awards, point.headroom);
		if (point.has_window &&
			(room->headroom == NULL || !room->point.has_window || number_compare(headroom, room->headroom) < 0))
		{
			/* of the limits of the day itself, the one that binds */
			room->point = point;
			room->list = &walk->awards;
		}
		if (room->headroom != NULL && number_compare(headroom, room->headroom) >= 0)
			continue;
		room->headroom = headroom;
		room->limit = walks->limits[i];
		room->binding_day = point.binding_day;
		room->binding_ceiling = point.binding_ceiling;
	}
	return known;
}

/* What is asked about. */
typedef struct Inquiry
{
	Relation	table;
	Guard		guard;
	Datum		key;
	GuardAward	award;			/* its day, and its class or costs */
	KeyGroup   *group;			/* NULL: the key stands for itself */
	FactRows	facts;			/* about the key, if the rule has any */
	GuardAwards awards;
} Inquiry;

/*
 * The totals of a guard are told to those who could learn them anyway: who
 * may read or write the table.
 */
static void
check_privilege(Relation table)
{
	Oid			relid = RelationGetRelid(table);
	AclMode		modes[] = {ACL_SELECT, ACL_INSERT, ACL_UPDATE};

	/* as if it had been named: whoever knows its OID has got no further */
	LookupExplicitNamespace(get_namespace_name(RelationGetNamespace(table)), false);
	for (int i = 0; i < lengthof(modes); i++)
	{
		if (pg_class_aclcheck(relid, GetUserId(), modes[i]) == ACLCHECK_OK ||
			pg_attribute_aclcheck_all(relid, GetUserId(), modes[i], ACLMASK_ANY) == ACLCHECK_OK)
			return;
	}
	aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(table));
}

/* An option for what the guard takes from a column; the others are refused. */
static bool
inquiry_option(const Inquiry *inquiry, Jsonb *options, GuardColumn column, bool needed, JsonbValue *value)
{
	const char *name = guard_column_name(column);
	bool		given = getKeyJsonValueFromContainer(&options->root, name, strlen(name), value) != NULL;
	bool		wanted = inquiry->guard.declaration->columns[column] != 0;

	if (given ? !wanted : wanted && needed)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 wanted ? errmsg("option \"%s\" is missing", name) :
				 errmsg("option \"%s\" is fixed by the guard", name),
				 wanted ? errhint("The guard takes it from a column, so give it, such as options => '{\"%s\": ...}'.", name) :
				 errhint("Leave it out.")));
	return given;
}

/* The options of an award within windows of days. */
static void
read_class(Inquiry *inquiry, Jsonb *options)
{
	const AidRule *constants = &inquiry->guard.declaration->constants;
	int			pool = constants->pool;
	bool		road_freight = constants->road_freight;
	JsonbValue	value;

	if (inquiry_option(inquiry, options, GUARD_POOL, true, &value))
		pool = de_minimis_pool_argument(value.type == jbvString ?
										cstring_to_text_with_len(value.val.string.val, value.val.string.len) :
										cstring_to_text(""));
	if (inquiry_option(inquiry, options, GUARD_ROAD_FREIGHT, true, &value))
	{
		if (value.type != jbvBool)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"road_freight\" must be true or false")));
		road_freight = value.val.boolean;
	}
	if (inquiry_option(inquiry, options, GUARD_MONTH, true, &value))
		inquiry->award.month = value.type == jbvNumeric ? month_value(&value) : de_minimis_month_argument(0);
	inquiry->award.class = CLASS_OF(pool, road_freight);
}

/* An option that is a number, such as the check allows and else the message says; NULL if it is not given. */
static Numeric
number_option(const Inquiry *inquiry, Jsonb *options, GuardColumn column,
			  bool (*check) (Numeric number), const char *message)
{
	JsonbValue	value;

	if (!inquiry_option(inquiry, options, column, false, &value))
		return NULL;
	if (value.type != jbvNumeric || !check(value.val.numeric))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(message, guard_column_name(column))));
	return value.val.numeric;
}

/* The items that an option names. */
static bool
items_of_json(const JsonbValue *value, CostedAid *costed)
{
	bool		is_array = value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data);
	int			nitems = is_array ? JsonContainerSize(value->val.binary.data) : 1;
	Datum	   *names = palloc((nitems + 1) * sizeof(Datum));
	Guard		as_array = {.types[GUARD_ITEMS] = TEXTARRAYOID};

	for (int i = 0; i < nitems; i++)
	{
		const JsonbValue *name = is_array ? getIthJsonbValueFromContainer(value->val.binary.data, i) : value;

		if (name->type != jbvString)
			return false;
		names[i] = PointerGetDatum(cstring_to_text_with_len(name->val.string.val, name->val.string.len));
	}
	return items_read(&as_array, PointerGetDatum(construct_array(names, nitems, TEXTOID, -1, false, TYPALIGN_INT)),
					  costed);
}

/* The options of an award for costs, which may all be left open. */
static void
read_costs(Inquiry *inquiry, Jsonb *options)
{
	const char *amount = gettext_noop("option \"%s\" must be an amount, zero or more");
	CostedAid  *planned = palloc0(sizeof(CostedAid));
	JsonbValue	value;

	planned->cost = number_option(inquiry, options, GUARD_ELIGIBLE_COST, number_is_amount, amount);
	planned->intensity = number_option(inquiry, options, GUARD_INTENSITY, is_percentage,
									   "option \"%s\" must be a percentage, 0 to 100");
	planned->max_amount = number_option(inquiry, options, GUARD_MAX_AMOUNT, number_is_amount, amount);
	if (inquiry_option(inquiry, options, GUARD_DE_MINIMIS, false, &value))
	{
		if (value.type != jbvBool)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"de_minimis\" must be true or false")));
		planned->de_minimis = value.val.boolean;
	}
	if (planned->de_minimis)
		planned->intensity = NULL;
	if (inquiry_option(inquiry, options, GUARD_ITEMS, false, &value) &&
		!items_of_json(&value, planned))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"items\" must be the name of a cost item, or an array of such names")));
	inquiry->award.costed = planned;
}

/* Whether the payment to come is the last one. */
static void
read_final(Inquiry *inquiry, Jsonb *options)
{
	JsonbValue	value;

	if (!inquiry_option(inquiry, options, GUARD_FINAL, false, &value))
		return;
	if (value.type != jbvBool)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"final\" must be true or false")));
	inquiry->award.final = value.val.boolean;
}

/* Refuses options that the rule does not know. */
static void
check_options(const GuardRule *rule, Jsonb *options)
{
	JsonbIterator *iterator = JsonbIteratorInit(&options->root);
	JsonbValue	key;
	JsonbValue	value;

	JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		const char *name = pnstrdup(key.val.string.val, key.val.string.len);
		int			column = GUARD_POOL;

		while (column < GUARD_NCOLUMNS &&
			   (!(rule->columns & (1 << column)) || strcmp(name, guard_column_name(column)) != 0))
			column++;
		if (column == GUARD_NCOLUMNS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("rule %s knows no option \"%s\"", rule->name, tilskudd_shorten(name))));
		JsonbIteratorNext(&iterator, &value, true);
	}
}

static void
read_options(Inquiry *inquiry, Jsonb *options)
{
	const GuardRule *rule = inquiry->guard.declaration->rule;

	if (!JB_ROOT_IS_OBJECT(options))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"options\" must be an object")));
	check_options(rule, options);
	if (rule->windows)
		read_class(inquiry, options);
	else if (rule->columns & (1 << GUARD_INTENSITY))
		read_costs(inquiry, options);
	else if (rule->columns & (1 << GUARD_FINAL))
		read_final(inquiry, options);
}

/* Reads the key as its type does, which may be a domain with constraints. */
static Datum
read_key(const Inquiry *inquiry, const text *key)
{
	Form_pg_attribute column = TupleDescAttr(RelationGetDescr(inquiry->table),
											 inquiry->guard.declaration->columns[GUARD_KEY] - 1);
	Oid			input,
				argument;

	getTypeInputInfo(column->atttypid, &input, &argument);
	return OidInputFunctionCall(input, text_to_cstring(key), argument, column->atttypmod);
}

/* Opens the table and finds its guard; reads the undertaking's awards. */
static void
inquire(Inquiry *inquiry, FunctionCallInfo fcinfo, DateADT day, Jsonb *options)
{
	Oid			row_function = guard_row_function(fcinfo->flinfo->fn_oid);
	MemoryContext context = CurrentMemoryContext;
	Snapshot	snapshot = GetActiveSnapshot();
	OwnerRights rights;
	Reader	   *reader;
	Oid			root;

	memset(inquiry, 0, sizeof(Inquiry));
	inquiry->table = table_open(PG_GETARG_OID(0), AccessShareLock);
	check_privilege(inquiry->table);
	root = partition_root(inquiry->table);
	if (OidIsValid(root))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a partition", RelationGetRelationName(inquiry->table)),
				 errdetail("What is left depends on the other partitions, too."),
				 errhint("Ask about table \"%s\".", get_rel_name(root))));
	guard_build(&inquiry->guard, inquiry->table,
				declaration_of(inquiry->table, row_function, text_to_cstring(PG_GETARG_TEXT_PP(1))));
	distribution_check_shard(&inquiry->guard);
	inquiry->guard.for_once = true;
	inquiry->guard.writer = GetUserId();
	inquiry->award.day = day;
	read_options(inquiry, options);
	owner_rights_begin(&rights, inquiry->guard.relid, true);
	inquiry->key = read_key(inquiry, PG_GETARG_TEXT_PP(2));
	if (inquiry->guard.declaration->ownership != NULL)
	{
		inquiry->group = group_read(&inquiry->guard, &inquiry->key, 1, snapshot);
		inquiry->award.member = group_find(&inquiry->guard, inquiry->group, inquiry->key);
	}
	if (inquiry->guard.declaration->facts != NULL)
		facts_read(&inquiry->guard, &inquiry->key, 1, &inquiry->facts);
	owner_rights_end(&rights);
	reader = reader_begin(&inquiry->guard, snapshot);
	MemoryContextSwitchTo(context);
	reader_read(reader, inquiry->group ? inquiry->group->keys : &inquiry->key,
				inquiry->group ? inquiry->group->nkeys : 1, DATEVAL_NOBEGIN, DATEVAL_NOEND, &inquiry->awards);
	reader_end(reader);
}

/* headroom() under a rule without windows. */
static void
headroom_of_all(const Inquiry *inquiry, Verdict *verdict)
{
	const Declaration *declaration = inquiry->guard.declaration;

	declaration->rule->headroom(&inquiry->guard, &inquiry->awards,
								declaration->facts ? &inquiry->facts : NULL, &inquiry->award, verdict);
}

/* headroom() under a rule with windows. */
static void
headroom_of_day(const Inquiry *inquiry, DateADT day, Verdict *verdict)
{
	Walks		walks;
	Room		room;

	verdict->unit = "EUR";
	walks_start(&walks, &inquiry->guard, &inquiry->awards, inquiry->group, &inquiry->award, day);
	if (walks_look(&walks, day, &room))
	{
		verdict->limit = number_of(room.binding_ceiling);
		verdict->used = number_subtract(verdict->limit, room.headroom);
		verdict->refused = number_is_negative(room.headroom);
		verdict->table = limit_law(room.limit, room.binding_day, &verdict->row);
	}
	else
		verdict->undecided = list_make1(de_minimis_no_regime(CLASS_POOL(inquiry->award.class), day));
}

/* headroom(target, rule, key, on_date, options) -> verdict */
Datum
tilskudd_headroom(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(3);
	Inquiry		inquiry;
	Verdict		verdict = {0};

	inquire(&inquiry, fcinfo, day, PG_GETARG_JSONB_P(4));
	if (inquiry.guard.declaration->rule->windows)
		headroom_of_day(&inquiry, day, &verdict);
	else
		headroom_of_all(&inquiry, &verdict);
	if (inquiry.awards.doubt != ROW_CLEAR)
		verdict.undecided = lappend(verdict.undecided,
									psprintf("an award does not count: %s", row_doubt_text(inquiry.awards.doubt)));
	table_close(inquiry.table, AccessShareLock);
	return verdict_datum(&verdict, fcinfo);
}

/* Whether two points of a curve differ in nothing but the day. */
static bool
same_amounts(const Datum *a, const Datum *b)
{
	for (int i = 1; i < 4; i++)
	{
		if (number_compare(DatumGetNumeric(a[i]), DatumGetNumeric(b[i])) != 0)
			return false;
	}
	return true;
}

/* Puts the one point of the curve under a rule without windows, where days make no difference. */
static void
put_all(const Inquiry *inquiry, ReturnSetInfo *rsinfo)
{
	Verdict		verdict = {0};
	Datum		values[4] = {DateADTGetDatum(inquiry->award.day)};
	bool		nulls[4] = {false, true, true, true};

	headroom_of_all(inquiry, &verdict);
	if (verdict.limit != NULL)
	{
		values[1] = NumericGetDatum(verdict.used);
		values[2] = NumericGetDatum(verdict.limit);
		values[3] = NumericGetDatum(number_subtract(verdict.limit, verdict.used));
		memset(nulls, false, sizeof(nulls));
	}
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/* Puts the points of the curve under a rule with windows. */
static void
put_days(const Inquiry *inquiry, DateADT last_day, ReturnSetInfo *rsinfo)
{
	Walks		walks;
	DateADT		day;
	Datum		last[4];
	bool		any = false,
				known_before = false;

	walks_start(&walks, &inquiry->guard, &inquiry->awards, inquiry->group, &inquiry->award, last_day);
	while (walks_next_day(&walks, &day))
	{
		Room		room;
		Datum		values[4] = {DateADTGetDatum(day)};
		bool		known = walks_look(&walks, day, &room);
		bool		nulls[4] = {false, !known, !known, !known};

		if (known)
		{
			values[1] = NumericGetDatum(award_list_number(room.list, room.point.used));
			values[2] = NumericGetDatum(number_of(room.point.ceiling));
			values[3] = NumericGetDatum(room.headroom);
		}
		if (any && known == known_before && (!known || same_amounts(values, last)))
			continue;
		any = true;
		known_before = known;
		memcpy(last, values, sizeof(last));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
}

/*
 * headroom_curve(target, rule, key, from_date, to_date, options)
 *		-> setof (on_date, used, ceiling, headroom)
 */
Datum
tilskudd_headroom_curve(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Inquiry		inquiry;

	tilskudd_init_srf(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3) || PG_ARGISNULL(5))
		return (Datum) 0;
	inquire(&inquiry, fcinfo, PG_GETARG_DATEADT(3), PG_GETARG_JSONB_P(5));
	if (inquiry.guard.declaration->rule->keeps)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rule %s limits no amounts", inquiry.guard.declaration->rule->name),
				 errhint("headroom() tells whether the records of a key may be deleted on a day.")));
	if (inquiry.guard.declaration->rule->windows)
		put_days(&inquiry, PG_ARGISNULL(4) ? de_minimis_horizon(CLASS_POOL(inquiry.award.class)) :
				 PG_GETARG_DATEADT(4), rsinfo);
	else
		put_all(&inquiry, rsinfo);
	table_close(inquiry.table, AccessShareLock);
	return (Datum) 0;
}
