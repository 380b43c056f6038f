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

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

/*
 * Until AtEOXact_GUC(true, result): names mean what the catalogs mean, whoever
 * shadows them.
 */
int
restrict_search_path(void)
{
	int			level = NewGUCNestLevel();

	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	return level;
}

/* A table for a command, whatever the search_path. */
char *
table_name(Oid relid)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(relid)), get_rel_name(relid));
}

/*
 * Until the end, what is done is done as the table's owner: row-level security
 * must not hide from a limit what counts against it (as foreign keys do).  If
 * the owner's functions may be called, they do not find what the caller has put
 * in their way.
 */
void
owner_rights_begin(OwnerRights *rights, Relation table, bool calls_functions)
{
	GetUserIdAndSecContext(&rights->user, &rights->security_context);
	SetUserIdAndSecContext(table->rd_rel->relowner,
						   rights->security_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	rights->settings = calls_functions ? restrict_search_path() : 0;
}

void
owner_rights_end(const OwnerRights *rights)
{
	if (rights->settings > 0)
		AtEOXact_GUC(true, rights->settings);
	SetUserIdAndSecContext(rights->user, rights->security_context);
}
