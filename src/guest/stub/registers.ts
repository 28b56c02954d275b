import type { RegisterFile } from '../../engine/record.ts';
import type { Cursor } from './cursor.ts';
import type { Place } from './place.ts';
import { didYouMean } from './suggest.ts';

/** Numbered banks: `w` is the low half of `x`. */
const NUMBERED = { x: 31, w: 31, v: 32 } as const;
const WIDTHS = {
  x: 64,
  w: 32,
  v: 128,
  sp: 64,
  sp_el0: 64,
  sp_el1: 64,
  pc: 64,
  nzcv: 4,
  pstate: 64,
  fpsr: 32,
  fpcr: 32,
};

export type RegisterBank = keyof typeof WIDTHS;

/** One register, or neighbours of one bank: x4..x17. A register without a number has `first` and `last` 0. */
export interface RegisterRange {
  bank: RegisterBank;
  first: number;
  last: number;
  place: Place;
}

export interface RegisterName {
  bank: RegisterBank;
  number: number;
}

function allNames(): Map<string, RegisterName> {
  const names = new Map<string, RegisterName>();
  for (const [bank, count] of Object.entries(NUMBERED)) {
    for (let number = 0; number < count; number += 1) {
      names.set(`${bank}${number}`, { bank: bank as RegisterBank, number });
    }
  }
  for (const bank of Object.keys(WIDTHS)) {
    if (!(bank in NUMBERED)) names.set(bank, { bank: bank as RegisterBank, number: 0 });
  }
  return names.set('fp', { bank: 'x', number: 29 }).set('lr', { bank: 'x', number: 30 });
}

/** Every register name that a directive understands, `fp` and `lr` included. */
export const REGISTER_NAMES: ReadonlyMap<string, RegisterName> = allNames();

/** Bits that the register holds and that a comparison looks at. */
export function registerWidth(bank: RegisterBank): number {
  return WIDTHS[bank];
}

/** `x8`, `sp`: the name as the report prints it. */
export function registerName(bank: RegisterBank, number: number): string {
  return bank in NUMBERED ? `${bank}${number}` : bank;
}

export function rangeLength(range: RegisterRange): number {
  return range.last - range.first + 1;
}

/** Where `sp` lives at this moment: SP_EL1 at EL1 with PSTATE.SP set, else SP_EL0 (DDI 0487, B1.2.1). */
function stackPointerOf(file: RegisterFile): bigint {
  const level = (file.pstate >> 2n) & 3n;
  return level !== 0n && (file.pstate & 1n) === 1n ? file.spEl1 : file.spEl0;
}

/** The register's value, unsigned, in its own width. */
export function readRegister(file: RegisterFile, bank: RegisterBank, number: number): bigint {
  switch (bank) {
    case 'x':
      return file.x[number]!;
    case 'w':
      return BigInt.asUintN(32, file.x[number]!);
    case 'v':
      return file.v[number]!;
    case 'sp':
      return stackPointerOf(file);
    case 'sp_el0':
      return file.spEl0;
    case 'sp_el1':
      return file.spEl1;
    case 'nzcv':
      return (file.pstate >> 28n) & 0xfn;
    default:
      return file[bank];
  }
}

/** The register that `name` is, or a complaint that names what is near. */
export function lookUpRegister(cursor: Cursor, name: string, at: number): RegisterName {
  const register = REGISTER_NAMES.get(name);
  if (register) return register;
  const [, bank, digits] = /^([xwv])(\d+)$/.exec(name) ?? [];
  if (bank !== undefined && digits !== undefined) {
    const last = NUMBERED[bank as keyof typeof NUMBERED] - 1;
    return cursor.fail(`there is no register ${name}: ${bank}0 to ${bank}${last}`, at);
  }
  return cursor.fail(`${name} is not a register${didYouMean(name, REGISTER_NAMES.keys())}`, at);
}

const NAME = /[A-Za-z_]\w*/y;

/** Reads `x8`, `sp` or `x4..x17` at the cursor; what follows is up to the caller. */
export function parseRange(cursor: Cursor): RegisterRange {
  const start = cursor.offset;
  const name = cursor.match(NAME) ?? cursor.fail(`expected a register${cursor.found()}`);
  const from = lookUpRegister(cursor, name, start);
  const place = cursor.place(start);
  if (!cursor.accept('..')) return { bank: from.bank, first: from.number, last: from.number, place };
  const end = cursor.offset;
  const lastName = cursor.match(NAME) ?? cursor.fail(`expected the last register of the range, as in x4..x17`);
  const to = lookUpRegister(cursor, lastName, end);
  if (to.bank !== from.bank || !(from.bank in NUMBERED)) {
    return cursor.fail(`a range stays within x, w or v: ${name}..${lastName} does not`, end);
  }
  if (to.number < from.number) cursor.fail(`the range ${name}..${lastName} runs backwards`, end);
  return { bank: from.bank, first: from.number, last: to.number, place };
}
