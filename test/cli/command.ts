import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'dist', 'trapline.js');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the built command as a user does, from the root of the project, without colour unless `env` says otherwise. */
export function trapline(args: string[], env: Record<string, string> = {}): Ran {
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  const ran = spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    env: { ...rest, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** Calls `use` with the path of a file of this name and content, which goes afterwards. */
export function withFile<Result>(name: string, content: string | Uint8Array, use: (path: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'trapline-cli-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, content);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
