import type { DisputeText } from '../../check/finding.ts';
import { findProfile } from '../../check/profiles.ts';
import type { BatchReport } from '../batch.ts';
import { sentence } from '../words.ts';

interface Text {
  text: string;
}

/** `reportingDescriptor` (SARIF 2.1.0, 3.49). */
export interface SarifRule {
  id: string;
  name: string;
  shortDescription: Text;
  fullDescription: Text;
  help: { text: string; markdown: string };
  defaultConfiguration: { level: 'error' | 'warning' };
  properties: { tags: string[] };
}

/** `smc32-x8-x17` as SARIF wants names: `Smc32X8X17`. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|[^a-zA-Z0-9])([a-zA-Z0-9])/g, (_, first: string) => first.toUpperCase());
}

function disputeHelp({ question, sides, references }: DisputeText): { text: string; markdown: string } {
  return {
    text: [
      `Disputed: ${question}`,
      ...sides.map(({ who, clause, says }) => `${who} (${clause}): ${says}.`),
      `See ${references.join('; ')}.`,
    ].join('\n'),
    markdown: [
      `**Disputed:** ${question}`,
      '',
      ...sides.map(({ who, clause, says }) => `- **${who}** (${clause}): ${says}`),
      '',
      `See ${references.join('; ')}.`,
    ].join('\n'),
  };
}

function descriptor(id: string, what: string, help: { text: string; markdown: string }, tags: string[]): SarifRule {
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: sentence(what) },
    fullDescription: { text: sentence(what) },
    help,
    defaultConfiguration: { level: 'error' },
    properties: { tags },
  };
}

function profileRules(name: string): SarifRule[] {
  return (findProfile(name)?.rules ?? []).map(({ id, clause, demands, disputes }) => {
    const told = disputes.map(disputeHelp);
    const head = `${sentence(demands)} Clause: ${clause}.`;
    const help = {
      text: [head, ...told.map(({ text }) => text)].join('\n\n'),
      markdown: [head, ...told.map(({ markdown }) => markdown)].join('\n\n'),
    };
    return descriptor(`${name}/${id}`, demands, help, [name, clause]);
  });
}

function plain(id: string, what: string, help: string): SarifRule {
  return descriptor(id, what, { text: help, markdown: help }, ['trapline']);
}

const own: SarifRule[] = [
  plain(
    'expectation',
    'an expectation of the stub does not hold',
    'An `expect` line of the stub says what must come out; it did not.',
  ),
  plain('run', 'the run does not get to its end', 'The hypervisor model or the engine stopped before the guest did.'),
  plain(
    'input',
    'the stub cannot be read',
    'The assembler or the reader of the `//!` lines does not understand this line.',
  ),
];

/** The rules of all profiles that the batch was judged by, and those of the stubs themselves. */
export function sarifRules({ stubs }: BatchReport): SarifRule[] {
  const names = new Set(stubs.flatMap(({ cells }) => cells.map(({ profile }) => profile)));
  return [...[...names].sort().flatMap(profileRules), ...own];
}
