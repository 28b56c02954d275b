/** Where reading a system register leaves its value: the functions that read return whether they could. */

let value: u64 = 0;

/** What has been read last. */
export function readValue(): u64 {
  return value;
}

/** Leaves a value that has been read; always true. */
export function returnValue(read: u64): bool {
  value = read;
  return true;
}
