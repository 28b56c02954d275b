import type { MachineOptions } from '../engine/engine.ts';
import { Machine } from '../engine/machine.ts';
import { resolveFirmware, resolveModel } from '../engine/models.ts';
import type { StepDifference } from '../engine/record.ts';
import { runPair } from './pair.ts';
import { groupAt, systemProgram } from './system-programs.ts';
import type { Random } from './values.ts';

/** Behind the programs' calls. */
const options = (): MachineOptions => ({
  model: resolveModel('pkvm/v6.18', []),
  firmware: resolveFirmware([]),
  replies: [],
  control: { tsc: true, smd: false, hce: true },
  undefinedFill: 0n,
});

/** What came of one random program. */
export interface SystemResult {
  instructions: number;
  differences: StepDifference[];
  explained: Record<string, number>;
}

/** Random programs of exceptions, calls and system instructions, each on two machines that are as new. */
export class SystemCampaign {
  readonly #options = options();
  readonly #machines = [new Machine(this.#options), new Machine(this.#options)] as const;

  /** Makes a program and runs it. `onGroup` is told the encoding group of each instruction of it that executes. */
  run(random: Random, onGroup: (name: string) => void): SystemResult {
    const [core, unicorn] = this.#machines;
    for (const machine of this.#machines) {
      machine.renew(this.#options, false);
      machine.boot();
    }
    const program = systemProgram(random);
    const onInstruction = (address: number) => {
      const group = groupAt(program, address);
      if (group !== undefined) onGroup(group);
    };
    return runPair(core, unicorn, program, { onInstruction }).lockstep;
  }
}
