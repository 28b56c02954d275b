import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { vectorFile } from '../conformance/vectors.ts';
import { goodRecord, lineWith, temporaryFile } from './fixture.ts';

const command = fileURLToPath(new URL('../../dist/trapline.js', import.meta.url));

function replay(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'replay', ...args], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n'), errors: stderr };
}

const good = JSON.stringify(goodRecord());
const wrong = lineWith((record) => {
  (record.result[2]!.out as string[])[2] = '0x8003';
});

describe('trapline replay', () => {
  it('ends with 0 and its totals where everything is as recorded, gzipped or plain, on several threads', () => {
    const files = [vectorFile('v6.18'), temporaryFile(`${good}\n`), temporaryFile(gzipSync(good)), vectorFile('v6.6')];
    expect(replay('--jobs', '3', ...files)).toEqual({
      status: 0,
      lines: ['402 sequences, 2256 calls, 0 mismatches'],
      errors: '',
    });
  });

  it('ends with 1 where something differs, and shows file, line, sequence, step, field and bits', () => {
    const file = temporaryFile(`${good}\n${wrong}\n`);
    expect(replay(file)).toEqual({
      status: 1,
      lines: [
        `${file}:2  sequence 7, step 1  FFA_SPM_ID_GET  pkvm/v6.18`,
        '  x2  expected 0000000000008003  found 0000000000008000  changed 0000000000000003',
        '2 sequences, 4 calls, 1 mismatches',
      ],
      errors: '',
    });
  });

  it('shows the first differences of each file in the order of the files, and counts the rest', () => {
    const many = temporaryFile(`${wrong}\n`.repeat(25));
    const files = [many, temporaryFile(wrong), many];
    const one = replay('--jobs', '1', ...files);
    expect(one.lines.filter((line) => line.includes('more'))).toEqual(Array(2).fill(`${many}: 5 more mismatches`));
    expect(one.lines.at(-1)).toBe('51 sequences, 102 calls, 51 mismatches');
    expect(replay('--jobs', '2', ...files)).toEqual(one);
  });

  it('ends with 2 and names a file without a record, and replays the other files', () => {
    const empty = [temporaryFile(''), temporaryFile('\n \n'), temporaryFile(gzipSync(''))];
    expect(replay('--jobs', '2', ...empty, temporaryFile(good))).toEqual({
      status: 2,
      lines: ['1 sequences, 2 calls, 0 mismatches'],
      errors: empty.map((file) => `error: ${file}: there is no record in the file\n`).join(''),
    });
    expect(replay(empty[0]!).status).toBe(2);
  });

  it('ends with 2 and the place where a line is malformed, and replays the other files', () => {
    const broken = temporaryFile(`${good}\n${good.replace('classic', 'modern')}\n`);
    const { status, lines, errors } = replay('--jobs', '2', broken, temporaryFile(good));
    expect(status).toBe(2);
    expect(lines).toEqual(['2 sequences, 4 calls, 0 mismatches']);
    expect(errors).toBe(`error: ${broken}:2: hhs: expected one of classic, newest, found "modern"\n`);
  });

  it('takes another model and other switches than the record names', () => {
    const file = temporaryFile(good);
    expect(replay('--model', 'pkvm/v6.18-rc1', file).status).toBe(0);
    const { status, lines } = replay('--model', 'pkvm/mainline-2026b', file);
    expect(status).toBe(1);
    expect(lines[0]).toBe(`${file}:1  sequence 7, step 0  FFA_VERSION  pkvm/mainline-2026b`);
    expect(lines[1]).toContain('undefined registers  expected x1 x2 x3');
    expect(replay('--set', 'result=zeroed', file).lines[0]).toContain('pkvm/v6.18+result=zeroed');
    expect(replay('--model', 'none', file).errors).toContain('model `none` does not play records of pkvm/…');
    expect(replay('--set', 'retval=x0', file).errors).toContain('unknown value of `retval` `x0`');
  });

  it('writes everything as JSON for programs', () => {
    const file = temporaryFile(wrong);
    const document = JSON.parse(replay('--format', 'json', file).lines.join('\n'));
    expect(document).toMatchObject({ version: 1, sequences: 1, calls: 2, mismatches: 1 });
    expect(document.files[0].differences).toEqual([
      {
        line: 1,
        sequence: '7',
        model: 'pkvm/v6.18',
        step: 1,
        call: 'FFA_SPM_ID_GET',
        field: 'x2',
        expected: '0000000000008003',
        found: '0000000000008000',
        changed: '0x0000000000000003',
      },
    ]);
  });
});
