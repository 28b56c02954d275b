import { EncodeError } from '../../instruction.ts';
import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import { type Piece, splitPieces } from '../pieces.ts';
import { parseGeneral } from './general.ts';
import { evaluate, hex, immediateValue } from './value.ts';

/** The parts between the brackets of an address, and whether `!` follows; undefined after a failure. */
function bracketed(attempt: Attempt, piece: Piece): { parts: Piece[]; end: number; writeback: boolean } | undefined {
  const match = /^\[(.*)\]\s*(!?)$/s.exec(piece.text);
  if (match) {
    const inner = match[1]!;
    const end = piece.column + 1 + inner.length;
    return { parts: splitPieces(inner, piece.column + 1), end, writeback: match[2] === '!' };
  }
  const open = piece.text.startsWith('[') && !piece.text.includes(']');
  if (open) attempt.fail("missing ']'", piece.column + piece.text.length, RANK_VALUE);
  else attempt.expect('an address in brackets', piece.column);
  return undefined;
}

/** `#0?`: a zero offset that may be written, for addresses without an offset field. */
export function zeroOffsetOperand(): Operand {
  return {
    parse: (attempt) => {
      const piece = attempt.take();
      if (!piece) return true;
      const value = immediateValue(attempt, piece);
      if (value === undefined || value === 0n) return value === 0n;
      return attempt.fail('the offset can only be 0 here', piece.column, RANK_VALUE);
    },
    print: () => '',
  };
}

export interface AddressForm {
  /** What follows the base register between the brackets. */
  offset: Operand | undefined;
  /** `!` after the bracket. */
  writeback: boolean;
}

/** `[Xn|sp]`, `[Xn|sp, …]`, `[Xn|sp, …]!`: base register in Rn. */
export function addressOperand({ offset, writeback }: AddressForm): Operand {
  const parts = (attempt: Attempt): boolean => {
    if (!parseGeneral(attempt, 'Rn', 'X', true)) return false;
    return !offset || offset.parse(attempt);
  };
  return {
    parse: (attempt) => {
      const piece = attempt.need('an address');
      const found = piece && bracketed(attempt, piece);
      if (!found) return false;
      if (found.writeback !== writeback) {
        return attempt.fail(writeback ? "expected '!' behind the address" : "'!' is not allowed here", piece!.column);
      }
      return attempt.within(found.parts, found.end, () => parts(attempt));
    },
    print: (fields, address) => {
      const base = fields.Rn === 31 ? 'sp' : `x${fields.Rn}`;
      const text = offset ? offset.print(fields, address) : '';
      if (text === undefined) return undefined;
      return `[${base}${text === '' ? '' : `, ${text}`}]${writeback ? '!' : ''}`;
    },
  };
}

const target = 'a label or an address';

/**
 * The address of a label whose name is also that of a register, which is no branch target; undefined where there is
 * none.
 */
function labelLikeRegister(attempt: Attempt, piece: Piece): bigint | undefined {
  const value = attempt.statement.evaluate(piece.text, piece.column);
  return value instanceof EncodeError ? undefined : value;
}

function targetOf(attempt: Attempt): { target: bigint; column: number } | undefined {
  const piece = attempt.need(target);
  if (!piece) return undefined;
  const named = attempt.statement.register(piece.text) ? labelLikeRegister(attempt, piece) : undefined;
  const address = named ?? immediateValue(attempt, piece, target);
  return address === undefined ? undefined : { target: address, column: piece.column };
}

/** `@imm26`: the address of a branch target or a literal, four times a signed field away. */
export function labelOperand(field: string, width: number): Operand {
  const reach = 1n << BigInt(width + 1);
  return {
    parse: (attempt) => {
      const found = targetOf(attempt);
      if (!found) return false;
      const distance = BigInt.asIntN(64, found.target - attempt.statement.context.address);
      if (distance & 3n) return attempt.fail('target is not word aligned', found.column, RANK_VALUE);
      if (distance < -reach || distance >= reach) {
        return attempt.fail(`target is ${distance} bytes away, the reach is ±${hex(reach)}`, found.column, RANK_VALUE);
      }
      attempt.fields[field] = Number(BigInt.asUintN(width, distance >> 2n));
      return true;
    },
    print: (fields, address) => {
      const distance = BigInt.asIntN(width, BigInt(fields[field]!)) << 2n;
      return hex(BigInt.asUintN(64, address + distance));
    },
  };
}

const pageOf = (address: bigint): bigint => BigInt.asIntN(64, address) >> 12n;

/** `:pg_hi21:` names the page of a symbol, which ADRP means in any case. */
function takePageTarget(attempt: Attempt): { target: bigint; column: number } | undefined {
  const piece = attempt.peek();
  const prefix = piece && /^#?\s*:pg_hi21(_nc)?:/.exec(piece.text)?.[0];
  if (!piece || !prefix) return targetOf(attempt);
  attempt.take();
  const value = evaluate(attempt, piece.text.slice(prefix.length), piece.column + prefix.length);
  return value === undefined ? undefined : { target: value, column: piece.column };
}

/** `@adr` and `@adrp`: an address 21 bits away, in bytes or in pages of 4 KiB, in immhi and immlo. */
export function relativeOperand(pages: boolean): Operand {
  return {
    parse: (attempt) => {
      const found = pages ? takePageTarget(attempt) : targetOf(attempt);
      if (!found) return false;
      const here = attempt.statement.context.address;
      const distance = pages
        ? BigInt.asIntN(52, pageOf(found.target) - pageOf(here))
        : BigInt.asIntN(64, found.target - here);
      if (distance !== BigInt.asIntN(21, distance)) {
        const unit = pages ? 'pages' : 'bytes';
        return attempt.fail(`target is ${distance} ${unit} away, the reach is ±0x100000`, found.column, RANK_VALUE);
      }
      attempt.fields.immhi = Number(BigInt.asUintN(19, distance >> 2n));
      attempt.fields.immlo = Number(distance & 3n);
      return true;
    },
    print: ({ immhi, immlo }, address) => {
      const distance = BigInt.asIntN(21, BigInt(immhi! * 4 + immlo!));
      const target = pages ? ((address >> 12n) + distance) << 12n : address + distance;
      return hex(BigInt.asUintN(64, target));
    },
  };
}
