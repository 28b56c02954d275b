import { type BootEvent, events } from './events.ts';
import type { Level } from './levels.ts';

/** Where the FF-A driver starts. */
export interface DriverPlace {
  name: string;
  event: 'ffa_init' | 'ffa_root_init';
  level: Level;
  source: string;
}

export const driverPlaces = [
  { name: 'subsys', event: 'ffa_init', level: 'subsys', source: 'up to v6.9 or so' },
  { name: 'rootfs', event: 'ffa_init', level: 'rootfs', source: '0e0546eabcd6, later reverted' },
  { name: 'device', event: 'ffa_init', level: 'device', source: 'mainline, built in' },
  { name: 'module', event: 'ffa_init', level: 'modules', source: 'mainline, as a module' },
  { name: 'root-device', event: 'ffa_root_init', level: 'device', source: 'RFC of 5 May 2026' },
] as const satisfies DriverPlace[];

export type DriverName = (typeof driverPlaces)[number]['name'];

/** What is in question about a start-up. */
export interface Policy {
  driver: DriverName;
  /** Level of load_uefi_certs and of init_ima. */
  readers: 'late' | 'late-sync';
  /** Direct requests before the host has negotiated a version. */
  requests: 'refused' | 'allowed';
  /** Version that a boot loader negotiates before, or none. */
  loader: string;
  /** A worker reads an EFI variable meanwhile. */
  worker: boolean;
}

const standing: BootEvent[] = [events.kvm_arm_init, events.tpm_init, events.finalize_pkvm, events.share];

/** The events of a start-up with the levels that a policy gives them, in link order. */
export function eventsOf({ driver, readers, loader, worker }: Policy): BootEvent[] {
  const place: DriverPlace = driverPlaces.find(({ name }) => name === driver)!;
  const chosen = [
    ...standing,
    { ...events[place.event], level: place.level },
    { ...events.load_uefi_certs, level: readers },
    { ...events.init_ima, level: readers },
    events.deferred_probe,
    ...(loader === 'none' ? [] : [events.loader]),
    ...(worker ? [events.efi_read] : []),
  ];
  return chosen.sort((a, b) => a.link - b.link);
}
