import type { Level } from './levels.ts';

/** Something that happens while Linux starts: a subroutine of guest-asm/boot/start-up.inc. */
export interface BootEvent {
  /** Also the label of the subroutine. */
  name: EventName;
  level: Level;
  /** Place among the initcalls of a level where the linker has its way: a lower one comes first. */
  link: number;
  /** Happens on every CPU, before the initcall returns. */
  everywhere?: boolean;
  /** Not an initcall: a thread of its own, on the last CPU, which may come between any two. */
  worker?: boolean;
  title: string;
}

/** Link order: arch/, security/, drivers/, and what comes last. */
const link = { arch: 0, security: 1, ima: 2, drivers: 3, firmware: 4, none: 5 };

const rows = {
  loader: { level: 'loader', link: link.none, title: 'boot loader: negotiates, uses its buffers and unmaps them' },
  kvm_arm_init: {
    level: 'device',
    link: link.arch,
    everywhere: true,
    title: 'pKVM takes EL2, CPU by CPU; SMCs trap from here on',
  },
  tpm_init: {
    level: 'device',
    link: link.drivers,
    title: 'driver of a TPM behind FF-A; probes once its device is there',
  },
  ffa_init: { level: 'device', link: link.firmware, title: 'FF-A driver: version, buffers, partitions' },
  ffa_root_init: {
    level: 'device',
    link: link.firmware,
    title: 'FF-A driver behind a root device, put off until pKVM is final',
  },
  finalize_pkvm: { level: 'device-sync', link: link.arch, title: 'the host gives up its rights' },
  load_uefi_certs: { level: 'late', link: link.security, title: 'certificates from EFI variables, by direct requests' },
  init_ima: { level: 'late', link: link.ima, title: 'IMA looks for a TPM' },
  deferred_probe: { level: 'late', link: link.drivers, title: 'probes that were put off are tried again' },
  efi_read: { level: 'late', link: link.none, worker: true, title: 'a worker on the last CPU reads an EFI variable' },
  share: { level: 'clients', link: link.none, title: 'a client of the driver shares a page' },
} as const satisfies Record<string, Omit<BootEvent, 'name'>>;

export type EventName = keyof typeof rows;

/** All events, with the places that they have in mainline. */
export const events = Object.fromEntries(
  Object.entries(rows).map(([name, row]) => [name, { ...row, name: name as EventName }]),
) as Record<EventName, BootEvent>;

export const eventNames = Object.keys(rows) as EventName[];
