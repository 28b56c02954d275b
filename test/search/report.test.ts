import { describe, expect, it } from 'vitest';
import { extentText, renderSearch } from '../../src/search/report.ts';
import type { SearchReport } from '../../src/search/search.ts';
import { runSearch, setupOf } from './fixture.ts';

const setup = setupOf(['pkvm/v6.18'], { kind: 'find', what: 'crash' });

const breadth = {
  discoveries: [],
  exhausted: 2,
  complete: false,
  timedOut: false,
  comesUp: true,
  states: 1,
  transitions: 12,
};

const reportOf = (changes: Partial<SearchReport['breadth']>, walks?: SearchReport['walks']): SearchReport => ({
  finds: [],
  breadth: { ...breadth, ...changes },
  walks,
  contents: [],
  milliseconds: 5,
});

describe('what a search says of how far it looked', () => {
  const cases: [string, SearchReport][] = [
    ['exhausted: depth 2, 1 state, 12 transitions', reportOf({})],
    ['exhausted: depth 2, 1 state, 12 transitions, and no state is left to go on from', reportOf({ complete: true })],
    ['time ran out: depth 2 exhausted, the next in part, 1 state, 12 transitions', reportOf({ timedOut: true })],
    [
      'exhausted: depth 2, 1 state, 12 transitions; beyond it 7 random sequences until time ran out',
      reportOf({}, { walks: 7, transitions: 9, timedOut: true }),
    ],
  ];

  it.each(cases)('is: %s', (text, report) => {
    expect(extentText(report)).toBe(text);
    expect(renderSearch(setup, report, [])).not.toContain('none');
  });

  it('is followed by each find, its replies, and the path of its stub at the end', async () => {
    const report = await runSearch(setup);
    const text = renderSearch(setup, report, [{ find: report.finds[0]!, file: 'x/found.S' }]);
    const lines = text.trimEnd().split('\n');
    expect(lines[1]).toBe('found buffer-overflow: 2 calls');
    expect(lines.slice(2, -1)).toEqual([
      '     1  FFA_VERSION(1.0) SMC32',
      '     2  FFA_MEM_RECLAIM(handle 0x0000000000000000) SMC32',
      '        EL3 answers FFA_MEM_RETRIEVE_REQ_64 → FFA_MEM_RETRIEVE_RESP(total 4096 bytes, fragment 0 bytes) x1=0x1000',
      expect.stringContaining('EL3 answers FFA_MEM_FRAG_RX → FFA_MEM_FRAG_TX('),
    ]);
    expect(lines.at(-1)).toBe('x/found.S');
  });
});
