/** A run as the steps that a reader goes through: who speaks to whom, and the registers that travel. */
import type { RunView, SmcView, TrapView } from '../report/html/view.ts';

export type Lane = 'guest' | 'el2' | 'el3';

export interface Step {
  kind: 'boot-smc' | 'boot-reply' | 'call' | 'smc' | 'smc-reply' | 'return';
  /** Index of the trap; undefined during the boot of the hypervisor. */
  trap: number | undefined;
  from: Lane;
  to: Lane;
  /** On the arrow. */
  label: string;
  /** Registers before and after, hex digits; undefined where nobody recorded them. As many as the step carries. */
  before: (string | undefined)[];
  after: string[];
  /** Who wrote each register: g guest, c nobody since the call, e EL2, f EL3, p a partition, s stale, u uninitialised EL2 stack. */
  writers: string;
}

/** Registers of an SMC that hold what nobody wrote. */
function isUndefined(mask: number, n: number): boolean {
  return ((mask >>> n) & 1) !== 0;
}

/** The SMC and its reply; `passed` is what the registers held before EL2 made its own of them. */
function smcSteps(smc: SmcView, trap: number | undefined, passed: (string | undefined)[]): Step[] {
  const asked = smc.input.slice(0, smc.registers);
  const asking = asked.map((value, n) => (isUndefined(smc.undefinedInput, n) ? 'u' : value === passed[n] ? 'c' : 'e'));
  const told = smc.output.map((value, n) => {
    if (isUndefined(smc.undefinedOutput, n)) return 'u';
    return value === smc.input[n] ? 'c' : 'f';
  });
  const boot = trap === undefined;
  return [
    {
      kind: boot ? 'boot-smc' : 'smc',
      trap,
      from: 'el2',
      to: 'el3',
      label: smc.call,
      before: asked.map((_, n) => passed[n]),
      after: asked,
      writers: asking.join(''),
    },
    {
      kind: boot ? 'boot-reply' : 'smc-reply',
      trap,
      from: 'el3',
      to: 'el2',
      label: smc.reply,
      before: smc.input,
      after: smc.output,
      writers: told.join(''),
    },
  ];
}

/** What the guest has written since the last trap returned. */
function guestWriters(trap: TrapView, previous: TrapView | undefined): string {
  return trap.before.map((value, n) => (previous && value === previous.after[n] ? 'c' : 'g')).join('');
}

function trapSteps(trap: TrapView, index: number, previous: TrapView | undefined): Step[] {
  const target: Lane = trap.past ? 'el3' : 'el2';
  const call: Step = {
    kind: 'call',
    trap: index,
    from: 'guest',
    to: target,
    label: trap.call,
    before: trap.before.map((_, n) => previous?.after[n]),
    after: trap.before,
    writers: guestWriters(trap, previous),
  };
  const back: Step = {
    kind: 'return',
    trap: index,
    from: target,
    to: 'guest',
    label: trap.reply,
    before: trap.before,
    after: trap.after,
    writers: trap.writers,
  };
  const between = trap.past ? [] : trap.smcs.flatMap((smc) => smcSteps(smc, index, trap.before));
  return [call, ...between, back];
}

/** All steps of a run, in order: the hypervisor's boot, then trap by trap. */
export function stepsOf(run: RunView): Step[] {
  const nothing: undefined[] = [];
  return [
    ...run.boot.smcs.flatMap((smc) => smcSteps(smc, undefined, nothing)),
    ...run.traps.flatMap((trap, index) => trapSteps(trap, index, run.traps[index - 1])),
  ];
}

/** The step in which a trap returns to its caller: the one that findings are about. */
export function returnStep(steps: readonly Step[], trap: number): number {
  return steps.findIndex((step) => step.kind === 'return' && step.trap === trap);
}
