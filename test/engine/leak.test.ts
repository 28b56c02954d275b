import koffi from 'koffi';
import { expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { FakeMachine } from './fake-machine.ts';
import * as g from './guest.ts';
import { run } from './run-guest.ts';

describeWith('libunicorn', 'many runs in one process', () => {
  it('leave no callback registered, and no memory of note', () => {
    const machine = new FakeMachine();
    const words = [g.smc(), g.hvc(), g.svc()];
    const runs = (count: number) => {
      for (let n = 0; n < count; n++) run(words, { initial: { pstate: n % 2 ? g.EL0T : g.EL1H } }, machine);
    };
    runs(100);
    const before = process.memoryUsage.rss();
    runs(400);
    expect(koffi.stats().callbacks).toBe(0);
    // An engine that is not closed keeps 3 MB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(60e6);
  });

  it("do not see each other's registers, system registers or translated code", () => {
    const machine = new FakeMachine();
    run([...g.mov(1, 0x80010000n), g.msr(g.SYSTEM.VBAR_EL1, 1), g.msr(g.SYSTEM.TPIDR_EL1, 1), g.END], {}, machine);
    const { final, stop } = run([g.mrs(0, g.SYSTEM.VBAR_EL1), g.mrs(2, g.SYSTEM.TPIDR_EL1), g.svc()], {}, machine);
    expect(final.x.slice(0, 3)).toEqual([0n, 0n, 0n]);
    expect(stop.kind).toBe('svc');
  });
});
