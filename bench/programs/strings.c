/*
 * A string library and its use on 4 KiB of words: copy, move with overlap, fill, compare, length, search, reverse, number
 * to text and back. Byte loads and stores with every addressing mode, words where aligned, structures copied through Q registers.
 */
#include "program.h"

#define LENGTH 4096
#define WORDS 320

struct block {
  _Alignas(16) uint64_t words[4];
};

static char text[LENGTH];
static char copy[LENGTH];
static struct block blocks[LENGTH / sizeof(struct block)];

static size_t length_of(const char *s) {
  const char *end = s;
  while (*end) end++;
  return (size_t)(end - s);
}

static void *copy_bytes(void *to, const void *from, size_t n) {
  char *t = to;
  const char *f = from;
  if ((((uintptr_t)t | (uintptr_t)f) & 7) == 0) {
    for (; n >= 8; n -= 8, t += 8, f += 8) *(uint64_t *)t = *(const uint64_t *)f;
  }
  while (n--) *t++ = *f++;
  return to;
}

static void *move_bytes(void *to, const void *from, size_t n) {
  char *t = (char *)to + n;
  const char *f = (const char *)from + n;
  if (to <= from) return copy_bytes(to, from, n);
  while (n--) *--t = *--f;
  return to;
}

static void fill(void *to, int value, size_t n) {
  char *t = to;
  while (n--) *t++ = (char)value;
}

static int compare(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

static const char *find(const char *s, const char *wanted) {
  for (; *s; s++) {
    const char *a = s, *b = wanted;
    while (*b && *a == *b) a++, b++;
    if (*b == 0) return s;
  }
  return NULL;
}

static void reverse(char *s, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    char kept = s[i];
    s[i] = s[n - 1 - i];
    s[n - 1 - i] = kept;
  }
}

static char *number(char *to, uint64_t value) {
  char digits[20];
  int n = 0;
  do digits[n++] = (char)('0' + value % 10);
  while (value /= 10);
  while (n) *to++ = digits[--n];
  return to;
}

static uint64_t parse(const char *s) {
  uint64_t value = 0;
  while (*s >= '0' && *s <= '9') value = value * 10 + (uint64_t)(*s++ - '0');
  return value;
}

static uint64_t checksum_of(const char *s, size_t n) {
  uint64_t checksum = 0;
  for (size_t i = 0; i < n; i++) checksum = fold(checksum, (unsigned char)s[i]);
  return checksum;
}

/* Words of one to eight letters, and a number now and then, a space after each. */
static size_t compose(void) {
  struct random random = {0x1234567890abcdefull};
  char *at = text;
  for (int word = 0; word < WORDS; word++) {
    uint64_t bits = next_random(&random);
    if (word % 16 == 15) {
      at = number(at, bits >> 24);
    } else {
      for (uint64_t letters = 1 + (bits & 7); letters; letters--, bits >>= 5) *at++ = (char)('a' + (bits >> 8) % 26);
    }
    *at++ = ' ';
  }
  *at = 0;
  return (size_t)(at - text);
}

static int agrees_after_moves(size_t n) {
  copy_bytes(copy, text, n + 1);
  move_bytes(copy + 3, copy, n + 1);
  move_bytes(copy, copy + 3, n + 1);
  if (compare(copy, text) != 0) return 0;
  reverse(copy, n);
  reverse(copy, n);
  return compare(copy, text) == 0;
}

static uint64_t through_blocks(void) {
  const size_t count = sizeof blocks / sizeof blocks[0];
  copy_bytes(blocks, text, sizeof blocks);
  for (size_t i = 0; i < count / 2; i++) {
    struct block kept = blocks[i];
    blocks[i] = blocks[count - 1 - i];
    blocks[count - 1 - i] = kept;
  }
  return checksum_of((const char *)blocks, sizeof blocks);
}

uint64_t run(void) {
  fill(text, 0, sizeof text);
  fill(copy, 0x55, sizeof copy);
  size_t n = compose();
  if (length_of(text) != n || n + 4 > LENGTH || !agrees_after_moves(n)) return 0;
  uint64_t checksum = fold(checksum_of(text, n), n);
  for (const char *at = text; (at = find(at, "e ")) != NULL; at++) checksum = fold(checksum, (uint64_t)(at - text));
  for (const char *at = text; *at; at++) {
    if (*at >= '0' && *at <= '9' && (at == text || at[-1] == ' ')) checksum = fold(checksum, parse(at));
  }
  return fold(checksum, through_blocks());
}
