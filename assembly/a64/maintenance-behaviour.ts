/**
 * The system instructions that the processor has: mnemonic and operation (encodings-names.ts), the lowest exception level
 * that may execute them, the bit of HCR_EL2 that traps them from EL1, the bit of SCTLR_EL1 that EL0 needs. Others belong
 * to features that the processor does not have, and are UNDEFINED.
 */
export type MaintenanceBehaviour = readonly [
  mnemonic: string,
  operations: readonly string[],
  level: 0 | 1 | 2 | 3,
  trap?: number | 'unimplemented',
  control?: number,
];

// HCR_EL2 fields.
const TSW = 22;
const TPC = 23;
const TPU = 24;
const TTLB = 25;
const TDZ = 28;
// SCTLR_EL1 fields.
const DZE = 14;
const UCI = 26;

/** Each with and without IS, in its own name. */
const bothScopes = (names: readonly string[]): string[] => names.flatMap((name) => [name, `${name}is`]);

// biome-ignore format: one line a group
export const maintenanceBehaviour: readonly MaintenanceBehaviour[] = [
  ['dc', ['zva'], 0, TDZ, DZE],
  ['dc', ['cvau'], 0, TPU, UCI],
  ['dc', ['cvac', 'cvap', 'cvadp', 'civac'], 0, TPC, UCI],
  ['dc', ['ivac'], 1, TPC],
  ['dc', ['isw', 'csw', 'cisw'], 1, TSW],
  ['ic', ['ivau'], 0, TPU, UCI],
  ['ic', ['iallu', 'ialluis'], 1, TPU],
  ['tlbi', bothScopes(['vmalle1', 'vae1', 'aside1', 'vaae1', 'vale1', 'vaale1']), 1, TTLB],
  ['tlbi', bothScopes(['alle1', 'alle2', 'vae2', 'vale2', 'vmalls12e1', 'ipas2e1', 'ipas2le1']), 2],
  ['tlbi', bothScopes(['alle3', 'vae3', 'vale3']), 3],
  ['at', ['s1e1r', 's1e1w', 's1e0r', 's1e0w'], 1, 'unimplemented'],
  ['at', ['s1e2r', 's1e2w', 's12e1r', 's12e1w', 's12e0r', 's12e0w'], 2, 'unimplemented'],
  ['at', ['s1e3r', 's1e3w'], 3, 'unimplemented'],
];
