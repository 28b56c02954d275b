/** One run, step by step: which run and which step is in the page's address, so that every finding has a link. */
import type { PageData, RunView } from '../report/html/view.ts';
import { detailsOf, expectationsOf, stepTitle } from './details.ts';
import { byId, html } from './dom.ts';
import { gridOf } from './grid.ts';
import { drawSequence, emptySequence, type Sequence } from './sequence.ts';
import { returnStep, type Step, stepsOf } from './steps.ts';

/** What an address asks for: `#r3`, `#r3.s5` (step 5), `#r3.t1` (trap 1, where it returns), `#r3.t1.x8`. */
export interface Address {
  run: number;
  step: number | undefined;
  trap: number | undefined;
  register: string | undefined;
}

/** Reads the part of an address after `#`; undefined where it is about something else. */
export function readAddress(hash: string): Address | undefined {
  const match = /^#?r(\d+)(?:\.s(\d+)|\.t(\d+)(?:\.([a-z]\w*))?)?$/.exec(hash);
  if (!match) return undefined;
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return { run: Number(match[1]), step: number(match[2]), trap: number(match[3]), register: match[4] };
}

/** Where a run is best looked at first: at the first trap with a finding, else at the first that returns. */
function firstStep(run: RunView, steps: readonly Step[]): number {
  const open = run.traps.findIndex(({ findings }) => findings.some(({ declared }) => !declared));
  const any = run.traps.findIndex(({ findings }) => findings.length > 0);
  return Math.max(0, returnStep(steps, open >= 0 ? open : Math.max(0, any)));
}

export class Viewer {
  readonly #data: PageData;
  #run = 0;
  #step = 0;
  #steps: Step[] = [];
  #sequence: Sequence | undefined;
  readonly #slider = byId('slider') as HTMLInputElement;
  readonly #choice = byId('run-choice') as HTMLSelectElement;

  constructor(data: PageData) {
    this.#data = data;
    this.#slider.addEventListener('input', () => this.show(Number(this.#slider.value)));
    byId('back').addEventListener('click', () => this.show(this.#step - 1));
    byId('forth').addEventListener('click', () => this.show(this.#step + 1));
    this.#choice.addEventListener('change', () => this.open({ run: Number(this.#choice.value) }));
    window.addEventListener('hashchange', () => this.follow());
    window.addEventListener('resize', () => this.#draw());
  }

  /** Goes where the page's address points; shows the first run where it points nowhere. */
  start(): void {
    if (!this.follow()) this.open({ run: 0 }, false);
  }

  /** Goes where the page's address points; false where that is no run. */
  follow(): boolean {
    const address = readAddress(location.hash);
    if (!address || !this.#data.runs[address.run]) return false;
    this.open(address);
    const row = address.register && document.querySelector(`#grid [data-register="${address.register}"]`);
    if (row) row.scrollIntoView({ block: 'center' });
    else byId('run').scrollIntoView();
    return true;
  }

  /** Shows a run, at the step or the trap that is asked for; `remember`: leaves it in the page's address. */
  open({ run, step, trap, register }: { run: number } & Partial<Address>, remember = true): void {
    this.#run = run;
    const view = this.#data.runs[run]!;
    this.#steps = stepsOf(view);
    this.#choice.value = String(run);
    byId('run-head').replaceChildren(...headOf(view));
    this.#markMatrix();
    this.#draw();
    this.#slider.max = String(Math.max(0, this.#steps.length - 1));
    const wanted = trap === undefined ? step : returnStep(this.#steps, trap);
    this.show(wanted ?? firstStep(view, this.#steps), register, remember);
  }

  /** Shows a step; a number beyond the ends stays at the end. */
  show(step: number, register?: string, remember = true): void {
    this.#step = Math.min(Math.max(0, step), this.#steps.length - 1);
    const current = this.#steps[this.#step];
    if (!current) {
      this.#showNothing();
      return;
    }
    const run = this.#data.runs[this.#run]!;
    this.#slider.value = String(this.#step);
    this.#slider.setAttribute('aria-valuetext', stepTitle(current));
    byId('position').textContent = `${this.#step + 1} / ${this.#steps.length}`;
    byId('step-title').textContent = stepTitle(current);
    byId('step-label').textContent = current.label;
    byId('grid').replaceChildren(gridOf(current, run, this.#data.meanings));
    byId('details').replaceChildren(detailsOf(current, run, this.#data));
    this.#sequence?.mark(this.#step);
    if (register) document.querySelector(`#grid [data-register="${register}"]`)?.classList.add('linked');
    if (remember) this.#remember(current, register);
  }

  #showNothing(): void {
    for (const id of ['position', 'step-title', 'step-label']) byId(id).textContent = '';
    for (const id of ['grid', 'details']) byId(id).replaceChildren();
  }

  /** Leaves the step in the address, without a new entry in the history. */
  #remember(step: Step, register: string | undefined): void {
    const returned = step.kind === 'return';
    const tail = returned ? `t${step.trap}${register ? `.${register}` : ''}` : `s${this.#step}`;
    history.replaceState(null, '', `#r${this.#run}.${tail}`);
  }

  #markMatrix(): void {
    for (const cell of document.querySelectorAll('#matrix [aria-current]')) cell.removeAttribute('aria-current');
    document.querySelector(`#matrix a[href="#r${this.#run}"]`)?.setAttribute('aria-current', 'true');
  }

  #draw(): void {
    const run = this.#data.runs[this.#run]!;
    const box = byId('sequence');
    if (this.#steps.length === 0) {
      this.#sequence = undefined;
      box.replaceChildren(emptySequence());
      return;
    }
    this.#sequence = drawSequence(run, this.#steps, box.clientWidth, (step) => this.show(step));
    box.replaceChildren(this.#sequence.element);
    this.#sequence.fit();
    this.#sequence.mark(this.#step);
  }
}

function headOf(run: RunView): (Node | string)[] {
  const facts = [run.stub, run.firmware, run.engine, `profile ${run.profile}`, `seed ${run.seed}`];
  const expectations = expectationsOf(run);
  return [
    html('h3', {}, run.title, ' ', html('span', { class: `badge badge-${run.status}` }, run.status)),
    html('p', { class: 'model' }, run.model),
    ...(run.asks === '' ? [] : [html('p', { class: 'asks' }, run.asks)]),
    html('ul', { class: 'facts' }, ...facts.map((fact) => html('li', {}, fact))),
    ...(expectations ? [expectations] : []),
    ...run.notes.map((note) => html('p', { class: 'note' }, note)),
  ];
}
