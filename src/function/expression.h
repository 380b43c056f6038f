/*-------------------------------------------------------------------------
 *
 * expression.h
 *	  Argument "counted": an expression over the columns of a table.
 *
 * src/function/expression.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_EXPRESSION_H
#define TILSKUDD_FUNCTION_EXPRESSION_H

#include "compat.h"

#include "nodes/nodes.h"

extern Node *expression_parse(const char *text);

#endif							/* TILSKUDD_FUNCTION_EXPRESSION_H */
