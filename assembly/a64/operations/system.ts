/**
 * MRS, MSR, MSR (immediate), and cache and TLB maintenance (DDI 0487, C4.1.94.9 to C4.1.94.11). Keys are op0 15:14,
 * op1 13:11, CRn 10:7, CRm 6:3, op2 2:0; m is the number of Rt.
 */

import { REG_PC, REG_PSTATE } from '../../layout';
import { PSTATE_DAIF, PSTATE_DIT, PSTATE_PAN, PSTATE_SSBS, PSTATE_UAO } from '../../machine/pstate';
import { syndromeSystem } from '../../machine/syndrome-access';
import { resume } from '../call';
import { addressOf } from '../code';
import { currentLevel } from '../context';
import { EVENT_UNDEFINED, raise } from '../event';
import { isMaintenanceAllowed, zeroBlock } from '../maintenance';
import { immediate, numberD, numberM, readD, writeD } from '../operation';
import { isMaskOpen, writeMask, writeStackSelect } from '../process-state';
import { readRegister, writeRegister } from '../system-register';
import { readValue } from '../system-register-value';

/** MRS: d takes the value. */
export function readSystemRegister(cpu: usize, op: usize, left: u32): bool {
  if (!readRegister(cpu, <u32>immediate(op), numberM(op), left)) return false;
  writeD(cpu, op, readValue());
  return true;
}

/** MSR: the value is in d. Where software step is on, the run loop must look at what has changed. */
export function writeSystemRegister(cpu: usize, op: usize, left: u32): usize {
  const done = writeRegister(cpu, <u32>immediate(op), numberM(op), readD<u64>(cpu, op), left);
  return goOn(cpu, op, done);
}

function goOn(cpu: usize, op: usize, done: bool): usize {
  const pc = addressOf(op);
  store<u64>(cpu, done ? pc + 4 : pc, REG_PC);
  return done ? resume(cpu) : 0;
}

/** op1:op2 of the fields that MSR (immediate) writes. */
const FIELD_UAO: u32 = 0x03;
const FIELD_PAN: u32 = 0x04;
const FIELD_SPSEL: u32 = 0x05;
const FIELD_SSBS: u32 = 0x19;
const FIELD_DIT: u32 = 0x1a;
const FIELD_DAIF_SET: u32 = 0x1e;
const FIELD_DAIF_CLEAR: u32 = 0x1f;
const DAIF_SHIFT: u64 = 6;

/** MSR (immediate): d is op1:op2, the immediate the four bits, m is 31. */
export function writePstateField(cpu: usize, op: usize): usize {
  return goOn(cpu, op, writeField(cpu, numberD(op), immediate(op)));
}

function writeField(cpu: usize, field: u32, bits: u64): bool {
  switch (field) {
    case FIELD_DAIF_SET:
      return maskInterrupts(cpu, field, bits, load<u64>(cpu, REG_PSTATE) | (bits << DAIF_SHIFT));
    case FIELD_DAIF_CLEAR:
      return maskInterrupts(cpu, field, bits, load<u64>(cpu, REG_PSTATE) & ~(bits << DAIF_SHIFT));
    case FIELD_DIT:
      return writeBit(cpu, PSTATE_DIT, bits);
    case FIELD_SSBS:
      return writeBit(cpu, PSTATE_SSBS, bits);
    default:
      return currentLevel(cpu) === 0 ? raise(EVENT_UNDEFINED, 0) : writePrivilegedField(cpu, field, bits);
  }
}

function writePrivilegedField(cpu: usize, field: u32, bits: u64): bool {
  switch (field) {
    case FIELD_UAO:
      return writeBit(cpu, PSTATE_UAO, bits);
    case FIELD_PAN:
      return writeBit(cpu, PSTATE_PAN, bits);
    case FIELD_SPSEL:
      writeStackSelect(cpu, bits);
      return true;
    default:
      return raise(EVENT_UNDEFINED, 0);
  }
}

function writeBit(cpu: usize, bit: u64, value: u64): bool {
  const pstate = load<u64>(cpu, REG_PSTATE);
  store<u64>(cpu, value & 1 ? pstate | bit : pstate & ~bit, REG_PSTATE);
  return true;
}

/** The immediate forms trap from EL0 as MSR DAIF does, with their own encoding in the syndrome. */
function maskInterrupts(cpu: usize, field: u32, bits: u64, pstate: u64): bool {
  const key = ((field >> 3) << 11) | (4 << 7) | ((<u32>bits) << 3) | (field & 7);
  if (!isMaskOpen(cpu, syndromeSystem(key, 31, false))) return false;
  writeMask(cpu, pstate & PSTATE_DAIF);
  return true;
}

/** SYS: n is free, d holds the operand. */
export function systemInstruction(cpu: usize, op: usize): bool {
  const key = <u32>immediate(op);
  if (!isMaintenanceAllowed(cpu, key, numberM(op))) return false;
  return isZeroing(key) ? zeroBlock(readD<u64>(cpu, op)) : true;
}

/** DC ZVA. */
function isZeroing(key: u32): bool {
  return key === 0x5ba1;
}
