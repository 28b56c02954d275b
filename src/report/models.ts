import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import type { MachineOptions } from '../engine/engine.ts';
import type { ModelSummary } from '../engine/models.ts';

/** A model of the user's choice, with its switches. */
export interface NamedModel {
  text: string;
  model: MachineOptions['model'];
}

/** One line a model, and where it comes from. */
export function formatModels(models: ModelSummary[]): string {
  const width = Math.max(...models.map(({ name }) => name.length));
  const lines = models.flatMap(({ name, description, provenance }) => [
    `${name.padEnd(width)}  ${description}`,
    `${''.padEnd(width)}  ${provenance}`,
  ]);
  return `${lines.join('\n')}\n`;
}

/** The name of a switch's value, or the value where it is a version or a number. */
function valueName(row: SwitchRow, value: number | undefined): string {
  if (value === undefined) return '-';
  const named = Object.entries(row.values ?? {}).find(([, candidate]) => candidate === value);
  if (named) return named[0];
  return row.kind === 'version' ? `${value >>> 16}.${value & 0xffff}` : `0x${value.toString(16)}`;
}

/** The switches of one model, or those that differ between several: a row a switch, a column a model. */
export function formatModelDifference(models: NamedModel[]): string {
  const cells = pkvmSwitches.map((row) => ({
    row,
    values: models.map(({ model }) => valueName(row, model.switches[row.name])),
  }));
  const shown = cells.filter(({ values }) => models.length === 1 || new Set(values).size > 1);
  if (shown.length === 0) return 'no switch differs\n';
  const header = ['switch', ...models.map(({ text }) => text)];
  const table = [header, ...shown.map(({ row, values }) => [row.name, ...values])];
  const widths = header.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  const format = (line: string[]) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
  const described = shown.map(({ row, values }) => `${format([row.name, ...values])}  ${row.description}`);
  return `${[format(header).trimEnd(), ...described].join('\n')}\n`;
}
