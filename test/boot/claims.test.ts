import { describe, expect, it } from 'vitest';
import { lossNames } from '../../src/boot/losses.ts';
import { counts, explored, linkedLosses, ordered, resultOf } from './fixture.ts';

const EACCES = -13;
const EINVAL = -22;
const EPROBE_DEFER = -517;

describe('a driver that starts before pKVM', () => {
  const report = ordered('ffa_init,kvm_arm_init,finalize_pkvm,share,ffa_init');

  it('makes its calls to EL3, and EL2 knows neither its version nor its buffers', () => {
    expect(report.steps[0]!.record.calls.map(({ disposition }) => disposition)).toEqual(new Array(6).fill('untrapped'));
    expect(resultOf(report, 'share')).toBe(EINVAL);
    expect(report.end).toMatchObject({ hostBuffers: false, firmwareBuffers: true });
    expect(lossNames(report.losses)).toEqual(expect.arrayContaining(['untrapped', 'refused', 'buffers', 'sharing']));
  });

  it('does not come back by starting again: EL3 has its buffers, and refuses those of EL2', () => {
    const again = report.steps.at(-1)!.record;
    expect(again.result).toBe(EACCES);
    expect(again.calls.at(-1)).toMatchObject({ reply: 'DENIED', disposition: 'handled' });
    expect(again.calls[0]).toMatchObject({ call: 'FFA_VERSION(1.2)', reply: '1.2' });
  });

  it.each(['subsys', 'rootfs'] as const)('loses the same wherever the linker puts it at %s', (driver) => {
    const { orders, lost } = counts(explored({ driver }), 'buffers');
    expect(lost).toBe(orders);
    expect(linkedLosses({ driver })).toEqual(['untrapped', 'refused', 'buffers', 'certificates', 'ima', 'sharing']);
  });
});

describe('a driver at the level of pKVM', () => {
  it('works in the linker’s order, with every call trapped', () => {
    expect(linkedLosses({ driver: 'device' })).toEqual([]);
    const report = ordered('kvm_arm_init,ffa_init,finalize_pkvm');
    expect(report.steps[2]!.record.calls.map(({ disposition }) => disposition)).not.toContain('untrapped');
  });

  it('works in the orders with KVM first, and in no other', () => {
    const { steps, search } = explored({ driver: 'device' });
    expect(search.orders).toBe(36);
    for (const { losses, example } of search.outcomes) {
      const names = example.map((index) => steps[index]!.event.name);
      expect(losses === 0).toBe(names.indexOf('kvm_arm_init') < names.indexOf('ffa_init'));
    }
    expect(counts(explored({ driver: 'device' }), 'untrapped')).toEqual({ orders: 36, clean: 18, lost: 18 });
  });
});

describe('a driver behind a root device', () => {
  it('is put off until pKVM is final, and then negotiates', () => {
    const report = ordered('ffa_root_init,kvm_arm_init,deferred_probe,finalize_pkvm,deferred_probe,share');
    expect(report.steps.map(({ record }) => record.result)).toEqual([EPROBE_DEFER, 0, 0, EPROBE_DEFER, 0, 0, 0]);
    const calls = report.steps.map(({ record }) => record.calls.filter(({ ffa }) => ffa).length);
    expect(calls).toEqual([0, 0, 0, 0, 0, 6, 1]);
  });

  it('never lets a call past EL2, whatever the linker does', () => {
    expect(counts(explored({ driver: 'root-device' }), 'untrapped').lost).toBe(0);
  });

  it('comes too late for certificates in half of the orders, and in the linker’s', () => {
    expect(counts(explored({ driver: 'root-device' }), 'certificates')).toEqual({ orders: 36, clean: 12, lost: 18 });
    expect(linkedLosses({ driver: 'root-device' })).toEqual(['refused', 'certificates', 'ima']);
  });

  it('loses nothing in any order where certificates and IMA wait for late_initcall_sync', () => {
    const report = explored({ driver: 'root-device', readers: 'late-sync' });
    expect(counts(report, 'ima')).toEqual({ orders: 12, clean: 12, lost: 0 });
  });

  it('is not waited for where protected KVM does not come up', () => {
    const report = ordered('loader,kvm_arm_init,ffa_root_init', { loader: '1.0' });
    expect(report.end.kvmUp).toBe(false);
    expect(resultOf(report, 'ffa_root_init')).not.toBe(EPROBE_DEFER);
  });
});

describe('direct requests before the host negotiates', () => {
  it('load the certificates where EL2 lets them pass, and IMA still finds no TPM', () => {
    expect(linkedLosses({ driver: 'root-device', requests: 'allowed' })).toEqual(['ima']);
    expect(linkedLosses({ driver: 'module', requests: 'allowed' })).toEqual(['ima']);
  });

  it('are refused with INVALID_PARAMETERS where it does not', () => {
    const report = ordered('kvm_arm_init,load_uefi_certs');
    expect(report.steps.at(-1)!.record).toMatchObject({
      result: EINVAL,
      calls: [{ reply: 'INVALID_PARAMETERS', disposition: 'refused' }],
    });
  });

  it('end the negotiation at a secure side that locks, so that a driver of 1.1 splits the versions', () => {
    const late = { driver: 'module', requests: 'allowed' } as const;
    const others = { driverVersion: '1.1' };
    expect(linkedLosses(late, others)).toEqual(['versions', 'ima']);
    expect(linkedLosses(late, { ...others, firmware: 'tfa-el3-spmc' })).toEqual(['versions', 'ima']);
    expect(linkedLosses(late, { ...others, firmware: 'tfa-spmd+optee' })).toEqual(['ima']);
  });
});

describe('a worker on another CPU', () => {
  it('makes its call past EL2 while only the first CPU is trapped', () => {
    const report = ordered('kvm_arm_init@0,efi_read@1,kvm_arm_init@1,efi_read@1,ffa_init,efi_read@1');
    const reads = report.steps.filter(({ step }) => step.event.name === 'efi_read');
    expect(reads.map(({ record }) => record.calls[0]!.disposition)).toEqual(['untrapped', 'refused', 'forwarded']);
    expect(lossNames(report.losses)).toContain('untrapped');
  });

  it('is found there among all orders', () => {
    const { steps, search } = explored({ worker: true, requests: 'allowed' });
    const alone = search.outcomes.find(({ losses }) => lossNames(losses).join() === 'untrapped')!;
    const names = alone.example.map((index) => `${steps[index]!.event.name}@${steps[index]!.cpu}`);
    expect(names.slice(0, 3)).toEqual(['kvm_arm_init@0', 'efi_read@1', 'kvm_arm_init@1']);
  });
});

describe('a boot loader that negotiated before', () => {
  const loader = { loader: '1.0' };

  it('keeps protected KVM from coming up behind Hafnium, as long as EL2 compares 64 bits', () => {
    expect(linkedLosses(loader)).toContain('hypervisor');
    const { end } = ordered('loader,kvm_arm_init', loader, { model: 'pkvm/mainline-2026b' });
    expect(end).toMatchObject({ kvmUp: true, hypVersion: 0 });
    expect(linkedLosses(loader, { model: 'pkvm/mainline-2026b' })).toContain('driver');
  });

  it('leaves everybody at 1.0 behind a secure side that answers with the version it stays at', () => {
    const order = 'loader,kvm_arm_init,ffa_init,finalize_pkvm,share';
    const { end, losses, steps } = ordered(order, loader, { firmware: 'tfa-el3-spmc' });
    expect(end).toMatchObject({ driverVersion: 0x1_0000, hypVersion: 0x1_0000, spmcVersion: 0x1_0000 });
    expect(lossNames(losses)).toEqual(['certificates', 'ima']);
    expect(steps.at(-1)!.record.result).toBe(0);
  });

  it('changes nothing where it asked for 1.2, or the secure side lets itself be asked again', () => {
    expect(linkedLosses({ loader: '1.2' })).toEqual([]);
    expect(linkedLosses(loader, { firmware: 'tfa-spmd+optee' })).toEqual([]);
  });
});
