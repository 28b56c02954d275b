/** FFA_RXTX_MAP, FFA_RXTX_UNMAP and FFA_RX_RELEASE. */

import { FFA_RXTX_MAP } from '../ffa/ids';
import { FFA_DENIED, FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED } from '../ffa/status';
import { bankW, bankX, isOn } from './access';
import { answerError, answerSuccess } from './answer';
import { forwardedMailbox, mapForwarded } from './forwarded';
import { areBuffers, closeMailbox, isMapped, isRxFull, mailboxOf, openMailbox, setRxFull } from './mailbox';
import { NOBODY } from './partition';
import { FIRMWARE_FORWARDED_BUFFERS, FIRMWARE_RXTX_MAP_32 } from './switches';

/** x1 TX, x2 RX, w3 pages. Only the normal world's buffers must be RAM. */
export function mapBuffers(caller: usize, bank: usize): void {
  const mailbox = mailboxOf(caller);
  const pages = bankW(bank, 3);
  const wide = bankW(bank, 0) !== FFA_RXTX_MAP;
  const tx = wide ? bankX(bank, 1) : bankW(bank, 1);
  const rx = wide ? bankX(bank, 2) : bankW(bank, 2);
  if (!wide && !isOn(FIRMWARE_RXTX_MAP_32)) answerError(FFA_NOT_SUPPORTED);
  else if (caller === NOBODY && (tx | rx | pages) === 0 && isOn(FIRMWARE_FORWARDED_BUFFERS)) mapForwarded();
  else if (isMapped(mailbox)) answerError(FFA_DENIED);
  else if (!areBuffers(caller, tx, rx, pages)) answerError(FFA_INVALID_PARAMETERS);
  else {
    openMailbox(mailbox, tx, rx, pages);
    answerSuccess();
  }
}

/** Bits 31:16 of w1: another endpoint of the normal world, for whom its hypervisor speaks; 0 is the caller. */
export function unmapBuffers(caller: usize, bank: usize): void {
  const endpoint = bankW(bank, 1) >> 16;
  const forwarded = caller === NOBODY && isOn(FIRMWARE_FORWARDED_BUFFERS);
  const mailbox = forwarded ? forwardedMailbox(endpoint, FFA_INVALID_PARAMETERS) : mailboxOf(caller);
  if (forwarded && mailbox === 0) return;
  if ((!forwarded && bankW(bank, 1) !== 0) || !isMapped(mailbox)) {
    answerError(FFA_INVALID_PARAMETERS);
    return;
  }
  closeMailbox(mailbox);
  answerSuccess();
}

/** w1: another endpoint of the normal world, as above. */
export function releaseRx(caller: usize, bank: usize): void {
  const forwarded = caller === NOBODY && isOn(FIRMWARE_FORWARDED_BUFFERS);
  const mailbox = forwarded ? forwardedMailbox(bankW(bank, 1) & 0xffff, FFA_DENIED) : mailboxOf(caller);
  if (forwarded && mailbox === 0) return;
  if (!isMapped(mailbox) || !isRxFull(mailbox)) {
    answerError(FFA_DENIED);
    return;
  }
  setRxFull(mailbox, false);
  answerSuccess();
}
