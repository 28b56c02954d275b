import type { BatchReport, StubResult } from '../../report/batch.ts';
import type { RunReport } from '../../report/report.ts';
import type { Cell } from './cells.ts';
import { cellResult } from './outcome.ts';
import { ViolationTable } from './violations.ts';

function cellOf({ model: target, profile }: RunReport): Cell {
  const [model = target, firmware] = target.split('@');
  return { model, firmware, profile, own: true };
}

/** The runs of one stub as a batch, for the reports that are made from one. All expectations count, as for a single run. */
export function batchOfRuns(reports: RunReport[]): BatchReport {
  const first = reports[0];
  if (!first) return { engine: undefined, stubs: [] };
  const table = new ViolationTable();
  for (const [index, report] of reports.entries()) table.add(report, index);
  const stub: StubResult = {
    stub: first.stub,
    title: first.title,
    asks: first.asks,
    seed: first.seed,
    cells: reports.map((report) => cellResult(report, cellOf(report), 0)),
    violations: table.list(),
    reports,
    messages: first.image.messages ?? [],
    error: undefined,
  };
  return { engine: first.run.engine, stubs: [stub] };
}
