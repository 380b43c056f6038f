/*-------------------------------------------------------------------------
 *
 * fuzz.h
 *	  What the harnesses share: arguments out of bytes, and demands.
 *
 * A harness is one function that gets any bytes, makes arguments of them,
 * calls rules, and demands of the answers what the law and the rules' own
 * comments promise.  It has no state: the same bytes do the same.
 *
 * test/fuzz/fuzz.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_FUZZ_H
#define TILSKUDD_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold; the end where it does not, which either driver notices. */
#define DEMAND(condition) \
	do { \
		if (!(condition)) \
		{ \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

/* Days from 2000-01-01 of the server's type date: the first, the last, infinities. */
#define DAY_FIRST	(-2451545)	/* 4714-11-24 BC */
#define DAY_LAST	2145031948	/* 5874897-12-31 */
#define DAY_MINUS_INFINITY	INT32_MIN
#define DAY_INFINITY	INT32_MAX

/* The bytes not used yet.  Behind their end there are zeros. */
typedef struct Input
{
	const uint8_t *at;
	const uint8_t *end;
} Input;

static inline Input
input_of(const uint8_t *data, size_t size)
{
	return (Input) {data, data + size};
}

static inline uint64_t
take(Input *input, int nbytes)
{
	uint64_t	value = 0;

	for (int i = 0; i < nbytes; i++)
		value = value << 8 | (input->at < input->end ? *input->at++ : 0);
	return value;
}

/* A number from one to another, in two bytes where one does not suffice. */
static inline int
take_between(Input *input, int from, int to)
{
	return from + (int) (take(input, to - from > UINT8_MAX ? 2 : 1) % (unsigned) (to - from + 1));
}

static inline bool
take_bool(Input *input)
{
	return take(input, 1) & 1;
}

/* Mostly a day of the years that the law speaks of; sometimes any, or the ends. */
static inline int32_t
take_finite_day(Input *input)
{
	int64_t		any;

	switch (take(input, 1))
	{
		case 0xFF:
			return DAY_FIRST;
		case 0xFE:
			return DAY_LAST;
		case 0xFD:
			any = take(input, 4);
			return DAY_FIRST + any % ((int64_t) DAY_LAST - DAY_FIRST + 1);
		default:
			return take_between(input, -2000, 14000);	/* 1994 to 2038 */
	}
}

static inline int32_t
take_day(Input *input)
{
	if (input->at < input->end && (*input->at == 0xFC || *input->at == 0xFB))
		return take(input, 1) == 0xFC ? DAY_INFINITY : DAY_MINUS_INFINITY;
	return take_finite_day(input);
}

#endif							/* TILSKUDD_FUZZ_H */
