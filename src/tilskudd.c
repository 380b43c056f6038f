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

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "tilskudd", .version = TILSKUDD_VERSION);
#else
PG_MODULE_MAGIC;
#endif
