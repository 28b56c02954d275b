import type { Finding } from '../../check/finding.ts';
import { hex } from '../../engine/hex.ts';
import type { Violation } from '../../report/batch.ts';
import { writerText } from '../../report/registers.ts';
import { callOf, instructionOf, type RunReport } from '../../report/report.ts';
import { batchPlace } from './outcome.ts';

const VECTOR_DIGITS = 32;

/** `trap/call/rule/register`: the call is a partition's, where its registers are meant. */
function registerKey({ trap, partition, rule }: Finding, register: string): string {
  return `${trap}/${partition?.call ?? ''}/${rule}/${register}`;
}

/** {@link registerKey} of what no line of the stub declares. */
function undeclaredKeys({ undeclared }: RunReport): Set<string> {
  return new Set(
    undeclared.flatMap((finding) => finding.registers.map(({ register }) => registerKey(finding, register))),
  );
}

/** What all registers of a finding share. */
type Shared = Omit<Violation, 'register' | 'before' | 'after' | 'writer' | 'declared' | 'cells'>;

function shared(report: RunReport, finding: Finding): Shared {
  const trap = report.run.traps[finding.trap]!;
  const { profile, rule, clause, demands, problem, verdict, fault, dispute } = finding;
  return {
    place: batchPlace(report, trap.address),
    instruction: instructionOf(report.image, trap),
    call: callOf(trap, report.version),
    trap: finding.trap,
    partition: finding.partition?.id,
    profile,
    rule,
    clause,
    demands,
    problem,
    verdict,
    fault,
    dispute,
  };
}

/** The violations that one finding tells of, one a register, or one for the call. */
function* violationsOf(report: RunReport, finding: Finding, undeclared: Set<string>): Generator<Violation> {
  const common = shared(report, finding);
  if (finding.registers.length === 0) yield { ...common, ...wholeCall(report, finding) };
  for (const change of finding.registers) {
    const digits = change.register.startsWith('v') ? VECTOR_DIGITS : undefined;
    yield {
      ...common,
      register: change.register,
      before: hex(change.before, digits),
      after: hex(change.after, digits),
      writer: writerText(change) || 'writer not recorded',
      declared: !undeclared.has(registerKey(finding, change.register)),
      cells: [],
    };
  }
}

function wholeCall({ undeclared }: RunReport, finding: Finding) {
  const declared = !undeclared.some((open) => registerKey(open, '') === registerKey(finding, ''));
  return { register: '', before: '', after: '', writer: '', declared, cells: [] };
}

const ALIKE = [
  'call',
  'register',
  'before',
  'after',
  'writer',
  'profile',
  'rule',
  'problem',
  'verdict',
  'fault',
  'declared',
] as const;

/** What makes two violations of a stub the same one. */
function keyOf(made: Violation): string {
  const { place, dispute } = made;
  return [place.file, place.line, place.text, dispute?.id, ...ALIKE.map((part) => made[part])].join('|');
}

/** The violations of a stub's cells, those that are alike told once. */
export class ViolationTable {
  readonly #found = new Map<string, Violation>();

  /** Takes in the findings of one run; `cell` is its number among the stub's. */
  add(report: RunReport, cell: number): void {
    const undeclared = undeclaredKeys(report);
    for (const finding of report.check.findings) {
      for (const made of violationsOf(report, finding, undeclared)) this.#put(made, [cell]);
    }
  }

  /** Takes in what another process found in later cells of the same stub. */
  merge(violations: readonly Violation[]): void {
    for (const each of violations) this.#put(each, each.cells);
  }

  /** In the order of the text; of one place, in the order in which they were found. */
  list(): Violation[] {
    return [...this.#found.values()].sort(byPlace);
  }

  #put(made: Violation, cells: readonly number[]): void {
    const key = keyOf(made);
    const known = this.#found.get(key);
    if (!known) this.#found.set(key, { ...made, cells: [...cells] });
    else for (const cell of cells) if (known.cells.at(-1) !== cell) known.cells.push(cell);
  }
}

function byPlace(a: Violation, b: Violation): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.trap - b.trap;
}
