/** A process of a batch: takes units from its parent, one at a time, and sends back what came out. Ends with its parent. */
import { describeError, endWithParent, sharedProgress, warmUp } from '../../engine/child-process.ts';
import { runJob } from '../../engine/job.ts';
import type { UnitAnswer } from './pool.ts';
import { runUnit, type UnitRequest } from './unit.ts';

endWithParent();
const progress = sharedProgress();

function answer(request: UnitRequest): UnitAnswer {
  try {
    return { result: runUnit(request, (job) => runJob(job, progress)) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

process.on('message', (request: UnitRequest) => process.send?.(answer(request)));
warmUp();
