import * as layout from '../../../assembly/layout.ts';
import { type Checkpoint, Checkpoints } from '../../engine/checkpoint.ts';
import { Machine } from '../../engine/machine.ts';
import type { BootRecord } from '../../engine/record.ts';
import { loadSegments } from '../../engine/unicorn/memory.ts';
import type { StubSystem } from './load.ts';
import { type Digest, emptyDigest, type Granularity, Stepper } from './stepper.ts';

export interface StubLimits {
  granularity: Granularity;
  /** States to keep. */
  states: number;
  milliseconds: number;
  /** Times that a vCPU which could go on may be interrupted; undefined for any number. */
  preemptions: number | undefined;
}

/** A machine with all stubs in it, each vCPU at its first instruction. */
export function startMachine(system: StubSystem): { machine: Machine; boot: BootRecord } {
  const machine = new Machine(system.machine);
  loadSegments(machine, system.segments);
  machine.forgetCode();
  machine.limitSecure(system.limits.instructions);
  const boot = machine.boot();
  system.threads.forEach(({ initial }, vcpu) => {
    machine.writeRegisters(vcpu, initial);
  });
  return { machine, boot };
}

/** One state: where the machine is, and what each vCPU has seen on the way. */
interface StubNode {
  /** Undefined once it has been gone on from. */
  checkpoint: Checkpoint | undefined;
  digests: Digest[];
  /** Where a vCPU has stopped, the STOP_ value. */
  stops: (number | undefined)[];
  parent: StubNode | undefined;
  /** vCPU that ran last; -1 at the start. */
  last: number;
  preemptions: number;
}

/** A final state. */
export interface FinalState {
  /** vCPUs in the order in which they went on. */
  schedule: number[];
  /** What each vCPU has seen, as a name. */
  histories: string[];
}

export interface StubSearchResult {
  finals: FinalState[];
  states: number;
  transitions: number;
  incomplete: string[];
}

const digestName = ({ a, b }: Digest, stop: number | undefined): string => `${a}.${b}.${stop ?? ''}`;
/** EL2 is gone, and with it the machine. */
const endsMachine = (stop: number | undefined): boolean =>
  stop === layout.STOP_EL2_FAULT || stop === layout.STOP_EL2_PANIC;

/** Breadth first, so that the schedule to each state is the shortest. */
export class StubSearch {
  private readonly machine: Machine;
  private readonly checkpoints: Checkpoints;
  private readonly stepper: Stepper;
  private readonly limits: StubLimits;
  private readonly vcpus: number;
  /** Instructions of partitions that are programs, for each time that a vCPU goes on. */
  private readonly secureLimit: number;
  private readonly seen = new Set<string>();
  private readonly finals: FinalState[] = [];
  /** The hypervisor did not come up, so that nobody starts. */
  private readonly isDown: boolean;
  private transitions = 0;
  private bounded = false;

  constructor(system: StubSystem, limits: StubLimits) {
    const { machine, boot } = startMachine(system);
    this.machine = machine;
    this.isDown = boot.result !== 0;
    this.limits = limits;
    this.secureLimit = system.limits.instructions;
    this.vcpus = system.threads.length;
    this.stepper = new Stepper(
      this.machine,
      limits.granularity,
      new Set(system.threads.flatMap(({ plan }) => plan.watch)),
    );
    this.checkpoints = new Checkpoints(this.machine, this.vcpus);
  }

  run(): StubSearchResult {
    const end = performance.now() + this.limits.milliseconds;
    const incomplete: string[] = [];
    let layer = [this.start()];
    while (layer.length > 0 && incomplete.length === 0) {
      const next: StubNode[] = [];
      for (const node of layer) {
        this.expand(node, next);
        if (performance.now() > end) incomplete.push(`time ran out after ${this.limits.milliseconds} ms`);
        else if (this.seen.size > this.limits.states)
          incomplete.push(`the bound of ${this.limits.states} states was reached`);
        if (incomplete.length > 0) break;
      }
      layer = next;
    }
    if (this.bounded) incomplete.unshift(`vCPUs were interrupted at most ${this.limits.preemptions} times`);
    return { finals: this.finals, states: this.seen.size, transitions: this.transitions, incomplete };
  }

  /** Each vCPU stands before the first thing that others can notice. */
  private start(): StubNode {
    const node: StubNode = {
      checkpoint: undefined,
      digests: [],
      stops: [],
      parent: undefined,
      last: -1,
      preemptions: 0,
    };
    for (let vcpu = 0; vcpu < this.vcpus; vcpu += 1) {
      const down = { digest: emptyDigest, stop: layout.STOP_BUDGET };
      const { digest, stop } = this.isDown ? down : this.stepper.run(vcpu, false, emptyDigest);
      node.digests.push(digest);
      node.stops.push(stop);
    }
    node.checkpoint = this.checkpoints.take();
    this.seen.add(this.nameOf(node));
    return node;
  }

  private expand(node: StubNode, next: StubNode[]): void {
    const { stops } = node;
    const over = stops.some(endsMachine) || stops.every((stop) => stop !== undefined);
    if (over) this.finish(node);
    for (let vcpu = 0; vcpu < this.vcpus && !over; vcpu += 1) {
      if (stops[vcpu] === undefined && this.mayRun(node, vcpu)) this.goOn(node, vcpu, next);
    }
    node.checkpoint = undefined;
  }

  private goOn(node: StubNode, vcpu: number, next: StubNode[]): void {
    this.checkpoints.bring(node.checkpoint!);
    this.machine.limitSecure(this.secureLimit);
    const { digest, stop } = this.stepper.run(vcpu, true, node.digests[vcpu]!);
    this.transitions += 1;
    const successor: StubNode = {
      checkpoint: this.checkpoints.take(),
      digests: node.digests.with(vcpu, digest),
      stops: node.stops.with(vcpu, stop),
      parent: node,
      last: vcpu,
      preemptions: node.preemptions + (this.preempts(node, vcpu) ? 1 : 0),
    };
    const name = this.nameOf(successor);
    if (this.seen.has(name)) return;
    this.seen.add(name);
    next.push(successor);
  }

  private nameOf({ checkpoint, digests, stops, last, preemptions }: StubNode): string {
    const histories = digests.map((digest, vcpu) => digestName(digest, stops[vcpu]));
    const bound = this.limits.preemptions === undefined ? '' : `/${last}/${preemptions}`;
    return `${this.checkpoints.identity(checkpoint!)}/${histories.join('/')}${bound}`;
  }

  /** Whether another vCPU was running and could go on. */
  private preempts({ last, stops }: StubNode, vcpu: number): boolean {
    return last >= 0 && last !== vcpu && stops[last] === undefined;
  }

  private mayRun(node: StubNode, vcpu: number): boolean {
    const { preemptions } = this.limits;
    if (preemptions === undefined || !this.preempts(node, vcpu) || node.preemptions < preemptions) return true;
    this.bounded = true;
    return false;
  }

  private finish(node: StubNode): void {
    const schedule: number[] = [];
    for (let at: StubNode | undefined = node; at && at.last >= 0; at = at.parent) schedule.push(at.last);
    const histories = node.digests.map((digest, vcpu) => digestName(digest, node.stops[vcpu]));
    this.finals.push({ schedule: schedule.reverse(), histories });
  }
}
