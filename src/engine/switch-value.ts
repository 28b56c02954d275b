import type { SwitchRow } from '../../assembly/switch-row.ts';

/** A switch's value as a user would write it: by name, as a version, or in hexadecimal. */
export function switchValueText(row: SwitchRow, value: number): string {
  const named = Object.entries(row.values ?? {}).find(([, candidate]) => candidate === value);
  if (named) return named[0];
  return row.kind === 'version' ? `${value >>> 16}.${value & 0xffff}` : `0x${value.toString(16)}`;
}
