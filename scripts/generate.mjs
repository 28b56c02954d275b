/**
 * Writes what is derived from the tables: guest-asm/include/ffa.inc and smccc-ids.inc. `--check` writes nothing and ends
 * with 1 where a file is not what the tables say.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** A generated include: what it holds and where it comes from, then the constants. */
function include(title, files) {
  const head = [
    '/*',
    ` * ${title}`,
    ` * Generated from ${files.join(' and ')} by scripts/generate.mjs; do not edit.`,
    ' */',
  ];
  return `${head.join('\n')}\n${files.map(equates).join('\n\n')}\n`;
}

const outputs = {
  'guest-asm/include/ffa.inc': include('FF-A function ids and status codes (DEN0077A).', [
    'assembly/ffa/ids.ts',
    'assembly/ffa/status.ts',
  ]),
  'guest-asm/include/smccc-ids.inc': include('SMCCC and PSCI function ids and return codes (DEN0028, DEN0022).', [
    'assembly/smccc/ids.ts',
  ]),
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
    writeFileSync(path, text);
  }
}
process.exit(stale === 0 ? 0 : 1);
