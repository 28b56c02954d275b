/** Instruction words that the engine must know by sight (DDI 0487, C4.1.94: branches, exception generation, system). */

/**
 * Exception generation: opc and LL tell SVC (0, 1), HVC (0, 2), SMC (0, 3), BRK (1, 0) and HLT (2, 0) apart.
 *
 *    31      24 23 21 20             5 4   2 1  0
 *   +----------+-----+----------------+-----+----+
 *   | 11010100 | opc |     imm16      | 000 | LL |
 *   +----------+-----+----------------+-----+----+
 */
const EXCEPTION_MASK = 0xffe0001f;
const SVC = 0xd4000001;
const HVC = 0xd4000002;
const SMC = 0xd4000003;
const HLT = 0xd4400000;

const WFI = 0xd503207f;
/** ERETAA and ERETAB. */
const AUTHENTICATED_ERETS = [0xd69f0bff, 0xd69f0fff];
/** MSR SCTLR_EL1, Xt. */
const MSR_SCTLR_EL1 = 0xd5181000;

function exception(word: number): number {
  return (word & EXCEPTION_MASK) >>> 0;
}

export function isSvc(word: number): boolean {
  return exception(word) === SVC;
}

export function isHlt(word: number): boolean {
  return exception(word) === HLT;
}

/** SMC or HVC: the instructions that the machine decides about. */
export function isCall(word: number): boolean {
  const kind = exception(word);
  return kind === SMC || kind === HVC;
}

export function isWfi(word: number): boolean {
  return word === WFI;
}

/** ERET, ERETAA or ERETAB. Rn of ERET must be 31, but libunicorn returns with any. */
export function isEret(word: number): boolean {
  return (word & 0xfffffc1f) >>> 0 === 0xd69f0000 || AUTHENTICATED_ERETS.includes(word);
}

/** The source register of MSR SCTLR_EL1, or undefined for any other instruction. */
export function sctlrSource(word: number): number | undefined {
  return (word & 0xffffffe0) >>> 0 === MSR_SCTLR_EL1 ? word & 0x1f : undefined;
}

/** imm16 of an exception-generating instruction. */
export function immediateOf(word: number): number {
  return (word >>> 5) & 0xffff;
}

/**
 * Whether bits 31:26 are 110101: exceptions, system instructions and branches to a register. Everything that needs a
 * look before it executes is among them.
 */
export function isSystemGroup(word: number): boolean {
  return word >>> 26 === 0b110101;
}
