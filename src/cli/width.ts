/** Columns to write for: the terminal's within reason, 100 where there is none. */
export function textWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 80), 140);
}
