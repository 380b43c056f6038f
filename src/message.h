/*-------------------------------------------------------------------------
 *
 * message.h
 *	  What the messages of several subjects share.
 *
 * src/message.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_MESSAGE_H
#define TILSKUDD_MESSAGE_H

#include "compat.h"

#include "utils/date.h"

#include "law/law.h"

extern const char *tilskudd_shorten(const char *given);
extern const char *tilskudd_list(const char *const *names, int nnames);
extern const char *tilskudd_and_list(const char *const *names, int nnames);
extern const char *tilskudd_or_list(const char *const *names, int nnames);
extern const char *tilskudd_nearest(const char *given, const char *const *names, int nnames);
extern const char *tilskudd_date(DateADT day);
extern Datum tilskudd_utf8_datum(const char *utf8);
extern const char *tilskudd_law_cstring(LawText text);
extern text *tilskudd_law_text(LawText text);

#endif							/* TILSKUDD_MESSAGE_H */
