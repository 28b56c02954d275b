import { Complaint } from './complaint.ts';

const SIMPLE: Record<string, number> = {
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  '"': 0x22,
  '\\': 0x5c,
};

/**
 * The bytes of the string whose quotes stand at `start` and before `end`. Escapes are gas's: `\b \f \n \r \t \v \" \\`,
 * one to three octal digits, `\x` and hexadecimal digits; any other one is an error, where gas warns and drops the
 * backslash. So is an octal escape that an 8 or 9 cuts short: gas takes those for octal digits.
 */
export function stringBytes(text: string, start: number, end: number): Uint8Array {
  const bytes: number[] = [];
  let offset = start + 1;
  while (offset < end - 1) {
    const stop = plainUntil(text, offset, end - 1);
    if (stop > offset) {
      bytes.push(...new TextEncoder().encode(text.slice(offset, stop)));
      offset = stop;
    } else {
      const { value, length } = readEscape(text, offset);
      bytes.push(value);
      offset += length;
    }
  }
  return Uint8Array.from(bytes);
}

function plainUntil(text: string, offset: number, end: number): number {
  const backslash = text.indexOf('\\', offset);
  return backslash < 0 || backslash > end ? end : backslash;
}

function readEscape(text: string, offset: number): { value: number; length: number } {
  const simple = SIMPLE[text[offset + 1] ?? ''];
  if (simple !== undefined) return { value: simple, length: 2 };
  const digits = /^\\(?:([0-7]{1,3})|x([0-9a-fA-F]+))/.exec(text.slice(offset, offset + 32));
  if (digits === null || /^\\[0-7]{1,2}[89]/.test(text.slice(offset, offset + 4))) {
    throw new Complaint(`${text.slice(offset, offset + 2)} is not an escape`, offset);
  }
  const value = digits[1] === undefined ? Number.parseInt(digits[2]!, 16) : Number.parseInt(digits[1], 8);
  if (value > 0xff) throw new Complaint(`${digits[0]} does not fit in a byte`, offset);
  return { value, length: digits[0].length };
}
