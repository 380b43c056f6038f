/*-------------------------------------------------------------------------
 *
 * orgnr.c
 *	  The type orgnr: a Norwegian organisation number in four bytes.
 *
 * Comparison and hashing are the server's own for int4.
 *
 * src/type/orgnr.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "message.h"
#include "rule/orgnr.h"

TILSKUDD_FUNCTION(tilskudd_orgnr_in);
TILSKUDD_FUNCTION(tilskudd_orgnr_out);
TILSKUDD_FUNCTION(tilskudd_orgnr_recv);
TILSKUDD_FUNCTION(tilskudd_orgnr_send);
TILSKUDD_FUNCTION(tilskudd_orgnr_from_int4);
TILSKUDD_FUNCTION(tilskudd_orgnr_from_int8);
TILSKUDD_FUNCTION(tilskudd_orgnr_is_valid);

/*
 * What a refusal says.  The digit that would fit is told in the detail, not
 * offered as a hint: as often as not another digit is the wrong one.
 */
static int
orgnr_errmsg(OrgnrFault fault, const char *given)
{
	switch (fault)
	{
		case ORGNR_LENGTH:
			return errmsg("organisation number \"%s\" does not have nine digits",
						  given);
		case ORGNR_IMPOSSIBLE:
			return errmsg("organisation number \"%s\" can not exist", given);
		case ORGNR_CHECK_DIGIT:
			return errmsg("organisation number \"%s\" has a wrong check digit",
						  given);
		default:
			return errmsg("invalid input syntax for type %s: \"%s\"",
						  "orgnr", given);
	}
}

static int
orgnr_errdetail(OrgnrFault fault, int32 number, int ndigits)
{
	switch (fault)
	{
		case ORGNR_LENGTH:
			return errdetail_plural("It has %d digit.", "It has %d digits.",
									ndigits, ndigits);
		case ORGNR_IMPOSSIBLE:
			return errdetail("The check digit of %08d would be 10: such numbers are never issued.",
							 number / 10);
		case ORGNR_CHECK_DIGIT:
			return errdetail("The check digit of %08d is %d, the number ends in %d.",
							 number / 10, orgnr_check_digit(number / 10),
							 number % 10);
		default:
			return 0;
	}
}

static int
orgnr_errhint(OrgnrFault fault)
{
	if (fault == ORGNR_SYNTAX || fault == ORGNR_LENGTH)
		return errhint("Write nine digits, as in 923609016, 923 609 016 or NO 923 609 016 MVA.");
	return errhint("Look the number up where it came from: a digit is wrong, or two are exchanged.");
}

Datum
tilskudd_orgnr_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	int32		number = 0;
	int			ndigits;
	OrgnrFault	fault = orgnr_parse(text, strlen(text), &number, &ndigits);

	if (fault != ORGNR_OK)
		tilskudd_ereturn(fcinfo,
						 (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
						  orgnr_errmsg(fault, tilskudd_shorten(text)),
						  orgnr_errdetail(fault, number, ndigits),
						  orgnr_errhint(fault)));
	PG_RETURN_INT32(number);
}

/* Nine digits, always. */
Datum
tilskudd_orgnr_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(psprintf("%09d", PG_GETARG_INT32(0)));
}

/* Binary form: the number as a four-byte integer in network order. */
Datum
tilskudd_orgnr_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int32		number = (int32) pq_getmsgint(buf, sizeof(int32));

	if (orgnr_check(number) != ORGNR_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid organisation number in binary data: %d", number)));
	PG_RETURN_INT32(number);
}

Datum
tilskudd_orgnr_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, PG_GETARG_INT32(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* An integer column may hold the number; its leading zeros are gone. */
static int32
orgnr_from_integer(int64 number)
{
	OrgnrFault	fault = orgnr_check(number);
	char		given[32];

	if (fault == ORGNR_OK)
		return (int32) number;
	snprintf(given, sizeof(given), INT64_FORMAT, number);
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 orgnr_errmsg(fault, given),
			 fault == ORGNR_LENGTH ? 0 :
			 orgnr_errdetail(fault, (int32) number, ORGNR_DIGITS),
			 orgnr_errhint(fault)));
}

Datum
tilskudd_orgnr_from_int4(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(orgnr_from_integer(PG_GETARG_INT32(0)));
}

Datum
tilskudd_orgnr_from_int8(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(orgnr_from_integer(PG_GETARG_INT64(0)));
}

/* Whether a text would be accepted as an orgnr; raises nothing. */
Datum
tilskudd_orgnr_is_valid(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	int32		number;
	int			ndigits;

	PG_RETURN_BOOL(orgnr_parse(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given),
							   &number, &ndigits) == ORGNR_OK);
}
