import { allAsExpected, checkExpectations, type ExpectationResult } from '../../src/check/expect.ts';
import type { Finding } from '../../src/check/finding.ts';
import type { Arrival, RegisterFile, RunRecord, SmcRecord, TrapRecord } from '../../src/engine/record.ts';
import type { RunPlan } from '../../src/guest/stub/plan.ts';
import { plan, TEXT_START } from '../guest/stub-fixture.ts';

export const CALL = TEXT_START + 4n;
export const AFTER = TEXT_START + 8n;
export const DONE = TEXT_START + 16n;

/** A copy of a register file with some of x changed. */
export function withX(file: RegisterFile, changes: Record<number, bigint>): RegisterFile {
  return { ...file, x: file.x.map((value, number) => changes[number] ?? value) };
}

export function smc(input: bigint[], output: bigint[] = [], reply?: number): SmcRecord {
  const eighteen = (values: bigint[]) => Array.from({ length: 18 }, (_, index) => values[index] ?? 0n);
  return {
    input: eighteen(input),
    output: eighteen(output),
    undefinedInput: 0,
    undefinedOutput: 0,
    registers: 18,
    forwarded: false,
    reply,
  };
}

/** A trap at `call` that changed nothing, but for what is given. */
export function trap(before: RegisterFile, changes: Partial<TrapRecord> = {}): TrapRecord {
  const smcs = changes.smcs ?? [];
  return {
    index: 0,
    address: CALL,
    instruction: 0xd4000003,
    conduit: 'smc',
    immediate: 0,
    before,
    after: before,
    exception: {
      sourceEl: 1,
      targetEl: 2,
      esr: 0x5e000000n,
      elr: CALL,
      spsr: before.pstate,
      vector: 0x400n,
      pstate: 0x3c9n,
      returnAddress: CALL + 4n,
    },
    disposition: 'handled',
    writers: Array.from({ length: 31 }, () => 'caller' as const),
    sources: Array.from({ length: 31 }, () => 0),
    smcs,
    smcCount: smcs.length,
    warnings: 0,
    state: {},
    instructionsBefore: 1,
    ...changes,
  };
}

export function arrival(registers: RegisterFile, changes: Partial<Arrival> = {}): Arrival {
  return { address: AFTER, registers, traps: 1, state: {}, ...changes };
}

/** A run that stopped at `brk #0` in `done`, but for what is given. */
export function run(final: RegisterFile, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    engine: 'by hand',
    boot: { result: 0, smcs: [], state: {} },
    traps: [],
    arrivals: [],
    stop: { kind: 'brk', pc: DONE, detail: 'BRK', immediate: 0 },
    final,
    instructions: 5,
    ...changes,
  };
}

export function finding(trapIndex: number, rule: string, registers: string[]): Finding {
  return {
    profile: 'smccc-1.2',
    rule,
    clause: 'DEN0028 2.6',
    demands: 'preserved',
    trap: trapIndex,
    verdict: 'violation',
    fault: 'el2',
    versions: { definitions: '1.2', agreed: undefined },
    registers: registers.map((register) => ({
      register,
      before: 1n,
      after: 0n,
      changed: 1n,
      writer: undefined,
      source: undefined,
    })),
    dispute: undefined,
  };
}

/** Results for a stub of these lines; `make` builds the run from the plan. */
export function check(
  lines: string[],
  make: (plan: RunPlan) => RunRecord,
  findings: Finding[] = [],
  model = 'pkvm/v6.18',
): ExpectationResult[] {
  const planned = plan(lines, { model });
  return checkExpectations(planned, make(planned), findings);
}

/** What a failed result says, one line for each difference; the standard expectation left out. */
export function differencesOf(results: ExpectationResult[]): string[] {
  const hex = (value: bigint | string) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value);
  return results.flatMap(({ differences }) =>
    differences.map(
      ({ where, what, comparison, expected, found }) =>
        `${where} ${what} ${comparison} ${hex(expected)}: ${hex(found)}`,
    ),
  );
}

export function statusesOf(results: ExpectationResult[]): string[] {
  return results.filter(({ position }) => position !== undefined).map(({ status }) => status);
}

export { allAsExpected };
