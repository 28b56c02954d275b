/** What some tests need besides Node: where it is missing they are skipped, and say so. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';
import { unicornAvailable } from '../../src/engine/unicorn.ts';

const onPath = (name: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
const program = (name: string, brings: string, what: string) => ({ available: () => onPath(name), brings, what });

/** By name: whether it is there, the package that brings it, and what nobody says without it. */
const table = {
  libunicorn: {
    available: unicornAvailable,
    brings: 'libunicorn2',
    what: 'that the interpreter does what libunicorn does, and guests on libunicorn itself',
  },
  'aarch64-linux-gnu-as': program(
    'aarch64-linux-gnu-as',
    'binutils-aarch64-linux-gnu',
    'that the assembler does what GNU as does today: stored results stand in for it',
  ),
  'aarch64-linux-gnu-gcc': program(
    'aarch64-linux-gnu-gcc',
    'gcc-aarch64-linux-gnu',
    'programs as gcc compiles them today: stored ones stand in for them',
  ),
  'qemu-aarch64': program(
    'qemu-aarch64',
    'qemu-user',
    'what QEMU says of compiled programs today: stored results stand in for it',
  ),
};

export type Need = keyof typeof table;

/** Whether it is installed. */
export function has(need: Need): boolean {
  return table[need].available();
}

const reason = (need: Need, name: string) => `${name} (skipped: ${need} is not installed)`;

/** A suite of tests that need something; where it is missing, one that is skipped and names it. */
export function describeWith(need: Need, name: string, body: () => void): void {
  if (has(need)) describe(name, body);
  else describe.skip(reason(need, name), body);
}

/** The same for one test. */
export function itWith(need: Need, name: string, body: () => void | Promise<void>): void {
  if (has(need)) it(name, body);
  else it.skip(reason(need, name), body);
}

/** A line for everything that is missing: what was not checked for it, and what brings it. */
export function missingNeeds(): string[] {
  return (Object.keys(table) as Need[])
    .filter((need) => !has(need))
    .map(
      (need) =>
        `not checked, because ${need} is not installed (sudo apt-get install ${table[need].brings}): ${table[need].what}`,
    );
}
