/*-------------------------------------------------------------------------
 *
 * message.c
 *	  What the messages of several subjects share.
 *
 * src/message.c
 *
 *-------------------------------------------------------------------------
 */
#include "message.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/varlena.h"

/* As much of an offending value as a message repeats, in bytes. */
#define MAX_GIVEN	100

/* The offending value for a message: long ones are cut between characters. */
const char *
tilskudd_shorten(const char *given)
{
	size_t		length = strlen(given);

	if (length <= MAX_GIVEN)
		return given;
	return psprintf("%.*s...", pg_mbcliplen(given, length, MAX_GIVEN), given);
}

/* Names for a message: "a, b, c". */
const char *
tilskudd_list(const char *const *names, int nnames)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < nnames; i++)
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", names[i]);
	return list.data;
}

/* "a, b and c" */
const char *
tilskudd_and_list(const char *const *names, int nnames)
{
	if (nnames < 2)
		return tilskudd_list(names, nnames);
	/* translator: the end of a list of names */
	return psprintf(_("%s and %s"), tilskudd_list(names, nnames - 1), names[nnames - 1]);
}

/* "a, b or c" */
const char *
tilskudd_or_list(const char *const *names, int nnames)
{
	if (nnames < 2)
		return tilskudd_list(names, nnames);
	/* translator: the end of a list of names */
	return psprintf(_("%s or %s"), tilskudd_list(names, nnames - 1), names[nnames - 1]);
}

/*
 * The names that are spelt most like what was given, as "a, b or c"; "" where none
 * is.  A third of the letters may differ; what begins or ends like a name
 * is near as well.
 */
const char *
tilskudd_nearest(const char *given, const char *const *names, int nnames)
{
	int			length = strlen(given);
	int			bound = Min(length / 3 + 1, 6);
	int			nearest = bound + 1;
	const char **list;
	int			nlist = 0;

	if (length == 0 || length > MAX_GIVEN)
		return "";
	list = palloc(sizeof(char *) * nnames);
	for (int i = 0; i < nnames; i++)
	{
		int			distance = varstr_levenshtein_less_equal(given, length, names[i], strlen(names[i]),
															 1, 1, 1, bound, true);

		if (distance > bound && (strstr(names[i], given) != NULL || strstr(given, names[i]) != NULL))
			distance = bound;
		if (distance > nearest || distance > bound)
			continue;
		if (distance < nearest)
			nlist = 0;
		list[nlist++] = names[i];
		nearest = distance;
	}
	return tilskudd_or_list(list, nlist);
}

/* A date for a message: ISO, whatever DateStyle says. */
const char *
tilskudd_date(DateADT day)
{
	struct pg_tm tm = {0};
	char		buf[MAXDATELEN + 1];

	if (DATE_NOT_FINITE(day))
		return DATE_IS_NOBEGIN(day) ? "-infinity" : "infinity";
	j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, buf);
	return pstrdup(buf);
}

/* A UTF-8 text as a value of type text. */
Datum
tilskudd_utf8_datum(const char *utf8)
{
	return CStringGetTextDatum(pg_any_to_server(utf8, strlen(utf8), PG_UTF8));
}

/*
 * A text of the law in the database's encoding.  Raises the server's error
 * where that encoding lacks a letter (LATIN1 has no ŋ).
 */
const char *
tilskudd_law_cstring(LawText text)
{
	const char *utf8 = law_text(text);

	return pg_any_to_server(utf8, strlen(utf8), PG_UTF8);
}

text *
tilskudd_law_text(LawText text)
{
	return cstring_to_text(tilskudd_law_cstring(text));
}
