/** Values as a stub writes them: by the names of the include files where there are such. */
import * as ffaIds from '../../../assembly/ffa/ids.ts';
import { describeCall } from '../../abi/describe.ts';
import { labelOf, pageLabels } from '../places.ts';

const names = new Map<number, string>();
for (const [name, value] of Object.entries(ffaIds)) {
  if (!name.includes('NUMBER') && !names.has(value)) names.set(value, name);
}

/** Version words that ffa.inc names. */
const versions = new Map([0, 1, 2, 3].map((minor) => [0x10000 + minor, `FFA_VERSION_1_${minor}`]));

/** A function id by its name, else in hex. */
export function idText(id: number): string {
  return names.get(id >>> 0) ?? hexText(BigInt(id >>> 0));
}

export function hexText(value: bigint): string {
  return value < 10n ? String(value) : `0x${value.toString(16)}`;
}

/** A version word by its name, else in hex. */
export function versionWord(value: bigint): string {
  return versions.get(Number(value)) ?? hexText(value);
}

/** x0 of a call or a reply: a function id by its name where it is one and no more. */
export function x0Text(value: bigint): string {
  return value >> 32n === 0n && names.has(Number(value)) ? idText(Number(value)) : hexText(value);
}

/** The instruction that loads xn; none where it has to be 0 and is. */
export function loadText(n: number, value: bigint): string[] {
  const place = labelOf(value);
  if (place) return [`  ldr x${n}, =${place.label}${place.offset === 0n ? '' : ` + ${place.offset}`}`];
  if (value === 0n) return [];
  return value >> 32n === 0n ? [`  load32 w${n}, ${hexText(value)}`] : [`  load64 x${n}, ${hexText(value)}`];
}

/** Registers with equal texts side by side as ranges: `x1..x3`. */
export function ranges(registers: readonly number[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < registers.length; ) {
    let end = at;
    while (registers[end + 1] === registers[end]! + 1) end += 1;
    texts.push(end === at ? `x${registers[at]}` : `x${registers[at]}..x${registers[end]}`);
    at = end + 1;
  }
  return texts;
}

/** A call in words, the pages of the guest by their labels. */
export function callText(x: bigint[], conduit: 'smc' | 'hvc'): string {
  return pageLabels.reduce(
    (text, [page, label]) => text.replaceAll(`0x${page.toString(16)}`, label),
    describeCall(x, conduit),
  );
}
