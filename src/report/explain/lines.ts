/** What all explanations are laid out with. */
import { bankNames } from '../../check/observe.ts';
import type { RegisterSet } from '../../check/rule.ts';
import { pad, wrap } from '../format.ts';

export interface ExplainOptions {
  color: boolean;
  width: number;
}

const NAME_WIDTH = 11;
const INDENT = 2;

/** `  clause     DEN0028 2.6`, the value broken where it must be. */
export function named(name: string, value: string, { width }: ExplainOptions): string[] {
  const lines = wrap(value, width - INDENT - NAME_WIDTH);
  return lines.map((line, index) => `${' '.repeat(INDENT)}${pad(index === 0 ? name : '', NAME_WIDTH)}${line}`);
}

/** `x8–x17, sp_el0`. */
export function registersText(sets: readonly RegisterSet[]): string {
  const texts = sets.map(({ bank, first, last = first }) => {
    if (first === undefined) return bankNames[bank];
    return first === last ? `${bank}${first}` : `${bank}${first}–${bank}${last}`;
  });
  return texts.join(', ');
}
