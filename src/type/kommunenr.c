/*-------------------------------------------------------------------------
 *
 * kommunenr.c
 *	  The type kommunenr: a municipality number, four digits in two bytes.
 *
 * The type knows the form only.  Which numbers are in force when is law, and
 * asked of functions.  Comparison and hashing are the server's own for int2.
 *
 * src/type/kommunenr.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "libpq/pqformat.h"

#include "law/law.h"
#include "message.h"
#include "rule/kommunenr.h"

TILSKUDD_FUNCTION(tilskudd_kommunenr_in);
TILSKUDD_FUNCTION(tilskudd_kommunenr_out);
TILSKUDD_FUNCTION(tilskudd_kommunenr_recv);
TILSKUDD_FUNCTION(tilskudd_kommunenr_send);
TILSKUDD_FUNCTION(tilskudd_kommunenr_from_int4);

/*
 * What may help.  Spreadsheets drop the leading zero of the old counties; the
 * zero is not put back in silence, since a digit may be missing elsewhere.
 */
static int
kommunenr_errhint(const char *digits, int ndigits)
{
	if (ndigits == KOMMUNENR_DIGITS - 1)
		return errhint("If a leading zero was lost, write \"0%.*s\".",
					   ndigits, digits);
	return errhint("A municipality number has four digits, as in 0301.");
}

Datum
tilskudd_kommunenr_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	const char *digits;
	int			ndigits;
	int			number;

	if (!kommunenr_parse(text, &number, &digits, &ndigits))
		tilskudd_ereturn(fcinfo,
						 (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
						  errmsg("invalid input syntax for type %s: \"%s\"",
								 "kommunenr", tilskudd_shorten(text)),
						  kommunenr_errhint(digits, ndigits)));
	PG_RETURN_INT16(number);
}

/* Four digits, always. */
Datum
tilskudd_kommunenr_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(psprintf("%04d", PG_GETARG_INT16(0)));
}

/* Binary form: the number as a two-byte integer in network order. */
Datum
tilskudd_kommunenr_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int16		number = (int16) pq_getmsgint(buf, sizeof(int16));

	if (number < 0 || number > LAW_KOMMUNENR_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid municipality number in binary data: %d", number)));
	PG_RETURN_INT16(number);
}

Datum
tilskudd_kommunenr_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint16(&buf, PG_GETARG_INT16(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* An integer has no leading zeros to lose: 301 is 0301. */
Datum
tilskudd_kommunenr_from_int4(PG_FUNCTION_ARGS)
{
	int32		number = PG_GETARG_INT32(0);

	if (number < 0 || number > LAW_KOMMUNENR_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("municipality number %d is out of range", number),
				 errhint("A municipality number has four digits, as in 0301.")));
	PG_RETURN_INT16(number);
}
