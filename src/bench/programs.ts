import { readFileSync } from 'node:fs';
import { packageFile } from '../run/package.ts';

/** What bench/programs/expected.json says of a program, made by the command that it names. */
interface Expected {
  /** In 16 hexadecimal digits. */
  checksum: string;
  /** Instructions of one iteration, and of each further one. */
  once: number;
  again: number;
}

/** A program compiled by gcc -O2 for a bare machine (bench/programs). */
export interface CompiledProgram {
  name: string;
  /** A flat binary for the first byte of RAM; x0 is the number of iterations, `brk #0` ends it. */
  image: Uint8Array;
  /** x0 at the end, whatever the number of iterations. */
  checksum: bigint;
  /** Instructions of each iteration after the first. */
  instructionsPerIteration: number;
  /** Instructions of a whole run, `brk #0` included. */
  instructions(iterations: number): number;
}

/** All programs with the process for qemu-aarch64 that they also are. */
export const USER_PROCESS = 'bench/programs/prebuilt/user.elf';

let expected: Record<string, Expected> | undefined;

function readExpected(): Record<string, Expected> {
  const text = readFileSync(packageFile('bench/programs/expected.json'), 'utf8');
  return (JSON.parse(text) as { programs: Record<string, Expected> }).programs;
}

/** Names of the compiled programs. */
export function programNames(): string[] {
  expected ??= readExpected();
  return Object.keys(expected);
}

/** Loads a program's image, by default the one that is part of the package. Throws RangeError for an unknown name. */
export function loadCompiled(name: string, folder = packageFile('bench/programs/prebuilt')): CompiledProgram {
  expected ??= readExpected();
  const row = expected[name];
  if (row === undefined) throw new RangeError(`no program ${name}`);
  return {
    name,
    image: new Uint8Array(readFileSync(`${folder}/${name}.bin`)),
    checksum: BigInt(`0x${row.checksum}`),
    instructionsPerIteration: row.again,
    instructions: (iterations) => row.once + (iterations - 1) * row.again,
  };
}
