import { EncodeError } from '../../instruction.ts';
import { type Attempt, RANK_VALUE } from '../attempt.ts';
import type { Piece } from '../pieces.ts';

/*
 * No expression here ignores case by its flag: the first such one costs a process several milliseconds.
 */
const operators = new Set([
  'lsl',
  'lsr',
  'asr',
  'ror',
  'msl',
  ...['b', 'h', 'w', 'x'].flatMap((s) => [`uxt${s}`, `sxt${s}`]),
]);

/** The name of the shift or extension that `text` begins with, as written in one case; undefined where it does not. */
function operatorOf(text: string): string | undefined {
  const word = /^[A-Za-z]{3,4}(?![\w.$])/.exec(text)?.[0];
  if (word === undefined || (word !== word.toLowerCase() && word !== word.toUpperCase())) return undefined;
  return operators.has(word.toLowerCase()) ? word : undefined;
}

/** Whether the piece can be read as an expression: neither a register, nor a shift, nor bracketed like an address. */
function mayBeValue(attempt: Attempt, text: string): boolean {
  if (/^[[{]/.test(text) || operatorOf(text) || attempt.statement.register(text)) return false;
  const vector = /^([A-Za-z_$][\w$]*)\.\d*[bhsdqBHSDQ](?![\w.$])/.exec(text)?.[1];
  return vector === undefined || !attempt.statement.register(vector);
}

/** A name that looks like a register but is none: `x31`. */
const registerLike = /^([wxbhsdqvWXBHSDQV]\d+)(\.\d*[bhsdqBHSDQ])?$/;

/** Fails because `piece` is not `wanted`, or because it is a register that there is not. */
export function refuse(attempt: Attempt, piece: Piece, wanted: string): false {
  const name = registerLike.exec(piece.text)?.[1];
  if (name === undefined || attempt.statement.register(name)) return attempt.expect(wanted, piece.column);
  return attempt.fail(`there is no register ${name}`, piece.column, RANK_VALUE);
}

/** The value of the expression `text` as a signed 64-bit number; undefined after a failure. */
export function evaluate(attempt: Attempt, text: string, column: number): bigint | undefined {
  const value = attempt.statement.evaluate(text, column);
  if (value instanceof EncodeError) {
    attempt.fail(value.message, value.column, RANK_VALUE);
    return undefined;
  }
  if (value >= 1n << 64n || value < -(1n << 63n)) {
    attempt.fail('value does not fit in 64 bits', column, RANK_VALUE);
    return undefined;
  }
  return BigInt.asIntN(64, value);
}

/** The value of an operand `#expression`, the number sign being optional; undefined after a failure. */
export function immediateValue(attempt: Attempt, piece: Piece, what = 'an immediate'): bigint | undefined {
  const sign = /^#\s*/.exec(piece.text)?.[0].length ?? 0;
  const text = piece.text.slice(sign);
  if (text === '' || !mayBeValue(attempt, text) || registerLike.test(text)) {
    refuse(attempt, piece, what);
    return undefined;
  }
  return evaluate(attempt, text, piece.column + sign);
}

/** A shift or extension operand: its operator and its amount where one is written. */
export interface Modifier {
  operator: string;
  amount: bigint | undefined;
  column: number;
  /** Column of the amount, or behind the operator. */
  amountColumn: number;
}

/** The next operand if it is a shift or extension, without judging it; undefined, taking nothing, if it is not. */
export function takeModifier(attempt: Attempt): Modifier | 'failed' | undefined {
  const piece = attempt.peek();
  const operator = piece && operatorOf(piece.text);
  if (!piece || !operator) return undefined;
  attempt.take();
  const rest = piece.text.slice(operator.length);
  const lead = rest.length - rest.trimStart().length;
  const amountColumn = piece.column + operator.length + lead;
  const base = { operator: operator.toLowerCase(), column: piece.column, amountColumn };
  if (rest.trim() === '') return { ...base, amount: undefined };
  const amount = immediateValue(attempt, { text: rest.trim(), column: amountColumn }, 'a shift amount');
  return amount === undefined ? 'failed' : { ...base, amount };
}

/** Fails unless `value` is in the range, with the range in the message. */
export function inRange(
  attempt: Attempt,
  value: bigint,
  low: bigint,
  high: bigint,
  column: number,
  what = 'immediate',
) {
  if (value >= low && value <= high) return true;
  return attempt.fail(`${what} ${value} out of range ${low}..${high}`, column, RANK_VALUE);
}

/** `0x1f`, with a sign where negative. */
export function hex(value: bigint | number): string {
  const text = value.toString(16);
  return text.startsWith('-') ? `-0x${text.slice(1)}` : `0x${text}`;
}
