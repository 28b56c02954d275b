/** Registers of a reply that are made in the same way, side by side. */
import type { InputRange, RegisterInfluence, Segment } from '../../influence/influence.ts';
import { uniteRanges } from '../../influence/ranges.ts';
import { inputTexts, originText, segmentText } from './words.ts';

/** Registers first to last, all of whose segments are alike but for the number of the register they come from. */
export interface RegisterGroup {
  first: number;
  last: number;
  /** Who wrote them. */
  writer: RegisterInfluence['writer'];
  /** Of the first register. */
  segments: Segment[];
}

/** Whether EL3 has both from the caller's register that is as far away from them, or neither from the caller. */
function isNextOrigin({ origin: above }: Segment, { origin: below }: Segment, distance: number): boolean {
  if (!above || !below) return above === below;
  return above.low === below.low && above.register + distance === below.register;
}

function isNext(above: Segment, below: Segment, distance: number): boolean {
  if (above.high !== below.high || above.low !== below.low || above.kind !== below.kind) return false;
  if (above.kind === 'mixed' || above.inputs || below.inputs) return false;
  if (above.kind === 'constant') return above.value === below.value;
  if (!isNextOrigin(above, below, distance)) return false;
  if (!above.from || !below.from) return true;
  const { source, register, low } = above.from;
  return source === below.from.source && low === below.from.low && register + distance === below.from.register;
}

function belongs(group: RegisterGroup, { register, writer, segments }: RegisterInfluence): boolean {
  if (register !== group.last + 1 || writer !== group.writer || segments.length !== group.segments.length) return false;
  return segments.every((segment, n) => isNext(group.segments[n]!, segment, register - group.first));
}

/** Neighbours that no copy or constant explains become one: people want to know of what, not of which bit which. */
function mergeMixed(segments: readonly Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const open = merged.at(-1);
    if (!open || open.kind !== segment.kind || (segment.kind !== 'mixed' && segment.kind !== 'conditional')) {
      merged.push(segment);
      continue;
    }
    const value = (open.value << BigInt(segment.high - segment.low + 1)) | segment.value;
    const inputs = uniteRanges([open.inputs ?? [], segment.inputs ?? []]);
    merged[merged.length - 1] = { ...open, low: segment.low, value, ...(inputs.length > 0 && { inputs }) };
  }
  return merged;
}

/** The registers in order, neighbours that are made alike in one group. */
export function groupRegisters(registers: readonly RegisterInfluence[]): RegisterGroup[] {
  const groups: RegisterGroup[] = [];
  for (const exact of registers) {
    const entry = { ...exact, segments: mergeMixed(exact.segments) };
    const open = groups.at(-1);
    if (open && belongs(open, entry)) open.last = entry.register;
    else groups.push({ first: entry.register, last: entry.register, writer: entry.writer, segments: entry.segments });
  }
  return groups;
}

/** `x8`, `x8–x17`. */
export function groupName({ first, last }: RegisterGroup): string {
  return first === last ? `x${first}` : `x${first}–x${last}`;
}

/** What made a segment of each register of a group, as {@link segmentText} for one. */
export function groupText({ first, last }: RegisterGroup, segment: Segment, smcs: number): string {
  const { from, kind, high, low } = segment;
  if (first === last || !from) return segmentText(segment, smcs);
  const ranges = Array.from({ length: last - first + 1 }, (_, n): InputRange => {
    return { source: from.source, register: from.register + n, high: from.low + high - low, low: from.low };
  });
  const copied = inputTexts(ranges, smcs).join(', ');
  if (kind === 'moved') return `the caller’s ${copied}`;
  return segment.origin ? `${copied}, which are ${originText(segment, last - first + 1)}` : copied;
}
