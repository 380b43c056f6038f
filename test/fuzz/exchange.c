/*
 * Files of the aid register: any bytes, and what a writer makes of the cells.
 */
#include "fuzz.h"

#include "rule/calendar.h"
#include "rule/exchange.h"

/* Cells of a file, one after the other. */
typedef struct Cells
{
	char	   *text;			/* of all of them */
	size_t		length;
	size_t	   *ends;
	bool	   *last;			/* of its record */
	size_t		count;
} Cells;

/* Reads as the server's function does; false where the file is refused. */
static bool
read_file(const char *text, size_t size, Cells *cells)
{
	ExchangeReader reader;

	cells->text = malloc(size + 1);
	cells->ends = malloc((size + 1) * sizeof(size_t));
	cells->last = malloc((size + 1) * sizeof(bool));
	cells->length = 0;
	cells->count = 0;
	exchange_begin(&reader, text, size);
	while (reader.at < reader.end)
	{
		ExchangeCell kind;

		do
		{
			const char *before = reader.at;
			int			line = reader.line;
			size_t		room = reader.end - reader.at;
			char	   *cell = malloc(room > 0 ? room : 1);	/* for all that is left, and no more */
			size_t		length;

			kind = exchange_read_cell(&reader, cell, &length);
			DEMAND(length <= room && reader.at >= before && reader.at <= reader.end && reader.line >= line);
			memcpy(cells->text + cells->length, cell, length);
			free(cell);
			if (kind == EXCHANGE_NOT_CLOSED || kind == EXCHANGE_AFTER_QUOTE)
				return false;
			cells->length += length;
			cells->ends[cells->count] = cells->length;
			cells->last[cells->count++] = kind == EXCHANGE_LAST_CELL;
			DEMAND(reader.at > before || kind == EXCHANGE_LAST_CELL);
			DEMAND(cells->count <= size + 1);
		} while (kind == EXCHANGE_CELL);
	}
	return true;
}

static void
free_cells(Cells *cells)
{
	free(cells->text);
	free(cells->ends);
	free(cells->last);
}

/* Every cell in quotes, and lines that end as those of Windows do. */
static size_t
write_file(const Cells *cells, char *text)
{
	size_t		size = 0;
	size_t		at = 0;

	for (size_t i = 0; i < cells->count; i++)
	{
		text[size++] = '"';
		for (; at < cells->ends[i]; at++)
		{
			if (cells->text[at] == '"')
				text[size++] = '"';
			text[size++] = cells->text[at];
		}
		text[size++] = '"';
		if (!cells->last[i])
			text[size++] = ';';
		else
		{
			text[size++] = '\r';
			text[size++] = '\n';
		}
	}
	return size;
}

static void
check_file(const char *text, size_t size)
{
	Cells		cells;
	Cells		again;
	char	   *written = malloc(4 * size + 8);

	if (read_file(text, size, &cells))
	{
		size_t		nwritten = write_file(&cells, written);

		DEMAND(read_file(written, nwritten, &again));
		DEMAND(again.count == cells.count && again.length == cells.length);
		DEMAND(memcmp(again.text, cells.text, cells.length) == 0);
		DEMAND(memcmp(again.ends, cells.ends, cells.count * sizeof(size_t)) == 0);
		DEMAND(memcmp(again.last, cells.last, cells.count * sizeof(bool)) == 0);
		free_cells(&again);
	}
	free_cells(&cells);
	free(written);
}

static void
check_day(const char *text, size_t size)
{
	CalendarDay calendar;
	char		again[64];
	int32_t		day;
	int32_t		same;

	if (!exchange_day(text, size, &day))
		return;
	calendar = calendar_of_day(day);
	snprintf(again, sizeof(again), "%04d-%02d-%02d", calendar.year, calendar.month, calendar.day);
	DEMAND(exchange_day(again, 10, &same) && same == day);
	snprintf(again, sizeof(again), "%02d.%02d.%04d", calendar.day, calendar.month, calendar.year);
	DEMAND(exchange_day(again, 10, &same) && same == day);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = malloc(size > 0 ? size : 1);
	char		ten[10];

	memcpy(text, data, size);
	check_file(text, size);
	check_day(text, size);
	if (size >= sizeof(ten))
	{
		memcpy(ten, text, sizeof(ten));
		check_day(ten, sizeof(ten));
	}
	free(text);
	return 0;
}
