/** What secure partitions called during a trap, for the page. */
import type { PartitionCall, TrapRecord } from '../../engine/record.ts';
import { partitionActText, partitionOutcomeText } from '../partition-text.ts';
import { placeOf, type RunReport } from '../report.ts';
import { ranges } from '../words.ts';
import { type Markup, markup } from './markup.ts';
import type { TrapSectionView } from './view.ts';

function callMarkup({ check, image }: RunReport, call: PartitionCall): Markup {
  const text = partitionOutcomeText(call);
  const outcome = call.after ? `→ ${text}` : `(${text})`;
  const where = call.address === undefined ? '' : ` ${placeOf(image, call.address)}`;
  const findings = check.findings
    .filter(({ partition }) => partition?.call === call.index)
    .map(({ registers, problem, verdict, rule, profile }) => {
      const names = ranges(registers.map(({ register }) => register));
      const badge = markup`<span class="badge badge-${verdict}">${verdict}</span>`;
      return markup`<p><strong>${names}</strong> ${problem} ${badge} <code>${profile}/${rule}</code></p>`;
    });
  const name = call.partition.toString(16);
  return markup`<li><p>${name}${where}: ${partitionActText(call)} ${outcome}</p>${findings}</li>`;
}

/** The calls of a trap, with what the rules say of the partitions' own registers; nothing where there are none. */
export function partitionSections(report: RunReport, trap: TrapRecord): TrapSectionView[] {
  const calls = trap.partitionCalls ?? [];
  if (calls.length === 0) return [];
  const list = markup`<ul class="plain-list">${calls.map((call) => callMarkup(report, call))}</ul>`;
  return [{ title: 'Secure partitions', html: list.text }];
}
