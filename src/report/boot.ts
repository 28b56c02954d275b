import { versionText } from '../abi/describe.ts';
import type { OrderReport, PolicyReport } from '../boot/boot.ts';
import { levels } from '../boot/levels.ts';
import { type Loss, losses, lossesInStep, lossNames } from '../boot/losses.ts';
import type { Policy } from '../boot/policies.ts';
import type { OrderOutcome } from '../boot/search.ts';
import type { BootCall, EndState, StepRecord } from '../boot/start-up.ts';
import { type BootStep, stepName } from '../boot/steps.ts';
import { count } from './format.ts';

/** What a report says of itself. */
export interface BootContext {
  heading: string;
  /** Words of the command line that set up the same. */
  command: string;
  /** Only the linker's orders. */
  linked: boolean;
}

/** Orders of a policy that lose a thing, by the thing's place in the table. */
export function lostOrders({ search }: PolicyReport, loss: number): number {
  return search.outcomes.reduce((sum, { losses: set, orders }) => sum + ((set >>> loss) & 1 ? orders : 0), 0);
}

/** Orders of a policy that lose anything. */
export function losingOrders({ search }: PolicyReport): number {
  return search.outcomes.reduce((sum, { losses: set, orders }) => sum + (set === 0 ? 0 : orders), 0);
}

/** The steps as `--order` takes them: an event that is on all CPUs without one stands for all, one after another. */
function namesOf(steps: readonly BootStep[], example: readonly number[]): string[] {
  const chosen = example.map((index) => steps[index]!);
  const names: string[] = [];
  for (let at = 0; at < chosen.length; at += 1) {
    const { event, cpu } = chosen[at]!;
    const all = event.everywhere && cpu === 0 ? steps.filter((step) => step.event.name === event.name) : [];
    const whole = all.length > 0 && all.every((step, index) => chosen[at + index] === step);
    names.push(whole ? event.name : stepName(chosen[at]!));
    if (whole) at += all.length - 1;
  }
  return names;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const text = (cell: string, column: number, row: number): string =>
    row === 0 || !/^\d+$/.test(cell) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  return rows.map((row, index) => `  ${row.map((cell, column) => text(cell, column, index)).join('  ')}`.trimEnd());
}

const policyCells = ({ driver, readers, requests }: Policy): string[] => [driver, readers, requests];

function policyTable(reports: readonly PolicyReport[]): string[] {
  const shown = losses
    .map((loss, index) => ({ ...loss, index }))
    .filter(({ index }) => reports.some((report) => lostOrders(report, index) > 0));
  const head = ['driver', 'readers', 'requests', 'orders', 'losing', ...shown.map(({ name }) => name)];
  const rows = reports.map((report) => [
    ...policyCells(report.policy),
    String(report.search.orders),
    losingOrders(report) === 0 ? 'none' : String(losingOrders(report)),
    ...shown.map(({ index }) => String(lostOrders(report, index) || '.')),
  ]);
  return table([head, ...rows]);
}

interface Example {
  report: PolicyReport;
  outcome: OrderOutcome;
}

/** The first order that loses a thing and the fewest others with it; undefined where none loses it. */
function exampleOf(reports: readonly PolicyReport[], loss: number): Example | undefined {
  const size = ({ outcome }: Example): number => lossNames(outcome.losses).length;
  return reports
    .flatMap((report) => report.search.outcomes.map((outcome) => ({ report, outcome })))
    .filter(({ outcome }) => (outcome.losses >>> loss) & 1)
    .reduce<Example | undefined>((best, one) => (best && size(best) <= size(one) ? best : one), undefined);
}

/** An order for every loss; those that the same order shows stand together. */
function exampleLines(reports: readonly PolicyReport[], command: string): string[] {
  const shown = new Map<OrderOutcome, { example: Example; lost: Loss[] }>();
  losses.forEach((loss, index) => {
    const example = exampleOf(reports, index);
    if (!example) return;
    const entry = shown.get(example.outcome) ?? { example, lost: [] };
    entry.lost.push(loss);
    shown.set(example.outcome, entry);
  });
  return [...shown.values()].flatMap(({ example: { report, outcome }, lost }) => {
    const { driver, readers, requests } = report.policy;
    return [
      ...lost.map(({ name, title }) => `  ${name}: ${title}`),
      `    driver ${driver}, readers ${readers}, requests ${requests}; lost in all: ${lossNames(outcome.losses).join(', ')}`,
      `    ${command} --requests ${requests} --order ${namesOf(report.steps, outcome.example).join(',')}`,
    ];
  });
}

function coverage(reports: readonly PolicyReport[], linked: boolean): string {
  const sum = (pick: (report: PolicyReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0);
  const orders = sum(({ search }) => search.orders);
  const executed = sum(({ search }) => search.executed);
  const saved = sum(({ search }) => search.unmerged) - executed;
  const which = linked ? 'the linker’s order of each policy' : 'every order that the levels allow';
  return `${which}: ${count(orders, 'order')}, ${count(executed, 'event')} executed, ${saved} saved by merging equal states`;
}

function verdictOf(reports: readonly PolicyReport[], linked: boolean): string {
  const clean = reports.filter((report) => losingOrders(report) === 0).length;
  const which = linked ? 'in the linker’s order' : 'in any order';
  if (clean === reports.length) return `nothing is lost ${which}`;
  return `${clean} of ${reports.length} policies ${clean === 1 ? 'loses' : 'lose'} nothing ${which}`;
}

/** What the orders of the policies lose: a table, and an example of every loss. */
export function renderPolicies(reports: readonly PolicyReport[], { heading, command, linked }: BootContext): string {
  const examples = exampleLines(reports, command);
  const lines = [
    heading,
    `  ${coverage(reports, linked)}`,
    '',
    ...policyTable(reports),
    '',
    ...(examples.length > 0 ? [...examples, ''] : []),
    verdictOf(reports, linked),
  ];
  return `${lines.join('\n')}\n`;
}

const takers: Partial<Record<BootCall['disposition'], string>> = {
  untrapped: 'straight to EL3',
  forwarded: 'EL2 passes it on',
  handled: 'EL2 handles it',
  refused: 'EL2 refuses it',
  started: 'EL2 starts',
};

function resultText({ result, stop }: StepRecord): string {
  if (result === undefined) return `does not end: ${stop.detail}`;
  return result === 0 ? 'done' : String(result);
}

function stepLines(step: BootStep, record: StepRecord): string[] {
  const lost = lossNames(lossesInStep(step, record));
  const level = levels.find(({ name }) => name === step.event.level)!;
  return [
    `  ${stepName(step)}   ${resultText(record)}${lost.length > 0 ? `   ! ${lost.join(', ')}` : ''}   (CPU ${step.cpu}, ${level.title})`,
    ...record.calls.map(
      ({ call, reply, disposition }) => `      ${call} → ${reply}   ${takers[disposition] ?? disposition}`,
    ),
  ];
}

function endLine(end: EndState): string {
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const version = (word: number): string => (word === 0 ? 'none' : versionText(word));
  const parts = [
    `pKVM ${yes(end.kvmUp)}`,
    `driver ${end.driverUp ? version(end.driverVersion) : 'no'}`,
    `EL2 ${version(end.hypVersion)}`,
    ...(end.spmcVersion === undefined ? [] : [`secure side ${version(end.spmcVersion)}`]),
    `buffers at EL2 ${yes(end.hostBuffers)}, at EL3 ${yes(end.firmwareBuffers)}`,
    `certificates ${yes(end.certificates)}`,
    `IMA with TPM ${yes(end.ima)}`,
  ];
  return `  in the end: ${parts.join('; ')}`;
}

/** One order, call by call. */
export function renderOrder({ steps, end, losses: set }: OrderReport, heading: string): string {
  const lost = losses.filter((_, index) => (set >>> index) & 1).map(({ name, title }) => `  ${name}: ${title}`);
  const lines = [
    heading,
    '',
    ...steps.flatMap(({ step, record }) => stepLines(step, record)),
    '',
    endLine(end),
    ...(lost.length > 0 ? ['', 'lost', ...lost] : ['', 'nothing is lost']),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same as plain data. */
export function policiesJson(reports: readonly PolicyReport[]): object[] {
  return reports.map((report) => ({
    model: report.model,
    policy: report.policy,
    orders: report.search.orders,
    losing: losingOrders(report),
    executed: report.search.executed,
    merged: report.search.unmerged - report.search.executed,
    losses: Object.fromEntries(losses.map(({ name }, index) => [name, lostOrders(report, index)])),
    outcomes: report.search.outcomes.map(({ losses: set, orders, example }) => ({
      losses: lossNames(set),
      orders,
      example: namesOf(report.steps, example),
    })),
  }));
}

export function orderJson({ model, steps, end, losses: set }: OrderReport): object {
  return {
    model,
    steps: steps.map(({ step, record }) => ({
      event: stepName(step),
      cpu: step.cpu,
      level: step.event.level,
      result: record.result ?? record.stop,
      losses: lossNames(lossesInStep(step, record)),
      calls: record.calls,
    })),
    end,
    losses: lossNames(set),
  };
}
