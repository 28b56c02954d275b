import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ffa from '../../assembly/ffa/ids.ts';
import { PSCI_CPU_ON_64, SMCCC_ARCH_FEATURES } from '../../assembly/smccc/ids.ts';
import { checkRun, checkTrap } from '../../src/check/check.ts';
import type { Finding } from '../../src/check/finding.ts';
import { findProfile, profiles, smccc12 } from '../../src/check/profiles.ts';
import type { TrapRecord } from '../../src/engine/record.ts';
import { randomValues, run, trap, write } from '../support/records.ts';

/** Not zero, so that a change is one, and not what the register held but with chance 2^-64. */
const garbage = (seed: bigint): bigint => randomValues(seed ^ 0x5a5an)() | 1n;

interface Broken {
  rule: string;
  name: string;
  call: number;
  /** x0 of the reply, where it matters. */
  reply?: number;
  /** Registers that the behaviour can break, one at a time. */
  registers: string[];
  /** Breaks one of them. */
  apply(record: TrapRecord, index: number, value: bigint): void;
}

const range = (prefix: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => `${prefix}${first + n}`);
const store =
  (first: number) =>
  (record: TrapRecord, index: number, value: bigint): void =>
    write(record, first + index, value, 'el2');

const broken: Broken[] = [
  {
    rule: 'undefined-value',
    name: 'a register filled from uninitialised stack',
    call: ffa.FFA_PARTITION_INFO_GET,
    registers: range('x', 0, 30),
    apply: (record, index, value) => write(record, index, value, 'undefined'),
  },
  {
    rule: 'x4-x7',
    name: 'a constant in x4–x7 of an SMC32 call',
    call: ffa.FFA_ID_GET,
    reply: ffa.FFA_SUCCESS,
    registers: range('x', 4, 7),
    apply: store(4),
  },
  {
    rule: 'x4-x7',
    name: 'a constant in x4–x7 of an SMC64 call',
    call: ffa.FFA_MSG_SEND_DIRECT_REQ2,
    reply: ffa.FFA_INTERRUPT,
    registers: range('x', 4, 7),
    apply: store(4),
  },
  {
    rule: 'smc32-x8-x17',
    name: 'a constant in x8–x17 of an SMC32 call',
    call: ffa.FFA_FEATURES,
    reply: ffa.FFA_SUCCESS,
    registers: range('x', 8, 17),
    apply: store(8),
  },
  {
    rule: 'smc64-x8-x17',
    name: 'a constant in x8–x17 of an SMC64 call without results there',
    call: ffa.FFA_RXTX_MAP_64,
    reply: ffa.FFA_SUCCESS,
    registers: range('x', 8, 17),
    apply: store(8),
  },
  {
    rule: 'x18-x30',
    name: 'a callee-saved register lost, SMC32',
    call: ffa.FFA_FEATURES,
    registers: range('x', 18, 30),
    apply: store(18),
  },
  {
    rule: 'x18-x30',
    name: 'a callee-saved register lost, SMC64 outside FF-A',
    call: PSCI_CPU_ON_64,
    registers: range('x', 18, 30),
    apply: store(18),
  },
  {
    rule: 'stack-pointers',
    name: 'a stack pointer lost',
    call: ffa.FFA_RUN,
    registers: ['sp_el0', 'sp_el1'],
    apply: (record, index, value) => {
      record.after[index === 0 ? 'spEl0' : 'spEl1'] = value;
    },
  },
  {
    rule: 'pstate',
    name: 'a condition flag, a mask bit or the mode changed',
    call: ffa.FFA_FEATURES,
    registers: ['pstate'],
    apply: (record, _, value) => {
      const bits = [0, 2, 6, 7, 8, 9, 20, 22, 24, 28, 29, 30, 31];
      record.after.pstate ^= 1n << BigInt(bits[Number(value % BigInt(bits.length))] ?? 31);
    },
  },
  {
    rule: 'pstate',
    name: 'SS or BTYPE set that was clear',
    call: ffa.FFA_FEATURES,
    registers: ['pstate'],
    apply: (record, _, value) => {
      record.after.pstate |= 1n << ([10n, 11n, 21n][Number(value % 3n)] ?? 21n);
    },
  },
  {
    rule: 'simd',
    name: 'a vector register lost',
    call: ffa.FFA_MSG_SEND_DIRECT_REQ_64,
    registers: range('v', 0, 31),
    apply: (record, index, value) => {
      record.after.v[index] = (record.after.v[index] ?? 0n) ^ (value << (value % 64n));
    },
  },
  {
    rule: 'floating-point-status',
    name: 'FPSR or FPCR lost',
    call: ffa.FFA_FEATURES,
    registers: ['fpsr', 'fpcr'],
    apply: (record, index, value) => {
      record.after[index === 0 ? 'fpsr' : 'fpcr'] ^= 1n + (value & 0xffffn);
    },
  },
];

/** A trap in which nothing but x0 changed. */
function sound({ call, reply }: { call: number; reply?: number }, seed: bigint): TrapRecord {
  const record = trap(call, seed);
  write(record, 0, BigInt(reply ?? ffa.FFA_SUCCESS), 'el2');
  return record;
}

const seeds = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

describe('the profile smccc-1.2', () => {
  it('has a broken behaviour here for each of its rules about registers of one call', () => {
    const others = ['leak-other-vm', 'version-word', 'refusal-kept', 'el2-lives'];
    const rules = smccc12.rules.map(({ id }) => id).filter((id) => !others.includes(id));
    expect(new Set(broken.map(({ rule }) => rule))).toEqual(new Set(rules));
  });

  it.each(broken)('catches $name by $rule alone, in every register and with random values', (behaviour) => {
    const breaking = fc.property(seeds, fc.nat(behaviour.registers.length - 1), (seed, index) => {
      const record = sound(behaviour, seed);
      behaviour.apply(record, index, garbage(seed));
      const { findings } = checkTrap(record, smccc12);
      expect(findings.map(({ rule }) => rule)).toEqual([behaviour.rule]);
      expect(findings[0]?.registers.map(({ register }) => register)).toEqual([behaviour.registers[index]]);
      expect(findings[0]?.verdict).toBe(behaviour.rule === 'undefined-value' ? 'undefined' : 'violation');
    });
    fc.assert(breaking, { numRuns: 200 });
  });

  it.each(broken)('finds nothing in the sound twin of: $name', (behaviour) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(checkTrap(sound(behaviour, seed), smccc12)).toMatchObject({ findings: [], sameValue: [] });
      }),
    );
  });

  it('notices each single bit of x4 to x30, and says which it was', () => {
    for (let n = 4; n < 31; n++) {
      for (let bit = 0n; bit < 64n; bit++) {
        const record = sound({ call: ffa.FFA_FEATURES }, bit);
        write(record, n, (record.before.x[n] ?? 0n) ^ (1n << bit), 'el2');
        const { findings } = checkTrap(record, smccc12);
        expect(findings.flatMap(({ registers }) => registers)).toMatchObject([
          {
            register: `x${n}`,
            changed: 1n << bit,
            writer: 'el2',
            before: record.before.x[n],
            after: record.after.x[n],
          },
        ]);
      }
    }
  });

  it('puts no register under two rules, whatever a reckless hypervisor does', () => {
    const calls = [ffa.FFA_FEATURES, ffa.FFA_RUN, ffa.FFA_MSG_SEND_DIRECT_REQ2, ffa.FFA_RXTX_MAP_64, 0xc2000001];
    const writers = ['caller', 'el2', 'el3', 'undefined'] as const;
    fc.assert(
      fc.property(seeds, fc.constantFrom(...calls), (seed, call) => {
        const record = trap(call, seed);
        const next = randomValues(~seed);
        for (let n = 0; n < 31; n++) write(record, n, next(), writers[Number(next() & 3n)] ?? 'el2');
        record.after.spEl1 = next();
        record.after.v[7] = next();
        const seen = checkTrap(record, smccc12).findings.flatMap(({ registers }) => registers.map((r) => r.register));
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  it('leaves results alone: x4–x7 of a response, x8–x17 of a response to an SMC64 request', () => {
    const response = sound({ call: ffa.FFA_MSG_SEND_DIRECT_REQ2, reply: ffa.FFA_MSG_SEND_DIRECT_RESP2 }, 5n);
    for (let n = 1; n < 18; n++) write(response, n, garbage(BigInt(n)), 'el3');
    expect(checkTrap(response, smccc12).findings).toEqual([]);
  });

  it('reads the definitions in the FF-A version that it is given', () => {
    const record = sound({ call: ffa.FFA_MSG_SEND_DIRECT_REQ_64, reply: ffa.FFA_MSG_SEND_DIRECT_RESP_64 }, 5n);
    write(record, 9, 0x1234n, 'el2');
    expect(checkTrap(record, smccc12, '1.2').findings.map(({ rule }) => rule)).toEqual(['smc64-x8-x17']);
    expect(checkTrap(record, smccc12, '1.3').findings).toEqual([]);
  });

  it('lets SS and BTYPE clear, as they do when an instruction completes', () => {
    const record = sound({ call: ffa.FFA_FEATURES }, 1n);
    record.before.pstate |= (1n << 21n) | (3n << 10n);
    expect(checkTrap(record, smccc12).findings).toEqual([]);
  });

  it('counts an undefined value even where it equals what the caller had', () => {
    const record = sound({ call: ffa.FFA_VERSION }, 1n);
    write(record, 9, record.before.x[9] ?? 0n, 'undefined');
    const [finding] = checkTrap(record, smccc12).findings;
    expect(finding).toMatchObject({
      rule: 'undefined-value',
      verdict: 'undefined',
      registers: [{ register: 'x9', changed: 0n }],
    });
  });

  it('notes a register that was written with the value it had, and finds nothing wrong with it', () => {
    const record = sound({ call: ffa.FFA_FEATURES }, 1n);
    const value = record.before.x[12] ?? 0n;
    write(record, 12, value, 'el3', 12);
    expect(checkTrap(record, smccc12)).toMatchObject({
      findings: [],
      sameValue: [{ rule: 'smc32-x8-x17', trap: 0, register: 'x12', value, writer: 'el3', source: 12 }],
    });
  });

  it('judges a call with another immediate by undefined values alone: SMCCC says nothing about it', () => {
    const record = sound({ call: ffa.FFA_FEATURES }, 1n);
    record.immediate = 1;
    write(record, 20, 1n, 'el2');
    expect(checkTrap(record, smccc12).findings).toEqual([]);
    write(record, 21, 1n, 'undefined');
    expect(checkTrap(record, smccc12).findings.map(({ rule }) => rule)).toEqual(['undefined-value']);
  });

  it('goes by w0: the SVE hint and an upper half do not change the form of a call', () => {
    const record = trap(0x40000000_84010064n, 3n);
    write(record, 0, BigInt(ffa.FFA_SUCCESS), 'el2');
    write(record, 8, 77n, 'el2');
    expect(checkTrap(record, smccc12).findings.map(({ rule }) => rule)).toEqual(['smc32-x8-x17']);
  });
});

describe('disputes', () => {
  const rangeOf = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, n) => first + n);
  const summary = (findings: Finding[]): string[] =>
    findings.map(({ rule, verdict, dispute, registers }) => {
      const names = registers.map(({ register }) => register);
      return `${rule} ${verdict} ${dispute?.id ?? '-'} ${names[0]}–${names.at(-1)}`;
    });

  it('merged pKVM zeroes x4–x17 after an SMC32 call: two disputes, each with both sides', () => {
    const record = sound({ call: ffa.FFA_FEATURES }, 9n);
    for (const n of rangeOf(4, 17)) write(record, n, 0n, 'el2');
    const { findings } = checkTrap(record, smccc12);
    expect(summary(findings)).toEqual([
      'x4-x7 disputed reserved-parameters x4–x7',
      'smc32-x8-x17 disputed writes-all x8–x17',
    ]);
    for (const { dispute } of findings) {
      expect(dispute?.sides).toHaveLength(2);
      expect(dispute?.sides[0]?.clause).toContain('DEN0028');
      expect(dispute?.sides[1]?.clause).toContain('DEN0077A');
    }
  });

  it('FFA_RUN ends with DIRECT_RESP2: payload in x8–x17 is disputed between request and reply', () => {
    const record = trap(ffa.FFA_RUN, 9n, { disposition: 'forwarded' });
    write(record, 0, BigInt(ffa.FFA_MSG_SEND_DIRECT_RESP2), 'el3');
    for (const n of rangeOf(4, 17)) write(record, n, garbage(BigInt(n)), 'el3');
    expect(summary(checkTrap(record, smccc12).findings)).toEqual(['smc32-x8-x17 disputed reply-decides x8–x17']);
  });

  it('firmware that changes x8–x17 under a forwarded SMC32 call violates the rule: nobody defends that', () => {
    const record = trap(ffa.FFA_ID_GET, 9n, { disposition: 'forwarded' });
    write(record, 0, BigInt(ffa.FFA_SUCCESS), 'el3');
    for (const n of rangeOf(8, 17)) write(record, n, garbage(BigInt(n)), 'el3');
    expect(summary(checkTrap(record, smccc12).findings)).toEqual(['smc32-x8-x17 violation - x8–x17']);
  });

  it('series v8 hands an SMC64 caller EL3’s x8–x17 although FFA_SUCCESS_32 has no results there', () => {
    const record = sound({ call: ffa.FFA_RXTX_MAP_64 }, 9n);
    for (const n of rangeOf(8, 17)) write(record, n, garbage(BigInt(n)), 'el3');
    expect(summary(checkTrap(record, smccc12).findings)).toEqual(['smc64-x8-x17 disputed request-decides x8–x17']);
  });

  it('splits one rule where only some of its registers have a defender', () => {
    const record = sound({ call: ffa.FFA_ID_GET }, 9n);
    write(record, 4, 0n, 'el2');
    write(record, 5, 0x1234n, 'el2');
    expect(summary(checkTrap(record, smccc12).findings)).toEqual([
      'x4-x7 disputed reserved-parameters x4–x4',
      'x4-x7 violation - x5–x5',
    ]);
  });

  it('are FF-A’s own: zeroed registers after an architecture call are a violation', () => {
    const record = trap(SMCCC_ARCH_FEATURES, 9n);
    for (const n of rangeOf(0, 17)) write(record, n, 0n, 'el2');
    expect(checkTrap(record, smccc12).findings.map(({ verdict }) => verdict)).toEqual(['violation', 'violation']);
  });
});

describe('checkRun', () => {
  const bad = (index: number): TrapRecord => {
    const record = trap(ffa.FFA_FEATURES, BigInt(index), { index });
    write(record, 19, 1n, 'el2');
    return record;
  };

  it('reports each trap under its index', () => {
    const { findings } = checkRun(run([bad(0), bad(1)]), smccc12);
    expect(findings.map(({ trap: index, rule }) => [index, rule])).toEqual([
      [0, 'x18-x30'],
      [1, 'x18-x30'],
    ]);
  });

  it('skips what never returned: an UNDEFINED instruction, and the trap in which EL2 died', () => {
    const undefinedInstruction = { ...bad(0), disposition: 'undefined' as const };
    const stop = { kind: 'el2-panic' as const, pc: 0n, detail: 'EL2 panicked' };
    const { findings } = checkRun(run([undefinedInstruction, bad(1), bad(2)], { stop }), smccc12);
    expect(findings.map(({ trap: index, rule }) => [index, rule])).toEqual([
      [1, 'x18-x30'],
      [2, 'el2-lives'],
    ]);
  });
});

describe('findProfile', () => {
  it('finds a profile by its name and nothing by another', () => {
    for (const profile of profiles) expect(findProfile(profile.name)).toBe(profile);
    expect(findProfile('smccc-9.9')).toBeUndefined();
  });
});
