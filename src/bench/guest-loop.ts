/**
 * The guest of the trap benchmarks, the same for every engine and every peer: a loop of five instructions. x18 to x30 are
 * the caller's own across an SMCCC call, so the loop keeps its count and its arguments there.
 */

/** `loop: mov w0, w20; mov w1, w21; smc #0 (or hvc #0); subs x19, x19, #1; b.ne loop`. */
export function loopWords(conduit: 'smc' | 'hvc'): number[] {
  return [0x2a1403e0, 0x2a1503e1, CALL[conduit], 0xf1000673, 0x54ffff81];
}

/** `mov w0, w22; mov w1, w23; smc #0`: once, before the loop, so that FF-A has a version. */
const NEGOTIATION = [0x2a1603e0, 0x2a1703e1, 0xd4000003];
const CALL = { smc: 0xd4000003, hvc: 0xd4000002 };
const BRK = 0xd4200000;

/** Negotiation, loop and `brk #0`. */
export function guestWords(conduit: 'smc' | 'hvc'): number[] {
  return [...NEGOTIATION, ...loopWords(conduit), BRK];
}

/** Registers that the guest starts with, by number. */
export const COUNT_REGISTER = 19;
export const FUNCTION_REGISTER = 20;
export const ARGUMENT_REGISTER = 21;
export const FIRST_FUNCTION_REGISTER = 22;
export const FIRST_ARGUMENT_REGISTER = 23;

/** Instructions before the loop, and in it. */
export const NEGOTIATION_LENGTH = 3;
export const LOOP_LENGTH = 5;
/** Traps that the guest takes before the loop's first. */
export const TRAPS_BEFORE_LOOP = 1;

/** Instruction words as bytes. */
export function wordBytes(words: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

/** Peers add i to each xi from x2 to x17 at every trap; this is what x2 to x17 add up to after n. */
export function peerCheck(n: number): bigint {
  return BigInt.asUintN(64, BigInt(n) * 152n);
}
