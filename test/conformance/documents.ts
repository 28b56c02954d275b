import { listStubs, runStubs } from '../guest-asm/run-stubs.ts';
import { scoreMutations } from './mutations.ts';
import { mutationsDocument } from './mutations-document.ts';
import { threadsDocument } from './threads-document.ts';

/** The generated documents of this folder, by file name. */
export async function documents(): Promise<Record<string, string>> {
  return {
    'threads.md': threadsDocument(await runStubs(listStubs())),
    'mutations.md': mutationsDocument(await scoreMutations()),
  };
}
