/*-------------------------------------------------------------------------
 *
 * label.c
 *	  Types whose values are labels of a list of the law: zone,
 *	  enterprise_size, aid_measure.
 *
 * What is stored is the label's code in src/law, which gives the order of the
 * type too.  Comparison and hashing are the server's own for "char" and int2.
 * The binary form is the label, as enums have it, so that clients need no
 * table of codes.
 *
 * src/type/label.c
 *
 *-------------------------------------------------------------------------
 */
#include "type/label.h"

#include "libpq/pqformat.h"

#include "message.h"

const LabelType zone_type = {"zone", law_zone_labels, &law_nzone_labels, NULL};
const LabelType enterprise_size_type = {
	"enterprise_size", law_enterprise_sizes, &law_nenterprise_sizes, NULL
};
const LabelType aid_measure_type = {
	"aid_measure", law_measures, &law_nmeasures, "law_measure"
};

/* The label that is stored as a code. */
const char *
label_text(const LabelType *type, int code)
{
	if (code <= 0 || code >= *type->nlabels)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("invalid internal value for type %s: %d", type->name, code),
				 errhint("The value may have been stored by a newer version of the extension.")));
	return law_text(type->labels[code]);
}

/*
 * The code of a label, or 0.  Case counts: area C of 2003 and the c area of
 * 2022 are different zones.
 */
int
label_code(const LabelType *type, const char *label)
{
	for (int code = 1; code < *type->nlabels; code++)
	{
		if (strcmp(label, law_text(type->labels[code])) == 0)
			return code;
	}
	return 0;
}

/* What may be written instead of a label that there is not. */
static const char *
label_hint(const LabelType *type, const char *label)
{
	const char **labels = palloc(sizeof(char *) * *type->nlabels);

	for (int code = 1; code < *type->nlabels; code++)
		labels[code - 1] = label_text(type, code);
	if (type->view != NULL)
	{
		const char *nearest = tilskudd_nearest(label, labels, *type->nlabels - 1);

		return *nearest ? psprintf(_("Perhaps you mean %s. All are in the view %s."), nearest, type->view) :
			psprintf(_("All are in the view %s."), type->view);
	}
	return psprintf(_("Values are %s. Upper and lower case differ."),
					tilskudd_list(labels, *type->nlabels - 1));
}

static Datum
label_in(const LabelType *type, FunctionCallInfo fcinfo)
{
	char	   *label = PG_GETARG_CSTRING(0);
	int			code = label_code(type, label);

	if (code == 0)
		tilskudd_ereturn(fcinfo,
						 (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
						  errmsg("invalid input syntax for type %s: \"%s\"",
								 type->name, tilskudd_shorten(label)),
						  errhint_internal("%s", label_hint(type, label))));
	return Int16GetDatum(code);
}

static Datum
label_recv(const LabelType *type, FunctionCallInfo fcinfo)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int			nbytes;
	char	   *label = pq_getmsgtext(buf, buf->len - buf->cursor, &nbytes);
	int			code = label_code(type, label);

	if (code == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid %s in binary data: \"%s\"", type->name,
						tilskudd_shorten(label))));
	return Int16GetDatum(code);
}

static Datum
label_send(const LabelType *type, int code)
{
	const char *label = label_text(type, code);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, label, strlen(label));
	return PointerGetDatum(pq_endtypsend(&buf));
}

/* The functions of a type, by how it is stored. */
#define LABEL_FUNCTIONS(type, code) \
TILSKUDD_FUNCTION(tilskudd_##type##_in); \
TILSKUDD_FUNCTION(tilskudd_##type##_out); \
TILSKUDD_FUNCTION(tilskudd_##type##_recv); \
TILSKUDD_FUNCTION(tilskudd_##type##_send); \
Datum \
tilskudd_##type##_in(PG_FUNCTION_ARGS) \
{ \
	return label_in(&type##_type, fcinfo); \
} \
Datum \
tilskudd_##type##_out(PG_FUNCTION_ARGS) \
{ \
	PG_RETURN_CSTRING(pstrdup(label_text(&type##_type, code))); \
} \
Datum \
tilskudd_##type##_recv(PG_FUNCTION_ARGS) \
{ \
	return label_recv(&type##_type, fcinfo); \
} \
Datum \
tilskudd_##type##_send(PG_FUNCTION_ARGS) \
{ \
	return label_send(&type##_type, code); \
}

LABEL_FUNCTIONS(zone, (uint8) PG_GETARG_CHAR(0))
LABEL_FUNCTIONS(enterprise_size, (uint8) PG_GETARG_CHAR(0))
LABEL_FUNCTIONS(aid_measure, PG_GETARG_INT16(0))
