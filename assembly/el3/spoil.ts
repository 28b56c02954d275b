/** Registers that no call may change, as a firmware leaves them that heeds no rule. */

import { REG_SP_EL0 } from '../layout';
import { garbage } from './garbage';
import { loseGeneral, writeVectors } from './history';

/** Garbage in x18 to x30, SP_EL0 and the vector registers of a block. */
export function spoil(cpu: usize): void {
  loseGeneral(cpu, 18, 30);
  store<u64>(cpu, garbage() & ~(<u64>15), REG_SP_EL0);
  writeVectors(cpu, 0);
}
