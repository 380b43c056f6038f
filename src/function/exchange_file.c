/*-------------------------------------------------------------------------
 *
 * exchange_file.c
 *	  Reads files of the Norwegian aid register.
 *
 * src/function/exchange_file.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "rule/exchange.h"

TILSKUDD_FUNCTION(tilskudd_aid_register_records);
TILSKUDD_FUNCTION(tilskudd_aid_register_day);

/* A record that is being read. */
typedef struct Record
{
	Datum	   *cells;
	int			ncells;
	int			room;
} Record;

static void
add_cell(Record *record, const char *cell, size_t length)
{
	if (record->ncells == record->room)
	{
		record->room *= 2;
		record->cells = repalloc(record->cells, record->room * sizeof(Datum));
	}
	record->cells[record->ncells++] = PointerGetDatum(cstring_to_text_with_len(cell, length));
}

/* Reads the cells of a record; memory for a cell is the caller's. */
static void
read_record(ExchangeReader *reader, Record *record, char *cell)
{
	record->ncells = 0;
	for (;;)
	{
		int			line = reader->line;
		size_t		length;
		ExchangeCell kind = exchange_read_cell(reader, cell, &length);

		if (kind == EXCHANGE_NOT_CLOSED || kind == EXCHANGE_AFTER_QUOTE)
			ereport(ERROR,
					(errcode(ERRCODE_BAD_COPY_FILE_FORMAT),
					 kind == EXCHANGE_NOT_CLOSED ?
					 errmsg("line %d: a cell begins with a quote and never ends", line) :
					 errmsg("line %d: something stands between the end of a quoted cell and the next semicolon",
							reader->line),
					 errhint("Quotes within a quoted cell are doubled.")));
		add_cell(record, cell, length);
		if (kind == EXCHANGE_LAST_CELL)
			return;
	}
}

/* Whether a record is an empty line. */
static bool
is_empty(const Record *record)
{
	return record->ncells == 1 && VARSIZE_ANY_EXHDR(DatumGetPointer(record->cells[0])) == 0;
}

/* aid_register_records(file text) -> setof (line integer, cells text[]) */
Datum
tilskudd_aid_register_records(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	text	   *file = PG_GETARG_TEXT_PP(0);
	size_t		length = VARSIZE_ANY_EXHDR(file);
	char	   *cell = palloc(length + 1);
	Record		record = {palloc(32 * sizeof(Datum)), 0, 32};
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "tilskudd record",
												  ALLOCSET_DEFAULT_SIZES);
	ExchangeReader reader;

	tilskudd_init_srf(fcinfo);
	exchange_begin(&reader, VARDATA_ANY(file), length);
	while (reader.at < reader.end)
	{
		MemoryContext oldcontext = MemoryContextSwitchTo(context);
		Datum		values[2];
		bool		nulls[2] = {false};

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum(reader.line);
		read_record(&reader, &record, cell);
		if (!is_empty(&record))
		{
			values[1] = PointerGetDatum(construct_array(record.cells, record.ncells, TEXTOID, -1, false,
														TYPALIGN_INT));
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		}
		MemoryContextSwitchTo(oldcontext);
		MemoryContextReset(context);
	}
	MemoryContextDelete(context);
	return (Datum) 0;
}

/* aid_register_day(cell text) -> date */
Datum
tilskudd_aid_register_day(PG_FUNCTION_ARGS)
{
	text	   *cell = PG_GETARG_TEXT_PP(0);
	int32		day;

	if (!exchange_day(VARDATA_ANY(cell), VARSIZE_ANY_EXHDR(cell), &day))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}
