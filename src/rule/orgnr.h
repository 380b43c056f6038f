/*-------------------------------------------------------------------------
 *
 * orgnr.h
 *	  Norwegian organisation numbers: reading and the check digit.
 *
 * src/rule/orgnr.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_ORGNR_H
#define TILSKUDD_RULE_ORGNR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ORGNR_DIGITS	9
#define ORGNR_MAX		999999999

/* What is wrong with a text or a number. */
typedef enum OrgnrFault
{
	ORGNR_OK,
	ORGNR_SYNTAX,				/* something else than digits and spaces */
	ORGNR_LENGTH,				/* not nine digits */
	ORGNR_IMPOSSIBLE,			/* the first eight digits have no check digit */
	ORGNR_CHECK_DIGIT			/* the ninth digit is not the check digit */
} OrgnrFault;

extern int	orgnr_check_digit(int32_t first_eight);
extern OrgnrFault orgnr_check(int64_t number);
extern OrgnrFault orgnr_parse(const char *text, size_t length,
							  int32_t *number, int *ndigits);

#endif							/* TILSKUDD_RULE_ORGNR_H */
