import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSvg } from '../../src/bench/plot.ts';
import { reportOf, series } from './fixture.ts';

const ATTRIBUTES = /^(\s+[\w:-]+="[^"<]*")*\s*$/;
const TOKEN = /<(\/?)([\w:-]+)([^<>]*?)(\/?)>|([^<]+)/gy;
const STRAY_AMPERSAND = /&(?!(amp|lt|gt|quot|#\d+);)/;

/** Throws where the text is not well-formed XML of the kind that has elements, attributes and text only. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  let at = 0;
  for (const [token, closing, name, attributes, empty, text] of xml.matchAll(TOKEN)) {
    at += token.length;
    if (STRAY_AMPERSAND.test(token)) throw new Error(`stray ampersand: ${token}`);
    if (text !== undefined) {
      if (open.length === 0 && text.trim() !== '') throw new Error(`text outside the root: ${text}`);
    } else if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes something else`);
    } else {
      if (!ATTRIBUTES.test(attributes!)) throw new Error(`attributes of <${name}>: ${attributes}`);
      if (open.length === 0 && seen.length > 0) throw new Error('two roots');
      seen.push(name!);
      if (!empty) open.push(name!);
    }
  }
  if (at !== xml.length || open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  return seen;
}

const rectangles = (svg: string) => [...svg.matchAll(/<rect class="(core|other)" [^>]*width="([\d.]+)"/g)];

describe('the plot', () => {
  const report = reportOf({
    'smc/core/handled': series(13),
    'smc/qemu-el2/save-restore': series(690),
    'smc/unicorn-python/x0-x17': series(35_400),
  });

  it('has a bar, a name, a value and an interval for every result', () => {
    const svg = formatSvg(report);
    const elements = elementsOf(svg);
    expect(elements[0]).toBe('svg');
    expect(rectangles(svg)).toHaveLength(3);
    expect(elements.filter((name) => name === 'path')).toHaveLength(3);
    for (const { id } of report.results) expect(svg).toContain(`>${id}</text>`);
    expect(svg).toContain('>693 ns</text>');
  });

  it('is logarithmic: a tenfold time is a decade longer, whatever the time', () => {
    const widths = rectangles(formatSvg(reportOf({ a: [1], b: [10], c: [100], d: [1000] }))).map(([, , width]) =>
      Number(width),
    );
    const steps = widths.slice(1).map((width, index) => width - widths[index]!);
    for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 0);
    expect(steps[0]).toBeGreaterThan(20);
  });

  it('puts times of different units on one axis', () => {
    const micro = reportOf({ 'restore/10-pages': [2] }, 'µs').results;
    const milli = reportOf({ 'start/run-stub': [2] }, 'ms').results;
    const [short, long] = rectangles(formatSvg({ ...report, results: [...micro, ...milli] })).map(([, , width]) =>
      Number(width),
    );
    expect(long).toBeGreaterThan(short!);
  });

  it('follows the reader between light and dark, and sets our own engine apart', () => {
    const svg = formatSvg(report);
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(rectangles(svg).map(([, engine]) => engine)).toEqual(['core', 'other', 'other']);
  });

  it('is well-formed whatever the rows are called and measure, and no bar leaves the picture', () => {
    const results = fc.dictionary(
      fc.string({ minLength: 1 }),
      fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1 }),
      {
        minKeys: 1,
        maxKeys: 8,
      },
    );
    fc.assert(
      fc.property(results, fc.constantFrom('ns', 'µs', 'ms', 'MIPS'), (samples, unit) => {
        const svg = formatSvg(reportOf(samples, unit as 'ns'));
        expect(elementsOf(svg)[0]).toBe('svg');
        expect(svg).not.toMatch(/NaN|Infinity|="-/);
        for (const [, , width] of rectangles(svg)) expect(Number(width)).toBeLessThanOrEqual(960);
      }),
      { numRuns: 200 },
    );
  });

  it('of nothing is a picture all the same', () => {
    expect(rectangles(formatSvg(reportOf({})))).toEqual([]);
    expect(elementsOf(formatSvg(reportOf({})))[0]).toBe('svg');
  });
});
