/**
 * The memory transaction descriptor in a VM's TX buffer. What is read from it stands in working storage afterwards:
 *
 *   00 u32 size of an access descriptor | 04 u32 receivers | 08 u32 offset of the first access descriptor
 *   0C u32 receiver | 10 u32 offset of the composite | 14 u32 pages | 18 u32 ranges
 */

import {
  ACCESS_COMPOSITE,
  ACCESS_SIZE_1_0,
  COMPOSITE_RANGES,
  COMPOSITE_SIZE,
  TRANSACTION_ACCESS_OFFSET,
  TRANSACTION_RECEIVERS,
  TRANSACTION_SIZE_1_0,
  TRANSACTION_SIZE_1_1,
} from '../../ffa/descriptor';
import { FFA_INVALID_PARAMETERS, FFA_NOT_SUPPORTED, FFA_STATUS_SUCCESS, FFA_VERSION_1_1 } from '../../ffa/status';
import { CAUSE_BUFFER_OVERFLOW, PAGE_SIZE, SCRATCH_START } from '../../layout';
import { setCause } from '../../machine/record';
import { endpointOf, isOn, isSecure, xenSwitch } from './access';
import {
  ACCESS_PERMISSIONS,
  ATTRIBUTES_NORMAL,
  PERMISSIONS_READ_WRITE,
  TRANSACTION_ACCESS_SIZE,
  TRANSACTION_ATTRIBUTES,
  TRANSACTION_FLAGS,
} from './share-descriptor';
import { VM_VERSION } from './state';
import { NS_ATTRIBUTE_INVALID, SWITCH_ACCESS_CHECK, SWITCH_NS_ATTRIBUTE } from './switches';

/** Working storage. */
const PARSED: u32 = SCRATCH_START + 0x100;
const ACCESS_SIZE: u32 = PARSED + 0x00;
const RECEIVERS: u32 = PARSED + 0x04;
const ACCESS_OFFSET: u32 = PARSED + 0x08;
const RECEIVER: u32 = PARSED + 0x0c;
const COMPOSITE: u32 = PARSED + 0x10;
const PAGES: u32 = PARSED + 0x14;
const RANGES: u32 = PARSED + 0x18;

const ATTRIBUTE_NS: u32 = 1 << 6;
/** The widest values that Xen keeps of the header's fields. */
const BYTE: u32 = 0xff;
const HALF: u32 = 0xffff;

export function parsedReceiver(): u32 {
  return load<u32>(RECEIVER);
}

export function parsedAccessOffset(): u32 {
  return load<u32>(ACCESS_OFFSET);
}

export function parsedAccessSize(): u32 {
  return load<u32>(ACCESS_SIZE);
}

export function parsedComposite(): u32 {
  return load<u32>(COMPOSITE);
}

export function parsedPages(): u32 {
  return load<u32>(PAGES);
}

export function parsedRanges(): u32 {
  return load<u32>(RANGES);
}

/** Reads a descriptor of `length` bytes, at most a page, up to its composite. Returns 0 or a status code. */
export function parseDescriptor(cpu: usize, vm: usize, at: usize, length: u32): i32 {
  const header = parseHeader(vm, at, length);
  return header === FFA_STATUS_SUCCESS ? parseAccess(cpu, at, length) : header;
}

function parseHeader(vm: usize, at: usize, length: u32): i32 {
  const recent = load<u32>(vm, VM_VERSION) >= FFA_VERSION_1_1;
  const shortest = recent ? TRANSACTION_SIZE_1_1 : TRANSACTION_SIZE_1_0;
  if (length < shortest) return FFA_INVALID_PARAMETERS;
  const attributes: u32 = recent ? load<u16>(at, TRANSACTION_ATTRIBUTES) : load<u8>(at, TRANSACTION_ATTRIBUTES);
  store<u32>(ACCESS_SIZE, recent ? load<u32>(at, TRANSACTION_ACCESS_SIZE) : ACCESS_SIZE_1_0);
  store<u32>(ACCESS_OFFSET, recent ? load<u32>(at, TRANSACTION_ACCESS_OFFSET) : TRANSACTION_SIZE_1_0);
  store<u32>(RECEIVERS, load<u32>(at, TRANSACTION_RECEIVERS));
  const fits = attributes <= BYTE && load<u32>(at, TRANSACTION_FLAGS) <= BYTE && isArrayValid(length);
  return fits ? checkHeader(vm, at, attributes) : FFA_INVALID_PARAMETERS;
}

/** Whether the array of access descriptors lies within the descriptor. */
function isArrayValid(length: u32): bool {
  const size = load<u32>(ACCESS_SIZE);
  const receivers = load<u32>(RECEIVERS);
  const offset = load<u32>(ACCESS_OFFSET);
  if (size > BYTE || receivers > BYTE || offset > HALF || size * receivers + offset > length) return false;
  return !isOn(SWITCH_ACCESS_CHECK) || (size >= ACCESS_SIZE_1_0 && (offset & 0xf) === 0);
}

/** One receiver, ordinary memory, and the VM as its own sender. */
function checkHeader(vm: usize, at: usize, attributes: u32): i32 {
  const nsInvalid = xenSwitch(SWITCH_NS_ATTRIBUTE) === NS_ATTRIBUTE_INVALID;
  if (attributes & ATTRIBUTE_NS && nsInvalid) return FFA_INVALID_PARAMETERS;
  if (attributes !== ATTRIBUTES_NORMAL || load<u32>(RECEIVERS) !== 1) return FFA_NOT_SUPPORTED;
  return load<u16>(at) === endpointOf(vm) ? FFA_STATUS_SUCCESS : FFA_INVALID_PARAMETERS;
}

/**
 * The access descriptor, read field by field. One without a size may stand at the very end of the buffer, and reading it
 * there is a fault: nothing is mapped behind the page.
 */
function parseAccess(cpu: usize, at: usize, length: u32): i32 {
  const offset = load<u32>(ACCESS_OFFSET);
  const access = at + offset;
  if (!isReadable(cpu, offset, 2)) return FFA_NOT_SUPPORTED;
  store<u32>(RECEIVER, load<u16>(access));
  if (!isSecure(load<u32>(RECEIVER)) || !isReadable(cpu, offset, ACCESS_PERMISSIONS + 1)) return FFA_NOT_SUPPORTED;
  if (load<u8>(access, ACCESS_PERMISSIONS) !== PERMISSIONS_READ_WRITE) return FFA_NOT_SUPPORTED;
  if (!isReadable(cpu, offset, ACCESS_COMPOSITE + 4)) return FFA_NOT_SUPPORTED;
  store<u32>(COMPOSITE, load<u32>(access, ACCESS_COMPOSITE));
  return parseComposite(at, length);
}

function isReadable(cpu: usize, offset: u32, length: u32): bool {
  if (offset + length <= PAGE_SIZE) return true;
  setCause(cpu, CAUSE_BUFFER_OVERFLOW);
  return false;
}

function parseComposite(at: usize, length: u32): i32 {
  const offset = load<u32>(COMPOSITE);
  if (<u64>offset + COMPOSITE_SIZE > length) return FFA_NOT_SUPPORTED;
  store<u32>(PAGES, load<u32>(at + offset));
  store<u32>(RANGES, load<u32>(at + offset, COMPOSITE_RANGES));
  return load<u32>(PAGES) === 0 ? FFA_INVALID_PARAMETERS : FFA_STATUS_SUCCESS;
}
