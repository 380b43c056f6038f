/*-------------------------------------------------------------------------
 *
 * gross_grant_equivalent.c
 *	  What aid that is no grant is worth: limits of the lump sums, time between
 *	  payments.
 *
 * src/rule/gross_grant_equivalent.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/gross_grant_equivalent.h"

#include "rule/calendar.h"
#include "rule/de_minimis.h"

/*
 * Whether the lump sum grows with the term and ends at ten years.  It does in
 * every regime since 1407/2013; before, the limit of guarantees had no term
 * (1998/2006 Art 2(4)(d)), so the law table has none for ten years.
 */
bool
gge_term_counts(const LawDeMinimis *regime, GgeForm form)
{
	return (form == GGE_LOAN ? regime->loan_10y : regime->guarantee_10y) > 0;
}

/*
 * The largest loan or guaranteed amount that has a lump sum, in EUR; 0 where
 * the regime has none.  For road freight it is lower as the ceiling is.
 */
uint32_t
gge_limit(const LawDeMinimis *regime, GgeForm form, GgeTerm term,
		  bool road_freight)
{
	uint32_t	limit;

	if (form == GGE_LOAN)
		limit = term == GGE_UP_TO_FIVE_YEARS ? regime->loan_5y : regime->loan_10y;
	else
		limit = term == GGE_UP_TO_FIVE_YEARS ? regime->guarantee_5y : regime->guarantee_10y;
	return (uint64_t) limit * de_minimis_ceiling(regime, road_freight) / regime->ceiling;
}

/*
 * The time from a day to a later one: whole years from calendar day to
 * calendar day (29 February to the 28th where there is no 29th), then the
 * days since the last of these, of as many as lie before the next.
 */
GgeSpan
gge_span(int32_t from, int32_t to)
{
	GgeSpan		span;
	int32_t		anniversary;

	span.years = calendar_of_day(to).year - calendar_of_day(from).year;
	if (years_before(from, -span.years) > to)
		span.years--;
	anniversary = years_before(from, -span.years);
	span.days = to - anniversary;
	span.days_of_year = years_before(from, -span.years - 1) - anniversary;
	return span;
}
