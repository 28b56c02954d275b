import { type FirmwareOptions, parseSetting } from '../run/choose.ts';

/** `NAME=VALUE` sets a switch of all firmware; a name, with changes of its own or without, is a firmware. */
function isSwitch(text: string): boolean {
  return /^[\w.]+=/.test(text);
}

/** What `--firmware` says. Throws InputError for a malformed switch. */
export function firmwareOptions(texts: readonly string[]): FirmwareOptions {
  return {
    names: texts.filter((text) => !isSwitch(text)),
    changes: texts.filter(isSwitch).map((text) => parseSetting(text, '--firmware')),
  };
}
