/*
 * Equal shares of a frame, and majorities.
 */
#include "fuzz.h"

#include "rule/kompetansepiloter.h"

#define MOST_REQUESTS	12

static int64_t
take_money(Input *input)
{
	switch (take(input, 1) % 8)
	{
		case 0:
			return FULL_SHARE;
		case 1:
			return 0;
		case 2:
			return (int64_t) (take(input, 8) & INT64_MAX);
		default:
			return take_between(input, 0, 5000);
	}
}

static int64_t
check_shares(const int64_t *requests, const int64_t *shares, int n, int64_t frame)
{
	int64_t		left = frame;

	for (int i = 0; i < n; i++)
	{
		DEMAND(shares[i] >= 0 && shares[i] <= left);
		left -= shares[i];
		DEMAND(requests[i] > 0 || shares[i] == 0);
		for (int j = 0; j < n; j++)
			DEMAND(requests[i] > requests[j] || shares[i] <= shares[j]);
	}
	return left;
}

static void
check_allocation(const int64_t *requests, int n, int64_t frame)
{
	int64_t		shares[MOST_REQUESTS];
	int64_t		left;
	int			wanting = 0;

	equal_allocation(requests, shares, n, frame, LEFTOVER_ALL);
	check_shares(requests, shares, n, frame);

	equal_allocation(requests, shares, n, frame, LEFTOVER_FULL_SHARE);
	left = check_shares(requests, shares, n, frame);
	for (int i = 0; i < n; i++)
	{
		DEMAND(shares[i] <= requests[i]);
		wanting += shares[i] < requests[i] && requests[i] != FULL_SHARE;
		wanting += requests[i] == FULL_SHARE && shares[i] < FULL_SHARE;
	}
	/* nobody who wants more could have got an oere more with all the others */
	DEMAND(wanting == 0 || left < wanting);
}

static void
check_majority(const MajorityCount *count)
{
	Answer		answer = has_majority(count);
	int64_t		total = count->district + count->other + count->unknown;
	int64_t		leaves = majority_leaves(count);
	MajorityCount known = *count;

	DEMAND(leaves >= -1 && leaves <= total);
	DEMAND((answer == YES) == (count->other + count->unknown <= leaves));
	DEMAND((answer == NO) == (count->other > leaves));

	/* the unknown ones, counted either way, do not change an answer */
	known.district += count->unknown;
	known.unknown = 0;
	DEMAND(has_majority(&known) != NOT_KNOWN);
	DEMAND(answer != NO || has_majority(&known) == NO);
	known.district = count->district;
	known.other += count->unknown;
	DEMAND(answer != YES || has_majority(&known) == YES);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	int64_t		requests[MOST_REQUESTS];
	MajorityCount count = {take_between(&input, 0, 300), take_between(&input, 0, 300), take_between(&input, 0, 20)};
	int			n = take_between(&input, 0, MOST_REQUESTS);
	int64_t		frame = take_money(&input);

	for (int i = 0; i < n; i++)
		requests[i] = take_money(&input);
	check_allocation(requests, n, frame);
	check_majority(&count);
	DEMAND(kompetansepiloter_row("no such item") == -1 && kompetansepiloter_row("centrality") >= 0);
	DEMAND(kompetansepiloter_centrality() == (1 << 5 | 1 << 6));	/* K1-2 */
	return 0;
}
