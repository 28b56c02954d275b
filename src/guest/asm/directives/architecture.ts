import type { Cursor } from '../cursor.ts';
import type { Directive } from './directive.ts';

/**
 * Architectures, processors and extensions that GNU as knows (2.40). The encoder takes every instruction it has whatever
 * is named here, so only the spelling is checked.
 */
const ARCHITECTURES = new Set([
  ...['armv8-a', 'armv8-r', 'armv9-a', 'all'],
  ...['armv8.1-a', 'armv8.2-a', 'armv8.3-a', 'armv8.4-a', 'armv8.5-a', 'armv8.6-a', 'armv8.7-a', 'armv8.8-a'],
  ...['armv9.1-a', 'armv9.2-a', 'armv9.3-a'],
]);

const PROCESSORS = new Set([
  ...['all', 'generic', 'cortex-a34', 'cortex-a35', 'cortex-a53', 'cortex-a55', 'cortex-a57', 'cortex-a65'],
  ...['cortex-a65ae', 'cortex-a72', 'cortex-a73', 'cortex-a75', 'cortex-a76', 'cortex-a76ae', 'cortex-a77'],
  ...['cortex-a78', 'cortex-a78ae', 'cortex-a78c', 'cortex-a510', 'cortex-a710', 'cortex-a715', 'cortex-r82'],
  ...['cortex-x1', 'cortex-x1c', 'cortex-x2', 'cortex-x3', 'neoverse-e1', 'neoverse-n1', 'neoverse-n2'],
  ...['neoverse-v1', 'neoverse-v2', 'ampere1', 'ampere1a', 'exynos-m1', 'falkor', 'qdf24xx', 'saphira', 'thunderx'],
  ...['thunderx2t99', 'vulcan', 'xgene1', 'xgene2'],
]);

const EXTENSIONS = new Set([
  ...['aes', 'bf16', 'compnum', 'crc', 'crypto', 'cssc', 'dotprod', 'f32mm', 'f64mm', 'flagm', 'fp', 'fp16'],
  ...['fp16fml', 'hbc', 'i8mm', 'lor', 'ls64', 'lse', 'memtag', 'mops', 'pan', 'pauth', 'predres', 'profile'],
  ...['ras', 'rcpc', 'rdma', 'rng', 'sb', 'sha2', 'sha3', 'simd', 'sm4', 'sme', 'sme-f64f64', 'sme-i16i64'],
  ...['ssbs', 'sve', 'sve2', 'sve2-aes', 'sve2-bitperm', 'sve2-sha3', 'sve2-sm4', 'tme', 'rdm', 'pmuv3', 'wfxt'],
]);

/** A name may hold signs that symbols may not: everything up to a blank. */
function word(operands: Cursor, what: string): { word: string; at: number } {
  const at = operands.offset;
  const found = /^[^\s,]+/.exec(operands.rest);
  if (found === null) operands.fail(`${what} is missing here`);
  operands.moveTo(at + found[0].length);
  operands.expectEnd();
  return { word: found[0].toLowerCase(), at };
}

/** `NAME+EXTENSION+noEXTENSION…`. */
function named(known: ReadonlySet<string>, what: string): Directive {
  return (_, operands) => {
    const { word: written, at } = word(operands, what);
    const [name = '', ...extensions] = written.split('+');
    if (!known.has(name)) operands.fail(`${name || written} is not known as ${what}`, at);
    let place = at + name.length + 1;
    for (const extension of extensions) {
      checkExtension(operands, extension, place);
      place += extension.length + 1;
    }
  };
}

function checkExtension(operands: Cursor, extension: string, at: number): void {
  const name = extension.startsWith('no') ? extension.slice(2) : extension;
  if (!EXTENSIONS.has(name)) operands.fail(`${extension} is not known as an extension`, at);
}

const extension: Directive = (_, operands) => {
  const { word: written, at } = word(operands, 'an extension');
  checkExtension(operands, written, at);
};

export const architecture: Record<string, Directive> = {
  '.arch': named(ARCHITECTURES, 'an architecture'),
  '.cpu': named(PROCESSORS, 'a processor'),
  '.arch_extension': extension,
};
