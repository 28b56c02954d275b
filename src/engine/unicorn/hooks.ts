import koffi from 'koffi';
import { UC_HOOK_CODE, UC_HOOK_INTR, UC_HOOK_MEM_INVALID, UC_HOOK_MEM_WRITE } from './constants.ts';
import type { Pointer, UnicornLibrary } from './library.ts';

/** What libunicorn tells during a run. Nothing may throw: an exception cannot cross the C frames in between. */
export interface HookHandlers {
  /** Before every instruction, with its address. */
  instruction(engine: number, address: number): void;
  /** After an exception-generating instruction, with libunicorn's number of the exception. */
  exception(engine: number, exception: number): void;
  /** Before an access to unmapped or forbidden memory; `false` ends the run. */
  badAccess(engine: number, type: number, address: number | bigint, size: number): boolean;
  /** Before every write to memory, where somebody wants to know: it makes every access slower. */
  write?(engine: number, type: number, address: number | bigint, size: number): void;
}

// A callback may leave off the trailing parameters that it does not look at; each one costs time per instruction.
const INSTRUCTION = koffi.pointer(koffi.proto('void', ['uintptr_t', 'uint64_t']));
const EXCEPTION = koffi.pointer(koffi.proto('void', ['uintptr_t', 'uint32_t']));
const WRITE = koffi.pointer(koffi.proto('void', ['uintptr_t', 'int', 'uint64_t', 'int']));
const BAD_ACCESS = koffi.pointer(koffi.proto('bool', ['uintptr_t', 'int', 'uint64_t', 'int']));

/**
 * Registers the handlers with one engine. Returns the function that releases the callbacks, to be called once the
 * engine is closed. Throws where libunicorn refuses a hook.
 */
export function installHooks(library: UnicornLibrary, engine: Pointer, handlers: HookHandlers): () => void {
  const hooks: [number, bigint][] = [
    [UC_HOOK_CODE, koffi.register(handlers.instruction, INSTRUCTION)],
    [UC_HOOK_INTR, koffi.register(handlers.exception, EXCEPTION)],
    [UC_HOOK_MEM_INVALID, koffi.register(handlers.badAccess, BAD_ACCESS)],
  ];
  if (handlers.write !== undefined) hooks.push([UC_HOOK_MEM_WRITE, koffi.register(handlers.write, WRITE)]);
  const release = () => {
    for (const [, callback] of hooks) koffi.unregister(callback);
  };
  for (const [type, callback] of hooks) {
    // First address above last: everywhere.
    const error = library.addHook(engine, new Uint8Array(8), type, callback, 0, 1, 0);
    if (error !== 0) {
      release();
      throw new Error(`libunicorn: hook: ${library.errorText(error)}`);
    }
  }
  return release;
}
