import type { RunRecord, StopReason } from '../../engine/record.ts';
import type { StopPattern } from '../../guest/stub/spec.ts';
import { type Difference, type Outcome, once } from './outcome.ts';

/** How a stub ends where it does not say otherwise. */
export const DEFAULT_STOP: StopPattern<bigint> = { kind: 'brk', immediate: 0n, at: undefined };

function describe(kind: string, immediate: bigint | number | undefined): string {
  return immediate === undefined ? kind : `${kind} #${immediate}`;
}

function difference(what: string, expected: string | bigint, found: string | bigint): Difference {
  const isAddress = typeof expected === 'bigint' && typeof found === 'bigint';
  return {
    condition: 'stop',
    position: undefined,
    where: 'run',
    what,
    comparison: '==',
    expected,
    found,
    changed: isAddress ? expected ^ found : undefined,
    width: isAddress ? 64 : undefined,
  };
}

function checkKind(pattern: StopPattern<bigint>, stop: StopReason): Difference[] {
  const { kind, immediate } = pattern;
  const sameImmediate = immediate === undefined || BigInt(stop.immediate ?? -1) === immediate;
  if (stop.kind === kind && sameImmediate) return [];
  return [difference('stop', describe(kind, immediate), `${describe(stop.kind, stop.immediate)}: ${stop.detail}`)];
}

/** Holds the reason why the run stopped against what is expected; `address` is where it should have stopped. */
export function checkStop(pattern: StopPattern<bigint>, address: bigint | undefined, run: RunRecord): Outcome {
  const place = address === undefined || address === run.stop.pc ? [] : [difference('pc', address, run.stop.pc)];
  return once([...checkKind(pattern, run.stop), ...place]);
}
