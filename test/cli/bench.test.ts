import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../src/bench/tools.ts';
import { trapline, withFile } from './command.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const at = (name: string) => join(folder.path, name);
const quick = ['bench', '--quick', '--only', 'snapshot'];

describe('trapline bench', () => {
  it('prints what scripts read, and a picture, and compares with what it printed before', () => {
    const { code, out } = trapline([...quick, '--format', 'json']);
    expect(code).toBe(0);
    const { results } = JSON.parse(out) as { results: object[] };
    expect(results).toEqual([
      expect.objectContaining({
        id: 'snapshot/10-pages',
        unit: 'µs',
        median: expect.any(Number),
        min: expect.any(Number),
        max: expect.any(Number),
        n: expect.any(Number),
      }),
    ]);
    withFile('before.json', out, (before) => {
      const again = trapline([...quick, '--baseline', before, '--format', 'svg', '--output', at('bench.svg')]);
      expect(again.code).toBe(0);
      expect(again.out).toMatch(
        /against the baseline +before +now +now \/ before\nsnapshot\/10-pages +[\d.]+ +[\d.]+ +[\d.]+ +(same|faster|slower)\n/,
      );
      expect(readFileSync(at('bench.svg'), 'utf8')).toMatch(/^<svg .*snapshot\/10-pages.*<\/svg>\n$/s);
    });
  });

  it('leaves out rows whose peer is missing, and says so on stderr', () => {
    const only = ['--only', 'smc/unicorn/handled', '--only', 'mips/qemu-user/crc'];
    const { code, out, err } = trapline([...quick, ...only, '--format', 'json'], {
      TRAPLINE_LIBUNICORN: '/nowhere/libunicorn.so.2',
      PATH: folder.path,
    });
    expect(code).toBe(0);
    const { results } = JSON.parse(out) as { results: { id: string }[] };
    expect(results.map(({ id }) => id)).toEqual(['snapshot/10-pages']);
    expect(err).toMatch(/^smc\/unicorn\/handled: not measured: libunicorn .* not found.*libunicorn2/m);
    expect(err).toMatch(
      /^mips\/qemu-user\/crc: not measured: qemu-aarch64 missing {3}\(sudo apt-get install qemu-user\)$/m,
    );
  });

  it('says what is wrong with its input before it measures, and ends with 2', () => {
    const bad = '{"results":[{"id":"a","unit":"ns","median":1,"low":1,"high":-1}]}';
    const cases: [string[], RegExp][] = [
      [['--only', 'nothing'], /no benchmark 'nothing'; there are: /],
      [['--baseline', '/nowhere/before.json'], /\/nowhere\/before\.json: no such file/],
      [['--baseline', folder.path], /^error: --baseline \S+: is a directory$/m],
      [['--output', '/nowhere/report.json'], /\/nowhere\/report\.json: no such file/],
      [['--format', 'xml'], /xml/],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = trapline(['bench', '--quick', ...args]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(message);
    }
    withFile('bad.json', bad, (file) => {
      const { code, err } = trapline([...quick, '--baseline', file, '--output', at('unwritten.json')]);
      expect([code, err]).toEqual([2, expect.stringContaining('results[0]: high is not a positive number')]);
      expect(existsSync(at('unwritten.json'))).toBe(false);
    });
  });
});
