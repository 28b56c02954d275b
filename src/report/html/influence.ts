/** What the page knows of the influence of bits on a trap. */
import type { InputRange, RegisterInfluence, Segment, TrapInfluence } from '../../influence/influence.ts';
import { count } from '../format.ts';
import { countBits, effectsOf, flipsText, inputTexts, kindText, segmentInputs } from '../influence/words.ts';
import type { InfluenceSegmentView, InfluenceView, InputView } from './view.ts';

const inputView = ({ source, register, high, low }: InputRange): InputView => [
  source === 'caller' ? 0 : source + 1,
  register,
  high,
  low,
];

function segmentView(segment: Segment, smcs: number): InfluenceSegmentView {
  const { high, low, kind, from, origin, inputs } = segment;
  return {
    high,
    low,
    kind,
    ...(from && { from: inputView({ ...from, high: from.low + high - low }) }),
    ...(origin && { origin: inputView({ ...origin, source: 'caller', high: origin.low + high - low }) }),
    ...(inputs && { inputs: inputs.map(inputView), words: segmentInputs(segment, smcs).join(', ') }),
  };
}

/** One trap, for the page. */
export function influenceView(influence: TrapInfluence): InfluenceView {
  const { smcs, registers, asked, replies, decisive } = influence;
  const bank = (list: readonly RegisterInfluence[]) =>
    list.map(({ segments }) => segments.map((segment) => segmentView(segment, smcs)));
  const kinds = new Set([registers, ...asked].flat().flatMap(({ segments }) => segments.map(({ kind }) => kind)));
  return {
    grounds: flipsText(influence),
    kinds: Object.entries(kindText).filter(([kind]) => [...kinds].some((used) => used === kind)),
    banks: [registers, ...asked].map(bank),
    answers: replies,
    decisive: decisive.map(inputView),
    effects: effectsOf(influence).map(([name, list]) => [
      name,
      `${inputTexts(list, smcs).join(', ')} (${count(countBits(list), 'bit')})`,
    ]),
  };
}
