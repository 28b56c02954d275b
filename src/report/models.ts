import type { SwitchRow } from '../../assembly/switch-row.ts';
import type { MachineOptions } from '../engine/engine.ts';
import { type ModelSummary, switchRows } from '../engine/models.ts';
import { switchValueText } from '../engine/switch-value.ts';

/** A model of the user's choice, with its switches. */
export interface NamedModel {
  text: string;
  model: MachineOptions['model'];
}

/** `as pkvm/v6.18 with minimum_fragment=64`: a model's switches by the one that it starts from. */
function switchesText({ from, changes }: ModelSummary): string {
  const settings = Object.entries(changes).map(([name, value]) => `${name}=${value}`);
  if (from === undefined) return settings.length === 0 ? '' : `the standard with ${settings.join(' ')}`;
  return settings.length === 0 ? `as ${from}` : `as ${from} with ${settings.join(' ')}`;
}

/** What each model is, where it comes from, and its switches. */
export function formatModels(models: ModelSummary[]): string {
  const width = Math.max(...models.map(({ name }) => name.length));
  const lines = models.flatMap((model) => [
    `${model.name.padEnd(width)}  ${model.description}`,
    ...[model.provenance, switchesText(model)]
      .filter((text) => text !== '')
      .map((text) => `${''.padEnd(width)}  ${text}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function valueText(row: SwitchRow, value: number | undefined): string {
  return value === undefined ? '-' : switchValueText(row, value);
}

/** The switches of one model, or those that differ between several: a row a switch, a column a model. */
export function formatModelDifference(models: NamedModel[]): string {
  const families = new Set(models.map(({ model }) => model.family));
  const rows = [...families].flatMap((family) => switchRows(family));
  const cells = rows.map((row) => ({
    row,
    values: models.map(({ model }) => valueText(row, model.switches[row.name])),
  }));
  const shown = cells.filter(({ values }) => models.length === 1 || new Set(values).size > 1);
  if (shown.length === 0) return models.length === 1 ? 'no switches\n' : 'no switch differs\n';
  const header = ['switch', ...models.map(({ text }) => text)];
  const table = [header, ...shown.map(({ row, values }) => [row.name, ...values])];
  const widths = header.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  const format = (line: string[]) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
  const described = shown.map(({ row, values }) => `${format([row.name, ...values])}  ${row.description}`);
  return `${[format(header).trimEnd(), ...described].join('\n')}\n`;
}
