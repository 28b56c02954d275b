import { describe, expect, it } from 'vitest';
import { relaySwitches } from '../../assembly/el2/relay/switch-table.ts';
import * as layout from '../../assembly/layout.ts';
import { PSCI_CPU_SUSPEND, PSCI_CPU_SUSPEND_64, PSCI_VERSION } from '../../assembly/smccc/ids.ts';
import { code, el1h, hvcWord, machine, neg1, registers, smcWord } from '../machine/fixture.ts';
import { Random } from '../machine/random.ts';

const vbar = 0x8000_8000n;
const HYPERCALL = 0x8600_0000n;
const SIP = 0x8200_0001n;
const POWER_DOWN = 0x1_0000n;
const outcomes = [layout.OUTCOME_RESUME, layout.OUTCOME_VECTOR];

function take(set: Record<string, string>, word: number, first: readonly bigint[]) {
  const target = machine({ model: 'relay/plain', set });
  expect(target.boot().result).toBe(0);
  target.writeSystemRegister(0, layout.SYS_VBAR_EL1, vbar);
  target.writeRegisters(0, registers(first, { pstate: el1h }));
  target.trap(0, word);
  return target.readTrap(0);
}

describe('the relay', () => {
  it.each([
    ['SMC', smcWord, 'psci', 0x10001n, BigInt(PSCI_VERSION)],
    ['HVC', hvcWord, 'psci', 0x10001n, BigInt(PSCI_VERSION)],
    ['HVC', hvcWord, 'handled', 0n, HYPERCALL],
    ['SMC', smcWord, 'forwarded', neg1, SIP],
    ['SMC', smcWord, 'not-supported', neg1, 0x8700_0000n],
  ] as const)(
    'answers, passes on or refuses, writes x0 alone and goes on behind the call: %s, %s',
    (_, word, how, x0, id) => {
      const { disposition, before, after } = take({}, word(), [id]);
      expect([disposition, after.x[0], after.pc]).toEqual([how, x0, code + 4n]);
      expect(after.x.slice(1)).toEqual(before.x.slice(1));
    },
  );

  it('takes the width of an address from the call that starts the vCPU there', () => {
    const wide = (id: number) => take({}, smcWord(), [BigInt(id), POWER_DOWN, 0x7_8000_1000n, 0x7_0000_0055n]).after;
    expect([wide(PSCI_CPU_SUSPEND).pc, wide(PSCI_CPU_SUSPEND).x[0]]).toEqual([0x8000_1000n, 0x55n]);
    expect([wide(PSCI_CPU_SUSPEND_64).pc, wide(PSCI_CPU_SUSPEND_64).x[0]]).toEqual([0x7_8000_1000n, 0x7_0000_0055n]);
  });

  it('comes back from whatever it is asked, with any of its bugs, and never touches x19 to x30', () => {
    const random = new Random(41);
    for (let round = 0; round < 300; round++) {
      const set = Object.fromEntries(
        relaySwitches.map(({ name, values }) => [name, random.pick(Object.keys(values!))]),
      );
      set.boot_calls = 'none';
      const id = random.once(2)
        ? random.u64()
        : random.pick([BigInt(PSCI_CPU_SUSPEND_64), HYPERCALL, SIP, 0x8400_0063n]);
      const word = random.once(2) ? smcWord(random.once(4) ? 1 : 0) : hvcWord(random.once(4) ? 1 : 0);
      const { outcome, before, after } = take(set, word, [id, random.u64(), random.u64(), random.u64()]);
      expect(outcomes).toContain(outcome);
      expect(after.x.slice(19)).toEqual(before.x.slice(19));
    }
  });
});
