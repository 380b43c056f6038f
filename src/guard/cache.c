/*-------------------------------------------------------------------------
 *
 * cache.c
 *	  Guards as this backend knows them, until their tables change.
 *
 * Entries are found by the OID of a trigger, never by names, which change.
 * An invalidation may come while one is in use, so it only marks them: they are
 * built anew when they are looked up next, and if that does not happen, because
 * the guard may be gone, they are removed at the end of the transaction.
 *
 * src/guard/cache.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/transam.h"
#include "catalog/partition.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/reltrigger.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

static HTAB *guards = NULL;
static HTAB *firings = NULL;

/* How often invalidate() was called: whether an entry was valid when built. */
static uint64 ninvalidations = 0;

/* Whether there may be an entry that is not valid. */
static bool any_invalid = false;

/* A table has changed, or all of them have. */
static void
invalidate(Datum arg, Oid relid)
{
	HASH_SEQ_STATUS status;
	Guard	   *guard;
	Firing	   *firing;

	ninvalidations++;
	any_invalid = true;
	hash_seq_init(&status, guards);
	while ((guard = hash_seq_search(&status)) != NULL)
	{
		if (relid == InvalidOid || guard->relid == relid || guard->distribution.table == relid ||
			(OidIsValid(guard->distribution.table) && guard->reads_more))
			guard->valid = false;
	}
	hash_seq_init(&status, firings);
	while ((firing = hash_seq_search(&status)) != NULL)
	{
		if (relid == InvalidOid || firing->relid == relid || firing->inherits)
			firing->valid = false;
	}
}

/* A schema may have another name, which is in the text of plans. */
static void
invalidate_names(Datum arg, int cacheid, uint32 hashvalue)
{
	invalidate((Datum) 0, InvalidOid);
}

static void
init_cache(void)
{
	HASHCTL		control = {.keysize = sizeof(Oid), .entrysize = sizeof(Guard)};

	guards = hash_create("tilskudd guards", 16, &control, HASH_ELEM | HASH_BLOBS);
	control.entrysize = sizeof(Firing);
	firings = hash_create("tilskudd guard triggers", 16, &control, HASH_ELEM | HASH_BLOBS);
	CacheRegisterRelcacheCallback(invalidate, (Datum) 0);
	CacheRegisterSyscacheCallback(NAMESPACEOID, invalidate_names, (Datum) 0);
	pending_init();
}

/* Fresh memory for an entry, in place of what it had. */
static MemoryContext
fresh_context(MemoryContext *context)
{
	if (*context != NULL)
		MemoryContextDelete(*context);
	*context = NULL;			/* in case that the next fails */
	*context = AllocSetContextCreate(CacheMemoryContext, "tilskudd guard", ALLOCSET_SMALL_SIZES);
	return *context;
}

static void
forget_counted(Counted *counted)
{
	if (counted->planned != NULL)
		FreeCachedExpression(counted->planned);
	if (counted->econtext != NULL)
		FreeExprContext(counted->econtext, false);
	memset(counted, 0, sizeof(Counted));
}

/* A function that is not the server's, nor one in C that only computes. */
static bool
is_own_function(Oid function, void *context)
{
	HeapTuple	tuple;
	Form_pg_proc procedure;
	bool		computes;

	if (function < FirstNormalObjectId)
		return false;
	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	procedure = (Form_pg_proc) GETSTRUCT(tuple);
	computes = (procedure->prolang == ClanguageId || procedure->prolang == INTERNALlanguageId) &&
		procedure->provolatile == PROVOLATILE_IMMUTABLE;
	ReleaseSysCache(tuple);
	return !computes;
}

/* Whether no values of a type, and so no function that makes them, can have domains within. */
static bool
is_plain_type(Oid type)
{
	Oid			element = get_element_type(type);
	char		kind = get_typtype(OidIsValid(element) ? element : type);

	return kind == TYPTYPE_BASE || kind == TYPTYPE_ENUM;
}

/*
 * Whether functions of users may be called.  Types can call some, too: the
 * constraints of a domain, wherever it stands.  So only those kinds of
 * expressions pass of which all functions are known.
 */
static bool
find_own_function(Node *node, void *context)
{
	if (node == NULL)
		return false;
	switch (nodeTag(node))
	{
		case T_List:
		case T_Var:
		case T_Const:
		case T_BoolExpr:
		case T_BooleanTest:
		case T_NullTest:
		case T_CaseExpr:
		case T_CaseWhen:
		case T_CaseTestExpr:
		case T_CoalesceExpr:
		case T_MinMaxExpr:
		case T_ArrayExpr:
		case T_SQLValueFunction:
		case T_CollateExpr:
		case T_RelabelType:
			break;
		case T_FuncExpr:
		case T_OpExpr:
		case T_DistinctExpr:
		case T_NullIfExpr:
		case T_ScalarArrayOpExpr:
		case T_CoerceViaIO:
			if (!is_plain_type(exprType(node)) ||
				check_functions_in_node(node, is_own_function, context))
				return true;
			break;
		default:
			return true;
	}
	return expression_tree_walker(node, find_own_function, context);
}

/* Prepares an expression, which is to live in the current memory context. */
void
counted_init(Counted *counted, Node *expression)
{
	memset(counted, 0, sizeof(Counted));
	counted->expression = expression;
	counted->own_functions = find_own_function(expression, NULL);
	counted->context = CurrentMemoryContext;
}

/* The expression is planned again when a function that it calls has been replaced. */
static bool
evaluate(Counted *counted, TupleTableSlot *slot)
{
	Datum		result;
	bool		isnull;

	if (counted->planned == NULL || !counted->planned->is_valid)
	{
		MemoryContext oldcontext = MemoryContextSwitchTo(counted->context);

		if (counted->planned != NULL)
			FreeCachedExpression(counted->planned);
		counted->planned = NULL;
		counted->planned = GetCachedExpression(copyObject(counted->expression));
		counted->state = ExecInitExpr((Expr *) counted->planned->expr, NULL);
		if (counted->econtext == NULL)
			counted->econtext = CreateStandaloneExprContext();
		MemoryContextSwitchTo(oldcontext);
	}
	counted->econtext->ecxt_scantuple = slot;
	result = ExecEvalExprSwitchContext(counted->state, counted->econtext, &isnull);
	ResetExprContext(counted->econtext);
	return !isnull && DatumGetBool(result);
}

/*
 * Whether a row counts.  NULL is no, as in WHERE.  Functions of users may write
 * rows of the same table, so that it is asked again before it has answered.
 */
bool
counted_row(Counted *counted, TupleTableSlot *slot)
{
	volatile bool result = false;

	if (counted->expression == NULL)
		return true;
	if (!counted->own_functions)
		return evaluate(counted, slot);
	if (counted->busy)
	{
		Counted		again;

		counted_init(&again, counted->expression);
		result = evaluate(&again, slot);
		forget_counted(&again);
		return result;
	}
	counted->busy = true;
	PG_TRY();
	{
		result = evaluate(counted, slot);
	}
	PG_FINALLY();
	{
		counted->busy = false;
	}
	PG_END_TRY();
	return result;
}

/* What is done with values of the guard's columns depends on their types. */
static void
look_up_types(Guard *guard, Relation relation, MemoryContext context)
{
	const Declaration *declaration = guard->declaration;
	TupleDesc	tupdesc = RelationGetDescr(relation);
	Form_pg_attribute key = TupleDescAttr(tupdesc, declaration->columns[GUARD_KEY] - 1);
	TypeCacheEntry *type = lookup_type_cache(key->atttypid, TYPECACHE_CMP_PROC_FINFO |
											 TYPECACHE_HASH_PROC_FINFO | TYPECACHE_EQ_OPR | TYPECACHE_LT_OPR);

	guard->key_type = getBaseType(key->atttypid);
	guard->key_collation = key->attcollation;
	guard->key_length = key->attlen;
	guard->key_by_value = key->attbyval;
	guard->key_align = key->attalign;
	guard->key_equal_operator = type->eq_opr;
	guard->key_less_operator = type->lt_opr;
	fmgr_info_cxt(type->cmp_proc, &guard->key_compare, context);
	fmgr_info_cxt(type->hash_proc, &guard->key_hash, context);
	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		if (declaration->columns[i])
			guard->types[i] = getBaseType(TupleDescAttr(tupdesc, declaration->columns[i] - 1)->atttypid);
	}
	if (declaration->columns[GUARD_POOL])
	{
		Oid			output;
		bool		is_varlena;

		getTypeOutputInfo(TupleDescAttr(tupdesc, declaration->columns[GUARD_POOL] - 1)->atttypid,
						  &output, &is_varlena);
		fmgr_info_cxt(output, &guard->pool_output, context);
	}
}

/* The expression as the planner's proofs want it. */
static List *
counted_clauses(const Declaration *declaration)
{
	if (declaration->counted == NULL)
		return NIL;
	return make_ands_implicit((Expr *) canonicalize_qual((Expr *) eval_const_expressions(NULL, copyObject(declaration->counted)),
														 false));
}

/* Notes where in the index the guard's columns are; whether it has them all. */
static bool
map_columns(const Declaration *declaration, Relation index, AttrNumber *columns)
{
	bool		all = true;

	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		columns[i] = 0;
		for (int k = 0; k < index->rd_index->indnatts; k++)
		{
			if (declaration->columns[i] == index->rd_index->indkey.values[k] &&
				declaration->columns[i] != 0)
				columns[i] = k + 1;
		}
		if (declaration->columns[i] != 0 && columns[i] == 0)
			all = false;
	}
	return all;
}

/*
 * Takes an index if it serves, and serves better than the one taken before.
 * One that asks functions of users which rows are in it does not: the server
 * calls them with the writer's search_path.
 */
static void
consider_index(Guard *guard, Relation index, List *counted)
{
	const Declaration *declaration = guard->declaration;
	Form_pg_index form = index->rd_index;
	List	   *predicate = RelationGetIndexPredicate(index);
	AttrNumber	columns[GUARD_NCOLUMNS];
	bool		all,
				implies;

	if (index->rd_rel->relam != BTREE_AM_OID || !form->indisvalid || form->indcheckxmin ||
		form->indnkeyatts < 2 ||
		form->indkey.values[0] != declaration->columns[GUARD_KEY] ||
		form->indkey.values[1] != declaration->columns[GUARD_GRANTED_ON] ||
		index->rd_indcollation[0] != guard->key_collation ||
		get_op_opfamily_strategy(guard->key_equal_operator, index->rd_opfamily[0]) != BTEqualStrategyNumber ||
		index->rd_opcintype[1] != DATEOID)
		return;
	if (predicate != NIL &&
		(find_own_function((Node *) predicate, NULL) || !predicate_implied_by(predicate, counted, false)))
		return;
	implies = counted == NIL || (predicate != NIL && predicate_implied_by(counted, predicate, false));
	all = map_columns(declaration, index, columns) && implies;
	if (OidIsValid(guard->index) && !(all && !guard->index_only))
		return;
	guard->index = RelationGetRelid(index);
	guard->index_implies_counted = implies;
	guard->index_only = all;
	memcpy(guard->index_columns, columns, sizeof(columns));
}

/* Finds the index that serves best, if one does. */
static void
choose_index(Guard *guard, Relation relation)
{
	List	   *counted = counted_clauses(guard->declaration);
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;

	guard->index = InvalidOid;
	guard->index_only = false;
	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		consider_index(guard, index, counted);
		index_close(index, AccessShareLock);
	}
	list_free(indexes);
}

/*
 * Makes a guard out of its declaration, in the current memory context.  To plan
 * calls functions, if it is with constants.
 */
void
guard_build(Guard *guard, Relation relation, Declaration *declaration)
{
	OwnerRights rights;

	guard->declaration = declaration;
	guard->relid = RelationGetRelid(relation);
	counted_init(&guard->counted, declaration->counted);
	distribution_read(relation, &guard->distribution);
	guard->reads_more = declaration->ownership != NULL || declaration->facts != NULL;
	guard->whole_tree = relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE ||
		has_subclass(guard->relid) || (OidIsValid(guard->distribution.table) && !guard->distribution.is_shard);
	if (declaration->rule->windows)
		guard->nlimits = limits_of(declaration, guard->limits);
	look_up_types(guard, relation, CurrentMemoryContext);
	owner_rights_begin(&rights, guard->relid, true);
	choose_index(guard, relation);
	owner_rights_end(&rights);
}

static void
forget_plan(SPIPlanPtr *plan)
{
	if (*plan != NULL)
		SPI_freeplan(*plan);
	*plan = NULL;
}

/* Frees what the entry of a guard points to, but for its memory context. */
static void
forget_guard(Guard *guard)
{
	forget_counted(&guard->counted);
	forget_plan(&guard->plan);
	forget_plan(&guard->links_plan);
	forget_plan(&guard->facts_plan);
	guard->declaration = NULL;
}

/*
 * Removes what is not valid, of guards that are gone above all.  At the end of a
 * transaction, when no trigger is at work and nothing points to an entry.
 */
void
guard_forget_invalid(void)
{
	HASH_SEQ_STATUS status;
	Guard	   *guard;
	Firing	   *firing;

	if (!any_invalid)
		return;
	hash_seq_init(&status, firings);
	while ((firing = hash_seq_search(&status)) != NULL)
	{
		if (firing->valid && firing->guard->valid)
			continue;
		forget_counted(&firing->counted);
		if (firing->context != NULL)
			MemoryContextDelete(firing->context);
		hash_search(firings, &firing->trigger, HASH_REMOVE, NULL);
	}
	hash_seq_init(&status, guards);
	while ((guard = hash_seq_search(&status)) != NULL)
	{
		if (guard->valid)
			continue;
		forget_guard(guard);
		if (guard->context != NULL)
			MemoryContextDelete(guard->context);
		hash_search(guards, &guard->trigger, HASH_REMOVE, NULL);
	}
	any_invalid = false;
}

/* Builds the entry of a guard, whatever was there. */
static void
rebuild(Guard *guard, Oid relid)
{
	MemoryContext oldcontext;
	Relation	table;
	uint64		before;

	forget_guard(guard);
	any_invalid = true;			/* in case that the following fails */
	table = table_open(relid, AccessShareLock);
	before = ninvalidations;
	oldcontext = MemoryContextSwitchTo(fresh_context(&guard->context));
	guard_build(guard, table,
				declaration_read(table, guard_trigger_name(table, guard->trigger), false));
	declaration_check_children(guard->declaration);
	if (guard->declaration->mode != GUARD_OFF)
	{
		distribution_check_guard(guard);
		distribution_check_written(&guard->distribution, guard->declaration->constraint);
	}
	MemoryContextSwitchTo(oldcontext);
	guard->valid = before == ninvalidations;
	table_close(table, AccessShareLock);
}

/*
 * The guard of a row trigger on the table whose rows are summed.  The guard of
 * a check that is going on stays as it is.
 */
static Guard *
guard_lookup(Oid trigger, Oid relid)
{
	bool		found;
	Guard	   *guard = hash_search(guards, &trigger, HASH_ENTER, &found);

	if (!found)
		memset((char *) guard + sizeof(Oid), 0, sizeof(Guard) - sizeof(Oid));
	if (!guard->valid && guard->in_use == 0)
		rebuild(guard, relid);
	return guard;
}

/* For the check that uses a guard: as its table is now. */
void
guard_refresh(Guard *guard)
{
	if (!guard->valid && guard->in_use == 1)
		rebuild(guard, guard->relid);
}

/* The columns of the guard, as the table that is written numbers them. */
static void
find_columns(Firing *firing)
{
	for (int i = 0; i < GUARD_NCOLUMNS; i++)
	{
		AttrNumber	column = firing->guard->declaration->columns[i];

		firing->columns[i] = column == 0 || firing->relid == firing->guard->relid ? column :
			get_attnum(firing->relid, get_attname(firing->guard->relid, column, false));
		if (column != 0 && firing->columns[i] == InvalidAttrNumber)
			elog(ERROR, "column \"%s\" of guard \"%s\" is not in table \"%s\"",
				 get_attname(firing->guard->relid, column, false),
				 firing->guard->declaration->constraint, get_rel_name(firing->relid));
	}
}

/*
 * Which rows of a table count, which may be a partition with columns in another
 * order.  It is the root's owner who says that, whoever owns the table.
 */
static Node *
find_counted(const Firing *firing, Relation relation)
{
	Node	   *counted = firing->guard->declaration->counted;
	Relation	root;

	if (counted == NULL || firing->relid == firing->guard->relid)
		return copyObject(counted);
	root = table_open(firing->guard->relid, AccessShareLock);
	counted = linitial(map_partition_varattnos(list_make1(copyObject(counted)), 1, relation, root));
	table_close(root, AccessShareLock);
	return counted;
}

/*
 * What a trigger that fires is to do: any of the three of a guard, on the
 * table that is written.
 */
Firing *
firing_lookup(const Trigger *trigger, Relation relation)
{
	Oid			key = trigger->tgoid;
	MemoryContext oldcontext;
	const Trigger *row;
	Firing	   *firing;
	uint64		before = ninvalidations;
	bool		found;
	Oid			root;
	Oid			root_trigger;

	if (guards == NULL)
		init_cache();
	firing = hash_search(firings, &key, HASH_ENTER, &found);
	if (!found)
		memset((char *) firing + sizeof(Oid), 0, sizeof(Firing) - sizeof(Oid));
	if ((firing->valid && firing->guard->valid) || firing->counted.busy)
		return firing;

	firing->valid = false;
	any_invalid = true;			/* in case that the following fails */
	forget_counted(&firing->counted);
	firing->relid = RelationGetRelid(relation);
	row = guard_row_trigger(relation, trigger->tgname);
	root = guard_root(row->tgoid, &root_trigger);
	firing->guard = guard_lookup(root_trigger, root);
	firing->inherits = root != firing->relid && !relation->rd_rel->relispartition;
	find_columns(firing);
	oldcontext = MemoryContextSwitchTo(fresh_context(&firing->context));
	counted_init(&firing->counted, find_counted(firing, relation));
	MemoryContextSwitchTo(oldcontext);
	firing->valid = before == ninvalidations;
	return firing;
}
