import * as layout from '../../assembly/layout.ts';
import { compareStops, compareTraps, type Disagreement, disagreement } from '../engine/agreement.ts';
import { CoreRun } from '../engine/core/run.ts';
import type { EngineOutcome, Program } from '../engine/engine.ts';
import { hex } from '../engine/hex.ts';
import type { Machine } from '../engine/machine.ts';
import type { LockstepRecord, StopReason, TrapRecord } from '../engine/record.ts';
import type { RunContext, Witness } from '../engine/unicorn/context.ts';
import { loadSegments } from '../engine/unicorn/memory.ts';
import { UnicornEngine } from '../engine/unicorn.ts';
import { identify } from '../guest/encode/disassemble.ts';
import { explain } from './divergences.ts';
import { BTYPE, differingRegisters } from './registers.ts';
import { COMPARED } from './state.ts';
import { MemoryPair, WrittenPages } from './written.ts';

/** What one instruction can do otherwise is shown up to this number. */
const MOST_ITEMS = 8;
/** Differences that nothing explains are kept up to this number, and counted past it. */
const MOST_KEPT = 20;
/** Slots that make one side the other: what is compared, and what an exception to EL1 leaves. */
const TAKEN = [
  ...COMPARED,
  ...[layout.SYS_ELR_EL1, layout.SYS_SPSR_EL1, layout.SYS_ESR_EL1, layout.SYS_FAR_EL1].map((offset) => offset / 8),
];

/** The interpreter's side, one instruction at a time; {@link CoreRun} is it. */
export type CoreSide = Pick<CoreRun, 'begin' | 'step' | 'stop' | 'traps' | 'resume' | 'end'>;

export interface PairOptions {
  engine?: UnicornEngine;
  side?: CoreSide;
  /** Told the address of every instruction before it executes. */
  onInstruction?: (address: number) => void;
}

/** How a run in lockstep ends. The outcome is libunicorn's, with what was right where the two differed. */
export interface PairOutcome {
  outcome: EngineOutcome;
  lockstep: LockstepRecord;
}

/**
 * Runs a program on two booted machines of the same kind, on the interpreter and on libunicorn, and compares registers
 * and written memory after every instruction, and what EL2 did after every trap. After a known divergence both go on as
 * the interpreter says, after any other difference as libunicorn says. Throws EnvironmentError where libunicorn is missing.
 */
export function runPair(core: Machine, unicorn: Machine, program: Program, options: PairOptions = {}): PairOutcome {
  const { engine = new UnicornEngine(), side = new CoreRun(core, program), onInstruction = () => {} } = options;
  core.forgetCode();
  loadSegments(core, program.segments);
  const pair = new Pair(core, unicorn, side, onInstruction);
  side.begin();
  const outcome = engine.run(unicorn, program, pair);
  pair.finish(side.end(side.stop ?? outcome.stop), outcome);
  return { outcome, lockstep: { ...pair.record, instructions: outcome.instructions, stop: outcome.stop } };
}

class Pair implements Witness {
  readonly record: Omit<LockstepRecord, 'stop'> = { instructions: 0, differences: [], unexplained: 0, explained: {} };
  readonly #machine: Machine;
  readonly #side: CoreSide;
  readonly #onInstruction: (address: number) => void;
  readonly #block: BigUint64Array;
  readonly #other: BigUint64Array;
  readonly #written: readonly WrittenPages[];
  readonly #memory: MemoryPair;
  /** The instruction that both have begun last. */
  #last = { pc: 0, number: 0 };
  /** Traps that were compared, on either side. */
  #seen = { core: 0, unicorn: 0 };

  constructor(core: Machine, unicorn: Machine, side: CoreSide, onInstruction: (address: number) => void) {
    this.#machine = core;
    this.#side = side;
    this.#onInstruction = onInstruction;
    [this.#block, this.#other] = [blockOf(core), blockOf(unicorn)];
    this.#memory = new MemoryPair(ramOf(core), ramOf(unicorn));
    // libunicorn writes past the machine; what EL2 writes on that side is the machine's.
    this.#written = [core, unicorn].map((machine) => {
      machine.snapshot();
      return new WrittenPages(machine.memory.buffer);
    });
  }

  write(address: number, width: number): void {
    this.#memory.note(address, width);
  }

  instruction(context: RunContext, address: number): boolean {
    context.cpu.link.load(BigInt(address));
    if (this.#last.number > 0 && !this.#settle(context)) return false;
    this.#last = { pc: address, number: this.#last.number + 1 };
    this.#onInstruction(address);
    this.#side.step();
    return true;
  }

  resumes(context: RunContext): boolean {
    const stop = context.stop!;
    context.cpu.link.load(stop.pc);
    if (this.#side.stop === undefined && isBetween(stop)) this.#side.step();
    const items = this.#compareEnds(context, stop);
    if (items.length === 0) return false;
    if (this.#note(items) === undefined) return false;
    this.#takeCore(context);
    return context.stop === undefined;
  }

  /** Where nothing differed on the way, the two accounts of the whole run must be the same, too. */
  finish(core: EngineOutcome, unicorn: EngineOutcome): void {
    if (this.record.differences.length > 0 || unicorn.stop.kind === 'time-limit') return;
    const found = disagreement(core, unicorn);
    if (found !== undefined) this.#note([found]);
  }

  /** Compares what the last instruction left. False where libunicorn is not to go on with the next. */
  #settle(context: RunContext): boolean {
    const mine = this.#side.stop;
    if (mine?.kind === 'time-limit') {
      context.halt(mine);
      return false;
    }
    const items = mine === undefined ? this.#compare(context) : [endsApart(mine, undefined)];
    if (items.length === 0) return true;
    if (this.#note(items) === undefined) {
      this.#takeUnicorn();
      return true;
    }
    context.defer(() => this.#takeCore(context));
    return false;
  }

  #compareEnds(context: RunContext, stop: StopReason): Disagreement[] {
    const mine = this.#side.stop;
    if (stop.kind === 'time-limit' || mine?.kind === 'time-limit') return [];
    if (mine === undefined || endOf(mine) !== endOf(stop)) return [endsApart(mine, stop)];
    const difference = compareStops(mine, stop);
    return difference === undefined ? this.#compare(context) : [difference];
  }

  /** Traps, registers and written memory. libunicorn's registers are in its block. */
  #compare(context: RunContext): Disagreement[] {
    for (const pages of this.#written) pages.drain(this.#memory.written);
    const memory = this.#memory.difference();
    return [
      ...this.#compareTraps(context.traps),
      ...differingRegisters(this.#block, this.#other, MOST_ITEMS),
      ...(memory === undefined
        ? []
        : [{ what: `memory at ${hex(BigInt(memory.address))}`, core: hex(memory.core), unicorn: hex(memory.unicorn) }]),
    ];
  }

  /** Those since the last look. */
  #compareTraps(others: readonly TrapRecord[]): Disagreement[] {
    const mine = this.#side.traps.slice(this.#seen.core);
    const theirs = others.slice(this.#seen.unicorn);
    this.#seen = { core: this.#side.traps.length, unicorn: others.length };
    if (mine.length !== theirs.length) return [{ what: 'traps', core: `${mine.length}`, unicorn: `${theirs.length}` }];
    const found = mine.map((trap, index) => compareTraps(trap, theirs[index]!)).find((one) => one !== undefined);
    return found === undefined ? [] : [found];
  }

  /** Keeps and counts a difference; returns the name of the divergence that it is. */
  #note(items: Disagreement[]): string | undefined {
    const { record } = this;
    const { pc, number } = this.#last;
    const word = this.#wordAt(pc);
    const id = identify(word)?.base.id ?? '';
    const divergence = explain(
      id,
      items.map((item) => ({ pc, word, ...item })),
    )?.name;
    const before = divergence === undefined ? record.unexplained++ : (record.explained[divergence] ?? 0);
    if (divergence !== undefined) record.explained[divergence] = before + 1;
    if (before < (divergence === undefined ? MOST_KEPT : 1))
      record.differences.push({ instruction: number, pc: BigInt(pc), word, items, ...(divergence && { divergence }) });
    return divergence;
  }

  #wordAt(address: number): number {
    const offset = address - layout.RAM_BASE;
    if (offset < 0 || offset > layout.RAM_SIZE - 4) return 0;
    return new DataView(this.#machine.memory.buffer, layout.RAM_START + offset, 4).getUint32(0, true);
  }

  /** The interpreter goes on from where libunicorn is. */
  #takeUnicorn(): void {
    for (const slot of TAKEN) this.#block[slot] = this.#other[slot]!;
    this.#block[layout.REG_PSTATE / 8]! &= ~BTYPE;
    this.#memory.takeUnicorn((address, bytes) => this.#machine.writeMemory(BigInt(address), bytes));
    this.#side.resume();
  }

  /** libunicorn, which has stopped, is to go on from where the interpreter is, unless the guest has stopped there. */
  #takeCore(context: RunContext): void {
    const from = this.#other[layout.REG_PSTATE / 8]!;
    for (const slot of TAKEN) this.#other[slot] = this.#block[slot]!;
    this.#memory.takeCore((address, bytes) => context.cpu.writeMemory(address, bytes));
    context.stop = this.#side.stop;
    if (context.stop === undefined) context.resume(from);
    else context.cpu.link.store();
    context.cpu.link.storeExceptionRegisters();
  }
}

/** vCPU 0's block, as doublewords. */
function blockOf({ memory }: Machine): BigUint64Array {
  return new BigUint64Array(memory.buffer, layout.VCPU_START, layout.VCPU_STRIDE / 8);
}

function ramOf({ memory }: Machine): Uint8Array {
  return new Uint8Array(memory.buffer, layout.RAM_START, layout.RAM_SIZE);
}

/** Stops that come between instructions: libunicorn's side had them before the interpreter was asked. */
function isBetween({ kind, fault }: StopReason): boolean {
  return kind === 'instruction-limit' || fault?.access === 'fetch';
}

/** One side ends, or each does in its way. */
function endsApart(core: StopReason | undefined, unicorn: StopReason | undefined): Disagreement {
  const text = (stop: StopReason | undefined) => (stop?.kind === 'unimplemented' ? stop.detail : endOf(stop));
  return { what: 'end', core: text(core), unicorn: text(unicorn) };
}

/** An end in the words of the divergences. */
function endOf(stop: StopReason | undefined): string {
  if (stop === undefined) return 'none';
  const { kind, detail } = stop;
  if (kind === 'undefined-instruction') return 'undefined';
  if (kind !== 'memory-fault') return kind;
  return /not aligned/.test(detail) ? 'alignment' : 'unmapped';
}
