/** Words that the reports of the terminal and the page share. */

/** `what it demands` as a sentence of its own; the name of a register stays as it is. */
export function sentence(text: string): string {
  const first = /^[xwv]\d/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase();
  return `${first}${text.slice(1)}.`;
}

/** `x8, x9, x10, sp_el0` becomes `x8–x10, sp_el0`: consecutive numbers of one bank, from two on. */
export function ranges(names: readonly string[]): string {
  const runs: string[][] = [];
  for (const name of names) {
    const open = runs.at(-1);
    if (open && follows(open.at(-1) ?? '', name)) open.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}–${run.at(-1)}` : run[0])).join(', ');
}

/** Whether `next` is the register after `previous` in the same bank. */
function follows(previous: string, next: string): boolean {
  const [, bank, number] = /^([xv])(\d+)$/.exec(previous) ?? [];
  return bank !== undefined && next === `${bank}${Number(number) + 1}`;
}
