/*-------------------------------------------------------------------------
 *
 * law_row.h
 *	  Rows of a law table by day and value, where speed does not matter.
 *
 * src/rule/law_row.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_LAW_ROW_H
#define TILSKUDD_RULE_LAW_ROW_H

#include "law/law.h"

/* The last day of what holds until further notice: before infinity. */
#define LAW_ROW_OPEN	(INT32_MAX - 1)

extern int32_t law_row_date(const LawTable *table, int row, const char *column);
extern int32_t law_row_from(const LawTable *table, int row);
extern int32_t law_row_to(const LawTable *table, int row);
extern bool law_row_holds(const LawTable *table, int row, int32_t day);
extern int	law_row_of_day(const LawTable *table, int32_t day,
						   const char *column1, const char *value1,
						   const char *column2, const char *value2);
extern int	law_row_of_value(const LawTable *table, const char *column,
							 const char *value);
extern bool law_has_value(const LawTable *table, const char *column,
						  const char *value);
extern bool law_row_meets(const LawTable *table, int row, int order);

#endif							/* TILSKUDD_RULE_LAW_ROW_H */
