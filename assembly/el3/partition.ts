/** A secure partition: its block of variables (state.ts) and its definition. `p` is always the address of the block. */

import {
  FIRMWARE_STATE_START,
  PARTITION_CAPACITY,
  PARTITION_COUNT,
  PARTITION_START,
  PARTITION_STRIDE,
} from '../layout';
import { DEFINITION_FLAGS, DEFINITION_ID, DEFINITION_PROPERTIES } from './definition';
import { P_BANK, P_INDEX, STATE_PARTITION_STRIDE, STATE_PARTITIONS } from './state';

/** No partition. */
export const NOBODY: usize = 0;

export function partitionCount(): u32 {
  return min(load<u32>(PARTITION_COUNT), PARTITION_CAPACITY);
}

export function partitionAt(index: u32): usize {
  return FIRMWARE_STATE_START + STATE_PARTITIONS + index * STATE_PARTITION_STRIDE;
}

/** The partition with this endpoint id, or NOBODY. */
export function findPartition(id: u32): usize {
  const count = partitionCount();
  for (let index: u32 = 0; index < count; index++) {
    if (load<u32>(PARTITION_START + index * PARTITION_STRIDE, DEFINITION_ID) === id) return partitionAt(index);
  }
  return NOBODY;
}

export function field(p: usize, offset: u32): u32 {
  return load<u32>(p + offset);
}

export function setField(p: usize, offset: u32, value: u32): void {
  store<u32>(p + offset, value);
}

export function definitionOf(p: usize): usize {
  return PARTITION_START + field(p, P_INDEX) * PARTITION_STRIDE;
}

export function idOf(p: usize): u32 {
  return load<u32>(definitionOf(p), DEFINITION_ID);
}

export function hasProperty(p: usize, property: u32): bool {
  return (load<u32>(definitionOf(p), DEFINITION_PROPERTIES) & property) !== 0;
}

export function hasFlag(p: usize, flag: u32): bool {
  return (load<u32>(definitionOf(p), DEFINITION_FLAGS) & flag) !== 0;
}

/** The partition that a field names as 1 + index, or NOBODY. */
export function linked(p: usize, offset: u32): usize {
  const link = field(p, offset);
  return link === 0 ? NOBODY : partitionAt(link - 1);
}

export function link(p: usize, offset: u32, other: usize): void {
  setField(p, offset, other === NOBODY ? 0 : field(other, P_INDEX) + 1);
}

/** x0 to x17 as the partition has them. */
export function bankOf(p: usize): usize {
  return p + P_BANK;
}

/** Target information word: endpoint in bits 31:16, execution context 0 in bits 15:0. */
export function targetOf(p: usize): u32 {
  return idOf(p) << 16;
}
