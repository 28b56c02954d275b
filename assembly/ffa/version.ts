/** The parts of a version word (status.ts). */

import { FFA_VERSION_MAJOR_MASK, FFA_VERSION_MAJOR_SHIFT, FFA_VERSION_MINOR_MASK } from './status';

/** Bits 30:16. */
export function majorOf(version: u32): u32 {
  return (version >> FFA_VERSION_MAJOR_SHIFT) & FFA_VERSION_MAJOR_MASK;
}

/** Bits 15:0. */
export function minorOf(version: u32): u32 {
  return version & FFA_VERSION_MINOR_MASK;
}
