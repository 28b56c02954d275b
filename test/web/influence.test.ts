import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageData } from '../../src/report/html/view.ts';
import { trapline } from '../cli/command.ts';
import { findChromium, type Opened, openFile, type Screen } from './chromium.ts';

const story = 'guest-asm/preserve/interrupted-request2.S';
const MODEL = 'pkvm/v6.18';
/** EL2 refuses the request, and zeroes x3 to x17. */
const REFUSED = 1;
/** EL2 forwards FFA_RUN, and x0 to x17 are EL3’s. */
const FORWARDED = 2;
const chromium = findChromium();

interface SegmentJson {
  high: number;
  low: number;
  kind: string;
}
interface TrapJson {
  registers: { register: string; segments: SegmentJson[] }[];
}

let folder = '';
let file = '';
let traps: TrapJson[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trapline-influence-'));
  file = join(folder, 'report.html');
  const args = [story, '--model', MODEL, '--seed', '1', '--format'];
  expect(trapline(['run', ...args, 'html', '--output', file]).err).toBe('');
  traps = JSON.parse(trapline(['influence', ...args, 'json']).out).runs[0].traps;
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Every box of the picture of a reply: register, bits and kind. */
function boxes({ registers }: TrapJson): string[] {
  return registers.flatMap(({ register, segments }) =>
    segments.map(({ high, low, kind }) => `${register}[${high}:${low}] ${kind}`),
  );
}

const screens: [string, Screen][] = [
  ['on a desktop', { width: 1280, height: 800 }],
  ['on a phone', { width: 390, height: 844 }],
  ['on a dark desktop', { width: 1280, height: 800, dark: true }],
];

describe('the influence in the HTML report’s data', () => {
  it('is that of `trapline influence`, and is left out on demand', () => {
    const dataOf = (html: string): PageData => JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)![1]!);
    const { runs } = dataOf(readFileSync(file, 'utf8'));
    runs[0]!.traps.forEach(({ influence }, index) => {
      const drawn = influence!.banks[0]!.flatMap((segments, n) =>
        segments.map(({ high, low, kind }) => `x${n}[${high}:${low}] ${kind}`),
      );
      expect(drawn).toEqual(boxes(traps[index]!));
    });
    const { out } = trapline(['run', story, '--model', MODEL, '--seed', '1', '--format', 'html', '--no-influence']);
    expect(dataOf(out).runs[0]!.traps.every(({ influence }) => influence === undefined)).toBe(true);
  });
});

describe('the HTML report of a check', () => {
  it('has the influence picture where --influence asks for it', () => {
    const { out } = trapline(['check', 'guest-asm/xen/id-get.S', '--seed', '1', '--format', 'html', '--influence']);
    const { runs }: PageData = JSON.parse(/id="data">(.*?)<\/script>/s.exec(out)![1]!);
    const traps = runs.flatMap((run) => run.traps);
    expect(traps.length).toBeGreaterThan(3);
    expect(traps.every(({ influence }) => influence?.banks[0]?.length === 31)).toBe(true);
  });
});

describe.runIf(chromium !== undefined).each(screens)('the influence picture %s', (_, screen) => {
  let opened: Opened;
  const page = () => opened.page;
  const reply = () => page().locator('.influence[data-bank="0"]');
  const told = () => page().locator('.influence-told').innerText();
  const lit = () =>
    page()
      .locator('[data-input]')
      .evaluateAll((list) => list.map((each) => each.getAttribute('data-input')));

  beforeAll(async () => {
    opened = await openFile(chromium!, file, screen, `#r0.t${FORWARDED}`);
  });

  afterAll(async () => {
    await opened.close();
  });

  async function goTo(trap: number): Promise<void> {
    await page().evaluate((number) => {
      location.hash = `#r0.t${number}`;
    }, trap);
    await page().waitForFunction(
      (text) => document.getElementById('step-title')?.textContent?.startsWith(text),
      `Trap ${trap + 1}: EL2 returns`,
    );
  }

  /** Points at a bit of the reply, by where its register's box lies: the boxes here are whole registers. */
  async function pointAt(register: number, bit: number): Promise<void> {
    const box = page().locator(`.influence[data-bank="0"] [data-segment^="x${register}["]`).first();
    await box.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await box.boundingBox())!;
    await page().mouse.move(x + (width * (63.5 - bit)) / 64, y + height / 2);
  }

  it('has a box for all bits that are made alike, in 31 rows', async () => {
    for (const trap of [REFUSED, FORWARDED]) {
      await goTo(trap);
      const drawn = await reply()
        .locator('[data-segment]')
        .evaluateAll((list) => list.map((each) => each.getAttribute('data-segment')));
      expect(drawn).toEqual(boxes(traps[trap]!));
    }
  });

  it('lights the bit of EL3’s answer that a bit of the reply is, and says so', async () => {
    await goTo(FORWARDED);
    await pointAt(9, 0);
    expect(await lit()).toEqual(['1 x9[0:0]']);
    expect(await told()).toBe('x9[0] is x9[0] of EL3’s answer, and nothing else.');
  });

  it('lights the caller’s own bit where it is preserved', async () => {
    await goTo(FORWARDED);
    await pointAt(25, 63);
    expect(await lit()).toEqual(['0 x25[63:63]']);
    expect(await told()).toContain('x25[63] is the caller’s x25[63], and nothing else');
  });

  it('lights nothing for a constant, and names its value', async () => {
    await goTo(REFUSED);
    await pointAt(12, 63);
    expect(await lit()).toEqual([]);
    expect(await told()).toBe('x12[63] is 0 on this path, whatever the other bits are.');
  });

  it('lets the keyboard choose: an arrow goes to the next bit or register, and no further than the ends', async () => {
    await goTo(FORWARDED);
    await reply().focus();
    for (let n = 0; n < 40; n++) await page().keyboard.press('ArrowUp');
    for (let n = 0; n < 70; n++) await page().keyboard.press('ArrowRight');
    expect(await lit()).toEqual(['1 x0[0:0]']);
    await page().keyboard.press('ArrowLeft');
    await page().keyboard.press('ArrowDown');
    expect(await lit()).toEqual(['1 x1[1:1]']);
  });

  it('tells its kinds apart by colour, from one another and from the page', async () => {
    const colours = await page().evaluate(() => {
      const fills = [...document.querySelectorAll('.influence-box .swatch')].map(
        (each) => getComputedStyle(each).backgroundColor,
      );
      return [getComputedStyle(document.body).backgroundColor, ...fills];
    });
    expect(colours.length).toBeGreaterThan(4);
    expect(new Set(colours).size).toBe(colours.length);
  });

  it('is no wider than the screen, and complains of nothing', async () => {
    expect(await page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screen.width);
    expect(opened.complaints).toEqual([]);
  });
});
