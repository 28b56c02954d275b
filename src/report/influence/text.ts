/** An influence analysis for people: a line for every run of bits that are made alike. */

import { hex } from '../../engine/hex.ts';
import type { TrapRecord, Writer } from '../../engine/record.ts';
import type { Segment, TrapInfluence } from '../../influence/influence.ts';
import { count, createPaint, flow, type Paint, pad, plain, wrap } from '../format.ts';
import { callOf, findingsOf, instructionOf, isDeclared, placeOf, type RunReport } from '../report.ts';
import { groupName, groupRegisters, groupText, type RegisterGroup } from './groups.ts';
import { provenTexts } from './verdicts.ts';
import {
  countBits,
  effectsOf,
  flipsText,
  inputTexts,
  LIMITS,
  segmentBits,
  segmentInputs,
  segmentText,
} from './words.ts';

export interface InfluenceTextOptions {
  color: boolean;
  /** Columns. */
  width: number;
  /** All traps were asked for: say how many were left out. */
  all: boolean;
}

const NAME_COLUMNS = 16;
const LEGEND =
  'Bits that decide the path make EL2 do something else, ask EL3 something else or answer with another kind of reply; all ' +
  'the rest holds on the path that was taken. Bits that are flipped alone were never drawn at random together with others.';

const writerNames: Partial<Record<Writer, string>> = {
  el2: 'EL2',
  el3: 'EL3',
  partition: 'a partition',
  stale: 'an earlier call',
};

function painter({ kind }: Segment, paint: Paint): (text: string) => string {
  switch (kind) {
    case 'preserved':
      return paint.green;
    case 'reply':
      return paint.blue;
    case 'constant':
      return (text) => text;
    case 'stack':
      return paint.magenta;
    default:
      return paint.yellow;
  }
}

/** Parts behind a name of its own column, on as many lines as they need. */
function column(name: string, parts: string[], options: InfluenceTextOptions, separator = '   '): string[] {
  const lines = flow(parts, options.width - NAME_COLUMNS - 2, 0, 2, separator);
  return lines.map((line, n) => `  ${pad(n === 0 ? name : '', NAME_COLUMNS)}${line}`);
}

/** `made from x1[31:0], x3`: a list breaks between its items. */
function inputParts(segment: Segment, smcs: number): string[] {
  const inputs = segmentInputs(segment, smcs);
  if (inputs.length === 0) return [];
  const by = segment.kind === 'reply' ? 'made by EL3 from' : 'from';
  return inputs.map((text, n) => `${n === 0 ? `${by} ` : ''}${text}${n < inputs.length - 1 ? ',' : ''}`);
}

function segmentLines(
  name: string,
  segment: Segment,
  writer: Writer,
  smcs: number,
  options: InfluenceTextOptions,
): string[] {
  const paint = createPaint(options.color);
  const by = segment.kind === 'constant' ? (writerNames[writer] ?? '') : '';
  const [first = '', ...more] = inputParts(segment, smcs);
  const what = painter(segment, paint)(segmentText(segment, smcs));
  const head = [what, by, first].filter((part) => part !== '').join('   ');
  return column(`${name}${segmentBits(segment)}`, [head, ...more], options, ' ');
}

function groupLines(group: RegisterGroup, smcs: number, options: InfluenceTextOptions): string[] {
  const { first, last, segments, writer } = group;
  return segments.flatMap((segment) => {
    if (first === last || !segment.from) return segmentLines(groupName(group), segment, writer, smcs, options);
    const text = groupText(group, segment, smcs);
    return column(
      `${groupName(group)}${segmentBits(segment)}`,
      [painter(segment, createPaint(options.color))(text)],
      options,
    );
  });
}

function effectLines(influence: TrapInfluence, options: InfluenceTextOptions): string[] {
  const paint = createPaint(options.color);
  const { smcs } = influence;
  return effectsOf(influence).flatMap(([name, ranges]) => {
    const texts = inputTexts(ranges, smcs);
    const items = texts.map((text, n) => (n < texts.length - 1 ? `${text},` : text));
    return column(name, [...items, `(${count(countBits(ranges), 'bit')})`], options, ' ').map(paint.dim);
  });
}

/** What the rules complain of, and what proves it. */
function verdictLines(
  report: RunReport,
  trap: TrapRecord,
  influence: TrapInfluence,
  options: InfluenceTextOptions,
): string[] {
  const paint = createPaint(options.color);
  return findingsOf(report, trap).flatMap((finding) => {
    const { verdict, rule, profile } = finding;
    const texts = provenTexts(finding, influence);
    if (texts.length === 0) return [];
    const items = texts.map((text, n) => (n < texts.length - 1 ? `${text},` : text));
    const known = isDeclared(report, finding) ? ['(declared by the stub)'] : [];
    return column(`! ${verdict}`, [`${rule} (${profile}):`, ...items, ...known], options, ' ').map(paint.red);
  });
}

/** What EL3 is asked: each SMC with its registers. */
function askedLines({ asked, smcs }: TrapInfluence, options: InfluenceTextOptions): string[] {
  return asked.flatMap((registers, smc) => [
    createPaint(options.color).bold(`  SMC ${smc + 1}`),
    ...groupRegisters(registers).flatMap((group) => groupLines(group, smcs, options)),
  ]);
}

function trapLines(
  report: RunReport,
  trap: TrapRecord,
  influence: TrapInfluence,
  options: InfluenceTextOptions,
): string[] {
  const paint = createPaint(options.color);
  const heading = [
    paint.bold(`${placeOf(report.image, trap.address)}:  ${instructionOf(report.image, trap)}`),
    paint.bold(paint.cyan(callOf(trap, report.version))),
    report.model,
    `trap ${trap.index + 1}`,
  ];
  return [
    ...flow(heading, options.width),
    ...wrap(flipsText(influence), options.width, 2).map(paint.dim),
    ...groupRegisters(influence.registers).flatMap((group) => groupLines(group, influence.smcs, options)),
    ...askedLines(influence, options),
    ...effectLines(influence, options),
    ...verdictLines(report, trap, influence, options),
  ];
}

function missedText({ run }: RunReport): string {
  const missed = run.traps.filter(({ influence }) => !influence).length;
  if (missed === 0) return '';
  return `${count(missed, 'trap')} left out: ${LIMITS}.`;
}

/** The influence of every bit on the traps of a run that were analysed, as text with a final newline. */
export function renderInfluenceText(report: RunReport, options: InfluenceTextOptions): string {
  const paint = createPaint(options.color);
  const facts = [
    `stub ${report.stub}`,
    `model ${paint.bold(report.model)}`,
    `firmware ${report.firmware}`,
    `engine ${report.run.engine}`,
    `seed ${hex(report.seed)}`,
  ];
  const traps = report.run.traps.flatMap((trap) =>
    trap.influence ? [trapLines(report, trap, trap.influence, options)] : [],
  );
  const missed = options.all ? missedText(report) : '';
  return [
    flow(facts, options.width, 0, 0),
    ...traps,
    ...(missed ? [wrap(missed, options.width)] : []),
    wrap(LEGEND, options.width).map(paint.dim),
  ]
    .map((lines) => `${lines.map((line) => (plain(line) === line ? line.trimEnd() : line)).join('\n')}\n`)
    .join('\n');
}
