import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { resolveModel } from '../../src/engine/models.ts';
import { PkvmReplayer } from '../../src/replay/pkvm/replay.ts';
import { packageFile } from '../../src/run/package.ts';
import { type Mutation, scoreMutations } from './mutations.ts';
import { mutationsDocument } from './mutations-document.ts';
import { probes, sameBecause } from './untold.ts';
import { readVectors } from './vectors.ts';

let mutations: Mutation[] = [];
beforeAll(async () => {
  mutations = await scoreMutations();
}, 120_000);

/** Highest version that the row's host can negotiate, 0 where it cannot. */
function versionOf({ model, name, value }: Mutation): number {
  const { switches } = resolveModel(`pkvm/${model}`, [{ name, value }]);
  return switches.version_call === 0 ? 0 : switches.hyp_version!;
}

/** What the probe of a switch must observe with a value. */
function expectedOf(mutation: Mutation, value: string): string | undefined {
  const wanted = probes[mutation.name]?.expected[value];
  return typeof wanted === 'function' ? wanted(versionOf(mutation)) : wanted;
}

describe('a switch set to what the real code does not do', () => {
  it('is noticed by at least one vector, whichever switch it is, but for the shortest fragment', () => {
    const noticed = new Set(mutations.filter((each) => each.noticed > 0).map(({ name }) => name));
    expect(pkvmSwitches.map(({ name }) => name).filter((name) => !noticed.has(name))).toEqual(['minimum_fragment']);
  });

  it('is noticed, does the same, or is told apart by a case of its own, in every model and with every value', () => {
    const silent = mutations.filter((each) => each.noticed === 0 && sameBecause(each) === undefined);
    expect(silent.length).toBeGreaterThan(0);
    const wrong = silent.flatMap((mutation) => {
      const { model, name, own, value } = mutation;
      const probe = probes[name];
      const found = [own, value].map((each) => probe?.observe(model, name, each));
      const wanted = [own, value].map((each) => expectedOf(mutation, each));
      const told = found[0] !== undefined && found[0] !== found[1] && `${found}` === `${wanted}`;
      return told ? [] : [{ ...mutation, found, wanted }];
    });
    expect(wrong).toEqual([]);
  });

  it('that is said to do the same does so on the sequences of another model, too', async () => {
    const records = await readVectors('mainline-2026b');
    const play = (changes: { name: string; value: string }[], model: string) => {
      const choice = { name: `pkvm/${model}`, changes: {}, text: model };
      const replayer = new PkvmReplayer({ model: choice, changes });
      return records.map((record) => replayer.play(record, 1).differences.map((each) => ({ ...each, model })));
    };
    for (const mutation of mutations.filter((each) => each.noticed === 0 && sameBecause(each) !== undefined)) {
      const { model, name, value } = mutation;
      expect(play([{ name, value }], model), `${model} ${name}=${value}`).toEqual(play([], model));
    }
  });

  it('is in mutations.md with its score', () => {
    const written = readFileSync(packageFile('test/conformance/mutations.md'), 'utf8');
    expect(written, 'run node scripts/conformance.mjs').toBe(mutationsDocument(mutations));
  });
});
