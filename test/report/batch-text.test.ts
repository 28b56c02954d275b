import { describe, expect, it } from 'vitest';
import { batchPassed, countBatch, type StubResult, worse } from '../../src/report/batch.ts';
import { renderBatchText } from '../../src/report/batch-text.ts';
import { commonFolder, matrixOf } from '../../src/report/matrix.ts';
import { mixed, passing, redStub, withFindings } from '../support/batches.ts';

const options = { color: false, width: 100, declared: false };
const text = () => renderBatchText(mixed(), options);

describe('the text of a batch', () => {
  it('has a line a violation: place, register, before and after, who wrote it, rule and clause, verdict, models', () => {
    expect(text()).toContain(
      'guest-asm/preserve/example.S:14: x8, 0000000000008888 → 0000000000000000, EL2 (zeroed), ' +
        'smc32-x8-x17 (smccc-1.2: DEN0028 2.6), disputed: writes-all, on pkvm/v6.18\n',
    );
    expect(text().match(/^guest-asm\/preserve\/example\.S:1[48]: x/gm)).toHaveLength(24);
  });

  it('leaves out what the stub declares, unless it is asked for', () => {
    const stub = withFindings();
    stub.violations = stub.violations.map((found) => ({ ...found, declared: true }));
    const report = { engine: undefined, stubs: [stub] };
    expect(renderBatchText(report, options)).not.toContain('example.S:14: x8');
    expect(renderBatchText(report, { ...options, declared: true })).toContain(
      'disputed: writes-all, declared by the stub',
    );
  });

  it('says where an expectation stands that does not hold, what was found and what was expected', () => {
    expect(text()).toContain(
      'guest-asm/version/wrong.S:3: FAIL expect end: x0 == 7: ' +
        'arrival 1: x0 is ffffffffffffffff, expected 0000000000000007, on pkvm/v6.18\n',
    );
  });

  it('shows all stubs and models in one matrix, each model above its column', () => {
    const lines = text().split('\n');
    const rows = lines.slice(lines.findIndex((line) => line.includes('┌')));
    expect(rows.slice(0, 7)).toEqual([
      '                              ┌ pkvm/v6.18',
      '                              │ ┌ pkvm/v6.15',
      '                              │ │ ┌ pkvm/v6.6',
      'bad <&>.S                     could not be read',
      'guest-asm/preserve/example.S  !',
      'guest-asm/preserve/sound.S      . -',
      'guest-asm/version/wrong.S     F',
    ]);
  });

  it('names the results of each stub, the worst first, where columns do not fit and most would be empty', () => {
    const own = (stub: string) => {
      const [one] = passing().cells;
      const models = Array.from({ length: 7 }, (_, n) => ({ ...one!, model: `${stub}/${n}`, firmware: 'no-ffa' }));
      return {
        ...passing(),
        stub: `${stub}.S`,
        cells: [...models, { ...one!, model: stub, status: 'red' as const }],
      };
    };
    const report = { engine: undefined, stubs: ['a', 'b', 'c'].map(own) };
    const narrow = renderBatchText(report, { ...options, width: 40 });
    expect(narrow).toContain(
      'b.S  r b\n     . b/0@no-ffa, b/1@no-ffa, b/2@no-ffa, b/3@no-ffa, b/4@no-ffa, b/5@no-ffa, and 1 more\n',
    );
    expect(narrow).not.toContain('┌');
    expect(renderBatchText(report, { ...options, width: 120 })).toContain('┌ b/0');
  });

  it('says that only rules are judged where a stub does not name the model', () => {
    expect(text()).toContain('1 run on what the stubs do not name: only the rules are judged there, no expectations.');
    expect(renderBatchText({ engine: 'x', stubs: [passing()] }, options)).not.toContain('only the rules');
  });

  it('shows what is red as the stubs say, where there is nothing else', () => {
    const stub = redStub();
    const alone = renderBatchText({ engine: undefined, stubs: [stub] }, { color: false, width: 100, declared: false });
    expect(alone).toContain('An example\n  guest-asm/preserve/example.S\n  red    pkvm/v6.15\n');
    expect(alone).toContain('           line 3: back: x4 == before; x4 is 0\n  green  pkvm/v6.18\n');
    expect(alone).toContain('1 stub of bugs of the past: 1 run red, 1 green');
    expect(alone).not.toContain('. pass');
    expect(alone).toContain('2 runs of 1 stub: 1 pass, 1 red as the stubs say;');
    expect(batchPassed({ engine: undefined, stubs: [stub] })).toBe(true);
    const mixedWith = { engine: undefined, stubs: [stub, passing()] };
    expect(renderBatchText(mixedWith, { color: false, width: 100, declared: false })).not.toContain('back: x4');
    expect(renderBatchText(mixedWith, { color: false, width: 100, declared: true })).toContain('back: x4 == before');
  });

  it('ends with the counts', () => {
    expect(text().trimEnd().split('\n').at(-1)).toBe(
      '4 runs of 4 stubs: 1 pass, 1 with findings, 1 failed, 1 did not run, 1 stub could not be read; ' +
        '24 registers not as the rules demand, 0 more that the stubs declare',
    );
  });

  it('changes nothing but colour where it colours', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
    expect(renderBatchText(mixed(), { ...options, color: true }).replace(escapes, '')).toBe(text());
  });
});

describe('a batch', () => {
  it('passes where nothing has failed and nothing is left undeclared', () => {
    expect(batchPassed(mixed())).toBe(false);
    expect(batchPassed({ engine: undefined, stubs: [passing()] })).toBe(true);
    expect(batchPassed({ engine: undefined, stubs: [withFindings()] })).toBe(false);
  });

  it('counts violations once for each run that shows them', () => {
    const stub = withFindings();
    stub.violations = stub.violations.map((found) => ({ ...found, cells: [0, 0, 0] }));
    expect(countBatch({ engine: undefined, stubs: [stub] }).undeclared).toBe(72);
  });

  it('shows in a matrix the worst of a model over its profiles', () => {
    const stub: StubResult = withFindings();
    stub.cells.push({ ...stub.cells[0]!, profile: 'other', status: 'pass' }, { ...stub.cells[0]!, status: 'skipped' });
    const { rows } = matrixOf({ engine: undefined, stubs: [stub] });
    expect(rows[0]!.cells).toEqual([{ status: 'findings', own: true, cells: [0, 1, 2] }]);
    stub.cells.push({ ...stub.cells[0]!, own: false, status: 'failed' });
    const [row] = matrixOf({ engine: undefined, stubs: [stub] }).rows;
    expect(row!.cells).toEqual([{ status: 'failed', own: false, cells: [0, 1, 2, 3] }]);
    expect([worse('pass', 'skipped'), worse('failed', 'findings')]).toEqual(['skipped', 'failed']);
  });

  it('leaves out of names the folders that all share', () => {
    expect(commonFolder(['a/b/c.S', 'a/b/d/e.S'])).toBe('a/b/');
    expect(commonFolder(['a/b.S', 'c.S'])).toBe('');
    expect(commonFolder([])).toBe('');
  });
});
