/**
 * What the page knows, as plain JSON: written by build.ts, read by src/web/. Register values are hex digits without
 * leading zeros; x0 … x30 unless it says otherwise.
 */

/** Who stands behind a register: one letter each, in the order of the registers. */
export type WriterLetter = 'c' | 'e' | 'f' | 'p' | 's' | 'u';

export interface PlaceView {
  file: string;
  /** 0 where the program has no text. */
  line: number;
  text: string;
}

export interface SmcView {
  call: string;
  reply: string;
  /** x0 … x17. */
  input: string[];
  output: string[];
  /** Bit n: xn is uninitialised stack. */
  undefinedInput: number;
  undefinedOutput: number;
  /** Bit n: the value in xn is a partition's, or one that an earlier call gave away. */
  partitionOutput: number;
  staleOutput: number;
  /** How many registers the SMC passes. */
  registers: number;
  forwarded: boolean;
  scripted: boolean;
}

/** A call of a secure partition, during a trap or returning in it. */
export interface PartitionCallView {
  /** Endpoint id in hex. */
  partition: string;
  /** Of its SMC, where the partition is a program. */
  place: PlaceView | undefined;
  /** The call, or why the program was stopped. */
  call: string;
  /** The reply, or the state that the call left the partition in. */
  reply: string;
  /** x0 … x17, of a program x0 … x30. */
  before: string[];
  after: string[] | undefined;
  /** Index of the trap's SMC during which it was made and returned; negative for an earlier one. */
  made: number;
  returned: number | undefined;
}

/** One register that a rule complains about, or the whole call. */
export interface FindingView {
  rule: string;
  profile: string;
  clause: string;
  demands: string;
  problem: string | undefined;
  verdict: string;
  /** Who must change, in words. */
  fault: string;
  declared: boolean;
  /** Empty where the rule is about the whole call. */
  registers: string[];
  dispute:
    | { question: string; sides: { who: string; says: string; clause: string }[]; references: string[] }
    | undefined;
}

/** A register besides x0 … x30 that changed. */
export interface OtherRegisterView {
  register: string;
  before: string;
  after: string;
}

/** A part of the page that others make: below the registers of a trap. */
export interface TrapSectionView {
  title: string;
  /** Markup that its maker has escaped. */
  html: string;
}

/** Bits high to low of a register that goes into a trap; source 0 is the caller, n EL3's answer to SMC n. */
export type InputView = [source: number, register: number, high: number, low: number];

/** Bits high to low of a register that comes out of a trap: what they are made of (src/influence/influence.ts). */
export interface InfluenceSegmentView {
  high: number;
  low: number;
  kind: string;
  from?: InputView;
  /** The caller's bits that EL3's answer is a copy of. */
  origin?: InputView;
  inputs?: InputView[];
  /** The inputs in words. */
  words?: string;
}

/** Which bits of a trap's input its output depends on. */
export interface InfluenceView {
  /** What was tried, in words. */
  grounds: string;
  /** The kinds that occur: name and meaning. */
  kinds: [string, string][];
  /** By register: x0 … x30 of the reply, then x0 … x17 of each SMC. */
  banks: InfluenceSegmentView[][][];
  /** How many of EL3's answers are among the inputs. */
  answers: number;
  /** Bits that decide the path. */
  decisive: InputView[];
  /** What bits do besides: name and list, in words. */
  effects: [string, string][];
}

export interface TrapView {
  place: PlaceView;
  instruction: string;
  conduit: string;
  call: string;
  reply: string;
  /** What EL2 did, in words. */
  done: string;
  /** The call never got to EL2. */
  past: boolean;
  /** `EL1 → EL2`. */
  route: string;
  /** Exception record: name and value. */
  exception: [string, string][];
  before: string[];
  after: string[];
  writers: string;
  /** Register of EL3's reply that the value came from, for the letters f, p and s. */
  sources: number[];
  roles: string[];
  /** Key into the page's meanings: what each register is in this call. */
  meaning: string;
  others: OtherRegisterView[];
  smcs: SmcView[];
  /** SMCs that the log has no room for. */
  missing: number;
  partitions: PartitionCallView[];
  /** Variables of the hypervisor that changed: name, before, after. */
  state: [string, string, string][];
  warnings: number;
  findings: FindingView[];
  sections: TrapSectionView[];
  /** Absent where nobody looked. */
  influence?: InfluenceView;
}

export interface ExpectationView {
  place: PlaceView | undefined;
  text: string;
  status: string;
  details: string[];
}

export interface RunView {
  stub: string;
  title: string;
  asks: string;
  notes: string[];
  model: string;
  firmware: string;
  profile: string;
  engine: string;
  seed: string;
  status: string;
  /** Whether the stub's expectations were checked. */
  own: boolean;
  boot: { result: number; smcs: SmcView[]; partitions: PartitionCallView[] };
  traps: TrapView[];
  expectations: ExpectationView[];
  stop: { place: PlaceView; detail: string };
}

export interface PageData {
  runs: RunView[];
  /** Lines of the files that the traps stand in. */
  sources: Record<string, string[]>;
  /** By kind of call: x0 … x30 in words, empty where there is nothing to say. */
  meanings: Record<string, string[]>;
}
