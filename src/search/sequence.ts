/** What a search tries and finds: plain data that can cross to another thread. */

/** One call of the guest. */
export interface SearchCall {
  /** x0 … x17; x18 … x30 are patterns. */
  x: bigint[];
  /** Number of what the guest has put into its TX page before, 0 for nothing (contents.ts). */
  content: number;
  /** The virtual machine that makes it. */
  vm: number;
}

/** What EL3 answers to one SMC instead of what it would by its own rules. */
export interface SearchReply {
  /** Function id of the SMC, or undefined for any. */
  functionId: number | undefined;
  /** x0 … x17. */
  x: bigint[];
  /** Bytes that land in the hypervisor's RX page. */
  rx: Uint8Array | undefined;
}

/** A call and the replies to the SMCs that EL2 makes for it, each given once, to the first SMC of its function. */
export interface SearchMove {
  call: SearchCall;
  replies: SearchReply[];
}

/** A whole sequence, with the replies that the hypervisor got while it started. */
export interface SearchSequence {
  boot: SearchReply[];
  moves: SearchMove[];
}

/** Registers that a call passes. */
export const PASSED_REGISTERS = 18;

/**
 * A sequence in numbers of the tables of calls and replies: three for each step, the first step being the boot. The numbers
 * of replies count from 1, 0 stands for none.
 */
export type SearchPath = Uint16Array;

export const STEP_LENGTH = 3;
/** Stands for the boot in the place of a call. */
export const BOOT = 0xffff;

/** Path of the boot alone. */
export function bootPath(reply: number): SearchPath {
  return Uint16Array.of(BOOT, reply, 0);
}

/** A path with one step more. */
export function extendPath(path: SearchPath, call: number, first: number, second: number): SearchPath {
  const longer = new Uint16Array(path.length + STEP_LENGTH);
  longer.set(path);
  longer.set([call, first, second], path.length);
  return longer;
}

/** Replies that are not the firmware's own. */
export function deviationsOf(path: SearchPath): number {
  let count = 0;
  for (let at = 1; at < path.length; at++) if (at % STEP_LENGTH !== 0 && path[at] !== 0) count += 1;
  return count;
}
