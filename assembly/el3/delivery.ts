/**
 * How an answer reaches the registers of whoever made the SMC in the normal world. An answer made at EL3 names the
 * registers that it writes. One from the secure world goes through the world switch: registers of the secure context are
 * copied to the normal world's by the rule of the switch `world_switch`, whatever they hold.
 */

import { FFA_VERSION_1_2 } from '../ffa/status';
import { SMC_IN, SMC_KEPT, SMC_OUT, SMC_PARTITION, SMC_STALE, SMC_UNDEFINED_IN, SMC_UNDEFINED_OUT } from '../layout';
import { copyX0X17, zeroX0X17 } from '../machine/registers';
import { registerMask } from '../machine/undefined';
import { SMCCC_64 } from '../smccc/ids';
import { bankW, bankX, firmwareSwitch, isOn, setBankX, state32 } from './access';
import { ANSWER, definedMask, isError, isExtended, keepRequest, partitionMask } from './answer';
import { garbage } from './garbage';
import { previousResult } from './history';
import { FIRMWARE_ERROR_REST } from './history-switches';
import { isStale, SPMC_BANK } from './spmc-bank';
import { STATE_ANSWERED_VERSION, STATE_DISPATCHER_VERSION } from './state';
import {
  FILL_GARBAGE,
  FIRMWARE_SPMC_REGISTERS,
  FIRMWARE_SPMC_UNNAMED,
  FIRMWARE_UNNAMED,
  FIRMWARE_UPPER,
  FIRMWARE_VERSION_GATE,
  FIRMWARE_WORLD_SWITCH,
  SPMC_ZEROES,
  UNNAMED_GARBAGE,
  UNNAMED_KEPT,
  UNNAMED_PREVIOUS,
  UNNAMED_ZERO_X7,
  WORLD_BIT30,
  WORLD_DEFINED,
  WORLD_REQUEST,
  WORLD_X0_X7,
} from './switches';

const LOW_HALF: u64 = 0xffffffff;
const EXTENDED: u32 = 0x3ff00;

/** Who the registers of an entry come from: nobody yet. */
export function openOrigins(entry: usize): void {
  store<u32>(entry, 0, SMC_KEPT);
  store<u32>(entry, 0, SMC_PARTITION);
  store<u32>(entry, 0, SMC_STALE);
}

/** An answer of the dispatcher. */
export function deliverFromDispatcher(entry: usize): void {
  deliverDefined(entry, firmwareSwitch(FIRMWARE_UNNAMED));
}

/** An answer of an SPMC at EL3: an error is made as the dispatcher makes them. */
export function deliverFromEl3(entry: usize): void {
  deliverDefined(entry, firmwareSwitch(isError() ? FIRMWARE_UNNAMED : FIRMWARE_SPMC_UNNAMED));
}

/** Registers that the answer defines, and the others as a value of the switch `unnamed` says. */
export function deliverDefined(entry: usize, unnamed: u32): void {
  const garbled = unnamed === UNNAMED_GARBAGE || firmwareSwitch(FIRMWARE_UPPER) === FILL_GARBAGE;
  if (garbled) deliverInOrder(entry, unnamed);
  else deliverAtOnce(entry, unnamed);
  store<u32>(entry, partitionMask() & definedMask(), SMC_PARTITION);
}

/** The others first, all at once. */
function deliverAtOnce(entry: usize, unnamed: u32): void {
  const defined = definedMask();
  if (unnamed === UNNAMED_KEPT) copyX0X17(entry + SMC_OUT, entry + SMC_IN);
  else zeroX0X17(entry + SMC_OUT);
  if (unnamed === UNNAMED_KEPT) noteKept(entry, registerMask(0, 17) & ~defined);
  else if (unnamed === UNNAMED_ZERO_X7) keepEach(entry, registerMask(8, 17) & ~defined);
  else if (unnamed === UNNAMED_PREVIOUS) leaveEach(entry, registerMask(0, 17) & ~defined);
  for (let left = defined; left !== 0; left &= left - 1) put(entry, ctz(left), bankX(ANSWER, ctz(left)));
}

function keepEach(entry: usize, mask: u32): void {
  for (let left = mask; left !== 0; left &= left - 1) {
    const at = entry + ((<usize>ctz(left)) << 3);
    store<u64>(at, load<u64>(at, SMC_IN), SMC_OUT);
  }
  noteKept(entry, mask);
}

function leaveEach(entry: usize, mask: u32): void {
  for (let left = mask; left !== 0; left &= left - 1) leave(entry, ctz(left));
}

/** One by one: each value of garbage is the next of a sequence. */
function deliverInOrder(entry: usize, unnamed: u32): void {
  const defined = definedMask();
  for (let n: u32 = 0; n < 18; n++) {
    if ((defined >> n) & 1) put(entry, n, narrow(bankX(ANSWER, n)));
    else if (unnamed === UNNAMED_KEPT || (unnamed === UNNAMED_ZERO_X7 && n > 7)) keep(entry, n);
    else if (unnamed === UNNAMED_PREVIOUS) leave(entry, n);
    else put(entry, n, unnamed === UNNAMED_GARBAGE ? garbage() : 0);
  }
}

/** xn of x0 to x3 as the last answer left it; others are in the caller's context. */
function leave(entry: usize, n: u32): void {
  if (n > 3) keep(entry, n);
  else put(entry, n, previousResult(n));
}

/** A result of a 32-bit answer may come with anything in its upper half. */
function narrow(value: u64): u64 {
  if (firmwareSwitch(FIRMWARE_UPPER) !== FILL_GARBAGE || bankW(ANSWER, 0) & SMCCC_64) return value;
  return (value & LOW_HALF) | (garbage() & ~LOW_HALF);
}

/**
 * A message or an answer from the secure world. `bank` is the secure context's x0 to x17 as EL3 has them, `version` its
 * FF-A version, `ofPartition` the registers that are a partition's.
 */
export function deliverFromSecure(entry: usize, bank: usize, version: u32, ofPartition: u32): void {
  const rule = firmwareSwitch(FIRMWARE_WORLD_SWITCH);
  if (rule === WORLD_DEFINED) {
    deliverDefined(entry, firmwareSwitch(FIRMWARE_UNNAMED));
    return;
  }
  put(entry, 0, bankW(bank, 0));
  const wide = (bankW(bank, 0) & SMCCC_64) !== 0;
  for (let n: u32 = 1; n <= 7; n++) put(entry, n, wide || n > 4 ? bankX(bank, n) : bankX(bank, n) & LOW_HALF);
  const extended = passesX8(entry, bank, rule);
  for (let n: u32 = 8; n <= 17; n++) {
    if (!extended) keep(entry, n);
    else put(entry, n, isGatedSource(version) ? 0 : bankX(bank, n));
  }
  const passed = extended && !isGatedSource(version) ? registerMask(0, 17) : registerMask(0, 7);
  store<u32>(entry, ofPartition & passed, SMC_PARTITION);
}

/** Whether x8 to x17 are written: by the rule, and only to a world of FF-A 1.2. */
function passesX8(entry: usize, bank: usize, rule: u32): bool {
  if (rule === WORLD_X0_X7) return false;
  if (isOn(FIRMWARE_VERSION_GATE) && state32(STATE_DISPATCHER_VERSION) < FFA_VERSION_1_2) return false;
  if (rule === WORLD_BIT30) return (bankW(bank, 0) & SMCCC_64) !== 0;
  return rule !== WORLD_REQUEST || (load<u32>(entry, SMC_IN) & SMCCC_64) !== 0;
}

function isGatedSource(version: u32): bool {
  return isOn(FIRMWARE_VERSION_GATE) && version < FFA_VERSION_1_2;
}

/** The answer of an SPMC below EL3: its own registers first, then the world switch. */
export function deliverFromSpmc(entry: usize): void {
  if (isError() && isOn(FIRMWARE_ERROR_REST)) keepRequest(SPMC_BANK);
  for (let n: u32 = 0; n <= 7; n++) setBankX(SPMC_BANK, n, bankX(ANSWER, n));
  const extended = isExtended();
  const zeroes = firmwareSwitch(FIRMWARE_SPMC_REGISTERS) === SPMC_ZEROES;
  for (let n: u32 = 8; n <= 17; n++) {
    if (extended) setBankX(SPMC_BANK, n, bankX(ANSWER, n));
    else if (zeroes) setBankX(SPMC_BANK, n, 0);
  }
  const version = state32(STATE_ANSWERED_VERSION);
  deliverFromSecure(entry, SPMC_BANK, version, partitionMask());
  // Where only what is defined goes out, the rest is the dispatcher's own.
  const copied = firmwareSwitch(FIRMWARE_WORLD_SWITCH) !== WORLD_DEFINED;
  if (copied && !extended && !zeroes && !isGatedSource(version)) markBorrowed(entry);
}

/** x8 to x17 that the SPMC never touched: as this call passed them, or as an earlier one did. */
function markBorrowed(entry: usize): void {
  const written = ~load<u32>(entry, SMC_KEPT) & EXTENDED;
  if (written === 0) return;
  if (isStale()) store<u32>(entry, written, SMC_STALE);
  else store<u32>(entry, load<u32>(entry, SMC_KEPT) | written, SMC_KEPT);
}

function put(entry: usize, n: u32, value: u64): void {
  store<u64>(entry + ((<usize>n) << 3), value, SMC_OUT);
}

/** xn of the answer where it was to be kept. */
export function write(entry: usize, n: u32, value: u64): void {
  put(entry, n, value);
  store<u32>(entry, load<u32>(entry, SMC_KEPT) & ~(1 << n), SMC_KEPT);
  store<u32>(entry, load<u32>(entry, SMC_UNDEFINED_OUT) & ~(1 << n), SMC_UNDEFINED_OUT);
}

/** xn comes back as the SMC passed it, undefined where it was. */
export function keep(entry: usize, n: u32): void {
  store<u64>(entry + ((<usize>n) << 3), load<u64>(entry + ((<usize>n) << 3), SMC_IN), SMC_OUT);
  noteKept(entry, 1 << n);
}

/** Registers of a mask come back as the SMC passed them. */
function noteKept(entry: usize, mask: u32): void {
  store<u32>(entry, load<u32>(entry, SMC_KEPT) | mask, SMC_KEPT);
  const undefined_ = load<u32>(entry, SMC_UNDEFINED_IN) & mask;
  store<u32>(entry, load<u32>(entry, SMC_UNDEFINED_OUT) | undefined_, SMC_UNDEFINED_OUT);
}
