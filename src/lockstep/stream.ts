import { hasFeature } from '../../assembly/a64/features.ts';
import { semantics } from '../../assembly/a64/semantics/index.ts';
import { composeWord } from '../guest/encode/bits.ts';
import { identify } from '../guest/encode/disassemble.ts';
import type { Encoding } from '../guest/encode/encoding.ts';
import { extremeFields, generateFields } from '../guest/encode/generate.ts';
import { allEncodings } from '../guest/encode/table.ts';
import type { Random } from './values.ts';

/** One instruction of a stream, and the encoding that it was made from; none for a word that is just any. */
export interface StreamWord {
  word: number;
  encoding: Encoding | undefined;
}

/** Encodings that end a stream or depend on what the two sides do not share: they have tests of their own. */
const apart = new Set([
  'udf/imm',
  'svc/imm',
  'hvc/imm',
  'smc/imm',
  'brk/imm',
  'hlt/imm',
  'dcps1/imm',
  'dcps2/imm',
  'dcps3/imm',
  'wfe/hint',
  'wfi/hint',
  // Of its numbers some are other encodings.
  'hint/imm',
  'eret/none',
  'drps/none',
  'sys/op',
  'sysl/op',
  'msr/reg',
  'mrs/reg',
  'msr/spsel',
  'msr/daifset',
  'msr/daifclr',
  'msr/dit',
  'msr/ssbs',
  'msr/uao',
  'msr/pan',
]);

const implemented = new Set(semantics.map(([id]) => id));

/** The encodings that a stream is made of: what the interpreter executes. */
export function streamEncodings(): Encoding[] {
  return allEncodings().filter(
    ({ id, isAlias, feature }) => implemented.has(id) && !apart.has(id) && !isAlias && hasFeature(feature),
  );
}

/** Names of all groups that have an encoding which the interpreter executes. */
export function executableGroups(): string[] {
  const known = allEncodings().filter(({ id, feature }) => implemented.has(id) && hasFeature(feature));
  return [...new Set(known.map(({ group }) => group.name))];
}

/** A random instruction of an encoding; undefined where its conditions were not met by chance. */
function randomWord(encoding: Encoding, random: Random): StreamWord | undefined {
  const fields = generateFields(encoding, random.below);
  return fields && { word: composeWord(encoding.pattern, fields), encoding };
}

/** Groups whose instructions neither touch memory nor leave for elsewhere. */
const plainGroup =
  /^(Add|Logical|Bitfield|Extract|Move wide|Conditional (select|compare)|Data-processing|Rotate|Evaluate|Advanced SIMD (copy|modified)|Floating-point immediate)/;
let plain: Encoding[] | undefined;

/** A random instruction that only computes. */
export function plainWord(random: Random): number {
  plain ??= streamEncodings().filter(({ group }) => plainGroup.test(group.name));
  for (;;) {
    const made = randomWord(plain[random.below(plain.length)]!, random);
    if (made !== undefined) return made.word;
  }
}

/** libunicorn does these wrongly more often than not (divergences.ts): alone in its block, none keeps others from running. */
export function isLonely({ word }: StreamWord): boolean {
  return (word & ATOMIC_MASK) === MAXIMUM_OR_MINIMUM;
}

/** Blocks of `length` random instructions, without end. */
export function* randomBlocks(random: Random, length: number): Generator<StreamWord[]> {
  const encodings = streamEncodings();
  for (;;) {
    const words = Array.from({ length }, () => randomWord(encodings[random.below(encodings.length)]!, random));
    const known = words.filter((word) => word !== undefined);
    yield known.filter((word) => !isLonely(word));
    for (const word of known.filter(isLonely)) yield [word];
  }
}

/** Atomic memory operations: o3, and the opc of maximum and minimum. */
const ATOMIC_MASK = 0x3f20cc00;
const MAXIMUM_OR_MINIMUM = 0x38204000;

const pairs = [
  ['ldxrb/reg', 'stxrb/reg'],
  ['ldaxrh/reg', 'stlxrh/reg'],
  ['ldxr/reg', 'stlxr/reg'],
  ['ldaxp/reg', 'stxp/reg'],
] as const;
const [SIZE, BASE] = [1 << 30, 0x1f << 5];

/** Load-exclusive and store-exclusive of one size and address, with at most one instruction between them. */
export function* exclusiveBlocks(random: Random, count: number): Generator<StreamWord[]> {
  const all = allEncodings();
  const encodings = streamEncodings();
  const [loads, stores] = [0, 1].map((side) => pairs.map((pair) => all.find(({ id }) => id === pair[side])!));
  for (let index = 0; index < count; index++) {
    const kind = random.below(pairs.length);
    const load = randomWord(loads![kind]!, random)!;
    const store = randomWord(stores![kind]!, random)!;
    const shared = kind < 2 ? BASE : BASE | SIZE;
    const same = ((store.word & ~shared) | (load.word & shared)) >>> 0;
    const between = randomWord(encodings[random.below(encodings.length)]!, random)!;
    const middle = random.below(2) === 0 || isLonely(between) ? [] : [between];
    yield [load, ...middle, { word: same, encoding: store.encoding }];
  }
}

/** Every encoding, each of its fields in turn with its extreme values: blocks of one instruction. */
export function* extremeBlocks(random: Random): Generator<StreamWord[]> {
  for (const encoding of streamEncodings()) {
    for (const fields of extremeFields(encoding, random.below)) {
      yield [{ word: composeWord(encoding.pattern, fields), encoding }];
    }
  }
}

/** Blocks of one word that is any, or an instruction with one bit flipped: much of it unallocated. */
export function* strangeBlocks(random: Random, count: number): Generator<StreamWord[]> {
  const encodings = streamEncodings();
  for (let index = 0; index < count; index++) {
    const known = randomWord(encodings[random.below(encodings.length)]!, random);
    const any = known === undefined || random.below(4) === 0;
    const word = any ? random.word() : (known.word ^ (1 << random.below(32))) >>> 0;
    if (isComparable(word)) yield [{ word, encoding: undefined }];
  }
}

/** Whether libunicorn can be asked about a word: it aborts on some of the SIMD and FP words that are unallocated. */
function isComparable(word: number): boolean {
  const encoding = identify(word);
  if (encoding !== undefined && apart.has(encoding.base.id)) return false;
  if (((word >>> 25) & 7) !== 7) return true;
  return encoding !== undefined && implemented.has(encoding.base.id);
}
