import { describe, expect, it } from 'vitest';
import { defaultExploreOptions, explore, replay } from '../../src/explore/explore.ts';
import { loadLitmus } from '../../src/explore/load-test.ts';
import { printState } from '../../src/explore/outcome/print.ts';
import { renderSchedule, scheduleOf } from '../../src/explore/report/schedule.ts';
import { parseSchedule } from '../../src/explore/trace/replay.ts';
import type { Trace } from '../../src/explore/trace/trace.ts';
import { collection, complaint, litmus } from './fixture.ts';

const text = litmus(
  '0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;',
  [
    ['MOV W0,#1', 'STR W0,[X1]', 'STR W0,[X3]'],
    ['LDR W0,[X1]', 'EOR W4,W0,W0', 'LDR W2,[X3,W4,SXTW]'],
  ],
  '~exists (1:X0=1 /\\ 1:X2=0)',
);
const loaded = loadLitmus(text, 'test.litmus');
const options = (model: 'sc' | 'tso' | 'armv8') => ({ ...defaultExploreOptions, model });
const run = (schedule: string, model: 'sc' | 'tso' | 'armv8' = 'armv8') =>
  replay(loaded, parseSchedule(schedule), options(model));

/** Reads return the last write before them in the schedule, or an earlier one of their own thread that comes later. */
function expectConsistent(trace: Trace): void {
  const place = new Map(trace.events.map(({ label }, index) => [label, index]));
  for (const { kind, from, to } of trace.edges) {
    if (from === undefined || kind === 'po') continue;
    const [first, second] = [trace.events[place.get(from)!]!, trace.events[place.get(to)!]!];
    const forwarded = kind === 'rf' && first.thread === second.thread && first.occurrence < second.occurrence;
    const kept = place.get(from)! < place.get(to)!;
    expect(kept || forwarded || kind === 'fr', `${kind} ${from} → ${to}`).toBe(true);
    if (kind === 'fr') expect(kept, `fr ${from} → ${to}`).toBe(true);
  }
}

describe('a schedule', () => {
  it('tells when each access took effect, what it did, from where, and what it overtook', () => {
    const outcome = explore(loaded, options('armv8')).outcomes.find(({ holds }) => holds)!;
    expect(scheduleOf(outcome.trace())).toBe('P0:3 P1:1 P1:3 P0:2');
    expect(renderSchedule(loaded, outcome.trace())).toEqual([
      '   1  P0:3  STR W0,[X3]          W [y]=1  before P0:2',
      '   2  P1:1  LDR W0,[X1]          R [y]=1  from P0:3',
      '   3  P1:3  LDR W2,[X3,W4,SXTW]  R [x]=0  from the initial state',
      '   4  P0:2  STR W0,[X1]          W [x]=1',
      '  rf   P0:3 → P1:1',
      '  fr   P1:3 → P0:2',
      '  addr P1:1 → P1:3',
    ]);
  });

  it('leads where it led when it is run again', () => {
    const { outcome, trace } = run('P0:3 P1:1 P1:3 P0:2');
    expect(outcome!.holds).toBe(true);
    expect(scheduleOf(trace)).toBe('P0:3 P1:1 P1:3 P0:2');
    expect(run('P0:2 P0:3 P1:1 P1:3').outcome!.holds).toBe(false);
  });

  it('is refused where the model keeps an order that it does not', () => {
    expect(complaint(() => run('P0:3 P1:3 P1:1 P0:2'))).toBe(
      'the schedule cannot be under Armv8, other-multi-copy-atomic: the model keeps P1:1 before P1:3',
    );
    expect(complaint(() => run('P0:3 P1:1 P1:3 P0:2', 'tso'))).toBe(
      'the schedule cannot be under total store order: the model keeps P0:2 before P0:3',
    );
    expect(complaint(() => run('P0:3 P1:1', 'sc'))).toBe('P0 goes on with P0:2, the schedule says P0:3');
  });

  it('is refused where it is no schedule of the test', () => {
    expect(complaint(() => run('P0:3 hello'))).toBe("'hello' in the schedule is no label such as P0:2");
    expect(complaint(() => run('P7:1', 'sc'))).toBe('the schedule names P7, which the test has not');
    expect(complaint(() => run('P0:2 P0:3 P0:4', 'sc'))).toBe('P0 has ended before P0:4 of the schedule');
    expect(complaint(() => run('P0:2 P0:3'))).toMatch(/no execution of the test consists of these accesses/);
  });

  it('may stop half-way under sequential consistency', () => {
    const { outcome, trace } = run('P0:2 P1:1', 'sc');
    expect(outcome).toBeUndefined();
    expect(trace.events.map(({ label }) => label)).toEqual(['P0:2', 'P1:1']);
  });

  it('names what a read gets from its own thread before anybody else sees it', () => {
    const test = loadLitmus(
      litmus(
        '0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;',
        [
          ['MOV W0,#1', 'STR W0,[X1]', 'LDR W5,[X1]', 'EOR W6,W5,W5', 'LDR W2,[X3,W6,SXTW]'],
          ['MOV W0,#1', 'STR W0,[X1]', 'LDR W5,[X1]', 'EOR W6,W5,W5', 'LDR W2,[X3,W6,SXTW]'],
        ],
        'exists (0:X2=0 /\\ 1:X2=0 /\\ 0:X5=1 /\\ 1:X5=1)',
      ),
      'test.litmus',
    );
    const outcome = explore(test, options('armv8')).outcomes.find(({ holds }) => holds)!;
    expect(renderSchedule(test, outcome.trace()).join('\n')).toContain('which nobody else sees yet');
  });

  it.each(collection)('of every state of $name is consistent and leads to that state again', ({ loaded: test }) => {
    const { observables } = test.question;
    for (const model of ['sc', 'tso', 'armv8'] as const) {
      for (const { values, trace } of explore(test, options(model)).outcomes) {
        const found = trace();
        expectConsistent(found);
        if (found.events.length === 0) continue;
        const again = replay(test, parseSchedule(scheduleOf(found)), options(model));
        expect(printState(observables, again.outcome!.values, test.program)).toBe(
          printState(observables, values, test.program),
        );
      }
    }
  });
});
