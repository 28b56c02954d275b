/**
 * A find of several VMs as a record for `trapline replay`: a stub is one guest's program. What EL3 said and what became of
 * each VM's registers and memory stands in it, as the models say.
 */
import { writeFileSync } from 'node:fs';
import { FFA_PARTITION_INFO_GET, FFA_RXTX_MAP_64 } from '../../../assembly/ffa/ids.ts';
import * as layout from '../../../assembly/layout.ts';
import { Machine } from '../../engine/machine.ts';
import type { SmcRecord } from '../../engine/record.ts';
import { XEN_VM_BASE } from '../../engine/xen.ts';
import { FileReplayer } from '../../replay/file.ts';
import type { Content } from '../contents.ts';
import { isDead } from '../goal.ts';
import { ownAddress, patternOf, TX_PAGE } from '../places.ts';
import type { SearchMove, SearchReply, SearchSequence } from '../sequence.ts';
import type { SearchSetup } from '../setup.ts';

const SMC = 0xd4000003;
const HVC = 0xd4000002;
const KINDS = { smc: 0, hvc: 1 };
/** Where the records have Xen's RX page; its TX page comes after it. */
const HEAP = 0x10_0000_0000n;
const RX = layout.RAM_START + layout.HYP_RX - layout.RAM_BASE;

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;
const hexBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Addresses of Xen's own pages are the records', wherever the machine has them. */
function argumentsOf({ input }: SmcRecord): string[] {
  const moved = (value: bigint): bigint => {
    if (value === BigInt(layout.HYP_RX)) return HEAP;
    return value === BigInt(layout.HYP_TX) ? HEAP + BigInt(layout.PAGE_SIZE) : value;
  };
  return Number(input[0]! & 0xffffffffn) === FFA_RXTX_MAP_64 ? input.map(moved).map(hex) : input.map(hex);
}

/** Plays a sequence and writes down what happens. */
class Recorder {
  private readonly machine: Machine;
  private readonly setup: SearchSetup;
  private readonly contents: readonly Content[];

  constructor(setup: SearchSetup, contents: readonly Content[]) {
    this.setup = setup;
    this.contents = contents;
    this.machine = new Machine(setup.targets[0]!.machine);
  }

  record({ boot, moves }: SearchSequence): object {
    const { model } = this.setup.targets[0]!.machine;
    const probe = this.during(boot, () => ({ ok: this.machine.xen.probe() }));
    const interrupt = this.machine.xen.scheduleReceiverInterrupt();
    const domains = Array.from({ length: this.setup.vms }, (_, vm) =>
      this.during([], () => {
        const made = { vm, domid: vm + 1, vcpus: 1, aarch64: true };
        return { ...made, init_rc: this.machine.xen.createVm(vm, vm + 1, 1, true) };
      }),
    );
    return {
      id: 'found',
      variant: model.name,
      vm_to_vm: model.switches.vm_to_vm === 1,
      smccc_version: hex(this.setup.targets[0]!.machine.firmware.smccc_version!),
      probe: { ...probe, events: interrupt === undefined ? [] : [`request_irq ${interrupt}`] },
      domains,
      steps: moves.map((move) => this.step(move)),
    };
  }

  /** Does something, with what EL3 was asked meanwhile. */
  private during<Made extends object>(replies: readonly SearchReply[], work: () => Made) {
    const { machine } = this;
    machine.setReplies(
      replies.map((reply) => ({ ...reply, address: undefined, keep: 0, rx: reply.rx ?? new Uint8Array() })),
    );
    const before = machine.bytes.slice(RX, RX + layout.PAGE_SIZE);
    const made = work();
    const after = machine.bytes.slice(RX, RX + layout.PAGE_SIZE);
    const written = Buffer.compare(before, after) !== 0 ? after : undefined;
    return { ...made, smcs: machine.lastSmcs(0).map((smc) => smcData(smc, written)) };
  }

  private step({ call, replies }: SearchMove): object {
    const { machine, setup } = this;
    const registers = [...call.x, ...Array.from({ length: 13 }, (_, n) => patternOf(18 + n))];
    const written = call.content === 0 ? [] : [this.contents[call.content - 1]!.bytes];
    for (const bytes of written) machine.xen.memory(call.vm).set(bytes);
    const memory = this.memories();
    const done = this.during(replies, () => this.trap(call.vm, registers));
    const state = { vm_count: setup.targets[0]!.machine.model.switches.vm_to_vm === 1 ? machine.xen.vmCount() : -1 };
    return {
      op: 'trap',
      vm: call.vm,
      kind: KINDS[setup.conduit],
      imm: 0,
      pc: hex(layout.RAM_BASE + (setup.conduit === 'hvc' ? 4 : 0)),
      regs: registers.map(hex),
      mem: written.map((bytes) => ({ gpa: hex(ownAddress(TX_PAGE)), data: hexBytes(bytes) })),
      ...done,
      mem_after: this.changes(memory),
      events: this.events(),
      ...state,
    };
  }

  private trap(vm: number, x: bigint[]): object {
    const { machine, setup } = this;
    machine.xen.runVm(0, vm);
    const file = machine.readRegisters(0);
    machine.writeRegisters(0, { ...file, x, pc: BigInt(layout.RAM_BASE) });
    const outcome = machine.trap(0, setup.conduit === 'smc' ? SMC : HVC);
    const out = machine.readRegisters(0).x.slice(0, 18).map(hex);
    return isDead(outcome) ? { out, crash: { signal: 11 } } : { out };
  }

  private memories(): Uint8Array[] {
    return Array.from({ length: this.setup.vms }, (_, vm) => this.machine.xen.memory(vm).slice());
  }

  /** Pages of the VMs that Xen has written to. */
  private changes(before: Uint8Array[]): object[] {
    return before.flatMap((memory, vm) => {
      const now = this.machine.xen.memory(vm);
      const pages = Array.from({ length: layout.XEN_VM_PAGES }, (_, page) => page * layout.PAGE_SIZE);
      const end = (at: number) => at + layout.PAGE_SIZE;
      return pages
        .filter((at) => Buffer.compare(memory.subarray(at, end(at)), now.subarray(at, end(at))) !== 0)
        .map((at) => ({ vm, gpa: hex(XEN_VM_BASE + BigInt(at)), data: hexBytes(now.subarray(at, end(at))) }));
    });
  }

  private events(): string[] {
    const { xen } = this.machine;
    const interrupts = xen
      .interrupts()
      .map(({ domain, vcpu, number }) => `irq dom=${domain} vcpu=${vcpu} irq=${number} level=1`);
    return xen.timerWasSet() ? [...interrupts, 'set_timer'] : interrupts;
  }
}

/** The list of partitions is what comes through the RX page. */
function smcData(smc: SmcRecord, rx: Uint8Array | undefined): object {
  const isList = Number(smc.input[0]! & 0xffffffffn) === FFA_PARTITION_INFO_GET;
  return { args: argumentsOf(smc), resp: smc.output.map(hex), ...(isList && rx && { rx: hexBytes(rx) }) };
}

/** Writes the record and replays it. Throws where the replay is not as the record says: that would be a mistake of ours. */
export async function writeVerifiedVector(
  file: string,
  setup: SearchSetup,
  sequence: SearchSequence,
  contents: readonly Content[],
): Promise<void> {
  const record = new Recorder(setup, contents).record(sequence);
  writeFileSync(file, `${JSON.stringify(record)}\n`);
  const { mismatches, differences, error } = await new FileReplayer({ model: undefined, changes: [] }).replay(file);
  const [first] = differences;
  const what = error ?? (first && `step ${first.step}: ${first.field} is ${first.found}, not ${first.expected}`);
  if (mismatches > 0 || error !== undefined) throw new Error(`${file} does not come out as the search says: ${what}`);
}
