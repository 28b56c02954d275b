/** Names of status codes. Which set of names applies depends on the specification that the call belongs to. */
import * as ffaStatus from '../../assembly/ffa/status.ts';
import { SMCCC_INVALID_PARAMETER, SMCCC_NOT_REQUIRED, SMCCC_NOT_SUPPORTED } from '../../assembly/smccc/ids.ts';
import type { Specification } from './row.ts';

/** The constant file also holds version words: a status is one of the negative values. */
const ffaNames = new Map<number, string>(
  Object.entries(ffaStatus)
    .filter(([, code]) => code < 0)
    .map(([name, code]) => [code, name.replace(/^FFA_/, '')]),
);

const smcccNames = new Map<number, string>([
  [SMCCC_NOT_SUPPORTED, 'NOT_SUPPORTED'],
  [SMCCC_NOT_REQUIRED, 'NOT_REQUIRED'],
  [SMCCC_INVALID_PARAMETER, 'INVALID_PARAMETER'],
]);

/** DEN0022, 5.2.2. */
const psciNames = new Map<number, string>([
  [-1, 'NOT_SUPPORTED'],
  [-2, 'INVALID_PARAMETERS'],
  [-3, 'DENIED'],
  [-4, 'ALREADY_ON'],
  [-5, 'ON_PENDING'],
  [-6, 'INTERNAL_FAILURE'],
  [-7, 'NOT_PRESENT'],
  [-8, 'DISABLED'],
  [-9, 'INVALID_ADDRESS'],
]);

const names: Record<Specification, Map<number, string>> = { 'FF-A': ffaNames, PSCI: psciNames, SMCCC: smcccNames };

/** The lower half of a register as the signed 32-bit value that a status code is. */
export function toStatus(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

/** Name of a status code, `SUCCESS` for 0, or undefined where the specification has no such code. */
export function statusName(code: number, specification: Specification): string | undefined {
  return code === 0 ? 'SUCCESS' : names[specification].get(code);
}
