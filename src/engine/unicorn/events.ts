import { alignmentFault } from './alignment.ts';
import * as uc from './constants.ts';
import type { RunContext } from './context.ts';
import { EC_BRK64, EC_SVC64, EC_UNKNOWN } from './exception.ts';
import { accessOf, alignmentStop, faultStop, hexWord, stopReason } from './stops.ts';
import { takeTrap } from './trap.ts';
import { immediateOf, isCall, isHlt } from './words.ts';

/**
 * An instruction raised an exception. SMC and HVC go to the machine. SVC, BRK and undefined instructions go to the
 * guest's vector where it has one, else they stop the run; BRK #0, the end of a stub, and HLT always stop it.
 */
export function onException(context: RunContext, exception: number): void {
  if (context.stop !== undefined) return;
  const word = context.wordAt(context.pc);
  if (isCall(word)) takeTrap(context, word);
  else if (isHlt(word)) halting(context, word);
  else (HANDLERS[exception] ?? unknownException)(context, word, exception);
}

const HANDLERS: Record<number, (context: RunContext, word: number, exception: number) => void> = {
  [uc.EXCP_SWI]: supervisorCall,
  [uc.EXCP_BKPT]: breakpoint,
  [uc.EXCP_UDEF]: undefinedInstruction,
  [uc.EXCP_PREFETCH_ABORT]: (context) => fetchFault(context),
  [uc.EXCP_DATA_ABORT]: misaligned,
};

/** An access or fetch outside the guest's memory. Always ends the run: stage 2 at EL2 would take it, not EL1. */
export function onBadAccess(context: RunContext, type: number, address: number | bigint, width: number): boolean {
  if (context.stop !== undefined) return false;
  const access = accessOf(type);
  if (access === 'fetch') fetchFault(context);
  else context.halt(faultStop(BigInt(context.pc), { address: unsigned(address), access, width }));
  return false;
}

/** Koffi hands uint64_t to callbacks as a negative number where bit 63 is set. */
function unsigned(address: number | bigint): bigint {
  return BigInt.asUintN(64, BigInt(address));
}

/** The instruction that jumped is done: the PC is where it jumped to, and libunicorn's own is exact here. */
function fetchFault(context: RunContext): void {
  context.cpu.link.load();
  const address = context.programCounter();
  context.halt(faultStop(address, { address, access: 'fetch', width: 4 }));
}

function supervisorCall(context: RunContext, word: number): void {
  const pc = BigInt(context.pc);
  const immediate = immediateOf(word);
  const stop = { ...stopReason('svc', pc, `svc #${immediate}`), immediate };
  context.raise({ ec: EC_SVC64, iss: immediate, elr: pc + 4n }, stop);
}

function breakpoint(context: RunContext, word: number): void {
  const pc = BigInt(context.pc);
  const immediate = immediateOf(word);
  const stop = { ...stopReason('brk', pc, `brk #${immediate}`), immediate };
  if (immediate === 0) context.halt(stop);
  else context.raise({ ec: EC_BRK64, iss: immediate, elr: pc }, stop);
}

function halting(context: RunContext, word: number): void {
  const immediate = immediateOf(word);
  context.halt({ ...stopReason('hlt', BigInt(context.pc), `hlt #${immediate}`), immediate });
}

function undefinedInstruction(context: RunContext, word: number): void {
  const pc = BigInt(context.pc);
  context.cpu.link.load();
  if (context.programCounter() !== pc) {
    // No instruction began there: software step (MDSCR_EL1.SS) is what raises it.
    context.halt(stopReason('unimplemented', context.programCounter(), 'debug exception'));
    return;
  }
  const detail = `instruction ${hexWord(word)} is undefined at this exception level`;
  context.raise({ ec: EC_UNKNOWN, iss: 0, elr: pc }, stopReason('undefined-instruction', pc, detail));
}

function unknownException(context: RunContext, word: number, exception: number): void {
  const detail = `instruction ${hexWord(word)} raises an exception ${exception} that libunicorn has no place for`;
  context.halt(stopReason('unimplemented', BigInt(context.pc), detail));
}

function misaligned(context: RunContext, word: number): void {
  const pc = BigInt(context.pc);
  context.cpu.link.load(pc);
  context.halt(alignmentStop(pc, alignmentFault(word, context.block)));
}
