/** Models with a fault of their own, run for real: guest code, traps and exception returns are the machine's. */
import { randomBytes } from 'node:crypto';
import { STATE_HYP_FFA_VERSION } from '../../../assembly/el2/pkvm/state.ts';
import { VM_VERSION } from '../../../assembly/el2/xen/state.ts';
import * as layout from '../../../assembly/layout.ts';
import { CoreEngine } from '../../../src/engine/core.ts';
import type { MachineOptions, ScriptedReply } from '../../../src/engine/engine.ts';
import { Machine } from '../../../src/engine/machine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../../../src/engine/models.ts';
import type { RegisterFile, RunRecord, TrapRecord, Writer } from '../../../src/engine/record.ts';
import { UnicornEngine, unicornAvailable } from '../../../src/engine/unicorn.ts';
import { assembleText } from '../../../src/guest/assemble.ts';
import { probeUpperHalves } from '../../../src/influence/upper-halves.ts';

/** The sound hypervisors that models are broken from: one for each reading of who writes which registers. */
export type Base = 'smccc' | 'ffa' | 'xen' | 'bare';

const settings = (values: Record<string, string>): Setting[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/**
 * `smccc` writes x0–x3 and nothing else; `ffa` zeroes x1–x7 and leaves x8–x17 to SMC64 replies; `xen` zeroes x8–x17 as
 * well; `bare` has no hypervisor. None of them shows uninitialised stack.
 */
const models: Record<Base, [string, Record<string, string>]> = {
  smccc: ['pkvm/v6.12', { result: 'zeroed' }],
  ffa: ['pkvm/series-v7', { result: 'zeroed' }],
  xen: ['xen/v1.2', { vm_to_vm: 'on' }],
  bare: ['none', {}],
};

const versions: Record<Base, string> = { smccc: '1.1', ffa: '1.2', xen: '1.2', bare: '1.2' };

function machineOptions(experiment: Experiment): MachineOptions {
  const { base, model, firmware, replies = [] } = experiment;
  const [name, changes] = model === undefined ? models[base] : [model, experiment.changes ?? {}];
  return {
    model: resolveModel(name, settings(changes)),
    firmware:
      firmware === undefined ? resolveFirmware(settings({ version: versions[base] })) : resolveFirmware([], firmware),
    replies,
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  };
}

export const random64 = (): bigint => randomBytes(8).readBigUInt64LE() | (1n << 63n);

function randomRegisters(pc: bigint): RegisterFile {
  return {
    x: Array.from({ length: 31 }, random64),
    spEl0: random64() & ~0xfn,
    spEl1: 0x800f0000n,
    pc,
    pstate: 0xa00003c5n,
    v: Array.from({ length: 32 }, () => (random64() << 64n) | random64()),
    fpsr: 0n,
    fpcr: 0n,
  };
}

const writerCodes: Record<Writer, number> = {
  caller: layout.WRITER_CALLER,
  el2: layout.WRITER_EL2,
  el3: layout.WRITER_EL3,
  undefined: layout.WRITER_UNDEFINED,
  partition: layout.WRITER_PARTITION,
  stale: layout.WRITER_STALE,
};

/** A machine right after a trap, for whoever breaks it. */
export class Wreck {
  readonly machine: Machine;
  /** What the trap returns: one of the OUTCOME_ values. */
  outcome: number;
  readonly #view: DataView;

  constructor(machine: Machine, outcome: number) {
    this.machine = machine;
    this.outcome = outcome;
    this.#view = new DataView(machine.memory.buffer);
  }

  /** Value of xn before the trap. */
  before(n: number): bigint {
    return this.#view.getBigUint64(layout.VCPU_START + layout.TRAP_BEFORE_X + n * 8, true);
  }

  x(n: number): bigint {
    return this.#view.getBigUint64(layout.VCPU_START + layout.REG_X + n * 8, true);
  }

  setX(n: number, value: bigint, writer: Writer = 'el2', source = n): void {
    this.#view.setBigUint64(layout.VCPU_START + layout.REG_X + n * 8, BigInt.asUintN(64, value), true);
    this.setWriter(n, writer, source);
  }

  setWriter(n: number, writer: Writer, source = n): void {
    this.#view.setUint8(layout.VCPU_START + layout.TRAP_WRITER + n, writerCodes[writer]);
    this.#view.setUint8(layout.VCPU_START + layout.TRAP_SOURCE + n, source);
  }

  /** One bit of xn the other way round, as nobody's doing. */
  flip(n: number): void {
    this.setX(n, this.x(n) ^ (1n << BigInt(randomBytes(1)[0]! & 63)), 'caller');
  }

  /** Registers that the trap record does not follow. */
  change(edit: (file: RegisterFile) => void): void {
    const file = this.machine.readRegisters(0);
    edit(file);
    this.machine.writeRegisters(0, file);
  }

  /** The version that EL2 works with. */
  setEffectiveVersion(version: number): void {
    const state = layout.PKVM_STATE_START + STATE_HYP_FFA_VERSION;
    const xen = layout.XEN_VM_START + VM_VERSION;
    this.#view.setUint32('guest_vers' in this.machine.state() ? xen : state, version, true);
  }

  /** What EL2 asked EL3 in the first SMC of this trap, and what came back. */
  setFirstSmc(input: bigint[], output: bigint[]): void {
    const put = (offset: number, values: bigint[]): void => {
      for (let n = 0; n < 18; n++) {
        this.#view.setBigUint64(layout.SMC_LOG_START + offset + n * 8, values[n] ?? 0n, true);
      }
    };
    put(layout.SMC_IN, input);
    put(layout.SMC_OUT, output);
    const count = layout.VCPU_START + layout.TRAP_SMC_COUNT;
    this.#view.setUint32(count, Math.max(1, this.#view.getUint32(count, true)), true);
  }
}

/** Breaks the machine after a trap. */
export type Damage = (wreck: Wreck) => void;

/** How the interpreter stops where EL2 does not come back. */
const stops: Record<number, number> = {
  [layout.OUTCOME_EL2_FAULT]: layout.STOP_EL2_FAULT,
  [layout.OUTCOME_EL2_PANIC]: layout.STOP_EL2_PANIC,
};

/** A sound machine with faults of its own at some of its traps. */
export class BrokenMachine extends Machine {
  #traps = 0;
  readonly #damage: Map<number, Damage>;

  constructor(options: MachineOptions, damage: Map<number, Damage>) {
    super(options);
    this.#damage = damage;
  }

  override trap(vcpu: number, instruction: number): number {
    const outcome = super.trap(vcpu, instruction);
    this.#traps += 1;
    return outcome;
  }

  override takeTrap(vcpu: number, instruction: number): number {
    return this.#break(super.takeTrap(vcpu, instruction));
  }

  /** The interpreter takes traps by itself, and says so after each. */
  override run(vcpu: number, budget: number): number {
    const code = super.run(vcpu, budget);
    if (code !== layout.STOP_AFTER_TRAP) return code;
    const outcome = this.#break(layout.OUTCOME_RESUME);
    this.#traps += 1;
    return stops[outcome] ?? code;
  }

  #break(outcome: number): number {
    const damage = this.#damage.get(this.#traps);
    if (!damage) return outcome;
    const wreck = new Wreck(this, outcome);
    damage(wreck);
    return wreck.outcome;
  }
}

export interface Experiment {
  base: Base;
  /** Another model than the base's, and other firmware than the fixed rules. */
  model?: string;
  changes?: Record<string, string>;
  firmware?: string;
  /** Text after `_start:`, up to the BRK. */
  program: string;
  replies?: ScriptedReply[];
  /** Damage by the number of the trap. */
  damage?: Map<number, Damage>;
  /** Virtual machines that run the program one after another. */
  machines?: number;
  /** Try other bits above 32-bit arguments at every trap. */
  probe?: boolean;
}

/** QUERY is a call that each hypervisor knows without asking anybody. */
const text = (program: string, base: Base): string => `
.include "call.inc"
.include "calls.inc"
.equ VERSION, FFA_VERSION_${versions[base].replace('.', '_')}
.equ QUERY, ${base === 'xen' ? 'FFA_ID_GET' : 'FFA_MEM_SHARE'}
_start:
${program}
  brk #0
.data
.balign 4096
tx: .skip 4096
rx: .skip 4096
`;

/** Runs the experiment, on libunicorn where it is installed, and returns what happened, all machines in one record. */
export function runExperiment(experiment: Experiment): RunRecord {
  const { base, program, damage, machines = 1, probe } = experiment;
  const image = assembleText(text(program, base), 'experiment.S');
  const machine = new BrokenMachine(machineOptions(experiment), damage ?? new Map());
  if (probe) machine.beforeTrap = (vcpu, instruction) => ({ probes: probeUpperHalves(machine, vcpu, instruction) });
  const boot = machine.boot();
  const engine = unicornAvailable() ? new UnicornEngine() : new CoreEngine();
  const outcomes = Array.from({ length: machines }, () =>
    engine.run(machine, {
      segments: image.segments,
      initial: randomRegisters(image.entry),
      watch: [],
      limits: { instructions: 2000, traps: 20, milliseconds: 5000 },
    }),
  );
  const traps = outcomes.flatMap((outcome, vm): TrapRecord[] =>
    outcome.traps.map((trap) => (machines > 1 ? { ...trap, vm } : trap)),
  );
  const numbered = traps.map((trap, index) => ({ ...trap, index }));
  return { engine: engine.name, boot, ...outcomes.at(-1)!, traps: numbered };
}

/** A reply of EL3's to a function id. */
export function reply(functionId: number, x: (bigint | number)[], keep: number[] = []): ScriptedReply {
  const registers = Array.from({ length: 18 }, (_, n) => BigInt.asUintN(64, BigInt(x[n] ?? 0)));
  const mask = keep.reduce((sum, n) => sum | (1 << n), 0);
  return { functionId, address: undefined, x: registers, keep: mask };
}
