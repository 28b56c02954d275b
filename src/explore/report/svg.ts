import { escapeXml } from '../../report/xml.ts';
import type { LoadedTest } from '../load-test.ts';
import { type EdgeKind, type Trace, type TraceEdge, type TraceEvent, threadEvents } from '../trace/trace.ts';
import { printAction } from './events.ts';

const columnWidth = 300;
const boxWidth = 232;
const boxHeight = 40;
const rowHeight = 74;
const barrierHeight = 30;
const top = 70;

interface Placed {
  event: TraceEvent;
  x: number;
  y: number;
}

interface PlacedBarrier {
  text: string;
  x: number;
  y: number;
}

interface Picture {
  events: Map<string, Placed>;
  barriers: PlacedBarrier[];
  width: number;
  height: number;
}

const colours: Record<EdgeKind, string> = {
  po: '#888888',
  rf: '#c0392b',
  co: '#8e5a2b',
  fr: '#d68910',
  addr: '#5b2c9f',
  data: '#5b2c9f',
  ctrl: '#5b2c9f',
  rmw: '#1f7a4d',
};

/** Puts the events of each thread, and the barriers between them, one below the other in a column. */
function place({ program }: LoadedTest, trace: Trace): Picture {
  const picture: Picture = { events: new Map(), barriers: [], width: 0, height: 0 };
  program.threads.forEach((thread, index) => {
    const x = 40 + index * columnWidth;
    let y = top;
    const barriers = trace.barriers.filter((barrier) => barrier.thread === index);
    for (const event of threadEvents(trace, index)) {
      while (barriers[0] && barriers[0].occurrence < event.occurrence) {
        const text = thread.instructions[barriers.shift()!.instruction]!.text;
        picture.barriers.push({ text, x, y });
        y += barrierHeight;
      }
      picture.events.set(event.label, { event, x, y });
      y += rowHeight;
    }
    picture.height = Math.max(picture.height, y);
  });
  picture.width = 40 + program.threads.length * columnWidth;
  return picture;
}

function boxSvg({ program }: LoadedTest, trace: Trace, { event, x, y }: Placed): string {
  const { text } = program.threads[event.thread]!.instructions[event.instruction]!;
  const initial = trace.edges.some(({ kind, from, to }) => kind === 'rf' && from === undefined && to === event.label);
  const action = `${printAction(program, event)}${initial ? ' (initial)' : ''}`;
  const step = trace.events.indexOf(event) + 1;
  return [
    `<rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5" fill="#f7f9fc" stroke="#4a5a70"/>`,
    `<circle cx="${x}" cy="${y}" r="10" fill="#4a5a70"/>`,
    `<text x="${x}" y="${y + 4}" text-anchor="middle" fill="#ffffff" font-size="11">${step}</text>`,
    `<text x="${x + 14}" y="${y + 17}" font-weight="bold">${escapeXml(`${event.label}  ${action}`)}</text>`,
    `<text x="${x + 14}" y="${y + 33}" fill="#4a5a70">${escapeXml(text)}</text>`,
  ].join('\n');
}

function barrierSvg({ text, x, y }: PlacedBarrier): string {
  const middle = y - 8;
  return [
    `<line x1="${x}" y1="${middle}" x2="${x + boxWidth}" y2="${middle}" stroke="#1f7a4d" stroke-width="2"/>`,
    `<text x="${x + boxWidth + 6}" y="${middle + 4}" fill="#1f7a4d">${escapeXml(text)}</text>`,
  ].join('\n');
}

/** Start, end and two control points of an edge, and where its name stands. */
function curve(from: Placed, to: Placed, kind: EdgeKind): { path: string; x: number; y: number } {
  if (from.x === to.x) {
    const side = kind === 'po' ? 0.5 : kind === 'rf' || kind === 'co' ? 0.92 : 0.1;
    const [x, bend] = [from.x + boxWidth * side, kind === 'po' ? 0 : side > 0.5 ? 42 : -34];
    const down = from.y < to.y;
    const [y1, y2] = down ? [from.y + boxHeight, to.y] : [from.y, to.y + boxHeight];
    const path = `M ${x} ${y1} C ${x + bend} ${y1 + (down ? 14 : -14)} ${x + bend} ${y2 + (down ? -14 : 14)} ${x} ${y2}`;
    return { path, x: x + bend * 0.75 + 4, y: (y1 + y2) / 2 + 4 };
  }
  const right = from.x < to.x;
  const [x1, x2] = right ? [from.x + boxWidth, to.x] : [from.x, to.x + boxWidth];
  const [y1, y2] = [from.y + boxHeight / 2, to.y + boxHeight / 2];
  const bend = (x2 - x1) / 2;
  // Names keep away from the middle, where edges cross.
  return {
    path: `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
    x: x1 + (x2 - x1) * 0.28 - 6,
    y: y1 + (y2 - y1) * 0.2 - 4,
  };
}

function edgeSvg(picture: Picture, { kind, from, to }: TraceEdge): string {
  const [start, end] = [from === undefined ? undefined : picture.events.get(from), picture.events.get(to)];
  if (!start || !end) return '';
  const { path, x, y } = curve(start, end, kind);
  const name =
    kind === 'po' ? '' : `<text x="${x}" y="${y}" fill="${colours[kind]}" font-style="italic">${kind}</text>`;
  const dashes = kind === 'po' ? ' stroke-dasharray="4 3"' : '';
  return `<path d="${path}" fill="none" stroke="${colours[kind]}" stroke-width="1.5"${dashes} marker-end="url(#${kind})"/>${name}`;
}

function markers(): string {
  const all = Object.entries(colours).map(
    ([kind, colour]) =>
      `<marker id="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse">` +
      `<path d="M 0 0 L 10 5 L 0 10 z" fill="${colour}"/></marker>`,
  );
  return `<defs>${all.join('')}</defs>`;
}

/**
 * A picture of one execution: a column of events for each thread, numbered in the order in which they take effect, with
 * barriers between them and labelled edges.
 */
export function renderSvg(loaded: LoadedTest, trace: Trace, caption: string): string {
  const picture = place(loaded, trace);
  const titles = loaded.program.threads.map(
    (_, index) => `<text x="${40 + index * columnWidth}" y="46" font-size="15" font-weight="bold">P${index}</text>`,
  );
  const heading = `${loaded.test.name}: ${caption}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}" viewBox="0 0 ${picture.width} ${picture.height}" font-family="ui-monospace, monospace" font-size="12" role="img">`,
    `<title>${escapeXml(heading)}</title>`,
    markers(),
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="16" y="22" font-size="14">${escapeXml(heading)}</text>`,
    ...titles,
    ...trace.edges.map((edge) => edgeSvg(picture, edge)).filter(Boolean),
    ...picture.barriers.map(barrierSvg),
    ...[...picture.events.values()].map((placed) => boxSvg(loaded, trace, placed)),
    '</svg>',
    '',
  ].join('\n');
}
