/** One trap, as lines of text. */
import { describeReply } from '../abi/describe.ts';
import type { Finding } from '../check/finding.ts';
import { hex } from '../engine/hex.ts';
import type { Disposition, ModelState, TrapRecord } from '../engine/record.ts';
import { exceptionClass, exceptionClassName, pstateText, route } from './exception.ts';
import { count, createPaint, flow } from './format.ts';
import { partitionLines } from './partition-text.ts';
import { painter, registerLines, type TextOptions } from './register-text.ts';
import { registerRows } from './registers.ts';
import { callOf, findingsOf, instructionOf, isDeclared, partitionFindings, placeOf, type RunReport } from './report.ts';
import { smcLines } from './smc-text.ts';
import { ranges } from './words.ts';

const dispositions: Record<Disposition, string> = {
  none: 'no call was taken',
  handled: 'EL2 handled the call',
  refused: 'EL2 refused the call',
  forwarded: 'EL2 forwarded the call to EL3',
  'not-supported': 'EL2 answered for itself',
  psci: 'EL2’s PSCI relay answered',
  untrapped: 'the call went to EL3 without passing EL2',
  undefined: 'the instruction is UNDEFINED here',
  hypercall: 'EL2 took a hypercall of its own',
  started: 'the host starts the hypervisor',
};

/** What became of the call, in words. */
export function dispositionText(disposition: Disposition): string {
  return dispositions[disposition];
}

function heading(report: RunReport, trap: TrapRecord, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const parts = [
    `${paint.bold(placeOf(report.image, trap.address))}:  ${instructionOf(report.image, trap)}`,
    paint.bold(paint.cyan(callOf(trap, report.version))),
    report.model,
    ...(trap.vm === undefined ? [] : [`domain ${trap.vm}`]),
  ];
  return flow(parts, options.width);
}

function exceptionLines({ exception }: TrapRecord, options: TextOptions): string[] {
  const { esr, elr, spsr, vector, returnAddress } = exception;
  const code = exceptionClass(esr).toString(16).padStart(2, '0');
  const parts = [
    `${route(exception)}  EC 0x${code} ${exceptionClassName(esr)}`,
    `ESR ${hex(esr)}`,
    `ELR ${hex(elr)}`,
    `SPSR ${hex(spsr)} ${pstateText(spsr)}`,
    `vector ${hex(vector)}`,
    `return to ${hex(returnAddress)}`,
  ];
  return flow(parts, options.width, 2, 0);
}

/** What EL2 did and what the caller got. */
function outcomeLine(trap: TrapRecord, options: TextOptions): string[] {
  const paint = createPaint(options.color);
  const answered = !['undefined', 'hypercall', 'none'].includes(trap.disposition);
  const reply = answered ? ` → ${paint.bold(describeReply(trap.after.x, trap.before.x))}` : '';
  const warnings =
    trap.warnings > 0 ? paint.red(`${count(trap.warnings, 'WARN_ON')}: a panic on a real nVHE hypervisor`) : '';
  return flow([`${dispositionText(trap.disposition)}${reply}`, warnings], options.width, 2);
}

/** The proxy's own variables that this trap changed. */
function stateLines(before: ModelState, after: ModelState, options: TextOptions): string[] {
  const changes = Object.entries(after)
    .filter(([name, value]) => before[name] !== undefined && before[name] !== value)
    .map(([name, value]) => `${name} 0x${before[name]?.toString(16)} → 0x${value.toString(16)}`);
  return changes.length > 0 ? flow([`state  ${changes[0]}`, ...changes.slice(1)], options.width, 2) : [];
}

/** `! x8–x17 not preserved   smc32-x8-x17 (smccc-1.2)   DEN0028 2.6   disputed`. */
function findingLines(finding: Finding, declared: boolean, options: TextOptions): string[] {
  const color = painter(finding.verdict, createPaint(options.color));
  const what = finding.problem ?? (finding.verdict === 'undefined' ? 'from EL2’s stack' : 'not preserved');
  const names = ranges(finding.registers.map(({ register }) => register));
  const verdict = finding.dispute ? `disputed: ${finding.dispute.id}` : finding.verdict;
  const known = declared ? 'declared by the stub' : '';
  const lucky = finding.seed === undefined ? '' : `only with seed ${hex(finding.seed)}`;
  const parts = [
    ['!', names, what].filter((part) => part !== '').join(' '),
    `${finding.rule} (${finding.profile})`,
    finding.clause,
    verdict,
    lucky,
    known,
  ];
  return flow(parts, options.width, 0, 4).map(color);
}

function smcLog(trap: TrapRecord, options: TextOptions): string[] {
  const caller = trap.before.x.slice(0, 18);
  const missing = trap.smcCount - trap.smcs.length;
  return [
    ...trap.smcs.flatMap((smc, n) => smcLines(smc, n + 1, caller, options)),
    ...(missing > 0 ? [`  and ${count(missing, 'more SMC')} that the log has no room for`] : []),
  ];
}

/** What secure partitions called in this trap and what they got, with the findings in their registers. */
function partitionLog(report: RunReport, trap: TrapRecord, options: TextOptions): string[] {
  return (trap.partitionCalls ?? []).flatMap((call) => [
    ...partitionLines(call, report.image, options),
    ...partitionFindings(report, trap, call.index).flatMap((finding) =>
      findingLines(finding, isDeclared(report, finding), options).map((line) => `  ${line}`),
    ),
  ]);
}

/** One trap: the call, the exception, what EL2 did, what it asked EL3, the caller's registers, the findings. */
export function trapLines(report: RunReport, trap: TrapRecord, options: TextOptions): string[] {
  const findings = findingsOf(report, trap);
  const before = report.run.traps[trap.index - 1]?.state ?? report.run.boot.state;
  return [
    ...heading(report, trap, options),
    ...exceptionLines(trap, options).map(createPaint(options.color).dim),
    ...outcomeLine(trap, options),
    ...smcLog(trap, options),
    ...partitionLog(report, trap, options),
    ...stateLines(before, trap.state, options),
    ...registerLines(registerRows(trap, findings, report.version), options),
    ...findings.flatMap((finding) => findingLines(finding, isDeclared(report, finding), options)),
  ];
}
