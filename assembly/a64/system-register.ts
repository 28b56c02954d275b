/** MRS and MSR of any system register: who may, what traps, and the plain ones (system-register-behaviour.ts). */

import { SYS_HCR_EL2 } from '../layout';
import { isEl2Enabled } from '../machine/route';
import { syndromeSystem } from '../machine/syndrome-access';
import { currentLevel } from './context';
import { EVENT_UNDEFINED, EVENT_UNIMPLEMENTED_REGISTER, raise, raiseTrap } from './event';
import {
  REGISTER_COUNT,
  REGISTER_KEY,
  REGISTER_KIND,
  REGISTER_MASK,
  REGISTER_READ,
  REGISTER_RESET,
  REGISTER_SLOT,
  REGISTER_SPECIAL,
  REGISTER_TRAP_READ,
  REGISTER_TRAP_WRITE,
  REGISTER_VALUE,
  REGISTER_WRITE,
} from './generated/system-registers';
import { readSpecial, writeSpecial } from './system-register-special';
import { returnValue } from './system-register-value';

const KIND_SLOT: u32 = 0;
const KIND_CONSTANT: u32 = 1;
const KIND_UNIMPLEMENTED: u32 = 3;

/** Reads a register; false where that is UNDEFINED, traps or is not implemented. `left` is the rest of the budget. */
export function readRegister(cpu: usize, key: u32, rt: u32, left: u32): bool {
  const row = find(key);
  if (row < 0 || currentLevel(cpu) < unchecked(REGISTER_READ[row])) return raise(EVENT_UNDEFINED, 0);
  if (isTrapped(cpu, unchecked(REGISTER_TRAP_READ[row]))) return raiseTrap(2, syndromeSystem(key, rt, true));
  const kind = unchecked(REGISTER_KIND[row]);
  if (kind === KIND_UNIMPLEMENTED) return raise(EVENT_UNIMPLEMENTED_REGISTER, key);
  if (kind === KIND_SLOT) return returnValue(load<u64>(cpu + unchecked(REGISTER_SLOT[row])));
  if (kind === KIND_CONSTANT) return returnValue(unchecked(REGISTER_VALUE[row]));
  const slot = unchecked(REGISTER_SLOT[row]);
  return readSpecial(cpu, unchecked(REGISTER_SPECIAL[row]), slot, syndromeSystem(key, rt, true), left);
}

/** Writes a register; false as for {@link readRegister}. */
export function writeRegister(cpu: usize, key: u32, rt: u32, written: u64, left: u32): bool {
  const row = find(key);
  if (row < 0 || currentLevel(cpu) < unchecked(REGISTER_WRITE[row])) return raise(EVENT_UNDEFINED, 0);
  if (isTrapped(cpu, unchecked(REGISTER_TRAP_WRITE[row]))) return raiseTrap(2, syndromeSystem(key, rt, false));
  const kind = unchecked(REGISTER_KIND[row]);
  if (kind === KIND_UNIMPLEMENTED) return raise(EVENT_UNIMPLEMENTED_REGISTER, key);
  if (kind === KIND_CONSTANT) return true;
  const slot = unchecked(REGISTER_SLOT[row]);
  const mask = unchecked(REGISTER_MASK[row]);
  const merged = (written & mask) | (slot ? load<u64>(cpu + slot) & ~mask : 0);
  if (kind === KIND_SLOT) {
    store<u64>(cpu + slot, merged);
    return true;
  }
  return writeSpecial(cpu, unchecked(REGISTER_SPECIAL[row]), slot, merged, left, syndromeSystem(key, rt, false));
}

/** Gives every register that has a slot its reset value, but those that the machine's own reset has set. */
export function resetRegisters(cpu: usize): void {
  for (let row: u32 = 0; row < REGISTER_COUNT; row++) {
    const slot = unchecked(REGISTER_SLOT[row]);
    const reset = unchecked(REGISTER_RESET[row]);
    if (slot && reset) store<u64>(cpu + slot, reset);
  }
}

/** Binary search: the row of a key, or -1. */
function find(key: u32): i32 {
  let first: i32 = 0;
  let last: i32 = <i32>REGISTER_COUNT - 1;
  while (first <= last) {
    const middle = (first + last) >> 1;
    const found = <u32>unchecked(REGISTER_KEY[middle]);
    if (found === key) return middle;
    if (found < key) first = middle + 1;
    else last = middle - 1;
  }
  return -1;
}

/** Whether a bit of HCR_EL2 traps the access; 0 stands for none. */
function isTrapped(cpu: usize, bit: u32): bool {
  if (bit === 0 || currentLevel(cpu) > 1) return false;
  return ((load<u64>(cpu, SYS_HCR_EL2) >> <u64>bit) & 1) !== 0 && isEl2Enabled(cpu);
}
