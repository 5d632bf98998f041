import { VedetteError } from '@vedette/core/errors';
import { nowMicros } from '@vedette/core/message';
import { CountedLog, createLogger } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { bucketUrlOf } from '@vedette/image-sink/config';
import {
  catalogUrlOf,
  checkClock,
  describeAhead,
  type EraseOptions,
  type EraseRule,
  type EraseSelection,
  FRESH_MS,
  openBucket,
  openCatalog,
  parseKeyTemplate,
  type StoredObject,
  surveyCovered,
} from '@vedette/store';
import type { Command } from 'commander';
import { complain } from '../erase/complain.ts';
import { confirm, refuseUnasked } from '../erase/confirm.ts';
import { describeSurvey } from '../erase/describe-survey.ts';
import { eraseNow } from '../erase/erase-now.ts';
import { type SelectionFlags, selectionOf, times } from '../erase/selection.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { LiveLine } from '../up/live-line.ts';

interface EraseFlags extends SelectionFlags {
  readonly scan?: boolean;
  readonly dryRun?: boolean;
}

/** For the requests of whoever writes a rule, and of those who read it. */
const REQUESTS_MS = 2_000;

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
    .option('--ahead', 'let the second time of --between lie ahead: what is captured until then is refused')
    .option('--scan', 'read every description in the bucket, also of what the catalog tells')
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('-y, --yes', 'do not ask');
  addSettingFlags(erase, ['bucket', 'catalog', 'data']).action(
    async ({ site, device, camera, session, track, between, ahead, scan, dryRun, yes, ...settings }) => {
      const flags: EraseFlags = { site, device, camera, session, track, between, ahead, scan, dryRun, yes };
      const selection = selectionOf(flags, nowMicros());
      if (!yes && !dryRun) refuseUnasked();
      await run(loadSettings(settings), selection, flags);
    },
  );
}

async function run(settings: Settings, selection: EraseSelection, { scan, dryRun, yes }: EraseFlags): Promise<void> {
  const { level, format } = settings.log;
  const log = createLogger({ level: level === 'auto' ? 'info' : level, format });
  const line = process.stderr.isTTY ? new LiveLine(process.stderr) : undefined;
  const untold = new CountedLog((one) => log.warn(one, 'nothing is said of this object, so it stays'));
  const bucket = await openBucket(bucketUrlOf(settings.imageSink, settings), { create: false });
  const catalog = await openCatalog(catalogUrlOf(settings.catalog, settings), { password: settings.catalog.password });
  const stop = new AbortController();
  let newest: StoredObject | undefined;
  const options: EraseOptions = {
    ...{ bucket, catalog, scan, signal: stop.signal },
    topics: topicsUnder(settings.root, settings.shotAlias),
    template: parseKeyTemplate(settings.imageSink.key),
    onUntold: (key) => untold.add({ key }),
    onListed: (object) => {
      if (!newest || object.modifiedAt > newest.modifiedAt) newest = object;
    },
    onProgress: ({ shots, putAside }) => line?.show(`shots ${shots} · put aside ${putAside}`),
  };
  const rule: EraseRule = { v: 1, ...selection, erasedAt: nowMicros() };
  try {
    const survey = await surveyCovered(rule, options);
    line?.end();
    for (const text of describeSurvey(survey)) console.error(text);
    const ahead = newest && describeAhead(newest);
    if (ahead !== undefined) console.error(ahead);
    if (dryRun) return console.log(JSON.stringify({ ...survey.counts, dryRun: true }));
    if (!yes && !(await confirm('This cannot be undone.', 'erase'))) throw new VedetteError('nothing was removed');
    await checkClock(bucket);
    void untilSignal().then(() => stop.abort());
    const said = () => undefined; // by the survey
    const knownToAllMs = FRESH_MS + REQUESTS_MS + (settings.imageSink.packs?.maxSeconds ?? 0) * 1_000;
    const done = await eraseNow(
      { ...rule, suspectSessions: survey.suspectSessions },
      { ...options, onUntold: said, leases: catalog.leases, knownToAllMs },
    );
    line?.end();
    console.log(JSON.stringify(done));
    await complain(done, bucket.url);
  } finally {
    line?.end();
    untold.close();
    await Promise.all([bucket.close(), catalog.close()]);
  }
}
