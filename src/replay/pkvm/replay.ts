import * as el2 from '../../../assembly/el2/pkvm/state.ts';
import * as layout from '../../../assembly/layout.ts';
import { decodeCall } from '../../abi/describe.ts';
import type { MachineOptions } from '../../engine/engine.ts';
import { Comparison, type Difference } from '../difference.ts';
import { Cursor } from '../json/cursor.ts';
import { Arena } from '../json/words.ts';
import type { Outcome, RecordKind, Replayer, ReplayOptions } from '../kind.ts';
import type { VectorLine } from '../line.ts';
import {
  compareMemory,
  compareOutcome,
  compareRegisters,
  compareSmcs,
  compareState,
  PageExpectation,
} from './compare.ts';
import { VectorMachine } from './machine.ts';
import { type PkvmRecord, type PkvmResult, type PkvmStep, readPkvmRecord } from './record.ts';
import { PkvmSetup } from './setup.ts';

export const pkvmKind: RecordKind = {
  family: 'pkvm',
  createReplayer: (options) => new PkvmReplayer(options),
};

const kinds = new Map<number, PkvmResult['kind']>([
  [layout.DISPOSITION_HANDLED, 'handled'],
  // The vectors know no difference between a call that a handler answered and one that policy refused.
  [layout.DISPOSITION_REFUSED, 'handled'],
  [layout.DISPOSITION_FORWARDED, 'forwarded'],
  [layout.DISPOSITION_NOT_SUPPORTED, 'smccc_not_supported'],
  [layout.DISPOSITION_PSCI, 'psci'],
]);

/** Plays records of the pKVM vectors and compares everything that they say. */
export class PkvmReplayer implements Replayer {
  private readonly setup: PkvmSetup;
  private readonly arena = new Arena();
  private readonly pages = new PageExpectation();
  private machine: VectorMachine | undefined;

  constructor(options: ReplayOptions) {
    this.setup = new PkvmSetup(options);
  }

  replay({ bytes, start, end, number }: VectorLine): Outcome {
    this.arena.clear();
    const cursor = new Cursor(bytes, start, end);
    const record = readPkvmRecord(cursor, this.arena);
    return { ...this.play(record, number), unknown: cursor.unknown };
  }

  /**
   * Plays a record that was read; `line` is where it stands. A sequence ends where EL2 unexpectedly does, and after the
   * step that brings the `enough`th difference.
   */
  play(record: PkvmRecord, line: number, enough = Number.POSITIVE_INFINITY): Pick<Outcome, 'calls' | 'differences'> {
    const options = this.setup.machineOptions(record);
    const machine = this.prepare(record, options);
    const place = { line, sequence: record.id, model: options.model.name };
    const [init, ...results] = record.result;
    const differences: Difference[] = placed({ ...place, step: 'init', call: '' }, this.start(machine, init));
    let calls = 0;
    let alive = true;
    for (const [index, result] of results.entries()) {
      if (!alive || differences.length >= enough) break;
      const comparison = new Comparison();
      const step = record.steps[index]!;
      alive = this.step(comparison, machine, step, result);
      calls++;
      if (comparison.differences.length === 0) continue;
      differences.push(...placed({ ...place, step: index, call: callName(step) }, comparison));
    }
    return { calls, differences };
  }

  private prepare(record: PkvmRecord, options: MachineOptions): VectorMachine {
    this.machine ??= new VectorMachine(options);
    this.machine.restart(options);
    this.machine.setNotHost(record.not_host);
    this.machine.setResponses(record.init_responses);
    this.machine.write(record.mem);
    this.pages.reset(record.not_host);
    return this.machine;
  }

  private start(machine: VectorMachine, expected: PkvmRecord['result'][0]): Comparison {
    const comparison = new Comparison();
    comparison.check('ret', expected.ret, machine.boot());
    compareSmcs(comparison, expected.smcs, machine);
    compareState(comparison, expected.st, machine);
    return comparison;
  }

  /** Returns whether EL2 lives on. */
  private step(comparison: Comparison, machine: VectorMachine, step: PkvmStep, expected: PkvmResult): boolean {
    machine.write(step.mem);
    machine.setResponses(step.responses);
    const outcome = machine.call(step);
    const hostRx = machine.word(layout.PKVM_STATE_START + el2.STATE_HOST_RX);
    if (hostRx !== 0) machine.willClear(hostRx, layout.PAGE_SIZE);
    compareSmcs(comparison, expected.smcs, machine);
    if (!compareOutcome(comparison, expected, outcome)) return false;
    this.compareReturn(comparison, machine, expected);
    return true;
  }

  private compareReturn(comparison: Comparison, machine: VectorMachine, expected: PkvmResult): void {
    const kind = kinds.get(machine.word(layout.VCPU_START + layout.TRAP_DISPOSITION)) ?? 'none';
    comparison.check('kind', expected.kind, kind);
    comparison.check('handled', expected.handled ?? expected.kind !== 'forwarded', kind !== 'forwarded');
    // What the PSCI relay answers is not in the vectors.
    if (expected.kind !== 'psci') compareRegisters(comparison, expected, machine);
    if (expected.st !== undefined) compareState(comparison, expected.st, machine);
    compareMemory(comparison, expected, machine);
    comparison.check('unused_responses', expected.unused_responses ?? 0, machine.unusedResponses());
    this.pages.apply(expected.pages);
    this.pages.compare(comparison, machine.bytes);
  }
}

/** The differences of a step with where they are. */
function placed(
  place: Pick<Difference, 'line' | 'sequence' | 'model' | 'step' | 'call'>,
  { differences }: Comparison,
): Difference[] {
  return differences.map((difference) => ({ ...place, ...difference }));
}

/** The call of a step, by name. */
function callName({ regs }: PkvmStep): string {
  return decodeCall([(BigInt(regs[1]!) << 32n) | BigInt(regs[0]!)]).name;
}
