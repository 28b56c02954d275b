import { describe, expect, it } from 'vitest';
import { type ConventionVersion, conventionRow } from '../../src/abi/convention.ts';
import { compareVersions, type Form, fieldExists, fieldWidth } from '../../src/abi/row.ts';
import { statusCodes } from '../../src/abi/status.ts';
import { callTable, findCallByName, replyFields } from '../../src/abi/table.ts';
import { packedCalls, refusedBits } from './sources/arm-ffa-crate.ts';
import * as known from './sources/implementations.ts';
import * as headers from './sources/trusted-firmware.ts';

const ffa = (name: string) => {
  const row = findCallByName(`FFA_${name}`);
  if (!row) throw new Error(`no row FFA_${name}`);
  return row;
};
const word = (name: string, form: Form): number => (form === 32 ? ffa(name).id32 : ffa(name).id64) ?? 0;
const sorted = (text: string): string[] => text.split(' ').filter(Boolean).toSorted();

/** Fields as the sources write them: `w1 w2 x3-x17`. */
function spelled(fields: { first: number; last: number }[], widths: (32 | 64)[]): string {
  const parts = fields
    .map(({ first, last }, n) => ({ first, last, letter: widths[n] === 64 ? 'x' : 'w' }))
    .sort((a, b) => a.first - b.first);
  return parts
    .map(({ first, last, letter }) => `${letter}${first}${last === first ? '' : `-${letter}${last}`}`)
    .join(' ');
}

/** Neighbouring ranges of one width as one: what the crate keeps in one array the table has in two fields. */
function joined(text: string): string {
  return text.replace(/([wx])(\d+)-\1(\d+) \1(\d+)-\1(\d+)/g, (all, letter, first, last, next, end) =>
    Number(next) === Number(last) + 1 ? `${letter}${first}-${letter}${end}` : all,
  );
}

describe('the ABI table and the headers of TF-A and Linux', () => {
  it.each(Object.entries(headers.tfaNumbers))('agree on the number of FFA_%s', (name, number) => {
    const row = ffa(headers.tfaNames[name] ?? name);
    const wide = headers.tfaForm64.includes(name);
    const narrow = !headers.tfaOnly64.includes(name);
    if (narrow) expect(row.id32).toBe((0x84000000 | number) >>> 0);
    else expect(row.id32).toBeUndefined();
    if (wide) expect(row.id64).toBe((0xc4000000 | number) >>> 0);
    else expect(row.since64 ?? '1.3', 'a form that TF-A lacks came with 1.3').toBe('1.3');
  });

  it.each(Object.entries(headers.tfaPsci))('agree on PSCI_%s', (name, id) => {
    const plain = headers.tfaPsciNames.reduce((text, [from, to]) => text.replace(from, to), name);
    const row = findCallByName(`PSCI_${plain.replace(/_AARCH(32|64)$/, '')}`);
    expect(plain.endsWith('64') ? row?.id64 : row?.id32).toBe(id);
  });

  it.each(Object.entries(headers.linuxSmccc))('agree on SMCCC_%s', (name, id) => {
    expect(findCallByName(`SMCCC_${name}`)?.id32).toBe(id);
  });

  it('agree on every status code', () => {
    const of = (specification: string): Record<string, number> =>
      Object.fromEntries(
        statusCodes.filter((status) => status.specification === specification).map(({ name, code }) => [name, code]),
      );
    expect(of('FF-A')).toMatchObject(headers.linuxStatus);
    const { INVALID_PARAMETER: invalid, ...rest } = headers.tfaStatus;
    expect(of('FF-A')).toMatchObject({ ...rest, INVALID_PARAMETERS: invalid });
    expect(of('PSCI')).toEqual(headers.linuxPsciStatus);
    expect(of('SMCCC')).toEqual(headers.linuxSmcccStatus);
  });
});

describe('the ABI table and the arm-ffa crate', () => {
  it.each(packedCalls)('agree on the arguments of FFA_$name, $form-bit form', ({ name, form, registers }) => {
    const fields = ffa(name).arguments.filter((field) => fieldExists(field, form, '1.3') && field.zero !== 0xffffffffn);
    const widths = fields.map((field) => fieldWidth(field, form));
    expect(joined(spelled(fields, widths))).toBe(joined(registers));
  });

  it.each(packedCalls)('agree on the version that brought FFA_$name, $form-bit form', ({ name, form, since }) => {
    const row = ffa(name);
    expect(form === 64 ? (row.since64 ?? row.since) : row.since).toBe(since);
  });

  it.each(refusedBits)('agree that FFA_%s checks x%i for zeros', (name, register, mask) => {
    const field = ffa(name).arguments.find(({ first, last }) => first <= register && register <= last);
    expect(field?.zero).toBe(BigInt(mask));
  });

  it('speak of the same calls, but for what the crate leaves out', () => {
    const inCrate = new Set(packedCalls.map(({ name }) => `FFA_${name}`));
    const missing = callTable.filter((row) => row.specification === 'FF-A' && !inCrate.has(row.name));
    expect(missing.map(({ name }) => name.replace('FFA_', '')).toSorted()).toEqual(
      // The crate has no calls that 1.1 removed and none of the newest ALP; FFA_SUCCESS and FFA_YIELD it packs otherwise.
      sorted(
        'ABORT MSG_POLL MSG_SEND NOTIFICATION_BIND2 NOTIFICATION_GET2 NOTIFICATION_SET2 NOTIFICATION_UNBIND2 ' +
          'NS_RES_INFO_GET SUCCESS YIELD',
      ),
    );
  });
});

describe('the ABI table and what implementations answer', () => {
  it.each(known.successResults)('agree on the results of FFA_%s, %i-bit form', (name, form, registers) => {
    const fields = ffa(name).results.filter((field) => fieldExists(field, form, '1.2'));
    expect(
      spelled(
        fields,
        fields.map((field) => fieldWidth(field, form)),
      ),
    ).toBe(registers);
  });

  it.each(known.otherReplies)('agree on the replies to FFA_%s', (name, replies) => {
    for (const reply of sorted(replies)) expect(ffa(name).replies, reply).toContain(`FFA_${reply}`);
  });

  it.each(known.knownErrors)('agree on the codes of FFA_%s', (name, errors) => {
    expect(ffa(name).errors.toSorted()).toEqual(sorted(errors));
  });

  it.each(known.instances)('agree on who may call FFA_%s', (name, instances) => {
    expect(ffa(name).instances.toSorted()).toEqual(sorted(instances));
  });

  it.each(known.exchanges)('agree on what $name brings back with $reply', ({ name, x, reply, results }) => {
    const form: Form = x[0]![1] >> 30n === 3n ? 64 : 32;
    expect(word(name, form)).toBe(Number(x[0]![1]));
    const replyRow = reply ? ffa(reply) : undefined;
    const replyWord = replyRow ? (replyRow.id32 ?? replyRow.id64 ?? 0) : 0x10002;
    const fields = reply ? replyFields(ffa(name), replyWord, '1.2') : ffa(name).results;
    for (const [register, what] of results) {
      expect(fields.find(({ first, last }) => first <= register && register <= last)?.name, `x${register}`).toBe(what);
    }
  });
});

describe('the register roles of the calling convention', () => {
  const letters = { result: 'R', preserved: 'P', scratch: 'C', 'result or preserved': 'r' };
  const ranges = [
    [1, 3],
    [4, 7],
    [8, 17],
    [18, 30],
  ] as const;

  it.each(known.conventions)('are as implementations read SMCCC %s for SMC%i', (version, form, roles) => {
    for (const [index, [first, last]] of ranges.entries()) {
      for (let n = first; n <= last; n++) {
        expect(letters[conventionRow(version as ConventionVersion, form, n).output], `x${n}`).toBe(roles[index]);
      }
    }
  });

  it('cover every register once in each version and form', () => {
    for (const [version, form] of known.conventions) {
      for (let n = 0; n <= 30; n++) expect(conventionRow(version, form, n).version).toBe(version);
    }
    expect(() => conventionRow('1.2', 64, 31)).toThrow('no register x31');
  });
});

describe('versions of the table', () => {
  it('never bring a field or a form before its call', () => {
    for (const row of callTable) {
      if (row.since64) expect(compareVersions(row.since64, row.since), row.name).toBeGreaterThan(0);
      for (const field of [...row.arguments, ...row.results]) {
        if (field.since) expect(compareVersions(field.since, row.since), row.name).toBeGreaterThan(0);
      }
    }
  });
});
