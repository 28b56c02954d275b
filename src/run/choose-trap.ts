import type { Image } from '../guest/image.ts';
import { InputError } from '../guest/source.ts';
import { didYouMean } from '../guest/stub/suggest.ts';
import type { TrapChoice } from '../influence/influence.ts';

/**
 * Reads which traps of a run are meant: `N`, counted from 1, `LABEL`, `LABEL#N` for the N-th trap there, `0x…` for an
 * address, or nothing for all. Throws InputError for what is none of these, or names no label of the program.
 */
export function chooseTraps(image: Image, text: string | undefined): TrapChoice {
  if (text === undefined) return {};
  if (/^[1-9]\d*$/.test(text)) return { number: Number(text) - 1 };
  const [, place, occurrence] = /^([A-Za-z_.$][\w.$]*|0x[0-9a-f]+)(?:#([1-9]\d*))?$/i.exec(text) ?? [];
  if (place === undefined)
    throw new InputError(`'${text}' names no trap: expected LABEL, LABEL#N, a number from 1 or 0x…`);
  const address = place.startsWith('0x') ? BigInt(place) : image.symbols.get(place);
  if (address === undefined) {
    throw new InputError(`the program has no label ${place}${didYouMean(place, image.symbols.keys())}`);
  }
  return { address, ...(occurrence !== undefined && { occurrence: Number(occurrence) }) };
}
