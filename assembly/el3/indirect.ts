/**
 * FFA_MSG_SEND2 as Hafnium has it (api_ffa_msg_send2): a message from the sender's TX to the RX of a partition, or of a
 * virtual machine that a hypervisor told of. The header travels as it is.
 *
 *   header: 00 u32 flags | 08 u32 offset of the message | 0C u16 receiver | 0E u16 sender | 10 u32 bytes
 *           from 1.2 on also 14 u32 reserved | 18 UUID
 */

import { USES_INDIRECT } from '../ffa/partition-info';
import {
  FFA_ABORTED,
  FFA_BUSY,
  FFA_DENIED,
  FFA_INVALID_PARAMETERS,
  FFA_VERSION_1_1,
  FFA_VERSION_1_2,
} from '../ffa/status';
import { PAGE_SIZE } from '../layout';
import { bankW } from './access';
import { answerError, answerSuccess } from './answer';
import { machineBitmap, NO_BITMAP, partitionBitmap, reportFullRx } from './bitmap';
import { endpointOf, versionOf } from './caller';
import { mailboxFor, NO_MAILBOX } from './forwarded';
import { isMapped, isRxFull, mailboxOf, rxPointer, setRxFull, sizeOf, txPointer } from './mailbox';
import { findPartition, hasProperty, NOBODY } from './partition';

const HEADER_OFFSET: u32 = 0x08;
const HEADER_RECEIVER: u32 = 0x0c;
const HEADER_SENDER: u32 = 0x0e;
const HEADER_LENGTH: u32 = 0x10;
const HEADER_SIZE_1_1: u32 = 0x14;
const HEADER_SIZE_1_2: u32 = 0x28;
const SECURE: u32 = 0x8000;

/** w1[31:16]: the virtual machine for which a hypervisor speaks, or 0; w2: flags. */
export function sendIndirect(caller: usize, bank: usize): void {
  const named = bankW(bank, 1) >> 16;
  const sender = named === 0 ? endpointOf(caller) : named;
  const mailbox = caller === NOBODY ? mailboxFor(sender) : mailboxOf(caller);
  if (caller !== NOBODY && named !== 0) answerError(FFA_INVALID_PARAMETERS);
  else if (mailbox === NO_MAILBOX || !isMapped(mailbox)) answerError(FFA_DENIED);
  else {
    const tx = txPointer(mailbox);
    if (tx === 0) answerError(FFA_ABORTED);
    else if (isHeader(tx, sender, bankW(bank, 2))) deliver(caller, tx, sender);
    else answerError(FFA_INVALID_PARAMETERS);
  }
}

/** Whether the header names the sender, another receiver that exists, and flags that the sender may set. */
function isHeader(tx: usize, sender: u32, flags: u32): bool {
  const receiver = load<u16>(tx, HEADER_RECEIVER);
  const foreign = load<u16>(tx, HEADER_SENDER) !== sender || receiver === sender;
  return !foreign && (flags === 0 || (sender & SECURE) !== 0) && exists(receiver);
}

function exists(endpoint: u32): bool {
  if (endpoint & SECURE) return findPartition(endpoint) !== NOBODY;
  return endpoint === 0 || mailboxFor(endpoint) !== NO_MAILBOX || machineBitmap(endpoint) !== NO_BITMAP;
}

function deliver(caller: usize, tx: usize, sender: u32): void {
  const receiver = load<u16>(tx, HEADER_RECEIVER);
  const p = findPartition(receiver);
  const to = p === NOBODY ? mailboxFor(receiver) : mailboxOf(p);
  if (!takesPart(caller, sender) || !takesPart(p, receiver)) answerError(FFA_DENIED);
  else if (to === NO_MAILBOX || !isMapped(to) || isRxFull(to)) answerError(FFA_BUSY);
  else if (!fits(caller, tx)) answerError(FFA_INVALID_PARAMETERS);
  else {
    const rx = rxPointer(to);
    if (rx === 0) {
      answerError(FFA_ABORTED);
      return;
    }
    copy(tx, rx, sizeOf(to));
    setRxFull(to, true);
    reportFullRx(p === NOBODY ? machineBitmap(receiver) : partitionBitmap(p, (sender & SECURE) === 0));
    answerSuccess();
  }
}

/** A partition must have the property, and everybody 1.1; nobody knows what a virtual machine behind a hypervisor has. */
function takesPart(p: usize, endpoint: u32): bool {
  if (p === NOBODY) return endpoint !== 0 || versionOf(NOBODY) >= FFA_VERSION_1_1;
  return versionOf(p) >= FFA_VERSION_1_1 && hasProperty(p, USES_INDIRECT);
}

/** The message lies behind the header and within a page. */
function fits(caller: usize, tx: usize): bool {
  const offset = load<u32>(tx, HEADER_OFFSET);
  const first = versionOf(caller) < FFA_VERSION_1_2 ? HEADER_SIZE_1_1 : HEADER_SIZE_1_2;
  return offset >= first && <u64>offset + load<u32>(tx, HEADER_LENGTH) <= PAGE_SIZE;
}

/** What of RX the message does not fill is zeroed. */
function copy(tx: usize, rx: usize, size: u32): void {
  const total = load<u32>(tx, HEADER_OFFSET) + load<u32>(tx, HEADER_LENGTH);
  memory.copy(rx, tx, total);
  memory.fill(rx + total, 0, size - total);
}
