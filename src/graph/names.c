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
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "message.h"

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
	names->names_room = 512;
	names->starts = huge_alloc(context, sizeof(Size) * (names->names_room + 1));
	names->starts[0] = 0;
	names->hashes = huge_alloc(context, sizeof(uint32) * names->names_room);
	names->nslots = 1024;
	names->slots = MemoryContextAllocZero(context, sizeof(uint32) * names->nslots);
}

/* The slot of a name, or the free one where it would be. */
static uint32
find_slot(const Names *names, const char *bytes, int length, uint32 hash)
{
	uint32		slot = hash & (names->nslots - 1);

	while (names->slots[slot] != 0)
	{
		int			number = names->slots[slot] - 1;
		Size		start = names->starts[number];

		if (names->hashes[number] == hash && names->starts[number + 1] - start == length &&
			memcmp(names->bytes + start, bytes, length) == 0)
			break;
		slot = (slot + 1) & (names->nslots - 1);
	}
	return slot;
}

static void
fill_slots(Names *names)
{
	memset(names->slots, 0, sizeof(uint32) * names->nslots);
	for (int i = 0; i < names->count; i++)
	{
		uint32		slot = names->hashes[i] & (names->nslots - 1);

		while (names->slots[slot] != 0)
			slot = (slot + 1) & (names->nslots - 1);
		names->slots[slot] = i + 1;
	}
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
	names->names_room *= 2;
	names->starts = repalloc_huge(names->starts, sizeof(Size) * (names->names_room + 1));
	names->hashes = repalloc_huge(names->hashes, sizeof(uint32) * names->names_room);
	names->nslots *= 2;
	pfree(names->slots);
	names->slots = huge_alloc(names->context, sizeof(uint32) * names->nslots);
	fill_slots(names);
}

/* The number of a name, which is made if it is new. */
int
names_add(Names *names, const char *bytes, int length)
{
	uint32		hash = hash_bytes((const unsigned char *) bytes, length);
	uint32		slot = find_slot(names, bytes, length, hash);

	if (names->slots[slot] != 0)
		return names->slots[slot] - 1;
	if (names->used + length > names->room || names->count == names->names_room)
	{
		make_room(names, length);
		slot = find_slot(names, bytes, length, hash);
	}
	memcpy(names->bytes + names->used, bytes, length);
	names->used += length;
	names->hashes[names->count] = hash;
	names->slots[slot] = ++names->count;
	names->starts[names->count] = names->used;
	return names->count - 1;
}

/* The number of a name, or -1. */
int
names_find(const Names *names, const char *bytes, int length)
{
	uint32		hash = hash_bytes((const unsigned char *) bytes, length);

	return (int) names->slots[find_slot(names, bytes, length, hash)] - 1;
}

/* The first bytes as a number spare most comparisons of the rest. */
typedef struct SortName
{
	uint64		prefix;
	const char *bytes;
	uint32		length;
	int32		number;
} SortName;

static int
compare_names(const void *a, const void *b)
{
	const SortName *x = a;
	const SortName *y = b;
	int			result;

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	result = memcmp(x->bytes, y->bytes, Min(x->length, y->length));
	if (result != 0)
		return result;
	return x->length < y->length ? -1 : x->length > y->length;
}

/*
 * Numbers the names anew, in the order of their bytes.  Returns the new number
 * of each old one.
 */
int32 *
names_sort(Names *names)
{
	SortName   *sorted = huge_alloc(names->context, sizeof(SortName) * (names->count + 1));
	int32	   *numbers = huge_alloc(names->context, sizeof(int32) * (names->count + 1));
	char	   *bytes = huge_alloc(names->context, names->used + 1);
	uint32	   *hashes = huge_alloc(names->context, sizeof(uint32) * (names->count + 1));
	Size	   *starts = huge_alloc(names->context, sizeof(Size) * (names->count + 1));

	for (int i = 0; i < names->count; i++)
	{
		SortName   *name = &sorted[i];

		name->number = i;
		name->bytes = names->bytes + names->starts[i];
		name->length = names->starts[i + 1] - names->starts[i];
		name->prefix = 0;
		for (uint32 k = 0; k < 8; k++)
			name->prefix = name->prefix << 8 | (k < name->length ? (unsigned char) name->bytes[k] : 0);
	}
	CHECK_FOR_INTERRUPTS();
	qsort(sorted, names->count, sizeof(SortName), compare_names);
	starts[0] = 0;
	for (int i = 0; i < names->count; i++)
	{
		SortName   *name = &sorted[i];

		memcpy(bytes + starts[i], name->bytes, name->length);
		starts[i + 1] = starts[i] + name->length;
		hashes[i] = names->hashes[name->number];
		numbers[name->number] = i;
	}
	pfree(sorted);
	pfree(names->bytes);
	pfree(names->hashes);
	pfree(names->starts);
	names->bytes = bytes;
	names->hashes = hashes;
	names->starts = starts;
	names->room = names->used;
	names->names_room = names->count;
	fill_slots(names);
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
