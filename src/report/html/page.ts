/** The HTML report: one file with everything in it, which works from disk. */
import { createHash } from 'node:crypto';
import { hex } from '../../engine/hex.ts';
import { type BatchReport, countBatch, type StubResult } from '../batch.ts';
import { countText } from '../batch-text.ts';
import { Meanings, runView, type TrapSections } from './build.ts';
import { failuresMarkup, findingsMarkup } from './findings.ts';
import { Markup, markup, scriptJson } from './markup.ts';
import { matrixMarkup, type RunIndex } from './matrix.ts';
import type { PageData, PlaceView, RunView } from './view.ts';

export interface PageOptions {
  /** What was run: `trapline check guest-asm`. */
  title: string;
  script: string;
  style: string;
  /** The lines of a file, or undefined where it cannot be read. */
  source: (file: string) => string[] | undefined;
  /** What others add below the registers of a trap. */
  sections?: TrapSections;
}

/** Runs on the page, and where those of each cell are. */
interface Runs {
  views: RunView[];
  /** `stub number-of-cell` → number of the run. */
  places: Map<string, number>;
}

const keyOf = (stub: string, cell: number): string => `${cell} ${stub}`;

function addRuns(runs: Runs, { stub, cells, reports }: StubResult, meanings: Meanings, sections: TrapSections): void {
  for (const [number, report] of reports.entries()) {
    if (!report) continue;
    const { status, own } = cells[number]!;
    runs.places.set(keyOf(stub, number), runs.views.length);
    runs.views.push(runView(report, { status, own, meanings, sections }));
  }
}

/** Where the guest's calls stand, and those of partitions that are programs. */
function placesOf({ boot, traps }: RunView): PlaceView[] {
  const calls = [boot, ...traps].flatMap(({ partitions }) => partitions);
  return [...traps.map(({ place }) => place), ...calls.flatMap(({ place }) => place ?? [])];
}

function sourcesOf(views: readonly RunView[], source: PageOptions['source']): PageData['sources'] {
  const files = new Set(views.flatMap((view) => placesOf(view).map(({ file, line }) => (line > 0 ? file : ''))));
  const read = [...files].filter((file) => file !== '').map((file) => [file, source(file)] as const);
  return Object.fromEntries(read.flatMap(([file, lines]) => (lines ? [[file, lines] as const] : [])));
}

/** Of the cells, the one with the worst status whose run is on the page. */
function runIndex(report: BatchReport, { places }: Runs): RunIndex {
  const order = ['failed', 'findings', 'red', 'pass', 'skipped'];
  const byName = new Map(report.stubs.map((stub) => [stub.stub, stub]));
  return (stub, cells) => {
    const statuses = byName.get(stub)!.cells;
    const shown = cells.filter((cell) => places.has(keyOf(stub, cell)));
    const rank = (cell: number) => order.indexOf(statuses[cell]!.status);
    const [best] = shown.sort((a, b) => rank(a) - rank(b) || a - b);
    return best === undefined ? undefined : places.get(keyOf(stub, best));
  };
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only this page's own script runs, and nothing is loaded from anywhere. */
function policy({ script, style }: PageOptions): string {
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function choices(views: readonly RunView[]): Markup[] {
  const stubs = [...new Set(views.map(({ stub }) => stub))];
  return stubs.map((stub) => {
    const options = views.flatMap((view, index) =>
      view.stub === stub
        ? [markup`<option value="${index}">${view.model} · ${view.profile} · ${view.firmware}</option>`]
        : [],
    );
    return markup`<optgroup label="${stub}">${options}</optgroup>`;
  });
}

const swatches: [string, string][] = [
  ['swatch-guest', 'guest'],
  ['swatch-el2', 'EL2'],
  ['swatch-el3', 'EL3'],
  ['swatch-partition', 'partition'],
  ['swatch-stale', 'an earlier call'],
  ['swatch-undefined', 'uninitialised EL2 stack'],
  ['swatch-el2', '0 → 1'],
  ['swatch-fell', '1 → 0'],
  ['swatch-one', '1, as it was'],
];

const legend = markup`<p class="legend">${swatches.map(
  ([kind, text]) => markup`<span class="legend-item"><i class="swatch ${kind}"></i> ${text}</span>`,
)}</p>`;

/** The part that the script fills. */
function viewer(views: readonly RunView[]): Markup {
  return markup`<section id="run" aria-labelledby="run-title"><h2 id="run-title">Step by step</h2>
<p class="choice"><label for="run-choice">Run</label> <select id="run-choice">${choices(views)}</select></p>
<div id="run-head"></div>
<div class="player" role="group" aria-label="steps"><button id="back" type="button" aria-label="one step back">‹</button>
<input id="slider" type="range" min="0" max="0" step="1" value="0" aria-label="step">
<button id="forth" type="button" aria-label="one step forth">›</button>
<output id="position" for="slider"></output></div>
<div class="stage"><div id="sequence" tabindex="0" role="region" aria-label="sequence diagram"></div>
<div id="step"><h3 id="step-title" aria-live="polite"></h3><p id="step-label" class="call"></p>${legend}<div id="grid"></div><div id="details"></div></div></div>
</section>`;
}

function summary(report: BatchReport): Markup {
  const { cells, errors } = countBatch(report);
  const bad = cells.failed + cells.findings + errors;
  const seeds = [...new Set(report.stubs.map(({ seed }) => hex(seed)))];
  return markup`<p class="summary summary-${bad > 0 ? 'bad' : 'good'}">${countText(report)}</p>
<p class="quiet">${report.engine}${seeds.length === 1 ? `, seed ${seeds[0]}` : undefined}</p>`;
}

/** Runs whose details are not on the page. */
function leftOut({ stubs }: BatchReport, { views }: Runs): Markup | undefined {
  const missing = stubs.reduce((sum, { cells }) => sum + cells.length, 0) - views.length;
  if (missing === 0) return undefined;
  return markup`<p class="quiet">The details of ${missing} runs are left out to keep the file small; <code>trapline run STUB --model MODEL --format html</code> has them.</p>`;
}

/** The whole page. */
export function renderPage(report: BatchReport, options: PageOptions): string {
  const meanings = new Meanings();
  const runs: Runs = { views: [], places: new Map() };
  for (const stub of report.stubs) addRuns(runs, stub, meanings, options.sections ?? (() => []));
  const index = runIndex(report, runs);
  const data: PageData = {
    runs: runs.views,
    sources: sourcesOf(runs.views, options.source),
    meanings: meanings.byCall,
  };
  const failures = failuresMarkup(report, index);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(options)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${options.title}</title>
<style>${new Markup(options.style)}</style>
</head>
<body>
<a class="skip" href="#run">Skip to the run</a>
<header id="top"><h1>${options.title}</h1>
<nav aria-label="page"><a href="#overview">Overview</a>${runs.views.length > 0 ? markup` <a href="#run">Step by step</a>` : undefined} <a href="#findings">What the rules say</a></nav>
<button id="theme" type="button" aria-pressed="false" aria-label="dark colours">◐</button></header>
<main id="content">
<section aria-labelledby="overview"><h2 id="overview">Overview</h2>
${summary(report)}
${matrixMarkup(report, index)}
${leftOut(report, runs)}
${failures && markup`<h2 id="failures">What fails</h2>${failures}`}
</section>
${runs.views.length > 0 ? viewer(runs.views) : undefined}
<section aria-labelledby="findings"><h2 id="findings">What the rules say</h2>
${findingsMarkup(report, index)}
</section>
<noscript><p>The steps of a run need JavaScript; matrix and findings do not.</p></noscript>
</main>
<script type="application/json" id="data">${scriptJson(data)}</script>
<script>${new Markup(options.script)}</script>
</body>
</html>
`.text;
}
