import type { Cursor } from './cursor.ts';
import { complaint, type Place } from './place.ts';

/** A constant as the user wrote it. Symbols get their values when the run is planned. */
export type Expression =
  | { kind: 'number'; value: bigint; place: Place }
  | { kind: 'symbol'; name: string; place: Place }
  | { kind: 'unary'; operator: '-' | '~'; operand: Expression; place: Place }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression; place: Place };

type BinaryOperator = '*' | '+' | '-' | '<<' | '>>' | '&' | '^' | '|';

/** From the weakest to the tightest, as in C. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*']];
/** Bounds the depth of the recursion and the work. */
const MOST_PARTS = 200;
const WIDEST = 1n << 130n;

/** A symbol; dots are part of it, a range's `..` is not. */
const SYMBOL = /[A-Za-z_$.](?:[\w$]|\.(?!\.))*/y;
const NUMBER = /\d\w*/y;
const VALID_NUMBER = /^(?:0x[\da-f_]+|0b[01_]+|0|[1-9][\d_]*)$/i;

interface Budget {
  parts: number;
}

function spend(cursor: Cursor, budget: Budget): void {
  budget.parts += 1;
  if (budget.parts > MOST_PARTS) cursor.fail(`the expression has more than ${MOST_PARTS} parts`);
}

function parseNumber(cursor: Cursor, digits: string, start: number): Expression {
  if (!VALID_NUMBER.test(digits)) {
    const octal = /^0\d+$/.test(digits) ? ': a leading 0 is not octal here, write it without or with 0x' : '';
    cursor.fail(`'${digits.slice(0, 40)}' is not a number${octal}`, start);
  }
  if (digits.length > 160) cursor.fail('the number has more than 128 bits', start);
  const value = BigInt(digits.replaceAll('_', '').toLowerCase());
  if (value >> 128n !== 0n) cursor.fail('the number has more than 128 bits', start);
  return { kind: 'number', value, place: cursor.place(start) };
}

function parsePrefixed(cursor: Cursor, budget: Budget): Expression {
  spend(cursor, budget);
  cursor.skipBlanks();
  const start = cursor.offset;
  for (const operator of ['-', '~'] as const) {
    if (!cursor.looksAt('->') && cursor.accept(operator)) {
      return { kind: 'unary', operator, operand: parsePrefixed(cursor, budget), place: cursor.place(start) };
    }
  }
  if (cursor.accept('(')) {
    const inner = parseLevel(cursor, 0, budget);
    cursor.expect(')');
    return inner;
  }
  const primary = parsePrimary(cursor);
  return primary ?? cursor.fail(`expected a number or a name${cursor.found()}`);
}

/** A number or a symbol, or undefined where neither stands here. */
export function parsePrimary(cursor: Cursor): Expression | undefined {
  cursor.skipBlanks();
  const start = cursor.offset;
  const digits = cursor.match(NUMBER);
  if (digits !== undefined) return parseNumber(cursor, digits, start);
  const name = cursor.match(SYMBOL);
  return name === undefined ? undefined : { kind: 'symbol', name, place: cursor.place(start) };
}

/** The operator of this level that stands at the cursor. `->` is an arrow and `&&`, `||` are none of ours. */
function operatorAt(cursor: Cursor, level: number): BinaryOperator | undefined {
  cursor.skipBlanks();
  if (cursor.looksAt('->') || cursor.looksAt('&&') || cursor.looksAt('||')) return undefined;
  return LEVELS[level]!.find((operator) => cursor.looksAt(operator));
}

function parseLevel(cursor: Cursor, level: number, budget: Budget): Expression {
  if (level === LEVELS.length) return parsePrefixed(cursor, budget);
  let left = parseLevel(cursor, level + 1, budget);
  for (let operator = operatorAt(cursor, level); operator; operator = operatorAt(cursor, level)) {
    const place = cursor.place();
    cursor.accept(operator);
    left = { kind: 'binary', operator, left, right: parseLevel(cursor, level + 1, budget), place };
  }
  return left;
}

/**
 * Reads a constant expression: numbers (decimal, 0x, 0b, `_` between digits), symbols, unary - and ~, * + - << >> & ^ |
 * with the precedence of C, parentheses. It ends where no operator follows.
 */
export function parseExpression(cursor: Cursor): Expression {
  return parseLevel(cursor, 0, { parts: 0 });
}

function shifted(left: bigint, operator: '<<' | '>>', by: bigint, place: Place): bigint {
  if (by < 0n || by > 127n) throw complaint(place, `shift by ${by}: only 0 to 127 makes sense`);
  return operator === '<<' ? left << by : left >> by;
}

function combine(operator: BinaryOperator, left: bigint, right: bigint, place: Place): bigint {
  switch (operator) {
    case '*':
      return left * right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '&':
      return left & right;
    case '^':
      return left ^ right;
    case '|':
      return left | right;
    default:
      return shifted(left, operator, right, place);
  }
}

/** The value, signed or unsigned as it comes. Throws an InputError for unknown symbols and values past 128 bits. */
export function evaluate(expression: Expression, symbol: (name: string, place: Place) => bigint): bigint {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'symbol':
      return symbol(expression.name, expression.place);
    case 'unary': {
      const operand = evaluate(expression.operand, symbol);
      return expression.operator === '-' ? -operand : ~operand;
    }
    case 'binary': {
      const { operator, place } = expression;
      const value = combine(operator, evaluate(expression.left, symbol), evaluate(expression.right, symbol), place);
      if (value >= WIDEST || value <= -WIDEST) throw complaint(place, 'the result has more than 128 bits');
      return value;
    }
  }
}

/**
 * The value as a register of `width` bits holds it. Throws where it fits neither as an unsigned nor as a signed number.
 * A 64-bit word whose signed reading fits counts too: an assembler's `.equ NAME, -1` is such a word.
 */
export function fitWidth(value: bigint, width: number, place: Place, what: string): bigint {
  const signed = width < 64 && value >> 64n === 0n ? BigInt.asIntN(64, value) : value;
  const low = -(1n << BigInt(width - 1));
  const fits = (value >= low && value < 1n << BigInt(width)) || (signed < 0n && signed >= low);
  if (!fits) throw complaint(place, `${value < 0n ? value : `0x${value.toString(16)}`} does not fit ${what}`);
  return BigInt.asUintN(width, value);
}
