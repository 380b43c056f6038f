/*-------------------------------------------------------------------------
 *
 * compat.h
 *	  What differs between PostgreSQL 14 and 18, in one place.
 *
 * Every file of the server side includes this first, instead of postgres.h.
 *
 * src/compat.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_COMPAT_H
#define TILSKUDD_COMPAT_H

/*
 * The library is built with hidden visibility, so that its internal names
 * cannot meet those of another extension in the same backend.  The server
 * marks SQL-callable functions as exported by itself from 16 on; can go when
 * 15 is no longer supported.
 */
#ifndef PGDLLEXPORT
#ifdef __GNUC__
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif
#endif

#include "postgres.h"
#include "fmgr.h"
#include "funcapi.h"

/*
 * Messages are looked up in the extension's own catalogues, which nls.mk makes.
 * ereport() translates formats by itself; _() is for texts that are put
 * together before.
 */
#undef TEXTDOMAIN
#define TEXTDOMAIN PG_TEXTDOMAIN("tilskudd")
#undef _
#define _(x) dgettext(TEXTDOMAIN, x)

/*
 * Declares an SQL-callable function.  From 16 on the server's own macro
 * exports it.
 */
#if PG_VERSION_NUM >= 160000
#define TILSKUDD_FUNCTION(name)		PG_FUNCTION_INFO_V1(name)
#else
#define TILSKUDD_FUNCTION(name) \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(name)
#endif

/* Soft errors in input functions exist from 16 on. */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#define tilskudd_ereturn(fcinfo, ...) \
	ereturn((fcinfo)->context, (Datum) 0, __VA_ARGS__)
#else
#define tilskudd_ereturn(fcinfo, ...) \
	do { \
		ereport(ERROR, __VA_ARGS__); \
		return (Datum) 0; \
	} while (0)
#endif

/*
 * Makes the tuplestore of a set-returning function, with the row type that the
 * caller expects: looking the type up anew at each call of a join would leave
 * it in the query's memory.  14 has no such helper; can go when 14 is no
 * longer supported.
 */
#if PG_VERSION_NUM < 150000
extern void tilskudd_init_srf(FunctionCallInfo fcinfo);
#else
#define tilskudd_init_srf(fcinfo) \
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC)
#endif

/* 16 added a soft-error context. */
#if PG_VERSION_NUM >= 160000
#define tilskudd_make_range(type, lower, upper) \
	make_range(type, lower, upper, false, NULL)
#else
#define tilskudd_make_range(type, lower, upper) \
	make_range(type, lower, upper, false)
#endif

/* 18 added a place for statistics. */
#if PG_VERSION_NUM >= 180000
#define tilskudd_index_beginscan(table, index, snapshot, nkeys) \
	index_beginscan(table, index, snapshot, NULL, nkeys, 0)
#else
#define tilskudd_index_beginscan(table, index, snapshot, nkeys) \
	index_beginscan(table, index, snapshot, nkeys, 0)
#endif

/*
 * Who has written what a trigger finds, when that may be by a foreign key's
 * action, whose statement has the rights of the table's owner.  From 18 on the
 * triggers after it have these, too.
 */
#if PG_VERSION_NUM >= 180000
#define tilskudd_outer_writer()		GetOuterUserId()
#else
#define tilskudd_outer_writer()		GetUserId()
#endif

/* 15 renamed it. */
#if PG_VERSION_NUM >= 150000
#define tilskudd_reserve_settings(prefix)	MarkGUCPrefixReserved(prefix)
#else
#define tilskudd_reserve_settings(prefix)	EmitWarningsOnPlaceholders(prefix)
#endif

/* 18 added it, for hints that are translated already. */
#if PG_VERSION_NUM < 180000
#define errhint_internal	errhint
#endif

/* 16 gave settings an allocator of their own. */
#if PG_VERSION_NUM >= 160000
#define tilskudd_guc_malloc(size)	guc_malloc(LOG, size)
#else
#define tilskudd_guc_malloc(size)	malloc(size)
#endif

/* 16 has one function for all kinds of objects. */
#if PG_VERSION_NUM >= 160000
#define tilskudd_table_ownercheck(relid, role) \
	object_ownercheck(RelationRelationId, relid, role)
#else
#define tilskudd_table_ownercheck(relid, role)	pg_class_ownercheck(relid, role)
#endif

/* From 15 on a view can read with the rights, and so the policies, of its reader. */
#define TILSKUDD_SECURITY_INVOKER	(PG_VERSION_NUM >= 150000)

#endif							/* TILSKUDD_COMPAT_H */
