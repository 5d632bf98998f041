import { VedetteError } from '@vedette/core/errors';
import { CountedLog, createLogger } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { catalogUrlOf, openBucket, openCatalog, Reindex, type ReindexCounts } from '@vedette/store';
import type { Command } from 'commander';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { LiveLine } from '../up/live-line.ts';

interface ReindexFlags {
  readonly keep?: boolean;
}

/** How often the line on a terminal is written anew. */
const SHOW_MS = 500;

/** `vedette reindex`: the catalog, made to follow from the bucket alone. */
export function addReindexCommand(program: Command): void {
  const reindex = program
    .command('reindex')
    .description('make the catalog anew of what is in the bucket: adds what it lacks, removes what is gone')
    .option('--keep', 'leave shots in the catalog whose object is gone');
  addSettingFlags(reindex, ['bucket', 'catalog', 'data']).action(async (flags: ReindexFlags) => {
    await run(loadSettings({ ...flags }), flags);
  });
}

async function run(settings: Settings, { keep }: ReindexFlags): Promise<void> {
  const line = process.stderr.isTTY ? new LiveLine(process.stderr) : undefined;
  const { level, format } = settings.log;
  const log = createLogger({ level: level === 'auto' ? 'info' : level, format }, line?.above());
  const skipped = new CountedLog((one) => log.warn(one, 'passed over'));
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
  const { password } = settings.catalog;
  const catalog = await openCatalog(catalogUrlOf(settings.catalog, settings), { password });
  const onSkipped = (key: string, why: string) => skipped.add({ key, why });
  const reindex = new Reindex({ bucket, catalog, keep, signal: stop.signal, onSkipped });
  const began = performance.now();
  const show = setInterval(() => line?.show(progress(reindex.counts)), SHOW_MS);
  try {
    await reindex.run();
  } finally {
    clearInterval(show);
    skipped.close();
    line?.end();
    await Promise.all([bucket.close(), catalog.close()]);
  }
  console.log(JSON.stringify({ ...reindex.counts, seconds: Math.round(performance.now() - began) / 1_000 }));
  if (stop.signal.aborted) throw new VedetteError('stopped before its end; run it again to go on');
}

function progress({ skipped, ...counts }: ReindexCounts): string {
  const passedOver = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return Object.entries({ ...counts, skipped: passedOver })
    .map(([name, count]) => `${name} ${count}`)
    .join(' · ');
}
