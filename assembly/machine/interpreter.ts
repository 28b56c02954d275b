/**
 * Who executes instructions, for models that have programs of their own run while they handle a trap. The interpreter
 * stands above the models and makes itself known here.
 */

let interpreter: (cpu: usize, budget: u32) => u32 = nobody;

function nobody(_cpu: usize, _budget: u32): u32 {
  return 0;
}

/** `run` executes at most so many instructions of a block, and returns one of the STOP_ values. */
export function setInterpreter(run: (cpu: usize, budget: u32) => u32): void {
  interpreter = run;
}

/** Executes at most `budget` instructions of a block, whatever runs or does not; returns one of the STOP_ values. */
export function interpret(cpu: usize, budget: u32): u32 {
  return interpreter(cpu, budget);
}
