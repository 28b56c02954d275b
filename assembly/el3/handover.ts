/** Giving control to a partition, and taking it: what its registers hold then, and which of its handlers runs. */

import { FFA_INTERRUPT, FFA_MSG_SEND_DIRECT_REQ, FFA_MSG_SEND_DIRECT_REQ_64 } from '../ffa/ids';
import { PARTITION_RUNNING } from '../ffa/runtime';
import { contextOf } from '../machine/contexts';
import { copyX0X17 } from '../machine/registers';
import { bankX, firmwareSwitch, setBankX } from './access';
import { ANSWER, answer, answerX, definedMask, isError, isExtended } from './answer';
import { closeCall } from './call-log';
import {
  DEFINITION_HANDLER_COUNT,
  DEFINITION_HANDLERS,
  DEFINITION_PROGRAM,
  EVENT_INTERRUPT,
  EVENT_REQ,
  EVENT_REQ_64,
  EVENT_REQ2,
  HANDLER_CAPACITY,
  HANDLER_EVENT,
  HANDLER_FIRST,
  HANDLER_OCCURRENCE,
  HANDLER_SIZE,
  HANDLER_STEPS,
} from './definition';
import { bankOf, definitionOf, field, hasFlag, setField } from './partition';
import { spoil } from './spoil';
import { P_EVENTS, P_INDEX, P_OPEN_CALL, P_REQUEST_BANK, P_STATE, P_STEP, P_STEP_END } from './state';
import {
  FILL_GARBAGE,
  FIRMWARE_BEYOND,
  FIRMWARE_SPMC,
  FIRMWARE_SPMC_REGISTERS,
  FIRMWARE_SPMC_UNNAMED,
  SPMC_EL3,
  SPMC_ZEROES,
  UNNAMED_KEPT,
  UNNAMED_ZERO_X7,
} from './switches';

/** The answer becomes what a call of the partition returns. */
export function giveAnswer(p: usize): void {
  const bank = bankOf(p);
  if (firmwareSwitch(FIRMWARE_SPMC) === SPMC_EL3) giveNamed(bank);
  else {
    const extended = isExtended();
    for (let n: u32 = 0; n <= 7; n++) setBankX(bank, n, bankX(ANSWER, n));
    for (let n: u32 = 8; n <= 17; n++) {
      if (extended) setBankX(bank, n, bankX(ANSWER, n));
      else if (firmwareSwitch(FIRMWARE_SPMC_REGISTERS) === SPMC_ZEROES) setBankX(bank, n, 0);
    }
  }
}

/** An SPMC at EL3 writes what it names; an error names x0 to x7. */
function giveNamed(bank: usize): void {
  const unnamed = isError() ? UNNAMED_ZERO_X7 : firmwareSwitch(FIRMWARE_SPMC_UNNAMED);
  const defined = definedMask();
  for (let n: u32 = 0; n < 18; n++) {
    const keeps = unnamed === UNNAMED_KEPT || (unnamed === UNNAMED_ZERO_X7 && n > 7);
    if ((defined >> n) & 1 || !keeps) setBankX(bank, n, bankX(ANSWER, n));
  }
}

/** What the partition finds where it is given cycles again although its call has had no answer. */
export function leavePlaceholder(p: usize, x0: u32): void {
  const bank = bankOf(p);
  setBankX(bank, 0, x0);
  for (let n: u32 = 1; n <= 7; n++) setBankX(bank, n, 0);
}

/** The partition runs on from where it stands; its registers are what they should be. */
export function resume(p: usize): void {
  setField(p, P_STATE, PARTITION_RUNNING);
  const returns = field(p, P_OPEN_CALL) !== 0;
  if (returns && hasFlag(p, DEFINITION_PROGRAM) && firmwareSwitch(FIRMWARE_BEYOND) === FILL_GARBAGE) {
    spoil(contextOf(field(p, P_INDEX)));
  }
  closeCall(p);
}

/** The partition runs for a new reason: its handler for the event begins. */
export function begin(p: usize, event: u32): void {
  resume(p);
  const count = field(p, P_EVENTS + (event << 2)) + 1;
  setField(p, P_EVENTS + (event << 2), count);
  if (event <= EVENT_REQ2) copyX0X17(p + P_REQUEST_BANK, bankOf(p));
  if (hasFlag(p, DEFINITION_PROGRAM)) return;
  const handler = handlerFor(definitionOf(p), event, count);
  const first = handler === 0 ? 0 : load<u32>(handler, HANDLER_FIRST);
  setField(p, P_STEP, first);
  setField(p, P_STEP_END, handler === 0 ? 0 : first + load<u32>(handler, HANDLER_STEPS));
}

/** The handler of this very occurrence, else that of every one, else 0. */
function handlerFor(definition: usize, event: u32, occurrence: u32): usize {
  const count = min(load<u32>(definition, DEFINITION_HANDLER_COUNT), HANDLER_CAPACITY);
  let general: usize = 0;
  for (let n: u32 = 0; n < count; n++) {
    const handler = definition + DEFINITION_HANDLERS + n * HANDLER_SIZE;
    if (load<u32>(handler, HANDLER_EVENT) !== event) continue;
    if (load<u32>(handler, HANDLER_OCCURRENCE) === occurrence) return handler;
    if (load<u32>(handler, HANDLER_OCCURRENCE) === 0) general = handler;
  }
  return general;
}

export function eventOfRequest(id: u32): u32 {
  if (id === FFA_MSG_SEND_DIRECT_REQ) return EVENT_REQ;
  return id === FFA_MSG_SEND_DIRECT_REQ_64 ? EVENT_REQ_64 : EVENT_REQ2;
}

/** A partition that waits is told of an interrupt. */
export function beginInterrupt(p: usize, interrupt: u32): void {
  answer(FFA_INTERRUPT);
  answerX(1, 0);
  answerX(2, interrupt);
  giveAnswer(p);
  begin(p, EVENT_INTERRUPT);
}
