import { ConfigError, VedetteError } from '@vedette/core/errors';
import { nowMicros } from '@vedette/core/message';
import { untilSignal } from '@vedette/core/run';
import {
  objectionTo,
  openBucket,
  openCatalog,
  planSweep,
  putLifecycle,
  shareWithS3,
  sweep,
  toLifecycle,
  whileAlone,
} from '@vedette/store';
import type { SweeperSetup } from '@vedette/sweeper';
import type { Command } from 'commander';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { sweeperSetup } from '../settings/sweeper-setup.ts';
import { formatLifecycle, formatPlan } from '../sweep/format-plan.ts';

interface SweepFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly lifecycle?: boolean;
}

/** `vedette sweep`: removes what has had its time, once. */
export function addSweepCommand(program: Command): void {
  const command = program
    .command('sweep')
    .description('remove what has had its time by the rules of `retention`, once')
    .option('--dry-run', 'show what would be removed, and remove nothing')
    .option('-y, --yes', 'also where it is more than half, or a clock seems wrong')
    .option('--lifecycle', 'of a bucket on S3: set the lifecycle rules that follow from ours, and remove nothing');
  addSettingFlags(command, ['bucket', 'catalog', 'data']).action(async (flags: SweepFlags) => {
    const setup = sweeperSetup(loadSettings({ ...flags }));
    if (flags.lifecycle) await setLifecycle(setup, flags);
    else await run(setup, flags);
  });
}

/** Also where there is no rule any more, so that those in the bucket go. */
async function setLifecycle({ bucketUrl, rules, template }: SweeperSetup, { dryRun }: SweepFlags): Promise<void> {
  if (!bucketUrl.startsWith('s3://'))
    throw new ConfigError('only a bucket on S3 has lifecycle rules; leave --lifecycle out');
  const translated = toLifecycle(rules, template);
  if (translated.length > 0) console.error(formatLifecycle(translated));
  const lifecycle = translated.flatMap((one) => one.lifecycle);
  console.log(JSON.stringify(dryRun ? { lifecycle, dryRun } : await putLifecycle(bucketUrl, lifecycle)));
}

async function run(setup: SweeperSetup, flags: SweepFlags): Promise<void> {
  if (setup.rules.length === 0)
    throw new ConfigError('there are no rules of retention, so everything is kept for ever');
  const bucket = await openBucket(setup.bucketUrl, { create: false });
  const catalog = await openCatalog(setup.catalogUrl, { password: setup.catalogPassword });
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  const { signal } = stop;
  const { rules, expiring } = setup.lifecycle ? shareWithS3(setup.rules, setup.template) : { rules: setup.rules };
  try {
    const plan = await planSweep(rules, { bucket, catalog, now: nowMicros(), signal });
    console.error(formatPlan(plan));
    const objection = objectionTo(plan);
    if (flags.dryRun) {
      if (objection !== undefined) console.error(`a sweep would ask: ${objection}`);
      return console.log(JSON.stringify({ due: plan.shots.dueShots, asks: objection !== undefined, dryRun: true }));
    }
    if (objection !== undefined && !flags.yes) {
      throw new VedetteError(`nothing was removed: ${objection}; --yes goes on`);
    }
    const { leases } = catalog;
    const onWait = (holder: string) => console.error(`waits for ${holder}, which removes shots`);
    const remove = (alone: AbortSignal) => sweep(plan, { bucket, catalog, expiring, signal: alone });
    console.log(JSON.stringify(await whileAlone({ leases, signal, onWait }, remove)));
  } finally {
    await Promise.all([bucket.close(), catalog.close()]);
  }
  if (signal.aborted) throw new VedetteError('stopped before its end; run it again to go on');
}
