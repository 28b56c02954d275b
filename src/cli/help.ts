import type { Command } from 'commander';

/** `trapline help [COMMAND]`; a name that no command has is refused as it is without `help`, which commander leaves out. */
export function addHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .description('display help for command')
    .argument('[command]', 'name of a command')
    .action(async (name?: string) => {
      if (name === undefined) program.help();
      const found = program.commands.find((command) => command.name() === name);
      if (found === undefined) await program.parseAsync([name], { from: 'user' });
      else found.help();
    });
}
