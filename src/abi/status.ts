/** Status codes by name. Which names apply depends on the specification that the call belongs to. */
import * as ffaStatus from '../../assembly/ffa/status.ts';
import { SMCCC_INVALID_PARAMETER, SMCCC_NOT_REQUIRED, SMCCC_NOT_SUPPORTED } from '../../assembly/smccc/ids.ts';
import { compareVersions, type Specification, type Version } from './row.ts';

/** One code. */
export interface StatusCode {
  specification: Specification;
  code: number;
  name: string;
  since: Version;
}

/** Codes that came after FF-A 1.0. */
const ffaSince: Record<string, Version> = { NO_DATA: '1.1', NOT_READY: '1.3' };

/** The constant file also holds version words: a status is one of the negative values. */
const ffaCodes: StatusCode[] = Object.entries(ffaStatus)
  .filter(([, code]) => code < 0)
  .map(([constant, code]) => {
    const name = constant.replace(/^FFA_/, '');
    return { specification: 'FF-A', code, name, since: ffaSince[name] ?? '1.0' };
  });

const others: [Specification, Version, number, string][] = [
  ['SMCCC', '1.0', SMCCC_NOT_SUPPORTED, 'NOT_SUPPORTED'],
  ['SMCCC', '1.1', SMCCC_NOT_REQUIRED, 'NOT_REQUIRED'],
  ['SMCCC', '1.1', SMCCC_INVALID_PARAMETER, 'INVALID_PARAMETER'],
  // DEN0022, 5.2.2.
  ['PSCI', '0.2', -1, 'NOT_SUPPORTED'],
  ['PSCI', '0.2', -2, 'INVALID_PARAMETERS'],
  ['PSCI', '0.2', -3, 'DENIED'],
  ['PSCI', '0.2', -4, 'ALREADY_ON'],
  ['PSCI', '0.2', -5, 'ON_PENDING'],
  ['PSCI', '0.2', -6, 'INTERNAL_FAILURE'],
  ['PSCI', '0.2', -7, 'NOT_PRESENT'],
  ['PSCI', '0.2', -8, 'DISABLED'],
  ['PSCI', '1.0', -9, 'INVALID_ADDRESS'],
];

export const statusCodes: StatusCode[] = [
  ...ffaCodes,
  ...others.map(([specification, since, code, name]) => ({ specification, since, code, name })),
];

/** The lower half of a register as the signed 32-bit value that a status code is. */
export function toStatus(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function findStatus(code: number, specification: Specification): StatusCode | undefined {
  return statusCodes.find((status) => status.code === code && status.specification === specification);
}

/** Name of a status code, `SUCCESS` for 0, or undefined where the specification has no such code. */
export function statusName(code: number, specification: Specification): string | undefined {
  return code === 0 ? 'SUCCESS' : findStatus(code, specification)?.name;
}

/** Whether this version of the specification defines the code. */
export function statusExists(code: number, specification: Specification, version: Version): boolean {
  const status = findStatus(code, specification);
  return status !== undefined && compareVersions(status.since, version) <= 0;
}
