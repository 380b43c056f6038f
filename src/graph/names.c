/*-------------------------------------------------------------------------
 *
 * names.c
 *	  Ids as numbers, which are those of their places in byte order.
 *
 * src/graph/names.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "message.h"

/* Of names of up to so many bytes, a slot has all. */
#define SHORT_NAME	11

/* How full a hash table may be. */
#define MOST_NAMES(nslots)	((nslots) / 2)

static void *
huge_alloc(MemoryContext context, Size size)
{
	return MemoryContextAllocExtended(context, size, MCXT_ALLOC_HUGE);
}

void
names_init(Names *names, MemoryContext context)
{
	memset(names, 0, sizeof(Names));
	names->context = context;
	names->room = 8192;
	names->bytes = huge_alloc(context, names->room);
	names->names_room = MOST_NAMES(1024);
	names->starts = huge_alloc(context, sizeof(Size) * (names->names_room + 1));
	names->starts[0] = 0;
	names->nslots = 1024;
	names->slots = MemoryContextAllocZero(context, sizeof(NameSlot) * names->nslots);
}

/* Up to 8 bytes as a number, which compares as they do. */
static inline uint64
bytes_number(const char *bytes, int length)
{
	uint64		number = 0;

	if (length >= sizeof(number))
	{
		memcpy(&number, bytes, sizeof(number));
		return pg_ntoh64(number);
	}
	for (int i = 0; i < length; i++)
		number |= (uint64) (unsigned char) bytes[i] << (56 - 8 * i);
	return number;
}

/* The first 12 bytes of a name. */
static inline void
set_prefix(NameSlot *slot, const char *bytes, int length)
{
	slot->head = bytes_number(bytes, length);
	slot->tail = length > 8 ? bytes_number(bytes + 8, Min(length - 8, 4)) >> 32 : 0;
}

/*
 * What a slot has of a name: all of it up to 11 bytes, so that to find an
 * organisation number reads nothing but its slot.  Of a longer name, which can
 * be told by the last bit, a hash stands for what comes after 8 bytes.
 */
static inline void
set_key(NameSlot *key, const char *bytes, int length)
{
	set_prefix(key, bytes, length);
	if (length > SHORT_NAME)
		key->tail = hash_bytes((const unsigned char *) bytes, length) | 1;
}

/* Multiplying carries bits up, the shift brings them down again. */
static inline uint32
first_slot(const Names *names, const NameSlot *key)
{
	const uint64 odd = UINT64CONST(0x9E3779B97F4A7C15);
	uint64		hash = (key->head ^ key->tail * odd) * odd;

	hash = (hash ^ hash >> 32) * odd;
	return (uint32) (hash >> 32) & (names->nslots - 1);
}

/* The slot of a name, or the free one where it would be. */
static NameSlot *
find_slot(const Names *names, const NameSlot *key, const char *bytes, int length)
{
	uint32		i = first_slot(names, key);

	for (; names->slots[i].next_number != 0; i = (i + 1) & (names->nslots - 1))
	{
		const NameSlot *slot = &names->slots[i];
		Size		start;

		if (slot->head != key->head || slot->tail != key->tail)
			continue;
		if (length <= SHORT_NAME)
			break;
		start = names->starts[slot->next_number - 1];
		if (names->starts[slot->next_number] - start == length &&
			memcmp(names->bytes + start, bytes, length) == 0)
			break;
	}
	return &names->slots[i];
}

static void
grow_slots(Names *names)
{
	NameSlot   *before = names->slots;
	uint32		nbefore = names->nslots;

	names->nslots *= 2;
	names->slots = MemoryContextAllocExtended(names->context, sizeof(NameSlot) * names->nslots,
											  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (uint32 k = 0; k < nbefore; k++)
	{
		uint32		i;

		if (before[k].next_number == 0)
			continue;
		i = first_slot(names, &before[k]);
		while (names->slots[i].next_number != 0)
			i = (i + 1) & (names->nslots - 1);
		names->slots[i] = before[k];
	}
	pfree(before);
}

static void
make_room(Names *names, int length)
{
	while (names->used + length > names->room)
	{
		names->room *= 2;
		names->bytes = repalloc_huge(names->bytes, names->room);
	}
	if (names->count < names->names_room)
		return;
	if (names->count >= PG_INT32_MAX / 8)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the queries name too many enterprises and owners")));
	grow_slots(names);
	names->names_room = MOST_NAMES(names->nslots);
	names->starts = repalloc_huge(names->starts, sizeof(Size) * (names->names_room + 1));
}

/* The number of a name, which is made if it is new. */
int
names_add(Names *names, const char *bytes, int length)
{
	NameSlot	key;
	NameSlot   *slot;

	set_key(&key, bytes, length);
	slot = find_slot(names, &key, bytes, length);
	if (slot->next_number != 0)
		return slot->next_number - 1;
	if (names->used + length > names->room || names->count == names->names_room)
	{
		make_room(names, length);
		slot = find_slot(names, &key, bytes, length);
	}
	memcpy(names->bytes + names->used, bytes, length);
	names->used += length;
	key.next_number = ++names->count;
	*slot = key;
	names->starts[names->count] = names->used;
	return names->count - 1;
}

/*
 * Fetches what it takes to find a name into the processor's cache, which waits
 * for nothing; of ids in no order, nearly each is a wait for memory otherwise.
 */
void
names_prefetch(const Names *names, const char *bytes, int length)
{
	NameSlot	key;

	set_key(&key, bytes, length);
	__builtin_prefetch(&names->slots[first_slot(names, &key)]);
}

/* The number of a name, or -1. */
int
names_find(const Names *names, const char *bytes, int length)
{
	NameSlot	key;

	set_key(&key, bytes, length);
	return find_slot(names, &key, bytes, length)->next_number - 1;
}

/* The rest of two names of which the first 12 bytes are the same. */
static int
compare_rests(const Names *names, const NameSlot *x, const NameSlot *y)
{
	int			xlength;
	int			ylength;
	const char *xbytes = names_bytes(names, x->next_number - 1, &xlength);
	const char *ybytes = names_bytes(names, y->next_number - 1, &ylength);
	int			result = memcmp(xbytes, ybytes, Min(xlength, ylength));

	return result != 0 ? result : (xlength > ylength) - (xlength < ylength);
}

static inline int
compare_names(const Names *names, const NameSlot *x, const NameSlot *y)
{
	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	if (x->tail != y->tail)
		return x->tail < y->tail ? -1 : 1;
	return compare_rests(names, x, y);
}

#define ST_SORT sort_names
#define ST_ELEMENT_TYPE NameSlot
#define ST_COMPARE(x, y, names) compare_names(names, x, y)
#define ST_COMPARE_ARG_TYPE const Names
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Numbers the names anew, in the order of their bytes.  Returns the new number
 * of each old one.
 */
int32 *
names_sort(Names *names)
{
	NameSlot   *sorted = huge_alloc(names->context, sizeof(NameSlot) * (names->count + 1));
	int32	   *numbers = huge_alloc(names->context, sizeof(int32) * (names->count + 1));
	char	   *bytes = huge_alloc(names->context, names->used + 1);
	Size	   *starts = huge_alloc(names->context, sizeof(Size) * (names->count + 1));

	for (int i = 0; i < names->count; i++)
	{
		int			length;
		const char *name = names_bytes(names, i, &length);

		set_prefix(&sorted[i], name, length);
		sorted[i].next_number = i + 1;
	}
	sort_names(sorted, names->count, names);
	CHECK_FOR_INTERRUPTS();
	starts[0] = 0;
	for (int i = 0; i < names->count; i++)
	{
		int			number = sorted[i].next_number - 1;
		int			length;
		const char *name = names_bytes(names, number, &length);

		memcpy(bytes + starts[i], name, length);
		starts[i + 1] = starts[i] + length;
		numbers[number] = i;
	}
	CHECK_FOR_INTERRUPTS();
	for (uint32 i = 0; i < names->nslots; i++)
	{
		if (names->slots[i].next_number != 0)
			names->slots[i].next_number = numbers[names->slots[i].next_number - 1] + 1;
	}
	pfree(sorted);
	pfree(names->bytes);
	pfree(names->starts);
	names->bytes = bytes;
	names->starts = starts;
	names->room = names->used;
	names->names_room = names->count;
	return numbers;
}

text *
names_text(const Names *names, int number)
{
	int			length;
	const char *bytes = names_bytes(names, number, &length);

	return cstring_to_text_with_len(bytes, length);
}

/* A name for a message. */
const char *
names_print(const Names *names, int number)
{
	int			length;
	const char *bytes = names_bytes(names, number, &length);

	return tilskudd_shorten(pnstrdup(bytes, length));
}
