/**
 * Readers of JSON values: each says what a value may be, reads it from bytes, and complains with a FieldError that names
 * the field. A record's format is one expression made of them; its type follows from it.
 */

import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  type Cursor,
  FieldError,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './cursor.ts';
import { readAtom, skipValue } from './skip.ts';
import { type Arena, readBytes, readWord, readWords } from './words.ts';

/** What readers share: where they are, and where register values go. */
export interface Input {
  cursor: Cursor;
  arena: Arena;
}

export type Reader<T> = (input: Input) => T;
/** What a reader reads. */
export type Read<R> = R extends Reader<infer T> ? T : never;

interface Optional<T> {
  optional: Reader<T>;
}
type Member = Reader<unknown> | Optional<unknown>;
type Shape<M extends Record<string, Member>> = {
  [K in keyof M as M[K] extends Optional<unknown> ? never : K]: M[K] extends Reader<infer T> ? T : never;
} & {
  [K in keyof M as M[K] extends Optional<unknown> ? K : never]?: M[K] extends Optional<infer T> ? T : never;
};

/** A member of an object that may be left out. */
export function optional<T>(reader: Reader<T>): Optional<T> {
  return { optional: reader };
}

/** A list of exactly `count` 64-bit values as hexadecimal strings, two words each. */
export function registers(count: number): Reader<Uint32Array> {
  return ({ cursor, arena }) => {
    cursor.expect(OPEN_BRACKET, `a list of ${count} registers`);
    const words = arena.take(count * 2);
    let index = readWords(cursor, words, count);
    try {
      for (; index < count; index++) {
        if (index > 0) cursor.expect(COMMA, `',' before another register: there are ${count}`);
        readWord(cursor, words, index * 2);
      }
      cursor.expect(CLOSE_BRACKET, `']' after ${count} registers`);
    } catch (error) {
      throw error instanceof FieldError && index < count ? error.under(`[${index}]`) : error;
    }
    return words;
  };
}

const word = new Uint32Array(2);

/** A 64-bit value as a hexadecimal string. */
export const hex64: Reader<bigint> = ({ cursor }) => {
  readWord(cursor, word, 0);
  return word[1] === 0 ? BigInt(word[0]!) : (BigInt(word[1]!) << 32n) | BigInt(word[0]!);
};

/** A 32-bit value as a hexadecimal string. */
export const hex32: Reader<number> = ({ cursor }) => {
  cursor.peek();
  const start = cursor.at;
  readWord(cursor, word, 0);
  return word[1] === 0 ? word[0]! : cursor.reject('the value does not fit in 32 bits', start);
};

/** Bytes as a string of hexadecimal digits without 0x, up to `most` of them. */
export function bytes(most: number): Reader<Uint8Array> {
  return ({ cursor }) => {
    cursor.peek();
    const start = cursor.at;
    const result = readBytes(cursor);
    return result.length <= most ? result : cursor.reject(`${result.length} bytes, and ${most} are the most`, start);
  };
}

const MINUS = 0x2d;
const LETTER_N = 0x6e;
const ZERO = 0x30;

/** A whole number within bounds. */
export function integer(least: number, most: number): Reader<number> {
  const what = `a whole number from ${least} to ${most}`;
  return ({ cursor }) => {
    const negative = cursor.accept(MINUS);
    const start = cursor.at;
    let value = 0;
    for (let digit = digitAt(cursor); digit >= 0; digit = digitAt(cursor)) {
      value = value * 10 + digit;
      cursor.at++;
    }
    const next = cursor.bytes[cursor.at]!;
    const follows = next === 0x2e || (next | 0x20) === 0x65 || (cursor.bytes[start] === ZERO && cursor.at > start + 1);
    if (cursor.at === start) cursor.fail(what);
    if (follows) cursor.reject(`expected ${what}`, start);
    const signed = negative ? -value : value;
    return signed >= least && signed <= most ? signed : cursor.reject(`expected ${what}, found ${signed}`, start);
  };
}

/** The decimal digit at the cursor, or a negative number. */
function digitAt(cursor: Cursor): number {
  const digit = cursor.bytes[cursor.at]! - ZERO;
  return digit <= 9 ? digit : -1;
}

export const boolean: Reader<boolean> = ({ cursor }) => {
  cursor.peek();
  if (matches(cursor, 'true')) return true;
  return matches(cursor, 'false') ? false : cursor.fail('true or false');
};

function matches(cursor: Cursor, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (cursor.bytes[cursor.at + index] !== text.charCodeAt(index)) return false;
  }
  cursor.at += text.length;
  return true;
}

export const string: Reader<string> = ({ cursor }) => cursor.string('a string');

/** A value, or null. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (input) => {
    if (input.cursor.peek() !== LETTER_N) return reader(input);
    readAtom(input.cursor, 'a value or null');
    return null;
  };
}

/** Any value, of which nothing is made. */
export const ignored: Reader<undefined> = ({ cursor }) => skipValue(cursor) as undefined;

/** One of a few strings. */
export function choice<T extends string>(...values: T[]): Reader<T> {
  return ({ cursor }) => {
    cursor.peek();
    const start = cursor.at;
    const text = cursor.string(`one of ${values.join(', ')}`);
    const value = values.find((candidate) => candidate === text);
    return value ?? cursor.reject(`expected one of ${values.join(', ')}, found ${JSON.stringify(text)}`, start);
  };
}

/** The id of a record: a string or a number from 0. */
export const identity: Reader<string> = (input) =>
  input.cursor.peek() === QUOTE ? string(input) : String(integer(0, Number.MAX_SAFE_INTEGER)(input));

/** A list of up to `most` values. */
export function list<T>(reader: Reader<T>, most = Number.MAX_SAFE_INTEGER): Reader<T[]> {
  return (input) => readList(input, () => reader, most);
}

/** A list of a first value that differs from those after it. */
export function headed<H, T>(head: Reader<H>, rest: Reader<T>): Reader<[H, ...T[]]> {
  return (input) => {
    input.cursor.peek();
    const start = input.cursor.at;
    const result = readList<H | T>(input, (index) => (index === 0 ? head : rest), Number.MAX_SAFE_INTEGER);
    return result.length > 0 ? (result as [H, ...T[]]) : input.cursor.reject('the list is empty', start);
  };
}

function readList<T>(input: Input, readerAt: (index: number) => Reader<T>, most: number): T[] {
  const { cursor } = input;
  const result: T[] = [];
  cursor.expect(OPEN_BRACKET, 'a list');
  if (cursor.accept(CLOSE_BRACKET)) return result;
  try {
    do {
      if (result.length === most) cursor.reject(`more than ${most} entries`, cursor.at);
      result.push(readerAt(result.length)(input));
    } while (cursor.accept(COMMA));
  } catch (error) {
    throw error instanceof FieldError ? error.under(`[${result.length}]`) : error;
  }
  cursor.expect(CLOSE_BRACKET, "',' or ']'");
  return result;
}

/** An object whose keys are data: `key` reads each key's text, `value` what stands under it. */
export function entries<K, V>(key: (text: string) => K | undefined, value: Reader<V>): Reader<[K, V][]> {
  return (input) => {
    const { cursor } = input;
    const result: [K, V][] = [];
    cursor.expect(OPEN_BRACE, 'an object');
    if (cursor.accept(CLOSE_BRACE)) return result;
    do {
      cursor.peek();
      const start = cursor.at;
      const text = cursor.string('a key');
      const read = key(text);
      if (read === undefined) cursor.reject(`${JSON.stringify(text)} is not a key that may stand here`, start);
      cursor.expect(COLON, "':' after a key");
      result.push([read as K, within(text, value, input)]);
    } while (cursor.accept(COMMA));
    cursor.expect(CLOSE_BRACE, "',' or '}'");
    return result;
  };
}

function within<V>(step: string, reader: Reader<V>, input: Input): V {
  try {
    return reader(input);
  } catch (error) {
    throw error instanceof FieldError ? error.under(step) : error;
  }
}

/** An object with these members, in any order. A key that is none of them is passed over and noted in the cursor. */
export function object<M extends Record<string, Member>>(members: M): Reader<Shape<M>> {
  const fields = Object.entries(members).map(([name, member]) => ({
    name,
    reader: typeof member === 'function' ? member : member.optional,
    required: typeof member === 'function',
  }));
  return (input) => {
    const { cursor } = input;
    const result: Record<string, unknown> = {};
    const start = cursor.at;
    cursor.expect(OPEN_BRACE, 'an object');
    // Members stand in the same order in every record, so the next one is nearly always where it is looked for first.
    let next = 0;
    if (!cursor.accept(CLOSE_BRACE)) {
      do {
        const index = findField(cursor, fields, next);
        if (index < 0) {
          skipValue(cursor);
          continue;
        }
        const { name, reader } = fields[index]!;
        if (name in result) cursor.reject(`\`${name}\` stands twice`, cursor.at);
        result[name] = within(name, reader, input);
        next = index + 1;
      } while (cursor.accept(COMMA));
      cursor.expect(CLOSE_BRACE, "',' or '}'");
    }
    for (const { name, required } of fields) {
      if (required && !(name in result)) cursor.reject(`\`${name}\` is missing`, start);
    }
    return result as Shape<M>;
  };
}

/** Reads a key and its colon; returns which field it is, or -1 for one that is not known. */
function findField(cursor: Cursor, fields: { name: string }[], next: number): number {
  if (cursor.peek() === QUOTE) {
    for (let step = 0; step < fields.length; step++) {
      const index = (next + step) % fields.length;
      if (!acceptKey(cursor, fields[index]!.name)) continue;
      cursor.expect(COLON, "':' after a key");
      return index;
    }
  }
  const key = cursor.string('a key');
  cursor.expect(COLON, "':' after a key");
  const index = fields.findIndex(({ name }) => name === key);
  if (index < 0) cursor.unknown.add(key);
  return index;
}

/** Passes a key with its quotes where it is this one, written without escapes. */
function acceptKey(cursor: Cursor, name: string): boolean {
  const { bytes, at } = cursor;
  if (bytes[at + name.length + 1] !== QUOTE) return false;
  for (let index = 0; index < name.length; index++) {
    if (bytes[at + 1 + index] !== name.charCodeAt(index)) return false;
  }
  cursor.at = at + name.length + 2;
  return true;
}

/** Reads a whole line and nothing after it. */
export function readLine<T>(reader: Reader<T>, cursor: Cursor, arena: Arena): T {
  const value = reader({ cursor, arena });
  if (cursor.peek() !== 0x0a || cursor.at < cursor.end) cursor.fail('the end of the line');
  return value;
}
