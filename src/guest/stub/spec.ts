import type { Limits } from '../../engine/engine.ts';
import type { Disposition, StopKind } from '../../engine/record.ts';
import type { Expression } from './expression.ts';
import type { Place } from './place.ts';
import type { RegisterRange } from './registers.ts';

/** A model or a firmware by its name, with changes. */
export interface NamedChoice {
  name: string;
  /** Switches that differ from its own: name → value, as written. */
  changes: Record<string, string>;
  /** Name and changes as written: what the globs of expectations are matched against. */
  text: string;
}

/** A model to run on: `pkvm/series-v8+run_path=handled`, or `none@tfa-el3-spmc` with the firmware behind it. */
export interface ModelChoice extends NamedChoice {
  /** Part of `text`, after the `@`; absent for the stub's or the standard firmware. */
  firmware?: NamedChoice;
}

/** A `name=value` of the user's, checked by whoever owns the names. */
export interface Setting {
  name: string;
  value: string;
  place: Place;
}

/** Seeded pattern, what the register held before, or a constant. */
export type RegisterValue = { kind: 'pattern' } | { kind: 'keep' } | { kind: 'constant'; value: Expression };

export interface RegisterSetting {
  registers: RegisterRange;
  value: RegisterValue;
}

/** Where a partition's register comes from: what a reply knows, or the request that it handles. */
export type PartitionValue = RegisterValue | { kind: 'request' };

/** One thing that a partition does. */
export interface StepSpec {
  /** Name that conditions call its registers by. */
  name: string | undefined;
  /** One of the STEP_ values (assembly/el3/definition.ts). */
  kind: number;
  /** Endpoint, status code or function id, where the kind takes one. */
  operand: Expression | undefined;
  registers: { registers: RegisterRange; value: PartitionValue }[];
  place: Place;
}

/** What a partition does for some events. */
export interface HandlerSpec {
  /** EVENT_ values. */
  events: number[];
  /** Which time, from 1; 0 for every other. */
  occurrence: number;
  steps: StepSpec[];
  place: Place;
}

/** A VM of Xen's beside domain 1, as all lines about it say. */
export interface VmSpec {
  domain: number;
  /** Its SMCs and HVCs. */
  calls: LabelReference[];
  /** Another VM's, before which it is destroyed. */
  ends: LabelReference | undefined;
}

/** A secure partition, as all lines about it say. */
export interface PartitionSpec {
  id: number;
  version: number;
  properties: number;
  logical: boolean;
  contexts: number;
  uuids: Uint8Array[];
  handlers: HandlerSpec[];
  /** Its program, a path from the stub's folder; it has no handlers then. */
  code: { file: string; place: Place } | undefined;
  interrupts: InterruptSpec[];
  place: Place;
}

/** An interrupt that comes while a partition's program runs, once, before the instruction at a label of that program. */
export interface InterruptSpec {
  at: LabelReference;
  /** Whom a secure one is for; undefined for a non-secure one. */
  partition: Expression | undefined;
}

/** A label of the program, `+` or `-` a number of bytes. */
export interface LabelReference {
  name: string;
  offset: bigint;
  place: Place;
}

/** A label, or only the n-th time that the guest comes there (from 1). */
export interface Target {
  label: LabelReference;
  occurrence: number | undefined;
}

/** A partition, or only its n-th call (from 1). */
export interface PartitionTarget {
  id: number;
  occurrence: number | undefined;
}

/** What the firmware answers to one SMC. */
export interface ReplySpec {
  name: string | undefined;
  functionId: Expression | undefined;
  at: LabelReference | undefined;
  /** Globs over the model; empty for every model. */
  models: string[];
  /** x0 … x17 and w0 … w17; registers not named are 0. */
  registers: RegisterSetting[];
  rx: Uint8Array | undefined;
  place: Place;
}

/** Whose registers the right side of a comparison means. */
export type RegisterSource =
  | { kind: 'now' | 'before' | 'initial' | 'reply' }
  | { kind: 'named-reply'; name: string; place: Place };

export type Comparison = '==' | '!=';

/** `Value` is an expression as parsed and a number as planned. */
export type RightSide<Value> =
  | { kind: 'value'; value: Value }
  /** Without `registers`: the register of the same name. */
  | { kind: 'registers'; source: RegisterSource; registers: RegisterRange | undefined };

/** One condition of an expectation. */
export type Condition<Value = Expression> = {
  place: Place;
  /** As written. */
  source: string;
} & (
  | {
      kind: 'registers';
      registers: RegisterRange;
      mask: Value | undefined;
      comparison: Comparison;
      right: RightSide<Value>;
    }
  /** The registers were left with what an uninitialised EL2 stack held. */
  | { kind: 'undefined'; registers: RegisterRange }
  | { kind: 'disposition'; disposition: Disposition }
  /** A field of the trap, or a variable of the model's state. */
  | { kind: 'field'; name: string; mask: Value | undefined; comparison: Comparison; value: Value }
);

/** One SMC of an expected sequence. `undefined` is any argument. */
export interface CallPattern<Value = Expression> {
  functionId: Value;
  /** From x1 on; arguments after the last one given are not compared. */
  args: (Value | undefined)[];
  source: string;
}

export interface CallSequence<Value = Expression> {
  calls: CallPattern<Value>[];
  /** `…` at the end of that side: more calls may stand there. */
  openStart: boolean;
  openEnd: boolean;
}

export interface StopPattern<Value = Expression> {
  kind: StopKind;
  immediate: Value | undefined;
  at: LabelReference | undefined;
}

/** One `expect` line. */
export type Expectation<Value = Expression> = {
  place: Place;
  /** The line without `//!`. */
  source: string;
  /** Globs over the model; empty for every model. */
  models: string[];
  /** A `red` line: it must fail on its models, and hold on all others. */
  red: boolean;
} & (
  | { kind: 'arrival' | 'trap' | 'state'; target: Target; conditions: Condition<Value>[] }
  | { kind: 'boot'; conditions: Condition<Value>[] }
  | { kind: 'el3'; sequence: CallSequence<Value> }
  /** The calls that a partition made, from the first on. */
  | { kind: 'calls'; partition: number; sequence: CallSequence<Value> }
  /** Registers of a partition after each of its calls, or the n-th (from 1). */
  | { kind: 'partition'; partition: PartitionTarget; conditions: Condition<Value>[] }
  | { kind: 'stop'; stop: StopPattern<Value> }
  /** Without a target and a partition: any trap. */
  | {
      kind: 'finding';
      target: Target | undefined;
      partition?: PartitionTarget;
      registers: RegisterRange[];
      rule: string | undefined;
    }
);

/** Bits that decide where SMC and HVC go. */
export interface ControlBits {
  tsc: boolean;
  smd: boolean;
  hce: boolean;
}

/** Everything that the `//!` lines of a stub say. Plain data. */
export interface StubSpec {
  file: string;
  title: string | undefined;
  /** The question, its lines joined. */
  asks: string;
  rows: string[];
  notes: string[];
  models: (ModelChoice & { place: Place })[];
  firmware: Setting[];
  /** Firmware to run on, each with every model that names none itself. */
  firmwares: (NamedChoice & { place: Place })[];
  partitions: PartitionSpec[];
  vms: VmSpec[];
  registers: RegisterSetting[];
  exceptionLevel: 0 | 1;
  conduit: 'smc' | 'hvc';
  control: ControlBits;
  /** Where the guest's HVC starts the hypervisor; else it is there from the start. */
  lateHypervisor: Place | undefined;
  seed: bigint | undefined;
  limits: Limits;
  /** Name of a rule profile. */
  profile: { name: string; place: Place } | undefined;
  replies: ReplySpec[];
  expectations: Expectation[];
}

export const DEFAULT_LIMITS: Readonly<Limits> = { instructions: 1_000_000, traps: 1000, milliseconds: 5000 };
