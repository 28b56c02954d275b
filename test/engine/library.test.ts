import { afterEach, expect, it, vi } from 'vitest';
import { runJobs, stopEngineProcess } from '../../src/engine/isolate.ts';
import { describeWith } from '../support/needs.ts';
import { END } from './guest.ts';
import { job } from './jobs.ts';

/** A fresh copy of the module, which looks for the library anew. */
async function freshly() {
  vi.resetModules();
  return await import('../../src/engine/unicorn/library.ts');
}

afterEach(() => {
  vi.unstubAllEnvs();
  stopEngineProcess();
});

describeWith('libunicorn', "the system's libunicorn", () => {
  it('is found, and says which version it is', async () => {
    const { unicornAvailable, unicornVersion } = await freshly();
    expect(unicornAvailable()).toBe(true);
    expect(unicornVersion()).toMatch(/^2\.\d+(\.\d+)?$/);
  });

  it('is the one that TRAPLINE_LIBUNICORN names, where it names one', async () => {
    const { loadUnicorn } = await freshly();
    vi.stubEnv('TRAPLINE_LIBUNICORN', 'libunicorn.so.2');
    expect(loadUnicorn().path).toBe('libunicorn.so.2');
  });

  it('is missing where there is none, or something else: the remedy is a command', async () => {
    for (const path of ['/nowhere/libunicorn.so.2', 'libc.so.6']) {
      vi.stubEnv('TRAPLINE_LIBUNICORN', path);
      const { loadUnicorn, unicornAvailable } = await freshly();
      expect(unicornAvailable()).toBe(false);
      expect(loadUnicorn).toThrow(expect.objectContaining({ name: 'EnvironmentError' }));
      expect(loadUnicorn).toThrow(/libunicorn .*not found.*TRAPLINE_LIBUNICORN|libunicorn .*not found.*libc/);
      expect(loadUnicorn).toThrow(expect.objectContaining({ remedy: expect.stringContaining('install') }));
    }
  });

  it("is missing for a job in the engine's process too, and the caller gets the same error", async () => {
    vi.stubEnv('TRAPLINE_LIBUNICORN', '/nowhere/libunicorn.so.2');
    stopEngineProcess();
    await expect(runJobs([{ ...job([END]), engine: 'unicorn' }])).rejects.toMatchObject({
      name: 'EnvironmentError',
      remedy: expect.stringContaining('libunicorn2'),
    });
  });
});
