/*-------------------------------------------------------------------------
 *
 * decimal.c
 *	  Numerics as 128-bit integers of a decimal scale, and back.
 *
 * src/graph/decimal.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "function/number.h"

/*
 * The form in which numerics are stored, which the server keeps to itself but
 * can not change without breaking every database on disk: a header of two
 * bytes, or of four with the weight in a word of its own, then digits to the
 * base of 10000.  To go through text instead takes longer than all the rest of
 * reading a country.
 */
#define HEADER_SIGN_MASK	0xC000
#define HEADER_NEGATIVE		0x4000
#define HEADER_SHORT		0x8000
#define HEADER_SPECIAL		0xC000
#define SHORT_NEGATIVE		0x2000
#define SHORT_WEIGHT_SIGN	0x0040
#define SHORT_WEIGHT_MASK	0x003F
#define DECIMALS_OF_DIGIT	4

/* So many digits, which are most numbers, need no 128 bits. */
#define DIGITS_OF_INT64		4

/* How far a number may go: what is added to it afterwards is no overflow. */
#define LARGEST		(((int128) 1) << 126)

/*
 * Multiplies by a power of ten, as much as there is room for; false: the result
 * would be too large.
 */
bool
decimal_scale_up(int128 *digits, int decimals)
{
	static const int64 powers[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, INT64CONST(10000000000),
		INT64CONST(100000000000), INT64CONST(1000000000000), INT64CONST(10000000000000),
		INT64CONST(100000000000000), INT64CONST(1000000000000000), INT64CONST(10000000000000000)
	};

	while (decimals > 0 && *digits != 0)
	{
		int			step = Min(decimals, lengthof(powers) - 1);

		if (__builtin_mul_overflow(*digits, powers[step], digits) || *digits > LARGEST || *digits < -LARGEST)
			return false;
		decimals -= step;
	}
	return true;
}

/* Drops zeros at the end; with 64 bits where these do, which are divided faster. */
static void
trim(int128 *digits, int *scale)
{
	int64		small;

	for (; *scale > 0 && (int64) *digits != *digits && *digits % 10 == 0; (*scale)--)
		*digits /= 10;
	small = (int64) *digits;
	if (small != *digits)
		return;
	for (; *scale > 0 && small % 10 == 0; (*scale)--)
		small /= 10;
	*digits = small;
}

static int16
digit_at(const char *data, int i)
{
	int16		digit;

	memcpy(&digit, data + i * sizeof(digit), sizeof(digit));
	return digit;
}

/*
 * The value digits / 10^scale of a numeric or integer.  False: NaN, infinite,
 * or of more than 37 digits.
 */
bool
decimal_of(Datum value, Oid type, int128 *digits, int *scale)
{
	struct varlena *numeric;
	const char *data;
	uint16		header;
	int16		weight;
	int			ndigits;
	bool		negative;
	int64		first = 0;
	int			i = 0;

	*scale = 0;
	switch (type)
	{
		case INT2OID:
			*digits = DatumGetInt16(value);
			return true;
		case INT4OID:
			*digits = DatumGetInt32(value);
			return true;
		case INT8OID:
			*digits = DatumGetInt64(value);
			return true;
	}
	numeric = PG_DETOAST_DATUM_PACKED(value);
	data = VARDATA_ANY(numeric);
	ndigits = VARSIZE_ANY_EXHDR(numeric);
	memcpy(&header, data, sizeof(header));
	if ((header & HEADER_SIGN_MASK) == HEADER_SPECIAL)
		return false;
	if ((header & HEADER_SIGN_MASK) == HEADER_SHORT)
	{
		negative = (header & SHORT_NEGATIVE) != 0;
		weight = header & SHORT_WEIGHT_MASK;
		if (header & SHORT_WEIGHT_SIGN)
			weight |= ~SHORT_WEIGHT_MASK;
		data += sizeof(header);
		ndigits -= sizeof(header);
	}
	else
	{
		negative = (header & HEADER_SIGN_MASK) == HEADER_NEGATIVE;
		memcpy(&weight, data + sizeof(header), sizeof(weight));
		data += sizeof(header) + sizeof(weight);
		ndigits -= sizeof(header) + sizeof(weight);
	}
	ndigits /= sizeof(int16);

	for (; i < Min(ndigits, DIGITS_OF_INT64); i++)
		first = first * 10000 + digit_at(data, i);
	*digits = first;
	for (; i < ndigits; i++)
	{
		if (!decimal_scale_up(digits, DECIMALS_OF_DIGIT))
			return false;
		*digits += digit_at(data, i);
	}
	/* the last digit stands for 10000 ^ (weight - ndigits + 1) */
	weight -= ndigits - 1;
	if (weight > 0 && *digits != 0 && !decimal_scale_up(digits, weight * DECIMALS_OF_DIGIT))
		return false;
	if (weight < 0)
	{
		*scale = -weight * DECIMALS_OF_DIGIT;
		trim(digits, scale);
	}
	if (negative)
		*digits = -*digits;
	return true;
}

/* number = high * 10^18 + low */
Numeric
decimal_of_int128(int128 number)
{
	const int64 step = INT64CONST(1000000000000000000);
	Numeric		high;

	if (number >= PG_INT64_MIN && number <= PG_INT64_MAX)
		return number_of((int64) number);
	high = decimal_of_int128(number / step);
	return number_add(number_multiply(high, number_of(step)), number_of((int64) (number % step)));
}

/*
 * A figure for the eye: of what is no decimal fraction, six decimals, rounded.
 */
Numeric
decimal_numeric(int128 whole, uint64 fraction)
{
	const int64 million = 1000000;
	const int128 step = FIGURE_UNIT / million;
	int128		rest = whole % step;
	int128		millionths = whole / step;
	int			scale = 6;

	if (rest * 2 + (fraction >> 63) >= step)
		millionths++;
	trim(&millionths, &scale);
	if (millionths <= PG_INT64_MAX)
		return int64_div_fast_to_numeric((int64) millionths, scale);
	return number_multiply(decimal_of_int128(millionths), int64_div_fast_to_numeric(1, scale));
}
