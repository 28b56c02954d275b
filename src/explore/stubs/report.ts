import { decodeCall, decodeReply } from '../../abi/describe.ts';
import { hex } from '../../engine/hex.ts';
import { differenceText } from '../../report/expectation-text.ts';
import { count } from '../../report/format.ts';
import type { StubExploration, StubFailure, StubOutcome } from './explore.ts';
import type { StubSystem } from './load.ts';
import type { StubEvent, StubReplay } from './replay.ts';

/** The order in which vCPUs went on, as `--schedule` takes it. */
export function scheduleOf({ events }: StubReplay): string {
  return events.map(({ label }) => label).join(' ');
}

const dispositions = {
  none: '',
  handled: 'EL2 handles it',
  refused: 'EL2 refuses it',
  forwarded: 'EL2 passes it on',
  'not-supported': 'EL2 does not know it',
  psci: 'EL2’s PSCI relay',
  untrapped: 'straight to EL3',
  undefined: 'UNDEFINED',
  hypercall: 'a hypercall',
  started: 'EL2 starts',
} as const;

/** `FFA_VERSION(1.1) → 1.2`. */
export function callText({ trap }: StubEvent): string | undefined {
  if (!trap) return undefined;
  const { name, arguments: args } = decodeCall(trap.before.x, trap.conduit);
  const { status, name: reply } = decodeReply(trap.after.x, trap.before.x);
  return `${args === '' ? name : `${name}(${args})`} → ${status ?? reply}`;
}

function eventLine(event: StubEvent, index: number, width: number): string {
  const { label, text, trap } = event;
  const what = trap ? `${callText(event)}   ${dispositions[trap.disposition]}` : text;
  return `  ${String(index + 1).padStart(4)}  ${label.padEnd(width)}  ${what}`.trimEnd();
}

/** A schedule step by step. */
function scheduleLines(replay: StubReplay): string[] {
  const width = Math.max(0, ...replay.events.map(({ label }) => label.length));
  return [
    ...replay.events.map((event, index) => eventLine(event, index, width)),
    `    --schedule "${scheduleOf(replay)}"`,
  ];
}

function callLines({ events, runs }: StubReplay): string[] {
  return runs.map(({ stop }, vcpu) => {
    const calls = events.filter((event) => event.vcpu === vcpu).flatMap((event) => callText(event) ?? []);
    return `  P${vcpu}   ${[...calls, stop.detail].join(', ')}`;
  });
}

/** Values that a line has room for; the data has all. */
const shownValues = 10;

function differsText(differs: StubOutcome['differs']): string {
  const shown = differs.slice(0, shownValues).map(([name, value]) => `${name}=${value}`);
  const more = differs.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('  ');
}

function outcomeLines(outcome: StubOutcome, index: number, all: boolean): string[] {
  const { replay, states, differs } = outcome;
  return [
    `outcome ${index + 1}   ${count(states, 'final state')}`,
    ...callLines(replay),
    ...(differs.length > 0 ? [`  differs   ${differsText(differs)}`] : []),
    ...(all ? scheduleLines(replay) : [`    --schedule "${scheduleOf(replay)}"`]),
  ];
}

function failureLines({ system }: StubExploration, { vcpu, results, replay }: StubFailure): string[] {
  const { file } = system.threads[vcpu]!.stub;
  return [
    `FAIL   P${vcpu} (${file})`,
    ...results.flatMap(({ text, status, differences, detail, position }) => [
      `  ${position ? `${position.file}:${position.line} ` : ''}${text}`,
      ...differences.map((difference) => `    ${differenceText(difference)}`),
      ...(differences.length === 0 && detail !== undefined ? [`    ${status}: ${detail}`] : []),
    ]),
    ...scheduleLines(replay),
  ];
}

/** What runs where. */
export function headingOf(system: StubSystem): string {
  const threads = system.threads.map(({ stub }, vcpu) => `P${vcpu} ${stub.file}`);
  return `explore   ${system.chosen.choice.text}   ${threads.join(', ')}`;
}

function coverage({ states, transitions, finalStates, incomplete, milliseconds, limits }: StubExploration): string {
  const points = limits.granularity === 'traps' ? 'traps' : 'traps and accesses to memory';
  const whole = incomplete.length === 0 ? 'exhaustive' : `not exhaustive (${incomplete.join('; ')})`;
  const counts = [count(states, 'state'), count(transitions, 'transition'), count(finalStates, 'final state')];
  return `  ${whole}: ${counts.join(', ')}, ${milliseconds.toFixed(1)} ms; sequentially consistent, vCPUs change at ${points}`;
}

/** All outcomes, and each expectation that some order does not meet with that order. */
export function renderStubs(exploration: StubExploration, all: boolean): string {
  const { outcomes, failures, system } = exploration;
  const verdict =
    failures.length > 0
      ? `${count(failures.length, 'way')} in which a vCPU does not do as its stub expects`
      : 'every expectation holds in every order';
  const lines = [
    headingOf(system),
    coverage(exploration),
    '',
    ...outcomes.flatMap((outcome, index) => [...outcomeLines(outcome, index, all), '']),
    ...failures.flatMap((failure) => [...failureLines(exploration, failure), '']),
    exploration.incomplete.length > 0 && failures.length === 0 ? 'no expectation failed as far as it went' : verdict,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** One schedule, step by step, and where it ends. */
export function renderStubReplay(system: StubSystem, replay: StubReplay): string {
  const lines = [
    headingOf(system),
    ...scheduleLines(replay).slice(0, -1),
    ...replay.runs.map(({ stop }, vcpu) => `  P${vcpu}   ${stop.detail}`),
    `  state ${Object.entries(replay.state)
      .map(([name, value]) => `${name}=0x${value.toString(16)}`)
      .join(' ')}`,
    ...(replay.complete ? [] : ['Not all vCPUs have stopped']),
  ];
  return `${lines.join('\n')}\n`;
}

const replayData = (replay: StubReplay): object => ({
  schedule: scheduleOf(replay),
  events: replay.events.map((event) => ({
    label: event.label,
    vcpu: event.vcpu,
    instruction: event.text,
    call: callText(event),
    disposition: event.trap?.disposition,
  })),
  stops: replay.runs.map(({ stop }) => stop.detail),
  registers: replay.runs.map(({ final }) => final.x.map((value) => `0x${hex(value)}`)),
  state: Object.fromEntries(Object.entries(replay.state).map(([name, value]) => [name, `0x${value.toString(16)}`])),
});

/** One schedule as plain data. */
export function stubReplayJson({ chosen, threads }: StubSystem, replay: StubReplay): object {
  return { model: chosen.choice.text, stubs: threads.map(({ stub }) => stub.file), ...replayData(replay) };
}

/** An exploration as plain data. */
export function stubsJson(exploration: StubExploration): object {
  const { system, limits, outcomes, failures, states, transitions, finalStates, incomplete, milliseconds } =
    exploration;
  return {
    model: system.chosen.choice.text,
    stubs: system.threads.map(({ stub }) => stub.file),
    granularity: limits.granularity,
    exhaustive: incomplete.length === 0,
    incomplete,
    states,
    transitions,
    finalStates,
    milliseconds,
    outcomes: outcomes.map((outcome) => ({
      finalStates: outcome.states,
      differs: Object.fromEntries(outcome.differs),
      ...replayData(outcome.replay),
    })),
    failures: failures.map(({ vcpu, results, replay }) => ({
      vcpu,
      expectations: results.map(({ text, status, differences, detail }) => ({
        text,
        status,
        reasons: [...differences.map(differenceText), ...(detail === undefined ? [] : [detail])],
      })),
      ...replayData(replay),
    })),
  };
}
