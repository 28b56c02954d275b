import { fileURLToPath } from 'node:url';

/** Path of a model's vectors; the name goes without `pkvm/`. */
export function vectorFile(model: string): string {
  return fileURLToPath(new URL(`../vectors/pkvm/${model}.jsonl.gz`, import.meta.url));
}
