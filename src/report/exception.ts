import type { ExceptionRecord } from '../engine/record.ts';

/** Exception classes by name (DDI 0487, ESR_ELx.EC); those that this machine can take. */
const classes = new Map<number, string>([
  [0x00, 'unknown reason'],
  [0x0e, 'illegal execution state'],
  [0x13, 'SMC32'],
  [0x15, 'SVC64'],
  [0x16, 'HVC64'],
  [0x17, 'SMC64'],
  [0x20, 'instruction abort, lower EL'],
  [0x24, 'data abort, lower EL'],
]);

/** ESR_ELx[31:26]. */
export function exceptionClass(esr: bigint): number {
  return Number((esr >> 26n) & 0x3fn);
}

export function exceptionClassName(esr: bigint): string {
  return classes.get(exceptionClass(esr)) ?? 'reserved';
}

const modes = new Map<bigint, string>([
  [0x0n, 'EL0t'],
  [0x4n, 'EL1t'],
  [0x5n, 'EL1h'],
  [0x8n, 'EL2t'],
  [0x9n, 'EL2h'],
  [0xcn, 'EL3t'],
  [0xdn, 'EL3h'],
]);

/** `nZCv DAIF EL1h`: capitals for the bits that are set. SS, IL and BTYPE only where they are. */
export function pstateText(pstate: bigint): string {
  const bit = (name: string, n: bigint): string => ((pstate >> n) & 1n ? name : name.toLowerCase());
  const btype = (pstate >> 10n) & 3n;
  return [
    bit('N', 31n) + bit('Z', 30n) + bit('C', 29n) + bit('V', 28n),
    bit('D', 9n) + bit('A', 8n) + bit('I', 7n) + bit('F', 6n),
    modes.get(pstate & 0x1fn) ?? `M=${(pstate & 0x1fn).toString(16)}`,
    (pstate >> 21n) & 1n ? 'SS' : '',
    (pstate >> 20n) & 1n ? 'IL' : '',
    btype === 0n ? '' : `BTYPE=${btype.toString(2).padStart(2, '0')}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** `EL1 → EL2`. */
export function route(exception: ExceptionRecord): string {
  return `EL${exception.sourceEl} → EL${exception.targetEl}`;
}
