/** What a search says, as text and as data. */
import { describeReply } from '../abi/describe.ts';
import { findCall } from '../abi/table.ts';
import { count } from '../report/format.ts';
import type { SearchFind, SearchReport } from './search.ts';
import type { SearchReply, SearchSequence } from './sequence.ts';
import type { SearchSetup } from './setup.ts';
import { callText, hexText, idText } from './write/names.ts';

/** A find, and where it was written down. */
export interface WrittenFind {
  find: SearchFind;
  file: string;
}

/** What is looked for, in words. */
export function goalText({ goal, targets }: SearchSetup): string {
  const names = targets.map(({ model }) => model);
  if (goal.kind === 'between') return `what tells ${names[0]} and ${names[1]} apart`;
  if (goal.kind === 'find') return `${goal.what} on ${names[0]}`;
  const rules = goal.rules === '*' ? 'a rule' : `rule ${goal.rules}`;
  return `a violation of ${rules} of ${goal.profile} on ${names[0]}`;
}

function replyText({ functionId, x }: SearchReply, callX: bigint[] | undefined): string {
  const asked = functionId === undefined ? 'the SMC' : idText(functionId);
  const registers = x.flatMap((value, n) => (n > 0 && value !== 0n ? [` x${n}=${hexText(value)}`] : [])).join('');
  return `${asked} → ${describeReply(x, callX)}${registers}`;
}

function sequenceLines({ boot, moves }: SearchSequence, { conduit, vms }: SearchSetup): string[] {
  const caller = (vm: number) => (vms === 1 ? '' : `VM ${vm}  `);
  const callOf = ({ functionId }: SearchReply) => (functionId === undefined ? undefined : [BigInt(functionId)]);
  return [
    ...boot.map((reply) => `  boot  EL3 answers ${replyText(reply, callOf(reply))}`),
    ...moves.flatMap(({ call, replies }, index) => [
      `  ${String(index + 1).padStart(4)}  ${caller(call.vm)}${callText(call.x, conduit)}${registersText(call.x)}`,
      ...replies.map((reply) => `        EL3 answers ${replyText(reply, callOf(reply))}`),
    ]),
  ];
}

/** Registers that are set and are no arguments of the call. */
function registersText(x: readonly bigint[]): string {
  const fields = findCall(Number(x[0]! & 0xfffeffffn))?.arguments ?? [];
  const isNamed = (n: number) => fields.some(({ first, last }) => n >= first && n <= last);
  const set = x.flatMap((value, n) => (n > 0 && value !== 0n && !isNamed(n) ? [`x${n}=${hexText(value)}`] : []));
  return set.length === 0 ? '' : `  ${set.join(' ')}`;
}

/** How far it looked: what is exhausted, and what is not. */
export function extentText({ breadth, walks }: SearchReport): string {
  const { exhausted, complete, timedOut, states, transitions } = breadth;
  const size = `${count(states, 'state')}, ${count(transitions, 'transition')}`;
  if (timedOut) return `time ran out: depth ${exhausted} exhausted, the next in part, ${size}`;
  const whole = complete ? ', and no state is left to go on from' : '';
  const beyond = walks
    ? `; beyond it ${count(walks.walks, 'random sequence')}${walks.timedOut ? ' until time ran out' : ''}`
    : '';
  const dead = breadth.comesUp ? '' : '; the hypervisor does not come up on this firmware';
  return `exhausted: depth ${exhausted}, ${size}${whole}${beyond}${dead}`;
}

/** `found NAME: 2 calls`. */
function findLine({ kind, sequence, walkSeed }: SearchFind): string {
  const random = walkSeed === undefined ? '' : `, at random with seed ${walkSeed}`;
  return `found ${kind}: ${count(sequence.moves.length, 'call')}${random}`;
}

function rateText({ breadth, walks, milliseconds }: SearchReport): string {
  const transitions = breadth.transitions + (walks?.transitions ?? 0);
  return `${transitions} transitions, ${breadth.states} states in ${(milliseconds / 1000).toFixed(2)} s`;
}

/** The whole report. The path of the last stub is the last line. */
export function renderSearch(setup: SearchSetup, report: SearchReport, written: readonly WrittenFind[]): string {
  const lines = [`looked for ${goalText(setup)}: ${rateText(report)}`];
  if (written.length === 0) lines.push(extentText(report));
  for (const { find, file } of written) {
    lines.push(findLine(find), ...sequenceLines(find.sequence, setup), file);
  }
  return `${lines.join('\n')}\n`;
}

const hexOf = (value: bigint): string => `0x${value.toString(16)}`;

function replyData({ functionId, x, rx }: SearchReply) {
  return {
    function: functionId === undefined ? undefined : idText(functionId),
    x: x.map(hexOf),
    rx: rx && Buffer.from(rx).toString('hex'),
  };
}

/** The same as data. */
export function searchData(setup: SearchSetup, report: SearchReport, written: readonly WrittenFind[]) {
  const { breadth, walks } = report;
  return {
    goal: setup.goal,
    models: setup.targets.map(({ model }) => model),
    exhausted: breadth.exhausted,
    complete: breadth.complete,
    timedOut: breadth.timedOut || walks?.timedOut === true,
    states: breadth.states,
    transitions: breadth.transitions,
    walks,
    found: written.map(({ find: { kind, sequence, walkSeed }, file }) => ({
      kind,
      file,
      walkSeed: walkSeed?.toString(),
      boot: sequence.boot.map(replyData),
      calls: sequence.moves.map(({ call, replies }) => ({
        vm: setup.vms === 1 ? undefined : call.vm,
        text: callText(call.x, setup.conduit),
        x: call.x.map(hexOf),
        contents: call.content === 0 ? undefined : report.contents[call.content - 1]!.name,
        replies: replies.map(replyData),
      })),
    })),
  };
}
