import { type Attempt, type Operand, RANK_VALUE } from '../attempt.ts';
import type { Fields } from '../condition.ts';
import { generalRegisterName } from '../registers.ts';
import { inRange, type Modifier, refuse, takeModifier } from './value.ts';

const shifts = ['lsl', 'lsr', 'asr', 'ror'];
const extensions = ['uxtb', 'uxth', 'uxtw', 'uxtx', 'sxtb', 'sxth', 'sxtw', 'sxtx'];

function setShift(attempt: Attempt, modifier: Modifier, rotate: boolean): boolean {
  const shift = shifts.indexOf(modifier.operator);
  if (shift < 0 || (shift === 3 && !rotate)) {
    return attempt.fail(`${modifier.operator} is not allowed here`, modifier.column, RANK_VALUE);
  }
  if (modifier.amount === undefined) return attempt.fail('missing shift amount', modifier.amountColumn, RANK_VALUE);
  const highest = attempt.fields.sf === 1 ? 63n : 31n;
  if (!inRange(attempt, modifier.amount, 0n, highest, modifier.amountColumn, 'shift amount')) return false;
  attempt.fields.shift = shift;
  attempt.fields.imm6 = Number(modifier.amount);
  return true;
}

/** `$shift`: an optional shift of the register before it into shift and imm6; `$shift(ror)` allows rotation as well. */
export function shiftOperand(rotate: boolean): Operand {
  return {
    parse: (attempt) => {
      const modifier = takeModifier(attempt);
      if (modifier) return modifier !== 'failed' && setShift(attempt, modifier, rotate);
      attempt.fields.shift = 0;
      attempt.fields.imm6 = 0;
      return true;
    },
    print: ({ shift, imm6 }) => (shift === 0 && imm6 === 0 ? '' : `${shifts[shift!]} #${imm6}`),
  };
}

/** The register of a `$extended` or `$index` operand and its width. */
function takeRegister(attempt: Attempt): { wide: boolean; column: number } | undefined {
  const wanted = attempt.fields.sf === 0 ? 'a 32-bit register' : 'a 64-bit register';
  const piece = attempt.need(wanted);
  if (!piece) return undefined;
  const register = attempt.statement.register(piece.text);
  if (!register || (register.kind !== 'w' && register.kind !== 'x')) {
    refuse(attempt, piece, wanted);
    return undefined;
  }
  attempt.fields.Rm = register.number;
  return { wide: register.kind === 'x', column: piece.column };
}

function setExtension(attempt: Attempt, modifier: Modifier | undefined, wide: boolean, stack: boolean): boolean {
  const column = modifier?.column ?? 0;
  const plain = modifier === undefined || modifier.operator === 'lsl';
  if (plain && !stack) {
    if (!modifier) return attempt.expect('an extension', attempt.peek()?.column ?? attempt.statement.end);
    return attempt.fail('lsl is not allowed here', column);
  }
  const option = plain ? (wide ? 3 : 2) : extensions.indexOf(modifier.operator);
  if (option < 0) return attempt.fail(`${modifier!.operator} is not allowed here`, column);
  if (modifier?.operator === 'lsl' && modifier.amount === undefined) {
    return attempt.fail('missing shift amount', modifier.amountColumn, RANK_VALUE);
  }
  const amount = modifier?.amount ?? 0n;
  if (!inRange(attempt, amount, 0n, 4n, modifier?.amountColumn ?? 0, 'shift amount')) return false;
  attempt.fields.option = option;
  attempt.fields.imm3 = Number(amount);
  return true;
}

function printExtension({ option, imm3, sf }: Fields, stack: boolean): string {
  const plain = stack && option === (sf === 1 ? 3 : 2);
  if (plain) return imm3 === 0 ? '' : `, lsl #${imm3}`;
  return `, ${extensions[option!]}${imm3 === 0 ? '' : ` #${imm3}`}`;
}

/**
 * `$extended(Rd,Rn)`: a register with its extension into Rm, option and imm3. Where one of the fields is the stack
 * pointer, the extension may be left out or written `lsl`.
 */
export function extendedOperand(stackFields: readonly string[]): Operand {
  const onStack = (fields: Fields) => stackFields.some((name) => fields[name] === 31);
  return {
    parse: (attempt) => {
      const register = takeRegister(attempt);
      if (!register) return false;
      if (register.wide && attempt.fields.sf === 0) return attempt.expect('a 32-bit register', register.column);
      const modifier = takeModifier(attempt);
      return modifier !== 'failed' && setExtension(attempt, modifier, register.wide, onStack(attempt.fields));
    },
    print: (fields) => {
      const wide = (fields.option! & 3) === 3 && fields.sf === 1;
      return generalRegisterName(wide ? 64 : 32, fields.Rm!, false) + printExtension(fields, onStack(fields));
    },
  };
}

function setIndex(attempt: Attempt, modifier: Modifier | undefined, wide: boolean, log2: number): boolean {
  const option = modifier && modifier.operator !== 'lsl' ? extensions.indexOf(modifier.operator) : 3;
  const allowed = wide ? [3, 7] : [2, 6];
  const column = modifier?.column ?? attempt.statement.end;
  if (!allowed.includes(option) || modifier?.operator === 'uxtx') {
    return attempt.fail(`expected ${wide ? 'lsl or sxtx' : 'uxtw or sxtw'} with this register`, column, RANK_VALUE);
  }
  if (modifier?.operator === 'lsl' && modifier.amount === undefined) {
    return attempt.fail('missing shift amount', modifier.amountColumn, RANK_VALUE);
  }
  const amount = modifier?.amount;
  if (amount !== undefined && amount !== 0n && amount !== BigInt(log2)) {
    const good = log2 === 0 ? '0' : `0 or ${log2}`;
    return attempt.fail(`shift amount must be ${good}`, modifier!.amountColumn, RANK_VALUE);
  }
  attempt.fields.option = option;
  attempt.fields.S = amount === undefined ? 0 : log2 === 0 || amount !== 0n ? 1 : 0;
  return true;
}

/** `$index(3)`: the index register of an address into Rm, option and S; the argument is log2 of the access size. */
export function indexOperand(size: number | 'R'): Operand {
  const log2 = (fields: Fields) => (size === 'R' ? 2 + (fields.sf ?? 0) : size);
  return {
    parse: (attempt) => {
      const register = takeRegister(attempt);
      const modifier = register && takeModifier(attempt);
      if (!register || modifier === 'failed') return false;
      return setIndex(attempt, modifier, register.wide, log2(attempt.fields));
    },
    print: (fields) => {
      const { option, S, Rm } = fields;
      if ((option! & 2) === 0) return undefined;
      const register = generalRegisterName(option! & 1 ? 64 : 32, Rm!, false);
      const amount = S ? ` #${log2(fields)}` : '';
      if (option === 3) return S ? `${register}, lsl${amount}` : register;
      return `${register}, ${extensions[option!]}${amount}`;
    },
  };
}
