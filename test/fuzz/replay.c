/*-------------------------------------------------------------------------
 *
 * replay.c
 *	  A driver for a harness where there is no libFuzzer: runs it over files,
 *	  and over inputs out of a generator of random numbers, the same each time.
 *
 *	replay COUNT FILE...
 *
 * Before each input it says on standard output which comes, so that the last
 * line tells where it ended.  Of each file it also makes inputs by changing
 * some bytes.
 *
 * test/fuzz/replay.c
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#define MAX_SIZE	4096
#define MAX_RANDOM	96

static uint64_t random_state;

/* xorshift64* */
static uint32_t
next_random(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t) ((random_state * UINT64_C(2685821657736338717)) >> 32);
}

/* In memory of just that size, so that a sanitizer sees a step beyond it. */
static void
run_one(const uint8_t *bytes, size_t size)
{
	uint8_t    *data = malloc(size > 0 ? size : 1);

	memcpy(data, bytes, size);
	(void) LLVMFuzzerTestOneInput(data, size);
	free(data);
}

static size_t
read_file(const char *name, uint8_t *data)
{
	FILE	   *file = fopen(name, "rb");
	size_t		size;

	if (file == NULL)
	{
		perror(name);
		exit(2);
	}
	size = fread(data, 1, MAX_SIZE, file);
	fclose(file);
	return size;
}

/* The n-th random input: bytes of any kind, or those given with some changed. */
static size_t
make_random(unsigned n, const uint8_t *given, size_t ngiven, uint8_t *data)
{
	size_t		size;

	random_state = n * UINT64_C(0x9E3779B97F4A7C15) + 1;
	if (ngiven > 0)
	{
		memcpy(data, given, ngiven);
		for (unsigned i = 1 + next_random() % 4; i > 0; i--)
			data[next_random() % ngiven] = next_random();
		return ngiven - next_random() % 4 % ngiven;
	}
	size = next_random() % (MAX_RANDOM + 1);
	for (size_t i = 0; i < size; i++)
		data[i] = next_random();
	return size;
}

int
main(int argc, char **argv)
{
	unsigned	count = argc > 1 ? (unsigned) strtoul(argv[1], NULL, 10) : 0;
	uint8_t		given[MAX_SIZE];
	uint8_t		data[MAX_SIZE];

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int file = 2; file < argc; file++)
	{
		size_t		ngiven = read_file(argv[file], given);

		printf("%s\n", argv[file]);
		run_one(given, ngiven);
		if (ngiven == 0)
			continue;
		printf("changes of %s\n", argv[file]);
		for (unsigned n = 0; n < count / 50; n++)
			run_one(data, make_random(n, given, ngiven, data));
	}
	printf("random inputs\n");
	for (unsigned n = 0; n < count; n++)
		run_one(data, make_random(n, NULL, 0, data));
	printf("done\n");
	return 0;
}
