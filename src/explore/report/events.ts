import { defaultType } from '../litmus/value-types.ts';
import { printWord } from '../outcome/print.ts';
import type { Program, Region } from '../program/program.ts';
import { elementSize } from '../program/regions.ts';
import type { Trace, TraceEvent } from '../trace/trace.ts';
import type { Word } from '../word.ts';

/** `[x]`, `t[1]`, `[x+4..5]`: the place of an access. */
export function printPlace(program: Program, { region, offset, size }: TraceEvent): string {
  const found = program.regions[region]!;
  const element = elementSize(found);
  if (found.length !== undefined && offset % element === 0 && size === element)
    return `${found.name}[${offset / element}]`;
  const whole = offset === 0 && size >= Math.min(4, element);
  return whole ? `[${found.name}]` : `[${found.name}+${offset}${size > 1 ? `..${offset + size - 1}` : ''}]`;
}

function printValue(program: Program, region: Region, size: number, word: Word): string {
  const { signed } = region.type ?? defaultType;
  return printWord(word, { name: '', size, signed: signed && size >= 4 }, program);
}

const marks: Record<TraceEvent['order'], string> = {
  plain: '',
  acquire: ' acquire',
  acquirePc: ' acquire-pc',
  release: ' release',
  acquireRelease: ' acquire release',
};

/** `R [x]=1 acquire`, `W [y]=2`, `RW [x]=0→1`. */
export function printAction(program: Program, event: TraceEvent): string {
  const place = printPlace(program, event);
  const region = program.regions[event.region]!;
  const value = (word: Word): string => printValue(program, region, event.size, word);
  if (event.failed) return `${place} store exclusive fails`;
  const { read, written } = event;
  const change = read && written ? `RW ${place}=${value(read)}→${value(written)}` : '';
  const single = read ? `R ${place}=${value(read)}` : written ? `W ${place}=${value(written)}` : '';
  return (change || single) + marks[event.order];
}

/** Where what was read came from: `from P0:2`, `initial`; empty for what reads nothing. */
export function printSource(trace: Trace, event: TraceEvent): string {
  if (!event.read) return '';
  const sources = trace.edges.filter(({ kind, to }) => kind === 'rf' && to === event.label).map(({ from }) => from);
  const names = sources.map((from) => (from === undefined ? 'the initial state' : early(trace, event, from)));
  return `from ${names.join(' and ')}`;
}

/** A read may return a write of its own thread before anybody else sees it. */
function early(trace: Trace, event: TraceEvent, from: string): string {
  const places = trace.events.map(({ label }) => label);
  return places.indexOf(from) > places.indexOf(event.label) ? `${from}, which nobody else sees yet` : from;
}

/** Events that stand earlier in the program and take effect later. */
export function overtaken(trace: Trace, index: number): TraceEvent[] {
  const event = trace.events[index]!;
  return trace.events
    .slice(index + 1)
    .filter(({ thread, occurrence }) => thread === event.thread && occurrence < event.occurrence);
}
