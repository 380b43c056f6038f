/*-------------------------------------------------------------------------
 *
 * override.c
 *	  Awards that are let in although they exceed a limit.
 *
 * src/guard/override.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/override.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#define RECORDS		"guard_override"

/* tilskudd.override_reason */
static char *override_reason = NULL;

/* Makes the setting known. */
void
override_define_reason(void)
{
	DefineCustomStringVariable("tilskudd.override_reason",
							   "Why an award that exceeds a limit is to be let in.",
							   "Needs membership in the role that the guard names; who, when, what and why are recorded.",
							   &override_reason, "", PGC_USERSET, 0, NULL, NULL, NULL);
}

/*
 * Whether the writer overrides the guard: gives a reason, and is a member of
 * the role that the guard names.  Otherwise, what to say about it; NULL: nothing.
 * Within a SECURITY DEFINER function, who calls it must be a member, too, since
 * who calls it can have set the reason.
 */
bool
override_takes_place(const Guard *guard, const char **denied)
{
	const char *role = guard->declaration->override_role;

	*denied = NULL;
	if (override_reason == NULL || strspn(override_reason, " \t\n") == strlen(override_reason) ||
		guard->declaration->mode == GUARD_WARN)
		return false;
	if (role == NULL)
		*denied = _("The guard names no role that may override it.");
	else if (!OidIsValid(get_role_oid(role, true)) ||
			 !is_member_of_role(guard->writer, get_role_oid(role, true)) ||
			 !is_member_of_role(GetOuterUserId(), get_role_oid(role, true)))
		*denied = psprintf(_("Only members of role \"%s\" may override the guard."), role);
	else
		return true;
	return false;
}

/*
 * Records an override, as the owner of the records: nobody else can write
 * them, the writer of the award and the owner of the table included.
 */
void
override_record(const Override *override)
{
	const Guard *guard = override->guard;
	Oid			schema = get_func_namespace(guard->declaration->row_function);
	Oid			records = get_relname_relid(RECORDS, schema);
	Oid			types[9] = {NAMEOID, TEXTOID, TEXTOID, TEXTOID, DATEOID,
	NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID};
	OwnerRights rights;
	int			result;
	Datum		values[9];
	char		nulls[] = "         ";
	char	   *command;

	if (!OidIsValid(records))
		elog(ERROR, "table %s is missing", RECORDS);
	values[0] = DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(guard->writer, false)));
	values[1] = CStringGetTextDatum(table_name(guard->relid));
	values[2] = CStringGetTextDatum(guard->declaration->constraint);
	values[3] = CStringGetTextDatum(key_print(guard, override->key));
	values[4] = DateADTGetDatum(override->day);
	nulls[5] = override->used ? ' ' : 'n';
	nulls[6] = override->requested ? ' ' : 'n';
	nulls[7] = override->ceiling ? ' ' : 'n';
	values[5] = NumericGetDatum(override->used);
	values[6] = NumericGetDatum(override->requested);
	values[7] = NumericGetDatum(override->ceiling);
	values[8] = CStringGetTextDatum(override_reason);
	command = psprintf("INSERT INTO %s.%s (by_role, target, guard, key, granted_on, used, requested, ceiling, reason, citation) "
					   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, %s)",
					   quote_identifier(get_namespace_name(schema)), RECORDS,
					   quote_literal_cstr(override->citation));

	owner_rights_begin(&rights, records, true);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	result = SPI_execute_with_args(command, 9, types, values, nulls, false, 0);
	if (result != SPI_OK_INSERT)
		elog(ERROR, "could not record the override: %s", SPI_result_code_string(result));
	SPI_finish();
	owner_rights_end(&rights);

	ereport(NOTICE,
			(errmsg("guard \"%s\" of table \"%s\" was overridden",
					guard->declaration->constraint, RelationGetRelationName(override->table)),
			 errdetail("Recorded with the reason: %s", override_reason)));
}
