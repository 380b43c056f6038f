/*-------------------------------------------------------------------------
 *
 * number.h
 *	  The server's numeric arithmetic, as C functions.
 *
 * src/function/number.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUNCTION_NUMBER_H
#define TILSKUDD_FUNCTION_NUMBER_H

#include "compat.h"

#include "utils/numeric.h"

#include "law/law.h"

extern Numeric number_of(int64 number);
extern Numeric number_add(Numeric a, Numeric b);
extern Numeric number_subtract(Numeric a, Numeric b);
extern Numeric number_multiply(Numeric a, Numeric b);
extern Numeric number_share(Numeric amount, int hundredths);
extern Numeric number_ceil(Numeric number);
extern int64 number_quotient(Numeric number, Numeric divisor, Numeric *remainder);
extern Numeric number_of_oere(int64 oere);
extern int	number_compare(Numeric a, Numeric b);
extern bool number_is_negative(Numeric number);
extern bool number_is_finite(Numeric number);
extern bool number_is_amount(Numeric number);
extern const char *number_text(Numeric number);
extern const char *number_print(Numeric number);
extern Numeric number_cell(const LawTable *table, int row, const char *column);
extern Numeric number_amount_argument(Numeric amount, const char *name);
extern int64 number_oere_argument(Numeric amount, const char *name);

#endif							/* TILSKUDD_FUNCTION_NUMBER_H */
