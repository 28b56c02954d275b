import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EnvironmentError } from '../../guest/source.ts';
import { packageFile } from '../../run/package.ts';
import { loopWords, peerCheck } from '../guest-loop.ts';
import { Peer } from '../peer.ts';
import { loadCompiled, programNames, USER_PROCESS } from '../programs.ts';
import { availableIf, BenchError, type BenchRow } from '../row.ts';
import { findTools, installWith, requireTool, temporaryFolder, versionOf } from '../tools.ts';
import { peerRow } from './peer-row.ts';

/** The guest's loop, as the peers take it: hexadecimal words. */
function loopArguments(): string[] {
  return loopWords('smc').map((word) => word.toString(16).padStart(8, '0'));
}

/** Compiles bench/peers/libunicorn.c into `folder`. Throws EnvironmentError where the compiler, headers or library are missing. */
export function compileLibunicornPeer(folder: string): string {
  const program = join(folder, 'libunicorn');
  const source = packageFile('bench/peers/libunicorn.c');
  try {
    execFileSync(requireTool('cc'), ['-O2', '-o', program, source, '-lunicorn'], { stdio: 'pipe', timeout: 60_000 });
    return program;
  } catch (error) {
    const output = String((error as { stderr?: Buffer }).stderr ?? '');
    if (!/unicorn\.h|-lunicorn/.test(output)) throw error instanceof EnvironmentError ? error : new BenchError(output);
    throw new EnvironmentError('headers of libunicorn missing', installWith('libunicorn-dev'));
  }
}

async function startLibunicorn(): Promise<Peer> {
  const folder = temporaryFolder();
  try {
    return await Peer.start('libunicorn-c', compileLibunicornPeer(folder.path), ['traps', ...loopArguments()]);
  } finally {
    folder.remove();
  }
}

/** Where a Python is that has the binding: the first on PATH, or the system's own, which Debian's package is for. */
export function requireUnicornPython(): string {
  const candidates = [...findTools('python3').slice(0, 1), '/usr/bin/python3'];
  const python = candidates.find((candidate) => imports(candidate, 'unicorn'));
  if (python === undefined)
    throw new EnvironmentError('Python binding of Unicorn missing', installWith('python3-unicorn'));
  return python;
}

function imports(python: string, module: string): boolean {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** Where the image of the EL2 handler runs (bench/peers/build.sh). */
const EL2_ADDRESS = '0x40200000';

/** The options of QEMU for an image that speaks the peers' protocol through semihosting. */
export function qemuArguments(image: string): string[] {
  return [
    ...['-M', 'virt,virtualization=on', '-accel', 'tcg', '-cpu', 'cortex-a72', '-m', '64M'],
    ...['-nodefaults', '-display', 'none', '-net', 'none'],
    ...['-chardev', 'stdio,id=peer,signal=off', '-semihosting-config', 'enable=on,target=native,chardev=peer'],
    ...['-device', `loader,file=${image},addr=${EL2_ADDRESS},cpu-num=0,force-raw=on`],
  ];
}

function startQemu(): Promise<Peer> {
  const image = packageFile('bench/peers/prebuilt/qemu-el2.bin');
  return Peer.start('qemu-el2', requireTool('qemu-system-aarch64'), qemuArguments(image));
}

/** SMC round trips of other emulators, each with the same guest loop. */
export function peerTrapRows(): BenchRow[] {
  return [
    peerRow({
      id: 'smc/libunicorn-c/x0-x17',
      unit: 'ns',
      what: 'SMC into a C hook of libunicorn that reads and writes x0-x17',
      available: () => availableIf(() => requireTool('cc')),
      start: startLibunicorn,
      check: peerCheck,
      versions: ({ description }) => ({ cc: versionOf('cc'), 'libunicorn-c': description }),
    }),
    peerRow({
      id: 'smc/unicorn-python/x0-x17',
      unit: 'ns',
      what: 'SMC into a Python hook of Unicorn that reads and writes x0-x17',
      available: () => availableIf(requireUnicornPython),
      start: () => {
        const script = packageFile('bench/peers/unicorn_peer.py');
        return Peer.start('unicorn-python', requireUnicornPython(), [script, ...loopArguments()]);
      },
      check: peerCheck,
      versions: ({ description }) => ({ 'unicorn-python': description }),
    }),
    peerRow({
      id: 'smc/qemu-el2/save-restore',
      unit: 'ns',
      what: 'SMC into a handler at EL2 on QEMU that saves x0-x30, reads ESR_EL2 and restores x0-x30',
      available: () => availableIf(() => requireTool('qemu-system-aarch64')),
      start: startQemu,
      check: peerCheck,
      versions: () => ({ 'qemu-system-aarch64': versionOf('qemu-system-aarch64') }),
    }),
  ];
}

/** The compiled programs on qemu-aarch64. */
export function peerProgramRows(): BenchRow[] {
  return programNames().map((name) => {
    const program = loadCompiled(name);
    return peerRow({
      id: `mips/qemu-user/${name}`,
      unit: 'MIPS',
      what: `${name}, compiled by gcc -O2, as a Linux process on qemu-aarch64`,
      work: program.instructionsPerIteration,
      available: () => availableIf(() => requireTool('qemu-aarch64')),
      start: () => Peer.start(`qemu-user ${name}`, requireTool('qemu-aarch64'), [packageFile(USER_PROCESS), name]),
      check: () => program.checksum,
      versions: () => ({ 'qemu-aarch64': versionOf('qemu-aarch64') }),
    });
  });
}
