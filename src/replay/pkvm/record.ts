/** The records of the pKVM vectors: one JSON object a line, addresses and registers as hexadecimal strings. */

import * as layout from '../../../assembly/layout.ts';
import { type Cursor, FieldError } from '../json/cursor.ts';
import {
  boolean,
  bytes,
  choice,
  entries,
  headed,
  hex32,
  hex64,
  identity,
  integer,
  list,
  object,
  optional,
  type Read,
  type Reader,
  readLine,
  registers,
  string,
} from '../json/reader.ts';
import type { Arena } from '../json/words.ts';

/** The vectors' memory: 1 MiB from the start of RAM. */
export const VECTOR_PAGES = 256;
const MEMORY_END = layout.RAM_BASE + VECTOR_PAGES * layout.PAGE_SIZE;

const u32 = integer(0, 0xffffffff);
const i32 = integer(-0x80000000, 0x7fffffff);
const memoryBytes = bytes(VECTOR_PAGES * layout.PAGE_SIZE);

/** Physical address of the vectors' memory. */
const address: Reader<number> = (input) => {
  input.cursor.peek();
  const start = input.cursor.at;
  const value = hex32(input);
  return isMemory(value, 1) ? value : input.cursor.reject(`0x${value.toString(16)} is outside the memory`, start);
};

function isMemory(start: number, length: number): boolean {
  return start >= layout.RAM_BASE && start + length <= MEMORY_END;
}

/** Physical address of a page of the vectors' memory. */
const pageAddress: Reader<number> = (input) => {
  input.cursor.peek();
  const start = input.cursor.at;
  const value = address(input);
  return value % layout.PAGE_SIZE === 0 ? value : input.cursor.reject('not the address of a page', start);
};

const write = object({ pa: address, hex: memoryBytes });
/** Memory written before a call. */
const memory: Reader<Read<typeof write>[]> = list((input) => {
  input.cursor.peek();
  const start = input.cursor.at;
  const value = write(input);
  return isMemory(value.pa, value.hex.length) ? value : input.cursor.reject('the bytes leave the memory', start);
});

/** The default firmware of a sequence: what it answers where no scripted response does. */
const firmware = object({
  version: hex32,
  min: hex32,
  /** A -1 is zero-extended from 32 bits. */
  neg32: boolean,
  feat: u32,
  id: optional(u32),
  features_ok: optional(boolean),
});

const response = object({
  r: registers(18),
  /** Bytes for the hypervisor's RX buffer. */
  rx: optional(bytes(layout.PAGE_SIZE)),
});
/** The machine holds a step's responses, with their RX bytes, all at once. */
const responses: Reader<Read<typeof response>[]> = (input) => {
  input.cursor.peek();
  const start = input.cursor.at;
  const value = list(response, layout.REPLY_CAPACITY)(input);
  const length = value.reduce((sum, { rx }) => sum + (rx?.length ?? 0), 0);
  return length <= layout.RX_POOL_SIZE ? value : input.cursor.reject('more RX bytes than the machine holds', start);
};

const step = object({
  regs: registers(31),
  /** Immediate of the SMC. */
  imm: optional(integer(0, 0xffff)),
  responses: optional(responses),
  mem: optional(memory),
});

const smc = object({
  in: registers(18),
  out: registers(18),
  /** 8 for SMCCC 1.1, 18 for 1.2. */
  n: integer(0, 18),
  src: choice('script', 'default'),
  /** Issued by the generic forwarder. */
  fwd: optional(boolean),
  /** First bytes of the hypervisor's TX buffer when the SMC was issued. */
  hyp_tx: optional(bytes(layout.PAGE_SIZE)),
});

const state = object({
  host_tx: hex64,
  host_rx: hex64,
  hyp_bufs: boolean,
  hyp_ffa_version: hex32,
  negotiated: boolean,
  /** Locks held: 0 after every step. */
  locks: u32,
});

const initResult = object({ step: choice('init'), ret: i32, smcs: list(smc), st: state });

const pageStates: Record<string, number> = {
  OWNED: layout.PAGE_OWNED,
  SHARED_HYP: layout.PAGE_SHARED_HYP,
  SHARED_FFA: layout.PAGE_SHARED_FFA,
  NOT_HOST: layout.PAGE_NOT_HOST,
};
/** Name of a PAGE_ value, as the records have it. */
export function pageStateName(state: number): string {
  return Object.keys(pageStates).find((name) => pageStates[name] === state) ?? String(state);
}

const pageState = choice(...Object.keys(pageStates));

/** Number of a page from its address. */
function pageNumber(text: string): number | undefined {
  const value = /^0x[0-9a-f]+$/i.test(text) ? Number(text) : Number.NaN;
  return isMemory(value, 1) && value % layout.PAGE_SIZE === 0
    ? (value - layout.RAM_BASE) / layout.PAGE_SIZE
    : undefined;
}

const result = object({
  step: u32,
  kind: choice('handled', 'forwarded', 'smccc_not_supported', 'psci', 'el2_fault'),
  handled: optional(boolean),
  out: optional(registers(31)),
  smcs: list(smc),
  st: optional(state),
  /** Registers that hold uninitialised EL2 stack. */
  undef: optional(list(integer(0, 30))),
  warn_on: optional(u32),
  /** Page states that the step changed, by page number. */
  pages: optional(entries(pageNumber, (input) => pageStates[pageState(input)]!)),
  /** First bytes of the host's RX buffer after the step. */
  host_rx_after: optional(bytes(layout.PAGE_SIZE)),
  unused_responses: optional(u32),
});

const record = object({
  id: identity,
  variant: string,
  spmc: firmware,
  smccc_version: optional(hex32),
  /** What surrounds the handler. */
  hhs: choice('classic', 'newest'),
  mem: optional(memory),
  /** Pages that the host does not own. */
  not_host: optional(list(pageAddress)),
  init_responses: optional(responses),
  steps: list(step),
  result: headed(initResult, result),
});

export type PkvmRecord = Read<typeof record>;
export type PkvmFirmware = Read<typeof firmware>;
export type PkvmResponse = Read<typeof response>;
export type PkvmStep = Read<typeof step>;
export type PkvmSmc = Read<typeof smc>;
export type PkvmState = Read<typeof state>;
export type PkvmInitResult = Read<typeof initResult>;
export type PkvmResult = Read<typeof result>;
export type MemoryWrite = Read<typeof write>;

/**
 * Reads a record. Its register values lie in the arena and hold until that is cleared.
 * Throws FieldError where the line is not as above, or where its results do not fit its steps.
 */
export function readPkvmRecord(cursor: Cursor, arena: Arena): PkvmRecord {
  const value = readLine(record, cursor, arena);
  const [init, ...results] = value.result;
  for (const [index, each] of results.entries()) checkResult(each, index, value.steps.length);
  checkEnd(init, results, value.steps.length);
  return value;
}

function reject(path: string, reason: string): never {
  throw new FieldError(reason, 0).under(path);
}

function checkResult({ step: number, kind, out, st }: PkvmResult, index: number, steps: number): void {
  const path = `result[${index + 1}]`;
  if (index >= steps) reject(path, 'there is no step for it');
  if (number !== index) reject(`${path}.step`, `expected ${index}, found ${number}`);
  // The vectors do not say what the PSCI relay answers.
  if (kind === 'el2_fault' || kind === 'psci') return;
  if (out === undefined) reject(path, '`out` is missing');
  if (st === undefined) reject(path, '`st` is missing');
}

/** There is a result for every step that was taken: none after a failed start, none after the fault that ended EL2. */
function checkEnd({ ret }: PkvmInitResult, results: PkvmResult[], steps: number): void {
  if (ret !== 0 && results.length > 0) reject('result[1]', 'the start failed, so there was no step');
  const fault = results.findIndex(({ kind }) => kind === 'el2_fault');
  if (fault >= 0 && fault < results.length - 1) reject(`result[${fault + 2}]`, 'EL2 died in the step before');
  const ended = ret !== 0 || fault >= 0;
  if (!ended && results.length < steps) reject('result', `${steps} steps, and results for ${results.length} of them`);
}
