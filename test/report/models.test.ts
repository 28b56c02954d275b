import { describe, expect, it } from 'vitest';
import { listModels, resolveModel } from '../../src/engine/models.ts';
import { formatModelDifference, formatModels } from '../../src/report/models.ts';

describe('the list of models', () => {
  const text = formatModels(listModels());

  it('says of each what it is, where it comes from, and its switches by the model that it starts from', () => {
    const at = text.indexOf('pkvm/v6.18-rc1 ');
    const lines = text.slice(at).split('\n').slice(0, 3);
    expect(lines.map((line) => line.replace(/^\S*\s+/, ''))).toEqual([
      'as v6.18, before the access descriptor grew to 32 bytes',
      'v6.18-rc1, torvalds/linux 162190f2ccdc, ffa.c 4e16f9b96f63',
      'as pkvm/v6.18 with minimum_fragment=64',
    ]);
  });

  it('has every model once, at the start of a line', () => {
    const names = text.split('\n').flatMap((line) => /^\S+/.exec(line)?.[0] ?? []);
    expect(names).toEqual(listModels().map(({ name }) => name));
  });
});

describe('the switches of models', () => {
  const named = (text: string, changes: Record<string, string> = {}) => {
    const settings = Object.entries(changes).map(([name, value]) => ({ name, value }));
    return { text, model: resolveModel(text, settings) };
  };

  it('are those that differ where there are two', () => {
    const lines = formatModelDifference([named('pkvm/v6.17-stable'), named('pkvm/v6.15')])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^switch +pkvm\/v6.17-stable +pkvm\/v6.15$/);
    expect(lines[1]).toMatch(/^minimum_fragment +80 +64 +shortest/);
    expect(formatModelDifference([named('pkvm/v6.12'), named('pkvm/v6.15')])).toBe('no switch differs\n');
  });

  it('are all of them where there is one, of its own family', () => {
    expect(formatModelDifference([named('pkvm/v6.18', { retval: 'x0-x7' })])).toMatch(/^retval +x0-x7 /m);
    expect(formatModelDifference([named('xen/v1.2')])).toMatch(/^own_version +1.2 /m);
    expect(formatModelDifference([named('none')])).toBe('no switches\n');
  });
});
