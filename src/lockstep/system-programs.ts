/** Random programs of what ends or leaves a block of other instructions: exceptions, calls, system instructions. */

import { maintenanceBehaviour } from '../../assembly/a64/maintenance-behaviour.ts';
import { RAM_BASE } from '../../assembly/layout.ts';
import type { Program } from '../engine/engine.ts';
import type { RegisterFile } from '../engine/record.ts';
import { assembleText } from '../guest/assemble.ts';
import { identify } from '../guest/encode/disassemble.ts';
import { EL1H, pointer } from './state.ts';
import { plainWord } from './stream.ts';
import { type Random, registerValue } from './values.ts';

/** Vectors of EL1, and where the random words stand. */
const VECTORS = RAM_BASE + 0x2000;
const BODY = RAM_BASE + 0x4000;
/** Words of one program, without BRK #0 at its end. */
const LENGTH = 48;
const STACK = 0x800f0000n;

/** Goes on behind the instruction that took the exception, legally. x18 is the handler's own. */
export const skipHandler = `
  mrs x18, elr_el1
  add x18, x18, #4
  msr elr_el1, x18
  mrs x18, spsr_el1
  bic x18, x18, #0x1f0000
  msr spsr_el1, x18
  eret
`;

/** Sets the vectors and goes to the body, at EL1 or, by an exception return, at EL0. */
const prologue = (pstate: string) => `
  ldr x18, =${VECTORS}
  msr vbar_el1, x18
  ldr x18, =${BODY}
  msr elr_el1, x18
  mov x18, #${pstate}
  msr spsr_el1, x18
  eret
`;

/** Registers that both sides have, without bits that only one of them has. */
const both = ['nzcv', 'daif', 'sp_el0', 'elr_el1', 'tpidr_el0', 'tpidr_el1', 'fpcr', 'fpsr', 'far_el1', 'par_el1'];
const readable = [...both, 'currentel', 'spsel', 'tpidrro_el0', 'vbar_el1'];
/** Of EL2 and EL3: UNDEFINED below. */
const higher = ['hcr_el2', 'elr_el2', 'spsr_el2', 'vbar_el2', 'sp_el1', 'scr_el3', 'elr_el3', 'tpidr_el3'];
const immediates = ['msr daifset, #', 'msr daifclr, #'].flatMap((text) =>
  [0, 1, 2, 7, 15].map((value) => text + value),
);

function maintenance(): string[] {
  return maintenanceBehaviour
    .filter(([mnemonic]) => mnemonic !== 'at')
    .flatMap(([mnemonic, operations]) =>
      operations
        .filter((operation) => !/^(cvap|cvadp|zva)$/.test(operation))
        .map((operation) => `${mnemonic} ${operation}${isWithout(operation) ? '' : ', x0'}`),
    );
}

/** Operations on everything take no register. */
function isWithout(operation: string): boolean {
  return /^(iallu|ialluis|vmalle1|alle[123]|vmalls12e1)(is)?$/.test(operation);
}

/** Instructions by the field that may be anything. */
const texts = {
  register: [
    ...readable.map((name) => `mrs x0, ${name}`),
    ...both.map((name) => `msr ${name}, x0`),
    ...higher.flatMap((name) => [`mrs x0, ${name}`, `msr ${name}, x0`]),
    ...maintenance().filter((text) => text.endsWith('x0')),
  ],
  nothing: [
    ...immediates,
    ...maintenance().filter((text) => !text.endsWith('x0')),
    'msr spsel, #0',
    'msr spsel, #1',
    'sysl x3, #3, c7, c0, #1',
    'wfe',
  ],
  immediate: ['svc #0', 'hvc #0', 'smc #0', 'brk #0', 'dcps1 #0', 'dcps2 #0', 'dcps3 #0', 'hlt #0'],
};

const wordsOf = (text: string, base = BigInt(BODY)) => {
  const segments = assembleText(text, 'system', { base }).segments;
  return segments.flatMap(({ bytes }) => [...new Uint32Array(bytes.slice().buffer)]);
};

type Kind = keyof typeof texts;
let pools: Record<Kind, number[]> | undefined;

function pool(kind: Kind): number[] {
  pools ??= {
    register: wordsOf(texts.register.join('\n')),
    nothing: wordsOf(texts.nothing.join('\n')),
    immediate: wordsOf(texts.immediate.join('\n')),
  };
  return pools[kind];
}

const pick = <Item>(list: readonly Item[], random: Random): Item => list[random.below(list.length)]!;
/** x0 to x17: x18 is the handler's. */
const ownRegister = (random: Random) => random.below(18);

/** MOVZ and MOVK of a call's id into x0, then SMC or HVC. */
function call(random: Random): number[] {
  const owner = pick([0x8400, 0xc400, 0x8000, 0x8200, 0x8600, 0xc600], random);
  const number = pick([0x60 + random.below(0x40), random.below(0x20), random.below(0x10000)], random);
  const conduit = pick([0xd4000003, 0xd4000002], random);
  return [0xd2800000 | (number << 5), 0xf2a00000 | (owner << 5), conduit].map((word) => word >>> 0);
}

const kinds: readonly ((random: Random) => number[])[] = [
  (random) => [(pick(pool('register'), random) & ~0x1f) | ownRegister(random)],
  (random) => [pick(pool('nothing'), random)],
  // Not HLT and BRK #0, which end a run.
  (random) => [pick(pool('immediate').slice(0, -1), random) | ((1 + random.below(0xffff)) << 5)],
  (random) => [random.below(0x10000)],
  call,
  (random) => [plainWord(random)],
  (random) => [plainWord(random)],
];

function body(random: Random): number[] {
  const words: number[] = [];
  while (words.length < LENGTH) words.push(...pick(kinds, random)(random));
  const end = pick([0xd4200000, 0xd4200000, 0xd4200000, 0xd4400000 | (random.below(0x10000) << 5), 0xd503207f], random);
  return [...words, end].map((word) => word >>> 0);
}

function registers(random: Random): RegisterFile {
  const x = Array.from({ length: 31 }, (_, n) => (n < 16 ? registerValue(random) : pointer(random)));
  const v = Array.from({ length: 32 }, () => (registerValue(random) << 64n) | registerValue(random));
  const flags = BigInt(random.below(16)) << 28n;
  return { x, spEl0: STACK - 0x2000n, spEl1: STACK, pc: BigInt(RAM_BASE), pstate: EL1H | flags, v, fpsr: 0n, fpcr: 0n };
}

const bytesOf = (words: readonly number[]) => new Uint8Array(Uint32Array.from(words).buffer);

/** A random program at EL1 or EL0 with its own vectors, and its end: an instruction that stops every run. */
export function systemProgram(random: Random): Program {
  const start = wordsOf(prologue(pick(['0x3c5', '0x3c5', '0x3c4', '0x3c0'], random)), BigInt(RAM_BASE));
  const vectors = [0, 0x200, 0x400].map((offset) => ({ address: VECTORS + offset, words: wordsOf(skipHandler) }));
  const parts = [{ address: RAM_BASE, words: start }, ...vectors, { address: BODY, words: body(random) }];
  return {
    segments: parts.map(({ address, words }) => ({ address: BigInt(address), bytes: bytesOf(words) })),
    initial: registers(random),
    watch: [],
    limits: { instructions: 2000, traps: 200, milliseconds: 60_000 },
  };
}

/** Name of the group of the instruction at an address of a program's body; undefined for what is not of it. */
export function groupAt(program: Program, address: number): string | undefined {
  const { bytes } = program.segments.at(-1)!;
  const offset = address - BODY;
  if (offset < 0 || offset >= bytes.length || offset % 4 !== 0) return undefined;
  const word = new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);
  return identify(word)?.base.group.name;
}
