import { describeShot, readPayload, type Shot } from '@vedette/core/message';
import { type MqttMessage, openLink } from '@vedette/core/mqtt';
import { untilSignal } from '@vedette/core/run';
import { topicsUnder } from '@vedette/core/topics';
import type { Command } from 'commander';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { wholeNumber } from '../settings/whole-number.ts';

interface TailOptions {
  readonly broker?: string;
  readonly count?: number;
  readonly json?: boolean;
}

/** `vedette tail`: shots as they come by a broker. */
export function addTailCommand(program: Command): void {
  const tail = program
    .command('tail')
    .description('show shots as they come by a broker')
    .option('-b, --broker <url>', 'the broker to listen at (default: faceDetector.brokerUrl, the edge broker)')
    .option('-n, --count <n>', 'stop after so many messages', wholeNumber)
    .option('--json', 'JSON lines even on a terminal');
  addSettingFlags(tail, []).action(async (options: TailOptions) => {
    const settings = loadSettings({ ...options });
    const url = options.broker ?? settings.faceDetector.brokerUrl;
    const show = process.stdout.isTTY && !options.json ? forPeople : asJson;
    const count = options.count ?? Number.POSITIVE_INFINITY;
    await Promise.race([
      untilSignal(),
      showMessages(url, topicsUnder(settings.root, settings.shotAlias).all.shots, count, show),
    ]);
  });
}

/** Prints what comes until there were `count` messages. */
async function showMessages(
  url: string,
  filters: readonly string[],
  count: number,
  show: (message: MqttMessage) => string,
): Promise<void> {
  let shown = 0;
  await new Promise<void>((resolve) => {
    const link = openLink({
      url,
      clientId: `vedette-tail-${process.pid}`,
      subscribe: filters,
      async onMessage(message) {
        if (shown >= count) return;
        shown += 1;
        console.log(show(message));
        if (shown >= count) link.close(true).then(resolve);
      },
      onUp: () => console.error(`listening at ${url}`),
      onDown: (reason) => shown < count && console.error(`vedette: no broker at ${url}: ${reason}; trying on`),
    });
  });
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
  const { width, height, data } = shot.image;
  const time = new Date(shot.at / 1_000).toISOString();
  const place = `${shot.site}/${shot.device}/${shot.camera}`;
  const what =
    shot.kind === 'frame'
      ? 'frame'
      : `${shot.label} ${shot.score.toFixed(2)}${shot.track ? ` track ${shot.track.id} ${shot.track.phase}` : ''}`;
  return `${time}  ${place}  ${what}  ${width}x${height}  ${(data.length / 1_000).toFixed(1)} kB  ${shot.id}`;
}
