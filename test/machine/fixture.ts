import { OUTCOME_RESUME } from '../../assembly/layout.ts';
import type { MachineOptions, ScriptedReply } from '../../src/engine/engine.ts';
import { Machine, type TrapReadout } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../../src/engine/models.ts';
import type { RegisterFile } from '../../src/engine/record.ts';

export const code = 0x8000_1000n;
/** PSTATE: EL1h, interrupts masked. */
export const el1h = 0x3c5n;
export const neg1 = 0xffff_ffff_ffff_ffffn;

export interface Setup {
  model?: string;
  set?: Record<string, string>;
  firmware?: Record<string, string>;
  control?: Partial<MachineOptions['control']>;
  replies?: ScriptedReply[];
  undefinedFill?: bigint;
}

/** A machine that has not booted yet. */
export function machine(setup: Setup = {}): Machine {
  return new Machine({
    model: resolveModel(setup.model ?? 'pkvm/v6.18', settings(setup.set)),
    firmware: resolveFirmware(settings(setup.firmware)),
    replies: setup.replies ?? [],
    control: { tsc: true, smd: false, hce: true, ...setup.control },
    undefinedFill: setup.undefinedFill ?? 0n,
  });
}

/** A machine that has booted without an error. */
export function booted(setup: Setup = {}): Machine {
  const fresh = machine(setup);
  const { result } = fresh.boot();
  if (result !== 0) throw new Error(`boot failed with ${result}`);
  return fresh;
}

/** A machine whose host has negotiated the highest version. */
export function negotiated(setup: Setup = {}): Machine {
  const ready = booted(setup);
  smc(ready, [0x8400_0063n, 0x1_0002n]);
  return ready;
}

export function smcWord(immediate = 0): number {
  return (0xd400_0003 + immediate * 32) >>> 0;
}

export function hvcWord(immediate = 0): number {
  return (0xd400_0002 + immediate * 32) >>> 0;
}

/** A value that differs from register to register, with high bits set. */
export function canary(n: number): bigint {
  return 0xc0de_0000_0000_0000n + BigInt(n) * 0x0101_0101n;
}

/** A register file whose every register holds a canary but for the first ones of x. */
export function registers(first: readonly bigint[], change: Partial<RegisterFile> = {}): RegisterFile {
  return {
    x: Array.from({ length: 31 }, (_, n) => first[n] ?? canary(n)),
    spEl0: canary(40),
    spEl1: canary(41),
    pc: code,
    pstate: el1h,
    v: Array.from({ length: 32 }, (_, n) => (canary(50 + n) << 64n) | canary(90 + n)),
    fpsr: 0x0800_009fn,
    fpcr: 0x0300_0000n,
    ...change,
  };
}

/** Takes an SMC from EL1 and returns its record. Throws where the guest does not resume. */
export function smc(target: Machine, first: readonly bigint[], immediate = 0): TrapReadout {
  target.writeRegisters(0, registers(first));
  const outcome = target.trap(0, smcWord(immediate));
  if (outcome !== OUTCOME_RESUME) throw new Error(`outcome ${outcome}`);
  return target.readTrap(0);
}

/** A reply to any SMC: the registers given, canaries in the others. */
export function anyReply(first: readonly bigint[], rx?: Uint8Array): ScriptedReply {
  const x = Array.from({ length: 18 }, (_, n) => first[n] ?? replyCanary(n));
  const reply = { functionId: undefined, address: undefined, x, keep: 0 };
  return rx === undefined ? reply : { ...reply, rx };
}

export function replyCanary(n: number): bigint {
  return 0xfeed_0000_0000_0000n + BigInt(n) * 0x0303_0303n;
}

function settings(record: Record<string, string> = {}): Setting[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}
