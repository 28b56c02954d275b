import type { Image } from './image.ts';
import { hex, placementError } from './placement.ts';
import { InputError } from './source.ts';

/**
 * Loads bytes without any format at a physical address, which is the entry too.
 * Throws an InputError where there are none, where the address is no multiple of 4 or where they do not fit RAM.
 */
export function loadFlat(bytes: Uint8Array, name: string, address: bigint): Image {
  if (bytes.length === 0) throw new InputError(`${name}: the file is empty`);
  if (address % 4n !== 0n) throw new InputError(`${name}: the load address ${hex(address)} must be a multiple of 4`);
  const problem = placementError(address, BigInt(bytes.length));
  if (problem) throw new InputError(`${name}: ${problem}`);
  const segment = { name: 'flat', address, bytes: bytes.slice(), writable: true, executable: true };
  return { entry: address, segments: [segment], symbols: new Map([['_start', address]]), lines: new Map() };
}
