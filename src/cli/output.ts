import { writeFileSync } from 'node:fs';
import { colourFor } from './colour.ts';

/** Writes a report to the file that `--output` names, or to the terminal. A file that cannot be written is an error. */
export function writeReport(text: string, output: string | undefined): void {
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
}

/** Whether to colour a report: one that goes to a file only where the user asks for it. */
export function outputColour({ output, color }: { output?: string; color?: boolean }): boolean {
  return output === undefined ? colourFor(process.stdout, color) : color === true;
}
