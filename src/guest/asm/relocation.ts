import { Complaint } from './complaint.ts';

/*
 * Operators before an expression (ELF for the Arm 64-bit Architecture, 5.7). The encoder has `:pg_hi21:` and the unsigned
 * `:abs_gN:`; the others are worked out here.
 */

/** Reads `:lo12:` at the start of a text; its length, 0 where there is none. Throws a Complaint for any other operator. */
export function lowTwelveBits(text: string): number {
  const found = /^\s*:\s*([A-Za-z0-9_]+)\s*:\s*/.exec(text);
  if (found === null) return 0;
  if (found[1]!.toLowerCase() !== 'lo12') throw new Complaint(`:${found[1]}: cannot be used here`, 0);
  return found[0].length;
}

/** A move of 16 bits of a signed value: `movz x0, #:prel_g1:label`. */
export interface SignedMove {
  register: string;
  /** Bits 16 × group up. */
  group: number;
  /** Offset of the expression in the operands. */
  expressionAt: number;
  operator: string;
  isRelative: boolean;
  /** Bits above need not be a copy of the sign. */
  unchecked: boolean;
}

const SIGNED_MOVE = /^([\w.$]+)\s*,\s*#?\s*:\s*((abs|prel)_g([0-3])(_s|_nc)?)\s*:\s*/i;

/** Reads the operands of a MOVZ, MOVN or MOVK with `:abs_gN_s:` or `:prel_gN:`; undefined for any other ones. */
export function readSignedMove(mnemonic: string, operands: string): SignedMove | undefined {
  const found = /^mov[znk]$/.test(mnemonic) ? SIGNED_MOVE.exec(operands) : null;
  if (found === null) return undefined;
  const [whole, register, operator, kind, digit, suffix] = found;
  const isRelative = kind!.toLowerCase() === 'prel';
  const isSigned = suffix?.toLowerCase() === '_s';
  const group = Number(digit);
  if (isRelative === isSigned || (isSigned && group === 3)) return undefined;
  const unchecked = suffix?.toLowerCase() === '_nc' || group === 3;
  return { register: register!, group, expressionAt: whole.length, operator: operator!, isRelative, unchecked };
}

/** The instruction that moves those bits: MOVN for a negative value, MOVZ for another; MOVK stays. */
export function signedMove(
  move: SignedMove,
  mnemonic: string,
  address: bigint,
  place: bigint,
): { mnemonic: string; operands: string } {
  const value = move.isRelative ? BigInt.asIntN(64, address - place) : address;
  if (!move.unchecked && BigInt.asIntN(16 * (move.group + 1) + 1, value) !== value) {
    throw new Complaint(`${value} has more bits than :${move.operator}: can hold`, move.expressionAt);
  }
  const inverted = mnemonic !== 'movk' && value < 0n;
  const bits = BigInt.asUintN(16, (inverted ? ~value : value) >> BigInt(16 * move.group));
  return {
    mnemonic: mnemonic === 'movk' ? mnemonic : inverted ? 'movn' : 'movz',
    operands: `${move.register}, #${bits}, lsl #${16 * move.group}`,
  };
}
