import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { assembleText } from '../../guest/assemble.ts';
import { InputError } from '../../guest/source.ts';
import { FileReplayer, type FileReport } from '../../replay/file.ts';
import { packageFile } from '../../run/package.ts';
import { AVAILABLE, BenchError, type BenchRow, clock, missing, timed } from '../row.ts';

/** What a stub is made of, in sixty lines. */
export const SIXTY_LINES = 'bench/stubs/sixty-lines.S';

function assembleRow(): BenchRow {
  const file = packageFile(SIXTY_LINES);
  let text = '';
  return {
    id: 'assemble/60-lines',
    unit: 'µs',
    what: 'a stub of 60 lines with macros, an include, literals and data, from text to image',
    available: () => AVAILABLE,
    setUp() {
      text = readFileSync(file, 'utf8');
    },
    round(n) {
      return timed(() => {
        for (let i = 0; i < n; i++) assemble(text, file);
      });
    },
    tearDown() {},
  };
}

function assemble(text: string, file: string): void {
  try {
    assembleText(text, file);
  } catch (error) {
    if (error instanceof InputError) throw new BenchError(`${file} does not assemble: ${error.message}`);
    throw error;
  }
}

/** The command line as it is built, and the stub that it runs. */
const COMMAND = 'dist/trapline.js';
const STUB = 'guest-asm/preserve/interrupted-request2.S';
/** Exit codes of a run that came to its end: all as expected, or findings. */
const COMPLETE: (number | null)[] = [0, 1];
/** No command takes this long, in ms. */
const PATIENCE = 300_000;

function startRow(): BenchRow {
  const command = packageFile(COMMAND);
  return {
    id: 'start/run-stub',
    unit: 'ms',
    what: `trapline run ${STUB}, from the start of the process to its end`,
    available: () => (existsSync(command) ? AVAILABLE : missing(`${COMMAND} missing`, 'npm run build')),
    setUp() {},
    async round(n) {
      const start = clock();
      for (let i = 0; i < n; i++) await runToEnd([command, 'run', packageFile(STUB)]);
      return clock() - start;
    },
    tearDown() {},
  };
}

/** Runs Node with these arguments. Throws BenchError where it does not come to its end in time. */
function runToEnd(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore', timeout: PATIENCE, killSignal: 'SIGKILL' });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (COMPLETE.includes(code)) resolve();
      else reject(new BenchError(`${args.join(' ')} ended with ${code ?? signal}`));
    });
  });
}

/** `trapline check` over all models and firmware: seconds, so it is only measured where it is asked for by name. */
export function checkRow(folder = 'guest-asm'): BenchRow {
  const command = packageFile(COMMAND);
  return {
    id: 'check/everywhere',
    unit: 'ms',
    what: `trapline check ${folder} on all models and firmware`,
    slow: true,
    largestBatch: 1,
    available: () => (existsSync(command) ? AVAILABLE : missing(`${COMMAND} missing`, 'npm run build')),
    setUp() {},
    async round(n) {
      const start = clock();
      const args = [command, 'check', packageFile(folder), '--models', 'all', '--firmware', 'all'];
      for (let i = 0; i < n; i++) await runToEnd(args);
      return clock() - start;
    },
    tearDown() {},
  };
}

/** Recorded sequences of calls with what the real code answered. */
const VECTORS = 'test/vectors/pkvm/mainline-2026b.jsonl.gz';

function replayRow(): BenchRow {
  const file = packageFile(VECTORS);
  const replayer = new FileReplayer({ model: undefined, changes: [] });
  let calls = 0;
  return {
    id: 'replay/calls',
    unit: 'µs',
    what: 'a recorded call: inflated, parsed, replayed and compared bit for bit',
    get work() {
      return calls;
    },
    available: () => (existsSync(file) ? AVAILABLE : missing(`${VECTORS} missing`, 'git checkout test/vectors')),
    async setUp() {
      calls = (await replayFile(replayer, file)).calls;
    },
    async round(n) {
      const start = clock();
      for (let i = 0; i < n; i++) await replayFile(replayer, file);
      return clock() - start;
    },
    tearDown() {},
  };
}

async function replayFile(replayer: FileReplayer, file: string): Promise<FileReport> {
  const report = await replayer.replay(file);
  if (report.error !== undefined) throw new BenchError(report.error);
  if (report.mismatches > 0) throw new BenchError(`replay of ${file}: ${report.mismatches} mismatches`);
  return report;
}

/** What users wait for besides traps. */
export function commandRows(): BenchRow[] {
  return [assembleRow(), startRow(), replayRow(), checkRow()];
}
