/** Guest-physical memory. Every access with an address that came from a guest goes through here. */

import { RAM_BASE, RAM_SIZE, RAM_START } from '../layout';
import { prepareWrite } from './pages';

/** Address in linear memory of `length` bytes at a physical address, or 0 where any of them lies outside RAM. */
export function ramPointer(address: u64, length: u32): usize {
  const offset = address - RAM_BASE;
  if (offset >= RAM_SIZE || <u64>length > RAM_SIZE - offset) return 0;
  return RAM_START + <u32>offset;
}

/** The same for an address that is a constant of the machine and known to lie in RAM. */
export function fixedPointer(address: u32): usize {
  return RAM_START + (address - RAM_BASE);
}

/** Like {@link ramPointer}, for bytes that are about to be written. */
export function writableRamPointer(address: u64, length: u32): usize {
  const pointer = ramPointer(address, length);
  if (pointer) prepareWrite(address - RAM_BASE, length);
  return pointer;
}

/** Like {@link fixedPointer}, for bytes that are about to be written. */
export function writableFixedPointer(address: u32, length: u32): usize {
  prepareWrite(address - RAM_BASE, length);
  return fixedPointer(address);
}
