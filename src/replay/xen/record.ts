/** The records of the Xen vectors: one JSON object a line, addresses and registers as hexadecimal strings. */

import * as layout from '../../../assembly/layout.ts';
import { XEN_VM_BASE } from '../../engine/xen.ts';
import { type Cursor, FieldError } from '../json/cursor.ts';
import {
  boolean,
  bytes,
  choice,
  entries,
  hex32,
  hex64,
  identity,
  ignored,
  integer,
  list,
  nullable,
  object,
  optional,
  type Read,
  type Reader,
  readLine,
  registers,
  string,
} from '../json/reader.ts';
import type { Arena } from '../json/words.ts';

/** Bytes of a VM's memory: eight pages. */
export const VM_MEMORY_SIZE = layout.XEN_VM_PAGES * layout.PAGE_SIZE;
const MEMORY_BASE = Number(XEN_VM_BASE);

const u32 = integer(0, 0xffffffff);
const i32 = integer(-0x80000000, 0x7fffffff);
const vmNumber = integer(0, layout.XEN_VM_COUNT - 1);
const page = bytes(layout.PAGE_SIZE);
const flag = integer(0, 1);

/** Offset of an address in a VM's memory. */
const memoryOffset: Reader<number> = (input) => {
  input.cursor.peek();
  const start = input.cursor.at;
  const value = hex32(input);
  const offset = value - MEMORY_BASE;
  const inside = offset >= 0 && offset < VM_MEMORY_SIZE;
  return inside ? offset : input.cursor.reject(`0x${value.toString(16)} is outside the VM's memory`, start);
};

/** Checks that bytes do not leave the memory that their address is in. */
function inside<T extends { gpa: number; data: Uint8Array }>(reader: Reader<T>): Reader<T> {
  return (input) => {
    input.cursor.peek();
    const start = input.cursor.at;
    const value = reader(input);
    const fits = value.gpa + value.data.length <= VM_MEMORY_SIZE;
    return fits ? value : input.cursor.reject("the bytes leave the VM's memory", start);
  };
}

const data = bytes(VM_MEMORY_SIZE);
const write = inside(object({ gpa: memoryOffset, data }));
const written = inside(object({ vm: vmNumber, gpa: memoryOffset, data }));

const smc = object({
  args: registers(18),
  resp: registers(18),
  /** Bytes that the firmware puts into Xen's RX page with its answer. */
  rx: optional(page),
  /** First bytes of Xen's TX page when the SMC was issued. */
  tx: optional(page),
});

const smcs: Reader<Read<typeof smc>[]> = (input) => {
  input.cursor.peek();
  const start = input.cursor.at;
  const value = list(smc, layout.REPLY_CAPACITY)(input);
  const length = value.reduce((sum, { rx }) => sum + (rx?.length ?? 0), 0);
  return length <= layout.RX_POOL_SIZE ? value : input.cursor.reject('more RX bytes than the machine holds', start);
};

const state = object({
  guest_vers: hex32,
  /** Absent from the versions that know no negotiation. */
  negotiated: nullable(boolean),
  guest_vers_tmp: optional(hex32),
  /** Position in the list of partitions from 1, or 0. */
  list_pos: u32,
  page_count: u32,
  rx_mapped: boolean,
  tx_mapped: boolean,
  rx_is_free: boolean,
  shm_count: u32,
  is_64bit: boolean,
  secure_pending: flag,
  vm_pending: flag,
  buff_full_pending: flag,
  /** References to the domain, and to each of its pages. */
  dom_refs: u32,
  page_refs: list(u32, layout.XEN_VM_PAGES),
  /** Handles of what is shared, in order. */
  shm_handles: list(hex64),
});

const domain = object({
  vm: vmNumber,
  domid: integer(0, 0xffff),
  vcpus: integer(1, 128),
  aarch64: boolean,
  /** 0 or a negative errno. */
  init_rc: i32,
  smcs,
});

/** Number of a VM as the key of a member. */
function vmKey(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) < layout.XEN_VM_COUNT ? Number(text) : undefined;
}

const step = object({
  op: choice('call', 'trap', 'sri', 'timer', 'teardown'),
  vm: optional(vmNumber),
  vcpu: optional(integer(0, layout.VCPU_COUNT - 1)),
  regs: optional(registers(31)),
  /** Memory that the VM writes before. */
  mem: optional(list(write)),
  /** Of a trap: 0 SMC64, 1 HVC64, 2 SMC32, 3 HVC32; its immediate; the return address that Xen finds. */
  kind: optional(integer(0, 3)),
  imm: optional(integer(0, 0xffff)),
  pc: optional(hex64),
  /** Xen dies in the step. */
  crash: optional(object({ signal: u32, addr: optional(hex64) })),
  handled: optional(boolean),
  out: optional(registers(18)),
  x18_30_preserved: optional(boolean),
  /** Registers of x0 to x17 whose value changed. */
  written: optional(list(integer(0, 17))),
  rc: optional(i32),
  smcs,
  /** Memory of VMs that the step changed. */
  mem_after: optional(list(written)),
  /** What Xen called on the way, as text. */
  events: optional(list(string)),
  pc_out: optional(hex64),
  state: optional(state),
  /** VMs in the list of partitions, -1 without VM-to-VM. */
  vm_count: i32,
  /** `guest_vers` of every VM. */
  all_versions: optional(entries(vmKey, hex32)),
});

const ending = object({
  vm: vmNumber,
  rc: i32,
  smcs,
  events: optional(list(string)),
  state,
  vm_count: i32,
});

const record = object({
  id: identity,
  variant: string,
  vm_to_vm: boolean,
  smccc_version: hex32,
  // The firmware that gave the answers: they stand with the SMCs that they answer.
  spmc_version: optional(ignored),
  spmc_features: optional(ignored),
  sps: optional(ignored),
  probe: object({ ok: boolean, smcs, events: optional(list(string)) }),
  domains: list(domain),
  steps: list(step),
  /** Every VM that is left is destroyed. */
  end: optional(list(ending)),
});

export type XenRecord = Read<typeof record>;
export type XenSmc = Read<typeof smc>;
export type XenState = Read<typeof state>;
export type XenDomain = Read<typeof domain>;
export type XenStep = Read<typeof step>;
export type XenEnding = Read<typeof ending>;
/** A step in which a VM calls. */
export type XenCall = XenStep & Required<Pick<XenStep, 'vm' | 'regs' | 'out'>>;
export type MemoryWrite = Read<typeof write>;

/**
 * Reads a record. Its register values lie in the arena and hold until that is cleared.
 * Throws FieldError where the line is not as above, or where a step lacks what its kind needs.
 */
export function readXenRecord(cursor: Cursor, arena: Arena): XenRecord {
  const value = readLine(record, cursor, arena);
  const vms = new Set(value.domains.map(({ vm }) => vm));
  if (vms.size < value.domains.length) reject('domains', 'a VM stands twice');
  for (const [index, each] of value.steps.entries()) checkStep(each, `steps[${index}]`, vms);
  const crash = value.steps.findIndex((each) => each.crash !== undefined);
  if (crash >= 0 && crash < value.steps.length - 1) reject(`steps[${crash + 1}]`, 'Xen died in the step before');
  for (const [index, { vm }] of (value.end ?? []).entries()) if (!vms.has(vm)) reject(`end[${index}].vm`, 'no such VM');
  return value;
}

function reject(path: string, reason: string): never {
  throw new FieldError(reason, 0).under(path);
}

const needs: Record<XenStep['op'], (keyof XenStep)[]> = {
  call: ['vm', 'regs', 'out'],
  trap: ['vm', 'regs', 'out', 'kind', 'imm', 'pc'],
  sri: ['rc'],
  timer: ['rc'],
  teardown: ['vm', 'rc'],
};

function checkStep(value: XenStep, path: string, vms: Set<number>): void {
  for (const name of needs[value.op]) if (value[name] === undefined) reject(path, `\`${name}\` is missing`);
  if (value.vm !== undefined && !vms.has(value.vm)) reject(`${path}.vm`, 'no such VM');
  if (value.mem !== undefined && value.vm === undefined) reject(`${path}.mem`, "the memory is no VM's");
  for (const [index, { vm }] of (value.mem_after ?? []).entries()) {
    if (!vms.has(vm)) reject(`${path}.mem_after[${index}].vm`, 'no such VM');
  }
}

/** Whether a VM calls in the step. */
export function isCall(value: XenStep): value is XenCall {
  return value.op === 'call' || value.op === 'trap';
}
