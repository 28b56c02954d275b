import { describe, expect, it } from 'vitest';
import { defaultExploreOptions, explore } from '../../src/explore/explore.ts';
import { loadLitmus } from '../../src/explore/load-test.ts';
import { explorationJson } from '../../src/explore/report/json.ts';
import { renderSvg } from '../../src/explore/report/svg.ts';
import { renderText } from '../../src/explore/report/text.ts';
import { litmus } from './fixture.ts';

const text = litmus(
  '0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;',
  [
    ['MOV W0,#1', 'STR W0,[X1]', 'DMB ST', 'STR W0,[X3]'],
    ['LDR W0,[X1]', 'LDR W2,[X3]'],
  ],
  '~exists (1:X0=1 /\\ 1:X2=0)',
);
const loaded = loadLitmus(text, 'MP.litmus');
const exploration = explore(loaded, defaultExploreOptions);
const render = (source: string, mode: 'failing' | 'witness' | 'all' = 'failing'): string[] =>
  renderText(explore(loadLitmus(source, 'test.litmus'), defaultExploreOptions), mode)
    .replace(/^(Time test) .*/m, '$1 …')
    .replace(/[\d.]+ ms/, '… ms')
    .split('\n');

describe('the text report', () => {
  it('has herd’s lines, then how much was explored, and an execution where the test fails', () => {
    expect(render(text)).toEqual([
      'Test test Forbidden',
      'States 4',
      '1:X0=0; 1:X2=0;',
      '1:X0=0; 1:X2=1;',
      '1:X0=1; 1:X2=0;',
      '1:X0=1; 1:X2=1;',
      'No',
      'Witnesses',
      'Positive: 3 Negative: 1',
      'Condition ~exists (1:X0=1 /\\ 1:X2=0)',
      'Observation test Sometimes 1 3',
      'Time test …',
      'Explored test armv8, exhaustive: 1 path combination, 14 choices, 4 executions, … ms',
      '',
      'Execution 1:X0=1; 1:X2=0;',
      '   1  P1:2  LDR W2,[X3]  R [x]=0  from the initial state; before P1:1',
      '   2  P0:2  STR W0,[X1]  W [x]=1',
      '   3  P0:4  STR W0,[X3]  W [y]=1',
      '   4  P1:1  LDR W0,[X1]  R [y]=1  from P0:4',
      '  rf   P0:4 → P1:1',
      '  fr   P1:2 → P0:2',
      '  --schedule "P1:2 P0:2 P0:4 P1:1"',
      '',
      '',
    ]);
  });

  it('shows no execution where the test is as it should be, but if asked', () => {
    const allowed = text.replace('~exists', 'exists');
    expect(render(allowed)).not.toContain('Execution 1:X0=1; 1:X2=0;');
    expect(render(allowed, 'witness')).toContain('Execution 1:X0=1; 1:X2=0;');
    expect(render(allowed, 'all').filter((line) => line.startsWith('Execution'))).toHaveLength(4);
  });

  it('shows what breaks a forall', () => {
    const lines = render(text.replace('~exists', 'forall'));
    expect(lines).toContain('Observation test Sometimes 1 3');
    expect(lines).toContain('Execution 1:X0=0; 1:X2=0;');
  });

  it('prints conditions, arrays, addresses and signed values as herd does', () => {
    const lines = render(
      litmus(
        'int t[2]={1,-1}; int8_t b=-1; uint8_t c=-1; 0:X1=t; uint64_t 0:X2=-1; 0:X3=-1;',
        [['LDR W0,[X1]']],
        'locations [t; b; c; 0:X1; 0:X2; 0:X3;]\nexists (not (0:X0=1 \\/ t={1,2}) /\\ [b]<>0x10 => 0:X1=t+4)',
      ),
    );
    expect(lines[2]).toBe('0:X0=1; 0:X1=t; 0:X2=18446744073709551615; 0:X3=-1; [b]=-1; [c]=255; t={1,-1};');
    expect(lines).toContain(
      'Condition exists ((not (0:X0=1 \\/ t={1,2}) /\\ not ([b]=16)) => (0:X1=t+4))'.replace('(0:X1=t+4)', '0:X1=t+4'),
    );
  });
});

describe('the JSON report', () => {
  it('has states, counts, the verdict and, where asked, the execution', () => {
    const data = JSON.parse(JSON.stringify(explorationJson(exploration, 'failing')));
    expect(data).toMatchObject({
      name: 'test',
      file: 'MP.litmus',
      model: 'armv8',
      ok: false,
      observation: 'Sometimes',
      positive: 1,
      negative: 3,
      exhaustive: true,
    });
    expect(data.states).toHaveLength(4);
    const [witness] = data.states.filter(({ holds }: { holds: boolean }) => holds);
    expect(witness.values).toEqual({ '1:X0': '0x0000000000000001', '1:X2': '0x0000000000000000' });
    expect(witness.execution.schedule).toBe('P1:2 P0:2 P0:4 P1:1');
    expect(witness.execution.events[0]).toMatchObject({ label: 'P1:2', location: 'x', read: '0x0000000000000000' });
    expect(data.states.filter(({ execution }: { execution?: object }) => execution)).toHaveLength(1);
  });
});

describe('the picture', () => {
  const outcome = exploration.outcomes.find(({ holds }) => holds)!;
  const svg = renderSvg(loaded, outcome.trace(), 'a < b & "c"');

  it('is well-formed, with a box for every event and its number in the schedule', () => {
    const open = [...svg.matchAll(/<(\w+)(?:\s[^<>]*?)?>/g)].map((match) => match[1]);
    const selfClosed = [...svg.matchAll(/<\w+[^<>]*\/>/g)].length;
    const closed = [...svg.matchAll(/<\/(\w+)>/g)].length;
    expect(open.length - selfClosed).toBe(closed);
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
    for (const label of ['P0:2  W [x]=1', 'P0:4  W [y]=1', 'P1:1  R [y]=1', 'P1:2  R [x]=0 (initial)']) {
      expect(svg).toContain(label);
    }
    expect([...svg.matchAll(/<circle /g)]).toHaveLength(4);
  });

  it('labels the edges between threads, and the barriers', () => {
    expect(svg).toMatch(/>rf<\/text>/);
    expect(svg).toMatch(/>fr<\/text>/);
    expect(svg).toContain('DMB ST');
  });
});
