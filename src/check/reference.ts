/** The rules as a page: which profile has which, what each demands and of whom, and who disputes it, in Markdown. */
import { profiles } from './profiles.ts';
import type { Dispute, RegisterSet, Rule } from './rule.ts';

const introduction = `# Rules and profiles

Generated from \`src/check/\` by \`scripts/generate.mjs\`; do not edit.

A profile is a reading of the specifications. Each of its rules says of every call: pass, violation, disputed (somebody has
reasons to do otherwise, and both sides are named), undefined (the value comes from uninitialised EL2 stack) or not
applicable. \`--profile NAME\` chooses one, or a line \`//! profile NAME\` in a stub; \`smccc-1.2\` is the one that counts where
nobody does.`;

const setNames: Record<RegisterSet['bank'], string> = {
  x: 'x',
  v: 'v',
  spEl0: 'SP_EL0',
  spEl1: 'SP_EL1',
  pstate: 'PSTATE',
  fpsr: 'FPSR',
  fpcr: 'FPCR',
};

function registersText(rule: Rule): string {
  const sets = rule.registers.map(({ bank, first, last = first }) => {
    if (first === undefined) return setNames[bank];
    return first === last ? `${bank}${first}` : `${bank}${first}–${bank}${last}`;
  });
  return sets.join(', ') || 'none';
}

/** Rules that profiles have in common count once, those that only share their id apart. */
function distinctRules(): { rule: Rule; names: string[] }[] {
  const found: { rule: Rule; names: string[] }[] = [];
  for (const { name, rules } of profiles) {
    for (const rule of rules) {
      const same = (known: { rule: Rule }): boolean =>
        known.rule.id === rule.id && known.rule.demands === rule.demands && known.rule.clause === rule.clause;
      const known = found.find(same);
      if (known) known.names.push(name);
      else found.push({ rule, names: [name] });
    }
  }
  return found.sort((a, b) => firstIndex(a.rule.id) - firstIndex(b.rule.id));
}

const ids = [...new Set(profiles.flatMap(({ rules }) => rules.map(({ id }) => id)))];
const firstIndex = (id: string): number => ids.indexOf(id);

function matrix(): string[] {
  const cell = (id: string, rules: Rule[]): string => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) return '';
    return rule.disputes.length > 0 ? 'disputed' : 'yes';
  };
  return [
    `| rule | ${profiles.map(({ name }) => name).join(' | ')} |`,
    `| --- | ${profiles.map(() => '---').join(' | ')} |`,
    ...ids.map((id) => `| [${id}](#${id}) | ${profiles.map(({ rules }) => cell(id, rules)).join(' | ')} |`),
  ];
}

function disputeLines({ id, question, sides, references }: Dispute): string[] {
  return [
    '',
    `**${id}**: ${question}`,
    '',
    ...sides.map(({ who, says, clause }) => `- ${who} (${clause}): ${says}`),
    `- See ${references.join('; ')}.`,
  ];
}

function ruleLines({ rule, names }: { rule: Rule; names: string[] }): string[] {
  return [
    `Demands: ${rule.demands}.`,
    '',
    `- profiles: ${names.join(', ')}`,
    `- applies to: ${rule.applies}`,
    `- registers: ${registersText(rule)}`,
    `- clause: ${rule.clause}`,
    ...(rule.probes ? ['- judged by trying every call again with other bits, from the same state'] : []),
    ...rule.disputes.flatMap(disputeLines),
    '',
  ];
}

function sections(): string[] {
  const rules = distinctRules();
  return ids.flatMap((id) => [`## ${id}`, '', ...rules.filter(({ rule }) => rule.id === id).flatMap(ruleLines)]);
}

/** The whole page, with a newline at its end. */
export function renderRules(): string {
  const titles = profiles.map(({ name, title }) => `- \`${name}\`: ${title}`);
  const lines = [introduction, '', ...titles, '', ...matrix(), '', ...sections()];
  return `${lines.join('\n').trimEnd()}\n`;
}
