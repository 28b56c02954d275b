import { FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import { FFA_VERSION_1_2 } from '../../../assembly/ffa/status.ts';
import type { Machine } from '../../engine/machine.ts';
import { analyseTrap } from '../../influence/analysis.ts';
import type { TrapInfluence } from '../../influence/influence.ts';
import { type CallClass, callClasses } from '../calls.ts';
import { BENCH_MODEL, bootedMachine, registersWith } from '../guest-machine.ts';
import { AVAILABLE, BenchError, type BenchRow, timed } from '../row.ts';

/** SMC #0 and HVC #0. */
const words = { smc: 0xd4000003, hvc: 0xd4000002 };
const SEED = 1n;

/** A call whose trap is analysed. */
type Analysed = Pick<CallClass, 'name' | 'conduit' | 'functionId' | 'argument'>;

/** EL2 asks EL3 twice before it answers. */
const version: Analysed = { name: 'version', conduit: 'smc', functionId: FFA_VERSION, argument: FFA_VERSION_1_2 };

/** A machine that is about to take the trap. */
function machineAt({ name, conduit, functionId, argument }: Analysed): Machine {
  const machine = bootedMachine();
  if (name !== version.name) {
    machine.writeRegisters(0, registersWith({ 0: version.functionId, 1: version.argument }));
    machine.trap(0, words[conduit]);
  }
  machine.writeRegisters(0, registersWith({ 0: functionId, 1: argument }));
  return machine;
}

function check(id: string, influence: TrapInfluence | undefined): void {
  if (!influence) throw new BenchError(`${id}: the trap was not analysed`);
  const { points, registers } = influence;
  if (points < 2) throw new BenchError(`${id}: bits were flipped from one register file only`);
  const [segment] = registers[30]!.segments;
  if (segment?.kind !== 'preserved' || segment.low !== 0) throw new BenchError(`${id}: x30 does not come back`);
}

function influenceRow(call: Analysed): BenchRow {
  const id = `influence/core/${call.name}`;
  const conduit = call.conduit.toUpperCase();
  const what = `every bit around an ${conduit} (${call.name}) by ${BENCH_MODEL} flipped, from two register files, and each register explained`;
  let machine: Machine | undefined;
  return {
    id,
    unit: 'ms',
    what,
    available: () => AVAILABLE,
    setUp() {
      machine = machineAt(call);
    },
    round(n) {
      let influence: TrapInfluence | undefined;
      const elapsed = timed(() => {
        for (let i = 0; i < n; i++) influence = analyseTrap(machine!, 0, words[call.conduit], SEED);
      });
      check(id, influence);
      return elapsed;
    },
    tearDown() {
      machine = undefined;
    },
  };
}

/** What `trapline influence` takes for one trap. */
export function influenceRows(): BenchRow[] {
  return [...callClasses, version].map(influenceRow);
}
