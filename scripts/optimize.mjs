/**
 * Optimizes the compiled module. The compiler's own limits leave the way of a trap as a chain of calls, and V8 inlines none
 * of them. Here what a trap is made of becomes part of it; the compiler itself only translates.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What engines have, by asconfig.json and by what the compiler uses without being told. */
const features = ['MutableGlobals', 'SignExt', 'NontrappingFPToInt', 'SIMD128', 'BulkMemory', 'BulkMemoryOpt'];

/** Sizes are Binaryen's own measure, about the number of expressions. */
const ALWAYS_INLINE = 60;
const INLINE_WHERE_IT_PAYS = 300;

/** The very Binaryen that the compiler uses. */
async function loadBinaryen() {
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  const { default: binaryen } = await import(pathToFileURL(createRequire(compiler).resolve('binaryen')).href);
  return binaryen;
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
  module.optimize();
  if (!module.validate()) throw new Error('the optimized module is not valid');
  const optimized = module.emitBinary();
  module.dispose();
  return optimized;
}
