import type { Job } from '../../src/engine/engine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../../src/engine/models.ts';
import { type Guest, program } from './guest.ts';

/** A job for the real machine. */
export function job(words: readonly number[], guest: Guest = {}, model = 'pkvm/v6.18', firmware: Setting[] = []): Job {
  return {
    engine: 'auto',
    program: program(words, guest),
    machine: {
      model: resolveModel(model, []),
      firmware: resolveFirmware(firmware),
      replies: [],
      control: { tsc: true, smd: false, hce: true },
      undefinedFill: 0n,
    },
  };
}
