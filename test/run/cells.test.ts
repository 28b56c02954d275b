import { describe, expect, it } from 'vitest';
import { listFirmware, listModels } from '../../src/engine/models.ts';
import { parseStub } from '../../src/guest/stub.ts';
import { cellsOf, checkSelection, targetText } from '../../src/run/batch/cells.ts';

const stub = (lines: string) => parseStub(lines, 'x.S');
const own = { models: [], firmware: [], profiles: [] };
const named = stub('//! models pkvm/series-v8+run_path=handled pkvm/v6.18\n');
const models = (spec: typeof named, ...globs: string[]) =>
  cellsOf(spec, { models: globs, firmware: [], profiles: [] }).map(({ model }) => model);

describe('the cells of a stub', () => {
  it('are its own models and its own rules where nobody asks for more', () => {
    expect(cellsOf(named, own)).toEqual([
      { model: 'pkvm/series-v8+run_path=handled', firmware: undefined, profile: 'smccc-1.2', own: true },
      { model: 'pkvm/v6.18', firmware: undefined, profile: 'smccc-1.2', own: true },
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
    const cells = cellsOf(named, { models: ['pkvm/v6.1*'], firmware: [], profiles: [] });
    expect(cells.filter((cell) => cell.own).map(({ model }) => model)).toEqual(['pkvm/v6.18']);
    expect(cells.length).toBeGreaterThan(4);
  });

  it('are its own settings for a stub of a bug of the past, whatever globs take in, and what the user writes out', () => {
    const old = stub('//! models none\n//! firmware no-ffa+realm=rmm no-ffa\n//! red a [*@*=rmm]: x4 == 1\n');
    const targets = (globs: string[], behind: string[]) =>
      cellsOf(old, { models: globs, firmware: behind, profiles: [] }).map(targetText);
    const both = ['none@no-ffa+realm=rmm', 'none@no-ffa'];
    expect(targets([], [])).toEqual(both);
    expect(targets(['all'], ['all'])).toEqual(both);
    expect(targets(['xen/*'], [])).toEqual([]);
    expect(targets([], ['*ffa'])).toEqual(['none@no-ffa']);
    expect(targets([], ['preserving'])).toEqual(['none@preserving']);
    expect(targets(['pkvm/v6.18', 'none'], [])).toEqual([
      ...both,
      ...both.map((each) => each.replace('none', 'pkvm/v6.18')),
    ]);
    const plain = stub('//! models none\n//! red a [*]: x4 == 1\n');
    expect(cellsOf(plain, { models: ['all'], firmware: ['all'], profiles: [] }).map(targetText)).toEqual(['none']);
  });

  it('have the firmware that the stub names, each model with its own or with all of it', () => {
    const behind = stub('//! models none pkvm/v6.18@no-ffa\n//! firmware tfa-el3-spmc preserving\n');
    expect(cellsOf(behind, own).map(targetText)).toEqual(['none@tfa-el3-spmc', 'none@preserving', 'pkvm/v6.18@no-ffa']);
    const wider = cellsOf(behind, { models: ['pkvm/v6.15'], firmware: [], profiles: [] });
    expect(wider.map(targetText)).toEqual(['pkvm/v6.15@tfa-el3-spmc', 'pkvm/v6.15@preserving', 'pkvm/v6.15@no-ffa']);
  });

  it('have all firmware with `all`, and the standard one is the stub’s own where it names none', () => {
    const cells = cellsOf(named, { models: ['pkvm/v6.18'], firmware: ['all'], profiles: [] });
    expect(cells).toHaveLength(listFirmware().length);
    expect(cells.filter((cell) => cell.own).map(targetText)).toEqual(['pkvm/v6.18']);
    expect(cells.map(targetText)).toContain('pkvm/v6.18@tfa-spmd+hafnium');
  });

  it('have the firmware that globs take in, and firmware with changes of the user’s', () => {
    const chosen = (...firmware: string[]) =>
      cellsOf(named, { models: ['none'], firmware, profiles: [] }).map(targetText);
    expect(chosen('tfa-spmd+*')).toEqual(['none@tfa-spmd+hafnium', 'none@tfa-spmd+optee']);
    expect(chosen('tfa-el3-spmc+lock=never')).toEqual(['none@tfa-el3-spmc+lock=never']);
  });
});

describe('a selection', () => {
  it.each([
    [['pkvm/v6.81'], [], [], 'no model is called pkvm/v6.81; did you mean pkvm/v6.1'],
    [['zen/*'], [], [], 'no model is called zen/*'],
    [['none@no-ffa'], [], [], 'none@no-ffa: firmware is chosen apart from the model'],
    [['pkvm/v6.18+no_switch=1'], [], [], 'unknown switch `no_switch`'],
    [['pkvm/v6.18+='], [], [], "'pkvm/v6.18+=' is not a model"],
    [[], ['tfa-spmd+optea'], [], 'no firmware is called tfa-spmd+optea; did you mean tfa-spmd+optee?'],
    [[], ['no-ffa+no_switch=1'], [], 'unknown switch `no_switch`'],
    [[], [], ['smccc-1.3x'], "unknown profile 'smccc-1.3x'; did you mean smccc-1."],
  ])('refuses %j, %j and %j', (globs, firmware, profiles, message) => {
    expect(() => checkSelection({ models: globs, firmware, profiles })).toThrow(message);
  });

  it('takes names, globs, names with changes, and all', () => {
    for (const glob of ['all', 'pkvm/*', 'none', 'pkvm/v6.18', 'pkvm/v6.18+downgrade=answered']) {
      expect(() => checkSelection({ models: [glob], firmware: ['all'], profiles: ['all', 'smccc-1.2'] })).not.toThrow();
    }
  });
});
