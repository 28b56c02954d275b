/** An influence analysis as a picture: a row a register, a column a bit, a box a run of bits that are made alike. */
import type { RegisterInfluence, Segment, SegmentKind, TrapInfluence } from '../../influence/influence.ts';
import { Markup, markup } from '../html/markup.ts';
import { kindText, segmentBits, segmentInputs, segmentText } from './words.ts';

/** One trap: lines above the picture, and what is in it. */
export interface InfluencePicture {
  heading: string[];
  influence: TrapInfluence;
}

const CELL = 13;
const ROW = 16;
const LEFT = 40;
const LINE = 18;
const GAP = 24;
const WIDTH = LEFT + 64 * CELL + 12;
/** Of a character of the labels. */
const CHARACTER = 6.1;
const KINDS = Object.keys(kindText) as SegmentKind[];

const style = `
.influence { font: 10px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; color-scheme: light dark; }
.influence-paper { fill: #fbfbfa; }
.influence text { fill: #1d2127; }
.influence .influence-quiet { fill: #5b6470; }
.influence .influence-heading { font-size: 12px; font-weight: 600; }
.influence rect.influence-box { stroke: #fbfbfa; stroke-width: 1; }
.influence-preserved { fill: #c9efe2; }
.influence-reply { fill: #d4e2ff; }
.influence-moved { fill: #c9eef4; }
.influence-constant { fill: #ffe0c9; }
.influence-mixed { fill: #f5ecc0; }
.influence-conditional { fill: #fbdedd; }
.influence-stack { fill: #f8d6fa; }
@media (prefers-color-scheme: dark) {
  .influence-paper { fill: #14171b; }
  .influence text { fill: #e6e9ee; }
  .influence .influence-quiet { fill: #9aa5b1; }
  .influence rect.influence-box { stroke: #14171b; }
  .influence-preserved { fill: #113e32; }
  .influence-reply { fill: #1c315c; }
  .influence-moved { fill: #123d45; }
  .influence-constant { fill: #4a2a13; }
  .influence-mixed { fill: #3f380f; }
  .influence-conditional { fill: #471d1d; }
  .influence-stack { fill: #461b49; }
}
`;

/** Everything there is to say about a segment, for those who point at it. */
function wholeText(segment: Segment, smcs: number): string {
  const inputs = segmentInputs(segment, smcs);
  const by = segment.kind === 'reply' ? 'made by EL3 from' : 'from';
  return inputs.length === 0 ? segmentText(segment, smcs) : `${segmentText(segment, smcs)}, ${by} ${inputs.join(', ')}`;
}

/** The longest text that fits into the box, or none. */
function label(segment: Segment, smcs: number): string {
  const room = (segment.high - segment.low + 1) * CELL - 6;
  const brief = segment.kind === 'constant' ? '' : segmentText(segment, smcs);
  const texts = [wholeText(segment, smcs), segmentText(segment, smcs), brief.replace(/,.*/, '')];
  return texts.find((text) => text.length * CHARACTER <= room) ?? '';
}

function box(register: number, segment: Segment, smcs: number, y: number): Markup {
  const x = LEFT + (63 - segment.high) * CELL;
  const width = (segment.high - segment.low + 1) * CELL;
  const text = label(segment, smcs);
  const words =
    text === '' ? '' : markup`<text x="${x + width / 2}" y="${y + 11.5}" text-anchor="middle">${text}</text>`;
  const title = `x${register}${segmentBits(segment)}: ${wholeText(segment, smcs)}`;
  return markup`<g><title>${title}</title><rect class="influence-box influence-${segment.kind}" x="${x}" y="${y}" width="${width}" height="${ROW}"/>${words}</g>
`;
}

function row({ register, segments }: RegisterInfluence, smcs: number, top: number): Markup {
  const y = top + register * ROW;
  return markup`<text class="influence-quiet" x="${LEFT - 6}" y="${y + 11.5}" text-anchor="end">x${register}</text>
${segments.map((segment) => box(register, segment, smcs, y))}`;
}

/** Numbers of the bits, every eighth and the last. */
function scale(y: number): Markup[] {
  return [63, 56, 48, 40, 32, 24, 16, 8, 0].map(
    (bit) =>
      markup`<text class="influence-quiet" x="${LEFT + (63 - bit + 0.5) * CELL}" y="${y}" text-anchor="middle">${bit}</text>
`,
  );
}

const pictureHeight = ({ heading }: InfluencePicture): number => (heading.length + 1) * LINE + 31 * ROW + GAP;

function picture({ heading, influence }: InfluencePicture, top: number): Markup {
  const lines = heading.map(
    (text, n) => markup`<text class="influence-heading" x="${LEFT}" y="${top + n * LINE + 12}">${text}</text>
`,
  );
  const start = top + (heading.length + 1) * LINE;
  return markup`<g>
${lines}${scale(start - 5)}${influence.registers.map((each) => row(each, influence.smcs, start))}</g>
`;
}

function legend(kinds: readonly SegmentKind[], top: number): Markup[] {
  return kinds.map((kind, n) => {
    const y = top + n * LINE;
    return markup`<rect class="influence-${kind}" x="${LEFT}" y="${y}" width="${CELL * 2}" height="12"/><text x="${LEFT + CELL * 2 + 8}" y="${y + 10}">${kindText[kind]}</text>
`;
  });
}

/** The pictures below one another with a legend of what is in them: an SVG document, light or dark as the reader's system is. */
export function renderInfluenceSvg(pictures: readonly InfluencePicture[]): string {
  const segments = pictures.flatMap(({ influence }) => influence.registers.flatMap((register) => register.segments));
  const kinds = KINDS.filter((kind) => segments.some((segment) => segment.kind === kind));
  let top = GAP / 2;
  const drawn = pictures.map((each) => {
    const result = picture(each, top);
    top += pictureHeight(each);
    return result;
  });
  const height = top + kinds.length * LINE + GAP / 2;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="influence" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<style>${new Markup(style)}</style>
<rect class="influence-paper" width="${WIDTH}" height="${height}"/>
${drawn}${legend(kinds, top)}</svg>
`.text;
}
