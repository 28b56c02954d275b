/** Do bits 63:32 of a 32-bit argument matter? Every call again, from the same state, with others. */
import * as layout from '../../assembly/layout.ts';
import { narrowArguments } from '../abi/roles.ts';
import type { Machine } from '../engine/machine.ts';
import type { UpperProbe } from '../engine/record.ts';

const REGISTERS = 31;
const UPPER = 0xffffffffn << 32n;
/** Besides zero, which a check for zero tells from everything else. */
const PATTERN = 0xa5c3965an << 32n;

/** What a trap left that the caller, or anybody after it, can tell. */
interface Trace {
  registers: bigint[];
  elsewhere: string;
}

function readTrace(machine: Machine, vcpu: number): Trace {
  const { after, disposition, outcome, smcs, smcCount, state } = machine.readTrap(vcpu);
  const asked = smcs.map(({ input }) => BigInt.asUintN(32, input[0] ?? 0n));
  const variables = Object.entries(state).map(([name, value]) => `${name}=${value}`);
  return { registers: after.x, elsewhere: [disposition, outcome, smcCount, ...asked, ...variables].join(' ') };
}

function takeTrap(machine: Machine, vcpu: number, instruction: number): Trace {
  machine.takeTrap(vcpu, instruction);
  const trace = readTrace(machine, vcpu);
  machine.restore();
  return trace;
}

/** A register that nobody wrote comes back with the bits that were tried: in its own upper half anything may stand. */
function differing(usual: Trace, tried: Trace, register: number): number[] {
  return Array.from({ length: REGISTERS }, (_, n) => n).filter((n) => {
    const change = usual.registers[n]! ^ tried.registers[n]!;
    return (n === register ? change & ~UPPER : change) !== 0n;
  });
}

/** The values to try: without the upper half, and with another one. */
function trials(value: bigint): bigint[] {
  const bare = value & ~UPPER;
  return [bare, bare | (PATTERN ^ (value & UPPER))].filter((tried) => tried !== value);
}

/**
 * Takes the trap that is about to be taken with other bits 63:32 in x0 and in each register of which the call reads 32
 * bits, one at a time, and says what came out otherwise. Leaves the machine as it was, but for its snapshot.
 */
export function probeUpperHalves(machine: Machine, vcpu: number, instruction: number): UpperProbe[] {
  const view = new BigUint64Array(machine.memory.buffer, layout.VCPU_START + vcpu * layout.VCPU_STRIDE, REGISTERS);
  machine.snapshot();
  const usual = takeTrap(machine, vcpu, instruction);
  const numbers = [0, ...narrowArguments(view[0]!, '1.2')];
  return numbers.flatMap((register) =>
    trials(view[register]!).map((tried) => {
      view[register] = tried;
      const trace = takeTrap(machine, vcpu, instruction);
      return {
        register,
        tried,
        registers: differing(usual, trace, register),
        elsewhere: trace.elsewhere !== usual.elsewhere,
      };
    }),
  );
}
