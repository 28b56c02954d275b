/** What there is to say of a step besides its registers. */
import type { FindingView, PageData, PlaceView, RunView, TrapView } from '../report/html/view.ts';
import { ranges, sentence } from '../report/words.ts';
import { html } from './dom.ts';
import { influenceOf } from './influence.ts';
import type { Lane, Step } from './steps.ts';

function nameOf(lane: Lane): string {
  if (lane === 'guest') return 'Guest';
  return lane.startsWith('partition') ? `Partition ${lane.slice('partition '.length)}` : lane.toUpperCase();
}

/** Lines of the source shown before and after the one that traps. */
const CONTEXT = 3;

const verbs: Record<Step['kind'], string> = {
  'boot-smc': 'asks',
  'boot-reply': 'answers',
  call: 'calls',
  smc: 'asks',
  'smc-reply': 'answers',
  return: 'returns to',
  'partition-call': 'calls',
  'partition-return': 'returns to',
};

/** `Trap 2: EL2 asks EL3`. */
export function stepTitle({ kind, trap, from, to }: Step): string {
  const where = trap === undefined ? 'Boot' : `Trap ${trap + 1}`;
  return `${where}: ${nameOf(from)} ${verbs[kind]} ${to === 'guest' ? 'the guest' : nameOf(to)}`;
}

/** The lines around the one that traps. */
function excerpt({ file, line }: PlaceView, sources: PageData['sources']): HTMLElement | undefined {
  const lines = sources[file];
  if (!lines || line === 0) return undefined;
  const first = Math.max(1, line - CONTEXT);
  const shown = lines.slice(first - 1, line + CONTEXT);
  return html(
    'pre',
    { class: 'source', tabindex: 0, 'aria-label': `${file}, line ${line}` },
    ...shown.map((text, index) =>
      html(
        'span',
        { class: first + index === line ? 'source-line source-here' : 'source-line' },
        html('span', { class: 'line-number' }, String(first + index)),
        text || ' ',
      ),
    ),
  );
}

function pairs(list: readonly (readonly [string, string])[]): HTMLElement {
  return html(
    'dl',
    { class: 'pairs' },
    ...list.flatMap(([name, value]) => [
      html('dt', { class: 'pair-name' }, name),
      html('dd', { class: 'pair-value' }, value),
    ]),
  );
}

function disputeList({ question, sides, references }: NonNullable<FindingView['dispute']>): HTMLElement {
  return html(
    'div',
    { class: 'dispute' },
    html('p', {}, html('strong', {}, 'Disputed: '), question),
    html(
      'ul',
      { class: 'sides' },
      ...sides.map(({ who, clause, says }) => html('li', {}, html('strong', {}, who), ` (${clause}): ${says}`)),
    ),
    references.length > 0 ? html('p', { class: 'quiet' }, `See ${references.join('; ')}.`) : undefined,
  );
}

function findingItem(finding: FindingView): HTMLElement {
  const { registers, rule, profile, clause, demands, verdict, fault, problem, declared, dispute } = finding;
  const what = problem ?? (verdict === 'undefined' ? 'from EL2’s stack' : 'not preserved');
  return html(
    'li',
    { class: `finding finding-${verdict}` },
    html(
      'p',
      {},
      html('strong', {}, `${ranges(registers)} ${what}`.trim()),
      html('span', { class: `badge badge-${verdict}` }, dispute ? verdict : `${verdict} by ${fault}`),
      declared ? html('span', { class: 'badge' }, 'declared by the stub') : undefined,
    ),
    html('p', { class: 'quiet' }, `${sentence(demands)} `, html('code', {}, `${profile}/${rule}`), ` ${clause}`),
    dispute ? disputeList(dispute) : undefined,
  );
}

function section(title: string, ...children: (Node | undefined)[]): HTMLElement {
  return html('section', { class: 'detail' }, html('h4', {}, title), ...children);
}

function outcome(trap: TrapView): HTMLElement {
  const list: [string, string][] = [
    ['call', trap.call],
    ['', trap.done],
    ['reply', trap.reply],
    ...trap.state.map(([name, before, after]): [string, string] => [name, `${before} → ${after}`]),
    ...trap.others.map(({ register, before, after }): [string, string] => [register, `${before} → ${after}`]),
  ];
  if (trap.warnings > 0) list.push(['WARN_ON', `${trap.warnings}: a panic on a real nVHE hypervisor`]);
  if (trap.missing > 0) list.push(['log', `${trap.missing} more SMCs that it has no room for`]);
  return section('What happened', pairs(list));
}

/** A section that somebody else has made: its markup is escaped by its maker. */
function madeSection({ title, html: markup }: TrapView['sections'][number]): HTMLElement {
  const body = html('div', {});
  body.innerHTML = markup;
  return section(title, body);
}

/** The lines of the text around a place. */
function placeSection(place: PlaceView, data: PageData): HTMLElement {
  return section(`${place.file}${place.line > 0 ? `:${place.line}` : ''}`, excerpt(place, data.sources));
}

/** Everything below the registers: findings first. */
export function detailsOf(step: Step, run: RunView, data: PageData): HTMLElement {
  const trap = step.trap === undefined ? undefined : run.traps[step.trap];
  if (!trap) {
    const result =
      run.boot.result === 0 ? 'the hypervisor comes up' : `the hypervisor does not come up: ${run.boot.result}`;
    const place = step.place && placeSection(step.place, data);
    return html('div', { class: 'details' }, section('Boot', html('p', {}, result)), place);
  }
  const findings = trap.findings.map(findingItem);
  return html(
    'div',
    { class: 'details' },
    findings.length > 0 ? section('What the rules say', html('ul', { class: 'plain-list' }, ...findings)) : undefined,
    outcome(trap),
    trap.influence && section('What it depends on, bit by bit', influenceOf(trap.influence, trap)),
    placeSection(step.place ?? trap.place, data),
    section('Exception', pairs(trap.exception)),
    ...trap.sections.map(madeSection),
  );
}

/** What the stub expects, and how it came out. */
export function expectationsOf(run: RunView): HTMLElement | undefined {
  if (!run.own) return html('p', { class: 'quiet' }, 'The stub does not name this model: only the rules are judged.');
  const told = run.expectations.filter(({ status }) => status !== 'skipped');
  if (told.length === 0) return undefined;
  const bad = told.filter(({ status }) => status !== 'pass').length;
  const summary =
    bad === 0 ? `all ${told.length} expectations hold` : `${bad} of ${told.length} expectations do not hold`;
  return html(
    'details',
    { class: 'expectations', open: bad > 0 },
    html('summary', {}, summary),
    html(
      'ul',
      { class: 'expectation-list' },
      ...told.map(({ status, text, place, details }) =>
        html(
          'li',
          { class: status === 'pass' ? undefined : 'expectation-failed' },
          html('code', {}, text),
          place ? html('span', { class: 'quiet' }, ` ${place.file}:${place.line}`) : undefined,
          ...details.map((detail) => html('p', {}, detail)),
        ),
      ),
    ),
  );
}
