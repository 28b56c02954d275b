/** Hexadecimal strings as numbers: 64-bit values in two 32-bit words, the lower first, as linear memory holds them. */

import { COMMA, type Cursor, QUOTE } from './cursor.ts';

/** Value of a hexadecimal digit by its byte, 255 for any other byte. */
const DIGIT = new Uint8Array(256).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGIT[digit.charCodeAt(0)] = value;
  DIGIT[digit.toUpperCase().charCodeAt(0)] = value;
}

const ZERO = 0x30;
const X = 0x78;

/** Space for the words of one record, used again for the next one. */
export class Arena {
  private words = new Uint32Array(1 << 14);
  private used = 0;

  /** `length` words; what they held before is still in them. */
  take(length: number): Uint32Array {
    if (this.used + length > this.words.length) {
      this.words = new Uint32Array(Math.max(this.words.length * 2, length));
      this.used = 0;
    }
    this.used += length;
    return this.words.subarray(this.used - length, this.used);
  }

  /** Gives everything back: no words that were taken may be used any more. */
  clear(): void {
    this.used = 0;
  }
}

/** Reads a string such as "0x1f" of up to 64 bits into `words[at]` and the word after it. */
export function readWord(cursor: Cursor, words: Uint32Array, at: number): void {
  if (cursor.bytes[cursor.at] !== QUOTE) cursor.peek();
  const end = parseWord(cursor.bytes, cursor.at, words, at);
  if (end < 0) failWord(cursor);
  cursor.at = end;
}

/**
 * Reads `count` such strings with commas between them. Where the text is not as programs write it, without blanks, or not
 * as it should be at all, it stops before what is odd. Returns how many were read.
 */
export function readWords(cursor: Cursor, words: Uint32Array, count: number): number {
  const { bytes } = cursor;
  let start = cursor.at;
  for (let index = 0; index < count; index++) {
    const end = parseWord(bytes, start, words, index * 2);
    if (end < 0) return index;
    cursor.at = end;
    if (bytes[end] !== COMMA) return index + 1;
    start = end + 1;
  }
  return count;
}

/** Returns the index after the string's second quote, or -1. The text ends with a newline, so no digit follows it. */
function parseWord(bytes: Uint8Array, start: number, words: Uint32Array, at: number): number {
  if (bytes[start] !== QUOTE || bytes[start + 1] !== ZERO || bytes[start + 2] !== X) return -1;
  let index = start + 3;
  let digit = DIGIT[bytes[index]!]!;
  let first = 0;
  for (; digit < 16 && index < start + 11; digit = DIGIT[bytes[++index]!]!) first = (first << 4) | digit;
  const firstEnd = index;
  let second = 0;
  for (; digit < 16 && index < start + 19; digit = DIGIT[bytes[++index]!]!) second = (second << 4) | digit;
  if (bytes[index] !== QUOTE || index === start + 3) return -1;
  const shift = (index - firstEnd) * 4;
  words[at] = shift === 32 ? second : (first << shift) | second;
  words[at + 1] = shift === 0 ? 0 : shift === 32 ? first : first >>> (32 - shift);
  return index + 1;
}

/** Says what is wrong with the value at the cursor. */
function failWord(cursor: Cursor): never {
  const start = cursor.at;
  const text = cursor.string('a hexadecimal string such as "0x1f"');
  if (/^0x[0-9a-f]+$/i.test(text)) return cursor.reject(`${text} does not fit in 64 bits`, start);
  return cursor.reject(`expected a hexadecimal string such as "0x1f", found ${JSON.stringify(text)}`, start);
}

/** Reads a string of pairs of digits, without 0x. */
export function readBytes(cursor: Cursor): Uint8Array {
  cursor.expect(QUOTE, 'a string of hexadecimal bytes');
  const { bytes, at: start } = cursor;
  let end = start;
  while (DIGIT[bytes[end]!]! < 16) end++;
  if (bytes[end] !== QUOTE) cursor.reject('expected hexadecimal digits and nothing else', end);
  if ((end - start) % 2 !== 0) cursor.reject('expected two digits for each byte, found an odd number', start);
  const result = new Uint8Array((end - start) >> 1);
  for (let index = 0; index < result.length; index++) {
    result[index] = (DIGIT[bytes[start + index * 2]!]! << 4) | DIGIT[bytes[start + index * 2 + 1]!]!;
  }
  cursor.at = end + 1;
  return result;
}
