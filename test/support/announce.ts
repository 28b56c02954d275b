/** Says before and after all tests what this machine lacks to make all of them. */
import { missingNeeds } from './needs.ts';

function announce(): void {
  for (const line of missingNeeds()) process.stderr.write(`${line}\n`);
}

/** Called by vitest before the first test; what it returns, after the last. */
export function setup(): () => void {
  announce();
  return announce;
}
