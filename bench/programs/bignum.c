/*
 * 1024-bit numbers: product by the school method and by Karatsuba's, remainder by shift and subtract, carries throughout
 * (MUL, UMULH, ADDS, ADCS). The two products must agree, and so must (a * b) mod m and ((a mod m) * b) mod m.
 */
#include "program.h"

#define LIMBS 16
#define MODULUS_LIMBS 4

typedef unsigned __int128 uint128_t;

static uint64_t a[LIMBS], b[LIMBS], modulus[MODULUS_LIMBS];

static void multiply(uint64_t *product, const uint64_t *x, const uint64_t *y, int n) {
  for (int i = 0; i < 2 * n; i++) product[i] = 0;
  for (int i = 0; i < n; i++) {
    uint64_t carry = 0;
    for (int j = 0; j < n; j++) {
      uint128_t sum = (uint128_t)x[i] * y[j] + product[i + j] + carry;
      product[i + j] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
    product[i + n] = carry;
  }
}

static uint64_t add(uint64_t *sum, const uint64_t *x, const uint64_t *y, int n) {
  uint64_t carry = 0;
  for (int i = 0; i < n; i++) {
    uint128_t limb = (uint128_t)x[i] + y[i] + carry;
    sum[i] = (uint64_t)limb;
    carry = (uint64_t)(limb >> 64);
  }
  return carry;
}

static uint64_t subtract(uint64_t *difference, const uint64_t *x, const uint64_t *y, int n) {
  uint64_t borrow = 0;
  for (int i = 0; i < n; i++) {
    uint128_t limb = (uint128_t)x[i] - y[i] - borrow;
    difference[i] = (uint64_t)limb;
    borrow = (uint64_t)(limb >> 64) & 1;
  }
  return borrow;
}

static void add_carry(uint64_t *x, uint64_t carry) {
  for (int i = 0; carry != 0; i++) {
    x[i] += carry;
    carry = x[i] < carry;
  }
}

static void subtract_borrow(uint64_t *x, uint64_t borrow) {
  for (int i = 0; borrow != 0; i++) {
    uint64_t limb = x[i];
    x[i] = limb - borrow;
    borrow = limb < borrow;
  }
}

/* One level of Karatsuba: (x1 B + x0)(y1 B + y0), the middle term from (x0 + x1)(y0 + y1). */
static void karatsuba(uint64_t *product, const uint64_t *x, const uint64_t *y) {
  enum { HALF = LIMBS / 2 };
  uint64_t x_sum[HALF], y_sum[HALF], middle[2 * HALF + 2];
  uint64_t x_carry = add(x_sum, x, x + HALF, HALF);
  uint64_t y_carry = add(y_sum, y, y + HALF, HALF);
  multiply(middle, x_sum, y_sum, HALF);
  middle[2 * HALF] = x_carry & y_carry;
  middle[2 * HALF + 1] = 0;
  if (x_carry) add_carry(middle + 2 * HALF, add(middle + HALF, middle + HALF, y_sum, HALF));
  if (y_carry) add_carry(middle + 2 * HALF, add(middle + HALF, middle + HALF, x_sum, HALF));
  multiply(product, x, y, HALF);
  multiply(product + LIMBS, x + HALF, y + HALF, HALF);
  subtract_borrow(middle + 2 * HALF, subtract(middle, middle, product, 2 * HALF));
  subtract_borrow(middle + 2 * HALF, subtract(middle, middle, product + LIMBS, 2 * HALF));
  uint64_t carry = add(product + HALF, product + HALF, middle, 2 * HALF + 1);
  add_carry(product + HALF + 2 * HALF + 1, carry);
}

static void reduce(uint64_t *remainder, const uint64_t *x, int n) {
  uint64_t trial[MODULUS_LIMBS];
  for (int i = 0; i < MODULUS_LIMBS; i++) remainder[i] = 0;
  for (int bit = 64 * n - 1; bit >= 0; bit--) {
    uint64_t top = add(remainder, remainder, remainder, MODULUS_LIMBS);
    remainder[0] |= x[bit / 64] >> (bit % 64) & 1;
    uint64_t borrow = subtract(trial, remainder, modulus, MODULUS_LIMBS);
    if (top == 0 && borrow != 0) continue;
    for (int i = 0; i < MODULUS_LIMBS; i++) remainder[i] = trial[i];
  }
}

uint64_t run(void) {
  struct random random = {0xfedcba9876543210ull};
  uint64_t school[2 * LIMBS], fast[2 * LIMBS];
  uint64_t first[MODULUS_LIMBS], second[MODULUS_LIMBS], low[2 * MODULUS_LIMBS], wide[MODULUS_LIMBS];
  uint64_t checksum = 0;
  for (int i = 0; i < LIMBS; i++) a[i] = next_random(&random), b[i] = ~next_random(&random);
  for (int i = 0; i < MODULUS_LIMBS; i++) modulus[i] = next_random(&random) | (i == 0);
  multiply(school, a, b, LIMBS);
  karatsuba(fast, a, b);
  for (int i = 0; i < 2 * LIMBS; i++) {
    if (school[i] != fast[i]) return 0;
    checksum = fold(checksum, school[i]);
  }
  reduce(first, school, 2 * LIMBS);
  reduce(second, a, LIMBS);
  reduce(wide, b, LIMBS);
  multiply(low, second, wide, MODULUS_LIMBS);
  reduce(second, low, 2 * MODULUS_LIMBS);
  for (int i = 0; i < MODULUS_LIMBS; i++) {
    if (first[i] != second[i]) return 0;
    checksum = fold(checksum, first[i]);
  }
  return checksum;
}
