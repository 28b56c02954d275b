import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { FileReplayer, type FileReport } from '../../src/replay/file.ts';
import type { ReplayOptions } from '../../src/replay/kind.ts';

export const plainOptions: ReplayOptions = { model: undefined, changes: [] };

const folder = mkdtempSync(join(tmpdir(), 'trapline-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Writes a file that the tests of this file may read; returns its path. */
export function temporaryFile(content: string | Uint8Array): string {
  const file = join(folder, `${++files}.jsonl`);
  writeFileSync(file, content);
  return file;
}

/** Replays lines of text as one file. The path in the error is left out. */
export async function replayText(text: string | Uint8Array, options = plainOptions): Promise<FileReport> {
  const file = temporaryFile(text);
  const report = await new FileReplayer(options).replay(file);
  return { ...report, error: report.error?.replaceAll(file, 'FILE') };
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A record as JSON, for tests to spoil. */
export interface LooseRecord {
  [key: string]: Json;
  steps: { [key: string]: Json }[];
  result: { [key: string]: Json }[];
}

const registers = (count: number, ...first: string[]) => Array.from({ length: count }, (_, n) => first[n] ?? '0x0');
const state = (negotiated: boolean) => ({
  host_tx: '0x0',
  host_rx: '0x0',
  hyp_bufs: true,
  hyp_ffa_version: '0x10002',
  negotiated,
  locks: 0,
});
const smc = (input: string[], output: string[]) => ({
  in: registers(18, ...input),
  out: registers(18, ...output),
  n: 18,
  src: 'default',
});

/** FFA_VERSION(1.2), then FFA_SPM_ID_GET with a scripted reply, as v6.18 does it. */
export function goodRecord(): LooseRecord {
  return {
    id: 7,
    variant: 'pkvm/v6.18',
    spmc: { version: '0x10002', min: '0x10000', neg32: false, feat: 0 },
    hhs: 'classic',
    steps: [
      { regs: registers(31, '0x84000063', '0x10002') },
      { regs: registers(31, '0x84000085'), responses: [{ r: registers(18, '0x84000061', '0x0', '0x8000') }] },
    ],
    result: [
      { step: 'init', ret: 0, smcs: [smc(['0x84000063', '0x10002'], ['0x10002'])], st: state(false) },
      {
        step: 0,
        kind: 'handled',
        handled: true,
        out: registers(31, '0x10002'),
        smcs: [smc(['0x84000069'], ['0x84000061']), smc(['0x84000064', '0xc4000066'], ['0x84000061'])],
        st: state(true),
        undef: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
      },
      {
        step: 1,
        kind: 'forwarded',
        handled: false,
        out: registers(31, '0x84000061', '0x0', '0x8000'),
        smcs: [{ ...smc(['0x84000085'], ['0x84000061', '0x0', '0x8000']), src: 'script', fwd: true }],
        st: state(true),
      },
    ],
  };
}

/** A good record after a change, as a line. */
export function lineWith(change: (record: LooseRecord) => void): string {
  const record = goodRecord();
  change(record);
  return JSON.stringify(record);
}
