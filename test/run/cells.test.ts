import { describe, expect, it } from 'vitest';
import { listModels } from '../../src/engine/models.ts';
import { parseStub } from '../../src/guest/stub.ts';
import { cellsOf, checkSelection } from '../../src/run/batch/cells.ts';

const stub = (lines: string) => parseStub(lines, 'x.S');
const own = { models: [], profiles: [] };
const named = stub('//! models pkvm/series-v8+run_path=handled pkvm/v6.18\n');
const models = (spec: typeof named, ...globs: string[]) =>
  cellsOf(spec, { models: globs, profiles: [] }).map(({ model }) => model);

describe('the cells of a stub', () => {
  it('are its own models and its own rules where nobody asks for more', () => {
    expect(cellsOf(named, own)).toEqual([
      { model: 'pkvm/series-v8+run_path=handled', profile: 'smccc-1.2', own: true },
      { model: 'pkvm/v6.18', profile: 'smccc-1.2', own: true },
    ]);
  });

  it('are the standard model where the stub names none', () => {
    expect(models(stub('_start:\n'))).toEqual(['pkvm/v6.18']);
  });

  it('are all models with `all`, the stub’s own among them as it writes them', () => {
    const all = models(named, 'all');
    const known = listModels().map(({ name }) => name);
    expect(all.slice(0, 2)).toEqual(['pkvm/series-v8+run_path=handled', 'pkvm/v6.18']);
    expect([...all].sort()).toEqual([...new Set([...known, 'pkvm/series-v8+run_path=handled'])].sort());
  });

  it('are what globs take in, each once, and models with changes of the user’s', () => {
    expect(models(named, 'pkvm/v6.18', 'pkvm/v6.18*')).toEqual(['pkvm/v6.18', 'pkvm/v6.18-rc1']);
    expect(models(named, 'pkvm/v6.15+downgrade=refused')).toEqual(['pkvm/v6.15+downgrade=refused']);
  });

  it('are the stub’s own only on the models and by the rules that it names', () => {
    const cells = cellsOf(named, { models: ['pkvm/v6.1*'], profiles: [] });
    expect(cells.filter((cell) => cell.own).map(({ model }) => model)).toEqual(['pkvm/v6.18']);
    expect(cells.length).toBeGreaterThan(4);
  });
});

describe('a selection', () => {
  it.each([
    [['pkvm/v6.81'], [], 'no model is called pkvm/v6.81; did you mean pkvm/v6.1'],
    [['zen/*'], [], 'no model is called zen/*'],
    [['pkvm/v6.18+no_switch=1'], [], 'unknown switch `no_switch`'],
    [['pkvm/v6.18+'], [], "'pkvm/v6.18+' is not a model"],
    [[], ['smccc-1.3x'], "unknown profile 'smccc-1.3x'; did you mean smccc-1."],
  ])('refuses %j and %j', (globs, profiles, message) => {
    expect(() => checkSelection({ models: globs, profiles })).toThrow(message);
  });

  it('takes names, globs, names with changes, and all', () => {
    for (const glob of ['all', 'pkvm/*', 'none', 'pkvm/v6.18', 'pkvm/v6.18+downgrade=answered']) {
      expect(() => checkSelection({ models: [glob], profiles: ['all', 'smccc-1.2'] })).not.toThrow();
    }
  });
});
