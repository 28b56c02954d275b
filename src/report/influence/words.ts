/** Bits of registers, and what they are made of, in words. */

import { hex } from '../../engine/hex.ts';
import { ANALYSIS_LIMIT } from '../../influence/analysis.ts';
import { MOST_SECURE } from '../../influence/flips.ts';
import type { InputRange, InputSource, Segment, SegmentKind, TrapInfluence } from '../../influence/influence.ts';

/** What each kind of bit is, for a legend. */
export const kindText: Record<SegmentKind, string> = {
  preserved: 'preserved: the caller’s own bit, and nothing else',
  reply: 'copied from a register of EL3’s answer',
  moved: 'copied from another of the caller’s bits',
  constant: 'constant: no bit has an influence',
  mixed: 'mixed: other bits have an influence, or several',
  conditional: 'conditional: not the same from every register file, and more than single bits decide',
  stack: 'uninitialised EL2 stack',
};

/** `` for the caller, `reply ` for the one answer there is, `reply 2 ` where there are several. */
function sourceText(source: InputSource, smcs: number): string {
  if (source === 'caller') return '';
  return smcs > 1 ? `reply ${source + 1} ` : 'reply ';
}

const bitsText = (high: number, low: number): string => {
  if (high === 63 && low === 0) return '';
  return high === low ? `[${high}]` : `[${high}:${low}]`;
};

interface Named {
  source: InputSource;
  first: number;
  last: number;
  bits: string;
}

/** Neighbouring registers with the same bits become one. */
function joined(ranges: readonly InputRange[]): Named[] {
  const whole: Named[] = [];
  const registers = new Map<string, Named & { list: string[] }>();
  for (const { source, register, high, low } of ranges) {
    const key = `${source} ${register}`;
    const entry = registers.get(key) ?? { source, first: register, last: register, bits: '', list: [] };
    entry.list.push(bitsText(high, low));
    registers.set(key, entry);
  }
  for (const { list, ...entry } of registers.values()) {
    const bits = list.join('').replaceAll('][', ',');
    const open = whole.at(-1);
    if (open && open.source === entry.source && open.last + 1 === entry.first && open.bits === bits) {
      open.last = entry.first;
    } else whole.push({ ...entry, bits });
  }
  return whole;
}

/** `x1[31:0]`, `x4–x7`, `reply x0[63:32,0]`: ranges in the order of {@link InputRange} lists. */
export function inputTexts(ranges: readonly InputRange[], smcs: number): string[] {
  return joined(ranges).map(({ source, first, last, bits }) => {
    const names = first === last ? `x${first}` : `x${first}–x${last}`;
    return `${sourceText(source, smcs)}${names}${bits}`;
  });
}

/** The bits of a segment, `` where they are all. */
export function segmentBits({ high, low }: Segment): string {
  return bitsText(high, low);
}

/** The bits in their place in the register, 16 hex digits; a few of them as such. */
function valueText({ high, low, value }: Segment): string {
  const length = high - low + 1;
  return length <= 4 ? value.toString(2).padStart(length, '0') : hex(value << BigInt(low));
}

function copiedFrom({ from, high, low }: Segment, smcs: number): string {
  const { source, register, low: start } = from!;
  return inputTexts([{ source, register, high: start + high - low, low: start }], smcs)[0]!;
}

/** Whose bits EL3's answer hands back, in so many registers: `the caller’s`, with their names where they are others. */
export function originText({ origin, from, high, low }: Segment, count = 1): string {
  if (!origin || (origin.register === from?.register && origin.low === from.low)) return 'the caller’s';
  const ranges = Array.from({ length: count }, (_, n): InputRange => {
    return { source: 'caller', register: origin.register + n, high: origin.low + high - low, low: origin.low };
  });
  return `the caller’s ${inputTexts(ranges, 1).join(', ')}`;
}

/** What made the bits, without the bits of a `mixed` segment: `reply x3`, `constant 0000000000000000`. */
export function segmentText(segment: Segment, smcs: number): string {
  switch (segment.kind) {
    case 'reply': {
      const copied = copiedFrom(segment, smcs);
      return segment.origin ? `${copied}, which is ${originText(segment)}` : copied;
    }
    case 'moved':
      return `the caller’s ${copiedFrom(segment, smcs)}`;
    case 'constant':
      return `constant ${valueText(segment)}`;
    case 'stack':
      return 'uninitialised EL2 stack';
    default:
      return segment.kind;
  }
}

/** Bits that have an influence and that {@link segmentText} does not name: `from x1[31:0], x3`. */
export function segmentInputs(segment: Segment, smcs: number): string[] {
  return inputTexts(segment.inputs ?? [], smcs);
}

/** Which traps are analysed. */
export const LIMITS = `of a run the first ${ANALYSIS_LIMIT} are analysed, and none in which programs of secure partitions execute more than ${MOST_SECURE} instructions`;

/** How many bits the ranges have. */
export function countBits(list: readonly InputRange[]): number {
  return list.reduce((sum, { high, low }) => sum + high - low + 1, 0);
}

/** What bits do besides what registers are made of: names and lists, those that have any bits. */
export function effectsOf(influence: TrapInfluence): [string, readonly InputRange[]][] {
  const { decisive, state, memory, passed, ignored, held } = influence;
  const effects: [string, readonly InputRange[]][] = [
    ['decide the path', decisive],
    ['change EL2', state],
    ['change memory', memory],
    ['reach EL3 only', passed],
    ['no effect', ignored],
    ['flipped alone', held],
  ];
  return effects.filter(([, ranges]) => ranges.length > 0);
}

/** What the claims rest on besides flips. */
function groundsText({ points, witnesses }: TrapInfluence): string {
  const files =
    points > 1 ? `, from the trap’s own registers and from random ones` : ', from the trap’s own registers only';
  return `${files}${witnesses > 0 ? `; ${witnesses} more random register files come out alike` : ''}`;
}

/** How many bits were flipped, where and from what; or why the answers were not. */
export function flipsText(influence: TrapInfluence): string {
  const { flips, smcs, replies } = influence;
  const answers =
    replies > 0
      ? `the caller’s and those of ${replies === smcs ? (smcs === 1 ? 'EL3’s answer' : `EL3’s ${smcs} answers`) : `the first ${replies} of EL3’s ${smcs} answers`}`
      : 'the caller’s';
  const left =
    smcs > 0 && replies === 0 ? '; with its answers fixed the trap comes out otherwise, so they were not' : '';
  return `${flips} flips of a bit: ${answers}${groundsText(influence)}${left}`;
}
