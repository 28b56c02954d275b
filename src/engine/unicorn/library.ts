import { existsSync } from 'node:fs';
import koffi from 'koffi';
import { EnvironmentError } from '../../guest/source.ts';

/** An address in this process. koffi gives numbers where they are exact. */
export type Pointer = number | bigint;

/** The functions of libunicorn that the engine calls. Each returns a `uc_err`, 0 for success. */
export interface UnicornLibrary {
  /** Where it was loaded from. */
  readonly path: string;
  readonly version: string;
  open(arch: number, mode: number, engine: Pointer[]): number;
  close(engine: Pointer): number;
  control(engine: Pointer, control: number, type: string, value: number): number;
  map(engine: Pointer, address: Pointer, size: number, permissions: number): number;
  mapPointer(engine: Pointer, address: Pointer, size: number, permissions: number, host: Pointer): number;
  writeMemory(engine: Pointer, address: Pointer, bytes: Uint8Array, size: number): number;
  addHook(
    engine: Pointer,
    handle: Uint8Array,
    type: number,
    callback: Pointer,
    user: Pointer,
    first: Pointer,
    last: Pointer,
  ): number;
  start(engine: Pointer, begin: Pointer, until: Pointer, timeout: number, count: number): number;
  stop(engine: Pointer): number;
  /** `values` holds addresses, which must stay valid for the call. */
  readRegisters(engine: Pointer, ids: Int32Array, values: BigUint64Array, count: number): number;
  writeRegisters(engine: Pointer, ids: Int32Array, values: BigUint64Array, count: number): number;
  allocateContext(engine: Pointer, context: Pointer[]): number;
  saveContext(engine: Pointer, context: Pointer): number;
  restoreContext(engine: Pointer, context: Pointer): number;
  freeContext(context: Pointer): number;
  errorText(error: number): string;
}

const NOT_FOUND = 'libunicorn 2.0 or later not found';
const REMEDY: Partial<Record<NodeJS.Platform, string>> = { darwin: 'brew install unicorn' };
const LINUX_REMEDY =
  'sudo apt-get install libunicorn2   (Fedora: sudo dnf install unicorn; macOS: brew install unicorn)';

const NAMES: Partial<Record<NodeJS.Platform, string[]>> = { darwin: ['libunicorn.2.dylib', 'libunicorn.dylib'] };
const LINUX_NAMES = ['libunicorn.so.2', 'libunicorn.so'];
const FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib64',
  '/usr/local/lib',
  '/opt/homebrew/lib',
];

/** What to try, in order: TRAPLINE_LIBUNICORN alone where it is set, else the loader's own search, then known folders. */
function candidates(): string[] {
  const chosen = process.env.TRAPLINE_LIBUNICORN;
  if (chosen) return [chosen];
  const names = NAMES[process.platform] ?? LINUX_NAMES;
  const files = FOLDERS.flatMap((folder) => names.map((name) => `${folder}/${name}`));
  return [...names, ...files.filter((file) => existsSync(file))];
}

function missing(why: string): EnvironmentError {
  return new EnvironmentError(`${NOT_FOUND}${why}`, REMEDY[process.platform] ?? LINUX_REMEDY);
}

type Loaded = ReturnType<typeof koffi.load>;

/** Loads one file; undefined where it is not there or not a library. */
function tryLoad(path: string): Loaded | undefined {
  try {
    return koffi.load(path);
  } catch {
    return undefined;
  }
}

/** The version as text, or undefined where the library does not have `uc_version` or is older than 2.0. */
function versionOf(library: Loaded): string | undefined {
  try {
    const major = [0];
    const minor = [0];
    const packed = library.func('unsigned int uc_version(_Out_ unsigned int *, _Out_ unsigned int *)')(major, minor);
    if (major[0]! < 2) return undefined;
    // From 2.0.1 on the result also holds the patch level: major, minor, patch, extra, a byte each.
    const patch = packed >>> 24 === major[0] ? `.${(packed >>> 8) & 0xff}` : '';
    return `${major[0]}.${minor[0]}${patch}`;
  } catch {
    return undefined;
  }
}

function bind(library: Loaded, path: string, version: string): UnicornLibrary {
  const func = (definition: string) => library.func(definition);
  return {
    path,
    version,
    open: func('int uc_open(int, int, _Out_ uintptr_t *)'),
    close: func('int uc_close(uintptr_t)'),
    control: func('int uc_ctl(uintptr_t, int, ...)'),
    map: func('int uc_mem_map(uintptr_t, uint64_t, size_t, uint32_t)'),
    mapPointer: func('int uc_mem_map_ptr(uintptr_t, uint64_t, size_t, uint32_t, uintptr_t)'),
    writeMemory: func('int uc_mem_write(uintptr_t, uint64_t, void *, size_t)'),
    addHook: func('int uc_hook_add(uintptr_t, void *, int, uintptr_t, uintptr_t, uint64_t, uint64_t)'),
    start: func('int uc_emu_start(uintptr_t, uint64_t, uint64_t, uint64_t, size_t)'),
    stop: func('int uc_emu_stop(uintptr_t)'),
    readRegisters: func('int uc_reg_read_batch(uintptr_t, void *, void *, int)'),
    writeRegisters: func('int uc_reg_write_batch(uintptr_t, void *, void *, int)'),
    allocateContext: func('int uc_context_alloc(uintptr_t, _Out_ uintptr_t *)'),
    saveContext: func('int uc_context_save(uintptr_t, uintptr_t)'),
    restoreContext: func('int uc_context_restore(uintptr_t, uintptr_t)'),
    freeContext: func('int uc_context_free(uintptr_t)'),
    errorText: func('const char *uc_strerror(int)'),
  };
}

function find(): UnicornLibrary {
  let why = process.env.TRAPLINE_LIBUNICORN ? ` at TRAPLINE_LIBUNICORN=${process.env.TRAPLINE_LIBUNICORN}` : '';
  for (const path of candidates()) {
    const library = tryLoad(path);
    if (library === undefined) continue;
    const version = versionOf(library);
    if (version !== undefined) return bind(library, path, version);
    why = ` (${path} is not)`;
  }
  throw missing(why);
}

let loaded: UnicornLibrary | undefined;

/** The system's libunicorn, loaded once. Throws EnvironmentError where there is none, or none of 2.0 or later. */
export function loadUnicorn(): UnicornLibrary {
  loaded ??= find();
  return loaded;
}

/** Version of the system's libunicorn, such as `2.0.1`. Throws EnvironmentError as {@link loadUnicorn} does. */
export function unicornVersion(): string {
  return loadUnicorn().version;
}

/** Whether {@link loadUnicorn} will succeed. Loads the library, opens no engine. */
export function unicornAvailable(): boolean {
  try {
    loadUnicorn();
    return true;
  } catch {
    return false;
  }
}
