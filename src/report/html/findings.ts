/** The findings of the page: by rule, then by place, each with links to the runs that show it. */
import type { BatchReport, StubResult, Violation } from '../batch.ts';
import { faultName, placeText } from '../batch-text.ts';
import { count } from '../format.ts';
import { ranges, sentence } from '../words.ts';
import { type Markup, markup } from './markup.ts';
import type { RunIndex } from './matrix.ts';

/** Links of one place; the other models are counted. */
const LINKS = 6;

/** Violations of one stub at one place, of one rule and with one verdict, on the cells that show the same registers. */
interface PlaceGroup {
  stub: StubResult;
  violations: Violation[];
  /** Empty where the rule is about the whole call. */
  registers: string;
  cells: number[];
}

function groupBy<Value>(values: readonly Value[], key: (value: Value) => string): Value[][] {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}

/** The cells of a place by the registers that they show. */
function byRegisters(stub: StubResult, violations: Violation[]): PlaceGroup[] {
  const cells = [...new Set(violations.flatMap((found) => found.cells))].sort((a, b) => a - b);
  const registersOf = (cell: number) =>
    ranges([...new Set(violations.filter((found) => found.cells.includes(cell)).map(({ register }) => register))]);
  return groupBy(cells, registersOf).map((list) => ({
    stub,
    violations,
    registers: registersOf(list[0]!),
    cells: list,
  }));
}

function places(stub: StubResult, wanted: readonly Violation[]): PlaceGroup[] {
  const key = ({ place, call, verdict, dispute, declared }: Violation) =>
    [place.file, place.line, place.text, call, verdict, dispute?.id, declared].join('|');
  return groupBy(wanted, key).flatMap((violations) => byRegisters(stub, violations));
}

function links({ stub, violations, cells }: PlaceGroup, index: RunIndex): Markup[] {
  const first = violations.find((found) => found.cells.includes(cells[0]!))!;
  const models = groupBy(cells, (cell) => stub.cells[cell]!.model);
  const shown = models.slice(0, models.length > LINKS + 1 ? LINKS : models.length).map((list) => {
    const { model } = stub.cells[list[0]!]!;
    const run = index(stub.stub, list);
    const tail = first.register.startsWith('x') && first.partition === undefined ? `.${first.register}` : '';
    if (run === undefined) return markup`<li>${model}</li>`;
    return markup`<li><a href="#r${run}.t${first.trap}${tail}">${model}</a></li>`;
  });
  const rest = models.length - shown.length;
  return rest > 0 ? [...shown, markup`<li>and ${rest} more</li>`] : shown;
}

function placeMarkup(group: PlaceGroup, index: RunIndex): Markup {
  const { place, call, verdict, fault, dispute, declared, problem } = group.violations[0]!;
  const known = declared ? markup`<span class="badge">declared by the stub</span>` : undefined;
  return markup`<li class="finding finding-${declared ? 'declared' : verdict}"><p><code>${placeText(place)}</code> <strong>${group.registers}</strong> ${problem}
<span class="quiet">${call}</span> <span class="badge badge-${verdict}">${dispute ? `disputed: ${dispute.id}` : `${verdict} by ${faultName(fault)}`}</span>${known}</p>
<ul class="models">${links(group, index)}</ul></li>\n`;
}

function sides(violations: readonly Violation[]): Markup[] {
  const disputes = new Map(violations.flatMap(({ dispute }) => (dispute ? [[dispute.id, dispute] as const] : [])));
  return [...disputes.values()].map(
    ({ question, sides: told, references }) =>
      markup`<div class="dispute"><p><strong>Disputed:</strong> ${question}</p><ul class="sides">${told.map(
        ({ who, clause, says }) => markup`<li><strong>${who}</strong> (${clause}): ${says}</li>`,
      )}</ul><p class="quiet">See ${references.join('; ')}.</p></div>`,
  );
}

function ruleMarkup(found: { stub: StubResult; violation: Violation }[], index: RunIndex): Markup {
  const violations = found.map(({ violation }) => violation);
  const { profile, rule, clause, demands } = violations[0]!;
  const groups = groupBy(found, ({ stub }) => stub.stub).flatMap((list) =>
    places(
      list[0]!.stub,
      list.map(({ violation }) => violation),
    ),
  );
  const open = groups.filter(({ violations: list }) => !list[0]!.declared).length;
  const tail = open > 0 ? `${open} open` : 'all declared by their stubs';
  return markup`<details class="rule"${open > 0 ? markup` open` : undefined}><summary class="rule-summary"><strong>${rule}</strong> <span class="quiet">${profile}, ${clause}</span>
<span class="count">${count(groups.length, 'place')}, ${tail}</span></summary>
<p>${sentence(demands)}</p>${sides(violations)}
<ul class="plain-list">${groups.map((group) => placeMarkup(group, index))}</ul></details>\n`;
}

/** All rules that complain, those with undeclared findings first. */
export function findingsMarkup({ stubs }: BatchReport, index: RunIndex): Markup {
  const all = stubs.flatMap((stub) => stub.violations.map((violation) => ({ stub, violation })));
  const rules = groupBy(all, ({ violation }) => `${violation.profile}/${violation.rule}`);
  const isOpen = (rule: typeof all) => rule.some(({ violation }) => !violation.declared);
  const ordered = [...rules.filter(isOpen), ...rules.filter((rule) => !isOpen(rule))];
  if (ordered.length === 0) return markup`<p class="quiet">The rules have nothing to say.</p>`;
  return markup`${ordered.map((rule) => ruleMarkup(rule, index))}`;
}

/** Expectations that do not hold, stubs that cannot be read, runs that broke. */
export function failuresMarkup({ stubs }: BatchReport, index: RunIndex): Markup | undefined {
  const items = stubs.flatMap((stub) => [
    ...(stub.error
      ? [markup`<li class="finding finding-violation"><code>${stub.stub}</code> ${stub.error.message}</li>\n`]
      : []),
    ...stub.cells.flatMap((cell, number) =>
      cell.status === 'failed' ? [failedCell(stub, number, index(stub.stub, [number]))] : [],
    ),
  ]);
  return items.length === 0 ? undefined : markup`<ul class="plain-list">${items}</ul>`;
}

function failedCell({ stub, cells }: StubResult, number: number, run: number | undefined): Markup {
  const { model, failures, reason } = cells[number]!;
  const name = run === undefined ? markup`${model}` : markup`<a href="#r${run}">${model}</a>`;
  const told = failures.map(
    ({ place, text, details }) =>
      markup`<li><code>${place ? placeText(place) : stub}</code> ${text}: ${details.join('; ')}</li>`,
  );
  return markup`<li class="finding finding-violation"><code>${stub}</code> on ${name}${reason === undefined ? undefined : `: ${reason}`}<ul>${told}</ul></li>\n`;
}
