/** Where the bits of a register stand in a picture. */

export const CELL = 10;
export const HEIGHT = 12;
/** Bytes stand apart a little, the two halves more: half of the arguments are about the upper one. */
const BYTE_GAP = 2;
const HALF_GAP = 4;

/** Left edge of a bit. */
export function left(number: number): number {
  const index = 63 - number;
  return index * CELL + Math.floor(index / 8) * BYTE_GAP + (index >= 32 ? HALF_GAP : 0);
}

/** Of all 64 bits. */
export const WIDTH = left(0) + CELL;

/** The bit at this distance from the left edge, the nearest one between two. */
export function bitAt(x: number): number {
  for (let number = 63; number > 0; number--) if (x < left(number - 1)) return number;
  return 0;
}

/** Numbers that stand above the bits, and where: those that begin a half or a quarter. */
export const numbers: readonly { number: number; x: number }[] = [63, 48, 32, 31, 16, 0].map((number) => ({
  number,
  x: Math.min(WIDTH - 4, Math.max(8, left(number) + (number === 32 ? -3 : number === 31 ? 9 : CELL / 2))),
}));
