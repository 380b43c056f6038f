/*-------------------------------------------------------------------------
 *
 * query.h
 *	  Arguments that are queries: columns by name, with types checked.
 *
 * src/function/query.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_QUERY_H
#define TILSKUDD_FUNCTION_QUERY_H

#include "compat.h"

#include "utils/numeric.h"

typedef enum QueryKind
{
	QUERY_NAME,					/* text, an integer or an orgnr */
	QUERY_NAMES,				/* array of such */
	QUERY_NUMBER,				/* numeric or an integer */
	QUERY_BOOLEAN,
	QUERY_DATE
} QueryKind;

typedef struct QueryColumn
{
	const char *name;
	QueryKind	kind;
	bool		required;

	/* of text: told the bytes some rows before the row is handed over, or NULL */
	void		(*ahead) (void *caller, const char *bytes, int length);

	/* filled by query_read() */
	int			attribute;		/* 0: the query has no such column */
	Oid			type;			/* of the value or the array's elements */
	FmgrInfo	output;			/* of that type */
} QueryColumn;

/* A row: the value of each column, in the order in which they were asked for. */
typedef struct QueryRow
{
	const char *argument;
	QueryColumn *columns;
	Datum	   *values;
	bool	   *nulls;			/* missing columns are NULL too */
} QueryRow;

typedef void (*QueryRowFunction) (QueryRow *row, void *caller);

/* The i-th of some names, not terminated. */
typedef const char *(*QueryNameFunction) (int i, int *length, void *names);

/* Rows that have one of some names in a column. */
typedef struct QueryPart
{
	int			column;
	int			nnames;
	QueryNameFunction name;
	void	   *names;
} QueryPart;

extern void query_read(const char *argument, const char *query, QueryColumn *columns,
					   int ncolumns, QueryRowFunction function, void *caller);
extern void query_read_part(const char *argument, const char *query, QueryColumn *columns,
							int ncolumns, const QueryPart *part, QueryRowFunction function,
							void *caller);
extern char *query_name(QueryRow *row, int column);
extern const char *query_bytes(QueryRow *row, int column, int *length);
extern char **query_names(QueryRow *row, int column, int *count);
extern Numeric query_number(QueryRow *row, int column);
extern bool query_boolean(QueryRow *row, int column);

#endif							/* TILSKUDD_FUNCTION_QUERY_H */
