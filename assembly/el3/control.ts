/** Who has control next, while an SMC of the normal world is handled. */

import { NOBODY } from './partition';

/** The caller goes on with the answer that was made. */
export const CONTROL_CALLER: u32 = 0;
/** A partition goes on. */
export const CONTROL_PARTITION: u32 = 1;
/** The normal world gets the message that was made, whoever called last. */
export const CONTROL_NORMAL: u32 = 2;

let next: u32 = CONTROL_CALLER;
let partition: usize = NOBODY;
/** The partition that the message is from, NOBODY where the SPMC made it. */
let sender: usize = NOBODY;

export function stayWithCaller(): void {
  next = CONTROL_CALLER;
}

export function passToPartition(p: usize): void {
  next = CONTROL_PARTITION;
  partition = p;
}

export function passToNormalWorld(from: usize): void {
  next = CONTROL_NORMAL;
  sender = from;
}

export function controlIsWith(): u32 {
  return next;
}

export function controllingPartition(): usize {
  return partition;
}

export function messageSender(): usize {
  return sender;
}
