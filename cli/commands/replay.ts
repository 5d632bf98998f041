import { VedetteError } from '@vedette/core/errors';
import { createLogger } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import { bucketUrlOf } from '@vedette/image-sink/config';
import { type Command, InvalidArgumentError } from 'commander';
import type { ReadShot } from '../messages/read-shots.ts';
import { openSource } from '../replay/open-source.ts';
import type { ReplayCounts } from '../replay/replay.ts';
import { brokerUrl } from '../settings/broker-url.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { addLoginFlags, type LoginFlags, loginFrom } from '../settings/login-flags.ts';
import type { Settings } from '../settings/schema.ts';
import { LiveLine } from '../up/live-line.ts';

interface ReplayFlags extends LoginFlags {
  readonly to?: string;
  readonly prefix?: string;
  readonly rate: number;
  readonly patience: number;
  readonly receipts: boolean;
}

/** How often the line on a terminal is written anew. */
const SHOW_MS = 500;

/** `vedette replay`: shots of a bucket or a dump once more through the pipeline. */
export function addReplayCommand(program: Command): void {
  const replay = program
    .command('replay')
    .argument(
      '[source]',
      'a bucket (file:PATH), or a dump: a file, or - for stdin (default: the bucket of the settings)',
    )
    .description('send shots of a bucket or a dump again; what is stored already is not stored twice')
    .option('--prefix <prefix>', 'of a bucket only keys that begin like this, e.g. face/dt=2026-11-20/')
    .option('--to <url>', 'the broker to send them to (default: faceDetector.brokerUrl, the edge broker)', brokerUrl)
    .option('--rate <n>', 'shots per second', positive, 10)
    .option('--patience <seconds>', 'give up after so long without an answer: a PUBACK or a receipt', positive, 60)
    .option('--no-receipts', 'do not wait for receipts: with mosquitto’s bridge, say, none come');
  addLoginFlags(replay);
  addSettingFlags(replay, ['bucket', 'data']).action(async (source: string | undefined, flags: ReplayFlags) => {
    const settings = loadSettings({ ...flags });
    const opened = await openSource(source ?? bucketUrlOf(settings.imageSink, settings), flags.prefix);
    const { counts, interrupted } = await run(opened.shots, flags, settings).finally(opened.close);
    if (!interrupted) complainOfSource(counts);
    complain(counts);
  });
}

/** That there was nothing to send is seldom what was meant. */
function complainOfSource({ read, skipped }: ReplayCounts): void {
  if (read === 0) throw new VedetteError('nothing was sent: there is no shot here');
  if (skipped === read) throw new VedetteError(`nothing was sent: of ${read} none is a shot that can be read`);
}

function complain({ read, skipped, sent, waiting }: ReplayCounts): void {
  const unsent = read - skipped - sent;
  if (unsent > 0) {
    throw new VedetteError(`the broker has not taken ${unsent} shots; look whether it is there, and send them again`);
  }
  if (waiting === 0) return;
  throw new VedetteError(`${waiting} shots have no receipt; send them again, or look at the forwarder and sink`);
}

async function run(shots: AsyncIterable<ReadShot>, flags: ReplayFlags, settings: Settings) {
  const line = process.stderr.isTTY ? new LiveLine(process.stderr) : undefined;
  const { level, format } = settings.log;
  const log = createLogger({ level: level === 'auto' ? 'info' : level, format }, line?.above());
  const url = flags.to ?? settings.faceDetector.brokerUrl;
  const login = loginFrom(flags, url, flags.to === undefined ? settings.faceDetector : undefined);
  const { Replay } = await import('../replay/replay.ts');
  const replay = new Replay({
    link: { url, ...login },
    topics: topicsUnder(settings.root, settings.shotAlias),
    log,
    shotsPerSecond: flags.rate,
    withReceipts: flags.receipts,
    patienceMs: flags.patience * 1_000,
  });
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  const began = performance.now();
  const show = setInterval(() => line?.show(progress(replay.counts())), SHOW_MS);
  try {
    await replay.run(shots, stop.signal);
  } finally {
    clearInterval(show);
    line?.end();
    await replay.close();
  }
  const counts = replay.counts();
  const seconds = Math.round(performance.now() - began) / 1_000;
  console.log(JSON.stringify({ ...counts, seconds }));
  return { counts, interrupted: stop.signal.aborted };
}

function progress({ read, sent, skipped, stored, duplicates, rejected, waiting }: ReplayCounts): string {
  const parts = { read, sent, skipped, stored, duplicates, rejected, waiting };
  return Object.entries(parts)
    .map(([name, count]) => `${name} ${count}`)
    .join(' · ');
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw new InvalidArgumentError('it must be more than 0.');
  return value;
}
