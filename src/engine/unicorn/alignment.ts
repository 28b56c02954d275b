import { REG_SP, REG_X } from '../../../assembly/layout.ts';
import type { StopReason } from '../record.ts';

/*
 * Which loads and stores fault on an unaligned address while SCTLR_EL1.A is 0 (DDI 0487, B2.5.2): all address memory by
 * a base register alone, so the faulting address can be read off the instruction.
 *
 *    31 30 29    24 23 22 21 20 16 15 14 10 9  5 4  0
 *   | size| 001000 |o2| L|o1|  Rs |o0| Rt2 | Rn | Rt |    o2:o1 00 exclusive, 01 pair, 10 ordered, 11 compare and swap
 *   | size| 111000 | A| R| 1|  Rs |o3|opc00| Rn | Rt |    atomic memory operations
 */
const GROUP = 0x3f000000;
const EXCLUSIVE = 0x08000000;
const ATOMIC = 0x38000000;
const ATOMIC_FIXED = 0x00200c00;
const LOAD = 1 << 22;

interface Access {
  access: 'read' | 'write';
  width: number;
}

/** Access and width of an instruction that must be aligned, or undefined for any other. */
function alignedAccess(word: number): Access | undefined {
  const size = word >>> 30;
  if ((word & GROUP) === EXCLUSIVE) return exclusiveAccess(word, size);
  const atomic = (word & GROUP) === ATOMIC && (word & ATOMIC_FIXED) === 0x00200000;
  return atomic ? { access: 'write', width: 1 << size } : undefined;
}

function exclusiveAccess(word: number, size: number): Access {
  const kind = ((word >>> 22) & 2) | ((word >>> 21) & 1);
  // A pair with a size below 2 is CASP, of words or doublewords; CAS and CASP count as writes.
  const casp = kind === 1 && size < 2;
  const reads = (word & LOAD) !== 0 && kind !== 3 && !casp;
  const element = casp ? 4 << size : 1 << size;
  return { access: reads ? 'read' : 'write', width: kind === 1 ? 2 * element : element };
}

/** The fault of an unaligned access, or undefined where its address cannot be told from the instruction. */
export function alignmentFault(word: number, block: BigUint64Array): StopReason['fault'] {
  const access = alignedAccess(word);
  if (access === undefined) return undefined;
  const rn = (word >>> 5) & 0x1f;
  const address = block[(rn === 31 ? REG_SP : REG_X + 8 * rn) / 8]!;
  return { address, ...access };
}
