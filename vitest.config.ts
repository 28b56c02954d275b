import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Says what this machine lacks to make all tests.
    globalSetup: ['test/support/announce.ts'],
    // The pool's workers hold one emulator each: two at a time fit the smallest machine that the project is tested on.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
