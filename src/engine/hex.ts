/** A value as reports and errors print it: 16 hex digits, always, or as many as its width has. */
export function hex(value: bigint | number, digits = 16): string {
  return value.toString(16).padStart(digits, '0');
}
