import { idName } from '../../abi/table.ts';
import type { RunRecord, SmcRecord } from '../../engine/record.ts';
import type { CallPattern, CallSequence } from '../../guest/stub/spec.ts';
import { callsUntil } from './events.ts';
import { type Difference, type Outcome, once } from './outcome.ts';

/** Of a call only its arguments count. */
type Call = Pick<SmcRecord, 'input'>;

/** `FFA_VERSION(0x10002, 0x0)`: the call with as many arguments as are of interest. */
function describeCall({ input }: Call, args: number): string {
  const id = BigInt.asUintN(32, input[0]!);
  const shown = input.slice(1, 1 + args).map((value) => `0x${value.toString(16)}`);
  const name = idName(Number(id)) ?? `0x${id.toString(16)}`;
  return shown.length > 0 ? `${name}(${shown.join(', ')})` : name;
}

function matchesCall(pattern: CallPattern<bigint>, smc: Call): boolean {
  if (BigInt.asUintN(32, smc.input[0]!) !== pattern.functionId) return false;
  return pattern.args.every((arg, index) => arg === undefined || arg === smc.input[index + 1]);
}

/** True where the pattern's calls stand at `start`, one after the other. */
function matchesAt(calls: readonly CallPattern<bigint>[], smcs: readonly Call[], start: number): boolean {
  return calls.every((call, index) => {
    const smc = smcs[start + index];
    return smc !== undefined && matchesCall(call, smc);
  });
}

/** Where the pattern may begin: anywhere if it is open, else where the other end fits. */
function starts({ calls, openStart, openEnd }: CallSequence<bigint>, length: number): number[] {
  const last = length - calls.length;
  if (last < 0) return [];
  if (!openStart) return openEnd || last === 0 ? [0] : [];
  return openEnd ? Array.from({ length: last + 1 }, (_, index) => index) : [last];
}

function difference(what: string, expected: string, found: string): Difference {
  const words = { comparison: '==', changed: undefined, width: undefined } as const;
  return { condition: expected, position: undefined, where: 'run', what, expected, found, ...words };
}

/** The calls one by one, for a pattern with one place to stand. */
function differencesAt(calls: readonly CallPattern<bigint>[], smcs: readonly Call[], start: number): Difference[] {
  return calls.flatMap((call, index) => {
    const smc = smcs[start + index];
    if (smc && matchesCall(call, smc)) return [];
    const found = smc ? describeCall(smc, call.args.length) : 'no more calls';
    return [difference(`SMC ${start + index + 1}`, call.source, found)];
  });
}

/** Calls past the end of a pattern that is closed there. */
function surplus(sequence: CallSequence<bigint>, smcs: readonly Call[]): Difference[] {
  if (sequence.openEnd) return [];
  return smcs
    .slice(sequence.calls.length)
    .map((smc, index) => difference(`SMC ${sequence.calls.length + index + 1}`, 'no more calls', describeCall(smc, 1)));
}

/** Why the sequence stands nowhere. */
function explain(sequence: CallSequence<bigint>, smcs: readonly Call[]): Difference[] {
  const { calls, openStart, openEnd } = sequence;
  if (!openStart) return [...differencesAt(calls, smcs, 0), ...surplus(sequence, smcs)];
  if (!openEnd && smcs.length >= calls.length) return differencesAt(calls, smcs, smcs.length - calls.length);
  const all = smcs.map((smc) => describeCall(smc, 1)).join(' ');
  return [difference('SMCs', calls.map(({ source }) => source).join(' '), all || 'none')];
}

/** Holds the SMCs that reached EL3, boot included, against the sequence. */
export function checkSequence(sequence: CallSequence<bigint>, run: RunRecord): Outcome {
  const lost = run.traps.find((trap) => trap.smcCount > trap.smcs.length);
  if (lost) {
    const found = `trap ${lost.index} issued ${lost.smcCount}, of which ${lost.smcs.length} are recorded`;
    return once([difference('SMCs', 'a complete record', found)]);
  }
  return checkCalls(sequence, [...run.boot.smcs, ...run.traps.flatMap((trap) => trap.smcs)]);
}

/** Holds the calls of a partition, its initialisation included, against the sequence. */
export function checkPartitionSequence(sequence: CallSequence<bigint>, partition: number, run: RunRecord): Outcome {
  const calls = callsUntil(run, run.traps.length).filter((call) => call.partition === partition);
  return checkCalls(
    sequence,
    calls.map(({ before }) => ({ input: before })),
  );
}

function checkCalls(sequence: CallSequence<bigint>, smcs: readonly Call[]): Outcome {
  const found = starts(sequence, smcs.length).some((start) => matchesAt(sequence.calls, smcs, start));
  return once(found ? [] : explain(sequence, smcs));
}
