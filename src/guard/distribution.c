/*-------------------------------------------------------------------------
 *
 * distribution.c
 *	  Whether a limit holds for a table whose rows Citus keeps on several
 *	  servers.
 *
 * Citus gives the triggers of a table to its shards, which are tables of their
 * own: what fires there locks, and counts, the rows of one shard.  So a guard
 * is refused unless all rows of a key are in one shard, and what else it reads
 * is whole on every server.  That is asked when it is declared and, since a
 * table may be distributed later and otherwise, by each shard before it lets
 * anything in.
 *
 * All is read from the catalogs of Citus, which are there on every server that
 * has shards; its library need not be.
 *
 * src/guard/distribution.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/transam.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "nodes/nodeFuncs.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#define PARTITIONS			"pg_dist_partition"
#define PARTITIONS_INDEX	"pg_dist_partition_logical_relid_index"
#define SHARDS				"pg_dist_shard"
#define SHARDS_INDEX		"pg_dist_shard_shardid_index"

/* As Citus writes them. */
#define METHOD_HASH			'h'
#define METHOD_NONE			'n'
#define REPLICATION_OF_REFERENCE_TABLE	't'
#define REPLICATION_BY_STATEMENTS		'c'
#define NO_GROUP			0

static AttrNumber
catalog_column(Relation catalog, const char *column)
{
	AttrNumber	number = get_attnum(RelationGetRelid(catalog), column);

	if (number == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the catalog %s of Citus has no column \"%s\"", RelationGetRelationName(catalog), column),
				 errdetail("How tables are distributed can not be read, so that no limit on them is known to hold.")));
	return number;
}

static Datum
catalog_value(Relation catalog, HeapTuple tuple, const char *column, bool *isnull)
{
	return heap_getattr(tuple, catalog_column(catalog, column), RelationGetDescr(catalog), isnull);
}

/* A row of a catalog of Citus that has a value in a column; NULL: there is none. */
static HeapTuple
catalog_row(Relation catalog, const char *index, const char *column, RegProcedure equal, Datum value)
{
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;
	Oid			index_oid = get_relname_relid(index, PG_CATALOG_NAMESPACE);

	ScanKeyInit(&key, catalog_column(catalog, column), BTEqualStrategyNumber, equal, value);
	scan = systable_beginscan(catalog, index_oid, OidIsValid(index_oid), NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		tuple = heap_copytuple(tuple);
	systable_endscan(scan);
	return tuple;
}

/* A catalog of Citus; NULL: there is none. */
static Relation
open_catalog(const char *name)
{
	Oid			catalog = get_relname_relid(name, PG_CATALOG_NAMESPACE);

	return OidIsValid(catalog) ? table_open(catalog, AccessShareLock) : NULL;
}

/* The column that a table is distributed by, which Citus keeps as a printed Var; 0: none. */
static AttrNumber
column_of_key(const char *key)
{
	static const char field[] = ":varattno ";
	const char *number = strstr(key, field);

	return number ? atoi(number + strlen(field)) : InvalidAttrNumber;
}

/* What Citus knows of a table; false: nothing. */
static bool
read_table(Oid relid, Distribution *distribution)
{
	Relation	catalog = open_catalog(PARTITIONS);
	HeapTuple	tuple;
	bool		isnull;
	Datum		key;

	if (catalog == NULL)
		return false;
	tuple = catalog_row(catalog, PARTITIONS_INDEX, "logicalrelid", F_OIDEQ, ObjectIdGetDatum(relid));
	if (HeapTupleIsValid(tuple))
	{
		distribution->table = relid;
		distribution->method = DatumGetChar(catalog_value(catalog, tuple, "partmethod", &isnull));
		distribution->replication = DatumGetChar(catalog_value(catalog, tuple, "repmodel", &isnull));
		distribution->group = DatumGetInt32(catalog_value(catalog, tuple, "colocationid", &isnull));
		key = catalog_value(catalog, tuple, "partkey", &isnull);
		distribution->column = isnull ? InvalidAttrNumber : column_of_key(TextDatumGetCString(key));
	}
	table_close(catalog, AccessShareLock);
	return HeapTupleIsValid(tuple);
}

/*
 * The number at the end of the name of a shard, or of its trigger, together
 * with the underscore before it; NULL: there is none.
 */
const char *
shard_number(const char *name)
{
	const char *end = name + strlen(name);
	const char *number = end;

	while (number > name && number[-1] >= '0' && number[-1] <= '9')
		number--;
	return number > name + 1 && number < end && number[-1] == '_' ? number - 1 : NULL;
}

/*
 * The table of which another is a shard, by its name: that of the table and
 * the shard's number.  Of a long name, there is only the beginning.
 */
static Oid
table_of_shard(Relation shard)
{
	const char *name = RelationGetRelationName(shard);
	const char *number = shard_number(name);
	Relation	catalog;
	HeapTuple	tuple;
	Oid			table = InvalidOid;
	bool		isnull;

	if (number == NULL || (catalog = open_catalog(SHARDS)) == NULL)
		return InvalidOid;
	tuple = catalog_row(catalog, SHARDS_INDEX, "shardid", F_INT8EQ,
						Int64GetDatum((int64) strtoull(number + 1, NULL, 10)));
	if (HeapTupleIsValid(tuple))
		table = DatumGetObjectId(catalog_value(catalog, tuple, "logicalrelid", &isnull));
	table_close(catalog, AccessShareLock);
	if (OidIsValid(table) && get_rel_namespace(table) == RelationGetNamespace(shard))
	{
		const char *table_name = get_rel_name(table);

		if (strlen(table_name) + strlen(number) >= NAMEDATALEN ||
			(strlen(table_name) == number - name && memcmp(table_name, name, number - name) == 0))
			return table;
	}
	return InvalidOid;
}

/* How the rows of a table are distributed; those of a shard, as its table's are. */
void
distribution_read(Relation relation, Distribution *distribution)
{
	Oid			table;

	memset(distribution, 0, sizeof(Distribution));
	if (read_table(RelationGetRelid(relation), distribution))
		return;
	table = table_of_shard(relation);
	distribution->is_shard = OidIsValid(table) && read_table(table, distribution);
}

/* Whether somebody else than the owner may make triggers on a table. */
static bool
others_make_triggers(Relation relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(RelationGetRelid(relation)));
	Datum		value;
	bool		isnull;
	bool		others = false;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", RelationGetRelid(relation));
	value = SysCacheGetAttr(RELOID, tuple, Anum_pg_class_relacl, &isnull);
	if (!isnull)
	{
		Acl		   *acl = DatumGetAclPCopy(value);

		for (int i = 0; i < ACL_NUM(acl); i++)
		{
			const AclItem *item = &ACL_DAT(acl)[i];

			if ((ACLITEM_GET_PRIVS(*item) & ACL_TRIGGER) && item->ai_grantee != relation->rd_rel->relowner)
				others = true;
		}
	}
	ReleaseSysCache(tuple);
	return others;
}

/*
 * Whether the owner must have declared a guard whose trigger has no comment:
 * Citus does not pass comments on.  NULL if so, otherwise what is missing.
 */
const char *
distribution_certifies(Relation relation)
{
	Distribution distribution;

	distribution_read(relation, &distribution);
	if (OidIsValid(distribution.table))
		return others_make_triggers(relation) ? gettext_noop("others than the owner may make triggers on it") : NULL;
	if (shard_number(RelationGetRelationName(relation)) != NULL)
		return gettext_noop("its trigger lacks the comment that shows that the owner declared it, and this server does not know, or not yet, that Citus has made it for a shard");
	return gettext_noop("its trigger lacks the comment that shows that the owner declared it");
}

/* A server has all rows, if it has any. */
static bool
is_whole(const Distribution *distribution)
{
	return !OidIsValid(distribution->table) || distribution->method == METHOD_NONE;
}

/* It is a table of the one server that coordinates, which Citus knows of. */
static bool
is_local(const Distribution *distribution)
{
	return distribution->method == METHOD_NONE && distribution->group == NO_GROUP &&
		distribution->replication != REPLICATION_OF_REFERENCE_TABLE;
}

/* Refuses a guard; detail and hint are translated. */
static void
refuse_distribution(const Distribution *distribution, const char *constraint, const char *detail, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("guard \"%s\" does not hold on table \"%s\" as Citus distributes it", constraint,
					get_rel_name(distribution->table)),
			 errdetail_internal("%s", detail),
			 errhint_internal("%s", hint)));
}

/* A function of users may read a table, unless it is IMMUTABLE. */
static bool
may_read(Oid function, void *context)
{
	return function >= FirstNormalObjectId && func_volatile(function) != PROVOLATILE_IMMUTABLE;
}

static bool
find_reading_function(Node *node, void *context)
{
	if (node == NULL)
		return false;
	if (IsA(node, Query))
		return query_tree_walker((Query *) node, find_reading_function, context, 0);
	return check_functions_in_node(node, may_read, context) ||
		expression_tree_walker(node, find_reading_function, context);
}

/* Refuses a guard that would be of a shard, or of a server, and not of the whole. */
void
distribution_check(const Distribution *distribution, const DistributedGuard *guard)
{
	if (!OidIsValid(distribution->table))
		return;
	if (guard->rule->keeps)
		refuse_distribution(distribution, guard->constraint,
							_("The shards get no triggers for TRUNCATE."),
							_("Keep the records in a table that Citus does not know of."));
	if (distribution->method != METHOD_HASH && distribution->method != METHOD_NONE)
		refuse_distribution(distribution, guard->constraint,
							_("Its rows are not distributed by hash, so that those of one key may be in several shards."),
							psprintf(_("Distribute the table anew: create_distributed_table(..., '%s')."), guard->key));
	if (distribution->replication == REPLICATION_BY_STATEMENTS)
		refuse_distribution(distribution, guard->constraint,
							_("Each shard is on several servers, and each of them would decide by itself."),
							_("Distribute the table with citus.shard_replication_factor = 1, and replicate the servers as a whole."));
	if (!is_whole(distribution))
	{
		const char *column = get_attname(distribution->table, distribution->column, true);

		if (column == NULL || strcmp(column, guard->key) != 0)
			refuse_distribution(distribution, guard->constraint,
								column == NULL ? _("By which column the rows are distributed is not known.") :
								psprintf(_("The rows are distributed by \"%s\", and the key is \"%s\": those of one key are in several shards, each of which would count its own."),
										 column, guard->key),
								psprintf(_("Distribute the table by the key: alter_distributed_table(..., distribution_column => '%s')."), guard->key));
		if (guard->ownership)
			refuse_distribution(distribution, guard->constraint,
								_("Enterprises that option \"ownership\" links are in several shards, each of which would count its own."),
								_("Distribute the table by the undertaking and make that the key, without \"ownership\"; or keep it in one shard: create_distributed_table(..., NULL)."));
	}
	if (!is_local(distribution) && find_reading_function(guard->counted, NULL))
		refuse_distribution(distribution, guard->constraint,
							_("What counts is told by a function that is not IMMUTABLE: it may find other rows on each server."),
							_("Declare the function IMMUTABLE, if it reads nothing."));
}

/*
 * Whether Citus lets a table have triggers.  Those that read or write other
 * servers are not safe, hence the name of the setting; those of a guard do not.
 */
void
distribution_check_triggers(const Distribution *distribution)
{
	const char *setting = GetConfigOption("citus.enable_unsafe_triggers", true, false);

	if (OidIsValid(distribution->table) && !is_local(distribution) && setting != NULL && strcmp(setting, "off") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("Citus gives no triggers to distributed tables, such as \"%s\"", get_rel_name(distribution->table)),
				 errhint("SET citus.enable_unsafe_triggers = on, in the session that declares the guard.")));
}

/* Refuses a guard that is declared already. */
void
distribution_check_guard(const Guard *guard)
{
	const Declaration *declaration = guard->declaration;
	DistributedGuard request = {
		declaration->constraint, declaration->rule, get_attname(guard->relid, declaration->columns[GUARD_KEY], false),
		declaration->ownership != NULL, declaration->counted
	};

	distribution_check(&guard->distribution, &request);
}

/* Refuses to tell of one shard what would not be true of the whole. */
void
distribution_check_shard(const Guard *guard)
{
	if (guard->distribution.is_shard)
		distribution_check_guard(guard);
}

/*
 * Refuses a row that was written into a table of Citus itself: its rows are in
 * its shards.
 */
void
distribution_check_written(const Distribution *distribution, const char *constraint)
{
	if (OidIsValid(distribution->table) && !distribution->is_shard)
		refuse_distribution(distribution, constraint,
							_("What is written to the table itself, past Citus, is in none of its shards."),
							_("Write to it as Citus does: with its library loaded, and not by logical replication."));
}

/* Whether a shard, or the server that has it, has all of a table that is read there. */
static bool
is_read_whole(const Distribution *of_guard, Oid relid)
{
	Distribution source = {0};

	if (relid < FirstNormalObjectId || get_rel_relkind(relid) == RELKIND_VIEW)
		return true;			/* what views read is read itself */
	if (!read_table(relid, &source))
		return is_local(of_guard);
	if (source.replication == REPLICATION_OF_REFERENCE_TABLE)
		return true;
	if (is_local(&source))
		return is_local(of_guard);
	/* of other tables, the shards that belong together are on one server; Citus refuses to read more */
	return source.group != NO_GROUP && source.group == of_guard->group;
}

/* Refuses a source of which shards would read a part. */
void
distribution_check_source(const Source *source, List *queries, List *tables)
{
	const Distribution *distribution = &source->guard->distribution;
	const char *constraint = source->guard->declaration->constraint;
	ListCell   *cell;

	if (!OidIsValid(distribution->table) || source->guard->declaration->mode == GUARD_OFF)
		return;
	if (!is_local(distribution) && find_reading_function((Node *) queries, NULL))
		refuse_distribution(distribution, constraint,
							psprintf(_("Option \"%s\" calls a function that is not IMMUTABLE: it may find other rows on each server."), source->option),
							_("Write its query into the option, or declare the function IMMUTABLE if it reads nothing."));
	foreach(cell, tables)
	{
		if (!is_read_whole(distribution, lfirst_oid(cell)))
			refuse_distribution(distribution, constraint,
								psprintf(_("Option \"%s\" reads table \"%s\", which is not whole where the shards are."),
										 source->option, get_rel_name(lfirst_oid(cell))),
								psprintf(_("Distribute it together with the table of the guard, by the key: create_distributed_table('%s', ..., colocate_with => ...); or make it a reference table."),
										 get_rel_name(lfirst_oid(cell))));
	}
}
