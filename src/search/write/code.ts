/** The instructions and the data of a stub that makes the calls of a sequence. */
import { FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import { CONTENT, type Content } from '../contents.ts';
import { labelOf, pageLabels } from '../places.ts';
import type { SearchCall, SearchMove, SearchSequence } from '../sequence.ts';
import { callText, hexText, idText, loadText, versionWord } from './names.ts';

/** Label of the SMC of a call, and of where the guest is after it. Calls count from 0. */
export const callLabel = (index: number): string => `call${index + 1}`;
export const afterLabel = (index: number): string => `after${index + 1}`;

const dataLabel = (content: number): string => `contents${content}`;

/** What the TX page holds when the program starts: what the first call that has any wants there. */
function firstContent({ moves }: SearchSequence): number {
  return moves.find(({ call }) => call.content !== CONTENT.none)?.call.content ?? CONTENT.none;
}

/** Where each call needs something else in the TX page than what is there; undefined where it does not. */
function refills(sequence: SearchSequence): (number | undefined)[] {
  let there = firstContent(sequence);
  return sequence.moves.map(({ call: { content } }) => {
    if (content === CONTENT.none || content === there) return undefined;
    there = content;
    return content;
  });
}

const refillMacro = [
  '.macro fill_tx from:req',
  '  ldr x19, =tx',
  '  ldr x20, =\\from',
  '  .rept 8',
  '  ldp x21, x22, [x20], #16',
  '  stp x21, x22, [x19], #16',
  '  .endr',
  '.endm',
  '',
];

/** Loads x0 to x17. */
function registersOf({ x }: SearchCall): string[] {
  const id = Number(x[0]! & 0xffffffffn);
  const lines = [`  ffa_begin ${idText(id)}`];
  if (x[0]! >> 32n !== 0n) lines.push(`  load64 x0, ${hexText(x[0]!)}`);
  for (const [n, value] of x.entries()) {
    if (n === 0) continue;
    const version = id === FFA_VERSION && n === 1 ? versionWord(value) : '';
    if (version.startsWith('FFA_')) lines.push(`  load32 w1, ${version}`);
    else lines.push(...loadText(n, value));
  }
  return lines;
}

function callLines({ call }: SearchMove, index: number, refill: number | undefined, conduit: 'smc' | 'hvc'): string[] {
  const [first, ...rest] = registersOf(call);
  return [
    ...(refill === undefined ? [] : [`  fill_tx ${dataLabel(refill)}`]),
    `${first!.padEnd(39)} // ${callText(call.x, conduit)}`,
    ...rest,
    `${callLabel(index)}:`,
    '  conduit',
    `${afterLabel(index)}:`,
  ];
}

/** Labels of the pages that registers or contents name. */
function pagesNamed({ moves }: SearchSequence, contents: readonly Content[]): Set<string> {
  const named = new Set<string>();
  for (const { call } of moves) {
    for (const value of call.x) {
      const place = labelOf(value);
      if (place) named.add(place.label);
    }
    if (call.content === CONTENT.none) continue;
    named.add('tx');
    for (const label of ['page', 'other_page']) {
      if (contents[call.content - 1]!.assembly.some((line) => new RegExp(`\\b${label}\\b`).test(line)))
        named.add(label);
    }
  }
  return named;
}

/** Pages that EL3 may name by their addresses: there the search has them, and so has the stub where EL3 names any. */
const FIXED: readonly string[] = ['page', 'other_page'];

function fixedPages(sequence: SearchSequence, contents: readonly Content[]): string[] {
  if (!sequence.moves.some(({ replies }) => replies.some(({ rx }) => rx))) return [];
  const named = pagesNamed(sequence, contents);
  return pageLabels.flatMap(([page, label]) =>
    FIXED.includes(label) && named.has(label) ? [`.equ ${label}, 0x${page.toString(16)}`] : [],
  );
}

function dataLines(sequence: SearchSequence, contents: readonly Content[]): string[] {
  const named = pagesNamed(sequence, contents);
  if (fixedPages(sequence, contents).length > 0) for (const label of FIXED) named.delete(label);
  if (named.size === 0) return [];
  const lines = ['', '  .data'];
  const tx = firstContent(sequence);
  for (const label of ['tx', 'rx', 'page', 'other_page']) {
    if (!named.has(label)) continue;
    lines.push('  .balign 4096', `${label}:`);
    if (label === 'tx' && tx !== CONTENT.none) lines.push(...contents[tx - 1]!.assembly);
    else lines.push('  .skip 4096');
  }
  for (const content of new Set(refills(sequence))) {
    if (content === undefined) continue;
    lines.push('  .balign 16', `${dataLabel(content)}:`, ...contents[content - 1]!.assembly, '  .skip 128');
  }
  return lines;
}

/** Includes, instructions and data. The program ends with `brk #0` after its last call. */
export function codeOf(sequence: SearchSequence, contents: readonly Content[], conduit: 'smc' | 'hvc'): string[] {
  const filled = refills(sequence);
  const body = sequence.moves.flatMap((move, index) => callLines(move, index, filled[index], conduit));
  const data = dataLines(sequence, contents);
  const macros = data.some((line) => line.includes('transaction_'));
  return [
    '.include "host.inc"',
    ...(macros ? ['.include "descriptor.inc"'] : []),
    ...fixedPages(sequence, contents),
    '',
    ...(filled.some((content) => content !== undefined) ? refillMacro : []),
    '_start:',
    ...body,
    '  brk #0',
    ...data,
  ];
}
