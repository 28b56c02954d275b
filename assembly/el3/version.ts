/** FFA_VERSION: what the SPMC answers to the normal world or a partition, and what the dispatcher makes of it. */

import { FFA_MSG_SEND_DIRECT_REQ, FFA_VERSION } from '../ffa/ids';
import { FFA_VERSION_1_3 } from '../ffa/status';
import { majorOf } from '../ffa/version';
import { SMC_IN, SMC_OUT } from '../layout';
import { bankX, firmwareSwitch, isOn, setBankX, setState32, state32 } from './access';
import { ANSWER, answer } from './answer';
import { SPMD_ID, spmcId, versionOf } from './caller';
import { deliverFromDispatcher, deliverFromEl3, deliverFromSpmc, write } from './delivery';
import { garbage } from './garbage';
import { FIRMWARE_PARTITION_VERSION, FIRMWARE_VERSION_RELAY } from './history-switches';
import { field, NOBODY, setField } from './partition';
import { loadX8, SPMC_BANK } from './spmc-bank';
import {
  P_LOCKED,
  P_VERSION,
  STATE_ANSWERED_VERSION,
  STATE_BANK_LOADED,
  STATE_DISPATCHER_LOCKED,
  STATE_DISPATCHER_VERSION,
  STATE_SPMC_LOCKED,
  STATE_SPMC_VERSION,
} from './state';
import {
  ANSWER_AS_ASKED,
  ANSWER_REFUSED,
  ANSWER_STORED,
  FIRMWARE_LOCK,
  FIRMWARE_LOCKED,
  FIRMWARE_MINIMUM,
  FIRMWARE_NEG1,
  FIRMWARE_SPMC,
  FIRMWARE_VERSION,
  FIRMWARE_VERSION_BIT31,
  FIRMWARE_VERSION_HIGHER,
  FIRMWARE_VERSION_MAJOR,
  LOCK_FIRST_VERSION,
  LOCK_NEVER,
  LOCKED_AGREED,
  LOCKED_OWN,
  NEG1_32,
  SPMC_EL3,
} from './switches';

const NEG1: u64 = <u64>-1;
const REFUSED: u32 = 0xffffffff;
/** The dispatcher's own FF-A version, which it takes an SPMC at EL3 to have. */
const DISPATCHER_VERSION: u32 = FFA_VERSION_1_3;
/** Framework message: version request. */
const VERSION_REQUEST: u64 = 0x80000008;

/** FFA_VERSION from the normal world: w1 is the version. */
export function handleVersion(entry: usize): void {
  const request = load<u32>(entry, SMC_IN + 8);
  if (request >> 31 && firmwareSwitch(FIRMWARE_VERSION_BIT31) === ANSWER_REFUSED) {
    answerVersion(REFUSED);
    deliverFromDispatcher(entry);
    return;
  }
  if (state32(STATE_DISPATCHER_LOCKED) === 0) setState32(STATE_DISPATCHER_VERSION, request);
  if (firmwareSwitch(FIRMWARE_SPMC) === SPMC_EL3) {
    setState32(STATE_ANSWERED_VERSION, DISPATCHER_VERSION);
    answerVersion(negotiate(NOBODY, request));
    deliverFromEl3(entry);
  } else relay(entry, request);
}

/** The request goes to the SPMC as a direct message with the normal world's x8 to x17, and the answer comes back alike. */
function relay(entry: usize, request: u32): void {
  const leaks = isOn(FIRMWARE_VERSION_RELAY);
  setBankX(SPMC_BANK, 0, FFA_MSG_SEND_DIRECT_REQ);
  setBankX(SPMC_BANK, 1, (SPMD_ID << 16) | spmcId());
  setBankX(SPMC_BANK, 2, VERSION_REQUEST);
  setBankX(SPMC_BANK, 3, request);
  if (leaks) keepOwn();
  else {
    for (let n: u32 = 4; n <= 7; n++) setBankX(SPMC_BANK, n, 0);
    loadX8(entry);
  }
  const version = negotiate(NOBODY, request);
  if (firmwareSwitch(FIRMWARE_LOCK) === LOCK_FIRST_VERSION) setState32(STATE_SPMC_LOCKED, 1);
  setState32(STATE_ANSWERED_VERSION, version);
  answerVersion(version);
  deliverFromSpmc(entry);
  store<u64>(entry, bankX(ANSWER, 0), SMC_OUT);
  if (leaks) for (let n: u32 = 5; n <= 17; n++) write(entry, n, n > 7 ? bankX(SPMC_BANK, n) : garbage());
}

/** The SPMC's context has x4 to x17 of the last call that loaded them, or of the SPMC's boot. */
function keepOwn(): void {
  if (state32(STATE_BANK_LOADED) === 0) for (let n: u32 = 4; n <= 17; n++) setBankX(SPMC_BANK, n, garbage());
}

function answerVersion(version: u32): void {
  if (version !== REFUSED) answer(version);
  else answer(firmwareSwitch(FIRMWARE_NEG1) === NEG1_32 ? <u64>REFUSED : NEG1);
}

/** FFA_VERSION of a partition. */
export function answerPartitionVersion(p: usize, request: u32): void {
  answerVersion(request >> 31 ? REFUSED : negotiate(p, request));
  if (isOn(FIRMWARE_PARTITION_VERSION)) answer(FFA_VERSION);
}

/** The version to answer, or REFUSED; what is agreed is stored. */
function negotiate(caller: usize, request: u32): u32 {
  const own = firmwareSwitch(FIRMWARE_VERSION);
  if (isLocked(caller)) return answerLocked(caller, request, own);
  const rule = ruleFor(request, own);
  if (rule === ANSWER_REFUSED) return REFUSED;
  if (rule === ANSWER_AS_ASKED) agree(caller, request);
  if (rule === ANSWER_STORED) agree(caller, min(request, own));
  return own;
}

/** ANSWER_STORED for a version that the SPMC speaks; else as the switches say. */
function ruleFor(request: u32, own: u32): u32 {
  if (majorOf(request) !== majorOf(own)) return firmwareSwitch(FIRMWARE_VERSION_MAJOR);
  if (request < firmwareSwitch(FIRMWARE_MINIMUM)) return ANSWER_REFUSED;
  return request > own ? firmwareSwitch(FIRMWARE_VERSION_HIGHER) : ANSWER_STORED;
}

function answerLocked(caller: usize, request: u32, own: u32): u32 {
  const agreed = versionOf(caller);
  const rule = firmwareSwitch(FIRMWARE_LOCKED);
  if (rule === LOCKED_OWN) return own;
  if (rule === LOCKED_AGREED) return agreed === 0 ? REFUSED : agreed;
  return request === agreed ? own : REFUSED;
}

function agree(caller: usize, version: u32): void {
  if (caller === NOBODY) setState32(STATE_SPMC_VERSION, version);
  else setField(caller, P_VERSION, version);
}

function isLocked(caller: usize): bool {
  return caller === NOBODY ? state32(STATE_SPMC_LOCKED) !== 0 : field(caller, P_LOCKED) !== 0;
}

/** Another call than FFA_VERSION ends the negotiation of its caller. */
export function endNegotiation(caller: usize): void {
  if (firmwareSwitch(FIRMWARE_LOCK) === LOCK_NEVER) return;
  if (caller === NOBODY) setState32(STATE_SPMC_LOCKED, 1);
  else setField(caller, P_LOCKED, 1);
}
