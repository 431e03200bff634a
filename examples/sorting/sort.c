// SPDX-License-Identifier: MIT
// Sorts numbers as its configuration says, checks the result, and prints how fast it was.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "config.h"

static uint32_t numbers[CONFIG_COUNT];

#if defined(CONFIG_SORT_INSERTION) || defined(CONFIG_SORT_SHELL)
static void insert_with_gap(size_t gap)
{
	for (size_t i = gap; i < CONFIG_COUNT; i++) {
		uint32_t number = numbers[i];
		size_t at = i;

		for (; at >= gap && numbers[at - gap] > number; at -= gap)
			numbers[at] = numbers[at - gap];
		numbers[at] = number;
	}
}

static void sort(void)
{
#ifdef CONFIG_SORT_SHELL
	for (size_t gap = CONFIG_COUNT / 2; gap > 1; gap = gap * 5 / 11)
		insert_with_gap(gap);
#endif
	insert_with_gap(1);
}
#else
static uint32_t sorted[CONFIG_COUNT];

static void sort(void)
{
	static size_t starts[(1u << CONFIG_RADIX_BITS) + 1];
	uint32_t mask = (1u << CONFIG_RADIX_BITS) - 1;

	for (unsigned int shift = 0; shift < 32; shift += CONFIG_RADIX_BITS) {
		memset(starts, 0, sizeof(starts));
		for (size_t i = 0; i < CONFIG_COUNT; i++)
			starts[((numbers[i] >> shift) & mask) + 1]++;
		for (size_t digit = 0; digit < mask; digit++)
			starts[digit + 1] += starts[digit];
		for (size_t i = 0; i < CONFIG_COUNT; i++)
			sorted[starts[(numbers[i] >> shift) & mask]++] = numbers[i];
		memcpy(numbers, sorted, sizeof(numbers));
	}
}
#endif

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void)
{
	double spent = 0;
	int rounds = 0;

	for (; rounds < 3 || (spent < 0.05 && rounds < 1000); rounds++) {
		uint32_t state = 1 + (uint32_t)rounds;

		for (size_t i = 0; i < CONFIG_COUNT; i++)
			numbers[i] = state = state * 1664525u + 1013904223u;
		double before = seconds();

		sort();
		spent += seconds() - before;
		for (size_t i = 1; i < CONFIG_COUNT; i++) {
			if (numbers[i - 1] > numbers[i]) {
				fprintf(stderr, "not sorted at %zu\n", i);
				return 1;
			}
		}
	}
	printf("sort_us=%.1f\n", spent / rounds * 1e6);
	return 0;
}
