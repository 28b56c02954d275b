import { describe, expect, it } from 'vitest';
import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import { pkvmVariants } from '../../assembly/el2/pkvm/variants.ts';
import { relaySwitches } from '../../assembly/el2/relay/switch-table.ts';
import { relayVariants } from '../../assembly/el2/relay/variants.ts';
import { xenSwitches } from '../../assembly/el2/xen/switch-table.ts';
import { xenVariants } from '../../assembly/el2/xen/variants.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import * as layout from '../../assembly/layout.ts';
import { describeSwitches, listModels, resolveFirmware, resolveModel } from '../../src/engine/models.ts';
import { InputError } from '../../src/guest/source.ts';

describe('resolveModel', () => {
  it('gives every switch of every model a value that the switch allows', () => {
    for (const { name, family } of listModels()) {
      const { switches } = resolveModel(name, []);
      const rows = { none: [], pkvm: pkvmSwitches, xen: xenSwitches, relay: relaySwitches }[family];
      expect(Object.keys(switches)).toEqual(rows.map((row) => row.name));
      for (const row of rows) {
        if (row.values !== undefined) expect(Object.values(row.values)).toContain(switches[row.name]);
      }
    }
  });

  it('changes one switch by name and leaves the others', () => {
    const before = resolveModel('pkvm/v6.18', []).switches;
    const after = resolveModel('pkvm/v6.18', [{ name: 'run_path', value: 'handled' }]).switches;
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['run_path']);
  });

  it.each([
    ['pkvm/v6.81', [], /unknown model `pkvm\/v6\.81`.*did you mean `pkvm\/v6\.1[58]`.*valid: pkvm\/v6\.18/],
    ['v6.18', [], /did you mean `pkvm\/v6\.18`/],
    ['qwertyuiop', [], /unknown model `qwertyuiop`; valid:/],
    [
      'pkvm/v6.18',
      [{ name: 'runpath', value: 'handled' }],
      /unknown switch `runpath` \(did you mean `run_path`\?\); valid: smc_imm/,
    ],
    [
      'pkvm/v6.18',
      [{ name: 'run_path', value: 'handle' }],
      /unknown value of `run_path` `handle` \(did you mean `handled`\?\)/,
    ],
    ['pkvm/v6.18', [{ name: 'run_path', value: 'constructor' }], /valid: forwarded, handled/],
    [
      'pkvm/v6.18',
      [{ name: 'hyp_version', value: 'one' }],
      /`one` is not a value of `hyp_version`: it takes a version/,
    ],
    ['none', [{ name: 'retval', value: 'always' }], /model `none` has no switches/],
  ])('names what is wrong: %s %j', (name, changes, message) => {
    expect(() => resolveModel(name, changes)).toThrow(InputError);
    expect(() => resolveModel(name, changes)).toThrow(message);
  });
});

describe('resolveFirmware', () => {
  it.each([
    ['1.2', 0x1_0002],
    ['0x10002', 0x1_0002],
    ['65538', 0x1_0002],
    ['32767.65535', 0x7fff_ffff],
  ])('takes version %s', (value, version) => {
    expect(resolveFirmware([{ name: 'version', value }]).version).toBe(version);
  });

  it.each(['1.', '-1', '0x', '1.65536', '32768.0', '0x100000000', '1e3', ''])('refuses version `%s`', (value) => {
    expect(() => resolveFirmware([{ name: 'version', value }])).toThrow(InputError);
  });
});

describe('the tables', () => {
  it('have a word of their own for every switch, within the block', () => {
    for (const [rows, size] of [
      [pkvmSwitches, layout.PKVM_SWITCH_SIZE],
      [xenSwitches, layout.XEN_SWITCH_SIZE],
      [firmwareSwitches, layout.FIRMWARE_SWITCH_SIZE],
    ] as const) {
      expect(new Set(rows.map((row) => row.offset)).size).toBe(rows.length);
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
      expect(rows.every((row) => row.offset % 4 === 0 && row.offset < size)).toBe(true);
    }
  });

  it('say of every model what it is and where it comes from', () => {
    const names = [...pkvmVariants, ...xenVariants, ...relayVariants].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { description, provenance } of listModels()) {
      expect(description).not.toBe('');
      expect(provenance).not.toBe('');
    }
  });

  it('describe every switch with its standard value by name', () => {
    for (const { name, values, standard, description } of describeSwitches()) {
      expect(description, name).not.toBe('');
      if (values.length > 1) expect(values).toContain(standard);
    }
    expect(describeSwitches().find(({ name }) => name === 'hyp_version')!.standard).toBe('1.2');
  });
});
