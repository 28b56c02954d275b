/** The report of a run for programs. */
import { decodeCall, decodeReply } from '../abi/describe.ts';
import type { Version } from '../abi/row.ts';
import type { ExpectationResult } from '../check/expect.ts';
import type { Finding, SameValueWrite } from '../check/finding.ts';
import { hex } from '../engine/hex.ts';
import type { ModelState, PartitionCall, RegisterFile, SmcRecord, StopReason, TrapRecord } from '../engine/record.ts';
import { exceptionClass, exceptionClassName } from './exception.ts';
import { registerRows } from './registers.ts';
import { findingsOf, isDeclared, labelOf, type RunReport, sourceOf, summarize } from './report.ts';

/** Grows by one where a key changes its meaning or goes; new keys leave it as it is. */
export const JSON_VERSION = 1;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const number = (value: bigint): string => `0x${hex(value)}`;
const vector = (value: bigint): string => `0x${hex(value, 32)}`;
const variables = (state: ModelState): Json =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, number(value)]));

function registerFile(file: RegisterFile): Json {
  return {
    x: file.x.map(number),
    sp_el0: number(file.spEl0),
    sp_el1: number(file.spEl1),
    pc: number(file.pc),
    pstate: number(file.pstate),
    v: file.v.map(vector),
    fpsr: number(file.fpsr),
    fpcr: number(file.fpcr),
  };
}

function place(report: RunReport, address: bigint): { [key: string]: Json } {
  const line = sourceOf(report.image, address);
  return {
    address: number(address),
    file: line?.file ?? null,
    line: line?.line ?? null,
    column: line?.column ?? null,
    text: line?.text ?? null,
    label: labelOf(report.image, address) ?? null,
  };
}

function call(x: bigint[], conduit: 'smc' | 'hvc', version: Version): Json {
  const { id, name, arguments: args, convention, owner, remarks, row } = decodeCall(x, conduit, version);
  return {
    function: `0x${hex(BigInt(id.word), 8)}`,
    name,
    arguments: args,
    convention,
    owner,
    fast: id.fast,
    remarks,
    clause: row?.clause ?? null,
  };
}

function reply(x: bigint[], callX: bigint[]): Json {
  const { name, arguments: args, status, text } = decodeReply(x, callX);
  return { name, arguments: args, status: status ?? null, text };
}

const bits = (mask: number): Json => Array.from({ length: 18 }, (_, n) => n).filter((n) => (mask >>> n) & 1);

function smc(record: SmcRecord, version: Version): Json {
  return {
    call: call(record.input, 'smc', version),
    reply: reply(record.output, record.input),
    input: record.input.map(number),
    output: record.output.map(number),
    undefined_input: bits(record.undefinedInput),
    undefined_output: bits(record.undefinedOutput),
    registers: record.registers,
    forwarded: record.forwarded,
    scripted_reply: record.reply ?? null,
    kept: bits(record.origins?.kept ?? 0),
    from_partition: bits(record.origins?.partition ?? 0),
    stale: bits(record.origins?.stale ?? 0),
  };
}

function partitionCall(record: PartitionCall, report: RunReport): Json {
  const { version } = report;
  return {
    index: record.index,
    partition: record.partition,
    ...(record.address === undefined ? {} : place(report, record.address)),
    instructions: record.instructions ?? null,
    call: record.stop ? null : call(record.before, 'smc', version),
    stop: record.stop ? stop(report, record.stop) : null,
    reply: record.after ? reply(record.after, record.before) : null,
    before: record.before.map(number),
    after: record.after?.map(number) ?? null,
    step: record.step ?? null,
    state: record.state,
  };
}

function exception({ exception: record }: TrapRecord): Json {
  return {
    source_el: record.sourceEl,
    target_el: record.targetEl,
    class: exceptionClass(record.esr),
    class_name: exceptionClassName(record.esr),
    esr: number(record.esr),
    elr: number(record.elr),
    spsr: number(record.spsr),
    vector: number(record.vector),
    pstate: number(record.pstate),
    return_address: number(record.returnAddress),
  };
}

function registers(report: RunReport, trap: TrapRecord): Json {
  return registerRows(trap, findingsOf(report, trap), report.version).map((row) => {
    const value = row.register.startsWith('v') ? vector : number;
    return {
      register: row.register,
      before: value(row.before),
      after: value(row.after),
      changed: value(row.changed),
      role: row.role,
      writer: row.writer ?? null,
      reply_register: row.source ?? null,
      rule: row.rule ?? null,
    };
  });
}

function trapObject(report: RunReport, trap: TrapRecord): Json {
  return {
    index: trap.index,
    ...place(report, trap.address),
    instruction: `0x${hex(BigInt(trap.instruction), 8)}`,
    conduit: trap.conduit,
    vm: trap.vm ?? null,
    immediate: trap.immediate,
    call: call(trap.before.x, trap.conduit, report.version),
    reply: reply(trap.after.x, trap.before.x),
    disposition: trap.disposition,
    exception: exception(trap),
    registers: registers(report, trap),
    before: registerFile(trap.before),
    after: registerFile(trap.after),
    smcs: trap.smcs.map((record) => smc(record, report.version)),
    smc_count: trap.smcCount,
    partition_calls: (trap.partitionCalls ?? []).map((record) => partitionCall(record, report)),
    warnings: trap.warnings,
    state: variables(trap.state),
    instructions_before: trap.instructionsBefore,
  };
}

function finding(report: RunReport, found: Finding): Json {
  return {
    profile: found.profile,
    rule: found.rule,
    clause: found.clause,
    demands: found.demands,
    trap: found.trap,
    partition: found.partition ? { id: found.partition.id, call: found.partition.call } : null,
    verdict: found.verdict,
    problem: found.problem ?? null,
    fault: found.fault,
    ffa_version: found.versions.definitions,
    agreed_version: found.versions.agreed === undefined ? null : number(BigInt(found.versions.agreed)),
    seed: found.seed === undefined ? null : number(found.seed),
    declared: isDeclared(report, found),
    registers: found.registers.map((change) => {
      const value = change.register.startsWith('v') ? vector : number;
      return {
        register: change.register,
        before: value(change.before),
        after: value(change.after),
        changed: value(change.changed),
        writer: change.writer ?? null,
        reply_register: change.source ?? null,
      };
    }),
    dispute: found.dispute
      ? {
          id: found.dispute.id,
          question: found.dispute.question,
          sides: found.dispute.sides.map(({ who, says, clause }) => ({ who, says, clause })),
          references: found.dispute.references,
        }
      : null,
  };
}

function sameValue({ rule, trap, register, value, writer, source }: SameValueWrite): Json {
  return { rule, trap, register, value: number(value), writer, reply_register: source ?? null };
}

function expectation({ position, text, status, checked, differences, detail }: ExpectationResult): Json {
  const value = (content: bigint | string, width: number | undefined): string =>
    typeof content === 'string' ? content : (width ?? 64) > 64 ? vector(content) : number(content);
  return {
    file: position?.file ?? null,
    line: position?.line ?? null,
    text,
    status,
    checked,
    detail: detail ?? null,
    differences: differences.map((difference) => ({
      condition: difference.condition,
      where: difference.where,
      what: difference.what,
      comparison: difference.comparison,
      expected: value(difference.expected, difference.width),
      found: value(difference.found, difference.width),
      changed: difference.changed === undefined ? null : value(difference.changed, difference.width),
    })),
  };
}

function stop(report: RunReport, { kind, pc, detail, immediate, fault }: StopReason): Json {
  const access = fault && { address: number(fault.address), access: fault.access, width: fault.width };
  return { kind, ...place(report, pc), detail, immediate: immediate ?? null, fault: access ?? null };
}

/**
 * Everything that is known of a run, ready for JSON.stringify. Keys are in snake case and every key is always there,
 * `null` where it has nothing to say. Register values, addresses and state variables are strings, `0x` and 16 hex digits
 * (32 for vector registers), function ids and instruction words `0x` and 8; all other numbers are numbers.
 *
 * | key | what it holds |
 * | --- | --- |
 * | version | version of this schema, a number |
 * | stub, title, asks, notes | the stub and what it says of itself |
 * | model, firmware, engine, profile, ffa_version, seed | what it ran on, and by which rules it was judged |
 * | boot | `result` (0 or a negative errno), `smcs`, `partition_calls`, `state` |
 * | traps[] | in order: `index`; `address`, `file`, `line`, `column`, `text`, `label` of the instruction; `instruction`, |
 * | | `conduit`, `immediate`; `vm`, the domain, null where there is one; `call` and `reply` by name; `disposition`; `exception`; `registers`; `before` and `after`, |
 * | | whole register files; `smcs` that reached EL3 and `smc_count`; `partition_calls` that were made or returned; |
 * | | `warnings`; `state`; `instructions_before` |
 * | traps[].registers[] | `register`, `before`, `after`, `changed` (bits); `role`: result, free, preserved, changed, |
 * | | violation, disputed or undefined; `writer`: caller, el2, el3, partition, stale, undefined or null; |
 * | | `reply_register`; `rule` |
 * | smcs[] | `call`, `reply`, `input` and `output` x0 … x17, `undefined_input` and `undefined_output` (register numbers), |
 * | | `registers` passed, `forwarded`, `scripted_reply` (index); registers that EL3 `kept` as passed, that came |
 * | | `from_partition`, and `stale` ones that the secure side kept of an earlier call (register numbers) |
 * | partition_calls[] | a secure partition's SMC: `index`, `partition`, `call`, `reply`, `before` and `after` x0 … x17 (null |
 * | | where it has not returned), `step` of its script, `state` that it left the partition in; of a program x0 … x30, |
 * | | where the SMC stands as for traps, `instructions` that programs had executed, `stop` where it is no call but |
 * | | the reason for which the program does not go on (`call` is null then) |
 * | arrivals[] | the guest at a watched address: where, `traps` so far, `registers`, `state` |
 * | findings[] | `profile`, `rule`, `clause`, `demands`, `trap`, `partition` (whose `call`, or null for the guest), `verdict`, |
 * | | `problem`, `fault` (who must change: caller, el2 or el3), `ffa_version` of the definitions, `agreed_version` of |
 * | | caller and callee, `seed` where only the second run shows it, `declared` by the stub, `registers`, `dispute` |
 * | outcomes[] | every rule for every trap: pass, violation, disputed, undefined or not-applicable |
 * | confirmation | the second run: its `seed`, `traps` that both took alike, whether they `diverged`; null without one |
 * | same_value[] | protected registers that somebody wrote with the value that they had |
 * | expectations[] | `file`, `line`, `text`, `status`: pass, red, fail, not-reached or skipped; `checked`, `detail`, `differences` |
 * | stop | why the guest stopped: `kind`, where, `detail`, `immediate`, `fault` |
 * | final, instructions | register file at the end, guest instructions executed |
 * | partition_instructions | those of secure partitions that are programs, besides; null where there are none |
 * | summary | counts of `traps`, `smcs`, `findings` by verdict, `declared` findings, `expectations` |
 */
export function jsonReport(report: RunReport): { [key: string]: Json } {
  const { run, check } = report;
  const summary = summarize(report);
  return {
    version: JSON_VERSION,
    stub: report.stub,
    title: report.title ?? null,
    asks: report.asks,
    notes: report.notes,
    model: report.model,
    firmware: report.firmware,
    engine: run.engine,
    profile: report.profile,
    ffa_version: report.version,
    seed: number(report.seed),
    boot: {
      result: run.boot.result,
      smcs: run.boot.smcs.map((record) => smc(record, report.version)),
      partition_calls: (run.boot.partitionCalls ?? []).map((record) => partitionCall(record, report)),
      state: variables(run.boot.state),
    },
    traps: run.traps.map((trap) => trapObject(report, trap)),
    arrivals: run.arrivals.map((arrival) => ({
      ...place(report, arrival.address),
      traps: arrival.traps,
      registers: registerFile(arrival.registers),
      state: variables(arrival.state),
    })),
    findings: check.findings.map((found) => finding(report, found)),
    outcomes: check.outcomes.map(({ rule, trap, outcome }) => ({ rule, trap, outcome })),
    confirmation: check.confirmation ? { ...check.confirmation, seed: number(check.confirmation.seed) } : null,
    same_value: check.sameValue.map(sameValue),
    expectations: report.expectations.map(expectation),
    stop: stop(report, run.stop),
    final: registerFile(run.final),
    instructions: run.instructions,
    partition_instructions: run.partitionInstructions ?? null,
    summary: { ...summary, findings: { ...summary.findings }, expectations: { ...summary.expectations } },
  };
}

/** Reports of several runs as one JSON text: an array, in order, with a newline at its end. */
export function renderJson(reports: RunReport[]): string {
  return `${JSON.stringify(reports.map(jsonReport), null, 2)}\n`;
}
