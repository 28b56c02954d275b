import { InputError } from '../../guest/source.ts';
import {
  type Atomic,
  accessesMemory,
  CONSTANTS,
  type CompareAndSwap,
  DISCARD,
  type Load,
  type MicroOperation,
  type Store,
  ZERO,
} from '../program/micro.ts';
import { REGION_TOP } from '../program/program.ts';
import { equal, out, signExtend, type Word, zeroExtend } from '../word.ts';
import { isJoined, positionOf } from './flat.ts';
import { type StateLayout, THREAD_HEADER, type ThreadLayout } from './layout.ts';

/** Steps after which a thread that accesses no memory is taken to loop for ever. */
const longestStretch = 100_000;

/** Told about what each access does; offsets are those in the state's memory. */
export interface AccessObserver {
  accessed(position: number, offset: number, size: number, read: Word | undefined, written: Word | undefined): void;
}

/** Executes threads of one state, an access to memory at a time. */
export class SequentialMachine {
  /** The words of the state. */
  readonly state: Int32Array;
  observer: AccessObserver | undefined;
  private readonly bytes: Uint8Array;
  private readonly layout: StateLayout;
  /** Slots of the thread that runs, and those of the others, which keep their constants. */
  private readonly slots: { lo: Int32Array; hi: Int32Array }[];
  private lo: Int32Array;
  private hi: Int32Array;
  private thread = 0;
  private position = 0;
  /** What the store exclusive in progress does: its second half does the same. */
  private storeFails = false;
  private readonly word: Word = { lo: 0, hi: 0 };

  constructor(layout: StateLayout) {
    this.layout = layout;
    this.state = new Int32Array(layout.length);
    this.bytes = new Uint8Array(this.state.buffer);
    this.slots = layout.threads.map(initialSlots);
    this.lo = this.slots[0]?.lo ?? new Int32Array(0);
    this.hi = this.slots[0]?.hi ?? new Int32Array(0);
    this.reset();
  }

  /** The initial state, each thread standing before its first access. */
  private reset(): void {
    const { program, memory, threads } = this.layout;
    program.regions.forEach(({ bytes }, index) => {
      this.bytes.set(bytes, memory.starts[index]!);
    });
    threads.forEach((_, thread) => {
      // The registers have their initial words in the slots, not in the state.
      this.thread = thread;
      this.lo = this.slots[thread]!.lo;
      this.hi = this.slots[thread]!.hi;
      this.position = 0;
      this.settle();
      this.store();
    });
  }

  /** Position of a thread in the state. */
  positionOf(thread: number): number {
    return this.state[this.layout.threads[thread]!.start]!;
  }

  hasEnded(thread: number): boolean {
    return this.positionOf(thread) === this.layout.threads[thread]!.flat.end;
  }

  /** In how many ways the next access can go: a store exclusive that may store may also fail. */
  choices(thread: number): number {
    const layout = this.layout.threads[thread]!;
    const step = layout.flat.steps[this.positionOf(thread)];
    if (step?.kind !== 'store' || step.status === undefined) return 1;
    this.select(thread);
    const offset = this.locate(this.lo[step.address]!, this.hi[step.address]!, step.size);
    return this.monitors(offset, step) ? 2 : 1;
  }

  /** Executes the next access of a thread, and what follows it up to the next one. */
  run(thread: number, choice: number): void {
    this.select(thread);
    const layout = this.layout.threads[thread]!;
    this.storeFails = choice === 1;
    let joined = true;
    while (joined) {
      joined = isJoined(layout.flat, this.position);
      this.access(layout.flat.steps[this.position]!);
      this.position += 1;
    }
    this.settle();
    this.store();
  }

  /** A final register. */
  register(thread: number, slot: number): Word {
    const layout = this.layout.threads[thread]!;
    const index = layout.registers.indexOf(slot);
    if (index < 0) return { lo: this.slots[thread]!.lo[slot]!, hi: this.slots[thread]!.hi[slot]! };
    const at = layout.start + THREAD_HEADER + 2 * index;
    return { lo: this.state[at]!, hi: this.state[at + 1]! };
  }

  /** Bytes of memory, zero extended; what no access reaches is zero. */
  memory(region: number, offset: number, size: number): Word {
    if (offset + size > this.layout.memory.extents[region]!) return { lo: 0, hi: 0 };
    this.readBytes(this.layout.memory.starts[region]! + offset, size);
    return { ...this.word };
  }

  /** Makes a thread the one that runs. */
  private select(thread: number): void {
    const { start, registers } = this.layout.threads[thread]!;
    const { lo, hi } = this.slots[thread]!;
    const { state } = this;
    this.thread = thread;
    this.position = state[start]!;
    let at = start + THREAD_HEADER;
    for (let index = 0; index < registers.length; index += 1) {
      const slot = registers[index]!;
      lo[slot] = state[at]!;
      hi[slot] = state[at + 1]!;
      at += 2;
    }
    this.lo = lo;
    this.hi = hi;
  }

  /** Puts the thread that runs back into the state; registers that nobody uses any more become zero. */
  private store(): void {
    const { start, registers, live } = this.layout.threads[this.thread]!;
    const { state, lo, hi } = this;
    const used = live[this.position]!;
    state[start] = this.position;
    let at = start + THREAD_HEADER;
    for (let index = 0; index < registers.length; index += 1) {
      const slot = registers[index]!;
      const keep = used[index] === 1;
      state[at] = keep ? lo[slot]! : 0;
      state[at + 1] = keep ? hi[slot]! : 0;
      at += 2;
    }
  }

  /** Goes on to the next place where another thread may come between. */
  private settle(): void {
    const layout = this.layout.threads[this.thread]!;
    const { steps } = layout.flat;
    for (let count = 0; !layout.scheduling[this.position]; count += 1) {
      if (count > longestStretch) this.fail('this loop never ends and accesses no memory');
      this.local(layout, steps[this.position]!);
    }
  }

  private local(layout: ThreadLayout, step: MicroOperation): void {
    const { lo, hi } = this;
    this.position += 1;
    switch (step.kind) {
      case 'compute':
        step.operation(step.wide, lo[step.left]!, hi[step.left]!, lo[step.right]!, hi[step.right]!);
        this.put(step.target, out.lo, out.hi);
        return;
      case 'select': {
        const chosen = this.isZero(step.condition) ? step.whenClear : step.whenSet;
        this.put(step.target, lo[chosen]!, hi[chosen]!);
        return;
      }
      case 'branch':
        if (step.condition === undefined || this.isZero(step.condition) === step.ifZero) {
          this.position = positionOf(layout.flat, step.target)!;
        }
        return;
      case 'branchRegister':
        this.branchTo(layout, lo[step.address]!, hi[step.address]!);
        return;
      default:
        if (accessesMemory(step)) throw new Error('an access is no local step');
    }
  }

  private branchTo(layout: ThreadLayout, lo: number, hi: number): void {
    this.position -= 1;
    const target = hi === 0 ? positionOf(layout.flat, lo) : undefined;
    if (target === undefined) this.fail('the branch leaves the thread');
    this.position = target;
  }

  private isZero(slot: number): boolean {
    return this.lo[slot] === 0 && this.hi[slot] === 0;
  }

  private put(slot: number, lo: number, hi: number): void {
    if (slot === DISCARD || slot === ZERO) return;
    this.lo[slot] = lo;
    this.hi[slot] = hi;
  }

  private access(step: MicroOperation): void {
    switch (step.kind) {
      case 'load':
        this.loadFrom(step);
        return;
      case 'store':
        this.storeTo(step);
        return;
      case 'atomic':
        this.atomic(step);
        return;
      case 'compareAndSwap':
        this.compareAndSwap(step);
        return;
      default:
        throw new Error('no access stands here');
    }
  }

  /** Offset in the state's memory of an address. Throws InputError where it is that of no location. */
  private locate(lo: number, hi: number, size: number): number {
    const region = (lo >>> 16) - 1;
    const offset = lo & 0xffff;
    const { starts, extents } = this.layout.memory;
    if (hi !== REGION_TOP || region < 0 || region >= starts.length) {
      this.fail('the address is not that of a location');
    }
    if (offset + size > extents[region]!) this.fail('the address is behind the end of its location');
    return starts[region]! + offset;
  }

  private address(slot: number, size: number): number {
    return this.locate(this.lo[slot]!, this.hi[slot]!, size);
  }

  private readBytes(offset: number, size: number): void {
    const { word, state } = this;
    if (size >= 4 && (offset & 3) === 0) {
      word.lo = state[offset >> 2]!;
      word.hi = size === 8 ? state[(offset >> 2) + 1]! : 0;
      return;
    }
    word.lo = 0;
    word.hi = 0;
    for (let byte = 0; byte < size; byte += 1) {
      const bits = this.bytes[offset + byte]!;
      if (byte < 4) word.lo |= bits << (8 * byte);
      else word.hi |= bits << (8 * (byte - 4));
    }
  }

  private writeBytes(offset: number, size: number, lo: number, hi: number): void {
    if (size >= 4 && (offset & 3) === 0) {
      this.state[offset >> 2] = lo;
      if (size === 8) this.state[(offset >> 2) + 1] = hi;
    } else {
      for (let byte = 0; byte < size; byte += 1) {
        this.bytes[offset + byte] = byte < 4 ? lo >>> (8 * byte) : hi >>> (8 * (byte - 4));
      }
    }
    this.disturbMonitors(offset, size);
  }

  /** A write ends the exclusive monitors of the other threads that cover what it writes. */
  private disturbMonitors(offset: number, size: number): void {
    const { threads } = this.layout;
    for (let other = 0; other < threads.length; other += 1) {
      if (other === this.thread) continue;
      const at = threads[other]!.start;
      const covered = this.state[at + 2]!;
      const from = this.state[at + 1]!;
      if (covered > 0 && from < offset + size && offset < from + covered) this.setMonitor(at, 0, 0);
    }
  }

  private setMonitor(at: number, offset: number, size: number): void {
    this.state[at + 1] = offset;
    this.state[at + 2] = size;
  }

  private monitors(offset: number, step: Store): boolean {
    const at = this.layout.threads[this.thread]!.start;
    const size = step.joined ? 2 * step.size : step.size;
    return this.state[at + 1] === offset && this.state[at + 2] === size;
  }

  private loadFrom(step: Load): void {
    const offset = this.address(step.address, step.size);
    this.readBytes(offset, step.size);
    if (step.exclusive) this.monitor(offset, step);
    const { lo, hi } = this.word;
    this.observer?.accessed(this.position, offset, step.size, { lo, hi }, undefined);
    if (step.signed === 0) {
      this.put(step.target, lo, hi);
      return;
    }
    signExtend(step.signed === 64, lo, hi, 8 * step.size, 0);
    this.put(step.target, out.lo, out.hi);
  }

  private monitor(offset: number, step: Load): void {
    const at = this.layout.threads[this.thread]!.start;
    const flat = this.layout.threads[this.thread]!.flat;
    const second = step.joined && this.position > 0 && isJoined(flat, this.position - 1);
    if (second) this.state[at + 2]! += step.size;
    else this.setMonitor(at, offset, step.size);
  }

  private storeTo(step: Store): void {
    const offset = this.address(step.address, step.size);
    if (step.status !== undefined && !this.storesExclusively(offset, step)) {
      this.observer?.accessed(this.position, offset, step.size, undefined, undefined);
      return;
    }
    this.writeBytes(offset, step.size, this.lo[step.data]!, this.hi[step.data]!);
    this.observer?.accessed(this.position, offset, step.size, undefined, this.written(offset, step.size));
    if (step.status !== undefined) this.put(step.status, 0, 0);
  }

  private storesExclusively(offset: number, step: Store): boolean {
    const { start, flat } = this.layout.threads[this.thread]!;
    const second = step.joined && isJoined(flat, this.position - 1);
    if (!second) {
      this.storeFails ||= !this.monitors(offset, step);
      this.setMonitor(start, 0, 0);
    }
    if (this.storeFails) this.put(step.status!, 1, 0);
    return !this.storeFails;
  }

  private atomic(step: Atomic): void {
    const offset = this.address(step.address, step.size);
    this.readBytes(offset, step.size);
    const { lo, hi } = this.word;
    let [oldLo, oldHi, newLo, newHi] = [lo, hi, this.lo[step.data]!, this.hi[step.data]!];
    if (step.size < 8) {
      const extend = step.signed ? signExtend : zeroExtend;
      extend(true, lo, hi, 8 * step.size, 0);
      [oldLo, oldHi] = [out.lo, out.hi];
      extend(true, newLo, newHi, 8 * step.size, 0);
      [newLo, newHi] = [out.lo, out.hi];
    }
    step.operation(true, oldLo, oldHi, newLo, newHi);
    this.writeBytes(offset, step.size, out.lo, out.hi);
    this.observer?.accessed(this.position, offset, step.size, { lo, hi }, this.written(offset, step.size));
    this.put(step.target, lo, hi);
  }

  /** What memory holds now. */
  private written(offset: number, size: number): Word {
    this.readBytes(offset, size);
    return { ...this.word };
  }

  private compareAndSwap(step: CompareAndSwap): void {
    const places = step.places.map((place) => {
      const offset = this.address(place.address, step.size);
      this.readBytes(offset, step.size);
      return {
        ...place,
        offset,
        lo: this.word.lo,
        hi: this.word.hi,
        matches: this.holdsExpected(place.expected, step.size),
      };
    });
    const writes = places.every(({ matches }) => matches);
    for (const { offset, data, lo, hi } of places) {
      if (writes) this.writeBytes(offset, step.size, this.lo[data]!, this.hi[data]!);
      const written = writes ? this.written(offset, step.size) : undefined;
      this.observer?.accessed(this.position, offset, step.size, { lo, hi }, written);
    }
    for (const { target, lo, hi } of places) this.put(target, lo, hi);
  }

  /** Whether the last word read is what a register holds in its low bytes. */
  private holdsExpected(slot: number, size: number): boolean {
    const { lo, hi } = this.word;
    let [expectedLo, expectedHi] = [this.lo[slot]!, this.hi[slot]!];
    if (size < 8) {
      zeroExtend(true, expectedLo, expectedHi, 8 * size, 0);
      [expectedLo, expectedHi] = [out.lo, out.hi];
    }
    equal(true, lo, hi, expectedLo, expectedHi);
    return out.lo === 1;
  }

  /** Throws InputError for the instruction in progress. */
  private fail(message: string): never {
    const { flat } = this.layout.threads[this.thread]!;
    const { position, line } = flat.program.instructions[flat.instructionOf[this.position]!]!;
    const full = `P${this.thread}: ${message}`;
    throw new InputError(full, [{ ...position, message: full, text: line }]);
  }
}

function initialSlots({ flat }: ThreadLayout): { lo: Int32Array; hi: Int32Array } {
  const { constants, initial } = flat.program;
  const [lo, hi] = [new Int32Array(CONSTANTS + constants.length), new Int32Array(CONSTANTS + constants.length)];
  for (const [slot, word] of initial) [lo[slot], hi[slot]] = [word.lo, word.hi];
  constants.forEach((word, index) => {
    [lo[CONSTANTS + index], hi[CONSTANTS + index]] = [word.lo, word.hi];
  });
  return { lo, hi };
}
