/** True where `*` stands for any run of characters and `?` for one. Linear in the pattern for each retry of a `*`. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at;
      retry = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      retry += 1;
      index = retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/**
 * True where a list of globs takes in a text: an empty list takes in everything, `!glob` excludes, and a list of
 * exclusions only takes in all the rest. `textFor` says what each glob is held against.
 */
export function matchesGlobs(globs: readonly string[], textFor: (glob: string) => string): boolean {
  const matches = (glob: string) => matchesGlob(glob, textFor(glob));
  const included = globs.filter((glob) => !glob.startsWith('!'));
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  if (excluded.some(matches)) return false;
  return included.length === 0 || included.some(matches);
}
