/** What an event's label is made of. */
export interface Labelled {
  thread: number;
  instruction: number;
  occurrence: number;
}

/** `P1:3`, and `P1:3#2` where the thread executes its third instruction for the second time. */
export function baseLabel({ thread, instruction }: Labelled, time: number): string {
  return `P${thread}:${instruction + 1}${time > 1 ? `#${time}` : ''}`;
}

/** Counts how often each instruction has been executed, by the occurrences that come along. */
export class TimeCounter {
  private readonly seen = new Map<string, number[]>();

  /** Which execution of its instruction an occurrence is, from 1. Occurrences of a thread come in order. */
  time({ thread, instruction, occurrence }: Labelled): number {
    const key = `${thread}:${instruction}`;
    const known = this.seen.get(key) ?? [];
    this.seen.set(key, known);
    const found = known.indexOf(occurrence);
    return found < 0 ? known.push(occurrence) : found + 1;
  }
}

/** Kinds of the events that one execution of an instruction makes, in order: how the labels tell them apart. */
export function suffixes(kinds: readonly ('read' | 'write')[]): string[] {
  if (kinds.length === 1) return [''];
  if (kinds.length === 2 && kinds[0] === 'read' && kinds[1] === 'write') return ['r', 'w'];
  return kinds.map((_, index) => `.${index + 1}`);
}
