import { describe, expect, it } from 'vitest';
import { firmwareProfiles } from '../../assembly/el3/profiles.ts';
import { trapline, withFile } from './command.ts';

interface Run {
  model: string;
  firmware: string;
  stop: { kind: string; detail: string };
  traps: {
    label: string | null;
    disposition: string;
    exception: { source_el: number; target_el: number; elr: string; return_address: string };
    before: { x: string[] };
    after: { x: string[] };
    smcs: { input: string[] }[];
    reply: { name: string | null; status: string | null; text: string };
  }[];
}

const profiles = firmwareProfiles.map(({ name }) => name).filter((name) => name !== 'scripted');

const stub = `.include "call.inc"
_start:
  ffa_version FFA_VERSION_1_2
negotiate:
  conduit
  load32 w0, FFA_ID_GET
identity:
  conduit
  brk #0
`;

/** Runs the stub with some arguments, and reads the reports. */
function runs(...args: string[]): Run[] {
  return withFile('stub.S', stub, (path) => {
    const { out, err, code } = trapline(['run', path, '--format', 'json', '--once', ...args]);
    expect(err).toBe('');
    expect([0, 1]).toContain(code);
    const json = JSON.parse(out);
    return Array.isArray(json) ? json : (json.runs ?? [json]);
  });
}

describe('trapline run --model none', () => {
  const all = runs('--model', 'none', ...profiles.flatMap((name) => ['--firmware', name]));

  it('runs with every firmware there is', () => {
    expect(all.map(({ model }) => model)).toEqual(profiles.map((name) => `none@${name}`));
  });

  it.each(profiles)('takes the SMC straight from EL1 to EL3 with %s, the caller’s registers in it', (name) => {
    const { traps } = all.find(({ model }) => model === `none@${name}`)!;
    expect(traps).toHaveLength(2);
    for (const { disposition, exception, before, smcs } of traps) {
      expect([disposition, exception.source_el, exception.target_el]).toEqual(['untrapped', 1, 3]);
      expect(exception.elr).toBe(exception.return_address);
      expect(smcs.map(({ input }) => input)).toEqual([before.x.slice(0, 18)]);
    }
  });

  it('answers as each firmware does', () => {
    const answers = all.map(({ model, traps }) => [model, ...traps.map(({ reply }) => reply.text)]);
    expect(Object.fromEntries(answers.map(([model, ...texts]) => [model, texts.join(', ')]))).toMatchObject({
      'none@tfa-spmd+hafnium': '1.3, FFA_SUCCESS_32',
      'none@tfa-spmd+optee': '1.2, FFA_SUCCESS_32',
      'none@tfa-el3-spmc': '1.2, FFA_SUCCESS_32',
      'none@no-ffa': '-1 (NOT_SUPPORTED, 64-bit), -1 (NOT_SUPPORTED, 64-bit)',
      'none@smccc-1.1': '1.1, FFA_SUCCESS_32',
      'none@preserving': '1.2, FFA_SUCCESS_32',
      'none@zeroing': '1.2, FFA_SUCCESS_32',
    });
  });

  it('has nobody for an HVC', () => {
    const [run] = runs('--model', 'none', '--conduit', 'hvc');
    expect(run!.traps.map(({ disposition }) => disposition)).toEqual(['none']);
    expect(run!.stop).toMatchObject({ kind: 'el2-panic', detail: 'EL2 has no handler for the exception' });
  });
});

describe('a switch of a firmware', () => {
  /** The firmware's id for the normal world, which FFA_ID_GET answers in w2 where nobody stands in between. */
  const identity = (run: Run) => Number(run.traps[1]!.after.x[2]);
  const version = (run: Run) => run.traps[0]!.reply.text;

  it.each(['none', 'pkvm/v6.18', 'xen/v1.2'])('can be changed in its name, behind %s', (model) => {
    const [plain, changed] = runs(
      '--model',
      model,
      '--firmware',
      'tfa-el3-spmc',
      '--firmware',
      'tfa-el3-spmc+version=1.1+default_version=1.1',
    ) as [Run, Run];
    expect(changed.model).toBe(`${model}@tfa-el3-spmc+version=1.1+default_version=1.1`);
    expect(changed.firmware).toContain('FF-A 1.1');
    expect(plain.firmware).toContain('FF-A 1.2');
    const after = [plain, changed].map(version);
    expect(after).toEqual(model === 'xen/v1.2' ? ['1.2', '1.2'] : ['1.2', '1.1']);
  });

  it('can be changed for all firmware at once', () => {
    const named = ['--firmware', 'tfa-spmd+optee', '--firmware', 'preserving', '--firmware', 'id=7'];
    const both = runs('--model', 'none', ...named);
    expect(both.map(identity)).toEqual([7, 7]);
    expect(both.map(({ firmware }) => /\bid=\S+/.exec(firmware)?.[0])).toEqual(['id=0x7', 'id=0x7']);
  });

  it('is seen by the hypervisor before it: pKVM refuses firmware that takes the host for an endpoint other than 0', () => {
    const [plain, changed] = runs('--model', 'pkvm/v6.18', '--firmware', 'preserving', '--firmware', 'preserving+id=7');
    expect([plain, changed].map((run) => version(run!))).toEqual(['1.2', '-1 (NOT_SUPPORTED, 64-bit)']);
  });

  it('that no firmware has is refused with those that there are', () => {
    withFile('stub.S', stub, (path) => {
      const { code, err } = trapline(['run', path, '--model', 'none', '--firmware', 'preserving+colour=red']);
      expect(code).toBe(2);
      expect(err).toContain('colour');
    });
  });
});
