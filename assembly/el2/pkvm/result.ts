/**
 * The structure on EL2's stack that a handler fills: x0 to x17, which of them are undefined, which came from EL3. With
 * SMCCC 1.1 it has four registers.
 *
 *   00 x0 … x17 | 90 u32 undefined mask | 94 u32 mask of the registers that EL3's reply of the same number filled
 *   98 u32 not 0: only x0 and x2 are not zero, and x4 to x17 are not written here
 *   9C u32 log entry of the SMC that was replied to
 */

import { FFA_ERROR, FFA_SUCCESS, FFA_VERSION } from '../../ffa/ids';
import { REG_X, SCRATCH_START, SMC_OUT, SMC_UNDEFINED_OUT, WRITER_EL2, WRITER_UNDEFINED } from '../../layout';
import { setWriter, setWritersEl2, setWritersFromSmc, writerInSmc } from '../../machine/record';
import { copyX0X3, copyX0X7, copyX0X17, zeroX0X17, zeroX4X7, zeroX8X17 } from '../../machine/registers';
import { registerMask, undefinedValue } from '../../machine/undefined';
import { SMCCC_64 } from '../../smccc/ids';
import { pkvmSwitch } from './access';
import {
  RESULT_ZEROED,
  RETVAL_ALWAYS,
  RETVAL_REQUEST_ID,
  RETVAL_RESPONSE_ID,
  RETVAL_RESPONSE_ID_ANY,
  RETVAL_X0_X3,
  SMCCC_1_1,
  SMCCC_1_2,
  SWITCH_RESULT,
  SWITCH_RETVAL,
  SWITCH_SMCCC,
} from './switches';

const RESULT: u32 = SCRATCH_START;
const UNDEFINED: u32 = 0x90;
const FROM_EL3: u32 = 0x94;
const PLAIN: u32 = 0x98;
const ENTRY: u32 = 0x9c;

/** The structure as it stands before a handler fills it: uninitialised stack, or zero. */
export function openResult(): void {
  zeroX0X17(RESULT);
  store<u32>(RESULT, 0, FROM_EL3);
  store<u32>(RESULT, 0, PLAIN);
  store<u32>(RESULT, pkvmSwitch(SWITCH_RESULT) === RESULT_ZEROED ? 0 : registerMask(0, lastResult()), UNDEFINED);
}

/** Last register of the structure: 3 with SMCCC 1.1, 17 with 1.2. */
function lastResult(): u32 {
  return pkvmSwitch(SWITCH_SMCCC) === SMCCC_1_1 ? 3 : 17;
}

/** Sets x0 and leaves the rest of the structure as it is. */
export function setResult0(value: u64): void {
  store<u64>(RESULT, value);
  clearBit(UNDEFINED);
  clearBit(FROM_EL3);
}

function clearBit(field: u32): void {
  store<u32>(RESULT + field, load<u32>(RESULT + field) & ~1);
}

/** Fills the structure with what EL3 answered. */
export function takeResult(entry: usize): void {
  const mask = registerMask(0, lastResult());
  copyX0X17(RESULT, entry + SMC_OUT);
  store<u32>(RESULT, mask, FROM_EL3);
  store<u32>(RESULT, 0, PLAIN);
  store<u32>(RESULT, <u32>entry, ENTRY);
  store<u32>(RESULT, load<u32>(entry, SMC_UNDEFINED_OUT) & mask, UNDEFINED);
}

/** FFA_ERROR with a status code in x2, sign-extended to 64 bits as an int assigned to a u64 is. */
export function resultError(status: i32): void {
  fillResult(FFA_ERROR, <u64>status);
}

/** FFA_SUCCESS with a value in x2. */
export function resultSuccess(x2: u64): void {
  fillResult(FFA_SUCCESS, x2);
}

/** FFA_SUCCESS where the status is 0, else FFA_ERROR. */
export function resultStatus(status: i32): void {
  if (status === 0) resultSuccess(0);
  else resultError(status);
}

/** The answer of most calls, so it is kept short: no zero is stored twice. */
function fillResult(x0: u64, x2: u64): void {
  const zero = i64x2.splat(0);
  v128.store(RESULT, i64x2.replace_lane(zero, 0, x0));
  v128.store(RESULT, i64x2.replace_lane(zero, 0, x2), 16);
  store<u64>(RESULT, 0, UNDEFINED);
  store<u32>(RESULT, 1, PLAIN);
}

/** ffa_set_retval: writes the structure to the host's registers by the retval rule. */
export function writeBack(cpu: usize): void {
  if (load<u32>(RESULT, PLAIN)) {
    writeBackPlain(cpu, load<u64>(RESULT), load<u64>(RESULT, 16));
    return;
  }
  const last = lastWritten(cpu, load<u64>(RESULT));
  fillUndefined(load<u32>(RESULT, UNDEFINED));
  if (last === 17) copyX0X17(cpu + REG_X, RESULT);
  else if (last === 7) copyX0X7(cpu + REG_X, RESULT);
  else copyX0X3(cpu + REG_X, RESULT);
  recordWriters(cpu, last);
}

/** The same for a structure of x0, x2 and zeros, all of them EL2's. */
export function writeBackPlain(cpu: usize, x0: u64, x2: u64): void {
  // Mainline: always x0 to x17, as {@link lastWritten} finds it; one comparison for both switches.
  if (((pkvmSwitch(SWITCH_RETVAL) ^ RETVAL_ALWAYS) | (pkvmSwitch(SWITCH_SMCCC) ^ SMCCC_1_2)) === 0) {
    storeX0X3(cpu, x0, x2);
    zeroX4X7(cpu + REG_X);
    zeroX8X17(cpu + REG_X);
    setWritersEl2(cpu, 17);
  } else writeBackByRule(cpu, x0, x2);
}

function storeX0X3(cpu: usize, x0: u64, x2: u64): void {
  const zero = i64x2.splat(0);
  v128.store(cpu, i64x2.replace_lane(zero, 0, x0), REG_X);
  v128.store(cpu, i64x2.replace_lane(zero, 0, x2), REG_X + 16);
}

function writeBackByRule(cpu: usize, x0: u64, x2: u64): void {
  const last = lastWritten(cpu, x0);
  storeX0X3(cpu, x0, x2);
  if (last === 17) zeroX8X17(cpu + REG_X);
  if (last >= 7) zeroX4X7(cpu + REG_X);
  setWritersEl2(cpu, last);
}

/** Last register that the host gets of an answer with this x0: 3, 7 or 17, and never more than the structure has. */
function lastWritten(cpu: usize, x0: u64): u32 {
  const rule = pkvmSwitch(SWITCH_RETVAL);
  if (rule === RETVAL_X0_X3 || pkvmSwitch(SWITCH_SMCCC) === SMCCC_1_1) return 3;
  return rule === RETVAL_ALWAYS || writesAll(cpu, rule, x0) ? 17 : 7;
}

/** Whether x8 to x17 are written too. The host's x0 is taken as it stands, with hint and upper bits. */
function writesAll(cpu: usize, rule: u32, x0: u64): bool {
  const request = load<u32>(cpu, REG_X);
  if (rule === RETVAL_REQUEST_ID) return (request & SMCCC_64) !== 0;
  const exempt = rule === RETVAL_RESPONSE_ID && request === FFA_VERSION;
  const byResponse = rule === RETVAL_RESPONSE_ID || rule === RETVAL_RESPONSE_ID_ANY;
  return byResponse && !exempt && (<u32>x0 & SMCCC_64) !== 0;
}

function fillUndefined(mask: u32): void {
  for (let n: u32 = 0; mask !== 0; n++, mask >>= 1) {
    if (mask & 1) store<u64>(RESULT + (n << 3), undefinedValue(n));
  }
}

function recordWriters(cpu: usize, last: u32): void {
  const undefined_ = load<u32>(RESULT, UNDEFINED);
  const fromEl3 = load<u32>(RESULT, FROM_EL3);
  if (undefined_ === 0 && fromEl3 === 0) {
    setWritersEl2(cpu, last);
    return;
  }
  if (last === 17 && undefined_ === 0) {
    if (fromEl3 === registerMask(0, 17)) {
      setWritersFromSmc(cpu, load<u32>(RESULT, ENTRY));
      return;
    }
  }
  for (let n: u32 = 0; n <= last; n++) {
    if ((undefined_ >> n) & 1) setWriter(cpu, n, WRITER_UNDEFINED, 0);
    else if ((fromEl3 >> n) & 1) setWriter(cpu, n, writerInSmc(load<u32>(RESULT, ENTRY), n), n);
    else setWriter(cpu, n, WRITER_EL2, 0);
  }
}
