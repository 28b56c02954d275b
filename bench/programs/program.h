/*
 * What the compiled programs share. Each defines `run`: a fixed piece of work on data that it makes anew, which returns a
 * checksum of all of its results; the same every time. There is no initialised writable data and no C library.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stddef.h>
#include <stdint.h>

uint64_t run(void);

/* A generator whose numbers are the same everywhere: xorshift64* (Vigna, 2016). */
struct random {
  uint64_t state;
};

static inline uint64_t next_random(struct random *random) {
  uint64_t x = random->state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  random->state = x;
  return x * 0x2545f4914f6cdd1dull;
}

/* Folds one value into a checksum (FNV-1a's prime, a word at a time). */
static inline uint64_t fold(uint64_t checksum, uint64_t value) {
  checksum = (checksum ^ value) * 0x100000001b3ull;
  return checksum ^ (checksum >> 29);
}

#endif
