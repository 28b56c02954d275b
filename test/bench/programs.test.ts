import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { RAM_BASE, RUN_COUNT, STOP_BRK } from '../../assembly/layout.ts';
import { bootedMachine, registersWith } from '../../src/bench/guest-machine.ts';
import { loadCompiled, programNames } from '../../src/bench/programs.ts';
import { BenchError } from '../../src/bench/row.ts';
import { checkCompiled, compiledRun } from '../../src/bench/rows/engines.ts';
import { compileLibunicornPeer } from '../../src/bench/rows/peers.ts';
import { findTools, requireTool, temporaryFolder } from '../../src/bench/tools.ts';
import { UnicornEngine } from '../../src/engine/unicorn.ts';
import { EnvironmentError } from '../../src/guest/source.ts';
import { has } from '../support/needs.ts';

const PREBUILT = 'bench/programs/prebuilt';
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The programs as the compiler of this machine builds them now, or as they were built where there is none. */
function build(): string {
  if (findTools('aarch64-linux-gnu-gcc').length === 0) return PREBUILT;
  execFileSync('sh', ['bench/programs/build.sh', folder.path], { stdio: 'pipe' });
  return folder.path;
}

const built = build();
const images = [...new Set([PREBUILT, built])];
const cases = images.flatMap((image) => programNames().map((name) => [name, image] as const));

describe('compiled programs', () => {
  it('are the seven that the table names, small enough to be part of the package', () => {
    expect(programNames()).toEqual(['atomics', 'bignum', 'crc', 'exclusives', 'hash', 'sort', 'strings']);
    for (const name of programNames()) expect(loadCompiled(name).image.length).toBeLessThan(4096);
    expect(() => loadCompiled('absent')).toThrow(RangeError);
  });

  it('agree with each other where one source is compiled twice', () => {
    expect(loadCompiled('atomics').checksum).toBe(loadCompiled('exclusives').checksum);
    expect(loadCompiled('atomics').image).not.toEqual(loadCompiled('exclusives').image);
  });

  it.each(cases)('%s has a stored result that is none of a program whose own checks fail (%s)', (name) => {
    expect([0n, 0xffff_ffff_ffff_ffffn]).not.toContain(loadCompiled(name).checksum);
  });

  it.runIf(has('qemu-aarch64')).each(cases)('%s gives the stored result on QEMU (%s)', (name, image) => {
    const { checksum } = loadCompiled(name);
    expect(runOnQemu(image, name)).toBe(checksum.toString(16).padStart(16, '0'));
  });

  it.runIf(has('libunicorn')).each(cases)('%s gives the same result on libunicorn as on QEMU (%s)', (name, image) => {
    const program = loadCompiled(name, image);
    const outcome = new UnicornEngine().run(bootedMachine(), { ...compiledRun(program, 2), limits: LIMITS });
    checkCompiled(name, program, outcome);
    expect(outcome.final.x[0]).toBe(program.checksum);
    if (image === PREBUILT) expect(outcome.instructions).toBe(program.instructions(2));
  });

  it.each(cases)('%s gives the same result on our own interpreter as on QEMU (%s)', (name, image) => {
    const program = loadCompiled(name, image);
    const machine = bootedMachine();
    machine.writeMemory(BigInt(RAM_BASE), program.image);
    machine.writeRegisters(0, registersWith({ 0: 3 }));
    expect(machine.run(0, LIMITS.instructions)).toBe(STOP_BRK);
    expect(machine.readRegisters(0).x[0]).toBe(program.checksum);
    if (image === PREBUILT) expect(machine.readSystemRegister(0, RUN_COUNT)).toBe(BigInt(program.instructions(3)));
  });

  it('give it in any order on one machine, over what the ones before have left in memory', () => {
    const machine = bootedMachine();
    const names = programNames();
    for (const name of [...names, ...names.toReversed(), ...names]) {
      const program = loadCompiled(name);
      const before = machine.readSystemRegister(0, RUN_COUNT);
      machine.writeMemory(BigInt(RAM_BASE), program.image);
      machine.writeRegisters(0, registersWith({ 0: 1 }));
      expect(machine.run(0, LIMITS.instructions), name).toBe(STOP_BRK);
      expect(machine.readRegisters(0).x[0]).toBe(program.checksum);
      expect(machine.readSystemRegister(0, RUN_COUNT) - before).toBe(BigInt(program.instructions(1)));
    }
  });

  it('take as many instructions as is stored, counted by libunicorn from C', () => {
    let count: (name: string, n: number) => string;
    try {
      const peer = compileLibunicornPeer(folder.path);
      count = (name, n) => execFileSync(peer, ['count', `${PREBUILT}/${name}.bin`, String(n)], { encoding: 'utf8' });
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      return;
    }
    for (const name of programNames()) {
      const { checksum, instructions } = loadCompiled(name);
      for (const n of [1, 3]) {
        expect(count(name, n).trim()).toBe(`${checksum.toString(16).padStart(16, '0')} ${instructions(n)}`);
      }
    }
  });

  it('are not believed where they end otherwise or with another checksum', () => {
    const program = loadCompiled('hash');
    const stop = { kind: 'brk' as const, pc: 0n, detail: 'brk #0' };
    const outcome = { traps: [], arrivals: [], instructions: 1, stop, final: compiledRun(program, 1).initial };
    expect(() => checkCompiled('hash', program, outcome)).toThrow(BenchError);
    const endless = { ...outcome, stop: { ...stop, kind: 'instruction-limit' as const } };
    expect(() => checkCompiled('hash', program, endless)).toThrow(/stopped with instruction-limit/);
  });

  it('have their expected results from the command that the file names', () => {
    const stored = JSON.parse(readFileSync('bench/programs/expected.json', 'utf8'));
    expect(stored.command).toBe('sh bench/programs/expect.sh > bench/programs/expected.json');
    expect(stored.emulator).toMatch(/^qemu-aarch64 version \d+/);
  });
});

const LIMITS = { instructions: 5_000_000, traps: 1, milliseconds: 60_000 };

/** The checksum of three iterations on qemu-aarch64. */
function runOnQemu(image: string, name: string): string | undefined {
  const qemu = requireTool('qemu-aarch64');
  const output = execFileSync(qemu, [`${image}/user.elf`, name], { input: '3\n', encoding: 'utf8', timeout: 60_000 });
  return output.trim().split(/\s+/).at(-1);
}
