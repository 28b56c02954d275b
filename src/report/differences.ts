/** Where the runs of one stub on several models part: call by call, register by register, verdict by verdict. */
import { describeCall, describeReply } from '../abi/describe.ts';
import type { SmcRecord, TrapRecord } from '../engine/record.ts';
import { type ComparedTrap, compareRuns, registerDiffers } from './compare.ts';
import { callOf, findingsOf, placeOf, type RunReport } from './report.ts';
import { ranges } from './words.ts';

/**
 * What differs at one trap. `presence`: a model does not come here. `call`: the guest asks something else, because of an
 * earlier answer. `route`: handled, refused, forwarded. `reply`: x0 and its status in words. `smcs`: what EL2 asked EL3,
 * and what it was told. `registers`: what became of x0 … x30. `verdicts`: what the rules say.
 */
export type Aspect = 'presence' | 'call' | 'route' | 'reply' | 'smcs' | 'registers' | 'verdicts';

export interface TrapDifference {
  compared: ComparedTrap;
  /** Empty where all models do the same. */
  aspects: Aspect[];
  /** Registers with which some model does something else than the first one. */
  registers: string[];
}

export interface RunDifference {
  stub: string;
  title: string | undefined;
  reports: RunReport[];
  /** The boot of the hypervisors: what it returned, and the SMCs in words. */
  boot: boolean;
  /** How and where the guest stopped. */
  stop: boolean;
  traps: TrapDifference[];
}

const smcText = ({ input, output }: SmcRecord): string => `${describeCall(input)} → ${describeReply(output, input)}`;

/** What the rules say of a trap, as one text. */
function verdictText(report: RunReport, trap: TrapRecord): string {
  return findingsOf(report, trap)
    .map(({ rule, verdict, dispute, registers }) =>
      [rule, verdict, dispute?.id, ...registers.map(({ register }) => register)].join(' '),
    )
    .sort()
    .join('; ');
}

/** Aspects of a trap as texts: those of two models differ where the texts do. */
const texts: Record<Exclude<Aspect, 'presence' | 'registers'>, (report: RunReport, trap: TrapRecord) => string> = {
  call: (report, trap) => callOf(trap, report.version),
  route: (_, trap) => trap.disposition,
  reply: (_, trap) => describeReply(trap.after.x, trap.before.x),
  smcs: (_, trap) => trap.smcs.map(smcText).join('; '),
  verdicts: verdictText,
};

function allSame(values: readonly unknown[]): boolean {
  return values.every((value) => value === values[0]);
}

function aspectsOf(compared: ComparedTrap, reports: readonly RunReport[], registers: readonly string[]): Aspect[] {
  const aspects: Aspect[] = compared.traps.includes(undefined) ? ['presence'] : [];
  for (const [aspect, text] of Object.entries(texts) as [keyof typeof texts, (typeof texts)['call']][]) {
    const told = compared.traps.flatMap((trap, n) => (trap ? [text(reports[n]!, trap)] : []));
    if (!allSame(told)) aspects.push(aspect);
  }
  return registers.length > 0 && !aspects.includes('presence') ? [...aspects, 'registers'] : aspects;
}

function trapDifference(compared: ComparedTrap, reports: readonly RunReport[]): TrapDifference {
  const registers = compared.registers.filter(registerDiffers).map(({ register }) => register);
  return { compared, aspects: aspectsOf(compared, reports, registers), registers };
}

/** Compares the runs of one stub, in the order of the models. */
export function differencesOf(reports: RunReport[]): RunDifference {
  const first = reports[0]!;
  return {
    stub: first.stub,
    title: first.title,
    reports,
    boot: !allSame(reports.map(({ run: { boot } }) => `${boot.result} ${boot.smcs.map(smcText).join('; ')}`)),
    stop: !allSame(reports.map(({ run: { stop }, image }) => `${stop.kind} ${placeOf(image, stop.pc)}`)),
    traps: compareRuns(reports).map((compared) => trapDifference(compared, reports)),
  };
}

/** Whether the models do the same, from boot to stop. */
export function isSame({ boot, stop, traps }: RunDifference): boolean {
  return !boot && !stop && traps.every(({ aspects }) => aspects.length === 0);
}

/** The registers that differ somewhere in the run, as ranges in the order of their numbers. */
export function differingRegisters({ traps }: RunDifference): string {
  const names = new Set(traps.flatMap(({ registers }) => registers));
  return ranges([...names].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
}
