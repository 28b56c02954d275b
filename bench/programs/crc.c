/* CRC-32 and CRC-32C of 1 KiB: bit by bit, by a table made at run time, and by the CRC32 instructions. All must agree. */
#include "program.h"

#include <arm_acle.h>

#define LENGTH 1024
#define CRC32_REFLECTED 0xedb88320u
#define CRC32C_REFLECTED 0x82f63b78u

static uint8_t data[LENGTH];
static uint32_t table[256];

static uint32_t shift_bits(uint32_t crc, uint32_t polynomial) {
  for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (polynomial & -(crc & 1));
  return crc;
}

static uint32_t by_bit(uint32_t polynomial) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < LENGTH; i++) crc = shift_bits(crc ^ data[i], polynomial);
  return ~crc;
}

static uint32_t by_table(uint32_t polynomial) {
  uint32_t crc = ~0u;
  for (uint32_t i = 0; i < 256; i++) table[i] = shift_bits(i, polynomial);
  for (size_t i = 0; i < LENGTH; i++) crc = table[(crc ^ data[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

static uint64_t word_at(size_t at, size_t bytes) {
  uint64_t word = 0;
  for (size_t i = 0; i < bytes; i++) word |= (uint64_t)data[at + i] << (8 * i);
  return word;
}

/* Every width: 8 bytes at a time, the last 8 as 4, 2, 1 and 1. */
static uint32_t by_instruction(void) {
  uint32_t crc = ~0u;
  size_t at = 0;
  for (; at + 8 < LENGTH; at += 8) crc = __crc32d(crc, word_at(at, 8));
  crc = __crc32w(crc, (uint32_t)word_at(at, 4));
  crc = __crc32h(crc, (uint16_t)word_at(at + 4, 2));
  crc = __crc32b(crc, data[at + 6]);
  return ~__crc32b(crc, data[at + 7]);
}

static uint32_t by_instruction_c(void) {
  uint32_t crc = ~0u;
  size_t at = 0;
  for (; at + 8 < LENGTH; at += 8) crc = __crc32cd(crc, word_at(at, 8));
  crc = __crc32cw(crc, (uint32_t)word_at(at, 4));
  crc = __crc32ch(crc, (uint16_t)word_at(at + 4, 2));
  crc = __crc32cb(crc, data[at + 6]);
  return ~__crc32cb(crc, data[at + 7]);
}

uint64_t run(void) {
  struct random random = {0xc0ffee00c0ffee01ull};
  for (size_t i = 0; i < LENGTH; i++) data[i] = (uint8_t)(next_random(&random) >> 40);
  uint32_t crc = by_bit(CRC32_REFLECTED);
  uint32_t crc_c = by_bit(CRC32C_REFLECTED);
  if (by_table(CRC32_REFLECTED) != crc || by_table(CRC32C_REFLECTED) != crc_c) return 0;
  if (by_instruction() != crc || by_instruction_c() != crc_c) return 0;
  return fold(crc, crc_c);
}
