/*-------------------------------------------------------------------------
 *
 * exchange.h
 *	  Files of cells between semicolons, as the Norwegian aid register has them.
 *
 * src/rule/exchange.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_EXCHANGE_H
#define TILSKUDD_RULE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a reader stands in a text that need not be terminated. */
typedef struct ExchangeReader
{
	const char *at;
	const char *end;
	int			line;			/* counted from 1 */
} ExchangeReader;

typedef enum ExchangeCell
{
	EXCHANGE_CELL,
	EXCHANGE_LAST_CELL,			/* of its record */
	EXCHANGE_NOT_CLOSED,		/* a quote that the text ends in */
	EXCHANGE_AFTER_QUOTE		/* something between a quote and the next cell */
} ExchangeCell;

extern void exchange_begin(ExchangeReader *reader, const char *text, size_t length);
extern ExchangeCell exchange_read_cell(ExchangeReader *reader, char *cell, size_t *length);
extern bool exchange_day(const char *text, size_t length, int32_t *day);

#endif							/* TILSKUDD_RULE_EXCHANGE_H */
