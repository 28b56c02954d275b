import { describe, expect, it } from 'vitest';
import { renderTap } from '../../../src/report/formats/tap.ts';
import { mixed, passing } from '../../support/batches.ts';

const lines = () => renderTap(mixed()).split('\n');

/** Test points, each with the lines of its YAML block. */
function points(): { point: string; block: string[] }[] {
  const found: { point: string; block: string[] }[] = [];
  for (const line of lines()) {
    if (/^(not )?ok /.test(line)) found.push({ point: line, block: [] });
    else if (line.startsWith('  ')) found.at(-1)!.block.push(line);
  }
  return found;
}

describe('the TAP of a batch', () => {
  it('begins with the version and a plan, and has as many points as it planned, numbered from 1', () => {
    expect(lines().slice(0, 2)).toEqual(['TAP version 14', '1..5']);
    expect(points().map(({ point }) => /^(?:not )?ok (\d+) - /.exec(point)?.[1])).toEqual(['1', '2', '3', '4', '5']);
  });

  it('has nothing but the header, the plan, points, blocks and comments', () => {
    for (const line of lines().slice(2, -1)) expect(line).toMatch(/^(not ok |ok | {2}|# )/);
    expect(renderTap(mixed())).toMatch(/\n$/);
  });

  it('says ok, not ok and SKIP', () => {
    expect(points().map(({ point }) => point)).toEqual([
      'not ok 1 - bad <&>.S: can be read',
      'not ok 2 - guest-asm/preserve/example.S on pkvm/v6.18',
      'ok 3 - guest-asm/preserve/sound.S on pkvm/v6.15',
      'ok 4 - guest-asm/preserve/sound.S on pkvm/v6.6 # SKIP the hypervisor does not come up',
      'not ok 5 - guest-asm/version/wrong.S on pkvm/v6.18',
    ]);
  });

  it('gives every failure a closed YAML block with its message and all details', () => {
    for (const { point, block } of points()) {
      if (!point.startsWith('not ok')) expect(block).toEqual([]);
      else expect([block[0], block.at(-1), block[4]]).toEqual(['  ---', '  ...', '  details: |']);
    }
    const { block } = points()[4]!;
    expect(JSON.parse(block[1]!.slice('  message: '.length))).toContain('expect end: x0 == 7');
    expect(block[5]).toBe(
      '    guest-asm/version/wrong.S:3: expect end: x0 == 7: arrival 1: x0 is ffffffffffffffff, expected 0000000000000007',
    );
  });

  it('escapes what would start a directive in a description', () => {
    const stub = { ...passing(), stub: 'odd # TODO \\name.S' };
    expect(renderTap({ engine: undefined, stubs: [stub] })).toContain('ok 1 - odd \\# TODO \\\\name.S on pkvm/v6.15\n');
  });
});
