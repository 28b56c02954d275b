import { Option } from 'commander';

/** `--engine`, as every command that runs guests has it. */
export function engineOption(): Option {
  return new Option('--engine <name>', 'who executes the guest; auto: libunicorn where it is installed, else core')
    .choices(['auto', 'core', 'unicorn', 'lockstep'])
    .default('auto');
}
