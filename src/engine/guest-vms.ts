import type { GuestVm } from './engine.ts';
import type { SmcRecord } from './record.ts';
import type { XenControl } from './xen.ts';

/** The domain that Xen's boot creates. */
const FIRST_DOMAIN = 1;

/** Xen's VMs beside domain 1: who of them makes a call is decided by the call's address. */
export class GuestVms {
  readonly #xen: XenControl;
  readonly #vms: readonly GuestVm[];

  constructor(xen: XenControl, vms: readonly GuestVm[]) {
    this.#xen = xen;
    this.#vms = vms;
  }

  get any(): boolean {
    return this.#vms.length > 0;
  }

  /** Creates them; returns the SMCs that this took, `smcs` being those of the last operation. */
  create(smcs: () => SmcRecord[]): SmcRecord[] {
    return this.#vms.flatMap(({ domain }, index) => {
      this.#xen.addVm(index + 1, domain);
      return smcs();
    });
  }

  /** Lets a vCPU run the VM whose call stands at `pc`, and returns its domain; another may have come to its end. */
  schedule(vcpu: number, pc: bigint): number {
    for (const [index, { ends }] of this.#vms.entries()) if (ends === pc) this.#xen.destroyVm(index + 1);
    const index = this.#vms.findIndex(({ addresses }) => addresses.includes(pc));
    this.#xen.runVm(vcpu, index + 1);
    return this.#vms[index]?.domain ?? FIRST_DOMAIN;
  }
}
