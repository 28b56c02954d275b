import { didYouMean } from '../../stub/suggest.ts';
import { architecture } from './architecture.ts';
import { conditional } from './conditional.ts';
import { data } from './data.ts';
import { debug } from './debug.ts';
import type { Directive } from './directive.ts';
import { files } from './file.ts';
import { messages } from './message.ts';
import { repetitions } from './repetition.ts';
import { sections } from './section.ts';
import { spaces } from './space.ts';
import { symbols } from './symbol.ts';

export { equals, registerAlias } from './symbol.ts';

/** Directives by name in lower case. */
export const directives: ReadonlyMap<string, Directive> = new Map(
  Object.entries({
    ...data,
    ...spaces,
    ...symbols,
    ...sections,
    ...repetitions,
    ...files,
    ...messages,
    ...architecture,
    ...debug,
  }),
);

/** The `.if` family, which counts in branches that are not taken, too. */
export const conditionalDirectives: ReadonlyMap<string, Directive> = new Map(Object.entries(conditional));

/** What a directive that is not in the tables gets. */
export const unknownDirective: Directive = (_, operands, name, at) => {
  const known = [...directives.keys(), ...conditionalDirectives.keys()];
  operands.fail(`${name} is not a directive of this assembler${didYouMean(name, known)}`, at);
};
