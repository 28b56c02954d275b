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
const ANY_SIZE = 1_000_000;

/**
 * The way of a trap that the model answers by itself. Whoever calls one of these has a copy of it: a call would cost as
 * much as what it does.
 */
const WAY = [
  'assembly/a64/call/callModel',
  'assembly/el2/pkvm/result/writeBackPlain',
  'assembly/machine/trap/takeCall',
  'assembly/el2/dispatch/handleAtEl2',
  'assembly/el2/pkvm/trap/handlePkvmTrap',
  'assembly/el2/pkvm/trap/handleHostSmc',
  'assembly/el2/pkvm/proxy/handleFfa',
  'assembly/el2/pkvm/proxy/decide',
];

/** Off that way: calls to these stay calls, so that what is on it fits into a function that V8 has registers for. */
const APART = [
  'assembly/a64/call/isVectored',
  'assembly/a64/call/resume',
  'assembly/a64/context/enter',
  'assembly/a64/step/leave',
  'assembly/el2/pkvm/result/writeBackByRule',
  'assembly/el2/pkvm/trap/panic',
  'assembly/el2/pkvm/proxy/refuseFeatures',
  'assembly/el2/pkvm/trap/isRefused',
  'assembly/el2/xen/trap/handleXenTrap',
  'assembly/machine/trap-end/endAtEl2',
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

function open(binaryen, bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features.reduce((bits, name) => bits | binaryen.Features[name], 0));
  return module;
}

function close(module) {
  if (!module.validate()) throw new Error('the optimized module is not valid');
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** Puts the functions of the way, and no others, into those that call them. */
function joinWay(binaryen, bytes) {
  const module = open(binaryen, bytes);
  const names = Array.from({ length: module.getNumFunctions() }, (_, index) => {
    return binaryen.getFunctionInfo(module.getFunctionByIndex(index)).name;
  });
  const missing = WAY.find((name) => !names.includes(name));
  if (missing) throw new Error(`no function '${missing}' to put into its callers`);
  for (const name of names) if (!WAY.includes(name)) keepApart(binaryen, module, name);
  binaryen.setAlwaysInlineMaxSize(ANY_SIZE);
  binaryen.setDebugInfo(true);
  module.runPasses(['inlining-optimizing']);
  const joined = close(module);
  binaryen.setDebugInfo(false);
  return joined;
}

/** Takes and returns the bytes of a module. Addresses below 1024 must not be in use (asconfig.json, memoryBase). */
export async function optimize(bytes) {
  const binaryen = await loadBinaryen();
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAllowInliningFunctionsWithLoops(true);
  binaryen.setLowMemoryUnused(true);
  binaryen.setZeroFilledMemory(true);
  const module = open(binaryen, joinWay(binaryen, bytes));
  for (const name of APART) keepApart(binaryen, module, name);
  binaryen.setAlwaysInlineMaxSize(ALWAYS_INLINE);
  binaryen.setFlexibleInlineMaxSize(INLINE_WHERE_IT_PAYS);
  module.optimize();
  return close(module);
}
