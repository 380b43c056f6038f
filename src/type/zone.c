/*-------------------------------------------------------------------------
 *
 * zone.c
 *	  The type zone: a label of one of the aid maps, in one byte.
 *
 * The byte is the label's code in src/law/zone_label.csv, which gives the
 * order of the type too.  Comparison and hashing are the server's own for
 * "char".  The binary form is the label, as enums have it, so that clients
 * need no table of codes.
 *
 * src/type/zone.c
 *
 *-------------------------------------------------------------------------
 */
#include "compat.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"

#include "message.h"
#include "rule/geography.h"

TILSKUDD_FUNCTION(tilskudd_zone_in);
TILSKUDD_FUNCTION(tilskudd_zone_out);
TILSKUDD_FUNCTION(tilskudd_zone_recv);
TILSKUDD_FUNCTION(tilskudd_zone_send);

static const char *
zone_label(int code)
{
	if (code <= 0 || code >= law_nzone_labels)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("invalid internal value for type %s: %d", "zone", code),
				 errhint("The value may have been stored by a newer version of the extension.")));
	return law_text(law_zone_labels[code]);
}

static const char *
all_labels(void)
{
	StringInfoData buf;

	initStringInfo(&buf);
	for (int code = 1; code < law_nzone_labels; code++)
		appendStringInfo(&buf, "%s%s", code > 1 ? ", " : "", zone_label(code));
	return buf.data;
}

Datum
tilskudd_zone_in(PG_FUNCTION_ARGS)
{
	char	   *label = PG_GETARG_CSTRING(0);
	int			code = geo_zone_by_label(label);

	if (code == 0)
		tilskudd_ereturn(fcinfo,
						 (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
						  errmsg("invalid input syntax for type %s: \"%s\"",
								 "zone", tilskudd_shorten(label)),
						  errhint("Zones are %s. Upper and lower case differ.",
								  all_labels())));
	PG_RETURN_CHAR(code);
}

Datum
tilskudd_zone_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(pstrdup(zone_label((uint8) PG_GETARG_CHAR(0))));
}

Datum
tilskudd_zone_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			nbytes;
	char	   *label = pq_getmsgtext(buf, buf->len - buf->cursor, &nbytes);
	int			code = geo_zone_by_label(label);

	if (code == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid zone in binary data: \"%s\"",
						tilskudd_shorten(label))));
	PG_RETURN_CHAR(code);
}

Datum
tilskudd_zone_send(PG_FUNCTION_ARGS)
{
	const char *label = zone_label((uint8) PG_GETARG_CHAR(0));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, label, strlen(label));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}
