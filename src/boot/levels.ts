/**
 * When something happens while Linux starts. Within an initcall level the linker decides: arch/ before security/ before
 * drivers/ (include/linux/init.h, the kernel's Makefile).
 */
export const levels = [
  { name: 'loader', title: 'before the kernel' },
  { name: 'subsys', title: 'initcall level 4' },
  { name: 'rootfs', title: 'initcall level 5, rootfs' },
  { name: 'device', title: 'initcall level 6' },
  { name: 'device-sync', title: 'initcall level 6s' },
  { name: 'late', title: 'initcall level 7' },
  { name: 'late-sync', title: 'initcall level 7s' },
  { name: 'modules', title: 'modules, from the init process' },
  { name: 'clients', title: 'whoever uses the driver afterwards' },
] as const;

export type Level = (typeof levels)[number]['name'];

/** The number of a level, from 0. */
export function rankOf(level: Level): number {
  return levels.findIndex(({ name }) => name === level);
}
