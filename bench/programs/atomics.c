/*
 * Atomic operations of every width: add, clear, set, exclusive or, exchange, compare and exchange, loads that acquire and
 * stores that release, a lock and a stack without one. Compiled twice: for Armv8.1 (LSE: LDADD, LDCLR, LDSET, LDEOR, SWP,
 * CAS) and for Armv8.0 (LDXR and STXR). Both give the same result.
 */
#include "program.h"

#define ROUNDS 200
#define NODES 32

struct node {
  struct node *next;
  uint64_t value;
};

static uint8_t byte;
static uint16_t halfword;
static uint32_t word;
static uint64_t doubleword;
static uint32_t lock;
static struct node *stack;
static struct node nodes[NODES];

static uint64_t mix_small(uint64_t value) {
  uint64_t old = __atomic_fetch_add(&byte, (uint8_t)value, __ATOMIC_ACQ_REL);
  old = fold(old, __atomic_fetch_and(&byte, (uint8_t)(value >> 8), __ATOMIC_ACQUIRE));
  old = fold(old, __atomic_fetch_or(&halfword, (uint16_t)(value >> 16), __ATOMIC_RELEASE));
  old = fold(old, __atomic_fetch_xor(&halfword, (uint16_t)(value >> 32), __ATOMIC_RELAXED));
  return fold(old, __atomic_exchange_n(&byte, (uint8_t)(value >> 48), __ATOMIC_ACQ_REL));
}

static uint64_t mix_large(uint64_t value) {
  uint64_t old = __atomic_fetch_add(&word, (uint32_t)value, __ATOMIC_SEQ_CST);
  old = fold(old, __atomic_fetch_and(&doubleword, value | 0xff00ff00ff00ff00ull, __ATOMIC_ACQ_REL));
  old = fold(old, __atomic_fetch_or(&word, (uint32_t)(value >> 32) & 0x0f0f0f0f, __ATOMIC_ACQUIRE));
  old = fold(old, __atomic_fetch_xor(&doubleword, value, __ATOMIC_RELEASE));
  return fold(old, __atomic_exchange_n(&doubleword, value ^ (value << 7), __ATOMIC_RELAXED));
}

/* Results not used. */
static void mix_silently(uint64_t value) {
  (void)__atomic_fetch_add(&doubleword, value, __ATOMIC_RELAXED);
  (void)__atomic_fetch_or(&word, (uint32_t)value & 0x11111111, __ATOMIC_RELAXED);
  (void)__atomic_fetch_xor(&halfword, (uint16_t)value, __ATOMIC_RELAXED);
  (void)__atomic_fetch_sub(&byte, (uint8_t)value, __ATOMIC_RELEASE);
}

/* Succeeds on every second call. */
static uint64_t compare_exchange(uint64_t value) {
  uint32_t expected = (value & 1) ? __atomic_load_n(&word, __ATOMIC_ACQUIRE) : (uint32_t)value;
  uint64_t expected_wide = (value & 1) ? (uint64_t)value : __atomic_load_n(&doubleword, __ATOMIC_RELAXED);
  int swapped = __atomic_compare_exchange_n(&word, &expected, (uint32_t)(value >> 3), 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  int swapped_wide = __atomic_compare_exchange_n(&doubleword, &expected_wide, ~value, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
  return fold(fold(expected, expected_wide), (uint64_t)(swapped * 2 + swapped_wide));
}

static void acquire_lock(void) {
  while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE) != 0) {
  }
}

static void push(struct node *node) {
  struct node *head = __atomic_load_n(&stack, __ATOMIC_ACQUIRE);
  do node->next = head;
  while (!__atomic_compare_exchange_n(&stack, &head, node, 1, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE));
}

static struct node *pop(void) {
  struct node *head = __atomic_load_n(&stack, __ATOMIC_ACQUIRE);
  while (head && !__atomic_compare_exchange_n(&stack, &head, head->next, 1, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
  }
  return head;
}

static uint64_t through_stack(struct random *random) {
  uint64_t checksum = 0;
  for (int i = 0; i < NODES; i++) {
    nodes[i].value = next_random(random);
    push(&nodes[i]);
    if (i % 3 == 2) checksum = fold(checksum, pop()->value);
  }
  for (struct node *node; (node = pop()) != NULL;) checksum = fold(checksum, node->value);
  return checksum;
}

uint64_t run(void) {
  struct random random = {0xa70a1c5a70a1c501ull};
  uint64_t checksum = 0;
  byte = 0, halfword = 0, word = 0, doubleword = 0;
  for (int i = 0; i < ROUNDS; i++) {
    uint64_t value = next_random(&random);
    acquire_lock();
    checksum = fold(checksum, mix_small(value));
    checksum = fold(checksum, mix_large(value));
    mix_silently(value);
    checksum = fold(checksum, compare_exchange(value));
    __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
  }
  checksum = fold(checksum, through_stack(&random));
  return fold(checksum, byte ^ (uint64_t)halfword << 8 ^ (uint64_t)word << 24 ^ doubleword);
}
