import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeShot, nowMicros } from '@vedette/core/message';
import { KeptLink } from '@vedette/core/mqtt';
import { createLogger } from '@vedette/core/observe';
import { SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';

/**
 * A process that publishes `count` numbered shots at QoS 1, as a detector does, and says of each on a line of stdout
 * `sent ID SHA256 SEQ` when it is made, and `acknowledged ID` at its PUBACK.
 * Arguments: broker URL, device, number of the first, count, shots per second, bytes of an image.
 */
const [url = '', device = '', ...numbers] = process.argv.slice(2);
const [from = 0, count = 1, rate = 10, bytes = 15_000] = numbers.map(Number);
const topics = topicsUnder('vedette');
const log = createLogger({ level: 'info', format: 'json' });
const kept = new KeptLink({ what: 'edge broker', log, link: { url, clientId: 'publisher' } });

async function publish(seq: number): Promise<void> {
  const image = Buffer.concat([SAMPLE_JPEG, randomBytes(bytes - SAMPLE_JPEG.length)]);
  const shot = sampleShot({ device, seq, at: nowMicros() }, image);
  console.log(`sent ${shot.id} ${createHash('sha256').update(image).digest('hex')} ${seq}`);
  await kept.publish(topics.shot(shot), encodeShot(shot));
  console.log(`acknowledged ${shot.id}`);
}

const all: Promise<void>[] = [];
const began = performance.now();
for (let i = 0; i < count; i++) {
  await sleep(Math.max(0, began + (1_000 * i) / rate - performance.now()));
  all.push(publish(from + i));
}
await Promise.all(all);
await kept.close();
