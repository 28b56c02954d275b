/** Hashes of machine states: a sum over words, so that a change of one word changes the sum by what that word makes. */

/** What a word at an address adds to the hash of a state; a word of zero adds nothing. */
export function hashOfWord(address: u32, value: u64): u64 {
  return value === 0 ? 0 : mix(value + (<u64>address + 1) * 0x9e3779b97f4a7c15);
}

/** Takes a value into a hash whose order counts. */
export function chain(hash: u64, value: u64): u64 {
  const product = (hash ^ value) * 0xbf58476d1ce4e5b9;
  return rotl<u64>(product, 29) + 0x94d049bb133111eb;
}

/** Every bit of the value reaches every bit of the result. */
export function mix(value: u64): u64 {
  const first = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  const second = (first ^ (first >> 27)) * 0x94d049bb133111eb;
  return second ^ (second >> 31);
}
