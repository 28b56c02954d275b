import * as layout from '../../assembly/layout.ts';
import type { MachineOptions, ScriptedReply } from '../engine/engine.ts';
import { Machine } from '../engine/machine.ts';
import { resolveFirmware, resolveModel, type Setting } from '../engine/models.ts';
import { compareMemory, compareRegisters, compareSmcs, compareState, PageExpectation } from './compare.ts';
import { Comparison, type Difference } from './difference.ts';
import type { VectorFirmware, VectorMemory, VectorRecord, VectorResponse, VectorResult, VectorStep } from './record.ts';

/** The vectors' memory: 1 MiB from the start of RAM. */
const vectorPages = 256;
/** Where the SMC of every step stands. */
const smcAddress = BigInt(layout.RAM_BASE) + 0x1000n;
const smcWord = 0xd4000003;

/**
 * Plays one sequence on a fresh machine and returns every difference, none where the model does what the real code did.
 * `changes` are switches on top of the record's own model.
 */
export function replayPkvm(record: VectorRecord, changes: Setting[] = []): Difference[] {
  const machine = new Machine(machineOptions(record, changes));
  const pages = prepareMemory(machine, record);
  const [init, ...results] = record.result;
  const differences = replayInit(machine, record);
  if (init.ret !== 0) return differences;
  for (const [index, result] of results.entries()) {
    const comparison = new Comparison(record.variant, record.id, index);
    replayStep(machine, record.steps[index]!, result, pages, comparison);
    differences.push(...comparison.differences);
  }
  return differences;
}

function machineOptions(record: VectorRecord, changes: Setting[]): MachineOptions {
  return {
    model: resolveModel(record.variant, [...surroundings(record.hhs), ...changes]),
    firmware: resolveFirmware(firmwareSettings(record.spmc, record.smccc_version)),
    replies: (record.init_responses ?? []).map(scriptedReply),
    control: { tsc: true, smd: false, hce: true },
    undefinedFill: 0n,
  };
}

/** What handle_host_smc checks before it asks the handlers. */
function surroundings(kind: VectorRecord['hhs']): Setting[] {
  const value = kind === 'newest' ? 'refused' : 'ignored';
  return [
    { name: 'smc_immediate', value },
    { name: 'upper_bits', value },
  ];
}

function firmwareSettings(spmc: VectorFirmware, smcccVersion: string | undefined): Setting[] {
  return [
    { name: 'version', value: spmc.version },
    { name: 'min', value: spmc.min },
    { name: 'neg1', value: spmc.neg32 ? '32' : '64' },
    { name: 'feat', value: String(spmc.feat) },
    { name: 'id', value: String(spmc.id ?? 0) },
    { name: 'features_ok', value: spmc.features_ok === false ? 'no' : 'yes' },
    { name: 'direct', value: 'success' },
    { name: 'unnamed', value: 'zero' },
    { name: 'other', value: 'success' },
    { name: 'smccc_version', value: smcccVersion ?? '1.2' },
  ];
}

function scriptedReply(response: VectorResponse): ScriptedReply {
  const reply: ScriptedReply = { functionId: undefined, address: undefined, x: response.r.map(BigInt), keep: 0 };
  return response.rx === undefined ? reply : { ...reply, rx: Buffer.from(response.rx, 'hex') };
}

/** RAM beyond the vectors' memory belongs to nobody. */
function prepareMemory(machine: Machine, record: VectorRecord): PageExpectation {
  for (let page = vectorPages; page < layout.PAGE_STATE_SIZE; page++) {
    machine.setPageState(BigInt(layout.RAM_BASE + page * layout.PAGE_SIZE), layout.PAGE_NOT_HOST);
  }
  for (const address of record.not_host ?? []) machine.setPageState(BigInt(address), layout.PAGE_NOT_HOST);
  writeAll(machine, record.mem);
  return new PageExpectation(vectorPages, record.not_host ?? []);
}

function writeAll(machine: Machine, memory: VectorMemory[] | undefined): void {
  for (const { pa, hex } of memory ?? []) machine.writeMemory(BigInt(pa), Buffer.from(hex, 'hex'));
}

function replayInit(machine: Machine, record: VectorRecord): Difference[] {
  const comparison = new Comparison(record.variant, record.id, 'init');
  const expected = record.result[0];
  const boot = machine.boot();
  comparison.check('ret', BigInt(expected.ret), BigInt(boot.result));
  compareSmcs(comparison, expected.smcs, boot.smcs, boot.smcs.length);
  compareState(comparison, expected.st, boot.state);
  return comparison.differences;
}

function replayStep(
  machine: Machine,
  step: VectorStep,
  expected: VectorResult,
  pages: PageExpectation,
  comparison: Comparison,
): void {
  writeAll(machine, step.mem);
  machine.setReplies((step.responses ?? []).map(scriptedReply));
  const before = machine.readRegisters(0);
  machine.writeRegisters(0, { ...before, x: step.regs.map(BigInt), pc: smcAddress });
  const outcome = machine.trap(0, smcWord + (step.imm ?? 0) * 32);
  const trap = machine.readTrap(0);
  compareSmcs(comparison, expected.smcs, trap.smcs, trap.smcCount);
  const faulted = expected.kind === 'el2_fault';
  comparison.check('outcome', faulted ? layout.OUTCOME_EL2_FAULT : layout.OUTCOME_RESUME, outcome);
  if (faulted) return;
  comparison.check('kind', expected.kind, kindOf(trap.disposition));
  compareRegisters(comparison, expected, trap);
  compareState(comparison, expected.st!, trap.state);
  compareMemory(comparison, expected, machine);
  comparison.check('unused responses', expected.unused_responses ?? 0, machine.unusedReplies());
  pages.apply(expected.pages ?? {});
  pages.compare(comparison, machine);
}

/** The vectors know no difference between a call that a handler answered and one that policy refused. */
function kindOf(disposition: string): string {
  if (disposition === 'refused') return 'handled';
  return disposition === 'not-supported' ? 'smccc_not_supported' : disposition;
}
