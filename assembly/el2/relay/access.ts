/** Reading switches. */

import { RELAY_SWITCH_START } from '../../layout';

export function relaySwitch(offset: u32): u32 {
  return load<u32>(RELAY_SWITCH_START + offset);
}
