import { escapeXml } from '../report/xml.ts';
import type { BenchReport, BenchResult } from './report.ts';
import type { Unit } from './row.ts';
import { formatNumber } from './text.ts';

/** One diagram: results that share an axis. */
interface Panel {
  title: string;
  /** Unit of the axis. */
  unit: Unit;
  results: BenchResult[];
}

const WIDTH = 960;
const LABELS = 250;
const VALUES = 120;
const BAR_LEFT = LABELS + 10;
const BAR_WIDTH = WIDTH - BAR_LEFT - VALUES;
const ROW = 22;
const TITLE = 34;
const AXIS = 30;
const GAP = 18;
const MARGIN = 16;

/** Nanoseconds in a unit of time. */
const SCALES: Record<Unit, number> = { ns: 1, µs: 1e3, ms: 1e6, MIPS: 1 };

const STYLE = `
  :root { --paper: #ffffff; --ink: #1b1f24; --faint: #6a737d; --line: #d8dee4; --core: #2563a8; --other: #9aa4af; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #14181d; --ink: #e6eaee; --faint: #97a1ab; --line: #313840; --core: #6ba6e8; --other: #5d6772; }
  }
  .paper { fill: var(--paper); }
  text { fill: var(--ink); font: 12px system-ui, sans-serif; }
  .title { font-weight: 600; font-size: 14px; }
  .tick, .note { fill: var(--faint); font-size: 11px; }
  .grid { stroke: var(--line); }
  .core { fill: var(--core); }
  .other { fill: var(--other); }
  .range { stroke: var(--ink); stroke-width: 1.5; fill: none; }
  .value { font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
`;

/**
 * The results as a picture: horizontal bars on a logarithmic scale, each with its 95 % interval; light or dark as the
 * reader's system is. One diagram each for traps, speed and what else takes time.
 */
export function formatSvg(report: BenchReport): string {
  const panels = panelsOf(report.results);
  let top = MARGIN;
  const drawn = panels.map((panel) => {
    const at = top;
    top += panelHeight(panel) + GAP;
    return drawPanel(panel, at);
  });
  const { cpu, cores, system, node } = report.machine;
  const note = `${cpu}, ${cores} cores, ${system}, node ${node}. Medians; the marks are 95 % intervals.`;
  const height = top + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    '<title>Trapline benchmark</title>',
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    ...drawn,
    text(MARGIN, height - MARGIN, 'note', note),
    '</svg>\n',
  ].join('\n');
}

function panelsOf(results: BenchResult[]): Panel[] {
  const isTrap = ({ id }: BenchResult) => /^(smc|hvc)\//.test(id);
  const isSpeed = ({ unit }: BenchResult) => unit === 'MIPS';
  const panels: Panel[] = [
    { title: 'Trap round trip, ns (shorter is better)', unit: 'ns', results: results.filter(isTrap) },
    { title: 'Guest instructions, MIPS (longer is better)', unit: 'MIPS', results: results.filter(isSpeed) },
    {
      title: 'Everything else, µs (shorter is better)',
      unit: 'µs',
      results: results.filter((result) => !isTrap(result) && !isSpeed(result)),
    },
  ];
  return panels.filter((panel) => panel.results.length > 0);
}

function panelHeight({ results }: Panel): number {
  return TITLE + results.length * ROW + AXIS;
}

/** A logarithmic axis over whole decades. Bars start at its left end. */
interface Axis {
  first: number;
  last: number;
  /** Position of a value. */
  x(value: number): number;
}

function axisFor(panel: Panel): Axis {
  const values = panel.results.flatMap((result) => [
    inUnit(panel, result, result.low),
    inUnit(panel, result, result.high),
  ]);
  const first = Math.ceil(Math.log10(Math.min(...values))) - 1;
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  const x = (value: number) => BAR_LEFT + (BAR_WIDTH * (Math.log10(value) - first)) / (last - first);
  return { first, last, x };
}

function inUnit(panel: Panel, result: BenchResult, value: number): number {
  return (value * SCALES[result.unit]) / SCALES[panel.unit];
}

function drawPanel(panel: Panel, top: number): string {
  const axis = axisFor(panel);
  const first = top + TITLE;
  const bottom = first + panel.results.length * ROW;
  return [
    text(MARGIN, top + 16, 'title', panel.title),
    ...drawGrid(axis, first, bottom),
    ...panel.results.map((result, index) => drawBar(panel, result, axis, first + index * ROW)),
  ].join('\n');
}

function drawGrid(axis: Axis, top: number, bottom: number): string[] {
  const decades = Array.from({ length: axis.last - axis.first + 1 }, (_, index) => 10 ** (axis.first + index));
  return decades.map((value) => {
    const x = round(axis.x(value));
    const line = `<line class="grid" x1="${x}" y1="${top}" x2="${x}" y2="${bottom + 4}"/>`;
    return `${line}${text(x, bottom + 18, 'tick', decade(value), 'middle')}`;
  });
}

/** Our own interpreter, and what involves no other emulator. */
function isOurs({ id }: BenchResult): boolean {
  const [kind, engine] = id.split('/');
  return engine === 'core' || !['smc', 'hvc', 'mips'].includes(kind!);
}

function decade(value: number): string {
  return value >= 1 ? value.toFixed(0) : String(Number(value.toPrecision(1)));
}

function drawBar(panel: Panel, result: BenchResult, axis: Axis, top: number): string {
  const at = (value: number) => round(axis.x(inUnit(panel, result, value)));
  const end = at(result.median);
  const middle = top + ROW / 2;
  const [low, high] = [at(result.low), at(result.high)];
  const engine = isOurs(result) ? 'core' : 'other';
  const label = `${formatNumber(result.median)} ${result.unit}`;
  return [
    `<g><title>${escapeXml(`${result.id}: ${result.what}`)}</title>`,
    text(LABELS, middle + 4, 'label', result.id, 'end'),
    `<rect class="${engine}" x="${BAR_LEFT}" y="${top + 4}" width="${round(end - BAR_LEFT)}" height="${ROW - 8}" rx="2"/>`,
    `<path class="range" d="M${low} ${middle - 4}v8M${low} ${middle}H${high}M${high} ${middle - 4}v8"/>`,
    text(Math.max(end, high) + 8, middle + 4, 'value', label),
    '</g>',
  ].join('');
}

function text(
  x: number,
  y: number,
  style: string,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${style}" x="${round(x)}" y="${round(y)}"${anchored}>${escapeXml(content)}</text>`;
}

/** Tenths of a pixel are enough. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
