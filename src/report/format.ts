/** Numbers, ranges and lines, as every report writes them. */
import pc from 'picocolors';

/** The colours of a terminal, or functions that leave the text alone. */
export type Paint = ReturnType<typeof pc.createColors>;

export function createPaint(enabled: boolean): Paint {
  return pc.createColors(enabled);
}

/** A register value: 16 hex digits, always. */
export function hex(value: bigint, digits = 16): string {
  return value.toString(16).padStart(digits, '0');
}

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** The text without the escapes that colour it. */
export function plain(text: string): string {
  return text.replace(escapes, '');
}

/** Pads to a number of columns, colour not counted. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - plain(text).length));
}

/** `3 traps`, `1 trap`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `what it demands` as a sentence of its own; the name of a register stays as it is. */
export function sentence(text: string): string {
  const first = /^[xwv]\d/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase();
  return `${first}${text.slice(1)}.`;
}

/** `x8, x9, x10, sp_el0` becomes `x8–x10, sp_el0`: consecutive numbers of one bank, from two on. */
export function ranges(names: string[]): string {
  const runs: string[][] = [];
  for (const name of names) {
    const open = runs.at(-1);
    if (open && follows(open.at(-1) ?? '', name)) open.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}–${run.at(-1)}` : run[0])).join(', ');
}

/** Whether `next` is the register after `previous` in the same bank. */
function follows(previous: string, next: string): boolean {
  const [, bank, number] = /^([xv])(\d+)$/.exec(previous) ?? [];
  return bank !== undefined && next === `${bank}${Number(number) + 1}`;
}

/**
 * Lays parts out in lines of `width` columns, `separator` between two on a line; lines after the first start `hang`
 * columns further in than the first. A part is never broken.
 */
export function flow(parts: string[], width: number, indent = 0, hang = 4, separator = '   '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts.filter((text) => text !== '')) {
    const joined = line === '' ? part : line + separator + part;
    const start = indent + (lines.length > 0 ? hang : 0);
    if (line !== '' && start + plain(joined).length > width) {
      lines.push(' '.repeat(start) + line);
      line = part;
    } else {
      line = joined;
    }
  }
  if (line !== '') lines.push(' '.repeat(indent + (lines.length > 0 ? hang : 0)) + line);
  return lines;
}

/** Breaks prose between words. */
export function wrap(text: string, width: number, indent = 0): string[] {
  return flow(text.split(/\s+/), width, indent, 0, ' ');
}
