import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageData } from '../../src/report/html/view.ts';
import { trapline } from '../cli/command.ts';
import { findChromium, type Opened, openFile, type Screen } from './chromium.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';
/** Of the story's models: the one on which FFA_RUN brings back x8–x17, from EL3. */
const MODEL = 'pkvm/v6.18';
/** The trap of FFA_RUN. */
const TRAP = 2;
const chromium = findChromium();

interface Row {
  register: string;
  changed: string;
  writer: string | null;
}

let folder = '';
let file = '';
/** Number of the run on the page, and what JSON says of its trap. */
let run = 0;
let rows: Row[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-page-'));
  file = join(folder, 'report.html');
  expect(trapline(['run', story, '--seed', '1', '--format', 'html', '--output', file]).code).toBe(0);
  const reports = JSON.parse(trapline(['run', story, '--seed', '1', '--format', 'json']).out);
  run = reports.findIndex(({ model }: { model: string }) => model === MODEL);
  rows = reports[run].traps[TRAP].registers.filter(({ register }: Row) => /^x\d+$/.test(register));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers of the bits that are set. */
function bits(value: string): number[] {
  const word = BigInt(value);
  return Array.from({ length: 64 }, (_, n) => n).filter((n) => (word >> BigInt(n)) & 1n);
}

const screens: [string, Screen][] = [
  ['on a desktop', { width: 1280, height: 800 }],
  ['on a phone', { width: 390, height: 844 }],
  ['on a dark desktop', { width: 1280, height: 800, dark: true }],
];

if (chromium === undefined) {
  describe('the HTML report, read as text because no Chromium is installed here', () => {
    it('has the data, a script that parses, and a style for every mark that the script draws', () => {
      console.warn('No Chromium was found, so nobody has looked at the HTML report: TRAPLINE_CHROMIUM may name one.');
      const html = readFileSync(file, 'utf8');
      const data: PageData = JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)![1]!);
      expect(data.runs[run]!.traps[TRAP]!.writers.slice(8, 18)).toBe('f'.repeat(10));
      const script = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text!);
      expect(script).toHaveLength(1);
      expect(() => new Script(script[0]!)).not.toThrow();
      for (const id of ['data', 'run', 'run-choice', 'run-head', 'slider', 'back', 'forth', 'position', 'sequence']) {
        expect(html).toContain(`id="${id}"`);
      }
      for (const writer of ['guest', 'el2', 'el3', 'undefined']) {
        expect(html).toMatch(new RegExp(`\\.rose-${writer}\\{fill:`));
        expect(html).toMatch(new RegExp(`\\.fell-${writer}\\{fill:`));
      }
      expect(html).toMatch(/@media ?\(prefers-color-scheme: ?dark\)/);
      expect(html).toMatch(/@media ?\((max-width: ?|width ?<= ?)700px\)/);
    });
  });
} else {
  describe.each(screens)('the HTML report %s', (_, screen) => {
    let opened: Opened;
    const page = () => opened.page;

    beforeAll(async () => {
      opened = await openFile(chromium, file, screen, `#r${run}.t${TRAP}.x8`);
    });

    afterAll(async () => {
      await opened.close();
    });

    const text = (selector: string) => page().locator(selector).innerText();
    const current = () => page().locator('#sequence [aria-current="step"]').getAttribute('data-step');

    it('opens where its address points: run, trap, and the row of the register in view', async () => {
      expect(await page().locator('#run-choice').inputValue()).toBe(String(run));
      expect(await text('#step-title')).toBe(`Trap ${TRAP + 1}: EL2 returns to the guest`);
      const row = page().locator('#grid [data-register="x8"]');
      expect(await row.getAttribute('class')).toContain('linked');
      const box = (await row.boundingBox())!;
      expect(box.y).toBeGreaterThan(0);
      expect(box.y + box.height).toBeLessThan(screen.height);
    });

    it('shows 31 rows, each with exactly the bits that changed', async () => {
      const drawn = await page()
        .locator('#grid [data-register]')
        .evaluateAll((list) =>
          list.map((row) => ({
            register: row.getAttribute('data-register'),
            bits: [...row.querySelectorAll('[data-bit]')].map((bit) => Number(bit.getAttribute('data-bit'))),
          })),
        );
      expect(drawn).toHaveLength(31);
      for (const { register, changed } of rows) {
        const shown = drawn.find((row) => row.register === register)!;
        expect(shown.bits.sort((a, b) => a - b)).toEqual(bits(changed));
      }
      expect(bits(rows[8]!.changed).length).toBeGreaterThan(5);
    });

    it('colours them by who wrote them', async () => {
      const colours = (register: string) =>
        page()
          .locator(`#grid [data-register="${register}"] [data-bit]`)
          .evaluateAll((list) => [...new Set(list.map((bit) => getComputedStyle(bit).getPropertyValue('fill')))]);
      const colourOf = (name: string) =>
        page().evaluate((variable) => {
          const probe = document.createElement('i');
          probe.className = variable;
          document.body.append(probe);
          const colour = getComputedStyle(probe).backgroundColor;
          probe.remove();
          return colour;
        }, name);
      expect(rows[4]).toMatchObject({ register: 'x4', writer: 'el3' });
      expect(await colours('x4')).toEqual([await colourOf('swatch swatch-el3')]);
      // The refusal before it: EL2 wrote zeros over the caller's payload.
      await page().evaluate((number) => {
        location.hash = `#r${number}.t1`;
      }, run);
      await page().waitForFunction(() => document.getElementById('step-title')?.textContent?.startsWith('Trap 2'));
      const written = await colours('x0');
      expect(written).toContain(await colourOf('swatch swatch-el2'));
      expect(written).not.toContain(await colourOf('swatch swatch-el3'));
    });

    it('goes through the steps with the slider’s keys, and the diagram and the registers follow', async () => {
      await page().locator('#slider').focus();
      await page().keyboard.press('Home');
      expect(await text('#position')).toMatch(/^1 \/ \d+$/);
      expect(await current()).toBe('0');
      const titles = [await text('#step-title')];
      while (titles.at(-1)?.startsWith('Boot: ')) {
        await page().keyboard.press('ArrowRight');
        titles.push(await text('#step-title'));
      }
      expect(titles).toContain('Boot: EL2 asks EL3');
      expect(titles.at(-1)).toBe('Trap 1: Guest calls EL2');
      expect(await current()).toBe(`${titles.length - 1}`);
      expect(await text('#step-label')).toBe('FFA_VERSION(1.2) (SMC32)');
      expect(await page().locator('#grid [data-register="x0"]').innerText()).toContain('0000000084000063');
    });

    it('goes through the steps with its buttons, and stays at the ends', async () => {
      await page().locator('#slider').focus();
      await page().keyboard.press('End');
      const last = await text('#position');
      await page().locator('#forth').click();
      expect(await text('#position')).toBe(last);
      await page().locator('#back').click();
      expect(await text('#position')).toBe(`${Number(last.split(' ')[0]) - 1} / ${last.split(' ')[2]}`);
    });

    it('takes the step that the reader picks in the diagram, by pointer and by key', async () => {
      await page().locator('#sequence [data-step="4"]').click();
      expect(await current()).toBe('4');
      const before = await text('#step-title');
      await page().locator('#sequence [data-step="2"]').focus();
      await page().keyboard.press('Enter');
      expect(await current()).toBe('2');
      expect(await text('#step-title')).not.toBe(before);
    });

    it('goes from a finding to the register that it is about', async () => {
      const summary = page().locator('details.rule').first();
      if ((await summary.getAttribute('open')) === null) await summary.locator('summary').click();
      const link = summary.locator('.models a').first();
      const register = (await link.getAttribute('href'))!.split('.').at(-1)!;
      await link.click();
      await page().waitForFunction(() => document.querySelector('#grid .linked') !== null);
      const row = page().locator('#grid .linked');
      expect(await row.getAttribute('data-register')).toBe(register);
      const box = (await row.boundingBox())!;
      expect(box.y).toBeGreaterThan(0);
      expect(box.y + box.height).toBeLessThan(screen.height);
    });

    it('shows another run from the matrix, and marks its cell', async () => {
      const cell = page().locator('#matrix a').first();
      await cell.click();
      await page().waitForFunction(() => document.querySelector('#matrix a')?.hasAttribute('aria-current'));
      expect(await cell.getAttribute('aria-current')).toBe('true');
      expect(`#r${await page().locator('#run-choice').inputValue()}`).toBe(await cell.getAttribute('href'));
    });

    it('is light or dark as the system is, until the reader says otherwise', async () => {
      const lightness = () =>
        page().evaluate(() => {
          const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number);
          return (red! + green! + blue!) / 3;
        });
      const dark = screen.dark === true;
      expect((await lightness()) < 128).toBe(dark);
      await page().locator('#theme').click();
      expect((await lightness()) < 128).toBe(!dark);
      expect(await page().locator('#theme').getAttribute('aria-pressed')).toBe(String(!dark));
      await page().reload();
      await expect.poll(async () => (await lightness()) < 128, { timeout: 10_000 }).toBe(!dark);
    });

    it('is no wider than the screen', async () => {
      expect(await page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screen.width);
    });

    it('can be gone through with the Tab key alone: theme, matrix, run, slider, diagram', async () => {
      await page().evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
        window.scrollTo(0, 0);
      });
      const seen: string[] = [];
      for (let n = 0; n < 40; n++) {
        await page().keyboard.press('Tab');
        seen.push(
          await page().evaluate(() => {
            const { activeElement } = document;
            return activeElement?.id || activeElement?.getAttribute('class') || activeElement?.tagName || '';
          }),
        );
      }
      for (const stop of ['theme', 'cell cell-pass', 'run-choice', 'slider', 'back', 'forth', 'sequence', 'step']) {
        expect(seen).toContain(stop);
      }
    });

    it('complains of nothing in the console, and asks for nothing but itself', () => {
      expect(opened.complaints).toEqual([]);
    });
  });
}
