/**
 * `npm test`: set-up where it is missing, lint, type check, all tests; arguments go to vitest. The last line counts what
 * passed and failed; lint and types count as one check each.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, root, setUp } from './setup.mjs';

await setUp({ tests: true }).catch(fail);

function bin(name) {
  return join(root, 'node_modules', '.bin', name);
}

function check(title, command, args) {
  console.log(`\n# ${title}`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

const checks = [
  check('lint and format (biome)', bin('biome'), ['check', '--error-on-warnings', '.']),
  check('types (tsc)', bin('tsc'), ['--noEmit']),
];
const folder = mkdtempSync(join(tmpdir(), 'trapline-test-'));
const results = join(folder, 'results.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
checks.push(check('tests (vitest)', bin('vitest'), ['run', ...reporters, ...process.argv.slice(2)]));

let passed = checks.slice(0, 2).filter(Boolean).length;
let failed = 2 - passed;
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(results, 'utf8'));
  passed += numPassedTests;
  // A suite that does not even load has no failed test of its own, but vitest counts it among the failed suites.
  failed += numFailedTests > 0 ? numFailedTests : numFailedTestSuites;
  if (numPassedTests + numFailedTests === 0) failed += 1;
} catch (error) {
  console.error(`no test results: ${error.message}`);
  failed += 1;
}
if (!checks[2] && failed === 0) failed = 1;
rmSync(folder, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
