import { describe, expect, it } from 'vitest';
import { checkRun } from '../../src/check/check.ts';
import { type Profile, profiles } from '../../src/check/profiles.ts';
import type { RunRecord } from '../../src/engine/record.ts';
import { has, itWith } from '../support/needs.ts';
import { catalog, type Family, type Model } from './models/catalog.ts';
import { type Base, type Damage, runExperiment } from './models/machine.ts';

function familyOf({ name }: Profile): Family {
  const [family] = name.split('-');
  return family as Family;
}

const bases: Record<Family, Base> = { smccc: 'smccc', ffa: 'ffa', linux: 'ffa', xen: 'xen' };
/** What a guest calls itself. */
const self: Record<Base, string> = { smccc: '0', ffa: '0', bare: '0', xen: '2' };

/** The mends first, the fault after them where there is one. */
function damageOf({ mends = [], at, breaks }: Model, broken: boolean): Map<number, Damage> {
  const damage = new Map<number, Damage>();
  for (const [trap, mend] of mends) damage.set(trap, mend);
  const before = damage.get(at);
  if (broken) {
    damage.set(at, (wreck) => {
      before?.(wreck);
      breaks(wreck);
    });
  }
  return damage;
}

const runs = new Map<string, RunRecord>();

/** The model's run on the hypervisor of a family, with random registers, made once. */
function runOf(model: Model, family: Family, broken: boolean): RunRecord {
  const base = model.base?.[family] ?? bases[family];
  const key = [model.bad, base, broken].join(' ');
  const known = runs.get(key);
  if (known) return known;
  const { program, replies, machines, probe } = model;
  const run = runExperiment({
    base,
    program: program.replaceAll('SELF', self[base]),
    replies: replies ?? [],
    damage: damageOf(model, broken),
    machines: machines ?? 1,
    probe: probe ?? false,
  });
  expect(run.traps.length).toBeGreaterThan(model.at);
  runs.set(key, run);
  return run;
}

/** What the profile says of the model: `rule verdict registers`. */
function complaints(model: Model, profile: Profile, broken: boolean): string[] {
  const { findings } = checkRun(runOf(model, familyOf(profile), broken), profile);
  return findings.map(({ rule, verdict, registers }) =>
    [rule, verdict, ...registers.map(({ register }) => register)].join(' '),
  );
}

/** The profiles that the model is made for: those with its rule, of its families. */
function profilesOf({ rule, families }: Model): Profile[] {
  return profiles
    .filter(({ rules }) => rules.some(({ id }) => id === rule))
    .filter((profile) => families?.includes(familyOf(profile)) ?? true);
}

const pairs = catalog.flatMap((model) =>
  profilesOf(model).map((profile) => ({ model, profile, by: `${profile.name}/${model.rule}` })),
);
const cases = pairs.map((pair) => ({ ...pair, bad: `bad_${pair.model.bad}`, good: `good_${pair.model.good}` }));

/** `6/6`: how many of the profiles see what the model is there for. */
function score(model: Model, broken: boolean): string {
  const judged = profilesOf(model).map((profile) => complaints(model, profile, broken));
  const right = judged.filter((found) =>
    broken ? found.length === 1 && found[0]!.startsWith(`${model.rule} `) : found.length === 0,
  );
  return `${right.length}/${judged.length}`;
}

function scoreTable(): string {
  const rows = catalog.map((model) =>
    [`\`${model.rule}\``, `bad_${model.bad}`, score(model, true), `good_${model.good}`, score(model, false)].join(
      ' | ',
    ),
  );
  const rules = new Set(catalog.map(({ rule }) => rule));
  return [
    '# Broken models',
    '',
    'Written by `test/check/broken-models.test.ts`; do not edit. A hypervisor is broken on purpose, one fault at a time, and',
    'runs real guest code with random registers. The fault must be caught by its rule, as a violation, and by no other rule',
    'of the profile; the twin without the fault must be caught by none. Counted in profiles that have the rule.',
    '',
    '| rule | broken | caught by it alone | sound twin | caught by none |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
    `${rules.size} rules, ${catalog.length} broken models, ${cases.length} verdicts of ${cases.length}.`,
    '',
  ].join('\n');
}

/** The interpreter keeps no vectors of before a trap: no model of EL2 touches them. */
const isVector = (rule: string) => rule === 'simd' || rule === 'floating-point-status';

describe('a model that breaks one rule, run for real', () => {
  const caught = ({ model, profile }: (typeof cases)[number]): void => {
    const verdict = model.rule === 'undefined-value' ? 'undefined' : 'violation';
    expect(complaints(model, profile, true)).toEqual([[model.rule, verdict, model.registers].join(' ').trim()]);
  };

  it.each(cases.filter(({ model }) => !isVector(model.rule)))('$bad is caught by $by and by nothing else', caught);

  it.runIf(has('libunicorn')).each(cases.filter(({ model }) => isVector(model.rule)))(
    '$bad is caught by $by and by nothing else, on libunicorn',
    caught,
  );

  it.each(cases)('$good breaks neither $by nor any other rule of the profile', ({ model, profile }) => {
    expect(complaints(model, profile, false)).toEqual([]);
  });

  itWith('libunicorn', 'is listed with its score', async () => {
    await expect(scoreTable()).toMatchFileSnapshot('../../docs/broken-models.md');
  });

  it('exists for every rule of every profile', () => {
    const covered = new Set(cases.map(({ by }) => by));
    for (const { name, rules } of profiles) {
      for (const { id } of rules) expect(covered).toContain(`${name}/${id}`);
    }
  });
});
