/** Whoever makes a call that the SPMC handles: the normal world (NOBODY) or a partition. */

import { firmwareSwitch, state32 } from './access';
import { field, idOf, NOBODY } from './partition';
import { P_VERSION, STATE_SPMC_VERSION } from './state';
import { FIRMWARE_ID, FIRMWARE_SPMC_ID } from './switches';

/** Endpoint id of the SPMD, which an SPMC gets for FFA_SPM_ID_GET. */
export const SPMD_ID: u32 = 0xffff;

/** The FF-A version that the SPMC speaks with the caller, 0 where none is known. */
export function versionOf(caller: usize): u32 {
  return caller === NOBODY ? state32(STATE_SPMC_VERSION) : field(caller, P_VERSION);
}

export function endpointOf(caller: usize): u32 {
  return caller === NOBODY ? firmwareSwitch(FIRMWARE_ID) : idOf(caller);
}

export function spmcId(): u32 {
  return firmwareSwitch(FIRMWARE_SPMC_ID);
}
