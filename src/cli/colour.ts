/** Whether to colour what goes to a stream: on a terminal, unless NO_COLOR is set; always where FORCE_COLOR is. */
export function colourFor(stream: NodeJS.WriteStream, wanted?: boolean): boolean {
  if (wanted !== undefined) return wanted;
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR && process.env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}
