/*-------------------------------------------------------------------------
 *
 * kommunenr.h
 *	  Municipality numbers: reading.
 *
 * src/rule/kommunenr.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_KOMMUNENR_H
#define TILSKUDD_RULE_KOMMUNENR_H

#include <stdbool.h>

#define KOMMUNENR_DIGITS	4

extern bool kommunenr_parse(const char *text, int *number, const char **digits, int *ndigits);

#endif							/* TILSKUDD_RULE_KOMMUNENR_H */
