/** From a call of the normal world to its answer: the SPMC, and the partitions that run in between. */

import { PARTITION_STARTING, RTM_SP_INIT } from '../ffa/runtime';
import { PARTITION_START, PARTITION_STRIDE, STOP_BUDGET } from '../layout';
import { firmwareSwitch, setState32, state32 } from './access';
import { noteState, noteStop, openCall } from './call-log';
import { CONTROL_CALLER, CONTROL_PARTITION, controlIsWith, controllingPartition, passToPartition } from './control';
import { abandon } from './cycles';
import { DEFINITION_PROGRAM, DEFINITION_VERSION, EVENT_INIT } from './definition';
import { begin, giveAnswer, resume } from './handover';
import { bankOf, field, hasFlag, idOf, partitionAt, partitionCount, setField } from './partition';
import { createProgram, renewPatience, runToCall } from './program';
import { isOver, takeStep } from './script';
import { callFromPartition } from './spmc';
import {
  P_INDEX,
  P_MODEL,
  P_STATE,
  P_STEP,
  P_VERSION,
  STATE_BOOTED,
  STATE_SPMC_LOCKED,
  STATE_SPMC_VERSION,
} from './state';
import {
  FIRMWARE_BOOT_INTERRUPT,
  FIRMWARE_DEFAULT_VERSION,
  FIRMWARE_INTERRUPT_LOCKS,
  FIRMWARE_PARTITION_START,
  FIRMWARE_SERVICE,
  SERVICE_FFA,
  START_AT_BOOT,
  SWITCH_ON,
} from './switches';

/** Steps that partitions may take within one SMC of the normal world before the one that runs is given up. */
const MOST_STEPS: u32 = 4096;

/** Lets partitions run until control is with the normal world again, where a call passed it to one. */
export function runPartitions(): void {
  for (let steps: u32 = 0; steps < MOST_STEPS; steps++) {
    if (controlIsWith() !== CONTROL_PARTITION) return;
    stepPartition(controllingPartition());
  }
  // Whoever is left is given up, and the one that waits for it, up to the normal world.
  for (let left = partitionCount(); left > 0 && controlIsWith() === CONTROL_PARTITION; left--) {
    noteStop(controllingPartition(), STOP_BUDGET);
    abandon(controllingPartition());
  }
}

function stepPartition(p: usize): void {
  const program = hasFlag(p, DEFINITION_PROGRAM);
  const over = !program && isOver(p);
  if (program ? !runToCall(p) : !takeStep(p)) return;
  // The step that was taken stands before the next.
  if (!program) openCall(p, over ? 0 : field(p, P_STEP));
  callFromPartition(p, bankOf(p));
  noteState(p);
  if (controlIsWith() !== CONTROL_CALLER) return;
  giveAnswer(p);
  resume(p);
  // Where the call that ends a script was refused, the partition has nothing else to do.
  if (over) abandon(p);
  else passToPartition(p);
}

// ---- boot -----------------------------------------------------------------------------------------------------------

/** Before the normal world's first call: versions, partitions, and an interrupt that comes early; all of it an SPMC's. */
export function bootFirmware(): void {
  if (state32(STATE_BOOTED)) return;
  setState32(STATE_BOOTED, 1);
  renewPatience();
  if (firmwareSwitch(FIRMWARE_SERVICE) !== SERVICE_FFA) return;
  setState32(STATE_SPMC_VERSION, firmwareSwitch(FIRMWARE_DEFAULT_VERSION));
  const count = partitionCount();
  for (let index: u32 = 0; index < count; index++) createPartition(index);
  if (firmwareSwitch(FIRMWARE_PARTITION_START) === START_AT_BOOT) startPartitions();
  if (firmwareSwitch(FIRMWARE_BOOT_INTERRUPT) === SWITCH_ON && firmwareSwitch(FIRMWARE_INTERRUPT_LOCKS) === SWITCH_ON) {
    setState32(STATE_SPMC_LOCKED, 1);
  }
}

function createPartition(index: u32): void {
  const p = partitionAt(index);
  setField(p, P_INDEX, index);
  setField(p, P_STATE, PARTITION_STARTING);
  setField(p, P_VERSION, load<u32>(PARTITION_START + index * PARTITION_STRIDE, DEFINITION_VERSION));
  if (hasFlag(p, DEFINITION_PROGRAM)) createProgram(p);
}

/** Each partition that has not yet run initialises, in order, till it waits. */
export function startPartitions(): void {
  const count = partitionCount();
  for (let index: u32 = 0; index < count; index++) {
    const p = partitionAt(index);
    if (idOf(p) === 0 || field(p, P_STATE) !== PARTITION_STARTING) continue;
    setField(p, P_MODEL, RTM_SP_INIT);
    begin(p, EVENT_INIT);
    passToPartition(p);
    runPartitions();
  }
}
