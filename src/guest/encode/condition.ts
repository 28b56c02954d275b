import { bitmaskValue, isMoveWide } from './bitmask.ts';

/** Values of an encoding's fields by name. */
export type Fields = Record<string, number>;

/** A compiled expression over fields; comparisons give 1 or 0. */
export type FieldExpression = (fields: Fields) => number;

const tokenPattern = /\s*(0x[0-9a-f]+|\d+|[A-Za-z_]\w*(?:\(\))?|<<|>>|[=!<>]=|&&|\|\||[-+*&|<>!()])/gy;

const precedence: Record<string, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '|': 5,
  '&': 6,
  '<<': 7,
  '>>': 7,
  '+': 8,
  '-': 8,
  '*': 9,
};

const apply: Record<string, (a: number, b: number) => number> = {
  '||': (a, b) => (a || b ? 1 : 0),
  '&&': (a, b) => (a && b ? 1 : 0),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
  '<': (a, b) => (a < b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

/** Conditions that the table names because no short expression says them. */
const named: Record<string, FieldExpression> = {
  /** The logical immediate is not a reserved pattern (DecodeBitMasks). */
  'bitmask()': (f) => (bitmaskValue(f.sf === 0 ? 32 : 64, f.N!, f.immr!, f.imms!) === undefined ? 0 : 1),
  /** MOVZ or MOVN could make the logical immediate (MoveWidePreferred). */
  'moveWide()': (f) =>
    isMoveWide(f.sf === 0 ? 32 : 64, bitmaskValue(f.sf ? 64 : 32, f.N!, f.immr!, f.imms!)!) ? 1 : 0,
};

class ExpressionParser {
  private readonly tokens: string[];
  private next = 0;

  constructor(text: string) {
    this.tokens = [...text.matchAll(tokenPattern)].map((match) => match[1]!);
    if (this.tokens.join('') !== text.replace(/\s+/g, '')) throw new Error(`bad condition in the table: ${text}`);
  }

  /** A whole expression whose operators bind at least as tightly as `minimum`. */
  parse(minimum = 1): FieldExpression {
    let left = this.operand();
    for (;;) {
      const operator = this.tokens[this.next];
      const level = operator === undefined ? 0 : (precedence[operator] ?? 0);
      if (level < minimum) return left;
      this.next += 1;
      const [first, second, operation] = [left, this.parse(level + 1), apply[operator!]!];
      left = (fields) => operation(first(fields), second(fields));
    }
  }

  private operand(): FieldExpression {
    const token = this.tokens[this.next++];
    if (token === '!') {
      const inner = this.operand();
      return (fields) => (inner(fields) ? 0 : 1);
    }
    if (token === '(') {
      const inner = this.parse();
      this.next += 1;
      return inner;
    }
    if (token === undefined) throw new Error('a condition of the table ends early');
    const known = named[token];
    if (known) return known;
    if (/^\d/.test(token)) {
      const value = Number(token);
      return () => value;
    }
    return (fields) => fields[token] ?? 0;
  }
}

/** Compiles a `require` or `prefer` condition, or one value of a `set` list, of the encoding table. */
export function compileExpression(text: string): FieldExpression {
  return new ExpressionParser(text).parse();
}

/** Compiles a `set` list, `Rd=31, imms=31+32*sf`, to pairs of a field and its value. */
export function compileAssignments(text: string): [field: string, value: FieldExpression][] {
  return text.split(',').map((part) => {
    const equals = part.indexOf('=');
    return [part.slice(0, equals).trim(), compileExpression(part.slice(equals + 1).trim())];
  });
}
