import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FFA_MSG_SEND2, FFA_RXTX_MAP_64, FFA_VERSION } from '../../assembly/ffa/ids.ts';
import { CONTENT } from '../../src/search/contents.ts';
import type { SearchMove } from '../../src/search/sequence.ts';
import { World } from '../../src/search/world.ts';
import { writeVerifiedVector } from '../../src/search/write/vector.ts';
import { callsOf, runSearch, setupOf } from './fixture.ts';

const MODEL = 'xen/negotiation-merged+vm_to_vm=on';
const setup = setupOf([MODEL], { kind: 'find', what: 'crash' }, { vms: 2 });

describe('a search with two VMs', () => {
  const world = new World(setup);

  /** The first call of a VM's part of the alphabet with this function. */
  const callOf = (vm: number, functionId: number, content: number = CONTENT.none): SearchMove => {
    const found = world.calls.find(
      (call) => call.vm === vm && call.x[0] === BigInt(functionId) && call.content === content,
    );
    return { call: found!, replies: [] };
  };

  it('makes every call as each of them, with their own ids', () => {
    const [one, other] = [0, 1].map((vm) => world.calls.filter((call) => call.vm === vm));
    expect(one).toHaveLength(other!.length);
    const senders = [one, other].map((calls) => calls!.find(({ x }) => x[0] === 0x8400006fn)!.x[1]! >> 16n);
    expect(senders).toEqual([2n, 3n]);
  });

  it('goes back from the calls of both', () => {
    world.boot(0);
    const [stepper] = world.steppers;
    const hash = [stepper!.hashLow(), stepper!.hashHigh()];
    for (let call = 0; call < world.calls.length; call++) world.try(call, 0, 0, false);
    world.try(0, 0, 0, false);
    const after = world.stateAfter();
    world.boot(0);
    expect([stepper!.hashLow(), stepper!.hashHigh()]).toEqual(hash);
    world.try(0, 0, 0, false);
    expect(world.stateAfter()).toEqual(after);
  });

  it('finds what one VM can do alone, with as few calls', async () => {
    const report = await runSearch(setup);
    expect(report.finds.map(({ kind }) => kind)).toEqual(['null-dereference']);
    expect(callsOf(report)).toEqual(['FFA_VERSION', 'FFA_MSG_SEND2']);
    expect(report.finds[0]!.sequence.moves.map(({ call }) => call.vm)).toEqual([0, 0]);
  });

  it('writes a sequence of both down as a record that replays', async () => {
    const moves = [
      callOf(1, FFA_VERSION),
      callOf(1, FFA_RXTX_MAP_64),
      callOf(0, FFA_VERSION),
      callOf(0, FFA_RXTX_MAP_64),
      callOf(0, FFA_MSG_SEND2, CONTENT.messageToVm),
    ];
    const folder = mkdtempSync(join(tmpdir(), 'trapline-vms-'));
    try {
      const file = join(folder, 'message.jsonl');
      await writeVerifiedVector(file, setup, { boot: [], moves }, world.contents);
      const { steps, domains } = JSON.parse(readFileSync(file, 'utf8'));
      expect(domains.map(({ domid }: { domid: number }) => domid)).toEqual([1, 2]);
      expect(steps.map(({ vm }: { vm: number }) => vm)).toEqual([1, 1, 0, 0, 0]);
      expect(steps.at(-1).out[0]).toBe('0x84000061');
      expect(steps.at(-1).events).toEqual(['irq dom=2 vcpu=0 irq=8 level=1']);
      expect(steps.at(-1).mem_after[0]).toMatchObject({ vm: 1, gpa: '0x40001000' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
