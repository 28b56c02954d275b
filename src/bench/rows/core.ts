import { DIRTY_COUNT, PAGE_SIZE, RAM_BASE, RUN_COUNT, STOP_BRK, STOP_BUDGET } from '../../../assembly/layout.ts';
import { endInRunCheck, startInRunCheck } from '../../check/in-run.ts';
import { CoreEngine } from '../../engine/core.ts';
import type { EngineOutcome } from '../../engine/engine.ts';
import type { Machine } from '../../engine/machine.ts';
import type { RegisterFile } from '../../engine/record.ts';
import { type CallClass, callClasses } from '../calls.ts';
import { COUNT_REGISTER, guestWords, TRAPS_BEFORE_LOOP, wordBytes } from '../guest-loop.ts';
import { BENCH_MODEL, bootedMachine, registersWith, trapInstructions, trapRegisters } from '../guest-machine.ts';
import { type CompiledProgram, loadCompiled, programNames } from '../programs.ts';
import { AVAILABLE, BenchError, type BenchRow, clock, timed } from '../row.ts';
import { checkTraps, trapProgram } from './engines.ts';

const CORE = 'core';
/**
 * Instructions in one call of the module. V8 does not replace a function by its optimized code while it runs, so one long call
 * would stay in what it started in; the calls themselves cost nothing measurable at this length.
 */
const BUDGET = 20_000;

/** A row on a machine of its own. Setting up throws EnvironmentError where the module has not been built. */
function machineRow(
  row: Pick<BenchRow, 'id' | 'unit' | 'what' | 'work'>,
  round: (machine: Machine, n: number) => number,
) {
  let machine: Machine | undefined;
  return {
    ...row,
    available: () => AVAILABLE,
    setUp() {
      machine = bootedMachine();
    },
    round: (n: number) => round(machine!, n),
    tearDown() {
      machine = undefined;
    },
  } satisfies BenchRow;
}

/** Runs a guest from the first byte of RAM to its `brk #0`. Returns the time; throws BenchError where it ends otherwise. */
function runGuest(id: string, machine: Machine, initial: RegisterFile, instructions: number): number {
  machine.writeRegisters(0, initial);
  const before = machine.readSystemRegister(0, RUN_COUNT);
  let stop = STOP_BUDGET;
  const elapsed = timed(() => {
    for (let left = instructions; stop === STOP_BUDGET && left > -BUDGET; left -= BUDGET) stop = machine.run(0, BUDGET);
  });
  const begun = machine.readSystemRegister(0, RUN_COUNT) - before;
  if (stop !== STOP_BRK) throw new BenchError(`${id}: stopped with ${stop}, not at brk #0`);
  if (begun !== BigInt(instructions)) throw new BenchError(`${id}: ${begun} instructions, not ${instructions}`);
  return elapsed;
}

function trapRow(call: CallClass): BenchRow {
  const id = `${call.conduit}/${CORE}/${call.name}`;
  const what = `${call.conduit.toUpperCase()} ${call.disposition} by ${BENCH_MODEL}, on our own interpreter`;
  const guest = wordBytes(guestWords(call.conduit));
  return machineRow({ id, unit: 'ns', what }, (machine, n) => {
    machine.writeMemory(BigInt(RAM_BASE), guest);
    const elapsed = runGuest(id, machine, trapRegisters(call, n), trapInstructions(n));
    checkLastTrap(id, call, machine);
    return elapsed;
  });
}

/**
 * The same with the preservation check of all registers after every trap. The negotiation before the loop is in violation,
 * because FFA_VERSION returns uninitialised stack; in the loop all registers come back.
 */
function checkedRow(call: CallClass): BenchRow {
  const id = `${call.conduit}/${CORE}/${call.name}+check`;
  const what = `${call.conduit.toUpperCase()} ${call.disposition} by ${BENCH_MODEL}, all of the caller's registers checked after it`;
  const guest = wordBytes(guestWords(call.conduit));
  return machineRow({ id, unit: 'ns', what }, (machine, n) => {
    machine.writeMemory(BigInt(RAM_BASE), guest);
    startInRunCheck(machine);
    const elapsed = runGuest(id, machine, trapRegisters(call, n), trapInstructions(n));
    const { traps, violations } = endInRunCheck(machine);
    checkLastTrap(id, call, machine);
    if (traps !== n + TRAPS_BEFORE_LOOP) throw new BenchError(`${id}: ${traps} calls were checked, not all`);
    if (violations !== TRAPS_BEFORE_LOOP) throw new BenchError(`${id}: ${violations} calls in violation`);
    return elapsed;
  });
}

/** Most calls in one run that keeps a record of each. */
const MOST_RECORDS = 5000;

/** What a report needs: the run stops after every trap, and the host reads what it did. */
function recordedRow(call: CallClass): BenchRow {
  const id = `${call.conduit}/${CORE}/${call.name}+record`;
  const what = `${call.conduit.toUpperCase()} ${call.disposition} by ${BENCH_MODEL}, with the record that a report is made from`;
  const engine = new CoreEngine();
  const row = machineRow({ id, unit: 'ns', what }, (machine, n) => {
    let outcome: EngineOutcome | undefined;
    const elapsed = timed(() => {
      outcome = engine.run(machine, trapProgram(call, n));
    });
    checkTraps(id, call, n, outcome!);
    return elapsed;
  });
  return { ...row, largestBatch: MOST_RECORDS };
}

/** The loop has come to its end, and its last call was of the class with the class's answer. */
function checkLastTrap(id: string, call: CallClass, machine: Machine): void {
  const { x } = machine.readRegisters(0);
  const { disposition } = machine.readTrap(0);
  if (x[COUNT_REGISTER] !== 0n) throw new BenchError(`${id}: ${x[COUNT_REGISTER]} calls are left`);
  if (disposition !== call.disposition || x[0] !== call.answer) {
    throw new BenchError(`${id}: ${disposition} with x0 = 0x${x[0]?.toString(16)}, not ${call.disposition}`);
  }
}

function programRow(program: CompiledProgram): BenchRow {
  const id = `mips/${CORE}/${program.name}`;
  const what = `${program.name}, compiled by gcc -O2, bare-metal, on our own interpreter`;
  const work = program.instructionsPerIteration;
  return machineRow({ id, unit: 'MIPS', what, work }, (machine, n) => {
    machine.writeMemory(BigInt(RAM_BASE), program.image);
    const elapsed = runGuest(id, machine, registersWith({ 0: n }), program.instructions(n));
    const checksum = machine.readRegisters(0).x[0];
    if (checksum !== program.checksum) throw new BenchError(`${id}: checksum 0x${checksum?.toString(16)}`);
    return elapsed;
  });
}

const DIRTY_PAGES = 10;
/** The pages do not follow one another: each is found by itself. */
const DIRTY_STRIDE = 7 * PAGE_SIZE;

/** Writes a value into ten pages. */
function dirty(machine: Machine, value: number): void {
  const bytes = new Uint8Array(8).fill(value);
  for (let page = 0; page < DIRTY_PAGES; page++) machine.writeMemory(BigInt(RAM_BASE + page * DIRTY_STRIDE), bytes);
}

/** Times `action` n times, each time on a machine with ten pages written since the last snapshot. */
function timedOnDirty(machine: Machine, n: number, action: () => void): number {
  let elapsed = 0;
  for (let i = 0; i < n; i++) {
    dirty(machine, 1 + (i % 255));
    const start = clock();
    action();
    elapsed += clock() - start;
  }
  return elapsed;
}

function dirtyPages(machine: Machine): number {
  return new DataView(machine.memory.buffer).getUint32(DIRTY_COUNT, true);
}

function snapshotRow(): BenchRow {
  const id = 'snapshot/10-pages';
  const what = 'a snapshot of a machine with ten pages written since the one before';
  return machineRow({ id, unit: 'µs', what }, (machine, n) => {
    machine.snapshot();
    const elapsed = timedOnDirty(machine, n, () => machine.snapshot());
    dirty(machine, 0);
    const written = dirtyPages(machine);
    if (written !== DIRTY_PAGES) throw new BenchError(`${id}: ${written} pages are written, not ${DIRTY_PAGES}`);
    return elapsed;
  });
}

function restoreRow(): BenchRow {
  const id = 'restore/10-pages';
  const what = 'back to a snapshot with ten pages written since';
  return machineRow({ id, unit: 'µs', what }, (machine, n) => {
    dirty(machine, 0);
    machine.snapshot();
    const elapsed = timedOnDirty(machine, n, () => machine.restore());
    for (let page = 0; page < DIRTY_PAGES; page++) {
      const [byte] = machine.readMemory(BigInt(RAM_BASE + page * DIRTY_STRIDE), 1);
      if (byte !== 0) throw new BenchError(`${id}: page ${page} holds ${byte} after it`);
    }
    return elapsed;
  });
}

/** Round trips on our own interpreter: trap, models and return are function calls in one module. */
export function coreTrapRows(): BenchRow[] {
  const [handled] = callClasses;
  return [...callClasses.map(trapRow), checkedRow(handled!), recordedRow(handled!)];
}

/** The compiled programs on our own interpreter. */
export function coreProgramRows(): BenchRow[] {
  return programNames().map((name) => programRow(loadCompiled(name)));
}

/** Snapshots of a machine. */
export function snapshotRows(): BenchRow[] {
  return [snapshotRow(), restoreRow()];
}
