/** Rules that registers come back as they were. */
import type { Form } from '../../abi/row.ts';
import type { CallContext } from '../context.ts';
import type { RegisterChange } from '../finding.ts';
import { generalNumber, isResult, observe } from '../observe.ts';
import type { Dispute, Look, RegisterSet, Rule } from '../rule.ts';

/** What a rule of this kind says. */
export interface Preserved {
  id: string;
  clause: string;
  demands: string;
  applies: string;
  registers: RegisterSet[];
  /** Applies to calls of this form only. */
  form?: Form;
  /** Applies to FF-A calls only, or to all others. */
  calls?: 'ffa' | 'other';
  /** Registers in which the reply's definition places a result are free. */
  unlessResult?: boolean;
  /** Bits that may go from 1 to 0. */
  mayClear?: bigint;
  /** Changes that another rule of the profile is about. */
  except?: (change: RegisterChange, context: CallContext) => boolean;
  disputes?: Dispute[];
}

function speaksOf({ form, calls }: Preserved, context: CallContext): boolean {
  if (form !== undefined && form !== context.id.form) return false;
  return calls === undefined || (calls === 'ffa') === context.ffa;
}

/** The protected registers, undefined values left to the rule about them. */
function seen(what: Preserved, context: CallContext): RegisterChange[] {
  const { mayClear = 0n } = what;
  return (
    what.registers
      .flatMap(({ bank, first = 0, last = first }) =>
        Array.from({ length: last - first + 1 }, (_, n) => observe(context.trap, bank, first + n)),
      )
      .filter(({ writer }) => writer !== 'undefined')
      .filter((change) => {
        const n = generalNumber(change);
        return !(what.unlessResult && n !== undefined && isResult(context, n));
      })
      // A bit counts unless it is one that may clear, and did.
      .map((change) => ({ ...change, changed: change.changed & ~(mayClear & change.before) }))
  );
}

function look(what: Preserved, context: CallContext): Look | undefined {
  if (!speaksOf(what, context)) return undefined;
  const registers = seen(what, context);
  const bad = registers.filter((change) => change.changed !== 0n && !what.except?.(change, context));
  return { bad, kept: registers.filter(({ changed }) => changed === 0n) };
}

/** A rule that these registers come back as they were. */
export function preserved(what: Preserved): Rule {
  const { id, clause, demands, applies, registers, disputes = [] } = what;
  return { id, clause, demands, applies, registers, disputes, look: (context) => look(what, context) };
}
