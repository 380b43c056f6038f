/*-------------------------------------------------------------------------
 *
 * expression.c
 *	  Argument "counted": an expression over the columns of a table.
 *
 * src/function/expression.c
 *
 *-------------------------------------------------------------------------
 */
#include "function/expression.h"

#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "parser/parser.h"

#include "message.h"

/*
 * The one expression that a text consists of: what looks like one, but goes on
 * behind a parenthesis, is none.
 */
Node *
expression_parse(const char *text)
{
	List	   *statements = raw_parser(text, RAW_PARSE_PLPGSQL_EXPR);
	SelectStmt *select = (SelectStmt *) linitial_node(RawStmt, statements)->stmt;

	if (!IsA(select, SelectStmt) || list_length(select->targetList) != 1 ||
		select->fromClause != NIL || select->whereClause != NULL || select->distinctClause != NIL ||
		select->groupClause != NIL || select->havingClause != NULL || select->windowClause != NIL ||
		select->sortClause != NIL || select->limitCount != NULL || select->limitOffset != NULL ||
		select->lockingClause != NIL || select->op != SETOP_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("argument \"counted\" is not one expression: %s", tilskudd_shorten(text)),
				 errhint("Give a condition on the columns of a row, such as status = 'granted'.")));
	return linitial_node(ResTarget, select->targetList)->val;
}
