import { createHash } from 'node:crypto';
import * as layout from '../../assembly/layout.ts';
import type { Machine } from '../../src/engine/machine.ts';
import { analyseTrap } from '../../src/influence/analysis.ts';
import type { InputRange, RegisterInfluence, Segment, TrapInfluence } from '../../src/influence/influence.ts';
import { registers, smcWord } from '../machine/fixture.ts';

export const ID_GET = 0x8400_0069n;
export const FEATURES = 0x8400_0064n;
export const VERSION = 0x8400_0063n;
export const SHARE = 0xc400_0073n;
export const RUN = 0x8400_006dn;
export const RXTX_MAP = 0xc400_0066n;

/** Analyses an SMC from EL1 with these first registers and canaries in the others. */
export function influenceOf(machine: Machine, first: readonly bigint[], seed = 1n): TrapInfluence {
  machine.writeRegisters(0, registers(first));
  const influence = analyseTrap(machine, 0, smcWord(), seed);
  if (!influence) throw new Error('the trap was not analysed');
  return influence;
}

/** Bits of a register as text: `63:0 reply x3`, in the order of bits, without values. */
export function madeOf({ segments }: RegisterInfluence): string {
  return segments.map((segment) => `${segment.high}:${segment.low} ${describe(segment)}`).join(' | ');
}

function describe({ kind, from, value, origin }: Segment): string {
  if (kind === 'constant') return `constant ${value.toString(16)}`;
  if (!from) return kind;
  const source = from.source === 'caller' ? 'caller' : `reply ${from.source}`;
  return `${kind} ${source} x${from.register}+${from.low}${origin ? ` from x${origin.register}+${origin.low}` : ''}`;
}

/** {@link madeOf} of registers first to last. */
export function made({ registers: list }: TrapInfluence, first: number, last = first): string[] {
  return list.slice(first, last + 1).map(madeOf);
}

/** The same text n times. */
export const times = (n: number, text: string): string[] => Array.from({ length: n }, () => text);

/** Whether the ranges have all these bits of a caller's register. */
export function hasBits(list: readonly InputRange[], register: number, high: number, low: number): boolean {
  return list.some(
    (range) => range.source === 'caller' && range.register === register && range.high >= high && range.low <= low,
  );
}

/** Everything that a machine is, but for the trap record, the log and what nobody looks at after a trap. */
export function stateOf(machine: Machine): unknown[] {
  const area = (start: number, length: number) =>
    Buffer.from(machine.bytes.slice(start, start + length)).toString('base64');
  return [
    machine.readRegisters(0),
    machine.state(),
    area(layout.REPLY_START, layout.REPLY_STRIDE * 8),
    area(layout.PKVM_STATE_START, layout.PKVM_STATE_SIZE),
    area(layout.FIRMWARE_STATE_START, layout.FIRMWARE_STATE_SIZE),
    area(layout.PAGE_STATE_START, layout.PAGE_STATE_SIZE),
    area(layout.XEN_STATE_START, layout.XEN_STATE_SIZE),
    area(layout.PARTITION_LOG_START, layout.PARTITION_LOG_SIZE),
    area(layout.CONFIG_START, layout.CONFIG_SIZE),
    createHash('sha1').update(machine.readMemory(0x8000_0000n, layout.RAM_SIZE)).digest('hex'),
  ];
}
