import { describe, expect, it } from 'vitest';
import { exploreText, litmus, states } from './fixture.ts';

describe('the search for executions', () => {
  it('counts executions as herd does: choices of what is read and of the order of writes', () => {
    const text = litmus(
      '0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y;',
      [
        ['MOV W0,#2', 'STR W0,[X1]', 'MOV W2,#1', 'STR W2,[X3]'],
        ['MOV W0,#2', 'STR W0,[X3]', 'MOV W2,#1', 'STR W2,[X1]'],
      ],
      'exists (x=2 /\\ y=2)',
    );
    expect(exploreText(text).verdict).toMatchObject({ positive: 1, negative: 3, observation: 'Sometimes' });
  });

  it('follows loops as often as it is told, and says so where one would do more than wait', () => {
    const waiting = (body: string[]): string =>
      litmus('0:X0=x; 1:X0=x;', [body, ['MOV W1,#1', 'STR W1,[X0]']], 'forall (0:X1=1)');
    const counted = waiting(['L0: ADD W5,W5,#1', 'LDR W1,[X0]', 'CBZ W1,L0']);
    expect(exploreText(counted).incomplete).toEqual(['loops were followed at most 2 times']);
    expect(exploreText(counted).verdict).toMatchObject({ ok: true, positive: 3 });
    expect(exploreText(counted, { unroll: 5 }).verdict.positive).toBe(6);
    const waited = exploreText(waiting(['L0: LDR W1,[X0]', 'CBZ W1,L0']));
    expect(waited.verdict).toMatchObject({ ok: true, positive: 3 });
    expect(waited.incomplete).toEqual([]);
  });

  it('follows a loop that nothing shared decides to its end', () => {
    const lines = ['MOV W0,#9', 'L0: LDR W2,[X1]', 'ADD W2,W2,#1', 'STR W2,[X1]', 'SUB W0,W0,#1', 'CBNZ W0,L0'];
    const exploration = exploreText(litmus('0:X1=x;', [lines], 'forall (x=9)'));
    expect(exploration.verdict).toMatchObject({ ok: true, positive: 1 });
    expect(exploration.incomplete).toEqual([]);
  });

  it('says that it is not exhaustive where choices or time run out', () => {
    const thread = ['MOV W0,#1', 'SWP W0,W2,[X1]', 'SWP W0,W3,[X1]', 'SWP W0,W4,[X1]'];
    const text = litmus('0:X1=x; 1:X1=x; 2:X1=x;', [thread, thread, thread], 'exists (x=1)');
    expect(exploreText(text, { limit: 100 }).incomplete).toEqual(['the bound of 100 choices was reached']);
    expect(exploreText(text, { milliseconds: 0 }).incomplete).toEqual(['time ran out after 0 ms']);
  });

  it('follows pointers that are loaded, and calls within a thread', () => {
    const pointer = litmus(
      'int x=1; int y=2; int *p=x; 0:X1=p; 1:X1=p; 1:X2=y;',
      [['LDR X2,[X1]', 'LDR W0,[X2]'], ['STR X2,[X1]']],
      'locations [0:X0;]',
    );
    expect(states(exploreText(pointer))).toEqual(['0:X0=1;', '0:X0=2;']);
    const call = ['BL Lf', 'ADD W0,W0,#1', 'B Lend', 'Lf: MOV W0,#4', 'RET', 'Lend:'];
    expect(states(exploreText(litmus('', [call], 'locations [0:X0;]')))).toEqual(['0:X0=5;']);
    expect(states(exploreText(litmus('', [call], 'locations [0:X0;]'), { model: 'sc' }))).toEqual(['0:X0=5;']);
  });

  it('branches to where a load says, without trying all ways through what a wild branch could do', () => {
    const thread = ['LDR X2,[X1]', 'BR X2', 'MOV W0,#1', 'Lend:'];
    const text = litmus('0:X1=x; x=P0:Lend;', [thread], 'forall (0:X0=0)');
    const exploration = exploreText(text);
    expect(exploration.verdict).toMatchObject({ ok: true, positive: 1 });
    expect(exploration.statistics[0]![1]).toBeLessThan(1000);
  });

  it('gives up where time runs out while it still looks for the ways through a thread', () => {
    const lines = Array.from({ length: 40 }, (_, n) => [
      `LDR W2,[X1]`,
      `CBZ W2,L${n}`,
      `ADD W0,W0,#1`,
      `L${n}:`,
    ]).flat();
    const text = litmus('0:X1=x;', [lines], 'exists (0:X0=0)');
    expect(exploreText(text, { milliseconds: 20 }).incomplete).toContain('time ran out after 20 ms');
  });

  it('drops executions that the filter does not let pass', () => {
    const text = litmus(
      '0:X1=x; 1:X1=x;',
      [['LDR W0,[X1]'], ['MOV W0,#1', 'STR W0,[X1]']],
      'filter (0:X0=1)\nforall (0:X0=1)',
    );
    expect(exploreText(text).verdict).toMatchObject({ ok: true, positive: 1, negative: 0 });
    expect(exploreText(text, { model: 'sc' }).verdict.negative).toBe(0);
  });

  it('keeps a compare-and-swap of a pair whole', () => {
    const thread = (value: number): string[] => [
      'MOV W2,#0',
      'MOV W3,#0',
      `MOV W4,#${value}`,
      `MOV W5,#${value}`,
      'CASP W2,W3,W4,W5,[X0]',
    ];
    const text = litmus('int t[2]; 0:X0=t; 1:X0=t;', [thread(1), thread(2)], 'locations [0:X2; 0:X3; 1:X2; 1:X3; t;]');
    const expected = ['0:X2=0; 0:X3=0; 1:X2=1; 1:X3=1; t={1,1};', '0:X2=2; 0:X3=2; 1:X2=0; 1:X3=0; t={2,2};'];
    expect(states(exploreText(text))).toEqual(expected);
    expect(states(exploreText(text, { model: 'sc' }))).toEqual(expected);
  });
});
