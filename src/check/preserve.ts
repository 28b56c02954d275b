/** Preservation: which registers came back changed, by which rule that matters, and whether anybody disputes the rule. */
import type { Version } from '../abi/row.ts';
import type { RegisterFile, RunRecord, TrapRecord } from '../engine/record.ts';
import { type CallContext, callContext, isConventionCall, returnedTraps } from './context.ts';
import type { Dispute } from './disputes.ts';
import type { CheckResult, Finding, RegisterChange, SameValueWrite, Verdict } from './finding.ts';
import type { Profile, RegisterSet, Rule } from './profiles.ts';

const names: Record<RegisterSet['bank'], string> = {
  x: 'x',
  v: 'v',
  spEl0: 'sp_el0',
  spEl1: 'sp_el1',
  pstate: 'pstate',
  fpsr: 'fpsr',
  fpcr: 'fpcr',
};

/** One register as a rule sees it, changed or not. */
interface Observed extends RegisterChange {
  /** Index in x, or undefined for other banks. */
  x: number | undefined;
}

function read(file: RegisterFile, bank: RegisterSet['bank'], index: number): bigint {
  return bank === 'x' || bank === 'v' ? (file[bank][index] ?? 0n) : file[bank];
}

function observe(trap: TrapRecord, bank: RegisterSet['bank'], index: number, mayClear: bigint): Observed {
  const before = read(trap.before, bank, index);
  const after = read(trap.after, bank, index);
  const writer = bank === 'x' ? trap.writers[index] : undefined;
  return {
    register: bank === 'x' || bank === 'v' ? `${names[bank]}${index}` : names[bank],
    before,
    after,
    // A bit counts unless it is one that may clear, and did.
    changed: (before ^ after) & ~(mayClear & before),
    writer,
    source: writer === 'el3' || writer === 'partition' || writer === 'stale' ? trap.sources[index] : undefined,
    x: bank === 'x' ? index : undefined,
  };
}

/** The registers that the rule speaks of in this call. */
function protectedRegisters(rule: Rule, context: CallContext): Observed[] {
  if (rule.form !== undefined && rule.form !== context.id.form) return [];
  return rule.registers
    .flatMap(({ bank, first = 0, last = first }) =>
      Array.from({ length: last - first + 1 }, (_, n) => observe(context.trap, bank, first + n, rule.mayClear ?? 0n)),
    )
    .filter((seen) => (seen.writer === 'undefined') === (rule.undefinedValues ?? false))
    .filter((seen) => !(rule.unlessResult && seen.x !== undefined && ((context.results >>> seen.x) & 1) !== 0));
}

interface Judged {
  verdict: Verdict;
  dispute: Dispute | undefined;
}

function judge(rule: Rule, change: RegisterChange, context: CallContext): Judged {
  if (rule.undefinedValues) return { verdict: 'undefined', dispute: undefined };
  const dispute = rule.disputes.find((candidate) => candidate.allows(change, context));
  return { verdict: dispute ? 'disputed' : 'violation', dispute };
}

/** One finding for each verdict and dispute, its registers in order. */
function group(profile: Profile, rule: Rule, context: CallContext, changes: Observed[]): Finding[] {
  const findings = new Map<string, Finding>();
  for (const { x: _, ...change } of changes) {
    const { verdict, dispute } = judge(rule, change, context);
    const key = dispute?.id ?? verdict;
    const finding = findings.get(key) ?? {
      profile: profile.name,
      rule: rule.id,
      clause: rule.clause,
      demands: rule.demands,
      trap: context.trap.index,
      verdict,
      registers: [],
      dispute: dispute && { id: dispute.id, question: dispute.question, sides: dispute.sides },
    };
    finding.registers.push(change);
    findings.set(key, finding);
  }
  return [...findings.values()];
}

function sameValue(rule: Rule, context: CallContext, kept: Observed[]): SameValueWrite[] {
  return kept.flatMap(({ register, after, writer, source }) =>
    writer === undefined || writer === 'caller'
      ? []
      : [{ rule: rule.id, trap: context.trap.index, register, value: after, writer, source }],
  );
}

/**
 * Judges the registers of one trap that returned to its caller. Each register falls under one rule of the profile at most:
 * undefined values under their own, whatever the value; the others by whether the value changed. A call whose immediate
 * is not 0 is outside the convention, so only undefined values count there.
 */
export function checkTrap(trap: TrapRecord, profile: Profile, version: Version = '1.2'): CheckResult {
  const context = callContext(trap, version);
  const result: CheckResult = { findings: [], sameValue: [] };
  for (const rule of profile.rules) {
    if (!rule.undefinedValues && !isConventionCall(trap)) continue;
    const registers = protectedRegisters(rule, context);
    const bad = registers.filter((seen) => rule.undefinedValues || seen.changed !== 0n);
    result.findings.push(...group(profile, rule, context, bad));
    result.sameValue.push(...sameValue(rule, context, rule.undefinedValues ? [] : registers.filter((r) => !r.changed)));
  }
  return result;
}

/** Judges every trap of a run that returned to its caller. */
export function checkRun(run: RunRecord, profile: Profile, version: Version = '1.2'): CheckResult {
  const results = returnedTraps(run).map((trap) => checkTrap(trap, profile, version));
  return {
    findings: results.flatMap((result) => result.findings),
    sameValue: results.flatMap((result) => result.sameValue),
  };
}
