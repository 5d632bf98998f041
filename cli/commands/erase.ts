import { setTimeout as sleep } from 'node:timers/promises';
import { VedetteError } from '@vedette/core/errors';
import { nowMicros } from '@vedette/core/message';
import { CountedLog, createLogger } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { bucketUrlOf } from '@vedette/image-sink/config';
import {
  catalogUrlOf,
  type EraseCounts,
  type EraseOptions,
  type EraseRule,
  type EraseSelection,
  eraseCovered,
  FRESH_MS,
  keepsVersions,
  type Leases,
  openBucket,
  openCatalog,
  parseKeyTemplate,
  surveyCovered,
  whileAlone,
  writeTombstone,
} from '@vedette/store';
import type { Command } from 'commander';
import { confirm, refuseUnasked } from '../erase/confirm.ts';
import { describeSurvey } from '../erase/describe-survey.ts';
import { type SelectionFlags, selectionOf, times } from '../erase/selection.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { LiveLine } from '../up/live-line.ts';

interface EraseFlags extends SelectionFlags {
  readonly scan?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Until each sink has read a rule that was written a moment ago, and some time for the requests of both. */
const KNOWN_TO_ALL_MS = FRESH_MS + 2_000;

/** `vedette erase`: removes shots for good, and keeps them from coming back. */
export function addEraseCommand(program: Command): void {
  const erase = program
    .command('erase')
    .description('remove what was captured of a track, by a device or in a time, for good: it is not taken in again')
    .option('--track <id>', 'of one track')
    .option('--session <id>', 'of that track, which is unique in the session of a camera')
    .option('--device <name>', 'by one device')
    .option('--site <name>', 'at one site')
    .option('--camera <name>', 'through one camera')
    .option(
      '--between <times...>',
      'FROM TO: captured from then on, and before that; e.g. 2026-11-20 2026-11-21',
      times,
    )
    .option('--scan', 'read every description in the bucket, also of what the catalog tells')
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('-y, --yes', 'do not ask');
  addSettingFlags(erase, ['bucket', 'catalog', 'data']).action(
    async ({ site, device, camera, session, track, between, scan, dryRun, yes, ...settings }) => {
      const flags: EraseFlags = { site, device, camera, session, track, between, scan, dryRun, yes };
      const selection = selectionOf(flags);
      if (!yes && !dryRun) refuseUnasked();
      await run(loadSettings(settings), selection, flags);
    },
  );
}

async function run(settings: Settings, selection: EraseSelection, { scan, dryRun, yes }: EraseFlags): Promise<void> {
  const { level, format } = settings.log;
  const log = createLogger({ level: level === 'auto' ? 'info' : level, format });
  const line = process.stderr.isTTY ? new LiveLine(process.stderr) : undefined;
  const untold = new CountedLog((one) => log.warn(one, 'nothing is said of this image, so it stays'));
  const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
  const catalog = await openCatalog(catalogUrlOf(settings.catalog, settings), { password: settings.catalog.password });
  const stop = new AbortController();
  const options: EraseOptions = {
    ...{ bucket, catalog, scan, signal: stop.signal },
    topics: topicsUnder(settings.root, settings.shotAlias),
    template: parseKeyTemplate(settings.imageSink.key),
    onUntold: (key) => untold.add({ key }),
    onProgress: ({ shots, putAside }) => line?.show(`shots ${shots} · put aside ${putAside}`),
  };
  const rule: EraseRule = { v: 1, ...selection, erasedAt: nowMicros() };
  try {
    const survey = await surveyCovered(rule, options);
    line?.end();
    for (const text of describeSurvey(survey)) console.error(text);
    if (dryRun) return console.log(JSON.stringify({ ...survey.counts, dryRun: true }));
    if (!yes && !(await confirm('This cannot be undone.', 'erase'))) throw new VedetteError('nothing was removed');
    void untilSignal().then(() => stop.abort());
    const said = () => undefined; // by the survey
    const done = await forgetNow(rule, { ...options, onUntold: said }, catalog.leases);
    line?.end();
    console.log(JSON.stringify(done));
    await complain(done, options);
  } finally {
    line?.end();
    untold.close();
    await Promise.all([bucket.close(), catalog.close()]);
  }
}

/** First the rule, which every sink then knows of, so that nothing comes in behind what removes it. */
async function forgetNow(rule: EraseRule, options: EraseOptions, leases: Leases) {
  const { bucket, signal } = options;
  const began = performance.now();
  const tombstone = await writeTombstone(bucket, rule);
  console.error(`the rule is written; in ${KNOWN_TO_ALL_MS / 1_000} s every sink knows of it`);
  await sleep(KNOWN_TO_ALL_MS, undefined, { signal }).catch(() => undefined);
  const onWait = (holder: string) => console.error(`waits for ${holder}, which removes shots`);
  const work = (alone: AbortSignal) => eraseCovered(rule, { ...options, signal: alone });
  const counts = await whileAlone({ leases, signal, onWait }, work);
  return { ...counts, tombstone, seconds: Math.round(performance.now() - began) / 1_000 };
}

/** Throws VedetteError where something is left. */
async function complain({ untold }: EraseCounts, { bucket, signal }: EraseOptions): Promise<void> {
  if (signal?.aborted) throw new VedetteError('stopped before its end; run it again to go on');
  const left: string[] = [];
  if (untold > 0) left.push(`${untold} images without a description may be meant: look, and remove them by hand`);
  if (await keepsVersions(bucket.url)) {
    left.push(
      'the bucket keeps earlier versions of what was removed: let a lifecycle rule end them (noncurrent versions)',
    );
  }
  if (left.length > 0) throw new VedetteError(left.join('; '));
}
