/** The engine's own process: takes jobs from its parent, one at a time, and sends back records. Ends with its parent. */
import { describeError, endWithParent, sharedProgress, warmUp } from './child-process.ts';
import { runJob } from './job.ts';
import type { JobMessage, ResultMessage } from './messages.ts';
import type { Progress } from './unicorn/instruction-hook.ts';

function answer({ job }: JobMessage, progress: Progress): ResultMessage {
  try {
    return { record: runJob(job, progress) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

endWithParent();
const progress = sharedProgress();
process.on('message', (message: JobMessage) => process.send?.(answer(message, progress)));
warmUp();
