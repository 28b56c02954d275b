/**
 * Optimizes the compiled module. The compiler's own limits leave the way of a trap as a chain of calls, and V8 inlines none
 * of them. Here what a trap is made of becomes part of it; the compiler itself only translates.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What engines have, by asconfig.json and by what the compiler uses without being told. */
const features = ['MutableGlobals', 'SignExt', 'NontrappingFPToInt', 'SIMD128', 'BulkMemory', 'BulkMemoryOpt'];

/** Sizes are Binaryen's own measure, about the number of expressions. */
const ALWAYS_INLINE = 300;
const INLINE_WHERE_IT_PAYS = 300;

/** Off the way of most traps: calls to these stay calls, so that what is on it fits into functions that V8 has registers for. */
const APART = [
  'assembly/machine/trap/takeAny',
  'assembly/machine/trap/endAtEl2',
  'assembly/el2/xen/trap/handleXenTrap',
  'assembly/el2/pkvm/smc/forwardHostSmc',
  'assembly/el2/pkvm/proxy/decideVersion',
  'assembly/el2/pkvm/proxy/decideOther',
  'assembly/el2/pkvm/trap/isRefused',
  'assembly/a64/call/callWithFlags',
  'assembly/a64/call/isVectored',
];

/** The very Binaryen that the compiler uses. */
async function loadBinaryen() {
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  const { default: binaryen } = await import(pathToFileURL(createRequire(compiler).resolve('binaryen')).href);
  return binaryen;
}

function keepApart(binaryen, module, name) {
  if (!module.getFunction(name)) throw new Error(`no function '${name}' to keep apart`);
  binaryen.setPassArgument('no-inline', name);
  module.runPasses(['no-inline']);
  binaryen.clearPassArguments();
}

/** Takes and returns the bytes of a module. Addresses below 1024 must not be in use (asconfig.json, memoryBase). */
export async function optimize(bytes) {
  const binaryen = await loadBinaryen();
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features.reduce((bits, name) => bits | binaryen.Features[name], 0));
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(ALWAYS_INLINE);
  binaryen.setFlexibleInlineMaxSize(INLINE_WHERE_IT_PAYS);
  binaryen.setAllowInliningFunctionsWithLoops(true);
  binaryen.setLowMemoryUnused(true);
  binaryen.setZeroFilledMemory(true);
  for (const name of APART) keepApart(binaryen, module, name);
  module.optimize();
  if (!module.validate()) throw new Error('the optimized module is not valid');
  const optimized = module.emitBinary();
  module.dispose();
  return optimized;
}
