/** CRC32 and CRC32C (DDI 0487, C6.2.85), four bits at a time: the remainder of each nibble by the reversed polynomial. */

import { readM, readN, writeD } from '../operation';

const CRC32: StaticArray<u32> = [
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320,
  0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
];
const CRC32C: StaticArray<u32> = [
  0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d, 0x82f63b78,
  0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
];

export function crc32<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, accumulate(readN<u32>(cpu, op), <u64>readM<T>(cpu, op), sizeof<T>() * 2, CRC32));
}

export function crc32c<T>(cpu: usize, op: usize): void {
  writeD(cpu, op, accumulate(readN<u32>(cpu, op), <u64>readM<T>(cpu, op), sizeof<T>() * 2, CRC32C));
}

function accumulate(sum: u32, data: u64, nibbles: u32, remainders: StaticArray<u32>): u64 {
  let remainder = sum;
  let rest = data;
  for (let count = nibbles; count !== 0; count--) {
    remainder = (remainder >> 4) ^ unchecked(remainders[(remainder ^ <u32>rest) & 15]);
    rest >>= 4;
  }
  return remainder;
}
