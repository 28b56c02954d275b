/** What a stub expects, from what the run of it has shown. */
import { FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import type { SmcRecord, TrapRecord } from '../../engine/record.ts';
import type { RunReport } from '../../report/report.ts';
import type { GoalSpec } from '../setup.ts';
import { afterLabel, callLabel } from './code.ts';
import { hexText, idText, ranges, x0Text } from './names.ts';

/** What a model's run shows, and how a line is limited to that model; empty where there is one model. */
export interface ModelRun {
  report: RunReport;
  only: string;
}

const DEATHS: readonly string[] = ['el2-fault', 'el2-panic'];
const LAST_REGISTER = 30;

/** Right side of a condition: the value that xn has after a trap. */
function valueText(trap: TrapRecord, n: number): string {
  const value = trap.after.x[n]!;
  if (trap.writers[n] === 'undefined') return 'undefined';
  if (n !== 0 && value === trap.before.x[n]) return '== before';
  return `== ${n === 0 ? x0Text(value) : hexText(value)}`;
}

/** Conditions on registers, those that are alike in ranges. */
function conditions(trap: TrapRecord, registers: readonly number[]): string {
  const groups = new Map<string, number[]>();
  for (const n of registers) {
    const text = valueText(trap, n);
    groups.set(text, [...(groups.get(text) ?? []), n]);
  }
  return [...groups].flatMap(([text, numbers]) => ranges(numbers).map((range) => `${range} ${text}`)).join(', ');
}

function lastTrap({ report }: ModelRun): TrapRecord | undefined {
  return report.run.traps.at(-1);
}

/** Registers that came back otherwise from the last call of two models. */
function differing(one: TrapRecord, other: TrapRecord): number[] {
  return Array.from({ length: LAST_REGISTER + 1 }, (_, n) => n).filter(
    (n) =>
      one.after.x[n] !== other.after.x[n] || (one.writers[n] === 'undefined') !== (other.writers[n] === 'undefined'),
  );
}

/** How the run ends where that is not with the `brk #0` behind the last call. */
function stopLines({ report, only }: ModelRun): string[] {
  const { stop, traps } = report.run;
  if (stop.kind === 'brk') return [];
  const at = DEATHS.includes(stop.kind) ? ` at ${callLabel(traps.length - 1)}` : '';
  return [`expect stop${only}: ${stop.kind}${at}`];
}

function bootLines({ report, only }: ModelRun): string[] {
  return report.run.boot.result === 0 ? [] : [`expect boot${only}: result == ${report.run.boot.result}`];
}

function betweenLines(runs: readonly ModelRun[]): string[] {
  const [one, other] = runs.map(lastTrap);
  const bothCameBack = runs.every(({ report }) => report.run.stop.kind === 'brk') && one && other;
  if (!bothCameBack) return [];
  const registers = differing(one, other);
  const label = afterLabel(one.index);
  return runs.map((run) => `expect ${label}${run.only}: ${conditions(lastTrap(run)!, registers)}`);
}

function undefinedLines(run: ModelRun): string[] {
  const trap = lastTrap(run)!;
  const registers = trap.writers.flatMap((writer, n) => (writer === 'undefined' ? [n] : []));
  return [
    `expect ${afterLabel(trap.index)}${run.only}: ${ranges(registers)
      .map((range) => `${range} undefined`)
      .join(', ')}`,
  ];
}

/** A call as `expect el3` has it: FFA_VERSION with the version, the others by name. */
function smcText({ input }: SmcRecord): string {
  const id = Number(input[0]! & 0xfffeffffn);
  return id === FFA_VERSION ? `${idText(id)}(${hexText(input[1]! & 0xffffffffn)})` : idText(id);
}

const VERSION_VARIABLES = ['hyp_ffa_version', 'has_version_negotiated', 'guest_vers', 'guest_vers_tmp', 'spmc_version'];

function versionLines(run: ModelRun): string[] {
  const trap = lastTrap(run)!;
  const variables = VERSION_VARIABLES.filter((name) => trap.state[name] !== undefined);
  const state = variables.map((name) => `${name} == ${hexText(trap.state[name]!)}`).join(', ');
  const { boot, traps } = run.report.run;
  const smcs = [...boot.smcs, ...traps.flatMap((each) => each.smcs)];
  const label = afterLabel(trap.index);
  return [
    `expect ${label}${run.only}: x0 == ${hexText(trap.after.x[0]!)}`,
    ...(state === '' ? [] : [`expect state ${label}${run.only}: ${state}`]),
    ...(smcs.length > MOST_SMCS ? [] : [`expect el3${run.only}: ${smcs.map(smcText).join(' ') || 'none'}`]),
  ];
}

/** More calls than this would not be read. */
const MOST_SMCS = 8;

/** What the calls behind those of the find are answered. */
function proofLines({ report, only }: ModelRun, calls: number): string[] {
  const proofs = report.run.traps.slice(calls);
  return proofs.map((trap) => `expect ${afterLabel(trap.index)}${only}: ${conditions(trap, [0, 2])}`);
}

/** The lines that show a find of `calls` calls, and how each run ends. */
export function expectationLines(goal: GoalSpec, runs: readonly ModelRun[], calls: number): string[] {
  return [
    ...runs.flatMap(bootLines),
    ...goalLines(goal, runs),
    ...runs.flatMap((run) => proofLines(run, calls)),
    ...runs.flatMap(stopLines),
  ];
}

function goalLines(goal: GoalSpec, runs: readonly ModelRun[]): string[] {
  const [run] = runs;
  if (goal.kind === 'between') return betweenLines(runs);
  if (goal.kind === 'profile' || goal.what === 'crash' || !run || !lastTrap(run)) return [];
  if (goal.what === 'stack-leak') return undefinedLines(run);
  if (goal.what === 'version-split') return versionLines(run);
  if (goal.what === 'shared-forever') return [];
  const trap = lastTrap(run)!;
  return [`expect trap ${callLabel(trap.index)}: warnings == ${trap.warnings}`];
}

/** Findings that the rules of the stub's profile have and that nobody was looking for: a line for each. */
export function findingLines(runs: readonly ModelRun[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { report, only } of runs) {
    for (const { trap, rule, registers } of report.undeclared) {
      const numbers = registers.flatMap(({ register }) => (/^x\d+$/.test(register) ? [Number(register.slice(1))] : []));
      const others = registers.map(({ register }) => register).filter((register) => !/^x\d+$/.test(register));
      for (const named of [...ranges(numbers), ...others]) {
        const key = `${callLabel(trap)}|${named} rule=${rule}`;
        lines.set(key, [...(lines.get(key) ?? []), only]);
      }
    }
  }
  return [...lines].flatMap(([key, seen]) => {
    const [label, rest] = key.split('|') as [string, string];
    const everywhere = seen.length === runs.length;
    return (everywhere ? [''] : seen).map((only) => `expect finding ${label}${only}: ${rest}`);
  });
}
