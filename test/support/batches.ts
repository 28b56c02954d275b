/** Batches made by hand, for tests of what prints them. */
import type { BatchReport, CellResult, StubResult } from '../../src/report/batch.ts';
import { batchOfRuns } from '../../src/run/batch/single.ts';
import { featuresTrap, report, runTrap } from './reports.ts';

/** Two traps with findings: x4–x7 and x8–x17 of the first, x8–x17 of the second; the stub declares none of them. */
export function withFindings(): StubResult {
  return batchOfRuns([report([featuresTrap(), runTrap(18)])]).stubs[0]!;
}

/** The same run, on a model that leaves the registers alone. */
export function passing(): StubResult {
  return batchOfRuns([report([runTrap(8)], { model: 'pkvm/v6.15', stub: 'guest-asm/preserve/sound.S' })]).stubs[0]!;
}

/** An expectation that does not hold. */
export function failing(): StubResult {
  const position = { file: 'guest-asm/version/wrong.S', line: 3, column: 5 };
  const difference = {
    condition: 'x0 == 7',
    position,
    where: 'arrival 1',
    what: 'x0',
    comparison: '==' as const,
    expected: 7n,
    found: 0xffffffffffffffffn,
    changed: 0xfffffffffffffff8n,
    width: 64,
  };
  const expectation = {
    position,
    text: 'expect end: x0 == 7',
    status: 'fail' as const,
    checked: 1,
    differences: [difference],
    detail: undefined,
  };
  return batchOfRuns([report([runTrap(8)], { stub: 'guest-asm/version/wrong.S', expectations: [expectation] })])
    .stubs[0]!;
}

/** A stub of a bug of the past: red where it was, and green where it is no more. */
export function redStub(): StubResult {
  const expectation = {
    position: { file: 'old.S', line: 3, column: 5 },
    text: 'red back [*]: x4 == before',
    status: 'red' as const,
    checked: 1,
    differences: [],
    detail: 'x4 is 0',
  };
  const reports = [
    report([runTrap(8)], { model: 'pkvm/v6.15', expectations: [expectation] }),
    report([runTrap(8)], { model: 'pkvm/v6.18' }),
  ];
  return batchOfRuns(reports).stubs[0]!;
}

/** A stub that the assembler refuses. */
export function unreadable(): StubResult {
  const diagnostic = {
    file: 'bad <&>.S',
    line: 2,
    column: 3,
    message: "unknown instruction 'bogus'",
    text: '  bogus x1',
  };
  return {
    stub: 'bad <&>.S',
    title: undefined,
    asks: '',
    seed: 0x1234n,
    cells: [],
    violations: [],
    reports: [],
    messages: [],
    error: { message: 'bad <&>.S does not assemble: 1 error', diagnostics: [diagnostic] },
  };
}

/** A cell on a model that its stub does not name, where nothing ran. */
export function skippedCell(cell: CellResult): CellResult {
  return { ...cell, model: 'pkvm/v6.6', own: false, status: 'skipped', reason: 'the hypervisor does not come up' };
}

/** One of each: findings, a pass, a failed expectation, a stub that cannot be read. */
export function mixed(): BatchReport {
  const stubs = [unreadable(), withFindings(), passing(), failing()];
  const sound = stubs[2]!;
  sound.cells.push(skippedCell(sound.cells[0]!));
  return { engine: 'libunicorn 2.0.1', stubs };
}
