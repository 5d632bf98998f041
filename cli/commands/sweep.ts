import { ConfigError, VedetteError } from '@vedette/core/errors';
import { untilSignal } from '@vedette/core/run';
import { dueBy, openBucket, openCatalog, type SweepPlan, sweepOnce } from '@vedette/store';
import type { SweeperSetup } from '@vedette/sweeper';
import type { Command } from 'commander';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { sweeperSetup } from '../settings/sweeper-setup.ts';
import { formatLifecycle, formatPlan } from '../sweep/format-plan.ts';

const NO_RULES = 'there are no rules of retention, so everything is kept for ever';

interface SweepFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `vedette sweep`: removes what has had its time, once. */
export function addSweepCommand(program: Command): void {
  const command = program
    .command('sweep')
    .description('remove what has had its time by the rules of `retention`, once')
    .option('--dry-run', 'show what would be removed, and remove nothing')
    .option('-y, --yes', 'also where it is more than half');
  addSettingFlags(command, ['bucket', 'catalog', 'data']).action(async (flags: SweepFlags) => {
    await run(sweeperSetup(loadSettings({ ...flags })), flags);
  });
}

/** On S3 also where there is no rule any more, so that those in the bucket end. */
async function run(setup: SweeperSetup, { dryRun, yes }: SweepFlags): Promise<void> {
  if (setup.rules.length === 0) {
    if (!setup.bucketUrl.startsWith('s3://')) throw new ConfigError(NO_RULES);
    console.error(`vedette: ${NO_RULES}`);
  }
  const bucket = await openBucket(setup.bucketUrl, { create: false });
  // An empty one would not know of any shot.
  const catalog = await openCatalog(setup.catalogUrl, { create: false, password: setup.catalogPassword });
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  const { signal } = stop;
  let plan: SweepPlan | undefined;
  try {
    const { counts, objection } = await sweepOnce(setup, {
      ...{ bucket, catalog, signal, dryRun, yes },
      onLifecycle: (state) => sayEach(formatLifecycle(state)),
      onWait: (holder) => console.error(`waits for ${holder}, which removes shots`),
      onPlan: (planned) => {
        plan = planned;
        console.error(formatPlan(planned));
      },
    });
    if (dryRun && plan) {
      if (objection !== undefined) console.error(`a sweep would ask: ${objection}`);
      console.log(JSON.stringify({ ...dueBy(plan), asks: objection !== undefined, dryRun }));
    }
    if (counts) console.log(JSON.stringify(counts));
    if (objection !== undefined && !dryRun) throw new VedetteError(`${objection}; --yes goes on`);
  } finally {
    await Promise.all([bucket.close(), catalog.close()]);
  }
  if (signal.aborted) throw new VedetteError('stopped before its end; run it again to go on');
}

function sayEach(lines: readonly string[]): void {
  for (const line of lines) console.error(line);
}
