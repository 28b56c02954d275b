/** Numbers, ranges and lines, as every report writes them. */
import pc from 'picocolors';

/** The colours of a terminal, or functions that leave the text alone. */
export type Paint = ReturnType<typeof pc.createColors>;

export function createPaint(enabled: boolean): Paint {
  return pc.createColors(enabled);
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
