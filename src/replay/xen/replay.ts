import * as layout from '../../../assembly/layout.ts';
import { decodeCall } from '../../abi/describe.ts';
import type { MachineOptions } from '../../engine/engine.ts';
import { resolveFirmware } from '../../engine/models.ts';
import { Comparison, type Difference } from '../difference.ts';
import { Cursor } from '../json/cursor.ts';
import { Arena } from '../json/words.ts';
import type { Outcome, RecordKind, Replayer, ReplayOptions } from '../kind.ts';
import type { VectorLine } from '../line.ts';
import { RecordModels } from '../models.ts';
import {
  compareEvents,
  comparePc,
  compareRegisters,
  compareSmcs,
  compareState,
  compareVersions,
  compareVmCount,
  MemoryExpectation,
} from './compare.ts';
import { blockOf, XenMachine } from './machine.ts';
import { isCall, readXenRecord, type XenCall, type XenEnding, type XenRecord, type XenStep } from './record.ts';

export const xenKind: RecordKind = {
  family: 'xen',
  createReplayer: (options) => new XenReplayer(options),
};

/** How Xen left a step. */
type Fate = 'return' | 'fault' | 'panic';

/** Plays records of the Xen vectors and compares everything that they say. */
export class XenReplayer implements Replayer {
  private readonly models: RecordModels;
  private readonly arena = new Arena();
  private readonly memory = new MemoryExpectation();
  private machine: XenMachine | undefined;

  constructor(options: ReplayOptions) {
    this.models = new RecordModels(options, 'xen');
  }

  replay({ bytes, start, end, number }: VectorLine): Outcome {
    this.arena.clear();
    const cursor = new Cursor(bytes, start, end);
    const record = readXenRecord(cursor, this.arena);
    return { ...this.play(record, number), unknown: cursor.unknown };
  }

  /** Plays a record that was read; `line` is where it stands. A sequence ends where Xen does. */
  play(record: XenRecord, line: number): Pick<Outcome, 'calls' | 'differences'> {
    const options = this.machineOptions(record);
    const machine = this.prepare(record, options);
    const place = { line, sequence: record.id, model: options.model.name };
    const differences: Difference[] = [];
    const add = (step: Difference['step'], call: string, comparison: Comparison) => {
      differences.push(...comparison.differences.map((each) => ({ ...place, step, call, ...each })));
    };
    add('init', '', this.start(machine, record));
    let alive = true;
    let calls = 0;
    for (const [index, step] of record.steps.entries()) {
      if (!alive) break;
      const comparison = new Comparison();
      alive = this.step(comparison, machine, step, record);
      calls++;
      add(index, describeStep(step), comparison);
    }
    for (const [index, ending] of (record.end ?? []).entries()) {
      if (!alive) break;
      add(record.steps.length + index, `teardown of VM ${ending.vm}`, this.end(machine, ending));
      calls++;
    }
    return { calls, differences };
  }

  private machineOptions({ variant, vm_to_vm, smccc_version }: XenRecord): MachineOptions {
    return {
      model: this.models.resolve(variant, [{ name: 'vm_to_vm', value: vm_to_vm ? 'on' : 'off' }]),
      // Every other answer of the firmware stands in the record; this one Xen knows from its own boot.
      firmware: resolveFirmware([{ name: 'smccc_version', value: `0x${smccc_version.toString(16)}` }]),
      replies: [],
      control: { tsc: true, smd: false, hce: true },
      undefinedFill: 0n,
    };
  }

  private prepare(record: XenRecord, options: MachineOptions): XenMachine {
    this.machine ??= new XenMachine(options);
    this.machine.restart(options);
    this.memory.reset(record.domains.map(({ vm }) => vm));
    return this.machine;
  }

  /** The probe of the firmware, and every VM that is created. */
  private start(machine: XenMachine, { probe, domains }: XenRecord): Comparison {
    const comparison = new Comparison();
    machine.setResponses(probe.smcs);
    comparison.check('probe.ok', probe.ok, machine.xen.probe());
    compareSmcs(comparison, 'probe.', probe.smcs, machine, 0);
    const interrupt = machine.xen.scheduleReceiverInterrupt();
    const requested = interrupt === undefined ? '' : `request_irq ${interrupt}`;
    comparison.check('probe.events', (probe.events ?? []).join(', '), requested);
    for (const [index, domain] of domains.entries()) {
      machine.setResponses(domain.smcs);
      const prefix = `domains[${index}].`;
      comparison.check(`${prefix}init_rc`, domain.init_rc, machine.create(domain));
      compareSmcs(comparison, prefix, domain.smcs, machine, 0);
    }
    return comparison;
  }

  /** Returns whether Xen lives on. */
  private step(comparison: Comparison, machine: XenMachine, step: XenStep, record: XenRecord): boolean {
    const vcpu = isCall(step) ? (step.vcpu ?? 0) : 0;
    if (step.vm !== undefined) {
      machine.write(step.vm, step.mem);
      this.memory.write(step.vm, step.mem);
    }
    machine.setResponses(step.smcs);
    const fate = isCall(step) ? this.call(comparison, machine, step, vcpu) : operate(comparison, machine, step);
    comparison.check('outcome', step.crash === undefined ? 'return' : 'fault', fate);
    compareSmcs(comparison, '', step.smcs, machine, vcpu);
    compareEvents(comparison, step, machine, vcpu);
    this.compareAfter(comparison, machine, step);
    if (fate !== 'return' || step.crash !== undefined) return false;
    if (isCall(step)) {
      const { aarch64 } = record.domains.find(({ vm }) => vm === step.vm)!;
      compareRegisters(comparison, step, machine, vcpu);
      if (step.op === 'trap') comparePc(comparison, step, machine, vcpu, aarch64);
    }
    return true;
  }

  private call(comparison: Comparison, machine: XenMachine, step: XenCall, vcpu: number): Fate {
    if (step.op === 'trap') return fateOf(machine.trap(vcpu, step));
    const result = machine.call(vcpu, step);
    if (result < 0) return 'fault';
    if (step.handled !== undefined) comparison.check('handled', step.handled, result === 1);
    return 'return';
  }

  /** What is known after any step: the VM's context, the VMs, and all memory. */
  private compareAfter(comparison: Comparison, machine: XenMachine, step: XenStep): void {
    if (step.state !== undefined) compareState(comparison, step.state, machine.xen.vm(step.vm!));
    compareVmCount(comparison, step.vm_count, machine);
    compareVersions(comparison, step, machine);
    for (const { vm, ...change } of step.mem_after ?? []) this.memory.write(vm, [change]);
    this.memory.compare(comparison, machine);
  }

  private end(machine: XenMachine, ending: XenEnding): Comparison {
    const comparison = new Comparison();
    machine.setResponses(ending.smcs);
    machine.xen.destroyVm(ending.vm);
    comparison.check('rc', ending.rc, 0);
    compareSmcs(comparison, '', ending.smcs, machine, 0);
    compareEvents(comparison, { op: 'teardown', ...ending }, machine, 0);
    compareState(comparison, ending.state, machine.xen.vm(ending.vm));
    compareVmCount(comparison, ending.vm_count, machine);
    this.memory.compare(comparison, machine);
    return comparison;
  }
}

/** A step in which no VM calls. The real code's results are always the same, but for an interrupt without a handler. */
function operate(comparison: Comparison, machine: XenMachine, { op, vm, rc }: XenStep): Fate {
  if (op === 'sri') comparison.check('rc', rc!, machine.xen.scheduleReceivers() ? 0 : -1);
  else {
    if (op === 'timer') machine.xen.fireTimer();
    else machine.xen.destroyVm(vm!);
    comparison.check('rc', rc!, 0);
  }
  return causeToFate(machine);
}

function fateOf(outcome: number): Fate {
  if (outcome === layout.OUTCOME_EL2_PANIC) return 'panic';
  return outcome === layout.OUTCOME_EL2_FAULT ? 'fault' : 'return';
}

/** How Xen left an operation, by the cause that CPU 0 has noted. */
function causeToFate(machine: XenMachine): Fate {
  const cause = machine.word(blockOf(0) + layout.TRAP_CAUSE);
  if (cause === layout.CAUSE_NONE) return 'return';
  return cause === layout.CAUSE_ENDLESS_LOOP ? 'panic' : 'fault';
}

function describeStep(step: XenStep): string {
  if (isCall(step)) return decodeCall([(BigInt(step.regs[1]!) << 32n) | BigInt(step.regs[0]!)]).name;
  if (step.op === 'sri') return 'schedule receiver interrupt';
  return step.op === 'timer' ? 'teardown timer' : `teardown of VM ${step.vm}`;
}
