/**
 * Set-up, by need: npm packages, the build, and libunicorn through apt where that is allowed. Says what it does, does
 * nothing that is done already, and uses only Node's own modules until the packages are there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}

/** A set-up step failed: what failed and what to do, for `fail` to print. */
class SetUpError extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new SetUpError(`Node ${oldestNode.join('.')} or later is needed; this is ${process.versions.node}`);
}

/** True where the file at `path` already holds `value`: the step it stands for is up to date. */
function isStamped(path, value) {
  return existsSync(path) && readFileSync(path, 'utf8') === value;
}

function installPackages() {
  const stamp = join(root, 'node_modules', '.trapline-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (isStamped(stamp, lock)) return;
  say('installing npm packages (npm ci)');
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (npm.status !== 0) throw new SetUpError('npm ci failed: see its message above');
  writeFileSync(stamp, lock);
}

/** Hash of everything that the build reads. */
function sourceHash() {
  const hash = createHash('sha256');
  const files = ['package-lock.json', 'asconfig.json', 'scripts/build.mjs', 'scripts/generate-decoder.mjs'];
  for (const folder of ['assembly', 'src', join('scripts', 'decoder')]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !entry.parentPath.endsWith('generated'))
        files.push(join(entry.parentPath, entry.name).slice(root.length + 1));
    }
  }
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

async function build() {
  const stamp = join(root, 'build', 'stamp');
  const hash = sourceHash();
  if (isStamped(stamp, hash) && existsSync(join(root, 'dist', 'trapline.js'))) return;
  say('building the WebAssembly module and the command line');
  const { buildWasm, bundle } = await import('./build.mjs');
  await buildWasm();
  await bundle();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** How this user may call apt-get: as is, through sudo without a password, or not at all. */
function aptCommand() {
  if (!runs('apt-get', ['--version'])) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  return runs('sudo', ['-n', 'true']) ? ['sudo', '-n', 'apt-get'] : undefined;
}

/** Installs Debian packages where this user may; returns whether it did. */
function aptInstall(packages) {
  const apt = aptCommand();
  if (!apt) return false;
  say(`installing ${packages.join(', ')} (apt-get)`);
  const [command, ...first] = apt;
  const options = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const install = () =>
    spawnSync(command, [...first, 'install', '-y', '--no-install-recommends', ...packages], options).status === 0;
  if (install()) return true;
  spawnSync(command, [...first, 'update'], options);
  return install();
}

async function hasUnicorn() {
  const { default: koffi } = await import('koffi');
  for (const name of [process.env.TRAPLINE_LIBUNICORN, 'libunicorn.so.2', 'libunicorn.2.dylib', 'libunicorn.so']) {
    if (!name) continue;
    try {
      koffi.load(name);
      return true;
    } catch {
      // Not under this name: the next one may do.
    }
  }
  return false;
}

async function installUnicorn() {
  if (await hasUnicorn()) return;
  if (aptInstall(['libunicorn2'])) return;
  say('libunicorn is missing and could not be installed from here: guests run on the interpreter, not cross-checked.');
  say(
    '  Debian, Ubuntu: sudo apt-get install libunicorn2   Fedora: sudo dnf install unicorn   macOS: brew install unicorn',
  );
}

/** Programs that tests compare with, and the Debian packages that bring them. */
const peers = { 'aarch64-linux-gnu-as': 'binutils-aarch64-linux-gnu' };

/** In CI the cross-checks run for real; elsewhere nothing is installed for them, and what is missing is said. */
function installPeers() {
  const missing = Object.entries(peers).filter(([program]) => !runs(program, ['--version']));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  if (process.env.CI && aptInstall(packages)) return;
  say(`not installed: ${packages.join(', ')}; comparisons with them use the stored results instead`);
}

/** Everything that `npm start` and `npm test` need. Throws SetUpError with what is missing and what to do. */
export async function setUp({ tests = false } = {}) {
  checkNode();
  installPackages();
  await build();
  await installUnicorn();
  if (tests) installPeers();
}

/** Prints what went wrong and ends with the exit code for a problem of the environment. */
export function fail(error) {
  if (!(error instanceof SetUpError)) throw error;
  say(error.message);
  process.exit(3);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp().catch(fail);
  say('everything is in place; try: npx trapline --help');
}
