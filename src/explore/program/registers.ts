import type { LitmusSource } from '../litmus/source.ts';
import { STACK_POINTER, ZERO } from './micro.ts';
import type { ThreadProgram } from './program.ts';

/** A register as a condition or the initial state names it. */
export interface RegisterName {
  slot: number;
  /** W registers are the lower half. */
  wide: boolean;
}

const named: Record<string, RegisterName> = {
  SP: { slot: STACK_POINTER, wide: true },
  WSP: { slot: STACK_POINTER, wide: false },
  XZR: { slot: ZERO, wide: true },
  WZR: { slot: ZERO, wide: false },
  LR: { slot: 30, wide: true },
  FP: { slot: 29, wide: true },
};

/** The slot of a register in upper case (`X1`, `W1`, `SP`) or of a symbolic one (`%x`); throws InputError else. */
export function registerByName(
  source: LitmusSource,
  thread: ThreadProgram,
  name: string,
  offset: number,
): RegisterName {
  const known = named[name];
  if (known) return known;
  const symbolic = /^([XWxw])?%(\w+)$/.exec(name);
  if (symbolic) {
    const slot = thread.symbolic.get(symbolic[2]!) ?? source.fail(offset, `this thread does not use '%${symbolic[2]}'`);
    return { slot, wide: symbolic[1]?.toUpperCase() !== 'W' };
  }
  const plain = /^([XW])(\d+)$/.exec(name);
  if (!plain || Number(plain[2]) > 30) return source.fail(offset, `'${name}' is no general register`);
  return { slot: Number(plain[2]), wide: plain[1] === 'X' };
}
