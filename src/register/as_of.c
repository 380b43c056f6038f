/*-------------------------------------------------------------------------
 *
 * as_of.c
 *	  tilskudd.as_of: the day as of which views speak.
 *
 * src/register/as_of.c
 *
 *-------------------------------------------------------------------------
 */
#include "register/register.h"

#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/guc.h"

TILSKUDD_FUNCTION(tilskudd_as_of);

/* The setting, and the day that it means, if it is not empty. */
static char *as_of_setting = NULL;
static DateADT *as_of_day = NULL;

/* Reads YYYY-MM-DD, whatever DateStyle is: a setting outlives it. */
static bool
read_day(const char *given, DateADT *day)
{
	int			year,
				month,
				day_of_month,
				length = 0;

	if (strspn(given, "0123456789") != 4 ||
		sscanf(given, "%4d-%2d-%2d%n", &year, &month, &day_of_month, &length) != 3 ||
		length != 10 || given[length] != '\0' || year < 1 || month < 1 || month > 12 ||
		day_of_month < 1 || day_of_month > day_tab[isleap(year)][month - 1])
		return false;
	*day = date2j(year, month, day_of_month) - POSTGRES_EPOCH_JDATE;
	return true;
}

static bool
check_as_of(char **newval, void **extra, GucSource source)
{
	DateADT		day;

	if (**newval == '\0')
		return true;
	if (!read_day(*newval, &day))
	{
		GUC_check_errdetail("\"%s\" is no day.", *newval);
		GUC_check_errhint("Write YYYY-MM-DD, or leave it empty for today.");
		return false;
	}
	*extra = tilskudd_guc_malloc(sizeof(DateADT));
	if (*extra == NULL)
		return false;
	*(DateADT *) *extra = day;
	return true;
}

static void
assign_as_of(const char *newval, void *extra)
{
	as_of_day = extra;
}

/* Makes the setting known. */
void
register_define_as_of(void)
{
	DefineCustomStringVariable("tilskudd.as_of",
							   "The day as of which tilskudd.as_of() and the views of a register speak.",
							   "YYYY-MM-DD; empty for the current date.",
							   &as_of_setting, "", PGC_USERSET, 0, check_as_of, assign_as_of, NULL);
}

/* as_of() */
Datum
tilskudd_as_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(as_of_day != NULL ? *as_of_day : GetSQLCurrentDate());
}
