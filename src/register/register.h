/*-------------------------------------------------------------------------
 *
 * register.h
 *	  The ready-made register: commands of SQL with marks, and what runs them.
 *
 * src/register/register.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_REGISTER_H
#define TILSKUDD_REGISTER_H

#include "compat.h"

#if TILSKUDD_SECURITY_INVOKER
#define REGISTER_VIEW_OPTIONS	"WITH (security_invoker = true)"
#else
#define REGISTER_VIEW_OPTIONS	""
#endif

/* What stands for a mark such as @schema@. */
typedef struct RegisterMark
{
	const char *mark;
	const char *text;
} RegisterMark;

/* Commands, ended by NULL, of the file of that name: see generate.pl. */
extern const char *const register_tables[];
extern const char *const register_guards[];
extern const char *const register_views[];
extern const char *const register_reports[];
extern const char *const register_policies[];
extern const char *const register_roles[];
extern const char *const register_invoker[];
extern const char *const register_own[];

extern void register_run(const char *const *commands, const RegisterMark *marks, int nmarks);
extern int	register_begin(void);
extern void register_end(int nest_level);
extern void register_define_as_of(void);

#endif							/* TILSKUDD_REGISTER_H */
