/*-------------------------------------------------------------------------
 *
 * declaration.c
 *	  What the catalogs say about a guard.
 *
 * src/guard/declaration.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_trigger.h"
#include "commands/comment.h"
#include "commands/trigger.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "parser/parse_func.h"
#include "rewrite/prs2lock.h"
#include "rewrite/rewriteManip.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/reltrigger.h"
#include "utils/ruleutils.h"

#include "message.h"

static const char *const mode_names[] = {"off", "warn", "block", "strict"};

static const char *const column_names[GUARD_NCOLUMNS] = {
	"key", "amount", "granted_on", "pool", "road_freight", "fiscal_year_start_month",
	"eligible_cost", "intensity", "max_amount", "de_minimis", "items", "final", "last_aid_on"
};

const char *
guard_mode_name(GuardMode mode)
{
	return mode_names[mode];
}

/* The mode of a name; false if there is none. */
bool
guard_mode_of(const char *name, GuardMode *mode)
{
	for (int i = 0; i < lengthof(mode_names); i++)
	{
		if (strcmp(mode_names[i], name) == 0)
		{
			*mode = i;
			return true;
		}
	}
	return false;
}

/* The argument of guard(), or its option, that names a column. */
const char *
guard_column_name(GuardColumn column)
{
	return column_names[column];
}

/*
 * The function of row triggers, which stands in the same schema as another
 * function of the extension.
 */
Oid
guard_row_function(Oid sibling)
{
	char	   *schema = get_namespace_name(get_func_namespace(sibling));

	return LookupFuncName(list_make2(makeString(schema), makeString("guard_row")), 0, NULL, false);
}

/*
 * Which rows count: what the WHEN of the trigger with the columns joins to
 * "false" by AND.  NULL: all of them.
 */
static Node *
read_counted(const Trigger *columns)
{
	Node	   *when;
	List	   *conditions;

	if (columns->tgqual == NULL)
		return NULL;
	when = stringToNode(columns->tgqual);
	if (!is_andclause(when))
		return NULL;
	conditions = list_delete_first(((BoolExpr *) when)->args);
	ChangeVarNodes((Node *) conditions, PRS2_NEW_VARNO, 1, 0);
	return (Node *) make_ands_explicit(conditions);
}

static Trigger *
find_trigger(Relation relation, const char *name)
{
	TriggerDesc *triggers = relation->trigdesc;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		if (strcmp(triggers->triggers[i].tgname, name) == 0)
			return &triggers->triggers[i];
	}
	return NULL;
}

static void
incomplete(Relation relation, const char *constraint, const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("guard \"%s\" of table \"%s\" is incomplete: %s",
					constraint, RelationGetRelationName(relation), _(why)),
			 errhint("The owner of the table can declare it again by guard(), or drop what is left by unguard().")));
}

/*
 * The length of a trigger's name without the number of the shard, which Citus
 * appends.  No name that guard() gives ends in a number.
 */
static size_t
plain_length(const char *name)
{
	const char *number = shard_number(name);

	return number ? number - name : strlen(name);
}

/* The constraint trigger of a guard that has a name; NULL if it is not there. */
static Trigger *
find_guard_trigger(Relation relation, const char *name, int nargs)
{
	Trigger    *trigger = find_trigger(relation, name);

	return trigger != NULL && trigger->tgnargs == nargs && OidIsValid(trigger->tgconstraint) ? trigger : NULL;
}

/* The name of a guard with a constraint. */
static const char *
guard_name(const char *constraint)
{
	return pnstrdup(constraint, plain_length(constraint) - strlen(GUARD_SUFFIX));
}

/* The trigger that has a guard's columns; NULL if it is not there. */
static Trigger *
find_columns_trigger(Relation relation, const char *constraint)
{
	return find_guard_trigger(relation, psprintf("%s" GUARD_COLUMNS_SUFFIX "%s", guard_name(constraint),
												 constraint + plain_length(constraint)), 0);
}

/* Whether a name has a suffix, and something before it. */
static bool
has_suffix(const char *name, const char *suffix)
{
	size_t		length = plain_length(name);

	return length > strlen(suffix) &&
		memcmp(name + length - strlen(suffix), suffix, strlen(suffix)) == 0;
}

/* The row trigger of the guard that a trigger belongs to, by its name. */
const Trigger *
guard_row_trigger(Relation relation, const char *name)
{
	static const char *const suffixes[] = {GUARD_SUFFIX, GUARD_BEGIN_SUFFIX, GUARD_END_SUFFIX, GUARD_COLUMNS_SUFFIX};
	size_t		length = plain_length(name);

	for (int i = 0; i < lengthof(suffixes); i++)
	{
		if (has_suffix(name, suffixes[i]))
		{
			const char *constraint = psprintf("%.*s" GUARD_SUFFIX "%s", (int) (length - strlen(suffixes[i])),
											  name, name + length);
			const Trigger *row = find_guard_trigger(relation, constraint, 1);

			if (row == NULL)
				incomplete(relation, constraint, "its row trigger is missing");
			return row;
		}
	}
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("trigger \"%s\" of table \"%s\" is not one that guard() makes",
					name, RelationGetRelationName(relation)),
			 errhint("Declare a guard by guard(), not by CREATE TRIGGER.")));
}

/* The name of a trigger of a table. */
const char *
guard_trigger_name(Relation relation, Oid trigger)
{
	TriggerDesc *triggers = relation->trigdesc;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		if (triggers->triggers[i].tgoid == trigger)
			return triggers->triggers[i].tgname;
	}
	elog(ERROR, "could not find trigger %u of table \"%s\"", trigger,
		 RelationGetRelationName(relation));
}

/* Whether only the owner of the table can have declared a guard. */
static bool
is_certified(const Trigger *row)
{
	char	   *comment = GetComment(row->tgoid, TriggerRelationId, 0);

	return comment != NULL && strcmp(comment, GUARD_COMMENT) == 0;
}

/* Whether a trigger fires for what sessions write, not only for replicas. */
static bool
is_enabled(const Trigger *trigger)
{
	return trigger->tgenabled == TRIGGER_FIRES_ON_ORIGIN || trigger->tgenabled == TRIGGER_FIRES_ALWAYS;
}

/*
 * Reads the declaration that a table's triggers make.  NULL, with missing_ok,
 * if they are not complete.
 */
Declaration *
declaration_read(Relation relation, const char *constraint, bool missing_ok)
{
	Declaration *declaration = palloc0(sizeof(Declaration));
	Trigger    *row = find_guard_trigger(relation, constraint, 1);
	Trigger    *columns = find_columns_trigger(relation, constraint);
	const char *missing = NULL;

	if (row == NULL || columns == NULL)
		missing = gettext_noop("a trigger is missing");
	else if (!is_certified(row))
		missing = distribution_certifies(relation);
	if (missing != NULL)
	{
		if (missing_ok)
			return NULL;
		incomplete(relation, constraint, missing);
	}
	declaration->relid = RelationGetRelid(relation);
	declaration->trigger = row->tgoid;
	declaration->row_function = row->tgfoid;
	declaration->constraint = pstrdup(constraint);
	declaration->name = guard_name(constraint);
	declaration->enabled = is_enabled(row);
	if (!declaration_parse(declaration, row->tgargs[0], columns, RelationGetDescr(relation)))
	{
		if (missing_ok)
			return NULL;
		incomplete(relation, constraint, "its declaration is not one that guard() makes");
	}
	declaration->counted = read_counted(columns);
	return declaration;
}

/* Which rows count, for a query. */
char *
declaration_counted(const Declaration *declaration)
{
	return deparse_expression(declaration->counted,
							  deparse_context_for(get_rel_name(declaration->relid), declaration->relid),
							  false, false);
}

/*
 * All declarations of a table: those whose row trigger calls the function.
 * With missing_ok, incomplete ones are there with only their names, and what
 * is no guard at all is left out.
 */
List *
declaration_list(Relation relation, Oid row_function, bool missing_ok)
{
	TriggerDesc *triggers = relation->trigdesc;
	List	   *declarations = NIL;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];
		const Trigger *row;
		Declaration *declaration;

		if (trigger->tgfoid != row_function ||
			(missing_ok && !(has_suffix(trigger->tgname, GUARD_SUFFIX) &&
							 find_guard_trigger(relation, trigger->tgname, 1) == trigger)))
			continue;
		row = guard_row_trigger(relation, trigger->tgname);
		declaration = declaration_read(relation, row->tgname, missing_ok);
		if (declaration == NULL)
		{
			declaration = palloc0(sizeof(Declaration));
			declaration->relid = RelationGetRelid(relation);
			declaration->constraint = pstrdup(row->tgname);
			declaration->name = guard_name(row->tgname);
		}
		declarations = lappend(declarations, declaration);
	}
	return declarations;
}

/* The declaration that a name or a rule means; an error if there is none. */
Declaration *
declaration_of(Relation relation, Oid row_function, const char *rule)
{
	List	   *declarations = declaration_list(relation, row_function, false);
	Declaration *found = NULL;
	ListCell   *cell;

	foreach(cell, declarations)
	{
		if (strcmp(((Declaration *) lfirst(cell))->name, rule) == 0)
			return lfirst(cell);
	}
	foreach(cell, declarations)
	{
		Declaration *declaration = lfirst(cell);

		if (strcmp(declaration->rule->name, rule) != 0)
			continue;
		if (found != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_AMBIGUOUS_FUNCTION),
					 errmsg("table \"%s\" has several guards of rule \"%s\"",
							RelationGetRelationName(relation), rule),
					 errdetail("Among them are \"%s\" and \"%s\".", found->name, declaration->name),
					 errhint("Give the name of one.")));
		found = declaration;
	}
	if (found == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table \"%s\" has no guard \"%s\"", RelationGetRelationName(relation),
							tilskudd_shorten(rule)),
				 errhint("The view guards lists those that there are.")));
	return found;
}

/* One row of pg_trigger by its key columns; NULL if there is none. */
static HeapTuple
find_catalog_trigger(Relation catalog, Oid index, int nkeys, ScanKey keys)
{
	SysScanDesc scan = systable_beginscan(catalog, index, true, NULL, nkeys, keys);
	HeapTuple	tuple = systable_getnext(scan);

	if (HeapTupleIsValid(tuple))
		tuple = heap_copytuple(tuple);
	systable_endscan(scan);
	return tuple;
}

static HeapTuple
catalog_trigger_of_oid(Relation catalog, Oid trigger)
{
	ScanKeyData key;

	ScanKeyInit(&key, Anum_pg_trigger_oid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(trigger));
	return find_catalog_trigger(catalog, TriggerOidIndexId, 1, &key);
}

static HeapTuple
catalog_trigger_of_name(Relation catalog, Oid relid, const char *name)
{
	ScanKeyData keys[2];

	ScanKeyInit(&keys[0], Anum_pg_trigger_tgrelid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(relid));
	ScanKeyInit(&keys[1], Anum_pg_trigger_tgname, BTEqualStrategyNumber, F_NAMEEQ,
				CStringGetDatum(name));
	return find_catalog_trigger(catalog, TriggerRelidNameIndexId, 2, keys);
}

/* The tables that a table inherits from. */
static List *
parents_of(Oid relid)
{
	Relation	catalog = table_open(InheritsRelationId, AccessShareLock);
	List	   *parents = NIL;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_inherits_inhrelid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(relid));
	scan = systable_beginscan(catalog, InheritsRelidSeqnoIndexId, true, NULL, 1, &key);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
		parents = lappend_oid(parents, ((Form_pg_inherits) GETSTRUCT(tuple))->inhparent);
	systable_endscan(scan);
	table_close(catalog, AccessShareLock);
	return parents;
}

/*
 * The row trigger whose rows a row trigger's rows belong to as well; NULL if
 * there is none.  The trigger of a partition is a copy of its parent's, and the
 * catalog knows of which; a child by inheritance has a guard of the same name
 * as its parent.
 */
static HeapTuple
trigger_above(Relation catalog, HeapTuple tuple)
{
	Form_pg_trigger trigger = (Form_pg_trigger) GETSTRUCT(tuple);
	List	   *parents;
	ListCell   *cell;

	if (OidIsValid(trigger->tgparentid))
		return catalog_trigger_of_oid(catalog, trigger->tgparentid);
	parents = parents_of(trigger->tgrelid);
	foreach(cell, parents)
	{
		HeapTuple	above = catalog_trigger_of_name(catalog, lfirst_oid(cell),
													NameStr(trigger->tgname));

		if (HeapTupleIsValid(above) &&
			((Form_pg_trigger) GETSTRUCT(above))->tgfoid == trigger->tgfoid)
			return above;
	}
	return NULL;
}

/* The table whose rows a guard's row trigger sums, and the row trigger there. */
Oid
guard_root(Oid trigger, Oid *root_trigger)
{
	Relation	catalog = table_open(TriggerRelationId, AccessShareLock);
	HeapTuple	tuple = catalog_trigger_of_oid(catalog, trigger);
	HeapTuple	above;
	Oid			relid;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "could not find trigger %u", trigger);
	while (HeapTupleIsValid(above = trigger_above(catalog, tuple)))
		tuple = above;
	*root_trigger = ((Form_pg_trigger) GETSTRUCT(tuple))->oid;
	relid = ((Form_pg_trigger) GETSTRUCT(tuple))->tgrelid;
	table_close(catalog, AccessShareLock);
	return relid;
}

/*
 * Children by inheritance need triggers of their own, and the server does not
 * give them any: one that was made after the guard is refused, rather than left
 * without it.
 */
void
declaration_check_children(const Declaration *declaration)
{
	Relation	catalog;
	List	   *children;
	ListCell   *cell;

	if (get_rel_relkind(declaration->relid) != RELKIND_RELATION || !has_subclass(declaration->relid))
		return;
	children = find_all_inheritors(declaration->relid, NoLock, NULL);
	catalog = table_open(TriggerRelationId, AccessShareLock);
	foreach(cell, children)
	{
		HeapTuple	tuple = catalog_trigger_of_name(catalog, lfirst_oid(cell), declaration->constraint);

		if (!HeapTupleIsValid(tuple) ||
			((Form_pg_trigger) GETSTRUCT(tuple))->tgfoid != declaration->row_function)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("table \"%s\" inherits from \"%s\", but not its guard \"%s\"",
							get_rel_name(lfirst_oid(cell)), get_rel_name(declaration->relid),
							declaration->constraint),
					 errhint("Declare the guard again by guard(): that includes the tables which inherit.")));
	}
	table_close(catalog, AccessShareLock);
}
