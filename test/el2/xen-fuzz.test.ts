import { describe, expect, it } from 'vitest';
import * as s from '../../assembly/el2/xen/state.ts';
import { xenSwitches } from '../../assembly/el2/xen/switch-table.ts';
import { firmwareSwitches } from '../../assembly/el3/switch-table.ts';
import { FILL_NONE } from '../../assembly/el3/switches.ts';
import * as ids from '../../assembly/ffa/ids.ts';
import * as layout from '../../assembly/layout.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import type { ScriptedReply } from '../../src/engine/engine.ts';
import { Machine } from '../../src/engine/machine.ts';
import { resolveModel } from '../../src/engine/models.ts';
import type { RegisterFile } from '../../src/engine/record.ts';
import { hvcWord, registers, smcWord } from '../machine/fixture.ts';
import { Random } from '../machine/random.ts';
import { models, pageAddress, partitionList } from './xen-fixture.ts';

const calls = Object.values(ids).filter((value) => value > 0xffff);
/** Calls that come up more often than the others. */
const frequent = [
  ids.FFA_VERSION,
  ids.FFA_RXTX_MAP_64,
  ids.FFA_RX_RELEASE,
  ids.FFA_PARTITION_INFO_GET,
  ids.FFA_MSG_SEND2,
  ids.FFA_MEM_SHARE_64,
  ids.FFA_MEM_RECLAIM,
  ids.FFA_NOTIFICATION_GET,
];
/** Pages that no VM maps as its RX buffer. */
const guarded = [0, 4, 5, 6, 7];
const guards = [0x8000_0000n, 0x8030_0000n, 0x80f0_0000n, 0x80ff_f000n];
const lengths = [0, 16, 20, 48, 64, 80, 96, 112, 4095, 4096, 4097];
const endpoints = [0, 1, 2, 3, 9, 0x8000, 0x8001, 0x8002, 0xffff];
const alive = [layout.OUTCOME_RESUME, layout.OUTCOME_VECTOR];
const outcomes = [...alive, layout.OUTCOME_EL2_FAULT, layout.OUTCOME_EL2_PANIC];

function word(random: Random): bigint {
  const kind = random.below(6);
  if (kind === 0) return random.u64();
  if (kind === 1) return BigInt(random.pick(lengths));
  if (kind === 2) return BigInt(random.pick(endpoints)) | (BigInt(random.pick(endpoints)) << 16n);
  if (kind === 3) return BigInt(random.pick([1, 0x1_0000, 0x1_0001, 0x1_0002, 0x8001_0000]));
  return kind === 4 ? BigInt(random.pick(calls)) : BigInt(random.below(8));
}

/** What the firmware answers: mostly a success, a response or an error that the mediator looks at. */
function reply(random: Random): ScriptedReply {
  const known = [
    0x8400_0060, 0x8400_0061, 0x8400_0061, 0x8400_0061, 0x8400_0070, 0xc400_008e, 0x8400_006b, 0x8400_007a,
  ];
  const x = [
    random.once(8) ? word(random) : BigInt(random.pick(known)),
    ...Array.from({ length: 17 }, () => word(random)),
  ];
  const base = { functionId: undefined, address: undefined, x, keep: random.once(4) ? random.below(1 << 18) : 0 };
  return random.once(4) ? { ...base, rx: random.bytes(random.below(100)) } : base;
}

function replies(random: Random): ScriptedReply[] {
  return Array.from({ length: random.pick([0, 0, 1, 4, 24]) }, () => reply(random));
}

function randomSwitches(rows: SwitchRow[], random: Random, rest: Record<string, number>): Record<string, number> {
  const value = (row: SwitchRow) => {
    if (!random.once(8)) return rest[row.name] ?? row.standard;
    return row.values === undefined ? Number(BigInt.asUintN(32, word(random))) : random.pick(Object.values(row.values));
  };
  return Object.fromEntries(rows.map((row) => [row.name, value(row)]));
}

function randomMachine(random: Random): Machine {
  const model = resolveModel(random.pick(models), []);
  const list = partitionList(
    Array.from({ length: random.below(5) }, (_, n) => ({ id: 0x8001 + n, properties: 0x3ff })),
  );
  return new Machine({
    model: {
      ...model,
      switches: randomSwitches(xenSwitches, random, { ...model.switches, vm_to_vm: random.below(2) }),
    },
    // Firmware that writes x18 to x30 is another test's: here they tell what EL2 does.
    firmware: random.once(2) ? {} : { ...randomSwitches(firmwareSwitches, random, {}), beyond: FILL_NONE },
    replies: random.once(4) ? replies(random) : [list],
    control: { tsc: !random.once(8), smd: random.once(16), hce: !random.once(8) },
    undefinedFill: random.u64(),
  });
}

/** A memory transaction descriptor or a message in a VM's TX buffer, not quite right at times. */
function writeTx(target: Machine, vm: number, random: Random): void {
  const tx = target.xen.memory(vm).subarray(layout.PAGE_SIZE, 2 * layout.PAGE_SIZE);
  const view = new DataView(tx.buffer, tx.byteOffset, tx.length);
  const number = (usual: number) => (random.once(12) ? Number(BigInt.asUintN(32, word(random))) : usual);
  const own = target.xen.vm(vm).domain + 1;
  tx.fill(0);
  const words = (at: number, values: number[]) => {
    for (const [n, value] of values.entries()) view.setUint32(at + n * 4, value, true);
  };
  if (random.once(3)) {
    words(0, [0, 0, number(40), (own << 16) | random.pick(endpoints), number(random.pick(lengths))]);
    return;
  }
  const access = number(48) & 0xfff;
  words(0, [own | (number(0x2f) << 16)]);
  words(24, [number(random.pick([16, 32, 0])), number(1), access]);
  words(Math.min(access, 4088), [number(0x2_8001), number(80)]);
  words(80, [number(3), number(2)]);
  for (let at = 96; at < 160; at += 16) {
    view.setBigUint64(at, random.once(8) ? word(random) : pageAddress(3 + random.below(3)), true);
    view.setUint32(at + 8, number(random.below(3)), true);
  }
}

function randomRegisters(target: Machine, vm: number, random: Random): RegisterFile {
  const id = random.once(3) ? random.pick(calls) : random.pick(frequent);
  const own = BigInt(target.xen.vm(vm).domain + 1);
  const length = BigInt(random.pick(lengths));
  const usual: Record<number, bigint[]> = {
    [ids.FFA_RXTX_MAP_64]: [pageAddress(1), pageAddress(random.pick([2, 2, 3])), 1n],
    [ids.FFA_MEM_SHARE_64]: [length, length, 0n],
    [ids.FFA_PARTITION_INFO_GET]: [0n, 0n, 0n, 0n, BigInt(random.below(2))],
    [ids.FFA_NOTIFICATION_GET]: [own, 0xfn],
  };
  const rest = (random.once(6) ? undefined : usual[id]) ?? [own << 16n, word(random), word(random)];
  // Nothing but page 2 or 3 may become an RX buffer, in either width of the call.
  if (id === ids.FFA_RXTX_MAP || id === ids.FFA_RXTX_MAP_64) rest[1] = pageAddress(random.pick([2, 3, 7, 9]));
  const high = random.once(10) ? random.u64() & 0xffff_ffff_0000_0000n : 0n;
  return registers([BigInt(id) | high, ...rest], random.once(10) ? { pstate: random.u64() & 0xffff_ffffn } : {});
}

/** One trap or call of a VM: returns whether EL2 is still alive after it. */
function enter(target: Machine, random: Random): boolean {
  const vm = random.below(layout.XEN_VM_COUNT);
  target.xen.runVm(0, vm);
  if (random.once(2)) writeTx(target, vm, random);
  const before = randomRegisters(target, vm, random);
  target.writeRegisters(0, before);
  const kind = random.below(8);
  if (kind === 0) return target.xen.call(0) >= 0;
  const outcome =
    kind === 1
      ? target.xen.trap(0, Number(random.u64() & 0xffff_ffffn))
      : target.trap(0, random.once(4) ? hvcWord(random.below(3)) : smcWord(random.once(10) ? 1 : 0));
  expect(outcomes).toContain(outcome);
  const { after } = target.readTrap(0);
  expect(after.x.slice(18)).toEqual(before.x.slice(18));
  expect([after.spEl0, after.spEl1]).toEqual([before.spEl0, before.spEl1]);
  return alive.includes(outcome);
}

/** Something that happens to Xen apart from a trap. */
function operate(target: Machine, random: Random): boolean {
  const vm = random.below(layout.XEN_VM_COUNT);
  const operations = [
    () => target.xen.createVm(vm, random.once(20) ? 0x7ff0 : vm + 1, random.below(5), !random.once(3)),
    () => target.xen.destroyVm(vm),
    () => target.xen.fireTimer(),
    () => target.xen.scheduleReceivers(),
  ];
  random.pick(operations)();
  return target.readTrap(0).cause === layout.CAUSE_NONE;
}

/** What may never be otherwise, whatever was called. */
function checkState(target: Machine): void {
  const { xen } = target;
  expect(xen.vmCount()).toBeLessThanOrEqual(layout.XEN_VM_COUNT);
  expect(xen.interrupts().length).toBeLessThanOrEqual(s.INTERRUPT_CAPACITY);
  for (let vm = 0; vm < layout.XEN_VM_COUNT; vm++) {
    const { shareCount, shareHandles, references, pageReferences } = xen.vm(vm);
    expect(shareHandles.length).toBeLessThanOrEqual(shareCount);
    expect(shareCount).toBeLessThanOrEqual(s.SHARE_CAPACITY);
    expect(references).toBeLessThanOrEqual(2);
    expect(Math.max(...pageReferences)).toBeLessThan(0x8000);
    const memory = xen.memory(vm);
    const dirty = guarded.filter((page) =>
      memory.subarray(page * layout.PAGE_SIZE, (page + 1) * layout.PAGE_SIZE).some((byte) => byte !== 0),
    );
    expect(dirty).toEqual([]);
  }
}

function play(seed: number): number {
  const random = new Random(seed);
  const target = randomMachine(random);
  for (const guard of guards) target.writeMemory(guard, new Uint8Array(4096).fill(0xa5));
  if (random.once(3)) target.boot();
  else target.xen.probe();
  for (let vm = 0; vm < 3; vm++) target.xen.createVm(vm, vm + 1, 1 + vm, true);
  let steps = 0;
  let survived = true;
  while (survived && steps < 60) {
    target.setReplies(replies(random));
    survived = random.once(6) ? operate(target, random) : enter(target, random);
    steps++;
  }
  checkState(target);
  for (const guard of guards) expect(target.readMemory(guard, 4096).every((byte) => byte === 0xa5)).toBe(true);
  return steps;
}

describe('anything at all, to Xen', () => {
  it.each([1, 2, 3, 4])(
    'ends with an outcome, keeps x18 to x30 and writes no memory that is not an RX buffer: round %i',
    (round) => {
      let steps = 0;
      for (let seed = 0; seed < 100; seed++) steps += play(round * 1_000_000 + seed);
      expect(steps).toBeGreaterThan(1500);
    },
  );

  it('is undone by going back to a snapshot', () => {
    const region = (target: Machine) =>
      Buffer.from(target.bytes.slice(layout.XEN_STATE_START, layout.XEN_STATE_START + layout.XEN_KEPT_SIZE));
    for (let seed = 0; seed < 10; seed++) {
      const random = new Random(seed);
      const target = randomMachine(random);
      target.xen.probe();
      for (let vm = 0; vm < layout.XEN_VM_COUNT; vm++) target.xen.createVm(vm, vm + 1, 1, true);
      for (let n = 0; n < 10 && enter(target, random); n++);
      target.snapshot();
      const kept = region(target);
      for (let n = 0; n < 20 && enter(target, random); n++);
      expect(region(target).equals(kept)).toBe(false);
      expect(target.restore()).toBe(true);
      expect(region(target).equals(kept)).toBe(true);
    }
  });
});
