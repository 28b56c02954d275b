import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { EnvironmentError } from '../guest/source.ts';

/** Programs that peers need, and what brings them on Debian and Ubuntu. */
const PACKAGES = {
  cc: 'gcc',
  python3: 'python3-unicorn',
  'qemu-aarch64': 'qemu-user',
  'qemu-system-aarch64': 'qemu-system-arm',
} as const;

export type Tool = keyof typeof PACKAGES;

/** The command that installs Debian packages. */
export function installWith(...packages: string[]): string {
  return `sudo apt-get install ${packages.join(' ')}`;
}

/** All places on PATH that have a program of this name. */
export function findTools(name: string): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).filter(isExecutable);
}

/** Where a program is. Throws EnvironmentError where it is not on PATH. */
export function requireTool(name: Tool): string {
  const path = findTools(name)[0];
  if (path === undefined) throw new EnvironmentError(`${name} missing`, installWith(PACKAGES[name]));
  return path;
}

const versions = new Map<Tool, string>();

/** The first line of what a program says of its version. Throws EnvironmentError where it is not on PATH. */
export function versionOf(name: Tool): string {
  const known = versions.get(name);
  if (known !== undefined) return known;
  const output = execFileSync(requireTool(name), ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const version = output.split('\n', 1)[0]!;
  versions.set(name, version);
  return version;
}

/** A folder of this process's own, and what removes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'trapline-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
