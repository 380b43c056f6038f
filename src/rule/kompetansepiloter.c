/*-------------------------------------------------------------------------
 *
 * kompetansepiloter.c
 *	  The programme Kompetansepiloter: majorities, and equal shares of a frame.
 *
 * Plain C.
 *
 * src/rule/kompetansepiloter.c
 *
 *-------------------------------------------------------------------------
 */
#include "rule/kompetansepiloter.h"

#include <stdlib.h>
#include <string.h>

#include "rule/law_row.h"

/* The row of law_kompetansepiloter with a value that every project has. */
int
kompetansepiloter_row(const char *item)
{
	return law_row_of_value(law_find_table("kompetansepiloter"), "item", item);
}

static const char *
value_of(const char *item)
{
	return law_cell(law_find_table("kompetansepiloter"), kompetansepiloter_row(item), "value");
}

/* The classes of centrality that the programme is for. */
GeoSet
kompetansepiloter_centrality(void)
{
	GeoSet		set = 0;

	for (const char *class = value_of("centrality"); *class != '\0'; class++)
	{
		if (*class != ' ')
			set |= (GeoSet) (1 << (*class - '0'));
	}
	return set;
}

/*
 * Whether most lie in the district (K1-2): certainly, whatever the unknown
 * ones are, or certainly not.
 */
Answer
has_majority(const MajorityCount *count)
{
	int64_t		total = count->district + count->other + count->unknown;
	int64_t		half = total * atoi(value_of("majority_percent"));

	if (100 * count->district > half)
		return YES;
	if (100 * (count->district + count->unknown) <= half)
		return NO;
	return NOT_KNOWN;
}

/* How many may lie elsewhere; -1 where there is none at all. */
int64_t
majority_leaves(const MajorityCount *count)
{
	int64_t		total = count->district + count->other + count->unknown;

	return (total * (100 - atoi(value_of("majority_percent"))) + 99) / 100 - 1;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int
compare_amounts(const void *a, const void *b)
{
	int64_t		x = *(const int64_t *) a;
	int64_t		y = *(const int64_t *) b;

	return (x > y) - (x < y);
}

/*
 * The most that everybody who asks for it can get: who asks for less gets
 * that, and leaves the rest to the others.  The requests are sorted.
 */
static int64_t
common_level(const int64_t *requests, int n, int64_t frame)
{
	for (int i = 0; i < n; i++)
	{
		int64_t		level = frame / (n - i);

		if (requests[i] > level)
			return level;
		frame -= requests[i];
	}
	return FULL_SHARE;			/* all get what they ask for */
}

/* An equal share of what is there, and of what lower requests leave of it. */
static void
share_among_all(const int64_t *requests, int64_t *shares, int n, int64_t frame)
{
	int64_t		left = frame;
	int64_t		share;
	int			ncommitted = 0;

	for (int i = 0; i < n; i++)
		ncommitted += requests[i] > 0;
	if (ncommitted == 0)
		return;

	share = frame / ncommitted;
	for (int i = 0; i < n; i++)
		left -= smaller(requests[i], share);
	for (int i = 0; i < n; i++)
	{
		if (requests[i] > 0)
			shares[i] = smaller(requests[i], share) + left / ncommitted;
	}
}

/*
 * Shares a frame in equal parts; who asks for less gets that (K9-2), and what
 * remains goes on by the reading of K9-3.  Equal requests have equal shares,
 * so an oere or more that does not go into all of them remains; the order of
 * the requests does not matter.  A request of 0 is none.
 */
void
equal_allocation(const int64_t *requests, int64_t *shares, int n, int64_t frame,
				 Leftover leftover)
{
	int64_t		level;

	if (leftover == LEFTOVER_ALL)
	{
		memset(shares, 0, sizeof(int64_t) * n);
		share_among_all(requests, shares, n, frame);
		return;
	}
	memcpy(shares, requests, sizeof(int64_t) * n);
	qsort(shares, n, sizeof(int64_t), compare_amounts);
	level = common_level(shares, n, frame);
	for (int i = 0; i < n; i++)
		shares[i] = smaller(requests[i], level);
}
