import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import { checkRun } from '../../src/check/check.ts';
import type { Finding, Outcome } from '../../src/check/finding.ts';
import { findProfile } from '../../src/check/profiles.ts';
import type { ScriptedReply } from '../../src/engine/engine.ts';
import { resolveModel } from '../../src/engine/models.ts';
import type { RunRecord } from '../../src/engine/record.ts';
import { random64, reply, runExperiment } from './models/machine.ts';

const SMC = '\n  smc #0\n';
const program = (...calls: string[]): string => calls.map((call) => `  ${call}${SMC}`).join('');

interface Setup {
  model: string;
  firmware?: string;
  replies?: ScriptedReply[];
}

const run = (setup: Setup, ...calls: string[]): RunRecord =>
  runExperiment({ base: 'ffa', program: program(...calls), ...setup });

const judge = (record: RunRecord, profile: string) => checkRun(record, findProfile(profile)!);

/** Verdicts of a rule on the last trap. */
function last(record: RunRecord, profile: string, rule: string): Outcome | undefined {
  const trap = record.traps.length - 1;
  return judge(record, profile).outcomes.find((outcome) => outcome.trap === trap && outcome.rule === rule)?.outcome;
}

const lastFinding = (record: RunRecord, profile: string, rule: string): Finding | undefined =>
  judge(record, profile).findings.find((finding) => finding.trap === record.traps.length - 1 && finding.rule === rule);

/** Whom the finding names on each side of its dispute. */
const sides = (finding: Finding | undefined): string[] => finding?.dispute?.sides.map(({ who }) => who) ?? [];

const interrupted = [
  reply(ffa.FFA_RUN, [ffa.FFA_MSG_SEND_DIRECT_RESP2, 0x80010000, 0, 0, ...Array.from({ length: 14 }, random64)]),
];

describe('FFA_RUN that ends with DIRECT_RESP2', () => {
  const calls = ['ffa_version FFA_VERSION_1_2', 'ffa_run endpoint=0x8001'];
  const models = ['pkvm/series-v7', 'pkvm/series-v8', 'pkvm/series-v9', 'pkvm/v6.18', 'pkvm/mainline-2026b', 'none'];

  it.each(models)(
    'lets no model pass both rules of FF-A 1.2: the SMC32 caller’s registers, the payload: %s',
    (model) => {
      for (const path of ['forwarded', 'handled']) {
        const record = runWith(model, path);
        if (!record) continue;
        const kept = last(record, 'smccc-1.2', 'smc32-x8-x17');
        const delivered = last(record, 'ffa-1.2', 'results-arrive');
        expect([kept, delivered].filter((outcome) => outcome === 'pass')).toHaveLength(1);
        expect([kept, delivered]).toContain('disputed');
      }
    },
  );

  /** The model with one routing of FFA_RUN; undefined where there is nothing to route. */
  function runWith(model: string, path: string): RunRecord | undefined {
    if (model !== 'none') resolveModel(model, [{ name: 'run_path', value: path }]);
    else if (path === 'handled') return undefined;
    const changes = model === 'none' ? {} : { run_path: path };
    return runExperiment({ base: 'ffa', program: program(...calls), model, changes, replies: interrupted });
  }

  it('fails v7 by the one and v8 by the other, with both sides named', () => {
    const v7 = runWith('pkvm/series-v7', 'handled')!;
    const v8 = runWith('pkvm/series-v8', 'handled')!;
    expect([last(v7, 'smccc-1.2', 'smc32-x8-x17'), last(v7, 'ffa-1.2', 'results-arrive')]).toEqual([
      'disputed',
      'pass',
    ]);
    expect([last(v8, 'smccc-1.2', 'smc32-x8-x17'), last(v8, 'ffa-1.2', 'results-arrive')]).toEqual([
      'pass',
      'disputed',
    ]);
    const named = ['SMCCC', 'FF-A 1.2, pKVM series v7, TF-A SPMD'];
    expect(sides(lastFinding(v7, 'smccc-1.2', 'smc32-x8-x17'))).toEqual(named);
    expect(sides(lastFinding(v8, 'ffa-1.2', 'results-arrive'))).toEqual(named);
  });

  it('is a violation in FF-A 1.3, which has a 64-bit FFA_RUN for this', () => {
    const record = runWith('pkvm/v6.18', 'forwarded')!;
    expect(last(record, 'ffa-1.3', 'smc32-x8-x17')).toBe('violation');
    expect(last(record, 'ffa-1.3', 'reply-form')).toBe('violation');
  });

  it('is what Linux needs, so v8 breaks its driver where EL2 handles the call', () => {
    expect(last(runWith('pkvm/series-v8', 'handled')!, 'linux', 'results-arrive')).toBe('violation');
    expect(last(runWith('pkvm/series-v7', 'handled')!, 'linux', 'results-arrive')).toBe('pass');
  });
});

describe('x8–x17 after an SMC32 call that EL2 answers', () => {
  /** Not what the first call has left in them. */
  const fresh = '.irp n, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17\n  eor x\\n, x20, x21, ror #\\n\n  .endr\n';
  const calls = ['ffa_version FFA_VERSION_1_2', `${fresh}  ffa_features function=FFA_MEM_SHARE`];

  it.each(['pkvm/v6.18', 'pkvm/mainline-2026b'])('are overwritten by %s, and both sides are named', (model) => {
    const finding = lastFinding(run({ model }, ...calls), 'smccc-1.2', 'smc32-x8-x17');
    expect(finding).toMatchObject({ verdict: 'disputed', fault: 'el2', dispute: { id: 'writes-all' } });
    expect(sides(finding)).toEqual(['SMCCC', 'pKVM as merged (v6.18)']);
    expect(finding?.registers.map(({ register }) => register)).toEqual([
      ...Array.from({ length: 10 }, (_, n) => `x${n + 8}`),
    ]);
    expect(finding?.dispute?.references.join()).toContain('162190f2ccdc');
  });

  it.each(['pkvm/v6.12', 'pkvm/retval-v7', 'pkvm/retval-v8'])('are left alone by %s', (model) => {
    expect(last(run({ model }, ...calls), 'smccc-1.2', 'smc32-x8-x17')).toBe('pass');
  });

  it('are zeroed by Xen for a guest of 1.2, which its own profile demands and SMCCC forbids', () => {
    const id = ['ffa_version FFA_VERSION_1_2', 'ffa_id_get'];
    const record = runExperiment({ base: 'xen', program: program(...id) });
    const finding = lastFinding(record, 'smccc-1.2', 'smc32-x8-x17');
    expect(finding).toMatchObject({ verdict: 'disputed', dispute: { id: 'zeroes-all' } });
    expect(sides(finding)).toEqual(['SMCCC', 'Xen’s mediator, the arm-ffa crate before March 2026']);
    expect(last(record, 'xen', 'zero-x8-x17')).toBe('pass');
    const merged = runExperiment({
      base: 'xen',
      program: program('ffa_version FFA_VERSION_1_1', 'ffa_id_get'),
      model: 'xen/negotiation-merged',
      changes: { vm_to_vm: 'on' },
    });
    expect(last(merged, 'smccc-1.2', 'smc32-x8-x17')).toBe('pass');
  });
});

describe('a second FFA_VERSION', () => {
  const lower = ['ffa_version FFA_VERSION_1_2', 'ffa_version FFA_VERSION_1_1'];
  /** FFA_ID_GET would not do: the SPMD answers it, and the SPMC at EL3 never hears of it. */
  const features = 'ffa_features function=FFA_RXTX_MAP_64';
  const later = ['ffa_version FFA_VERSION_1_2', features, 'ffa_version FFA_VERSION_1_0'];

  it('before any other call is refused by Hafnium behind the SPMD, which FF-A says it may not be', () => {
    const finding = lastFinding(
      run({ model: 'none', firmware: 'tfa-spmd+hafnium' }, ...lower),
      'ffa-1.2',
      'version-open',
    );
    expect(finding).toMatchObject({ verdict: 'disputed', fault: 'el3', dispute: { id: 'locks-early' } });
    expect(sides(finding)).toEqual(['FF-A 1.2, Xen, TF-A’s EL3 SPMC', 'pKVM from 6.18, Hafnium behind the SPMD']);
  });

  it('after other calls changes OP-TEE’s version, and nobody else’s', () => {
    const optee = run({ model: 'none', firmware: 'tfa-spmd+optee' }, ...later);
    const finding = lastFinding(optee, 'ffa-1.2', 'version-fixed');
    expect(finding).toMatchObject({ verdict: 'disputed', fault: 'el3', dispute: { id: 'renegotiates' } });
    expect(sides(finding)).toEqual(['FF-A 1.2', 'OP-TEE']);
    for (const firmware of ['tfa-spmd+hafnium', 'tfa-el3-spmc']) {
      expect(last(run({ model: 'none', firmware }, ...later), 'ffa-1.2', 'version-fixed')).toBe('pass');
    }
  });

  it('after other calls is refused by Hafnium and answered by the EL3 SPMC with the version that stays', () => {
    const hafnium = run({ model: 'none', firmware: 'tfa-spmd+hafnium' }, ...later);
    expect(last(hafnium, 'ffa-1.2', 'version-closed')).toBe('pass');
    const el3 = run({ model: 'none', firmware: 'tfa-el3-spmc' }, ...later);
    expect(lastFinding(el3, 'ffa-1.2', 'version-closed')?.dispute?.id).toBe('stays-and-answers');
  });

  it('for a lower version is answered by pKVM up to 6.17 and refused from 6.18 on, each disputed by its own rule', () => {
    const old = run({ model: 'pkvm/v6.17-stable' }, 'ffa_version FFA_VERSION_1_1', 'ffa_version FFA_VERSION_1_0');
    expect(lastFinding(old, 'ffa-1.2', 'version-agreed')?.dispute?.id).toBe('answer-means-compatible');
    const merged = run({ model: 'pkvm/v6.18' }, ...lower);
    expect(lastFinding(merged, 'ffa-1.2', 'version-open')?.dispute?.id).toBe('locks-early');
  });
});

describe('a refusal in 32 bits', () => {
  it('is missed by pKVM, which then means another version than EL3: its own doing, and nobody defends it', () => {
    const record = run(
      { model: 'pkvm/v6.18', replies: [reply(ffa.FFA_VERSION, [0x10002]), reply(ffa.FFA_VERSION, [0xffffffffn])] },
      'ffa_version FFA_VERSION_1_1',
    );
    for (const rule of ['refusal-kept', 'version-agreed']) {
      expect(lastFinding(record, 'ffa-1.2', rule)).toMatchObject({ verdict: 'violation', fault: 'el2' });
    }
    const mended = run(
      {
        model: 'pkvm/mainline-2026b',
        replies: [reply(ffa.FFA_VERSION, [0x10002]), reply(ffa.FFA_VERSION, [0xffffffffn])],
      },
      'ffa_version FFA_VERSION_1_1',
    );
    for (const rule of ['refusal-kept', 'version-agreed']) expect(last(mended, 'ffa-1.2', rule)).toBe('pass');
  });
});

describe('a firmware that keeps nothing', () => {
  it('is blamed itself for SP_EL0, the flags and the SIMD registers of a caller with no hypervisor', () => {
    const record = run({ model: 'none', firmware: 'hostile' }, 'ffa_version FFA_VERSION_1_2');
    const { findings } = judge(record, 'smccc-1.2');
    for (const rule of ['stack-pointers', 'pstate', 'simd']) {
      const finding = findings.find((found) => found.rule === rule);
      expect(finding, rule).toMatchObject({ fault: 'el3', verdict: 'violation' });
      expect(finding?.registers.map(({ writer, source }) => [writer, source])).toContainEqual(['el3', undefined]);
    }
  });
});
