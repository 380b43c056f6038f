/*-------------------------------------------------------------------------
 *
 * request.h
 *	  What guard() is asked to declare.
 *
 * src/guard/request.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_REQUEST_H
#define TILSKUDD_GUARD_REQUEST_H

#include "guard/guard.h"

typedef enum Timing
{
	TIMING_IMMEDIATE,
	TIMING_DEFERRABLE,
	TIMING_DEFERRED
} Timing;

/* What guard() is asked to declare. */
typedef struct Request
{
	Oid			relid;
	const char *schema;			/* of the extension */
	Oid			row_function;
	const GuardRule *rule;
	const char *name;
	const char *mode;
	const char *columns[GUARD_NCOLUMNS];	/* NULL: a constant */
	const char *counted;		/* NULL: all rows */
	const char *ownership;
	const char *facts;
	Timing		timing;
	bool		make_index;
	Jsonb	   *options;
} Request;

extern void request_read(FunctionCallInfo fcinfo, Request *request);
extern void request_check_columns(const Request *request, Relation table);
extern Node *request_counted(const Request *request, Relation table);

#endif							/* TILSKUDD_GUARD_REQUEST_H */
