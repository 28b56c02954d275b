import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { BatchReport } from '../../../src/report/batch.ts';
import { renderPage } from '../../../src/report/html/page.ts';
import type { PageData } from '../../../src/report/html/view.ts';
import { batchOfRuns } from '../../../src/run/batch/single.ts';
import { mixed, unreadable, withFindings } from '../../support/batches.ts';
import { featuresTrap, report, runTrap, STUB } from '../../support/reports.ts';

const options = {
  title: 'trapline check <here>',
  script: 'document.title = "x";',
  style: 'body { color: red; }',
  source: (file: string) => (file === STUB ? Array.from({ length: 20 }, (_, n) => `line ${n + 1}`) : undefined),
};

const page = (batch: BatchReport = mixed()) => renderPage(batch, options);

/** What the page's script reads. */
function dataOf(html: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]!);
}

describe('the HTML report', () => {
  it('is one file: nothing in it is loaded from anywhere', () => {
    expect(page()).not.toMatch(/<link(?! rel="icon" href="data:,")|<img|<iframe|@import|url\(|src="|https?:/);
  });

  it('lets no script run but its own, by its hash', () => {
    const html = page();
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)!;
    const hash = (text: string) => createHash('sha256').update(text).digest('base64');
    expect(policy!.replaceAll('&#39;', "'")).toContain(`script-src 'sha256-${hash(options.script)}'`);
    expect(policy!.replaceAll('&#39;', "'")).toContain("default-src 'none'");
    const scripts = [...html.matchAll(/<script(?! type="application\/json")[^>]*>(.*?)<\/script>/gs)];
    expect(scripts.map(([, text]) => text)).toEqual([options.script]);
  });

  it('escapes what users write: file names, titles, questions', () => {
    const stub = { ...withFindings(), title: '<img src=x onerror=alert(1)>' };
    const html = page({ engine: '<i>', stubs: [unreadable(), stub] });
    expect(html).not.toContain('<img');
    expect(html).toContain('bad &lt;&amp;&gt;.S');
    expect(html).toContain('<title>trapline check &lt;here&gt;</title>');
  });

  it('has a cell in the matrix for every run, a link where its details are on the page', () => {
    const html = page();
    const cells = [
      ...html.matchAll(/<(a|span) class="cell cell-(\w+)( cell-rules)?"( href="#r(\d+)")? title="([^"]*)"/g),
    ];
    expect(cells.map(([, tag, status, rules, , run, title]) => [tag, status, rules !== undefined, run, title])).toEqual(
      [
        ['a', 'findings', false, '0', 'guest-asm/preserve/example.S on pkvm/v6.18 has findings'],
        ['a', 'pass', false, '1', 'guest-asm/preserve/sound.S on pkvm/v6.15 passes'],
        ['span', 'skipped', true, undefined, 'guest-asm/preserve/sound.S on pkvm/v6.6 did not run'],
        ['a', 'failed', false, '2', 'guest-asm/version/wrong.S on pkvm/v6.18 fails'],
      ],
    );
    expect(html).toContain('The details of 1 runs are left out');
  });

  it('links every finding to the run, the trap and the register that show it', () => {
    const html = page();
    const links = [...html.matchAll(/href="#r(\d+)\.t(\d+)\.(x\d+)"/g)].map(([, run, trap, register]) => [
      run,
      trap,
      register,
    ]);
    expect(links).toEqual([
      ['0', '0', 'x4'],
      ['0', '0', 'x8'],
      ['0', '1', 'x8'],
    ]);
    const { runs } = dataOf(html);
    for (const [run, trap] of links) expect(runs[Number(run)]!.traps[Number(trap)]!.findings.length).toBeGreaterThan(0);
  });

  it('tells both sides of a dispute', () => {
    expect(page()).toMatch(/<strong>SMCCC<\/strong> \(DEN0028 2\.6\): .*<strong>pKVM as merged \(v6\.18\)<\/strong>/s);
  });

  it('says what fails, where, and what was found', () => {
    expect(page()).toContain(
      '<code>guest-asm/version/wrong.S:3</code> expect end: x0 == 7: arrival 1: x0 is ffffffffffffffff, expected 0000000000000007',
    );
  });

  it('has in its data every register of every trap, before and after, and who wrote it', () => {
    const record = runTrap(18);
    const { runs, meanings, sources } = dataOf(page(batchOfRuns([report([featuresTrap(), record])])));
    const [, view] = runs[0]!.traps;
    const values = (list: string[]) => list.map((text) => BigInt(`0x${text}`));
    expect(values(view!.before)).toEqual(record.before.x);
    expect(values(view!.after)).toEqual(record.after.x);
    expect(view!.writers).toBe(`${'f'.repeat(18)}${'c'.repeat(13)}`);
    expect(view!.roles[8]).toBe('disputed');
    expect(meanings[view!.meaning]![1]).toContain('x1 of FFA_RUN');
    expect(sources[STUB]![view!.place.line - 1]).toBe('line 18');
  });

  it('carries what others add below the registers of a trap', () => {
    const sections = () => [{ title: 'More', html: '<b>&lt;</b>' }];
    const html = renderPage(batchOfRuns([report([featuresTrap()])]), { ...options, sections });
    expect(dataOf(html).runs[0]!.traps[0]!.sections).toEqual(sections());
  });

  it('is the same text every time', () => {
    expect(page()).toBe(page());
  });
});
