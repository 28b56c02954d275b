import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { historySwitches } from '../../assembly/el3/history-table.ts';
import { packageFile } from '../../src/run/package.ts';
import { firmwareDocument } from './firmware-document.ts';
import { type FirmwareMutation, firmwareMutations, profileSwitches } from './firmware-mutations.ts';
import { sameBecause } from './firmware-same.ts';
import { firmwareCases } from './suites/firmware-cases.ts';
import { concerns, firmware } from './suites/platforms.ts';
import { runCase } from './suites/run.ts';

describe('a case of single profiles', () => {
  const platforms = firmware.map((name) => ({ hypervisor: 'none', firmware: name }));

  it.each(firmwareCases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const own = platforms.filter((platform) => concerns(each, platform));
    expect(own.length).toBeGreaterThan(0);
    for (const platform of own) {
      expect({ ...platform, ...runCase(each, platform) }).toEqual({
        ...platform,
        passed: true,
        answer: expect.any(String),
        kept: expect.any(Boolean),
      });
    }
  });
});

describe('a switch of a firmware profile set to another value', () => {
  let mutations: FirmwareMutation[] = [];
  beforeAll(() => {
    mutations = firmwareMutations();
  }, 120_000);

  it('is noticed by a case, or makes no difference for a known reason, in every profile and with every value', () => {
    expect(mutations.length).toBeGreaterThan(800);
    const silent = mutations.filter((each) => each.noticed === undefined);
    expect(silent.filter(({ profile, name, value }) => sameBecause(profile, name, value) === undefined)).toEqual([]);
  });

  it('is noticed wherever it is not said to make no difference', () => {
    const noticed = mutations.filter((each) => each.noticed !== undefined);
    expect(noticed.filter(({ profile, name, value }) => sameBecause(profile, name, value) !== undefined)).toEqual([]);
  });

  it('is noticed in at least one profile, whichever switch it is', () => {
    const noticed = new Set(mutations.filter((each) => each.noticed !== undefined).map(({ name }) => name));
    expect(profileSwitches.map(({ name }) => name).filter((name) => !noticed.has(name))).toEqual([]);
  });

  it('is set by a stub that shows what it broke, where it is a bug of the past', () => {
    const folder = packageFile('guest-asm/history');
    const stubs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const set = (name: string) => stubs.some((text) => /^\/\/! red /m.test(text) && text.includes(`${name}=`));
    expect(historySwitches.map(({ name }) => name).filter((name) => !set(name))).toEqual([]);
  });

  it('is in firmware.md with the case that notices it', () => {
    const written = readFileSync(packageFile('test/conformance/firmware.md'), 'utf8');
    expect(written, 'run node scripts/conformance.mjs').toBe(firmwareDocument(mutations));
  });
});
