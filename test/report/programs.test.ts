import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runJob } from '../../src/engine/job.ts';
import { Meanings, runView } from '../../src/report/html/build.ts';
import { renderPage } from '../../src/report/html/page.ts';
import { jsonReport } from '../../src/report/json.ts';
import type { RunReport } from '../../src/report/report.ts';
import { renderText } from '../../src/report/text.ts';
import { batchOfRuns } from '../../src/run/batch/single.ts';
import { judge } from '../../src/run/judge.ts';
import { packageFile } from '../../src/run/package.ts';
import { defaultScenarioOptions, makeJob, prepare } from '../../src/run/prepare.ts';
import { stepsOf } from '../../src/web/steps.ts';

function reportOf(stub: string, firmware = 'tfa-spmd+hafnium'): RunReport {
  const options = { ...defaultScenarioOptions, models: ['none'], firmwares: [firmware], seed: 7n };
  const prepared = prepare(packageFile(stub), options);
  const { spec, image, models, plans } = prepared;
  const run = runJob(makeJob(image, models[0]!, plans[0]!, spec.limits, 'core'));
  return judge({ ...prepared, plan: plans[0]!, firmware: models[0]!.firmware }, run);
}

const echo = reportOf('guest-asm/partition/wait-ends-with-request.S');
const faulty = reportOf('guest-asm/partition/faults.S');
const lineOf = (file: string, text: string) => readFileSync(packageFile(file), 'utf8').split('\n').indexOf(text) + 1;
const waits = 'guest-asm/partition/waits.inc';
const waitLine = lineOf(waits, 'wait:') + 1;
const faults = 'guest-asm/partition/faults.inc';
const faultLine = lineOf(faults, 'fault:') + 1;

const view = (report: RunReport) =>
  runView(report, { status: 'pass', own: true, sections: () => [], meanings: new Meanings() });

describe('a partition’s program in the text report', () => {
  it('stands with the file and line of its SMCs, and of the findings in its registers', () => {
    const text = renderText(echo, { width: 200 });
    expect(text).toContain(`partition 8001  ${waits}:${waitLine}  FFA_MSG_WAIT SMC32 → FFA_RUN`);
    expect(text).toContain(`    ${waits}:${waitLine} partition 8001 x8–x17`);
  });

  it('that is stopped stands with the place, the reason and what its caller got', () => {
    const text = renderText(faulty, { width: 200 });
    const reason = 'is stopped: read of 8 bytes at 0000000000000000: nothing is mapped there (aborted)';
    expect(text).toContain(`partition 8001  ${faults}:${faultLine}  ${reason}`);
    expect(text).toContain('→ FFA_ERROR ABORTED');
  });

  it('shows its part in the boot with --full alone', () => {
    const boot = (full: boolean) => renderText(echo, { full, width: 200 }).split('\nboot ')[1]!.split('\n\n')[0]!;
    expect(boot(false)).not.toContain('partition');
    expect(boot(true)).toContain(`partition 8001  ${waits}:${waitLine}  FFA_MSG_WAIT SMC32 (waiting)`);
  });
});

describe('a partition’s program in the JSON report', () => {
  it('has the place of each call, x0 to x30, the instructions, and the reason where it is stopped', () => {
    const json = JSON.parse(JSON.stringify(jsonReport(faulty)));
    const calls = json.traps.flatMap((trap: { partition_calls: object[] }) => trap.partition_calls);
    expect(calls[0]).toMatchObject({ file: faults, call: { name: 'FFA_MSG_WAIT' }, stop: null });
    expect(calls[0].before).toHaveLength(31);
    expect(calls[1]).toMatchObject({ file: faults, line: faultLine, call: null, stop: { kind: 'memory-fault' } });
    expect(json.partition_instructions).toBe(calls[1].instructions);
  });
});

describe('a partition’s program on the page', () => {
  it('is in the steps, with the lines around its SMC', () => {
    const steps = stepsOf(view(echo)).filter(({ from, to }) => [from, to].includes('partition 8001'));
    expect(new Set(steps.map(({ place }) => place?.file))).toEqual(new Set([waits]));
    expect(steps.map(({ kind }) => kind)).toContain('partition-return');
    expect(steps[0]).toMatchObject({ label: 'FFA_MSG_WAIT SMC32', place: { line: waitLine } });
    const page = renderPage(batchOfRuns([echo]), {
      title: 'programs',
      script: '',
      style: '',
      source: (file) => [file],
    });
    expect(page).toContain(waits);
  });

  it('has a step for the reason why it is stopped', () => {
    const labels = stepsOf(view(faulty)).map(({ label }) => label);
    expect(labels).toContain('is stopped: read of 8 bytes at 0000000000000000: nothing is mapped there');
  });

  it('has no step of a partition that only waits', () => {
    const idle = reportOf('guest-asm/boot/version-continued.S');
    expect(idle.run.boot.partitionCalls).toHaveLength(1);
    expect(stepsOf(view(idle)).filter(({ kind }) => kind === 'partition-call')).toEqual([]);
    expect(renderText(idle)).not.toContain('partition 8001  ');
  });
});
