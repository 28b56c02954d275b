/** FFA_PARTITION_INFO_GET and FFA_PARTITION_INFO_GET_REGS: one descriptor for each UUID of each partition. */

import { FFA_SUCCESS_64 } from '../ffa/ids';
import {
  INFO_CONTEXTS,
  INFO_COUNT_ONLY,
  INFO_ID,
  INFO_PROPERTIES,
  INFO_SIZE_1_0,
  INFO_SIZE_1_1,
  INFO_SIZE_1_3,
  INFO_UUID,
  INFO_VERSION,
  PROPERTIES_1_0,
  PROPERTIES_1_2,
  RUNS_AARCH64,
  SENDS_DIRECT_REQ,
  SENDS_DIRECT_REQ2,
} from '../ffa/partition-info';
import {
  FFA_BUSY,
  FFA_INVALID_PARAMETERS,
  FFA_NO_MEMORY,
  FFA_NOT_SUPPORTED,
  FFA_RETRY,
  FFA_VERSION_1_0,
  FFA_VERSION_1_1,
  FFA_VERSION_1_2,
} from '../ffa/status';
import { EL3_SCRATCH_START } from '../layout';
import { bankW, bankX, firmwareSwitch, isOn } from './access';
import { answer, answerError, answerSuccess, answerX, extendAnswer } from './answer';
import { versionOf } from './caller';
import {
  DEFINITION_CONTEXTS,
  DEFINITION_PROPERTIES,
  DEFINITION_UUID_COUNT,
  DEFINITION_UUIDS,
  UUID_CAPACITY,
  UUID_SIZE,
} from './definition';
import { isMapped, isRxFull, mailboxOf, rxPointer, setRxFull, sizeOf } from './mailbox';
import { definitionOf, field, idOf, NOBODY, partitionAt, partitionCount } from './partition';
import { P_VERSION } from './state';
import {
  FIRMWARE_DESCRIPTOR_SIZE,
  FIRMWARE_INFO_FLAGS,
  FIRMWARE_INFO_REGS,
  FIRMWARE_INFO_UUID,
  FIRMWARE_SIZE_1_0,
} from './switches';

/** The UUID that is asked for, 16 bytes. */
const WANTED: usize = EL3_SCRATCH_START;
/** One descriptor. */
const DESCRIPTOR: usize = EL3_SCRATCH_START + 0x20;
/** x3 to x17 hold descriptors. */
const FIRST_REGISTER: u32 = 3;
const DESCRIPTOR_REGISTERS: u32 = 15;

/** w1 to w4 UUID, w5 flags; the descriptors go to the caller's RX. */
export function getInformation(caller: usize, bank: usize): void {
  for (let n: u32 = 0; n < 4; n++) store<u32>(WANTED + (n << 2), bankW(bank, n + 1));
  const flags = bankW(bank, 5);
  const count = countMatches();
  if (isOn(FIRMWARE_INFO_FLAGS) && flags & ~INFO_COUNT_ONLY) answerError(FFA_INVALID_PARAMETERS);
  else if (count === 0 && isOn(FIRMWARE_INFO_UUID)) answerError(FFA_INVALID_PARAMETERS);
  else if (flags & INFO_COUNT_ONLY) answerCount(count, 0);
  else writeInformation(caller, count);
}

function answerCount(count: u32, size: u32): void {
  answerSuccess();
  answerX(2, count);
  answerX(3, size);
}

function writeInformation(caller: usize, count: u32): void {
  const mailbox = mailboxOf(caller);
  const size = descriptorSize(caller);
  if (!isMapped(mailbox) || isRxFull(mailbox)) {
    answerError(FFA_BUSY);
    return;
  }
  if (count * size > sizeOf(mailbox)) {
    answerError(FFA_NO_MEMORY);
    return;
  }
  const rx = rxPointer(mailbox);
  if (rx !== 0) {
    memory.fill(rx, 0, sizeOf(mailbox));
    for (let index: u32 = 0; index < count; index++) {
      describeMatch(caller, index);
      memory.copy(rx + index * size, DESCRIPTOR, size);
    }
  }
  setRxFull(mailbox, true);
  answerCount(count, size === INFO_SIZE_1_0 ? firmwareSwitch(FIRMWARE_SIZE_1_0) : size);
}

function descriptorSize(caller: usize): u32 {
  if (versionOf(caller) <= FFA_VERSION_1_0) return INFO_SIZE_1_0;
  return firmwareSwitch(FIRMWARE_DESCRIPTOR_SIZE) === INFO_SIZE_1_3 ? INFO_SIZE_1_3 : INFO_SIZE_1_1;
}

/** x1 and x2 UUID, x3[15:0] first index, x3[31:16] tag, which is always 0 here. */
export function getInformationRegisters(caller: usize, bank: usize): void {
  store<u64>(WANTED, bankX(bank, 1));
  store<u64>(WANTED, bankX(bank, 2), 8);
  const count = countMatches();
  const first = bankW(bank, 3) & 0xffff;
  if (!isOn(FIRMWARE_INFO_REGS)) answerError(FFA_NOT_SUPPORTED);
  else if (bankW(bank, 3) >> 16) answerError(FFA_RETRY);
  else if (first >= count) answerError(FFA_INVALID_PARAMETERS);
  else answerRegisters(caller, first, count - 1);
}

function answerRegisters(caller: usize, first: u32, last: u32): void {
  const size = firmwareSwitch(FIRMWARE_DESCRIPTOR_SIZE) === INFO_SIZE_1_3 ? INFO_SIZE_1_3 : INFO_SIZE_1_1;
  const words = size >> 3;
  const current = min(last, first + DESCRIPTOR_REGISTERS / words - 1);
  answer(FFA_SUCCESS_64);
  answerX(1, 0);
  answerX(2, ((<u64>size) << 48) | ((<u64>current) << 16) | last);
  for (let index = first; index <= current; index++) {
    describeMatch(caller, index);
    const register = FIRST_REGISTER + (index - first) * words;
    for (let word: u32 = 0; word < words; word++) answerX(register + word, load<u64>(DESCRIPTOR + (word << 3)));
  }
  extendAnswer();
}

/** Descriptors that the wanted UUID selects: all of them where it is nil. */
function countMatches(): u32 {
  let count: u32 = 0;
  const partitions = partitionCount();
  for (let index: u32 = 0; index < partitions; index++) count += matchesOf(partitionAt(index));
  return count;
}

function matchesOf(p: usize): u32 {
  if (isNil()) return uuidCount(p);
  for (let n: u32 = 0; n < uuidCount(p); n++) if (isWanted(uuidOf(p, n))) return 1;
  return 0;
}

/** A partition without UUIDs has one descriptor all the same, with a nil UUID. */
function uuidCount(p: usize): u32 {
  return max(1, min(load<u32>(definitionOf(p), DEFINITION_UUID_COUNT), UUID_CAPACITY));
}

function uuidOf(p: usize, n: u32): usize {
  return definitionOf(p) + DEFINITION_UUIDS + n * UUID_SIZE;
}

function isNil(): bool {
  return (load<u64>(WANTED) | load<u64>(WANTED, 8)) === 0;
}

function isWanted(uuid: usize): bool {
  return load<u64>(uuid) === load<u64>(WANTED) && load<u64>(uuid, 8) === load<u64>(WANTED, 8);
}

/** Fills DESCRIPTOR with the match of this index. */
function describeMatch(caller: usize, index: u32): void {
  let before: u32 = 0;
  const partitions = partitionCount();
  for (let n: u32 = 0; n < partitions; n++) {
    const p = partitionAt(n);
    const matches = matchesOf(p);
    if (index < before + matches) {
      describe(caller, p, uuidOf(p, index - before));
      return;
    }
    before += matches;
  }
}

/** A caller that asks by UUID knows it and gets 0 in its place. */
function describe(caller: usize, p: usize, uuid: usize): void {
  memory.fill(DESCRIPTOR, 0, INFO_SIZE_1_3);
  store<u16>(DESCRIPTOR, <u16>idOf(p), INFO_ID);
  store<u16>(DESCRIPTOR, <u16>load<u32>(definitionOf(p), DEFINITION_CONTEXTS), INFO_CONTEXTS);
  store<u32>(DESCRIPTOR, propertiesOf(caller, p), INFO_PROPERTIES);
  if (isNil() && versionOf(caller) >= FFA_VERSION_1_1) {
    store<u64>(DESCRIPTOR, load<u64>(uuid), INFO_UUID);
    store<u64>(DESCRIPTOR, load<u64>(uuid, 8), INFO_UUID + 8);
  }
  if (firmwareSwitch(FIRMWARE_DESCRIPTOR_SIZE) === INFO_SIZE_1_3) {
    store<u32>(DESCRIPTOR, field(p, P_VERSION), INFO_VERSION);
  }
}

/** What the caller can make use of: the normal world can be sent nothing, and an old caller knows the old bits alone. */
function propertiesOf(caller: usize, p: usize): u32 {
  let properties = load<u32>(definitionOf(p), DEFINITION_PROPERTIES) | RUNS_AARCH64;
  const version = versionOf(caller);
  if (caller === NOBODY) properties &= ~(SENDS_DIRECT_REQ | SENDS_DIRECT_REQ2);
  if (min(version, field(p, P_VERSION)) < FFA_VERSION_1_2) properties &= ~PROPERTIES_1_2;
  return version <= FFA_VERSION_1_0 ? properties & PROPERTIES_1_0 : properties;
}
