/*
 * The compiled programs as a Linux process without a C library, for qemu-aarch64: `user PROGRAM` serves requests for n
 * iterations of it (bench/README.md has the protocol).
 */
#include "program.h"

#define SYS_READ 63
#define SYS_WRITE 64
#define SYS_EXIT 93
#define SYS_CLOCK_GETTIME 113
#define CLOCK_MONOTONIC 1
#define DIFFERED ~0ull

#define PROGRAMS(X) X(hash) X(sort) X(crc) X(bignum) X(strings) X(atomics) X(exclusives)

#define DECLARE(name) uint64_t run_##name(void);
PROGRAMS(DECLARE)

struct program {
  const char *name;
  uint64_t (*run)(void);
};

/* Found by comparison, not through a table of pointers: a static process that is not relocated has none to fix up. */
#define CANDIDATE(candidate)                                   \
  if (same(name, #candidate)) return run_##candidate;

static long call(long number, long a, long b, long c) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}

static _Noreturn void leave(long status) {
  for (;;) call(SYS_EXIT, status, 0, 0);
}

static uint64_t now(void) {
  uint64_t time[2];
  call(SYS_CLOCK_GETTIME, CLOCK_MONOTONIC, (long)time, 0);
  return time[0] * 1000000000u + time[1];
}

static int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static uint64_t (*find(const char *name))(void) {
  PROGRAMS(CANDIDATE)
  return NULL;
}

static char *hexadecimal(char *to, uint64_t value, char after) {
  for (int shift = 60; shift >= 0; shift -= 4) *to++ = "0123456789abcdef"[value >> shift & 15];
  *to++ = after;
  return to;
}

/* A line with a number in hexadecimal; 0 at the end of the input. */
static uint64_t request(void) {
  uint64_t value = 0;
  char c;
  while (call(SYS_READ, 0, (long)&c, 1) == 1 && c != '\n') value = value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
  return value;
}

static void answer(uint64_t count, uint64_t elapsed, uint64_t check) {
  char line[52];
  char *end = hexadecimal(hexadecimal(hexadecimal(line, count, ' '), elapsed, ' '), check, '\n');
  call(SYS_WRITE, 1, (long)line, end - line);
}

static uint64_t repeat(uint64_t (*run)(void), uint64_t n) {
  uint64_t first = run();
  while (--n) {
    if (run() != first) return DIFFERED;
  }
  return first;
}

__attribute__((used)) _Noreturn void serve(long *arguments) {
  static const char greeting[] = "trapline-peer 1 Linux process\n";
  uint64_t (*run)(void) = arguments[0] == 2 ? find((const char *)arguments[2]) : NULL;
  if (run == NULL) leave(2);
  call(SYS_WRITE, 1, (long)greeting, sizeof greeting - 1);
  for (uint64_t n; (n = request()) != 0;) {
    uint64_t start = now();
    uint64_t check = repeat(run, n);
    answer(n, now() - start, check);
  }
  leave(0);
}

/* The kernel starts a process with the argument count at the stack pointer. */
__asm__(".global _start\n_start:\n mov x0, sp\n b serve\n");
