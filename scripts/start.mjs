/** `npm start`: set-up where it is missing, then the story that started it all. Arguments go to `trapline story`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fail, root, setUp } from './setup.mjs';

await setUp().catch(fail);
const story = spawnSync(process.execPath, [join(root, 'dist', 'trapline.js'), 'story', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(story.status ?? 1);
