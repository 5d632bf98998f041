import { describeShot, readPayload, type Shot } from '@vedette/core/message';
import { KeptLink, type LinkOptions, type MqttMessage } from '@vedette/core/mqtt';
import { createLogger, type Logger, redactUrls } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { Command } from 'commander';
import { brokerUrl } from '../settings/broker-url.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { addLoginFlags, type LoginFlags, loginFrom } from '../settings/login-flags.ts';
import { wholeNumber } from '../settings/whole-number.ts';

interface TailOptions extends LoginFlags {
  readonly broker?: string;
  readonly count?: number;
  readonly json?: boolean;
}

/** `vedette tail`: shots as they come by a broker. */
export function addTailCommand(program: Command): void {
  const tail = program
    .command('tail')
    .description('show shots as they come by a broker')
    .option(
      '-b, --broker <url>',
      'the broker to listen at (default: faceDetector.brokerUrl, the edge broker)',
      brokerUrl,
    )
    .option('-n, --count <n>', 'stop after so many messages', wholeNumber)
    .option('--json', 'JSON lines even on a terminal');
  addLoginFlags(tail);
  addSettingFlags(tail, []).action(async (options: TailOptions) => {
    const settings = loadSettings({ ...options });
    const url = options.broker ?? settings.faceDetector.brokerUrl;
    const login = loginFrom(options, url, options.broker === undefined ? settings.faceDetector : undefined);
    const show = process.stdout.isTTY && !options.json ? forPeople : asJson;
    const count = options.count ?? Number.POSITIVE_INFINITY;
    const { level, format } = settings.log;
    const log = createLogger({ level: level === 'auto' ? 'info' : level, format });
    const filters = topicsUnder(settings.root, settings.shotAlias).all.shots;
    await showMessages({ url, ...login, subscribe: filters }, count, show, log);
  });
}

/** Prints what comes until there were `count` messages, or a signal. */
async function showMessages(
  link: Pick<LinkOptions, 'url' | 'username' | 'password' | 'tls' | 'subscribe'>,
  count: number,
  show: (message: MqttMessage) => string,
  log: Logger,
): Promise<void> {
  let shown = 0;
  let end = (): void => undefined;
  const enough = new Promise<void>((resolve) => {
    end = resolve;
  });
  const kept = new KeptLink({
    what: 'broker',
    log,
    link: {
      ...link,
      clientId: `vedette-tail-${process.pid}`,
      async onMessage(message) {
        if (shown >= count) return;
        shown += 1;
        console.log(show(message));
        if (shown >= count) end();
      },
    },
    onUp: () => log.info(`listening at ${redactUrls(link.url)}`),
  });
  await Promise.race([untilSignal(), enough]);
  await kept.close(true);
}

function asJson({ topic, payload }: MqttMessage): string {
  const read = readPayload(payload);
  if (read.type === 'shot') return JSON.stringify(describeShot(read.shot));
  return JSON.stringify(
    read.type === 'image' ? { topic, ...read.header } : { topic, unreadable: read.reason, detail: read.detail },
  );
}

function forPeople({ topic, payload }: MqttMessage): string {
  const read = readPayload(payload);
  if (read.type === 'shot') return shotLine(read.shot);
  if (read.type === 'image') return `${topic}  a bare ${read.header.type}, ${read.header.width}x${read.header.height}`;
  return `${topic}  unreadable: ${read.detail}`;
}

function shotLine(shot: Shot): string {
  const time = new Date(shot.at / 1_000).toISOString();
  const place = `${shot.site}/${shot.device}/${shot.camera}`;
  const what =
    shot.kind === 'frame'
      ? 'frame'
      : `${shot.label} ${shot.score.toFixed(2)}${shot.track ? ` track ${shot.track.id} ${shot.track.phase}` : ''}`;
  return `${time}  ${place}  ${what}  ${pictureOf(shot)}  ${shot.id}`;
}

function pictureOf(shot: Shot): string {
  if (!shot.image) return 'description only';
  const { width, height, data } = shot.image;
  const hidden = shot.kind === 'frame' ? [] : Object.entries(shot.redaction ?? {});
  const notes = hidden.map(([label, method]) => `  ${label} ${method === 'none' ? 'painted over' : method}`);
  return `${width}x${height}  ${(data.length / 1_000).toFixed(1)} kB${notes.join('')}`;
}
