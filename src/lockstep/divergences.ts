import { hasFeature } from '../../assembly/a64/features.ts';
import { encodingById } from '../guest/encode/table.ts';
import type { Difference } from './lockstep.ts';

/** A way in which libunicorn is known to differ, and why the interpreter does not follow. */
export interface Divergence {
  /** Short, for coverage tables. */
  name: string;
  /** What libunicorn 2.0.1 does, and what the architecture says. */
  explanation: string;
  clause: string;
  /** Whether a difference in an instruction of this encoding is one of these. */
  matches(id: string, difference: Difference): boolean;
}

const ends = (core: string, unicorn: string) => (_id: string, difference: Difference) =>
  difference.what === 'end' && difference.core === core && difference.unicorn === unicorn;

/** The encoding belongs to a feature that the interpreter's processor does not have and libunicorn's has. */
function isForeign(id: string, { word }: Difference): boolean {
  // SVE has 28:25 for itself.
  if (((word >>> 25) & 15) === 2) return true;
  return id !== '' && !hasFeature(encodingById(id).feature);
}

/** Store-exclusive of a register or a pair, whatever its should-be-one bits are. */
function isStoreExclusive(word: number): boolean {
  return (word & 0x3fc00000) === 0x08000000;
}

const [WFE, WFI] = [0xd503205f, 0xd503207f];
/** Bits of FPCR and FPSR that are there for AArch32: Len and Stride; N, Z, C and V. */
const aarch32Bits: Record<string, bigint> = { FPCR: 0x370000n, FPSR: 0xf0000000n };

/** The registers differ in bits of AArch32 alone. */
function differsForAarch32({ what, core, unicorn }: Difference): boolean {
  const bits = aarch32Bits[what];
  return bits !== undefined && ((BigInt(`0x${core}`) ^ BigInt(`0x${unicorn}`)) & ~bits) === 0n;
}

/** The known divergences, in the order in which they are tried. */
export const divergences: readonly Divergence[] = [
  {
    name: 'another processor',
    explanation: 'libunicorn emulates a processor with more features, such as pointer authentication and SVE.',
    clause: 'DDI 0487, A2: an instruction of a feature that is not implemented is UNDEFINED',
    matches: (id, difference) =>
      difference.what === 'end' && difference.core === 'undefined' && isForeign(id, difference),
  },
  {
    name: 'alignment before mapping',
    explanation:
      'An access that is neither aligned nor mapped: libunicorn looks for the mapping first. An alignment fault has priority.',
    clause: 'DDI 0487, D8.15.5, prioritisation of synchronous aborts; AArch64.TranslateAddress',
    matches: ends('alignment', 'unmapped'),
  },
  {
    name: 'unaligned load-acquire and store-release',
    explanation:
      'libunicorn lets them pass. Without FEAT_LSE2 every load-acquire and store-release access must be aligned.',
    clause: 'DDI 0487, B2.7.2, unaligned data access restrictions',
    matches: (id, { what, core }) =>
      what === 'end' && core === 'alignment' && (id === '' || /^(stl|ldap|lda|ldl)/.test(id)),
  },
  {
    name: 'LDAPR with another Rs',
    explanation:
      'Rs of LDAPR should be 31. With another the interpreter executes it as it does LDXR and LDAR; libunicorn makes that one UNDEFINED.',
    clause: 'DDI 0487, K1: an encoding whose should-be-one bits are not, CONSTRAINED UNPREDICTABLE',
    matches: (_id, { what, word, unicorn }) =>
      what === 'end' && (word & 0x3fe0fc00) === 0x38a0c000 && unicorn === 'undefined',
  },
  {
    name: 'ERET with another Rn',
    explanation: 'Rn of ERET must be 31, everything else is unallocated. libunicorn does not look at it.',
    clause: 'DDI 0487, C4.1.94, unconditional branch (register)',
    matches: (_id, { what, word, core }) =>
      what === 'end' && (word & 0xfffffc1f) >>> 0 === 0xd69f0000 && core === 'undefined',
  },
  {
    name: 'store-exclusive at the last address',
    explanation:
      'libunicorn has no separate state for an open monitor: it holds the address -1, at which a store-exclusive goes ahead.',
    clause: 'DDI 0487, B2.12.1: a Store-Exclusive in the Open Access state does not update memory',
    matches: (id, difference) => isStoreExclusive(difference.word) && ends('none', 'unmapped')(id, difference),
  },
  {
    name: 'store-exclusive of another size',
    explanation:
      'After a load-exclusive of another size libunicorn compares what is in memory, and may store. Here it fails; CONSTRAINED UNPREDICTABLE.',
    clause: 'DDI 0487, B2.12.5: Load-Exclusive and Store-Exclusive of different transaction sizes',
    matches: (_id, { word, what, core, unicorn }) =>
      isStoreExclusive(word) && (what.startsWith('memory') || core === '0000000000000001' || unicorn === 'alignment'),
  },
  {
    name: 'WFE and WFI at EL0',
    explanation: 'libunicorn executes them. SCTLR_EL1.nTWE and nTWI are 0 after reset: they trap to EL1.',
    clause: 'DDI 0487, D24.2, SCTLR_EL1.nTWE and nTWI: with 0, WFE and WFI at EL0 are trapped to EL1',
    matches: (_id, { word, what, unicorn }) =>
      (word === WFE && (what === 'PC' || what === 'PSTATE')) || (word === WFI && what === 'end' && unicorn === 'wfi'),
  },
  {
    name: 'AArch32 fields of FPCR and FPSR',
    explanation:
      'The processor of libunicorn has AArch32 at EL0 and keeps FPCR.Len, FPCR.Stride and FPSR.{N, Z, C, V}. Without AArch32 they are RES0.',
    clause: 'DDI 0487, C5.2, FPCR and FPSR: fields for AArch32 are RES0 where no exception level has it',
    matches: (id, difference) => id === 'msr/reg' && differsForAarch32(difference),
  },
  {
    name: 'atomic maximum and minimum',
    explanation:
      'LDSMAX, LDSMIN, LDUMAX and LDUMIN of 8, 16 and 32 bits: libunicorn compares the value in memory, zero-extended, with all of the register, and may store the wrong one of them. qemu-aarch64 7.2 agrees with the interpreter.',
    clause: 'DDI 0487, C6.2.201 LDSMAX and the like: MemAtomic with MemAtomicOp_SMAX, _SMIN, _UMAX, _UMIN',
    matches: (id, { what, word }) => /^ld[su](max|min)/.test(id) && word >>> 30 !== 3 && what.startsWith('memory'),
  },
];

/** The divergence that all the differences of one instruction are, or undefined. */
export function explain(id: string, differences: readonly Difference[]): Divergence | undefined {
  return divergences.find((divergence) => differences.every((difference) => divergence.matches(id, difference)));
}

/** The divergence of a name, or undefined. */
export function divergenceNamed(name: string): Divergence | undefined {
  return divergences.find((divergence) => divergence.name === name);
}
