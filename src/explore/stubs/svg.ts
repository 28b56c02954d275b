import { escapeXml } from '../../report/xml.ts';
import type { StubSystem } from './load.ts';
import type { StubReplay } from './replay.ts';
import { callText } from './report.ts';

const columnWidth = 430;
const boxWidth = 390;
const rowHeight = 56;
const top = 60;

/** A box for a step: where the vCPU went on, and what came of it. */
function boxSvg(replay: StubReplay, index: number): string {
  const event = replay.events[index]!;
  const x = 40 + event.vcpu * columnWidth;
  const y = top + index * rowHeight;
  const call = callText(event);
  return [
    `<rect x="${x}" y="${y}" width="${boxWidth}" height="40" rx="5" fill="${call ? '#fdf3e7' : '#f7f9fc'}" stroke="#4a5a70"/>`,
    `<circle cx="${x}" cy="${y}" r="10" fill="#4a5a70"/>`,
    `<text x="${x}" y="${y + 4}" text-anchor="middle" fill="#ffffff" font-size="11">${index + 1}</text>`,
    `<text x="${x + 14}" y="${y + 17}" font-weight="bold">${escapeXml(`${event.label}  ${event.text}`)}</text>`,
    `<text x="${x + 14}" y="${y + 33}" fill="#4a5a70">${escapeXml(call ?? '')}</text>`,
  ].join('\n');
}

/** From a step to the next one, where that is another vCPU's. */
function arrowSvg({ events }: StubReplay, index: number): string {
  const [from, to] = [events[index - 1]!, events[index]!];
  if (from.vcpu === to.vcpu) return '';
  const right = from.vcpu < to.vcpu;
  const x1 = 40 + from.vcpu * columnWidth + (right ? boxWidth : 0);
  const x2 = 40 + to.vcpu * columnWidth + (right ? 0 : boxWidth);
  const y1 = top + (index - 1) * rowHeight + 20;
  const y2 = top + index * rowHeight + 20;
  return `<path d="M ${x1} ${y1} L ${x2} ${y2}" stroke="#888888" stroke-dasharray="4 3" fill="none" marker-end="url(#next)"/>`;
}

/** A picture of one schedule: a column for each vCPU, the steps one below the other in the order in which they took place. */
export function renderStubSvg(system: StubSystem, replay: StubReplay): string {
  const width = 40 + system.threads.length * columnWidth;
  const height = top + replay.events.length * rowHeight + 20;
  const heading = `${system.chosen.choice.text}: ${replay.runs.map(({ stop }, vcpu) => `P${vcpu} ${stop.detail}`).join(', ')}`;
  const titles = system.threads.map(
    ({ stub }, vcpu) =>
      `<text x="${40 + vcpu * columnWidth}" y="44" font-size="14" font-weight="bold">${escapeXml(`P${vcpu}  ${stub.file}`)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, monospace" font-size="12" role="img">`,
    `<title>${escapeXml(heading)}</title>`,
    '<defs><marker id="next" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M 0 0 L 10 5 L 0 10 z" fill="#888888"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="16" y="20">${escapeXml(heading)}</text>`,
    ...titles,
    ...replay.events.map((_, index) => (index === 0 ? '' : arrowSvg(replay, index))).filter(Boolean),
    ...replay.events.map((_, index) => boxSvg(replay, index)),
    '</svg>',
    '',
  ].join('\n');
}
