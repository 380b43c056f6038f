/*-------------------------------------------------------------------------
 *
 * label.h
 *	  Types whose values are labels of a list of the law.
 *
 * src/type/label.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_TYPE_LABEL_H
#define TILSKUDD_TYPE_LABEL_H

#include "compat.h"

#include "law/law.h"

/* [0] of the labels is empty; the others are stored by their number. */
typedef struct LabelType
{
	const char *name;
	const LawText *labels;
	const int  *nlabels;
	/* where the list is too long for a hint, the view that shows it */
	const char *view;
} LabelType;

extern const LabelType aid_measure_type;
extern const LabelType enterprise_size_type;
extern const LabelType zone_type;

extern const char *label_text(const LabelType *type, int code);
extern int	label_code(const LabelType *type, const char *label);

/* A stored code, which a newer version may have written: then an error. */
static inline int
label_known(const LabelType *type, int code)
{
	if (unlikely(code <= 0 || code >= *type->nlabels))
		(void) label_text(type, code);
	return code;
}

#endif							/* TILSKUDD_TYPE_LABEL_H */
