/** Holds runs against the rules of a profile: a verdict and a finding for whatever is not as the rules demand. */
import type { Version } from '../abi/row.ts';
import type { RunRecord, TrapRecord } from '../engine/record.ts';
import { type CallContext, callContexts, isConventionCall, isPassedOn } from './context.ts';
import type { CheckResult, Fault, Finding, Outcome, RegisterChange, SameValueWrite, Verdict } from './finding.ts';
import { isReply } from './observe.ts';
import type { Dispute, Look, Profile, Rule } from './rule.ts';

interface Judged {
  verdict: Verdict;
  dispute: Dispute | undefined;
}

function judge(rule: Rule, change: RegisterChange, context: CallContext): Judged {
  if (rule.verdict) return { verdict: rule.verdict, dispute: undefined };
  const dispute = rule.disputes.find((candidate) => candidate.allows(change, context));
  return { verdict: dispute ? 'disputed' : 'violation', dispute };
}

/** EL3 where it wrote the registers of a call that EL2 only passed on, else EL2, whatever it copied. */
function faultOf({ trap }: CallContext, registers: RegisterChange[]): Fault {
  return isPassedOn(trap) && registers.every(({ writer }) => isReply(writer)) ? 'el3' : 'el2';
}

function findingOf(
  profile: Profile,
  rule: Rule,
  context: CallContext,
  { verdict, dispute }: Judged,
): Omit<Finding, 'fault'> {
  return {
    profile: profile.name,
    rule: rule.id,
    clause: rule.clause,
    demands: rule.demands,
    ...(rule.problem !== undefined && { problem: rule.problem }),
    trap: context.trap.index,
    verdict,
    versions: { definitions: context.version, agreed: context.negotiation.agreed },
    registers: [],
    dispute: dispute && {
      id: dispute.id,
      question: dispute.question,
      sides: dispute.sides,
      references: dispute.references,
    },
  };
}

/** One finding for each verdict and dispute, its registers in order. */
function group(profile: Profile, rule: Rule, context: CallContext, look: Look): Finding[] {
  const groups = new Map<string, { judged: Judged; registers: RegisterChange[] }>();
  for (const change of look.bad) {
    const judged = judge(rule, change, context);
    const key = judged.dispute?.id ?? judged.verdict;
    const open = groups.get(key) ?? { judged, registers: [] };
    open.registers.push(change);
    groups.set(key, open);
  }
  if (look.fatal) groups.set('fatal', { judged: { verdict: 'violation', dispute: undefined }, registers: [] });
  return [...groups.values()].map(({ judged, registers }) => ({
    ...findingOf(profile, rule, context, judged),
    registers,
    fault: look.fault ?? faultOf(context, registers),
  }));
}

function sameValue(rule: Rule, context: CallContext, { kept = [] }: Look): SameValueWrite[] {
  return kept.flatMap(({ register, after, writer, source }) =>
    writer === undefined || writer === 'caller'
      ? []
      : [{ rule: rule.id, trap: context.trap.index, register, value: after, writer, source }],
  );
}

/** From the best to the worst. */
const order: Outcome[] = ['pass', 'disputed', 'undefined', 'violation'];

function worst(findings: Finding[]): Outcome {
  const ranks = findings.map(({ verdict }) => order.indexOf(verdict));
  return order[Math.max(0, ...ranks)] ?? 'pass';
}

/**
 * Whether the rule is asked about the call at all: not about calls outside the convention, which mean what their callee
 * says, nor about those that never came back.
 */
function isAsked(rule: Rule, context: CallContext): boolean {
  if (!context.returned && !rule.afterDeath) return false;
  return rule.anyImmediate === true || isConventionCall(context.trap);
}

function checkContext(context: CallContext, profile: Profile): CheckResult {
  const result: CheckResult = { findings: [], sameValue: [], outcomes: [] };
  for (const rule of profile.rules) {
    const look = isAsked(rule, context) ? rule.look(context) : undefined;
    const findings = look ? group(profile, rule, context, look) : [];
    result.findings.push(...findings);
    if (look) result.sameValue.push(...sameValue(rule, context, look));
    const outcome = look ? worst(findings) : 'not-applicable';
    result.outcomes.push({ rule: rule.id, trap: context.trap.index, outcome });
  }
  return result;
}

/**
 * Judges every trap of a run. In each a register falls under one rule at most of those that are about what comes back in
 * it. `version` is the FF-A version that the definitions of calls are read in.
 */
export function checkRun(
  run: Pick<RunRecord, 'boot' | 'traps' | 'stop'>,
  profile: Profile,
  version: Version = profile.version,
): CheckResult {
  const results = callContexts(run, version).map((context) => checkContext(context, profile));
  return {
    findings: results.flatMap((result) => result.findings),
    sameValue: results.flatMap((result) => result.sameValue),
    outcomes: results.flatMap((result) => result.outcomes),
  };
}

/** Judges one trap on its own, as the first of a run that went on. */
export function checkTrap(trap: TrapRecord, profile: Profile, version: Version = profile.version): CheckResult {
  const boot = { result: 0, smcs: [], state: {} };
  return checkRun({ boot, traps: [trap], stop: { kind: 'brk', pc: trap.address, detail: '' } }, profile, version);
}
