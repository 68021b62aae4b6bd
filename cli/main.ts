import { findCommand } from './registry.ts';
import { log } from './shared/command.ts';

/** The entry of all commands: `node cli/main.ts NAME [options]`, which npm scripts and `npm run cli -- NAME` start. */

const [first = 'help', ...args] = process.argv.slice(2);
const name = first === '--help' || first === '-h' ? 'help' : first;
const command = findCommand(name);
if (command) await command.run(args);
else {
  log(`There is no command "${name}"; npm run help lists all commands.`);
  process.exitCode = 1;
}
