import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { arch } from 'node:os';
import { delimiter, join } from 'node:path';
import { EnvironmentError, InputError } from '../source.ts';

/** A foreign assembler and the linker that goes with it. */
export interface Toolchain {
  kind: 'gnu' | 'clang';
  assembler: string;
  linker: string;
}

/** What a tool said. */
export interface Outcome {
  failed: boolean;
  stdout: string;
  stderr: string;
}

const TIMEOUT_MILLISECONDS = 20_000;
const OUTPUT_BYTES = 4 * 1024 * 1024;

/** The path of a program, or undefined where PATH has none of that name. */
function findProgram(name: string, path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    if (folder !== '' && isExecutable(candidate)) return candidate;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function candidates(host: string): { kind: Toolchain['kind']; assembler: string; linkers: string[] }[] {
  const cross = 'aarch64-linux-gnu-ld';
  const native = host === 'arm64' ? ['ld'] : [];
  return [
    { kind: 'gnu', assembler: 'aarch64-linux-gnu-as', linkers: [cross] },
    ...(host === 'arm64' ? [{ kind: 'gnu' as const, assembler: 'as', linkers: native }] : []),
    { kind: 'clang', assembler: 'clang', linkers: [cross, 'ld.lld', ...native] },
  ];
}

/**
 * GNU as with GNU ld (the cross tools, or the machine's own on AArch64), else clang with a linker. Throws
 * EnvironmentError where `path`, in the form of PATH, has none of them.
 */
export function findToolchain(path = process.env.PATH ?? '', host: string = arch()): Toolchain {
  for (const { kind, assembler, linkers } of candidates(host)) {
    const program = findProgram(assembler, path);
    const linker = linkers.map((name) => findProgram(name, path)).find(Boolean);
    if (program !== undefined && linker !== undefined) return { kind, assembler: program, linker };
  }
  throw new EnvironmentError(
    'there is no assembler for AArch64 besides the built-in one: neither GNU as nor clang with a linker',
    `sudo apt-get install ${host === 'arm64' ? 'binutils' : 'binutils-aarch64-linux-gnu'}`,
  );
}

/** Runs a tool without a shell. Throws where it cannot start or takes too long. */
export function runTool(program: string, parameters: readonly string[], folder: string): Outcome {
  const result = spawnSync(program, parameters, {
    cwd: folder,
    encoding: 'utf8',
    timeout: TIMEOUT_MILLISECONDS,
    maxBuffer: OUTPUT_BYTES,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const code = (result.error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ETIMEDOUT') throw new InputError(`${program} took more than ${TIMEOUT_MILLISECONDS / 1000} s: stopped`);
  if (code === 'ENOBUFS') throw new InputError(`${program} wrote more than ${OUTPUT_BYTES} bytes of messages: stopped`);
  if (result.error !== undefined) {
    throw new EnvironmentError(`${program} cannot run: ${result.error.message}`, `check ${program}`);
  }
  return { failed: result.status !== 0, stdout: result.stdout, stderr: result.stderr };
}
