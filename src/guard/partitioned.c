/*-------------------------------------------------------------------------
 *
 * partitioned.c
 *	  Partitions, whose guards stand on their root.
 *
 * src/guard/partitioned.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/table.h"
#include "catalog/partition.h"
#include "utils/lsyscache.h"
#include "utils/partcache.h"
#include "utils/rel.h"

/*
 * The root of a table's partitions if it is one of them, else InvalidOid; an
 * error if it is being detached, and neither.
 */
Oid
partition_root(Relation table)
{
	List	   *ancestors;

	if (!table->rd_rel->relispartition)
		return InvalidOid;
	ancestors = get_partition_ancestors(RelationGetRelid(table));
	if (ancestors == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("partition \"%s\" is being detached", RelationGetRelationName(table)),
				 errhint("If nobody does that any more, finish it by ALTER TABLE ... DETACH PARTITION ... FINALIZE.")));
	return llast_oid(ancestors);
}

/* Whether texts that are equal by one collation are so by another. */
static bool
same_equality(Oid collation, Oid other)
{
	return collation == other ||
		(get_collation_isdeterministic(collation) && get_collation_isdeterministic(other));
}

/* Whether a table is divided by the key of a guard alone, equal keys being together. */
static bool
is_divided_by_key(const Guard *guard, Oid relid)
{
	Relation	table = table_open(relid, AccessShareLock);
	PartitionKey division = RelationGetPartitionKey(table);
	AttrNumber	key = get_attnum(relid, get_attname(guard->relid, guard->declaration->columns[GUARD_KEY], false));
	bool		result = division->partnatts == 1 && division->partattrs[0] == key &&
		same_equality(division->partcollation[0], guard->key_collation) &&
		op_in_opfamily(guard->key_equal_operator, division->partopfamily[0]);

	table_close(table, AccessShareLock);
	return result;
}

/* Whether the awards of a key that is in a partition are all in it. */
bool
partition_has_whole_keys(const Guard *guard, Oid partition)
{
	List	   *ancestors = get_partition_ancestors(partition);
	ListCell   *cell;

	foreach(cell, ancestors)
	{
		if (!is_divided_by_key(guard, lfirst_oid(cell)))
			return false;
	}
	return true;
}
