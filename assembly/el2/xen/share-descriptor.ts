/** The memory transaction descriptor that Xen itself sends, in its TX page. Always of FF-A 1.1 or later. */

import {
  ACCESS_COMPOSITE,
  ACCESS_SIZE_1_0,
  ACCESS_SIZE_1_2,
  COMPOSITE_RANGES,
  COMPOSITE_SIZE,
  RANGE_ADDRESS,
  RANGE_PAGES,
  RANGE_SIZE,
  TRANSACTION_ACCESS_OFFSET,
  TRANSACTION_HANDLE,
  TRANSACTION_RECEIVERS,
  TRANSACTION_SIZE_1_1,
} from '../../ffa/descriptor';
import { FFA_VERSION_1_2 } from '../../ffa/status';
import { HYP_TX, PAGE_SIZE } from '../../layout';
import { writableFixedPointer } from '../../machine/ram';
import { state32, xenSwitch } from './access';
import { machineAddress } from './memory';
import { sharedPage } from './share-list';
import {
  SHARE_HANDLE,
  SHARE_IMPLEMENTATION_DEFINED,
  SHARE_PAGE_COUNT,
  SHARE_RECEIVER,
  SHARE_SENDER,
  STATE_FIRMWARE_VERSION,
} from './state';
import { ACCESS_DESCRIPTOR_BY_FIRMWARE, SWITCH_ACCESS_DESCRIPTOR } from './switches';

/** Normal memory, write-back, inner shareable. */
export const ATTRIBUTES_NORMAL: u32 = 0x2f;
/** Data access: read and write. */
export const PERMISSIONS_READ_WRITE: u32 = 2;
/** Offsets in the transaction and access descriptors. */
export const TRANSACTION_ATTRIBUTES: u32 = 0x02;
export const TRANSACTION_FLAGS: u32 = 0x04;
export const TRANSACTION_ACCESS_SIZE: u32 = 0x18;
export const ACCESS_PERMISSIONS: u32 = 0x02;
export const ACCESS_IMPLEMENTATION_DEFINED: u32 = 0x08;

/** Writes the descriptor of a share and returns its length in bytes, or 0 where it does not fit the page. */
export function writeDescriptor(vm: usize, share: usize): u32 {
  const transaction = writableFixedPointer(HYP_TX, PAGE_SIZE);
  const size = accessSize();
  const composite = TRANSACTION_SIZE_1_1 + size;
  const ranges = countRanges(vm, share);
  const length = composite + COMPOSITE_SIZE + ranges * RANGE_SIZE;
  memory.fill(transaction, 0, composite + COMPOSITE_SIZE);
  writeHeader(transaction, share, size);
  writeAccess(transaction + TRANSACTION_SIZE_1_1, share, composite, size);
  store<u32>(transaction + composite, load<u32>(share, SHARE_PAGE_COUNT));
  store<u32>(transaction + composite, ranges, COMPOSITE_RANGES);
  if (length > PAGE_SIZE) return 0;
  writeRanges(transaction + composite + COMPOSITE_SIZE, vm, share);
  return length;
}

function accessSize(): u32 {
  const recent = state32(STATE_FIRMWARE_VERSION) >= FFA_VERSION_1_2;
  const byFirmware = xenSwitch(SWITCH_ACCESS_DESCRIPTOR) === ACCESS_DESCRIPTOR_BY_FIRMWARE;
  return byFirmware && recent ? ACCESS_SIZE_1_2 : ACCESS_SIZE_1_0;
}

function writeHeader(transaction: usize, share: usize, size: u32): void {
  store<u16>(transaction, load<u16>(share, SHARE_SENDER));
  store<u16>(transaction, <u16>ATTRIBUTES_NORMAL, TRANSACTION_ATTRIBUTES);
  store<u64>(transaction, load<u64>(share, SHARE_HANDLE), TRANSACTION_HANDLE);
  store<u32>(transaction, size, TRANSACTION_ACCESS_SIZE);
  store<u32>(transaction, 1, TRANSACTION_RECEIVERS);
  store<u32>(transaction, TRANSACTION_SIZE_1_1, TRANSACTION_ACCESS_OFFSET);
}

function writeAccess(access: usize, share: usize, composite: u32, size: u32): void {
  store<u16>(access, load<u16>(share, SHARE_RECEIVER));
  store<u8>(access, <u8>PERMISSIONS_READ_WRITE, ACCESS_PERMISSIONS);
  store<u32>(access, composite, ACCESS_COMPOSITE);
  if (size !== ACCESS_SIZE_1_2) return;
  v128.store(access, v128.load(share, SHARE_IMPLEMENTATION_DEFINED), ACCESS_IMPLEMENTATION_DEFINED);
}

/** Whether a page of a share starts a range: it does not follow on the page before it. */
function startsRange(vm: usize, share: usize, n: u32): bool {
  return n === 0 || addressOf(vm, share, n - 1) + PAGE_SIZE !== addressOf(vm, share, n);
}

function addressOf(vm: usize, share: usize, n: u32): u64 {
  return machineAddress(vm, sharedPage(share, n));
}

function countRanges(vm: usize, share: usize): u32 {
  let ranges: u32 = 0;
  for (let n: u32 = 0; n < load<u32>(share, SHARE_PAGE_COUNT); n++) if (startsRange(vm, share, n)) ranges++;
  return ranges;
}

function writeRanges(at: usize, vm: usize, share: usize): void {
  let range = at - RANGE_SIZE;
  for (let n: u32 = 0; n < load<u32>(share, SHARE_PAGE_COUNT); n++) {
    if (startsRange(vm, share, n)) {
      range += RANGE_SIZE;
      memory.fill(range, 0, RANGE_SIZE);
      store<u64>(range, addressOf(vm, share, n), RANGE_ADDRESS);
    }
    store<u32>(range, load<u32>(range, RANGE_PAGES) + 1, RANGE_PAGES);
  }
}
