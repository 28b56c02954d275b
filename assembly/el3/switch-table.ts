/** Names of the firmware's switches, for the command line and the stubs' set-up lines. TypeScript only. */

import type { SwitchRow } from '../switch-row.ts';
import * as offset from './switches.ts';

export const firmwareSwitches: SwitchRow[] = [
  {
    name: 'version',
    offset: offset.FIRMWARE_VERSION,
    kind: 'version',
    standard: 0x10002,
    description: 'FF-A version that FFA_VERSION returns',
  },
  {
    name: 'min',
    offset: offset.FIRMWARE_MINIMUM,
    kind: 'version',
    standard: 0x10000,
    description: 'lowest version that FFA_VERSION accepts; below it, or with bit 31 or another major, it answers -1',
  },
  {
    name: 'neg1',
    offset: offset.FIRMWARE_NEG1,
    values: { 64: offset.NEG1_64, 32: offset.NEG1_32 },
    standard: offset.NEG1_64,
    description:
      "width of the -1 in FFA_VERSION's x0: sign-extended (64) or zero-extended (32, as TF-A and Hafnium do)",
  },
  {
    name: 'feat',
    offset: offset.FIRMWARE_FEATURES,
    kind: 'number',
    standard: 0,
    description: 'x2 of the answer to FFA_FEATURES; bits 1:0 give the RX/TX buffer size as 0 = 4K, 1 = 64K, 2 = 16K',
  },
  {
    name: 'id',
    offset: offset.FIRMWARE_ID,
    kind: 'number',
    standard: 0,
    description: 'x2 of the answer to FFA_ID_GET',
  },
  {
    name: 'features_ok',
    offset: offset.FIRMWARE_FEATURES_OK,
    values: { yes: 1, no: 0 },
    standard: 1,
    description: 'whether FFA_FEATURES succeeds or answers FFA_ERROR NOT_SUPPORTED',
  },
  {
    name: 'direct',
    offset: offset.FIRMWARE_DIRECT,
    values: { success: offset.DIRECT_SUCCESS, echo: offset.DIRECT_ECHO },
    standard: offset.DIRECT_ECHO,
    description: 'what a direct message gets: FFA_SUCCESS, or the response with source and destination swapped',
  },
  {
    name: 'unnamed',
    offset: offset.FIRMWARE_UNNAMED,
    values: { zero: offset.UNNAMED_ZERO, kept: offset.UNNAMED_KEPT },
    standard: offset.UNNAMED_ZERO,
    description: 'what the registers hold that an answer does not name: 0, or what the SMC passed',
  },
  {
    name: 'other',
    offset: offset.FIRMWARE_OTHER,
    values: { success: offset.OTHER_SUCCESS, 'not-supported': offset.OTHER_NOT_SUPPORTED },
    standard: offset.OTHER_NOT_SUPPORTED,
    description: 'what a function id outside FF-A gets: FFA_SUCCESS, or x0 = -1 and nothing else',
  },
  {
    name: 'smccc_version',
    offset: offset.FIRMWARE_SMCCC_VERSION,
    kind: 'version',
    standard: 0x10002,
    description: 'SMCCC version; below 1.2 the hypervisor does not use FF-A at all',
  },
];
