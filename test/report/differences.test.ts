import { describe, expect, it } from 'vitest';
import { differencesOf, differingRegisters, isSame } from '../../src/report/differences.ts';
import { renderDifferences } from '../../src/report/differences-text.ts';
import type { RunReport } from '../../src/report/report.ts';
import { registers, smc, write } from '../support/records.ts';
import { featuresTrap, report, runTrap } from '../support/reports.ts';

const on = (model: string, changes: Parameters<typeof report>[0], run: Parameters<typeof report>[2] = {}): RunReport =>
  report(changes, { model }, run);

const aspects = (...reports: RunReport[]) => differencesOf(reports).traps.map((trap) => trap.aspects);

describe('the differences between models', () => {
  it('are none where all do the same', () => {
    const run = differencesOf([on('a', [featuresTrap(), runTrap(18)]), on('b', [featuresTrap(), runTrap(18)])]);
    expect(isSame(run)).toBe(true);
    expect(differingRegisters(run)).toBe('');
  });

  it('are registers with which a model does something else, and what the rules say of it', () => {
    const run = differencesOf([on('a', [runTrap(18)]), on('b', [runTrap(8)])]);
    expect(run.traps[0]!.aspects).toEqual(['verdicts', 'registers']);
    expect(differingRegisters(run)).toBe('x8–x17');
    expect(isSame(run)).toBe(false);
  });

  it('are a call that a model does not come to', () => {
    expect(aspects(on('a', [featuresTrap(), runTrap(18)]), on('b', [featuresTrap()]))).toEqual([[], ['presence']]);
  });

  it('are another route for the same answer', () => {
    const handled = runTrap(18, { disposition: 'handled' });
    expect(aspects(on('a', [runTrap(18)]), on('b', [handled]))[0]).toContain('route');
  });

  it('are another reply', () => {
    const refused = featuresTrap();
    write(refused, 0, 0x84000060n, 'el2');
    write(refused, 2, 0xfffffffen, 'el2');
    expect(aspects(on('a', [featuresTrap()]), on('b', [refused]))[0]).toContain('reply');
  });

  it('are other SMCs at EL3', () => {
    const asked = featuresTrap();
    asked.smcs = [smc(registers(0x84000064, 0x84000066), registers(0x84000061))];
    expect(aspects(on('a', [featuresTrap()]), on('b', [asked]))[0]).toEqual(['smcs']);
  });

  it('are another boot, and another stop', () => {
    const boot = { result: -95, smcs: [], state: {} };
    expect(differencesOf([on('a', []), on('b', [], { boot })])).toMatchObject({ boot: true, stop: false });
    const stop = { kind: 'svc' as const, pc: 0x80000010n, detail: 'svc #0' };
    expect(differencesOf([on('a', [runTrap(18)]), on('b', [runTrap(18)], { stop })])).toMatchObject({ stop: true });
  });

  it('are told as an overview, then trap by trap, and only the traps that differ', () => {
    const runs = [differencesOf([on('a', [featuresTrap(), runTrap(18)]), on('b', [featuresTrap(), runTrap(8)])])];
    const text = renderDifferences({ models: ['a', 'b'], runs, errors: [], impossible: [] });
    expect(text.split('\n').slice(0, 3)).toEqual([
      'a | b: 1 of 1 stub differ',
      'stub                          differ        registers  and',
      'guest-asm/preserve/example.S  1 of 2 traps  x8–x17     verdicts',
    ]);
    expect(text).toContain('example.S:18:  resume: smc #0   FFA_RUN(0x8001:0) (SMC32)');
    expect(text).not.toContain('FFA_FEATURES');
    expect(renderDifferences({ models: ['a', 'b'], runs, errors: [], impossible: [] }, { full: true })).toContain(
      'FFA_FEATURES',
    );
  });
});
