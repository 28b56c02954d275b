import { pkvmSwitches } from '../../assembly/el2/pkvm/switch-table.ts';
import type { SwitchRow } from '../../assembly/switch-row.ts';
import type { MachineOptions } from '../engine/engine.ts';
import type { ModelSummary } from '../engine/models.ts';
import { switchValueText } from '../engine/switch-value.ts';

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

function valueText(row: SwitchRow, value: number | undefined): string {
  return value === undefined ? '-' : switchValueText(row, value);
}

/** The switches of one model, or those that differ between several: a row a switch, a column a model. */
export function formatModelDifference(models: NamedModel[]): string {
  const cells = pkvmSwitches.map((row) => ({
    row,
    values: models.map(({ model }) => valueText(row, model.switches[row.name])),
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
