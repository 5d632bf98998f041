import { ConfigError, VedetteError } from '@vedette/core/errors';
import { SOFTWARE } from '@vedette/core/run';
import { Command, CommanderError } from 'commander';
import { addConfigCommand } from './commands/config.ts';
import { addDecodeCommand } from './commands/decode.ts';
import { addEraseCommand } from './commands/erase.ts';
import { addGetCommand } from './commands/get.ts';
import { addLsCommand } from './commands/ls.ts';
import { addModelsCommand } from './commands/models.ts';
import { addReindexCommand } from './commands/reindex.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addReportCommand } from './commands/report.ts';
import { addServiceCommands } from './commands/services.ts';
import { addSweepCommand } from './commands/sweep.ts';
import { addTailCommand } from './commands/tail.ts';
import { addTokenCommand } from './commands/token.ts';
import { addUpCommands } from './commands/up.ts';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

const program = new Command('vedette')
  .description('Watches through a camera and brings what is worth keeping to a bucket in the cloud.')
  .version(SOFTWARE)
  .exitOverride()
  .configureHelp({ sortSubcommands: false });

addUpCommands(program);
addServiceCommands(program);
addDecodeCommand(program);
addTailCommand(program);
addLsCommand(program);
addGetCommand(program);
addReplayCommand(program);
addReportCommand(program);
addReindexCommand(program);
addEraseCommand(program);
addSweepCommand(program);
addTokenCommand(program);
addModelsCommand(program);
addConfigCommand(program);

// `vedette ls | head` closes our stdout early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  if (error.code !== 'EIO') throw error;
});
// Nobody reads our words any more; what runs goes on, or ends by the SIGHUP of a terminal that was closed (EIO).
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EIO' && error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what went wrong, once, and gives the exit code: 2 for usage and configuration, 1 for all else. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE; // commander has said it
  if (error instanceof ConfigError) {
    console.error(`vedette: ${error.message}`);
    return EXIT_USAGE;
  }
  console.error(error instanceof VedetteError ? `vedette: ${error.message}` : error);
  return EXIT_FAILURE;
}
