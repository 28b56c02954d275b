import type { Limits } from '../../engine/engine.ts';
import type { Disposition, StopKind } from '../../engine/record.ts';
import type { Expression } from './expression.ts';
import type { Place } from './place.ts';
import type { RegisterRange } from './registers.ts';

/** A model to run on: `pkvm/series-v8+run_path=handled`. */
export interface ModelChoice {
  name: string;
  /** Switches that differ from the model's own: name → value, as written. */
  changes: Record<string, string>;
  /** Name and changes as written: what the globs of expectations are matched against. */
  text: string;
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
} & (
  | { kind: 'arrival' | 'trap' | 'state'; target: Target; conditions: Condition<Value>[] }
  | { kind: 'boot'; conditions: Condition<Value>[] }
  | { kind: 'el3'; sequence: CallSequence<Value> }
  | { kind: 'stop'; stop: StopPattern<Value> }
  /** Without a target: any trap. */
  | { kind: 'finding'; target: Target | undefined; registers: RegisterRange[]; rule: string | undefined }
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
  registers: RegisterSetting[];
  exceptionLevel: 0 | 1;
  conduit: 'smc' | 'hvc';
  control: ControlBits;
  seed: bigint | undefined;
  limits: Limits;
  /** Name of a rule profile. */
  profile: { name: string; place: Place } | undefined;
  replies: ReplySpec[];
  expectations: Expectation[];
}

export const DEFAULT_LIMITS: Readonly<Limits> = { instructions: 1_000_000, traps: 1000, milliseconds: 5000 };
