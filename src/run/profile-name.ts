/** Names of rule profiles as users write them. */
import { findProfile, profiles } from '../check/profiles.ts';
import { InputError } from '../guest/source.ts';
import { didYouMean } from '../guest/stub/suggest.ts';

/** Throws InputError for a profile that there is not. */
export function checkProfileName(name: string): void {
  if (findProfile(name)) return;
  const valid = profiles.map((profile) => profile.name);
  throw new InputError(`unknown profile '${name}'${didYouMean(name, valid)}; valid: ${valid.join(', ')}`);
}
