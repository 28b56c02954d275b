/** The influence picture: every bit that comes out of a trap, and at a touch the bits that it depends on. */
import type { InfluenceSegmentView, InfluenceView, InputView, TrapView } from '../report/html/view.ts';
import { bitAt, CELL, left, numbers, WIDTH } from './bank.ts';
import { html, svg } from './dom.ts';
import { inputsOf, type OutputBit, segmentOf, sentenceOf } from './influence-bits.ts';

const ROW = 13;
const TOP = 16;
/** Room for the names of the registers. */
const LABEL = 32;
const CALLER_REGISTERS = 31;
const ANSWER_REGISTERS = 18;

const edges = (high: number, low: number) => ({ x: LABEL + left(high), width: left(low) + CELL - left(high) });

function rectangle(kind: string, row: number, high: number, low: number, data: Record<string, string> = {}) {
  return svg('rect', { class: kind, ...edges(high, low), y: TOP + row * ROW + 0.5, height: ROW - 1, rx: 1.5, ...data });
}

/** Names of the registers and numbers of the bits. */
function scale(rows: number): SVGElement[] {
  const names = Array.from({ length: rows }, (_, n) =>
    svg('text', { class: 'influence-name', x: LABEL - 5, y: TOP + n * ROW + 10.5 }, `x${n}`),
  );
  return [
    ...numbers.map(({ number, x }) => svg('text', { class: 'bits-number', x: LABEL + x, y: 11 }, String(number))),
    ...names,
  ];
}

/** Lines between the bytes. */
function lines(rows: number): SVGElement {
  const between = [56, 48, 40, 32, 24, 16, 8].map((number) => LABEL + left(number - 1) - (number === 32 ? 3 : 1));
  return svg('path', { class: 'bits-lines', d: between.map((x) => `M${x} ${TOP}v${rows * ROW}`).join('') });
}

function picture(rows: number, attributes: Record<string, string | number>, ...children: SVGElement[]): SVGSVGElement {
  const viewBox = `0 0 ${LABEL + WIDTH} ${TOP + rows * ROW}`;
  return svg('svg', { class: 'influence', viewBox, ...attributes }, ...scale(rows), ...children, lines(rows));
}

function figure(title: string, image: Node): HTMLElement {
  return html('figure', { class: 'influence-figure' }, html('figcaption', {}, title), image);
}

/** Registers that go in, and those of their bits that are lit. */
class InputBank {
  readonly element: HTMLElement;
  readonly #source: number;
  readonly #lit = svg('g');

  constructor(source: number, view: InfluenceView) {
    this.#source = source;
    const rows = source === 0 ? CALLER_REGISTERS : ANSWER_REGISTERS;
    const title =
      source === 0 ? 'The caller’s registers' : `EL3’s answer${view.answers > 1 ? ` to SMC ${source}` : ''}`;
    const cells = Array.from({ length: rows }, (_, row) => rectangle('influence-input', row, 63, 0));
    const decisive = this.#own(view.decisive).map(([, register, high, low]) =>
      rectangle('influence-decides', register, high, low),
    );
    const label = `${title}: lit where the chosen bit depends on them`;
    this.element = figure(title, picture(rows, { role: 'img', 'aria-label': label }, ...cells, ...decisive, this.#lit));
  }

  light(inputs: readonly InputView[]): void {
    this.#lit.replaceChildren(
      ...this.#own(inputs).map(([source, register, high, low]) =>
        rectangle('influence-lit', register, high, low, { 'data-input': `${source} x${register}[${high}:${low}]` }),
      ),
    );
  }

  #own(inputs: readonly InputView[]): InputView[] {
    return inputs.filter(([source]) => source === this.#source);
  }
}

function segmentBox(segment: InfluenceSegmentView, register: number): SVGElement {
  const { high, low, kind } = segment;
  return rectangle(`influence-${kind}`, register, high, low, {
    'data-segment': `x${register}[${high}:${low}] ${kind}`,
  });
}

type Choose = (output: OutputBit) => void;

/** Registers that come out; the reader chooses one of their bits by pointer or by key. */
class OutputBank {
  readonly element: HTMLElement;
  readonly #bank: number;
  readonly #rows: number;
  readonly #image: SVGSVGElement;
  readonly #choose: Choose;
  readonly #here = svg('g');
  #chosen: OutputBit;

  constructor(bank: number, view: InfluenceView, choose: Choose) {
    const registers = view.banks[bank]!;
    this.#bank = bank;
    this.#rows = registers.length;
    this.#choose = choose;
    this.#chosen = { bank, register: 0, bit: 63 };
    const title = bank === 0 ? 'The reply' : `SMC ${bank}: what EL3 is asked`;
    const boxes = registers.flatMap((segments, register) => segments.map((each) => segmentBox(each, register)));
    const label = `${title}: choose a bit with the arrow keys`;
    const attributes = { role: 'application', tabindex: 0, 'aria-label': label, 'data-bank': bank };
    this.#image = picture(this.#rows, attributes, ...boxes, this.#here);
    this.element = figure(title, this.#image);
    for (const kind of ['pointermove', 'pointerdown'] as const) {
      this.#image.addEventListener(kind, (event) => this.#point(event));
    }
    this.#image.addEventListener('keydown', (event) => this.#press(event));
  }

  /** Marks the chosen bit, or none where it is another bank's. */
  mark(output: OutputBit): void {
    const own = output.bank === this.#bank;
    if (own) this.#chosen = output;
    const { register, bit } = output;
    this.#here.replaceChildren(...(own ? [rectangle('influence-here', register, bit, bit)] : []));
  }

  #point({ clientX, clientY }: PointerEvent): void {
    const box = this.#image.getBoundingClientRect();
    const unit = (LABEL + WIDTH) / box.width;
    const register = Math.floor(((clientY - box.top) * unit - TOP) / ROW);
    if (register < 0 || register >= this.#rows) return;
    this.#choose({ bank: this.#bank, register, bit: bitAt((clientX - box.left) * unit - LABEL) });
  }

  #press(event: KeyboardEvent): void {
    const { register, bit } = this.#chosen;
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, 1],
      ArrowRight: [0, -1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
    this.#choose({
      bank: this.#bank,
      register: within(register + step[0], this.#rows),
      bit: within(bit + step[1], 64),
    });
  }
}

/** What a bit came out as. */
function valueAt(trap: TrapView, { bank, register, bit }: OutputBit): string {
  const value = bank === 0 ? trap.after[register] : trap.smcs[bank - 1]?.input[register];
  return String((BigInt(`0x${value ?? '0'}`) >> BigInt(bit)) & 1n);
}

/** Where a reader's eye is best led first: to a bit that is not simply the caller's own. */
function firstBit(view: InfluenceView): OutputBit {
  const telling = ['conditional', 'mixed', 'moved', 'stack', 'reply', 'constant'];
  const bits = view.banks[0]!.map((_, register): OutputBit => ({ bank: 0, register, bit: 0 }));
  const rank = (output: OutputBit) => telling.indexOf(segmentOf(view, output).kind);
  return bits.filter((output) => rank(output) >= 0).sort((a, b) => rank(a) - rank(b))[0] ?? bits[0]!;
}

const swatch = (kind: string, text: string): HTMLElement =>
  html('span', { class: 'legend-item' }, html('i', { class: `swatch influence-swatch-${kind}` }), ` ${text}`);

/** The pictures of a trap, what is chosen in words, and lists of what bits do besides. */
export function influenceOf(view: InfluenceView, trap: TrapView): HTMLElement {
  const inputs = Array.from({ length: view.answers + 1 }, (_, source) => new InputBank(source, view));
  const told = html('output', { class: 'influence-told', 'aria-live': 'polite' });
  const choose: Choose = (output) => {
    for (const bank of outputs) bank.mark(output);
    for (const bank of inputs) bank.light(inputsOf(view, output));
    told.textContent = sentenceOf(view, output, valueAt(trap, output));
  };
  const outputs = view.banks.map((_, bank) => new OutputBank(bank, view, choose));
  choose(firstBit(view));
  const column = (banks: readonly { element: HTMLElement }[]) =>
    html('div', { class: 'influence-column' }, ...banks.map(({ element }) => element));
  return html(
    'div',
    { class: 'influence-box' },
    html('p', { class: 'quiet' }, view.grounds),
    html(
      'p',
      { class: 'legend' },
      ...view.kinds.map(([kind, text]) => swatch(kind, text)),
      swatch('decides', 'decides the path'),
      swatch('lit', 'what the chosen bit depends on'),
    ),
    told,
    html('div', { class: 'influence-columns' }, column(outputs), column(inputs)),
    html(
      'dl',
      { class: 'pairs' },
      ...view.effects.flatMap(([name, list]) => [
        html('dt', { class: 'pair-name' }, name),
        html('dd', { class: 'pair-value' }, list),
      ]),
    ),
  );
}
