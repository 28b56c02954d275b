import { listModels } from '../../engine/models.ts';
import { matchesGlob } from './glob.ts';
import { complaint, gather } from './place.ts';
import type { StubSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';

/**
 * Throws an InputError for a glob that no model's name matches: it would leave its line out on every run without a word.
 * A glob with a switch in it is taken as it is.
 */
export function checkModelGlobs(spec: StubSpec): void {
  const names = [...listModels().map(({ name }) => name), ...spec.models.map(({ text }) => text)];
  gather([...spec.replies, ...spec.expectations], ({ models, place }) => {
    for (const written of models) {
      const glob = written.replace(/^!/, '');
      if (glob.includes('=') || names.some((name) => matchesGlob(glob.split('+')[0]!, name))) continue;
      throw complaint(place, `no model is called ${glob}${didYouMean(glob, names)}`);
    }
  });
}
