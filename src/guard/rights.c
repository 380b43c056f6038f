/*-------------------------------------------------------------------------
 *
 * rights.c
 *	  As whom, and with which names, a guard looks at things.
 *
 * src/guard/rights.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/guard.h"

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "parser/parse_expr.h"
#include "parser/parser.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rls.h"
#include "utils/syscache.h"

static void
set_setting(const char *name, const char *value)
{
	(void) set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

/*
 * Until AtEOXact_GUC(false, result): names mean what the catalogs mean, whoever
 * shadows them, and a query that was declared reads as it did then.  Constants
 * of "counted" become text and are read again, so that nothing may get lost on
 * the way (as in what is sent to another server).
 */
int
restrict_settings(void)
{
	int			level = NewGUCNestLevel();

	set_setting("search_path", "pg_catalog, pg_temp");
	if (!standard_conforming_strings)
		set_setting("standard_conforming_strings", "on");
	if (Transform_null_equals)
		set_setting("transform_null_equals", "off");
	if (!Array_nulls)
		set_setting("array_nulls", "on");
	if (extra_float_digits < 1)
		set_setting("extra_float_digits", "1");
	if (DateStyle != USE_ISO_DATES)
		set_setting("DateStyle", "ISO");
	if (IntervalStyle != INTSTYLE_POSTGRES)
		set_setting("IntervalStyle", "postgres");
	return level;
}

/* A table for a command, whatever the search_path. */
char *
table_name(Oid relid)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(relid)), get_rel_name(relid));
}

/* The owner of a table. */
Oid
table_owner(Oid relid)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", relid);
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

/*
 * Until the end, what is done is done as the owner of a table: row-level
 * security must not hide from a limit what counts against it (as foreign keys
 * do).  If functions of users may be called, they do not find what the caller
 * has put in their way; and as in maintenance commands of the server, they
 * leave nothing behind that the caller, who may be a superuser, would run:
 * neither settings nor cursors, temporary tables or deferred triggers.
 */
void
owner_rights_begin(OwnerRights *rights, Oid relid, bool calls_functions)
{
	GetUserIdAndSecContext(&rights->user, &rights->security_context);
	SetUserIdAndSecContext(table_owner(relid),
						   rights->security_context | SECURITY_LOCAL_USERID_CHANGE |
						   SECURITY_RESTRICTED_OPERATION | SECURITY_NOFORCE_RLS);
	rights->settings = calls_functions ? restrict_settings() : 0;
}

void
owner_rights_end(const OwnerRights *rights)
{
	if (rights->settings > 0)
		AtEOXact_GUC(false, rights->settings);
	SetUserIdAndSecContext(rights->user, rights->security_context);
}

/* Whether who wrote may read a column of the table, of all rows. */
bool
writer_reads_column(const Guard *guard, GuardColumn column)
{
	AttrNumber	number = guard->declaration->columns[column];

	return check_enable_rls(guard->relid, guard->writer, true) != RLS_ENABLED &&
		(pg_class_aclcheck(guard->relid, guard->writer, ACL_SELECT) == ACLCHECK_OK ||
		 pg_attribute_aclcheck(guard->relid, number, guard->writer, ACL_SELECT) == ACLCHECK_OK);
}
