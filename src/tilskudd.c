/*-------------------------------------------------------------------------
 *
 * tilskudd.c
 *	  The library's entry: its magic block, its settings, its messages.
 *
 * src/tilskudd.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#ifdef ENABLE_NLS
#include <dlfcn.h>
#endif

#include "guard/override.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "register/register.h"
#include "utils/guc.h"

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "tilskudd", .version = TILSKUDD_VERSION);
#else
PG_MODULE_MAGIC;
#endif

extern PGDLLEXPORT void _PG_init(void);

#ifdef ENABLE_NLS
/*
 * Tells gettext where the catalogues are: where the server's are, unless the
 * library was not loaded from the server's own directory.  Then it and its
 * catalogues are installed somewhere else together.
 */
static void
bind_messages(void)
{
	Dl_info		library;
	char		directory[MAXPGPATH];

	pg_bindtextdomain(TEXTDOMAIN);
	if (dladdr((void *) _PG_init, &library) == 0)
		return;
	strlcpy(directory, library.dli_fname, sizeof(directory));
	canonicalize_path(directory);
	get_parent_directory(directory);
	if (strcmp(directory, pkglib_path) != 0)
		bindtextdomain(TEXTDOMAIN, psprintf("%s/%s", directory, TILSKUDD_LIBRARY_TO_LOCALES));
}
#endif

/* Makes messages and settings known. */
void
_PG_init(void)
{
#ifdef ENABLE_NLS
	bind_messages();
#endif
	override_define_reason();
	register_define_as_of();
	tilskudd_reserve_settings("tilskudd");
}
