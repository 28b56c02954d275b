/** What every form of a batch's report is made from: many stubs on many models, firmware and rule profiles. */
import type { DisputeText, Fault, Verdict } from '../check/finding.ts';
import { listModels } from '../engine/models.ts';
import type { StopKind } from '../engine/record.ts';
import type { AssemblerMessage } from '../guest/image.ts';
import type { Diagnostic } from '../guest/source.ts';
import type { RunReport } from './report.ts';

/**
 * `failed`: an expectation does not hold, or the run did not get to its end. `findings`: the rules complain and the stub
 * does not declare it. `red`: what must hold does not, and the stub says so of a model with a bug of the past. `skipped`:
 * nothing ran, so nothing is judged.
 */
export type Status = 'pass' | 'red' | 'findings' | 'failed' | 'skipped';

/** From the best to the worst that a cell can show. */
export const STATUS_ORDER: readonly Status[] = ['pass', 'skipped', 'red', 'findings', 'failed'];

/** What a batch may show and still be as the stubs say. */
const GOOD: readonly Status[] = ['pass', 'red', 'skipped'];

/** Where something stands in the user's text; `line` is 0 where the program has no text, then `file` is the program. */
export interface BatchPlace {
  file: string;
  line: number;
  column: number;
  /** The statement as written, or the address. */
  text: string;
}

/** An expectation that does not hold, in words. */
export interface BatchFailure {
  place: BatchPlace | undefined;
  text: string;
  /** What is otherwise, one sentence each. */
  details: string[];
}

/** One stub on one model, one firmware and one rule profile. */
export interface CellResult {
  /** Name with its changes. */
  model: string;
  /** Name of the firmware with its changes, or undefined for the standard one as the stub sets it. */
  firmware: string | undefined;
  /** The firmware in words. */
  firmwareText: string;
  profile: string;
  /** The stub names this combination: its expectations are checked. On the others only the rules are. */
  own: boolean;
  status: Status;
  /** Why nothing could be judged, or why the run did not get to its end. */
  reason: string | undefined;
  traps: number;
  /** SMCs that reached EL3, boot included. */
  smcs: number;
  findings: Record<Verdict, number>;
  /** Findings that the stub declares as known. */
  declared: number;
  expectations: { passed: number; red: number; failed: number; skipped: number };
  failures: BatchFailure[];
  /** Red lines, and in what they fail. */
  reds: BatchFailure[];
  stop: { kind: StopKind; place: BatchPlace; detail: string };
  milliseconds: number;
}

/** One register that a rule complains about, told once for all cells in which it came out the same. */
export interface Violation {
  place: BatchPlace;
  /** `call: smc #0`. */
  instruction: string;
  /** `FFA_RUN(0x8001:0) (SMC32)`. */
  call: string;
  /** Index of the trap, in the first of the cells. */
  trap: number;
  /** Endpoint id of the secure partition whose registers are meant; undefined for the guest's. */
  partition: number | undefined;
  /** Empty where the rule is about the whole call, and so are the values and the writer. */
  register: string;
  /** Hex digits, 16 of them, 32 for vector registers. */
  before: string;
  after: string;
  writer: string;
  profile: string;
  rule: string;
  clause: string;
  demands: string;
  /** What is the matter, where it is not that a register was not preserved. */
  problem: string | undefined;
  verdict: Verdict;
  /** Who must change for the rule to be kept. */
  fault: Fault;
  dispute: DisputeText | undefined;
  /** The stub says that it is known. */
  declared: boolean;
  /** Indices into the stub's cells, ascending. */
  cells: number[];
}

/** What could not be read: its lines, as the assembler or the loader complains. */
export interface BatchError {
  message: string;
  diagnostics: Diagnostic[];
}

export interface StubResult {
  stub: string;
  title: string | undefined;
  asks: string;
  /** Of the register patterns. */
  seed: bigint;
  /** In the order of models, firmware, profiles. */
  cells: CellResult[];
  /** In the order of the text of the stub. */
  violations: Violation[];
  /** By cell: its whole report, where it was asked for. */
  reports: (RunReport | undefined)[];
  /** What the program's `.warning` and `.print` say. */
  messages: AssemblerMessage[];
  /** The stub could not be run at all; `cells` is empty then. */
  error: BatchError | undefined;
}

export interface BatchReport {
  /** What executed the guests, or undefined where none ran. */
  engine: string | undefined;
  /** In the order of their paths. */
  stubs: StubResult[];
}

export interface BatchCounts {
  stubs: number;
  cells: Record<Status, number>;
  errors: number;
  /** Violations that no stub declares, counted once a cell. */
  undeclared: number;
  /** Violations that their stubs declare, likewise. */
  declared: number;
}

/** The worse of two. */
export function worse(a: Status, b: Status): Status {
  return STATUS_ORDER.indexOf(a) > STATUS_ORDER.indexOf(b) ? a : b;
}

/** The counts that end a report. */
export function countBatch({ stubs }: BatchReport): BatchCounts {
  const counts: BatchCounts = {
    stubs: stubs.length,
    cells: { pass: 0, red: 0, findings: 0, failed: 0, skipped: 0 },
    errors: stubs.filter(({ error }) => error !== undefined).length,
    undeclared: 0,
    declared: 0,
  };
  for (const { cells, violations } of stubs) {
    for (const { status } of cells) counts.cells[status] += 1;
    for (const { declared, cells: where } of violations) counts[declared ? 'declared' : 'undeclared'] += where.length;
  }
  return counts;
}

/** All as the stubs expect, and no finding that they do not declare. */
export function batchPassed({ stubs }: BatchReport): boolean {
  return stubs.every(({ error, cells }) => !error && cells.every(({ status }) => GOOD.includes(status)));
}

/** The models of all cells, in the order of the table, each before those that differ from it by a change. */
export function batchModels({ stubs }: BatchReport): string[] {
  const models = [...new Set(stubs.flatMap(({ cells }) => cells.map(({ model }) => model)))];
  const order = listModels().map(({ name }) => name);
  const rank = (model: string): number => order.indexOf(model.split('+')[0]!);
  return models.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
