/** What undefined registers hold. */

import { CONFIG_START } from '../layout';
import { CONFIG_UNDEFINED_FILL } from './config';

/** Value of an undefined xn: 0 where the fill is 0, else a pattern that differs from register to register. */
export function undefinedValue(n: u32): u64 {
  const fill = load<u64>(CONFIG_START, CONFIG_UNDEFINED_FILL);
  return fill === 0 ? 0 : rotl<u64>(fill, <u64>(n * 7)) + n;
}

/** Bits of registers x`first` to x`last`, as undefined masks have them. */
export function registerMask(first: u32, last: u32): u32 {
  return ((1 << (last + 1)) - 1) & ~((1 << first) - 1);
}
