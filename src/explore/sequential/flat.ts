import { accessesMemory, type MicroOperation } from '../program/micro.ts';
import type { ThreadProgram } from '../program/program.ts';

/** A thread's steps in one row. A position is a place in it; the last one, behind all steps, is the thread's end. */
export interface FlatThread {
  program: ThreadProgram;
  steps: MicroOperation[];
  /** Number of the instruction that a step belongs to. */
  instructionOf: number[];
  /** Position of the first step of each instruction, and of the end. */
  starts: number[];
  end: number;
}

export function flatten(program: ThreadProgram): FlatThread {
  const steps: MicroOperation[] = [];
  const instructionOf: number[] = [];
  const starts: number[] = [];
  program.instructions.forEach((instruction, index) => {
    starts.push(steps.length);
    for (const step of instruction.steps) {
      steps.push(step);
      instructionOf.push(index);
    }
  });
  starts.push(steps.length);
  return { program, steps, instructionOf, starts, end: steps.length };
}

/** The position of a code address of the thread, or undefined where it is none. */
export function positionOf({ program, starts }: FlatThread, address: number): number | undefined {
  return starts[(address - program.start) / 4];
}

/** Positions that may come behind one. */
export function successors(thread: FlatThread, position: number): number[] {
  const step = thread.steps[position];
  if (step === undefined) return [];
  if (step.kind === 'branchRegister') return thread.starts;
  if (step.kind !== 'branch') return [position + 1];
  const target = positionOf(thread, step.target)!;
  return step.condition === undefined ? [target] : [target, position + 1];
}

/** Whether two steps in a row access memory at once: the halves of an exclusive pair. */
export function isJoined(thread: FlatThread, position: number): boolean {
  const [step, next] = [thread.steps[position], thread.steps[position + 1]];
  const joins = (other: MicroOperation | undefined): boolean =>
    other !== undefined && (other.kind === 'load' || other.kind === 'store') && other.joined;
  return joins(step) && joins(next) && thread.instructionOf[position] === thread.instructionOf[position + 1];
}

/** Positions where another thread may come between: before each access to memory, but for second halves. */
export function isSchedulingPoint(thread: FlatThread, position: number): boolean {
  const step = thread.steps[position];
  return step === undefined || (accessesMemory(step) && !(position > 0 && isJoined(thread, position - 1)));
}
