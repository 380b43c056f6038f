/*-------------------------------------------------------------------------
 *
 * exchange.c
 *	  Files of cells between semicolons, as the Norwegian aid register has them.
 *
 * src/rule/exchange.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/exchange.h"

#include <string.h>

#include "rule/calendar.h"

#define SEPARATOR	';'
#define QUOTE		'"'

/* A byte order mark in UTF-8. */
static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* Begins to read; a byte order mark is no part of the first cell. */
void
exchange_begin(ExchangeReader *reader, const char *text, size_t length)
{
	size_t		mark = strlen(byte_order_mark);

	reader->at = text;
	reader->end = text + length;
	reader->line = 1;
	if (length >= mark && memcmp(text, byte_order_mark, mark) == 0)
		reader->at += mark;
}

/* Past the end of a line, which may have a carriage return before it. */
static bool
skip_line_end(ExchangeReader *reader)
{
	const char *at = reader->at;

	if (at < reader->end && *at == '\r')
		at++;
	if (at < reader->end && *at != '\n')
		return false;
	if (at < reader->end)
	{
		at++;
		reader->line++;
	}
	reader->at = at;
	return true;
}

/* Past what follows a cell. */
static ExchangeCell
end_cell(ExchangeReader *reader)
{
	if (reader->at < reader->end && *reader->at == SEPARATOR)
	{
		reader->at++;
		return EXCHANGE_CELL;
	}
	return skip_line_end(reader) ? EXCHANGE_LAST_CELL : EXCHANGE_AFTER_QUOTE;
}

/* A cell in quotes: two of them stand for one, and all else for itself. */
static ExchangeCell
read_quoted(ExchangeReader *reader, char *cell, size_t *length)
{
	reader->at++;
	for (; reader->at < reader->end; reader->at++)
	{
		if (*reader->at == QUOTE)
		{
			reader->at++;
			if (reader->at == reader->end || *reader->at != QUOTE)
				return end_cell(reader);
		}
		if (*reader->at == '\n')
			reader->line++;
		cell[(*length)++] = *reader->at;
	}
	return EXCHANGE_NOT_CLOSED;
}

/*
 * The next cell, into memory that has room for all that is left.  A quote
 * within a cell that does not begin with one stands for itself.
 */
ExchangeCell
exchange_read_cell(ExchangeReader *reader, char *cell, size_t *length)
{
	*length = 0;
	if (reader->at < reader->end && *reader->at == QUOTE)
		return read_quoted(reader, cell, length);
	for (; reader->at < reader->end && *reader->at != SEPARATOR && *reader->at != '\n'; reader->at++)
		cell[(*length)++] = *reader->at;
	if (*length > 0 && cell[*length - 1] == '\r' &&
		(reader->at == reader->end || *reader->at == '\n'))
		(*length)--;
	return end_cell(reader);
}

/* A number of so many digits; -1 where there are others. */
static int
digits(const char *text, int count)
{
	int			number = 0;

	for (int i = 0; i < count; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + text[i] - '0';
	}
	return number;
}

/*
 * A day as 2024-03-28 or 28.03.2024.  A day with a time is none: the time may
 * be that of another zone, where it was another day.
 */
bool
exchange_day(const char *text, size_t length, int32_t *day)
{
	int			y;
	int			m;
	int			d;

	if (length != 10)
		return false;
	if (text[4] == '-' && text[7] == '-')
	{
		y = digits(text, 4);
		m = digits(text + 5, 2);
		d = digits(text + 8, 2);
	}
	else if (text[2] == '.' && text[5] == '.')
	{
		d = digits(text, 2);
		m = digits(text + 3, 2);
		y = digits(text + 6, 4);
	}
	else
		return false;
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > days_in_month(y, m))
		return false;
	*day = day_of_calendar(y, m, d);
	return true;
}
