import type { Attempt, Operand } from '../attempt.ts';
import { RANK_VALUE } from '../attempt.ts';
import type { Fields } from '../condition.ts';
import type { Piece } from '../pieces.ts';
import { describeClass, generalRegisterName, type Register, type RegisterClass } from '../registers.ts';
import { refuse } from './value.ts';

/** Width letter of the table: 32 bit, 64 bit, or as the field sf says. */
export type Width = 'W' | 'X' | 'R';

/** Sets sf, or checks it where an earlier operand set it. */
export function agreeOnWidth(attempt: Attempt, wide: boolean, piece: Piece): boolean {
  const sf = wide ? 1 : 0;
  attempt.fields.sf ??= sf;
  return (
    attempt.fields.sf === sf || attempt.fail(`expected ${describeClass(wide ? 'w' : 'x')}`, piece.column, RANK_VALUE)
  );
}

function isWide(width: Width, fields: Fields): boolean {
  return width === 'X' || (width === 'R' && fields.sf === 1);
}

function expected(width: Width, sp: boolean, fields: Fields): string {
  if (width === 'R' && fields.sf === undefined) return sp ? 'a general register or sp' : 'a general register';
  const wide = isWide(width, fields);
  return describeClass(sp ? (wide ? 'sp' : 'wsp') : wide ? 'x' : 'w');
}

/** Fails saying why `piece` is not the general register that was expected. */
function refuseRegister(attempt: Attempt, piece: Piece, register: Register | undefined, wanted: string): false {
  const general = register && widthOf(register.kind) !== undefined;
  if (!general) return refuse(attempt, piece, wanted);
  return attempt.fail(`${piece.text} is not allowed here: expected ${wanted}`, piece.column, RANK_VALUE);
}

function widthOf(kind: RegisterClass): 32 | 64 | undefined {
  if (kind === 'x' || kind === 'sp') return 64;
  return kind === 'w' || kind === 'wsp' ? 32 : undefined;
}

/** Whether register 31 means what the operand makes of it: the stack pointer only where `sp`, else only zero. */
function fits(register: Register, sp: boolean): boolean {
  if (register.number !== 31) return true;
  return (register.kind === 'sp' || register.kind === 'wsp') === sp;
}

/** Takes a general register into `field`. Register 31 is the stack pointer where `sp`, else the zero register. */
export function parseGeneral(attempt: Attempt, field: string, width: Width, sp: boolean): boolean {
  const wanted = expected(width, sp, attempt.fields);
  const piece = attempt.need(wanted);
  if (!piece) return false;
  const register = attempt.statement.register(piece.text);
  const bits = register && widthOf(register.kind);
  if (!register || !bits || !fits(register, sp)) return refuseRegister(attempt, piece, register, wanted);
  if (width === 'R' && !agreeOnWidth(attempt, bits === 64, piece)) return false;
  if (width !== 'R' && (bits === 64) !== (width === 'X')) return attempt.expect(wanted, piece.column);
  attempt.fields[field] = register.number;
  return true;
}

/** `Rd`, `Wn|sp`, `Xt`: a general register. */
export function generalOperand(field: string, width: Width, sp: boolean): Operand {
  return {
    parse: (attempt) => parseGeneral(attempt, field, width, sp),
    print: (fields) => generalRegisterName(isWide(width, fields) ? 64 : 32, fields[field]!, sp),
  };
}

/** `Rs+1`: an even register and the one after it, `x2, x3`. */
export function pairOperand(field: string, width: Width): Operand {
  const [first, second] = [generalOperand(field, width, false), generalOperand('next', width, false)];
  return {
    parse: (attempt) => {
      const column = attempt.peek()?.column ?? 0;
      if (!first.parse(attempt)) return false;
      const number = attempt.fields[field]!;
      if (number % 2 === 1) return attempt.fail('a register pair starts at an even register', column, RANK_VALUE);
      const next = attempt.peek()?.column ?? 0;
      if (!second.parse(attempt)) return false;
      return attempt.fields.next === number + 1 || attempt.fail('expected the register after it', next, RANK_VALUE);
    },
    print: (fields) => {
      const pair = [fields[field]!, fields[field]! + 1];
      return pair.map((number) => generalRegisterName(isWide(width, fields) ? 64 : 32, number, false)).join(', ');
    },
  };
}

/** `Xt?=31`: a register that may be left out, and then is the given one. */
export function optionalRegister(field: string, width: Width, absent: number): Operand {
  const single = generalOperand(field, width, false);
  return {
    parse: (attempt) => {
      if (attempt.peek()) return single.parse(attempt);
      attempt.fields[field] = absent;
      return true;
    },
    print: (fields) => (fields[field] === absent ? '' : single.print(fields, 0n)),
  };
}
