import { callLines } from './call.ts';
import type { ExplainOptions } from './lines.ts';
import { registerLines } from './register.ts';
import { ruleSubjectLines } from './rule.ts';
import type { Subject } from './subject.ts';

/** Everything that the tables say of a subject, as lines of text. */
export function explainLines(subject: Subject, options: ExplainOptions): string[] {
  if (subject.kind === 'call') return callLines(subject.row, options);
  if (subject.kind === 'register') return registerLines(subject, options);
  return ruleSubjectLines(subject, options);
}
