/** From reports to what the page knows of a run. */
import { describeCall, describeReply } from '../../abi/describe.ts';
import { describeRegister } from '../../abi/roles.ts';
import type { ExpectationResult } from '../../check/expect.ts';
import type { Finding } from '../../check/finding.ts';
import { hex } from '../../engine/hex.ts';
import type { ModelState, PartitionCall, SmcRecord, TrapRecord, Writer } from '../../engine/record.ts';
import { faultName } from '../batch-text.ts';
import { exceptionClass, exceptionClassName, pstateText, route } from '../exception.ts';
import { differenceText } from '../expectation-text.ts';
import { bootCalls, partitionActText, partitionOutcomeText } from '../partition-text.ts';
import { type RegisterRow, registerRows } from '../registers.ts';
import { callOf, findingsOf, instructionOf, isDeclared, labelOf, type RunReport, sourceOf } from '../report.ts';
import { dispositionText } from '../trap-text.ts';
import { influenceView } from './influence.ts';
import { partitionSections } from './partitions.ts';
import type {
  ExpectationView,
  FindingView,
  OtherRegisterView,
  PartitionCallView,
  PlaceView,
  RunView,
  SmcView,
  TrapSectionView,
  TrapView,
  WriterLetter,
} from './view.ts';

/** What others add to the page below the registers of a trap. */
export type TrapSections = (report: RunReport, trap: TrapRecord) => TrapSectionView[];

const letters: Record<Writer, WriterLetter> = {
  caller: 'c',
  el2: 'e',
  el3: 'f',
  partition: 'p',
  stale: 's',
  undefined: 'u',
};

const short = (value: bigint): string => value.toString(16);

function place({ image, stub }: RunReport, address: bigint): PlaceView {
  const line = sourceOf(image, address);
  const text = line?.text ?? labelOf(image, address) ?? hex(address);
  return { file: line?.file ?? stub, line: line?.line ?? 0, text };
}

function smcView(record: SmcRecord): SmcView {
  const { input, output, undefinedInput, undefinedOutput, registers, forwarded, reply, origins } = record;
  return {
    call: describeCall(input),
    reply: describeReply(output, input),
    input: input.map(short),
    output: output.map(short),
    undefinedInput,
    undefinedOutput,
    partitionOutput: origins?.partition ?? 0,
    staleOutput: origins?.stale ?? 0,
    registers,
    forwarded,
    scripted: reply !== undefined,
  };
}

function partitionView(report: RunReport, call: PartitionCall): PartitionCallView {
  const { partition, address, before, after, made, returned } = call;
  return {
    partition: partition.toString(16),
    place: address === undefined ? undefined : place(report, address),
    call: partitionActText(call),
    reply: partitionOutcomeText(call),
    before: before.map(short),
    after: after?.map(short),
    made,
    returned,
  };
}

function findingView(report: RunReport, finding: Finding): FindingView {
  const { rule, profile, clause, demands, problem, verdict, fault, registers, dispute } = finding;
  return {
    rule,
    profile,
    clause,
    demands,
    problem,
    verdict,
    fault: faultName(fault),
    declared: isDeclared(report, finding),
    registers: registers.map(({ register }) => register),
    dispute: dispute && { question: dispute.question, sides: dispute.sides, references: dispute.references },
  };
}

function exceptionView({ exception }: TrapRecord): [string, string][] {
  const { esr, elr, spsr, vector, returnAddress } = exception;
  const code = exceptionClass(esr).toString(16).padStart(2, '0');
  return [
    ['route', route(exception)],
    ['EC', `0x${code} ${exceptionClassName(esr)}`],
    [`ESR_EL${exception.targetEl}`, hex(esr)],
    [`ELR_EL${exception.targetEl}`, hex(elr)],
    [`SPSR_EL${exception.targetEl}`, `${hex(spsr)} ${pstateText(spsr)}`],
    ['vector', hex(vector)],
    ['return to', hex(returnAddress)],
  ];
}

function stateView(before: ModelState, after: ModelState): [string, string, string][] {
  return Object.entries(after)
    .filter(([name, value]) => before[name] !== undefined && before[name] !== value)
    .map(([name, value]) => [name, `0x${short(before[name]!)}`, `0x${short(value)}`]);
}

const isGeneral = ({ register }: RegisterRow): boolean => /^x\d+$/.test(register);

function others(rows: readonly RegisterRow[]): OtherRegisterView[] {
  return rows
    .filter((row) => !isGeneral(row) && row.changed !== 0n)
    .map(({ register, before, after }) => {
      const digits = register.startsWith('v') ? 32 : 16;
      return { register, before: hex(before, digits), after: hex(after, digits) };
    });
}

const GENERAL_REGISTERS = 31;

/** Words for the registers of every kind of call that the page shows. */
export class Meanings {
  readonly byCall: Record<string, string[]> = {};

  /** The key of the words for this call. */
  add({ before }: TrapRecord, { version }: RunReport): string {
    const call = before.x[0] ?? 0n;
    const key = `${version} ${hex(BigInt.asUintN(32, call), 8)}`;
    this.byCall[key] ??= Array.from({ length: GENERAL_REGISTERS }, (_, n) => describeRegister(call, n, version) ?? '');
    return key;
  }
}

/** What goes into the page besides the report itself. */
export interface RunViewOptions {
  status: string;
  /** The stub's expectations count. */
  own: boolean;
  sections: TrapSections;
  meanings: Meanings;
}

function trapView(report: RunReport, trap: TrapRecord, { sections, meanings }: RunViewOptions): TrapView {
  const findings = findingsOf(report, trap);
  const rows = registerRows(trap, findings, report.version);
  const before = report.run.traps[trap.index - 1]?.state ?? report.run.boot.state;
  return {
    place: place(report, trap.address),
    instruction: instructionOf(report.image, trap),
    conduit: trap.conduit.toUpperCase(),
    call: callOf(trap, report.version),
    reply: describeReply(trap.after.x, trap.before.x),
    done: `${trap.vm === undefined ? '' : `domain ${trap.vm}: `}${dispositionText(trap.disposition)}`,
    past: trap.disposition === 'untrapped',
    route: route(trap.exception),
    exception: exceptionView(trap),
    before: trap.before.x.map(short),
    after: trap.after.x.map(short),
    writers: trap.writers.map((writer) => letters[writer]).join(''),
    sources: trap.sources,
    roles: rows.filter(isGeneral).map(({ role }) => role),
    meaning: meanings.add(trap, report),
    others: others(rows),
    smcs: trap.smcs.map(smcView),
    missing: trap.smcCount - trap.smcs.length,
    partitions: (trap.partitionCalls ?? []).map((call) => partitionView(report, call)),
    state: stateView(before, trap.state),
    warnings: trap.warnings,
    findings: findings.map((finding) => findingView(report, finding)),
    sections: [...partitionSections(report, trap), ...sections(report, trap)],
    ...(trap.influence && { influence: influenceView(trap.influence) }),
  };
}

function expectationView({ position, text, status, differences, detail }: ExpectationResult): ExpectationView {
  return {
    place: position && { file: position.file, line: position.line, text },
    text,
    status,
    details: [...differences.map(differenceText), ...(detail ? [detail] : [])],
  };
}

/** One run for the page. */
export function runView(report: RunReport, options: RunViewOptions): RunView {
  const { run } = report;
  const { status, own } = options;
  return {
    stub: report.stub,
    title: report.title ?? report.stub,
    asks: report.asks,
    notes: report.notes,
    model: report.model,
    firmware: report.firmware,
    profile: report.profile,
    engine: run.engine,
    seed: hex(report.seed),
    status,
    own,
    boot: {
      result: run.boot.result,
      smcs: run.boot.smcs.map(smcView),
      partitions: bootCalls(run, false).map((call) => partitionView(report, call)),
    },
    traps: run.traps.map((trap) => trapView(report, trap, options)),
    expectations: own ? report.expectations.map(expectationView) : [],
    stop: { place: place(report, run.stop.pc), detail: run.stop.detail },
  };
}
