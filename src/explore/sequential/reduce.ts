import type { StateLayout } from './layout.ts';

/**
 * Partial-order reduction. A set of threads is persistent where nothing that the others may still do can matter to the next
 * access of any of them: then it is enough to let one of the set go on, for every execution is equivalent to one that
 * begins so. Every final state stays reachable.
 */
export class PersistentSets {
  private readonly layout: StateLayout;
  private readonly positions: number[];
  private readonly members: Uint8Array;
  private readonly best: number[] = [];

  constructor(layout: StateLayout) {
    this.layout = layout;
    this.positions = layout.threads.map(() => 0);
    this.members = new Uint8Array(layout.threads.length);
  }

  /** The smallest persistent set of a state's threads that have not ended; valid until the next call. */
  choose(state: Int32Array): readonly number[] {
    const { threads } = this.layout;
    let active = 0;
    for (let thread = 0; thread < threads.length; thread += 1) {
      this.positions[thread] = state[threads[thread]!.start]!;
      if (!this.ended(thread)) active += 1;
    }
    let smallest = active + 1;
    for (let thread = 0; thread < threads.length && smallest > 1; thread += 1) {
      if (this.ended(thread)) continue;
      const size = this.close(thread);
      if (size >= smallest) continue;
      smallest = size;
      this.keepMembers();
    }
    if (active === 0) this.best.length = 0;
    return this.best;
  }

  private ended(thread: number): boolean {
    return this.positions[thread] === this.layout.threads[thread]!.flat.end;
  }

  private keepMembers(): void {
    this.best.length = 0;
    for (let thread = 0; thread < this.members.length; thread += 1) if (this.members[thread]) this.best.push(thread);
  }

  /** Adds to a thread whoever conflicts with a member's next access. Returns the number of members. */
  private close(first: number): number {
    const { conflicts, threads } = this.layout;
    const { members, positions } = this;
    members.fill(0);
    members[first] = 1;
    let size = 1;
    for (let changed = true; changed; ) {
      changed = false;
      for (let other = 0; other < threads.length; other += 1) {
        if (members[other] || this.ended(other)) continue;
        for (let member = 0; member < threads.length; member += 1) {
          if (!members[member] || !conflicts(member, positions[member]!, other, positions[other]!)) continue;
          members[other] = 1;
          size += 1;
          changed = true;
          break;
        }
      }
    }
    return size;
  }
}
