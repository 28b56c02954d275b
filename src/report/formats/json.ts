/** The report of a batch for programs. */

import { hex } from '../../engine/hex.ts';
import {
  type BatchFailure,
  type BatchPlace,
  type BatchReport,
  batchPassed,
  type CellResult,
  countBatch,
  type StubResult,
  type Violation,
} from '../batch.ts';

/** Grows by one where a key changes its meaning or goes; new keys leave it as it is. */
export const BATCH_JSON_VERSION = 1;

const place = ({ file, line, column, text }: BatchPlace) => ({
  file,
  line: line > 0 ? line : null,
  column: line > 0 ? column : null,
  text,
});

function failure({ place: where, text, details }: BatchFailure) {
  return { ...(where ? place(where) : { file: null, line: null, column: null }), text, details };
}

function cell({ milliseconds: _, firmware, firmwareText, reason, failures, reds, stop, ...rest }: CellResult) {
  return {
    ...rest,
    firmware: firmware ?? null,
    firmware_text: firmwareText,
    reason: reason ?? null,
    failures: failures.map(failure),
    reds: reds.map(failure),
    stop: { kind: stop.kind, ...place(stop.place), detail: stop.detail },
  };
}

function violation({ place: where, register, before, after, writer, partition, problem, dispute, ...rest }: Violation) {
  const { clause: _, demands: __, ...named } = rest;
  return {
    ...place(where),
    ...named,
    register: register || null,
    before: before === '' ? null : `0x${before}`,
    after: after === '' ? null : `0x${after}`,
    writer: writer || null,
    partition: partition ?? null,
    problem: problem ?? null,
    dispute: dispute?.id ?? null,
  };
}

function stubObject({ stub, title, asks, seed, cells, violations, error }: StubResult) {
  return {
    stub,
    title: title ?? null,
    asks,
    seed: `0x${hex(seed)}`,
    error: error ?? null,
    cells: cells.map(cell),
    violations: violations.map(violation),
  };
}

/**
 * Everything that is known of a batch, without times, so that the same seed gives the same text. Keys are in snake case
 * and always there, `null` where they have nothing to say.
 *
 * | key | what it holds |
 * | --- | --- |
 * | version, engine, passed | version of this schema; what executed the guests; whether all is as the stubs expect |
 * | summary | counts: `stubs`, `cells` by status, `errors`, `undeclared` and `declared` violations |
 * | rules | by `profile/rule`: `clause`, `demands`; those that some violation names |
 * | disputes | by id: `question`, `sides` (`who`, `says`, `clause`) and `references`; likewise |
 * | stubs[] | `stub`, `title`, `asks`, `seed`, `error` (message and diagnostics), `cells`, `violations` |
 * | stubs[].cells[] | `model`, `firmware`, `firmware_text`, `profile`; `own`: the stub names it, so its expectations count; |
 * | | `status`: pass, red, findings, failed or skipped; `reason`; `traps`, `smcs`, `findings`, `declared`, `expectations`; |
 * | | `failures` and `reds` (expectations with where and what), `stop` |
 * | stubs[].violations[] | `file`, `line`, `column`, `text`, `instruction`, `call`, `trap`; `register`, `before`, `after`, |
 * | | `writer`; `problem`; `profile`, `rule`, `verdict`, `fault`, `dispute`, `declared`; `cells`: where, by index |
 */
export function renderBatchJson(report: BatchReport): string {
  const all = report.stubs.flatMap(({ violations }) => violations);
  const object = {
    version: BATCH_JSON_VERSION,
    engine: report.engine ?? null,
    passed: batchPassed(report),
    summary: countBatch(report),
    rules: Object.fromEntries(
      all.map(({ profile, rule, clause, demands }) => [`${profile}/${rule}`, { clause, demands }]),
    ),
    disputes: Object.fromEntries(
      all.flatMap(({ dispute }) =>
        dispute
          ? [[dispute.id, { question: dispute.question, sides: dispute.sides, references: dispute.references }]]
          : [],
      ),
    ),
    stubs: report.stubs.map(stubObject),
  };
  return `${JSON.stringify(object, null, 2)}\n`;
}
