/** Who speaks to whom, as a sequence diagram: lanes across, time down, an arrow a step. */
import type { RunView } from '../report/html/view.ts';
import { html, svg } from './dom.ts';
import { type Lane, lanesOf, type Step } from './steps.ts';

const ROW = 34;
const HEAD = 40;
/** Room for the place above the first arrow of a trap. */
const TRAP_HEAD = 22;
const PADDING = 10;

export interface Sequence {
  element: SVGElement;
  /** Makes the texts fit, once the picture stands in the page: before that nobody knows how wide they are. */
  fit(): void;
  /** Marks a step as the one that is shown, and scrolls it into view within its box. */
  mark(step: number): void;
}

function laneName(lane: Lane, run: RunView): string {
  if (lane === 'guest') return `guest ${run.traps[0]?.route.split(' ')[0] ?? 'EL1'}`;
  if (lane === 'el2') return /^none(@|$)/.test(run.model) ? 'no EL2' : 'EL2';
  return lane === 'el3' ? 'EL3' : lane.replace('partition ', 'SP ');
}

/** The class of whoever stands behind a lane. */
function kindOf(lane: Lane): string {
  return lane.startsWith('partition') ? 'partition' : lane;
}

/** Where the lanes stand in a picture of this width. */
class Lanes {
  readonly all: Lane[];
  readonly #width: number;

  constructor(steps: readonly Step[], width: number) {
    this.all = lanesOf(steps);
    this.#width = width;
  }

  x(lane: Lane): number {
    const inner = this.#width - 2 * PADDING;
    return PADDING + inner * (0.08 + (0.84 * this.all.indexOf(lane)) / (this.all.length - 1));
  }
}

/** Replies are drawn dashed, as sequence diagrams do. */
function isReply({ kind }: Step): boolean {
  return kind === 'return' || kind.endsWith('-reply') || kind === 'partition-return';
}

/** What all arrows of a picture share. */
interface Picture {
  lanes: Lanes;
  width: number;
  choose: (step: number) => void;
}

function arrow(step: Step, number: number, y: number, { lanes, width, choose }: Picture): SVGElement {
  const from = lanes.x(step.from);
  const to = lanes.x(step.to);
  const direction = to > from ? 1 : -1;
  const tip = to - direction;
  const group = svg(
    'g',
    { class: 'step', tabindex: 0, role: 'button', 'data-step': number, 'aria-label': step.label },
    svg('title', {}, step.place ? `${step.place.file}:${step.place.line}  ${step.label}` : step.label),
    svg('rect', { class: 'hit', x: 0, y: y - ROW + 11, width, height: ROW, rx: 4 }),
    svg('line', {
      x1: from,
      y1: y,
      x2: tip,
      y2: y,
      class: `arrow arrow-${kindOf(step.from)}${isReply(step) ? ' arrow-reply' : ''}`,
    }),
    svg('path', { class: `tip arrow-${kindOf(step.from)}`, d: `M${tip} ${y}l${-7 * direction} -4v8z` }),
    svg('text', { class: 'label', x: (from + to) / 2, y: y - 6 }, step.label),
  );
  group.addEventListener('click', () => choose(number));
  group.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(number);
  });
  return group;
}

/** `2 · id-get.S:28` above the first arrow of a trap. */
function trapHead(run: RunView, step: Step, y: number, width: number): SVGElement {
  const place = step.trap === undefined ? undefined : run.traps[step.trap]!.place;
  const file = place?.file.split('/').at(-1) ?? '';
  const where = place && place.line > 0 ? `${file}:${place.line}` : (place?.text ?? '');
  const bad = step.trap !== undefined && run.traps[step.trap]!.findings.some(({ declared }) => !declared);
  const known = step.trap !== undefined && run.traps[step.trap]!.findings.length > 0;
  const text = step.trap === undefined ? 'boot' : `trap ${step.trap + 1} · ${where}`;
  return svg(
    'g',
    {},
    svg('line', { class: 'trap-line', x1: 0, x2: width, y1: y, y2: y }),
    svg(
      'text',
      { class: `trap-name${bad ? ' trap-bad' : known ? ' trap-known' : ''}`, x: PADDING, y: y + 15 },
      `${text}${bad || known ? '  !' : ''}`,
    ),
  );
}

interface Placed {
  elements: SVGElement[];
  height: number;
}

function placeSteps(run: RunView, steps: readonly Step[], picture: Picture): Placed {
  const elements: SVGElement[] = [];
  let y = HEAD;
  for (const [number, step] of steps.entries()) {
    if (number === 0 || step.trap !== steps[number - 1]!.trap) {
      y += 8;
      elements.push(trapHead(run, step, y, picture.width));
      y += TRAP_HEAD;
    }
    y += ROW;
    elements.push(arrow(step, number, y - 10, picture));
  }
  return { elements, height: y };
}

/** Draws the steps of a run in a picture of this width; `choose` is called with the step that the reader picks. */
export function drawSequence(
  run: RunView,
  steps: readonly Step[],
  width: number,
  choose: (step: number) => void,
): Sequence {
  const lanes = new Lanes(steps, width);
  const { elements, height } = placeSteps(run, steps, { lanes, width, choose });
  const total = height + 34;
  const element = svg(
    'svg',
    {
      class: 'sequence',
      viewBox: `0 0 ${width} ${total}`,
      width,
      height: total,
      role: 'group',
      'aria-label': 'sequence of calls',
    },
    ...lanes.all.map((lane) =>
      svg('line', { class: 'lane', x1: lanes.x(lane), x2: lanes.x(lane), y1: 28, y2: total - 26 }),
    ),
    ...elements,
    ...lanes.all.map((lane) => laneHead(laneName(lane, run), lanes.x(lane), width, kindOf(lane))),
    stopMark(run, lanes.x('guest'), total),
  );
  return { element, fit: () => fitTexts(element, width), mark: (step) => mark(element, step) };
}

function laneHead(name: string, x: number, room: number, kind: string): SVGElement {
  const width = name.length * 7 + 14;
  const middle = Math.min(Math.max(width / 2, x), room - width / 2);
  return svg(
    'g',
    {},
    svg('rect', { class: 'lane-box', x: middle - width / 2, y: 6, width, height: 22, rx: 4 }),
    svg('text', { class: `lane-name lane-${kind}`, x: middle, y: 21 }, name),
  );
}

function stopMark({ stop }: RunView, x: number, height: number): SVGElement {
  return svg(
    'g',
    {},
    svg('path', { class: 'stop-line', d: `M${x - 5} ${height - 26}h10` }),
    svg('text', { class: 'stop-text', x: PADDING, y: height - 8 }, stop.detail),
  );
}

function mark(element: SVGElement, step: number): void {
  for (const marked of element.querySelectorAll('[aria-current]')) marked.removeAttribute('aria-current');
  const current = element.querySelector(`[data-step="${step}"]`);
  current?.setAttribute('aria-current', 'step');
  const box = element.parentElement;
  if (!current || !box) return;
  const hit = current.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (hit.top < frame.top + HEAD || hit.bottom > frame.bottom) box.scrollTop += hit.top - frame.top - frame.height / 3;
}

/** Cuts texts that are wider than the picture, and moves labels that stand over its edges. */
function fitTexts(element: SVGElement, width: number): void {
  const room = width - 2 * PADDING;
  for (const text of element.querySelectorAll<SVGTextElement>('.label, .stop-text')) {
    let length = text.getComputedTextLength();
    if (length > room) {
      const whole = text.textContent ?? '';
      text.textContent = `${whole.slice(0, Math.floor((whole.length * room) / length) - 2)}…`;
      length = text.getComputedTextLength();
    }
    if (!text.classList.contains('label')) continue;
    const x = Number(text.getAttribute('x'));
    text.setAttribute('x', String(Math.min(Math.max(x, PADDING + length / 2), width - PADDING - length / 2)));
  }
}

/** A line for where there is nothing to draw. */
export function emptySequence(): HTMLElement {
  return html('p', { class: 'quiet' }, 'No call was made.');
}
