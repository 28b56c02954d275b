import { REG_PSTATE } from '../../assembly/layout.ts';
import type { Disagreement } from '../engine/agreement.ts';
import { hex } from '../engine/hex.ts';
import { COMPARED, slotName } from './state.ts';

/** libunicorn's processor has FEAT_BTI and so PSTATE.BTYPE, bits 11:10; the interpreter's has not. */
export const BTYPE = 0xc00n;

/** Bits that are compared, by slot. */
const masks = COMPARED.reduce<bigint[]>((list, slot) => {
  list[slot] = slot === REG_PSTATE / 8 ? ~BTYPE : -1n;
  return list;
}, []);

/** The registers that differ between two vCPU blocks, at most `limit` of them. */
export function differingRegisters(core: BigUint64Array, unicorn: BigUint64Array, limit: number): Disagreement[] {
  const found: Disagreement[] = [];
  for (const slot of COMPARED) {
    if (((core[slot]! ^ unicorn[slot]!) & masks[slot]!) === 0n) continue;
    found.push({ what: slotName(slot), core: hex(core[slot]!), unicorn: hex(unicorn[slot]!) });
    if (found.length === limit) break;
  }
  return found;
}
