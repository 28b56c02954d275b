import { defaultType } from '../litmus/value-types.ts';
import type { Region } from './program.ts';

/** Bytes that an element of a region takes. */
export function elementSize(region: Region): number {
  return (region.type ?? defaultType).size;
}
