import type { Command } from 'commander';
import { listModels, resolveModel } from '../engine/models.ts';
import { formatModelDifference, formatModels } from '../report/models.ts';
import { readModelChoiceOrFail } from '../run/choose.ts';

/** `trapline models [NAME…]` */
export function addModels(program: Command): void {
  program
    .command('models')
    .description('list the models of EL2, or the switches that differ between some of them')
    .argument('[names...]', 'one model: its switches; several: what differs')
    .action((names: string[]) => {
      if (names.length === 0) {
        process.stdout.write(formatModels(listModels()));
        return;
      }
      const rows = names.map((text) => {
        const choice = readModelChoiceOrFail(text);
        const changes = Object.entries(choice.changes).map(([name, value]) => ({ name, value }));
        return { text, model: resolveModel(choice.name, changes) };
      });
      process.stdout.write(formatModelDifference(rows));
    });
}
