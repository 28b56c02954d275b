import type { Limits, Program } from '../../src/engine/engine.ts';
import type { RegisterFile } from '../../src/engine/record.ts';

export const START = 0x80000000n;
/** EL1h, D, A, I and F masked. */
export const EL1H = 0x3c5n;
export const EL1T = 0x3c4n;
export const EL0T = 0x3c0n;

export const NOP = 0xd503201f;
export const END = 0xd4200000;
export const ERET = 0xd69f03e0;
export const WFI = 0xd503207f;

export const smc = (immediate = 0) => (0xd4000003 | (immediate << 5)) >>> 0;
export const hvc = (immediate = 0) => (0xd4000002 | (immediate << 5)) >>> 0;
export const svc = (immediate = 0) => (0xd4000001 | (immediate << 5)) >>> 0;
export const brk = (immediate = 0) => (0xd4200000 | (immediate << 5)) >>> 0;
export const hlt = (immediate = 0) => (0xd4400000 | (immediate << 5)) >>> 0;
export const udf = (immediate = 0) => immediate;

/** B to the instruction `offset` words away. */
export const b = (offset: number) => (0x14000000 | (offset & 0x3ffffff)) >>> 0;
export const br = (rn: number) => (0xd61f0000 | (rn << 5)) >>> 0;
/** MOVZ Xd, #value, LSL #(16 * half). */
export const movz = (rd: number, value: number, half = 0) => (0xd2800000 | (half << 21) | (value << 5) | rd) >>> 0;
export const movk = (rd: number, value: number, half = 0) => (0xf2800000 | (half << 21) | (value << 5) | rd) >>> 0;
/** ADD Xd, Xn, #value; register 31 is SP. */
export const add = (rd: number, rn: number, value: number) => (0x91000000 | (value << 10) | (rn << 5) | rd) >>> 0;
/** SUBS Xd, Xn, #value; Xd 31 is XZR. */
export const subs = (rd: number, rn: number, value: number) => (0xf1000000 | (value << 10) | (rn << 5) | rd) >>> 0;
/** LDR and STR Xt, [Xn]. */
export const ldr = (rt: number, rn: number) => (0xf9400000 | (rn << 5) | rt) >>> 0;
export const str = (rt: number, rn: number) => (0xf9000000 | (rn << 5) | rt) >>> 0;
/** STR Wt, [Xn]. */
export const strw = (rt: number, rn: number) => (0xb9000000 | (rn << 5) | rt) >>> 0;

/** o0 (op0 - 2), op1, CRn, CRm, op2 of a system register, in place. */
const system = (op0: number, op1: number, crn: number, crm: number, op2: number) =>
  ((op0 - 2) << 19) | (op1 << 16) | (crn << 12) | (crm << 8) | (op2 << 5);
export const SYSTEM = {
  MDSCR_EL1: system(2, 0, 0, 2, 2),
  VBAR_EL1: system(3, 0, 12, 0, 0),
  SPSR_EL1: system(3, 0, 4, 0, 0),
  ELR_EL1: system(3, 0, 4, 0, 1),
  ESR_EL1: system(3, 0, 5, 2, 0),
  FAR_EL1: system(3, 0, 6, 0, 0),
  SCTLR_EL1: system(3, 0, 1, 0, 0),
  CURRENT_EL: system(3, 0, 4, 2, 2),
  NZCV: system(3, 3, 4, 2, 0),
  DAIF: system(3, 3, 4, 2, 1),
  SPSEL: system(3, 0, 4, 2, 0),
  SP_EL0: system(3, 0, 4, 1, 0),
  TPIDR_EL0: system(3, 3, 13, 0, 2),
  TPIDR_EL1: system(3, 0, 13, 0, 4),
  HCR_EL2: system(3, 4, 1, 1, 0),
} as const;
export const msr = (register: number, rt: number) => (0xd5100000 | register | rt) >>> 0;
export const mrs = (rt: number, register: number) => (0xd5300000 | register | rt) >>> 0;

/** Loads any 64-bit value: MOVZ and three MOVK. */
export function mov(rd: number, value: bigint): number[] {
  const half = (n: number) => Number((value >> BigInt(16 * n)) & 0xffffn);
  return [movz(rd, half(0)), movk(rd, half(1), 1), movk(rd, half(2), 2), movk(rd, half(3), 3)];
}

/** The bytes of instruction words. */
export function code(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, n) => {
    view.setUint32(4 * n, word, true);
  });
  return bytes;
}

export function registers(changes: Partial<RegisterFile> = {}): RegisterFile {
  return {
    x: new Array(31).fill(0n),
    spEl0: 0x80080000n,
    spEl1: 0x800f0000n,
    pc: START,
    pstate: EL1H,
    v: new Array(32).fill(0n),
    fpsr: 0n,
    fpcr: 0n,
    ...changes,
  };
}

export interface Guest {
  initial?: Partial<RegisterFile>;
  watch?: bigint[];
  limits?: Partial<Limits>;
  /** More code or data: address and words. */
  also?: [bigint, readonly number[]][];
}

export function program(words: readonly number[], guest: Guest = {}): Program {
  const segments: [bigint, readonly number[]][] = [[START, words], ...(guest.also ?? [])];
  return {
    segments: segments.map(([address, content]) => ({ address, bytes: code(content) })),
    initial: registers(guest.initial),
    watch: guest.watch ?? [],
    limits: { instructions: 10_000, traps: 100, milliseconds: 5_000, ...guest.limits },
  };
}
