import { CHECK_OFF, SWITCH_VM_TO_VM } from '../../../assembly/el2/xen/switches.ts';
import * as layout from '../../../assembly/layout.ts';
import type { XenVm } from '../../engine/xen.ts';
import type { Comparison } from '../difference.ts';
import { blockOf, XEN_TX_INDEX, type XenMachine } from './machine.ts';
import { type MemoryWrite, VM_MEMORY_SIZE, type XenCall, type XenSmc, type XenState, type XenStep } from './record.ts';

/** The function ids whose x0 the vectors do not have from the real code: PSCI, call counts and UIDs. */
const PSCI_NUMBER_LAST = 0x1f;
const STANDARD_OWNER = 0x04;
const LEGACY_LAST = 0x0100ffff;
const UNKNOWN_X0 = new Set([0x8400ff00, 0x8400ff01, 0x8600ff01]);

/** ESR_EL1 of an instruction that is UNDEFINED, and the vector that Xen takes. */
const ESR_UNDEFINED = 0x2000000;
const VECTOR = 0x200n;

/** Every SMC that Xen issued: how many, what went in, what came out, and Xen's TX page where the record has it. */
export function compareSmcs(
  comparison: Comparison,
  prefix: string,
  expected: XenSmc[],
  machine: XenMachine,
  vcpu: number,
): void {
  const count = machine.word(blockOf(vcpu) + layout.TRAP_SMC_COUNT);
  comparison.check(`${prefix}smcs`, expected.length, count);
  comparison.check(`${prefix}unused responses`, Math.max(expected.length - count, 0), machine.unusedResponses());
  for (let index = 0; index < Math.min(expected.length, count, layout.SMC_LOG_CAPACITY); index++) {
    const { args, resp, tx } = expected[index]!;
    const entry = layout.SMC_LOG_START + index * layout.SMC_LOG_STRIDE;
    comparison.checkRegisters(`${prefix}smcs[${index}].args.`, args, machine.words, (entry + layout.SMC_IN) / 4);
    comparison.checkRegisters(`${prefix}smcs[${index}].resp.`, resp, machine.words, (entry + layout.SMC_OUT) / 4);
    if (tx !== undefined) comparison.checkBytes(`${prefix}smcs[${index}].tx`, tx, machine.bytes, XEN_TX_INDEX);
  }
}

/** The VM's registers after a step, and which of them changed. */
export function compareRegisters(comparison: Comparison, step: XenCall, machine: XenMachine, vcpu: number): void {
  const at = (blockOf(vcpu) + layout.REG_X) / 4;
  const unknown = step.op === 'trap' && hasUnknownX0(step);
  const first = unknown ? 2 : 0;
  comparison.checkRegisters('', withoutUnknown(step, machine, at, unknown), machine.words, at);
  const changed = (n: number) => n * 2 >= first && differs(machine.words, at, step.regs, n);
  const found = Array.from({ length: 18 }, (_, n) => n).filter(changed);
  const written = (step.written ?? found).filter((n) => n * 2 >= first);
  comparison.check('written', written.join(' '), found.join(' '));
  const kept = Array.from({ length: 13 }, (_, n) => 18 + n).every((n) => !differs(machine.words, at, step.regs, n));
  comparison.check('x18_30_preserved', step.x18_30_preserved ?? true, kept);
}

function differs(words: Uint32Array, at: number, registers: Uint32Array, n: number): boolean {
  return words[at + n * 2] !== registers[n * 2] || words[at + n * 2 + 1] !== registers[n * 2 + 1];
}

/** The expected registers; an unknown x0 is whatever was found. */
function withoutUnknown({ out }: XenCall, machine: XenMachine, at: number, unknown: boolean): Uint32Array {
  if (!unknown) return out;
  const registers = out.slice();
  registers.set(machine.words.subarray(at, at + 2));
  return registers;
}

/** An instruction that is UNDEFINED or another hypercall leaves x0 as it is, whatever it holds. */
function hasUnknownX0({ regs, events }: XenCall): boolean {
  if (events?.some((event) => event === 'undef' || event === 'xen_hypercall') === true) return false;
  const id = regs[0]!;
  const psci = ((id >>> 24) & 0x3f) === STANDARD_OWNER && (id & 0xffff) <= PSCI_NUMBER_LAST;
  return UNKNOWN_X0.has(id) || psci || id <= LEGACY_LAST;
}

/** Where the VM goes on after a trap: behind the instruction, or in its vector for UNDEFINED instructions. */
export function comparePc(
  comparison: Comparison,
  step: XenCall,
  machine: XenMachine,
  vcpu: number,
  aarch64: boolean,
): void {
  const block = blockOf(vcpu);
  const read = (offset: number) => machine.doubleWord(block + offset);
  const injected = step.events?.includes('undef') === true && aarch64;
  if (step.pc_out !== undefined) {
    comparison.checkHex('pc_out', step.pc_out, read(injected ? layout.SYS_ELR_EL1 : layout.REG_PC));
  }
  if (!injected) return;
  comparison.checkHex('pc', read(layout.SYS_VBAR_EL1) + VECTOR, read(layout.REG_PC));
  comparison.checkHex('esr_el1', BigInt(ESR_UNDEFINED), read(layout.SYS_ESR_EL1));
  comparison.checkHex('spsr_el1', read(layout.TRAP_SPSR), read(layout.SYS_SPSR_EL1));
}

const dispositionEvents = new Map<number, string>([
  [layout.DISPOSITION_UNDEFINED, 'undef'],
  [layout.DISPOSITION_HYPERCALL, 'xen_hypercall'],
]);

/**
 * What Xen called on the way. Of its surroundings the records name more than the machine knows: `vpsci01 FID` and
 * `vpsci02 FID` for the PSCI handlers, `platform_smc` and `sci` for those of the SiP's calls.
 */
export function compareEvents(
  comparison: Comparison,
  { op, events }: Pick<XenStep, 'op' | 'events'>,
  machine: XenMachine,
  vcpu: number,
): void {
  const interrupts = machine.xen
    .interrupts()
    .map(({ domain, vcpu: target, number }) => `irq dom=${domain} vcpu=${target} irq=${number} level=1`);
  const timer = machine.xen.timerWasSet() ? ['set_timer'] : [];
  const trapped = op === 'trap' ? trapEvents(machine, vcpu) : [];
  const known = (events ?? []).filter((event) => !/^(?:vpsci0[12] |platform_smc$|sci$)/.test(event));
  comparison.check('events', known.join(', '), [...interrupts, ...timer, ...trapped].join(', '));
}

function trapEvents(machine: XenMachine, vcpu: number): string[] {
  const event = dispositionEvents.get(machine.word(blockOf(vcpu) + layout.TRAP_DISPOSITION));
  return event === undefined ? [] : [event];
}

/** What the mediator keeps for a VM. */
export function compareState(comparison: Comparison, expected: XenState, found: XenVm): void {
  const prefix = 'state.';
  comparison.checkHex(`${prefix}guest_vers`, expected.guest_vers, found.version);
  if (expected.negotiated !== null) comparison.check(`${prefix}negotiated`, expected.negotiated, found.negotiated);
  if (expected.guest_vers_tmp !== undefined) {
    comparison.checkHex(`${prefix}guest_vers_tmp`, expected.guest_vers_tmp, found.versionRequested);
  }
  comparison.check(`${prefix}list_pos`, expected.list_pos, found.position);
  comparison.check(`${prefix}page_count`, expected.page_count, found.pageCount);
  comparison.check(`${prefix}rx_mapped`, expected.rx_mapped, found.rxMapped);
  comparison.check(`${prefix}tx_mapped`, expected.tx_mapped, found.txMapped);
  comparison.check(`${prefix}rx_is_free`, expected.rx_is_free, found.rxFree);
  comparison.check(`${prefix}shm_count`, expected.shm_count, found.shareCount);
  comparison.check(`${prefix}is_64bit`, expected.is_64bit, found.listed64Bit);
  comparison.check(`${prefix}secure_pending`, expected.secure_pending, Number(found.securePending));
  comparison.check(`${prefix}vm_pending`, expected.vm_pending, Number(found.vmPending));
  comparison.check(`${prefix}buff_full_pending`, expected.buff_full_pending, Number(found.rxFullPending));
  comparison.check(`${prefix}dom_refs`, expected.dom_refs, found.references);
  comparison.check(`${prefix}page_refs`, expected.page_refs.join(' '), found.pageReferences.join(' '));
  // The records do not name the handles of what is shared: they have the list empty whatever the count.
  if (expected.shm_handles.length === 0 && expected.shm_count > 0) return;
  const handles = (values: bigint[]) => values.map((value) => `0x${value.toString(16)}`).join(' ');
  comparison.check(`${prefix}shm_handles`, handles(expected.shm_handles), handles(found.shareHandles));
}

/** VMs in the list of partitions; without VM-to-VM there is no list. */
export function compareVmCount(comparison: Comparison, expected: number, machine: XenMachine): void {
  const listsVms = machine.word(layout.XEN_SWITCH_START + SWITCH_VM_TO_VM) !== CHECK_OFF;
  comparison.check('vm_count', expected, listsVms ? machine.xen.vmCount() : -1);
}

export function compareVersions(comparison: Comparison, step: XenStep, machine: XenMachine): void {
  for (const [vm, version] of step.all_versions ?? []) {
    comparison.checkHex(`all_versions.${vm}`, version, machine.xen.vm(vm).version);
  }
}

/** The memory of the VMs, as a sequence of steps changes it. */
export class MemoryExpectation {
  private readonly images = new Map<number, Uint8Array>();

  /** Empty memory for each VM. */
  reset(vms: number[]): void {
    this.images.clear();
    for (const vm of vms) this.images.set(vm, new Uint8Array(VM_MEMORY_SIZE));
  }

  write(vm: number, memory: MemoryWrite[] | undefined): void {
    for (const { gpa, data } of memory ?? []) this.images.get(vm)!.set(data, gpa);
  }

  compare(comparison: Comparison, machine: XenMachine): void {
    for (const [vm, image] of this.images) {
      const found = machine.xen.memory(vm);
      if (Buffer.compare(image, found) !== 0) comparison.checkBytes(`memory of VM ${vm}`, image, found, 0);
    }
  }
}
