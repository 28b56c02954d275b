import type { RunRecord, TrapRecord } from '../../engine/record.ts';
import { matchesGlob } from '../../guest/stub/glob.ts';
import type { RunPlan } from '../../guest/stub/plan.ts';
import { type RegisterRange, registerName } from '../../guest/stub/registers.ts';
import type { Expectation } from '../../guest/stub/spec.ts';
import type { Finding } from '../finding.ts';
import { selectEvents, trapsAt } from './events.ts';
import { inWords, type Outcome } from './outcome.ts';

type Declaration = Extract<Expectation<bigint>, { kind: 'finding' }>;

/** The name by which the rules call a register: `sp` is one of two, the flags are part of PSTATE, w5 is part of x5. */
function ruleName(bank: RegisterRange['bank'], number: number, trap: TrapRecord): string {
  if (bank === 'sp') return trap.exception.sourceEl !== 0 && (trap.before.pstate & 1n) === 1n ? 'sp_el1' : 'sp_el0';
  if (bank === 'nzcv') return 'pstate';
  return registerName(bank === 'w' ? 'x' : bank, number);
}

/** The declared registers one by one, as the stub and as the rules name them. */
function declaredRegisters(declaration: Declaration, trap: TrapRecord): { written: string; ruled: string }[] {
  return declaration.registers.flatMap(({ bank, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => ({
      written: registerName(bank, first + index),
      ruled: ruleName(bank, first + index, trap),
    })),
  );
}

function matchesRule(declaration: Declaration, finding: Finding): boolean {
  return declaration.rule === undefined || matchesGlob(declaration.rule, finding.rule);
}

/** The traps that a declaration speaks of. */
function declaredTraps({ target }: Declaration, address: bigint | undefined, run: RunRecord) {
  if (target && address !== undefined) return selectEvents(trapsAt(run, address), target, 'no trap was taken at');
  return { chosen: run.traps, remark: run.traps.length === 0 ? 'no trap was taken' : undefined };
}

/** A declared finding must appear: each register in at least one of the traps that are meant. */
export function checkDeclared(
  declaration: Declaration,
  address: bigint | undefined,
  run: RunRecord,
  findings: readonly Finding[],
): Outcome {
  const { chosen, remark } = declaredTraps(declaration, address, run);
  const found = findings.filter((finding) => matchesRule(declaration, finding));
  const seen = new Set(
    chosen
      .flatMap((trap) => {
        const here = found.filter((finding) => finding.trap === trap.index);
        const names = new Set(here.flatMap((finding) => finding.registers.map(({ register }) => register)));
        return declaredRegisters(declaration, trap).filter(({ ruled }) => names.has(ruled));
      })
      .map(({ written }) => written),
  );
  const first = chosen[0];
  const absent = first ? declaredRegisters(declaration, first).filter(({ written }) => !seen.has(written)) : [];
  const where = chosen.map(({ index }) => `trap ${index}`).join(', ');
  const differences = absent.map(({ written }) => inWords(declaration, where, written, 'a finding', 'none'));
  return { checked: chosen.length, differences, remark };
}

/** What the stub declares as known: `trap/register` with the rules' globs. */
function knownRegisters(plan: RunPlan, run: RunRecord): { key: string; declaration: Declaration }[] {
  return plan.expectations.flatMap(({ expectation, applies, address }) => {
    if (!applies || expectation.kind !== 'finding') return [];
    return declaredTraps(expectation, address, run).chosen.flatMap((trap) =>
      declaredRegisters(expectation, trap).map(({ ruled }) => ({
        key: `${trap.index}/${ruled}`,
        declaration: expectation,
      })),
    );
  });
}

/** The findings without the registers that an `expect finding` line declares, those left empty left out. */
export function undeclaredFindings(plan: RunPlan, run: RunRecord, findings: readonly Finding[]): Finding[] {
  const known = knownRegisters(plan, run);
  const isKnown = (finding: Finding, register: string) =>
    known.some(({ key, declaration }) => key === `${finding.trap}/${register}` && matchesRule(declaration, finding));
  return findings
    .map((finding) => ({ ...finding, registers: finding.registers.filter((each) => !isKnown(finding, each.register)) }))
    .filter(({ registers }) => registers.length > 0);
}
