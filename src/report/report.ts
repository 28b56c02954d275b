/** What every form of report is made from, and the questions that all of them ask. */

import { decodeCall } from '../abi/describe.ts';
import type { Version } from '../abi/row.ts';
import type { ExpectationResult, ExpectationStatus } from '../check/expect.ts';
import type { CheckResult, Finding } from '../check/finding.ts';
import { hex } from '../engine/hex.ts';
import type { PartitionCall, RunRecord, TrapRecord } from '../engine/record.ts';
import type { Image, SourceLine } from '../guest/image.ts';

/** One stub on one model. */
export interface RunReport {
  /** Path of the stub as the user gave it. */
  stub: string;
  title: string | undefined;
  /** The stub's question and its closing remarks. */
  asks: string;
  notes: string[];
  /** Model with its changes: `pkvm/series-v8+run_path=handled`. */
  model: string;
  firmware: string;
  profile: string;
  /** FF-A version that results were read in. */
  version: Version;
  seed: bigint;
  image: Image;
  run: RunRecord;
  check: CheckResult;
  /** The findings, or the registers of them, that no `expect finding` line of the stub declares. */
  undeclared: Finding[];
  expectations: ExpectationResult[];
}

/** Where an instruction stands in the user's text, or undefined for binaries without it. */
export function sourceOf(image: Image, address: bigint): SourceLine | undefined {
  return image.lines.get(address);
}

/** `file:line` where the text is known, else the address. */
export function placeOf(image: Image, address: bigint): string {
  const line = sourceOf(image, address);
  return line ? `${line.file}:${line.line}` : hex(address);
}

/** The label that stands exactly at an address, or undefined. Of several, the first that the program defines. */
export function labelOf(image: Image, address: bigint): string | undefined {
  for (const [name, value] of image.symbols) if (value === address && /^[A-Za-z_]/.test(name)) return name;
  return undefined;
}

/** `request: smc #0`, as the user would write it. */
export function instructionOf(image: Image, trap: TrapRecord): string {
  const label = labelOf(image, trap.address);
  return `${label ? `${label}: ` : ''}${trap.conduit} #${trap.immediate}`;
}

/** `FFA_FEATURES(FFA_MEM_SHARE_64) (SMC32)`, with what is odd about x0 after a comma. */
export function callOf(trap: TrapRecord, version: Version): string {
  const call = decodeCall(trap.before.x, trap.conduit, version);
  const args = call.arguments ? `(${call.arguments})` : '';
  return [`${call.name}${args} (${call.convention})`, ...call.remarks].join(', ');
}

/** Findings in the registers of the guest that took the trap. */
export function findingsOf(report: RunReport, trap: TrapRecord): Finding[] {
  return report.check.findings.filter((finding) => finding.trap === trap.index && !finding.partition);
}

/** Findings in the registers of a secure partition whose call returned in the trap. */
export function partitionFindings(report: RunReport, trap: TrapRecord, call: number): Finding[] {
  return report.check.findings.filter(({ trap: index, partition }) => index === trap.index && partition?.call === call);
}

/** The call of a partition with this index, as a trap of the guest has it. */
export function callOfPartition(report: RunReport, trap: number, index: number): PartitionCall | undefined {
  return report.run.traps[trap]?.partitionCalls?.find((call) => call.index === index);
}

/** Whether the stub declares all registers of the finding as known. */
export function isDeclared(report: RunReport, { trap, rule, registers, partition }: Finding): boolean {
  const open = report.undeclared.filter(
    (finding) => finding.trap === trap && finding.rule === rule && finding.partition?.call === partition?.call,
  );
  const names = new Set(open.flatMap((finding) => finding.registers.map(({ register }) => register)));
  return registers.every(({ register }) => !names.has(register));
}

export interface Summary {
  traps: number;
  /** SMCs that reached EL3, boot included. */
  smcs: number;
  findings: { violation: number; disputed: number; undefined: number };
  /** Findings that the stub declares as known. */
  declared: number;
  /** `red` ones fail as the stub says; `not-reached` counts as failed. */
  expectations: { passed: number; red: number; failed: number; skipped: number };
}

/** The counts that end a report. */
export function summarize(report: RunReport): Summary {
  const { run, check, expectations } = report;
  const findings = { violation: 0, disputed: 0, undefined: 0 };
  for (const { verdict } of check.findings) findings[verdict] += 1;
  const number = (status: ExpectationStatus) => expectations.filter((each) => each.status === status).length;
  return {
    traps: run.traps.length,
    smcs: run.traps.reduce((sum, trap) => sum + trap.smcCount, run.boot.smcs.length),
    findings,
    declared: check.findings.filter((finding) => isDeclared(report, finding)).length,
    expectations: {
      passed: number('pass'),
      red: number('red'),
      failed: number('fail') + number('not-reached'),
      skipped: number('skipped'),
    },
  };
}
