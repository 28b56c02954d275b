import { type EncodeContext, EncodeError } from '../instruction.ts';
import type { Fields } from './condition.ts';
import type { Piece } from './pieces.ts';
import { type Register, registerByName } from './registers.ts';

/** How good an explanation a failure is, where several rows fail at the same column. */
export const RANK_KIND = 0;
/** The operand is of the right kind, its value does not fit. */
export const RANK_VALUE = 1;

interface Failure {
  /**
   * What would have been right here, where that is all there is to say; failures at one place are then told together.
   */
  wanted: string | undefined;
  message: string;
  column: number;
  rank: number;
}

const mostAlternatives = 4;

/** `a, b or c`; without those that another one begins with, and not too many. */
function oneOf(names: readonly string[]): string {
  const distinct = names.filter((name) => !names.some((other) => other !== name && other.startsWith(name)));
  const shown = distinct.slice(0, mostAlternatives);
  const last = shown.length > 1 ? ` or ${shown.pop()}` : '';
  return shown.join(', ') + last;
}

/** Of all the reasons why rows did not fit: the one furthest to the right, then the best explained, then the first. */
export class Failures {
  private best: Failure | undefined;
  private wanted: string[] = [];

  add(failure: Failure): void {
    const best = this.best;
    if (!best || failure.column > best.column || (failure.column === best.column && failure.rank > best.rank)) {
      this.best = failure;
      this.wanted = [];
    }
    const { column, rank } = this.best!;
    if (failure.wanted === undefined || failure.column !== column || failure.rank !== rank) return;
    if (!this.wanted.includes(failure.wanted)) this.wanted.push(failure.wanted);
  }

  /** What to tell the user. */
  get error(): EncodeError {
    const { message, wanted, column } = this.best!;
    return new EncodeError(wanted === undefined ? message : message + oneOf(this.wanted), column);
  }
}

/** One instruction text, what surrounds it, and why rows did not fit so far. */
export class Statement {
  readonly pieces: readonly Piece[];
  readonly context: EncodeContext;
  /** Column behind the last operand. */
  readonly end: number;
  readonly failures = new Failures();
  private readonly values = new Map<string, bigint | EncodeError>();

  constructor(pieces: readonly Piece[], context: EncodeContext, end: number) {
    this.pieces = pieces;
    this.context = context;
    this.end = end;
  }

  /** The value of an expression as a signed 64-bit number, or the error that the front end reports; asked once each. */
  evaluate(text: string, column: number): bigint | EncodeError {
    const key = `${column} ${text}`;
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const value = this.ask(text, column);
    this.values.set(key, value);
    return value;
  }

  /** The register of that name, built in or a `.req` alias. */
  register(name: string): Register | undefined {
    const builtIn = registerByName(name);
    if (builtIn || !/^[A-Za-z_.$][\w.$]*$/.test(name)) return builtIn;
    const target = this.context.alias(name.toLowerCase());
    return target === undefined ? undefined : registerByName(target);
  }

  private ask(text: string, column: number): bigint | EncodeError {
    try {
      return this.context.evaluate(text, column);
    } catch (error) {
      if (error instanceof EncodeError) return error;
      throw error;
    }
  }
}

/** Matching one row against a statement: a cursor over pieces, and the fields found so far. */
export class Attempt {
  readonly statement: Statement;
  readonly fields: Fields;
  private pieces: readonly Piece[];
  private next = 0;
  private end: number;

  constructor(statement: Statement, fields: Fields) {
    this.statement = statement;
    this.fields = fields;
    this.pieces = statement.pieces;
    this.end = statement.end;
  }

  /** The next operand without taking it. */
  peek(): Piece | undefined {
    return this.pieces[this.next];
  }

  take(): Piece | undefined {
    return this.pieces[this.next++];
  }

  /** Takes the next operand, or fails saying what is missing. */
  need(what: string): Piece | undefined {
    const piece = this.take();
    if (piece && piece.text !== '') return piece;
    const column = piece?.column ?? this.end;
    this.statement.failures.add({ wanted: what, message: 'missing operand: expected ', column, rank: RANK_KIND });
    return undefined;
  }

  /** Runs `body` on the parts of a bracketed operand; all of them must be taken. */
  within(pieces: readonly Piece[], end: number, body: () => boolean): boolean {
    const outer = { pieces: this.pieces, next: this.next, end: this.end };
    this.pieces = pieces;
    this.next = 0;
    this.end = end;
    const good = body() && this.finished();
    this.pieces = outer.pieces;
    this.next = outer.next;
    this.end = outer.end;
    return good;
  }

  /** Whether all operands were taken; otherwise fails at the first one too many. */
  finished(): boolean {
    const extra = this.peek();
    return !extra || this.fail(`unexpected operand '${extra.text}'`, extra.column);
  }

  /** Notes why this row does not fit. Always false, so that a parser can return it. */
  fail(message: string, column: number, rank: number = RANK_KIND): false {
    this.statement.failures.add({ wanted: undefined, message, column, rank });
    return false;
  }

  /** Notes that `what` should stand here. Always false, so that a parser can return it. */
  expect(what: string, column: number): false {
    this.statement.failures.add({ wanted: what, message: 'expected ', column, rank: RANK_KIND });
    return false;
  }
}

/** One operand form of the table: reads assembler text into fields and back. */
export interface Operand {
  /** Takes the pieces it needs and sets its fields; false after `attempt.fail`. */
  parse(attempt: Attempt): boolean;
  /** The text for these field values, '' where it may be left out, undefined where no text gives these values. */
  print(fields: Fields, address: bigint): string | undefined;
}
