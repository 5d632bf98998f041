import { type Command, Option } from 'commander';
import { addSettingFlags, type FlagName } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Side } from '../up/stack.ts';

const EDGE: readonly FlagName[] = ['source', 'select', 'model', 'camera', 'site', 'device', 'edgePort'];
const CLOUD: readonly FlagName[] = ['bucket', 'catalog', 'cloudPort'];
const BOTH: readonly FlagName[] = ['data', 'httpPort', 'logLevel'];

const UNTIL_DONE = new Option(
  '--until-done',
  'end when the source is spent and each shot has its receipt, those of earlier runs too; print the books',
);

/** `vedette up`, and `vedette edge` and `vedette cloud` for one side of it. */
export function addUpCommands(program: Command): void {
  const up = program.command('up').description('run everything: camera to bucket, in one process');
  addSettingFlags(up, [...EDGE, ...CLOUD, ...BOTH])
    .addOption(UNTIL_DONE)
    .action((options) => run('both', options));

  const edge = program.command('edge').description("run the edge's side: camera, edge broker, forwarder");
  addSettingFlags(edge, [...EDGE, 'cloud', ...BOTH])
    .addOption(UNTIL_DONE)
    .action((options) => run('edge', options));

  const cloud = program.command('cloud').description("run the cloud's side: cloud broker, image sink");
  addSettingFlags(cloud, [...CLOUD, ...BOTH]).action((options) => run('cloud', options));
}

async function run(side: Side, options: Record<string, unknown>): Promise<void> {
  const settings = loadSettings(options);
  const untilDone = options['untilDone'] === true;
  const { runUp } = await import('../up/run.ts'); // with every service; the other commands need none of them
  const { summary, interrupted } = await runUp({ side, settings, untilDone });
  if (!untilDone) return;
  console.log(JSON.stringify(summary));
  const { waiting, lost, earlier } = summary;
  // Books that close over a part of the source are no success either.
  if (interrupted || waiting + lost + earlier > 0) process.exitCode = 1;
}
