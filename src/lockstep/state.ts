import {
  RAM_BASE,
  REG_FPCR,
  REG_FPSR,
  REG_PC,
  REG_PSTATE,
  REG_SP_EL0,
  REG_SP_EL1,
  REG_V,
  REG_X,
} from '../../assembly/layout.ts';
import { type Random, registerValue } from './values.ts';

/** Where blocks of instructions stand. */
export const CODE_BASE = RAM_BASE + 0x200000;
export const CODE_SIZE = 0x40000;
/** Where pointers point. */
export const DATA_BASE = RAM_BASE + 0x900000;
/** Bytes around {@link DATA_BASE} that blocks reach without a fault in most cases, and that are compared. */
export const DATA_SIZE = 0x4000;

/** PSTATE: EL1 with SP_EL1, D, A, I and F masked. */
export const EL1H = 0x3c5n;
/** Registers from this one on start as pointers into the data. */
const firstPointer = 16;

/** Slots of the register file that are compared: x0 to x30, SP_EL0, SP_EL1, PC, PSTATE, FPSR, FPCR, V0 to V31. */
export const COMPARED: readonly number[] = [
  ...Array.from({ length: 31 }, (_, n) => REG_X / 8 + n),
  ...[REG_SP_EL0, REG_SP_EL1, REG_PC, REG_PSTATE, REG_FPSR, REG_FPCR].map((offset) => offset / 8),
  ...Array.from({ length: 64 }, (_, n) => REG_V / 8 + n),
];

/** Name of a slot of {@link COMPARED}. */
export function slotName(slot: number): string {
  const offset = slot * 8;
  if (offset >= REG_V) return `v${(offset - REG_V) >>> 4}${offset & 8 ? ' high' : ' low'}`;
  const special: Record<number, string> = {
    [REG_SP_EL0]: 'SP_EL0',
    [REG_SP_EL1]: 'SP_EL1',
    [REG_PC]: 'PC',
    [REG_PSTATE]: 'PSTATE',
    [REG_FPSR]: 'FPSR',
    [REG_FPCR]: 'FPCR',
  };
  return special[offset] ?? `x${slot}`;
}

/** An address within the data, mostly aligned to 16. */
export function pointer(random: Random): bigint {
  const offset = DATA_SIZE / 4 + random.below(DATA_SIZE / 2);
  const alignment = random.below(4) === 0 ? 1 : 16;
  return BigInt(DATA_BASE + offset - (offset % alignment));
}

/** Fills a register file with random values: PC at `pc`, EL1h. */
export function randomState(block: BigUint64Array, random: Random, pc: number): void {
  for (let n = 0; n < 31; n++) block[REG_X / 8 + n] = n < firstPointer ? registerValue(random) : pointer(random);
  for (let n = 0; n < 64; n++) block[REG_V / 8 + n] = registerValue(random);
  block[REG_SP_EL0 / 8] = pointer(random) & ~15n;
  block[REG_SP_EL1 / 8] = pointer(random) & ~15n;
  block[REG_PC / 8] = BigInt(pc);
  block[REG_PSTATE / 8] = EL1H | (BigInt(random.below(16)) << 28n);
  block[REG_FPSR / 8] = 0n;
  block[REG_FPCR / 8] = 0n;
}
