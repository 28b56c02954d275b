/** The report of a run for people. */
import type { Finding } from '../check/finding.ts';
import { hex } from '../engine/hex.ts';
import { expectationLines } from './expectation-text.ts';
import { count, createPaint, flow, wrap } from './format.ts';
import { bootCalls, partitionLines } from './partition-text.ts';
import { painter, type TextOptions } from './register-text.ts';
import { callOfPartition, placeOf, type RunReport, type Summary, summarize } from './report.ts';
import { smcLines } from './smc-text.ts';
import { trapLines } from './trap-text.ts';
import { ranges } from './words.ts';

export type { TextOptions } from './register-text.ts';

export const defaultTextOptions: TextOptions = { color: false, width: 100, full: false };

/** What the initialisation of the proxy may return (errno of Linux). */
const errors = new Map<number, string>([
  [-12, 'ENOMEM'],
  [-22, 'EINVAL'],
  [-95, 'EOPNOTSUPP'],
]);

/** The seed, and that of the second run; where the runs parted, how far both went. */
function seedText({ seed, check: { confirmation } }: RunReport): string {
  if (!confirmation) return `seed ${hex(seed)}`;
  const parted = confirmation.diverged ? `, alike for ${count(confirmation.traps, 'trap')}` : '';
  return `seeds ${hex(seed)} and ${hex(confirmation.seed)}${parted}`;
}

function header(report: RunReport, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const parts = [
    `model ${paint.bold(report.model)}`,
    `firmware ${report.firmware}`,
    `engine ${report.run.engine}`,
    `profile ${report.profile}`,
    seedText(report),
  ];
  return [
    ...wrap(report.title ?? report.stub, options.width).map(paint.bold),
    ...wrap(report.asks, options.width),
    ...flow([`stub ${report.stub}`, ...parts], options.width, 0, 0),
  ];
}

/** What partitions did at boot: all of it with --full, else only why a program was stopped. */
function bootPartitionLines({ run, image }: RunReport, options: TextOptions): string[] {
  const told = bootCalls(run, true).filter(({ stop }) => options.full || stop);
  return told.flatMap((call) => partitionLines(call, image, options));
}

function bootLines(report: RunReport, options: TextOptions): string[] {
  const { boot } = report.run;
  const paint = createPaint(options.color);
  const error = errors.get(boot.result);
  const result = boot.result === 0 ? '' : paint.red(`the hypervisor does not come up: ${error ?? boot.result}`);
  return [
    ...flow([`boot   ${count(boot.smcs.length, 'SMC')}`, result], options.width),
    ...boot.smcs.flatMap((smc, n) => smcLines(smc, n + 1, undefined, options)),
    ...bootPartitionLines(report, options),
  ];
}

/** Findings with the same rule and dispute, told once with the places where they occurred. */
function findingGroups(findings: Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.dispute?.id ?? finding.verdict}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function findingSection(report: RunReport, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const prose = (text: string, indent: number): string[] => wrap(text, options.width, indent);
  const lines = findingGroups(report.check.findings).flatMap((group) => {
    const { rule, clause, verdict, demands, dispute } = group[0] as Finding;
    const places = group.map(({ trap, registers, partition }) => {
      const own = partition && callOfPartition(report, trap, partition.call)?.address;
      const address = own ?? report.run.traps[trap]?.address ?? 0n;
      const whose = partition ? ` partition ${partition.id.toString(16)}` : '';
      return `${placeOf(report.image, address)}${whose} ${ranges(registers.map(({ register }) => register))}`;
    });
    return [
      ...flow([`! ${rule}`, clause, verdict], options.width).map(painter(verdict, paint)),
      ...prose(demands, 4),
      ...flow(places, options.width, 4, 0, '; '),
      ...(dispute ? prose(`Disputed: ${dispute.question}`, 4) : []),
      ...(dispute?.sides ?? []).flatMap(({ who, clause: where, says }) => prose(`${who} (${where}): ${says}`, 6)),
    ];
  });
  return lines.length > 0 ? ['', `findings, profile ${report.profile}`, ...lines] : [];
}

function expectationSection({ expectations }: RunReport, options: TextOptions): string[] {
  const lines = expectationLines(expectations, options);
  return lines.length > 0 ? ['', 'expectations', ...lines] : [];
}

function stopText({ run: { stop }, image }: RunReport): string {
  return `stopped at ${placeOf(image, stop.pc)}: ${stop.detail}`;
}

/** `3 findings (2 disputed, 1 undefined), 2 declared by the stub`. */
function findingCounts({ findings, declared }: Summary): string {
  const total = findings.violation + findings.disputed + findings.undefined;
  const kinds = Object.entries(findings).filter(([, number]) => number > 0);
  const detail = kinds.map(([verdict, number]) => `${number} ${verdict}`).join(', ');
  const known = declared > 0 ? `, ${declared === total ? 'all' : declared} declared by the stub` : '';
  return `${count(total, 'finding')}${detail ? ` (${detail})` : ''}${known}`;
}

/** One sentence: counts, and why the guest stopped. */
export function summaryLines(report: RunReport, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const summary = summarize(report);
  const { passed, red, failed } = summary.expectations;
  const parts = [
    report.model,
    count(summary.traps, 'trap'),
    `${count(summary.smcs, 'SMC')} at EL3`,
    findingCounts(summary),
    passed + failed > 0 ? `${passed} of ${count(passed + failed, 'expectation')} hold` : '',
    red > 0 ? `${red} red as the stub says` : '',
  ].filter((part) => part !== '');
  const color = failed > 0 ? paint.red : paint.bold;
  return flow([...parts.map((part) => `${part},`), stopText(report)], options.width, 0, 4, ' ').map((line) =>
    color(line),
  );
}

/** The whole report of one run, with a newline at its end. Colour never changes the words, only ✓ and ✗ replace two. */
export function renderText(report: RunReport, options: Partial<TextOptions> = {}): string {
  const chosen = { ...defaultTextOptions, ...options };
  const lines = [
    ...header(report, chosen),
    '',
    ...bootLines(report, chosen),
    ...report.run.traps.flatMap((trap) => ['', ...trapLines(report, trap, chosen)]),
    ...findingSection(report, chosen),
    ...expectationSection(report, chosen),
    '',
    ...report.notes.flatMap((note) => wrap(`note: ${note}`, chosen.width)),
    ...summaryLines(report, chosen),
  ];
  return `${lines.join('\n')}\n`;
}
