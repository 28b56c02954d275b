/** Memory that the guest has given away and that nobody can give back to it. */
import {
  FFA_MEM_FRAG_RX,
  FFA_MEM_FRAG_TX,
  FFA_MEM_LEND_64,
  FFA_MEM_RECLAIM,
  FFA_MEM_SHARE_64,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
  FFA_SUCCESS,
} from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import { TRIED_CHANGED } from '../../assembly/layout.ts';
import type { SmcRecord, TrapRecord } from '../engine/record.ts';
import { type Stepper, smcsOf } from './stepper.ts';

/** A transaction as EL3 knows it: its handle, and pages that the guest gave away in it. */
interface Transaction {
  handle: bigint;
  pages: Set<number>;
}

const word = (value: bigint | undefined): number => Number((value ?? 0n) & 0xffffffffn);
/** The handle in two registers, the low half first. */
const handleIn = (registers: bigint[], first: number): bigint =>
  BigInt(word(registers[first])) | (BigInt(word(registers[first + 1])) << 32n);

/** The pages that are not the guest's own alone, and what they are: one of the PAGE_ values. */
export type SharedPages = ReadonlyMap<number, number>;

/** What EL3 has, by what it said. It has let go of what it refused, and of what it said was reclaimed. */
class Transactions {
  private open: Transaction[] = [];

  /** Takes in a call of the guest, which has changed states of pages. */
  take({ smcs }: TrapRecord, before: SharedPages, after: SharedPages): void {
    const isGiven = (pages: SharedPages, page: number) => pages.get(page) === layout.PAGE_SHARED_FFA;
    const given = [...after.keys()].filter((page) => isGiven(after, page) && !isGiven(before, page));
    const back = [...before.keys()].filter((page) => isGiven(before, page) && !isGiven(after, page));
    for (const { pages } of this.open) for (const page of back) pages.delete(page);
    for (const smc of smcs) this.hear(smc, given);
  }

  /** Whether EL3 has something of a page. */
  has(page: number): boolean {
    return this.open.some(({ pages }) => pages.has(page));
  }

  private hear({ input, output }: SmcRecord, given: number[]): void {
    const id = word(input[0]);
    const answer = word(output[0]);
    if (id === FFA_MEM_SHARE_64 || id === FFA_MEM_LEND_64) this.begin(answer, output, given);
    else if (id === FFA_MEM_FRAG_TX) this.goOn(handleIn(input, 1), answer, given);
    else if (id === FFA_MEM_RECLAIM && answer === FFA_SUCCESS) this.end(handleIn(input, 1));
  }

  private begin(answer: number, output: bigint[], given: number[]): void {
    if (answer !== FFA_SUCCESS && answer !== FFA_MEM_FRAG_RX) return;
    const handle = handleIn(output, answer === FFA_SUCCESS ? 2 : 1);
    this.open.push({ handle, pages: new Set(given) });
  }

  /** A transaction one of whose fragments is refused is over; EL3 may accept one whose beginning nobody has seen. */
  private goOn(handle: bigint, answer: number, given: number[]): void {
    const accepted = answer === FFA_SUCCESS || answer === FFA_MEM_FRAG_RX;
    const known = this.open.find((each) => each.handle === handle);
    if (!accepted) this.end(handle);
    else if (known) for (const page of given) known.pages.add(page);
    else this.open.push({ handle, pages: new Set(given) });
  }

  private end(handle: bigint): void {
    const index = this.open.findIndex((each) => each.handle === handle);
    if (index >= 0) this.open.splice(index, 1);
  }
}

/** Pages of pKVM's host that are shared although nobody has them after the last call, and somebody had before. */
function lostPages(traps: readonly TrapRecord[], pages: readonly SharedPages[]): number {
  const transactions = new Transactions();
  let lost = 0;
  traps.forEach((trap, index) => {
    const after = pages[index + 1]!;
    transactions.take(trap, pages[index]!, after);
    if (index === traps.length - 1) lost = countLost(trap, after, transactions);
  });
  return lost;
}

function countLost({ state: variables }: TrapRecord, after: SharedPages, transactions: Transactions): number {
  const buffers = [variables.host_tx, variables.host_rx].map((address) => Number(((address ?? 0n) >> 12n) - RAM_PAGE));
  let lost = 0;
  after.forEach((state, page) => {
    if (state === layout.PAGE_SHARED_FFA && !transactions.has(page)) lost += 1;
    if (state === layout.PAGE_SHARED_HYP && !buffers.includes(page)) lost += 1;
  });
  return lost;
}

const RAM_PAGE = BigInt(layout.RAM_BASE) >> 12n;
/** Times that the timer of a delayed teardown may run out. */
const PATIENCE = 4;

/** Pages of a VM of Xen's that are still in use when it is gone: destroys the VM, so that the machine is of no use then. */
function pagesAfterDeath(stepper: Stepper): number {
  const machine = stepper.inside;
  machine.setReplies([]);
  machine.xen.destroyVm(0);
  for (let n = 0; n < PATIENCE; n++) machine.xen.fireTimer();
  const { linear } = stepper;
  let used = 0;
  for (let page = 0; page < layout.RAM_SIZE / layout.PAGE_SIZE; page++) {
    if (linear.u16(layout.XEN_REFERENCE_START + page * 2) !== 1) used += 1;
  }
  return used;
}

/** Pages that the guest has lost with its last call. `pages` are those that are shared before the first and after each. */
export function lostMemory(stepper: Stepper, traps: readonly TrapRecord[], pages: readonly SharedPages[]): number {
  return stepper.family === 'xen' ? pagesAfterDeath(stepper) : lostPages(traps, pages);
}

/** What EL2 asks EL3 for when pages change hands. */
const TRANSFERS: readonly number[] = [
  FFA_MEM_SHARE_64,
  FFA_MEM_LEND_64,
  FFA_MEM_FRAG_TX,
  FFA_MEM_RECLAIM,
  FFA_RXTX_MAP_64,
  FFA_RXTX_UNMAP,
];

/** Whether the last call can have made the guest lose memory: a quick look before {@link lostMemory}. */
export function mayLoseMemory(stepper: Stepper, tried: number): boolean {
  if (stepper.family === 'xen') return (tried & TRIED_CHANGED) !== 0;
  for (let index = 0; index < smcsOf(tried); index++) if (TRANSFERS.includes(stepper.smcFunction(index))) return true;
  return false;
}
