/** Where models differ, for programs. */
import { describeReply } from '../../abi/describe.ts';
import { hex } from '../../engine/hex.ts';
import type { TrapRecord } from '../../engine/record.ts';
import type { ComparedRegister } from '../compare.ts';
import { isSame, type RunDifference, type TrapDifference } from '../differences.ts';
import type { Differences } from '../differences-text.ts';
import { callOf, findingsOf, instructionOf, type RunReport, sourceOf } from '../report.ts';

/** Grows by one where a key changes its meaning or goes; new keys leave it as it is. */
export const COMPARE_JSON_VERSION = 1;

const number = (value: bigint | undefined): string | null => (value === undefined ? null : `0x${hex(value)}`);

function register({ register: name, caller, reply, cells }: ComparedRegister) {
  return {
    register: name,
    caller: number(caller),
    reply: number(reply),
    models: cells.map(({ fate, value, differs }) => ({ fate, value: number(value), differs })),
  };
}

function modelTrap(report: RunReport, trap: TrapRecord | undefined) {
  if (!trap) return { model: report.model, came: false };
  return {
    model: report.model,
    came: true,
    call: callOf(trap, report.version),
    disposition: trap.disposition,
    reply: describeReply(trap.after.x, trap.before.x),
    smcs: trap.smcs.map(({ input, output }) => ({ input: input.map(number), output: output.map(number) })),
    findings: findingsOf(report, trap).map(({ rule, clause, verdict, dispute, registers }) => ({
      rule,
      clause,
      verdict,
      dispute: dispute?.id ?? null,
      registers: registers.map(({ register: name }) => name),
    })),
  };
}

function trapObject({ compared, aspects, registers }: TrapDifference, reports: readonly RunReport[]) {
  const first = compared.traps.findIndex((trap) => trap !== undefined);
  const { image } = reports[first]!;
  const line = sourceOf(image, compared.address);
  return {
    file: line?.file ?? null,
    line: line?.line ?? null,
    address: number(compared.address),
    instruction: instructionOf(image, compared.traps[first]!),
    occurrence: compared.occurrence,
    aspects,
    models: compared.traps.map((trap, n) => modelTrap(reports[n]!, trap)),
    registers: compared.registers.filter(({ register: name }) => registers.includes(name)).map(register),
  };
}

function runObject(run: RunDifference) {
  const { stub, title, boot, stop, traps, reports } = run;
  return {
    stub,
    title: title ?? null,
    same: isSame(run),
    seed: number(reports[0]!.seed),
    compared_traps: traps.length,
    boot,
    stop,
    traps: traps.filter(({ aspects }) => aspects.length > 0).map((trap) => trapObject(trap, reports)),
  };
}

/**
 * The comparison as one JSON text. `stubs[]`: `same`; `boot` and `stop`, whether they differ; `traps[]`, those that
 * differ: where, `aspects` (presence, call, route, reply, smcs, registers, verdicts), per model what it did, and the
 * `registers` that differ, each with the caller's value, EL3's, and what became of it on each model.
 */
export function renderCompareJson({ models, runs, errors, impossible }: Differences): string {
  const object = {
    version: COMPARE_JSON_VERSION,
    models,
    same: runs.every(isSame) && errors.length === 0,
    stubs: runs.map(runObject),
    errors: errors.map(({ stub, error }) => ({ stub, ...error })),
    not_compared: impossible,
  };
  return `${JSON.stringify(object, null, 2)}\n`;
}
