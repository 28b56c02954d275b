/** Scripted replies: the firmware gives each one once, to the first SMC that it matches. */

import {
  CONFIG_START,
  FIRMWARE_STATE_START,
  HYP_RX,
  PAGE_SIZE,
  REPLY_ADDRESS,
  REPLY_CAPACITY,
  REPLY_FUNCTION,
  REPLY_KEEP,
  REPLY_MATCH,
  REPLY_MATCH_ADDRESS,
  REPLY_MATCH_ANY,
  REPLY_MATCH_FUNCTION,
  REPLY_RX_LENGTH,
  REPLY_RX_OFFSET,
  REPLY_START,
  REPLY_STRIDE,
  REPLY_USED,
  REPLY_X,
  RX_POOL_SIZE,
  RX_POOL_START,
  SMC_FLAG_SCRIPTED,
  SMC_FLAGS,
  SMC_IN,
  SMC_KEPT,
  SMC_OUT,
  SMC_REPLY_INDEX,
  SMC_UNDEFINED_IN,
  SMC_UNDEFINED_OUT,
  TRAP_BEFORE_PC,
} from '../layout';
import { CONFIG_REPLY_COUNT } from '../machine/config';
import { writableFixedPointer } from '../machine/ram';
import { copyX0X17 } from '../machine/registers';
import { SMCCC_SVE_HINT } from '../smccc/ids';
import { STATE_FIRST_REPLY } from './state';

/** Answers from the script and returns true, or returns false where no unused reply matches. */
export function answerFromScript(cpu: usize, entry: usize): bool {
  const count = min(load<u32>(CONFIG_START, CONFIG_REPLY_COUNT), REPLY_CAPACITY);
  let index = load<u32>(FIRMWARE_STATE_START, STATE_FIRST_REPLY);
  while (index < count && isUsed(index)) index++;
  store<u32>(FIRMWARE_STATE_START, index, STATE_FIRST_REPLY);
  for (; index < count; index++) {
    if (isUsed(index) || !matches(replyAt(index), cpu, entry)) continue;
    give(index, entry);
    return true;
  }
  return false;
}

/** All replies are unused again. */
export function resetReplies(): void {
  for (let index: u32 = 0; index < REPLY_CAPACITY; index++) store<u32>(replyAt(index), 0, REPLY_USED);
  store<u32>(FIRMWARE_STATE_START, 0, STATE_FIRST_REPLY);
}

function replyAt(index: u32): usize {
  return REPLY_START + index * REPLY_STRIDE;
}

function isUsed(index: u32): bool {
  return load<u32>(replyAt(index), REPLY_USED) !== 0;
}

function matches(reply: usize, cpu: usize, entry: usize): bool {
  const kind = load<u32>(reply, REPLY_MATCH);
  if (kind === REPLY_MATCH_ANY) return true;
  const function_ =
    (load<u32>(entry, SMC_IN) & ~SMCCC_SVE_HINT) === (load<u32>(reply, REPLY_FUNCTION) & ~SMCCC_SVE_HINT);
  const address = load<u64>(cpu, TRAP_BEFORE_PC) === load<u64>(reply, REPLY_ADDRESS);
  if (kind === REPLY_MATCH_FUNCTION) return function_;
  return kind === REPLY_MATCH_ADDRESS ? address : function_ && address;
}

function give(index: u32, entry: usize): void {
  const reply = replyAt(index);
  store<u32>(reply, 1, REPLY_USED);
  deliverRx(reply);
  copyX0X17(entry + SMC_OUT, reply + REPLY_X);
  keepRegisters(entry, load<u32>(reply, REPLY_KEEP));
  store<u32>(entry, load<u32>(entry, SMC_FLAGS) | SMC_FLAG_SCRIPTED, SMC_FLAGS);
  store<u32>(entry, index, SMC_REPLY_INDEX);
}

/** Leaves the registers of the mask as the SMC passed them, undefined ones too. */
export function keepRegisters(entry: usize, mask: u32): void {
  for (let n: u32 = 0; n < 18; n++) {
    if (!((mask >> n) & 1)) continue;
    store<u64>(entry + (n << 3), load<u64>(entry + (n << 3), SMC_IN), SMC_OUT);
  }
  store<u32>(entry, load<u32>(entry, SMC_UNDEFINED_IN) & mask, SMC_UNDEFINED_OUT);
  store<u32>(entry, mask, SMC_KEPT);
}

/** Bytes that land in the hypervisor's RX buffer before the SMC returns; what does not fit the page is dropped. */
function deliverRx(reply: usize): void {
  const length = min(load<u32>(reply, REPLY_RX_LENGTH), PAGE_SIZE);
  const offset = load<u32>(reply, REPLY_RX_OFFSET);
  if (length === 0 || offset > RX_POOL_SIZE - length) return;
  memory.copy(writableFixedPointer(HYP_RX, length), RX_POOL_START + offset, length);
}
