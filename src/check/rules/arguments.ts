/** Of a 32-bit argument the callee reads 32 bits. */
import type { UpperProbe } from '../../engine/record.ts';
import type { CallContext } from '../context.ts';
import { refusesUpperId } from '../disputes/codes.ts';
import type { RegisterChange } from '../finding.ts';
import type { Look, Rule } from '../rule.ts';

const matters = ({ registers, elsewhere }: UpperProbe): boolean => elsewhere || registers.length > 0;

/** The first trial of each register that made a difference: what the caller passed, and what was tried instead. */
function influential(context: CallContext, speaks: (register: number) => boolean): Look | undefined {
  const probes = context.trap.probes?.filter(({ register }) => speaks(register)) ?? [];
  if (probes.length === 0) return undefined;
  const found = new Map<number, UpperProbe>();
  for (const probe of probes) if (matters(probe) && !found.has(probe.register)) found.set(probe.register, probe);
  const bad = [...found.values()].map(({ register, tried }): RegisterChange => {
    const before = context.trap.before.x[register] ?? 0n;
    return {
      register: `x${register}`,
      before,
      after: tried,
      changed: before ^ tried,
      writer: undefined,
      source: undefined,
    };
  });
  return { bad, fault: context.trap.disposition === 'untrapped' ? 'el3' : 'el2' };
}

/** The one rule that no single run can judge: each call is tried again, from the same state, with other bits. */
export const upperArguments: Rule = {
  id: 'upper-arguments',
  clause: 'DEN0028 3.1',
  demands: 'bits 63:32 of a 32-bit argument make no difference',
  applies: 'calls with arguments in W registers',
  problem: 'bits 63:32 make a difference',
  registers: [{ bank: 'x', first: 1, last: 17 }],
  probes: true,
  disputes: [],
  look: (context) => influential(context, (register) => register > 0),
};

export const upperFunctionId: Rule = {
  id: 'upper-function-id',
  clause: 'DEN0028 2.5, 3.1',
  demands: 'the function id is w0: bits 63:32 of x0 make no difference',
  applies: 'every call',
  problem: 'bits 63:32 make a difference',
  registers: [{ bank: 'x', first: 0, last: 0 }],
  probes: true,
  disputes: [refusesUpperId],
  look: (context) => influential(context, (register) => register === 0),
};
