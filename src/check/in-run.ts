/** The preservation check that runs within the machine, trap by trap, without a report (assembly/machine/preserve.ts). */
import { FFA_NUMBER_FIRST, FFA_NUMBER_LAST, FFA_SUCCESS } from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import { SMCCC_64, SMCCC_FAST, SMCCC_OWNER_SHIFT, SMCCC_OWNER_STANDARD } from '../../assembly/smccc/ids.ts';
import type { Version } from '../abi/row.ts';
import { resultRegisters } from '../abi/table.ts';
import type { Machine } from '../engine/machine.ts';
import { LinearMemory } from '../engine/memory.ts';

/** What was wrong with the registers that came back from a trap. */
export interface TrapViolation {
  address: bigint;
  /** x0 of the call. */
  functionId: bigint;
  /** Registers that changed and had to come back. */
  changed: string[];
  /** General registers that hold what nobody has written. */
  undefinedValues: string[];
}

export interface InRunFindings {
  /** Traps that came back to their caller. */
  traps: number;
  violations: number;
  first: TrapViolation | undefined;
}

const others: [bit: number, register: string][] = [
  [layout.CHECK_SP_EL0, 'sp_el0'],
  [layout.CHECK_SP_EL1, 'sp_el1'],
  [layout.CHECK_PSTATE, 'pstate'],
  [layout.CHECK_FPSR, 'fpsr'],
  [layout.CHECK_FPCR, 'fpcr'],
];

const WINDOW_BASE = (SMCCC_FAST | (SMCCC_OWNER_STANDARD << SMCCC_OWNER_SHIFT)) >>> 0;
const NO_CALL = BigInt(WINDOW_BASE);

/** Checks from now on, from zero findings; `version` is the FF-A version that results are read in. */
export function startInRunCheck(machine: Machine, version: Version = '1.2', vcpu = 0): void {
  const memory = new LinearMemory(machine.memory.buffer);
  for (let number = FFA_NUMBER_FIRST; number <= FFA_NUMBER_LAST; number++) writeMasks(memory, number, version);
  const base = blockOf(vcpu);
  memory.setU64(base + layout.CHECK_COUNT, 0n);
  memory.setU64(base + layout.CHECK_VIOLATIONS, 0n);
  setFlag(memory, base, true);
}

/** What was found since the start; no trap is checked any more. */
export function endInRunCheck(machine: Machine, vcpu = 0): InRunFindings {
  const memory = new LinearMemory(machine.memory.buffer);
  const base = blockOf(vcpu);
  setFlag(memory, base, false);
  const violations = Number(memory.u64(base + layout.CHECK_VIOLATIONS));
  return {
    traps: Number(memory.u64(base + layout.CHECK_COUNT)),
    violations,
    first: violations === 0 ? undefined : readFirst(memory, base),
  };
}

/** Both forms of the reply: what FFA_SUCCESS adds for this call, and what the reply of this number carries. */
function writeMasks(memory: LinearMemory, number: number, version: Version): void {
  for (const [index, form] of [0, SMCCC_64].entries()) {
    const at = layout.RESULT_MASK_START + (number - FFA_NUMBER_FIRST) * 8 + index * 4;
    const id = BigInt((WINDOW_BASE | number) >>> 0);
    const success = BigInt((FFA_SUCCESS | form) >>> 0);
    const reply = BigInt((WINDOW_BASE | number | form) >>> 0);
    memory.setU32(at, resultRegisters(id, success, version) | resultRegisters(id | BigInt(SMCCC_64), success, version));
    memory.setU32(at + layout.RESULT_MASK_OF_REPLY, resultRegisters(NO_CALL, reply, version));
  }
}

function readFirst(memory: LinearMemory, base: number): TrapViolation {
  const numbered = (name: string, field: number) => {
    const mask = memory.u32(base + field);
    return Array.from({ length: 32 }, (_, n) => n)
      .filter((n) => (mask >>> n) & 1)
      .map((n) => `${name}${n}`);
  };
  const rest = memory.u32(base + layout.CHECK_OTHERS);
  return {
    address: memory.u64(base + layout.CHECK_ADDRESS),
    functionId: memory.u64(base + layout.CHECK_FUNCTION),
    changed: [
      ...numbered('x', layout.CHECK_X),
      ...others.filter(([bit]) => rest & bit).map(([, register]) => register),
      ...numbered('v', layout.CHECK_V),
    ],
    undefinedValues: numbered('x', layout.CHECK_UNDEFINED),
  };
}

function setFlag(memory: LinearMemory, base: number, on: boolean): void {
  const flags = memory.u32(base + layout.RUN_FLAGS) & ~layout.RUN_FLAG_CHECK;
  memory.setU32(base + layout.RUN_FLAGS, on ? flags | layout.RUN_FLAG_CHECK : flags);
}

function blockOf(vcpu: number): number {
  return layout.VCPU_START + vcpu * layout.VCPU_STRIDE;
}
