import { VedetteError } from '@vedette/core/errors';
import { describeShot } from '@vedette/core/message';
import type { Command } from 'commander';
import { readShots } from '../messages/read-shots.ts';

/** `vedette decode`: shots on stdin become JSON lines. */
export function addDecodeCommand(program: Command): void {
  program
    .command('decode')
    .description('turn shots on stdin (raw, or hex lines as `mosquitto_sub -F %x` prints them) into JSON lines')
    .action(async () => {
      let broken = 0;
      for await (const read of readShots(process.stdin)) {
        if (read.type === 'shot') console.log(JSON.stringify(describeShot(read.shot)));
        else {
          broken += 1;
          console.error(`vedette: not a shot: ${read.detail}`);
        }
      }
      if (broken > 0) throw new VedetteError(`${broken} of the messages could not be decoded`);
    });
}
