/** What is found out about the traps of a run before they are taken. */
import { STATE_CALL_COUNT } from '../../assembly/el3/state.ts';
import * as layout from '../../assembly/layout.ts';
import type { Job } from '../engine/engine.ts';
import type { Machine, TrapNotes } from '../engine/machine.ts';
import { LinearMemory } from '../engine/memory.ts';
import { classify } from './classify.ts';
import { flipBits } from './flips.ts';
import type { InfluenceRequest, TrapChoice, TrapInfluence } from './influence.ts';
import { TrapProbe } from './probe.ts';
import { probeUpperHalves } from './upper-halves.ts';

/** Traps of one run that are analysed at most: a loop has thousands, and they are all alike. */
export const ANALYSIS_LIMIT = 64;

/** Calls of partitions that are open: trials may close them, and no snapshot keeps their entries in the log. */
function keepCalls(machine: Machine): () => void {
  const { bytes } = machine;
  const calls = new LinearMemory(machine.memory.buffer).u32(layout.FIRMWARE_STATE_START + STATE_CALL_COUNT);
  const length = Math.min(calls, layout.PARTITION_LOG_CAPACITY) * layout.PARTITION_LOG_STRIDE;
  const kept = bytes.slice(layout.PARTITION_LOG_START, layout.PARTITION_LOG_START + length);
  return () => bytes.set(kept, layout.PARTITION_LOG_START);
}

/**
 * Flips every bit around the trap that is about to be taken, and says what each register of the reply is made of. Leaves
 * the machine as it was, but for its snapshot. Undefined where that would take too long.
 */
export function analyseTrap(
  machine: Machine,
  vcpu: number,
  instruction: number,
  seed: bigint,
): TrapInfluence | undefined {
  const bringBack = keepCalls(machine);
  const flips = flipBits(new TrapProbe(machine, vcpu, instruction), seed);
  bringBack();
  return flips && classify(flips);
}

/** Counts the traps of a run, and says which of them are wanted. */
class Chooser {
  readonly #choice: TrapChoice;
  #traps = 0;
  #atAddress = 0;
  #chosen = 0;

  constructor(choice: TrapChoice) {
    this.#choice = choice;
  }

  /** Whether the next trap, of the instruction at `pc`, is wanted. */
  wants(pc: bigint): boolean {
    const { number, address, occurrence } = this.#choice;
    const index = this.#traps++;
    if (number !== undefined && number !== index) return false;
    if (address !== undefined && address !== pc) return false;
    this.#atAddress += 1;
    if (occurrence !== undefined && occurrence !== this.#atAddress) return false;
    this.#chosen += 1;
    return this.#chosen <= ANALYSIS_LIMIT;
  }
}

/** Says before each trap what every bit does around it, where the trap is wanted. */
function influenceOf(request: InfluenceRequest, machine: Machine): NonNullable<Machine['beforeTrap']> {
  const chooser = new Chooser(request);
  let index = 0n;
  return (vcpu, instruction): TrapNotes => {
    const seed = request.seed + index++;
    if (!chooser.wants(machine.readSystemRegister(vcpu, layout.REG_PC))) return {};
    const influence = analyseTrap(machine, vcpu, instruction, seed);
    return influence ? { influence } : {};
  };
}

/** What to do before each trap of a job's machine, or undefined where there is nothing to find out. */
export function analysisOf({ probe, influence }: Job, machine: Machine): Machine['beforeTrap'] {
  if (!probe && !influence) return undefined;
  const analyse = influence && influenceOf(influence, machine);
  return (vcpu, instruction): TrapNotes => ({
    ...(probe && { probes: probeUpperHalves(machine, vcpu, instruction) }),
    ...analyse?.(vcpu, instruction),
  });
}
