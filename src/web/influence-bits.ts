/** What one bit that comes out of a trap depends on, and how to say so. */
import type { InfluenceSegmentView, InfluenceView, InputView } from '../report/html/view.ts';

/** A bit that comes out: of the reply (bank 0) or of SMC n (bank n). */
export interface OutputBit {
  bank: number;
  register: number;
  bit: number;
}

export function segmentOf({ banks }: InfluenceView, { bank, register, bit }: OutputBit): InfluenceSegmentView {
  return banks[bank]![register]!.find(({ high, low }) => low <= bit && bit <= high)!;
}

/** The one bit that this bit is a copy of, where it is one. */
function copied({ kind, from, low }: InfluenceSegmentView, { register, bit }: OutputBit): InputView | undefined {
  if (kind === 'preserved') return [0, register, bit, bit];
  if (!from) return undefined;
  const [source, number, , start] = from;
  return [source, number, start + bit - low, start + bit - low];
}

/** Everything that the bit depends on. */
export function inputsOf(view: InfluenceView, output: OutputBit): InputView[] {
  const segment = segmentOf(view, output);
  const copy = copied(segment, output);
  const own: InputView[] = segment.echo ? [[0, output.register, output.bit, output.bit]] : [];
  return [...(copy ? [copy] : []), ...own, ...(segment.inputs ?? [])];
}

function nameOf([source, register, bit]: InputView): string {
  const name = `x${register}[${bit}]`;
  return source === 0 ? `the caller’s ${name}` : `${name} of EL3’s answer${source > 1 ? ` to SMC ${source}` : ''}`;
}

/** A sentence about the bit; `value` is what it was. */
export function sentenceOf(view: InfluenceView, output: OutputBit, value: string): string {
  const segment = segmentOf(view, output);
  const name = `${output.bank > 0 ? `SMC ${output.bank}: ` : ''}x${output.register}[${output.bit}]`;
  const copy = copied(segment, output);
  if (copy) return `${name} is ${nameOf(copy)}${tail(segment, output)}.`;
  if (segment.kind === 'constant') return `${name} is ${value} on this path, whatever the other bits are.`;
  if (segment.kind === 'stack') return `${name} is whatever EL2’s stack held.`;
  const what = segment.words ?? 'bits that no single flip shows';
  return segment.kind === 'mixed'
    ? `${name} depends on ${what}.`
    : `${name} depends on ${what}, and not in the same way from every register file.`;
}

function tail(segment: InfluenceSegmentView, { register, bit }: OutputBit): string {
  if (segment.echo) return `, and that is the caller’s x${register}[${bit}]`;
  if (segment.words) return `, which EL3 makes from ${segment.words}`;
  return ', and nothing else';
}
