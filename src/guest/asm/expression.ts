import { characterValue, endOfCharacter, endOfName, isBlank, isDigit, isNamePart, skipBlanks } from './characters.ts';
import { Complaint } from './complaint.ts';
import { LIMITS } from './limits.ts';

export type BinaryOperator =
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '|'
  | '!'
  | '^'
  | '&'
  | '+'
  | '-'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>='
  | '>'
  | '&&'
  | '||';

export type UnaryOperator = '-' | '~' | '!' | '+';

/** An expression as written; `at` is the offset in the text where the part stands. */
export type Expression =
  | { kind: 'number'; value: bigint; at: number }
  | { kind: 'symbol'; name: string; at: number }
  | { kind: 'numeric-label'; label: number; forward: boolean; at: number }
  | { kind: 'location'; at: number }
  | { kind: 'unary'; operator: UnaryOperator; operand: Expression; at: number; depth: number }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression; at: number; depth: number };

/** Rank of each binary operator as gas has them: a higher one binds tighter; all are left-associative. */
const RANKS: Record<BinaryOperator, number> = {
  '*': 6,
  '/': 6,
  '%': 6,
  '<<': 6,
  '>>': 6,
  '|': 5,
  '!': 5,
  '^': 5,
  '&': 5,
  '+': 4,
  '-': 4,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>=': 3,
  '>': 3,
  '&&': 2,
  '||': 1,
};

/** What is written → the operator; longer spellings first. */
const SPELLINGS: [string, BinaryOperator][] = [
  ['<<', '<<'],
  ['>>', '>>'],
  ['<>', '!='],
  ['!=', '!='],
  ['==', '=='],
  ['<=', '<='],
  ['>=', '>='],
  ['&&', '&&'],
  ['||', '||'],
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
  ['|', '|'],
  ['!', '!'],
  ['^', '^'],
  ['&', '&'],
  ['+', '+'],
  ['-', '-'],
  ['<', '<'],
  ['>', '>'],
];

/** gas has `!!` for `^`, and sees no blank between signs. */
const EXCLUSIVE_OR = /![ \t]*!/y;

/** Reads expressions in the syntax and with the precedence of gas. */
export class ExpressionParser {
  readonly #text: string;
  #offset: number;
  #nesting = 0;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  /** Where reading stands: after {@link parse}, the offset after the expression and blanks. */
  get offset(): number {
    return this.#offset;
  }

  /** Reads one expression; throws a Complaint at what is wrong. */
  parse(): Expression {
    return this.#binary(0);
  }

  #binary(rank: number): Expression {
    let left = this.#operand();
    for (;;) {
      const found = this.#operator();
      if (found === undefined || RANKS[found.operator] <= rank) return left;
      const at = this.#offset;
      this.#offset += found.length;
      const right = this.#binary(RANKS[found.operator]);
      const depth = this.#deeper(at, Math.max(depthOf(left), depthOf(right)));
      left = { kind: 'binary', operator: found.operator, left, right, at, depth };
    }
  }

  #operator(): { operator: BinaryOperator; length: number } | undefined {
    EXCLUSIVE_OR.lastIndex = this.#offset;
    const exclusive = EXCLUSIVE_OR.exec(this.#text);
    if (exclusive !== null) return { operator: '^', length: exclusive[0].length };
    for (const [spelling, operator] of SPELLINGS) {
      if (this.#text.startsWith(spelling, this.#offset)) return { operator, length: spelling.length };
    }
    return undefined;
  }

  #operand(): Expression {
    this.#offset = skipBlanks(this.#text, this.#offset);
    const at = this.#offset;
    const character = this.#text[at];
    if (character === '-' || character === '~' || character === '!' || character === '+') return this.#unary(character);
    if (character === '(' || character === '[') return this.#parenthesised(character === '(' ? ')' : ']');
    const operand = isDigit(character)
      ? this.#number()
      : character === "'"
        ? this.#character()
        : this.#name(missing(this.#text, at));
    this.#offset = skipBlanks(this.#text, this.#offset);
    return operand;
  }

  #unary(operator: UnaryOperator): Expression {
    const at = this.#offset;
    this.#offset += 1;
    this.#enter(at);
    const operand = this.#operand();
    this.#nesting -= 1;
    return { kind: 'unary', operator, operand, at, depth: this.#deeper(at, depthOf(operand)) };
  }

  #parenthesised(close: string): Expression {
    const at = this.#offset;
    this.#offset += 1;
    this.#enter(at);
    const inner = this.#binary(0);
    this.#nesting -= 1;
    if (this.#text[this.#offset] !== close) {
      throw new Complaint(`expected ${close} to close the one before`, this.#offset);
    }
    this.#offset = skipBlanks(this.#text, this.#offset + 1);
    return inner;
  }

  #number(): Expression {
    const at = this.#offset;
    let end = at;
    while (isNamePart(this.#text[end])) end += 1;
    const word = this.#text.slice(at, end);
    this.#offset = end;
    const reference = /^(\d+)([bf])$/.exec(word);
    if (reference !== null) return numericLabel(reference[1]!, reference[2]!, at);
    return { kind: 'number', value: numberValue(word, at), at };
  }

  #character(): Expression {
    const at = this.#offset;
    const value = characterValue(this.#text, at);
    if (value === undefined) throw new Complaint('not a character constant (one ASCII character or an escape)', at);
    this.#offset = endOfCharacter(this.#text, at);
    return { kind: 'number', value: BigInt(value), at };
  }

  #name(message: string): Expression {
    const at = this.#offset;
    this.#offset = endOfName(this.#text, at);
    const name = this.#text.slice(at, this.#offset);
    if (name === '') throw new Complaint(message, at);
    return name === '.' ? { kind: 'location', at } : { kind: 'symbol', name, at };
  }

  #enter(at: number): void {
    this.#nesting += 1;
    this.#deeper(at, this.#nesting);
  }

  #deeper(at: number, depth: number): number {
    if (depth >= LIMITS.expressionDepth) throw new Complaint('the expression is nested too deeply', at);
    return depth + 1;
  }
}

/** Height of the tree above names and numbers. */
export function depthOf(expression: Expression): number {
  return expression.kind === 'unary' || expression.kind === 'binary' ? expression.depth : 0;
}

function missing(text: string, at: number): string {
  const character = text[at];
  if (character === undefined) return 'an expression is missing here';
  if (character === '\\') return parameterMessage(text, at);
  if (character === '"') return 'a string is not a value here';
  if (character === '#') return '# stands only before an immediate operand of an instruction';
  if (isBlank(character) || character === ',') return 'an expression is missing here';
  return `expected an expression, not ${character}`;
}

/** What to say of a backslash that no macro parameter took. */
export function parameterMessage(text: string, at: number): string {
  const name = text.slice(at + 1, endOfName(text, at + 1));
  return name === '' ? 'unexpected \\' : `\\${name} is not a parameter of a macro or loop around it`;
}

function numericLabel(digits: string, direction: string, at: number): Expression {
  const label = Number(digits);
  if (label > 0x7fffffff) throw new Complaint('a numeric label is at most 2147483647', at);
  return { kind: 'numeric-label', label, forward: direction === 'f', at };
}

const NUMBER = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/;

function numberValue(word: string, at: number): bigint {
  if (!NUMBER.test(word)) throw new Complaint(`${shorten(word)} is not a number`, at);
  const octal = /^0[0-7]+$/.test(word);
  return BigInt(octal ? `0o${word.slice(1)}` : word);
}

function shorten(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}
