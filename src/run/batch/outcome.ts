import type { Difference, ExpectationResult, ExpectationStatus } from '../../check/expect.ts';
import { allAsExpected } from '../../check/expect.ts';
import { hex } from '../../engine/hex.ts';
import type { StopKind } from '../../engine/record.ts';
import type { BatchFailure, BatchPlace, CellResult, Status } from '../../report/batch.ts';
import { differenceText } from '../../report/expectation-text.ts';
import { type RunReport, sourceOf, summarize } from '../../report/report.ts';
import type { Cell } from './cells.ts';

/** Stops after which a run says nothing, or not all, about the rules. */
const BROKEN: readonly StopKind[] = [
  'engine-failure',
  'time-limit',
  'unimplemented',
  'el2-fault',
  'el2-panic',
  'el3-loop',
];

/** Where an address stands in the text; the stub with line 0 where it stands nowhere. */
export function batchPlace({ image, stub }: RunReport, address: bigint): BatchPlace {
  const line = sourceOf(image, address);
  if (!line) return { file: stub, line: 0, column: 0, text: hex(address) };
  return { file: line.file, line: line.line, column: line.column, text: line.text };
}

/** What a run of its own models is worth, or of another: see {@link Status}. */
function statusOf({ run, expectations, undeclared }: RunReport, own: boolean): Status {
  if (own && !allAsExpected(expectations)) return 'failed';
  if (!own && BROKEN.includes(run.stop.kind)) return 'failed';
  if (!own && run.stop.kind === 'boot-failed') return 'skipped';
  if (undeclared.length > 0) return 'findings';
  return own && expectations.some(({ status }) => status === 'red') ? 'red' : 'pass';
}

function detailsOf({ differences, detail }: ExpectationResult): string[] {
  return [...differences.map((difference: Difference) => differenceText(difference)), ...(detail ? [detail] : [])];
}

function failuresOf({ expectations }: RunReport, statuses: readonly ExpectationStatus[]): BatchFailure[] {
  return expectations
    .filter(({ status }) => statuses.includes(status))
    .map((result) => ({
      place: result.position && { ...result.position, text: result.text },
      text: result.text,
      details: detailsOf(result),
    }));
}

/** What reports say of one cell. On models that the stub does not name, its expectations count as skipped. */
export function cellResult(
  report: RunReport,
  { model, firmware, profile, own }: Cell,
  milliseconds: number,
): CellResult {
  const { traps, smcs, findings, declared, expectations } = summarize(report);
  const { stop } = report.run;
  const status = statusOf(report, own);
  return {
    model,
    firmware,
    firmwareText: report.firmware,
    profile,
    own,
    status,
    reason: !own && (status === 'failed' || status === 'skipped') ? stop.detail : undefined,
    traps,
    smcs,
    findings,
    declared,
    expectations: own ? expectations : { passed: 0, red: 0, failed: 0, skipped: report.expectations.length },
    failures: own ? failuresOf(report, ['fail', 'not-reached']) : [],
    reds: own ? failuresOf(report, ['red']) : [],
    stop: { kind: stop.kind, place: batchPlace(report, stop.pc), detail: stop.detail },
    milliseconds,
  };
}

/** A cell that cannot be run at all. */
export function impossibleResult(stub: string, { model, firmware, profile, own }: Cell, reason: string): CellResult {
  return {
    model,
    firmware,
    firmwareText: firmware ?? '',
    profile,
    own,
    status: 'skipped',
    reason,
    traps: 0,
    smcs: 0,
    findings: { violation: 0, disputed: 0, undefined: 0 },
    declared: 0,
    expectations: { passed: 0, red: 0, failed: 0, skipped: 0 },
    failures: [],
    reds: [],
    stop: { kind: 'boot-failed', place: { file: stub, line: 0, column: 0, text: '' }, detail: reason },
    milliseconds: 0,
  };
}
