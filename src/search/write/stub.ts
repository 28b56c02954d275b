/** A find as a stub: what was asked, what was found, the calls, and what they do. */
import type { Content } from '../contents.ts';
import type { SearchReply, SearchSequence } from '../sequence.ts';
import type { GoalSpec, SearchSetup } from '../setup.ts';
import { callLabel, codeOf } from './code.ts';
import { hexText, idText, x0Text } from './names.ts';

/** What stands in the header besides what the sequence itself says. */
export interface StubHeader {
  /** The command that found it. */
  command: string;
  seed: bigint;
  /** How it was found: a sentence. */
  how: string;
  /** What was found, in the goal's words. */
  kind: string;
  /** `//! firmware`, without those words; empty for the standard one. */
  firmware: string;
}

function replyLine({ functionId, x, rx }: SearchReply, at: string): string {
  const name = functionId === undefined ? '' : ` ${idText(functionId)}`;
  const registers = x.flatMap((value, n) => (n > 0 && value !== 0n ? [` x${n}=${hexText(value)}`] : [])).join('');
  const bytes = rx ? ` rx="${Buffer.from(rx).toString('hex')}"` : '';
  return `reply${name}${at} -> ${x0Text(x[0]!)}${registers}${bytes}`;
}

function replyLines({ boot, moves }: SearchSequence): string[] {
  return [
    ...boot.map((reply) => replyLine(reply, '')),
    ...moves.flatMap(({ replies }, index) => replies.map((reply) => replyLine(reply, ` at ${callLabel(index)}`))),
  ];
}

interface Words {
  title: string;
  asks: string;
  out: string;
  clause: string;
}

const NO_CLAUSE = 'none: isolation';

/** What the goal is, for the reader of the stub. */
function wordsFor(goal: GoalSpec, models: readonly string[], kind: string): Words {
  const [one, other] = models as [string, string?];
  if (goal.kind === 'between') {
    return {
      title: `What tells ${one} and ${other} apart`,
      asks: `Which is the shortest sequence of calls whose outcome is not the same on ${one} and on ${other}?`,
      out: 'what the two models return, see the expectations.',
      clause: 'DEN0028 2.6, DEN0077A 1.2 section 13.2',
    };
  }
  if (goal.kind === 'profile') {
    return {
      title: `${one} breaks ${kind}`,
      asks: `Which is the shortest sequence of calls that breaks a rule of ${goal.profile} on ${one}?`,
      out: `a register that is not as the rule ${kind} demands.`,
      clause: `see trapline explain ${kind}`,
    };
  }
  const words: Record<typeof goal.what, Words> = {
    crash: {
      title: `${one} dies: ${kind}`,
      asks: `Which is the shortest sequence of calls after which ${one} does not go on?`,
      out: 'nothing: EL2 is dead.',
      clause: NO_CLAUSE,
    },
    'stack-leak': {
      title: `${one} returns what its stack held`,
      asks: `Which is the shortest sequence of calls after which registers hold uninitialised EL2 stack on ${one}?`,
      out: 'registers that nobody has set.',
      clause: NO_CLAUSE,
    },
    'version-split': {
      title: `${kind.replace('version-split-', '').replace('-', ' and ')} mean different versions`,
      asks: `Which is the shortest sequence of calls after which two sides of ${one} mean different versions?`,
      out: 'x0 a version, or -1.',
      clause: 'DEN0077A 1.2 section 13.2',
    },
    'shared-forever': {
      title: `Memory that ${one} keeps for ever`,
      asks: `Which is the shortest sequence of calls after which ${one} keeps memory that nobody can get back?`,
      out: 'x0 of each call.',
      clause: NO_CLAUSE,
    },
    warning: {
      title: `${one} meets a condition that must not hold`,
      asks: `Which is the shortest sequence of calls that ends in a WARN_ON of ${one}, which is a panic at EL2?`,
      out: 'whatever EL2 says.',
      clause: NO_CLAUSE,
    },
  };
  return words[goal.what];
}

/** Breaks a text into lines of `//!` of one kind. */
function prose(kind: string, text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && `//! ${kind} ${line} ${word}`.length > 118) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `//! ${kind} ${each}`);
}

/** Registers that the calls pass, in words. */
function inputs({ moves }: SearchSequence): string {
  const ids = moves.map(({ call }) => idText(Number(call.x[0]! & 0xffffffffn)));
  return ids.length === 0 ? 'nothing: it is decided before the first instruction.' : `${ids.join(', then ')}.`;
}

/** The whole stub. `expectations` are its `expect` lines. */
export function stubText(
  setup: SearchSetup,
  sequence: SearchSequence,
  contents: readonly Content[],
  header: StubHeader,
  expectations: readonly string[],
): string {
  const models = setup.targets.map(({ model }) => model);
  const words = wordsFor(setup.goal, models, header.kind);
  const lines = [
    `//! title ${words.title}`,
    ...prose('asks', words.asks),
    `//! models ${models.join(' ')}`,
    ...(header.firmware === '' ? [] : [`//! firmware ${header.firmware}`]),
    ...(setup.conduit === 'hvc' ? ['//! conduit hvc'] : []),
    `//! seed ${header.seed}`,
    ...(setup.goal.kind === 'profile' ? [`//! profile ${setup.goal.profile}`] : []),
    ...replyLines(sequence).map((line) => `//! ${line}`),
    ...expectations.map((line) => `//! ${line}`),
    ...prose('note', `Found by ${header.command}: ${header.how}`),
    '//',
    `// In:   ${inputs(sequence)}`,
    `// Out:  ${words.out}`,
    `// Clause: ${words.clause}`,
    ...codeOf(sequence, contents, setup.conduit),
  ];
  return `${lines.join('\n')}\n`;
}
