import { statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** For options that may be repeated. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

/** For options that may be repeated and that take a folder. */
export function collectFolders(value: string, previous: string[] = []): string[] {
  if (!statSync(value, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InvalidArgumentError('there is no such folder.');
  }
  return [...previous, value];
}

/** For options that may be repeated and that take several names at once, with commas between them. */
export function collectNames(value: string, previous: string[] = []): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('expected names with commas between them.');
  return [...previous, ...names];
}

/** An unsigned 64-bit integer, decimal or 0x, 0b, 0o. */
export function parseInteger(text: string): bigint {
  if (!/^(0x[0-9a-f]+|0b[01]+|0o[0-7]+|\d+)$/i.test(text)) throw new InvalidArgumentError('expected a whole number.');
  const value = BigInt(text);
  if (value >= 1n << 64n) throw new InvalidArgumentError('the number does not fit in 64 bits.');
  return value;
}

/** A count from 1 that is still exact as a JavaScript number. */
export function parseCount(text: string): number {
  const value = Number(parseInteger(text));
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('expected a count from 1.');
  return value;
}
