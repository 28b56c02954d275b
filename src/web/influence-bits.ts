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

/** One bit of a copied range: the one `distance` above its lowest. */
function bitOf([source, register, , low]: InputView, distance: number): InputView {
  return [source, register, low + distance, low + distance];
}

/** The one bit that this bit is a copy of, where it is one. */
function copied({ kind, from, low }: InfluenceSegmentView, { register, bit }: OutputBit): InputView | undefined {
  if (kind === 'preserved') return [0, register, bit, bit];
  return from && bitOf(from, bit - low);
}

/** Everything that the bit depends on. */
export function inputsOf(view: InfluenceView, output: OutputBit): InputView[] {
  const segment = segmentOf(view, output);
  const copy = copied(segment, output);
  const { origin, low, inputs = [] } = segment;
  return [...(copy ? [copy] : []), ...(origin ? [bitOf(origin, output.bit - low)] : []), ...inputs];
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

function tail(segment: InfluenceSegmentView, { bit }: OutputBit): string {
  if (segment.origin) return `, and that is ${nameOf(bitOf(segment.origin, bit - segment.low))}`;
  if (segment.words) return `, which EL3 makes from ${segment.words}`;
  return ', and nothing else';
}
