/*-------------------------------------------------------------------------
 *
 * tilskudd.c
 *	  The library's entry: its magic block.
 *
 * src/tilskudd.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "guard/override.h"
#include "register/register.h"
#include "utils/guc.h"

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "tilskudd", .version = TILSKUDD_VERSION);
#else
PG_MODULE_MAGIC;
#endif

extern PGDLLEXPORT void _PG_init(void);

/* Makes the settings known. */
void
_PG_init(void)
{
	override_define_reason();
	register_define_as_of();
	tilskudd_reserve_settings("tilskudd");
}
