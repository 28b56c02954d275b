/**
 * Writes what is derived from the tables: the includes of guest-asm/include that name ids and load calls, and the pages of
 * docs about calls, rules, stubs and lockstep.
 * `--check` writes nothing and ends with 1 where a file is not what the tables say.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The `export const NAME: u32 = …;` lines of a constant file, its section comments kept. */
function equates(file) {
  const lines = [];
  for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
    const section = /^\/\/ -+ (.*?) -+$/.exec(line);
    const constant = /^export const (\w+): [ui]32 = (-?\w+);/.exec(line);
    if (section) lines.push('', `/* ${section[1]} */`);
    else if (constant) lines.push(`.equ ${constant[1]}, ${constant[2]}`);
  }
  return lines.join('\n').trim();
}

/** A generated include: what it holds and where it comes from, then the text. */
function include(title, from, text) {
  const head = [
    '/*',
    ...title.map((line) => ` * ${line}`.trimEnd()),
    ` * Generated from ${from} by scripts/generate.mjs; do not edit.`,
    ' */',
  ];
  return `${head.join('\n')}\n${text}\n`;
}

function constants(title, files, more = []) {
  return include(
    [title],
    files.join(' and '),
    [...files.filter((file) => file.endsWith('.ts')).map(equates), ...more].join('\n\n'),
  );
}

/** The grammar of `//!` lines as a page: the docstring of `parseStub`, without what is for callers of the function. */
function stubGrammar(file) {
  const [, comment] = /\/\*\*\n( \* Reads the `\/\/!` lines[\s\S]*?)\n \*\/\nexport function parseStub/.exec(
    readFileSync(join(root, file), 'utf8'),
  );
  const text = comment
    .replaceAll(/^ \* ?/gm, '')
    .replaceAll(/ \\\n\s*/g, ' ')
    .replace(/^.*\n/, '')
    .replace(/\n\nThrows [\s\S]*$/, '');
  return [
    '# The lines of a stub',
    '',
    `Generated from ${file} by scripts/generate.mjs; do not edit.`,
    '',
    'Lines that start with `//!` say how to run a stub and what to expect. They stand on lines of their own, in any order;',
    '`//` ends all but the prose ones. Unknown or malformed lines are errors with a place.',
    text,
    '',
  ].join('\n');
}

/** The renderers of the tables, bundled, because Node does not read TypeScript. */
async function loadRenderers() {
  const { build } = await import('esbuild');
  const bundle = join(root, 'build', `abi-${process.pid}.mjs`);
  mkdirSync(dirname(bundle), { recursive: true });
  const contents = [
    "export { renderFirstMacro, renderMacros } from './abi/macros.ts';",
    "export { renderReference } from './abi/reference.ts';",
    "export { renderRules } from './check/reference.ts';",
    "export { renderLockstepReference } from './lockstep/reference.ts';",
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: join(root, 'src'), loader: 'ts' },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(bundle).href);
  } finally {
    rmSync(bundle);
  }
}

/** What stands above the macros. */
const macrosTitle = [
  'A macro for every call but FFA_VERSION, which ffa.inc has: loads the function id into w0 and the arguments that it is',
  'given, by name, into their registers. An argument that is not given leaves its register alone. The SMC or HVC follows in',
  'the stub, so that it can carry a label. Include it after call.inc.',
  '',
  '  ffa_msg_send_direct_req2 sender=1, receiver=0x8001, x4=0x1234',
];

const { renderFirstMacro, renderLockstepReference, renderMacros, renderReference, renderRules } = await loadRenderers();

const outputs = {
  'guest-asm/include/ffa.inc': constants(
    'FF-A function ids and status codes (DEN0077A), and the call that comes first.',
    ['assembly/ffa/ids.ts', 'assembly/ffa/status.ts', 'src/abi/'],
    [renderFirstMacro()],
  ),
  'guest-asm/include/smccc-ids.inc': constants('SMCCC and PSCI function ids and return codes (DEN0028, DEN0022).', [
    'assembly/smccc/ids.ts',
  ]),
  'guest-asm/include/calls.inc': include(macrosTitle, 'src/abi/', renderMacros()),
  'docs/abi.md': renderReference(),
  'docs/rules.md': renderRules(),
  'docs/stubs.md': stubGrammar('src/guest/stub.ts'),
  'docs/lockstep.md': renderLockstepReference(JSON.parse(readFileSync(join(root, 'docs/lockstep.json'), 'utf8'))),
};

let stale = 0;
for (const [file, text] of Object.entries(outputs)) {
  const path = join(root, file);
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') !== text) {
      console.error(`${file} is not what the tables say: run node scripts/generate.mjs`);
      stale += 1;
    }
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
process.exit(stale === 0 ? 0 : 1);
