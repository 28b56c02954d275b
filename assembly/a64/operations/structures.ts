/**
 * Loads and stores of vector structures (DDI 0487, C4.1.96.1 to C4.1.96.4). d is the number of the first register, n the
 * base, m the slot of the register that is added to the base, or NO_REGISTER where bits 47:32 of the immediate are.
 *
 *    31        16 15  10 9   7 6   3  2  1   0
 *   ┌────────────┬──────┬─────┬─────┬───┬──────┐
 *   │     0      │ lane │ all │ per │ Q │ size │   per: elements of a structure; all: registers of a multiple transfer
 *   └────────────┴──────┴─────┴─────┴───┴──────┘
 */

import { ACCESS_READ, ACCESS_WRITE, REG_V } from '../../layout';
import { rangePointer } from '../../machine/access';
import { isVectorUsable } from '../fp-trap';
import { low, middle, numberD, numberM, readM, readN, writeN } from '../operation';

/** In place of a slot: the amount is in the record. */
const NO_REGISTER: u32 = 0xffff;

/** The shape of a transfer. `size` is log2 of the bytes of an element. */
export function shape(size: u32, Q: u32, per: u32, all: u32, lane: u32): u64 {
  return size | (Q << 2) | (per << 3) | (all << 7) | (lane << 10);
}

/** The shape, and what is added to the base in bits 47:32. */
export function shapeWith(shapeBits: u64, amount: u32): u64 {
  return shapeBits | ((<u64>amount) << 32);
}

function sizeOf(op: usize): u32 {
  return <u32>low(op) & 3;
}

function isFull(op: usize): bool {
  return (low(op) & 4) !== 0;
}

function perOf(op: usize): u32 {
  return <u32>(low(op) >> 3) & 15;
}

function allOf(op: usize): u32 {
  return <u32>(low(op) >> 7) & 7;
}

function laneOf(op: usize): u32 {
  return <u32>(low(op) >> 10) & 63;
}

/** Register number `index` from the first on; v0 follows v31. */
function registerOf(cpu: usize, op: usize, index: u32): usize {
  return cpu + REG_V + ((numberD(op) + index) & 31) * 16;
}

function writeBack(cpu: usize, op: usize): void {
  const slot = numberM(op);
  const amount = slot === NO_REGISTER ? <u64>(<i64>middle(op)) : readM<u64>(cpu, op);
  writeN(cpu, op, readN<u64>(cpu, op) + amount);
}

/** Copies an element of `1 << size` bytes. */
function copyElement(to: usize, from: usize, size: u32): void {
  if (size === 0) store<u8>(to, load<u8>(from));
  else if (size === 1) store<u16>(to, load<u16>(from));
  else if (size === 2) store<u32>(to, load<u32>(from));
  else store<u64>(to, load<u64>(from));
}

/** Linear address of the bytes of a transfer, or 0 after a trap or fault. */
function prepare(cpu: usize, op: usize, length: u32, access: u32): usize {
  if (!isVectorUsable(cpu)) return 0;
  return rangePointer(readN<u64>(cpu, op), length, 1 << sizeOf(op), access);
}

/** LD1 to LD4 (multiple structures). */
export function loadStructures(cpu: usize, op: usize): bool {
  const bytes: u32 = isFull(op) ? 16 : 8;
  const at = prepare(cpu, op, bytes * allOf(op), ACCESS_READ);
  if (!at) return false;
  for (let index: u32 = 0; index < allOf(op); index++) v128.store(registerOf(cpu, op, index), i64x2.splat(0));
  transfer(cpu, op, at, bytes, true);
  writeBack(cpu, op);
  return true;
}

/** ST1 to ST4 (multiple structures). */
export function storeStructures(cpu: usize, op: usize): bool {
  const bytes: u32 = isFull(op) ? 16 : 8;
  const at = prepare(cpu, op, bytes * allOf(op), ACCESS_WRITE);
  if (!at) return false;
  transfer(cpu, op, at, bytes, false);
  writeBack(cpu, op);
  return true;
}

/** Element by element: the structures stand one after the other, each with one element of `per` registers. */
function transfer(cpu: usize, op: usize, at: usize, bytes: u32, loads: bool): void {
  const size = sizeOf(op);
  const per = perOf(op);
  let memory = at;
  for (let first: u32 = 0; first < allOf(op); first += per) {
    for (let place: u32 = 0; place < bytes; place += 1 << size) {
      for (let index: u32 = 0; index < per; index++) {
        const element = registerOf(cpu, op, first + index) + place;
        if (loads) copyElement(element, memory, size);
        else copyElement(memory, element, size);
        memory += 1 << size;
      }
    }
  }
}

/** LD1 to LD4 (single structure). */
export function loadLane(cpu: usize, op: usize): bool {
  const at = prepare(cpu, op, perOf(op) << sizeOf(op), ACCESS_READ);
  if (!at) return false;
  for (let index: u32 = 0; index < perOf(op); index++) {
    const element = registerOf(cpu, op, index) + (laneOf(op) << sizeOf(op));
    copyElement(element, at + (index << sizeOf(op)), sizeOf(op));
  }
  writeBack(cpu, op);
  return true;
}

/** ST1 to ST4 (single structure). */
export function storeLane(cpu: usize, op: usize): bool {
  const at = prepare(cpu, op, perOf(op) << sizeOf(op), ACCESS_WRITE);
  if (!at) return false;
  for (let index: u32 = 0; index < perOf(op); index++) {
    const element = registerOf(cpu, op, index) + (laneOf(op) << sizeOf(op));
    copyElement(at + (index << sizeOf(op)), element, sizeOf(op));
  }
  writeBack(cpu, op);
  return true;
}

/** LD1R to LD4R. */
export function loadReplicated(cpu: usize, op: usize): bool {
  const size = sizeOf(op);
  const at = prepare(cpu, op, perOf(op) << size, ACCESS_READ);
  if (!at) return false;
  for (let index: u32 = 0; index < perOf(op); index++) {
    const register = registerOf(cpu, op, index);
    store<u64>(register, 0, 8);
    for (let place: u32 = 0; place < (isFull(op) ? 16 : 8); place += 1 << size) {
      copyElement(register + place, at + (index << size), size);
    }
  }
  writeBack(cpu, op);
  return true;
}
