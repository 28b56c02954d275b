/** An influence analysis for programs. */
import { decodeCall } from '../../abi/describe.ts';
import { hex } from '../../engine/hex.ts';
import type { TrapRecord } from '../../engine/record.ts';
import type { InputRange, RegisterInfluence, Segment, TrapInfluence } from '../../influence/influence.ts';
import { findingsOf, labelOf, type RunReport, sourceOf } from '../report.ts';

/** Grows by one where a key changes its meaning or goes; new keys leave it as it is. */
export const INFLUENCE_JSON_VERSION = 1;

const range = ({ source, register, high, low }: InputRange) => ({
  source,
  register: `x${register}`,
  high,
  low,
});

function segmentObject(segment: Segment) {
  const { high, low, kind, from, origin, inputs } = segment;
  const length = high - low;
  return {
    high,
    low,
    kind,
    value: `0x${hex(segment.value, Math.ceil((high - low + 1) / 4))}`,
    from: from ? range({ ...from, high: from.low + length }) : null,
    origin: origin ? range({ ...origin, source: 'caller', high: origin.low + length }) : null,
    inputs: (inputs ?? []).map(range),
  };
}

function registerObject({ register, writer, segments }: RegisterInfluence) {
  return { register: `x${register}`, writer, segments: segments.map(segmentObject) };
}

function trapObject(report: RunReport, trap: TrapRecord, influence: TrapInfluence) {
  const line = sourceOf(report.image, trap.address);
  return {
    trap: trap.index + 1,
    address: `0x${hex(trap.address)}`,
    file: line?.file ?? null,
    line: line?.line ?? null,
    label: labelOf(report.image, trap.address) ?? null,
    call: decodeCall(trap.before.x, trap.conduit, report.version).name,
    flips: influence.flips,
    smc_count: influence.smcs,
    answers_flipped: influence.replies,
    base_points: influence.points,
    witnesses: influence.witnesses,
    registers: influence.registers.map(registerObject),
    asked: influence.asked.map((registers, smc) => ({ smc, registers: registers.map(registerObject) })),
    findings: findingsOf(report, trap).map(({ rule, profile, verdict, registers }) => ({
      rule,
      profile,
      verdict,
      registers: registers.map(({ register }) => register),
    })),
    decisive: influence.decisive.map(range),
    state: influence.state.map(range),
    memory: influence.memory.map(range),
    passed: influence.passed.map(range),
    ignored: influence.ignored.map(range),
    held: influence.held.map(range),
  };
}

/**
 * The analysed traps of all runs, a JSON text with a final newline. Ranges of bits have `source` (`caller`, or the index of
 * the SMC whose answer it is), `register`, `high` and `low`; segments go from bit 63 down and leave out no bit, and their
 * `value` is shifted down to bit 0.
 */
export function renderInfluenceJson(reports: readonly RunReport[]): string {
  const runs = reports.map((report) => ({
    stub: report.stub,
    model: report.model,
    firmware: report.firmware,
    engine: report.run.engine,
    seed: `0x${hex(report.seed)}`,
    traps: report.run.traps.flatMap((trap) => (trap.influence ? [trapObject(report, trap, trap.influence)] : [])),
  }));
  return `${JSON.stringify({ version: INFLUENCE_JSON_VERSION, runs }, undefined, 2)}\n`;
}
