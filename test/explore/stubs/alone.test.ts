import { describe, expect, it } from 'vitest';
import { exploreStubs } from '../../../src/explore/stubs/explore.ts';
import { loadStubs } from '../../../src/explore/stubs/load.ts';
import { packageFile } from '../../../src/run/package.ts';
import { defaultScenarioOptions } from '../../../src/run/prepare.ts';
import { limits } from './fixture.ts';

/** Stubs with everything that a machine may have: replies, partitions that are programs, Xen, a hypervisor that fails. */
const stubs = [
  'boot/driver-before-pkvm.S',
  'boot/start-up.S',
  'host/share-and-reclaim.S',
  'partition/chain.S',
  'partition/interrupted.S',
  'partition/yields.S',
  'share/fragments.S',
  'version/firmware-without-ffa.S',
  'xen/frozen.S',
  'xen/message-without-buffer.S',
];

describe('a stub on one vCPU', () => {
  it.each(stubs)('%s does as it does when it is run, however often it is put away and brought back', (stub) => {
    const file = packageFile(`guest-asm/${stub}`);
    for (const system of loadStubs([file], { ...defaultScenarioOptions, vcpus: 1 }, 1n)) {
      const { failures, incomplete, outcomes } = exploreStubs(system, limits);
      expect([failures, incomplete, outcomes.length], system.chosen.choice.text).toEqual([[], [], 1]);
    }
  });
});
