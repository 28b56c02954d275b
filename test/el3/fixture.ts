import type { PartitionDefinition } from '../../src/engine/engine.ts';
import { Machine, type TrapReadout } from '../../src/engine/machine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../../src/engine/models.ts';
import type { PartitionCall } from '../../src/engine/record.ts';
import type { Image } from '../../src/guest/image.ts';
import { planPartitions } from '../../src/guest/stub/partition-plan.ts';
import { PatternSource } from '../../src/guest/stub/random.ts';
import { SymbolTable } from '../../src/guest/stub/symbols.ts';
import { parseStub } from '../../src/guest/stub.ts';
import { registers, smcWord } from '../machine/fixture.ts';

export const V1_0 = 0x1_0000n;
export const V1_1 = 0x1_0001n;
export const V1_2 = 0x1_0002n;
export const V1_3 = 0x1_0003n;
export const REFUSED = 0xffff_ffffn;

const noImage: Image = { entry: 0n, segments: [], symbols: new Map(), lines: new Map() };

/** Partitions as the lines of a stub define them, without the words `//! partition`. */
export function partitions(...lines: string[]): PartitionDefinition[] {
  const spec = parseStub(lines.map((line) => `//! partition ${line}`).join('\n'), 'test.S');
  const symbols = new SymbolTable(noImage);
  const context = { symbols, patterns: new PatternSource(7n), programs: undefined };
  return planPartitions(spec.partitions, new Set(), context).definitions;
}

export interface Setup {
  model?: string;
  set?: Record<string, string>;
  firmware?: Record<string, string>;
  partitions?: string[];
}

function settings(record: Record<string, string> = {}): Setting[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

/** A normal world that talks to a firmware, with or without a hypervisor in between. */
export class Platform {
  readonly machine: Machine;
  readonly calls: PartitionCall[] = [];

  constructor(profile: string, setup: Setup = {}) {
    this.machine = new Machine({
      model: resolveModel(setup.model ?? 'none', settings(setup.set)),
      firmware: resolveFirmware(settings(setup.firmware), profile),
      partitions: partitions(...(setup.partitions ?? [])),
      replies: [],
      control: { tsc: true, smd: false, hce: true },
      undefinedFill: 0n,
    });
    this.note(this.machine.boot().partitionCalls);
  }

  /** An SMC of the guest; registers that are not given hold canaries. */
  smc(...x: bigint[]): TrapReadout {
    this.machine.writeRegisters(0, registers(x));
    this.machine.trap(0, smcWord());
    const trap = this.machine.readTrap(0);
    this.note(trap.partitionCalls);
    return trap;
  }

  /** The same, with x0 to x7 that are not given 0; returns x0 to x17 of the answer. */
  call(...x: bigint[]): bigint[] {
    const first = [...x, ...Array.from({ length: Math.max(0, 8 - x.length) }, () => 0n)];
    return this.smc(...first).after.x.slice(0, 18);
  }

  /** FFA_VERSION; returns x0. */
  version(requested: bigint): bigint {
    return this.call(0x8400_0063n, requested)[0]!;
  }

  state(name: string): bigint | undefined {
    return this.machine.state()[name];
  }

  /** x0 of what each call of a partition returned, in order; undefined where it has not. */
  results(partition: number): (bigint | undefined)[] {
    return this.calls.filter((call) => call.partition === partition).map(({ after }) => after?.[0]);
  }

  /** The last call of a partition that returned. */
  lastReturned(partition: number): PartitionCall {
    return this.calls.findLast((call) => call.partition === partition && call.after !== undefined)!;
  }

  private note(calls: PartitionCall[] = []): void {
    for (const call of calls) {
      const index = this.calls.findIndex((known) => known.index === call.index);
      if (index < 0) this.calls.push(call);
      else this.calls[index] = call;
    }
  }
}

/** w2 of an FFA_ERROR as a signed number; undefined for anything else. */
export function errorOf(x: readonly bigint[]): number | undefined {
  if (BigInt.asUintN(32, x[0]!) !== 0x8400_0060n) return undefined;
  return Number(BigInt.asIntN(32, x[2]!));
}
