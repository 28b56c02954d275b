import { listStubs, runStubs } from '../guest-asm/run-stubs.ts';
import { firmwareDocument } from './firmware-document.ts';
import { firmwareMutations } from './firmware-mutations.ts';
import { historyDocument } from './history-document.ts';
import { scoreMutations } from './mutations.ts';
import { mutationsDocument } from './mutations-document.ts';
import { runOrders } from './order-cases.ts';
import { runRows } from './suites/platforms.ts';
import { suiteRows } from './suites.ts';
import { suitesDocument } from './suites-document.ts';
import { threadsDocument } from './threads-document.ts';

/** The generated documents of this folder, by file name. */
export async function documents(): Promise<Record<string, string>> {
  const runs = await runStubs(listStubs());
  return {
    'threads.md': threadsDocument(runs, runOrders()),
    'history.md': historyDocument(runs),
    'suites.md': suitesDocument(runRows(suiteRows)),
    'firmware.md': firmwareDocument(firmwareMutations()),
    'mutations.md': mutationsDocument(await scoreMutations()),
  };
}
