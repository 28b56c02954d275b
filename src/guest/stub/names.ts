import { listFirmware, listModels } from '../../engine/models.ts';
import { matchesGlob } from './glob.ts';
import { complaint, gather } from './place.ts';
import type { StubSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';

/**
 * Throws an InputError for a glob that no model's name matches: it would leave its line out on every run without a word.
 * A glob with a switch in it is taken as it is.
 */
export function checkModelGlobs(spec: StubSpec): void {
  const names = [...listModels().map(({ name }) => name), ...spec.models.map(({ text }) => text.split('@')[0]!)];
  const firmware = listFirmware().map(({ name }) => name);
  gather([...spec.replies, ...spec.expectations], ({ models, place }) => {
    for (const written of models) {
      const [model, behind] = written.replace(/^!/, '').split('@') as [string, string?];
      const known = model.includes('=') || names.some((name) => matchesGlob(model.split('+')[0]!, name));
      if (!known) throw complaint(place, `no model is called ${model}${didYouMean(model, names)}`);
      if (behind === undefined || behind.includes('=') || firmware.some((name) => matchesGlob(behind, name))) continue;
      throw complaint(place, `no firmware is called ${behind}${didYouMean(behind, firmware)}`);
    }
  });
}
