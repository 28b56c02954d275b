/** Seeded garbage: what a hostile firmware leaves in registers. */

import { firmwareSwitch, setState32, state32 } from './access';
import { STATE_GARBAGE } from './state';
import { FIRMWARE_SEED } from './switches';

const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** A value that differs from every one before; the same seed gives the same values in the same order. */
export function garbage(): u64 {
  const count = state32(STATE_GARBAGE) + 1;
  setState32(STATE_GARBAGE, count);
  return mix(<u64>firmwareSwitch(FIRMWARE_SEED) * 0x10001 + <u64>count * GOLDEN);
}

/** Two multiply-and-fold rounds; a bijection, so that no value comes twice. */
function mix(state: u64): u64 {
  let value = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}
