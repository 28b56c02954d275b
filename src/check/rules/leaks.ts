/** Values that the caller neither supplied nor the call defines: whose they are says who leaked them. */
import type { CallContext } from '../context.ts';
import { isPassedOn } from '../context.ts';
import type { RegisterChange } from '../finding.ts';
import { generalNumber, isReply, isResult, observeX } from '../observe.ts';
import type { Rule } from '../rule.ts';

export type Leak = 'other-vm' | 'firmware' | 'hypervisor';

/** Registers that a reply may write; the others have rules of their own. */
const LAST = 17;

/** Whether the value is one that the caller had in some register, or a half of one. */
function isSupplied(value: bigint, { trap }: CallContext): boolean {
  return trap.before.x.some((had) => had === value || (had & 0xffffffffn) === value || had >> 32n === value);
}

/** Whose value it is that came to the caller in a register without a result, or undefined where there is no such thing. */
export function leakOf(change: RegisterChange, context: CallContext): Leak | undefined {
  const n = generalNumber(change);
  const { after, writer } = change;
  if (n === undefined || n === 0 || n > LAST || !context.ffa || isResult(context, n)) return undefined;
  if (change.changed === 0n || after === 0n || isSupplied(after, context)) return undefined;
  if (context.foreign.has(after)) return 'other-vm';
  if (isReply(writer)) return 'firmware';
  return writer === 'el2' ? 'hypervisor' : undefined;
}

function leakRule(kind: Leak, id: string, demands: string, problem: string): Rule {
  return {
    id,
    clause: 'DEN0077A 1.2, 11.2; TF-A advisory TFV-8 (CVE-2018-19440)',
    demands,
    applies: 'FF-A calls that return',
    problem,
    registers: [{ bank: 'x', first: 1, last: LAST }],
    disputes: [],
    look: (context) => {
      if (!context.ffa) return undefined;
      const bad = observeX(context, 1, LAST).filter((change) => leakOf(change, context) === kind);
      return { bad, fault: kind === 'firmware' && isPassedOn(context.trap) ? 'el3' : 'el2' };
    },
  };
}

/** All of them. Every other rule of a profile leaves what these catch to them. */
export const leaks: Rule[] = [
  leakRule(
    'other-vm',
    'leak-other-vm',
    'no register shows a caller what another virtual machine had in its registers, or got',
    'another VM’s value',
  ),
  leakRule(
    'firmware',
    'leak-firmware',
    'a register without a result shows nothing of EL3’s registers, of a partition’s, or of an earlier call',
    'a value of EL3’s or behind it without a meaning',
  ),
  leakRule(
    'hypervisor',
    'leak-hypervisor',
    'a register without a result shows nothing of EL2’s registers',
    'EL2’s value without a meaning',
  ),
];
